"""Staff sign in through their identity provider, by an address that it vouches for; or, at home, from a list."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from starter.web.sessions import COOKIE
from tests.starter.web.site import Site
from tests.starter.web.staff.hands import links, sheet, words
from tests.starter.web.staff.provided import Provider


async def test_somebody_is_known_by_the_address_that_their_provider_vouches_for(provider: Provider) -> None:
    async with provider.site.visitor() as leo:
        page = await leo.get("/staff/sign-in?next=/staff/requests")
        assert links(page)["Sign in with your work account"] == "/staff/sign-in/provider?next=%2Fstaff%2Frequests"
        there = await provider.signs_in(leo, "leo", "next=%2Fstaff%2Frequests")
        assert (there.status_code, there.headers["location"]) == (303, "/staff/requests")
        assert "Signed in as Leo Marchetti" in words(await leo.get("/staff/requests"))


async def test_the_way_there_is_guarded_by_state_nonce_and_a_challenge(provider: Provider) -> None:
    async with provider.site.visitor() as leo:
        there = await leo.get("/staff/sign-in/provider")
    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert asked["redirect_uri"] == ["http://127.0.0.1/staff/sign-in/return"]


@pytest.mark.parametrize(
    ("sub", "why"),
    [
        ("asha", "has not verified that asha@ons.example is your e-mail address"),
        ("nobody", "no single active person with the e-mail address nobody@ons.example"),
        ("nameless", "told us no e-mail address"),
        ("rae", "you hold no office here"),
    ],
)
async def test_who_is_not_let_in_is_told_why(provider: Provider, sub: str, why: str) -> None:
    async with provider.site.visitor() as somebody:
        there = await provider.signs_in(somebody, sub)
        assert there.status_code == 403
        assert why in words(there)
        assert COOKIE not in somebody.cookies


async def test_an_outside_owner_of_data_may_come_through_the_provider_too(provider: Provider) -> None:
    async with provider.site.visitor() as thea:
        assert (await provider.signs_in(thea, "thea")).headers["location"] == "/staff"


async def test_a_return_that_was_not_begun_here_or_is_used_twice_signs_nobody_in(provider: Provider) -> None:
    async with provider.site.visitor() as leo, provider.site.visitor() as victim:
        back = await provider.sent_back(leo, "leo")
        stolen = await victim.get(back)
        assert stolen.status_code == 403
        assert "not begun in this browser" in words(stolen)
        wrong = back.replace("state=", "state=x")
        assert "did not confirm who you are" in words(await leo.get(wrong))
        assert COOKIE not in leo.cookies
        again = await provider.sent_back(leo, "leo")
        assert (await leo.get(again)).status_code == 303
        assert (await leo.get(again)).status_code == 403


async def test_what_was_remembered_of_somebody_cannot_be_written_by_them(provider: Provider) -> None:
    async with provider.site.visitor() as leo:
        back = await provider.sent_back(leo, "leo")
        leo.cookies.set("away", leo.cookies["away"][:-3] + "abc", domain="127.0.0.1")
        assert (await leo.get(back)).status_code == 403


async def test_a_provider_that_is_away_is_said_to_be(provider: Provider, tmp_path: Path) -> None:
    known = {"SHARING_OIDC_ISSUER": "http://127.0.0.1:9", "SHARING_OIDC_CLIENT": "pages"}
    async with Site(provider.site.house, tmp_path, **known).visitor() as leo:
        page = await leo.get("/staff/sign-in/provider")
    assert page.status_code == 503
    assert "cannot be reached" in words(page)


async def test_a_fresh_sign_in_makes_the_provider_ask_and_is_believed_only_then(provider: Provider) -> None:
    async with provider.site.visitor() as petra:
        there = await petra.get("/staff/sign-in/provider?fresh=1")
        asked = parse_qs(urlsplit(there.headers["location"]).query)
        assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
        assert "did not ask you to prove" in words(await provider.signs_in(petra, "stale", "fresh=1"))
        assert COOKIE not in petra.cookies
        await provider.signs_in(petra, "petra")
        assert "proved" not in petra.cookies  # somebody else may have found the provider's session open
        await provider.signs_in(petra, "petra", "fresh=1")
        assert petra.cookies["proved"]


async def test_with_a_provider_nobody_is_chosen_from_a_list(provider: Provider) -> None:
    async with provider.site.visitor() as anybody:
        assert (await anybody.post("/staff/sign-in", data={"person": "petra"})).status_code == 404
        assert "Choose who you are" not in words(await anybody.get("/staff/sign-in"))


async def test_at_home_somebody_is_chosen_from_those_who_hold_an_office(site: Site) -> None:
    async with site.visitor() as anybody:
        kept_out = await anybody.get("/staff/requests?state=open")
        page = await anybody.get(kept_out.headers["location"])
        assert "only for a machine of your own" in words(page)
        form = sheet(page)
        assert form.texts["next"] == "/staff/requests?state=open"
        there = await anybody.post(form.action, data={**form.texts, "person": "leo"})
        assert there.headers["location"] == "/staff/requests?state=open"
        assert "Signed in as Leo Marchetti" in words(await anybody.get("/staff"))
        assert (await anybody.post(form.action, data={"person": "nobody"})).status_code == 404


async def test_in_production_there_is_no_list(site: Site) -> None:
    settings = site.ground.settings.model_copy(update={"environment": "production"})
    elsewhere = Site.__new__(Site)
    elsewhere.__dict__ |= site.__dict__
    async with elsewhere.changed(settings=settings).visitor(address="http://127.0.0.1") as anybody:
        assert (await anybody.get("/staff/sign-in")).status_code == 404
        assert (await anybody.post("/staff/sign-in", data={"person": "petra"})).status_code == 404

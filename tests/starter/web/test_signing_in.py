"""Signing in by link: used once, by its newest letter, by a button, and never by whoever merely looks at it."""

import re

import pytest

from starter.web.sessions import COOKIE, MOST_LINKS
from tests.starter.web.site import Site

EMAIL = "rae@wexbridge.example"


async def asked_for(site: Site, email: str = EMAIL, place: str = "/requests") -> str:
    """What the page says after somebody asked for a link."""
    async with site.visitor() as anybody:
        sent = await anybody.post("/sign-in", data={"email": email, "next": place})
    assert sent.status_code == 200
    return re.sub(r'nonce="[^"]*"', "", sent.text.replace(email, "…"))


async def test_a_link_signs_in_by_its_button_and_only_once(site: Site) -> None:
    await asked_for(site)
    link = site.post.link_to("rae")
    async with site.visitor() as scanner:
        assert (await scanner.get(link)).status_code == 200  # a scanner of mail looks, and uses nothing up
    async with site.visitor() as rae:
        assert "Continue" in (await rae.get(link)).text
        there = await rae.post(link.partition("?")[0], data={"next": "/requests"})
        assert (there.status_code, there.headers["location"]) == (303, "/requests")
        assert "Dr Rae Okafor" in (await rae.get("/")).text
        assert (await rae.post(link.partition("?")[0], data={"next": "/"})).status_code == 410
        assert (await rae.get(link)).status_code == 410


async def test_only_the_newest_link_works(site: Site) -> None:
    await asked_for(site)
    first = site.post.link_to("rae").partition("?")[0]
    await asked_for(site)
    async with site.visitor() as rae:
        assert (await rae.post(first, data={})).status_code == 410


async def test_a_stranger_is_answered_as_anybody_is_and_gets_no_letter(site: Site) -> None:
    before = len(site.post.letters)
    said = await asked_for(site, "nobody@nowhere.example")
    assert len(site.post.letters) == before
    assert said == await asked_for(site, "sana@northgate.example")


async def test_nobody_gets_letters_without_end(site: Site) -> None:
    for _ in range(MOST_LINKS + 2):
        await asked_for(site, "lucia@meridian.example")
    mine = [one for one in site.post.letters if one.to == "lucia@meridian.example"]
    assert len(mine) == MOST_LINKS


async def test_signing_in_gives_a_session_of_its_own_whatever_cookie_somebody_came_with(site: Site) -> None:
    await asked_for(site, "tomos@cambria.example")
    link = site.post.link_to("tomos").partition("?")[0]
    async with site.visitor() as tomos:
        tomos.cookies.set(COOKIE, "planted", domain="127.0.0.1")
        there = await tomos.post(link, data={})
        assert there.cookies[COOKIE] != "planted"
        assert "HttpOnly" in there.headers["set-cookie"]
        assert "SameSite=lax" in there.headers["set-cookie"]


async def test_who_signs_out_is_out_also_with_the_old_cookie(site: Site) -> None:
    async with site.visitor("rae") as rae:
        token = rae.cookies[COOKIE]
        assert "Dr Rae Okafor" in (await rae.get("/sign-in")).text
        await rae.post("/sign-out")
    async with site.visitor() as thief:
        thief.cookies.set(COOKIE, token, domain="127.0.0.1")
        assert "Dr Rae Okafor" not in (await thief.get("/sign-in")).text


@pytest.mark.parametrize(
    "place", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_no_link_of_ours_leads_elsewhere(site: Site, place: str) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get("/sign-in", params={"next": place})
    assert 'name="next" value="/"' in page.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}],
)
async def test_what_another_site_sends_is_not_taken(site: Site, headers: dict[str, str]) -> None:
    async with site.visitor("rae") as rae:
        del rae.headers["Sec-Fetch-Site"]
        refused = await rae.post("/sign-out", headers=headers)
    assert refused.status_code == 403
    assert "from another site" in refused.text


async def test_a_page_runs_no_script_but_ours_and_is_kept_by_nobody(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get("/sign-in")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'<script nonce="{nonce}">' in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_an_unknown_address_is_a_page_with_a_sentence(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get("/nowhere")
    assert page.status_code == 404
    assert "Page not found" in page.text


async def test_another_name_for_our_host_is_not_answered(site: Site) -> None:
    async with site.visitor(address="http://evil.example") as anybody:
        assert (await anybody.get("/sign-in")).status_code == 400


async def test_a_form_beyond_all_measure_is_refused(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.post("/sign-in", data={"email": "x" * 3_000_000})
    assert page.status_code == 413


async def test_what_somebody_wrote_when_their_session_had_ended_is_shown_to_them_and_recorded_nowhere(
    site: Site,
) -> None:
    async with site.visitor() as gone:
        page = await gone.post(
            "/requests/ONS-2026-0001/revise", data={"reason": "Long <b>words</b> of mine", "once": "x"}
        )
    assert page.status_code == 401
    assert "Long &lt;b&gt;words&lt;/b&gt; of mine" in page.text
    assert "Nothing was recorded" in page.text

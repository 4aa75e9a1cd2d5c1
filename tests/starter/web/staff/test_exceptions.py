"""The ladder above a decision, and exceptions: granted by a sign-in that is fresh, within limits that are named."""

from datetime import timedelta

from sharing.messages import Escalate
from tests.starter.web.site import Site, now
from tests.starter.web.staff.conftest import settled
from tests.starter.web.staff.hands import address_of, links, sheet, words
from tests.starter.web.staff.provided import Provider
from tests.workflows.house import DEATHS


async def test_the_ladder_shows_who_decides_now_and_what_went_up_it_and_why(site: Site, excepted: str) -> None:
    await site.house.say(
        excepted, "gwen", Escalate(asset=DEATHS, to="data-governance-council", reasons="Too large for one owner.")
    )
    await settled(site, excepted)
    _, task = address_of(site, excepted, "Approve")
    async with site.visitor("carys") as carys:
        page = words(await carys.get(f"/staff/requests/{excepted}/tasks/{task.key}"))
    assert "Data Governance Council decides what is escalated to it, and approvals against the advice Awaited" in page
    assert "Information Asset Owner decides on the data it owns Data Governance" in page
    assert "Too large for one owner." in page
    assert "Only the Permanent Secretary can lift it" in page
    assert "asked for the exception" in page


async def test_a_day_that_is_none_is_said_to_be_and_stays_as_typed(site: Site, excepted: str) -> None:
    address, _ = address_of(site, excepted, "Grant the exception")
    async with site.visitor("petra") as petra:
        form = sheet(await petra.get(address))
        data = {**form.filled({"scope": "This", "reasons": "Because"}), "until-day": "31", "until-month": "2"}
        sent = await petra.post(address, data={**data, "until-year": "2027"})
    assert sent.status_code == 422
    assert '<a href="#until-day">Enter a real day' in sent.text
    assert (sheet(sent).texts["until-day"], sheet(sent).texts["until-month"]) == ("31", "2")


async def test_an_older_sign_in_at_the_provider_is_no_fresh_one(provider: Provider, excepted: str) -> None:
    address, _ = address_of(provider.site, excepted, "Refuse the exception")
    async with provider.site.visitor() as petra:
        await provider.signs_in(petra, "petra")
        away = await petra.get(address)
        assert away.headers["location"].startswith("/staff/sign-in?fresh=1")
        page = await petra.get(away.headers["location"])
        asked = links(page)["Sign in with your work account"].partition("?")[2]
        there = await provider.signs_in(petra, "petra", asked)
        assert there.headers["location"] == address
        assert (await petra.get(address)).status_code == 200


async def test_an_exception_is_only_granted_by_a_fresh_sign_in_and_names_its_limits(
    site: Site, excepted: str
) -> None:
    address, task = address_of(site, excepted, "Grant the exception")
    async with site.visitor("petra") as petra:
        form = sheet(await petra.get(address))
        assert {"clause", "scope", "until", "reasons", "conditions"} <= form.paths
        given = {"scope": "This study", "until": "2027-12-31", "reasons": "No other way", "conditions": ""}
    later = Site.__new__(Site)
    later.__dict__ |= site.__dict__
    later.changed(clock=lambda: now() + timedelta(minutes=16))
    async with later.visitor("petra") as petra:
        away = await petra.get(address)
        assert away.headers["location"].startswith("/staff/sign-in?fresh=1&next=%2Fstaff%2Frequests")
        assert "Choose yourself again" in words(await petra.get(away.headers["location"]))
        sent = await petra.post(address, data=form.filled(given))
    assert sent.status_code == 422
    assert "takes a fresh one" in words(sent)
    assert sheet(sent).texts["reasons"] == "No other way"
    assert task.key in site.house.desk.recorded(excepted).awaited
    async with site.visitor("petra") as petra:
        sent = await petra.post(address, data=sheet(sent).filled({}))
        assert sent.status_code == 303, words(sent)
        assert "lifts one gate and approves nothing" in words(await petra.get(sent.headers["location"]))

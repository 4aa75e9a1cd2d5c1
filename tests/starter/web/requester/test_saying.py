"""Signing, withdrawing, reopening: offered where it is the requester's to say, said once, and never for another."""

from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from temporalio.client import Client

from sharing.facts import Closed, Signed
from starter.web.rendering import Rendering
from starter.web.requester.saying import openings
from starter.web.visiting import Visit
from tests import people
from tests.starter.web.requester.stories import decided, field, link
from tests.starter.web.site import Site
from tests.workflows.house import DEATHS, House, until
from wiring.temporal import CONVERTER


async def test_a_signature_is_said_once_however_often_the_button_is_pressed(site: Site) -> None:
    reference = await decided(site)
    async with site.visitor("rae") as rae:
        page = await rae.get(f"/requests/{reference}")
        place = link(page, "Sign version 1 of the agreement")
        once = field(await rae.get(place), "once")
        first = await rae.post(place, data={"once": once})
        assert (first.status_code, first.headers["location"]) == (303, f"/requests/{reference}")
        await until(lambda: "university-of-wexbridge" in _signed(site, reference))
        again = await rae.post(place, data={"once": once})
        assert again.status_code == 303
        shown = await rae.get(f"/requests/{reference}")
        assert "Agreement signed for University of Wexbridge" in shown.text
        assert "It is your move" not in shown.text
        assert (await rae.post(place, data={"once": "another"})).status_code == 409
    assert _signed(site, reference) == ["university-of-wexbridge"]


def _signed(site: Site, reference: str) -> list[str]:
    facts = (one.fact for one in site.house.store.history(reference))
    return [one.party for one in facts if isinstance(one, Signed)]


async def test_each_body_is_asked_to_sign_for_itself_alone(site: Site) -> None:
    rows = ("University of Wexbridge", "recipient"), ("Northgate City Council", "joint-controller")
    bodies = tuple({"name": name, "role": role, "signatory": "Head", "registration": "Z1"} for name, role in rows)
    reference = await site.house.lodged(people.complete(organisations=bodies))
    await site.house.road(reference, upto=14)
    await until(lambda: any(task.what == "sign" for task in site.house.desk.recorded(reference).awaited.values()))
    for person in ("rae", "sana"):
        async with site.visitor(person) as visitor:
            page = await visitor.get(f"/requests/{reference}")
            assert page.text.count("Sign version 1 of the agreement") == 1
    async with site.visitor("sana") as sana:
        place = link(await sana.get(f"/requests/{reference}"), "Sign version 1 of the agreement")
        assert (await sana.post(place, data={"once": "mine"})).status_code == 303
        await until(lambda: _signed(site, reference) == ["northgate-council"])
        assert "Northgate City Council" in (await sana.get(f"/requests/{reference}")).text
    async with site.visitor("rae") as rae:
        assert (await rae.post(place, data={"once": "theirs"})).status_code == 409


async def test_a_withdrawn_request_ends_and_offers_nothing_more(site: Site) -> None:
    reference = await site.house.lodged()
    async with site.visitor("rae") as rae:
        place = link(await rae.get(f"/requests/{reference}"), "Withdraw the request")
        too_long = await rae.post(place, data={"once": "w1", "reason": "x" * 4_001})
        assert too_long.status_code == 422
        assert "x" * 4_001 in too_long.text
        assert (await rae.post(place, data={"once": "w1", "reason": "No money."})).status_code == 303
        await until(lambda: site.house.desk.recorded(reference).closed is not None)
        shown = await rae.get(f"/requests/{reference}")
        assert "The request has ended: withdrawn" in shown.text
        assert "No money." in shown.text
        assert "Change answers" not in shown.text
        late = await rae.post(place, data={"once": "w2", "reason": "Once more."})
        assert late.status_code == 409
        assert "Once more." in late.text


async def test_what_is_not_offered_cannot_be_said(site: Site) -> None:
    reference = await site.house.lodged()
    async with site.visitor("rae") as rae:
        gone = await rae.get(f"/requests/{reference}/say/0123456789abcdef")
        assert gone.headers["location"] == f"/requests/{reference}"
        said = await rae.post(f"/requests/{reference}/say/0123456789abcdef", data={"once": "x", "outcome": "approve"})
    assert said.status_code == 409
    assert len(site.house.store.history(reference)) <= 2


async def test_some_of_the_data_can_be_left_out_unasked(site: Site) -> None:
    reference = await site.house.lodged(people.complete(assets=(DEATHS, "census-2021")))
    async with site.visitor("rae") as rae:
        place = link(await rae.get(f"/requests/{reference}"), "Leave out some of the data")
        nothing = await rae.post(place, data={"once": "l1", "reason": "Too much."})
        assert nothing.status_code == 422
        assert "Too much." in nothing.text
        assert (await rae.post(place, data={"once": "l2", "drop": ["census-2021"]})).status_code == 303
        shown = await rae.get(f"/requests/{reference}")
    assert "It goes on without Census 2021, person records." in shown.text
    assert "Leave out some of the data" not in shown.text


async def test_a_lapsed_request_offers_to_be_taken_up_again_and_nothing_else(site: Site) -> None:
    reference = await site.house.lodged()
    lapsed = site.house.desk.recorded(reference).model_copy(update={"closed": Closed(outcome="lapsed")})
    rae = people.DIRECTORY.person("rae")
    assert rae is not None
    visit = Visit(Request({"type": "http"}), site.ground, Rendering("service"), rae)
    assert [one.choice.message["kind"] for one in openings(visit, lapsed)] == ["reopen"]


@pytest.fixture
async def silent(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site that reaches no server."""
    folder = tmp_path_factory.mktemp("silent")
    house = House(await Client.connect("127.0.0.1:1", lazy=True, data_converter=CONVERTER), folder)
    yield Site(house, folder)
    house.store.close()


async def test_what_no_server_has_heard_yet_is_received_and_its_requesters_alone(silent: Site) -> None:
    reference = await silent.house.lodge()
    async with silent.visitor("rae") as rae:
        page = await rae.get(f"/requests/{reference}")
        assert "We have received your request" in page.text
        assert reference in (await rae.get("/requests")).text
        assert (await rae.post(f"/requests/{reference}/revise")).status_code == 404
    async with silent.visitor("sana") as sana:
        assert (await sana.get(f"/requests/{reference}")).status_code == 404

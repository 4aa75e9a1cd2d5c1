"""What programs say: judged as if it had been said on a page, once for each act, and refused with a sentence."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from temporalio.client import Client

from sharing.messages import MESSAGES
from starter.desk import PENDING, Desk
from tests import people
from tests.starter.web.api.programs import act, problem, program
from tests.starter.web.site import Site
from tests.workflows.house import House, dev_server, until
from wiring.calendar import england_and_wales
from wiring.temporal import CONVERTER

SCHEME = people.SCHEME.key
WHOLE = {"scheme": SCHEME, "answers": people.complete()}


async def test_a_request_is_lodged_once_under_its_key(site: Site) -> None:
    key = act()
    async with program(site, "rae") as caller:
        first = await caller.post("/api/requests", json=WHOLE, headers=key)
        again = await caller.post("/api/requests", json=WHOLE, headers=key)
        other = {"scheme": SCHEME, "answers": people.complete(title="Another")}
        conflict = await caller.post("/api/requests", json=other, headers=key)
    reference = first.json()["reference"]
    assert (first.status_code, first.headers["location"]) == (201, f"/api/requests/{reference}")
    assert again.json() == first.json()
    assert reference in problem(conflict, 409)["detail"]
    async with program(site, "tomos") as caller:
        answers = people.complete(recipient_type="devolved-government", organisations=())
        mine = await caller.post("/api/requests", json={"scheme": SCHEME, "answers": answers}, headers=key)
        assert problem(mine, 422), "the key is each person's own"


async def test_an_incomplete_request_lists_what_it_lacks_and_is_not_taken(site: Site) -> None:
    async with program(site, "rae") as caller:
        answer = await caller.post(
            "/api/requests", json={"scheme": SCHEME, "answers": {"title": "Heat"}}, headers=act()
        )
    told = problem(answer, 422)
    lacking = {gap["question"] for gap in told["gaps"]}
    assert "justification" in lacking
    assert "title" not in lacking
    assert told["gaps"][0]["sentence"] in told["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{broken", 400),
        (b"[" * 50_000, 400),
        (b'"text"', 422),
        (b"\xff\xfe", 400),
        (b'{"scheme": "none", "answers": {}}', 422),
        (b'{"scheme": "ons-onward-sharing", "answers": {"title": 7}}', 422),
        (b'{"scheme": "ons-onward-sharing", "answers": {"nonsense": "x"}}', 422),
        (b'{"scheme": "ons-onward-sharing", "answers": {"title": "\\u0000"}}', 422),
        (b'{"scheme": "ons-onward-sharing", "answers": {}, "by": "petra"}', 422),
        (b"x" * 21_500_000, 413),
    ],
)
async def test_what_does_not_fit_is_refused_with_a_sentence(site: Site, body: bytes, status: int) -> None:
    headers = {**act(), "content-type": "application/json"}
    async with program(site, "rae") as caller:
        problem(await caller.post("/api/requests", content=body, headers=headers), status)


@pytest.mark.parametrize("key", [None, "", "x" * 151, "two words"])
async def test_an_act_needs_a_name(site: Site, key: str | None) -> None:
    headers = {} if key is None else {"idempotency-key": key}
    async with program(site, "rae") as caller:
        answer = await caller.post("/api/requests", json=WHOLE, headers=headers)
    assert problem(answer, 422)["errors"][0]["field"] == "header.Idempotency-Key"


async def test_a_message_is_heard_once_under_its_key_and_judged_like_any_other(site: Site) -> None:
    reference = await site.house.lodged()
    place, key = f"/api/requests/{reference}/messages", act()
    screen = MESSAGES.dump_python(people.screened(), mode="json")
    async with program(site, "rae") as rae:
        refused = problem(await rae.post(place, json=screen, headers=act()), 422)
        assert "own request" in refused["detail"]
    async with program(site, "asha") as asha:
        first = await asha.post(place, json=screen, headers=key)
        assert (first.status_code, first.json()["recorded"]) == (200, True)
        again = await asha.post(place, json=screen, headers=key)
        assert "counts once" in again.json()["sentence"]
        other = {**screen, "outcome": "to-publication", "reason": "Another one."}
        problem(await asha.post(place, json=other, headers=key), 409)
    await until(lambda: site.house.desk.recorded(reference).screened is not None)
    assert [one.fact.kind for one in site.house.store.history(reference)].count("screened") == 1


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"kind": "approve-everything"}, 422),
        ({}, 422),
        ({"kind": "withdraw", "reason": "x", "by": "petra"}, 422),
        ({"kind": "withdraw", "reason": "x" * 4_001}, 422),
        ({"kind": "withdraw", "reason": "turned \u202e round"}, 422),
        ({"kind": "answer", "round": 9}, 422),
    ],
)
async def test_an_unknown_message_or_field_changes_nothing(
    site: Site, waiting: str, message: dict[str, object], status: int
) -> None:
    before = site.house.desk.recorded(waiting).number
    async with program(site, "rae") as rae:
        problem(await rae.post(f"/api/requests/{waiting}/messages", json=message, headers=act()), status)
    assert site.house.desk.recorded(waiting).number == before


@pytest.fixture(scope="session")
async def waiting(site: Site) -> str:
    """A request to which nothing is said that is heard."""
    reference = await site.house.lodged()
    await until(lambda: bool(site.house.desk.recorded(reference).awaited))
    return reference


@pytest.mark.requirement("ONS-064")
async def test_no_program_decides_an_exception_also_not_the_permanent_secretarys(site: Site, waiting: str) -> None:
    grant = {"kind": "decide-departure", "departure": "uk-only", "outcome": "grant", "reasons": "Because."}
    async with program(site, "petra") as petra:
        answer = await petra.post(f"/api/requests/{waiting}/messages", json=grant, headers=act())
    assert "signing in afresh" in problem(answer, 403)["detail"]


async def test_nothing_is_said_to_what_is_not_seen(site: Site, waiting: str) -> None:
    async with program(site, "sana") as sana:
        body = {"kind": "withdraw"}
        theirs = await sana.post(f"/api/requests/{waiting}/messages", json=body, headers=act())
        nowhere = await sana.post("/api/requests/ONS-2001-0001/messages", json=body, headers=act())
    problem(theirs, 404)
    assert theirs.content == nowhere.content


@pytest.fixture
async def without_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site that reaches no server."""
    folder = tmp_path_factory.mktemp("without")
    house = House(await Client.connect("127.0.0.1:1", lazy=True, data_converter=CONVERTER), folder)
    yield Site(house, folder)
    house.store.close()


async def test_without_a_server_a_request_is_received_all_the_same(without_server: Site) -> None:
    async with program(without_server, "rae") as rae:
        first = await rae.post("/api/requests", json=WHOLE, headers=act("k"))
        assert first.status_code == 201
        place = first.headers["location"]
        assert (await rae.get(place)).json()["recorded"] is False
        said = await rae.post(f"{place}/messages", json={"kind": "withdraw"}, headers=act())
        assert "cannot be reached" in problem(said, 503)["detail"]
    async with program(without_server, "sana") as sana:
        problem(await sana.get(place), 404)


async def test_without_a_worker_what_is_said_is_received_and_being_recorded(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("worker-away")
    async with dev_server() as client:
        house = House(client, folder)
        reference = await house.lodge()
        patience = timedelta(seconds=0.3)
        desk = Desk(
            *(client, house.store, people.DIRECTORY, house.key, {SCHEME: people.SCHEME}),
            lambda at: england_and_wales(at.year, 6),
            task_queue=house.queue,
            patience=patience,
        )
        site = Site(house, folder).changed(desk=desk)
        async with program(site, "rae") as rae:
            said = await rae.post(f"/api/requests/{reference}/messages", json={"kind": "withdraw"}, headers=act())
        assert said.status_code == 202
        assert (said.json()["recorded"], said.json()["sentence"]) == (False, PENDING)
        async with house.worker():
            await until(lambda: house.desk.recorded(reference).closed is not None)
        house.store.close()

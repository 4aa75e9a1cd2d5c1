"""Every route, as everybody who may come to it: what becomes of the visit is what the table declares."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from starlette.routing import Route

from sharing.facts import Awaited
from sharing.messages import AskRequester, ItemQuestion
from sharing.notices.choices import choices
from starter.web.staff import places
from tests import dfe, people
from tests.starter.web.site import Site, now
from tests.starter.web.who_may import ELSEWHERE, MAY, ONE_OFFICE, PUBLIC, SCOPES, Row
from tests.workflows.house import until

NOBODY, REQUESTER, STRANGER, OUTSIDER = "", "rae", "sana", "thea"
STAFF = sorted({*people.HOLDS.values(), "gwen", "hana"} - {OUTSIDER})
"""Somebody of every office."""

SENT = {"/staff/sign-in": {"person": "leo"}}
"""What is sent where an empty form would not do to tell who may."""

ENDS = ("POST /sign-out", "POST /staff/sign-in")
"""What ends the session that somebody came with."""

BEARERS = "/api/"
"""Programs come with tokens, and have tests of their own."""


@dataclass(frozen=True)
class Case:
    """What the addresses name: an open request that waits for an answer, a published one, a document of the first."""

    site: Site
    asked: str
    published: str
    document: str
    visitors: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    @property
    def task(self) -> Awaited:
        """What the open request waits for from one of our offices."""
        awaited = self.site.ground.desk.recorded(self.asked).awaited.values()
        return next(one for one in awaited if one.office != "requester")

    @property
    def choice(self) -> str:
        """The name of something that may be said to that task."""
        request = self.site.ground.desk.recorded(self.asked)
        return places.name_of(next(iter(choices(request, self.task))).message)

    def address(self, path: str) -> str:
        """An address of that route, with things in it that exist; a draft is a fresh one each time."""
        about = self.asked if "answering" in path else ""
        rows = {"dpia": ({"name": "dpia.pdf", "version": "1", "author": "Rae", "sha256": self.document},)}
        answers = {**people.complete(), **rows}
        store = self.site.house.store
        picking = any(part in path for part in ("variables", "workbooks"))
        if picking:  # only a scheme with data tables has them
            store.put_scheme(dfe.RULES.digest, dfe.SCHEME)
            draft = store.begin_draft(dfe.SCHEME.key, dfe.RULES.digest, REQUESTER, {})
        else:
            draft = store.begin_draft(people.SCHEME.key, people.RULES.digest, REQUESTER, answers, about=about)
        ended = any(part in path for part in ("agreement", "decision", "/register/"))
        tabled = any(part in path for part in ("rows", "table", "empty"))
        for name, value in {
            "reference": self.published if ended else self.asked,
            "scheme": people.SCHEME.key,
            "question": "data" if picking else "organisations" if tabled else "tre-possible",
            "table": "npd.xlsx",
            "signpost": "srs",
            "key": draft.key,
            "draft": draft.key,
            "place": "1",
            "round": "1",
            "kind": "pdf",
            "name": "years",
            "token": "of-nobody",
            "sha256": self.document,
            "task:path": self.task.key,
            "choice": "any",
        }.items():
            path = path.replace(f"{{{name}}}", value)
        return f"{path}?choice={self.choice}" if "/say/" in path else path


@pytest_asyncio.fixture(scope="module")
async def case(site: Site) -> Case:
    """One request that waits for its requester, and one that is published."""
    paper = site.ground.shelf.put(b"%PDF-1.7 Our assessment.")
    rows = ({"name": "dpia.pdf", "version": "1", "author": "Dr Rae Okafor", "sha256": paper},)
    house = site.house
    asked = await house.lodged(people.complete(dpia=rows))
    question = ItemQuestion(item="methods", asks="Which model?")
    receipt = await house.say(asked, "asha", AskRequester(office="onward-sharing-service", questions=(question,)))
    published = await house.lodged()
    await house.road(published)
    await until(lambda: bool(site.ground.register.versions(published)))
    await until(lambda: len(house.store.history(asked)) >= receipt.number)
    return Case(site, asked, published, paper)


def outcome(answer: httpx.Response) -> str:
    """What became of a visit."""
    to = answer.headers.get("location", "")
    if answer.status_code == 401 or (answer.status_code == 303 and "sign-in?" in to and "fresh" not in to):
        return "sign in"
    return {404: "hidden", 403: "refused"}.get(answer.status_code, "open" if answer.status_code < 500 else "broken")


def expected(row: Row) -> Iterator[tuple[str, str]]:
    """Everybody, with what the table says becomes of them."""
    yield NOBODY, row.nobody
    yield STRANGER, row.stranger
    yield OUTSIDER, row.outsider
    # What is open to everybody does not look at offices.
    for person in STAFF[:1] if row == PUBLIC else STAFF:
        yield person, row.staff
    yield REQUESTER, row.requester


async def visited(case: Case, route: str, person: str) -> str:
    """What becomes of somebody's visit."""
    method, _, path = route.partition(" ")
    address = case.address(path)
    if person not in case.visitors or route in ENDS:
        case.visitors[person] = case.site.visitor(person)
    visitor = case.visitors[person]
    answer = await (visitor.get(address) if method == "GET" else visitor.post(address, data=SENT.get(path, {})))
    if route in ENDS:
        del case.visitors[person]
    return outcome(answer)


def routes(site: Site) -> set[str]:
    """Every page that the application has."""
    found = set()
    for one in site.app.router.routes:
        if isinstance(one, Route) and not one.path.startswith(BEARERS):
            found |= {f"{method} {one.path}" for method in one.methods or () if method != "HEAD"}
    return found


def test_every_route_is_declared(site: Site) -> None:
    assert routes(site) == {*MAY, *ONE_OFFICE, *ELSEWHERE}
    # What is no page: files of ours, and the interface for programs, all under one address.
    others = [one for one in site.app.router.routes if not isinstance(one, Route)]
    assert sorted(type(one).__name__ for one in others) == ["Mount", "_IncludedRouter"]
    programs = site.app.openapi()["paths"]
    assert {f"{method.upper()} {path}" for path in programs for method in programs[path]} == SCOPES.keys()
    assert all(path.startswith(BEARERS) for path in programs)


@pytest.mark.parametrize("route", SCOPES)
async def test_a_program_needs_the_scope_of_its_route_and_no_other_one_will_do(case: Case, route: str) -> None:
    method, _, path = route.partition(" ")
    wanted, found = SCOPES[route], {}
    store = case.site.house.store
    async with case.site.visitor() as program:
        for scope in ("", "read", "lodge", "say"):
            token = store.make_token("a test", REQUESTER, (scope,), timedelta(hours=1)) if scope else ""
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "who-may"} if scope else {}
            answer = await program.request(method, case.address(path), headers=headers, json={})
            found[scope] = {401: "no token", 403: "no scope"}.get(answer.status_code, "open")
    if wanted:
        assert found == {"": "no token"} | {
            one: "open" if one == wanted else "no scope" for one in ("read", "lodge", "say")
        }
    else:
        assert set(found.values()) == {"open"}


@pytest.mark.parametrize("route", MAY)
async def test_what_becomes_of_a_visit_is_declared(case: Case, route: str) -> None:
    wanted = dict(expected(MAY[route]))
    assert {person: await visited(case, route, person) for person in wanted} == wanted


@pytest.mark.parametrize("route", ONE_OFFICE)
async def test_a_task_is_open_to_its_office_alone(case: Case, route: str) -> None:
    task = case.task
    holders = {one.key for one in people.DIRECTORY.holders(task.office, task.asset, now())}
    wanted = {person: "open" if person in holders else "refused" for person in STAFF}
    wanted |= {NOBODY: "sign in", STRANGER: "refused", OUTSIDER: "hidden", REQUESTER: "refused"}
    assert {person: await visited(case, route, person) for person in wanted} == wanted

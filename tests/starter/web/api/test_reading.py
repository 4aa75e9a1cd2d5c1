"""What programs may read: only with a token that is for it, and only what its person may see."""

from datetime import timedelta

import pytest

from starter.web.api.bearers import NO_TOKEN
from tests import people
from tests.starter.web.api.programs import EVERYTHING, problem, program
from tests.starter.web.site import Site


@pytest.fixture(scope="session")
async def reference(site: Site) -> str:
    """A request of the university's."""
    return await site.house.lodged()


async def test_its_requester_and_staff_see_the_same_and_nobody_else_anything(site: Site, reference: str) -> None:
    seen = []
    for person in ("rae", "ruth", "asha", "chen"):
        async with program(site, person) as caller:
            answer = await caller.get(f"/api/requests/{reference}")
            assert answer.status_code == 200
            seen.append(answer.json())
            listed = (await caller.get("/api/requests", params={"most": 100})).json()["requests"]
            assert reference in [one["reference"] for one in listed]
    assert seen.count(seen[0]) == len(seen)
    assert not [person.name for person in people.DIRECTORY.people if person.name in str(seen)]
    for person in ("sana", "thea"):
        async with program(site, person) as caller:
            theirs = await caller.get(f"/api/requests/{reference}")
            nowhere = await caller.get("/api/requests/ONS-2001-0001")
            assert theirs.content == nowhere.content
            problem(theirs, 404)
            listed = (await caller.get("/api/requests")).json()["requests"]
            assert reference not in [one["reference"] for one in listed]


@pytest.mark.parametrize("person", ["rae", "asha"])
async def test_lists_are_read_page_by_page_without_gaps(site: Site, person: str) -> None:
    for _ in range(2):
        await site.house.lodged()
    async with program(site, person) as caller:
        whole = (await caller.get("/api/requests", params={"most": 100})).json()["requests"]
        paged, after = [], dict[str, str]()
        while True:
            page = (await caller.get("/api/requests", params={"most": 1, **after})).json()
            paged += page["requests"]
            if page["after"] is None:
                break
            after = {"after": page["after"]}
        assert paged == whole
        assert len(paged) >= 3
        problem(await caller.get("/api/requests", params={"after": "ONS-2001-0001"}), 422)
        for most in ("0", "101", "x", "<b>"):
            problem(await caller.get("/api/requests", params={"most": most}), 422)


async def test_without_a_token_that_counts_nothing_is_read(site: Site, reference: str) -> None:
    store = site.house.store
    old = store.make_token("old", "rae", EVERYTHING, timedelta(seconds=-1))
    revoked = store.make_token("revoked", "rae", EVERYTHING, timedelta(days=1))
    assert store.revoke_tokens("revoked") == 1
    left = store.make_token("left", "somebody-who-left", EVERYTHING, timedelta(days=1))
    wrong = [
        "",
        "Bearer",
        "Bearer ",
        f"Basic {left}",
        "Bearer nonsense",
        *(f"Bearer {one}" for one in (old, revoked, left)),
    ]
    async with program(site) as caller:
        for header in wrong:
            answer = await caller.get(f"/api/requests/{reference}", headers={"authorization": header})
            assert problem(answer, 401)["detail"] == NO_TOKEN
            assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_session_of_a_browser_is_no_token(site: Site) -> None:
    async with site.visitor("rae") as rae:
        problem(await rae.get("/api/requests"), 401)


async def test_a_token_is_only_for_what_it_was_made_for(site: Site, reference: str) -> None:
    async with program(site, "rae", "read") as caller:
        for place in ("/api/requests", f"/api/requests/{reference}/messages"):
            answer = await caller.post(place, content=b"{not even json")
            assert "lacks the scope" in problem(answer, 403)["detail"]
            assert "insufficient_scope" in answer.headers["www-authenticate"]
    async with program(site, "rae", "say") as caller:
        problem(await caller.get("/api/requests"), 403)


async def test_the_register_and_the_questions_are_for_everybody(site: Site) -> None:
    async with program(site) as caller:
        assert (await caller.get("/api/register")).json() == [
            entry.model_dump(mode="json") for entry in site.ground.register.entries()
        ]
        form = (await caller.get(f"/api/schemes/{people.SCHEME.key}/form")).json()
        assert [one["key"] for one in form["questions"]] == [one.key for one in people.SCHEME.form.questions]
        for place in ("/api/register/ONS-2001-0001", "/api/register/%00", "/api/schemes/none/form", "/api/nowhere"):
            problem(await caller.get(place), 404)


async def test_the_description_names_every_route_with_what_it_needs(site: Site) -> None:
    async with program(site) as caller:
        described = (await caller.get("/api/openapi.json")).json()
        page = await caller.get("/api")
    assert page.status_code == 200
    assert "https://cdn" not in page.text
    needed = {
        (path, method): route.get("x-scope")
        for path, methods in described["paths"].items()
        for method, route in methods.items()
    }
    assert needed == {
        ("/api/requests", "get"): "read",
        ("/api/requests", "post"): "lodge",
        ("/api/requests/{reference}", "get"): "read",
        ("/api/requests/{reference}/messages", "post"): "say",
        ("/api/register", "get"): None,
        ("/api/register/{reference}", "get"): None,
        ("/api/schemes/{scheme}/form", "get"): None,
    }

"""The operators' page: its links install views in Temporal's pages, and a real server understands their filters."""

from urllib.parse import parse_qs, urlsplit

import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from starter.web.staff.operating import address, views
from tests import people
from tests.starter.web.site import Site
from tests.workflows.house import until

OFFICES = {office.key: office.title for office in people.RULES.offices}


async def test_the_page_leads_to_every_view(site: Site) -> None:
    page = await site.visitor("otis").get("/staff/operating")
    assert page.status_code == 200
    for view in views({key: title for key, title in OFFICES.items() if key != "operator"}):
        assert view.name in page.text


def test_a_link_carries_the_filter_and_the_name_that_the_view_is_kept_under(site: Site) -> None:
    view = views(OFFICES)[0]
    found = urlsplit(address(site.ground, view))
    assert found.path == "/namespaces/default/workflows"
    assert parse_qs(found.query) == {"query": [view.query], "savedQuery": ["Overdue"]}


async def test_a_real_server_understands_every_filter(server: Client) -> None:
    for view in views(OFFICES):
        await server.count_workflows(view.query)
    with pytest.raises(RPCError):
        await server.count_workflows("PendingOnNobody = 'x'")


async def test_the_view_of_an_office_shows_what_waits_for_it(site: Site, server: Client) -> None:
    reference = await site.house.lodged()
    waiting = next(one for one in views(OFFICES) if one.query.startswith('PendingOn = "onward-sharing-service"'))

    async def listed() -> bool:
        return reference in {one.id async for one in server.list_workflows(waiting.query)}

    await until(listed)

"""Requests that stand at one place each, shared by tests that do not disturb one another."""

from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
import pytest_asyncio

from tests import people
from tests.sharing.saying import abroad, seek
from tests.starter.web.site import Site
from tests.starter.web.staff.hands import Clerk
from tests.starter.web.staff.provided import PEOPLE, Provider
from tests.workflows.house import until

TRIAGED = 3
ADVISED = 11
AT_REGISTER = 16


async def settled(site: Site, reference: str) -> str:
    """Wait until the records know all that was said."""
    number = (await site.house.state(reference)).number
    await until(lambda: site.house.store.request(reference).number >= number)  # type: ignore[union-attr]
    return reference


@pytest_asyncio.fixture(scope="session")
async def lodged(site: Site) -> str:
    """A request before the first screening."""
    return await site.house.lodged()


@pytest_asyncio.fixture(scope="session")
async def reviewed(site: Site) -> str:
    """A request before its panel."""
    reference = await site.house.lodged()
    await site.house.road(reference, 0, TRIAGED)
    return await settled(site, reference)


@pytest_asyncio.fixture(scope="session")
async def excepted(site: Site) -> str:
    """A request whose data would be read abroad, before the owner; an exception has been asked for."""
    reference = await site.house.lodged(people.complete(**abroad()))
    await site.house.road(reference, 0, ADVISED)
    await settled(site, reference)
    await Clerk(site, "gwen").says(reference, seek("outside-uk"))
    return await settled(site, reference)


@pytest_asyncio.fixture(scope="session")
async def at_register(site: Site) -> str:
    """A request that is signed, before its register entry."""
    reference = await site.house.lodged()
    await site.house.road(reference, 0, AT_REGISTER)
    return await settled(site, reference)


@pytest.fixture(scope="session")
def provider(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """The provider runs beside the tests ."""
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        folder: Path = tmp_path_factory.mktemp("provided")
        issuer = f"http://localhost:{server.server_port}"
        known = {"SHARING_OIDC_ISSUER": issuer, "SHARING_OIDC_CLIENT": "pages", "SHARING_OIDC_SECRET": "a secret"}
        yield Provider(Site(site.house, folder, **known))

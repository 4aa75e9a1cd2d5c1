"""The production shape runs: what compose would start, started as processes over PostgreSQL, with a worker killed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from starter.installation import Installation
from tests.chaos.homes import at_rest
from tests.records.postgres import a_postgres
from tests.shape.containers import Containers
from tests.workflows.house import House, temporal, until

GIVEN = {
    "SHARING_WEB_ADDRESS": "https://data-sharing.example",
    "SHARING_OIDC_ISSUER": "https://identity.example",
    "SHARING_OIDC_CLIENT": "data-sharing",
}


@pytest_asyncio.fixture
async def containers(tmp_path: Path) -> AsyncIterator[Containers]:
    """PostgreSQL, a bare Temporal server, and nothing of ours yet."""
    with a_postgres() as home:
        with psycopg.connect(host=str(home), user="postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE sharing")
        async with await WorkflowEnvironment.start_local(
            dev_server_existing_path=temporal(), dev_server_log_level="error"
        ) as env:
            address = env.client.service_client.config.target_host.replace("localhost", "127.0.0.1")
            url = f"postgresql+psycopg://postgres@/sharing?host={home}"
            made = Containers(tmp_path, address, url, **GIVEN)
            try:
                yield made
            finally:
                await made.end()


@pytest.mark.chaos
async def test_the_shape_runs_a_request_to_its_end_though_a_worker_is_killed(
    containers: Containers, tmp_path: Path
) -> None:
    await containers.once("migrate")
    assert "is ready for requests" in await containers.once("temporal-prepare")
    for name in ("worker-1", "worker-2"):
        await containers.start("worker", name)
    await containers.start("web")
    here = Installation(containers.environment("worker", "desk"))
    house = House(await here.client(), tmp_path / "house")
    house.queue = here.settings.task_queue
    house.desk, house.store, house.key = await here.desk(), here.records, here.key()
    try:
        reference = await house.lodge()
        await until(lambda: house.store.request(reference) is not None)
        await house.road(reference, 0, 9)
        await until(lambda: at_rest(house, reference))
        await containers.kill("worker-1")
        await house.road(reference, 9)
        await until(lambda: (known := house.store.request(reference)) is not None and known.state == "published")
        assert house.is_whole(reference)
        assert house.store.divergences() == ()
        assert "Records and workflows agree." in await containers.run("worker", "starter", "verify")
        assert await containers.healthy("web")
        ours = await containers.page("worker-2", "9465", "/metrics")
        theirs = await containers.page("worker-2", "9464", "/metrics")
        assert 'sharing_requests{state="published"} 1.0' in ours
        assert "temporal_workflow_completed" in theirs
        for name in ("worker-2", "web"):
            assert await containers.stop(name) == 0, containers.log(name)
        events = [json.loads(line) for line in containers.log("worker-2").splitlines()]
        assert {"open", "stopping"} <= {one["event"] for one in events}
    finally:
        here.close()


def test_the_records_url_is_not_shown_in_an_environment(tmp_path: Path) -> None:
    made = Containers(tmp_path, "127.0.0.1:7233", "postgresql+psycopg://sharing:hush@postgres/sharing", **GIVEN)
    assert "hush" not in "".join(made.environment("worker").values())
    settings = Installation(made.environment("worker")).settings
    assert settings.database_url.get_secret_value().endswith("hush@postgres/sharing")

"""A house for each journey: a time-skipping server of its own, records in a file, a worker, the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from demo import story as stories
from demo.house import House, begin, furnished
from demo.playing import play
from demo.servers import skipping
from demo.story import Story


@asynccontextmanager
async def house_for(story: Story, folder: Path) -> AsyncIterator[House]:
    """A stage. It has a server of its own, because the server's clock jumps years when a request completes."""
    async with skipping() as server, furnished(server, folder / "records.db") as furniture:
        yield await begin(story, furniture)


@pytest.fixture(scope="module", params=stories.known())
def story(request: pytest.FixtureRequest) -> Story:
    """Each story."""
    return stories.story(request.param)


@pytest.fixture(scope="module")
async def played(story: Story, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The house after a story, played once for all tests that look at it."""
    async with house_for(story, tmp_path_factory.mktemp(story.key)) as house:
        await play(story, house)
        yield house

"""A request is brought from its lodging to the register by people in office who use nothing but the staff's pages."""

from pathlib import Path

import pytest

from tests import people
from tests.starter.slack.stories import taken_down
from tests.starter.web.site import Site
from tests.starter.web.staff.hands import Clerk
from tests.workflows.house import until


@pytest.mark.chaos  # three browsers play the same story in every run
async def test_story_a_is_played_on_the_pages_from_my_work_to_the_register(site: Site, tmp_path: Path) -> None:
    script = await taken_down("a", tmp_path)
    for content, name in script.papers:
        site.house.store.put(content, name)
    reference = await site.house.lodge(script.answers, by=script.by)
    clerks: dict[str, Clerk] = {}
    on_pages = 0
    for by, message in script.says:
        if people.DIRECTORY.speaker(by).organisation != "ons":
            await site.house.say(reference, by, message)
            continue
        clerk = clerks.setdefault(by, Clerk(site, by))
        told = await clerk.says(reference, message)
        assert "Done" in told, (by, message.kind)
        on_pages += 1
    await until(lambda: site.house.store.request(reference).state == "published")  # type: ignore[union-attr]
    for clerk in clerks.values():
        await clerk.close()
    assert on_pages >= 30
    assert site.house.is_whole(reference)
    (entry,) = site.ground.register.versions(reference)
    assert entry.fields

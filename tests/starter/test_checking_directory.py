"""A directory is checked against the schemes and, with a token, against Slack: faults are said before they bite."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from devslack import Config, Member, running
from policy.schemes import SCHEMES
from starter import checking_directory
from tests import people
from wiring.directory import Away, Directory, Office, SlackIdentity

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
TEAM = "T0SAMPLE"


def changed(key: str, **given: object) -> Directory:
    """The sample directory with one person changed."""
    return people.DIRECTORY.model_copy(
        update={
            "people": tuple(
                one.model_copy(update=given) if one.key == key else one for one in people.DIRECTORY.people
            )
        }
    )


def faults(found: Directory) -> list[str]:
    return list(checking_directory.faults(SCHEMES.values(), found))


def remarks(found: Directory) -> list[str]:
    return list(checking_directory.remarks(SCHEMES.values(), found, AT))


def test_the_sample_directory_has_no_faults() -> None:
    assert faults(people.DIRECTORY) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"offices": (Office(office="legals"),)}, "leo holds legals, an office that no scheme has."),
        ({"offices": (Office(office="legal", deputy_for="lena"),)}, "without a last day"),
        ({"email": "LENA@ons.example"}, "have one e-mail address"),
        ({"away": (Away(since=date(2027, 2, 2), until=date(2027, 1, 1)),)}, "before it begins"),
    ],
)
def test_what_cannot_stay_is_a_fault(given: dict[str, object], sentence: str) -> None:
    assert any(sentence in one for one in faults(changed("leo", **given)))


def test_an_office_whose_last_holder_is_away_or_leaves_is_remarked() -> None:
    away = Away(since=date(2027, 2, 1), until=date(2027, 4, 1))
    assert "everybody who holds security is away today." in remarks(changed("sam", away=(away,)))
    ends = Office(office="security", until=date(2027, 3, 11))
    assert "sam holds security for 10 more days." in remarks(changed("sam", offices=(ends,)))
    assert any("nobody holds security" in one for one in remarks(changed("sam", active=False)))


def test_who_can_be_reached_nowhere_is_remarked() -> None:
    assert any("neither Slack nor e-mail" in one for one in remarks(changed("sam", slack=None, email="")))
    assert any("cards reach them as letters" in one for one in remarks(changed("sam", slack=None)))


@pytest_asyncio.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[AsyncWebClient]:
    """A workspace that has leo deactivated, sam as a guest, esi under another address, and nobody else."""
    members = (
        Member("U0LEO", "Leo Marchetti", "leo@ons.example", deleted=True),
        Member("U0SAM", "Sam Okonkwo", "sam@ons.example", is_restricted=True),
        Member("U0ESI", "Esi Mensah", "esi@elsewhere.example"),
    )
    config = Config(
        people=members, folder=tmp_path, app_url="http://127.0.0.1:9/slack/events", port=0, smtp_port=0, team=TEAM
    )
    async with running(config) as there:
        yield AsyncWebClient(token=there.config.bot_token, base_url=there.api_url, retry_handlers=[])


async def test_slack_is_asked_about_every_account(workspace: AsyncWebClient) -> None:
    elsewhere = changed("gita", slack=SlackIdentity(team="T0ELSEWHERE", user="U0GITA"))
    found = [one async for one in checking_directory.slack_faults(workspace, TEAM, elsewhere)]
    assert "The Slack account of leo is deactivated; nobody is heard from it." in found
    assert "The Slack account of sam is a guest's; nobody is heard from it." in found
    assert "esi has another e-mail address in Slack than here; see which is right." in found
    assert "gita is of the Slack team T0ELSEWHERE; only T0SAMPLE is heard." in found
    assert "Slack does not show the account U0DORA of dora: user_not_found." in found


async def test_a_token_of_another_team_is_noticed(workspace: AsyncWebClient) -> None:
    found = [one async for one in checking_directory.slack_faults(workspace, "T0REAL", people.DIRECTORY)]
    assert found[0] == "The token belongs to the Slack team T0SAMPLE, and not to T0REAL."

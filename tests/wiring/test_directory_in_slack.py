"""The directory says who somebody is in Slack: a user of a team, one person only, for as long as they stay."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from wiring.directory import Body, Directory, LiveDirectory, Person, SlackIdentity, WrongDirectory, read

ONS = (Body(key="ons", title="ONS", type="host"),)


def person(key: str, team: str = "T1", user: str = "U1", active: bool = True) -> Person:
    return Person(key=key, name=key, organisation="ons", active=active, slack=SlackIdentity(team=team, user=user))


def test_a_user_of_a_team_is_one_person_and_the_same_user_of_another_team_is_not() -> None:
    directory = Directory(people=(person("asha"), person("olu", "T2")), organisations=ONS, assets=())
    assert [directory.by_slack(team, "U1").key for team in ("T1", "T2")] == ["asha", "olu"]  # type: ignore[union-attr]
    assert directory.by_slack("T3", "U1") is None
    assert directory.by_slack("", "") is None


def test_who_left_is_nobody_in_slack() -> None:
    directory = Directory(people=(person("asha", active=False),), organisations=ONS, assets=())
    assert directory.by_slack("T1", "U1") is None


def test_two_people_with_one_slack_identity_are_refused_even_where_one_has_left() -> None:
    for active in (True, False):
        with pytest.raises(ValidationError, match="two people have one Slack identity"):
            Directory(people=(person("asha"), person("olu", active=active)), organisations=ONS, assets=())


def test_a_directory_that_was_changed_into_a_wrong_one_leaves_the_one_before_in_force(tmp_path: Path) -> None:
    path = tmp_path / "directory.yaml"
    body = "organisations: [{key: ons, title: ONS, type: host}]\nassets: []\npeople:\n"
    line = "  - {key: %s, name: N, organisation: ons, slack: {team: T1, user: U1}}\n"
    path.write_text(body + line % "asha")
    live = LiveDirectory(path)
    path.write_text(body + line % "asha" + line % "olu")
    with pytest.raises(WrongDirectory, match="two people have one Slack identity"):
        read(path)
    found = live().by_slack("T1", "U1")
    assert found is not None
    assert found.key == "asha"

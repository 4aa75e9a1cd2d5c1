"""A notice is for the people behind its office who can act today, and for nobody who would be refused."""

from datetime import UTC, date, datetime
from typing import Any

from activities.ports import Recipient
from sharing.notices.notice import Notice
from wiring.addressing import DirectoryAddressing, is_outside
from wiring.directory import Away, Body, Directory, Office, Person, RegisteredAsset, SlackIdentity

TODAY = date(2027, 3, 10)
NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
OWNER = "information-asset-owner"
ON_LEAVE = (Away(since=date(2027, 3, 8), until=date(2027, 3, 19)),)


def person(key: str, *offices: Office, **more: Any) -> Person:
    return Person.model_validate({"key": key, "name": key.title(), "organisation": "ons", "offices": offices, **more})


def addressing(*found: Person, requester: str | None = None) -> DirectoryAddressing:
    directory = Directory(
        people=found,
        organisations=(Body(key="ons", title="ONS", type="host"), Body(key="uni", title="Uni", type="university")),
        assets=(RegisteredAsset(key="deaths", title="Deaths"), RegisteredAsset(key="births", title="Births")),
    )
    return DirectoryAddressing(lambda: directory, lambda reference: requester, lambda: NOON)


def told(who: DirectoryAddressing, **more: Any) -> list[str]:
    fields = {"key": "k", "reference": "ONS-2027-0001", "kind": "ask", "office": "legal", "headline": "Opinion"}
    return [one.person for one in who.recipients(Notice.model_validate({**fields, **more}))]


LEGAL = Office(office="legal")


def test_every_holder_of_an_office_is_told_and_nobody_else() -> None:
    who = addressing(person("leo", LEGAL), person("lena", LEGAL), person("sam", Office(office="security")))
    assert told(who) == ["leo", "lena"]
    assert told(who, office="ethics") == []


def test_who_left_or_does_not_hold_the_office_today_is_not_told() -> None:
    who = addressing(
        person("gone", LEGAL, active=False),
        person("before", Office(office="legal", until=date(2027, 3, 9))),
        person("later", Office(office="legal", since=date(2027, 3, 11))),
        person("today", Office(office="legal", since=TODAY, until=TODAY)),
    )
    assert told(who) == ["today"]


def test_the_owner_of_the_asset_is_told_and_no_other_owner() -> None:
    deaths, births = (person(key, Office(office=OWNER, assets=(key,))) for key in ("deaths", "births"))
    who = addressing(deaths, births, person("every", Office(office=OWNER)))
    assert told(who, office=OWNER, asset="deaths") == ["deaths", "every"]


def test_who_would_be_refused_is_not_asked_and_who_was_named_for_the_request_is() -> None:
    who = addressing(person("leo", LEGAL), person("lena", LEGAL), person("quin"))
    assert told(who, barred=("leo",)) == ["lena"]
    assert told(who, also=("quin", "nobody")) == ["leo", "lena", "quin"]
    assert told(who, also=("quin",), barred=("quin",)) == ["leo", "lena"]


def test_who_is_away_is_spared_where_somebody_else_can_act() -> None:
    leo, lena = person("leo", LEGAL, away=ON_LEAVE), person("lena", LEGAL)
    assert told(addressing(leo, lena)) == ["lena"]
    assert told(addressing(leo)) == ["leo"]


def test_a_deputy_is_asked_where_the_person_they_stand_in_for_cannot_be() -> None:
    dmitri = person("dmitri", Office(office="data-protection", deputy_for="dora"))
    here, away = (person("dora", Office(office="data-protection"), away=days) for days in ((), ON_LEAVE))
    assert told(addressing(here, dmitri), office="data-protection") == ["dora"]
    assert told(addressing(away, dmitri), office="data-protection") == ["dmitri"]
    assert told(addressing(here, dmitri), office="data-protection", barred=("dora",)) == ["dmitri"]


def test_an_assigned_task_is_for_the_assignee_or_their_deputy_alone() -> None:
    lena = person("lena", LEGAL)
    who = addressing(person("leo", LEGAL), lena, person("dan", Office(office="legal", deputy_for="lena")))
    assert told(who, assigned="lena") == ["lena"]
    away = lena.model_copy(update={"away": ON_LEAVE})
    who = addressing(person("leo", LEGAL), away, person("dan", Office(office="legal", deputy_for="lena")))
    assert told(who, assigned="lena") == ["dan"]


def test_the_requester_and_a_person_who_is_named_are_told_themselves() -> None:
    rae = person("rae", organisation="uni", email="rae@uni.example")
    who = addressing(rae, person("leo", LEGAL), requester="rae")
    assert told(who, office="requester") == ["rae"]
    assert told(who, office="", person="leo") == ["leo"]
    assert told(addressing(rae, requester="left"), office="requester") == []
    assert told(addressing(rae, requester=None), office="requester") == []


def test_a_recipient_has_the_addresses_of_the_directory_and_is_inside_or_outside() -> None:
    slack = SlackIdentity(team="T1", user="U1")
    leo, rae = person("leo", LEGAL, email="leo@ons.example", slack=slack), person("rae", organisation="uni")
    who = addressing(leo, rae)
    notice = Notice(key="k", reference="r", kind="ask", office="legal", headline="Opinion")
    assert who.recipients(notice) == (Recipient("leo", "Leo", "leo@ons.example", "U1", outside=False),)
    directory = Directory(
        people=(leo, rae),
        organisations=(Body(key="ons", title="O", type="host"), Body(key="uni", title="U", type="x")),
        assets=(),
    )
    assert (is_outside(directory, leo), is_outside(directory, rae)) == (False, True)

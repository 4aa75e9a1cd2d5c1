"""The register entry: drafted from the file, screened a third time, checked, and published or exempt."""

from datetime import date

import pytest

from policy.scheme import Publication
from sharing import commissioning, turns
from sharing.entry import entry_from_file
from sharing.messages import CheckEntry, CloseRequest, DraftAgreement, DraftEntry, ExemptEntry, ScreenEntry, Withdraw
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import SERVICE, condition, verified
from tests.told import Tale

STEP = people.RULES.the(Publication)
REQUIRED = [field.key for field in STEP.fields if field.required]
SCREENERS, COMMUNICATIONS = "legal-and-data-services", "communications"


@pytest.fixture(scope="module")
def all_signed() -> Tale:
    return Tale().at_decision().approved().drafted().agreed()


@pytest.fixture
def tale(all_signed: Tale) -> Tale:
    return all_signed.fork()


@pytest.fixture
def drafted(tale: Tale) -> Tale:
    tale.say("asha", people.entry())
    return tale


def exempt(ground: str = "national-security", reasons: str = "It would show where the data are kept.") -> ExemptEntry:
    return ExemptEntry(ground=ground, reasons=reasons)


@pytest.mark.requirement("ONS-080")
@pytest.mark.parametrize("field", REQUIRED)
def test_an_entry_lacks_no_mandatory_field(tale: Tale, field: str) -> None:
    whole = people.entry().fields
    assert field in tale.refused("asha", people.entry(**{field: "  "}))
    assert field in tale.refused("asha", DraftEntry(fields={k: v for k, v in whole.items() if k != field}))


@pytest.mark.requirement("ONS-080")
def test_the_quality_of_an_entry_is_held_against_the_registers_own_rules(tale: Tale) -> None:
    assert "300" in tale.refused("asha", people.entry(**{"lay-summary": "word " * 301}))
    assert "no field" in tale.refused("asha", people.entry(gossip="Nothing."))
    tale.say("asha", people.entry())
    assert tale.request.entry is not None
    assert tale.request.entry.drafted.schema_version == STEP.schema_version


@pytest.mark.requirement("ONS-080")
def test_the_file_itself_gives_every_mandatory_field_of_the_entry(tale: Tale) -> None:
    drawn = entry_from_file(tale.request, tale.answers)
    assert set(REQUIRED) <= set(drawn)
    assert drawn["organisation"] == "University of Wexbridge"
    assert drawn["assets"] == "Death registrations in England and Wales"
    assert drawn["approved-on"] == tale.at.date().isoformat()
    tale.say("asha", DraftEntry(fields=drawn))
    assert tale.awaited == {SCREENERS}


@pytest.mark.requirement("ONS-080")
def test_an_entry_is_due_within_ten_working_days_of_the_signature_and_its_lateness_goes_up_the_line(
    tale: Tale,
) -> None:
    days = sum(
        people.RULES.allowance(what).days for what in ("draft-entry", "screen-entry", "check-entry", "publish")
    )
    assert days == 10
    (task,) = tale.request.awaited.values()
    assert tale.request.calendar.left(tale.at, task.due) == people.RULES.allowance("draft-entry").days
    tale.wait(12)
    told = [one.office for one in tale.notices if one.kind == "chase"]
    assert told == ["head-of-onward-sharing-service", "permanent-secretary"]


@pytest.mark.requirement("ONS-080")
def test_an_entry_that_is_late_is_reminded_of_before_it_is_reported(tale: Tale) -> None:
    tale.wait(12)
    kinds = [one.kind for one in tale.notices if one.kind in ("remind", "chase")]
    assert kinds[:2] == ["remind", "chase"]


@pytest.mark.requirement("ONS-092")
def test_nothing_is_published_without_a_third_screening_of_that_version(drafted: Tale) -> None:
    assert "third screening" in drafted.refused("cleo", people.publish())
    assert "third screening" in drafted.refused("cleo", people.entry_checked())
    drafted.say("nadia", ScreenEntry(version=1, outcome="return", reason="The summary is not plain."))
    assert "third screening" in drafted.refused("cleo", people.entry_checked())
    drafted.say("asha", people.entry())
    assert "current" in drafted.refused("nadia", people.entry_screened(1))
    assert "third screening" in drafted.refused("cleo", people.publish(2))
    drafted.say("nadia", people.entry_screened(2))
    drafted.say("cleo", people.entry_checked(2))
    drafted.say("cleo", people.publish(2))
    assert drafted.request.state == "published"


@pytest.mark.requirement("ONS-092")
def test_whoever_drafted_the_entry_does_not_screen_it(tale: Tale) -> None:
    both = people.someone("bea", SERVICE, SCREENERS)
    tale.say(both, people.entry())
    assert "excludes" in tale.refused(both, people.entry_screened())
    assert "excludes" in tale.refused(both, exempt())
    for person in ("asha", "cleo", "otis", "rae"):
        tale.refused(person, people.entry_screened())
    tale.say("nadia", people.entry_screened())


@pytest.mark.requirement("ONS-097")
@pytest.mark.parametrize(("suitable", "accessible"), [(False, True), (True, False), (False, False)])
def test_nothing_is_published_that_is_not_suitable_and_accessible(
    drafted: Tale, suitable: bool, accessible: bool
) -> None:
    drafted.say("nadia", people.entry_screened())
    assert "suitability" in drafted.refused("cleo", people.publish())
    verdict = CheckEntry(version=1, suitable=suitable, accessible=accessible, reason="No alternative text.")
    assert "unsuitable" in drafted.refused("cleo", verdict.model_copy(update={"reason": ""}))
    drafted.say("cleo", verdict)
    assert drafted.awaited == {SERVICE}
    assert "suitability" in drafted.refused("cleo", people.publish())
    drafted.say("asha", people.entry())
    assert "third screening" in drafted.refused("cleo", people.publish(2))


@pytest.mark.requirement("ONS-098")
def test_communications_publish_on_the_register_that_the_scheme_names(drafted: Tale) -> None:
    drafted.say("nadia", people.entry_screened())
    drafted.say("cleo", people.entry_checked())
    for person in ("asha", "nadia", "olu", "otis"):
        drafted.refused(person, people.publish())
    turn = turns.hear(drafted.request, drafted.sealed("cleo", people.publish()), drafted.known, drafted.at)
    errand = commissioning.publishing(turn.request)
    assert errand is not None
    assert errand.published_on == STEP.published_on
    assert errand.version == 1
    drafted.say("cleo", people.publish())
    ordered = next(one for one in drafted.facts if one.fact.kind == "publication-ordered")
    assert ordered.by is not None
    assert (ordered.by.person, ordered.by.office) == ("cleo", COMMUNICATIONS)


@pytest.mark.requirement("ONS-091")
def test_every_approved_share_ends_published_or_exempt_with_a_ground(tale: Tale) -> None:
    published, exempted = tale.fork().published(), tale.fork()
    exempted.say("nadia", exempt())
    assert (published.request.state, exempted.request.state) == ("published", "exempt")
    assert exempted.request.exempted is not None
    assert exempted.request.exempted.ground == "national-security"


@pytest.mark.requirement("ONS-091")
def test_once_signed_no_other_way_leads_out(tale: Tale) -> None:
    for stage in (lambda: None, lambda: tale.say("asha", people.entry())):
        stage()
        assert "agreement" in tale.refused("rae", Withdraw())
        assert "signature" in tale.refused("otis", CloseRequest(reason="Tidying up."))
        waited = tale.fork().wait(150)
        assert waited.request.state == "open"


@pytest.mark.requirement("ONS-091")
@pytest.mark.parametrize("ground", STEP.grounds)
def test_an_entry_is_withheld_on_a_lawful_ground_with_reasons_by_legal_and_data_services(
    tale: Tale, ground: str
) -> None:
    assert "lawful ground" in tale.refused("nadia", exempt("embarrassment"))
    assert "reasons" in tale.refused("nadia", exempt(ground, " "))
    for person in ("asha", "cleo", "gwen", "petra", "otis"):
        tale.refused(person, exempt(ground))
    tale.say("nadia", exempt(ground))
    assert tale.request.state == "exempt"


def test_there_is_nothing_to_withhold_before_the_agreement_is_signed() -> None:
    tale = Tale().at_decision().approved().drafted()
    assert "no entry" in tale.refused("nadia", exempt())
    assert "not awaited" in tale.refused("asha", people.entry())


def test_an_entry_is_drafted_by_the_service_alone(tale: Tale) -> None:
    for person in ("rae", "gwen", "nadia", "cleo", "otis"):
        with pytest.raises(Refused):
            tale.say(person, people.entry())


@pytest.mark.requirement("ONS-092")
def test_an_entry_that_was_screened_before_the_approval_returned_is_not_published() -> None:
    tale = Tale().at_decision().approved(conditions=(condition(before_signature=False),)).drafted().agreed()
    tale.say("asha", people.entry())
    tale.say("nadia", people.entry_screened())
    tale.say("sam", verified(fulfilled=False))
    tale.approved()
    tale.say("asha", DraftAgreement(terms=people.terms(ends="2028-03-31")))
    tale.agreed()
    assert tale.awaited == {SERVICE}


def test_an_entry_names_controllers_and_processors_by_the_part_that_each_body_has() -> None:
    parts = {"University of Wexbridge": "recipient", "Wexbridge Cloud": "processor", "Wexbridge Trust": "funder"}
    bodies = tuple({"name": name, "role": role} for name, role in parts.items())
    tale = Tale().at_decision().approved()
    drawn = entry_from_file(tale.request, {**tale.answers, "organisations": bodies})
    assert (drawn["controllers"], drawn["processors"]) == ("University of Wexbridge", "Wexbridge Cloud")


def test_an_entry_says_when_the_share_is_looked_at_again() -> None:
    tale = Tale().at_decision().approved()
    terms = tale.request.terms
    assert terms is not None
    for starts, ends, looked_at in (
        ("2027-04-01", "2030-03-31", "2028-04-01"),
        ("2028-02-29", "2031-02-28", "2029-02-28"),
        ("2027-04-01", "2027-09-30", "2027-09-30"),
    ):
        agreed = terms.model_copy(update={"starts": date.fromisoformat(starts), "ends": date.fromisoformat(ends)})
        drawn = entry_from_file(tale.request.model_copy(update={"terms": agreed}), tale.answers)
        assert drawn["review-date"] == looked_at

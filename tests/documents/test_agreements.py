"""What an agreement says, and that it says the same in both forms."""

from collections.abc import Iterator

import pytest

from policy.form import Answers
from policy.titles import as_name
from tests.documents.reading import forms_of, lines_of, run_together
from tests.documents.sample import AGREEMENT, DRAFTING, SCHEME, drafting, drawn, paper, wording
from tests.policy.answers import COMPLETE, answers

PROMISE = "We will share the data with nobody else, in whole or in part."


def texts_in(value: object) -> Iterator[str]:
    """Every text of a paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def test_both_forms_say_all_that_the_paper_says() -> None:
    said = paper().model_dump(mode="json", exclude={"labels", "drawn_up"})
    for clause in said["clauses"]:
        del clause["key"]
    for schedule in said["schedules"]:
        for statement in schedule["statements"]:
            if statement["table"]:
                del statement["table"]["caption"]
    wanted = {run_together(text) for text in texts_in(said)}
    assert len(wanted) > 150
    for form, text in forms_of(drawn()).items():
        assert [one for one in wanted if one not in text] == [], form


@pytest.mark.parametrize("kind", [kind.key for kind in AGREEMENT.kinds])
def test_every_kind_of_agreement_of_the_scheme_can_be_drawn_up_with_all_its_clauses(kind: str) -> None:
    clauses = AGREEMENT.clauses_of(kind)
    written = paper(agreement=kind, clauses=clauses)
    assert set(clauses) <= {clause.key for clause in written.clauses}
    made = drawn(agreement=kind, clauses=clauses)
    assert made.document.startswith(b"PK")
    assert made.fixed_copy.startswith(b"%PDF-")


def test_a_memorandum_says_will_where_an_agreement_says_must() -> None:
    for kind, verb in (("dsa", "must"), ("mou", "will")):
        purpose = next(clause for clause in paper(agreement=kind).clauses if clause.key == "purpose")
        assert purpose.passages[0].text == f"The Recipient {verb} use the Data for the Purpose and for nothing else."


@pytest.mark.requirement("ONS-034")
def test_the_confirmation_of_no_onward_sharing_is_a_term_of_the_agreement() -> None:
    confirmed = f"Confirmed by the Recipient: “{PROMISE}”"
    clause = next(clause for clause in paper(clauses=()).clauses if clause.key == "no-onward-sharing")
    assert clause.passages[0].quoted == (confirmed,)
    assert lines_of(drawn().document).count(confirmed) == 2  # in the clause and among the statements
    for text in forms_of(drawn()).values():
        assert text.count(run_together(confirmed)) == 2


@pytest.mark.parametrize("given", [answers(("no-onward-sharing",)), answers(no_onward_sharing="no")])
def test_a_missing_confirmation_is_said_to_be_missing(given: Answers) -> None:
    for text in forms_of(drawn(given)).values():
        assert run_together(f"Not confirmed by the Recipient: “{PROMISE}”") in text


def test_the_agreement_warns_of_the_crime_and_its_penalty() -> None:
    for text in forms_of(drawn()).values():
        assert text.count(run_together("imprisonment for up to two years, a fine, or both")) == 2
        assert run_together("offence under section 39(9)") in text


def test_the_agreement_keeps_the_data_in_the_united_kingdom_and_open_to_audit_at_any_time() -> None:
    for text in forms_of(drawn(clauses=())).values():
        assert run_together("must not be processed, shared or accessed from outside the United Kingdom") in text
        assert run_together("may seek assurance or audit compliance with this agreement at any time") in text


def test_the_clauses_stand_in_the_order_of_the_scheme_once_each_between_the_frame() -> None:
    clauses = paper(clauses=("audit", "purpose", "audit")).clauses
    keys = [clause.key for clause in clauses]
    assert keys[:4] == ["standing-of-an-agreement", "meanings", "audit", "purpose"]
    assert keys[-1] == "signing"
    assert len(set(keys)) == len(keys)
    assert [clause.number for clause in clauses] == list(range(1, len(keys) + 1))


def test_further_terms_stand_in_the_agreement_also_where_the_scheme_has_no_clause_for_them() -> None:
    assert "further-terms" not in {clause.key for clause in paper().clauses}
    further = next(c for c in paper(further="Two named posts\nare told.").clauses if c.key == "further-terms")
    assert further.passages[0].quoted == ("Two named posts", "are told.")


def test_the_agreement_is_dated_by_the_day_in_london_on_which_it_was_ordered() -> None:
    entries = {entry.label: entry.text for entry in paper().entries}
    assert entries["Drawn up"] == "1 April 2027"
    assert (entries["Starts"], entries["Ends"]) == ("1 May 2027", "30 April 2029")
    assert (entries["Reference"], entries["Version"]) == ("ONS-2027-0042", "2")


def test_conditions_name_owner_evidence_verifier_and_when() -> None:
    table = paper().schedules[2].statements[0].table
    assert table is not None
    assert table.rows == (
        (
            "1",
            "The penetration test is repeated, and no high finding is open.",
            "Letter of the testers",
            "Recipient",
            "Security and Information Management",
            "Before signature",
        ),
        ("2", "Counts below ten are suppressed.", "–", "Recipient", "Onward Sharing Service", "30 September 2027"),
    )


def test_that_there_are_no_conditions_and_no_exceptions_is_said() -> None:
    for text in forms_of(drawn(conditions=())).values():
        assert run_together("The approval carries no conditions.") in text
        assert run_together("No exception to the policy has been authorised for this share.") in text


def test_exceptions_are_listed() -> None:
    exception = "Processing outside the UK: Dublin, until 1 May 2028; granted by the Permanent Secretary."
    for text in forms_of(drawn(exceptions=(exception,))).values():
        assert run_together(exception) in text
        assert run_together("No exception to the policy has been authorised") not in text


def test_every_asset_and_every_organisation_has_a_place_to_sign() -> None:
    assert [(one.party, one.capacity) for one in paper().signatures] == [
        ("Office for National Statistics", "Information Asset Owner, for the data asset “Death registrations”"),
        (
            "Office for National Statistics",
            "Data Governance Council, for the data asset “Weather file”",
        ),
        ("University of Bristol", "A person authorised to bind the organisation"),
        ("Avon Health & Care Trust", "A person authorised to bind the organisation"),
    ]


def test_every_variable_and_every_place_is_printed_and_the_author_of_a_file_is_not() -> None:
    rows = tuple({"asset": "a", "variable": f"VAR_{n}", "why": f"Reason {n}"} for n in range(40))
    lines = lines_of(drawn(answers(variables=rows)).document)
    assert [line for line in lines if line.startswith("VAR_")] == [row["variable"] for row in rows]
    assert lines.count("Data Centre 1") == 2
    assert "dpia.pdf" in lines
    assert "Data Protection Lead" not in lines


def test_a_column_that_the_wording_does_not_know_is_printed_all_the_same() -> None:
    rows = ({"asset": "a", "variable": "v", "why": "w", "years-wanted": "2013"},)
    table = paper(answers(variables=rows)).schedules[0].statements[1].table
    assert table is not None
    assert [column.title for column in table.columns] == ["Asset", "Variable", "Why it is needed", "Years wanted"]
    assert table.rows == (("a", "v", "w", "2013"),)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("agreement", "handshake", "no wording for the kind of agreement 'handshake'"),
        ("clauses", ("purpose", "poetry"), "no wording for the clause 'poetry'"),
        ("scheme", "unheard-of", "no wording for the scheme 'unheard-of'"),
    ],
)
def test_what_has_no_wording_is_named(field: str, value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        paper(None, **{field: value})


def test_the_wording_repeats_answers_columns_and_promises_as_the_form_has_them() -> None:
    schedules = wording().schedules
    for told in (*schedules.data.answers, *schedules.statements.answers):
        question = SCHEME.form.question(told.answer)
        assert question is not None, told.answer
        assert {column.key for column in told.columns} <= {"name", "version", "sha256"} | {
            column.key for column in question.columns
        }
        if told.confirms:
            assert told.confirms == question.asks


def test_the_wording_names_the_offices_recipients_and_gateways_of_the_scheme() -> None:
    told, rules = wording().schemes[SCHEME.key], SCHEME.rules
    assert set(told.gateways) == {gateway.key for gateway in rules.gateways}
    recipients = SCHEME.form.question("recipient-type")
    assert recipients is not None
    assert set(told.recipient_types) == set(recipients.choices)
    outside = {"requester"}
    for office in rules.offices:
        if office.key not in outside:
            assert told.offices.get(office.key, as_name(office.key)).lower() == office.title.lower()
    assert told.owner == rules.title(AGREEMENT.signed_by)


def test_a_gateway_that_legal_added_is_written_as_the_decision_names_it() -> None:
    clause = next(c for c in paper(gateways=("Census Act 1920 s4",)).clauses if c.key == "legal-gateway")
    assert clause.passages[0].items == ("Census Act 1920 s4",)


def test_nothing_is_invented_for_a_share_that_says_nothing() -> None:
    bare = paper({}, gateways=(), conditions=(), note="", transfer="", retention="")
    assert bare.note == ()
    transfer = next(clause for clause in bare.clauses if clause.key == "transfer")
    assert transfer.passages[0].quoted == ("None recorded.",)
    assert drawn({}, gateways=(), conditions=(), note="").fixed_copy.startswith(b"%PDF-")


def test_the_sample_is_a_complete_request() -> None:
    assert drafting() == DRAFTING
    assert COMPLETE["no-onward-sharing"] == "yes"

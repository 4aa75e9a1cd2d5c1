"""The desk leads to the channel of the catalogue in force: elsewhere with a link and on record, or here."""

from typing import Any, cast

import pytest

from policy.schemes import SCHEMES
from records import SqlRecords
from sharing.refused import Refused
from starter.desk import Desk
from tests import dfe, people
from tests.starter.mails import Away
from wiring.calendar import england_and_wales
from wiring.sealing import new_key

KEY = dfe.SCHEME.key


@pytest.fixture
def desk(store: SqlRecords) -> Desk:
    """A desk whose server is away: what it takes in waits in the records."""
    away = cast(Any, Away())
    return Desk(away, store, people.DIRECTORY, new_key(), SCHEMES, lambda at: england_and_wales(at.year, 6))


@pytest.mark.requirement("DFE-002", "DFE-007")
async def test_an_enquiry_that_is_accredited_is_handed_over_on_record_and_opens_nothing(
    desk: Desk, store: SqlRecords
) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match="https://researchaccreditationservice"):
            await desk.lodge(KEY, dfe.complete("leo"), "rae", "act-1")
    (led,) = store.enquiries()
    assert (led.scheme, led.signpost, led.answers) == (KEY, "accreditation", {})
    assert "Research Accreditation Service" in led.reason
    assert "rae" not in led.model_dump_json()
    assert store.unstarted() == ()


@pytest.mark.requirement("DFE-010", "DFE-011")
async def test_linked_data_of_justice_are_handed_over_with_the_partners_form(desk: Desk, store: SqlRecords) -> None:
    with pytest.raises(Refused, match="ministry-of-justice-data-first"):
        await desk.lodge(KEY, dfe.complete("moj-dfe"), "rae", "act-1")
    assert [one.signpost for one in store.enquiries()] == ["moj-data-first"]


@pytest.mark.requirement("DFE-024", "DFE-044")
async def test_what_is_approved_here_is_received_under_a_reference_of_its_own(desk: Desk, store: SqlRecords) -> None:
    receipt = await desk.lodge(KEY, dfe.complete(), "rae", "act-1")
    assert receipt.reference.startswith("DFE-")
    assert store.enquiries() == ()


@pytest.mark.requirement("DFE-061", "DFE-044")
async def test_an_incomplete_application_is_refused_with_every_gap_at_once(desk: Desk, store: SqlRecords) -> None:
    answers = {key: one for key, one in dfe.direct().items() if key not in ("questionnaire", "title", "exemptions")}
    with pytest.raises(Refused) as refused:
        await desk.lodge(KEY, answers, "rae", "act-1")
    for key in ("questionnaire", "title", "exemptions"):
        assert f"'{key}'" in str(refused.value)
    assert store.unstarted() == ()


@pytest.mark.requirement("DFE-012", "DFE-067")
async def test_the_version_of_the_catalogue_in_force_leads_and_what_was_received_before_keeps_its_way(
    desk: Desk, store: SqlRecords
) -> None:
    before = await desk.lodge(KEY, dfe.complete(), "rae", "act-1")
    accredited = next(one for one in dfe.SCHEME.catalogue.data_sets if one.key == "leo").offers
    sets = tuple(
        one.model_copy(update={"offers": accredited}) if one.key == "npd" else one
        for one in dfe.SCHEME.catalogue.data_sets
    )
    store.put_catalogue(KEY, dfe.SCHEME.catalogue.model_copy(update={"data_sets": sets}), "ada", "It is there.", 0)
    with pytest.raises(Refused, match="researchaccreditationservice"):
        await desk.lodge(KEY, dfe.complete(), "rae", "act-2")
    assert [one.reference for one in store.unstarted()] == [before.reference]


@pytest.mark.requirement("DFE-063", "DFE-066")
async def test_what_was_lodged_keeps_the_versions_of_form_questionnaire_and_rules_that_it_was_asked_by(
    desk: Desk, store: SqlRecords
) -> None:
    receipt = await desk.lodge(KEY, dfe.complete(), "rae", "act-1")
    rules = desk.recorded(receipt.reference).rules
    kept = store.scheme(rules.digest)
    assert kept.form == dfe.SCHEME.form
    assert {one.key: one.version for one in kept.artefacts} == {
        "form": "2024-04-04",
        "guidance": "2024-04-04",
        "isq": "2023-06-30",
        "output-rules": "2024-04-04",
        "standard-terms": "2024-04-04",
    }

"""Every story, through the desk: it ends as it is told, and ledger, fold and workflow agree on all of it."""

import pytest

from demo.house import House
from demo.story import Story
from records.register import Entry
from sharing.request import Request
from workflows.contract import Ended, workflow_id


def recorded(house: House) -> Request:
    """The request as the records have it: the sum of the facts in the ledger."""
    assert house.reference is not None
    return house.desk.recorded(house.reference)


def published(house: House) -> Entry:
    """The entry on the register."""
    return house.store.register().versions(recorded(house).reference, "transparency-register")[-1]


async def test_a_story_ends_as_it_is_told_and_ledger_fold_and_workflow_agree_on_it(
    story: Story, played: House
) -> None:
    request, facts = recorded(played), await played.facts()
    assert request.closed is not None
    assert request.closed.outcome == story.outcome

    assert [one.number for one in facts] == list(range(1, len(facts) + 1))
    assert [one.at for one in facts] == sorted(one.at for one in facts)
    assert played.store.divergences() == ()

    handle = played.server.client.get_workflow_handle(workflow_id(request.reference))
    assert await handle.query("request", result_type=Request) == request
    listed = played.store.request(request.reference)
    assert listed is not None
    assert (listed.number, listed.revision, listed.state) == (request.number, request.revision, request.state)
    assert listed.awaited == ()


@pytest.mark.parametrize("story", ["e-overcrowding"], indirect=True)
async def test_a_request_that_has_ended_gives_its_outcome(played: House) -> None:
    request = recorded(played)
    handle = played.server.client.get_workflow_handle(request.reference, result_type=Ended)
    ended = Ended(reference=request.reference, outcome="signposted", number=request.number)
    assert await handle.result() == ended


@pytest.mark.requirement("ONS-092")
@pytest.mark.parametrize("story", ["a-mortality"], indirect=True)
async def test_a_published_entry_says_what_was_screened_last(played: House) -> None:
    entry = published(played)
    assert entry.version == 2
    assert entry.fields["assets"] == "Death registrations in England and Wales; Census 2021, person records"
    assert entry.fields["gateways"].startswith("SRSA 2007, section 39(4)(c)")
    assert entry.fields["retention"].startswith("The file with days of death until 31 December 2028")
    assert "our protocol" not in entry.fields["public-benefit"]


@pytest.mark.requirement("ONS-078")
@pytest.mark.parametrize("story", ["a-mortality"], indirect=True)
async def test_the_agreement_that_was_screened_lies_in_the_records_in_both_forms(played: House) -> None:
    agreement = recorded(played).agreement
    assert agreement is not None
    assert agreement.drafted is not None
    assert agreement.screened is not None
    assert agreement.screened.document == agreement.drafted.fixed_copy
    assert played.store.content(agreement.drafted.fixed_copy).content.startswith(b"%PDF-")
    assert played.store.content(agreement.drafted.document).content.startswith(b"PK")


@pytest.mark.requirement("ONS-037")
@pytest.mark.parametrize("story", ["a-mortality"], indirect=True)
async def test_every_version_of_the_answers_is_kept_in_the_records(played: House) -> None:
    filings = [getattr(one.fact, "filing", None) for one in await played.facts()]
    sheets = [played.store.answers(filing.digest) for filing in filings if filing is not None]
    versions = [row["version"] for sheet in sheets for row in sheet["dpia"] if isinstance(row, dict)]
    assert versions == ["1.3", "2.0"]


@pytest.mark.requirement("ONS-062")
@pytest.mark.parametrize("story", ["c-born-on-a-border"], indirect=True)
async def test_an_entry_shows_the_exception_under_which_data_are_shared(played: House) -> None:
    granted = recorded(played).departures["outside-uk"].decided
    assert granted is not None
    assert granted.outcome == "grant"
    assert published(played).fields["exceptions"] == "Processing or access outside the UK"
    assert published(played).fields["all-in-uk"] == "no"

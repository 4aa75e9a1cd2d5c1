"""Working a past out again from the records: once for each request, and anew where they tell it otherwise."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pytest

from activities.reckoning import RecordedReckoning, document_name
from sharing.commissioning import standing
from sharing.errands import Keeping
from sharing.facts import AgreementDrafted, EntryPublished, Happened
from sharing.request import Request
from tests import people
from tests.told import KEY, Tale


class Row(NamedTuple):
    number: int
    digest: str


class Kept:
    """Records in memory, that count how often a whole history is read."""

    def __init__(self, tale: Tale, upto: int) -> None:
        self.tale = tale
        self.upto = upto
        self.read = 0

    def opened(self, reference: str) -> Request:
        return self.tale.empty

    def history(self, reference: str) -> Iterable[Happened]:
        self.read += 1
        return self.tale.facts[: self.upto]

    def rows_of(self, reference: str) -> Iterable[Row]:
        return [Row(one.number, one.digest) for one in self.tale.facts[: self.upto]]

    def name_of(self, digest: str) -> str | None:
        for one in self.tale.facts:
            if isinstance(one.fact, AgreementDrafted):
                for kept, ending in ((one.fact.document, "docx"), (one.fact.fixed_copy, "pdf")):
                    if kept == digest:
                        return document_name(self.tale.request.reference, one.fact.version, ending)
        return None

    def published(self, reference: str, version: int) -> str | None:
        facts = (one.fact for one in self.tale.facts)
        return next((one.address for one in facts if isinstance(one, EntryPublished)), None)


def keeping(tale: Tale, since: int, upto: int) -> Keeping:
    facts = tuple(tale.facts[since:upto])
    return Keeping(reference=tale.request.reference, run="run", facts=facts, standing=standing(tale.request))


def words_of(tale: Tale) -> list[int]:
    """Where somebody's words begin something, and the end."""
    return [place for place, one in enumerate(tale.facts) if one.speech is not None] + [len(tale.facts)]


@pytest.fixture(scope="module")
def whole() -> Tale:
    return Tale().at_decision().approved().drafted().agreed().published()


def test_a_past_that_was_worked_out_is_not_read_again_however_long_it_grows(whole: Tale) -> None:
    kept = Kept(whole, 0)
    reckoning = RecordedReckoning(kept)
    for since, upto in pairwise(words_of(whole)):
        kept.upto = since
        found = reckoning.standing(keeping(whole, since, upto), KEY.known)
    assert found == standing(whole.request)
    assert kept.read == 1


def test_a_past_that_the_records_tell_otherwise_now_is_worked_out_anew() -> None:
    tale = Tale().lodge()
    other = tale.fork()
    tale.say("asha", people.screened())
    other.say("asha", people.screened("internal-recipient", scope={"external": "no"}, reason="It is our own."))
    kept, begins = Kept(tale, 0), words_of(tale)[1]
    reckoning = RecordedReckoning(kept)
    reckoning.standing(keeping(tale, 0, begins), KEY.known)
    kept.upto = begins
    assert reckoning.standing(keeping(tale, begins, len(tale.facts)), KEY.known).state == "open"
    kept.tale, kept.upto = other, begins
    closed = reckoning.standing(keeping(other, begins, len(other.facts)), KEY.known)
    assert closed.state == other.request.state == "out-of-scope"


def test_only_so_many_pasts_are_remembered() -> None:
    tales = [Tale(reference=f"ONS-2027-{number:04}").lodge() for number in (1, 2, 3)]
    reckoning = RecordedReckoning(Kept(tales[0], 0), remembers=2)
    for tale in tales:
        reckoning._past = Kept(tale, 0)
        reckoning.standing(keeping(tale, 0, len(tale.facts)), KEY.known)
    assert list(reckoning._known) == ["ONS-2027-0002", "ONS-2027-0003"]

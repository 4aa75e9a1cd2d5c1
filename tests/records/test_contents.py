"""Texts and documents lie under their digest, and are checked against it."""

import pytest
from sqlalchemy import insert

from policy.form import Answers, sheet
from policy.schemes import ons_onward_sharing
from policy.value import digest
from records import RecordsUnusable, SqlRecords, Unkeepable
from records.database import Database
from records.tables import contents
from tests.records.sample import MONDAY

ANSWERS: Answers = {
    "title": "Deaths after discharge: “a study” — ½ \n<b>&\0",
    "uses": ("linkage", "tables"),
    "variables": ({"name": "DOR", "why": "dates"}, {"name": "ICD10", "why": ""}),
    "nothing": (),
}
SCHEME = ons_onward_sharing.ONS_ONWARD_SHARING


def test_an_answer_sheet_comes_back_as_it_was_filed(kept: SqlRecords) -> None:
    name = kept.put(sheet(ANSWERS), "answers.json")
    assert name == digest(sheet(ANSWERS))
    assert kept.answers(name) == ANSWERS


def test_the_same_content_is_kept_once_under_its_first_name(kept: SqlRecords) -> None:
    assert kept.put(b"%PDF-1.7 \x00\xff", "agreement-1.pdf") == kept.put(b"%PDF-1.7 \x00\xff", "copy.pdf")
    found = kept.content(digest(b"%PDF-1.7 \x00\xff"))
    assert (found.name, found.content) == ("agreement-1.pdf", b"%PDF-1.7 \x00\xff")


def test_what_is_not_there_is_a_lookup_error(kept: SqlRecords) -> None:
    pdf = kept.put(b"%PDF-1.7", "agreement-1.pdf")
    with pytest.raises(LookupError, match="nothing under 0000"):
        kept.answers("0" * 64)
    with pytest.raises(LookupError, match="is no answer sheet"):
        kept.answers(pdf)
    with pytest.raises(LookupError, match="no scheme under"):
        kept.scheme("0" * 64)


def test_damaged_content_is_never_given_out(kept: SqlRecords, url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        row = {"sha256": "1" * 64, "name": "a.txt", "bytes": b"a", "size": 1, "kept_at": MONDAY}
        connection.execute(insert(contents), row)
    database.close()
    with pytest.raises(RecordsUnusable, match="is damaged: its digest is another one"):
        kept.content("1" * 64)


def test_a_name_with_nul_is_refused(kept: SqlRecords) -> None:
    with pytest.raises(Unkeepable, match="NUL"):
        kept.put(b"a", "a\0.pdf")
    with pytest.raises(Unkeepable, match="NUL"):
        kept.content("\0")


def test_a_whole_scheme_comes_back_by_its_digest(kept: SqlRecords) -> None:
    for _ in range(2):
        kept.put_scheme("ab" * 32, SCHEME)
    assert kept.scheme("ab" * 32) == SCHEME

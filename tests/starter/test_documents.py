"""Documents lie under the digest of their content: the same one once, a changed one found out, a stranger nowhere."""

from pathlib import Path

import pytest

from policy.value import digest
from records import RecordsUnreachable, RecordsUnusable
from starter.documents import Shelf

PAPER = b"%PDF-1.7 Our assessment of the risks."


@pytest.fixture(params=["folder", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return Shelf.at(str(tmp_path / "documents")) if request.param == "folder" else Shelf.in_memory()


def test_a_document_is_found_again_under_its_digest(shelf: Shelf) -> None:
    assert shelf.put(PAPER) == digest(PAPER)
    assert shelf.put(PAPER) == digest(PAPER)
    assert shelf.read(digest(PAPER)) == PAPER
    assert shelf.has(digest(PAPER))


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "\0"])
def test_nothing_lies_where_nothing_was_put(shelf: Shelf, name: str) -> None:
    shelf.put(PAPER)
    assert not shelf.has(name)
    with pytest.raises(LookupError, match="No document lies"):
        shelf.read(name)


def test_a_document_that_somebody_wrote_over_is_not_given_out(tmp_path: Path) -> None:
    shelf = Shelf.at(str(tmp_path))
    name = shelf.put(PAPER)
    (tmp_path / name[:2] / name).write_bytes(b"Something else.")
    with pytest.raises(RecordsUnusable, match="is damaged"):
        shelf.read(name)


def test_a_store_that_does_not_answer_is_no_empty_store(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT": "http://127.0.0.1:9",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_REGION": "eu-west-2",
    }.items():
        monkeypatch.setenv(name, value)
    shelf = Shelf.at("s3://uploads/documents")
    for ask in (lambda: shelf.put(PAPER), lambda: shelf.has(digest(PAPER)), lambda: shelf.read(digest(PAPER))):
        with pytest.raises(RecordsUnreachable, match="does not answer"):
            ask()

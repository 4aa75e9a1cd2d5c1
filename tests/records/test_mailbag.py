"""Every mail that came in is on record once, with what became of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from records import Unkeepable
from records.database import Database
from records.mailbag import Mail, Mailbag

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class Ticking:
    """A clock that goes on by a minute whenever it is looked at."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def kept(url: str) -> Iterator[Mailbag]:
    database = Database(url)
    yield Mailbag(database, Ticking())
    database.close()


def raes(kept: Mailbag, name: str = "<1@x.example>", **given: str) -> Mail:
    told = {"sha256": "a" * 64, "sender": "rae@x.example", "outcome": "Lodged.", "reference": "", **given}
    return kept.bag(name, **told, to_answer=True)


def test_a_mail_is_kept_once_and_as_it_was_first(kept: Mailbag) -> None:
    first = raes(kept, reference="ONS-2026-0001")
    assert raes(kept, outcome="Something else.") == first
    assert kept.bagged("<1@x.example>") == first
    assert kept.bagged("<2@x.example>") is None
    assert len(kept.mails()) == 1


def test_the_newest_comes_first_and_a_request_has_its_own(kept: Mailbag) -> None:
    one, two, three = (raes(kept, f"<{n}@x.example>", reference=f"ONS-2026-000{n % 2}") for n in (1, 2, 3))
    assert kept.mails() == (three, two, one)
    assert kept.mails("ONS-2026-0001") == (three, one)
    assert kept.mails(most=1) == (three,)


def test_a_mail_waits_for_its_answer_and_is_answered_once(kept: Mailbag) -> None:
    mail = raes(kept)
    kept.bag("<bounce@x.example>", "b" * 64, "", "A bounce: nothing to do.")
    assert kept.unanswered_mails() == (mail,)
    kept.note_answered(mail.message_id)
    assert kept.unanswered_mails() == ()
    answered = kept.bagged(mail.message_id)
    kept.note_answered(mail.message_id)
    assert kept.bagged(mail.message_id) == answered
    assert answered is not None
    assert answered.answered_at is not None


def test_how_often_somebody_was_answered_lately_is_known(kept: Mailbag) -> None:
    assert kept.answers_since("rae@x.example", AT) == 0
    mail = raes(kept)
    assert kept.answers_since("rae@x.example", AT) == 1
    kept.note_answered(mail.message_id)
    assert kept.answers_since("rae@x.example", AT) == 1
    assert kept.answers_since("rae@x.example", mail.received_at + timedelta(seconds=1)) == 0
    kept.bag("<bounce@x.example>", "b" * 64, "ruth@x.example", "A bounce: nothing to do.")
    assert kept.answers_since("ruth@x.example", AT) == 0


def test_a_text_that_no_database_keeps_is_refused(kept: Mailbag) -> None:
    with pytest.raises(Unkeepable):
        raes(kept, sender="rae\0@x.example")
    assert kept.mails() == ()

"""A notice becomes one letter for a requester; staff get no reminders by letter, and nobody an unfinished one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.ports import Post, Recipient, Sent, TryLater
from channels.mail import Letters, MailPost, Outgoing, SmtpCarrier
from sharing.notices.notice import Notice
from tests.channels.mail_servers import Taking, part, smtp_server

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
RAE = Recipient("rae", "Dr Rae Okafor", "rae@wexbridge.example", outside=True)
LEO = Recipient("leo", "Leo Marchetti", "leo@ons.example")
LETTERS = Letters("Data sharing requests")


def a_notice(**given: Any) -> Notice:
    told = {"key": "ONS-2026-0001/1/requester", "reference": "ONS-2026-0001", "kind": "tell", "topic": "lodged"}
    return Notice.model_validate({**told, "office": "requester", "headline": "It is received", **given})


class Carrying:
    """A carrier's hand: what it was given stays in it."""

    def __init__(self) -> None:
        self.carried: list[Outgoing] = []

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        self.carried.append(mail)
        return f"<{mail.key}>"


class Known:
    """What the records say of a request that came by mail and lacks its title."""

    def __init__(self, away: bool = False) -> None:
        self._away = away

    def gaps(self, reference: str) -> tuple[str, ...]:
        if self._away:
            raise ConnectionError("away")
        return (f"{reference} has no title.",)

    def came_by(self, reference: str) -> str:
        return "<their-mail@wexbridge.example>"


async def test_a_lodged_request_is_acknowledged_in_the_thread_of_the_mail_it_came_by() -> None:
    taking = Taking()
    async with smtp_server(taking) as server:
        carrier = SmtpCarrier("data-sharing@service.example", "Us", server, "none", timeout=5)
        sent = await MailPost(carrier, LETTERS, Known()).deliver(a_notice(), RAE, 1, AT)
    (mail,) = taking.opened
    assert sent == Sent(mark=mail["Message-ID"])
    assert mail["In-Reply-To"] == "<their-mail@wexbridge.example>"
    assert "* ONS-2026-0001 has no title." in part(mail, "plain")


async def test_a_letter_told_again_has_the_same_name_and_another_persons_has_not() -> None:
    hand = Carrying()
    post = MailPost(hand, LETTERS)
    for to, attempt in ((RAE, 1), (RAE, 2), (LEO, 1)):
        await post.deliver(a_notice(), to, attempt, AT)
    assert [mail.key for mail in hand.carried] == [
        "ONS-2026-0001/1/requester/rae",
        "ONS-2026-0001/1/requester/rae",
        "ONS-2026-0001/1/requester/leo",
    ]
    assert {mail.written for mail in hand.carried} == {AT}


async def test_staff_hear_of_reminders_in_their_digest_and_requesters_by_letter() -> None:
    hand = Carrying()
    post = MailPost(hand, LETTERS)
    assert await post.deliver(a_notice(kind="remind", topic="review", office="legal"), LEO, 1, AT) == Sent()
    assert hand.carried == []
    for kind in ("ask", "tell", "warn", "chase"):
        await post.deliver(a_notice(kind=kind, topic="review", office="legal"), LEO, 1, AT)
    await post.deliver(a_notice(kind="remind", topic="answer"), RAE, 1, AT)
    assert [mail.to for mail in hand.carried] == ["leo@ons.example"] * 4 + ["rae@wexbridge.example"]


async def test_a_task_that_is_over_sends_nobody_a_letter() -> None:
    hand = Carrying()
    post: Post = MailPost(hand, LETTERS)
    settled = a_notice(kind="settle", topic="review", office="legal", task="x")
    await post.settle(settled)
    assert await post.deliver(settled, LEO, 1, AT) == Sent()
    assert hand.carried == []


def test_who_has_no_address_is_not_reached() -> None:
    post = MailPost(Carrying(), LETTERS)
    assert post.reaches(RAE)
    assert not post.reaches(RAE._replace(email=""))


async def test_a_broken_letter_waits_for_whoever_mends_it_and_quotes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lodged.txt").write_text("Subject: Hi\n\n{{ nobody[headline] }}")
    hand = Carrying()
    with pytest.raises(TryLater, match=r"The letter lodged\.txt has a mistake") as wrong:
        await MailPost(hand, Letters("Us", own=tmp_path)).deliver(a_notice(headline="Secret"), RAE, 1, AT)
    assert "Secret" not in str(wrong.value)
    assert wrong.value.after is not None
    assert hand.carried == []


async def test_records_that_are_away_let_the_letter_wait() -> None:
    with pytest.raises(TryLater, match="The records cannot be reached"):
        await MailPost(Carrying(), LETTERS, Known(away=True)).deliver(a_notice(), RAE, 1, AT)

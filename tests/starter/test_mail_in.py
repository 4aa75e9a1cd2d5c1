"""Mail to the service: one request each, once, at the first screening; and a sentence for every mail there is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.form import gaps
from sharing.messages import Lodge
from sharing.spoken import Spoken
from starter.mail.filling import item_for_words
from starter.mail.opening import HEAD, LARGEST
from starter.mail.taking import FOR_WHOM, MOST_ANSWERS, STRANGER
from tests import people
from tests.starter.mails import GWEN, OURS, RAE, Door, a_mail

ASKS = "Dear colleagues,\n\nwe need the death registrations for a study of mortality.\n\nRae"
ITEM = item_for_words(people.SCHEME)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(tmp_path)
    yield opened
    opened.store.close()


def lodging(door: Door, reference: str) -> Lodge:
    """What was said to lodge it, as it waits for the server."""
    opening = json.loads(door.store.lodging(reference).opening)
    message = Spoken.model_validate(opening["lodging"]).said["message"]
    return Lodge.model_validate(message)


def answers(door: Door, reference: str) -> Any:
    return door.store.answers(lodging(door, reference).filing.digest)


@pytest.mark.requirement("ONS-028")
async def test_a_letter_in_plain_words_becomes_one_incomplete_request_with_its_gaps(door: Door) -> None:
    raw = a_mail(ASKS, files={"dpia.pdf": b"%PDF"})
    taken = await door.take_in(raw)
    assert taken.reference == "ONS-2027-0001"
    said, kept = lodging(door, taken.reference), answers(door, taken.reference)
    assert said.source == "mail"
    assert [asset.key for asset in said.assets] == ["death-registrations"]
    assert [body.key for body in said.organisations] == ["university-of-wexbridge"]
    assert ITEM is not None
    assert "a study of mortality" in kept[ITEM.key]
    assert "Attached: dpia.pdf" in kept[ITEM.key]
    assert set(said.filing.gaps) == {gap.question for gap in gaps(people.SCHEME.form, kept)}
    (mail,) = door.mailbag.mails()
    assert (mail.reference, mail.message_id) == (taken.reference, taken.message_id)
    assert door.store.content(mail.sha256).content == raw


@pytest.mark.requirement("ONS-028")
async def test_the_same_mail_again_changes_nothing_and_answers_nobody_twice(door: Door) -> None:
    raw, stranger = a_mail(ASKS), a_mail(ASKS, sender="eve@evil.example")
    first = [await door.take_in(one) for one in (raw, stranger)]
    again = [await door.take_in(b"Received: by another way\r\n" + one) for one in (raw, stranger)]
    assert [one._replace(again=False) for one in again] == first
    assert all(one.again for one in again)
    assert door.lodged == ["ONS-2027-0001"]
    assert len(door.mailbag.mails()) == 2
    assert len(door.answers) == 1


async def test_a_mail_whose_taking_in_broke_off_after_lodging_is_the_same_request(tmp_path: Path) -> None:
    door = Door(tmp_path)
    raw = a_mail(ASKS)
    kept, door.mailbag.bag = door.mailbag.bag, _breaks  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        await door.take_in(raw)
    assert door.mailbag.mails() == ()
    door.mailbag.bag = kept  # type: ignore[method-assign]
    assert (await door.take_in(raw)).reference == "ONS-2027-0001"
    assert door.lodged == ["ONS-2027-0001"]


def _breaks(*_: object, **__: object) -> Any:
    raise ConnectionError("the records are away")


async def test_two_mails_with_the_same_words_are_two_requests(door: Door) -> None:
    for _ in range(2):
        await door.take_in(a_mail(ASKS))
    assert door.lodged == ["ONS-2027-0001", "ONS-2027-0002"]


@pytest.mark.parametrize("write", [yaml.safe_dump, json.dumps], ids=["yaml", "json"])
async def test_a_filled_form_is_read_answer_by_answer(door: Door, write: Any) -> None:
    sheet = json.loads(json.dumps(people.complete()))
    sheet["dpia"] = [{"file": "papers/dpia.pdf", "version": "1", "author": "Rae"}]
    name = "request.yaml" if write is yaml.safe_dump else "request.json"
    content = write({**sheet, "title": "Yes, 2027: no"}).encode()
    taken = await door.take_in(a_mail("Please see the form.", files={name: content, "dpia.pdf": b"%PDF"}))
    kept = answers(door, taken.reference)
    assert lodging(door, taken.reference).filing.gaps == ()
    assert kept["title"] == "Yes, 2027: no"
    assert door.store.content(kept["dpia"][0]["sha256"]).content == b"%PDF"
    assert kept["dpia"][0]["name"] == "dpia.pdf"


async def test_a_form_written_into_the_mail_itself_is_read(door: Door) -> None:
    taken = await door.take_in(a_mail("Hello\n\ntitle: Mortality\nvariables:\n  - asset: census-2021\n\n-- \nRae"))
    assert answers(door, taken.reference) == {"title": "Mortality", "variables": ({"asset": "census-2021"},)}


async def test_answers_that_cannot_be_kept_are_left_out_and_named(door: Door) -> None:
    sheet = "purpose-kind: profit\nhobby: chess\nvariables: [{asset: census-2021}]\ntitle: [1, [2]]\n"
    taken = await door.take_in(a_mail("", files={"a.yaml": sheet.encode()}))
    assert answers(door, taken.reference) == {"variables": ({"asset": "census-2021"},)}
    assert "purpose-kind" in taken.outcome
    assert "hobby" in taken.outcome
    assert len(door.answers) == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yaml", b"title: 'open\n", "no YAML"),
        ("a.yaml", b"a: &x [1]\nb: *x\n", "stand for another place"),
        ("a.yaml", b"a: " + b"[" * 5_000, "nested too deep"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.json", b"\xff\xfe", "no text in UTF-8"),
        ("a.yaml", b"- just\n- words\n", "no list of questions"),
        ("a.yaml", b"x" * 3_000_000, "larger than"),
    ],
)
async def test_a_form_that_cannot_be_read_is_said_and_the_letter_still_counts(
    door: Door, name: str, content: bytes, says: str
) -> None:
    taken = await door.take_in(a_mail(ASKS, files={name: content}))
    assert taken.reference in door.lodged
    assert says in taken.outcome
    assert any(says in answer for answer in door.answers)


@pytest.mark.requirement("ONS-074")
@pytest.mark.parametrize(
    "more",
    [
        {"text": f"For: {RAE}\n{ASKS}"},
        {"text": f"For: rae\n{ASKS}"},
        {"text": f"Please see below.\n\nFrom: Dr Rae Okafor <{RAE}>\nSubject: Data\n\n{ASKS}"},
        {"text": f"She wants the death registrations; write to {RAE}"},
        {"text": ASKS, "passes_on": f"Rae <{RAE}>".encode()},
    ],
    ids=["by address", "by key", "quoted", "mentioned", "attached"],
)
async def test_an_owner_who_was_asked_passes_it_on_for_the_requester(door: Door, more: dict[str, Any]) -> None:
    taken = await door.take_in(a_mail(**more, sender=GWEN))
    said = lodging(door, taken.reference)
    assert (said.source, said.on_behalf_of) == ("referral", "rae")
    assert [body.key for body in said.organisations] == ["university-of-wexbridge"]
    assert "first screening like any other" in door.answers[0]


@pytest.mark.requirement("ONS-074")
async def test_an_owner_who_does_not_say_for_whom_begins_nothing(door: Door) -> None:
    for text in (ASKS, f"For: {GWEN}\n{ASKS}", f"{RAE} and ruth@wexbridge.example ask for death registrations"):
        assert (await door.take_in(a_mail(text, sender=GWEN))).outcome == FOR_WHOM
    assert door.lodged == []
    assert len(door.answers) == 3


async def test_staff_who_have_not_acknowledged_the_policy_are_told_so_and_nothing_is_lodged(door: Door) -> None:
    taken = await door.take_in(a_mail(f"For: {RAE}\n{ASKS}", sender="paul@ons.example"))
    assert "have not acknowledged" in taken.outcome
    assert door.lodged == []


async def test_a_letter_that_names_no_data_is_told_which_there_are(door: Door) -> None:
    taken = await door.take_in(a_mail("I need data."))
    assert "names no data that we have" in taken.outcome
    assert "Census 2021, person records" in door.answers[0]
    assert door.lodged == []


async def test_a_form_that_names_unknown_data_is_refused_with_the_sentence_of_the_desk(door: Door) -> None:
    taken = await door.take_in(a_mail("", files={"a.yaml": b"variables: [{asset: gold}]\ntitle: x\n"}))
    assert "The asset register has no asset 'gold'" in taken.outcome
    assert door.lodged == []


async def test_a_stranger_is_answered_once_a_day_and_learns_nothing(door: Door) -> None:
    for text in (ASKS, "[ONS-2027-0001]"):
        taken = await door.take_in(a_mail(text, sender="eve@evil.example", subject="[ONS-2027-0001] Re"))
        assert (taken.outcome, taken.reference) == (STRANGER, "")
    (answer,) = door.hand.carried
    assert answer.to == "eve@evil.example"
    assert answer.automatic == "auto-replied"
    assert "ONS-" not in answer.letter.text + answer.letter.subject
    assert door.lodged == []


@pytest.mark.parametrize(
    "head", [b"Auto-Submitted: auto-replied", b"Precedence: bulk", b"Return-Path: <>", b"X-Autorespond: 1"]
)
@pytest.mark.parametrize("sender", [RAE, "eve@evil.example"])
async def test_a_machine_is_neither_heard_nor_answered(door: Door, head: bytes, sender: str) -> None:
    taken = await door.take_in(head + b"\r\n" + a_mail(ASKS, sender=sender))
    assert "Nobody is answered" in taken.outcome
    assert (door.answers, door.lodged) == ([], [])
    assert [mail.message_id for mail in door.mailbag.mails()] == [taken.message_id]


@pytest.mark.parametrize("sender", [OURS, OURS.replace("@", "+ONS-2027-0001@"), OURS.upper()])
async def test_our_own_letters_that_come_back_are_not_answered(door: Door, sender: str) -> None:
    taken = await door.take_in(a_mail(ASKS, sender=sender))
    assert "our own address" in taken.outcome
    assert door.answers == []


async def test_a_machine_that_says_nothing_of_itself_is_answered_a_few_times_and_no_more(door: Door) -> None:
    for number in range(MOST_ANSWERS + 5):
        await door.take_in(a_mail(f"I am away until Monday, {number}."))
    assert len(door.answers) == MOST_ANSWERS
    assert len(door.mailbag.mails()) == MOST_ANSWERS + 5


async def test_a_mail_that_is_too_large_is_on_record_and_answered(door: Door) -> None:
    taken = await door.take_in(a_mail(ASKS) + b"\0" * LARGEST)
    assert "larger than 25 MB" in taken.outcome
    assert "larger than 25 MB" in door.answers[0]
    assert door.lodged == []


async def test_an_answer_waits_for_a_mail_server_and_goes_once(door: Door) -> None:
    door.hand.now = False
    raw = a_mail("I need data.")
    await door.take_in(raw)
    assert door.answers == []
    assert await door.answering.answer_the_unanswered() == 0
    door.hand.now = True
    assert await door.answering.answer_the_unanswered() == 1
    assert await door.answering.answer_the_unanswered() == 0
    await door.take_in(raw)
    assert len(door.answers) == 1


async def test_nobody_is_tried_for_ever(door: Door) -> None:
    door.hand.ever = False
    await door.take_in(a_mail("I need data."))
    assert await door.answering.answer_the_unanswered() == 0
    assert door.hand.tried == 1


async def test_a_reference_of_somebody_elses_request_is_no_way_in_and_tells_nothing(door: Door) -> None:
    await door.take_in(a_mail(ASKS))
    for reference in ("ONS-2027-0001", "ONS-2027-0999"):
        taken = await door.take_in(a_mail(ASKS, sender="ben@tidewater.example", subject=f"Re: [{reference}]"))
        assert taken.outcome == f"{reference} is no request of yours. Nothing was done with your e-mail."
    one, other = ((mail.letter.subject, mail.letter.text, mail.reference) for mail in door.hand.carried)
    assert one == tuple(part.replace("ONS-2027-0999", "ONS-2027-0001") for part in other)
    assert door.lodged == ["ONS-2027-0001"]


async def test_of_a_strangers_mail_only_the_head_is_kept(door: Door) -> None:
    raw = a_mail(ASKS + "x" * 500_000, sender="eve@evil.example")
    await door.take_in(raw)
    (mail,) = door.mailbag.mails()
    assert door.store.content(mail.sha256).content == raw[:HEAD]


@pytest.mark.parametrize(("vouched", "lodged"), [(b"pass", 1), (b"fail", 0)])
async def test_a_sender_whose_domain_does_not_vouch_is_not_heard_where_we_can_know(
    tmp_path: Path, vouched: bytes, lodged: int
) -> None:
    door = Door(tmp_path, server="mx.service.example")
    head = b"Authentication-Results: mx.service.example; dmarc=%s header.from=wexbridge.example\r\n" % vouched
    await door.take_in(head + a_mail(ASKS))
    assert (len(door.lodged), door.answers) == (lodged, [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.text(max_size=300),
    # Python's own letter writer refuses to write a name with a line break in it.
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=60),
    content=st.binary(max_size=200),
    subject=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80),
)
async def test_whatever_a_requester_writes_it_is_on_record_and_one_request(
    door: Door, text: str, name: str, content: bytes, subject: str
) -> None:
    before = len(door.lodged)
    text = f"{text.encode('utf-8', 'replace').decode()}\ncensus 2021"
    taken = await door.take_in(a_mail(text, subject=subject, files={name or "a": content}))
    assert door.mailbag.bagged(taken.message_id) is not None
    assert len(door.lodged) == before + 1

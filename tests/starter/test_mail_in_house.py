"""Mail at a whole house: a real server, a worker that writes letters, and people who answer them by mail."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from activities.notifying import People
from channels.inbox import InboxChannel
from channels.mail import Letters, MailPost, Outgoing
from sharing.facts import Answered
from sharing.messages import AskRequester, ItemQuestion
from starter.desk import utc_now
from starter.particulars import RecordedParticulars
from tests import people
from tests.starter.mails import OURS, RAE, Door, Hand, a_mail
from tests.workflows.house import House, dev_server, until
from wiring.addressing import DirectoryAddressing
from worker import build

ASKS = "We need the death registrations for a study of mortality."


class Home:
    """A house, its door for mail, and the letters that its worker sent."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.door = Door(folder, house.desk, house.store)
        self.letters = Hand()

    async def lodged(self, raw: bytes) -> str:
        """Take a mail in, and wait for its acknowledgement."""
        taken = await self.door.take_in(raw)
        await until(lambda: bool(self.told(taken.reference)))
        return taken.reference

    def told(self, reference: str) -> list[Outgoing]:
        """The letters about a request that Rae had."""
        return [one for one in self.letters.carried if (one.reference, one.to) == (reference, RAE)]

    async def asked(self, reference: str, *items: str) -> None:
        """The service asks the requester about some items, and the letter is sent."""
        questions = tuple(ItemQuestion(item=item, asks=f"What of {item}?") for item in items)
        await self.house.say(reference, "asha", AskRequester(office="onward-sharing-service", questions=questions))
        await until(lambda: any("have questions" in one.letter.subject for one in self.told(reference)))

    def reply(self, reference: str, text: str, files: Mapping[str, bytes] | None = None) -> bytes:
        """Rae's answer to a letter."""
        to = OURS.replace("@", f"+{reference}@")
        return a_mail(text, to=to, subject="Re: your questions", files=files)


@pytest_asyncio.fixture(scope="session")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    folder = tmp_path_factory.mktemp("mail")
    async with dev_server() as client:
        house = House(client, folder)
        home = Home(house, folder)
        post = MailPost(home.letters, Letters("Us"), RecordedParticulars(house.store, home.door.mailbag))
        addressing = DirectoryAddressing(lambda: people.DIRECTORY, _requester(house), utc_now)
        worker = build(
            client,
            house.store,
            [InboxChannel(house.store)],
            house.key.known,
            people=People(posts=[post], addressing=addressing, ledger=house.store),
            task_queue=house.queue,
        )
        async with worker:
            yield home


def _requester(house: House) -> Callable[[str], str | None]:
    return lambda reference: getattr(house.store.request(reference), "requester", None)


@pytest.mark.requirement("ONS-028")
async def test_a_mail_becomes_a_request_that_is_acknowledged_once_with_its_gaps(home: Home) -> None:
    raw = a_mail(ASKS)
    reference = await home.lodged(raw)
    again = await home.door.take_in(raw)
    assert (again.again, again.reference) == (True, reference)
    seen = await home.house.state(reference)
    assert seen.lodged is not None
    assert (seen.lodged.source, seen.lodged.requester) == ("mail", "rae")
    assert {task.what for task in seen.awaited.values()} == {"screen"}
    await home.asked(reference, "methods")
    first, second = home.told(reference)
    assert first.letter.subject == f"[{reference}] We have received your request"
    assert second.letter.subject == f"[{reference}] We have questions about your request"
    assert "* Answer 'title': What is the project called?" in first.letter.text
    assert second.replies_to == (again.message_id,)
    assert home.door.answers == []


@pytest.mark.requirement("ONS-074")
async def test_a_referral_stands_at_first_screening_and_its_requester_hears_of_it(home: Home) -> None:
    reference = await home.lodged(a_mail(f"For: rae\n{ASKS}", sender="gwen@ons.example"))
    seen = await home.house.state(reference)
    assert seen.lodged is not None
    assert (seen.lodged.source, seen.lodged.requester) == ("referral", "rae")
    assert {task.what for task in seen.awaited.values()} == {"screen"}
    (letter,) = home.told(reference)
    assert letter.replies_to == ()


def _answered(home: Home, reference: str) -> list[Answered]:
    return [one.fact for one in home.house.store.history(reference) if isinstance(one.fact, Answered)]


async def test_questions_are_answered_by_a_reply_item_by_item(home: Home) -> None:
    reference = await home.lodged(a_mail(ASKS))
    await home.asked(reference, "methods", "outputs")
    half = await home.door.take_in(home.reply(reference, "methods: Poisson models"))
    assert "still without an answer: outputs" in half.outcome
    ours = "On Monday, we wrote:\n> * methods: What of methods?"
    whole = await home.door.take_in(home.reply(reference, f"Methods: Poisson\nmodels\noutputs: A paper\n\n{ours}"))
    assert "Your answers are recorded" in whole.outcome
    await until(lambda: bool(_answered(home, reference)))
    (fact,) = _answered(home, reference)
    texts = {item: home.house.store.content(kept.sha256).content for item, kept in fact.replies.items()}
    assert texts == {"methods": b"Poisson\nmodels", "outputs": b"A paper"}


async def test_a_single_question_is_answered_in_plain_words_and_our_own_words_are_no_answer(home: Home) -> None:
    reference = await home.lodged(a_mail(ASKS))
    await home.asked(reference, "methods", "outputs")
    bare = "-- quoted without marks\n* methods: What of methods?\n* outputs: What of outputs?"
    quoted = await home.door.take_in(home.reply(reference, f"Thank you.\n\n{bare}"))
    assert "by itself it changes nothing" in quoted.outcome
    other = await home.lodged(a_mail(ASKS))
    await home.asked(other, "methods")
    taken = await home.door.take_in(home.reply(other, "We shall use Poisson models."))
    assert "Your answers are recorded" in taken.outcome


async def test_an_incomplete_request_is_completed_by_an_attached_form(home: Home) -> None:
    reference = await home.lodged(a_mail(ASKS))
    sheet = {"a.yaml": b"title: Mortality\nmethods: Poisson\n"}
    taken = await home.door.take_in(home.reply(reference, "Here is more.", files=sheet))
    assert "revision 2" in taken.outcome
    seen = await home.house.state(reference)
    kept = home.house.store.answers(seen.filing.digest)
    assert (kept["title"], kept["methods"]) == ("Mortality", "Poisson")
    assert ASKS in str(kept["justification"])


async def test_free_correspondence_is_kept_with_the_request_and_changes_nothing(home: Home) -> None:
    reference = await home.lodged(a_mail(ASKS))
    before = (await home.house.state(reference)).number
    taken = await home.door.take_in(a_mail("When will you decide?", subject=f"Re: [{reference}] Received"))
    assert taken.reference == reference
    assert "by itself it changes nothing" in taken.outcome
    assert (await home.house.state(reference)).number == before
    assert home.door.mailbag.mails(reference)[0].message_id == taken.message_id
    assert "begin each answer on a new line" in home.door.answers[-1]


async def test_an_opinion_by_mail_is_kept_with_the_request_and_is_no_opinion(home: Home) -> None:
    reference = await home.lodged(a_mail(ASKS))
    before = (await home.house.state(reference)).number
    for sender in ("gwen@ons.example", "ruth@wexbridge.example"):
        taken = await home.door.take_in(a_mail("Approved.", sender=sender, subject=f"[{reference}]"))
        assert taken.reference == reference
        assert "Opinions and decisions are not given by e-mail" in taken.outcome
    assert (await home.house.state(reference)).number == before

"""An agreement cannot be drawn up, a register cannot be reached: that delays a request, and harms it in no way."""

from pathlib import Path

import pytest

from demo.servers import Server
from documents.agreements import Agreements, Drawn
from policy.form import Answers
from records import RecordsUnreachable, SqlRecords, SqlRegister
from records.database import Database
from sharing.errands import Drafting, Publishing
from sharing.messages import Withdraw
from tests import people
from tests.chaos.homes import a_house, staffed, tried_again
from tests.workflows.house import DEATHS, House, until

UPTO_DRAFTING = 13
"""How many acts of the ordinary road there are, up to and with the order to draw up the agreement."""


class FrailAgreements(Agreements):
    """Agreements that fail so many times."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    def draw_up(self, drafting: Drafting, answers: Answers) -> Drawn:
        """Draw up, or fail."""
        if self.failures:
            self.failures -= 1
            raise RuntimeError("The fonts are missing.")
        return super().draw_up(drafting, answers)


class FrailRegister(SqlRegister):
    """A register that takes an entry, and then fails to say so the first time."""

    answers = False

    def publish(self, publishing: Publishing) -> str:
        """Publish, or also fail."""
        address = super().publish(publishing)
        if not self.answers:
            self.answers = True
            raise RecordsUnreachable("The register does not answer.")
        return address


class FrailRecords(SqlRecords):
    """Records with such a register."""

    def register(self, base: str = "/register/") -> SqlRegister:
        """The register."""
        return FrailRegister(self._db, base, self._clock)


@pytest.fixture
def home(server: Server, tmp_path: Path) -> House:
    return a_house(server.client, tmp_path)


async def test_what_fails_twice_is_drawn_up_once_and_what_was_published_unheard_is_published_once(
    home: House,
) -> None:
    with FrailRecords(Database(f"sqlite:///{home.store._db.name}")) as workers:
        async with staffed(home, store=workers, documents=FrailAgreements(2)):
            reference = await home.lodged()
            await home.road(reference)
            await home.handle(reference).result()
    kinds = [one.fact.kind for one in home.store.history(reference)]
    assert (kinds.count("agreement-drafted"), kinds.count("entry-published")) == (1, 1)
    assert len(home.store.register().versions(reference, "transparency-register")) == 1
    assert home.is_whole(reference)


async def test_a_request_whose_agreement_cannot_be_drawn_up_still_hears_that_it_is_withdrawn(home: House) -> None:
    papers = FrailAgreements(99)
    async with staffed(home, documents=papers):
        reference = await home.lodged()
        await home.road(reference, upto=UPTO_DRAFTING)
        await until(lambda: tried_again(home, reference, "draft"))
        await home.say(reference, "rae", Withdraw(reason="It takes too long."))
        await until(lambda: home.store.request(reference).state == "withdrawn")  # type: ignore[union-attr]
        assert home.store.request(reference).awaited == ()  # type: ignore[union-attr]
        papers.failures = 0
        await home.handle(reference).result()
    assert home.is_whole(reference)
    assert DEATHS in home.desk.recorded(reference).decisions
    assert people.SCHEME.key == home.store.lodging(reference).scheme

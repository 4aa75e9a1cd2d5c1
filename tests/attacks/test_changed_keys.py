"""A stolen key: the root tells open requests to trust another and to believe the stolen one no more."""

from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError

from sharing.messages import DistrustKey, Said, TrustKey
from sharing.refused import Refused
from sharing.spoken import seal
from starter.desk import utc_now
from starter.rotating import Reached, sealed, tell_all
from tests import people
from tests.attacks.siege import DECIDED, Fort, attack, by_signal, sealed_json
from tests.chaos.homes import count_on, pending, tried_again
from tests.workflows.house import until
from wiring.sealing import SealingKey, new_key


@pytest.fixture
def home(server: Client, tmp_path: Path) -> Fort:
    home = Fort(server, tmp_path)
    count_on(home.store)
    return home


async def told(home: Fort, message: TrustKey | DistrustKey) -> dict[str, Reached]:
    """What `starter keys` does; how each request fared."""
    return {one.reference: one async for one in tell_all(home.desk, home.store, message, home.root, utc_now())}


@pytest.mark.requirement("ONS-079")
async def test_after_a_theft_the_stolen_key_speaks_no_more_and_the_request_goes_on_with_a_new_one(home: Fort) -> None:
    stolen, new = home.key, new_key()
    async with home.worker():
        reference = await home.before_decision()
        older = await _opened_without_a_root(home)
        home.ring.add(new.public)
        reached = await told(home, TrustKey(key=new.id, public=new.public))
        assert (reached[reference].knows, reached[older].knows) == (True, False)
        assert "opened before there was a root" in reached[older].sentence
        forged = await home.sealed(reference, "gwen", people.decided())
        home.ring.distrust(stolen.id, utc_now())
        reached = await told(home, DistrustKey(key=stolen.id, reason="A laptop was stolen."))
        assert reached[reference].knows
        await home.kept_up(reference)
        again = await told(home, DistrustKey(key=stolen.id, reason="A laptop was stolen."))
        assert again[reference].sentence == "It knows already."

        assert (await attack(home.client, *by_signal(reference, "iao_decision", sealed_json(forged)))).code == 0
        await until(lambda: any("not trusted any more" in why for why in home.refused(reference)))
        with pytest.raises(WorkflowUpdateFailedError):
            await home.handle(reference).execute_update("say", forged)
        assert home.gates(reference) == []

        home.speak_with(new)
        await home.say(reference, "gwen", people.decided())
        await home.road(reference, since=DECIDED)
        await home.handle(reference).result()
        assert home.wrong_in(reference) == []
        await _hears_but_keeps_nothing(home, older, stolen)


async def _opened_without_a_root(home: Fort) -> str:
    """A request as they were opened before there was a root: it knows the desk's own key alone."""
    pinned, home.desk._pinned = home.desk._pinned, lambda: home.key.known
    try:
        return await home.lodged()
    finally:
        home.desk._pinned = pinned


async def _hears_but_keeps_nothing(home: Fort, older: str, stolen: SealingKey) -> None:
    """A request that could not be told still believes the stolen key; the records do not."""
    before = home.store.history(older)
    said = Said.model_validate((await home.sealed(older, "asha", people.screened())).said)
    late = seal(Said.model_validate({**said.model_dump(), "at": utc_now()}), stolen.id, stolen.private)
    assert (await attack(home.client, *by_signal(older, "said", sealed_json(late)))).code == 0
    await until(lambda: tried_again(home, older, "keep"))
    failing = (await pending(home, older)).values()
    assert any("was distrusted" in one.last_failure.message for one in failing)
    assert home.store.history(older) == before
    await home.handle(older).terminate()


async def test_the_root_s_words_forged_by_a_desk_or_of_another_root_are_refused(home: Fort) -> None:
    async with home.worker():
        reference = await home.lodged()
        thief = new_key()
        for root in (home.key, new_key()):
            words = sealed(reference, TrustKey(key=thief.id, public=thief.public), root, utc_now())
            with pytest.raises(Refused, match="seal does not fit"):
                await home.desk.hand_in(reference, words)
        assert (await home.state(reference)).trusted == {}
        await until(lambda: len(home.refused(reference)) == 2)
    assert {one.fact.kind for one in home.store.history(reference)} == {
        "lodged",
        "awaited-changed",
        "message-refused",
    }

"""Keys of desks: the root alone trusts and distrusts them; from then on a request believes nothing else."""

from datetime import timedelta

import pytest

from sharing import turns
from sharing.history import fold
from sharing.messages import Chase, DistrustKey, Reopen, Said, Speaker, TrustKey, Withdraw
from sharing.refused import Refused
from sharing.spoken import ROOT, Spoken, seal
from sharing.turns import hear
from tests import people
from tests.sharing.saying import SERVICE, ask
from tests.told import KEY, ROOT_KEY, Tale
from wiring.sealing import SealingKey, new_key

NEW = new_key()
TRUST = TrustKey(key=NEW.id, public=NEW.public)
DISTRUST = DistrustKey(key=KEY.id, reason="A laptop was stolen.")


def sealed_with(tale: Tale, key: SealingKey, by: str = "asha", name: str = "") -> Spoken:
    said = Said.model_validate(tale.sealed(by, people.screened()).said)
    return seal(said, name or key.id, key.private)


def heard(tale: Tale, spoken: Spoken) -> str:
    return hear(tale.request, spoken, tale.known, tale.at).sentence


def test_a_key_that_the_root_trusts_is_believed_beside_the_old_one() -> None:
    tale = Tale().lodge()
    with pytest.raises(Refused, match="not sealed by a desk"):
        heard(tale, sealed_with(tale, NEW))
    assert "is trusted from now on" in tale.root(TRUST)
    assert "passed" in heard(tale, sealed_with(tale, NEW))
    assert "passed" in heard(tale, sealed_with(tale, KEY))


def test_what_is_sealed_with_a_distrusted_key_is_refused_and_what_was_heard_before_stays() -> None:
    tale = Tale().lodge().screened()
    before = tale.request.screened
    tale.root(TRUST)
    tale.root(DISTRUST)
    assert "not trusted any more" in tale.refused("rae", Withdraw(reason="Said with the stolen key."))
    assert tale.request.screened == before
    assert tale.request.state == "open"


def test_an_act_that_was_heard_is_not_even_repeated_under_a_distrusted_key() -> None:
    tale = Tale().lodge()
    spoken = tale.sealed("asha", people.screened())
    tale.hear(spoken)
    tale.root(DISTRUST)
    with pytest.raises(Refused, match="not trusted any more"):
        tale.hear(spoken)


def test_a_distrusted_key_is_never_trusted_again() -> None:
    tale = Tale().lodge()
    tale.root(DISTRUST)
    with pytest.raises(Refused, match="distrusted here, for good"):
        tale.root(TrustKey(key=KEY.id, public=KEY.public))


def test_a_desk_cannot_speak_about_keys_and_the_root_about_nothing_else() -> None:
    tale = Tale().lodge()
    by = Speaker(person=ROOT, organisation=ROOT)
    given = {"reference": tale.request.reference, "once": "x", "revision": 1, "at": tale.at, "by": by}
    desk = seal(Said.model_validate({**given, "message": TRUST}), KEY.id, KEY.private)
    root = seal(Said.model_validate({**given, "message": Chase(task="screening/x")}), ROOT, ROOT_KEY.private)
    for spoken in (desk, root):
        with pytest.raises(Refused, match="about nothing else"):
            heard(tale, spoken)


def test_the_root_s_words_are_the_root_s_and_nobody_s_name_stands_on_them() -> None:
    tale = Tale().lodge()
    with pytest.raises(Refused, match="Only the root speaks about keys"):
        tale.root(TRUST, by=people.DIRECTORY.speaker("asha"))


def test_a_public_half_that_is_another_key_s_is_refused() -> None:
    tale = Tale().lodge()
    with pytest.raises(Refused, match="does not belong to the key"):
        tale.root(TrustKey(key=NEW.id, public=KEY.public))


@pytest.mark.parametrize("public", ["A" * 42 + "==", "not base64", ""])
def test_what_is_no_public_key_is_no_message(public: str) -> None:
    with pytest.raises(ValueError, match="public"):
        TrustKey(key=NEW.id, public=public)


def test_a_request_without_a_pinned_root_learns_of_no_key() -> None:
    tale = Tale().lodge()
    tale.known = KEY.known
    for message in (TRUST, DISTRUST):
        with pytest.raises(Refused, match="not sealed by a desk that this request knows"):
            tale.root(message)
    assert "passed" in heard(tale, sealed_with(tale, KEY))


def test_the_root_s_words_twice_change_nothing() -> None:
    tale = Tale().lodge()
    tale.root(TRUST, once="trust")
    number = tale.request.number
    tale.at += timedelta(hours=1)
    assert "counts once" in tale.root(TRUST, once="trust")
    with pytest.raises(Refused, match="trusted here already"):
        tale.root(TRUST, once="again")
    assert tale.request.number == number


def test_a_lapsed_request_that_may_be_reopened_hears_the_root_too() -> None:
    tale = Tale().lodge()
    tale.say("asha", ask(SERVICE, "methods"))
    tale.wait(60)
    assert tale.request.dormant
    tale.root(DISTRUST)
    assert "not trusted any more" in tale.refused("rae", Reopen(reason="With the stolen key."))


def test_the_keys_follow_from_the_facts_alone() -> None:
    tale = Tale().lodge()
    tale.root(TRUST)
    tale.root(DISTRUST)
    told = fold(tale.empty, tale.facts)
    assert (told.trusted, told.distrusted) == ({NEW.id: NEW.public}, (KEY.id,))
    assert told == tale.request
    assert turns.ring(told, tale.at).happened == ()

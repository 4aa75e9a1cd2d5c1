"""Looking for ourselves that each fact was said: what a workflow tells, or records hold, is not taken for it.

A fact is vouched for if

- its kind needs no speech, because time brings it, or an errand, or because it only says what else has happened
  (`WITHOUT_SPEECH`; what is not listed needs speech, new kinds included); or
- it carries sealed speech: verified with the deployment's own keys, said to this very request, by the person who is
  named as its author, in a message that can become such a fact (`BECOMES`: a chaser's seal opens no gate); or
- it follows such a fact. One message may become several facts: the first carries the speech, and those right behind
  it have the same author and the same instant. So we look back, number by number, for as long as both are the same,
  to the nearest that carries speech.
"""

from collections.abc import Callable, Iterable

from pydantic import AwareDatetime

from policy.value import Stored
from sharing.becoming import BECOMES, ENDS_BY_ITSELF, WITHOUT_SPEECH
from sharing.facts import Closed, Happened
from sharing.messages import Said
from sharing.refused import Refused
from sharing.spoken import verify

Earlier = Callable[[int], Happened | None]
"""The fact of that number, as the records have it; or None."""


class Ring(Stored):
    """The keys that a deployment believes: id -> public half in base64, the root's under `root`.

    Keys of former days stay in it, for what was said then. `distrusted`: since when (UTC) one is believed no more.
    """

    keys: dict[str, str]
    distrusted: dict[str, AwareDatetime] = {}

    @property
    def believed(self) -> dict[str, str]:
        """The keys that new requests may pin: all but the distrusted."""
        return {key: public for key, public in self.keys.items() if key not in self.distrusted}


class Unsaid(Exception):
    """A fact that nobody is known to have said, or not so; `fact` is the one, the text a sentence or two."""

    def __init__(self, fact: Happened, why: str) -> None:
        super().__init__(why)
        self.fact = fact
        self.why = why


class Vouching:
    """Looks for the speech behind the facts of one request, told together; `earlier` knows those before."""

    def __init__(self, reference: str, facts: Iterable[Happened], ring: Ring, earlier: Earlier) -> None:
        self._reference = reference
        self._facts = {one.number: one for one in facts}
        self._ring = ring
        self._earlier = earlier
        self._heard: dict[int, Said] = {}

    def vouch(self) -> None:
        """Vouch for every fact. Raises Unsaid at the first that cannot be."""
        for one in self._facts.values():
            self.vouch_for(one)

    def vouch_for(self, one: Happened) -> None:
        """Vouch for one of the facts. Raises Unsaid."""
        if is_head(one):
            self._said(one)
        elif needs_speech(one):
            _refuse_other_kinds(one, self._said(self._head(one)))

    def _said(self, head: Happened) -> Said:
        """What was said for this fact. Raises where it was not said here, by its author, or to this end."""
        if head.number not in self._heard:
            self._heard[head.number] = self._verified(head)
        return self._heard[head.number]

    def _verified(self, head: Happened) -> Said:
        assert head.speech is not None
        try:
            said = verify(head.speech, self._ring.keys)
        except Refused as refused:
            raise Unsaid(head, refused.sentence) from refused
        if said.reference != self._reference:
            raise Unsaid(head, "Its speech was said to another request.")
        if head.by is None or said.by.person != head.by.person:
            raise Unsaid(head, "Its speech is somebody else's.")
        since = self._ring.distrusted.get(head.speech.key_id)
        if since is not None and said.at >= since and not self._is_kept(head):
            raise Unsaid(head, f"It was said after its key {head.speech.key_id} was distrusted.")
        _refuse_other_kinds(head, said)
        return said

    def _is_kept(self, one: Happened) -> bool:
        known = self._earlier(one.number)
        return known is not None and known.digest == one.digest

    def _head(self, one: Happened) -> Happened:
        """The fact that carries the speech which `one` came from. Raises where there is none."""
        fact: Happened | None = one
        while fact is not None and one.by is not None and (fact.by, fact.at) == (one.by, one.at):
            if is_head(fact):
                return fact
            number = fact.number - 1
            fact = self._facts.get(number) or (self._earlier(number) if number > 0 else None)
        raise Unsaid(one, "Nobody is known to have said it.")


def is_head(one: Happened) -> bool:
    """Whether a fact carries speech. An unheard message proves nothing, whatever seal it shows."""
    return one.speech is not None and one.fact.kind != "message-refused"


def needs_speech(one: Happened) -> bool:
    """Whether somebody has to have said this."""
    if isinstance(one.fact, Closed):
        return one.by is not None or one.fact.outcome not in ENDS_BY_ITSELF
    return one.fact.kind not in WITHOUT_SPEECH


def _refuse_other_kinds(one: Happened, said: Said) -> None:
    if one.fact.kind not in BECOMES.get(said.message.kind, frozenset()):
        raise Unsaid(one, f"It cannot come of a message {said.message.kind!r}.")

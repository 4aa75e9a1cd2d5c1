"""Telling open requests which keys to believe: the root's words, sealed for each, until every one has heard them."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple

from records import SqlRecords
from records.reading import Wish
from sharing.facts import Happened, KeyDistrusted, KeyTrusted
from sharing.messages import DistrustKey, Said, Speaker, TrustKey
from sharing.refused import Refused
from sharing.spoken import ROOT, Spoken, seal
from starter.desk import PENDING, Desk
from starter.unreached import Unreached
from wiring.sealing import SealingKey

HEARING = ("open", "dormant")
"""The states in which a request still hears somebody: a lapsed one may be reopened."""


WITHOUT_ROOT = (
    "Replace its workflow by one that pins today's keys (`starter mend {reference} --replace`); until then the "
    "records keep nothing that a distrusted key says to it."
)


class Reached(NamedTuple):
    """Whether a request knows of the key now; if not, why, and who can mend it."""

    reference: str
    knows: bool
    sentence: str


async def tell_all(
    desk: Desk, records: SqlRecords, message: TrustKey | DistrustKey, root: SealingKey, at: datetime
) -> AsyncIterator[Reached]:
    """Tell every request that can still hear. Those that know are passed over, so that it can be done again."""
    for reference in _hearing(records):
        yield await _tell(desk, records, reference, sealed(reference, message, root, at), message)


def sealed(reference: str, message: TrustKey | DistrustKey, root: SealingKey, at: datetime) -> Spoken:
    """The root's words to one request. Said again they are the same act."""
    said = Said(
        reference=reference,
        once=f"{message.kind}/{message.key}",
        revision=0,
        at=at,
        message=message,
        by=Speaker(person=ROOT, organisation=ROOT),
    )
    return seal(said, ROOT, root.private)


def _hearing(records: SqlRecords) -> list[str]:
    found = [one.reference for one in records.unstarted()]
    for state in HEARING:
        after: str | None = None
        while True:
            page = records.requests(Wish(state=state), after)
            found += [one.reference for one in page.requests]
            after = page.after
            if after is None:
                break
    return list(dict.fromkeys(sorted(found)))


async def _tell(
    desk: Desk, records: SqlRecords, reference: str, spoken: Spoken, message: TrustKey | DistrustKey
) -> Reached:
    pinned = json.loads(records.lodging(reference).opening).get("keys", {})
    if any(_is_known(one, message) for one in records.history(reference)):
        return Reached(reference, True, "It knows already.")
    if isinstance(message, TrustKey) and message.key in pinned:
        return Reached(reference, True, "It was opened with this key.")
    try:
        receipt = await desk.hand_in(reference, spoken)
    except Unreached as away:
        return Reached(reference, False, f"{away} Then do this again.")
    except Refused as refused:
        why = f"{refused}" if ROOT in pinned else f"It was opened before there was a root. {WITHOUT_ROOT}"
        return Reached(reference, False, why.format(reference=reference))
    if receipt.sentence == PENDING:
        return Reached(reference, False, "The words wait at the server for a worker; do this again to see.")
    return Reached(reference, True, receipt.sentence)


def _is_known(one: Happened, message: TrustKey | DistrustKey) -> bool:
    kind = KeyTrusted if isinstance(message, TrustKey) else KeyDistrusted
    return isinstance(one.fact, kind) and one.fact.key == message.key

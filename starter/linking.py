"""What a new request is linked to: earlier refusals of the same, and the one that it asks to reconsider."""

from records import SqlRecords
from records.reading import Wish
from sharing.messages import Asset, Earlier, Organisation
from sharing.refused import Refused

MOST_EARLIER = 10


def linked(
    records: SqlRecords, reconsiders: str, bodies: tuple[Organisation, ...], assets: tuple[Asset, ...]
) -> dict[str, object]:
    """Earlier refusals of the same, which lie before the decider; and who may not act on a reconsideration.

    Raises Refused where what is to be reconsidered has not ended.
    """
    earlier = {one.reference: one for one in _refused_before(records, bodies, assets)}
    barred: set[str] = set()
    if reconsiders:
        ended = records.request(reconsiders)
        if ended is None or ended.outcome is None:
            raise Refused(f"{reconsiders} is not a request that has ended, so there is nothing to reconsider.")
        earlier[reconsiders] = Earlier(reference=reconsiders, outcome=str(ended.outcome))
        barred = {one.person for one in records.people_who_acted(reconsiders)} - {ended.requester}
    return {"reconsiders": reconsiders, "barred": tuple(sorted(barred)), "earlier": tuple(earlier.values())}


def _refused_before(
    records: SqlRecords, bodies: tuple[Organisation, ...], assets: tuple[Asset, ...]
) -> list[Earlier]:
    """What one of these bodies asked of one of these assets and was refused, newest first."""
    theirs, wanted = {body.key for body in bodies}, {asset.key for asset in assets}
    found = [
        one
        for body in bodies
        for one in records.requests(Wish(state="refused", text=body.key)).requests
        if theirs & {each.key for each in one.organisations} and wanted & {each.key for each in one.assets}
    ]
    return [Earlier(reference=one.reference, outcome=str(one.outcome)) for one in found[:MOST_EARLIER]]

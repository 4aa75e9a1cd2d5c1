"""A seal is good for one request and one use: sealed words cannot be played again, here or elsewhere."""

from sqlalchemy import Connection, exists, insert, select

from records.faults import SealUsed
from records.rows import plain
from records.seal_tables import seals
from records.tables import divergences
from sharing.facts import Happened
from sharing.spoken import seal_digest


def use_seal(connection: Connection, reference: str, branch: int, one: Happened) -> None:
    """Note that a fact uses its seal. Raises SealUsed where another fact that counts, or another request, has.

    What a newer branch has hidden does not count: after a reset the same words may come under another number.
    """
    if one.speech is None or one.fact.kind == "message-refused":
        return
    seal = seal_digest(one.speech)
    hidden = exists().where(
        divergences.c.reference == seals.c.reference,
        divergences.c.branch > seals.c.branch,
        divergences.c.number <= seals.c.number,
    )
    known = select(seals.c.reference, seals.c.number, hidden.label("hidden")).where(seals.c.seal == seal)
    for row in connection.execute(known):
        if row.reference != reference or not row.hidden:
            raise SealUsed(
                f"Fact {one.number} of {reference} ({one.fact.kind}) is not kept: its seal was used before, for fact "
                f"{row.number} of {row.reference}. Sealed words count once; find out who sent them again."
            )
    use = {"seal": seal, "branch": branch, "reference": plain(reference), "number": one.number}
    connection.execute(insert(seals), use)

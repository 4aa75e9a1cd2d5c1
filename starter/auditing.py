"""Looking at a whole case from the records and public keys alone: what holds, and what does not."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from policy.value import digest
from records import Head, SqlRecords
from records.faults import RecordsUnusable
from sharing.commissioning import standing
from sharing.facts import EntryDrafted, EntryPublished, Happened
from sharing.following import follow
from sharing.history import fold
from sharing.request import Request
from sharing.spoken import seal_digest
from sharing.vouching import Ring, Unsaid, Vouching, is_head
from wiring.sealing import signed

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEPT_AT_HOME = frozenset({"digest", "document", "fixed_copy", "sha256"})
"""Fields of facts that name something in the records by its SHA-256."""


class Finding(NamedTuple):
    """One thing that was looked at: whether it holds, and a sentence. `odd` holds, but somebody should look."""

    holds: bool
    what: str
    odd: bool = False


class Audit:
    """Looks at one case. `ring` are the public keys that this installation believes, or once did."""

    def __init__(self, records: SqlRecords, ring: Ring, reference: str) -> None:
        self._records = records
        self._ring = ring
        self._reference = reference

    def findings(self) -> Iterator[Finding]:
        """All that was looked at, in order. Raises LookupError where no such request was lodged."""
        try:
            empty = self._records.opened(self._reference)
            facts = self._records.history(self._reference)
        except RecordsUnusable as wrong:
            yield Finding(False, str(wrong))
            return
        yield self._rules(empty)
        yield self._numbers(facts)
        yield from self._rows(facts)
        yield from self._speech(facts)
        yield self._used_once(facts)
        yield from self._course(empty, facts)
        yield from self._contents(facts)
        yield from self._register(empty, facts)
        for one in self._records.divergences(self._reference):
            yield Finding(True, f"From fact {one.number} on a newer run counts (branch {one.branch}).", odd=True)

    def _rules(self, empty: Request) -> Finding:
        try:
            kept = self._records.scheme(empty.rules.digest).pinned()
        except (LookupError, RecordsUnusable) as wrong:
            return Finding(False, f"The scheme that it was lodged under: {wrong}")
        return Finding(kept == empty.rules, "The rules are those of the scheme that it was lodged under.")

    def _numbers(self, facts: tuple[Happened, ...]) -> Finding:
        numbers = [one.number for one in facts]
        whole = bool(facts) and numbers == list(range(1, len(facts) + 1))
        return Finding(whole, f"The numbers of its {len(facts)} facts have no gap.")

    def _rows(self, facts: tuple[Happened, ...]) -> Iterator[Finding]:
        """What stands beside each fact in its row: its digest; and when it was kept."""
        rows = {row.number: row for row in self._records.rows_of(self._reference)}
        wrong = [one.number for one in facts if one.number not in rows or rows[one.number].digest != one.digest]
        yield Finding(not wrong, f"Every fact has the digest that it was kept under{_but(wrong)}.")
        for one in filter(is_head, facts):
            assert one.speech is not None
            since = self._ring.distrusted.get(one.speech.key_id)
            if since is not None and one.number in rows and rows[one.number].kept_at >= since:
                yield Finding(
                    True,
                    f"Fact {one.number} is sealed with {one.speech.key_id} and was kept after that key was "
                    "distrusted, though it claims to be older. Ask its author.",
                    odd=True,
                )

    def _speech(self, facts: tuple[Happened, ...]) -> Iterator[Finding]:
        vouching = Vouching(self._reference, facts, self._ring, lambda number: None)
        wrong = [unsaid for one in facts if (unsaid := _unsaid(vouching.vouch_for, one))]
        sealed = sum(1 for one in facts if is_head(one))
        yield Finding(not wrong, f"Every fact was said, or needs nobody to say it; {sealed} carry sealed speech.")
        for unsaid in wrong:
            yield Finding(False, f"Fact {unsaid.fact.number} ({unsaid.fact.fact.kind}): {unsaid.why}")

    def _used_once(self, facts: tuple[Happened, ...]) -> Finding:
        seals = [seal_digest(one.speech) for one in facts if one.speech is not None and is_head(one)]
        return Finding(len(set(seals)) == len(seals), "Every seal was used once.")

    def _course(self, empty: Request, facts: tuple[Happened, ...]) -> Iterator[Finding]:
        """Whether each fact follows by the rules, and whether lists and pages show their sum."""
        try:
            follow(empty, facts, self._ring.keys)
            yield Finding(True, "Every fact follows by the rules from those before it.")
        except Unsaid as unsaid:
            yield Finding(False, f"Fact {unsaid.fact.number} ({unsaid.fact.fact.kind}) does not follow. {unsaid.why}")
        except (ValueError, LookupError) as wrong:
            yield Finding(False, f"The facts do not follow from each other: {wrong}")
        try:
            told = standing(fold(empty, facts)) if facts else None
        except (ValueError, LookupError) as wrong:
            yield Finding(False, f"The facts make no request: {wrong}")
            return
        listed = self._records.request(self._reference)
        same = told is not None and listed is not None and _shown(listed) == _shown(told)
        yield Finding(same, "What lists and pages show of it is the sum of its facts.")

    def _contents(self, facts: tuple[Happened, ...]) -> Iterator[Finding]:
        named = {sha256 for one in facts for sha256 in _named(json.loads(one.fact.model_dump_json()))}
        wrong = []
        for sha256 in sorted(named):
            try:
                whole = digest(self._records.content(sha256).content) == sha256
            except (LookupError, RecordsUnusable):
                whole = False
            wrong += [] if whole else [sha256[:12]]
        yield Finding(not wrong, f"All {len(named)} texts and documents that its facts name are whole{_but(wrong)}.")

    def _register(self, empty: Request, facts: tuple[Happened, ...]) -> Iterator[Finding]:
        steps = [step for step in empty.rules.path if step.kind == "publication"]
        entries = self._records.register().versions(self._reference, steps[0].published_on) if steps else ()
        drafted = {one.fact.version: one.fact.fields for one in facts if isinstance(one.fact, EntryDrafted)}
        told = {one.fact.version for one in facts if isinstance(one.fact, EntryPublished)}
        same = all(drafted.get(entry.version) == entry.fields for entry in entries)
        there = told == {entry.version for entry in entries}
        if entries or told:
            yield Finding(same and there, "The register has what was drafted and checked, and nothing else.")


def chain(records: SqlRecords, ring: Ring) -> Iterator[Finding]:
    """The heads, one finding each: signed with a key that is believed, linked, and true of the facts as they are."""
    before: Head | None = None
    for head in records.heads():
        wrong = _wrong_with(head, before, ring) or _changed(records, head, before)
        words = f"Head {head.number} of {head.day}, over {head.facts} facts ({head.digest[:16]})"
        yield Finding(not wrong, f"{words}: {wrong}" if wrong else f"{words}.")
        before = head
    left = records.summed(before.upto if before else 0).facts
    if left:
        yield Finding(True, f"{left} facts are newer than the last head: nothing vouches for them yet.", odd=True)


def _wrong_with(head: Head, before: Head | None, ring: Ring) -> str:
    public = ring.keys.get(head.key_id)
    if public is None or not signed(head.signed, public, head.signature):
        return "it is not signed by a key on the ring."
    since = ring.distrusted.get(head.key_id)
    if since is not None and head.made_at >= since:
        return "it was signed after its key was distrusted."
    number, previous = (before.number, before.digest) if before else (0, "")
    if (head.number, head.previous) != (number + 1, previous):
        return "it does not name the head before it: a head was changed, or is gone."
    return ""


def _changed(records: SqlRecords, head: Head, before: Head | None) -> str:
    summed = records.summed(before.upto if before else 0, head.upto)
    if (summed.facts, summed.digest) == (head.facts, head.facts_digest):
        return ""
    return f"what it signed is not what stands there now: {summed.facts} facts, one of them changed or gone."


def _unsaid(vouch: Callable[[Happened], None], one: Happened) -> Unsaid | None:
    try:
        vouch(one)
    except Unsaid as unsaid:
        return unsaid
    return None


def _shown(where: Any) -> tuple[Any, ...]:
    """What a list shows of a request, of a read model or of a standing that was worked out."""
    names = (
        "scheme",
        "number",
        "revision",
        "state",
        "outcome",
        "requester",
        "organisations",
        "assets",
        "lodged_at",
        "at",
    )
    tasks = sorted(where.awaited, key=lambda task: task.key)
    return (*(getattr(where, name) for name in names), sorted(where.steps), tasks)


def _named(told: Any, name: str = "") -> Iterator[str]:
    """The digests that a fact names."""
    if isinstance(told, dict):
        for key, inner in told.items():
            yield from _named(inner, key)
    elif isinstance(told, list):
        for inner in told:
            yield from _named(inner, name)
    elif isinstance(told, str) and name in _KEPT_AT_HOME and _DIGEST.fullmatch(told):
        yield told


def _but(wrong: list[Any]) -> str:
    return f", but not {', '.join(map(str, wrong))}" if wrong else ""

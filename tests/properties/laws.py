"""The laws that no fact may break, each checked against what was remembered before it happened."""

from policy.working_days import local_day
from sharing.facts import (
    Advised,
    AgreementOrdered,
    By,
    Closed,
    Decided,
    DepartureDecided,
    EntryChecked,
    EntryPublished,
    Happened,
    OpinionGiven,
    PublicationOrdered,
    Signed,
)
from tests.properties.entitled import (
    IN_PERSON,
    OUTSIDE,
    PEOPLE,
    VERSION,
    barred_side,
    requester_side,
    staff,
    stands_in,
)
from tests.properties.memory import COUNCIL, OFFICER, OWNER, Memory

SPOKEN_BY: dict[str, tuple[str, ...]] = {
    "lodged": ("requester", "onward-sharing-service"),
    "answered": ("requester",),
    "narrowed": ("requester",),
    "reopened": ("requester",),
    "revised": ("requester", OWNER, "disclosure-control", "third-party-owner"),
    "screened": ("onward-sharing-service",),
    "triaged": ("onward-data-sharing-group",),
    "publication-concluded": ("onward-sharing-service",),
    "terms-proposed": ("onward-sharing-service",),
    "advised": ("onward-data-sharing-group",),
    "decided": (OWNER, COUNCIL, OFFICER),
    "escalated": (OWNER, COUNCIL, OFFICER, "onward-data-sharing-group"),
    "departure-sought": (OWNER, COUNCIL, OFFICER, "onward-data-sharing-group", "onward-sharing-service"),
    "departure-decided": ("permanent-secretary",),
    "agreement-ordered": ("onward-sharing-service",),
    "agreement-screened": ("onward-data-sharing-group",),
    "signed": ("requester", OWNER, COUNCIL),
    "entry-drafted": ("onward-sharing-service",),
    "entry-screened": ("legal-and-data-services",),
    "entry-exempted": ("legal-and-data-services",),
    "assurance-given": ("legal-and-data-services",),
    "entry-checked": ("communications",),
    "publication-ordered": ("communications",),
    "marked-urgent": ("onward-data-sharing-group",),
    "clock-extended": ("operator",),
    "clocks-paused": ("operator",),
    "clocks-resumed": ("operator",),
}
"""In which offices facts of a kind are said; those by nobody in particular are not listed."""

JUDGING = frozenset({"screened", "triaged", "opinion-given", "advised", "decided", "departure-decided"})
"""Facts that say something about the request as it stands."""

BY_TIME = frozenset(
    {"reminded", "chased", "stall-reported", "lapse-warned", "approval-returned", "closed", "awaited-changed"}
)
"""All that time alone may bring."""

EXCLUDING = (
    ("first-screener", "assurer"),
    ("legal-adviser", "assurer"),
    ("osdg-adviser", "assurer"),
    ("ethics-scrutineer", "assurer"),
    ("first-screener", "decider"),
    ("ethics-author", "ethics-scrutineer"),
    ("decider", "osdg-adviser"),
    ("decider", "reviewer"),
    ("register-drafter", "third-screener"),
)
ROLES = {
    "screened": ("first-screener",),
    "triaged": ("osdg-adviser",),
    "advised": ("osdg-adviser",),
    "agreement-screened": ("osdg-adviser",),
    "decided": ("decider",),
    "entry-drafted": ("register-drafter",),
    "entry-screened": ("third-screener",),
    "entry-exempted": ("third-screener",),
    "assurance-given": ("assurer",),
}
OPINION_ROLES = {
    "legal": ("legal-adviser", "reviewer"),
    "ethics": ("ethics-author", "reviewer"),
    "legal-and-data-services": ("ethics-scrutineer", "reviewer"),
    "data-protection": ("reviewer",),
    "security": ("reviewer",),
    "data-governance": ("reviewer",),
    "communications": ("reviewer",),
}


def obeys(memory: Memory, happened: Happened) -> None:
    """Fails where a fact breaks a law, given all that happened before it."""
    before = memory.facts[-1] if memory.facts else None
    assert happened.number == (before.number if before else 0) + 1, "facts are numbered without gaps"
    assert before is None or happened.at >= before.at, "history does not run backwards"
    _was_entitled(memory, happened)
    _acted_in_no_excluding_roles(memory, happened)
    if happened.fact.kind in JUDGING and happened.speech is not None:
        assert happened.speech.said["revision"] == memory.revision, "whoever judges has seen the revision that stands"
    match happened.fact:
        case Decided():
            _was_decided_rightly(memory, happened, happened.fact)
        case DepartureDecided():
            assert happened.by is not None, "exceptions are granted in person"
            assert happened.by.for_person is None, "exceptions are granted in person"
        case OpinionGiven() | Advised():
            assert happened.fact.revision == memory.revision, "an opinion is on the revision that stands"
        case AgreementOrdered():
            assert memory.deciding, "there is something to agree on"
            assert all(memory.approved(asset) for asset in memory.deciding), "an agreement follows every approval"
        case Signed():
            assert memory.passed, "what is signed passed the group's screening"
            # After a reset people's words come before the document is there again; other bytes let them fall.
            assert memory.document in ("", memory.passed), "what is signed was screened in these very bytes"
        case EntryChecked():
            assert memory.entry_passed, "the check follows the third screening"
        case PublicationOrdered() | EntryPublished():
            _may_be_published(memory, happened.fact)
        case Closed():
            _ended_rightly(memory, happened, happened.fact)
        case _:
            pass


def _was_entitled(memory: Memory, happened: Happened) -> None:
    by, kind = happened.by, happened.fact.kind
    if kind in SPOKEN_BY:
        assert by is not None, f"{kind} was said by somebody"
        assert by.office in SPOKEN_BY[kind], f"{kind} was said by {by.office}"
    if by is None or memory.lodged is None:
        return
    if by.office == "requester":
        assert by.person in requester_side(memory.lodged.requester, memory.bodies), (
            "only the requester's side speaks as the requester"
        )
        return
    assert by.person not in barred_side(memory.lodged.requester, memory.bodies), (
        "nobody acts on the request of their own organisation"
    )
    if kind == "conflict-declared":
        assert by.person in staff(happened.at, memory.facts), "only somebody who could act declares a conflict"
        return
    assert by.office, f"{kind} was said without an office"
    _held_the_office(memory, happened, by)


def _held_the_office(memory: Memory, happened: Happened, by: By) -> None:
    asset = getattr(happened.fact, "asset", None) if happened.fact.kind in ("decided", "opinion-given") else None
    asset = asset if by.office in (OWNER, "third-party-owner") else None
    stead = stands_in(by.person, by.office, asset, local_day(happened.at), memory.facts)
    assert by.for_person in stead, f"{by.person} did not hold {by.office} for {asset} in the stead of {by.for_person}"
    assert by.office in OUTSIDE or PEOPLE[by.person].acknowledged == VERSION, "staff have acknowledged the policy"
    assert by.office not in IN_PERSON or by.for_person is None, f"{by.office} acts in person"
    assert not {by.person, by.for_person} & memory.conflicts, "a declared conflict bars from acting"


def roles_of(happened: Happened) -> tuple[str, ...]:
    fact = happened.fact
    return OPINION_ROLES.get(fact.office, ()) if isinstance(fact, OpinionGiven) else ROLES.get(fact.kind, ())


def _acted_in_no_excluding_roles(memory: Memory, happened: Happened) -> None:
    now, by = roles_of(happened), happened.by
    if by is None or not now:
        return
    excluded = {b for a, b in EXCLUDING if a in now} | {a for a, b in EXCLUDING if b in now}
    for earlier in memory.facts:
        if earlier.by is None or not excluded.intersection(roles_of(earlier)):
            continue
        same = {by.person, by.for_person} & {earlier.by.person, earlier.by.for_person} - {None}
        assert not same, f"{same} acted as {roles_of(earlier)} and as {now}"


def _was_decided_rightly(memory: Memory, happened: Happened, fact: Decided) -> None:
    asset = next((one for one in memory.deciding if one.key == fact.asset), None)
    assert asset is not None, "a decision is about an asset that is asked for"
    assert memory.advised is not None, "advice precedes the decision"
    assert memory.advised.revision == memory.revision, "advice precedes the decision"
    assert fact.revision == memory.revision
    holder = memory.right_to_decide(asset)
    besides = OFFICER if memory.triaged and memory.triaged.complex else ""
    assert fact.office in (holder, besides), f"{fact.office} decided what {holder} has to decide"
    assert (fact.asset, fact.office) not in memory.decided, "nobody decides twice"
    if fact.outcome != "approve":
        return
    assert not memory.missing(asset), f"approved without the opinion of {memory.missing(asset)}"
    assert not memory.closed_gates(asset, happened.at), f"approved past {memory.closed_gates(asset, happened.at)}"
    if memory.advised.outcome == "do-not-share" and fact.office == holder:
        assert holder == COUNCIL, "an approval against the advice is the Council's"


def _may_be_published(memory: Memory, fact: PublicationOrdered | EntryPublished) -> None:
    assert memory.document, "the agreement passed its screening"
    assert memory.passed == memory.document, "the agreement passed its screening"
    unsigned = memory.parties() - set(memory.signed)
    assert not unsigned, f"published before {unsigned} signed"
    assert memory.entry is not None, "the current version is published"
    assert memory.entry.version == fact.version, "the current version is published"
    assert memory.entry_passed, "published without the third screening"
    assert memory.entry_checked, "published without the check of suitability and accessibility"


def _ended_rightly(memory: Memory, happened: Happened, fact: Closed) -> None:
    if fact.outcome in ("published", "exempt") or (fact.outcome == "refused" and happened.by is None):
        instead = {asset.key for asset in memory.assets if memory.published_instead(asset)}
        assert instead <= memory.concluded, "no publication of data is left undecided"
    match fact.outcome:
        case "published":
            assert any(one.fact.kind == "entry-published" for one in memory.facts), "published means an entry"
        case "exempt":
            assert any(one.fact.kind == "entry-exempted" for one in memory.facts), "exempt means a ground"
        case "refused":
            assert any(isinstance(one.fact, Decided) and one.fact.outcome == "refuse" for one in memory.facts)
        case "lapsed":
            assert happened.by is None
            assert not memory.signed or memory.parties() - set(memory.signed), "an agreed share does not lapse"
        case "withdrawn":
            assert happened.by is not None
            assert happened.by.office == "requester"
        case "closed-by-operator":
            assert happened.by is not None
            assert happened.by.office == "operator"
            assert not memory.signed, "an operator closes nothing that is signed"
        case "data-published" | "data-not-published":
            assert {asset.key for asset in memory.assets} <= memory.concluded, "each of the data has its ending"
        case _:
            assert memory.facts[-1].fact.kind == "screened", "a way out is screened"

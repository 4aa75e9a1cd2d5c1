"""A scheme's path as a Mermaid state diagram: steps, seats, ways out, the ladder, the ends."""

from collections.abc import Iterator

from policy.scheme import (
    Advice,
    Agreement,
    Decision,
    Publication,
    Reviewer,
    Reviews,
    Rules,
    Screening,
    Step,
)
from sharing.steps.screening import ENDS

Lines = Iterator[str]
PUBLISHED = "data-published"


def diagram(rules: Rules) -> str:
    """The whole diagram, without the fence around it."""
    return "\n".join(["stateDiagram-v2", "    direction TB", *(f"    {line}" for line in _lines(rules))])


def _lines(rules: Rules) -> Lines:
    for step in rules.path:
        yield from _step(rules, step)
    yield from _order(rules)
    for step in rules.path:
        yield from _exits(rules, step)
    if PUBLISHED in _outcomes(rules):
        yield f'state "{rules.title(rules.publication_by)}: publication of the data" as publication'
        yield f"publication --> {_end(PUBLISHED)}"
        yield f"publication --> {_end('data-not-published')}: a restriction"
    for outcome in _outcomes(rules):
        yield f'state "Ended: {outcome.replace("-", " ")}" as {_end(outcome)}'
        yield f"{_end(outcome)} --> [*]"


def _name(*parts: str) -> str:
    return "__".join(part.replace("-", "_") for part in parts)


def _end(outcome: str) -> str:
    return _name("ended", outcome)


def _step(rules: Rules, step: Step) -> Lines:
    yield f'state "{step.title}" as {_name(step.key)} {{'
    yield from (f"    {line}" for line in _inside(rules, step))
    yield "}"


def _inside(rules: Rules, step: Step) -> Lines:
    match step:
        case Screening():
            yield from _chain(rules, step, (step.office,))
        case Reviews():
            for place, seat in enumerate(step.panel):
                yield from ("--",) if place else ()
                yield from _seat(rules, step, seat)
        case Advice():
            yield from _chain(rules, step, (step.terms_by, step.office), ("lays draft terms before it",))
        case Decision():
            yield from _ladder(rules, step)
        case Agreement():
            yield from _signing(rules, step)
        case Publication():
            offices = (step.drafted_by, step.screened_by, step.checked_by)
            yield from _chain(rules, step, offices, ("drafted", "screened"))
            for office in offices[1:]:
                yield f"{_name(step.key, office)} --> {_name(step.key, step.drafted_by)}: returned"


def _who(rules: Rules, step: Step, office: str, suffix: str = "") -> str:
    return f'state "{rules.title(office)}{suffix}" as {_name(step.key, office)}'


def _chain(rules: Rules, step: Step, offices: tuple[str, ...], said: tuple[str, ...] = ()) -> Lines:
    """One office after the other."""
    for office in dict.fromkeys(offices):
        yield _who(rules, step, office)
    yield f"[*] --> {_name(step.key, offices[0])}"
    for before, after, words in zip(offices, offices[1:], said, strict=False):
        yield f"{_name(step.key, before)} --> {_name(step.key, after)}: {words}"
    yield f"{_name(step.key, offices[-1])} --> [*]"


def _seat(rules: Rules, step: Reviews, seat: Reviewer) -> Lines:
    yield _who(rules, step, seat.office, ", for each asset" if seat.per_asset else "")
    when = asked_when(seat)
    yield f"[*] --> {_name(step.key, seat.office)}{f': {when}' if when else ''}"
    yield f"{_name(step.key, seat.office)} --> [*]"


def asked_when(seat: Reviewer) -> str:
    """When a seat is asked, if not always."""
    if seat.only_with_third_party:
        return "only where the asset has an outside owner"
    if seat.only_if:
        return f"only if {seat.only_if.question.rpartition('.')[2]} is {seat.only_if.answer}"
    return ""


def _ladder(rules: Rules, step: Decision) -> Lines:
    owner, above = _name(step.key, step.office), _name(step.key, step.escalates_to)
    yield _who(rules, step, step.office, ", for each asset")
    yield _who(rules, step, step.escalates_to)
    yield f"[*] --> {owner}"
    yield f"[*] --> {above}: an asset without an owner, or the group escalates"
    yield f"{owner} --> {above}: escalated, or approved against the advice"
    yield f"{owner} --> [*]"
    yield f"{above} --> [*]"
    yield "--"
    yield _who(rules, step, step.besides_if_complex, ", besides the owner")
    yield f"[*] --> {_name(step.key, step.besides_if_complex)}: only if the share is complex"
    yield f"{_name(step.key, step.besides_if_complex)} --> [*]"
    for office in dict.fromkeys(one.granted_by for one in rules.departures):
        yield "--"
        yield _who(rules, step, office, ", on an exception")
        yield f"[*] --> {_name(step.key, office)}: only if an exception is asked for"
        yield f"{_name(step.key, office)} --> [*]: granted, which lifts one condition, or refused"


def _signing(rules: Rules, step: Agreement) -> Lines:
    drafts, screens = _name(step.key, step.drafted_by), _name(step.key, step.screened_by)
    signs = _name(step.key, "signatures")
    yield _who(rules, step, step.drafted_by)
    yield _who(rules, step, step.screened_by)
    yield f'state "Signatures: {rules.title(step.signed_by)} and every requesting body" as {signs}'
    yield f"[*] --> {drafts}"
    yield f"{drafts} --> {screens}: this version"
    yield f"{screens} --> {drafts}: returned"
    yield f"{screens} --> {signs}: passed, and conditions before signature fulfilled"
    yield f"{signs} --> [*]"


_DONE = {
    "screening": "passed",
    "reviews": "every seat has spoken",
    "advice": "advised",
    "decision": "every asset approved",
    "agreement": "signed by all",
    "publication": "published",
}
"""What leads from a kind of step to the next."""


def _order(rules: Rules) -> Lines:
    """Which step comes after which. Several at once go through a fork, several before through a join."""
    for step in rules.path:
        if not step.after:
            yield f"[*] --> {_name(step.key)}: lodged"
        if len(step.after) > 1:
            join = _name("all", step.key)
            yield f"state {join} <<join>>"
            yield f"{join} --> {_name(step.key)}"
    for step in rules.path:
        next_ones = [one for one in rules.path if step.key in one.after]
        source = _name(step.key)
        if len(next_ones) > 1:
            fork = _name("then", step.key)
            yield f"state {fork} <<fork>>"
            yield f"{source} --> {fork}: {_DONE[step.kind]}"
            yield from (f"{fork} --> {_into(one)}" for one in next_ones)
        else:
            yield from (f"{source} --> {_into(one)}: {_DONE[step.kind]}" for one in next_ones)


def _into(step: Step) -> str:
    return _name("all", step.key) if len(step.after) > 1 else _name(step.key)


def _exits(rules: Rules, step: Step) -> Lines:
    """Ways that leave the path, or lead back on it."""
    source = _name(step.key)
    match step:
        case Screening():
            ways: dict[str, list[str]] = {}
            for way in step.ways_out:
                ways.setdefault(_outcome(way), []).append(way)
            for outcome, names in ways.items():
                target = "publication" if outcome == PUBLISHED else _end(outcome)
                yield f"{source} --> {target}: {', '.join(names)}"
        case Reviews() if _determines(rules, step):
            yield f"{source} --> publication: an asset is not identifiable"
        case Decision():
            yield f"{source} --> {_end('refused')}: every asset refused"
            yield 'state "Requester: go on with the rest?" as narrowing'
            yield f"{source} --> narrowing: part refused"
            yield f"narrowing --> {source}: narrowed"
            yield f"narrowing --> {_end('refused')}: accepted, or silent"
        case Agreement():
            decision = rules.the(Decision)
            yield f"{source} --> {_name(decision.key)}: not signed in time, a condition failed, or terms changed"
        case Publication():
            yield f"{source} --> {_end('published')}: published"
            yield f"{source} --> {_end('exempt')}: withheld on a lawful ground"


def _determines(rules: Rules, step: Reviews) -> bool:
    """Whether a seat of this step finds out that data are to be published rather than shared."""
    asks = rules.publishes_if.question.partition(".")[0] if rules.publishes_if else ""
    return any(seat.office == asks for seat in step.panel)


def _outcome(way: str) -> str:
    return PUBLISHED if way == "to-publication" else ENDS.get(way, ("out-of-scope", ""))[0]


def _outcomes(rules: Rules) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for step in rules.path:
        match step:
            case Screening():
                found |= dict.fromkeys(_outcome(way) for way in step.ways_out)
            case Decision():
                found["refused"] = None
            case Publication():
                found |= {"published": None, "exempt": None}
    if PUBLISHED in found:
        found["data-not-published"] = None
    return tuple(found)

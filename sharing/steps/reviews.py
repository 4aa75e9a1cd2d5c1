"""Reviews: a panel scrutinises in parallel; structured opinions, each on the current revision."""

from datetime import datetime

from policy.scheme import Decision, Part, Reviewer, Reviews
from policy.value import says_something
from policy.working_days import local_day
from sharing.authority import may_act
from sharing.facts import OpinionGiven, PublicationConcluded, task_key
from sharing.hearing import (
    Heard,
    Wanted,
    awaited_or_refused,
    check_settling,
    content,
    not_awaited,
    revision,
    sealed_by_signature,
)
from sharing.messages import ConcludePublication, GiveReview, Speaker
from sharing.refused import Refused
from sharing.request import HOST, Request


def wants(request: Request, step: Reviews) -> tuple[Wanted, ...]:
    """Every seat whose opinion on the current revision is missing."""
    return tuple(
        Wanted(step=step.key, office=seat.office, what=_what(step, seat), asset=asset)
        for seat, asset in request.seats(step)
        if request.opinion(step.key, seat.office, asset) is None
    )


def done(request: Request, step: Reviews) -> bool:
    """Whether every seat has an opinion that stands."""
    return not wants(request, step)


def _what(step: Reviews, seat: Reviewer) -> str:
    return "determine" if step.what == "inform" and seat.only_if is not None else step.what


def hear_review(request: Request, message: GiveReview, speaker: Speaker, at: datetime) -> Heard:
    """A structured opinion. Empty parts, foreign gates and unlisted gateways are refused."""
    step, seat = _seat(request, message)
    asset = message.asset
    roles = ("reviewer",) if step.what == "review" else ()
    by = may_act(request, speaker, seat.office, at, asset=asset, roles=(*roles, *((seat.role,) if seat.role else ())))
    key = task_key(step.key, seat.office, asset)
    again = request.opinion(step.key, seat.office, asset) is not None
    title = request.rules.title(seat.office)
    if again and not (seat.revises and not sealed_by_signature(request)):
        raise Refused(f"{title} has already reviewed {request.reference}. A new revision would re-open it.")
    if not again:
        awaited_or_refused(request, step.key, seat.office, asset)
    _check_parts(request, seat, message)
    _check_gateways(request, seat, message, at)
    check_settling(request, seat.settles, message.settles, title)
    if message.verdict == "support-with-conditions" and not message.conditions:
        raise Refused("Name the conditions on which you support the request, or support it without.")
    opinion = OpinionGiven(
        task=key,
        office=seat.office,
        seat="" if any(one.office == seat.office for one in step.panel) else _own_seat(step, seat),
        revision=request.revision,
        asset=asset,
        verdict=message.verdict,
        parts=dict(message.parts),
        settles=dict(message.settles),
        conditions=message.conditions,
        gateways=message.gateways,
    )
    if again:
        cause = f"{step.key}-changed"
        return Heard(
            facts=(opinion, revision(request, cause, (step.key,))),
            by=by,
            sentence="The change is a new revision.",
        )
    return Heard(facts=(opinion,), by=by, sentence=f"The opinion of {title} is recorded.")


def _seat(request: Request, message: GiveReview) -> tuple[Reviews, Reviewer]:
    """The seat that speaks: an awaited one before one that has spoken, where an office sits on several panels."""
    panels = [step for step in request.rules.path if step.kind == "reviews"]
    found = [
        (step, seat)
        for step in panels
        for seat, asset in request.seats(step)
        if seat.office == message.office and asset == message.asset
    ]
    for step, seat in found:
        if task_key(step.key, seat.office, message.asset) in request.awaited:
            return step, seat
    for step, seat in found:
        if request.opinion(step.key, seat.office, message.asset) is not None:
            return step, seat
    _has_a_seat(request, panels, message)
    raise not_awaited(request, message.office, message.asset)


def _own_seat(step: Reviews, seat: Reviewer) -> str:
    """Whose seat it is that another office fills: the one that looks at the same."""
    return next(one.office for one in step.panel if one.looks_at == seat.looks_at and one.clause == seat.clause)


def _has_a_seat(request: Request, panels: list[Reviews], message: GiveReview) -> None:
    """Refuse with the better sentence: no seat at all, or no asset named."""
    known = [seat for step in panels for seat in step.panel if seat.office == message.office]
    decision = request.rules.find(Decision)
    if not known and (decision is None or decision.escalates_to != message.office):
        raise Refused(f"The office {message.office!r} has no seat on a panel of this scheme.")
    if any(seat.per_asset for seat in known) and request.asset(message.asset) is None:
        keys = ", ".join(asset.key for asset in request.assets)
        raise Refused(f"Name the asset you speak about; this request asks for {keys}.")


def _wanted(request: Request, seat: Reviewer, asset: str | None) -> tuple[Part, ...]:
    answers = request.answers(asset)
    return tuple(part for part in seat.parts if part.only_if is None or part.only_if.holds(answers))


def _check_parts(request: Request, seat: Reviewer, message: GiveReview) -> None:
    known = {part.key: part for part in seat.parts}
    extra = {show for key in message.gateways if (way := request.rules.gateway(key)) for show in way.must_show}
    for key in message.parts:
        if key not in known and key not in extra:
            raise Refused(f"This opinion has no part {key!r}; it has {', '.join(known)}.")
    for part in _wanted(request, seat, message.asset):
        if part.gateway:
            continue
        text = message.parts.get(part.key, "")
        if not says_something(text):
            raise Refused(f"The part {part.key!r} is empty ({part.title}). An opinion needs every part.")
        if part.choices and text not in part.choices:
            raise Refused(f"The part {part.key!r} is one of {', '.join(part.choices)}.")
        if part.must_name and part.must_name.lower() not in text.lower():
            raise Refused(f"The part {part.key!r} does not name {part.must_name}, which every opinion must consider.")


def _check_gateways(request: Request, seat: Reviewer, message: GiveReview, at: datetime) -> None:
    """The gateway comes from the catalogue, is open to every recipient, and what it demands is shown."""
    rules = request.rules
    if not any(part.gateway for part in seat.parts):
        if message.gateways:
            raise Refused("Only the legal opinion names the gateway.")
        return
    may_lack = message.settles.get("legal-gateway")
    if not message.gateways and not (may_lack and may_lack.verdict == "not-met"):
        raise Refused(f"Name the legal gateway from the catalogue: {', '.join(one.key for one in rules.gateways)}.")
    types = {body.type for body in request.bodies if body.type != HOST}
    for key in message.gateways:
        gateway = rules.gateway(key)
        if gateway is None:
            raise Refused(f"The catalogue has no gateway {key!r}; it has {', '.join(w.key for w in rules.gateways)}.")
        if gateway.since > local_day(at).isoformat():
            raise Refused(f"{gateway.title} may be relied on from {gateway.since}; until then another is needed.")
        if gateway.elsewhere:
            raise Refused(f"{gateway.title} leads elsewhere: {gateway.elsewhere}. Another gateway is needed here.")
        if gateway.recipients and not types <= set(gateway.recipients):
            raise Refused(
                f"{gateway.title} is open only to {', '.join(gateway.recipients)}; "
                f"this request comes from {', '.join(sorted(types))}."
            )
        for show in gateway.must_show:
            content(message.parts.get(show, ""), f"the part {show!r}, which {gateway.title} demands,")


def hear_conclusion(request: Request, message: ConcludePublication, speaker: Speaker, at: datetime) -> Heard:
    """The end of the publication task of one asset: published at a link, or not, for a restriction."""
    rules = request.rules
    by = may_act(request, speaker, rules.publication_by, at)
    awaited_or_refused(request, PUBLICATION_TASK, rules.publication_by, message.asset)
    if bool(message.link.strip()) == bool(message.restriction.strip()):
        raise Refused("Say either where the data are published (link) or what restriction keeps them back.")
    content(message.agreement_reason, "the reason for your answer on the agreement")
    content(message.code_of_practice_reason, "the reason for your answer on the Code of Practice")
    fact = PublicationConcluded(**message.model_dump(exclude={"kind"}))
    return Heard(facts=(fact,), by=by, sentence="The publication task is concluded.")


PUBLICATION_TASK = "publication-task"
"""The task's step name for data that are published rather than shared; it is no step of the path."""


def publication_wants(request: Request) -> tuple[Wanted, ...]:
    """The publication task of every asset whose data are not identifiable."""
    office = request.rules.publication_by
    return tuple(
        Wanted(step=PUBLICATION_TASK, office=office, what="conclude-publication", asset=asset.key)
        for asset in request.assets
        if request.to_publication(asset) and asset.key not in request.concluded
    )

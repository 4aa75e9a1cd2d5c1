"""Which errands a request has outstanding, and the values that they are carried out with."""

from policy.scheme import Agreement, Publication
from sharing.awaited import open_steps
from sharing.errands import Drafting, Publishing, Standing
from sharing.request import Request
from sharing.steps.agreement import agreed


def standing(request: Request) -> Standing:
    """Where the request stands, for the read models. Raises ValueError before it is lodged."""
    if request.lodged is None or request.lodged_at is None:
        raise ValueError("The request has not been lodged.")
    return Standing(
        reference=request.reference,
        scheme=request.rules.scheme,
        number=request.number,
        revision=request.revision,
        state=request.state,
        steps=tuple(step.key for step in open_steps(request)),
        outcome=request.closed.outcome if request.closed else None,
        requester=request.lodged.requester,
        organisations=request.bodies,
        assets=request.assets,
        lodged_at=request.lodged_at,
        at=request.last_moment(),
        awaited=tuple(request.awaited.values()),
    )


def drafting(request: Request) -> Drafting | None:
    """The version of the agreement that was ordered and is not drawn up yet, or None."""
    agreement, terms = request.agreement, request.terms
    if request.closed or agreement is None or agreement.drafted is not None or terms is None:
        return None
    step = request.rules.the(Agreement)
    kind = next(one for one in step.kinds if one.key == terms.agreement)
    gateways = dict.fromkeys(key for opinion in request.opinions.values() for key in opinion.gateways)
    return Drafting(
        reference=request.reference,
        scheme=request.rules.scheme,
        version=agreement.version,
        at=agreement.ordered_at,
        filing=request.filing.digest,
        agreement=kind.key,
        agreement_title=kind.title,
        starts=terms.starts,
        ends=terms.ends,
        transfer=terms.transfer,
        retention=terms.retention,
        further=terms.further,
        organisations=request.bodies,
        assets=request.deciding,
        gateways=tuple(way.title if (way := request.rules.gateway(key)) else key for key in gateways),
        exceptions=_exceptions(request),
        conditions=tuple(state.condition for state in request.conditions.values()),
        clauses=(*step.clauses, *kind.clauses),
        note=agreement.note,
    )


def _exceptions(request: Request) -> tuple[str, ...]:
    """Granted exceptions in words: which, under which clause, for what scope, until when."""
    words = []
    for key, state in request.departures.items():
        decided, departure = state.decided, request.rules.departure(key)
        if decided is not None and departure is not None and decided.outcome == "grant":
            until = f", until {decided.until:%-d %B %Y}" if decided.until else ""
            words.append(f"{departure.title} ({decided.clause}): {decided.scope}{until}")
    return tuple(words)


def publishing(request: Request) -> Publishing | None:
    """The version of the register entry that was ordered and is not published yet, or None.

    Words said again after a reset may run ahead of the drawing up; nothing is published before the document exists.
    """
    entry = request.entry
    if request.closed or entry is None or entry.ordered_at is None or entry.published is not None:
        return None
    if not agreed(request):
        return None
    step = request.rules.the(Publication)
    return Publishing(
        reference=request.reference,
        scheme=request.rules.scheme,
        published_on=step.published_on,
        version=entry.drafted.version,
        schema_version=entry.drafted.schema_version,
        at=entry.ordered_at,
        fields=entry.drafted.fields,
    )

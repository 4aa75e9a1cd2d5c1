"""How requests look to programs: the same for all who may see one, without anybody's name, and without advice."""

from datetime import date, datetime

from pydantic import BaseModel

from records import Listed
from sharing.awaited import open_steps
from sharing.messages import ShareCondition
from sharing.request import Request


class Named(BaseModel):
    """A body, a data asset or an office: its key, and what people call it."""

    key: str
    title: str


class Waiting(BaseModel):
    """A task: of which office, what, since and until when; and since when its clock stands still, if it does."""

    office: Named
    step: str
    what: str
    asset: str | None
    since: datetime
    due: datetime
    stands_still_since: datetime | None


class Question(BaseModel):
    """A question about an answer, by the key of the form's question."""

    item: str
    asks: str


class Round(BaseModel):
    """Questions that wait for the requester's answer."""

    round: int
    office: Named
    questions: list[Question]


class Condition(BaseModel):
    """A condition of an approval. `fulfilled` is null until it is verified."""

    key: str
    text: str
    evidence: str
    due: date | None
    before_signature: bool
    fulfilled: bool | None


class Decision(BaseModel):
    """What was decided on one asset, by which office, and why."""

    asset: str
    office: Named
    outcome: str
    revision: int
    reasons: str


class Agreement(BaseModel):
    """The current version of the agreement, by the digest of its fixed copy, and which parties have signed it."""

    version: int
    fixed_copy: str | None
    signed: list[str]


class Brief(BaseModel):
    """A request in a list. `state` is open, dormant (lapsed), or how it ended."""

    reference: str
    scheme: str
    state: str
    revision: int
    lodged_at: datetime
    organisations: list[Named]
    assets: list[Named]
    steps: list[str]
    waits_for: list[str]


class Requests(BaseModel):
    """A page of requests, the newest first. `after` asks for the next page; null where there is none."""

    requests: list[Brief]
    after: str | None


class Shown(BaseModel):
    """A request. `recorded` is false while it is received, but not yet heard by a worker."""

    reference: str
    scheme: str
    recorded: bool
    state: str
    revision: int
    lodged_at: datetime | None
    organisations: list[Named]
    assets: list[Named]
    steps: list[Named]
    waiting: list[Waiting]
    rounds: list[Round]
    decisions: list[Decision]
    conditions: list[Condition]
    agreement: Agreement | None
    published_at: str | None


def brief(one: Listed) -> Brief:
    """A request in a list."""
    return Brief(
        reference=one.reference,
        scheme=one.scheme,
        state=one.state,
        revision=one.revision,
        lodged_at=one.lodged_at,
        organisations=[Named(key=body.key, title=body.title or body.key) for body in one.organisations],
        assets=[Named(key=asset.key, title=asset.title) for asset in one.assets],
        steps=list(one.steps),
        waits_for=list(dict.fromkeys(task.office for task in one.awaited if task.stopped_at is None)),
    )


def shown(request: Request) -> Shown:
    """One request."""
    published = request.entry.published if request.entry else None
    return Shown(
        reference=request.reference,
        scheme=request.rules.scheme,
        recorded=request.lodged is not None,
        state=request.state,
        revision=request.revision,
        lodged_at=request.lodged_at,
        organisations=[Named(key=body.key, title=body.title or body.key) for body in request.bodies],
        assets=[Named(key=asset.key, title=asset.title) for asset in request.assets],
        steps=[Named(key=step.key, title=step.title) for step in open_steps(request)],
        waiting=_waiting(request),
        rounds=_rounds(request),
        decisions=_decisions(request),
        conditions=[_condition(state.condition, state.fulfilled) for state in request.conditions.values()],
        agreement=_agreement(request),
        published_at=published.address if published else None,
    )


def _office(request: Request, key: str) -> Named:
    return Named(key=key, title=request.rules.title(key))


def _waiting(request: Request) -> list[Waiting]:
    return [
        Waiting(
            office=_office(request, task.office),
            step=task.step,
            what=task.what,
            asset=task.asset,
            since=task.since,
            due=task.due,
            stands_still_since=task.stopped_at,
        )
        for task in sorted(request.awaited.values(), key=lambda one: one.due)
    ]


def _rounds(request: Request) -> list[Round]:
    return [
        Round(
            round=asked.number,
            office=_office(request, asked.office),
            questions=[Question(item=one.item, asks=one.asks) for one in asked.questions],
        )
        for asked in request.asked.values()
    ]


def _decisions(request: Request) -> list[Decision]:
    return [
        Decision(
            asset=one.asset,
            office=_office(request, one.office),
            outcome=one.outcome,
            revision=one.revision,
            reasons=one.reasons,
        )
        for one in (*request.decisions.values(), *request.besides.values())
    ]


def _condition(one: ShareCondition, fulfilled: bool | None) -> Condition:
    return Condition(
        key=one.key,
        text=one.text,
        evidence=one.evidence,
        due=one.due,
        before_signature=one.before_signature,
        fulfilled=fulfilled,
    )


def _agreement(request: Request) -> Agreement | None:
    state = request.agreement
    if state is None:
        return None
    copy = state.drafted.fixed_copy if state.drafted else None
    return Agreement(version=state.version, fixed_copy=copy, signed=list(state.signed))

"""What all steps give back: whom they want, and what comes of being spoken to."""

from collections.abc import Iterable
from datetime import datetime

from policy.form import Filing
from policy.scheme import Agreement
from policy.value import Stored, says_something
from sharing.facts import AnyFact, Awaited, By, Revised, TermsProposed, task_key
from sharing.messages import Asset, Organisation, ProposeTerms, Settling
from sharing.refused import Refused
from sharing.request import HOST, Request


class Wanted(Stored):
    """A task that ought to be awaited now: of which step, office, asset; `what` names its allowance."""

    step: str
    office: str
    what: str
    asset: str | None = None
    detail: str = ""

    @property
    def key(self) -> str:
        """The task's name."""
        return task_key(self.step, self.office, self.asset, self.detail)


class Heard(Stored):
    """The facts that a message became, by whom, and the sentence that its speaker is answered with."""

    facts: tuple[AnyFact, ...]
    by: By
    sentence: str


def awaited_or_refused(
    request: Request, step: str, office: str, asset: str | None = None, detail: str = ""
) -> Awaited:
    """The task that a message claims to fulfil. Raises Refused with what the request waits for instead."""
    task = request.awaited.get(task_key(step, office, asset, detail))
    if task is None:
        raise not_awaited(request, office, asset)
    return task


def not_awaited(request: Request, office: str, asset: str | None = None) -> Refused:
    """The refusal of somebody who is not awaited; it says whom the request waits for."""
    who = request.rules.title(office) + (f" for {asset}" if asset else "")
    now = "; ".join(sorted({words_for(request, task) for task in request.awaited.values()})) or "nobody"
    return Refused(f"{who} is not awaited on {request.reference} now. It waits for: {now}.")


def words_for(request: Request, task: Awaited) -> str:
    """A task in a few words: the office, and the asset where there is one."""
    return request.rules.title(task.office) + (f" ({task.asset})" if task.asset else "")


def content(text: str, what: str) -> str:
    """A text that must not be empty. Raises Refused naming what is missing."""
    if not says_something(text):
        raise Refused(f"Give {what}; it stays on record and is read by the next office and the auditor.")
    return text


def check_settling(request: Request, gates: Iterable[str], settles: dict[str, Settling], title: str) -> None:
    """Refuse unless exactly the gates that this office settles have a verdict with its evidence."""
    wanted = tuple(gates)
    for key in settles:
        if key not in wanted:
            raise Refused(f"{title} does not settle {key!r}; it settles {', '.join(wanted) or 'no condition'}.")
    for key in wanted:
        if key not in settles:
            gate = request.rules.gate(key)
            name = gate.title if gate else key
            raise Refused(f"Say in settles.{key} whether “{name}” is met, and on which evidence.")
        content(settles[key].evidence, f"the evidence for your verdict on {key!r}")


def revision(
    request: Request,
    cause: str,
    changed: Iterable[str],
    filing: Filing | None = None,
    reason: str = "",
    assets: tuple[Asset, ...] = (),
    organisations: tuple[Organisation, ...] = (),
) -> Revised:
    """The fact of a new revision. The opinions it re-opens follow from what changed; before any review, none."""
    items = tuple(changed)
    return Revised(
        revision=request.revision + 1,
        cause=cause,
        changed=items,
        filing=filing,
        reopens=reopened(request, items),
        reason=reason,
        assets=assets if assets != request.assets else (),
        organisations=organisations if organisations != request.bodies else (),
    )


def reopened(request: Request, changed: Iterable[str]) -> tuple[str, ...]:
    """The offices whose opinions fall: those re-opened by every revision, and those mapped to what changed."""
    always = {
        seat.office
        for step in request.rules.path
        if step.kind == "reviews"
        for seat in step.panel
        if seat.always_reopens
    }
    mapped = {office for item in changed for office in request.rules.impact.get(item, ())}
    return tuple(sorted(always | mapped))


def sealed_by_signature(request: Request) -> bool:
    """Whether anybody has signed: from then on scope and safeguards change by amendment only."""
    return request.agreement is not None and bool(request.agreement.signed)


def on(at: datetime) -> str:
    """An instant as a date in words, for sentences."""
    return f"{at:%-d %B %Y}"


def terms_fact(request: Request, message: ProposeTerms) -> TermsProposed:
    """Check draft terms: a known kind, open to every recipient, dates in order, nothing left empty."""
    step = request.rules.the(Agreement)
    kind = next((one for one in step.kinds if one.key == message.agreement), None)
    if kind is None:
        raise Refused(f"The agreement is one of {', '.join(one.key for one in step.kinds)}.")
    types = {body.type for body in request.bodies if body.type != HOST}
    if kind.recipients and not types <= set(kind.recipients):
        raise Refused(f"A {kind.title} is open only to {', '.join(kind.recipients)}; use another kind of agreement.")
    if message.ends <= message.starts:
        raise Refused("The agreement ends before it starts; correct the dates.")
    content(message.transfer, "how the data are transferred")
    content(message.retention, "how long the data are kept and how they are destroyed")
    return TermsProposed(**message.model_dump(exclude={"kind"}))

"""A request as `show` prints it: the description, what the answers still lack, and with --full all that was said."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from policy.form import Answer, Answers, Form, gaps
from sharing.describe import describe, plain
from sharing.messages import Settling, ShareCondition
from sharing.request import Request


def dossier(request: Request, at: datetime, form: Form | None, answers: Answers | None, full: bool) -> str:
    """The whole page, in Markdown."""
    lines = [describe(request, at)]
    if request.closed is not None and request.closed.reason:
        lines += ["", f"It ended because: {plain(request.closed.reason)}"]
    lines += _open_items(request, form, answers)
    lines += _papers(request)
    if full:
        lines += _opinions(request)
        lines += _decisions(request)
        lines += _tasks(request)
        if answers is not None:
            lines += _answers(form, answers)
    return "\n".join(lines)


def _open_items(request: Request, form: Form | None, answers: Answers | None) -> list[str]:
    if form is None or answers is None:
        sentences = [f"{key} is still open." for key in request.filing.gaps]
    else:
        sentences = [gap.sentence for gap in gaps(form, answers)]
    if not sentences:
        return []
    return ["", "#### What the answers still lack", "", *(f"- {plain(sentence)}" for sentence in sentences)]


def _papers(request: Request) -> list[str]:
    lines = []
    if request.agreement and request.agreement.drafted:
        drafted, signed = request.agreement.drafted, ", ".join(request.agreement.signed) or "nobody yet"
        lines += ["", f"#### Agreement, version {drafted.version}", ""]
        lines += [f"- Fixed copy (PDF): {drafted.fixed_copy}", f"- Document (Word): {drafted.document}"]
        lines += [f"- Signed by: {plain(signed)}"]
    if request.entry and request.entry.published:
        lines += ["", "#### Register entry", "", f"- Published at {plain(request.entry.published.address)}"]
    return lines


def _opinions(request: Request) -> Iterator[str]:
    for opinion in request.opinions.values():
        about = f" on {opinion.asset}" if opinion.asset else ""
        yield from ("", f"#### {request.rules.title(opinion.office)}{about}: {opinion.verdict.replace('-', ' ')}", "")
        yield from _parts(opinion.parts)
        yield from _settled(opinion.settles)
        yield from _conditions(opinion.conditions)
        if opinion.gateways:
            yield f"- **Legal gateway**: {', '.join(opinion.gateways)}"
    if request.advice is not None:
        yield from ("", f"#### Advice: {request.advice.outcome.replace('-', ' ')}", "")
        yield from _parts(request.advice.parts)
        yield from _settled(request.advice.settles)
        yield from _conditions(request.advice.conditions)
        if request.advice.dissent:
            yield f"- **Dissent**: {plain(request.advice.dissent)}"


def _parts(parts: dict[str, str]) -> Iterator[str]:
    for key, text in parts.items():
        yield f"- **{key}**: {plain(text)}"


def _settled(settles: dict[str, Settling]) -> Iterator[str]:
    for gate, one in settles.items():
        yield f"- **{gate}** is {one.verdict.replace('-', ' ')}: {plain(one.evidence)}"


def _conditions(conditions: tuple[ShareCondition, ...]) -> Iterator[str]:
    for one in conditions:
        when = ", before signature" if one.before_signature else ""
        yield f"- Condition **{one.key}**{when}: {plain(one.text)}"


def _decisions(request: Request) -> Iterator[str]:
    for decided in (*request.decisions.values(), *request.besides.values()):
        yield from ("", f"#### {request.rules.title(decided.office)} on {decided.asset}: {decided.outcome}", "")
        yield f"- **Reasons**: {plain(decided.reasons)}"
        yield from _conditions(decided.conditions)


def _tasks(request: Request) -> Iterator[str]:
    """Tasks by the names that operators call them by."""
    if request.awaited:
        yield from ("", "#### Open tasks, by name", "")
        yield from (f"- `{key}`" for key in request.awaited)


def _answers(form: Form | None, answers: Answers) -> Iterator[str]:
    yield from ("", "#### Answers", "")
    keys = [question.key for question in form.questions] if form else list(answers)
    for key in keys:
        if key in answers:
            question = form.question(key) if form else None
            yield f"- **{plain(question.asks) if question else key}** ({key})"
            yield from (f"    - {plain(text)}" for text in _texts(answers[key]))


def _texts(answer: Answer) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    return [
        one if isinstance(one, str) else "; ".join(f"{name}: {cell}" for name, cell in one.items()) for one in answer
    ]


def as_data(request: Request, form: Form | None, answers: Answers | None) -> dict[str, Any]:
    """The same for programs: the state without what is pinned to it, and the gaps in the answers."""
    shown = request.model_dump(mode="json", exclude={"rules", "calendar", "heard"})
    rules = {"scheme": request.rules.scheme, "version": request.rules.version, "digest": request.rules.digest}
    found = gaps(form, answers) if form is not None and answers is not None else ()
    return {**shown, "state": request.state, "rules": rules, "gaps": [gap.model_dump() for gap in found]}

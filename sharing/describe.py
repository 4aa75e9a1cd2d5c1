"""A request in Markdown, for the Temporal UI, the command line, a page. Bullets, no tables, no raw markup."""

import re
from datetime import datetime

from policy.value import unreadable
from policy.working_days import LONDON
from sharing.awaited import open_steps
from sharing.facts import Awaited
from sharing.gates import standings
from sharing.hearing import words_for
from sharing.request import Request

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~$@&])")
_LONGEST = 15_000


def plain(text: str) -> str:
    """Text that somebody typed, so that no renderer takes any of it for markup, in one line."""
    readable = "".join(character for character in text if unreadable(character) is None) if unreadable(text) else text
    one_line = " ".join(readable.split())
    return _MARKUP.sub(r"\\\1", one_line).replace("://", ":\\//").replace("www.", "www\\.")


def describe(request: Request, at: datetime) -> str:
    """Where the request stands at `at`: whose turn, until when, which gates are open, what was said."""
    lines = [f"### {request.reference}: {_state(request)}", ""]
    lines += [f"- Revision {request.revision}, {request.number} facts on record"]
    if request.lodged_at is not None:
        lines.append(
            f"- {request.elapsed(at)} working days since it was received; our aim is {request.rules.total_days}"
        )
    lines += [f"- Asset **{plain(asset.title)}** ({asset.key})" for asset in request.assets]
    if request.paused:
        lines.append("- All clocks stand still (paused by an operator)")
    if request.closing_wished and request.closed is None:
        lines.append("- **Somebody wishes to close this request.** An operator can, with a reason, by a sealed word.")
    if request.refusals:
        lines.append(f"- {request.refusals} messages were refused; see the history")
    lines += ["", "#### Whose turn", ""]
    lines += [_turn(request, task, at) for task in sorted(request.awaited.values(), key=lambda one: one.due)]
    lines += [] if request.awaited else ["- Nobody's"]
    lines += _gates(request, at)
    lines += _said(request)
    return "\n".join(lines)[:_LONGEST]


def _state(request: Request) -> str:
    if request.closed is None:
        return ", ".join(step.title for step in open_steps(request)) or "open"
    reopen = " (may be reopened)" if request.dormant else ""
    return f"{request.closed.outcome.replace('-', ' ')}{reopen}"


def _turn(request: Request, task: Awaited, at: datetime) -> str:
    due = f"{task.due.astimezone(LONDON):%a %-d %b %Y}"
    if task.stopped_at is not None:
        clock = f"clock stands still since {task.stopped_at.astimezone(LONDON):%a %-d %b %Y}"
    elif at > task.due:
        clock = f"**overdue** since {due}"
    else:
        clock = f"due {due}, {request.calendar.left(at, task.due)} working days left"
    return f"- **{plain(words_for(request, task))}** - {task.what.replace('-', ' ')}, {clock}"


def _gates(request: Request, at: datetime) -> list[str]:
    if request.triaged is None or not request.deciding:
        return []
    lines = []
    for asset in request.deciding:
        lines += ["", f"#### Conditions of the policy: {plain(asset.title)}", ""]
        for gate in standings(request, asset, at):
            said = "so far heard: " if gate.verdict == "unset" else "by "
            by = f", {said}{', '.join(request.rules.title(office) for office in gate.by)}" if gate.by else ""
            lines.append(f"- {plain(gate.title)}: **{'open' if gate.verdict == 'unset' else gate.verdict}**{by}")
    return lines


def _said(request: Request) -> list[str]:
    lines: list[str] = []
    if request.opinions:
        lines += ["", "#### Opinions on this revision", ""]
        for opinion in request.opinions.values():
            asset = f" ({opinion.asset})" if opinion.asset else ""
            lines.append(f"- {request.rules.title(opinion.office)}{asset}: {opinion.verdict.replace('-', ' ')}")
    if request.advice is not None:
        lines += ["", f"#### Advice: {request.advice.outcome.replace('-', ' ')}", ""]
    for decided in (*request.decisions.values(), *request.besides.values()):
        lines.append(f"- {request.rules.title(decided.office)}, {decided.asset}: {decided.outcome}")
    for key, state in request.departures.items():
        outcome = state.decided.outcome if state.decided else "asked for"
        lines.append(f"- Exception {key}: {outcome}")
    return lines

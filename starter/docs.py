"""The pages that are made from the schemes: `python -m starter.docs` writes them, `--check` only compares."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from policy.scheme import Allowance, Gate, Office, Reviewer, Reviews, Rules, Scheme, Screening, Step
from policy.schemes import SCHEMES
from starter.diagram import asked_when, diagram

FOLDER = Path(__file__).parent.parent / "docs" / "states"
_SEAT = ("Step", "Seat", "Looks at", "Asked", "Settles", "Clause")
_GATE = ("Condition", "Settled by", "Answer that it wants", "Lifted by", "Clause")
_OFFICE = ("Office", "Key", "Accountable to", "A delay is told to")
MADE = "<!-- Made from the scheme by `make docs`. Change the scheme, not this page. -->"


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    return {f"{scheme.key}.md": page(scheme) for scheme in SCHEMES.values()}


def page(scheme: Scheme) -> str:
    """How a request travels under one scheme: a picture, and tables of what the picture leaves out."""
    return "\n".join(_page(scheme)) + "\n"


def _page(scheme: Scheme) -> Iterator[str]:
    rules = scheme.rules
    yield from (MADE, "", f"# {scheme.title}", "")
    yield f"How a request travels under the policy of the {scheme.publisher} (version {scheme.policy_version},"
    yield f"<{scheme.source}>)."
    yield from ("", "```mermaid", diagram(rules), "```", "")
    yield from _at_any_time(rules)
    yield from ("## Steps", "")
    yield from _table(("Step", "Kind", "After", "Who"), (_step(rules, step) for step in rules.path))
    yield from ("", "## Seats", "")
    seats = [(step, seat) for step in rules.path if isinstance(step, Reviews) for seat in step.panel]
    yield from _table(_SEAT, (_seat(rules, step, seat) for step, seat in seats))
    yield from ("", "## Conditions of the policy", "")
    yield from _table(_GATE, (_gate(rules, gate) for gate in rules.gates))
    yield from ("", "## Offices", "")
    yield from _table(_OFFICE, (_office(rules, office) for office in rules.offices))
    yield from (
        "",
        "## Allowances",
        "",
        "In working days. Those marked * are assumed: the policy gives no day counts.",
    )
    yield ""
    yield from _table(("Task", "Days", "Reminders", "Chasers, days past due"), map(_allowance, rules.allowances))


def _at_any_time(rules: Rules) -> Iterator[str]:
    silence, stalling = rules.silence, rules.stalling
    yield from ("At any time:", "")
    yield "- An office that is awaited may ask the requester about items. Only its own clock stands still."
    yield "- The requester may withdraw, or change an answer: a new revision, which re-opens the opinions it touches."
    yield (
        f"- A silent requester is warned after {silence.warn_after} working days. The request lapses "
        f"{silence.lapse_after_warning} working days after a delivered warning, and may be taken up again for "
        f"{silence.reopen_calendar_days} days."
    )
    yield (
        f"- An approval that is not signed is reported after {stalling.report_after} working days, and returns to "
        f"those who gave it after {stalling.returns_after}."
    )
    yield "- An operator may close a request before the first signature. Time alone never approves anything."
    yield ""


def _step(rules: Rules, step: Step) -> tuple[str, ...]:
    titles = {one.key: one.title for one in rules.path}
    names = [key for field, key in step if field in _NAMED and isinstance(key, str)]
    if isinstance(step, Reviews):
        names = [seat.office for seat in step.panel]
    after = ", ".join(titles[key] for key in step.after) or "lodging"
    kind = "triage" if isinstance(step, Screening) and step.settles_panel else step.kind
    return f"{step.title} (`{step.key}`)", kind, after, _titles(rules, names)


_NAMED = (
    "office", "terms_by", "escalates_to", "besides_if_complex", "drafted_by", "screened_by", "checked_by",
    "signed_by",
)  # fmt: skip
"""The fields of a step that name an office."""


def _seat(rules: Rules, step: Reviews, seat: Reviewer) -> tuple[str, ...]:
    gates = [gate.title for key in seat.settles if (gate := rules.gate(key))]
    asked = asked_when(seat) or "always"
    return (
        step.title,
        rules.title(seat.office),
        seat.looks_at,
        f"{asked}, for each asset" if seat.per_asset else asked,
        ", ".join(gates),
        seat.clause,
    )


def _gate(rules: Rules, gate: Gate) -> tuple[str, ...]:
    answer = f"`{gate.answered.question}` is {gate.answered.answer}" if gate.answered else ""
    departure = rules.departure(gate.lifted_by or "")
    lifted = f"{departure.title} ({rules.title(departure.granted_by)})" if departure else "nobody"
    return gate.title, _titles(rules, gate.settled_by), answer, lifted, gate.clause


def _office(rules: Rules, office: Office) -> tuple[str, ...]:
    above = _titles(rules, [office.accountable_to] if office.accountable_to else [])
    return office.title, f"`{office.key}`", above, _titles(rules, office.chased_with)


def _allowance(allowance: Allowance) -> tuple[str, ...]:
    star = " *" if allowance.assumed else ""
    days = ", ".join(str(day) for day in allowance.remind)
    return allowance.what, f"{allowance.days}{star}", days, ", ".join(str(day) for day in allowance.chase)


def _titles(rules: Rules, offices: Iterable[str]) -> str:
    return ", ".join(rules.title(office) for office in dict.fromkeys(offices))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(headings)
    yield _row(["---"] * len(headings))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def stale(folder: Path = FOLDER) -> list[str]:
    """What does not follow from the schemes: pages that differ, are missing, or belong to no scheme."""
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.exists() else {}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def write(folder: Path = FOLDER) -> None:
    """Write every page, and take away those of schemes that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder):
        if name in pages():
            (folder / name).write_text(pages()[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(words: Sequence[str]) -> int:
    """Write, or with --check compare. Returns 1 where a page is stale, 2 for anything else it is told."""
    match list(words):
        case []:
            write()
        case ["--check"]:
            if names := stale():
                shown = ", ".join(f"docs/states/{name}" for name in names)
                print(f"{shown} does not follow from the schemes. Run `make docs` and commit it.", file=sys.stderr)
                return 1
        case _:
            print("Usage: python -m starter.docs [--check]", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

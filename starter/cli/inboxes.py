"""The inbox of an office: its notices, and for each choice the exact command that says it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sharing.notices import Choice, Notice
from sharing.request import Request
from starter import paper
from starter.blanks import blanks
from starter.cli import finding, suggesting
from starter.cli.ground import Failed, Format, FormatOption, installation
from starter.installation import Installation

if TYPE_CHECKING:
    from records.inbox import InTray
    from starter.desk import Desk

REQUESTER = "requester"


def inbox(
    ctx: typer.Context,
    office: Annotated[str, typer.Argument(help="The office; `starter offices` lists them.")],
    person: Annotated[str, typer.Option(help="Only what concerns this holder of the office.")] = "",
    about: Annotated[str, typer.Option(metavar="REFERENCE", help="Only notices of this request.")] = "",
    most: Annotated[int, typer.Option(min=1, max=500, help="So many notices.")] = 20,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show an office's notices, and how to answer each."""
    here = installation(ctx)
    finding.office_known(here, office)
    wanted = finding.reference(about) if about else ""
    assets = _assets(here, office, person)
    tray = here.records.inbox(office, paper.now(), assets, person or None, lately=most)
    shown = [one for one in tray if _concerns(here, one.notice, person) and wanted in ("", one.notice.reference)][
        :most
    ]
    choosing = _Choosing(here, person)
    if output is Format.JSON:
        paper.as_json([{**one.model_dump(mode="json"), "commands": dict(choosing.commands(one))} for one in shown])
        return
    if not shown:
        paper.note(f"Nothing lies before {finding.office_title(here, office)}.")
    for one in shown:
        _print(one, choosing)


def _assets(here: Installation, office: str, person: str) -> tuple[str, ...] | None:
    """The assets that a holder has the office for; None for all. Raises Failed for somebody who does not hold it."""
    if not person:
        return None
    speaker = here.directory.speaker(person)
    holdings = [held for held in speaker.holdings if held.office == office]
    if not holdings:
        held = ", ".join(one.office for one in speaker.holdings) or "no office"
        raise Failed(f"{person} does not hold the office {office}, but {held}.")
    if any(not held.assets for held in holdings):
        return None
    return tuple(asset for held in holdings for asset in held.assets)


def _concerns(here: Installation, notice: Notice, person: str) -> bool:
    """A requester's notices go to their own organisations only."""
    if not person or notice.office != REQUESTER:
        return True
    known, who = here.records.request(notice.reference), here.directory.person(person)
    return known is not None and who is not None and who.organisation in {body.key for body in known.organisations}


def _print(one: "InTray", choosing: "_Choosing") -> None:
    notice = one.notice
    when = f"due {paper.day(one.due)}" if one.due else f"told {paper.moment(one.told_at)}"
    late = ", LATE" if one.overdue else ""
    paper.line(f"{paper.one_line(notice.headline)} ({when}{late})", "bold")
    for text in notice.lines:
        paper.line(f"  {paper.one_line(text)}")
    for label, command in choosing.commands(one):
        paper.line(f"  {label}:", "cyan")
        for part in command.split("\n"):
            paper.line(f"    {part}")
    paper.line()


class _Choosing:
    """Spells out choices. Each request is looked up once."""

    def __init__(self, here: Installation, person: str) -> None:
        self._here = here
        self._person = person
        self._desk: Desk | None = None
        self._requests: dict[str, Request] = {}

    def commands(self, one: "InTray") -> Iterator[tuple[str, str]]:
        """Each choice's label, and the command that says it. None where the task is done."""
        if not one.open:
            return
        for choice in one.notice.choices:
            yield choice.label, self._command(one.notice, choice)

    def _command(self, notice: Notice, choice: Choice) -> str:
        request = self._request(notice.reference)
        task = request.awaited.get(notice.task or "")
        words = suggesting.words_of(choice, blanks(request, task, choice))
        kind: str = choice.message["kind"]
        return suggesting.command(notice.reference, self._speaker(request, notice, choice.message), kind, words)

    def _request(self, reference: str) -> Request:
        if reference not in self._requests:
            self._desk = self._desk or self._here.archive()
            self._requests[reference] = self._desk.recorded(reference)
        return self._requests[reference]

    def _speaker(self, request: Request, notice: Notice, message: dict[str, Any]) -> str:
        """Who could say it: the person asked about, whom the task was given to, or the first who may."""
        if self._person:
            return self._person
        if given := request.assigned.get(notice.task or ""):
            return given
        body = message.get("organisation")
        if notice.office == REQUESTER and request.lodged and body in (None, request.lodged.organisation):
            return request.lodged.requester
        for person in self._here.directory.holders(notice.office, notice.asset, paper.now()):
            if person.key not in request.conflicted and body in (None, person.organisation):
                return person.key
        return "PERSON"

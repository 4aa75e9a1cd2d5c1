"""The command that watches: what happens is printed as it happens, and below it whose turn it is."""

import json
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live
from rich.text import Text

from sharing.facts import Happened
from starter import chronicle, paper
from starter.cli import finding
from starter.cli.ground import Format, FormatOption, Misused, installation
from starter.cli.remembering import as_data
from starter.installation import Installation

if TYPE_CHECKING:
    from records.reading import Listed

PAUSE = 0.5


def watch(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help="One request; all open ones, if none is named.")] = "",
    until_closed: Annotated[bool, typer.Option("--until-closed", help="End when the request has ended.")] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Watch what happens, until Ctrl-C."""
    here = installation(ctx)
    wanted = finding.reference(reference) if reference else ""
    if until_closed and not wanted:
        raise Misused("--until-closed needs the reference of one request.")
    if wanted:
        finding.request_known(here, wanted)
    watching = _Watching(here, wanted)
    terminal = paper.console()
    live = Live(console=terminal, auto_refresh=False, transient=True)
    shows, shown = output is Format.TABLE and terminal.is_terminal, Text()
    try:
        with live if shows else nullcontext():
            while True:
                for line in watching.news(output):
                    terminal.print(line, soft_wrap=True)
                if shows and (standing := watching.standing(paper.now())) != shown:
                    live.update(standing, refresh=True)
                    shown = standing
                if until_closed and watching.ended:
                    return
                time.sleep(PAUSE)
    except KeyboardInterrupt:
        return


class _Watching:
    """What has been told so far, of one request or of all."""

    def __init__(self, here: Installation, reference: str) -> None:
        self._here = here
        self._reference = reference
        self._told: dict[str, int] = {}
        self._listed: tuple[Listed, ...] = ()
        self._begun = False

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen: what lapsed may be taken up again, but has ended for now."""
        return all(one.state != "open" for one in self._listed)

    def news(self, output: Format) -> Iterator[Text]:
        """What has happened since the last look. Of all requests only what is new; of one, everything."""
        self._listed = self._look()
        for one in self._listed:
            before = self._told.get(one.reference, 0 if self._reference or self._begun else one.number)
            self._told[one.reference] = before
            if one.number > before:
                for happened in self._here.records.history(one.reference, before):
                    self._told[one.reference] = happened.number
                    yield Text(paper.safe(self._line(one.reference, happened, output)))
        self._begun = True

    def _look(self) -> tuple["Listed", ...]:
        records = self._here.records
        if self._reference:
            found = records.request(self._reference)
            return (found,) if found else ()
        return records.requests(most=200).requests

    def _line(self, reference: str, one: Happened, output: Format) -> str:
        if output is Format.JSON:
            return json.dumps({"reference": reference, **as_data(one)})
        words = paper.one_line(chronicle.sentence(one.fact, lambda key: finding.office_title(self._here, key)), 400)
        who = f" ({one.by.person})" if one.by else ""
        return f"{paper.moment(one.at)}  {reference} {one.number:>3}  {words}{who}"

    def standing(self, at: datetime) -> Text:
        """Whose turn it is now, a line for each task."""
        lines = [""]
        for one in self._listed:
            if one.state != "open":
                lines += [f"{one.reference} has ended: {one.state}."] if self._reference else []
                continue
            late = {task.key for task in one.overdue(at)}
            for task in one.awaited:
                due = "clock stands still" if task.stopped_at else f"due {paper.day(task.due)}"
                who = finding.office_title(self._here, task.office)
                asset = f" ({task.asset})" if task.asset else ""
                lines.append(f"{one.reference} waits for {who}{asset}, {due}{', LATE' if task.key in late else ''}")
        if len(lines) == 1:
            lines.append("No request waits for anybody.")
        return Text(paper.safe("\n".join(lines[:20])), style="cyan")

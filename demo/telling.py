"""Tells a story as it is played, in plain words: who, what, the sentence answered, whose turn it is, the date."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from demo.playing import Scene
from demo.story import AnyAct, Choosing, Expecting, Lodging, Refusal, Saying, Speech, Story, Waiting
from policy.scheme import RegisterField
from policy.working_days import LONDON, local_day
from records.register import Entry
from sharing.awaited import only_requester
from sharing.facts import AccessEnded, Chased, Closed, Happened, LapseWarned, Reminded, WarningDelivered
from sharing.hearing import on, words_for
from sharing.request import Request
from wiring.directory import Directory

SAYS = {
    "ask": "asks the requester",
    "record-credential": "records what somebody has shown",
    "check-output": "checks an output",
    "release-output": "releases an output",
    "end-access": "ends somebody's access",
    "answer": "answers the questions",
    "triage": "settles who must review",
    "give-review": "gives an opinion",
    "decide": "decides",
    "seek-departure": "asks for an exception",
    "decide-departure": "decides on the exception",
    "assign": "gives the task to a colleague",
    "sign": "signs",
    "withdraw": "withdraws the request",
}


class Teller:
    """Prints a line for every act that a reader would want to know of."""

    def __init__(self, console: Console, directory: Directory) -> None:
        self._console = console
        self._directory = directory

    def begin(self, story: Story) -> None:
        """The story's title."""
        self._console.print()
        self._console.rule(f"[bold]({story.key[0]}) {story.title}", align="left")

    def __call__(self, scene: Scene) -> None:
        """One act."""
        if scene.act.scene:
            self._line("", Text(scene.act.scene, style="italic dim"))
        if not isinstance(scene.act, Expecting):
            self._line(f"{scene.at.astimezone(LONDON):%a %-d %b %Y}", self._told(scene))

    def _line(self, day: str, words: Text) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=15, style="dim", justify="right")
        grid.add_column(ratio=1)
        grid.add_row(day, words)
        self._console.print(grid)

    def _told(self, scene: Scene) -> Text:
        act, request = scene.act, scene.request
        words = Text()
        if isinstance(act, Waiting):
            words.append(f"{act.wait} working day{'s' if act.wait > 1 else ''} later.", style="bold")
            for sentence in _time_brought(scene.happened, request):
                words.append(f" {sentence}", style="magenta")
        elif isinstance(act, Refusal):
            words.append(self._deed(act.refused), style="bold")
            words.append(f" ✗ Refused: {' '.join(scene.sentence.split())}", style="yellow")
            return words
        else:
            words.append(self._deed(act), style="bold")
            words.append(f" → {' '.join(scene.sentence.split())}", style="green")
        if request is not None:
            words.append(f"  ▸ {_turn(request, scene.at)}", style="cyan")
        return words

    def _deed(self, act: AnyAct | Speech) -> str:
        if not isinstance(act, Lodging | Saying | Choosing):
            return ""
        person = self._directory.person(act.who)
        name = person.name if person else act.who
        match act:
            case Lodging():
                return f"{name} {'writes a mail' if act.source == 'mail' else 'lodges a request'}"
            case Choosing():
                about = f" ({act.about})" if act.about else ""
                return f"{name} chooses “{act.chooses}”{about}"
            case Saying():
                return f"{name} {SAYS.get(act.says, f'says “{act.says}”')}"


def _turn(request: Request, at: datetime) -> str:
    if request.closed is not None:
        return request.closed.outcome.replace("-", " ") + (", may be reopened" if request.dormant else "")
    tasks = [task for task in request.awaited.values() if task.stopped_at is None] or [*request.awaited.values()]
    who = ", ".join(dict.fromkeys(words_for(request, task) for task in tasks))
    due = min(task.due for task in tasks)
    by = f"{'by' if due > at else 'late since'} {due.astimezone(LONDON):%-d %b}"
    return f"{who}, {by}{' (our clocks stand still)' if only_requester(request) else ''}"


def _time_brought(happened: Iterable[Happened], request: Request | None) -> Iterator[str]:
    if request is None:
        return
    for one in happened:
        match one.fact:
            case Reminded(task=task):
                office = task.split("/")[1]
                yield f"{request.rules.title(office)} is reminded."
            case Chased(task=task, told=told):
                late = request.rules.title(task.split("/")[1])
                yield f"{request.rules.title(told)} is told that {late} is late."
            case LapseWarned():
                yield "The requester is warned."
            case WarningDelivered(channel=channel):
                yield f"The warning is delivered ({channel})."
            case AccessEnded(person=person):
                yield f"{person} may not work on the data any more, from {on(one.at)}."
            case Closed(outcome=outcome):
                yield f"The request ends: {outcome}."
            case _:
                pass


class Ending:
    """How a story ended."""

    def __init__(self, story: Story, request: Request, address: str, took: timedelta) -> None:
        self.story = story
        self.request = request
        self.address = address
        self.took = took

    @property
    def working_days(self) -> int:
        """Working days from lodging to the end."""
        request = self.request
        if request.lodged_at is None:
            return 0
        end: datetime = request.closed_at or request.last_moment()
        return request.calendar.between(local_day(request.lodged_at), local_day(end))


def endings_table(endings: Iterable[Ending]) -> Table:
    """All endings side by side."""
    table = Table(title="How the stories ended", title_justify="left", title_style="bold")
    table.add_column("Story")
    table.add_column("Outcome", style="bold")
    for column in ("Revisions", "Facts", "Working days", "Played in"):
        table.add_column(column, justify="right")
    for one in endings:
        outcome = one.request.closed.outcome if one.request.closed else "open"
        numbers = (one.request.revision, one.request.number, one.working_days, f"{one.took.total_seconds():.1f} s")
        table.add_row(one.story.key, outcome, *map(str, numbers))
    return table


def entry_table(entry: Entry, fields: Iterable[RegisterField]) -> Table:
    """A published register entry, field by field, in the register's order."""
    table = Table(
        title=f"The transparency register: {entry.reference}, version {entry.version}",
        title_justify="left",
        title_style="bold",
        show_header=False,
        show_lines=True,
    )
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for field in fields:
        if text := entry.fields.get(field.key):
            table.add_row(field.title, Text(text))
    return table

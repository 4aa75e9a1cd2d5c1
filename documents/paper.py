"""What an agreement says, before Word or PDF gives it a form: every text of it is here, in order."""

from datetime import date

from policy.value import Value


class Passage(Value):
    """A numbered paragraph of a clause, the list it introduces, and the words it quotes."""

    text: str
    items: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


class Clause(Value):
    """A numbered clause."""

    number: int
    key: str
    title: str
    passages: tuple[Passage, ...]


class Column(Value):
    """A column of a table and its share of the width."""

    title: str
    share: int = 1


class Table(Value):
    """Rows of texts under titled columns; every row has a cell for each column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Statement(Value):
    """A part of a schedule: a text, a list or a table under its title. Without a title it opens the schedule."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None


class Schedule(Value):
    """A numbered schedule."""

    number: int
    title: str
    intro: str
    statements: tuple[Statement, ...]


class Entry(Value):
    """A line of the cover: what it says, and about what."""

    label: str
    text: str


class Party(Value):
    """A party as the paper names it."""

    number: int
    text: str


class Signature(Value):
    """Room for one signature: for which party, and in which capacity."""

    party: str
    capacity: str


class Paper(Value):
    """One version of one agreement, whole. `labels` are the small words of the page, such as Version and Page."""

    labels: dict[str, str]
    reference: str
    version: int
    drawn_up: date
    title: str
    host: str
    service: str
    between: tuple[str, ...]
    entries: tuple[Entry, ...]
    status: str
    note: tuple[str, ...]
    warning_title: str
    warning: str
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...]
    schedules: tuple[Schedule, ...]
    signing: str
    signatures: tuple[Signature, ...]

    @property
    def running_title(self) -> str:
        """What stands on every page: reference and version."""
        return f"{self.reference} · {self.labels['version']} {self.version}"

    def tables(self) -> tuple[Table, ...]:
        """The tables of the schedules, in the order in which they are printed."""
        return tuple(part.table for schedule in self.schedules for part in schedule.statements if part.table)

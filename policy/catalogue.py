"""What data there are and which way leads to them, as dated data: data sets, tables of variables, channels.

A catalogue belongs to a publisher. It changes more often than the rules of a scheme do, so it is kept in the records
as versions of its own; each version holds the whole, history included.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal, Self

from pydantic import model_validator

from policy.value import Key, Stored, Text, digest_of


class ChannelKind(StrEnum):
    """The ways in which an enquiry can end; each ends in exactly one. Only the middle two are decided here."""

    ACCREDITATION = "accreditation"
    SECURE_ACCESS = "secure-access"
    DIRECT_SUPPLY = "direct-supply"
    PARTNER = "partner"
    CONTACT = "contact"


LOCAL = frozenset({ChannelKind.SECURE_ACCESS, ChannelKind.DIRECT_SUPPLY})
"""The kinds of channel whose requests the publisher approves itself."""

STANDINGS = ("individuals", "bodies-corporate")
"""For whom data have to be de-identified before they go through a channel that says so."""


class Dated(Stored):
    """What holds from one day until another, both included (dates in the United Kingdom). None: no end is known."""

    since: date
    until: date | None = None

    def runs(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"something ends on {self.until}, before it begins on {self.since}")
        return self


class Channel(Dated):
    """A way to data: where it leads, whom to ask about it, the form to fill in there, the power it rests on.

    `deidentified`: only for data de-identified for individuals and bodies corporate. `accredited_for` is what the
    processor of the platform has to be accredited for on the day.
    """

    key: Key
    kind: ChannelKind
    title: Text
    clause: str
    power: str = ""
    link: str = ""
    form: str = ""
    contact: str = ""
    platform: Key | None = None
    deidentified: bool = False
    accredited_for: Key | None = None


class Platform(Dated):
    """Where data can be worked on, and which processor runs it. A new one is an entry, not a release."""

    key: Key
    title: Text
    processor: Key
    clause: str
    contact: str = ""


class Accreditation(Dated):
    """That a processor is accredited for something."""

    processor: Key
    accredited_for: Key
    clause: str


class Variable(Stored):
    """A variable of a data table, as its publisher spells it. `group` is the sheet of the workbook that it stands on.

    `years`: for which it is held, in the publisher's words. `risk`: of identification, from 1 to 6; `sensitivity`:
    from A to E; None and empty where the publisher says nothing.
    """

    name: str
    title: str = ""
    group: str = ""
    years: str = ""
    risk: int | None = None
    sensitivity: str = ""


class DataTable(Dated):
    """One version of a data table: what may be asked for. Requests name its `version`, which stays checkable."""

    key: Key
    title: Text
    version: Text
    clause: str = ""
    link: str = ""
    explorer: str = ""
    variables: tuple[Variable, ...] = ()


class Offer(Dated):
    """How a data set stood from one day on: status, channel, and what the version behind that channel holds.

    `variables` are those of that version, as `table/name`; none listed: the catalogue does not know them.
    An ambition has no date of fulfilment, and none may be written beside it.
    """

    status: Literal["available", "planned", "ambition"]
    channel: Key
    clause: str
    version: str = ""
    variables: tuple[str, ...] = ()
    deidentified: tuple[str, ...] = ()
    expected: date | None = None
    note: Text = ""

    @model_validator(mode="after")
    def _promises_nothing(self) -> Self:
        if self.status == "ambition" and self.expected is not None:
            raise ValueError("an ambition has no date; take `expected` out")
        if unknown := set(self.deidentified) - set(STANDINGS):
            raise ValueError(
                f"data are de-identified for {' and '.join(STANDINGS)}, not {', '.join(sorted(unknown))}"
            )
        return self


class DataSet(Stored):
    """A data set, or one wave of it: its owner, its restrictions, the tables of its variables, its offers in time.

    `explorer` is the address of a tool by which its variables can be found, where the publisher has one.
    """

    key: Key
    title: Text
    wave: str = ""
    owner: str = ""
    restrictions: tuple[str, ...] = ()
    tables: tuple[Key, ...] = ()
    explorer: str = ""
    offers: tuple[Offer, ...] = ()

    @property
    def name(self) -> str:
        """What an enquiry calls it: the key, and the wave behind a slash where it is one."""
        return f"{self.key}/{self.wave}" if self.wave else self.key

    def offer(self, day: date) -> Offer | None:
        """The offer that runs on that day; None where nothing was said of it yet, or no more."""
        return next((offer for offer in self.offers if offer.runs(day)), None)


class Catalogue(Stored):
    """A whole catalogue. `default_channel` leads to what no offer leads elsewhere; `contact_channel` to a person."""

    title: Text = ""
    channels: tuple[Channel, ...] = ()
    platforms: tuple[Platform, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    tables: tuple[DataTable, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    default_channel: Key = "secure-access"
    direct_channel: Key = "direct-supply"
    contact_channel: Key = "contact"

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        channels = {channel.key for channel in self.channels}
        tables = {table.key for table in self.tables}
        _known("a channel", (offer.channel for one in self.data_sets for offer in one.offers), channels)
        _known("a table", (key for one in self.data_sets for key in one.tables), tables)
        _known("a platform", (one.platform for one in self.channels if one.platform), {p.key for p in self.platforms})
        if self.data_sets:
            _known("a channel", (self.default_channel, self.direct_channel, self.contact_channel), channels)
        _one_at_a_time("the data set", ((one.name, one.offers) for one in self.data_sets))
        _once("data set", (one.name for one in self.data_sets))
        for key in tables:
            _one_at_a_time("the table", [(key, tuple(one for one in self.tables if one.key == key))])
        return self

    @property
    def digest(self) -> str:
        """What tells two catalogues apart."""
        return digest_of(self)

    def data_set(self, name: str) -> DataSet | None:
        """The data set (or `data-set/wave`) of that name, or None. An unknown wave is no other wave."""
        return next((one for one in self.data_sets if one.name == name), None)

    def channel(self, key: str) -> Channel:
        """The channel of that key. Raises KeyError for one that no catalogue can name."""
        return next((one for one in self.channels if one.key == key), None) or _missing(key)

    def table(self, key: str, day: date) -> DataTable | None:
        """The version of a data table that is current on that day, or None."""
        return next((table for table in self.tables if table.key == key and table.runs(day)), None)

    def table_version(self, key: str, version: str) -> DataTable | None:
        """That version of a data table, in force or not, or None."""
        return next((table for table in self.tables if (table.key, table.version) == (key, version)), None)

    def platform(self, key: str, day: date) -> Platform | None:
        """The platform of that key where it is in service on that day, or None."""
        return next((one for one in self.platforms if one.key == key and one.runs(day)), None)

    def accredited(self, processor: str, what: str, day: date) -> bool:
        """Whether a processor is accredited for something on that day."""
        return any(
            one.processor == processor and one.accredited_for == what and one.runs(day) for one in self.accreditations
        )


def _missing(key: str) -> Channel:
    raise KeyError(f"The catalogue has no channel {key!r}.")


def _known(what: str, named: Iterable[str], known: set[str]) -> None:
    if unknown := sorted(set(named) - known):
        raise ValueError(f"the catalogue names {what} that it does not have: {', '.join(unknown)}")


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name} stands twice")
        seen.add(name)


def _one_at_a_time(what: str, named: Iterable[tuple[str, tuple[Dated, ...]]]) -> None:
    """Of a name nothing may overlap: on each day there is one answer, or none."""
    for name, entries in named:
        ordered = sorted(entries, key=lambda one: one.since)
        for before, after in pairwise(ordered):
            if before.until is None or before.until >= after.since:
                raise ValueError(f"{what} {name} has two answers for {after.since}; end the earlier one before it")


__all__ = [
    "LOCAL", "STANDINGS", "Accreditation", "Catalogue", "Channel", "ChannelKind", "DataSet", "DataTable", "Dated",
    "Offer", "Platform", "Variable",
]  # fmt: skip

"""Facts of screening, triage, review and advice."""

from datetime import date
from typing import Literal

from sharing.facts.happening import Fact
from sharing.messages import Settling, ShareCondition


class Screened(Fact):
    """The first screening passed, or showed a way out."""

    kind: Literal["screened"] = "screened"
    step: str
    outcome: str
    scope: dict[str, str] = {}
    checklist: dict[str, str] = {}
    reason: str = ""
    duplicate_of: str = ""


class Triaged(Fact):
    """The group settled the seats. `left_out` holds every seat not asked, with the rule or the reason.

    `waived` are those of them that applied and were left out for a reason.
    """

    kind: Literal["triaged"] = "triaged"
    step: str
    seats: tuple[str, ...]
    risk: str
    complex: bool = False
    left_out: dict[str, str] = {}
    waived: tuple[str, ...] = ()
    reason: str = ""


class OpinionGiven(Fact):
    """A seat gave its opinion on a revision. `seat` is whose it is, where another office fills it."""

    kind: Literal["opinion-given"] = "opinion-given"
    task: str
    office: str
    seat: str = ""
    revision: int
    asset: str | None = None
    verdict: str
    parts: dict[str, str] = {}
    settles: dict[str, Settling] = {}
    conditions: tuple[ShareCondition, ...] = ()
    gateways: tuple[str, ...] = ()


class PublicationConcluded(Fact):
    """Data that are not identifiable were published, or not, because of a restriction."""

    kind: Literal["publication-concluded"] = "publication-concluded"
    asset: str
    link: str = ""
    restriction: str = ""
    agreement: str
    agreement_reason: str
    code_of_practice: str
    code_of_practice_reason: str


class TermsProposed(Fact):
    """Draft terms of the agreement lie before the group."""

    kind: Literal["terms-proposed"] = "terms-proposed"
    agreement: str
    starts: date
    ends: date
    transfer: str
    retention: str
    further: str = ""


class Advised(Fact):
    """The group advised. It is advice; the decision is another fact."""

    kind: Literal["advised"] = "advised"
    outcome: str
    revision: int
    parts: dict[str, str]
    settles: dict[str, Settling] = {}
    conditions: tuple[ShareCondition, ...] = ()
    departures: tuple[str, ...] = ()
    dissent: str = ""

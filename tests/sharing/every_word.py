"""Every kind of message, at a moment and from an office at which it is heard: to be refused for other reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sharing.messages import (
    AnyMessage,
    Assign,
    Assure,
    Chase,
    CloseRequest,
    DeclareConflict,
    DraftAgreement,
    ExemptEntry,
    ExtendClock,
    MarkUrgent,
    NameHolder,
    PauseClocks,
    ResumeClocks,
    Speaker,
)
from tests import people
from tests.sharing.saying import (
    COUNCIL,
    DEATHS,
    GROUP,
    LATER,
    OWNER,
    SECRETARY,
    SERVICE,
    abroad,
    ask,
    concluded,
    condition,
    decide_exception,
    determined,
    escalated,
    in_doubt,
    seek,
    verified,
)
from tests.told import Tale

SCREENERS, COMMUNICATIONS, OPERATOR = "legal-and-data-services", "communications", "operator"


@dataclass(frozen=True)
class Word:
    """What is said, from which office, and the moment (a name in `MOMENTS`) at which it is heard."""

    moment: str
    office: str
    message: Callable[[Tale], AnyMessage]
    named: str

    def speaker(self, key: str = "pat", **given: object) -> Speaker:
        """Somebody who holds the office, for every asset."""
        return people.someone(key, self.office, **given)


def _condition() -> Tale:
    return Tale().at_decision().approved(conditions=(condition(),)).drafted().screen_agreement()


def _sought() -> Tale:
    tale = told("abroad")
    tale.say("gwen", seek("outside-uk"))
    return tale


def _entry(tale: Tale, *messages: tuple[str, AnyMessage]) -> Tale:
    for person, message in messages:
        tale.say(person, message)
    return tale


def _not_identifiable() -> Tale:
    return _entry(told("screened"), ("gwen", in_doubt()), ("dev", determined()))


ENTRY, SCREENED, CHECKED = (
    ("asha", people.entry()),
    ("nadia", people.entry_screened()),
    ("cleo", people.entry_checked()),
)

MOMENTS: dict[str, Callable[[], Tale]] = {
    "lodged": lambda: Tale().lodge(),
    "screened": lambda: Tale().lodge().screened(),
    "informed": lambda: told("screened").informed(),
    "triaged": lambda: told("informed").triaged(),
    "reviewed": lambda: told("triaged").reviewed(),
    "with-terms": lambda: _entry(told("reviewed"), ("asha", people.terms())),
    "advised": lambda: told("with-terms").advised(),
    "abroad": lambda: Tale().at_decision(people.complete(**abroad())),
    "exception-sought": _sought,
    "approved": lambda: told("advised").approved(),
    "drafted": lambda: told("approved").drafted(),
    "agreement-screened": lambda: told("drafted").screen_agreement(),
    "condition-open": _condition,
    "signed": lambda: told("drafted").agreed(),
    "entry-drafted": lambda: _entry(told("signed"), ENTRY),
    "entry-screened": lambda: _entry(told("signed"), ENTRY, SCREENED),
    "entry-checked": lambda: _entry(told("signed"), ENTRY, SCREENED, CHECKED),
    "not-identifiable": _not_identifiable,
    "paused": lambda: _entry(told("lodged"), ("otis", PauseClocks(reason="Fire drill."))),
}


@cache
def _told_once(moment: str) -> Tale:
    return MOMENTS[moment]()


def told(moment: str) -> Tale:
    """A tale told up to a moment."""
    return _told_once(moment).fork()


def _always(message: AnyMessage) -> Callable[[Tale], AnyMessage]:
    return lambda tale: message


def _agreement(tale: Tale) -> AnyMessage:
    assert tale.request.agreement is not None
    assert tale.request.agreement.drafted is not None
    return people.agreement_screened(tale.request.agreement.drafted.fixed_copy)


def _extension(tale: Tale) -> AnyMessage:
    return ExtendClock(task=next(iter(tale.request.awaited)), days=3, reason="Illness.")


def _chasing(tale: Tale) -> AnyMessage:
    return Chase(task=next(iter(tale.request.awaited)))


def _word(moment: str, office: str, message: AnyMessage) -> Word:
    return Word(moment, office, _always(message), message.kind)


NAMING = NameHolder(office="legal", person="quin", until=LATER, reason="Away.")
EXEMPTION = ExemptEntry(ground="national-security", reasons="It would show where the data are kept.")

WORDS = (
    _word("lodged", SERVICE, people.screened()),
    _word("lodged", SERVICE, ask(SERVICE, "methods")),
    _word("screened", OWNER, people.opinion(OWNER, DEATHS)),
    _word("informed", GROUP, people.triaged()),
    *(_word("triaged", office, people.opinion(office)) for office in people.PANEL),
    _word("reviewed", SERVICE, people.terms()),
    _word("with-terms", GROUP, people.advised()),
    _word("advised", OWNER, people.decided()),
    _word("advised", OWNER, escalated()),
    _word("abroad", OWNER, seek("outside-uk")),
    _word("exception-sought", SECRETARY, decide_exception("outside-uk")),
    _word("approved", SERVICE, DraftAgreement()),
    Word("drafted", GROUP, _agreement, "screen-agreement"),
    _word("agreement-screened", OWNER, people.signed(OWNER, DEATHS)),
    _word("condition-open", "security", verified()),
    _word("signed", SERVICE, people.entry()),
    _word("entry-drafted", SCREENERS, people.entry_screened()),
    _word("entry-screened", COMMUNICATIONS, people.entry_checked()),
    _word("entry-checked", COMMUNICATIONS, people.publish()),
    _word("signed", SCREENERS, EXEMPTION),
    _word("not-identifiable", SERVICE, concluded(link="https://host.example/t")),
    _word("lodged", "legal", DeclareConflict(reason="My sister works there.")),
    _word("lodged", SERVICE, Assign(office=SERVICE, to="felix")),
    _word("lodged", COUNCIL, NAMING),
    _word("lodged", SCREENERS, Assure(finding="All is well.", satisfied=True)),
    _word("lodged", GROUP, MarkUrgent(reason="An outbreak.")),
    Word("lodged", OPERATOR, _extension, "extend-clock"),
    Word("lodged", OPERATOR, _chasing, "chase"),
    _word("lodged", OPERATOR, PauseClocks(reason="Fire drill.")),
    _word("paused", OPERATOR, ResumeClocks()),
    _word("lodged", OPERATOR, CloseRequest(reason="Lodged by mistake.")),
)
"""Everything that staff may say. What the requester's side says is in `REQUESTERS`."""

REQUESTERS = ("lodge", "withdraw", "answer", "revise", "narrow", "reopen")

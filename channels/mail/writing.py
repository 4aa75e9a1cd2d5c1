"""Writing letters: which letter a notice makes, from templates that a caseworker can edit.

A letter is a text file. Its first line is its subject, which may name only the `reference` and the `service`, so
that no personal data and no words of a requester stand in it. A folder of the installation's own goes before the
letters that come with the project, file by file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from activities.ports import Recipient
from channels.mail.showing import Own, as_html, as_notify_markup, as_text, in_one_line, quoted, tidied
from policy.working_days import local_day
from sharing.notices.notice import Notice

PACKAGED = Path(__file__).with_name("letters")
ENDING = "ending.txt"
PLAIN = "anything-else.txt"
DIGEST = "digest.txt"
REQUESTER = "requester"
_SUBJECT = "Subject:"
_LONGEST_SUBJECT = 150
_STAFF = {"ask": "staff-ask.txt", "chase": "staff-chase.txt"}


class WrongLetter(Exception):
    """A letter's template cannot be used; the text says which and why."""


class Letter(NamedTuple):
    """A written letter. `subject` is one line; the text still has the marks around what it quotes."""

    subject: str
    written: str

    @property
    def text(self) -> str:
        """The letter as plain text."""
        return as_text(self.written)

    @property
    def html(self) -> str:
        """The letter as an HTML page."""
        return as_html(self.written, self.subject)

    @property
    def notify_markup(self) -> str:
        """The letter as GOV.UK Notify reads it."""
        return as_notify_markup(self.written)


class Letters:
    """Writes letters. `own` is a folder whose letters go before the packaged ones; `web` the service's address."""

    def __init__(self, service: str, *, web: str = "", own: Path | None = None) -> None:
        self._service = service
        self._web = web
        folders = ([own] if own is not None else []) + [PACKAGED]
        self._known = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            undefined=StrictUndefined,
            finalize=_finalized,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )

    def of_notice(self, notice: Notice, to: Recipient, gaps: tuple[str, ...] = ()) -> Letter:
        """The letter that a notice makes for somebody. `gaps` are sentences about what a new request still lacks.

        Raises WrongLetter where its template cannot be used.
        """
        name = letter_name(notice, to)
        return self.write(name if self.has(name) else PLAIN, self._of(notice, to, gaps))

    def has(self, name: str) -> bool:
        """Whether there is a letter of that name."""
        return name in self._known.list_templates()

    def write(self, name: str, told: Mapping[str, Any]) -> Letter:
        """A letter by its name, with the ending that all have. `told` fills its placeholders; `reference` is one.

        Raises WrongLetter.
        """
        reference = str(told.get("reference", ""))
        links = {"service": Own(self._service), "link": self._link("requests", reference)}
        filled = {"staff": False, **links, "register": self._link("register", reference), **told}
        try:
            subject, body = _parted(self._source(name), name)
            few = {"reference": filled.get("reference", ""), "service": filled["service"]}
            written = self._known.from_string(body).render(filled)
            ending = self._known.get_template(ENDING).render(filled)
            line = in_one_line(self._known.from_string(subject).render(few))
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, OSError) as wrong:
            raise WrongLetter(f"{name}: {_reason(wrong)}") from wrong
        return Letter(line[:_LONGEST_SUBJECT], tidied(f"{written}\n\n{ending}"))

    def _source(self, name: str) -> str:
        assert self._known.loader is not None, "the letters have a loader"
        return self._known.loader.get_source(self._known, name)[0]

    def _link(self, page: str, reference: str) -> Own:
        return Own(f"{self._web}/{page}/{reference}" if self._web and reference else "")

    def _of(self, notice: Notice, to: Recipient, gaps: tuple[str, ...]) -> dict[str, Any]:
        due = f"{local_day(notice.due):%A %-d %B %Y}" if notice.due else ""
        return {
            "reference": notice.reference,
            "name": to.name,
            "staff": _at_work(notice, to),
            "headline": notice.headline,
            "lines": notice.lines,
            "choices": tuple(choice.label for choice in notice.choices),
            "outcome": outcome(notice),
            "due": due,
            "gaps": gaps,
        }


def letter_name(notice: Notice, to: Recipient) -> str:
    """The file of the letter that a notice makes. Staff at work get short ones, whatever the topic."""
    if _at_work(notice, to):
        return DIGEST if notice.topic == "digest" else _STAFF.get(notice.kind, "staff-tell.txt")
    if notice.kind in ("remind", "chase"):
        return "reminder.txt"
    return f"{notice.topic}.txt" if notice.topic.replace("-", "").isalnum() else PLAIN


def _at_work(notice: Notice, to: Recipient) -> bool:
    """Whether somebody gets a notice as a member of staff, and not as whoever asks for data."""
    return not to.outside and notice.office != REQUESTER


def outcome(notice: Notice) -> str:
    """How a decision or a request ended, in one word or a few; nothing for notices of another topic."""
    parting = {"decided": " was ", "closed": " has ended: "}.get(notice.topic)
    return notice.headline.rpartition(parting)[2] if parting else ""


def _parted(source: str, name: str) -> tuple[str, str]:
    first, _, body = source.lstrip("\ufeff\n").partition("\n")
    if not first.startswith(_SUBJECT) or not first[len(_SUBJECT) :].strip():
        raise ValueError("its first line is no subject; begin it with 'Subject: ' and the words")
    if not body.strip():
        raise ValueError("it has a subject, but no text")
    return first[len(_SUBJECT) :].strip(), body


def _finalized(value: object) -> object:
    """What an expression in a letter shows: a quotation. An unknown placeholder stays one, and so raises."""
    return value if isinstance(value, Undefined) else quoted(value)


def _reason(wrong: BaseException) -> str:
    line = getattr(wrong, "lineno", None)
    return f"{'line ' + str(line) + ': ' if line else ''}{str(wrong) or type(wrong).__name__}"

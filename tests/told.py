"""A request told in memory: people speak, days pass, errands are done; no server, no clock, no database."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from policy.form import Answers, Filing, file
from policy.value import digest
from policy.working_days import Calendar
from sharing import commissioning, turns
from sharing.facts import AgreementDrafted, AnyFact, Awaited, EntryPublished, Happened, WarningDelivered
from sharing.messages import (
    AnswerQuestions,
    AnyMessage,
    DistrustKey,
    DraftAgreement,
    Kept,
    Lodge,
    ReviseAnswers,
    Said,
    Speaker,
    TrustKey,
)
from sharing.notices import Notice
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import ROOT, Spoken, seal
from starter.naming import assets_of, organisations_of
from tests import people
from wiring.calendar import england_and_wales
from wiring.sealing import new_key

KEY = new_key()
ROOT_KEY = new_key()
"""The key that lies offline, and speaks about other keys."""
CALENDAR: Calendar = england_and_wales(2026, 4)
MONDAY = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
REFERENCE = "ONS-2027-0001"


def errands(request: Request) -> list[AnyFact]:
    """What the errands outstanding would bring."""
    found: list[AnyFact] = []
    if errand := commissioning.drafting(request):
        name = f"{errand.reference}/{errand.version}"
        document, copy = digest(f"{name}.docx".encode()), digest(f"{name}.pdf".encode())
        found.append(AgreementDrafted(version=errand.version, document=document, fixed_copy=copy))
    if entry := commissioning.publishing(request):
        found.append(EntryPublished(version=entry.version, address=f"/register/{entry.reference}"))
    return found


class Tale:
    """One request as it is told. `request` is its state, `facts` its history, `notices` what was said to whom."""

    def __init__(self, at: datetime = MONDAY, reference: str = REFERENCE) -> None:
        self.at = at
        self.request = Request(reference=reference, edition=1, rules=people.RULES, calendar=CALENDAR)
        self.empty = self.request
        self.facts: list[Happened] = []
        self.notices: list[Notice] = []
        self.answers: Answers = {}
        self.delivers = True
        self.known = {**KEY.known, ROOT: ROOT_KEY.public}
        self._said = 0

    def _take(self, turn: turns.Turn) -> str:
        self.request = turn.request
        self.facts += turn.happened
        self.notices += turn.notices
        outcomes: list[AnyFact] = errands(self.request)
        if self.delivers:
            warnings = (notice for notice in turn.notices if notice.kind == "warn")
            outcomes += [WarningDelivered(channel="inbox", notice=notice.key) for notice in warnings]
        if outcomes:
            self._take(turns.happen(self.request, outcomes, self.at))
        return turn.sentence

    def sealed(self, by: str | Speaker, message: AnyMessage, once: str | None = None, **given: Any) -> Spoken:
        """What somebody says, sealed as a desk would."""
        self._said += 1
        said = Said(
            reference=self.request.reference,
            once=once or f"act-{self._said}",
            revision=given.get("revision", self.request.revision),
            at=given.get("at", self.at),
            message=message,
            by=by if isinstance(by, Speaker) else people.DIRECTORY.speaker(by),
        )
        return seal(said, KEY.id, KEY.private)

    def root(self, message: TrustKey | DistrustKey, **given: Any) -> str:
        """The root speaks; the answer. Raises Refused."""
        self._said += 1
        speaker = Speaker(person=ROOT, organisation=ROOT)
        told = {"reference": self.request.reference, "once": f"key-{self._said}", "revision": 0, "at": self.at}
        said = Said.model_validate({**told, "message": message, "by": speaker, **given})
        return self.hear(seal(said, ROOT, ROOT_KEY.private))

    def lodge(self, by: str = "rae", answers: Answers | None = None, **given: Any) -> "Tale":
        """Somebody lodges a request."""
        self.answers = answers if answers is not None else people.complete()
        message = Lodge.model_validate(
            {
                "filing": file(people.SCHEME.form, self.answers, people.RULES.reads),
                "assets": assets_of(people.SCHEME, self.answers, people.DIRECTORY, self.at),
                "organisations": organisations_of(
                    people.SCHEME, self.answers, people.DIRECTORY, people.DIRECTORY.speaker(by).organisation
                ),
                **given,
            }
        )
        self.say(by, message)
        return self

    def say(self, by: str | Speaker, message: AnyMessage, once: str | None = None, **given: Any) -> str:
        """Somebody speaks; their answer. Raises Refused."""
        return self.hear(self.sealed(by, message, once, **given))

    def hear(self, spoken: Spoken) -> str:
        """Sealed words arrive. Raises Refused."""
        return self._take(turns.hear(self.request, spoken, self.known, self.at))

    def refused(self, by: str | Speaker, message: AnyMessage, **given: Any) -> str:
        """The sentence with which a message is refused. Fails where it is not; nothing may have changed."""
        before = self.request
        try:
            self.say(by, message, **given)
        except Refused as refused:
            assert self.request == before, "a refusal changed the request"
            return refused.sentence
        raise AssertionError(f"{message.kind} by {by if isinstance(by, str) else by.person} was not refused")

    def happen(self, *facts: AnyFact) -> "Tale":
        """Something that is nobody's speech reaches the request."""
        self._take(turns.happen(self.request, facts, self.at))
        return self

    def revise(self, by: str | Speaker = "rae", reason: str = "We changed our plan.", **changes: Any) -> str:
        """The requester changes answers unasked."""
        return self._with_answers(changes, by, lambda filing: ReviseAnswers(reason=reason, filing=filing))

    def answer(self, number: int, by: str = "rae", replies: dict[str, str] | None = None, **changes: Any) -> str:
        """The requester answers a round, by words and by changes."""
        kept: dict[str, str | Kept] = {
            item: Kept(sha256="0" * 64, characters=len(text)) for item, text in (replies or {}).items()
        }
        if not changes:
            return self.say(by, AnswerQuestions(round=number, replies=kept))
        return self._with_answers(
            changes, by, lambda filing: AnswerQuestions(round=number, replies=kept, filing=filing)
        )

    def _with_answers(
        self, changes: dict[str, Any], by: str | Speaker, message: Callable[[Filing], AnyMessage]
    ) -> str:
        """Changed answers, filed as a desk would; they count only where they are heard."""
        answers = {**self.answers, **{key.replace("_", "-"): answer for key, answer in changes.items()}}
        afresh = [key.replace("_", "-") for key in changes]
        filing = file(people.SCHEME.form, answers, people.RULES.reads, self.answers, afresh)
        own = self.request.lodged.organisation if self.request.lodged else None
        named = {
            "assets": assets_of(people.SCHEME, answers, people.DIRECTORY, self.at),
            "organisations": organisations_of(people.SCHEME, answers, people.DIRECTORY, own),
        }
        sentence = self.say(by, message(filing).model_copy(update=named))
        self.answers = answers
        return sentence

    def wait(self, days: int) -> "Tale":
        """Working days pass, one by one, as a worker would see them."""
        for _ in range(days):
            self.at = CALENDAR.rings(self.at, 1) + timedelta(hours=1)
            self._take(turns.ring(self.request, self.at))
        return self

    def outage(self, days: int) -> "Tale":
        """Working days pass while no worker is there; then it comes back."""
        self.at = CALENDAR.rings(self.at, days) + timedelta(hours=1)
        self._take(turns.ring(self.request, self.at))
        return self

    def fork(self) -> "Tale":
        """The same tale so far, to be told on differently."""
        other = copy(self)
        other.facts, other.notices, other.answers = list(self.facts), list(self.notices), dict(self.answers)
        return other

    def told(self, office: str, kind: str = "", since: int = 0) -> list[Notice]:
        """The notices to an office (of a kind, after the fact of that number)."""
        return [
            one
            for one in self.notices
            if one.office == office and kind in ("", one.kind) and int(one.key.split("/")[1]) > since
        ]

    @property
    def kinds(self) -> list[str]:
        """The kinds of all facts so far."""
        return [one.fact.kind for one in self.facts]

    @property
    def awaited(self) -> set[str]:
        """The offices awaited now, with the asset where there is one."""
        return {
            f"{task.office}/{task.asset}" if task.asset else task.office for task in self.request.awaited.values()
        }

    def asset_keys(self) -> list[str]:
        return [asset.key for asset in self.request.assets]

    # The ordinary road, up to a point ------------------------------------------------------------------------

    def screened(self) -> "Tale":
        """The first screening is passed."""
        self.say("asha", people.screened())
        return self

    def informed(self) -> "Tale":
        """Every owner has told about their asset."""
        for task in list(self.request.awaited.values()):
            if task.what == "inform":
                message = people.opinion("information-asset-owner", task.asset)
                self.say(people.holder(task.office, task.asset), message.model_copy(update={"office": task.office}))
        return self

    def triaged(self, **given: Any) -> "Tale":
        """The panel is settled."""
        self.say("olu", people.triaged(**given))
        return self

    def reviewed(self, **verdicts: str) -> "Tale":
        """Every awaited seat supports; `verdicts` names gates that are not met."""
        for task in list(self.request.awaited.values()):
            if task.what in ("review", "third-party"):
                message = people.opinion(task.office, task.asset, verdicts=verdicts)
                self.say(people.holder(task.office, task.asset), message)
        return self

    def advised(self, outcome: str = "share", **given: Any) -> "Tale":
        """The terms lie before the group, and it advises."""
        if self.request.terms is None:
            self.say("asha", people.terms())
        self.say("olu", people.advised(outcome, **given))
        return self

    def at_decision(self, answers: Answers | None = None, by: str = "rae", **triage: Any) -> "Tale":
        """Lodged and taken as far as the decision."""
        self.lodge(by, answers).screened().informed().triaged(**triage).reviewed()
        return self.advised()

    def approved(self, **given: Any) -> "Tale":
        """Every owner approves."""
        for asset in self.request.deciding:
            self.say(people.OWNERS[asset.key], people.decided(asset.key, **given))
        return self

    def drafted(self) -> "Tale":
        """The agreement is drawn up."""
        self.say("asha", DraftAgreement())
        return self

    def screen_agreement(self, **given: Any) -> "Tale":
        """The group screens the current version of the agreement."""
        agreement = self.request.agreement
        assert agreement is not None
        assert agreement.drafted is not None
        self.say("olu", people.agreement_screened(agreement.drafted.fixed_copy, agreement.version, **given))
        return self

    def signs(self, task: Awaited) -> str:
        """Somebody signs what they are asked to sign."""
        by = people.SIGNATORIES.get(task.detail) or people.holder(task.office, task.asset)
        version = self.request.versions
        return self.say(by, people.signed(task.office, task.asset, task.detail or None, version))

    def agreed(self) -> "Tale":
        """The agreement is screened by the group and signed by everybody."""
        self.screen_agreement()
        for task in list(self.request.awaited.values()):
            if task.what == "sign":
                self.signs(task)
        return self

    def published(self) -> "Tale":
        """The register entry goes all its way."""
        self.say("asha", people.entry())
        self.say("nadia", people.entry_screened())
        self.say("cleo", people.entry_checked())
        self.say("cleo", people.publish())
        return self

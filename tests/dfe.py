"""An application to the Department, told in memory like any request: who is who there, and its ordinary road."""

from datetime import date, datetime
from typing import Any

from policy.catalogue import Catalogue
from policy.form import Answer, Answers, file
from policy.scheme import Access
from policy.schemes import SCHEMES
from sharing.messages import (
    CheckOutput,
    DecideShare,
    DraftAgreement,
    DraftEntry,
    EndApproval,
    GiveReview,
    GrantAccess,
    Lodge,
    LoseCredential,
    NamePerson,
    RecordCredential,
    ReleaseOutput,
    Screen,
    Settling,
)
from sharing.request import Request
from starter.naming import named
from tests import people
from tests.told import CALENDAR, MONDAY, Tale

SCHEME = SCHEMES["dfe-data-sharing"]
RULES = SCHEME.pinned()

HOLDS = {
    "dfe-data-sharing-service": "ada",
    "dfe-data-owner": "cora",
    "dfe-legal": "dewi",
    "dfe-data-protection": "elif",
    "dfe-security": "finn",
    "dfe-data-sharing-approval-panel": "greta",
    "dfe-contract-manager": "hal",
    "dfe-disclosure-control": "iris",
    "dfe-data-board": "jon",
    "dfe-chief-data-officer": "kezia",
    "dfe-transparency": "luca",
    "srs-outputs": "mina",
    "operator": "orla",
}
"""Who speaks for an office of the Department."""

LAST_DAY = date(2029, 12, 31)


def row(**cells: str) -> dict[str, str]:
    """A row of a table answer; in names of columns, hyphens as underscores."""
    return {key.replace("_", "-"): cell for key, cell in cells.items()}


R1 = row(key="r1", name="Dr Rae Okafor", organisation="University of Wexbridge", mode="physical-lab")
R2 = row(key="r2", name="Professor Ruth Abara", organisation="University of Wexbridge", mode="remote")


def complete(*data_sets: str, **given: Answer) -> Answers:
    """A complete application of the University of Wexbridge for secure access; `given` replaces answers."""
    sets = data_sets or ("npd",)
    usual: Answers = {
        "recipient-type": "university",
        "organisations": (row(name="University of Wexbridge", role="recipient", signatory="Registrar"),),
        "commissioned": "no",
        "fulfilment": "secure-access",
        "people": (R1,),
        "data": tuple(row(data_set=key, table="npd", variable="KS4_ATT8", why="Outcome") for key in sets),
        "others-involved": "no",
    }
    fixed = {**usual, **{key.replace("_", "-"): answer for key, answer in given.items()}}
    answers: Answers = {}
    for question in SCHEME.form.questions:
        answers[question.key] = fixed.get(question.key, people.answer_to(question))
    return {q.key: answers[q.key] for q in SCHEME.form.questions if SCHEME.form.applies(q, answers)}


def direct(**given: Answer) -> Answers:
    """A complete application for a direct supply, on one exemption."""
    return complete(
        **{
            "fulfilment": "direct-supply",
            "exemptions": ("funded-or-commissioned",),
            "background_checks": (row(person="r1", kind="Basic", date="2026-01-05", expires="2029-01-04"),),
            **given,
        }
    )


class Application(Tale):
    """One application to the Department."""

    def __init__(self, at: datetime = MONDAY, catalogue: Catalogue = SCHEME.catalogue) -> None:
        super().__init__(at, "DFE-2027-0001")
        self.catalogue = catalogue
        self.request = Request(reference="DFE-2027-0001", edition=1, rules=RULES, calendar=CALENDAR)
        self.empty = self.request

    def lodge(self, by: str = "rae", answers: Answers | None = None, **given: Any) -> "Application":
        """Somebody applies."""
        self.answers = answers if answers is not None else complete()
        own = people.DIRECTORY.speaker(by).organisation
        names = named(SCHEME, self.catalogue, self.answers, people.DIRECTORY, own, self.at)
        filing = file(SCHEME.form, self.answers, RULES.reads)
        self.say(by, Lodge.model_validate({"filing": filing, **names, **given}))
        return self

    def checked(self) -> "Application":
        """The application is complete and comes to the right place."""
        step = RULES.path[0]
        assert step.kind == "screening"
        checklist = dict.fromkeys(step.checklist, "yes")
        scope = {fact.key: "yes" for fact in RULES.scope}
        self.say("ada", Screen.model_validate({"outcome": "pass", "scope": scope, "checklist": checklist}))
        return self

    def opined(self, what: str = "review", **verdicts: str) -> "Application":
        """Every awaited seat of a panel supports; `verdicts` names gates that are not met."""
        for task in list(self.request.awaited.values()):
            if task.what == what:
                self.say(HOLDS[task.office], opinion(task.step, task.office, task.asset, **verdicts))
        return self

    def at_decision(self, answers: Answers | None = None, by: str = "rae", **verdicts: str) -> "Application":
        """Taken as far as the decision."""
        return self.lodge(by, answers).checked().opined("inform").opined(**verdicts)

    def decided(self, outcome: str = "approve") -> "Application":
        """The owner decides on every data set."""
        for asset in self.request.deciding:
            fields = {
                "office": "dfe-data-owner",
                "asset": asset.key,
                "outcome": outcome,
                "reasons": "It helps pupils.",
            }
            self.say("cora", DecideShare.model_validate(fields))
        return self

    def signed(self, **terms: Any) -> "Application":
        """The agreement is drawn up, screened and signed by everybody."""
        self.say("ada", DraftAgreement(terms=people.terms(**{"starts": "2027-02-01", **terms})))
        agreement = self.request.agreement
        assert agreement is not None
        assert agreement.drafted is not None
        self.say("dewi", people.agreement_screened(agreement.drafted.fixed_copy, agreement.version))
        for task in list(self.request.awaited.values()):
            if task.what == "sign":
                by = people.SIGNATORIES.get(task.detail) or HOLDS[task.office]
                self.say(by, people.signed(task.office, task.asset, task.detail or None, agreement.version))
        return self

    def at_access(self, answers: Answers | None = None, **terms: Any) -> "Application":
        """Taken as far as the signatures of all."""
        return self.at_decision(answers).decided().signed(**terms)

    def shows(self, *credentials: str, holder: str = "r1", expires: date = LAST_DAY) -> "Application":
        """The service records what somebody has shown."""
        step = next(one for one in RULES.path if isinstance(one, Access))
        dated = {one.key for access in RULES.path if isinstance(access, Access) for one in access.credentials}
        assert step is not None
        assert set(credentials) <= dated
        for key in credentials:
            fields = {"holder": holder, "credential": key, "evidence": "Seen on the register.", "expires": expires}
            self.say("ada", RecordCredential.model_validate(fields))
        return self

    def granted(self, person: str = "r1") -> "Application":
        """Somebody has shown everything, and comes to the data."""
        self.shows("accreditation", holder=person)
        self.say("ada", GrantAccess(person=person))
        return self

    def registered(self) -> "Application":
        """The register entry goes all its way."""
        step = next(one for one in RULES.path if one.kind == "publication")
        assert step.kind == "publication"
        self.say("ada", DraftEntry(fields={field.key: f"Our {field.title.lower()}." for field in step.fields}))
        self.say("dewi", people.entry_screened())
        self.say("luca", people.entry_checked())
        self.say("luca", people.publish())
        return self


def opinion(step: str, office: str, asset: str | None = None, **verdicts: str) -> GiveReview:
    """The supporting opinion of a seat, with every part and every gate it settles."""
    panel = RULES.step(step)
    assert panel is not None
    assert panel.kind == "reviews"
    seat = next(one for one in panel.panel if one.office == office)
    parts = {part.key: part.choices[0] if part.choices else f"{part.title}: considered." for part in seat.parts}
    gateways = ("ascla-2009-s122",) if any(part.gateway for part in seat.parts) else ()
    settles = {
        key: Settling.model_validate({"verdict": verdicts.get(key.replace("-", "_"), "met"), "evidence": "Seen."})
        for key in seat.settles
    }
    fields = {"office": office, "asset": asset, "parts": parts, "settles": settles, "gateways": gateways}
    return GiveReview.model_validate(fields)


ACCESS_WORDS = frozenset(
    {
        "name-person", "record-credential", "lose-credential", "grant-access", "end-access", "end-approval",
        "check-output", "release-output",
    }
)  # fmt: skip
"""What is said about people who work on the data; these words are told on the Department's road."""


def whole_road() -> Application:
    """One application through everything that may happen to people who work on the data."""
    tale = Application().at_access().granted().registered()
    tale.say("rae", NamePerson(person="r2", organisation="university-of-wexbridge", mode="safepod"))
    tale.granted("r2")
    tale.say("iris", _checked("dfe-disclosure-control"))
    tale.say("mina", _checked("srs-outputs"))
    tale.say("ada", ReleaseOutput(output="table-1"))
    tale.say("ada", LoseCredential(holder="r2", credential="accreditation", reason="It was withdrawn."))
    tale.say("cora", EndApproval(asset="npd", reason="The project has left its purpose."))
    return tale


def _checked(office: str) -> CheckOutput:
    return CheckOutput(output="table-1", office=office, outcome="pass", rules="2024-04-04")

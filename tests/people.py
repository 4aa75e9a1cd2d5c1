"""Who is who in the tests: the sample directory, a complete answer sheet, what each office says when all is well."""

from datetime import date
from pathlib import Path
from typing import Any

from policy.form import Answer, Answers, Column, Form, Question, QuestionKind, Row
from policy.scheme import Advice, Publication
from policy.schemes import SCHEMES
from sharing.messages import (
    Advise,
    CheckEntry,
    DecideShare,
    DraftEntry,
    GiveReview,
    Holding,
    ProposeTerms,
    PublishEntry,
    Screen,
    ScreenAgreement,
    ScreenEntry,
    Settling,
    Sign,
    Speaker,
    Triage,
)
from wiring.directory import Directory, read

SCHEME = SCHEMES["ons-onward-sharing"]
RULES = SCHEME.pinned()
DIRECTORY: Directory = read(Path(__file__).parent.parent / "wiring" / "sample_directory.yaml")

HOLDS = {
    "onward-sharing-service": "asha",
    "onward-data-sharing-group": "olu",
    "legal": "leo",
    "data-protection": "dora",
    "security": "sam",
    "ethics": "esi",
    "data-governance": "gita",
    "legal-and-data-services": "lars",
    "communications": "cleo",
    "disclosure-control": "dev",
    "data-governance-council": "carys",
    "chief-data-officer": "chen",
    "permanent-secretary": "petra",
    "operator": "otis",
    "third-party-owner": "thea",
}
"""Who speaks for an office, where the asset does not matter."""

OWNERS = {
    "death-registrations": "gwen",
    "birth-registrations": "gwen",
    "census-2021": "hana",
    "business-register": "idris",
    "hospital-activity": "idris",
}
"""Who owns an asset."""

SIGNATORIES = {
    "university-of-wexbridge": "rae",
    "cambria-government": "tomos",
    "meridian-institute": "lucia",
    "tidewater-health": "ben",
    "northgate-council": "sana",
}
"""Who signs for an organisation."""

PANEL = ("legal", "data-protection", "security", "ethics", "data-governance", "legal-and-data-services")


def holder(office: str, asset: str | None = None) -> str:
    """The person who speaks for an office."""
    if office == "information-asset-owner":
        return OWNERS[asset or ""]
    return HOLDS[office]


def someone(key: str, *offices: str, **given: Any) -> Speaker:
    """Somebody who is not in the sample directory, and all the offices they hold (each with what is `given`)."""
    organisation, acknowledged = given.pop("organisation", "ons"), given.pop("acknowledged", RULES.version)
    fields = {"since": date(2020, 1, 1), **given}
    holdings = tuple(Holding.model_validate({"office": office, **fields}) for office in offices)
    return Speaker(person=key, organisation=organisation, holdings=holdings, acknowledged=acknowledged)


def answer_to(question: Question) -> Answer:
    """A plausible answer of the right kind."""
    match question.kind:
        case QuestionKind.YES_NO | QuestionKind.CONFIRMATION:
            return "yes"
        case QuestionKind.CHOICE:
            return question.choices[0]
        case QuestionKind.CHOICES:
            return (question.choices[0],)
        case QuestionKind.DATE:
            return "2027-06-30"
        case QuestionKind.TABLE:
            rows = max((len(column.choices) for column in question.columns if column.every_choice), default=1)
            return tuple(_row(question.columns, place) for place in range(rows))
        case QuestionKind.DOCUMENT:
            return ({"name": "paper.pdf", "version": "1", "author": "Dr Rae Okafor", "sha256": "0" * 64},)
        case _:
            return f"What we have to say about {question.key}."


def _row(columns: tuple[Column, ...], place: int) -> Row:
    return {
        column.key: column.choices[place % len(column.choices)] if column.choices else f"Our {column.title.lower()}"
        for column in columns
    }


def complete(
    form: Form = SCHEME.form, assets: tuple[str, ...] = ("death-registrations",), **given: Answer
) -> Answers:
    """A complete answer sheet of the University of Wexbridge; `given` replaces answers (hyphens as underscores)."""
    answers: Answers = {}
    for question in form.questions:
        if form.applies(question, answers):
            answers[question.key] = answer_to(question)
    answers |= {
        "recipient-type": "university",
        "organisations": (
            {"name": "University of Wexbridge", "role": "recipient", "signatory": "Registrar", "registration": "Z1"},
        ),
        "purpose-kind": "statistical",
        "natural-persons": "yes",
        "all-in-uk": "yes",
        "public-interest": "no",
        "variables": tuple({"asset": key, "variable": "age_at_death", "why": "Outcome"} for key in assets),
        "places": tuple({**row, "country": "United Kingdom"} for row in _rows(answers["places"])),
    }
    answers |= {key.replace("_", "-"): answer for key, answer in given.items()}
    for question in form.questions:
        if not form.applies(question, answers):
            answers.pop(question.key, None)
        elif question.key not in answers and question.required:
            answers[question.key] = answer_to(question)
    return answers


def _rows(answer: Answer) -> tuple[dict[str, str], ...]:
    return tuple(row for row in answer if isinstance(row, dict))


def settling(*gates: str, **verdicts: str) -> dict[str, Settling]:
    """Verdicts on gates: met, unless said otherwise (hyphens as underscores)."""
    said = {gate: verdicts.get(gate.replace("-", "_"), "met") for gate in gates}
    return {
        gate: Settling.model_validate({"verdict": verdict, "evidence": f"Evidence on {gate}."})
        for gate, verdict in said.items()
    }


def screened(outcome: str = "pass", **given: Any) -> Screen:
    """The first screening, passed with every fact in scope and the whole checklist."""
    step = next(s for s in RULES.path if s.kind == "screening" and not s.settles_panel)
    fields: dict[str, Any] = {
        "outcome": outcome,
        "scope": {fact.key: "yes" for fact in RULES.scope},
        "checklist": dict.fromkeys(step.checklist, "yes"),
        "reason": "" if outcome == "pass" else "Because of what the request says.",
    }
    return Screen.model_validate({**fields, **given})


def triaged(*seats: str, **given: Any) -> Triage:
    """Triage with the ordinary panel."""
    fields: dict[str, Any] = {"seats": seats or PANEL, "risk": "medium"}
    return Triage.model_validate({**fields, **given})


def opinion(office: str, asset: str | None = None, /, **given: Any) -> GiveReview:
    """The supporting opinion of a seat, with every part it can have and every gate it settles."""
    verdicts = given.pop("verdicts", {})
    seat = next(seat for s in RULES.path if s.kind == "reviews" for seat in s.panel if seat.office == office)
    parts = {
        part.key: part.choices[0] if part.choices else f"{part.must_name or ''} considered: {part.title}.".strip()
        for part in seat.parts
    }
    gateways = ("srsa-s39-board",) if any(part.gateway for part in seat.parts) else ()
    if gateways:
        gateways = (next(way.key for way in RULES.gateways if way.must_show),)
        way = RULES.gateway(gateways[0])
        parts |= {show: f"The {show} is shown." for show in (way.must_show if way else ())}
    fields: dict[str, Any] = {
        "office": office,
        "asset": asset if seat.per_asset else None,
        "parts": parts,
        "settles": settling(*seat.settles, **verdicts),
        "gateways": gateways,
    }
    return GiveReview.model_validate({**fields, **given})


def terms(**given: Any) -> ProposeTerms:
    """Draft terms of a Data Sharing Agreement."""
    fields: dict[str, Any] = {
        "agreement": "dsa",
        "starts": "2027-04-01",
        "ends": "2030-03-31",
        "transfer": "Encrypted transfer between the two secure file services.",
        "retention": "Destroyed within 30 days of the end, with a certificate.",
    }
    return ProposeTerms.model_validate({**fields, **given})


def advised(outcome: str = "share", **given: Any) -> Advise:
    """The group's advice with its four parts."""
    verdicts = given.pop("verdicts", {})
    step = RULES.the(Advice)
    fields: dict[str, Any] = {
        "outcome": outcome,
        "parts": {part: f"We assessed the {part}." for part in step.parts},
        "settles": settling(*step.settles, **verdicts),
    }
    return Advise.model_validate({**fields, **given})


def decided(asset: str = "death-registrations", outcome: str = "approve", **given: Any) -> DecideShare:
    """The owner's decision on an asset."""
    fields: dict[str, Any] = {
        "office": "information-asset-owner",
        "asset": asset,
        "outcome": outcome,
        "reasons": "The benefit is clear and the safeguards hold.",
    }
    return DecideShare.model_validate({**fields, **given})


def entry(**given: str) -> DraftEntry:
    """A complete register entry."""
    step = RULES.the(Publication)
    return DraftEntry(fields={field.key: f"Our {field.title.lower()}." for field in step.fields} | given)


def agreement_screened(document: str, version: int = 1, **given: Any) -> ScreenAgreement:
    """The group passes the version whose fixed copy has that digest."""
    return ScreenAgreement.model_validate({"version": version, "document": document, "outcome": "pass", **given})


def signed(office: str, asset: str | None = None, organisation: str | None = None, version: int = 1) -> Sign:
    """A signature."""
    return Sign(version=version, office=office, asset=asset, organisation=organisation)


def entry_screened(version: int = 1) -> ScreenEntry:
    """The third screening, passed."""
    return ScreenEntry(version=version, outcome="pass")


def entry_checked(version: int = 1) -> CheckEntry:
    """The Communications check, passed."""
    return CheckEntry(version=version, suitable=True, accessible=True)


def publish(version: int = 1) -> PublishEntry:
    """The order to publish."""
    return PublishEntry(version=version)

"""What people say beside the ordinary road: questions, exceptions, conditions, determinations, odd answers."""

from datetime import date
from typing import Any

from policy.form import Answers, Row, file
from sharing.messages import (
    AskRequester,
    ConcludePublication,
    DecideDeparture,
    Escalate,
    GiveReview,
    ItemQuestion,
    Lodge,
    SeekDeparture,
    ShareCondition,
    Triage,
    VerifyCondition,
)
from tests import people

DEATHS, BIRTHS, CENSUS, HOSPITAL = "death-registrations", "birth-registrations", "census-2021", "hospital-activity"
UNOWNED = "travel-survey-1991"
OWNER, COUNCIL, CDO = "information-asset-owner", "data-governance-council", "chief-data-officer"
SERVICE, GROUP = "onward-sharing-service", "onward-data-sharing-group"
SECRETARY = "permanent-secretary"
LATER = date(2030, 12, 31)


def lodging(answers: Answers | None = None, **given: Any) -> Lodge:
    """The first message, spelled out; ordinarily the University of Wexbridge asks for death registrations."""
    sheet = people.complete() if answers is None else answers
    fields: dict[str, Any] = {
        "filing": file(people.SCHEME.form, sheet, people.RULES.reads),
        "assets": ({"key": DEATHS, "title": "Death registrations in England and Wales"},),
        "organisations": ({"key": "university-of-wexbridge", "type": "university"},),
    }
    return Lodge.model_validate({**fields, **given})


def ask(office: str, *items: str, asset: str | None = None) -> AskRequester:
    """Questions about items of the form."""
    questions = tuple(ItemQuestion(item=item, asks=f"Please explain {item}.") for item in items)
    return AskRequester(office=office, asset=asset, questions=questions)


def organisations(*titles: str, role: str = "recipient") -> tuple[Row, ...]:
    """Rows of the form: the University of Wexbridge as a recipient, and others."""
    named = (("University of Wexbridge", "recipient"), *((title, role) for title in titles))
    return tuple({"name": name, "role": its, "signatory": "Registrar", "registration": "Z1"} for name, its in named)


def abroad(country: str = "Ireland") -> dict[str, Any]:
    """Answers of somebody who works from abroad."""
    places = tuple(
        {"what": what, "where": "An office", "country": country, "who": "Us"}
        for what in ("storage", "processing", "access")
    )
    return {"all_in_uk": "no", "places": places}


def variables(*assets: str, names: tuple[str, ...] = ("age_at_death",)) -> tuple[Row, ...]:
    """Rows of the form: these variables of each of these assets."""
    return tuple({"asset": key, "variable": name, "why": "Outcome"} for key in assets for name in names)


def opined(office: str, asset: str | None = None, /, *, parts: dict[str, str], **given: Any) -> GiveReview:
    """The ordinary opinion with some parts said otherwise."""
    ordinary = people.opinion(office, asset)
    return people.opinion(office, asset, parts={**ordinary.parts, **parts}, **given)


def legal(*gateways: str, **given: Any) -> GiveReview:
    """The legal opinion that relies on these powers and shows nothing but what every opinion shows."""
    ordinary = people.opinion("legal")
    parts = {key: text for key, text in ordinary.parts.items() if key not in ("board-function", "necessity")}
    return people.opinion("legal", parts=parts, gateways=gateways, **given)


def in_doubt(asset: str = DEATHS) -> GiveReview:
    """The owner's information, with identifiability in doubt."""
    return opined(OWNER, asset, parts={"identifiability": "in-doubt"})


def determined(asset: str = DEATHS, finding: str = "not-identifiable") -> GiveReview:
    """The expert's determination."""
    return opined("disclosure-control", asset, parts={"determination": finding})


def concluded(asset: str = DEATHS, **given: Any) -> ConcludePublication:
    """The end of a publication task; `given` holds a link or a restriction."""
    fields: dict[str, Any] = {
        "asset": asset,
        "agreement": "not-needed",
        "agreement_reason": "Open data.",
        "code_of_practice": "yes",
        "code_of_practice_reason": "Checked against all three pillars.",
    }
    return ConcludePublication.model_validate({**fields, **given})


def escalated(to: str = COUNCIL, asset: str = DEATHS) -> Escalate:
    """The decision on an asset goes up the ladder."""
    return Escalate(asset=asset, to=to, reasons="This is bigger than my office.")


def seek(departure: str, office: str = OWNER) -> SeekDeparture:
    """An exception is asked for."""
    return SeekDeparture(office=office, departure=departure, reasons="There is no other way to this benefit.")


def decide_exception(departure: str, outcome: str = "grant", **given: Any) -> DecideDeparture:
    """An exception is granted with all that it has to name, or refused."""
    named = {
        "clause": "ONS-014",
        "scope": "These data, at this office.",
        "until": LATER,
        "conditions": "Yearly check.",
    }
    fields: dict[str, Any] = {
        "departure": departure,
        "outcome": outcome,
        "reasons": "The benefit outweighs the risk.",
    }
    return DecideDeparture.model_validate({**fields, **(named if outcome == "grant" else {}), **given})


def condition(key: str = "locked-room", **given: Any) -> ShareCondition:
    """A condition of an approval, to be fulfilled before signature."""
    fields: dict[str, Any] = {
        "key": key,
        "text": "The data are used in a locked room.",
        "owner": "requester",
        "evidence": "A photograph of the lock.",
        "verifier": "security",
        "due": "2027-06-30",
        "before_signature": True,
    }
    return ShareCondition.model_validate({**fields, **given})


def verified(asset: str = DEATHS, key: str = "locked-room", fulfilled: bool = True) -> VerifyCondition:
    """The verifier's finding on a condition."""
    return VerifyCondition(condition=f"{asset}:{key}", fulfilled=fulfilled, evidence="We went and looked.")


def with_communications(**given: Any) -> Triage:
    """Triage that asks Communications as well."""
    return people.triaged(*people.PANEL, "communications", **given)

"""One good message of every kind, made for the moment: what somebody would say to this request now."""

from collections.abc import Callable

from sharing.facts import Awaited
from sharing.messages import MESSAGES, AnyMessage
from tests import people
from tests.people import PANEL, RULES
from tests.properties.moments import (
    CHANGES,
    DEPARTURES,
    EVERYBODY,
    OFFICES,
    SEATS,
    WAYS_OUT,
    Fields,
    Moment,
    Pick,
    dumped,
    first,
    revised,
)
from tests.told import Tale


def _lodge(m: Moment) -> Fields:
    lodged = m.tale.request.lodged
    assert lodged is not None
    return {
        "filing": lodged.filing.model_dump(mode="json"),
        "assets": [asset.model_dump(mode="json") for asset in lodged.assets],
        "organisations": [body.model_dump(mode="json") for body in lodged.organisations],
    }


def _answer(m: Moment) -> Fields:
    rounds = tuple(m.tale.request.asked)
    number = int(m.detail) if m.detail.isdigit() else m.pick(rounds or (1,))
    asked = m.tale.request.asked.get(number)
    items = [question.item for question in asked.questions] if asked else ["methods"]
    return {"round": number, "replies": {item: {"sha256": "0" * 64, "characters": 12} for item in items}}


def _narrow(m: Moment) -> Fields:
    accept = m.pick((False, False, False, True))
    return {"reason": m.words(), **({"accept_refusal": True} if accept else {"drop": [m.pick(m.assets)]})}


def _screen(m: Moment) -> Fields:
    outcome = m.pick(("pass",) * 12 + WAYS_OUT)
    duplicate = {"duplicate_of": "ONS-2026-0009"} if outcome == "duplicate" else {}
    return dumped(people.screened(outcome, **duplicate))


def _triage(m: Moment) -> Fields:
    seats, reasons = m.pick((((*PANEL, "communications"), {}), (PANEL, {"communications": "Nobody will ask."})))
    return {
        "seats": list(seats),
        "risk": m.pick(("medium", "low", "high")),
        "complex": m.pick(("simple", "simple", "complex")) == "complex",
        "not_applicable": reasons,
    }


def _review(m: Moment) -> Fields:
    speaking = m.office or m.pick(SEATS)
    office = "information-asset-owner" if speaking == "data-governance-council" else speaking
    seat = next(one for step in RULES.path if step.kind == "reviews" for one in step.panel if one.office == office)
    verdicts = {gate.replace("-", "_"): m.verdict(gate) for gate in seat.settles}
    made = dumped(people.opinion(office, m.about if seat.per_asset else None, verdicts=verdicts))
    if office == "information-asset-owner":
        made["parts"]["identifiability"] = m.pick(("identifiable", "identifiable", "in-doubt"))
    if office == "disclosure-control":
        made["parts"]["determination"] = m.pick(("identifiable", "identifiable", "identifiable", "not-identifiable"))
    return made | {"office": speaking, "conditions": [_condition(m)]}


def _condition(m: Moment) -> Fields:
    return {
        "key": m.pick(("accounts", "training", "vetting")),
        "text": "Named accounts only.",
        "evidence": "The list of names.",
        "verifier": m.pick(("security", "onward-sharing-service", "data-protection")),
        "before_signature": m.pick((True, False)),
        "due": m.day(m.pick((30, 90))),
    }


def _advise(m: Moment) -> Fields:
    outcome = m.pick(
        ("share",) * 6 + ("share-with-conditions", "do-not-share", "to-the-council") + ("to-the-permanent-secretary",)
    )
    verdicts = {gate.replace("-", "_"): m.verdict(gate) for gate in ("public-benefit", "statistical-purpose")}
    named = [m.pick(DEPARTURES)] if outcome == "to-the-permanent-secretary" or m.pick((False,) * 4 + (True,)) else []
    return dumped(people.advised(outcome, verdicts=verdicts)) | {"conditions": [_condition(m)], "departures": named}


def _decide(m: Moment) -> Fields:
    conditions = [_condition(m)] if m.pick(("unconditional", "conditional")) == "conditional" else []
    ordinary = m.seat("information-asset-owner") | {"asset": m.about}
    return ordinary | {
        "outcome": m.pick(("approve",) * 6 + ("refuse",)),
        "reasons": m.words(),
        "conditions": conditions,
    }


def _decide_departure(m: Moment) -> Fields:
    return {
        "departure": m.detail or m.pick(DEPARTURES),
        "outcome": m.pick(("grant", "grant", "grant", "refuse")),
        "clause": "ONS-062",
        "scope": "This request and nothing else.",
        "until": m.day(m.pick((400, 0, 20, 1200))),
        "reasons": m.words(),
    }


def _draft_agreement(m: Moment) -> Fields:
    terms = m.pick((None, None, {"kind": "propose-terms", **dumped(people.terms())}))
    changes = m.pick((False,) * 7 + (True,))
    return {"note": m.words(), "changes_scope_or_safeguards": changes, **({"terms": terms} if terms else {})}


def _screen_agreement(m: Moment) -> Fields:
    agreement = m.tale.request.agreement
    document = agreement.drafted.fixed_copy if agreement and agreement.drafted else "0" * 64
    version = agreement.version if agreement else 1
    return {
        "version": version,
        "document": document,
        "outcome": m.pick(("pass",) * 5 + ("return",)),
        "reason": m.words(),
    }


def _sign(m: Moment) -> Fields:
    agreement, lodged = m.tale.request.agreement, m.tale.request.lodged
    office = m.office or m.pick(("requester", "information-asset-owner"))
    bodies = tuple(body.key for body in lodged.organisations) if lodged else ("university-of-wexbridge",)
    party = {"organisation": m.detail or m.pick(bodies)} if office == "requester" else {"asset": m.about}
    return {"version": agreement.version if agreement else 1, "office": office, **party}


def _verify(m: Moment) -> Fields:
    conditions = tuple(m.tale.request.conditions) or ("death-registrations:accounts",)
    return {
        "condition": m.detail or m.pick(conditions),
        "fulfilled": m.pick((True,) * 4 + (False,)),
        "evidence": m.words(),
    }


def _version(m: Moment) -> int:
    return m.tale.request.entry.drafted.version if m.tale.request.entry else 1


def _conclude(m: Moment) -> Fields:
    end = m.pick(({"link": "Dataset 7 of the archive"}, {"restriction": "Supplier terms."}))
    reasons = {"agreement_reason": m.words(), "code_of_practice_reason": m.words()}
    return {"asset": m.about, "agreement": "not-needed", "code_of_practice": "yes", **reasons, **end}


def _task(m: Moment) -> str:
    return str(m.pick(tuple(m.tale.request.awaited) or ("decision/nobody",)))


MAKERS: dict[str, Callable[[Moment], Fields]] = {
    "lodge": _lodge,
    "withdraw": lambda m: {"reason": m.words()},
    "answer": _answer,
    "revise": lambda m: {"reason": m.words(), "filing": revised(m.tale, m.pick(CHANGES))[0]},
    "narrow": _narrow,
    "reopen": lambda m: {"reason": m.words()},
    "screen": _screen,
    "triage": _triage,
    "ask": lambda m: m.seat("legal") | {"questions": [{"item": m.pick(RULES.items), "asks": "What do you mean?"}]},
    "give-review": _review,
    "propose-terms": lambda m: dumped(people.terms()),
    "advise": _advise,
    "decide": _decide,
    "escalate": lambda m: {
        "asset": m.about,
        "to": m.pick(("data-governance-council", "chief-data-officer")),
        "reasons": m.words(),
    },
    "seek-departure": lambda m: {
        "office": m.office or m.pick(("onward-sharing-service", "onward-data-sharing-group", "chief-data-officer")),
        "departure": m.pick(DEPARTURES),
        "reasons": m.words(),
    },
    "decide-departure": _decide_departure,
    "draft-agreement": _draft_agreement,
    "screen-agreement": _screen_agreement,
    "sign": _sign,
    "verify-condition": _verify,
    "draft-entry": lambda m: {"fields": people.entry().fields},
    "screen-entry": lambda m: {
        "version": _version(m),
        "outcome": m.pick(("pass",) * 4 + ("return",)),
        "reason": m.words(),
    },
    "check-entry": lambda m: {
        "version": _version(m), "suitable": True, "accessible": m.pick((True,) * 4 + (False,)), "reason": m.words(),
    },
    "publish-entry": lambda m: {"version": _version(m)},
    "exempt-entry": lambda m: {"ground": "national-security", "reasons": m.words()},
    "conclude-publication": _conclude,
    "declare-conflict": lambda m: {"reason": m.words()},
    "assign": lambda m: {
        "office": m.office or m.pick(("legal", *OFFICES)), "asset": m.asset, "to": m.pick(("leo", *EVERYBODY)),
    },
    "name-holder": lambda m: {
        "office": m.office or m.pick(("legal", *OFFICES)),
        "asset": m.asset,
        "person": m.pick(("lena", *EVERYBODY)),
        "until": m.day(m.pick((60, 0, 5))),
        "reason": m.words(),
    },
    "assure": lambda m: {"finding": m.words(), "satisfied": True},
    "mark-urgent": lambda m: {"reason": m.words()},
    "extend-clock": lambda m: {"task": _task(m), "days": m.pick((5, 1, 60)), "reason": m.words()},
    "chase": lambda m: {"task": _task(m)},
    "pause-clocks": lambda m: {"reason": m.words()},
    "resume-clocks": lambda m: {},
    "close": lambda m: {"reason": m.words()},
}  # fmt: skip
"""How a message of each kind is made."""

SPEAKERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("lodge", "withdraw", "answer", "revise", "narrow", "reopen"), ("rae", "ruth", "lucia")),
    **dict.fromkeys(("screen", "propose-terms", "draft-agreement", "draft-entry"), ("asha", "felix")),
    **dict.fromkeys(("conclude-publication", "verify-condition", "seek-departure"), ("asha", "sam", "dora")),
    **dict.fromkeys(("triage", "advise", "screen-agreement", "mark-urgent"), ("olu", "priya")),
    **dict.fromkeys(("ask", "give-review"), ("leo", "lena", "mila", "dmitri", "sam", "esi", "gita", "lars", "dev")),
    **dict.fromkeys(("decide", "escalate", "sign"), ("gwen", "hana", "idris", "carys", "chen", "mila", "rae")),
    "decide-departure": ("petra",),
    **dict.fromkeys(("screen-entry", "exempt-entry", "assure"), ("lars", "nadia")),
    **dict.fromkeys(("check-entry", "publish-entry"), ("cleo",)),
    "declare-conflict": ("lena", "nadia", "priya", "felix", "gwen"),
    **dict.fromkeys(("assign", "name-holder"), ("carys", "hugo", "asha", "margit")),
    **dict.fromkeys(("extend-clock", "chase", "pause-clocks", "resume-clocks", "close"), ("otis",)),
}
"""Who would say a message of that kind."""


def fields_of(kind: str, moment: Moment) -> Fields:
    """A good message of that kind, as a door would build it."""
    return {"kind": kind, **MAKERS[kind](moment)}


def message_of(kind: str, moment: Moment) -> AnyMessage:
    """A good message of that kind."""
    return MESSAGES.validate_python(fields_of(kind, moment))


def moment_of(tale: Tale, task: Awaited, pick: Pick = first) -> Moment:
    """The moment of somebody who is awaited."""
    return Moment(tale, pick, task.office, task.asset, task.detail)


__all__ = [
    "CHANGES",
    "DEPARTURES",
    "EVERYBODY",
    "MAKERS",
    "OFFICES",
    "SPEAKERS",
    "Fields",
    "Moment",
    "Pick",
    "fields_of",
    "first",
    "message_of",
    "moment_of",
    "revised",
]

"""The tales behind the places of the road: each goes on from the one before, and is told once."""

from functools import cache

from sharing.messages import AskRequester, DeclareConflict, Escalate, ItemQuestion, PauseClocks, SeekDeparture
from tests import people
from tests.properties.exemplars import Moment, message_of
from tests.told import Tale

DEATHS, CENSUS, HOSPITAL, TRAVEL = "death-registrations", "census-2021", "hospital-activity", "travel-survey-1991"
SERVICE, GROUP, OWNER = "onward-sharing-service", "onward-data-sharing-group", "information-asset-owner"
COUNCIL, OFFICER, SECRETARY = "data-governance-council", "chief-data-officer", "permanent-secretary"
SCREENER, CHECKER, EXPERT = "legal-and-data-services", "communications", "disclosure-control"


@cache
def lodged_tale(*assets: str) -> Tale:
    return Tale().lodge(answers=people.complete(assets=assets or (DEATHS,)))


@cache
def screened_tale() -> Tale:
    return lodged_tale().fork().screened()


@cache
def informed_tale() -> Tale:
    return screened_tale().fork().informed()


@cache
def triaged_tale() -> Tale:
    return informed_tale().fork().triaged()


@cache
def reviewed_tale() -> Tale:
    return triaged_tale().fork().reviewed()


@cache
def termed_tale() -> Tale:
    tale = reviewed_tale().fork()
    tale.say("asha", people.terms())
    return tale


@cache
def advised_tale() -> Tale:
    return termed_tale().fork().advised()


@cache
def approved_tale() -> Tale:
    return advised_tale().fork().approved()


@cache
def drafted_tale() -> Tale:
    return approved_tale().fork().drafted()


def document_tale(tale: Tale) -> str:
    agreement = tale.request.agreement
    assert agreement is not None
    assert agreement.drafted is not None
    return agreement.drafted.fixed_copy


@cache
def passed_tale() -> Tale:
    tale = drafted_tale().fork()
    tale.say("olu", people.agreement_screened(document_tale(tale)))
    return tale


@cache
def half_signed_tale() -> Tale:
    tale = passed_tale().fork()
    tale.say("rae", people.signed("requester", None, "university-of-wexbridge"))
    return tale


@cache
def agreed_tale() -> Tale:
    tale = half_signed_tale().fork()
    tale.say("gwen", people.signed(OWNER, DEATHS))
    return tale


@cache
def entered_tale() -> Tale:
    tale = agreed_tale().fork()
    tale.say("asha", people.entry())
    return tale


@cache
def third_screened_tale() -> Tale:
    tale = entered_tale().fork()
    tale.say("nadia", people.entry_screened())
    return tale


@cache
def checked_tale() -> Tale:
    tale = third_screened_tale().fork()
    tale.say("cleo", people.entry_checked())
    return tale


@cache
def published_tale() -> Tale:
    tale = checked_tale().fork()
    tale.say("cleo", people.publish())
    return tale


@cache
def questioned_tale() -> Tale:
    tale = triaged_tale().fork()
    question = ItemQuestion(item="methods", asks="Which methods, precisely?")
    tale.say("leo", AskRequester(office="legal", questions=(question,)))
    return tale


@cache
def conflicted_tale() -> Tale:
    tale = triaged_tale().fork()
    tale.say("lena", DeclareConflict(reason="My sister leads the project."))
    return tale


@cache
def lapsed_tale() -> Tale:
    tale = lodged_tale().fork()
    question = ItemQuestion(item="methods", asks="Which methods, precisely?")
    tale.say("asha", AskRequester(office=SERVICE, questions=(question,)))
    return tale.wait(50)


@cache
def paused_tale() -> Tale:
    tale = triaged_tale().fork()
    tale.say("otis", PauseClocks(reason="The building is closed."))
    return tale


@cache
def exception_sought_tale() -> Tale:
    tale = Tale().at_decision(people.complete(purpose_kind="administrative"))
    tale.say("gwen", SeekDeparture(office=OWNER, departure="administrative-use", reasons="There is no other way."))
    return tale


@cache
def escalated_tale() -> Tale:
    tale = advised_tale().fork()
    tale.say("gwen", Escalate(asset=DEATHS, to=COUNCIL, reasons="It is too big for me."))
    return tale


@cache
def complex_tale() -> Tale:
    return Tale().at_decision(complex=True)


@cache
def partly_refused_tale() -> Tale:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.say("gwen", people.decided(DEATHS, "refuse"))
    tale.say("hana", people.decided(CENSUS))
    return tale


@cache
def conditional_tale() -> Tale:
    tale = advised_tale().fork()
    condition = {"key": "rooms", "text": "A locked room.", "evidence": "A photograph.", "verifier": "security"}
    tale.approved(conditions=[{**condition, "due": "2027-06-01", "before_signature": True}]).drafted()
    tale.say("olu", people.agreement_screened(document_tale(tale)))
    return tale


@cache
def in_doubt_tale() -> Tale:
    tale = screened_tale().fork()
    ordinary = people.opinion(OWNER, DEATHS)
    tale.say("gwen", ordinary.model_copy(update={"parts": {**ordinary.parts, "identifiability": "in-doubt"}}))
    return tale


@cache
def to_publication_tale() -> Tale:
    tale = lodged_tale().fork()
    tale.say("asha", people.screened("to-publication"))
    return tale


@cache
def third_party_tale() -> Tale:
    return lodged_tale(HOSPITAL).fork().screened().informed().triaged()


@cache
def unowned_tale() -> Tale:
    tale = lodged_tale(TRAVEL).fork().screened()
    tale.say("carys", message_of("give-review", Moment(tale, office=COUNCIL, asset=TRAVEL)))
    return tale.triaged().reviewed().advised()

"""Whether this is the place to ask, found out before anybody signs in: it advises, and decides nothing."""

import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from policy.form import Answers, Question, QuestionKind
from policy.scheme import Scheme, Signpost
from policy.value import LONGEST_WORDS, unreadable
from starter.web.asking import Asking, answer_from, first_field, typed, typed_of
from starter.web.intake.starting import scheme_of
from starter.web.pages import Pages, Who
from starter.web.sessions import Knocks
from starter.web.visiting import NotThere, Visit

pages = Pages()

CHOSEN = (QuestionKind.YES_NO, QuestionKind.CHOICE)
CHOOSE = "Choose the answer that fits best."

knocks = Knocks()
"""So that nobody fills the records with enquiries."""


def deciding(scheme: Scheme) -> tuple[Question, ...]:
    """The questions that signposts depend on, in the order of the form. Only choices stand in addresses."""
    named = {one.when.question for one in scheme.signposts}
    return tuple(one for one in scheme.form.questions if one.key in named and one.kind in CHOSEN)


def answered(visit: Visit, scheme: Scheme) -> Answers:
    """The answers that the address carries; what is no choice of its question is passed over."""
    asking = Asking(scheme, visit.on.directory)
    found = {one.key: visit.asked(one.key) for one in deciding(scheme)}
    known = {one.key: {each.value for each in asking.choices(one)} for one in deciding(scheme)}
    return {key: value for key, value in found.items() if value in known[key]}


def signposts(scheme: Scheme, answers: Answers) -> tuple[Signpost, ...]:
    """The signposts that these answers lead to."""
    return tuple(one for one in scheme.signposts if one.when.holds(answers))


def address(scheme: Scheme, page: str, answers: Answers) -> str:
    """A page of this part, with the answers so far."""
    query = urlencode({key: value for key, value in answers.items() if isinstance(value, str)})
    return f"/apply/{scheme.key}/{page}" + (f"?{query}" if query else "")


def _question(visit: Visit, scheme: Scheme) -> tuple[Question, tuple[Question, ...]]:
    questions = deciding(scheme)
    found = next((one for one in questions if one.key == visit.part("question")), None)
    if found is None:
        raise NotThere
    return found, questions


@pages.get("/apply/{scheme}/eligibility", Who.ANYBODY)
def begin(visit: Visit) -> Response:
    """The first of these questions; the advice, where there is none."""
    scheme = scheme_of(visit)
    first = next(iter(deciding(scheme)), None)
    page = f"eligibility/{first.key}" if first is not None else "advice"
    return visit.goto(address(scheme, page, answered(visit, scheme)))


@pages.get("/apply/{scheme}/eligibility/{question}", Who.ANYBODY)
def ask(visit: Visit) -> Response:
    """One question."""
    scheme = scheme_of(visit)
    question, _ = _question(visit, scheme)
    return _page(visit, scheme, question, {})


@pages.post("/apply/{scheme}/eligibility/{question}", Who.ANYBODY)
def answer(visit: Visit) -> Response:
    """The answer to one question; it leads to the next one, or to the advice."""
    scheme = scheme_of(visit)
    question, questions = _question(visit, scheme)
    asking = Asking(scheme, visit.on.directory)
    given = answer_from(question, typed(question, visit.form))
    if (given is None and question.required) or (given is not None and asking.faults(question, given)):
        return _page(visit, scheme, question, {first_field(question): CHOOSE})
    answers = {key: one for key, one in answered(visit, scheme).items() if key != question.key}
    if given is not None:
        answers[question.key] = given
    after = next(iter(questions[questions.index(question) + 1 :]), None)
    return visit.goto(address(scheme, f"eligibility/{after.key}" if after else "advice", answers))


def _page(visit: Visit, scheme: Scheme, question: Question, errors: dict[str, str]) -> Response:
    questions = deciding(scheme)
    place, answers = questions.index(question), answered(visit, scheme)
    before = address(scheme, f"eligibility/{questions[place - 1].key}", answers) if place else f"/apply/{scheme.key}"
    visit.errors = errors
    values: dict[str, Any] = {
        "scheme": scheme,
        "asking": Asking(scheme, visit.on.directory),
        "question": question,
        "typed": typed_of(question, answers.get(question.key)),
        "place": place + 1,
        "of": len(questions),
        "action": address(scheme, f"eligibility/{question.key}", answers),
        "back": before,
    }
    return visit.page("intake/eligibility.html", **values)


@pages.get("/apply/{scheme}/advice", Who.ANYBODY)
def advise(visit: Visit) -> Response:
    """Where else one might ask. Whoever wants to may go on."""
    scheme = scheme_of(visit)
    answers, questions = answered(visit, scheme), deciding(scheme)
    if questions and not answers:
        return visit.goto(f"/apply/{scheme.key}/eligibility")
    return visit.page(
        "intake/advice.html",
        scheme=scheme,
        advised=[(one, address(scheme, f"elsewhere/{one.key}", answers)) for one in signposts(scheme, answers)],
        answers=answers,
        here_again=address(scheme, "advice", answers),
        back=address(scheme, f"eligibility/{questions[-1].key}", answers) if questions else f"/apply/{scheme.key}",
    )


def _signpost(visit: Visit, scheme: Scheme) -> Signpost:
    found = next((one for one in scheme.signposts if one.key == visit.part("signpost")), None)
    if found is None:
        raise NotThere
    return found


@pages.get("/apply/{scheme}/elsewhere/{signpost}", Who.ANYBODY)
def leave(visit: Visit) -> Response:
    """Say why one goes there instead."""
    return _leaving(visit, {})


def _leaving(visit: Visit, errors: dict[str, str]) -> Response:
    scheme = scheme_of(visit)
    signpost, answers = _signpost(visit, scheme), answered(visit, scheme)
    visit.errors = errors
    values: dict[str, Any] = {
        "scheme": scheme,
        "signpost": signpost,
        "once": visit.form.one("once") or secrets.token_urlsafe(12),
        "reason": visit.form.one("reason"),
        "longest": LONGEST_WORDS,
        "action": address(scheme, f"elsewhere/{signpost.key}", answers),
        "back": address(scheme, "advice", answers),
    }
    return visit.page("intake/elsewhere.html", **values)


@pages.post("/apply/{scheme}/elsewhere/{signpost}", Who.ANYBODY)
def record(visit: Visit) -> Response:
    """Keep the enquiry with its reason: what was advised, and what the visitor says. No person is kept with it."""
    scheme = scheme_of(visit)
    signpost, answers = _signpost(visit, scheme), answered(visit, scheme)
    reason, once = visit.form.one("reason"), visit.form.one("once")[:40]
    if why := unreadable(reason):
        return _leaving(visit, {"reason": why})
    if len(reason) > LONGEST_WORDS:
        return _leaving(visit, {"reason": f"Shorten this to {LONGEST_WORDS:,} characters."})
    if not reason:
        reason = _ground(visit, scheme, signpost)
    key = f"{scheme.key}/{once if once.isascii() and once.isprintable() and once else secrets.token_urlsafe(12)}"
    client = visit.request.client
    if not knocks.too_many(client.host if client else ""):
        visit.on.records.record_enquiry(key, scheme.key, signpost.key, answers, reason)
    return visit.goto(address(scheme, f"gone/{signpost.key}", {}))


def _ground(visit: Visit, scheme: Scheme, signpost: Signpost) -> str:
    """Why the signpost was shown, in words: the reason of who gives no other."""
    question = scheme.form.question(signpost.when.question)
    asking = Asking(scheme, visit.on.directory)
    assert question is not None, "signposts depend on questions of the form"
    text = next((one.text for one in asking.choices(question) if one.value == signpost.when.answer), "")
    return f"{question.asks} {text}"


@pages.get("/apply/{scheme}/gone/{signpost}", Who.ANYBODY)
def gone(visit: Visit) -> Response:
    """Where to go now."""
    scheme = scheme_of(visit)
    return visit.page("intake/gone-elsewhere.html", scheme=scheme, signpost=_signpost(visit, scheme))

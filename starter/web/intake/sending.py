"""From a finished draft to a lodged request: answers checked, promises given afresh, sent once."""

import asyncio
import re
from typing import NamedTuple

from starlette.responses import Response

from policy.form import Answers, Question, QuestionKind
from sharing.refused import Refused
from starter.naming import assets_of, organisations_of
from starter.web.asking import name_of
from starter.web.intake.beginning import title_of
from starter.web.intake.drafting import AlreadySent, Sheet, for_its_people, sheet_of
from starter.web.pages import Pages, Who
from starter.web.visiting import NotThere, Visit

pages = Pages()

CONFIRM = "Confirm this, or the request cannot be sent: {}"
MOVED = "The answers have changed since you checked them. Check them once more, then send."
ONLY_OWNER = "Only {} can send this request: it is sent in the name of who began it. Ask them to."


_REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}")


class Problem(NamedTuple):
    """Something that keeps a draft from being sent, and the page where it is mended."""

    sentence: str
    address: str


@pages.get("/drafts/{key}/check", Who.SIGNED_IN)
@for_its_people
def check(visit: Visit) -> Response:
    """All answers, and all that is missing at once."""
    sheet = sheet_of(visit)
    return visit.goto(sheet.after) if sheet.draft.about else check_page(visit, sheet)


def check_page(visit: Visit, sheet: Sheet, refused: str = "") -> Response:
    """The answers before they are sent; `refused` is why they were not taken, in a sentence."""
    problems = [
        Problem(_named(sheet, question, sentence), sheet.address(question, "check"))
        for question, sentence in sheet.gaps()
    ]
    if refused:
        problems.append(Problem(refused, sheet.address(_to_blame(visit, sheet), "check")))
    asked = {one.key for one in sheet.asked()}
    return visit.page(
        "intake/check.html",
        422 if refused or visit.errors else None,
        sheet=sheet,
        asking=sheet.asking,
        title=title_of(sheet),
        problems=problems,
        sections={
            title: shown
            for title, questions in sheet.asking.sections.items()
            if (shown := [one for one in questions if one.key in asked and one.kind is not QuestionKind.CONFIRMATION])
        },
        owner=visit.on.name_of(sheet.draft.owner),
        mine=sheet.draft.owner == visit.person.key,
        back=sheet.place,
    )


def _named(sheet: Sheet, question: Question, sentence: str) -> str:
    given = sheet.answers.get(question.key)
    return f"{question.asks} {sentence}" if given else f"Not answered: {question.asks}"


def _to_blame(visit: Visit, sheet: Sheet) -> Question:
    """The question whose answer names what is not known here: a data asset, or else an organisation."""
    form, scheme = sheet.scheme.form, sheet.scheme
    key = scheme.bodies_in[0]
    try:
        assets_of(scheme, sheet.answers, visit.on.directory, visit.at, visit.on.records.catalogue_of(scheme))
        organisations_of(scheme, {**sheet.answers, scheme.type_in: ""}, visit.on.directory, visit.person.organisation)
        key = scheme.type_in
    except Refused as refused:
        key = scheme.assets_in[0] if "asset" in refused.sentence else key
    return form.question(key) or form.questions[0]


@pages.get("/drafts/{key}/declare", Who.SIGNED_IN)
@for_its_people
def declare(visit: Visit) -> Response:
    """What has to be confirmed. Nothing is ticked beforehand, whatever was ticked on another day."""
    sheet = sheet_of(visit)
    if sheet.draft.about or sheet.gaps():
        return visit.goto(f"{sheet.place}/check")
    return _declaring(visit, sheet, {})


def promises(sheet: Sheet) -> tuple[Question, ...]:
    """The confirmations that this request needs."""
    form = sheet.scheme.form
    wanted = (one for one in form.questions if one.kind is QuestionKind.CONFIRMATION)
    return tuple(one for one in wanted if form.applies(one, sheet.answers))


def _declaring(visit: Visit, sheet: Sheet, errors: dict[str, str]) -> Response:
    visit.errors = errors
    return visit.page(
        "intake/declare.html",
        sheet=sheet,
        title=title_of(sheet),
        promises=promises(sheet),
        ticked={name for name in visit.form.names() if visit.form.one(name) == "yes"},
        owner=visit.on.name_of(sheet.draft.owner),
        mine=sheet.draft.owner == visit.person.key,
        version=sheet.draft.version if not visit.form.one("version") else visit.form.one("version"),
        back=f"{sheet.place}/check",
    )


@pages.post("/drafts/{key}/declare", Who.SIGNED_IN)
async def send(visit: Visit) -> Response:
    """Lodge the request. Pressed twice, it is the same request."""
    try:
        sheet = await asyncio.to_thread(sheet_of, visit)
    except AlreadySent as sent:
        return visit.goto(f"/requests/{sent.reference}/received")
    if sheet.draft.about:
        raise NotThere
    if not_yet := await asyncio.to_thread(_not_yet, visit, sheet):
        return not_yet
    answers = {**sheet.answers, **{one.key: "yes" for one in promises(sheet)}}
    answers = {key: one for key, one in answers.items() if _is_asked(sheet, key, answers)}
    draft, records = sheet.draft, visit.on.records
    try:
        receipt = await visit.on.desk.lodge(
            sheet.scheme.key,
            answers,
            by=visit.person.key,
            once=f"draft-{draft.key}",
            source="form",
            signposted=draft.signposted,
        )
    except Refused as refused:
        return await asyncio.to_thread(_refused, visit, sheet, refused.sentence)
    await asyncio.to_thread(records.sent, draft.key, receipt.reference)
    return visit.goto(f"/requests/{receipt.reference}/received")


def _is_asked(sheet: Sheet, key: str, answers: Answers) -> bool:
    question = sheet.scheme.form.question(key)
    return question is not None and sheet.scheme.form.applies(question, answers)


def _not_yet(visit: Visit, sheet: Sheet) -> Response | None:
    """Why it is not sent: another's, incomplete, not confirmed, changed since it was checked; or None."""
    if sheet.draft.owner != visit.person.key:
        return _declaring(visit, sheet, {"": ONLY_OWNER.format(visit.on.name_of(sheet.draft.owner))})
    if sheet.gaps():
        return check_page(visit, sheet, "")
    unticked = {
        name_of(one): CONFIRM.format(one.asks) for one in promises(sheet) if visit.form.one(name_of(one)) != "yes"
    }
    if unticked:
        return _declaring(visit, sheet, unticked)
    if visit.form.one("version") != str(sheet.draft.version):
        visit.errors = {"": MOVED}
        return check_page(visit, sheet)
    return None


def _refused(visit: Visit, sheet: Sheet, sentence: str) -> Response:
    """Why it was not taken; or the request that it became at an earlier press, of which nobody heard the end."""
    for named in _REFERENCE.findall(sentence):
        try:
            lodged = visit.on.records.lodging(named)
        except LookupError:
            continue
        if (lodged.requester, lodged.once) == (visit.person.key, f"draft-{sheet.draft.key}"):
            visit.on.records.sent(sheet.draft.key, named)
            return visit.goto(f"/requests/{named}/received")
    return check_page(visit, sheet, sentence)

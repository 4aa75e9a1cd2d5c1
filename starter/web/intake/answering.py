"""One question a page: shown with what stands, saved as far as it can be, and what colleagues wrote is never lost."""

from typing import Any

from starlette.responses import Response

from policy.form import Answer, Question, QuestionKind, rows_of
from starter.web.asking import Typed, answer_from, cells_of, first_field, name_of, stamp, typed, typed_of
from starter.web.intake.documents import hand_in
from starter.web.intake.drafting import Clash, Sheet, for_its_people, save, seen, sheet_of
from starter.web.pages import Pages, Who
from starter.web.uploading import TAKEN_IN_WORDS
from starter.web.visiting import Visit, whole

pages = Pages()

ROWS_SHOWN = 50
CHANGED = (
    "Somebody else has changed this answer since you opened it. Their answer is shown here; yours is still in the "
    "box. Save again to put yours in its place."
)


@pages.get("/drafts/{key}/questions/{question}", Who.SIGNED_IN)
@for_its_people
def ask(visit: Visit) -> Response:
    """The page of a question."""
    sheet = sheet_of(visit)
    question = sheet.question(visit.part("question"))
    return page(visit, sheet, question)


def page(
    visit: Visit,
    sheet: Sheet,
    question: Question,
    errors: dict[str, str] | None = None,
    given: Typed | None = None,
    **more: Any,
) -> Response:
    """The page of a question; with `errors` as one that could not be saved, `given` being what was typed."""
    answer = sheet.answers.get(question.key)
    visit.errors = errors or {}
    first, rows = _rows_shown(visit, answer)
    values: dict[str, Any] = {
        "sheet": sheet,
        "asking": sheet.asking,
        "question": question,
        "answer": answer,
        "typed": typed_of(question, answer) if given is None else given,
        "version": stamp(answer),
        "back_to": visit.asked("back"),
        "back": f"{sheet.place}/check" if visit.asked("back") == "check" else sheet.after,
        "takes": TAKEN_IN_WORDS,
        "first": first,
        "rows": rows,
        "stored": None,
        "stamp": stamp,
        "helper": _guidance(sheet, question),
        "dictionary": sheet.tables if sheet.tables.columns(question) is not None else None,
    }
    return visit.page("intake/question.html", **{**values, **more})


def _guidance(sheet: Sheet, question: Question) -> str:
    """What stands in the way of an answer that is kept already, to be seen when it is looked at again."""
    answer = sheet.answers.get(question.key)
    lacks = sheet.asking.lacks(question, answer) if answer else ()
    return "\n".join((*sheet.misnamed(question)[:10], *lacks[:10]))


def _rows_shown(visit: Visit, answer: Answer | None) -> tuple[int, tuple[dict[str, str], ...]]:
    """A page of the rows of a table, and the place of the first of them."""
    rows = rows_of(answer)
    first = max(0, min((whole(visit.asked("page")) or 1) - 1, (len(rows) - 1) // ROWS_SHOWN)) * ROWS_SHOWN
    return first, rows[first : first + ROWS_SHOWN]


@pages.post("/drafts/{key}/questions/{question}", Who.SIGNED_IN, upload=True)
@for_its_people
def answer(visit: Visit) -> Response:
    """Save an answer, complete or not, and go on."""
    sheet = sheet_of(visit)
    question = sheet.question(visit.part("question"))
    if question.kind is QuestionKind.DOCUMENT:
        wrong = hand_in(visit, sheet, question)
        if wrong:
            return page(visit, sheet, question, wrong, typed(question, visit.form))
        return onwards(visit, sheet_of(visit), question)
    given = typed(question, visit.form)
    new = answer_from(question, given)
    if new is not None and (faults := sheet.asking.faults(question, new)):
        return page(visit, sheet, question, placed(sheet, question, faults), given)
    if question.kind is QuestionKind.TABLE:
        return _add_row(visit, sheet, question, new)
    try:
        save(visit, sheet.draft, question, seen(visit.form.one("version"), new))
    except Clash as clash:
        fresh = sheet_of(visit)
        return page(visit, fresh, question, {first_field(question): CHANGED}, given, stored=clash.stands or "")
    return onwards(visit, sheet_of(visit), question)


def placed(sheet: Sheet, question: Question, faults: tuple[str, ...]) -> dict[str, str]:
    """Sentences beside the fields that they speak of: of a row's, the column that is named."""
    found: dict[str, str] = {}
    for fault in faults:
        names = [name_of(question, one.key) for one in cells_of(question) if f"“{one.title}”" in fault]
        found.setdefault(next(iter(names), first_field(question)), fault.removeprefix("Row 1: "))
    return found


def _add_row(visit: Visit, sheet: Sheet, question: Question, new: Answer | None) -> Response:
    added = sheet.tables.dated(question, rows_of(new))
    version = visit.form.one("version")

    def longer(stands: Answer | None) -> Answer | None:
        kept = rows_of(stands)
        # Pressed twice: the row is there already, and was not when the page was drawn.
        pressed_twice = bool(added) and kept[-1:] == added and stamp(stands) != version
        return (kept if pressed_twice else (*kept, *added)) or None

    whole = longer(sheet.answers.get(question.key))
    if added and whole is not None and (faults := sheet.asking.faults(question, whole)):
        return page(visit, sheet, question, {first_field(question): faults[0]}, typed(question, visit.form))
    # A row is put after whatever stands by now, so colleagues may add rows at the same time.
    save(visit, sheet.draft, question, longer)
    return onwards(visit, sheet_of(visit), question)


def onwards(visit: Visit, sheet: Sheet, question: Question) -> Response:
    """Where a saved answer leads."""
    then, back = visit.form.one("then"), visit.asked("back")
    if then == "add":
        return visit.goto(sheet.address(question, back), "Added.")
    if then == "later":
        return visit.goto(sheet.after, "We have saved what you wrote.")
    if sheet.draft.about:
        return visit.goto(sheet.after)
    if back == "check":
        return visit.goto(f"{sheet.place}/check")
    following = sheet.next_after(question)
    return visit.goto(sheet.address(following) if following is not None else sheet.place)

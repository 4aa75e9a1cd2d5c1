"""Rows of a table answer: one changed, one taken away, or a whole table handed in as a file."""

import json
from collections.abc import Callable

from starlette.responses import Response

from policy.faults import MOST_ROWS
from policy.form import Answer, Question, QuestionKind, Row, rows_of
from starter.spreadsheets.packed import NotTaken
from starter.web.asking import cells_of, first_field, row_from, stamp, typed, typed_row
from starter.web.intake.answering import CHANGED, page, placed
from starter.web.intake.drafting import Clash, Sheet, for_its_people, save, sheet_of
from starter.web.intake.starting import csv_of
from starter.web.pages import Pages, Who
from starter.web.tables import TableRead, sheets_of
from starter.web.uploading import check_for_malware, handed
from starter.web.visiting import NotThere, Visit, whole

pages = Pages()

MOVED = "Somebody else has changed this table since you opened it, so nothing was taken away. Look, and try again."
PREVIEWED = 10
IN_ROWS = (QuestionKind.TABLE, QuestionKind.DOCUMENT)
TABLE = "table"
CHOOSE = "Choose the file of the table."
WRONG = "The table cannot be taken as it is. Mend the rows that are named here, and hand it in again."
AGAIN = "Hand in the table once more: it could not be found again."


def _table(visit: Visit, *kinds: QuestionKind) -> tuple[Sheet, Question]:
    sheet = sheet_of(visit)
    question = sheet.question(visit.part("question"))
    if question.kind not in kinds:
        raise NotThere
    return sheet, question


def _row(visit: Visit, rows: tuple[Row, ...]) -> int:
    place = (whole(visit.part("place")) or 0) - 1
    if not 0 <= place < len(rows):
        raise NotThere
    return place


@pages.get("/drafts/{key}/questions/{question}/rows/{place}", Who.SIGNED_IN)
@for_its_people
def look(visit: Visit) -> Response:
    """One row, to be changed; of a document, what is said about it."""
    sheet, question = _table(visit, *IN_ROWS)
    rows = rows_of(sheet.answers.get(question.key))
    place = _row(visit, rows)
    return _row_page(visit, sheet, question, place, rows[place])


def _row_page(
    visit: Visit, sheet: Sheet, question: Question, place: int, row: Row, stands: Row | None = None
) -> Response:
    return visit.page(
        "intake/row.html",
        sheet=sheet,
        asking=sheet.asking,
        question=question,
        place=place + 1,
        columns=cells_of(question),
        heading=f"Change {row.get('name', 'document')}"
        if question.kind is QuestionKind.DOCUMENT
        else f"Change row {place + 1}",
        typed=typed_row(question, row),
        stands=stands,
        version=stamp((stands or row,)),
        back=sheet.address(question, visit.asked("back")),
        back_to=visit.asked("back"),
    )


@pages.post("/drafts/{key}/questions/{question}/rows/{place}", Who.SIGNED_IN)
@for_its_people
def change(visit: Visit) -> Response:
    """Change one row, or what is said about a document."""
    sheet, question = _table(visit, *IN_ROWS)
    rows = rows_of(sheet.answers.get(question.key))
    place, row = _row(visit, rows), row_from(question, typed(question, visit.form))
    if question.kind is QuestionKind.DOCUMENT:
        row = {**rows[place], **row}
    if not row:
        visit.errors = {first_field(question): "Fill in this row, or go back and take it away."}
        return _row_page(visit, sheet, question, place, {})
    if faults := sheet.asking.faults(question, (row,)):
        visit.errors = placed(sheet, question, faults)
        return _row_page(visit, sheet, question, place, row)
    (row,) = sheet.tables.dated(question, (row,))
    try:
        save(visit, sheet.draft, question, _in_place(place, visit.form.one("version"), row))
    except Clash as clash:
        stands = rows_of(clash.stands)
        if place >= len(stands):
            return page(
                visit, sheet_of(visit), question, {first_field(question): CHANGED}, typed(question, visit.form)
            )
        visit.errors = {first_field(question): CHANGED}
        return _row_page(visit, sheet, question, place, row, stands[place])
    return visit.goto(sheet.address(question, visit.asked("back")), "Saved.")


def _in_place(place: int, version: str, row: Row | None) -> Callable[[Answer | None], Answer | None]:
    """Another row in that place, or none, by somebody who saw the one of that version there."""

    def change(stands: Answer | None) -> Answer | None:
        rows = rows_of(stands)
        if place >= len(rows) or stamp((rows[place],)) != version:
            raise Clash(stands)
        return (*rows[:place], *((row,) if row else ()), *rows[place + 1 :]) or None

    return change


@pages.post("/drafts/{key}/questions/{question}/rows/{place}/remove", Who.SIGNED_IN)
@for_its_people
def remove(visit: Visit) -> Response:
    """Take one row away, or one document."""
    sheet, question = _table(visit, *IN_ROWS)
    place = _row(visit, rows_of(sheet.answers.get(question.key)))
    try:
        save(visit, sheet.draft, question, _in_place(place, visit.form.one("version"), None))
    except Clash:
        return page(visit, sheet_of(visit), question, {"": MOVED})
    return visit.goto(sheet.address(question, visit.asked("back")), "Taken away.")


@pages.get("/drafts/{key}/questions/{question}/empty.csv", Who.SIGNED_IN)
@for_its_people
def empty(visit: Visit) -> Response:
    """An empty table with the question's columns."""
    _, question = _table(visit, QuestionKind.TABLE)
    return csv_of(question)


@pages.post("/drafts/{key}/questions/{question}/table", Who.SIGNED_IN, upload=True)
@for_its_people
def upload(visit: Visit) -> Response:
    """Read a table and show what is in it. Nothing is changed before it was looked at."""
    sheet, question = _table(visit, QuestionKind.TABLE)
    sent = visit.form.file(TABLE)
    if sent is None:
        return page(visit, sheet, question, {TABLE: CHOOSE})
    try:
        file = handed(sent)
        check_for_malware(file.content, visit.on.settings.malware_check)
        read = sheet.tables.read(sheets_of(file), sheet.asking, question)
    except NotTaken as why:
        return page(visit, sheet, question, {TABLE: str(why)})
    before = rows_of(sheet.answers.get(question.key))
    # Kept under its digest together with the draft that it is for, so that it can be taken into no other.
    kept = "" if read.wrong else visit.on.shelf.put(_packed(sheet, question, read))
    visit.errors = {TABLE: WRONG} if read.wrong else {}
    return visit.page(
        "intake/table.html",
        sheet=sheet,
        asking=sheet.asking,
        question=question,
        read=read,
        shown=read.rows[:PREVIEWED],
        name=file.name,
        before=len(before),
        too_many=len(before) + len(read.rows) > MOST_ROWS,
        most=MOST_ROWS,
        kept=kept,
        version=stamp(sheet.answers.get(question.key)),
        back=sheet.address(question, visit.asked("back")),
        back_to=visit.asked("back"),
    )


def _packed(sheet: Sheet, question: Question, read: TableRead) -> bytes:
    return json.dumps({"draft": sheet.draft.key, "question": question.key, "rows": read.rows}).encode()


def _unpacked(visit: Visit, sheet: Sheet, question: Question) -> tuple[Row, ...] | None:
    """The table that was looked at; None for what is not one of this draft and question."""
    try:
        found = json.loads(visit.on.shelf.read(visit.form.one("kept")))
    except (LookupError, ValueError):
        return None
    mine = isinstance(found, dict) and (found.get("draft"), found.get("question")) == (sheet.draft.key, question.key)
    return tuple(found["rows"]) if mine else None


@pages.post("/drafts/{key}/questions/{question}/table/take", Who.SIGNED_IN)
@for_its_people
def take(visit: Visit) -> Response:
    """Put the table that was looked at in the place of the rows, or after them."""
    sheet, question = _table(visit, QuestionKind.TABLE)
    rows = _unpacked(visit, sheet, question)
    if not rows:
        return page(visit, sheet, question, {TABLE: AGAIN})
    after = visit.form.one("how") == "append"
    version = visit.form.one("version")

    def changed(stands: Answer | None) -> Answer | None:
        if stamp(stands) != version:
            raise Clash(stands)
        return (*rows_of(stands), *rows) if after else rows

    if after and len(rows_of(sheet.answers.get(question.key))) + len(rows) > MOST_ROWS:
        return page(visit, sheet, question, {TABLE: f"Together these are more than {MOST_ROWS:,} rows."})
    try:
        save(visit, sheet.draft, question, changed)
    except Clash:
        sentence = "Somebody else has changed this table meanwhile. Look at it, and hand yours in again."
        return page(visit, sheet_of(visit), question, {TABLE: sentence})
    said = "added" if after else "taken"
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    return visit.goto(sheet.address(question, visit.asked("back")), f"{count} {said}.")

"""Finding variables for a draft: search in the data dictionary, and the workbooks of data tables to be filled in."""

from urllib.parse import urlencode

from starlette.responses import Response

from policy.faults import MOST_ROWS
from policy.form import Answer, Question, Row, rows_of
from policy.picks import Columns
from starter.spreadsheets.writing import workbook_of
from starter.web.intake.answering import page
from starter.web.intake.drafting import Sheet, for_its_people, save, sheet_of
from starter.web.pages import Pages, Who
from starter.web.visiting import NotThere, Visit, whole

pages = Pages()

SHOWN = 30
LONGEST_SEARCH = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FULL = f"There are {MOST_ROWS:,} rows already, which is the most that we take."


def _picking(visit: Visit) -> tuple[Sheet, Question, Columns]:
    sheet = sheet_of(visit)
    question = sheet.question(visit.part("question"))
    columns = sheet.tables.columns(question)
    if columns is None:
        raise NotThere
    return sheet, question, columns


@pages.get("/drafts/{key}/questions/{question}/variables", Who.SIGNED_IN)
@for_its_people
def search(visit: Visit) -> Response:
    """Variables by words, a page of them at a time."""
    sheet, question, columns = _picking(visit)
    words = visit.asked("words").strip()[:LONGEST_SEARCH]
    found = sheet.tables.find(words)
    number = max(1, min(whole(visit.asked("page")) or 1, -(-len(found) // SHOWN)))
    first = (number - 1) * SHOWN
    picks = {columns.pick(row)[:2] + columns.pick(row)[3:] for row in rows_of(sheet.answers.get(question.key))}
    return visit.page(
        "intake/variables.html",
        sheet=sheet,
        question=question,
        words=words,
        found=found[first : first + SHOWN],
        first=first,
        count=len(found),
        picked=picks,
        sets={one.name: one.title for one in sheet.tables.offered},
        number=number,
        address=lambda page: _place(sheet, question, words, page, visit.asked("back")),
        back=sheet.address(question, visit.asked("back")),
        back_to=visit.asked("back"),
    )


def _place(sheet: Sheet, question: Question, words: str, number: int, back: str) -> str:
    query = {"words": words, **({"page": str(number)} if number > 1 else {}), **({"back": back} if back else {})}
    return f"{sheet.place}/questions/{question.key}/variables?{urlencode(query)}"


@pages.post("/drafts/{key}/questions/{question}/variables", Who.SIGNED_IN)
@for_its_people
def add(visit: Visit) -> Response:
    """Put a variable that was found into the answer; why it is needed is written in its row."""
    sheet, question, columns = _picking(visit)
    table = sheet.tables.table(visit.form.one("table"))
    data_set, variable = visit.form.one("data-set"), visit.form.one("variable")
    row = sheet.tables.row(columns, data_set, table, variable) if table is not None else None
    if row is None:
        return page(visit, sheet, question, {"": "The data table has changed since you looked. Search again."})
    if len(rows_of(sheet.answers.get(question.key))) >= MOST_ROWS:
        return page(visit, sheet, question, {"": FULL})
    saved = save(visit, sheet.draft, question, lambda stands: _with(stands, row, columns))
    rows = rows_of(saved.answers.get(question.key))
    number = next(at for at, one in enumerate(rows, start=1) if columns.pick(one) == columns.pick(row))
    told = f"{variable} stands in row {number}. Say there why it is needed."
    back = visit.asked("back")
    return visit.goto(_place(sheet, question, visit.asked("words")[:LONGEST_SEARCH], _number(visit), back), told)


def _number(visit: Visit) -> int:
    return whole(visit.asked("page")) or 1


def _with(stands: Answer | None, row: Row, columns: Columns) -> Answer:
    """The rows with one more, unless it is there already: pressed twice, or by a colleague."""
    rows = rows_of(stands)
    return rows if any(columns.pick(one) == columns.pick(row) for one in rows) else (*rows, row)


@pages.get("/drafts/{key}/questions/{question}/workbooks/{table}", Who.SIGNED_IN)
@for_its_people
def workbook(visit: Visit) -> Response:
    """The workbook of a data table in force, to be filled in and handed in as the answer."""
    sheet, _, _ = _picking(visit)
    table = sheet.tables.table(visit.part("table").removesuffix(".xlsx"))
    if table is None:
        raise NotThere
    sets = [one.name for one in sheet.tables.offered if table in one.tables]
    asked = visit.asked("data-set")
    made_for = asked if asked in sets else sets[0] if len(sets) == 1 else ""
    version = "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "-" for one in table.version)[:40]
    name = f"{table.key.replace('/', '-')}-{version}.xlsx"
    headers = {"content-disposition": f'attachment; filename="{name}"', "x-content-type-options": "nosniff"}
    return Response(workbook_of(table, made_for), media_type=XLSX, headers=headers)

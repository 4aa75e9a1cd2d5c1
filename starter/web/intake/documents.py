"""Documents of an answer: handed in, and fetched by who may see the draft."""

from starlette.responses import Response

from policy.faults import LONGEST_CELL
from policy.form import Answer, Question, QuestionKind, Row, rows_of
from policy.value import unreadable
from starter.spreadsheets.packed import NotTaken
from starter.web.asking import name_of
from starter.web.intake.drafting import Sheet, for_its_people, save, sheet_of
from starter.web.pages import Pages, Who
from starter.web.saving import as_file
from starter.web.uploading import check, handed
from starter.web.visiting import NotThere, Visit

pages = Pages()

MOST_DOCUMENTS = 20
CHOOSE = "Choose a file."


def hand_in(visit: Visit, sheet: Sheet, question: Question) -> dict[str, str]:
    """Add the document that was sent, if one was. Returns what is wrong, by the ids of fields."""
    upload = visit.form.file(name_of(question, "file"))
    version, author = (visit.form.one(name_of(question, part)) for part in ("version", "author"))
    said = {name_of(question, "version"): version, name_of(question, "author"): author}
    wrong = {name: why for name, text in said.items() if (why := _unfit(text))}
    if upload is None:
        wants = visit.form.one("then") == "add" or any(said.values())
        return {name_of(question, "file"): CHOOSE, **wrong} if wants else wrong
    if wrong:
        return wrong
    stands = sheet.answers.get(question.key, ())
    if len(stands) >= MOST_DOCUMENTS:
        return {name_of(question, "file"): f"At most {MOST_DOCUMENTS} documents are taken. Remove one first."}
    try:
        file = handed(upload)
        check(file, visit.on.settings.malware_check)
    except NotTaken as why:
        return {name_of(question, "file"): str(why)}
    sha256 = visit.on.shelf.put(file.content)
    row = {"name": file.name, "version": version, "author": author, "sha256": sha256}
    save(visit, sheet.draft, question, lambda stands: _with(stands, row))
    return {}


def _unfit(text: str) -> str:
    if len(text) > LONGEST_CELL:
        return f"Shorten this to {LONGEST_CELL:,} characters."
    return unreadable(text) or ""


def _with(stands: Answer | None, row: Row) -> Answer:
    """The documents with one more. The same file again changes what is said about it."""
    rows = [one for one in stands if isinstance(one, dict)] if isinstance(stands, tuple) else []
    return (*(one for one in rows if one.get("sha256") != row["sha256"]), row)


@pages.get("/drafts/{key}/documents/{sha256}", Who.SIGNED_IN)
@for_its_people
def fetch(visit: Visit) -> Response:
    """A document that an answer of this draft names; no other is there."""
    sheet, wanted = sheet_of(visit, sent=True), visit.part("sha256")
    found = next((row for row in documents(sheet) if row.get("sha256") == wanted), None)
    if found is None:
        raise NotThere
    try:
        content = visit.on.document(wanted)
    except LookupError:
        raise NotThere from None
    return as_file(found.get("name", ""), content)


def documents(sheet: Sheet) -> list[Row]:
    """All documents that the answers name. A digest that somebody typed into a table names none."""
    asked = (one.key for one in sheet.scheme.form.questions if one.kind is QuestionKind.DOCUMENT)
    return [row for key in asked for row in rows_of(sheet.answers.get(key))]

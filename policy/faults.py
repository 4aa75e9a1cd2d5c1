"""What can be wrong with an answer: type, length, characters, choices, rows; and what it still lacks."""

from datetime import date

from policy.question import DOCUMENT_COLUMNS, Answer, Column, Question, QuestionKind, Row
from policy.value import unreadable

LONGEST_CELL = 2_000
MOST_ROWS = 30_000
MOST_SENTENCES = 20


def faults(question: Question, answer: Answer) -> list[str]:
    """What makes an answer unfit to be kept, in sentences for whoever gave it."""
    key = question.key
    if question.kind in (QuestionKind.TABLE, QuestionKind.DOCUMENT):
        return _table_faults(question, answer)
    if question.kind is QuestionKind.CHOICES:
        return _choices_faults(question, answer)
    if not isinstance(answer, str):
        return [f"Answer {key!r} with a text."]
    if why := unreadable(answer):
        return [f"{key!r}: {why}"]
    if len(answer) > question.longest:
        return [f"{key!r} has {len(answer):,} characters; shorten it to {question.longest:,}."]
    if question.kind is QuestionKind.CHOICE and answer not in question.choices:
        return [f"{key!r} does not offer {answer[:60]!r}; choose from {', '.join(question.choices)}."]
    if question.kind in (QuestionKind.YES_NO, QuestionKind.CONFIRMATION) and answer not in ("yes", "no"):
        return [f"Answer {key!r} with yes or no."]
    if question.kind is QuestionKind.DATE and not _is_date(answer):
        return [f"{key!r} is not a date; write it as 2027-03-31."]
    return []


def omissions(question: Question, answer: Answer) -> list[str]:
    """What a given answer still lacks to be complete: blanks, a confirmation withheld, a kind of row."""
    key = question.key
    if isinstance(answer, str):
        if question.kind is QuestionKind.CONFIRMATION and answer == "no":
            return [f"Confirm {key!r} with yes: {question.asks}"]
        return [] if answer.strip() else [f"Answer {key!r}: {question.asks}"]
    rows = [row for row in answer if isinstance(row, dict)]
    columns = _columns(question) if rows else ()
    found = [
        f"{key!r}, row {place}: fill in {column.key!r}."
        for place, row in enumerate(rows, start=1)
        for column in columns
        if column.required and not row.get(column.key, "").strip()
    ]
    found += [
        f"{key!r}: add a row whose {column.key!r} is {choice}."
        for column in columns
        if column.every_choice
        for choice in column.choices
        if all(row.get(column.key) != choice for row in rows)
    ]
    return _not_too_many(key, found)


def _columns(question: Question) -> tuple[Column, ...]:
    return question.columns or DOCUMENT_COLUMNS


def _choices_faults(question: Question, answer: Answer) -> list[str]:
    key, offered = question.key, ", ".join(question.choices)
    if isinstance(answer, str) or any(isinstance(chosen, dict) for chosen in answer):
        return [f"Answer {key!r} with a list of choices: {offered}."]
    if len(answer) > len(question.choices):
        return [f"{key!r} lists more choices than it offers; choose from {offered}."]
    wrong = [str(chosen)[:60] for chosen in answer if chosen not in question.choices]
    return [f"{key!r} does not offer {one!r}; choose from {offered}." for one in wrong]


def _table_faults(question: Question, answer: Answer) -> list[str]:
    columns = _columns(question)
    if isinstance(answer, str) or any(not isinstance(row, dict) for row in answer):
        names = ", ".join(column.key for column in columns)
        return [f"Answer {question.key!r} with rows that have {names}."]
    if len(answer) > MOST_ROWS:
        return [f"{question.key!r} has {len(answer):,} rows; at most {MOST_ROWS:,} are taken."]
    found = [
        f"{question.key!r}, row {place}: {fault}"
        for place, row in enumerate(answer, start=1)
        if isinstance(row, dict)
        for fault in _row_faults(columns, row)
    ]
    return _not_too_many(question.key, found)


def _row_faults(columns: tuple[Column, ...], row: Row) -> list[str]:
    known = {column.key for column in columns}
    found = [f"there is no column {name[:60]!r}." for name in row if name not in known]
    for column in columns:
        cell = row.get(column.key, "")
        if len(cell) > LONGEST_CELL:
            found.append(f"{column.key!r} is longer than {LONGEST_CELL:,} characters.")
        elif why := unreadable(cell):
            found.append(f"{column.key!r}: {why}")
        elif cell.strip() and column.choices and cell not in column.choices:
            found.append(f"{column.key!r} is one of {', '.join(column.choices)}.")
    return found


def _not_too_many(key: str, found: list[str]) -> list[str]:
    more = len(found) - MOST_SENTENCES
    return [*found[:MOST_SENTENCES], f"{key!r}: {more:,} more of this kind."] if more > 0 else found


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

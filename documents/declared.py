"""What the requester answered, as parts of a schedule: verbatim, as a table, or, where it is too long, by digest."""

from datetime import date

from documents.paper import Column, Statement, Table
from documents.wording import AnswerWords, Spelled, Wording, fill
from policy.form import Answer, Answers, Row
from policy.titles import as_words

MOST_ROWS_PRINTED = 5_000
MOST_CHARACTERS_PRINTED = 1_000_000
"""A longer table is a term by its digest: setting it would take minutes, and nobody could read it."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def declared(
    wording: Wording, told: tuple[AnswerWords, ...], answers: Answers, words: dict[str, str]
) -> tuple[Statement, ...]:
    """The answers that the wording tells of, in its order. What was not answered is left out."""
    return tuple(
        Statement(title=one.title, paragraphs=confirmation(wording, one.answer, answers))
        if one.confirms
        else _statement(wording, one, answers[one.answer], words)
        for one in told
        if one.confirms or answers.get(one.answer)
    )


def confirmation(wording: Wording, answer: str, answers: Answers) -> tuple[str, ...]:
    """The sentence that an answer confirms, and whether it did.

    A confirmation that is missing is said to be missing, for whoever screens the paper to see.
    """
    schedule = wording.schedules.statements
    sentence = schedule.confirmed if answers.get(answer) == "yes" else schedule.not_confirmed
    return (fill(sentence, {"sentence": wording.confirmable[answer]}),)


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text; empty ones only part the others."""
    return tuple(line for line in text.split("\n") if line.strip())


def spelled_date(day: date) -> str:
    """A date as British documents write it: 1 April 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def tabulate(caption: str, columns: dict[str, Column], rows: list[Row]) -> Table:
    """A table of the rows. A column that nobody filled is left out; one without a heading gets one of its key."""
    filled = {key: None for row in rows for key, cell in row.items() if cell.strip()}
    headed = {key: column for key, column in columns.items() if key in filled}
    headed |= {key: Column(title=as_words(key), share=2) for key in filled if key not in columns}
    return Table(
        caption=caption,
        columns=tuple(headed.values()),
        rows=tuple(tuple(row.get(key, "") for key in headed) for row in rows),
    )


def _statement(wording: Wording, told: AnswerWords, answer: Answer, words: dict[str, str]) -> Statement:
    if isinstance(answer, str):
        return Statement(title=told.title, paragraphs=paragraphs(_spelled(told.spelled, answer)))
    rows = [row for row in answer if isinstance(row, dict)]
    if not rows:
        texts = (_spelled(told.spelled, one) for one in answer if isinstance(one, str))
        return Statement(title=told.title, items=tuple(texts))
    characters = sum(len(cell) for row in rows for cell in row.values())
    if len(rows) > MOST_ROWS_PRINTED or characters > MOST_CHARACTERS_PRINTED:
        sentence = fill(wording.schedules.too_long, {**words, "rows": f"{len(rows):,}", "answer": told.answer})
        return Statement(title=told.title, paragraphs=(sentence,))
    return Statement(title=told.title, table=_answered(told, rows))


def _answered(told: AnswerWords, rows: list[Row]) -> Table:
    columns = {column.key: Column(title=column.title, share=column.share) for column in told.columns}
    spelled = {column.key: column.spelled for column in told.columns}
    kept = [
        {key: _spelled(spelled.get(key, "verbatim"), cell) for key, cell in row.items() if key not in told.without}
        for row in rows
    ]
    return tabulate(told.title, columns, kept)


def _spelled(spelled: Spelled, text: str) -> str:
    if spelled == "words":
        return as_words(text)
    if spelled == "date":
        return spelled_date(date.fromisoformat(text))
    return text

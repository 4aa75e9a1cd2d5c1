"""Blanks of agreements, register entries, questions and what the requester says."""

from policy.path import Agreement, Publication
from policy.titles import as_words
from starter.filling.asked import Asked, Found
from starter.filling.blank import Blank, Option


def agreement(asked: Asked, before: str = "") -> Found:
    """The kinds of agreement open to these bodies."""
    step: Agreement = asked.step(Agreement)
    types = {body.type for body in asked.request.bodies}
    kinds = (kind for kind in step.kinds if not kind.recipients or types & set(kind.recipients))
    options = tuple(Option(kind.key, kind.title) for kind in kinds)
    return (Blank(f"{before}agreement", "Kind of agreement", "one", options),)


def terms(asked: Asked) -> Found:
    """The terms, as they stand."""
    terms = asked.request.terms
    given = terms.model_dump(mode="json") if terms else {}
    blanks = (
        *agreement(asked, "terms."),
        Blank("terms.starts", "Starts on", "day"),
        Blank("terms.ends", "Ends on", "day"),
        Blank("terms.transfer", "How the data are moved"),
        Blank("terms.retention", "How long they are kept, and what then"),
        Blank("terms.further", "Further terms", required=False),
    )
    return tuple(blank._replace(given=str(given.get(blank.path.removeprefix("terms."), ""))) for blank in blanks)


def register_fields(asked: Asked) -> Found:
    """The fields of the register entry."""
    step: Publication = asked.step(Publication)
    hint = "Empty: drawn from the file."
    return tuple(
        Blank(
            f"fields.{field.key}",
            field.title,
            required=False,
            hint=f"{hint} At most {field.most_words} words." if field.most_words else hint,
        )
        for field in step.fields
    )


def grounds(asked: Asked) -> Found:
    """The lawful grounds for withholding an entry."""
    step: Publication = asked.step(Publication)
    return (Blank("ground", "Lawful ground", "one", tuple(Option(one, as_words(one)) for one in step.grounds)),)


def questions(asked: Asked) -> Found:
    """Rows of questions about items of the form."""
    items = tuple(Option(one.key, as_words(one.key)) for one in asked.form.questions)
    found: list[Blank] = []
    for row in range(1, asked.rows.get("questions", 1) + 1):
        at, group, must = f"questions.{row}", f"Question {row}", row == 1
        found.append(Blank(f"{at}.item", "About which answer", "one", items, must, group=group))
        found.append(Blank(f"{at}.asks", "What you want to know", required=must, group=group))
    return tuple(found)


def replies(asked: Asked) -> Found:
    """A reply to each question of the round."""
    number = int(asked.choice.message.get("round", 0))
    round_ = asked.request.asked.get(number)
    titles = {one.key: as_words(one.key) for one in asked.form.questions}
    return tuple(
        Blank(f"replies.{question.item}", titles.get(question.item, question.item), hint=question.asks, most=20_000)
        for question in (round_.questions if round_ else ())
    )


def drop(asked: Asked) -> Found:
    """The data that may be left out."""
    options = tuple(Option(one.key, one.title) for one in asked.request.assets)
    return (Blank("drop", "Data to go on without", "many", options, required=False),)


def clause(asked: Asked) -> Found:
    """The clause that the exception is granted under."""
    key = asked.choice.message.get("departure", "")
    departure = asked.request.rules.departure(str(key))
    given = departure.clause if departure else ""
    return (Blank("clause", "Under which clause", "line", given=given, most=300),)

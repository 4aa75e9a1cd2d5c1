"""Beginning a draft, its task list, and throwing it away."""

from typing import NamedTuple

from starlette.responses import Response

from policy.form import Question, QuestionKind
from starter.web.intake.drafting import Sheet, Standing, for_its_people, sheet_of
from starter.web.intake.eligibility import answered, signposts
from starter.web.intake.starting import scheme_of
from starter.web.pages import Pages, Who
from starter.web.visiting import NotAllowed, Visit

pages = Pages()


@pages.post("/apply/{scheme}/begin", Who.SIGNED_IN)
def begin(visit: Visit) -> Response:
    """Begin a draft with what was answered beforehand."""
    scheme = scheme_of(visit)
    rules, answers = scheme.pinned(), answered(visit, scheme)
    visit.on.records.put_scheme(rules.digest, scheme)
    advised = tuple(one.key for one in signposts(scheme, answers))
    draft = visit.on.records.begin_draft(scheme.key, rules.digest, visit.person.key, answers, advised)
    return visit.goto(f"/drafts/{draft.key}")


class Task(NamedTuple):
    """A question on the task list."""

    question: Question
    standing: Standing
    waits_for: str


class Section(NamedTuple):
    """A section of the task list."""

    title: str
    tasks: tuple[Task, ...]


@pages.get("/drafts/{key}", Who.SIGNED_IN)
@for_its_people
def show(visit: Visit) -> Response:
    """The task list. What changes an open request has its own page, there."""
    sheet = sheet_of(visit)
    if sheet.draft.about:
        return visit.goto(sheet.after)
    listed = sections(sheet)
    tasks = [task for section in listed for task in section.tasks]
    return visit.page(
        "intake/tasks.html",
        sheet=sheet,
        title=title_of(sheet),
        sections=listed,
        done=sum(task.standing is Standing.COMPLETED for task in tasks),
        of=len(tasks),
        ready=not sheet.gaps(),
        mine=sheet.draft.owner == visit.person.key,
        back="/requests",
        back_text="My requests",
    )


def sections(sheet: Sheet) -> tuple[Section, ...]:
    """The task list. Confirmations are given when all is sent, so they are no tasks of their own."""
    standings = sheet.standings()
    found = []
    for title, questions in sheet.asking.sections.items():
        tasks = tuple(
            Task(
                one, standings[one.key], _waits_for(sheet, one) if standings[one.key] is Standing.CANNOT_START else ""
            )
            for one in questions
            if one.key in standings and one.kind is not QuestionKind.CONFIRMATION
        )
        if tasks:
            found.append(Section(title, tasks))
    return tuple(found)


def _waits_for(sheet: Sheet, question: Question) -> str:
    condition = question.only_if
    needed = sheet.scheme.form.question(condition.question) if condition is not None else None
    return needed.asks if needed is not None else ""


def title_of(sheet: Sheet) -> str:
    """What a draft is called: as its project where a question of that key is answered, else as its scheme."""
    given = sheet.answers.get("title")
    return given if isinstance(given, str) and given else sheet.scheme.title


@pages.get("/drafts/{key}/delete", Who.SIGNED_IN)
@for_its_people
def ask_to_delete(visit: Visit) -> Response:
    """Ask whether the draft is to be thrown away."""
    sheet = _own(visit)
    return visit.page("intake/delete.html", sheet=sheet, title=title_of(sheet), back=sheet.place)


@pages.post("/drafts/{key}/delete", Who.SIGNED_IN)
@for_its_people
def delete(visit: Visit) -> Response:
    """Throw the draft away."""
    sheet = _own(visit)
    visit.on.records.discard(sheet.draft.key)
    place = f"/requests/{sheet.draft.about}" if sheet.draft.about else "/requests"
    return visit.goto(place, "The draft is deleted.")


def _own(visit: Visit) -> Sheet:
    sheet = sheet_of(visit)
    if sheet.draft.owner != visit.person.key:
        owner = visit.on.name_of(sheet.draft.owner)
        raise NotAllowed(f"Only {owner}, who began this draft, can delete it.")
    return sheet

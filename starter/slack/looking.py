"""Looking at a request: its details for one viewer, and why a task is asked of nobody any more."""

from datetime import datetime

from policy.form import Answer
from policy.schemes import EXAMPLE
from records import SqlRecords
from sharing.hearing import words_for
from sharing.refused import Refused
from sharing.request import Request
from starter.desk import Desk
from starter.slack import views
from starter.slack.finding import REFERENCE
from wiring.addressing import is_outside
from wiring.directory import Directory, Person


def is_staff(directory: Directory, person: Person) -> None:
    """Raises Refused for people who do not belong to the host: they see their requests on their own pages."""
    if is_outside(directory, person):
        raise Refused("This is for members of staff. You see your own requests through the link in your letters.")


class Over(Refused):
    """A task is asked of nobody any more; a card that still offers it has been left behind."""

    def __init__(self, sentence: str, reference: str, task: str) -> None:
        super().__init__(sentence)
        self.reference = reference
        self.task = task


def over(records: SqlRecords, request: Request, task: str) -> Over:
    """Why a task is asked of nobody any more."""
    settled = records.settlement(request.reference, task, 0)
    how = f" ({settled.headline})" if settled is not None else ""
    if request.closed is not None:
        ended = request.closed.outcome.replace("-", " ")
        sentence = f"{request.reference} has ended: {ended}{how}. Nothing is asked."
    else:
        now = "; ".join(sorted({words_for(request, one) for one in request.awaited.values()})) or "nobody"
        sentence = f"This is over{how}. {request.reference} waits for: {now}."
    return Over(sentence, request.reference, task)


def details(desk: Desk, records: SqlRecords, person: Person, request: Request, at: datetime) -> views.View:
    """The request for a member of staff: where it stands, whom it waits for, the answers."""
    is_staff(desk.directory, person)
    lines = [f"State: {request.state.replace('-', ' ')}. {request.number} facts are on record."]
    for task in sorted(request.awaited.values(), key=lambda one: one.due):
        late = ", overdue" if task.stopped_at is None and at > task.due else ""
        clock = "its clock stands still" if task.stopped_at else f"due {task.due:%-d %B %Y}{late}"
        lines.append(f"{views.task_words(request, task)}; {clock}.")
    answers = records.answers(request.filing.digest)
    return views.details(request, [(key, _text(answer)) for key, answer in answers.items()], lines)


def find(desk: Desk, records: SqlRecords, person: Person, wanted: str, at: datetime) -> views.View:
    """The request of that reference. Raises Refused where there is none."""
    is_staff(desk.directory, person)
    found = REFERENCE.search(wanted.upper())
    if found is None:
        raise Refused(f"Write the reference as it stands in letters and on cards, such as {EXAMPLE}.")
    try:
        request = desk.recorded(found[0])
    except LookupError:
        raise Refused(f"There is no request {found[0]} on record.") from None
    return details(desk, records, person, request, at)


def _text(answer: Answer) -> str:
    if isinstance(answer, str):
        return answer
    rows = (", ".join(filter(None, one.values())) if isinstance(one, dict) else one for one in answer)
    return "\n".join(f"• {row}" for row in rows)

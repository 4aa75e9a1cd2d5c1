"""What blanks are drawn from."""

from collections.abc import Mapping
from typing import Any

from policy.form import Form
from policy.path import Reviewer, Reviews, StepBase
from sharing.facts import Awaited
from sharing.notices import Choice
from sharing.request import Request
from starter.filling.blank import Blank, Option

YES_NO = (Option("yes", "Yes"), Option("no", "No"))

Found = tuple[Blank, ...]


class Asked:
    """What blanks are drawn from: the request, the task, the form of its scheme, and how many rows are open."""

    def __init__(
        self, request: Request, task: Awaited | None, choice: Choice, form: Form, rows: Mapping[str, int]
    ) -> None:
        self.request = request
        self.task = task
        self.choice = choice
        self.form = form
        self.rows = rows

    def step(self, kind: type[StepBase]) -> Any:
        """The step of that kind: the task's own where it is one, else the first of the path."""
        own = self.request.rules.step(self.task.step) if self.task else None
        if isinstance(own, kind):
            return own
        return self.request.rules.the(kind)

    @property
    def seat(self) -> Reviewer | None:
        """The seat on a panel that the task is."""
        own = self.request.rules.step(self.task.step) if self.task else None
        if self.task is None or not isinstance(own, Reviews):
            return None
        wanted = (self.task.office, self.task.asset)
        return next((seat for seat, asset in self.request.seats(own) if (seat.office, asset) == wanted), None)

    @property
    def offices(self) -> tuple[Option, ...]:
        """The offices of ours."""
        rules = self.request.rules
        return tuple(Option(one.key, rules.title(one.key)) for one in rules.offices if not one.outside)

"""Which assets and organisations an answer sheet names, looked up in the directory."""

from datetime import datetime

from policy.form import Answers
from policy.scheme import Scheme
from sharing.messages import Asset, Organisation
from sharing.refused import Refused
from wiring.directory import Directory


def _cells(answers: Answers, table: str, column: str) -> list[str]:
    rows = answers.get(table, ())
    found = [row.get(column, "").strip() for row in rows if isinstance(row, dict)]
    return list(dict.fromkeys(cell for cell in found if cell))


def assets_of(scheme: Scheme, answers: Answers, directory: Directory, at: datetime) -> tuple[Asset, ...]:
    """The assets whose variables are asked for. Raises Refused for one that the register does not have."""
    table, column = scheme.assets_in
    return tuple(directory.asset(key, at) for key in _cells(answers, table, column))


def organisations_of(
    scheme: Scheme, answers: Answers, directory: Directory, own: str | None
) -> tuple[Organisation, ...]:
    """The bodies that decide about the data and sign for them, the requester's `own` always first among them.

    Raises Refused for an unknown body, and where the form says another type of body than the directory.
    """
    table, column = scheme.bodies_in
    role = scheme.bodies_role
    found: dict[str, Organisation] = {}
    if own is not None:
        found[own] = directory.organisation(own)
    rows = answers.get(table, ())
    for row in rows:
        if isinstance(row, dict) and row.get(role) in scheme.signing_roles:
            body = directory.organisation(row.get(column, ""))
            found[body.key] = body
    claimed, first = answers.get(scheme.type_in), next(iter(found.values()), None)
    if first is not None and isinstance(claimed, str) and claimed and claimed != first.type:
        raise Refused(
            f"The form says {claimed}, but the directory has {first.title} as a {first.type}. "
            "Correct the answer, or ask the service to correct the directory."
        )
    return tuple(found.values())

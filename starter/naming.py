"""Which assets and organisations an answer sheet names, looked up in the directory."""

from datetime import datetime

from policy.form import Answers
from policy.scheme import Scheme
from sharing.messages import Asset, Organisation, Speaker
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
    scheme: Scheme, answers: Answers, directory: Directory, speaker: Speaker
) -> tuple[Organisation, ...]:
    """The bodies that decide about the data and sign for them, the speaker's own always among them.

    Raises Refused for an unknown body, and where the form says another type of body than the directory.
    """
    table, column = scheme.bodies_in
    role = scheme.bodies_role
    own = directory.organisation(speaker.organisation)
    claimed = answers.get(scheme.type_in)
    if isinstance(claimed, str) and claimed and claimed != own.type:
        raise Refused(
            f"The form says that you are a {claimed}; the directory has {own.title} as a {own.type}. "
            "Correct the answer, or ask the service to correct the directory."
        )
    found = {own.key: own}
    rows = answers.get(table, ())
    for row in rows:
        if isinstance(row, dict) and row.get(role) in scheme.signing_roles:
            body = directory.organisation(row.get(column, ""))
            found[body.key] = body
    return tuple(found.values())

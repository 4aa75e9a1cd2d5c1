"""What an answer sheet names: assets, organisations, people, and the way to the data; looked up, never guessed."""

import re
from datetime import datetime
from typing import Any

from policy.catalogue import Catalogue
from policy.form import Answers
from policy.picks import pick_faults
from policy.routing import Enquiry, Wish, route
from policy.scheme import Decision, Scheme
from policy.working_days import local_day
from sharing.messages import Asset, Organisation, Person, Way
from sharing.refused import Refused
from wiring.directory import Directory


def named(
    scheme: Scheme,
    catalogue: Catalogue,
    answers: Answers,
    directory: Directory,
    own: str | None,
    at: datetime,
    before: Answers | None = None,
) -> dict[str, Any]:
    """All that an answer sheet names, by the fields of a message. A scheme without people or channels names none.

    Raises Refused for what nobody knows: data, bodies, and variables that no table in force has and that were not
    named `before`.
    """
    picked = scheme.assets_in[0]
    if wrong := pick_faults(scheme, catalogue, answers.get(picked), local_day(at), (before or {}).get(picked)):
        raise Refused("\n".join((f"What stands in {picked!r} cannot be asked for as it is.", *wrong)))
    people, way = people_of(scheme, answers, directory), way_of(scheme, catalogue, answers, at)
    return {
        "assets": assets_of(scheme, answers, directory, at, catalogue),
        "organisations": organisations_of(scheme, answers, directory, own),
        **({"people": people} if people else {}),
        **({"way": way} if way else {}),
    }


def _cells(answers: Answers, table: str, column: str) -> list[str]:
    rows = answers.get(table, ())
    found = [row.get(column, "").strip() for row in rows if isinstance(row, dict)]
    return list(dict.fromkeys(cell for cell in found if cell))


def assets_of(
    scheme: Scheme, answers: Answers, directory: Directory, at: datetime, catalogue: Catalogue | None = None
) -> tuple[Asset, ...]:
    """The assets whose variables are asked for. Raises Refused for one that neither catalogue nor register has."""
    catalogue = catalogue or Catalogue()
    table, column = scheme.assets_in
    decision = scheme.rules.find(Decision)
    owner = (decision.office,) if decision else ()

    def asset(key: str) -> Asset:
        listed = catalogue.data_set(key)
        if listed is None:
            return directory.asset(key, at, *owner)
        owned = bool(directory.holders(owner[0], key, at)) if owner else False
        return Asset(key=key, title=listed.title, owned=owned)

    return tuple(asset(key) for key in _cells(answers, table, column))


def enquiry_of(scheme: Scheme, answers: Answers) -> Enquiry:
    """What an answer sheet asks the catalogue for: its data sets, their variables, and in which way."""
    table, column = scheme.assets_in
    in_table, in_variable = scheme.variable_in or ("", "")
    wishes: dict[str, list[str]] = {}
    for row in answers.get(table, ()):
        if isinstance(row, dict) and (name := row.get(column, "").strip()):
            variable = "/".join(cell for key in (in_table, in_variable) if (cell := row.get(key, "").strip()))
            wishes.setdefault(name, []).extend([variable] if row.get(in_variable, "").strip() else [])
    direct = scheme.direct_if is not None and scheme.direct_if.holds(answers)
    found = tuple(Wish(data_set=name, variables=tuple(dict.fromkeys(wanted))) for name, wanted in wishes.items())
    return Enquiry(wishes=found, direct=direct)


def way_of(scheme: Scheme, catalogue: Catalogue, answers: Answers, at: datetime) -> Way | None:
    """The channel that an answer sheet leads to on that day; None where the scheme knows no channels."""
    if not scheme.rules.channels or not catalogue.channels:
        return None
    day = local_day(at)
    led = route(catalogue, enquiry_of(scheme, answers), day)
    return Way(
        channel=led.channel,
        kind=led.kind.value,
        why=led.why,
        sentence=" ".join(part for part in (led.sentence, led.link) if part),
        catalogue=catalogue.digest[:16],
        on=day,
    )


def people_of(scheme: Scheme, answers: Answers, directory: Directory) -> tuple[Person, ...]:
    """Who is to work on the data, by the short keys that the requester gave them. Their names stay at home."""
    found: dict[str, Person] = {}
    for row in answers.get(scheme.people_in or "", ()):
        if not isinstance(row, dict) or not (key := row.get("key", "").strip().lower()):
            continue
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", key):
            raise Refused(f"The short key {key[:40]!r} cannot be used; write letters and digits, such as r1.")
        if key in found:
            raise Refused(f"Two people have the short key {key!r}; give each their own.")
        body = directory.organisation(row.get("organisation", ""))
        found[key] = Person.model_validate(
            {"key": key, "organisation": body.key, "mode": row.get("mode", "").strip()}
        )
    return tuple(found.values())


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

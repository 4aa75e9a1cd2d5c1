"""The choices after a decision: on the agreement, on the register entry, and on who comes to the data."""

from policy.scheme import Access
from sharing.facts import Awaited, task_key
from sharing.notices.notice import Choice
from sharing.notices.offering import Offers, says, seat
from sharing.request import Request


def draft_agreement(request: Request, task: Awaited) -> Offers:
    """Draw up the agreement."""
    return (
        says("Draw up the agreement", "draft-agreement", ("note",), "primary"),
        says("Draw it up with other terms", "draft-agreement", ("terms", "note")),
    )


def screen_agreement(request: Request, task: Awaited) -> Offers:
    """Pass or return the version that lies before the group."""
    drafted = request.agreement.drafted if request.agreement else None
    version = {"version": drafted.version, "document": drafted.fixed_copy} if drafted else {}
    return (
        says("Pass this version", "screen-agreement", (), "primary", outcome="pass", **version),
        says("Return it", "screen-agreement", ("reason",), "danger", outcome="return", **version),
    )


def sign(request: Request, task: Awaited) -> Offers:
    """Sign the current version."""
    version = request.agreement.version if request.agreement else 0
    organisation = task.detail or None
    return (says("Sign", "sign", (), "primary", version=version, organisation=organisation, **seat(task)),)


def verify(request: Request, task: Awaited) -> Offers:
    """Find a condition fulfilled or not."""
    return (
        says("Fulfilled", "verify-condition", ("evidence",), "primary", condition=task.detail, fulfilled=True),
        says(
            "Not fulfilled",
            "verify-condition",
            ("evidence",),
            "danger",
            condition=task.detail,
            fulfilled=False,
        ),
    )


def _entry_version(request: Request) -> int:
    return request.entry.drafted.version if request.entry else 0


def draft_entry(request: Request, task: Awaited) -> Offers:
    """Draft the register entry."""
    return (says("Draft the entry from the file", "draft-entry", ("fields",), "primary"),)


def screen_entry(request: Request, task: Awaited) -> Offers:
    """Pass, return or exempt the entry."""
    version = _entry_version(request)
    return (
        says("Pass the entry", "screen-entry", (), "primary", version=version, outcome="pass"),
        says("Return the entry", "screen-entry", ("reason",), "danger", version=version, outcome="return"),
        says("Exempt the entry", "exempt-entry", ("ground", "reasons"), "danger"),
    )


def check_entry(request: Request, task: Awaited) -> Offers:
    """Find the entry suitable and accessible, or return it."""
    version = _entry_version(request)
    return (
        says(
            "Suitable and accessible",
            "check-entry",
            (),
            "primary",
            version=version,
            suitable=True,
            accessible=True,
        ),
        says("Return it", "check-entry", ("suitable", "accessible", "reason"), "danger", version=version),
    )


def publish(request: Request, task: Awaited) -> Offers:
    """Publish the entry."""
    return (says("Publish the entry", "publish-entry", (), "primary", version=_entry_version(request)),)


def conclude(request: Request, task: Awaited) -> Offers:
    """Say how publication of data that identify nobody ended."""
    fills = ("agreement", "agreement_reason", "code_of_practice", "code_of_practice_reason")
    return (
        says("Published", "conclude-publication", ("link", *fills), "primary", asset=task.asset),
        says("Not published", "conclude-publication", ("restriction", *fills), asset=task.asset),
    )


def name_people(request: Request, task: Awaited) -> Offers:
    """Name who will work on the data."""
    return (says("Name somebody", "name-person", ("person", "organisation", "mode"), "primary"),)


def credentials(request: Request, task: Awaited) -> Offers:
    """One offer for each thing that a person still has to show."""
    person = task.detail.partition("/")[0]
    step, one = request.rules.step(task.step), request.people.get(person)
    if not isinstance(step, Access) or one is None:
        return ()
    found = []
    for credential in step.needed(one.mode):
        holder = one.organisation if credential.of == "organisation" else person
        if task_key(holder, credential.key) not in request.credentials:
            label = f"Record: {credential.title}"[:75]
            fills = ("expires", "evidence") if credential.expires else ("evidence",)
            found.append(says(label, "record-credential", fills, holder=holder, credential=credential.key))
    return (*found, _end_access(person))


def grant(request: Request, task: Awaited) -> Offers:
    """Let somebody in."""
    return (says("Grant access", "grant-access", (), "primary", person=task.detail), _end_access(task.detail))


def _end_access(person: str) -> Choice:
    return says("They are not to have access", "end-access", ("reason",), "danger", person=person)

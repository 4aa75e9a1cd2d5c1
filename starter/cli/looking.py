"""Commands that look: one request, all requests, who holds which office. They change nothing."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from policy.form import Answers, Form
from policy.schemes import EXAMPLE
from sharing.request import Request
from starter import paper
from starter.cli import dossier, finding
from starter.cli.ground import Failed, Format, FormatOption, installation, run
from starter.installation import Installation

if TYPE_CHECKING:
    from records.reading import Listed


def show(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help=f"The request, as {EXAMPLE}.")],
    full: Annotated[bool, typer.Option("--full", help="With every opinion, reason and answer.")] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show where a request stands: whose turn it is, until when, and what is still open."""
    here = installation(ctx)
    wanted = finding.reference(reference)
    finding.request_known(here, wanted)
    request = run(_view(here, wanted))
    form, answers = _file(here, request)
    if output is Format.JSON:
        paper.as_json(dossier.as_data(request, form, answers) | ({"answers": answers} if full else {}))
    else:
        paper.markdown(dossier.dossier(request, paper.now(), form, answers, full))


async def _view(here: Installation, reference: str) -> Request:
    from wiring.temporal import NoServer

    try:
        desk = await here.desk()
    except NoServer as wrong:
        paper.note(f"{wrong} What follows is what was recorded last.")
        return here.archive().recorded(reference)
    return await desk.view(reference)


def _file(here: Installation, request: Request) -> tuple[Form | None, Answers | None]:
    """The form that the request was asked by, and its answers, where the records hold them."""
    try:
        return here.records.scheme(request.rules.digest).form, here.records.answers(request.filing.digest)
    except LookupError as wrong:
        paper.note(str(wrong))
        return None, None


def list_requests(
    ctx: typer.Context,
    step: Annotated[str | None, typer.Option(help="Only requests at this step of their path.")] = None,
    awaiting: Annotated[
        str | None, typer.Option(metavar="OFFICE", help="Only those that wait for this office.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those with a task that is late.")] = False,
    state: Annotated[str | None, typer.Option(help="open, dormant, or an outcome as refused.")] = None,
    text: Annotated[str, typer.Option(help="Words of the reference, requester, organisation or data.")] = "",
    after: Annotated[str | None, typer.Option(metavar="REFERENCE", help="Go on after this request.")] = None,
    most: Annotated[int, typer.Option(min=1, max=500, help="So many on a page.")] = 50,
    output: FormatOption = Format.TABLE,
) -> None:
    """List requests, the newest first."""
    from records.reading import Wish

    here = installation(ctx)
    if awaiting:
        finding.office_known(here, awaiting)
    _step_known(here, step)
    at = paper.now()
    wish = Wish(step=step, office=awaiting, overdue_at=at if overdue else None, state=state, text=text)
    try:
        page = here.records.requests(wish, finding.reference(after) if after else None, most)
    except LookupError as wrong:
        raise Failed(str(wrong)) from None
    if output is Format.JSON:
        paper.as_json(page.model_dump(mode="json"))
        return
    headings = ("Reference", "Lodged", "For", "Data", "Stands at", "Waits for", "Due")
    paper.table(headings, [_row(here, one) for one in page.requests], "There are no such requests.")
    if page.after:
        paper.note(f"There are more: starter list --after {page.after}, with the same options.")


def _step_known(here: Installation, step: str | None) -> None:
    known = {one.key for scheme in here.schemes.values() for one in scheme.rules.path}
    if step is not None and step not in known:
        raise Failed(f"There is no step {step[:60]!r}; there are {', '.join(sorted(known))}.")


def _row(here: Installation, one: "Listed") -> tuple[str, ...]:
    at = paper.now()
    late = {task.key for task in one.overdue(at)}
    stands = ", ".join(one.steps) if one.state == "open" and one.steps else one.state.replace("-", " ")
    waits = [
        f"{finding.office_title(here, task.office)}{f' ({task.asset})' if task.asset else ''}" for task in one.awaited
    ]
    due = [
        f"{paper.day(task.due)}{' LATE' if task.key in late else ''}" if task.stopped_at is None else "clock stands"
        for task in one.awaited
    ]
    return (
        one.reference,
        paper.day(one.lodged_at),
        ", ".join(body.title or body.key for body in one.organisations),
        ", ".join(asset.key for asset in one.assets),
        stands,
        "\n".join(waits),
        "\n".join(due),
    )


def offices(ctx: typer.Context, output: FormatOption = Format.TABLE) -> None:
    """List the offices of all schemes, and who holds each today."""
    here = installation(ctx)
    found: dict[str, dict[str, Any]] = {}
    for scheme in here.schemes.values():
        for office in scheme.rules.offices:
            entry = found.setdefault(office.key, {"office": office.key, "title": office.title, "schemes": []})
            entry["schemes"].append(scheme.key)
            entry["held_by"] = _holders(here, office.key)
    if output is Format.JSON:
        paper.as_json(list(found.values()))
        return
    rows = [
        (one["office"], one["title"], "\n".join(map(_holder, one["held_by"])) or "nobody") for one in found.values()
    ]
    paper.table(("Office", "Title", "Held by"), rows, "No scheme has offices.")


def _holders(here: Installation, office: str) -> list[dict[str, Any]]:
    at = paper.now()
    return [
        {
            "person": person.key,
            "name": person.name,
            "organisation": person.organisation,
            "assets": [asset for held in person.offices if held.office == office for asset in held.assets],
            "deputy_for": next((held.deputy_for for held in person.offices if held.office == office), None),
        }
        for person in here.directory.holders(office, None, at)
    ]


def _holder(one: dict[str, Any]) -> str:
    assets = f" for {', '.join(one['assets'])}" if one["assets"] else ""
    deputy = f", deputy of {one['deputy_for']}" if one["deputy_for"] else ""
    return f"{one['person']} ({one['name']}){assets}{deputy}"

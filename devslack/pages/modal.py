"""Pages: the modal on top, and App Home."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from devslack.config import Member
from devslack.inputs import MANY, Place, elements, fields, value_of
from devslack.pages.guard import foreign
from devslack.pages.site import Site, goto, key, one
from devslack.store import Json, Kept


@dataclass
class ModalPages:
    """What is filled in."""

    site: Site

    async def show(self, request: Request) -> Response:
        """The modal, with what was typed and the errors beside the fields."""
        member, site = self.site.member(request), self.site
        kept = self._view(request, member)
        top = site.store.top(member.id)
        if kept.depth is None:
            return goto(f"/as/{member.id}/home")
        if top and top.id != kept.id:
            return goto(f"/as/{member.id}/view/{top.id}")
        return site.page(
            "modal.html",
            me=member,
            depth=len(site.store.stack(member.id)),
            kept=kept,
            values=_values(kept),
            notices=site.notices(member.id),
        )

    async def home(self, request: Request) -> Response:
        """App Home; the app hears that it was opened, where the person opened it and no other site did."""
        member, site = self.site.member(request), self.site
        if not foreign(request.headers):
            before = site.seen_by(member.id)
            outcome = await site.hands.open_home(member.id)
            await site.after(member.id, before, outcome)
        kept = site.store.home(member.id)
        return site.page(
            "home.html",
            me=member,
            tab="home",
            kept=kept,
            values=_values(kept) if kept else {},
            form_open=site.store.top(member.id),
            notices=site.notices(member.id),
        )

    async def act(self, request: Request) -> Response:
        """Submit, close, press a button, choose, or look for options."""
        member, site = self.site.member(request), self.site
        kept, form = self._view(request, member), await self.site.form(request)
        before = site.seen_by(member.id)
        back = f"/as/{member.id}/home" if kept.depth is None else f"/as/{member.id}/view/{kept.id}"
        if "close" in form:
            site.tell(member.id, await site.hands.close(member.id, kept.id, everything=one(form, "close") == "all"))
            top = site.store.top(member.id)
            return goto(f"/as/{member.id}/view/{top.id}" if top else f"/as/{member.id}")
        values = {} if one(form, "sure") else _filled(kept, form)
        if "find" in form:
            site.hands.type_in(member.id, kept.id, values)
            _, action_id = key(form, "find")
            await site.hands.suggestions(member.id, kept.id, action_id, one(form, f"{one(form, 'find')}?"))
            return goto(back)
        if "press" in form:
            return await self._press(member, kept, form, values, back)
        outcome = await site.hands.submit(member.id, kept.id, values)
        site.tell(member.id, outcome)
        if outcome.errors or outcome.trouble:
            return goto(back)
        top = site.store.top(member.id)
        if top is None:
            after = site.seen_by(member.id)
            await site.settled(member.id, {**after, "messages": before["messages"]})
            return goto(f"/as/{member.id}")
        return goto(f"/as/{member.id}/view/{top.id}")

    async def _press(self, member: Member, kept: Kept, form: FormData, values: Json, back: str) -> Response:
        site, action = self.site, f"/as/{member.id}/view/{kept.id}"
        block_id, action_id = key(form, "press")
        place = _found(kept, block_id, action_id)
        if place and place.element.get("confirm") and not one(form, "sure"):
            site.hands.type_in(member.id, kept.id, values)
            chosen = one(form, one(form, "press"))
            return site.page(
                "confirm.html", me=member, place=place, press=one(form, "press"), given=[chosen], to=action, back=back
            )
        selected = None
        if place and place.element["type"] == "overflow":
            selected = one(form, one(form, "press"))
        before = site.seen_by(member.id)
        outcome = await site.hands.press(
            member.id, kept.id, action_id, block_id=block_id, values=values, selected=selected
        )
        return await site.onward(member.id, before, outcome, back)

    def _view(self, request: Request, member: Member) -> Kept:
        kept = self.site.store.view(request.path_params["view_id"])
        if kept is None or kept.user != member.id:
            raise HTTPException(404, "This form is no longer open.")
        return kept


def _found(kept: Kept, block_id: str, action_id: str) -> Place | None:
    for place in elements(kept.body["blocks"]):
        if (place.block["block_id"], place.element["action_id"]) == (block_id, action_id):
            return place
    return None


def _name(place: Place) -> str:
    return json.dumps([place.block["block_id"], place.element["action_id"]])


def _current(kept: Kept, place: Place) -> list[str]:
    """The values of what is chosen now: their options may no longer be among those last found."""
    value = value_of(kept, place) or []
    return [option["value"] for option in (value if isinstance(value, list) else [value])]


def _filled(kept: Kept, form: FormData) -> dict[str, dict[str, Any]]:
    """What the form holds, by block and action id, as plain values."""
    values: dict[str, dict[str, Any]] = {}
    for place in fields(kept.body["blocks"]):
        given = [value for value in form.getlist(_name(place)) if isinstance(value, str)]
        kind = place.element["type"]
        if kind.endswith("external_select") and given == _current(kept, place):
            continue
        value: Any = [each for each in given if each] if kind in MANY else next(iter(given), "")
        if kind == "plain_text_input":
            # Browsers send line ends as CR LF, Slack as LF.
            value = value.replace("\r\n", "\n")
        values.setdefault(place.block["block_id"], {})[place.element["action_id"]] = value
    return values


def _values(kept: Kept) -> dict[str, Any]:
    """What the fields hold, by their names in the form: texts, or lists of the values of options."""

    def shown(value: Any) -> Any:
        if isinstance(value, list):
            return [shown(each) for each in value]
        return value["value"] if isinstance(value, dict) else "" if value is None else value

    return {_name(place): shown(value_of(kept, place)) for place in fields(kept.body["blocks"])}

"""What all pages share: templates, who acts, forms that only our own pages can send."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from devslack.config import Config, Member
from devslack.hands import Hands, Outcome
from devslack.inputs import elements
from devslack.pages import markup
from devslack.shapes import channel_of
from devslack.store import Json, Kept, Store

SETTLING = 1.5
"""Seconds that a page waits for the app to do something about a click before it is shown again."""


@dataclass
class Site:
    """The pages of one workspace."""

    config: Config
    store: Store
    hands: Hands
    templates: Environment = field(init=False)

    def __post_init__(self) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= {
            "words": self.words,
            "mrkdwn": lambda text: markup.mrkdwn(text, self.name),
            "link": markup.link,
            "at": markup.at,
            "machine_time": markup.machine_time,
            "key": lambda element, block: json.dumps([block["block_id"], element["action_id"]]),
            "fid": _field_id,
            "weblink": lambda address: address if markup.followed(address) else "about:blank",
            "tone": lambda name: sum(map(ord, name)) % 6,
            "initials": lambda name: "".join(part[0] for part in name.split()[:2]).upper(),
        }
        self.templates.globals |= {"config": self.config, "naming": self.name, "form_token": self.store.form_token}

    def words(self, text: Json) -> Markup:
        """A text object as HTML."""
        return markup.words(text, self.name)

    def name(self, user: str) -> str:
        """The name of whoever has this id; the id of a stranger to the stand-in."""
        if user == self.config.bot_user:
            return self.config.app_name
        member = self.config.member(user)
        return member.name if member else user

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Render a page."""
        return HTMLResponse(self.templates.get_template(template).render(**values), status)

    def member(self, request: Request) -> Member:
        """Who acts. Raises HTTPException for nobody."""
        member = self.config.member(request.path_params["user"])
        if member is None:
            raise HTTPException(404, "Nobody here has this id.")
        if member.deleted:
            raise HTTPException(403, f"{member.name} is deactivated, so has no way in.")
        return member

    async def form(self, request: Request) -> FormData:
        """What a form of ours says. Raises HTTPException for one that comes from elsewhere."""
        form = await request.form()
        if not hmac.compare_digest(str(form.get("form_token", "")).encode(), self.store.form_token.encode()):
            raise HTTPException(
                403, "This form did not come from a page of the stand-in. Go back, reload, try again."
            )
        return form

    def notices(self, user: str) -> list[str]:
        """What there is to tell this person, once."""
        return self.store.notices.pop(user, [])

    def tell(self, user: str, outcome: Outcome) -> None:
        """Show trouble on the next page."""
        if outcome.trouble:
            self.store.notices.setdefault(user, []).append(outcome.trouble)

    async def settled(self, user: str, before: Json) -> None:
        """Wait a moment for the app to do something that this person can see."""
        try:
            await self.store.until(lambda: self.seen_by(user) != before, SETTLING)
        except TimeoutError:
            return

    def seen_by(self, user: str) -> Json:
        """What the person sees now, as far as an app can change it."""
        home = self.store.home(user)
        return {
            "messages": [[m["ts"], m.get("edited")] for m in self.store.messages(channel_of(user), user)],
            "stack": [[kept.id, kept.body["hash"]] for kept in self.store.stack(user)],
            "home": home.body["hash"] if home else "",
        }

    async def after(self, user: str, before: Json, outcome: Outcome) -> None:
        """Once something was done: trouble is shown on the next page; else the app has a moment to do its part."""
        if outcome.trouble:
            self.tell(user, outcome)
        else:
            await self.settled(user, before)

    async def onward(self, user: str, before: Json, outcome: Outcome, otherwise: str) -> Response:
        """After something was done, to the modal that has opened or changed, else to the page one came from."""
        await self.after(user, before, outcome)
        top = self.store.top(user)
        if top and [top.id, top.body["hash"]] not in before["stack"]:
            return goto(f"/as/{user}/view/{top.id}")
        return goto(otherwise)

    def waiting(self, user: str) -> dict[str, int]:
        """How many messages of the app are unread, and how many have buttons to press."""
        messages = self.store.messages(channel_of(user), user)
        seen = float(self.store.seen(user))
        return {
            "unread": sum(float(m["ts"]) > seen and m["user"] != user for m in messages),
            "open": sum(pressable(m) for m in messages),
        }


def _field_id(element: Json, block: Json, where: str) -> str:
    """An id for a field in the page, whatever characters its own ids have."""
    basis = json.dumps([where, block["block_id"], element["action_id"]])
    return f"f{hashlib.sha256(basis.encode()).hexdigest()[:12]}"


def pressable(message: Json) -> bool:
    """Whether a message asks for something: it has an element that is more than a link."""
    return any("url" not in place.element for place in elements(message.get("blocks", [])))


def goto(place: str) -> Response:
    """See there, by GET."""
    return RedirectResponse(place, status_code=303)


def one(form: FormData, name: str) -> str:
    """A text of the form, "" where it is missing."""
    value = form.get(name)
    return "" if value is None or isinstance(value, UploadFile) else value


def key(form: FormData, name: str) -> tuple[str, str]:
    """Block and action id that a button names. Raises HTTPException for something else."""
    try:
        block, action = json.loads(one(form, name))
    except (ValueError, TypeError):
        raise HTTPException(400, "This button is unknown.") from None
    return str(block), str(action)


def titled(kept: Kept) -> str:
    """The title of a modal."""
    return str((kept.body.get("title") or {}).get("text", ""))

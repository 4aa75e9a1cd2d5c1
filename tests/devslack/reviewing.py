"""A small app on slack-bolt, as one would write it for Slack: a card, a form, a home, a command, a shortcut."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CARD: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Request ONS-2026-0001"}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Rae Lodger* asks for record-level data. Your answer is awaited."},
        "fields": [
            {"type": "mrkdwn", "text": "*Purpose*\nA study of commuting"},
            {"type": "mrkdwn", "text": "*Until*\n<!date^1795000000^{date_long}|20 Nov 2026>"},
        ],
    },
    {
        "type": "actions",
        "block_id": "answer",
        "elements": [
            {
                "type": "button",
                "action_id": "review.approve",
                "style": "primary",
                "text": {"type": "plain_text", "text": "Approve"},
                "value": "ONS-2026-0001",
            },
            {
                "type": "button",
                "action_id": "review.reject",
                "style": "danger",
                "text": {"type": "plain_text", "text": "Reject"},
                "value": "ONS-2026-0001",
                "confirm": {
                    "title": {"type": "plain_text", "text": "Reject this request?"},
                    "text": {"type": "mrkdwn", "text": "The requester is told *at once*."},
                    "confirm": {"type": "plain_text", "text": "Reject"},
                    "deny": {"type": "plain_text", "text": "Go back"},
                    "style": "danger",
                },
            },
            {
                "type": "button",
                "action_id": "record",
                "text": {"type": "plain_text", "text": "Open the record"},
                "url": "http://127.0.0.1:8400/requests/ONS-2026-0001",
            },
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Revision 2 · data protection"}]},
]


def text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def option(value: str, words: str) -> dict[str, Any]:
    return {"text": text(words), "value": value}


def form(channel: str, ts: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "review.form",
        "title": text("Your opinion"),
        "submit": text("Send"),
        "notify_on_close": True,
        "private_metadata": f"{channel} {ts}",
        "blocks": [
            {
                "type": "input",
                "block_id": "verdict",
                "label": text("Verdict"),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "it",
                    "options": [option("content", "Content"), option("content-if", "Content, with conditions")],
                },
            },
            {
                "type": "input",
                "block_id": "reason",
                "label": text("Reason"),
                "hint": text("The requester will read this."),
                "element": {"type": "plain_text_input", "action_id": "it", "multiline": True, "max_length": 200},
            },
            {
                "type": "input",
                "block_id": "until",
                "optional": True,
                "label": text("Until"),
                "element": {"type": "datepicker", "action_id": "it"},
            },
            {
                "type": "actions",
                "block_id": "more",
                "elements": [{"type": "button", "action_id": "form.conditions", "text": text("Add a condition")}],
            },
        ],
    }


@dataclass
class Reviewing:
    """The app, with what it has heard."""

    client: AsyncWebClient
    secret: str
    heard: list[dict[str, Any]] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)
    home: list[dict[str, Any]] = field(
        default_factory=lambda: [{"type": "section", "text": {"type": "mrkdwn", "text": "*1 request* waits for you"}}]
    )
    reply: dict[str, Any] | None = None
    """Where set, what any submission is answered with."""
    deaf: asyncio.Event | None = None
    """Where set, a submission waits for this before it is answered."""

    def bolt(self) -> AsyncApp:
        """The bolt app."""
        app = AsyncApp(client=self.client, signing_secret=self.secret)
        logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.WARNING)

        @app.action("review.approve")
        async def approve(ack: Any, body: Any, client: Any) -> None:
            self.heard.append(body)
            await ack()
            view = form(body["channel"]["id"], body["message"]["ts"])
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.action("review.reject")
        async def reject(ack: Any, body: Any, respond: Any) -> None:
            self.heard.append(body)
            await ack()
            await respond(text="Rejected.", replace_original=True)

        @app.action("form.conditions")
        async def conditions(ack: Any, body: Any, client: Any) -> None:
            self.heard.append(body)
            await ack()
            view = form(*body["view"]["private_metadata"].split())
            condition = {
                "type": "input",
                "block_id": "condition",
                "label": text("Condition"),
                "element": {"type": "plain_text_input", "action_id": "it"},
            }
            view["blocks"].insert(2, condition)
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        @app.view("review.form")
        async def submitted(ack: Any, body: Any, client: Any) -> None:
            self.heard.append(body)
            if self.deaf:
                await self.deaf.wait()
            if self.reply:
                await ack(**self.reply)
                return
            said = body["view"]["state"]["values"]["reason"]["it"]["value"]
            if len(said) < 5:
                await ack(response_action="errors", errors={"reason": "Say a little more."})
                return
            await ack()
            self.decided[body["view"]["id"]] = said
            channel, ts = body["view"]["private_metadata"].split()
            await client.chat_update(channel=channel, ts=ts, text="Approved by Asha Patel")

        @app.view_closed("review.form")
        async def closed(ack: Any, body: Any) -> None:
            self.heard.append(body)
            await ack()

        @app.options("dataset")
        async def datasets(ack: Any, body: Any) -> None:
            known = ("Census 2021", "Census 2011", "Births")
            found = [name for name in known if body["value"].lower() in name.lower()]
            await ack(options=[option(name.lower().replace(" ", "-"), name) for name in found])

        @app.shortcut("request.new")
        async def shortcut(ack: Any, body: Any, client: Any) -> None:
            self.heard.append(body)
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=form("-", "-"))

        @app.command("/requests")
        async def command(ack: Any, body: Any) -> None:
            self.heard.append(body)
            await ack(f"Nothing waits for you, {body['user_name']}.")

        @app.event("app_home_opened")
        async def home(event: Any, client: Any) -> None:
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": self.home})

        @app.event("message")
        async def message(event: Any, client: Any) -> None:
            self.heard.append(event)
            await client.chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text="We have your message."
            )

        return app

    @asynccontextmanager
    async def served(self, listening: socket.socket) -> AsyncIterator[None]:
        """Serve the app by HTTP on this socket."""
        handler = AsyncSlackRequestHandler(self.bolt())

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        app = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        settings = uvicorn.Config(app, lifespan="off", log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(settings)
        server.capture_signals = nullcontext  # type: ignore[method-assign, assignment]
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield
        finally:
            server.should_exit = True
            await task

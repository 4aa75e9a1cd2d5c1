"""Letters by GOV.UK Notify: the real client against a stand-in on this machine."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from activities.ports import TryLater, Undeliverable
from channels.mail import Letters, NotifyCarrier, Outgoing

KEY = f"test-{uuid4()}-{uuid4()}"
TEMPLATE = str(uuid4())
TOLD = {"reference": "ONS-2026-0001", "name": "Rae", "headline": "# Buy [here](https://evil.example)", "due": ""}
LETTER = Letters("Data sharing requests", web="https://service.example").write(
    "anything-else.txt", {**TOLD, "lines": ("* one\n# two ((subject))",)}
)
MAIL = Outgoing(
    key="ONS-2026-0001/1/requester/rae",
    to="rae@wexbridge.example",
    name="Rae",
    reference="ONS-2026-0001",
    letter=LETTER,
    written=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
)


class StandIn:
    """Keeps notifications as Notify does. `answers` are statuses for the next sendings; `silent` drops the line."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.looked: list[str] = []
        self.tokens: list[str] = []
        self.answers: list[int] = []
        self.drops = False
        self.status = "sending"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        notify = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                notify.tokens.append(self.headers["Authorization"])
                status = notify.answers.pop(0) if notify.answers else 201
                if status >= 400:
                    self._answer(status, {"errors": [{"error": "Wrong", "message": f"not {body['email_address']}"}]})
                    return
                notify.sent.append({**body, "id": str(uuid4())})
                if notify.drops:
                    notify.drops = False
                    self.close_connection = True
                    self.connection.close()
                    return
                self._answer(201, {"id": notify.sent[-1]["id"], "reference": body["reference"]})

            def do_GET(self) -> None:
                (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
                notify.looked.append(reference)
                found = [one for one in notify.sent if one["reference"] == reference]
                listed = [{"id": one["id"], "status": notify.status} for one in found]
                self._answer(200, {"notifications": listed, "links": {}})

            def _answer(self, status: int, body: dict[str, Any]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def notify() -> Iterator[StandIn]:
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


def a_carrier(notify: StandIn) -> NotifyCarrier:
    return NotifyCarrier(KEY, TEMPLATE, base=notify.base, timeout=5)


async def test_a_letter_is_one_notification_under_the_reference_of_its_key(notify: StandIn) -> None:
    known_as = await a_carrier(notify).carry(MAIL, 1)
    (sent,) = notify.sent
    assert sent["id"] == known_as
    assert sent["email_address"] == "rae@wexbridge.example"
    assert sent["template_id"] == TEMPLATE
    assert sent["personalisation"]["subject"] == LETTER.subject
    assert notify.looked == []
    assert notify.tokens[0].startswith("Bearer ")


async def test_what_people_wrote_holds_no_markup_for_notify(notify: StandIn) -> None:
    await a_carrier(notify).carry(MAIL, 1)
    body = notify.sent[0]["personalisation"]["body"]
    assert "Buy (here)(https: //evil.example)" in body
    assert "* one # two ( (subject))" in body
    assert not any(line.startswith("#") for line in body.splitlines())
    assert "https://service.example/requests/ONS-2026-0001" in body


async def test_a_letter_whose_answer_was_lost_is_found_and_not_sent_again(notify: StandIn) -> None:
    notify.drops = True
    with pytest.raises(TryLater, match="does not answer"):
        await a_carrier(notify).carry(MAIL, 1)
    found = await a_carrier(notify).carry(MAIL, 2)
    assert [one["id"] for one in notify.sent] == [found]
    assert notify.looked == [notify.sent[0]["reference"]]


async def test_a_second_attempt_sends_what_never_arrived(notify: StandIn) -> None:
    await a_carrier(notify).carry(MAIL, 2)
    assert len(notify.sent) == 1


async def test_a_letter_that_failed_for_now_is_sent_again_and_one_that_failed_for_good_is_not(
    notify: StandIn,
) -> None:
    await a_carrier(notify).carry(MAIL, 1)
    notify.status = "temporary-failure"
    await a_carrier(notify).carry(MAIL, 2)
    assert len(notify.sent) == 2
    notify.status = "permanent-failure"
    with pytest.raises(Undeliverable, match="could not deliver"):
        await a_carrier(notify).carry(MAIL, 3)


@pytest.mark.parametrize(
    ("status", "raises"), [(429, TryLater), (500, TryLater), (503, TryLater), (401, TryLater), (404, TryLater)]
)
async def test_trouble_that_passes_is_tried_again(notify: StandIn, status: int, raises: type[Exception]) -> None:
    notify.answers = [status]
    with pytest.raises(raises, match=str(status)) as wrong:
        await a_carrier(notify).carry(MAIL, 1)
    assert getattr(wrong.value, "after", None) is not None


@pytest.mark.parametrize("status", [400, 403])
async def test_a_refusal_is_undeliverable_and_repeats_nothing_of_the_letter(
    notify: StandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    notify.answers = [status]
    with caplog.at_level(logging.DEBUG), pytest.raises(Undeliverable, match=str(status)) as wrong:
        await a_carrier(notify).carry(MAIL, 1)
    assert "wexbridge" not in str(wrong.value)
    assert wrong.value.__cause__ is None
    assert "wexbridge" not in caplog.text


async def test_many_letters_at_once_each_have_their_own_client(notify: StandIn) -> None:
    mails = [MAIL._replace(key=f"key-{number}") for number in range(12)]
    carrier = a_carrier(notify)
    known_as = await asyncio.gather(*(carrier.carry(mail, 1) for mail in mails))
    assert sorted(known_as) == sorted(one["id"] for one in notify.sent)
    assert len({one["reference"] for one in notify.sent}) == 12


def test_a_key_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"no key of GOV\.UK Notify"):
        NotifyCarrier("short", TEMPLATE)

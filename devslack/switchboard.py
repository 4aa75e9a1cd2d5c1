"""Socket Mode: the connections that the app has opened, and what is handed over on them."""

import asyncio
import json
import random
import secrets
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect


class Switchboard:
    """The app's open connections. Lives in the event loop of the server that took them."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._sockets: list[WebSocket] = []
        self._awaited: dict[str, asyncio.Future[Any]] = {}

    @property
    def connected(self) -> bool:
        """Whether an app listens."""
        return bool(self._sockets)

    def ticket(self) -> str:
        """What lets one connection in, once."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def hold(self, socket: WebSocket, app_id: str) -> None:
        """Keep a connection until the app leaves; one without a ticket is turned away."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._sockets.append(socket)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._sockets),
                    "connection_info": {"app_id": app_id},
                    "debug_info": {"host": "devslack", "approximate_connection_time": 3600},
                }
            )
            while True:
                self._heard(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._sockets.remove(socket)

    async def hand_over(self, kind: str, payload: dict[str, Any], *, answers: bool, seconds: float) -> Any:
        """Send one envelope to one of the connections; gives the payload it is acknowledged with, or None.

        Raises TimeoutError where no acknowledgement comes, ConnectionError where nobody listens.
        """
        if not self._sockets:
            raise ConnectionError("No app is connected.")
        envelope = secrets.token_hex(16)
        awaited: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._awaited[envelope] = awaited
        try:
            await random.choice(self._sockets).send_json(
                {"envelope_id": envelope, "type": kind, "accepts_response_payload": answers, "payload": payload}
            )
            return await asyncio.wait_for(awaited, seconds)
        except WebSocketDisconnect as gone:
            raise ConnectionError("The app has left.") from gone
        finally:
            del self._awaited[envelope]

    def _heard(self, message: str) -> None:
        try:
            told = json.loads(message)
        except ValueError:
            return
        awaited = self._awaited.get(told.get("envelope_id", "")) if isinstance(told, dict) else None
        if awaited and not awaited.done():
            awaited.set_result(told.get("payload"))

"""A house under siege: its keys on a ring with a root, its request before the decision, and the attacker's tools."""

import asyncio
import json
import os
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from temporalio.client import Client
from temporalio.worker import Worker

from channels.inbox import InboxChannel
from sharing.facts import Happened
from sharing.spoken import Spoken
from sharing.vouching import Ring
from starter.auditing import Audit
from starter.desk import Desk
from tests import people
from tests.workflows.house import House, temporal, until
from wiring.calendar import england_and_wales
from wiring.ring import LiveRing, write
from wiring.sealing import SealingKey, new_key
from worker import build

BEFORE_DECISION, DECIDED = 11, 12
"""So many acts of the ordinary road lie before the owner's decision, and up to it."""

GATES = frozenset(
    {"decided", "departure-decided", "agreement-ordered", "signed", "entry-checked", "publication-ordered", "closed"}
)
"""Facts that no attack may bring about."""


class Fort(House):
    """A house whose worker believes a ring, and whose requests pin the root."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.root = new_key()
        self.folder = folder
        self.ring = LiveRing(folder / "keys.yaml", self.root.public)
        super().__init__(client, folder)

    def _desk(self, client: Client) -> Desk:
        if not self.ring.path.exists():
            write(self.ring.path, Ring(keys=self.key.known))
        return Desk(
            client,
            self.store,
            people.DIRECTORY,
            self.key,
            {people.SCHEME.key: people.SCHEME},
            lambda at: england_and_wales(at.year, 6),
            task_queue=self.queue,
            patience=timedelta(seconds=40),
            pinned=lambda: self.ring().believed,
        )

    def speak_with(self, key: SealingKey) -> None:
        """The desk has another key from now on."""
        self.key = key
        self.desk = self._desk(self.client)

    def worker(self) -> AbstractAsyncContextManager[Worker]:
        """A worker that reads the ring."""
        return build(
            self.client,
            self.store,
            [InboxChannel(self.store)],
            self.ring,
            task_queue=self.queue,
            sticky=timedelta(seconds=1),
        )

    async def before_decision(self) -> str:
        """A request that waits for its owner's decision."""
        reference = await self.lodged()
        await self.road(reference, upto=BEFORE_DECISION)
        await self.kept_up(reference)
        return reference

    async def kept_up(self, reference: str) -> None:
        """Wait until the records know all that the workflow does."""

        async def same() -> bool:
            known = self.store.request(reference)
            return known is not None and known.number == (await self.state(reference)).number

        await until(same)

    def gates(self, reference: str) -> list[Happened]:
        """The facts on record that attacks are after."""
        return [one for one in self.store.history(reference) if one.fact.kind in GATES]

    def refused(self, reference: str) -> list[str]:
        """Why words were not heard, as it stands on record."""
        return [one.fact.why for one in self.store.history(reference) if one.fact.kind == "message-refused"]

    def wrong_in(self, reference: str) -> list[str]:
        """What the audit of a case says does not hold."""
        return [one.what for one in Audit(self.store, self.ring(), reference).findings() if not one.holds]


class Told(NamedTuple):
    """What the attacker's tool answered."""

    code: int
    out: str


async def attack(client: Client, *words: str) -> Told:
    """The `temporal` command line, as anybody has it who reaches the server."""
    address = ("--address", client.service_client.config.target_host, "--namespace", client.namespace)
    running = await asyncio.create_subprocess_exec(
        temporal(),
        *words,
        *address,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "HOME": "/nonexistent"},
    )
    out, _ = await running.communicate()
    return Told(running.returncode or 0, out.decode(errors="replace"))


def sealed_json(spoken: Spoken, **changes: Any) -> str:
    """Sealed words as they travel, with changes that their seal does not cover."""
    return json.dumps({**json.loads(spoken.model_dump_json()), **changes})


def by_signal(reference: str, name: str, value: str, *more: str) -> Sequence[str]:
    """The words of the tool that send a signal."""
    return ("workflow", "signal", "--workflow-id", reference, "--name", name, "--input", value, *more)


def by_update(reference: str, value: str) -> Sequence[str]:
    """The words of the tool that send an update."""
    return ("workflow", "update", "execute", "--workflow-id", reference, "--name", "say", "--input", value)

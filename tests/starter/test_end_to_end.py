"""A newcomer's whole road on the command line: a blank form, filled in, to an entry in the public register."""

import asyncio
from pathlib import Path
from typing import Any

import yaml

import records
from channels.inbox import InboxChannel
from starter.cli.sheets import tree
from tests import people
from tests.starter.shell import Answer, Shell
from tests.workflows.house import dev_server
from wiring.sealing import key_at
from worker import build


def filled_in(blank: str, folder: Path) -> Path:
    """The blank form with every answer in its place, and the documents beside it."""
    answers: dict[str, Any] = {**tree(blank, "blank.yaml")}
    for key, answer in people.complete().items():
        assert key in answers, f"the blank does not ask {key}"
        answers[key] = [*answer] if isinstance(answer, tuple) else answer
    for key in ("dpia", "ethics-self-assessment"):
        (folder / f"{key}.pdf").write_bytes(f"%PDF {key}".encode())
        answers[key] = [{"file": f"{key}.pdf", "version": "1", "author": "Dr Rae Okafor"}]
    path = folder / "request.yaml"
    path.write_text(yaml.safe_dump(answers, default_style='"', allow_unicode=True), encoding="utf-8")
    return path


async def take_the_road(shell: Shell, reference: str) -> None:
    """Answer the first notice that asks for something, again and again, with the first command that it proposes."""
    for _ in range(80):
        (request,) = (await call(shell, "list", "--text", reference, "--format", "json")).json["requests"]
        if request["state"] != "open":
            return
        for task in request["awaited"]:
            tray = await call(shell, "inbox", task["office"], "--about", reference, "--format", "json")
            commands = next((list(one["commands"].values()) for one in tray.json if one["commands"]), [])
            if commands:
                told = await asyncio.to_thread(shell.say, commands[0])
                assert told.code == 0, f"{commands[0]}: {told.err}"
                break
        await asyncio.sleep(0.05)
    raise AssertionError("the request does not come to an end")


async def call(shell: Shell, *words: str) -> Answer:
    told = await asyncio.to_thread(shell, *words)
    assert told.code == 0, told.err
    return told


async def program(shell: Shell, *words: str) -> Answer:
    told = await asyncio.to_thread(shell.program, *words)
    assert told.code == 0, told.err
    return told


async def test_a_newcomer_travels_from_a_blank_form_to_the_register(tmp_path: Path) -> None:
    async with dev_server() as client:
        shell = Shell(tmp_path, SHARING_TEMPORAL_ADDRESS=client.service_client.config.target_host)
        await call(shell, "records", "migrate")
        key = key_at(tmp_path / "data" / "desk.key", make=True)
        with records.open(f"sqlite:///{tmp_path / 'data' / 'records.db'}") as store:
            async with build(client, store, [InboxChannel(store)], key.known):
                path = filled_in((await program(shell, "form")).out, tmp_path)
                reference = (await program(shell, "lodge", str(path), "--as", "rae")).out.strip()

                shown = await program(shell, "show", reference)
                assert "First screening" in shown.out
                inbox = await program(shell, "inbox", "onward-sharing-service")
                assert f"starter say {reference} screen --as asha outcome=pass" in inbox.out
                refused = await asyncio.to_thread(
                    shell.program, "say", reference, "screen", "--as", "rae", "outcome=pass"
                )
                assert (refused.code, refused.out) == (1, "")

                await take_the_road(shell, reference)

                listed = await call(shell, "list", "--state", "published")
                assert reference in listed.out
                watched = await call(shell, "watch", reference, "--until-closed")
                assert "Ended: published." in watched.out
                told = await program(shell, "history", reference, "--verify")
                assert told.err.strip().endswith("are as they were said.")
                entry = await program(shell, "register", "show", reference, "--format", "json")
                assert entry.json["fields"]["organisation"] == "University of Wexbridge"
                assert reference in (await call(shell, "register", "--format", "hdr-uk")).out
                digest = (await call(shell, "show", reference, "--format", "json")).json["agreement"]["drafted"]
                await call(shell, "document", digest["fixed_copy"], "--to", str(tmp_path / "agreement.pdf"))
                assert (tmp_path / "agreement.pdf").read_bytes().startswith(b"%PDF")

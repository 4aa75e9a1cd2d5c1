"""Commands about the keys that Temporal's history is encrypted with: make one, rotate, look, drop."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, Misused, installation

codec = typer.Typer(no_args_is_help=True, help="The keys that Temporal's history is encrypted with.")

FileArgument = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The file of keys; SHARING_CODEC_KEYS, if not given.")
]


def _path(ctx: typer.Context, file: Path | None) -> Path:
    path = file or installation(ctx).settings.codec_keys
    if path is None:
        raise Misused("Name the file that the keys are to lie in, or set SHARING_CODEC_KEYS.")
    return path


@codec.command("new-key")
def new_key(
    ctx: typer.Context,
    file: FileArgument = None,
    after_hours: Annotated[
        float,
        typer.Option(min=0, help="In so many hours a further key begins to encrypt. Bring the file to all by then."),
    ] = 24,
) -> None:
    """Make the first key, or one more that takes its place. Older keys stay, to decrypt what they encrypted."""
    from wiring.codec_keys import new_ring, read, write

    path, now = _path(ctx, file), paper.now()
    ring = read(path).added(now + timedelta(hours=after_hours)) if path.exists() else new_ring(now)
    write(path, ring)
    made = ring.keys[-1]
    paper.note(
        f"The keys lie at {path}, for their owner alone. Who can read them can read every history; nobody else."
    )
    paper.line(f"{made.id} encrypts from {made.used_from:%Y-%m-%d %H:%M} UTC")


@codec.command("keys")
def keys(ctx: typer.Context, file: FileArgument = None) -> None:
    """List the keys, without their secrets."""
    from wiring.codec_keys import read

    ring, now = read(_path(ctx, file)), paper.now()
    for key in ring.keys:
        state = "dropped" if key.dropped else "decrypts"
        if key is ring.encrypting(now):
            state = "encrypts and decrypts"
        paper.line(f"{key.id}  from {key.used_from:%Y-%m-%d %H:%M} UTC  {state}")


@codec.command("drop")
def drop(
    ctx: typer.Context,
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="The key's id, as `starter codec keys` lists it.")],
    file: FileArgument = None,
    yes: Annotated[bool, typer.Option("--yes", help="I know that nothing can bring it back.")] = False,
) -> None:
    """Drop a key for ever: no history that it encrypted can be read, or go on, from then on."""
    from wiring.codec_keys import read, write

    path = _path(ctx, file)
    ring = read(path)
    key = ring.known(key_id).key
    if key is None:
        raise Failed(f"There is no key {key_id!r} at {path}; `starter codec keys` lists them.")
    if key is ring.encrypting(paper.now()):
        raise Failed("This key encrypts now. Make another with `starter codec new-key`, and wait until it does.")
    if not yes:
        raise Failed(
            "Every request that was open while this key encrypted would stand still for ever. Once they have ended "
            "and left Temporal, say it with --yes, and drop it from every copy of the file."
        )
    write(path, ring.dropped(key_id))
    paper.line(f"Dropped: {key_id}.")

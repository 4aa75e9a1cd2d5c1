"""Commands about keys: the desk's, the offline root's, and which of them requests believe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, installation, run
from starter.installation import Installation

if TYPE_CHECKING:
    from sharing.messages import DistrustKey, TrustKey
    from wiring.sealing import SealingKey

keys = typer.Typer(no_args_is_help=True, help="The keys of desks, and of the offline root.")

RootOption = Annotated[
    Path, typer.Option("--root", metavar="FILE", help="The root's private key, from where it lies offline.")
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The key's id; `starter keys list` shows them.")]


@keys.command("new")
def new_key(
    ctx: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help="Where it shall lie; the set place, if not given.")] = None,
) -> None:
    """Make a signing key for a desk, and put its public half on the ring."""
    from wiring.sealing import key_at

    here = installation(ctx)
    path = (to or here.settings.signing_key_path).expanduser().absolute()
    if path.exists():
        raise Failed(
            f"There is a signing key at {path} already. Make the new one elsewhere (--to), and let requests trust it "
            "first: `starter keys rotate`."
        )
    before = here.settings.key_ring.exists() or here.settings.signing_key_path.exists()
    ring = here.ring if before else None
    made = key_at(path, make=True)
    if ring is not None:
        ring.add(made.public)
    paper.note(f"The key lies at {path}, for its owner alone. Who can read it can speak in anybody's name.")
    paper.line(f"{made.id} {made.public}")


@keys.command("root")
def new_root(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="Where its private half is written: a place that goes offline.")],
) -> None:
    """Make the offline root, which alone changes the keys of open requests."""
    from wiring.sealing import key_at

    here = installation(ctx)
    path = to.expanduser().absolute()
    if path.exists():
        raise Failed(f"There is something at {path} already; name another place.")
    if path.is_relative_to(here.settings.data_dir):
        raise Failed(f"{path} lies where worker and doors read. Name a place that you can take offline.")
    made = key_at(path, make=True)
    paper.note(f"The root's private half lies at {path}. Take it offline; no worker and no door ever reads it.")
    paper.note("Give worker and doors its public half. Requests lodged from then on pin it:")
    paper.line(f"SHARING_ROOT_KEY={made.public}")


@keys.command("list")
def list_keys(ctx: typer.Context) -> None:
    """List the keys on the ring: which are believed, which no more since when, which this desk speaks with."""
    from sharing.spoken import ROOT

    here = installation(ctx)
    ring, path = here.ring(), here.settings.signing_key_path
    own = here.key().id if path.exists() else ""
    rows = []
    for key_id, public in sorted(ring.keys.items()):
        since = ring.distrusted.get(key_id)
        state = f"distrusted since {paper.moment(since)}" if since else "believed"
        what = "the offline root" if key_id == ROOT else "this desk speaks with it" if key_id == own else ""
        rows.append((key_id, state, what, public))
    paper.table(("Key", "State", "What", "Public half"), rows, "There are no keys.")


@keys.command("rotate")
def rotate(ctx: typer.Context, key: KeyArgument, root: RootOption) -> None:
    """Let every open request trust a key that is on the ring. Safe to repeat until all are reached."""
    from sharing.messages import TrustKey

    here = installation(ctx)
    believed = here.ring().believed
    if key not in believed or not _is_id(key):
        raise Failed(f"The ring does not believe a key {key!r}. Make one with `starter keys new --to FILE`.")
    reached = run(_tell_all(here, TrustKey(key=key, public=believed[key]), _root(here, root)))
    paper.note(f"Once all are reached, point SHARING_SIGNING_KEY_PATH to the key {key} and start the doors again.")
    _or_not(reached)


@keys.command("distrust")
def distrust(
    ctx: typer.Context,
    key: KeyArgument,
    root: RootOption,
    reason: Annotated[str, typer.Option(help="Why; it stays on record in every request.")],
) -> None:
    """Believe a key no more: on the ring at once, then in every open request. Safe to repeat."""
    from sharing.messages import DistrustKey
    from starter.desk import utc_now

    here = installation(ctx)
    if not _is_id(key):
        raise Failed(f"{key!r} is no key of a desk.")
    if not reason.strip():
        raise Failed("Say why; it stays on record in every request.")
    signer = _root(here, root)
    here.ring.distrust(key, utc_now())
    paper.note(f"The ring believes {key} no more; every worker that reads it refuses what is said with it from now.")
    _or_not(run(_tell_all(here, DistrustKey(key=key, reason=reason), signer)))


def _is_id(key: str) -> bool:
    return len(key) == 16 and all(letter in "0123456789abcdef" for letter in key)


def _root(here: Installation, path: Path) -> "SealingKey":
    """The root, if it is the one that this installation knows."""
    from wiring.sealing import key_at

    found = key_at(path, make=False)
    known = here.settings.root_key
    if found.public != known:
        which = "another one" if known else "none; set SHARING_ROOT_KEY to the line that `starter keys root` printed"
        raise Failed(f"The key at {path} is not the root of this installation, which is {which}.")
    return found


async def _tell_all(here: Installation, message: "TrustKey | DistrustKey", root: "SealingKey") -> bool:
    from starter.desk import utc_now
    from starter.rotating import tell_all

    desk, missed, count = await here.desk_of_root(), 0, 0
    async for one in tell_all(desk, here.records, message, root, utc_now()):
        count += 1
        missed += not one.knows
        paper.line(f"{one.reference} {'knows' if one.knows else 'NOT REACHED'}: {one.sentence}")
    paper.note(f"{count - missed} of {count} requests know." + (" Do this again for the others." if missed else ""))
    return not missed


def _or_not(reached: bool) -> None:
    if not reached:
        raise typer.Exit(1)

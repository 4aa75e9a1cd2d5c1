"""The ring: the public keys that an installation believes, and those that it believes no more, in a file.

The file is YAML, holds nothing secret, and is read again when it changes:

    keys: {1a2b3c4d5e6f7a8b: "the public half in base64"}
    distrusted: {1a2b3c4d5e6f7a8b: 2026-11-22T17:00:00+00:00}

A key stays in it for ever, for what was said with it. Without the file the desk's own key is the only one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from policy.value import digest
from sharing.refused import Refused
from sharing.spoken import ROOT, public_bytes
from sharing.vouching import Ring
from wiring.live_files import Stamp, stamp_of, write_whole
from wiring.sealing import WrongKey, key_at
from wiring.settings import Settings


class LiveRing:
    """The ring as it is now. `root` is the root's public half in base64, or empty; `own` the desk's own key."""

    def __init__(self, path: Path, root: str = "", own: Mapping[str, str] | None = None) -> None:
        self.path = path
        self._root = {ROOT: root} if root else {}
        self._own = dict(own or {})
        self._read: tuple[Stamp, Ring] | None = None

    def __call__(self) -> Ring:
        """The ring. Raises WrongKey: a file that cannot be used might distrust a key, so none counts."""
        try:
            seen = stamp_of(self.path)
        except FileNotFoundError:
            if not self._own:
                raise WrongKey(
                    f"There is no ring of keys at {self.path}, and no key of a desk. Make one: `starter keys new`."
                ) from None
            return Ring(keys={**self._own, **self._root})
        if self._read is None or self._read[0] != seen:
            ring = read(self.path)
            self._read = seen, ring.model_copy(update={"keys": {**ring.keys, **self._root}})
        return self._read[1]

    def add(self, public: str) -> str:
        """Put a key on the ring; its id. Raises WrongKey where it is no key."""
        key_id = key_id_of(public)
        ring = self._written()
        write(self.path, ring.model_copy(update={"keys": {**ring.keys, key_id: public}}))
        return key_id

    def distrust(self, key_id: str, since: datetime) -> Ring:
        """Believe a key no more for what is said from that instant on; an earlier instant stands."""
        ring = self._written()
        if key_id not in ring.keys:
            raise WrongKey(f"The ring at {self.path} has no key {key_id!r}; `starter keys list` shows them.")
        since = min(since, ring.distrusted.get(key_id, since))
        changed = ring.model_copy(update={"distrusted": {**ring.distrusted, key_id: since}})
        write(self.path, changed)
        return changed

    def _written(self) -> Ring:
        """What the file has, or would have: the desk's own key, which was the only one so far."""
        return read(self.path) if self.path.exists() else Ring(keys=self._own)


def ring_for(settings: Settings) -> LiveRing:
    """The ring of an installation. In local mode the desk's key is made where there is neither key nor ring."""
    path, own = settings.signing_key_path, {}
    if path.exists() or (settings.local and not settings.key_ring.exists()):
        own = key_at(path, make=settings.local).known
    return LiveRing(settings.key_ring, settings.root_key, own)


def key_id_of(public: str) -> str:
    """The id of a public key. Raises WrongKey where the text is none."""
    try:
        return digest(public_bytes(public))[:16]
    except Refused as refused:
        raise WrongKey(refused.sentence) from refused


def read(path: Path) -> Ring:
    """The ring in a file. Raises WrongKey with a sentence."""
    try:
        told: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        ring = Ring.model_validate(told)
    except OSError as wrong:
        raise WrongKey(f"The ring of keys at {path} cannot be read ({wrong.strerror}).") from wrong
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as wrong:
        raise WrongKey(
            f"The ring of keys at {path} is not what it should be: `keys` by their ids, and under `distrusted` since "
            "when. Restore it; nothing is kept until then."
        ) from wrong
    for key_id, public in ring.keys.items():
        if key_id_of(public) != key_id:
            raise WrongKey(f"The ring at {path} has another key under the name {key_id!r}. Restore it.")
    if missing := set(ring.distrusted) - set(ring.keys):
        raise WrongKey(f"The ring at {path} distrusts {missing.pop()!r}, which it does not have. Restore it.")
    return ring


def write(path: Path, ring: Ring) -> None:
    """Write the ring at once and whole, so that nobody reads half of it."""
    told = {
        "keys": dict(sorted(ring.keys.items())),
        "distrusted": {key: since.astimezone(UTC).isoformat() for key, since in sorted(ring.distrusted.items())},
    }
    write_whole(path, yaml.safe_dump(told, sort_keys=False), 0o644)

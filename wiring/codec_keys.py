"""The keys that history is encrypted with: a file of them, how it is made, and how a key is added and dropped.

A key's id holds a code that only who has this file could have made. So a worker that meets an id which it does not
know can tell a key that has yet to reach it, for which it has to wait, from what somebody made up.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import AwareDatetime, ValidationError

from policy.value import Value
from wiring.live_files import LiveFile, write_whole
from wiring.variables import WrongSetting

BITS = 256
NAME, CODE = 12, 12
"""Hexadecimal digits of an id: what is chosen by chance, and the code over it."""


class WrongKeys(WrongSetting):
    """A file of keys that cannot be used; its text says what to do."""


class CodecKey(Value):
    """One key. A dropped one has no secret any more: what was encrypted with it is lost for ever."""

    id: str
    secret: str = ""
    used_from: AwareDatetime
    """From this moment on (UTC) it encrypts; it decrypts as soon as it is there."""

    @property
    def dropped(self) -> bool:
        """Whether nothing can be read with it any more."""
        return not self.secret

    def material(self) -> bytes:
        """The bytes of the secret."""
        return bytes.fromhex(self.secret)


class Kept(Value):
    """The file: the secret that vouches for ids, and the keys in the order in which they were added."""

    ring: str
    keys: tuple[CodecKey, ...]


class Known(NamedTuple):
    """What is known of an id. `to_come`: it is one of ours, and has not reached this process."""

    key: CodecKey | None
    to_come: bool


class Ring:
    """All keys of an installation."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self._by_id = {key.id: key for key in kept.keys}
        self._vouching = bytes.fromhex(kept.ring)

    @property
    def keys(self) -> Sequence[CodecKey]:
        """The keys, in the order in which they were added."""
        return self.kept.keys

    def encrypting(self, at: datetime) -> CodecKey:
        """The newest key whose time has come; the first, where none has."""
        alive = [key for key in self.keys if not key.dropped]
        due = [key for key in alive if key.used_from <= at]
        return max(reversed(due), key=lambda key: key.used_from) if due else alive[0]

    def known(self, key_id: str) -> Known:
        """What is known of an id that stands on something encrypted."""
        key = self._by_id.get(key_id)
        return Known(key, key is None and self._vouched(key_id))

    def added(self, used_from: datetime) -> "Ring":
        """The ring with one key more."""
        return Ring(self.kept.model_copy(update={"keys": (*self.keys, _fresh(self._vouching, used_from))}))

    def dropped(self, key_id: str) -> "Ring":
        """The ring without the secret of a key, whose id stays, so that nobody waits for it."""
        keys = tuple(key.model_copy(update={"secret": ""}) if key.id == key_id else key for key in self.keys)
        return Ring(self.kept.model_copy(update={"keys": keys}))

    def _vouched(self, key_id: str) -> bool:
        name, code = key_id[:NAME], key_id[NAME:]
        return len(name) == NAME and hmac.compare_digest(_code(self._vouching, name).encode(), code.encode())


def new_ring(at: datetime) -> Ring:
    """A ring with one key, which encrypts from then on."""
    vouching = secrets.token_bytes(BITS // 8)
    return Ring(Kept(ring=vouching.hex(), keys=(_fresh(vouching, at),)))


def _fresh(vouching: bytes, used_from: datetime) -> CodecKey:
    name = secrets.token_hex(NAME // 2)
    return CodecKey(
        id=name + _code(vouching, name),
        secret=secrets.token_hex(BITS // 8),
        used_from=used_from.astimezone(UTC).replace(microsecond=0),
    )


def _code(vouching: bytes, name: str) -> str:
    return hmac.digest(vouching, f"codec key {name}".encode(), "sha256").hex()[:CODE]


def read(path: Path) -> Ring:
    """The ring in a file. Raises WrongKeys with a sentence that tells nothing of what is in there."""
    try:
        kept = Kept.model_validate_json(path.read_bytes())
        lengths = {len(bytes.fromhex(text)) for text in _secrets(kept)}
    except FileNotFoundError:
        raise WrongKeys(
            f"There are no keys at {path} to encrypt history with. Make one with `starter codec new-key`, or fetch "
            "the file from where it is kept: what was encrypted with other keys cannot be read with a new one."
        ) from None
    except (OSError, ValidationError, ValueError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) else "it is not a file of keys"
        raise WrongKeys(f"The keys at {path} cannot be read: {why}. Restore the file from its backup.") from None
    if lengths != {BITS // 8} or all(key.dropped for key in kept.keys):
        raise WrongKeys(f"The keys at {path} cannot be used: none is whole. Restore the file from its backup.")
    return Ring(kept)


def _secrets(kept: Kept) -> list[str]:
    return [kept.ring, *(key.secret for key in kept.keys if not key.dropped)]


def write(path: Path, ring: Ring) -> None:
    """Put a ring into its file, whole; a new file is for its owner alone."""
    write_whole(path, ring.kept.model_dump_json(indent=2) + "\n", 0o600)


class LiveRing(LiveFile[Ring]):
    """The ring in a file, read again when the file changes, so that a new key reaches who runs."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read, WrongKeys)

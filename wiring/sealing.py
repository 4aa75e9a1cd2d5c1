"""The desk's key: made once in local mode, read from a file that only its owner may read."""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from policy.value import digest


class WrongKey(Exception):
    """A signing key that cannot be used; its text says what to do."""


class SealingKey:
    """A private key (Ed25519) with its id, which is the beginning of the public key's digest."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = base64.b64encode(raw).decode()
        self.id = digest(raw)[:16]

    @property
    def known(self) -> dict[str, str]:
        """The public key under its id, as requests pin it and the recording activity knows it."""
        return {self.id: self.public}

    def sign(self, content: bytes) -> tuple[str, str]:
        """The key's id, and its signature of these bytes in base64."""
        return self.id, base64.b64encode(self.private.sign(content)).decode()


def signed(content: bytes, public: str, signature: str) -> bool:
    """Whether the holder of a public key (base64) signed these bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key() -> SealingKey:
    """A fresh key."""
    return SealingKey(Ed25519PrivateKey.generate())


def key_at(path: Path, make: bool) -> SealingKey:
    """The key in that file; where there is none and `make` is set, a new one. Raises WrongKey with a sentence."""
    if not path.exists():
        if not make:
            raise WrongKey(f"There is no signing key at {path}. Make one with `starter keys new` and keep it safe.")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # the worker and a door start side by side: the first one's key counts
            return key_at(path, make=False)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
    try:
        content = base64.b64decode(path.read_bytes(), validate=True)
        return SealingKey(Ed25519PrivateKey.from_private_bytes(content))
    except (OSError, ValueError) as wrong:
        raise WrongKey(f"The signing key at {path} cannot be read ({wrong}). Restore it from its backup.") from wrong

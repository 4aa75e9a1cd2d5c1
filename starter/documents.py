"""Where documents that people hand in lie: under the SHA-256 of their content, in a folder or an S3 store."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from policy.value import digest
from records.faults import RecordsUnreachable, RecordsUnusable

if TYPE_CHECKING:
    from obstore.store import RetryConfig

RETRIES: "RetryConfig" = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
}


class Shelf:
    """Documents by digest. What lies there is never changed; what is read is checked against its name.

    All methods raise RecordsUnreachable where the store does not answer.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, place: str) -> "Shelf":
        """The shelf at `s3://bucket/prefix` (credentials and endpoint from AWS_* variables), or in a folder."""
        if place.startswith("s3://"):
            parts = urlsplit(place)
            # Who waits at a page is told soon, and tries again.
            return cls(S3Store(parts.netloc, prefix=parts.path.strip("/") or None, retry_config=RETRIES))
        folder = Path(place)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(LocalStore(prefix=folder))

    @classmethod
    def in_memory(cls) -> "Shelf":
        """A shelf that is gone with its process."""
        return cls(MemoryStore())

    def put(self, content: bytes) -> str:
        """Lay a document down; its digest. Repeating it changes nothing."""
        sha256 = digest(content)
        try:
            self._store.put(_path(sha256), content, mode="create")
        except AlreadyExistsError:
            pass
        except (BaseError, OSError) as wrong:
            raise RecordsUnreachable("The store of documents does not answer; try again.") from wrong
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether something lies under that digest."""
        try:
            self._store.head(_path(sha256))
        except FileNotFoundError:
            return False
        except (BaseError, OSError) as wrong:
            raise RecordsUnreachable("The store of documents does not answer; try again.") from wrong
        return True

    def read(self, sha256: str) -> bytes:
        """A document. Raises LookupError where nothing lies there, RecordsUnusable where it is damaged."""
        try:
            content = bytes(self._store.get(_path(sha256)).bytes())
        except FileNotFoundError:
            raise LookupError(f"No document lies under {sha256[:64]}.") from None
        except (BaseError, OSError) as wrong:
            raise RecordsUnreachable("The store of documents does not answer; try again.") from wrong
        if digest(content) != sha256:
            raise RecordsUnusable(f"The document {sha256} is damaged: its digest is another one. Put back a backup.")
        return content


def _path(sha256: str) -> str:
    """Where a document lies. A digest that is none names nothing that could exist."""
    name = sha256 if len(sha256) == 64 and set(sha256) <= set("0123456789abcdef") else "none"
    return f"{name[:2]}/{name}"

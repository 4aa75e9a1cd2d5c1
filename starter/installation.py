"""One installation: settings, directory, records, key and desk, each opened when a door first needs it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from policy.scheme import Scheme
from policy.schemes import SCHEMES
from wiring.settings import Settings, WrongSetting

if TYPE_CHECKING:
    from policy.catalogue import Catalogue
    from policy.working_days import Calendar
    from records import SqlRecords
    from starter.desk import Desk
    from wiring.directory import Directory, LiveDirectory
    from wiring.ring import LiveRing
    from wiring.sealing import SealingKey

# What is slow to import is imported where it is needed: `starter form` asks neither a database nor a server.

YEARS_OF_HOLIDAYS = 6
"""So many years of bank holidays are pinned to a request, beginning with that of its lodging."""


class Installation:
    """What the doors stand on. Raises the sentence of whatever is missing, when it is first needed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.schemes: Mapping[str, Scheme] = SCHEMES

    @property
    def first(self) -> Scheme:
        """The scheme that a door speaks of where it is told of none. Raises WrongSetting for an unknown one."""
        key = self.settings.scheme
        found = self.schemes.get(key) if key else next(iter(self.schemes.values()))
        if found is None:
            raise WrongSetting(f"SHARING_SCHEME names no scheme, {key[:60]!r}; there are {', '.join(self.schemes)}.")
        return found

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises WrongSetting."""
        return Settings.from_env(self.environ)

    @cached_property
    def live_directory(self) -> "LiveDirectory":
        """The directory's file, read anew when it changes. Raises WrongDirectory."""
        from wiring.directory import LiveDirectory

        return LiveDirectory(self.settings.directory_path)

    @property
    def directory(self) -> "Directory":
        """Who holds which office, now. Raises WrongDirectory."""
        return self.live_directory()

    @cached_property
    def records(self) -> "SqlRecords":
        """The records, which must have been set up. Raises RecordsUnusable."""
        import records

        return records.open(self.settings.database_url.get_secret_value())

    def catalogue(self, scheme: str) -> "Catalogue":
        """The newest version of a scheme's catalogue: of the records, or else the one that was shipped."""
        return self.records.catalogue_of(self.schemes[scheme])

    def migrate(self) -> None:
        """Set the records up, or bring them up to date. Raises RecordsUnusable."""
        import records

        records.migrate(self.settings.database_url.get_secret_value())

    def key(self) -> "SealingKey":
        """The desk's key; in local mode it is made where there is none. Raises WrongKey."""
        from wiring.sealing import key_at

        return key_at(self.settings.signing_key_path, make=self.settings.local)

    @cached_property
    def ring(self) -> "LiveRing":
        """The public keys that are believed, as they are when it is called. Raises WrongKey."""
        from wiring.ring import ring_for

        return ring_for(self.settings)

    async def desk(self, *, lazy: bool = False) -> "Desk":
        """A desk at the Temporal server. A lazy one looks for it when it is used.

        Raises NoServer where none answers, and WrongSetting where history has to be encrypted and cannot be.
        """
        # Who cannot use the records need not wait for the server.
        opened, key = self.records, self.key()
        if key.id not in self.ring().believed:
            raise _not_believed(key.id, self.settings.key_ring)
        return self._desk(await self.client(lazy=lazy), opened, key)

    async def client(self, *, lazy: bool = False) -> Any:
        """A client of the Temporal server; raises as `desk` does."""
        from wiring.temporal import connect, converter_of

        settings = self.settings
        converter = converter_of(settings)
        traced: list[Any] = []
        if settings.otlp_endpoint:
            from wiring.tracing import tracing

            traced = [*tracing(settings.otlp_endpoint, "door")]
        return await connect(
            settings.temporal_address, settings.temporal_namespace, converter, lazy=lazy, interceptors=traced
        )

    async def desk_of_root(self) -> "Desk":
        """A desk that only hands in what the root has sealed: the desk's own key may be distrusted by now."""
        from wiring.sealing import new_key

        opened = self.records
        return self._desk(await self.client(), opened, new_key())

    def archive(self) -> "Desk":
        """A desk without a server and without the key: it reads what is recorded, and cannot speak."""
        from wiring.sealing import new_key

        return self._desk(cast(Any, None), self.records, new_key())

    def _desk(self, client: Any, opened: "SqlRecords", key: "SealingKey") -> "Desk":
        from starter.desk import Desk

        return Desk(
            client,
            opened,
            self.live_directory,
            key,
            self.schemes,
            _calendar,
            task_queue=self.settings.task_queue,
            pinned=lambda: self.ring().believed,
        )

    def close(self) -> None:
        """Let go of the records, if they were opened."""
        if "records" in self.__dict__:
            self.records.close()


def _not_believed(key_id: str, ring: Path) -> Exception:
    from wiring.sealing import WrongKey

    return WrongKey(
        f"The desk's key {key_id} is not believed by the ring at {ring}, so that nothing said here would be kept. "
        "Set SHARING_SIGNING_KEY_PATH to a key that is, or make one with `starter keys new`."
    )


def _calendar(at: datetime) -> "Calendar":
    from wiring.calendar import england_and_wales

    return england_and_wales(at.year, YEARS_OF_HOLIDAYS)

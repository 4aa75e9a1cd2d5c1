"""A browser without a screen: follows links and sends forms, with answers read whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import aiohttp
from yarl import URL

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Page:
    """An answer."""

    status_code: int
    url: URL
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Browser:
    """Opens pages of one site. Redirects are followed."""

    def __init__(self, site: str) -> None:
        self._session = aiohttp.ClientSession(base_url=site)

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """Open a page."""
        async with self._session.get(path, params=params, headers=headers) as answer:
            return Page(answer.status, answer.url, answer.headers, await answer.read())

    async def post(
        self,
        path: str,
        *,
        data: Fields | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send a form, as multipart where files go with it, or JSON."""
        form = aiohttp.FormData(default_to_multipart=bool(files))
        for name, held in (data or {}).items():
            for value in [held] if isinstance(held, str) else held:
                form.add_field(name, value)
        for name, (file_name, content) in (files or {}).items():
            form.add_field(name, content, filename=file_name)
        body: dict[str, Any] = {"json": json} if json is not None else {"data": form}
        async with self._session.post(path, headers=headers, **body) as answer:
            return Page(answer.status, answer.url, answer.headers, await answer.read())

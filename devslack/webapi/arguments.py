"""The arguments of one call, as its method reads them."""

import json
from dataclasses import dataclass
from typing import Any

from devslack.config import Config, Member
from devslack.shapes import Wrong, person_in
from devslack.store import Json, Store


@dataclass(frozen=True)
class Call:
    """One call of a Web API method, with its token already checked."""

    config: Config
    store: Store
    given: Json

    def text(self, name: str) -> str:
        """A string that has to be there. Raises Wrong: invalid_arguments."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            raise Wrong("invalid_arguments", f"[ERROR] missing required field: {name}")
        return value

    def maybe(self, name: str) -> str | None:
        """A string that may be there."""
        value = self.given.get(name)
        return str(value) if value not in (None, "") else None

    def flag(self, name: str) -> bool:
        """True where the form says 1 or true."""
        return self.given.get(name) in (True, 1, "1", "true", "True")

    def structure(self, name: str) -> Any:
        """A list or object, which a form holds as JSON. Raises Wrong: invalid_arguments."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Wrong("invalid_arguments", f"[ERROR] failed to parse {name} as JSON") from None

    def whole(self, name: str, default: int, most: int) -> int:
        """A whole number between 1 and the greatest allowed. Raises Wrong: invalid_limit."""
        try:
            value = int(self.given.get(name) or default)
        except ValueError:
            raise Wrong("invalid_limit") from None
        if not 1 <= value <= most:
            raise Wrong("invalid_limit")
        return value

    def person(self) -> Member:
        """Whose conversation `channel` is. Raises Wrong: channel_not_found."""
        member = person_in(self.config, str(self.given.get("channel") or ""))
        if member is None:
            raise Wrong("channel_not_found")
        return member

    def page(self, items: list[Any], default: int, most: int) -> tuple[list[Any], str]:
        """One page of a list, and the cursor of the next ('' at the end). Raises Wrong: invalid_cursor."""
        limit = self.whole("limit", default, most)
        cursor = self.maybe("cursor") or "next:0"
        word, _, offset = cursor.partition(":")
        if word != "next" or not offset.isdigit():
            raise Wrong("invalid_cursor")
        start = int(offset)
        return items[start : start + limit], f"next:{start + limit}" if start + limit < len(items) else ""

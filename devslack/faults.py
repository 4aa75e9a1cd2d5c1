"""Disturbances of the Web API, for tests of what the app does when Slack is not well."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Fault:
    """What happens to one call."""

    kind: Literal["fail", "limit", "lose_answer", "hang"]
    status: int = 500
    retry_after: int = 1


class Faults:
    """The disturbances that wait for calls, in order, by method; `*` stands for any method."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def fail(self, method: str, status: int = 500, times: int = 1) -> None:
        """The next calls are not carried out and answer with this HTTP status."""
        self._add(method, Fault("fail", status=status), times)

    def limit(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """The next calls answer 429 `ratelimited`, with Retry-After in seconds."""
        self._add(method, Fault("limit", retry_after=retry_after), times)

    def lose_answer(self, method: str, times: int = 1) -> None:
        """The next calls are carried out, then the connection drops before a word of the answer."""
        self._add(method, Fault("lose_answer"), times)

    def hang(self, method: str, times: int = 1) -> None:
        """The next calls are never carried out and never answered: the caller has to give up."""
        self._add(method, Fault("hang"), times)

    def clear(self) -> None:
        """Nothing is disturbed any more."""
        self._waiting.clear()

    def next(self, method: str) -> Fault | None:
        """Take the disturbance that waits for this call."""
        for name in (method, "*"):
            if waiting := self._waiting.get(name):
                return waiting.popleft()
        return None

    def _add(self, method: str, fault: Fault, times: int) -> None:
        self._waiting[method].extend([fault] * times)

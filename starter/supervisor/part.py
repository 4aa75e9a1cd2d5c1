"""What one process under the roof is, and how it is said that something cannot run."""

from typing import NamedTuple


class CannotRun(Exception):
    """Something that is needed is missing or taken; the text says what to do."""


class Part(NamedTuple):
    """One process. What a `quiet` one prints goes to its log alone; its last lines are shown if it dies.

    `patience` is for how many seconds it may go on once it is asked to stop; `address`, where people find it.
    """

    name: str
    command: tuple[str, ...]
    address: str = ""
    quiet: bool = False
    patience: float = 10.0

"""One blank: where its value goes in a message, what it is called, what may stand there."""

from typing import Literal, NamedTuple

from policy.value import LONGEST_WORDS

BlankKind = Literal["text", "line", "one", "many", "day"]
"""Several lines; one line; one option; any of the options; a day, as 2027-03-31."""


class Option(NamedTuple):
    """A value that may be chosen, and what it is called."""

    key: str
    label: str


class Blank(NamedTuple):
    """A blank of a form. `path` leads to its place in the message, as `settles.legislation.verdict`.

    `most` is the greatest number of characters; `given` is what stands there at first. `group` is the heading of
    the blanks that belong together. `row` is the key of the row that it stands in, where rows have keys.
    """

    path: str
    label: str
    kind: BlankKind = "text"
    options: tuple[Option, ...] = ()
    required: bool = True
    hint: str = ""
    most: int = LONGEST_WORDS
    given: str = ""
    group: str = ""
    row: str = ""

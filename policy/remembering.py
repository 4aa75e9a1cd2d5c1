"""A pure function that is asked again about the very same frozen value answers from memory."""

import functools
from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
A = TypeVar("A")


def remembered(asked: Callable[[V], A]) -> Callable[[V], A]:
    """Remember the answer for the value that was asked about last, by identity: a frozen value does not change.

    One answer only, so that no value is kept from being forgotten for long. The two are kept and replaced together,
    so threads that ask about different values at once only make each other work.
    """
    last: tuple[V, A] | None = None

    @functools.wraps(asked)
    def answer(value: V) -> A:
        nonlocal last
        known = last
        if known is None or known[0] is not value:
            known = last = (value, asked(value))
        return known[1]

    return answer

"""Ways to look at all parts of the ONS scheme at once."""

from collections.abc import Iterator

from pydantic import BaseModel

from policy.scheme import Reviewer, Reviews
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING

RULES = ONS_ONWARD_SHARING.rules


def everything_in(value: object) -> Iterator[BaseModel]:
    """Every model in a value, itself included."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from everything_in(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from everything_in(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from everything_in(one)


def seats() -> list[tuple[Reviews, Reviewer]]:
    return [(step, seat) for step in RULES.path if step.kind == "reviews" for seat in step.panel]


def seat(office: str, step: str = "reviews") -> Reviewer:
    return next(one for of, one in seats() if of.key == step and one.office == office)

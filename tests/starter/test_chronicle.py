"""Every kind of fact has its sentence."""

import types
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from sharing.facts import AnyFact, Decided, Fact, NoticeUndelivered
from starter.chronicle import sentence
from tests import people

KINDS: tuple[type[Fact], ...] = get_args(get_args(AnyFact)[0])


def sample(annotation: Any) -> Any:
    """Some value of a type."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return sample(inside[0])
    if origin in (Union, types.UnionType):
        return sample(inside[0])
    if origin is Literal:
        return inside[0]
    if origin is tuple:
        return (sample(inside[0]),)
    if origin is dict:
        return {"key": sample(inside[1])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: sample(field.annotation) for name, field in annotation.model_fields.items() if name != "kind"}
        return annotation.model_construct(**fields)
    simple = {str: "word", int: 1, bool: True, date: date(2027, 1, 4), datetime: datetime(2027, 1, 4, tzinfo=UTC)}
    return simple.get(annotation, datetime(2027, 1, 4, tzinfo=UTC))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model_fields["kind"].default)
def test_every_kind_of_fact_is_told_in_a_sentence(kind: type[Fact]) -> None:
    told = sentence(sample(kind), people.RULES.title)
    assert told
    assert told[0].isupper() or told.startswith("word")


def test_offices_are_called_by_their_titles_and_reasons_stay_as_they_are() -> None:
    fact = Decided(
        office="information-asset-owner",
        asset="a",
        outcome="refuse",
        revision=1,
        reasons="Not *yet*.",
        differs_from_advice=True,
    )
    told = sentence(fact, people.RULES.title)
    assert told == "Information Asset Owner refused a. This differs from the advice. Reason: Not *yet*."


def test_a_notice_that_went_another_way_is_not_said_to_have_reached_nobody() -> None:
    why = "dora: not delivered by slack: The account is closed."
    told = sentence(NoticeUndelivered(notice="n", why=why, instead="mail"), people.RULES.title)
    assert told == f"The notice n went by mail, not by every way meant for it. Why: {why}"
    lost = sentence(NoticeUndelivered(notice="n", why=why), people.RULES.title)
    assert lost == f"The notice n reached nobody. Why: {why}"

"""Conditions that several questions of this form share, and the shorthands that it is written in."""

from policy.asking import choice, choices, confirmation, day, document, long_text, table, text, yes_no
from policy.form import Condition

NATURAL_PERSONS = Condition(question="natural-persons", answer="yes")
ONGOING = Condition(question="sharing-pattern", answer="ongoing")
DEVOLVED = Condition(question="recipient-type", answer="devolved-government")

__all__ = [
    "DEVOLVED", "NATURAL_PERSONS", "ONGOING", "choice", "choices", "confirmation", "day", "document", "long_text",
    "table", "text", "yes_no",
]  # fmt: skip

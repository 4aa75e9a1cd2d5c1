"""What a clear sentence is, and the only two ways in which the core may answer: accepted, or refused with one."""

import re

from sharing.messages import AnyMessage
from sharing.refused import Refused
from tests.told import Tale

LONGEST_SENTENCE = 3_000
_INTERNALS = re.compile(
    r"\b(None|True|False|null|Traceback|ValidationError)\b|<|object at 0x|datetime\.|frozenset|[({\[]'|Ellipsis"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def faults(sentence: str) -> list[str]:
    """What keeps a text from being a clear sentence for whoever spoke."""
    found = []
    opening = sentence.lstrip("“‘\"'(")[:1]
    if not opening.isupper():
        found.append("does not start upper-case")
    if not sentence.endswith("."):
        found.append("does not end with a full stop")
    if len(sentence) <= 20:
        found.append("says too little")
    if len(sentence) > LONGEST_SENTENCE:
        found.append(f"has {len(sentence):,} characters")
    if internal := _INTERNALS.search(sentence):
        found.append(f"shows an internal: {internal.group()!r}")
    if control := _CONTROL.search(sentence):
        found.append(f"holds a control character: {control.group()!r}")
    return found


def must_be_clear(sentence: str) -> None:
    """Fails for a sentence that is none."""
    assert not faults(sentence), f"{sentence[:300]!r} {', '.join(faults(sentence))}"


def answered(tale: Tale, by: str, message: AnyMessage, once: str | None = None, **given: object) -> bool:
    """Whether a message is accepted. A refusal must be a sentence and change nothing; nothing else may be raised."""
    before, told = tale.request, len(tale.facts)
    try:
        tale.say(by, message, once, **given)
    except Refused as refused:
        must_be_clear(refused.sentence)
        assert tale.request is before, "a refusal changed the request"
        assert len(tale.facts) == told, "a refusal left facts behind"
        return False
    return True

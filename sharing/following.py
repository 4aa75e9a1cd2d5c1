"""Working out again what each message becomes and what follows, so that facts told by anybody can be compared.

A true seal is not enough. Sealed words that a request refused could be told as if it had heard them, a refusal as an
approval, a step left out, a past made up in which a step was done. So the core is asked once more, from the records'
own beginning: what becomes of these words, at this point, under the rules that this request was lodged with?
"""

from collections.abc import Mapping, Sequence

from sharing.alarms import due_alarm, rings
from sharing.decide import decide, lodge
from sharing.facts import ApprovalEnded, ApprovalReturned, Closed, CredentialLost, Happened, LapseWarned
from sharing.history import add
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import act_key
from sharing.trusting import unseal
from sharing.turns import EARLIEST_LODGING
from sharing.vouching import Unsaid, is_head

BY_TIME = (ApprovalReturned, ApprovalEnded, Closed, CredentialLost, LapseWarned)
"""What only its own hour brings, where nobody says it."""

Added = tuple[Request, tuple[Happened, ...]]


def follow(request: Request, facts: Sequence[Happened], keys: Mapping[str, str]) -> Request:
    """The request after these facts, which were told whole turns at a time. Raises Unsaid where one does not follow.

    `keys` are those that the deployment believes or once did (id -> public half in base64).
    """
    left = list(facts)
    while left:
        request, expected = _turn(request, left[0], keys)
        for place, wanted in enumerate(expected):
            if place >= len(left):
                raise Unsaid(left[-1], f"What follows from it is missing: {wanted.fact.kind}.")
            if left[place].digest != wanted.digest:
                raise Unsaid(left[place], f"By the rules it would have been another one here: {wanted.fact.kind}.")
        left = left[len(expected) :]
    return request


def _turn(request: Request, one: Happened, keys: Mapping[str, str]) -> Added:
    if one.number != request.number + 1:
        raise Unsaid(one, f"The fact before it is number {request.number}.")
    if request.at is not None and one.at < request.at:
        raise Unsaid(one, "It is dated before what happened earlier.")
    if is_head(one):
        return _heard(request, one, keys)
    if one.by is not None or one.fact.kind in ("awaited-changed", "access-ended"):
        raise Unsaid(one, "Nothing that it could follow from stands before it.")
    if isinstance(one.fact, BY_TIME) and not rings(request, one.fact, one.at):
        raise Unsaid(one, "Its time had not come.")
    return add(request, (one.fact,), one.at)


def _heard(request: Request, one: Happened, keys: Mapping[str, str]) -> Added:
    """What becomes of the words that a fact carries, at its instant."""
    assert one.speech is not None
    if act_key(one.speech) in request.heard:
        raise Unsaid(one, "These words had been heard already.")
    if due_alarm(request, one.at) is not None:
        raise Unsaid(one, "Something that time had brought by then is missing before it.")
    try:
        said = unseal(request, one.speech, keys)
        if request.at is not None and one.at > max(said.at, request.at):
            raise Unsaid(one, "It is dated after it was said.")
        if request.at is None and not (one.at <= said.at or one.at - said.at > EARLIEST_LODGING):
            raise Unsaid(one, "It is dated after it was said.")
        heard = decide(request, said, one.at) if request.lodged is not None else lodge(request, said, one.at)
    except Refused as refused:
        raise Unsaid(one, f"These words are refused: {refused.sentence}") from refused
    return add(request, heard.facts, one.at, heard.by, one.speech)

"""Rules travel packed into one text, come back whole, and are shared once they have."""

import base64
import zlib

import pytest
from pydantic import ValidationError

from policy.pinned import PinnedRules, packed, unpacked
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING
from policy.value import Stored

RULES = ONS_ONWARD_SHARING.pinned()


class Parcel(Stored):
    """Something that holds rules."""

    rules: PinnedRules | None = None


def test_rules_come_back_as_they_went() -> None:
    assert unpacked(packed(RULES)) == RULES


def test_a_field_writes_them_packed_and_reads_them_packed_or_plain() -> None:
    written = Parcel(rules=RULES).model_dump_json()
    assert len(written) < len(RULES.model_dump_json(exclude_unset=True)) / 2
    assert Parcel.model_validate_json(written).rules == RULES
    assert Parcel.model_validate({"rules": RULES.model_dump()}).rules == RULES
    assert Parcel(rules=RULES).rules is RULES
    assert Parcel().model_dump_json() == '{"rules":null}'


def test_two_requests_under_the_same_rules_share_them() -> None:
    written = Parcel(rules=RULES).model_dump_json()
    assert Parcel.model_validate_json(written).rules is Parcel.model_validate_json(written).rules


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no rules",
        "eNo=",
        base64.b64encode(b"not deflated").decode(),
        base64.b64encode(zlib.compress(b'{"scheme":"x"}')).decode(),
        base64.b64encode(zlib.compress(b" " * 2_000_000)).decode(),
        packed(RULES)[:400],
    ],
)
def test_what_holds_no_rules_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Parcel.model_validate({"rules": text})

"""Bad input: hostile texts in every field, wrong types, unknown names. Refused clearly, or harmless."""

from typing import Any

import pytest
from pydantic import ValidationError

from sharing.describe import describe
from sharing.messages import MESSAGES, AnyMessage, Speaker
from sharing.refused import Refused
from sharing.spoken import in_words
from tests import people
from tests.properties.exemplars import MAKERS, Fields
from tests.properties.scenes import SCENES, UNHEARD, Path, at, full, lodging, put, texts_in
from tests.properties.sentences import must_be_clear
from tests.told import Tale

UNREADABLE = {
    "a NUL byte": "all\x00well",
    "an escape sequence": "\x1b[2Jall well",
    "a right-to-left override": "approve\u202edesufer",
    "a right-to-left mark": "all\u200fwell",
    "an isolate": "all\u2067well\u2069",
    "half a character": "all\ud800well",
}
"""What may never be recorded anywhere: it deceives readers, or breaks what stores it."""

MARKUP = {
    "HTML": '<script>alert(1)</script><img src=x onerror="alert(1)">&lt;',
    "Slack": "<!channel> <@U123> *bold* <https://evil.example|safe> :tada:",
    "Typst": '#import "/etc/passwd": * #eval("1") $x$ *b* @ref <label> `raw`',
    "Markdown": "\n\n# Approved\n- **by** [me](javascript:alert(1)) ![x](y) | a | b |\n---\n",
    "a template": "{{ 7 * 7 }} {% include 'x' %} ${7*7} %s %(x)s {0}",
    "SQL": "'; DROP TABLE happened; --",
}
"""What is text and nothing else."""

LONG_TEXTS = {"a megabyte": "Long. " * 170_000, "all that a seal takes": "Long. " * 60_000}

DESKS_OWN = frozenset({"filing", "assets", "organisations", "changes", "sha256"})
"""What no person types: the desk files it, or looks it up in its own directory."""

NAMES_OF_TASKS = {"screen": "duplicate_of", "chase": "task", "extend-clock": "task", "verify-condition": "condition"}
"""Fields that are typed and take any text: a known defect, with a test of its own below."""


def places(kind: str, fields: Fields) -> list[Path]:
    """The places of all texts that people type in a message, but for its kind."""
    found = [path for path in texts_in(fields) if path != ("kind",) and not DESKS_OWN.intersection(path)]
    return [path for path in found if path != (NAMES_OF_TASKS.get(kind),)]


def heard(tale: Tale, by: Speaker, fields: Fields) -> AnyMessage | None:
    """The message, if it is heard. What is not heard is refused with a clear sentence, and nothing else happens."""
    before = tale.request
    try:
        message = MESSAGES.validate_python(fields)
        tale.say(by, message)
    except ValidationError as wrong:
        must_be_clear(f"The message cannot be read: {in_words(wrong)}")
    except Refused as refused:
        must_be_clear(refused.sentence)
    except ValueError as wrong:
        raise AssertionError(f"a door would break on this: {wrong}") from wrong
    else:
        return message
    assert tale.request == before
    return None


def must_be_harmless(tale: Tale, text: str) -> None:
    """Accepted words are data: whole in the facts, in notices' lines alone, and never markup in a description."""
    described = describe(tale.request, tale.at)
    if any(character in text for character in "<*[`#"):
        assert text.strip() not in described
        assert "<script" not in described
        assert "<!channel>" not in described
    for notice in tale.notices[-12:]:
        fixed = (notice.key, notice.office, notice.asset, notice.task, *(choice.label for choice in notice.choices))
        assert all(text.strip() not in (part or "") for part in fixed)
        assert notice.office in {office.key for office in people.RULES.offices} | {""}


@pytest.mark.parametrize("kind", SCENES)
def test_every_message_is_heard_with_all_its_fields(kind: str) -> None:
    scene, fields = SCENES[kind], full(kind)
    message = MESSAGES.validate_python(fields)
    assert heard(scene.tale(), scene.speaker(), fields) == message
    everything = full(kind, heard=False)
    empty = [name for name in type(message).model_fields if everything.get(name) in ("", None, [], {})]
    assert not empty, f"fields of {kind} that no test fills: {', '.join(empty)}"


def test_no_kind_of_message_is_forgotten() -> None:
    assert set(SCENES) | {"lodge"} == set(MAKERS)


@pytest.mark.parametrize("bad", UNREADABLE)
@pytest.mark.parametrize("kind", SCENES)
def test_unreadable_text_is_refused_in_every_field(kind: str, bad: str) -> None:
    scene = SCENES[kind]
    for fields in (full(kind), full(kind, heard=False)):
        for path in places(kind, fields):
            for text in (UNREADABLE[bad], f"{at(fields, path)} {UNREADABLE[bad]}"):
                assert heard(scene.tale(), scene.speaker(), put(fields, path, text)) is None, f"{path} took {bad}"


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("kind", SCENES)
def test_markup_is_text_like_any_other(kind: str, markup: str) -> None:
    scene, text = SCENES[kind], MARKUP[markup]
    for fields in (full(kind), full(kind, heard=False)):
        for path in places(kind, fields):
            tale = scene.tale()
            if heard(tale, scene.speaker(), put(fields, path, text)) is not None:
                must_be_harmless(tale, text)


@pytest.mark.parametrize("length", LONG_TEXTS)
@pytest.mark.parametrize("kind", SCENES)
def test_far_too_long_a_text_is_refused_in_every_field(kind: str, length: str) -> None:
    scene, fields = SCENES[kind], full(kind, heard=False)
    for path in places(kind, fields):
        message = put(fields, path, LONG_TEXTS[length])
        assert heard(scene.tale(), scene.speaker(), message) is None, f"{path} took {length}"


@pytest.mark.parametrize("kind", NAMES_OF_TASKS)
def test_the_name_of_a_task_a_condition_or_another_request_is_a_name(kind: str) -> None:
    scene, field = SCENES[kind], NAMES_OF_TASKS[kind]
    for text in (*UNREADABLE.values(), *MARKUP.values(), *LONG_TEXTS.values()):
        assert heard(scene.tale(), scene.speaker(), put(full(kind), (field,), text)) is None


@pytest.mark.parametrize("kind", SCENES)
def test_a_field_that_no_message_has_is_refused(kind: str) -> None:
    scene = SCENES[kind]
    assert heard(scene.tale(), scene.speaker(), {**full(kind), "approve-everything": "yes"}) is None


@pytest.mark.parametrize("kind", ["", "approve", "GIVE-REVIEW", "decided", "lodge/decide", 7])
def test_a_message_that_nobody_knows_is_refused(kind: object) -> None:
    assert heard(Tale().lodge(), people.DIRECTORY.speaker("asha"), {**full("decide"), "kind": kind}) is None


OF_THE_WRONG_TYPE: tuple[Any, ...] = (
    None, True, -7, 10**30, 1.5, "", "x", [], {}, [[]], ["x"], [{}], {"x": {}}, {"": ""}, "2027-02-30",
)  # fmt: skip


@pytest.mark.parametrize("kind", SCENES)
def test_a_value_of_the_wrong_type_is_refused_or_means_the_same(kind: str) -> None:
    scene, fields = SCENES[kind], full(kind, heard=False)
    for field in set(fields) - {"kind"}:
        for wrong in OF_THE_WRONG_TYPE:
            heard(scene.tale(), scene.speaker(), {**fields, field: wrong})


KNOWN_BY_NAME: dict[str, tuple[Path, ...]] = {
    "ask": (("office",), ("asset",), ("questions", 0, "item")),
    "give-review": (("office",), ("asset",), ("gateways", 0)),
    "propose-terms": (("agreement",),),
    "advise": (("departures", 0),),
    "decide": (("office",), ("asset",), ("conditions", 0, "verifier")),
    "escalate": (("asset",), ("to",)),
    "seek-departure": (("office",), ("departure",)),
    "decide-departure": (("departure",),),
    "draft-agreement": (("terms", "agreement"),),
    "screen-agreement": (("document",),),
    "sign": (("office",), ("organisation",)),
    "verify-condition": (("condition",),),
    "exempt-entry": (("ground",),),
    "conclude-publication": (("asset",),),
    "assign": (("office",),),
    "name-holder": (("office",),),
    "extend-clock": (("task",),),
    "chase": (("task",),),
    "triage": (("seats", 0),),
    "narrow": (("drop", 0),),
    "screen": (("outcome",),),
}
"""Fields that name something of the scheme or of the request."""


@pytest.mark.parametrize("kind", KNOWN_BY_NAME)
def test_what_neither_the_scheme_nor_the_request_knows_is_refused_by_its_name(kind: str) -> None:
    scene = SCENES[kind]
    for path in KNOWN_BY_NAME[kind]:
        fields = full(kind, heard=path[0] not in UNHEARD.get(kind, {}))
        message = put(fields, path, "no-such-thing")
        assert heard(scene.tale(), scene.speaker(), message) is None, f"{kind} took an unknown {path}"


@pytest.mark.parametrize(
    "text", [*UNREADABLE.values(), *MARKUP.values(), *LONG_TEXTS.values()], ids=lambda text: ascii(text)[:12]
)
def test_keys_that_people_type_are_refused_where_they_are_no_names(text: str) -> None:
    for kind, field in (
        ("give-review", "parts"),
        ("advise", "parts"),
        ("screen", "scope"),
        ("draft-entry", "fields"),
    ):
        with pytest.raises(ValidationError):
            MESSAGES.validate_python({**full(kind), field: {text: "yes"}})


@pytest.mark.parametrize(
    "text", ["<script>", "all\x00well", "approve\u202edesufer", "x" * 100_000], ids=lambda text: ascii(text)[:12]
)
def test_the_refusal_of_a_wrong_key_does_not_repeat_it(text: str) -> None:
    for fields in ({**full("advise"), "parts": {text: "yes"}}, {**full("advise"), text: "yes"}, {"kind": text}):
        try:
            MESSAGES.validate_python(fields)
        except ValidationError as wrong:
            must_be_clear(f"The message cannot be read: {in_words(wrong)}")


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\U000e0041"], ids=ascii)
def test_words_that_nobody_can_see_are_no_words(blank: str) -> None:
    fields = {**full("decide"), "reasons": blank, "conditions": []}
    assert heard(SCENES["decide"].tale(), SCENES["decide"].speaker(), fields) is None


def test_the_first_message_is_refused_where_its_texts_cannot_be_read_or_names_nobody_knows() -> None:
    by = people.DIRECTORY.speaker("rae")
    assert heard(Tale(), by, lodging()) is not None
    for empty in ("assets", "organisations"):
        assert heard(Tale(), by, {**lodging(), empty: []}) is None
    assert heard(Tale(), by, {**lodging(), "source": "telephone"}) is None
    assert heard(Tale(), by, put(lodging(), ("signposted", 0), "no\x00name")) is None
    assert heard(Tale(), by, put(lodging(), ("assets",), lodging()["assets"] * 2)) is None
    assert heard(Tale().lodge(), by, lodging()) is None

"""Slack would take everything that we ever show there: so say our table of its limits, and Slack's own models."""

from collections import Counter

import pytest

from devslack.validity import wrong_message, wrong_view
from sharing.refused import Refused
from starter.filling import blanks
from starter.slack import views
from tests import people
from tests.starter.slack.every_payload import FORM, Payload, every_notice, every_payload, forms


def wrong(payload: Payload) -> list[str]:
    """What Slack would refuse in it."""
    return wrong_message(payload.content) if payload.surface == "message" else wrong_view(payload.content)


def test_slack_takes_every_card_form_and_page() -> None:
    payloads = list(every_payload())
    counted = Counter(payload.surface for payload in payloads)
    assert counted["message"] > 300
    assert counted["modal"] > 150
    assert sum("longest" in payload.name for payload in payloads) > 80
    assert counted["home"] == 3
    assert {payload.name: found[:3] for payload in payloads if (found := wrong(payload))} == {}


def test_every_kind_of_task_and_of_notice_is_among_them() -> None:
    notices = every_notice()
    assert {one.topic for one in notices if one.kind == "ask"} == {one.what for one in people.RULES.allowances}
    assert {one.kind for one in notices} == {"ask", "remind", "chase", "warn", "tell", "settle"}


def test_a_form_that_slack_could_not_show_whole_is_not_shown_in_part() -> None:
    (tale, task, choice) = next(one for one in forms() if one[2].label == "Approve")
    rows = {"conditions": 20}
    with pytest.raises(Refused, match="starter say ONS-2027-0001 decide --help"):
        views.saying(tale.request, task, choice, blanks(tale.request, task, choice, FORM, rows), rows)
    longer = [one._replace(given="x" * 3_001) for one in blanks(tale.request, task, choice, FORM)[:1]]
    with pytest.raises(Refused, match="half of it would say something else"):
        views.saying(tale.request, task, choice, longer, {})

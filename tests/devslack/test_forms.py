"""Forms are opened, stacked, changed, closed and checked as Slack does it."""

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from devslack import Delivery
from devslack.shapes import view_shown
from tests.devslack.conftest import Workspace
from tests.devslack.reviewing import form

FILLED = {"verdict": "content", "reason": "The purpose is lawful."}


async def test_slacks_own_form_refuses_what_is_missing_and_sends_nothing(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    outcome = await workspace.hands.submit("U0ASHA", view["id"], {"reason": "r" * 201})
    assert outcome.errors == {
        "verdict": "Please complete this required field.",
        "reason": "Must be at most 200 characters.",
    }
    assert outcome.status == 0
    assert [body["type"] for body in workspace.app.heard] == ["block_actions"]


async def test_a_button_in_a_form_changes_it_and_keeps_what_was_typed(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    await workspace.hands.press("U0ASHA", view["id"], "form.conditions", values={"reason": "Because"})

    def has_condition() -> bool:
        top = workspace.store.top("U0ASHA")
        return top is not None and any(block["block_id"] == "condition" for block in top.body["blocks"])

    await workspace.store.until(has_condition)
    kept = workspace.store.view(view["id"])
    assert kept is not None
    assert kept.typed["reason"]["it"] == "Because"
    assert kept.body["hash"] != view["hash"]
    assert workspace.app.heard[-1]["view"]["state"]["values"]["reason"]["it"]["value"] == "Because"


async def test_closing_a_form_is_told_to_an_app_that_asked(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    outcome = await workspace.hands.close("U0ASHA", view["id"])
    assert outcome.view is None
    assert workspace.app.heard[-1]["type"] == "view_closed"
    assert workspace.app.heard[-1]["is_cleared"] is False


async def test_a_trigger_serves_once_and_for_three_seconds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, view = await workspace.opened_form()
    modal: dict[str, Any] = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Again"},
        "blocks": [{"type": "divider"}],
    }

    async def refused(trigger: str) -> str:
        with pytest.raises(SlackApiError) as error:
            await workspace.client.views_open(trigger_id=trigger, view=modal)
        return str(error.value.response["error"])

    assert await refused(workspace.app.heard[0]["trigger_id"]) == "exchanged_trigger_id"
    assert await refused("1.2.3") == "invalid_trigger_id"
    fresh = workspace.store.new_trigger("U0ASHA", view["id"])
    issued = time.time()
    monkeypatch.setattr("devslack.modals.time.time", lambda: issued + 4)
    assert await refused(fresh) == "expired_trigger_id"


async def test_forms_are_stacked_three_high(workspace: Workspace) -> None:
    _, _, root = await workspace.opened_form()
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": [{"type": "divider"}]}
    for _ in range(2):
        trigger = workspace.store.new_trigger("U0ASHA")
        pushed = (await workspace.client.views_push(trigger_id=trigger, view=modal))["view"]
    assert pushed["root_view_id"] == root["id"]
    assert pushed["previous_view_id"] != root["id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await workspace.client.views_push(trigger_id=workspace.store.new_trigger("U0ASHA"), view=modal)
    assert next(kept.id for kept in workspace.store.stack("U0ASHA")) == root["id"]
    back = await workspace.hands.close("U0ASHA", pushed["id"])
    assert back.view is not None
    assert back.view["id"] == pushed["previous_view_id"]


async def test_a_view_that_changed_meanwhile_is_not_overwritten(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": [{"type": "divider"}]}
    await workspace.client.views_update(view_id=view["id"], hash=view["hash"], view=modal)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await workspace.client.views_update(view_id=view["id"], hash=view["hash"], view=modal)
    with pytest.raises(SlackApiError, match="not_found"):
        await workspace.client.views_update(view_id="V0NONE", view=modal)


async def test_the_whole_stack_is_closed_at_once(workspace: Workspace) -> None:
    _, _, root = await workspace.opened_form()
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": [{"type": "divider"}]}
    trigger = workspace.store.new_trigger("U0ASHA")
    pushed = (await workspace.client.views_push(trigger_id=trigger, view=modal))["view"]
    await workspace.hands.close("U0ASHA", pushed["id"], everything=True)
    assert workspace.store.stack("U0ASHA") == []
    assert workspace.app.heard[-1]["view"]["id"] == root["id"]
    assert workspace.app.heard[-1]["is_cleared"] is True


async def test_options_are_asked_of_the_app(workspace: Workspace) -> None:
    element = {"type": "external_select", "action_id": "dataset", "min_query_length": 0}
    view = {
        "type": "modal",
        "callback_id": "review.form",
        "title": {"type": "plain_text", "text": "Data"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "data",
                "label": {"type": "plain_text", "text": "Dataset"},
                "element": element,
            }
        ],
    }
    trigger = workspace.store.new_trigger("U0ASHA")
    view_id = (await workspace.client.views_open(trigger_id=trigger, view=view))["view"]["id"]
    found = await workspace.hands.suggestions("U0ASHA", view_id, "dataset", "census")
    assert [option["value"] for option in found] == ["census-2021", "census-2011"]

    path, name = f"/as/U0ASHA/view/{view_id}", '["data", "dataset"]'
    page = await workspace.post(path, find=name, **{f"{name}?": "births"})
    assert '<option value="births">Births</option>' in page.text
    workspace.hands.type_in("U0ASHA", view_id, {"data": "births"})
    kept = workspace.store.view(view_id)
    assert kept is not None
    assert view_shown(kept)["state"]["values"]["data"]["dataset"]["selected_option"]["value"] == "births"
    assert "options" not in view_shown(kept)["blocks"][0]["element"]
    again = await workspace.post(path, find=name, **{f"{name}?": "census", name: "births"})
    assert '<option value="births" selected>' in again.text


async def test_what_slacks_form_would_refuse_can_be_sent_for_a_test(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    outcome = await workspace.hands.submit(
        "U0ASHA", view["id"], {"reason": "A lawful purpose"}, delivery=Delivery(unchecked=True)
    )
    assert outcome.status == 200
    assert workspace.app.heard[-1]["view"]["state"]["values"]["verdict"]["it"]["selected_option"] is None


MORE = {"type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": [{"type": "divider"}]}


async def test_an_answer_changes_stacks_or_clears_the_forms(workspace: Workspace) -> None:
    _, _, root = await workspace.opened_form()
    workspace.app.reply = {"response_action": "push", "view": MORE}
    pushed = (await workspace.hands.submit("U0ASHA", root["id"], FILLED)).view
    assert pushed is not None
    assert (pushed["title"]["text"], pushed["previous_view_id"]) == ("More", root["id"])
    await workspace.hands.close("U0ASHA", pushed["id"])

    changed = {**form("-", "-"), "title": {"type": "plain_text", "text": "Recording"}}
    workspace.app.reply = {"response_action": "update", "view": changed}
    updated = (await workspace.hands.submit("U0ASHA", root["id"], FILLED)).view
    assert updated is not None
    assert (updated["id"], updated["title"]["text"]) == (root["id"], "Recording")

    workspace.app.reply = {"response_action": "clear"}
    cleared = await workspace.hands.submit("U0ASHA", root["id"], FILLED)
    assert (cleared.view, cleared.trouble) == (None, "")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ({"response_action": "errors", "errors": {"colour": "No."}}, "not input blocks of the view"),
        ({"response_action": "errors", "errors": {"reason": ""}}, "invalid errors"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ({"response_action": "applaud"}, "unknown response_action 'applaud'"),
    ],
)
async def test_an_answer_that_slack_would_not_understand_is_trouble(
    workspace: Workspace, reply: dict[str, Any], told: str
) -> None:
    _, _, view = await workspace.opened_form()
    workspace.app.reply = reply
    outcome = await workspace.hands.submit("U0ASHA", view["id"], FILLED)
    assert outcome.trouble.startswith("We had some trouble connecting. Try again?")
    assert told in outcome.trouble
    assert outcome.view is not None
    assert outcome.view["id"] == view["id"]

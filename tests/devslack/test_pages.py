"""The pages: read, clicked and filled in without JavaScript, with hostile words shown as words."""

import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from devslack.pages.markup import mrkdwn
from tests.devslack.browser import Browser
from tests.devslack.conftest import Workspace
from tests.devslack.reviewing import form, option, text

PRESS = json.dumps(["answer", "review.approve"])
REJECT = json.dumps(["answer", "review.reject"])


def field(block: str) -> str:
    return json.dumps([block, "it"])


async def form_page(workspace: Workspace) -> tuple[str, str]:
    """Press the card's button on the page; gives the form's path and its page."""
    _, ts = await workspace.card()
    page = await workspace.post("/as/U0ASHA/click", ts=ts, press=PRESS)
    assert page.url.path.startswith("/as/U0ASHA/view/V")
    return page.url.path, page.text


async def test_the_start_page_counts_what_waits(workspace: Workspace) -> None:
    await workspace.card()
    page = await workspace.browser.get("/")
    assert "1 to answer" in page.text
    assert "1 unread" in page.text
    await workspace.browser.get("/as/U0ASHA")
    page = await workspace.browser.get("/")
    assert "1 to answer" in page.text
    assert "unread" not in page.text
    assert "Deactivated, so without a way in: Gil Gone." in page.text


async def test_a_card_is_answered_on_the_pages(workspace: Workspace) -> None:
    path, page = await form_page(workspace)
    assert "Your opinion" in page

    refused = await workspace.post(path, **{field("reason"): "ok", field("verdict"): "content"})
    assert refused.url.path == path
    assert "Say a little more." in refused.text
    assert ">\nok</textarea>" in refused.text
    assert re.search(r'value="content" checked', refused.text)

    done = await workspace.post(path, **{field("reason"): "A lawful\r\npurpose", field("verdict"): "content"})
    assert done.url.path == "/as/U0ASHA"
    assert "Approved by Asha Patel" in done.text
    assert "edited" in done.text
    assert list(workspace.app.decided.values()) == ["A lawful\npurpose"]


async def test_a_form_left_empty_says_so_beside_the_field(workspace: Workspace) -> None:
    path, _ = await form_page(workspace)
    page = (await workspace.post(path, **{field("reason"): ""})).text
    described = re.search(r'<textarea[^>]*aria-invalid="true" aria-describedby="(\w+) ', page)
    assert described
    assert f'<p class="error" id="{described[1]}">Please complete this required field.</p>' in page


async def test_a_button_in_a_form_keeps_what_was_typed(workspace: Workspace) -> None:
    path, _ = await form_page(workspace)
    press = json.dumps(["more", "form.conditions"])
    page = await workspace.post(path, press=press, **{field("reason"): "Half a <thought>"})
    assert "Condition</label>" in page.text
    assert "Half a &lt;thought&gt;</textarea>" in page.text


async def test_a_form_is_closed_on_its_page(workspace: Workspace) -> None:
    path, _ = await form_page(workspace)
    page = await workspace.post(path, close="one")
    assert page.url.path == "/as/U0ASHA"
    assert (await workspace.browser.get(path)).status_code == 404


async def test_a_button_with_a_confirmation_asks_first(workspace: Workspace) -> None:
    _, ts = await workspace.card()
    asked = await workspace.post("/as/U0ASHA/click", ts=ts, press=REJECT)
    assert "Reject this request?" in asked.text
    assert workspace.app.heard == []
    done = await workspace.post("/as/U0ASHA/click", ts=ts, press=REJECT, sure="1")
    assert "Rejected." in done.text


async def test_home_is_asked_for_and_shown(workspace: Workspace) -> None:
    page = await workspace.browser.get("/as/U0ASHA/home")
    assert "<strong>1 request</strong> waits for you" in page.text


async def test_words_commands_and_shortcuts_go_to_the_app(workspace: Workspace) -> None:
    said = await workspace.post("/as/U0ASHA/say", text="A question")
    assert "We have your message." in said.text
    told = await workspace.post("/as/U0ASHA/say", text="/requests mine")
    assert "Nothing waits for you, asha." in told.text
    assert "Only visible to you" in told.text
    opened = await workspace.post("/as/U0ASHA/shortcut", callback_id="request.new")
    assert "Your opinion" in opened.text


async def test_trouble_with_the_app_is_shown(workspace: Workspace) -> None:
    page = await workspace.post("/as/U0ASHA/say", text="/unknown")
    assert html.unescape(page.text).count('/unknown failed with the error "dispatch_failed"') == 1
    assert "dispatch_failed" not in (await workspace.browser.get("/as/U0ASHA")).text


async def test_every_kind_of_field_is_filled_in_on_the_page(workspace: Workspace) -> None:
    kinds: dict[str, tuple[dict[str, Any], Any, Any]] = {
        "line": ({"type": "plain_text_input"}, "words", "words"),
        "mail": ({"type": "email_text_input"}, "a@example.test", "a@example.test"),
        "site": ({"type": "url_text_input"}, "https://example.test", "https://example.test"),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, "7", "7"),
        "date": ({"type": "datepicker"}, "2026-12-01", "2026-12-01"),
        "menu": ({"type": "static_select", "options": [option("a", "A")]}, "a", "a"),
        "menus": (
            {"type": "multi_static_select", "options": [option("a", "A"), option("b", "B")]},
            ["a", "b"],
            ["a", "b"],
        ),
        "boxes": ({"type": "checkboxes", "options": [option("a", "A"), option("b", "B")]}, ["b"], ["b"]),
        "radio": ({"type": "radio_buttons", "options": [option("a", "A"), option("b", "B")]}, "b", "b"),
        "person": ({"type": "users_select"}, "U0RAE", "U0RAE"),
        "people": ({"type": "multi_users_select"}, ["U0RAE", "U0ASHA"], ["U0RAE", "U0ASHA"]),
    }
    view = {
        **form("-", "-"),
        "callback_id": "unheard.of",
        "blocks": [
            {"type": "input", "block_id": name, "label": text(name), "element": {"action_id": "it", **element}}
            for name, (element, _, _) in kinds.items()
        ],
    }
    trigger = workspace.store.new_trigger("U0ASHA")
    opened = (await workspace.client.views_open(trigger_id=trigger, view=view))["view"]
    path = f"/as/U0ASHA/view/{opened['id']}"
    page = await workspace.post(path, **{field(name): given for name, (_, given, _) in kinds.items()})
    assert "We had some trouble connecting. Try again?" in page.text
    kept = workspace.store.view(opened["id"])
    assert kept is not None

    def plain(value: Any) -> Any:
        return (
            [plain(each) for each in value]
            if isinstance(value, list)
            else value["value"]
            if isinstance(value, dict)
            else value
        )

    assert {name: plain(kept.typed[name]["it"]) for name in kinds} == {
        name: held for name, (_, _, held) in kinds.items()
    }
    missing = [name for name in kinds if f">{name}</label>" not in page.text and f">{name}</legend>" not in page.text]
    assert missing == []


HOSTILE = '&lt;!channel&gt; <script>alert(1)</script> &lt;img src=x&gt; "quoted" <javascript:alert(1)|click> <http://a.test/"onclick=x|go>'


async def test_hostile_words_are_shown_as_words(workspace: Workspace) -> None:
    rich = [
        {"type": "text", "text": "<script>alert(4)</script>"},
        {"type": "link", "url": "javascript:alert(5)", "text": "x"},
    ]
    button = {"type": "button", "text": text("<b>x</b>"), "action_id": "a", "url": "javascript:alert(3)"}
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}, "fields": [text(HOSTILE)]},
        {"type": "header", "text": text("<script>alert(2)</script>")},
        {"type": "actions", "elements": [button]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": rich}]},
    ]
    await workspace.client.chat_postMessage(channel="D0ASHA", text="x", blocks=blocks)
    page = (await workspace.browser.get("/as/U0ASHA")).text
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r'href="javascript', page)
    assert "&lt;!channel&gt; &lt;script&gt;alert(1)" in page
    assert not re.search(r"\sonclick=x", page.replace("&#34;onclick=x", ""))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("*bold* _it_ ~no~ `a<b`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>a&lt;b</code>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (
            "<https://a.test/?a=1&amp;b=2|A *link*>",
            '<a href="https://a.test/?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">A *link*</a>',
        ),
        ("hello <@U0RAE>", 'hello <span class="mention">@Name of U0RAE</span>'),
        ("<!channel>", '<span class="mention loud">@channel</span>'),
        ("&lt;!channel&gt; &amp;amp;", "&lt;!channel&gt; &amp;amp;"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("```\n*as is*\n```", "<pre>*as is*</pre>"),
        ("one\ntwo", "one<br>two"),
        (
            "<!date^1795000000^{date_num} {time}|then>",
            '<time datetime="2026-11-18T11:06:40+00:00">2026-11-18 11:06</time>',
        ),
        ("<!date^never^{date}|some &lt;day&gt;>", "some &lt;day&gt;"),
        ("<unheard|of>", "&lt;unheard|of&gt;"),
        (":white_check_mark: :unheard_of:", "✅ :unheard_of:"),
    ],
)
def test_slacks_markup_becomes_html(said: str, shown: str) -> None:
    assert mrkdwn(said, lambda user: f"Name of {user}") == shown


async def test_forms_of_other_sites_are_turned_away(workspace: Workspace) -> None:
    _, ts = await workspace.card()
    data = {"ts": ts, "press": PRESS}
    token = {"form_token": workspace.store.form_token}
    sent: list[tuple[dict[str, str], dict[str, str]]] = [
        (data, {}),
        ({**data, "form_token": "guessed"}, {}),
        ({**data, **token}, {"Origin": "https://evil.test"}),
        ({**data, **token}, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for fields, headers in sent:
        answer = await workspace.browser.post("/as/U0ASHA/click", data=fields, headers=headers)
        assert answer.status_code == 403
    assert workspace.app.heard == []


async def test_another_hosts_name_is_turned_away(unchanged: Workspace) -> None:
    for path in ("/", "/api/auth.test"):
        answer = await unchanged.browser.get(path, headers={"Host": "evil.test"})
        assert answer.status_code == 421


async def test_pages_allow_no_script_and_no_frame(unchanged: Workspace) -> None:
    page = await unchanged.browser.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


class _Outline(HTMLParser):
    """What an assistive program would need: labels for fields, names for buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.styled: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.styled += [name for name in held if name == "style" or name.startswith("on")]
        self.ids += [held["id"]] if "id" in held else []
        if tag == "label":
            self.labelled.add(held["for"])
        if tag in ("input", "select", "textarea") and held.get("type") != "hidden":
            self.fields.append(held)


@pytest.mark.parametrize("path", ["/", "/as/U0ASHA", "/as/U0ASHA/home", "/mail", "/write", "form"])
async def test_every_field_has_a_name_for_those_who_listen(workspace: Workspace, path: str) -> None:
    page = (await form_page(workspace))[1] if path == "form" else (await workspace.browser.get(path)).text
    outline = _Outline(page)
    assert [
        held for held in outline.fields if held.get("id") not in outline.labelled and not held.get("aria-label")
    ] == []
    assert outline.styled == []
    assert len(outline.ids) == len(set(outline.ids))
    assert '<main id="main"' in page
    assert '<html lang="en-GB">' in page


async def test_two_tabs_press_the_same_button(workspace: Workspace) -> None:
    path, _ = await form_page(workspace)
    async with Browser(workspace.there.config.url) as other:
        filled = {
            "form_token": workspace.store.form_token,
            field("reason"): "A lawful purpose",
            field("verdict"): "content",
        }
        first = await other.post(path, data=filled)
    second = await workspace.post(path, **{field("reason"): "A lawful purpose", field("verdict"): "content"})
    assert first.url.path == "/as/U0ASHA"
    assert second.status_code == 404
    assert "no longer open" in second.text

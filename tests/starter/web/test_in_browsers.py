"""Story (a) in three browsers, from the start page to the published entry; and pages used by the keyboard alone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser
from playwright.async_api import expect as expects
from temporalio.client import Client

from policy.form import Answers
from policy.value import digest
from sharing.messages import AnswerQuestions, Sign
from tests import people
from tests.starter.slack.stories import taken_down
from tests.starter.web.crawling import context_of
from tests.starter.web.in_browsers import FORM, Requester, Staff, Window
from tests.starter.web.site import open_site
from tests.workflows.house import dev_server, until


@pytest.mark.requirement("ONS-029")
async def test_story_a_goes_from_the_start_page_to_the_register_in_three_browsers(
    browser: Browser, tmp_path: Path
) -> None:
    told, at_site = tmp_path / "told", tmp_path / "site"
    told.mkdir()
    at_site.mkdir()
    script = await taken_down("a", told)
    papers = {digest(content): content for content, _ in script.papers}
    # A server of its own: two houses would give the same references to different requests.
    async with dev_server() as client, open_site(client, at_site) as (site, address), site.house.worker():
        without_scripts = await context_of(browser, address, java_script_enabled=False)
        requester = await Requester.of(without_scripts, site, address)
        staff = await Staff.of(await context_of(browser, address), site, address)
        public = await Window.of(await context_of(browser, address), site, address)

        await requester.goes("/")
        await requester.follows(requester.page.get_by_role("link", name="Ask for data").first)
        await requester.presses("Start now")
        while "/eligibility" in requester.path:
            key = requester.path.partition("?")[0].rpartition("/")[2]
            question = FORM.question(key)
            assert question is not None
            await requester.answer(question, script.answers[key], papers)
        await requester.presses("Sign in and begin")
        await requester.signs_in(script.by)
        await requester.presses("Begin a request")
        draft = requester.path
        await requester.answers(draft, script.answers, papers)
        await requester.goes(f"{draft}/check")
        await requester.presses("Continue")
        for box in await requester.page.locator('input[type="checkbox"]').all():
            await box.check()
        await requester.presses("Confirm and send")
        reference = await requester.page.locator(".govuk-panel strong").inner_text()

        for by, message in script.says:
            if isinstance(message, AnswerQuestions):
                await requester.replies(reference, message, papers)
            elif isinstance(message, Sign) and people.DIRECTORY.speaker(by).organisation != "ons":
                await requester.presses("Sign out")
                await requester.goes("/sign-in")
                await requester.signs_in(by)
                await requester.signs(reference)
            else:
                await staff.says(by, reference, message)

        await until(lambda: bool(site.ground.register.versions(reference)))
        await public.goes("/register")
        await public.follows(public.page.locator(f'a[href="/register/{reference}"]').first)
        await expects(public.page.locator("main")).to_contain_text(str(script.answers["title"]))
        lodged = site.house.desk.recorded(reference).lodged
        assert lodged is not None
        assert said(site.house.store.answers(lodged.filing.digest)) == said(script.answers)
        assert site.house.is_whole(reference)


def said(answers: Answers) -> Answers:
    """Answers without the cells that were left empty: a file has them, a story does not."""
    return {
        key: answer
        if isinstance(answer, str)
        else tuple({name: text for name, text in row.items() if text} for row in answer if isinstance(row, dict))
        or answer
        for key, answer in answers.items()
    }


async def test_a_question_is_answered_by_the_keyboard_alone(server: Client, browser: Browser, tmp_path: Path) -> None:
    async with open_site(server, tmp_path) as (site, address):
        store = site.house.store
        store.put_scheme(people.RULES.digest, people.SCHEME)
        draft = store.begin_draft(people.SCHEME.key, people.RULES.digest, "rae", {})
        window = await Window.of(await context_of(browser, address, site.session("rae")), site, address)
        await window.goes(f"/drafts/{draft.key}/questions/tre-possible")
        keyboard = window.page.keyboard
        await keyboard.press("Tab")
        assert await window.page.locator(":focus").inner_text() == "Skip to main content"
        await keyboard.press("Enter")
        for _ in range(6):
            await keyboard.press("Tab")
            if await window.page.locator(":focus").get_attribute("type") == "radio":
                break
        await keyboard.press("ArrowDown")
        assert await window.page.locator(":focus").is_checked()
        async with window.page.expect_navigation():
            await keyboard.press("Enter")
        kept = store.draft(draft.key)
        assert kept is not None
        assert kept.answers["tre-possible"] in ("yes", "no")


async def test_after_a_mistake_the_keyboard_stands_at_the_list_of_what_is_wrong(
    server: Client, browser: Browser, tmp_path: Path
) -> None:
    async with open_site(server, tmp_path) as (site, address):
        window = await Window.of(await context_of(browser, address), site, address)
        await window.goes("/sign-in")
        await window.fills("email", "nobody")
        await window.page.keyboard.press("Enter")
        await expects(window.page.locator(".govuk-error-summary")).to_be_focused()
        assert (await window.page.title()).startswith("Error: ")
        await window.page.keyboard.press("Tab")
        await window.page.keyboard.press("Enter")
        await expects(window.page.locator("#email")).to_be_focused()
        assert site.post.letters == []

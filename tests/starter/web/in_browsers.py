"""People in real browsers: a requester whose browser runs no scripts, and staff who sign in one after another."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Self

from playwright.async_api import BrowserContext, Locator, Page
from playwright.async_api import expect as expects

from policy.form import Answer, Answers, Question, QuestionKind
from sharing.messages import AnswerQuestions, AnyMessage
from sharing.notices.choices import choices
from starter.web.staff import places
from tests import people
from tests.starter.slack.filling_in import fields_of, in_its_rows, rows_wanted
from tests.starter.test_filling import flat
from tests.starter.web.site import Site
from tests.starter.web.staff.hands import FROM_THE_PAPER, Sheet
from tests.workflows.house import until

PATIENT = 60_000
"""Milliseconds that a page may take on a busy machine."""

FORM = people.SCHEME.form


async def follows(leading: Locator) -> None:
    """Click on what leads to another page, and wait until that page stands: a click itself does not wait, and a page
    looked at while it is being read is half a page."""
    async with leading.page.expect_navigation(wait_until="domcontentloaded"):
        await leading.click()


class Window:
    """A browser's window, at a site."""

    def __init__(self, page: Page, site: Site, address: str) -> None:
        page.set_default_timeout(PATIENT)
        self.page = page
        self.site = site
        self.address = address

    @classmethod
    async def of(cls, context: BrowserContext, site: Site, address: str) -> Self:
        """A new window."""
        return cls(await context.new_page(), site, address)

    async def goes(self, path: str) -> None:
        """Go to a page of the site."""
        answer = await self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"

    async def presses(self, name: str) -> None:
        """Press the button, or the link that looks like one, of that name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        await self.follows(button.or_(link).first)

    async def follows(self, leading: Locator) -> None:
        """Click on what leads to another page, and wait until it stands."""
        await follows(leading)

    async def fills(self, name: str, value: str | list[str]) -> None:
        """Fill in the field of that name, whatever kind it is."""
        fields = self.page.locator(f'[name="{name}"]')
        kind = await fields.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            wanted = [value] if isinstance(value, str) else value
            for place in range(await fields.count()):
                one: Locator = fields.nth(place)
                chosen = await one.get_attribute("value") in wanted
                if chosen != await one.is_checked():
                    await (one.check(force=True) if chosen else one.uncheck(force=True))
        elif kind == "select-one":
            await fields.first.select_option(str(value))
        elif kind != "hidden":
            await fields.first.fill(str(value))

    @property
    def path(self) -> str:
        """Where the window is."""
        return self.page.url.removeprefix(self.address)

    async def says_done(self) -> str:
        """The sentence that the page shows about what was just done."""
        banner = self.page.locator(".govuk-notification-banner--success")
        await expects(banner).to_be_visible()
        return await banner.inner_text()


class Requester(Window):
    """Somebody who asks for data."""

    async def signs_in(self, person: str) -> None:
        """Sign in by the link in the newest letter."""
        email = next(one.email for one in people.DIRECTORY.people if one.key == person)
        await self.fills("email", email)
        before = len(self.site.post.letters)
        await self.presses("Send me a link")
        await until(lambda: len(self.site.post.letters) > before)
        await self.page.goto(self.site.post.link_to(person))
        await self.presses("Continue")

    async def answers(self, draft: str, answers: Answers, papers: Mapping[str, bytes]) -> None:
        """Answer every question of the form that applies, page by page."""
        for question in FORM.questions:
            if question.kind is not QuestionKind.CONFIRMATION and question.key in answers:
                page = f"{draft}/questions/{question.key}"
                if self.path != page:  # mostly the answer before leads there
                    await self.goes(page)
                await self.answer(question, answers[question.key], papers)

    async def answer(self, question: Question, answer: Answer, papers: Mapping[str, bytes]) -> None:
        """Answer the question that the window shows."""
        field = f"answer-{question.key}"
        if question.kind is QuestionKind.TABLE:
            await self._tables(question, answer)
        elif question.kind is QuestionKind.DOCUMENT:
            await self._hands_in(field, answer, papers)
        elif question.kind is QuestionKind.DATE:
            for part, text in zip(("year", "month", "day"), str(answer).split("-"), strict=True):
                await self.fills(f"{field}-{part}", text)
        else:
            await self.fills(field, answer if isinstance(answer, str) else [str(one) for one in answer])
        await self.presses("Continue")

    async def _tables(self, question: Question, answer: Answer) -> None:
        """Hand the rows in as a file, and look at them before they are taken."""
        written = io.StringIO()
        writer = csv.DictWriter(written, [one.key for one in question.columns])
        writer.writerow({one.key: one.title for one in question.columns})
        writer.writerows(row for row in answer if isinstance(row, dict))
        file: Any = {"name": "table.csv", "mimeType": "text/csv", "buffer": written.getvalue().encode()}
        await self.page.set_input_files('[name="table"]', file)
        await self.presses("Look at this table")
        if await self.page.locator('[name="how"]').count():
            await self.fills("how", "replace")
        await self.presses("Take this table")

    async def _hands_in(self, field: str, answer: Answer, papers: Mapping[str, bytes]) -> None:
        while await self.page.get_by_role("button", name="Remove").count():
            await self.follows(self.page.get_by_role("button", name="Remove").first)
        for row in answer:
            assert isinstance(row, dict)
            file: Any = {"name": row["name"], "mimeType": "text/markdown", "buffer": papers[row["sha256"]]}
            await self.page.set_input_files(f'[name="{field}-file"]', file)
            await self.fills(f"{field}-version", row["version"])
            await self.fills(f"{field}-author", row["author"])
            await self.presses("Add this document")

    async def replies(self, reference: str, message: AnswerQuestions, papers: Mapping[str, bytes]) -> None:
        """Answer the questions of a round: replies in words first, then changed answers, then send."""
        await self.goes(f"/requests/{reference}")
        await self.follows(self.page.locator('form[action*="/answer/"] button'))
        for item, reply in message.replies.items():
            await self.fills(f"reply-{item}", str(reply))
        for item, answer in message.changes.items():
            question = FORM.question(item)
            assert question is not None
            await self.follows(self.page.locator(f'button[name="change"][value="{item}"]'))
            await self.answer(question, answer, papers)
        await self.presses("Send answers")
        await self.says_done()

    async def signs(self, reference: str) -> None:
        """Sign the agreement, having looked at it."""
        await self.goes(f"/requests/{reference}")
        await self.follows(self.page.get_by_role("link", name="Sign").first)
        await self.follows(self.page.locator("#send"))
        await self.says_done()


class Staff(Window):
    """The staff, at one machine of their own: whoever acts signs in from the list."""

    at_work = ""

    async def becomes(self, person: str) -> None:
        """Sign in as somebody else."""
        if person != self.at_work:
            if self.at_work:
                await self.presses("Sign out")
            await self.goes("/staff")
            await self.follows(self.page.locator(f'button[name="person"][value="{person}"]').first)
            self.at_work = person

    async def says(self, person: str, reference: str, message: AnyMessage) -> None:
        """Say something: from my work to the task, to the choice, to its form."""
        await self.becomes(person)
        wanted = message.model_dump(mode="json")
        address = await self._offered(reference, wanted)
        await self.follows(self.page.locator(f'a[href="{address}"]').first)
        given = in_its_rows((await self._sheet()).as_view(), flat(wanted))
        while wanting := rows_wanted((await self._sheet()).as_view(), given):
            more = f'button[name="act"][value="more.{wanting.removeprefix("rows-")}"]'
            await self.follows(self.page.locator(more))
        sheet = await self._sheet()
        values = {path: given[path] for path in sheet.paths & fields_of(sheet.as_view()) & given.keys()}
        before = sheet.filled({})
        for name, value in sheet.filled(values).items():
            if value != before.get(name):
                await self.fills(name, value)
        await self.follows(self.page.locator('form[action^="/staff"] button.govuk-button:not([name])'))
        await self.says_done()

    async def _offered(self, reference: str, wanted: Mapping[str, Any]) -> str:
        """The address of the choice that says this, once the task that offers it is open before the window."""
        found: list[str] = []

        async def look() -> bool:
            request = self.site.house.desk.recorded(reference)
            for task in request.awaited.values():
                for choice in choices(request, task):
                    says = {name: one for name, one in choice.message.items() if name not in FROM_THE_PAPER}
                    if all(wanted.get(name, one) == one for name, one in says.items()):
                        await self.goes("/staff")
                        link = self.page.locator(f'a[href="{places.task(reference, task.key)}"]')
                        if await link.count():
                            await self.follows(link.first)
                            found.append(places.saying(reference, task.key, choice.message))
                            return True
            return False

        await until(look, 60)
        return found[0]

    async def _sheet(self) -> Sheet:
        found = Sheet()
        found.feed(await self.page.content())
        assert found.action, await self.page.locator("main").inner_text()
        return found

"""Requests at the points where a requester's pages are looked at, and pages as a reader compares them."""

import re
from datetime import date

from httpx import Response

from policy.form import Answer, Answers
from sharing.messages import AskRequester, DraftAgreement, ItemQuestion, ShareCondition
from tests import people
from tests.starter.web.site import Site
from tests.workflows.house import DEATHS, until

QUESTIONS = (
    ItemQuestion(item="justification", asks="Why would tables not do?"),
    ItemQuestion(item="time-periods", asks="Which <i>years</i>?"),
)


async def asked(site: Site, answers: Answers | None = None) -> str:
    """A new request on which the service has asked two questions."""
    house = site.house
    reference = await house.lodged(answers)
    await house.say(reference, "asha", AskRequester(office="onward-sharing-service", questions=QUESTIONS))
    await until(lambda: bool(house.desk.recorded(reference).asked))
    return reference


async def begun(site: Site, reference: str, person: str = "rae") -> str:
    """The address of the page on which somebody answers the first round."""
    async with site.visitor(person) as visitor:
        there = await visitor.post(f"/requests/{reference}/answer/1")
    assert there.status_code == 303
    return there.headers["location"]


def write(site: Site, place: str, **answers: Answer) -> None:
    """Change answers in the draft behind that page, as its question pages do (hyphens as underscores)."""
    draft = site.house.store.draft(place.partition("/answering/")[2].partition("?")[0])
    assert draft is not None
    changed = {key.replace("_", "-"): text for key, text in answers.items()}
    site.house.store.change_draft(draft.key, {**draft.answers, **changed}, draft.version)


async def decided(site: Site) -> str:
    """A request that is approved under a condition, with an agreement that can be signed."""
    house = site.house
    reference = await house.lodged()
    await house.road(reference, upto=11)
    condition = ShareCondition(
        key="c1", text="Only <b>accredited</b> people.", evidence="A list.", due=date(2031, 3, 31)
    )
    await house.say(reference, "gwen", people.decided(conditions=(condition,)))
    await house.say(reference, "asha", DraftAgreement())
    seen = await house.drafted(reference)
    assert seen.agreement is not None
    assert seen.agreement.drafted is not None
    await house.say(reference, "olu", people.agreement_screened(seen.agreement.drafted.fixed_copy))
    await until(lambda: any(task.what == "sign" for task in house.desk.recorded(reference).awaited.values()))
    return reference


async def half_refused(site: Site) -> str:
    """A request for two assets, one of which was refused."""
    house = site.house
    reference = await house.lodged(people.complete(assets=(DEATHS, "census-2021")))
    await house.say(reference, "asha", people.screened())
    await house.say(reference, "gwen", people.opinion("information-asset-owner", DEATHS))
    await house.say(reference, "hana", people.opinion("information-asset-owner", "census-2021"))
    await house.road(reference, since=2, upto=11)
    await house.say(reference, "gwen", people.decided())
    await house.say(reference, "hana", people.decided("census-2021", "refuse"))
    await until(lambda: any(task.what == "narrow" for task in house.desk.recorded(reference).awaited.values()))
    return reference


def link(page: Response, words: str) -> str:
    """Where the link with these words leads."""
    found = re.search(rf'href="([^"]+)">{re.escape(words)}', page.text)
    assert found, f"no link says {words!r}"
    return found.group(1)


def field(page: Response, name: str) -> str:
    """What stands in a hidden field."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page.text)
    assert found, f"no field is called {name!r}"
    return found.group(1)


def same(page: Response) -> str:
    """A page without what differs each time it is made."""
    return re.sub(r'nonce="[^"]*"', "", page.text)


def ids_exist(page: Response) -> bool:
    """Whether every link of the error summary leads to a field of the page."""
    summary = page.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    wanted = re.findall(r'href="#([^"]+)"', summary)
    return bool(wanted) and all(f'id="{one}"' in page.text for one in wanted)

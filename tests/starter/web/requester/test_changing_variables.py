"""The variables of an open request are changed after advice, while a newer version of their table has come out."""

from pathlib import Path

import pytest

from policy.form import Answer, rows_of
from policy.schemes import SCHEMES
from sharing.messages import ReviseAnswers
from sharing.refused import Refused
from starter.desk import Desk
from tests import dfe, people
from tests.dfe import row
from tests.policy.test_picks import renewed
from tests.starter.web.intake.drafts import words
from tests.starter.web.site import Site
from tests.workflows.house import House, dev_server, until
from wiring.calendar import england_and_wales

OLD = row(data_set="npd", table="npd", version="2024-04-04", variable="FSMeligible", why="The group compared")
OUTCOME = row(data_set="npd", table="npd", version="2026-09-01", variable="KS4_ATT8", why="Outcome")
OUTDATED = row(data_set="npd", table="npd", version="2024-04-04", variable="SENprovision", why="Confounder")


def in_words(answer: Answer | None) -> list[str]:
    """The variables that an answer names."""
    return [one["variable"] for one in rows_of(answer)]


@pytest.mark.requirement("DFE-033", "DFE-037")
async def test_a_changed_pick_needs_a_reason_and_a_version_in_force_and_every_version_of_the_answer_is_kept(
    tmp_path: Path,
) -> None:
    async with dev_server() as client:
        house = House(client, tmp_path)
        house.desk = Desk(
            client,
            house.store,
            people.DIRECTORY,
            house.key,
            SCHEMES,
            lambda at: england_and_wales(at.year, 6),
            task_queue=house.queue,
        )
        site = Site(house, tmp_path).changed(schemes=SCHEMES)
        async with house.worker():
            receipt = await house.desk.lodge(dfe.SCHEME.key, dfe.complete(data=(OLD,)), "rae", "lodge-it")
            reference = receipt.reference
            await until(lambda: house.store.request(reference) is not None)
            first = (await house.state(reference)).filing.digest
            house.store.put_catalogue(dfe.SCHEME.key, renewed(), "ada", "Autumn tables.", 0)

            wrong = ReviseAnswers(reason="The owner advised it.", changes={"data": (OLD, OUTDATED)})
            with pytest.raises(Refused, match=r"Row 2: version 2024-04-04 .* is outdated"):
                await house.say(reference, "rae", wrong)
            right = ReviseAnswers(reason="The owner advised it.", changes={"data": (OLD, OUTCOME)})
            with pytest.raises(Refused):
                await house.say(reference, "rae", right.model_copy(update={"reason": ""}))
            receipt = await house.say(reference, "rae", right)
            await until(lambda: len(house.store.history(reference)) >= receipt.number)

            revised = [one.fact for one in house.store.history(reference) if one.fact.kind == "revised"]
            assert [one.reason for one in revised] == ["The owner advised it."]
            now = (await house.state(reference)).filing.digest
            assert in_words(house.store.answers(first)["data"]) == ["FSMeligible"]
            assert in_words(house.store.answers(now)["data"]) == ["FSMeligible", "KS4_ATT8"]

            async with site.visitor("rae") as rae:
                begun = await rae.post(f"/requests/{reference}/revise")
                draft = house.store.draft(str(begun.headers["location"]).partition("?")[0].rpartition("/")[2])
                assert draft is not None
                house.store.change_draft(
                    draft.key, {**draft.answers, "data": (OLD, OUTCOME, OUTDATED)}, draft.version
                )
                page = words(await rae.get(f"/drafts/{draft.key}/questions/data"))
                assert "Row 3: version 2024-04-04 of the data table “npd” is outdated" in page
                assert "Row 1: version" not in page
        house.store.close()

"""Whatever people say, in whatever order, on whatever day: no law of the request is ever broken."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import note
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import ValidationError

from sharing import turns
from sharing.facts import ClosingWished, NoticeUndelivered
from sharing.messages import MESSAGES, Withdraw
from sharing.refused import Refused
from sharing.spoken import in_words
from tests.people import complete
from tests.properties.conversation import Conversation
from tests.properties.exemplars import (
    CHANGES,
    DEPARTURES,
    EVERYBODY,
    MAKERS,
    SPEAKERS,
    Fields,
    Moment,
    Pick,
    fields_of,
    moment_of,
    revised,
)
from tests.properties.moods import BEGINNINGS, CALM, CHANCE, LONG, MOODS, ODDITIES, OPERATORS, ROAD, SETS_OF_ASSETS
from tests.properties.sentences import answered, must_be_clear


class Anybody(RuleBasedStateMachine):
    """Everybody in the directory, and time. One step is somebody's words, or days that pass."""

    tale: Conversation
    mood: frozenset[str] = frozenset()

    @initialize(
        chance=CHANCE,
        assets=st.sampled_from(SETS_OF_ASSETS),
        beginning=st.sampled_from(BEGINNINGS),
        steps=st.integers(0, 32),
        odds=st.sampled_from((20, 6, 3)),
        mood=st.sampled_from(MOODS),
    )
    def somebody_asks(
        self, chance: int, assets: tuple[str, ...], beginning: Fields, steps: int, odds: int, mood: frozenset[str]
    ) -> None:
        self.tale = Conversation()
        self.mood = mood
        self.tale.lodge(answers=complete(assets=assets, **beginning))
        self.go_on(self.mostly_ordinary(chance, odds), steps)

    @property
    def going_on(self) -> bool:
        return self.tale.request.closed is None

    def pick(self, chance: int) -> Pick:
        """Picks anything; what, follows from one number."""
        return Random(chance * 1_000 + len(self.tale.facts)).choice

    def mostly_ordinary(self, chance: int, times: int) -> Pick:
        """Picks what is ordinary, but once in so many times anything."""
        random = Random(chance * 1_000 + len(self.tale.facts))

        def pick(options: Sequence[Any]) -> Any:
            if random.randrange(times) == 0:
                return random.choice(options)
            liked = [one for one in options if isinstance(one, str) and one in self.mood]
            return liked[0] if liked and random.random() < 0.8 else options[0]

        return pick

    def say(self, by: str, fields: Fields, **given: Any) -> bool:
        """Somebody speaks. Words that cannot be read are refused in words as well."""
        note(f"{by}: {fields} {given or ''}")
        try:
            message = MESSAGES.validate_python(fields)
        except ValidationError as wrong:
            must_be_clear(f"The message cannot be read: {in_words(wrong)}")
            return False
        return answered(self.tale, by, message, **given)

    # Those who are awaited -----------------------------------------------------------------------------------

    def go_on(self, pick: Pick, steps: int) -> None:
        for _ in range(steps):
            if not (tasks := self.tale.open_tasks()):
                return
            task = Random(len(self.tale.facts)).choice(tasks)
            people = self.tale.proper(task)
            if people:
                choice = pick(self.tale.choices_for(task))
                if not self.say(pick(people), self.tale.filled(task, choice, pick)):
                    return
            else:
                named = fields_of("name-holder", Moment(self.tale, pick, task.office, task.asset))
                self.say("carys", named | {"person": pick(("vera", "hari"))})
            self.tale.check()

    @rule(chance=CHANCE, steps=st.integers(1, 4))
    def those_awaited_go_on(self, chance: int, steps: int) -> None:
        self.go_on(self.mostly_ordinary(chance, 4), steps)

    @rule(chance=CHANCE, steps=st.integers(3, 12))
    def those_awaited_go_on_for_long(self, chance: int, steps: int) -> None:
        self.go_on(self.mostly_ordinary(chance, 12), steps)

    @rule(chance=CHANCE, odd=st.sampled_from(ODDITIES))
    def somebody_awaited_errs(self, chance: int, odd: Any) -> None:
        pick = self.pick(chance)
        if tasks := self.tale.open_tasks():
            task = pick(tasks)
            fields = self.tale.filled(task, pick(self.tale.choices_for(task)), pick)
            name = pick(sorted(fields))
            wrong = {key: value for key, value in fields.items() if key != name}
            if name != "kind":
                self.say(pick(self.tale.proper(task) or EVERYBODY), wrong if odd is None else {**fields, name: odd})

    @rule(chance=CHANCE)
    def the_wrong_person_answers(self, chance: int) -> None:
        pick = self.pick(chance)
        if tasks := self.tale.open_tasks():
            task = pick(tasks)
            self.say(pick(EVERYBODY), self.tale.filled(task, pick(self.tale.choices_for(task)), pick))

    @rule(chance=CHANCE, odds=st.integers(0, 4))
    def somebody_declares_a_conflict_and_acts_all_the_same(self, chance: int, odds: int) -> None:
        pick = self.pick(chance)
        if not odds and (tasks := self.tale.open_tasks()) and (people := self.tale.proper(task := pick(tasks))):
            by, choice = pick(people), self.tale.choices_for(task)[0]
            self.say(by, {"kind": "declare-conflict", "reason": "I know them well."})
            self.say(by, self.tale.filled(task, choice))

    # Anybody else --------------------------------------------------------------------------------------------

    @rule(
        chance=CHANCE,
        kind=st.sampled_from(sorted(set(MAKERS) - {"withdraw", "close"})),
        by=st.sampled_from(EVERYBODY),
        hours=st.sampled_from((0, 0, -1, -100, 30)),
        revision=st.sampled_from((0, 0, 0, -1, 1)),
    )
    def anybody_says_anything(self, chance: int, kind: str, by: str, hours: int, revision: int) -> None:
        fields = fields_of(kind, Moment(self.tale, self.pick(chance)))
        at, seen = self.tale.at + timedelta(hours=hours), self.tale.request.revision + revision
        self.say(by, fields, at=at, revision=seen)

    @rule(chance=CHANCE, kind=st.sampled_from(sorted(set(MAKERS) - {"withdraw", "close"})))
    @precondition(lambda self: self.going_on)
    def somebody_says_what_is_theirs_to_say(self, chance: int, kind: str) -> None:
        pick = self.pick(chance)
        self.say(pick(SPEAKERS[kind]), fields_of(kind, Moment(self.tale, pick)))

    @rule(chance=CHANCE)
    @precondition(lambda self: self.going_on)
    def everybody_rushes_ahead(self, chance: int) -> None:
        pick = self.mostly_ordinary(chance, 10)
        for kind in Random(chance).sample(ROAD, len(ROAD)):
            for by in SPEAKERS[kind]:
                self.say(by, fields_of(kind, Moment(self.tale, pick)))
                self.tale.check()

    @rule(kind=st.sampled_from(("withdraw", "close")), by=st.sampled_from(("rae", "otis")), odds=st.integers(0, 9))
    @precondition(lambda self: self.going_on)
    def somebody_ends_it(self, kind: str, by: str, odds: int) -> None:
        if odds == 0:
            self.say(by, fields_of(kind, Moment(self.tale)))

    @rule(by=st.sampled_from(("rae", "ruth", "lucia", "otis")))
    @precondition(lambda self: not self.going_on)
    def somebody_takes_it_up_again(self, by: str) -> None:
        self.say(by, fields_of("reopen", Moment(self.tale)))

    @rule(chance=CHANCE, changes=st.sampled_from(CHANGES))
    @precondition(lambda self: self.going_on)
    def the_requester_revises(self, chance: int, changes: Fields) -> None:
        filing, after = revised(self.tale, changes)
        if self.say("rae", {"kind": "revise", "reason": "Our plan has changed.", "filing": filing}):
            self.tale.answers = after

    @rule(chance=CHANCE)
    def an_office_asks_and_the_requester_answers(self, chance: int) -> None:
        pick = self.pick(chance)
        if asked := [
            task for task in self.tale.open_tasks() if task.office != "requester" and self.tale.proper(task)
        ]:
            task = pick(asked)
            moment = moment_of(self.tale, task, pick)
            if self.say(pick(self.tale.proper(task)), fields_of("ask", moment)) and pick((True, False)):
                self.say("ruth", fields_of("answer", Moment(self.tale, pick)))

    @rule(chance=CHANCE, departure=st.sampled_from(DEPARTURES))
    @precondition(lambda self: self.going_on)
    def an_exception_is_asked_for_and_decided(self, chance: int, departure: str) -> None:
        pick = self.pick(chance)
        sought = fields_of("seek-departure", Moment(self.tale, pick, "onward-sharing-service"))
        if self.say("asha", sought | {"departure": departure}):
            self.say("petra", fields_of("decide-departure", Moment(self.tale, pick, detail=departure)))

    @rule(chance=CHANCE, kind=st.sampled_from(OPERATORS))
    @precondition(lambda self: self.going_on)
    def an_operator_speaks(self, chance: int, kind: str) -> None:
        self.say("otis", fields_of(kind, Moment(self.tale, self.pick(chance))))

    @rule(chance=CHANCE, by=st.sampled_from(("rae", "asha")))
    def the_same_words_come_twice(self, chance: int, by: str) -> None:
        kind = "revise" if by == "rae" else "seek-departure"
        spoken = self.tale.sealed(by, MESSAGES.validate_python(fields_of(kind, Moment(self.tale, self.pick(chance)))))
        try:
            self.tale.hear(spoken)
        except Refused as refused:
            must_be_clear(refused.sentence)
            return
        before = self.tale.request
        self.tale.hear(spoken)
        assert self.tale.request == before, "an act counts once"
        assert not answered(self.tale, by, Withdraw(reason="Other words."), spoken.said["once"])

    # Time, errands and noise ---------------------------------------------------------------------------------

    @rule(days=st.sampled_from((1, 1, 2, 3, 6)))
    def days_pass(self, days: int) -> None:
        self.tale.rings(days)

    @rule(days=st.sampled_from((1, 4, 12, 31, 45, 70)))
    def the_worker_was_away(self, days: int) -> None:
        self.tale.rings(days, one_by_one=False)

    @rule(chance=CHANCE, warned=st.booleans())
    @precondition(lambda self: self.going_on)
    def all_wait_for_a_silent_requester(self, chance: int, warned: bool) -> None:
        pick = self.pick(chance)
        for task in self.tale.open_tasks():
            if people := [] if task.office == "requester" else self.tale.proper(task):
                self.say(pick(people), fields_of("ask", moment_of(self.tale, task, pick)))
        self.tale.delivers = warned
        self.tale.rings(45, one_by_one=False)
        self.tale.check()
        self.tale.rings(15, one_by_one=pick((True, False)))
        self.tale.delivers = True

    @rule()
    def nobody_carries_anything_out(self) -> None:
        self.tale.holds_errands = True

    @rule()
    def everything_is_carried_out(self) -> None:
        self.tale.holds_errands = False
        self.tale.run_errands()

    @rule(person=st.sampled_from(("", "rae", "leo")))
    def noise_comes_in(self, person: str) -> None:
        request, at = self.tale.request, self.tale.at
        self.tale._take(turns.refuse(request, "signal said", "It cannot be read.", at, person))
        facts = (ClosingWished(), NoticeUndelivered(notice="x/1/legal", why="The mailbox is full."))
        self.tale._take(turns.happen(self.tale.request, facts, at))

    @invariant()
    def the_laws_hold(self) -> None:
        if hasattr(self, "tale"):
            self.tale.check()

    def teardown(self) -> None:
        if hasattr(self, "tale"):
            self.tale.check_from_the_beginning()


@pytest.mark.requirement("ONS-022", "ONS-049", "ONS-050", "ONS-064", "ONS-068", "ONS-078", "ONS-092", "ONS-097")
def test_no_conversation_breaks_a_law() -> None:
    run_state_machine_as_test(Anybody, settings=CALM)


@pytest.mark.chaos
def test_no_conversation_breaks_a_law_however_long_one_tries() -> None:
    run_state_machine_as_test(Anybody, settings=LONG)

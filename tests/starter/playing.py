"""A command line without a server: a desk that remembers what it is handed, and records with a tale in them."""

from pathlib import Path
from typing import Any, cast

import yaml
from typer.testing import CliRunner

import records
from policy.form import sheet
from records import SqlRecords
from sharing.commissioning import standing
from sharing.errands import Keeping
from sharing.messages import AnyMessage
from sharing.refused import Refused
from starter.cli import app
from starter.desk import Desk
from starter.installation import Installation
from tests import people
from tests.starter.shell import Answer, Shell
from tests.told import CALENDAR, REFERENCE, Tale
from workflows.contract import Opening, Receipt


class FakeDesk:
    """A desk that remembers what it was handed."""

    def __init__(self) -> None:
        self.lodged: dict[str, Any] = {}
        self.said: list[tuple[str, AnyMessage, str]] = []
        self.refuses = ""

    async def lodge(self, scheme: str, answers: dict[str, Any], by: str, once: str, **more: Any) -> Receipt:
        if self.refuses:
            raise Refused(self.refuses)
        self.lodged = {"scheme": scheme, "answers": answers, "by": by, "once": once, **more}
        return Receipt(reference=REFERENCE, number=1, revision=1, sentence="Your request is received.")

    async def say(
        self, reference: str, message: AnyMessage, by: str, once: str, revision: int | None = None
    ) -> Receipt:
        if self.refuses:
            raise Refused(self.refuses)
        self.said.append((reference, message, by))
        return Receipt(reference=reference, number=3, revision=1, sentence="It is recorded.")


class Playing(Shell):
    """A shell whose desk is not at any server."""

    def __init__(self, folder: Path, **environ: str) -> None:
        super().__init__(folder, **environ)
        self.desk = FakeDesk()

    def __call__(self, *words: str, stdin: str | bytes | None = None) -> Answer:
        desk = self.desk

        class Here(Installation):
            async def desk(self, *, lazy: bool = False) -> Desk:
                return cast(Desk, desk)

        told = CliRunner().invoke(app, list(words), input=stdin, obj=Here(self.environ))
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        return Answer(told.exit_code, told.stdout, told.stderr)


def on_record(store: SqlRecords, tale: Tale) -> Tale:
    """What is told lies in the records, as the worker would leave it there; what lay there before stays."""
    where = standing(tale.request)
    facts = tuple(tale.facts[len(store.history(where.reference)) :])
    store.keep(Keeping(reference=where.reference, run="run", facts=facts, standing=where))
    for notice in tale.notices:
        store.tell(notice)
    return tale


def keep(shell: Shell, tale: Tale) -> None:
    """Put a tale on record, as the worker would."""
    with records.open(f"sqlite:///{shell.folder / 'data' / 'records.db'}") as store:
        opening = Opening(reference=REFERENCE, rules=people.RULES, calendar=CALENDAR, keys=tale.known)
        lodging = records.Lodging(
            scheme=people.SCHEME.key, prefix="ONS", year=2027, requester="rae", once="one", content="x"
        )
        store.lodge(lodging, lambda reference: opening.model_dump_json(exclude_unset=True))
        store.put_scheme(people.RULES.digest, people.SCHEME)
        store.put(sheet(tale.answers), "answers.json")
        on_record(store, tale)


def answers_file(folder: Path, **given: Any) -> Path:
    path = folder / "answers.yaml"
    answers = {key: [*one] if isinstance(one, tuple) else one for key, one in people.complete(**given).items()}
    path.write_text(yaml.safe_dump(answers, default_style='"'))
    return path

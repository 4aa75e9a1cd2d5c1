"""What must not travel stays at home: changed answers and replies go into the records, their digests go on."""

from collections.abc import Awaitable, Callable

from policy.form import Answers, file, sheet, unfit
from policy.scheme import Scheme
from records import SqlRecords
from sharing.entry import entry_from_file
from sharing.messages import (
    AnswerQuestions,
    AnyMessage,
    DraftEntry,
    Kept,
    ReviseAnswers,
)
from sharing.refused import Refused
from sharing.request import Request

View = Callable[[], Awaitable[Request]]


Named = Callable[[Scheme, Answers, str, Answers], dict[str, object]]
"""What an answer sheet names, by the fields of a message: assets, organisations, people, the way to the data. It is
given the body of who asks, and the answers as they stood before."""


async def filed(records: SqlRecords, view: View, named: Named, message: AnyMessage) -> AnyMessage:
    """The message as it may travel. Register entries are completed from the file. Raises Refused for unfit answers.

    `view` gives the request as it stands, and `named` what an answer sheet names; both are only asked where the
    message needs them.
    """
    match message:
        case AnswerQuestions():
            replies = {item: _kept(records, reply) for item, reply in message.replies.items()}
            changes = await _file(records, view, named, message.changes)
            return message.model_copy(update={"replies": replies, "changes": {}, **changes})
        case ReviseAnswers():
            changes = await _file(records, view, named, message.changes)
            return message.model_copy(update={"changes": {}, **changes})
        case DraftEntry():
            request = await view()
            drawn = entry_from_file(request, records.answers(request.filing.digest))
            return message.model_copy(update={"fields": {**drawn, **message.fields}})
        case _:
            return message


def _kept(records: SqlRecords, reply: str | Kept) -> Kept:
    if isinstance(reply, Kept):
        return reply
    return Kept(sha256=records.put(reply.encode(), "reply.txt"), characters=len(reply.strip()))


async def _file(records: SqlRecords, view: View, named: Named, changes: Answers) -> dict[str, object]:
    """The next version of the answer sheet, kept, with what it names; nothing where nothing is to change."""
    if not changes:
        return {}
    request = await view()
    scheme = records.scheme(request.rules.digest)
    before = records.answers(request.filing.digest)
    answers = {**before, **changes}
    if faults := unfit(scheme.form, answers):
        raise Refused("\n".join(gap.sentence for gap in faults[:60]))
    records.put(sheet(answers), "answers.json")
    filing = file(scheme.form, answers, request.rules.reads, before, afresh=changes)
    own = request.lodged.organisation if request.lodged else ""
    return {"filing": filing, **named(scheme, answers, own, before)}

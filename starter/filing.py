"""What must not travel stays at home: changed answers and replies go into the records, their digests go on."""

from collections.abc import Awaitable, Callable

from policy.form import Answers, Filing, file, sheet, unfit
from records import SqlRecords
from sharing.entry import entry_from_file
from sharing.messages import AnswerQuestions, AnyMessage, DraftEntry, Kept, ReviseAnswers
from sharing.refused import Refused
from sharing.request import Request

View = Callable[[], Awaitable[Request]]


async def filed(records: SqlRecords, view: View, message: AnyMessage) -> AnyMessage:
    """The message as it may travel. Register entries are completed from the file. Raises Refused for unfit answers.

    `view` gives the request as it stands; it is only asked where the message needs it.
    """
    match message:
        case AnswerQuestions():
            replies = {item: _kept(records, reply) for item, reply in message.replies.items()}
            filing = await _file(records, view, message.changes)
            return message.model_copy(update={"replies": replies, "changes": {}, "filing": filing})
        case ReviseAnswers():
            filing = await _file(records, view, message.changes)
            return message.model_copy(update={"changes": {}, "filing": filing})
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


async def _file(records: SqlRecords, view: View, changes: Answers) -> Filing | None:
    """The next version of the answer sheet, kept; None where nothing is to change."""
    if not changes:
        return None
    request = await view()
    scheme = records.scheme(request.rules.digest)
    before = records.answers(request.filing.digest)
    answers = {**before, **changes}
    if faults := unfit(scheme.form, answers):
        raise Refused("\n".join(gap.sentence for gap in faults[:60]))
    records.put(sheet(answers), "answers.json")
    return file(scheme.form, answers, request.rules.reads, before, afresh=changes)

"""Taking mail in: each mail once, on record with what became of it; what asks for data becomes one request.

It is the first step of a request (ONS-028), and the way by which staff who were asked directly pass it on (ONS-074).
Either way it stands at the first screening, where a person looks.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from policy.scheme import Scheme
from policy.value import digest
from records import SqlRecords
from records.mailbag import Mail, Mailbag
from sharing.refused import Refused
from starter.desk import Clock, Desk, utc_now
from starter.mail.answering import Answering
from starter.mail.filling import filled
from starter.mail.opening import HEAD, Opened, opened
from starter.mail.replying import heard, reference_in
from starter.mail.senders import authentic, has_a_part, named_requester
from starter.mail.sheets import sheet_in
from wiring.addressing import is_outside
from wiring.directory import Person

DAY = timedelta(days=1)
MOST_ANSWERS = 10
"""So many answers a day for one sender: a machine that does not say that it is one must not be answered for ever."""
STRANGER = (
    "We do not know your e-mail address, so that nothing was done with what you wrote. If you wish to ask for data, "
    "ask the service to register you and your organisation first; then write again from that address."
)
FOR_WHOM = (
    "No request was begun, because your e-mail does not say for whom you pass it on. Send it again with a line such "
    "as 'For: name@example.org', with the address of the one person who asks for the data."
)

KEPT = "Your e-mail is kept with {}, where the service reads it; by itself it changes nothing."


class Taken(NamedTuple):
    """What became of a mail. `again`: it had been taken in before, and nothing was done."""

    message_id: str
    outcome: str
    reference: str = ""
    again: bool = False


class _Verdict(NamedTuple):
    """What becomes of a mail. Of one that is not `heard`, only the head is kept: anybody may send anything."""

    outcome: str
    reference: str = ""
    answer: bool = False
    heard: bool = True


class TakeIn:
    """The door for mail. `ours` is the service's own address; `server` names whom to believe about senders."""

    def __init__(
        self,
        desk: Desk,
        records: SqlRecords,
        mailbag: Mailbag,
        scheme: Scheme,
        answering: Answering,
        ours: str,
        *,
        server: str = "",
        clock: Clock = utc_now,
    ) -> None:
        self._desk = desk
        self._records = records
        self._mailbag = mailbag
        self._scheme = scheme
        self._answering = answering
        self._ours = ours.casefold()
        self._server = server
        self._clock = clock
        self._one_by_one = asyncio.Lock()

    async def take_in(self, raw: bytes) -> Taken:
        """Take one mail in. The same mail again changes nothing, and its sender is not answered twice.

        Raises RecordsUnreachable while it cannot be put on record: then it has to be brought again.
        """
        async with self._one_by_one:
            mail = await asyncio.to_thread(opened, raw)
            known = await asyncio.to_thread(self._mailbag.bagged, mail.key)
            kept = known or await self._first_time(mail, raw)
            if kept.answered_at is None:
                await self._answering.answer(kept, attempt=2 if known else 1)
        return Taken(kept.message_id, kept.outcome, kept.reference, again=known is not None)

    async def _first_time(self, mail: Opened, raw: bytes) -> Mail:
        verdict = await self._judged(mail)
        kept = raw if verdict.heard and not mail.unopened else raw[:HEAD]
        sha256 = await asyncio.to_thread(self._records.put, kept, "mail.eml")
        answer = verdict.answer and not await self._answered_enough(mail, verdict)
        return await asyncio.to_thread(
            self._mailbag.bag,
            mail.key,
            sha256,
            mail.sender,
            verdict.outcome,
            reference=verdict.reference,
            to_answer=answer,
        )

    async def _answered_enough(self, mail: Opened, verdict: _Verdict) -> bool:
        most = 1 if verdict.outcome == STRANGER else MOST_ANSWERS
        return await asyncio.to_thread(self._mailbag.answers_since, mail.sender, self._clock() - DAY) >= most

    async def _judged(self, mail: Opened) -> _Verdict:
        if why := self._unheard(mail):
            return _Verdict(f"{why} Nobody is answered.", heard=False)
        person = self._desk.directory.by_email(mail.sender)
        if person is None:
            return _Verdict(STRANGER, answer=True, heard=False)
        if mail.unopened:
            return _Verdict(f"{mail.unopened} Send what you have to say as a plain, smaller e-mail.", answer=True)
        if reference := reference_in(mail, self._ours):
            return await self._about(mail, person, reference)
        return await self._lodged(mail, person)

    def _unheard(self, mail: Opened) -> str:
        """Why a mail is neither heard nor answered, whoever wrote it; or nothing."""
        if mail.automatic:
            return mail.automatic
        if not mail.sender:
            return "Its head does not name exactly one sender."
        if _without_tag(mail.sender) == self._ours:
            return "It comes from our own address."
        if not authentic(mail, self._server):
            return "Its sender's domain does not vouch for it."
        return ""

    async def _lodged(self, mail: Opened, person: Person) -> _Verdict:
        directory, requester = self._desk.directory, None
        if not is_outside(directory, person):
            requester = named_requester(directory, mail)
            if requester is None:
                return _Verdict(FOR_WHOM, answer=True)
        made = await asyncio.to_thread(filled, self._scheme, directory, mail, self._desk.attach)
        if not made.answers.get(self._scheme.assets_in[0]):
            titles = "; ".join(asset.title for asset in directory.assets)
            outcome = "No request was begun, because your e-mail names no data that we have. Write again and name at "
            return _Verdict(f"{outcome}least one of these: {titles}. {' '.join(made.notes)}".strip(), answer=True)
        whose, notes = requester.key if requester else None, " ".join(made.notes)
        try:
            receipt = await self._desk.lodge(
                self._scheme.key,
                made.answers,
                person.key,
                _once(mail),
                source="referral" if whose else "mail",
                on_behalf_of=whose,
                signposted=tuple(post.key for post in self._scheme.signposts if post.when.holds(made.answers)),
            )
        except Refused as refused:
            return _Verdict(f"No request was begun. {refused.sentence} {notes}".strip(), answer=True)
        if requester is not None:
            outcome = (
                f"It is passed on to the service as {receipt.reference}, for {requester.name}, and begins with the"
            )
            return _Verdict(
                f"{outcome} first screening like any other. {notes}".strip(), receipt.reference, answer=True
            )
        # The requester is acknowledged by the letter about the lodging, as whoever uses the form is, and only by it.
        unused = f" Some of what you sent could not be used: {notes}" if notes else ""
        return _Verdict(f"It is request {receipt.reference} now.{unused}", receipt.reference, answer=bool(notes))

    async def _about(self, mail: Opened, person: Person, reference: str) -> _Verdict:
        try:
            request = await asyncio.to_thread(self._desk.recorded, reference)
        except LookupError:
            return _not_theirs(reference)
        if request.lodged is None or request.lodged.requester != person.key:
            if not has_a_part(self._desk.directory, person, request):
                return _not_theirs(reference)
            return _Verdict(
                f"{KEPT.format(reference)} Opinions and decisions are not given by e-mail.", reference, True
            )
        form = self._records.scheme(request.rules.digest).form
        files: Mapping[str, str] = {file.name: self._desk.attach(file.content, file.name) for file in mail.files}
        sheet, notes = sheet_in(form, mail, files)
        said = heard(request, form, mail, sheet, files)
        if said.message is None:
            return _Verdict(" ".join((KEPT.format(reference), said.sentence, *notes)), reference, answer=True)
        try:
            receipt = await self._desk.say(reference, said.message, person.key, _once(mail))
        except Refused as refused:
            outcome = f"Your e-mail is kept with {reference}, but it could not be heard: {refused.sentence}"
            return _Verdict(" ".join((outcome, *notes)), reference, answer=True)
        return _Verdict(" ".join((receipt.sentence, *notes)), reference, answer=True)


def _not_theirs(reference: str) -> _Verdict:
    """The same for a request that there is not: nobody learns which there are."""
    return _Verdict(f"{reference} is no request of yours. Nothing was done with your e-mail.", answer=True)


def _once(mail: Opened) -> str:
    """The name of the act that a mail is, however often it is brought."""
    return f"mail-{digest(mail.key.encode())[:40]}"


def _without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"

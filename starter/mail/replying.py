"""A mail about a request that there is: the answers to our questions in it, or why it could not be heard."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from policy.form import Answers, Form
from policy.value import LONGEST_TEXT, says_something
from sharing.facts import Round
from sharing.messages import AnswerQuestions, AnyMessage, ReviseAnswers
from sharing.request import Request
from starter.mail.opening import Opened
from starter.mail.plain_text import own_words

_TAGGED = re.compile(r"\[([A-Z]{2,8}-[0-9]{4}-[0-9]{4,8})\]")
_PLUS = re.compile(r"\+([a-z]{2,8}-[0-9]{4}-[0-9]{4,8})$", re.IGNORECASE)
HOW_TO_ANSWER = (
    "To answer our questions, reply to the letter that asks them and begin each answer on a new line with the word "
    "in front of the question and a colon. To change other answers, attach the form with the changed ones."
)


class Heard(NamedTuple):
    """What a mail says to a request: a message, or a sentence about why it says none."""

    message: AnyMessage | None
    sentence: str = ""


def reference_in(mail: Opened, ours: str) -> str:
    """The request that a mail is about, by the address it was sent to or the brackets in its subject; or nothing."""
    local, _, domain = ours.casefold().rpartition("@")
    for address in mail.recipients:
        name, _, place = address.casefold().rpartition("@")
        found = _PLUS.search(name)
        if place == domain and name.startswith(f"{local}+") and found:
            return found[1].upper()
    tagged = _TAGGED.search(mail.subject)
    return tagged[1] if tagged else ""


def heard(request: Request, form: Form, mail: Opened, sheet: Answers, files: Mapping[str, str]) -> Heard:
    """What a requester's mail says to their request. `sheet` are answers of an attached form, `files` kept files."""
    words = own_words(mail.text)
    found: list[tuple[Round, dict[str, str]]] = []
    for asked in request.asked.values():
        replies = replies_in(words, asked)
        if replies or {one.item for one in asked.questions} & set(sheet):
            found.append((asked, replies))
    if len(found) > 1:
        return Heard(
            None, f"It answers questions of several rounds at once; send one e-mail for each. {HOW_TO_ANSWER}"
        )
    if found:
        return _answer(found[0][0], found[0][1], sheet, files)
    if sheet and not request.asked:
        return Heard(ReviseAnswers(reason="Changed answers, sent by e-mail.", changes=sheet))
    return Heard(None, HOW_TO_ANSWER)


def _answer(asked: Round, replies: dict[str, str], sheet: Answers, files: Mapping[str, str]) -> Heard:
    items = {one.item for one in asked.questions}
    changes = {key: answer for key, answer in sheet.items() if key in items or key == "declaration"}
    if silent := items - set(replies) - set(changes):
        return Heard(
            None, f"These questions are still without an answer: {', '.join(sorted(silent))}. {HOW_TO_ANSWER}"
        )
    if files and replies:
        last = next(reversed(replies))
        names = "\n".join(f"Attached: {name} (SHA-256 {sha256})" for name, sha256 in files.items())
        replies = {**replies, last: f"{replies[last][: LONGEST_TEXT - len(names) - 2]}\n\n{names}"}
    return Heard(AnswerQuestions(round=asked.number, replies={**replies}, changes=changes))


def replies_in(words: str, asked: Round) -> dict[str, str]:
    """The answers to a round, item by item; where one question was asked, all the words answer it."""
    questions = {one.item: one.asks for one in asked.questions}
    opening = re.compile(rf"\s*[*•-]?\s*({'|'.join(map(re.escape, questions))})\s*:\s?(.*)", re.IGNORECASE)
    found: dict[str, list[str]] = {}
    at = ""
    for line in words.split("\n"):
        begins = opening.fullmatch(line)
        if begins and _same(begins[2], questions[begins[1].lower()]):
            at = ""  # our own question, quoted by a mail program without saying so
        elif begins:
            at = begins[1].lower()
            found[at] = [*found.get(at, []), begins[2]]
        elif at:
            found[at].append(line)
    if not found and len(questions) == 1:
        found = {next(iter(questions)): [words]}
    replies = {item: "\n".join(lines).strip()[:LONGEST_TEXT] for item, lines in found.items()}
    return {item: reply for item, reply in replies.items() if says_something(reply)}


def _same(words: str, question: str) -> bool:
    """Whether words are a question as we sent it; a quotation may have broken it off."""
    said, asked = " ".join(words.split()), " ".join(question.split())
    return bool(said) and asked.startswith(said[:60])

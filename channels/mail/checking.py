"""Looking over letters before they are used: each is written once with an example, and mistakes become sentences."""

from pathlib import Path

from channels.mail.showing import Own
from channels.mail.writing import ENDING, PACKAGED, Letters, WrongLetter
from policy import schemes

REFERENCE = schemes.EXAMPLE
EXAMPLE = {
    "reference": REFERENCE,
    "name": "Dr Rae Okafor",
    "staff": False,
    "headline": "Questions about your request",
    "lines": ("Legal Services asks:", "methods: Which model will you use?"),
    "choices": ("Answer", "Withdraw the request"),
    "due": "Monday 1 February 2027",
    "gaps": ("Answer 'title': What is the project called?",),
    "sentence": "We could not find the data that you ask for.",
    "address": Own("https://service.example/link/example"),
    "minutes": 30,
    "inviter": "Professor Ruth Abara",
}
"""All that a letter can name, with an example of it."""

OUTCOMES = ("", "approved", "refused", "published", "withdrawn")


def check_letters(folder: Path) -> list[str]:
    """What is wrong with the letters in a folder, as sentences; empty where all can be sent."""
    if not folder.is_dir():
        return [f"{folder} is no folder; write the path of the folder with your letters."]
    known = {path.name for path in PACKAGED.glob("*.txt")}
    letters, found = Letters("Data sharing requests", web="https://service.example", own=folder), []
    for path in sorted(folder.iterdir()):
        if path.suffix != ".txt":
            found.append(f"{path.name}: this is no letter; letters are called like {', '.join(sorted(known)[:2])}.")
        elif path.name != ENDING:
            found += _faults(letters, path.name)
        if path.suffix == ".txt" and path.name not in known:
            found.append(f"{path.name}: no letter has this name; there are {', '.join(sorted(known))}.")
    if (folder / ENDING).exists():
        found += _faults(letters, "anything-else.txt")
    return list(dict.fromkeys(found))


def _faults(letters: Letters, name: str) -> list[str]:
    try:
        written = [letters.write(name, {**EXAMPLE, "outcome": outcome}) for outcome in OUTCOMES]
        # Without a due day, without lines and without gaps a letter must stand as well.
        written.append(letters.write(name, {**EXAMPLE, "outcome": "", "lines": (), "gaps": (), "due": ""}))
    except WrongLetter as wrong:
        return [f"{wrong}."]
    if any(REFERENCE not in letter.text for letter in written):
        return [f"{name}: the letter does not name the reference; put {{{{ reference }}}} into {ENDING}."]
    return []

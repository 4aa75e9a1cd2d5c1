"""The rules of the house that no other tool checks: short files, opening sentences, names, arrows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
MOST_LINES = 300

EMPTY_NAMES = {
    *("core", "common", "helper", "helpers", "manager", "managers", "model", "models"),
    *("service", "services", "util", "utils"),
}
"""Names that say nothing about what lives under them, and so come to hold everything."""

# Spelled in parts, so that this file does not break its own rule.
ADDRESSES = re.compile(
    "|".join(
        [
            r"(?:pypi|npmjs)" + r"\.(?:org|com|io)",
            r"python" + r"hosted\.org",
            r"debian" + r"\.org",
            r"(?<![\w.])/" + r"work\b",
            r"(?<![\w.])/opt/(?:pypi|" + r"wheels)",
        ]
    )
)
"""Package registries, and paths of the machine a file was written on: neither belongs in a committed file."""


def house_files() -> list[Path]:
    """What is committed, or would be by `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (HOUSE / name for name in listed.stdout.split("\0") if name)
    return sorted({path for path in paths if path.is_file()})


FILES = house_files()
MODULES = [path for path in FILES if path.suffix == ".py"]


def named(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


NAMES_OF_PUBLISHERS = re.compile(
    r"\b(?:ONS|DfE|DFE|SRS|MoJ)\b(?!-\d{3}\b)|\b(?:ons|dfe)[-_]\w+|[Oo]nward[- ](?:[Dd]ata )?[Ss]haring"
)
"""Publishers and their services. Lines of their policies, such as ONS-022, may be cited anywhere."""

EVERYBODYS = ("policy", "sharing", "workflows", "activities", "records", "channels", "documents", "starter", "wiring")

SPELLED_FOR_EVER = {
    # A default of a stored value can never change its meaning; offices of other schemes are always named.
    ("sharing/messages/speaking.py", 'verifier: Key = "onward-sharing-service"'),
    # What a button was called on cards that are still about.
    ("sharing/notices/choices.py", '"to-srs": "Refer to the SRS",'),
}


SHOWN = {".html", ".css", ".js"}
"""What pages are made of."""


def test_no_publisher_is_named_outside_its_scheme() -> None:
    written = [path for path in FILES if path.suffix in SHOWN and ".min." not in path.name]
    assert written
    found = {
        (named(path), line.strip())
        for path in (*MODULES, *written)
        if named(path).split("/")[0] in EVERYBODYS and not named(path).startswith("policy/schemes/")
        for line in path.read_text().splitlines()
        if NAMES_OF_PUBLISHERS.search(line)
    }
    assert found == SPELLED_FOR_EVER


def test_the_house_has_files() -> None:
    assert Path(__file__) in MODULES


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def has_opening_sentence(source: str) -> bool:
    """Whether the first line of the module's docstring is one whole sentence."""
    opening = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    return opening.endswith((".", "?")) and len(opening.split()) > 1


@pytest.mark.parametrize(
    ("source", "opens"),
    [
        ('"""Says what lives here."""\nimport os', True),
        ('"""Says what lives here.\n\nAnd more."""', True),
        ('"""Says what lives\nhere."""', False),
        ('"""Here."""', False),
        ("# Says what lives here.", False),
        ("", False),
    ],
)
def test_an_opening_sentence_is_known_when_seen(source: str, opens: bool) -> None:
    assert has_opening_sentence(source) == opens


def test_every_module_opens_with_a_sentence() -> None:
    assert [named(path) for path in MODULES if not has_opening_sentence(path.read_text())] == []


def test_every_module_has_a_name_that_says_something() -> None:
    def parts(path: Path) -> Iterator[str]:
        yield from path.relative_to(HOUSE).with_suffix("").parts

    assert [named(path) for path in MODULES if EMPTY_NAMES.intersection(parts(path))] == []


@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "(/wo" + "rk/main/x)",
        "/opt/wh" + "eels",
    ],
)
def test_an_address_is_known_when_seen(text: str) -> None:
    assert ADDRESSES.search(text)


@pytest.mark.parametrize("text", ["docs/work/plan", "./workflows/", "/workflows", "PyPI", "https://x.uk/work/"])
def test_an_innocent_text_is_no_address(text: str) -> None:
    assert not ADDRESSES.search(text)


def test_no_file_names_a_registry_or_a_workplace() -> None:
    found = {named(path): ADDRESSES.search(path.read_text(errors="replace")) for path in FILES}
    assert {name: match.group() for name, match in found.items() if match} == {}


def test_no_file_has_the_marks_of_a_merge_that_was_not_finished() -> None:
    marks = re.compile(r"^\s*(<{7}|>{7}) ", re.MULTILINE)
    assert [named(path) for path in FILES if marks.search(path.read_text(errors="replace"))] == []


def test_imports_follow_the_arrows() -> None:
    contracts = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=HOUSE,
        check=False,
        capture_output=True,
        text=True,
    )
    assert contracts.returncode == 0, contracts.stdout + contracts.stderr

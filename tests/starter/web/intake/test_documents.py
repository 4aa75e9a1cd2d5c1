"""Documents handed in: taken by what they are and not by what they are called, and given only to who may see them."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.value import digest
from starter.spreadsheets.packed import NotTaken
from starter.web.uploading import LARGEST, Handed, check, check_for_malware, file_name
from tests.starter.web.intake import files
from tests.starter.web.intake.drafts import begun, problems, rows, version, words
from tests.starter.web.site import Site

PAGE = "/questions/ethics-self-assessment"
FILE = "answer-ethics-self-assessment-file"
SAID = {"answer-ethics-self-assessment-version": "1.0", "answer-ethics-self-assessment-author": "Dr Okafor"}


async def test_a_document_is_kept_and_given_back_as_a_file_to_be_saved(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        sent = await rae.post(f"{draft}{PAGE}", data=SAID, files={FILE: ("Ethics “final” Ŵ.pdf", files.PDF)})
        assert sent.status_code == 303
        sha256 = digest(files.PDF)
        told = {"name": "Ethics “final” Ŵ.pdf", "version": "1.0", "author": "Dr Okafor", "sha256": sha256}
        assert rows(site, draft, "ethics-self-assessment") == (told,)
        fetched = await rae.get(f"{draft}/documents/{sha256}")
        assert fetched.content == files.PDF
        assert fetched.headers["content-disposition"].startswith('attachment; filename="Ethics final .pdf"')
        assert fetched.headers["x-content-type-options"] == "nosniff"
        assert fetched.headers["content-type"] == "application/octet-stream"
    async with site.visitor("sana") as sana:
        theirs = await begun(sana)
        assert (await sana.get(f"{draft}/documents/{sha256}")).status_code == 404
        assert (await sana.get(f"{theirs}/documents/{sha256}")).status_code == 404


async def test_a_digest_typed_into_a_table_gives_nobody_a_document(site: Site) -> None:
    sha256 = site.ground.shelf.put(b"somebody else's")
    async with site.visitor("sana") as sana:
        draft = await begun(sana)
        await sana.post(f"{draft}/questions/variables", data={"answer-variables-variable": sha256})
        assert (await sana.get(f"{draft}/documents/{sha256}")).status_code == 404


async def test_what_is_said_about_a_document_can_be_mended_and_the_document_taken_away(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        await rae.post(f"{draft}{PAGE}", data={"then": "add"}, files={FILE: ("a.pdf", files.PDF)})
        assert "Document 1: fill in “Version”." in words(await rae.get(f"{draft}{PAGE}"))
        first = f"{draft}{PAGE}/rows/1"
        await rae.post(first, data={"version": await version(rae, first), **SAID})
        (kept,) = rows(site, draft, "ethics-self-assessment")
        assert (kept["name"], kept["version"], kept["sha256"]) == ("a.pdf", "1.0", digest(files.PDF))
        await rae.post(f"{first}/remove", data={"version": await version(rae, first)})
        assert rows(site, draft, "ethics-self-assessment") == ()
        assert (await rae.get(f"{draft}/documents/{kept['sha256']}")).status_code == 404


async def test_nothing_typed_beside_a_refused_file_is_lost(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = await rae.post(f"{draft}{PAGE}", data=SAID, files={FILE: ("a.exe", b"MZ\0\0")})
        assert page.status_code == 422
        assert problems(page) == [FILE]
        assert 'value="Dr Okafor"' in page.text
        page = await rae.post(f"{draft}{PAGE}", data=SAID)
        assert "Choose a file." in words(page)
        page = await rae.post(f"{draft}{PAGE}", data={**SAID, "answer-ethics-self-assessment-author": "a\u202eb"})
        assert "answer-ethics-self-assessment-author" in problems(page)


GOOD: dict[str, Callable[[], bytes]] = {
    "a.pdf": lambda: files.PDF,
    "a.docx": files.docx,
    "a.xlsx": lambda: files.xlsx([]),
    "a.ods": lambda: files.ods([]),
    "a.csv": lambda: b"a,b\n",
    "a.md": lambda: "# Ŵ".encode(),
    "a.TXT": lambda: "naïve".encode("cp1252"),
    "a.png": lambda: files.PNG,
    "a.jpeg": lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40,
}
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a program": ("a.exe", lambda: b"MZ", "kind of file is not taken"),
    "a page": ("a.html", lambda: b"<script>", "kind of file is not taken"),
    "no extension": ("passwd", lambda: b"root", "kind of file is not taken"),
    "a program called a paper": ("a.pdf", lambda: b"MZ\x90\0", "content is of another kind"),
    "a paper called a picture": ("a.png", lambda: files.PDF, "content is of another kind"),
    "a workbook called a letter": ("a.docx", lambda: files.xlsx([]), "content is of another kind"),
    "an archive called a letter": ("a.docx", lambda: files.zipped({"a": "b"}), "content is of another kind"),
    "bytes called text": ("a.txt", lambda: b"\0\1\2", "content is of another kind"),
    "macros by name": ("a.docm", files.docx, "may contain macros"),
    "macros by part": ("a.docx", lambda: files.docx(**{"word/vbaProject.bin": "x"}), "contains macros"),
    "macros by type": ("a.docx", lambda: files.docx(**{"[Content_Types].xml": "macroEnabled"}), "contains macros"),
    "other macros": ("a.ods", lambda: files.with_part(files.ods([]), "Basic/S/M.xml", b"x"), "contains macros"),
    "locked": ("a.docx", lambda: files.OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "an old letter": ("a.doc", lambda: files.OLE + b"\0" * 600, "of an old kind"),
    "a bomb": ("a.docx", lambda: files.bomb(files.docx()), "unpacks to far more"),
    "half of one": ("a.docx", lambda: files.docx()[:60], "is damaged"),
    "nothing": ("a.pdf", lambda: b"", "is empty"),
    "too much": ("a.pdf", lambda: files.PDF + b"\0" * LARGEST, "larger than 20 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_a_kind_that_is_taken_passes(name: str) -> None:
    check(Handed(name, GOOD[name]()))


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_file_is_refused_with_a_sentence(site: Site, bad: str) -> None:
    name, made, sentence = BAD[bad]
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = await rae.post(f"{draft}{PAGE}", data=SAID, files={FILE: (name, made())})
    assert page.status_code == 422
    assert sentence in words(page)
    assert rows(site, draft, "ethics-self-assessment") == ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("C:\\a.pdf", "a.pdf"),
        ("/", "document"),
        ("..", "document"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_only_ever_its_last_part_in_characters_that_can_be_read(given: str, kept: str) -> None:
    assert file_name(given) == kept


def checker(folder: Path, line: str) -> str:
    """A program that looks at documents."""
    program = folder / "checker"
    program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\n{line}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


async def test_what_the_checker_does_not_pass_is_not_taken(site: Site, tmp_path: Path) -> None:
    program = checker(tmp_path, "sys.exit(b'EICAR' in pathlib.Path(sys.argv[1]).read_bytes())")
    guarded = Site(site.house, tmp_path, SHARING_MALWARE_CHECK=program).changed(shelf=site.ground.shelf)
    async with guarded.visitor("rae") as rae:
        draft = await begun(rae)
        bad = await rae.post(f"{draft}{PAGE}", data=SAID, files={FILE: ("a.txt", b"EICAR")})
        assert "did not pass our check for malware" in words(bad)
        table = await rae.post(f"{draft}/questions/variables/table", files={"table": ("a.csv", b"EICAR")})
        assert "did not pass our check for malware" in words(table)
        assert (await rae.post(f"{draft}{PAGE}", data=SAID, files={FILE: ("a.txt", b"fine")})).status_code == 303
    assert not site.ground.shelf.has(digest(b"EICAR"))


def test_without_an_answer_of_the_checker_nothing_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotTaken, match="could not be checked"):
        check_for_malware(b"x", str(tmp_path / "no-such-program"))
    monkeypatch.setattr("starter.web.uploading.PATIENCE", 0.2)
    with pytest.raises(NotTaken, match="could not be checked"):
        check_for_malware(b"x", checker(tmp_path, "time.sleep(30)"))

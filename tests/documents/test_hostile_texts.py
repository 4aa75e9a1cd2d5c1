"""Whatever people write comes out as they wrote it, in both forms, and never as an instruction."""

import json
import unicodedata

import pytest
import typst

from documents.declared import MOST_CHARACTERS_PRINTED, MOST_ROWS_PRINTED
from documents.fixed_copy import HELD
from policy.value import LONGEST_TEXT
from sharing.messages import Asset, Organisation, ShareCondition
from tests.documents.reading import forms_of, lines_of, pages_of, run_together
from tests.documents.sample import drawn, paper
from tests.policy.answers import answers

HOSTILE = {
    "html": "<script>alert('1')</script> <b>bold</b> & &amp; &#123; <!-- no --> ]]>",
    "word": "</w:t></w:r><w:br w:type=\"page\"/><w:t>not ours</w:t> <w:p>",
    "typst": "#eval(\"1+1\") #panic() $x^2$ \\ * _ @ref <label> [box] = H - i / t: `raw` // c /* c */ -- --- ... ~",
    "typst import": "#import \"@preview/x:1.0.0\": y #read(\"/etc/passwd\") #include \"clauses.yaml\"",
    "jinja": "{{ paper.title }} {% for x in y %} {%p endfor %} {# note #} {{r x }} {%tc for %} {%- x -%}",
    "docxtpl": "{_{ }_} {_% %_} {%vm%} {% colspan 3 %} {% cellbg 'ff0000' %} {% hm %}",
    "braces": "{host} {must} {0} {} {{}} %(x)s $name ${name}",
    "formula": "=HYPERLINK(\"http://a.example/?q=1&r=2\") +1 -1 @x",
    "quotation": "'single' \"double\" “curly” ‘curly’ 5'6\" l’été ŵ Ŷ £ € ½ ≤ − – —",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_text_wherever_it_stands(name: str) -> None:
    text = HOSTILE[name]
    given = answers(
        title=text,
        lay_summary=f"{text}\n{text}",
        variables=({"asset": text, "variable": text, "why": text, "odd-column": text},),
        places=({"what": "storage", "where": text, "country": text, "who": text},),
    )
    made = drawn(
        given,
        agreement_title=f"Agreement {text}",
        transfer=text,
        retention=text,
        further=text,
        note=text,
        gateways=(text,),
        exceptions=(text,),
        organisations=(Organisation(key="x", type="odd", title=text),),
        assets=(Asset(key="y", title=text, third_party=text),),
        conditions=(ShareCondition(key="z", text=text, evidence=text),),
    )
    lines = lines_of(made.document)
    assert sum(line.count(text) for line in lines) >= 20
    # Once on the cover, twice as a summary, and so on: 20 cells and paragraphs are the text and nothing else.
    assert sum(line == text for line in lines) >= 15
    assert forms_of(made)["fixed copy"].count(run_together(text)) >= 20


def test_a_paragraph_of_the_longest_text_is_kept_whole() -> None:
    sentence = "Each death is placed in the labour market in which the person lived & worked. "
    text = (sentence * (LONGEST_TEXT // len(sentence))).strip()
    made = drawn(answers(justification=text))
    assert text in lines_of(made.document)
    assert run_together(text) in forms_of(made)["fixed copy"]


def test_a_word_of_20000_characters_is_kept_whole_and_stays_on_the_page() -> None:
    word = "abcdefghi_" * (LONGEST_TEXT // 10)
    made = drawn(answers(justification=word, variables=({"asset": "a", "variable": word[:2000], "why": "b"},)))
    assert word in lines_of(made.document)
    text = forms_of(made)["fixed copy"]
    assert word in text
    # Each page holds only what fits: a word that ran off the edge would leave nearly all of itself on one line.
    assert max(len(line) for page in pages_of(made.fixed_copy) for line in page.splitlines()) < 160


def test_three_thousand_variables_are_all_printed_in_order() -> None:
    rows = tuple(
        {"asset": "death-registrations", "variable": f"VAR_{n:05}_X", "why": f"Needed <b>&</b> #{n}"}
        for n in range(3_000)
    )
    made = drawn(answers(variables=rows))
    lines = lines_of(made.document)
    start = lines.index("VAR_00000_X")
    assert lines[start : start + 9_000 : 3] == [row["variable"] for row in rows]
    assert lines[start + 1 : start + 9_000 : 3] == [row["why"] for row in rows]
    text = forms_of(made)["fixed copy"]
    assert [n for n in range(3_000) if f"VAR_{n:05}_XNeeded<b>&</b>#{n}" not in text] == []


@pytest.mark.parametrize(
    "rows",
    [
        tuple({"asset": "a", "variable": f"v{n}", "why": "w"} for n in range(MOST_ROWS_PRINTED + 1)),
        tuple({"asset": "a", "variable": "v", "why": "w" * 2_000} for _ in range(MOST_CHARACTERS_PRINTED // 2_000)),
    ],
    ids=["many rows", "long rows"],
)
def test_a_table_that_nobody_could_read_is_a_term_by_its_digest(rows: tuple[dict[str, str], ...]) -> None:
    variables = paper(answers(variables=rows)).schedules[0].statements[1]
    assert variables.table is None
    assert f"This table has {len(rows):,} rows" in variables.paragraphs[0]
    assert "answer “variables” of the request" in variables.paragraphs[0]
    assert "f" * 64 in variables.paragraphs[0]


def test_what_the_typefaces_do_not_hold_is_written_as_its_number_in_the_fixed_copy_alone() -> None:
    text = "Emoji \U0001f600, 中文, हिन्दी, \ufeffmark"
    made = drawn(answers(methods=text))
    assert text in lines_of(made.document)
    fixed = forms_of(made)["fixed copy"]
    assert "Emoji[U+1F600],[U+4E2D][U+6587]," in fixed
    assert "[U+FEFF]mark" in fixed
    assert run_together("Characters that this typeface does not hold") in fixed
    assert run_together("Characters that this typeface does not hold") not in forms_of(drawn())["fixed copy"]


def test_what_xml_cannot_hold_is_written_as_its_number() -> None:
    made = drawn(answers(methods="bell \x07 null \x00 not a character \ufffe, vertical \x0b feed \x0c"))
    wanted = "bell [U+0007] null [U+0000] not a character [U+FFFE], vertical [U+000B] feed [U+000C]"
    assert wanted in lines_of(made.document)
    assert run_together(wanted) in forms_of(made)["fixed copy"]


def test_tabs_and_line_feeds_are_kept() -> None:
    made = drawn(answers(methods="one\ttwo\n\nthree"))
    lines = lines_of(made.document)
    assert lines[lines.index("one\ttwo") + 1] == "three"
    assert "onetwothree" in forms_of(made)["fixed copy"]


def test_the_typefaces_hold_every_character_that_we_say_they_hold() -> None:
    held = [chr(code) for first, last in HELD for code in range(first, last + 1)]
    texts = [one for one in held if unicodedata.category(one) != "Cn"]
    texts += [f"a{mark}{other}" for mark in map(chr, range(0x300, 0x370)) for other in "\u0301\u0323"]
    source = '#set document(title: "t")\n#set text(lang: "en", font: "Libertinus Serif")\n'
    source += "= t\n#for one in json(bytes(sys.inputs.texts)) [#one\\ ]"
    typst.compile(
        source.encode(),
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"texts": json.dumps(texts)},
        format="pdf",
        pdf_standards=["ua-1"],
    )

"""The register keeps every version, and gives itself out as JSON and as CSV that no spreadsheet can be fooled by."""

import csv
import io
import json
import re

import pytest

from activities.ports import TransparencyRegister
from policy.schemes.ons_onward_sharing.papers import REGISTER
from records import Contradiction, SqlRecords, Unkeepable
from records.hdr_uk import COLUMN_OF
from records.register import guarded
from tests.records.sample import an_entry

TEMPLATE = (
    "Project ID,Organisation name*,Organisation ID,Organisation sector,Applicant name(s),Applicant ID,"
    "Funders/ Sponsors,DEA accredited researcher?,Sub-licence arrangements (if any)?,Project title*,Lay summary*,"
    "Public benefit statement*,Request category type,Technical summary,Other approval committees,Project start date,"
    "Project end date,Latest approval date*,Dataset(s) name*,Data sensitivity level,"
    "Legal basis for provision of data under Article 6,Lawful conditions for provision of data under Article 9,"
    "Common Law Duty of Confidentiality,National data opt-out applied?,Request frequency,"
    '"For linked datasets, specify how the linkage will take place",Description of the confidential data being used,'
    "Release/Access date,Access type*,How has data been processed to enhance privacy?,Link to research outputs\r\n"
)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_entry_is_published_once_at_its_address(kept: SqlRecords) -> None:
    register = kept.register()
    port: TransparencyRegister = register
    assert port.publish(an_entry()) == "/register/ONS-2026-0001"
    assert register.publish(an_entry()) == "/register/ONS-2026-0001"
    [entry] = register.entries()
    assert (entry.reference, entry.version, entry.fields) == ("ONS-2026-0001", 1, an_entry().fields)
    assert len(register.changes()) == 1


def test_the_address_begins_as_configured_and_stays_as_published(kept: SqlRecords) -> None:
    assert kept.register("https://register.example/shares/").publish(an_entry()) == (
        "https://register.example/shares/ONS-2026-0001"
    )
    assert kept.register().publish(an_entry()) == "https://register.example/shares/ONS-2026-0001"


def test_a_published_version_is_never_changed(kept: SqlRecords) -> None:
    register = kept.register()
    register.publish(an_entry())
    with pytest.raises(Contradiction, match="Publish a new version"):
        register.publish(an_entry(title="Something else"))
    assert register.entries()[0].fields["title"] == "Deaths after discharge"


def test_a_new_version_takes_the_place_of_the_old_which_stays_on_record(kept: SqlRecords) -> None:
    register = kept.register()
    register.publish(an_entry())
    register.publish(an_entry(2, title="Deaths after hospital", funder="NIHR"))
    register.publish(an_entry(1, "ONS-2026-0002"))
    assert [(one.reference, one.version) for one in register.entries()] == [
        ("ONS-2026-0001", 2),
        ("ONS-2026-0002", 1),
    ]
    assert [one.version for one in register.versions("ONS-2026-0001")] == [1, 2]
    assert [(one.reference, one.version, one.new, one.changed) for one in register.changes()] == [
        ("ONS-2026-0002", 1, True, ()),
        ("ONS-2026-0001", 2, False, ("title", "funder")),
        ("ONS-2026-0001", 1, True, ()),
    ]
    assert register.versions("ONS-2026-0009") == ()
    assert register.entries("another") == ()


def test_json_and_csv_tell_the_same(kept: SqlRecords) -> None:
    register = kept.register()
    register.publish(an_entry(title='Quotes " and, commas\nand lines; Ŵyr', funder="NIHR"))
    register.publish(an_entry(1, "ONS-2026-0002", output_links="https://x.example"))
    told = json.loads(register.as_json())
    rows = _rows(register.as_csv())
    assert [one["reference"] for one in told["entries"]] == [row["reference"] for row in rows]
    for one, row in zip(told["entries"], rows, strict=True):
        assert {key: row[key] for key in one["fields"]} == one["fields"]
        assert row["address"] == one["address"] == f"/register/{row['reference']}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["published-at"])
    assert (rows[0]["output-links"], rows[1]["funder"]) == ("", "")
    assert (
        register.as_csv().split("\r\n")[0].startswith("reference,version,schema-version,published-at,address,title,")
    )


def test_an_empty_register_has_its_headers(kept: SqlRecords) -> None:
    assert json.loads(kept.register().as_json()) == {"register": "transparency-register", "entries": []}
    assert kept.register().as_csv() == "reference,version,schema-version,published-at,address\r\n"
    assert kept.register().as_hdr_uk_csv() == TEMPLATE


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")')


def test_no_cell_is_a_formula(kept: SqlRecords) -> None:
    register = kept.register()
    for number, cell in enumerate(FORMULAS, start=1):
        register.publish(an_entry(1, f"ONS-2026-{number:04}", title=cell))
    guards = [f"'{cell}" for cell in FORMULAS]
    assert [guarded(cell) for cell in FORMULAS] == guards
    assert [row["title"] for row in _rows(register.as_csv())] == guards
    assert [row["Project title*"] for row in _rows(register.as_hdr_uk_csv())] == guards
    assert [entry.fields["title"] for entry in register.entries()] == list(FORMULAS)


@pytest.mark.parametrize("cell", ["", "a=b", "1-2", " =1", "’tis"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_the_health_data_template_has_its_exact_headers_and_our_fields(kept: SqlRecords) -> None:
    register = kept.register()
    register.publish(
        an_entry(sharing_pattern="ongoing", recipient_type="university", organisation="University of Leeds")
    )
    text = register.as_hdr_uk_csv()
    assert text.startswith(TEMPLATE)
    [row] = _rows(text)
    assert len(row) == 31
    filled = {header: cell for header, cell in row.items() if cell}
    assert filled == {
        "Project ID": "ONS-2026-0001",
        "Organisation name*": "University of Leeds",
        "Organisation sector": "Academic Institute",
        "Project title*": "Deaths after discharge",
        "Lay summary*": "We link, “carefully”.\nThen we count.",
        "Request frequency": "Recurring",
    }


def test_every_mapped_field_is_one_of_the_register_and_every_required_column_is_mapped() -> None:
    assert set(COLUMN_OF) <= {field.key for field in REGISTER.fields}
    required = {header for header in _rows(TEMPLATE + "\r\n" + "," * 30)[0] if header.endswith("*")}
    assert len(required) == 7
    assert required <= set(COLUMN_OF.values())


def test_an_entry_with_nul_is_refused(kept: SqlRecords) -> None:
    with pytest.raises(Unkeepable, match="NUL"):
        kept.register().publish(an_entry(title="a\0b"))
    assert kept.register().entries() == ()

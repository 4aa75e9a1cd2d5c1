"""Health Data Research UK's template of a data use register (version 2): its 31 columns, and what of ours goes there.

A column that the register says nothing about stays empty; nothing is guessed.
"""

from collections.abc import Mapping

HEADERS = (
    "Project ID",
    "Organisation name*",
    "Organisation ID",
    "Organisation sector",
    "Applicant name(s)",
    "Applicant ID",
    "Funders/ Sponsors",
    "DEA accredited researcher?",
    "Sub-licence arrangements (if any)?",
    "Project title*",
    "Lay summary*",
    "Public benefit statement*",
    "Request category type",
    "Technical summary",
    "Other approval committees",
    "Project start date",
    "Project end date",
    "Latest approval date*",
    "Dataset(s) name*",
    "Data sensitivity level",
    "Legal basis for provision of data under Article 6",
    "Lawful conditions for provision of data under Article 9",
    "Common Law Duty of Confidentiality",
    "National data opt-out applied?",
    "Request frequency",
    "For linked datasets, specify how the linkage will take place",
    "Description of the confidential data being used",
    "Release/Access date",
    "Access type*",
    "How has data been processed to enhance privacy?",
    "Link to research outputs",
)

COLUMN_OF = {
    "organisation": "Organisation name*",
    "recipient-type": "Organisation sector",
    "title": "Project title*",
    "lay-summary": "Lay summary*",
    "public-benefit": "Public benefit statement*",
    "statistical-use": "Technical summary",
    "agreement-starts": "Project start date",
    "agreement-ends": "Project end date",
    "approved-on": "Latest approval date*",
    "assets": "Dataset(s) name*",
    "sharing-pattern": "Request frequency",
    "linkage": "For linked datasets, specify how the linkage will take place",
    "access-type": "Access type*",
    "output-links": "Link to research outputs",
}
"""Which field of a register entry goes into which column. `Project ID` is the reference."""

_WORDS = {
    "Organisation sector": {
        "university": "Academic Institute",
        "company": "Commercial",
        "local-authority": "Local authority",
        "charity": "Independent Sector Organisation",
        "health-body": "Government Agency (Health and Adult Social Care)",
        "government-department": "Government Agency (Other)",
        "devolved-government": "Government Agency (Other)",
    },
    "Request frequency": {"one-off": "One-off", "ongoing": "Recurring"},
}
"""The template's own words for answers that have a fixed list there; other words are passed on as they are."""


def hdr_row(reference: str, fields: Mapping[str, str]) -> dict[str, str]:
    """A register entry as a row of the template."""
    row = dict.fromkeys(HEADERS, "")
    row["Project ID"] = reference
    for key, column in COLUMN_OF.items():
        text = fields.get(key, "")
        row[column] = _WORDS.get(column, {}).get(text, text)
    return row

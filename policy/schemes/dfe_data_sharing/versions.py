"""The versions of what the Department publishes beside its policy. Each changes by itself, several times a year."""

from datetime import date

from policy.scheme import Artefact

GUIDE = "https://www.gov.uk/guidance/how-to-access-department-for-education-dfe-data-extracts"

FORM_VERSION = "2024-04-04"
ISQ_VERSION = "2023-06-30"
OUTPUT_RULES = "2024-04-04"
TERMS_VERSION = "2024-04-04"  # †: the page dates the standard terms nowhere

_FORM_DATES = (
    date(2022, 1, 7), date(2022, 4, 5), date(2022, 6, 30), date(2022, 9, 30), date(2023, 1, 24), date(2023, 4, 5),
    date(2023, 6, 30), date(2023, 9, 28), date(2024, 4, 4),
)  # fmt: skip

ARTEFACTS = (
    Artefact(key="form", title="Application form", clause="DFE-032", version=FORM_VERSION, published=_FORM_DATES),
    Artefact(
        key="guidance",
        title="Application form guidance",
        clause="DFE-032",
        version=FORM_VERSION,
        published=_FORM_DATES,
        link=GUIDE,
    ),
    Artefact(
        key="isq",
        title="Information security questionnaire",
        clause="DFE-058",
        version=ISQ_VERSION,
        published=(date(2022, 1, 7), date(2022, 6, 30), date(2023, 6, 30)),
        link=GUIDE,
    ),
    Artefact(
        key="output-rules",
        title="Statistical disclosure control rules of DfE and ONS",
        clause="DFE-056",
        version=OUTPUT_RULES,
        published=(date(2023, 6, 30), date(2024, 4, 4)),
        link=GUIDE,
    ),
    Artefact(
        key="standard-terms",
        title="Standard terms and conditions",
        clause="DFE-039",
        version=TERMS_VERSION,
        published=(date(2024, 4, 4),),
        link="mailto:data.sharing@education.gov.uk?subject=Standard%20terms%20and%20conditions",
    ),
)

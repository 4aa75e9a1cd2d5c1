"""The first version of the Department's catalogue: its data sets and channels, as the published page tells them.

The page's update history says when each was named; where it is silent, the assumption stands beside the entry (†).
"""

from datetime import date
from typing import Any

from policy.catalogue import (
    Accreditation,
    Catalogue,
    Channel,
    ChannelKind,
    DataSet,
    DataTable,
    Offer,
    Platform,
    Variable,
)

FIRST = date(2022, 1, 7)
GUIE_LINKED = date(2023, 1, 24)
CEYSP_LINKED = date(2023, 6, 30)
WORKFORCE_TOLD = date(2023, 9, 28)
DEA = date(2023, 12, 7)
DAY_BEFORE_DEA = date(2023, 12, 6)
REVISED = date(2024, 4, 4)

CONTACT = "data.sharing@education.gov.uk"
SRS_CONTACT = "srs.customer.support@ons.gov.uk"
ACCREDITATION_SERVICE = "https://researchaccreditationservice.ons.gov.uk/"
APPLYING_TO_MOJ = "https://www.gov.uk/guidance/ministry-of-justice-data-first"
EXPLORER = "https://www.find-npd-data.education.gov.uk/"
GUIDE = "https://www.gov.uk/guidance/how-to-access-department-for-education-dfe-data-extracts"

CHANNELS = (
    Channel(
        key="accreditation",
        kind=ChannelKind.ACCREDITATION,
        title="the ONS Research Accreditation Service",
        clause="DFE-002",
        power="Digital Economy Act 2017, section 64",
        link=ACCREDITATION_SERVICE,
        contact=SRS_CONTACT,
        platform="srs",
        deidentified=True,
        accredited_for="disclosure",
        since=DEA,
    ),
    Channel(
        key="ons-direct",
        kind=ChannelKind.ACCREDITATION,
        title="the Office for National Statistics directly",
        clause="DFE-012",
        link=ACCREDITATION_SERVICE,
        contact=SRS_CONTACT,
        platform="srs",
        since=FIRST,
        until=DAY_BEFORE_DEA,
    ),
    Channel(
        key="secure-access",
        kind=ChannelKind.SECURE_ACCESS,
        title="the DfE data sharing service, for access in the ONS Secure Research Service",
        clause="DFE-008",
        contact=SRS_CONTACT,
        platform="srs",
        since=FIRST,
    ),
    Channel(
        key="direct-supply",
        kind=ChannelKind.DIRECT_SUPPLY,
        title="the DfE data sharing service, for a direct supply",
        clause="DFE-009",
        contact=CONTACT,
        since=FIRST,
    ),
    Channel(
        key="moj-data-first",
        kind=ChannelKind.PARTNER,
        title="Ministry of Justice Data First",
        clause="DFE-010",
        link=APPLYING_TO_MOJ,
        form=APPLYING_TO_MOJ,
        since=FIRST,
    ),
    Channel(
        key="contact",
        kind=ChannelKind.CONTACT,
        title="the DfE data sharing service",
        clause="DFE-031",
        contact=CONTACT,
        since=FIRST,
    ),
)

PLATFORMS = (
    Platform(
        key="srs",
        title="ONS Secure Research Service",
        processor="ons",
        clause="DFE-003",
        contact=SRS_CONTACT,
        since=FIRST,
    ),
)
ACCREDITATIONS = (Accreditation(processor="ons", accredited_for="disclosure", clause="DFE-006", since=DEA),)


def _table(key: str, title: str, version: str, since: date, clause: str, **more: Any) -> DataTable:
    return DataTable(key=key, title=title, version=version, since=since, clause=clause, link=GUIDE, **more)


# The workbooks are no part of this; `starter catalogue import` brings in their variables. The few of the national
# pupil database stand for them, so that the people of the sample directory can ask for something.
TABLES = (
    _table("he", "Higher education", "2023-06-30", date(2023, 6, 30), "DFE-040"),
    _table("ilr", "Individualised learner record (ILR)", "2023-09-28", WORKFORCE_TOLD, "DFE-041"),
    _table(
        "npd",
        "National pupil database (NPD)",
        "2024-04-04",
        REVISED,
        "DFE-042",
        explorer=EXPLORER,
        variables=(
            Variable(name="KS4_ATT8", title="Attainment 8 score", group="Key stage 4"),
            Variable(name="KS2_READSCORE", title="Reading, scaled score", group="Key stage 2"),
            Variable(name="AcademicYear", title="Academic year", group="Census"),
            Variable(name="FSMeligible", title="Eligible for free school meals", group="Census"),
            Variable(name="SENprovision", title="Provision for special educational needs", group="Census"),
        ),
    ),
    _table("swc", "School workforce census (SWC)", "2023-09-28", WORKFORCE_TOLD, "DFE-043"),
)

_DEIDENTIFIED = ("individuals", "bodies-corporate")


def _available(clause: str, version: str = "") -> Offer:
    """Through the accreditation service since the page told of the Digital Economy Act."""
    return Offer(
        status="available",
        channel="accreditation",
        clause=clause,
        version=version,
        since=DEA,
        deidentified=_DEIDENTIFIED,
    )


def _linked(clause: str, since: date) -> Offer:
    """The page linked to ONS for it before the Act was used: by ONS directly, under no accreditation for the Act."""
    return Offer(status="available", channel="ons-direct", clause=clause, since=since, until=DAY_BEFORE_DEA)


def _not_yet(status: str, clause: str, since: date) -> Offer:
    return Offer.model_validate({"status": status, "channel": "accreditation", "clause": clause, "since": since})


OWNER = "dfe-data-owner"


def _set(key: str, title: str, *offers: Offer, **more: Any) -> DataSet:
    return DataSet(key=key, title=title, owner=OWNER, offers=offers, **more)


DATA_SETS = (
    _set("leo", "Longitudinal education outcomes (LEO) study", _available("DFE-013")),
    _set("guie", "Growing up in England (GUiE)", _linked("DFE-014", GUIE_LINKED), _available("DFE-014")),
    _set(
        "ceysp",
        "Childcare and early years survey of parents (CEYSP)",
        _linked("DFE-015", CEYSP_LINKED),
        _available("DFE-015"),
    ),
    _set(
        "fewdc",
        "Further education workforce data collection (FEWDC)",
        _linked("DFE-016", WORKFORCE_TOLD),
        _available("DFE-016"),
    ),
    # † No later entry of the update history names these three (nor LEO): they count from that of 7 December 2023.
    _set("cot20s", "Children of the 2020s (COT20s)", _available("DFE-017")),
    _set("working-lives", "Working lives of teachers and leaders", _available("DFE-018")),
    _set("ceysp", "Childcare and early years survey of parents, wave 2", _available("DFE-019"), wave="wave-2"),
    _set("grade", "Grading and admission data for England (GRADE), refresh", _not_yet("planned", "DFE-021", DEA)),
    _set("lypse", "Longitudinal young persons' study in England", _not_yet("planned", "DFE-021", DEA)),
    _set("sies", "Student Income and Expenditure Survey (SIES)", _not_yet("planned", "DFE-021", DEA)),
    _set("send-futures", "Special Educational Needs and Disabilities Futures", _not_yet("planned", "DFE-021", DEA)),
    _set(
        "npd",
        "National pupil database (NPD)",
        _not_yet("ambition", "DFE-022", DEA),
        tables=("npd",),
        explorer=EXPLORER,
    ),
    _set("pupil-parent", "Pupil parent matched data", _not_yet("ambition", "DFE-022", WORKFORCE_TOLD)),
    _set("he", "Higher education records", tables=("he",)),
    _set("ilr", "Individualised learner record (ILR)", tables=("ilr",)),
    _set("swc", "School workforce census (SWC)", tables=("swc",)),
    _set(
        "moj-dfe",
        "Linked Ministry of Justice and DfE data",
        Offer(status="available", channel="moj-data-first", clause="DFE-010", since=FIRST),
        restrictions=("Applied for at the Ministry of Justice, by its own form.",),
    ),
)

CATALOGUE = Catalogue(
    title="Data of the Department for Education",
    channels=CHANNELS,
    platforms=PLATFORMS,
    accreditations=ACCREDITATIONS,
    tables=TABLES,
    data_sets=DATA_SETS,
)

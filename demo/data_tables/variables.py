"""Four invented data tables: their modules, and variables that no register holds."""

from demo.data_tables.laying_out import Book, Line


def _lines(prefix: str, years: str, *told: tuple[str, str, int, str]) -> tuple[Line, ...]:
    return tuple(Line(f"{prefix}{name}", text, years, risk, level) for name, text, risk, level in told)


PERSON = (
    ("PersonRefAnonymous", "Meaningless number of the person, the same in every module", 2, "D"),
    ("BirthMonth", "Month of birth", 3, "D"),
    ("BirthYear", "Year of birth", 3, "D"),
    ("Gender", "Gender as recorded", 5, "D"),
    ("EthnicGroupMajor", "Ethnic group, major grouping", 5, "B"),
    ("AreaCode", "Small area of the home address", 2, "C"),
)

HE = Book(
    "he",
    "Higher education",
    "2026-09-01",
    "1 September 2026",
    "HE alias",
    {
        "Student": _lines("HE_", "2008/09 to 2024/25", *PERSON),
        "Course": _lines(
            "HE_",
            "2008/09 to 2024/25",
            ("SubjectGroup", "Subject of the course, in groups", 6, "E"),
            ("ModeOfStudy", "Full time, part time or another mode", 6, "E"),
            ("YearOfCourse", "Year of the course that the student is in", 6, "E"),
            ("DegreeClass", "Class of the degree that was awarded", 5, "D"),
            ("EntryTariff", "Points at entry, in bands", 5, "D"),
        ),
        "Leavers": _lines(
            "HE_",
            "2012/13 to 2022/23",
            ("DestinationGroup", "Activity after the course, in groups", 5, "C"),
            ("SalaryBand", "Salary after the course, in bands of £5,000", 4, "B"),
        ),
    },
)

ILR = Book(
    "ilr",
    "Individualised learner record (ILR)",
    "2026-09-01",
    "1 September 2026",
    "ILR alias",
    {
        "Learner": _lines(
            "ILR_",
            "2010/11 to 2024/25",
            *PERSON,
            ("LearningDifficulty", "Whether a learning difficulty is recorded", 4, "A"),
            ("PriorAttainment", "Highest level before the aim began", 6, "D"),
        ),
        "Aims": _lines(
            "ILR_",
            "2010/11 to 2024/25",
            ("AimReference", "Reference of the learning aim", 6, "E"),
            ("AimStart", "Month in which the aim began", 5, "E"),
            ("AimOutcome", "Whether the aim was achieved", 5, "D"),
            ("FundingModel", "How the aim was paid for", 6, "E"),
            ("Apprenticeship", "Whether the aim belongs to an apprenticeship", 6, "E"),
        ),
    },
)

NPD = Book(
    "npd",
    "National pupil database (NPD)",
    "2026-09-01",
    "1 September 2026",
    "NPD alias",
    {
        "Census": (
            *_lines("CENSUS_", "Spring 2007 to spring 2026", *PERSON),
            Line("AcademicYear", "Academic year of the census", "2006/07 to 2025/26", 6, "E"),
            Line("FSMeligible", "Eligible for free school meals", "2006/07 to 2025/26", 5, "C"),
            Line("SENprovision", "Provision for special educational needs", "2014/15 to 2025/26", 4, "A"),
            Line("LanguageGroup", "First language, in groups", "2006/07 to 2025/26", 5, "C"),
        ),
        "Absence": _lines(
            "ABS_",
            "2006/07 to 2024/25",
            ("SessionsPossible", "Sessions that the pupil could have attended", 6, "E"),
            ("SessionsMissed", "Sessions missed, for whatever reason", 5, "D"),
            ("OverallAbsence", "Sessions missed in percent of those possible", 5, "D"),
        ),
        "Key stage 2": (
            Line("KS2_READSCORE", "Reading, scaled score", "2015/16 to 2024/25", 5, "D"),
            Line("KS2_MATSCORE", "Mathematics, scaled score", "2015/16 to 2024/25", 5, "D"),
            Line("KS2_GPSSCORE", "Grammar, punctuation and spelling, scaled score", "2015/16 to 2024/25", 5, "D"),
        ),
        "Key stage 4": (
            Line("KS4_ATT8", "Attainment 8 score", "2015/16 to 2024/25", 5, "D"),
            Line("KS4_ENTRIES", "Number of subjects entered", "2015/16 to 2024/25", 6, "E"),
            Line("KS4_BASICS95", "Grade 5 or above in English and mathematics", "2016/17 to 2024/25", 5, "D"),
        ),
    },
)

SWC = Book(
    "swc",
    "School workforce census (SWC)",
    "2026-09-01",
    "1 September 2026",
    "SWC alias",
    {
        "Staff": _lines("SWC_", "November 2010 to November 2025", *PERSON),
        "Contracts": _lines(
            "SWC_",
            "November 2010 to November 2025",
            ("PostGroup", "Post held, in groups", 6, "E"),
            ("HoursGroup", "Hours of the contract, in groups", 6, "E"),
            ("PayBand", "Pay, in bands of £5,000", 4, "B"),
            ("ContractStart", "Year in which the contract began", 5, "D"),
            ("LeavingReason", "Why the contract ended, in groups", 5, "C"),
        ),
        "Qualifications": _lines(
            "SWC_",
            "November 2010 to November 2025",
            ("QualificationLevel", "Highest level of qualification", 6, "D"),
            ("QualificationSubject", "Subject of the qualification, in groups", 6, "E"),
        ),
    },
)

BOOKS = (HE, ILR, NPD, SWC)

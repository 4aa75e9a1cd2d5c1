"""A complete answer sheet for the ONS form, and what becomes of it when single answers change."""

from policy.form import Answer, Answers
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING

FORM = ONS_ONWARD_SHARING.form

DPIA = {"name": "dpia.pdf", "version": "2", "author": "Data Protection Lead", "sha256": "a" * 64}
ETHICS = {"name": "ethics.pdf", "version": "1", "author": "Principal Investigator", "sha256": "b" * 64}

COMPLETE: Answers = {
    "recipient-type": "university",
    "organisations": (
        {"name": "University of Bristol", "role": "recipient", "signatory": "Head of Research Contracts"},
    ),
    "signatory": "yes",
    "governance": "The Data Governance Board oversees the use; the Pro Vice-Chancellor answers for it.",
    "compliance": "Two agreements with ONS since 2019, audited in 2024 without findings.",
    "title": "Deaths after heat",
    "lay-summary": "We study who dies on hot days, so that warnings reach those who need them.",
    "purpose-kind": "statistical",
    "justification": "Published tables give deaths by month; heat acts within days.",
    "necessity": "Without dates of death no effect of single hot days can be estimated.",
    "statistical-use": "Estimates of excess mortality by day, age and deprivation.",
    "methods": "Distributed-lag models, fitted by area.",
    "outputs": "Two papers and a table for each region, with counts below ten suppressed.",
    "public-benefit": "Heat-health warnings can be set at the right temperature for each region.",
    "public-interest": "no",
    "needs-records": "yes",
    "why-not-published": "Published counts are monthly.",
    "why-not-anonymous": "Without dates the data say nothing about heat.",
    "why-not-synthetic": "Synthetic deaths do not follow the weather.",
    "tre-possible": "no",
    "why-not-tre": "The weather model runs on 40 nodes and cannot be brought in.",
    "tre-evidence": ({"evidence": "Trial of March 2026", "shows": "The model did not fit."},),
    "held-by": "ons",
    "variables": ({"asset": "death-registrations", "variable": "DODYR", "why": "Day of death"},),
    "time-periods": "Deaths registered from January 2015 to December 2024",
    "sharing-pattern": "one-off",
    "natural-persons": "yes",
    "subjects": ("natural-person",),
    "identifiable": "with-published-information",
    "lawful-basis": "Article 6(1)(e) and Article 9(2)(j)",
    "dpia": (DPIA,),
    "ethics-self-assessment": (ETHICS,),
    "places": (
        {"what": "storage", "where": "Data Centre 1", "country": "United Kingdom", "who": "IT Services"},
        {"what": "processing", "where": "Data Centre 1", "country": "United Kingdom", "who": "IT Services"},
        {"what": "access", "where": "Offices in Bristol", "country": "United Kingdom", "who": "Four researchers"},
    ),
    "all-in-uk": "yes",
    "security": "ISO 27001, valid to June 2028; encrypted discs; no remote access.",
    "confidentiality": "Named people only, each of whom has signed an undertaking.",
    "transfer": "ons-secure-transfer",
    "use-starts": "2027-04-01",
    "use-ends": "2029-03-31",
    "retention": "Until March 2029; then overwritten and certified.",
    "no-onward-sharing": "yes",
    "penalty-warning": "yes",
    "declaration": "yes",
}


def answers(without: tuple[str, ...] = (), /, **changes: Answer) -> Answers:
    """The complete answers, without some, with others changed; hyphens of keys are written as underscores."""
    changed = COMPLETE | {key.replace("_", "-"): answer for key, answer in changes.items()}
    return {key: answer for key, answer in changed.items() if key not in without}

"""What the ONS policy leaves open and we have filled in: defaults, to be confirmed or changed by ONS."""

from policy.schemes.ons_onward_sharing.clocks import ALLOWANCES

_DAYS = {
    f"days/{allowance.what}": f"{allowance.days} working days, reminders after "
    + (", ".join(str(day) for day in allowance.remind) or "none")
    for allowance in ALLOWANCES
}

ASSUMPTIONS = _DAYS | {
    "days/total": "40 working days on our side from receipt to decision (ambiguity A5).",
    "days/silence": (
        "A silent requester is warned after 30 working days; 10 after a delivered warning the "
        "request lapses. It can be taken up again for a year."
    ),
    "days/stalling": (
        "An approval not signed after 20 working days is reported to its Information Asset Owner, "
        "and returns after 60."
    ),
    "policy-version": "The published text has neither number nor date; we call it version 1.",
    "chasing": (
        "Where the policy names no superior (disclosure control, data governance, ethics) the Chief"
        " Data Officer is told of delay; of Legal's also the Head of Legal and Data Services."
    ),
    "head-of-onward-sharing-service": "The policy names no head of the Onward Sharing Service.",
    "security": "Security in the group and the Security and Information Management Team are one seat (A14).",
    "gateway-label": "“Section 39(c)” is read as section 39(4)(c) of the SRSA 2007 (A1).",
    "gateway-limbs": (
        "Of section 39(4) the limbs (a), (c), (h) and (i) are listed; the others do not serve "
        "statistics. Legal may add any (ONS-110)."
    ),
    "gateway-recipients": (
        "Section 42: devolved governments, departments, local authorities, health bodies. Section "
        "53A: devolved governments. Section 9 Statistics of Trade Act: departments and devolved "
        "governments. To be confirmed with counsel (A13)."
    ),
    "not-personal": "A request for records that describe nobody goes to publication, not out of scope.",
    "first-screening": (
        "The checklist: complete, necessity, data described, alternatives, the recipient's "
        "governance, compliance and security, authority to speak."
    ),
    "agreement-kinds": (
        "A memorandum of understanding between governments, or a commercial contract with a "
        "company, counts as the Data Sharing Agreement if it has all of its clauses."
    ),
    "agreement-clauses": (
        "The clauses follow the Information Commissioner's data sharing code and what the policy asks."
    ),
    "impact": "Which opinions a changed answer re-opens beside those of Legal and data protection.",
    "ethics-author": ("The ethics seat speaks as author of the assessment that Legal and Data Services scrutinise."),
    "exclusions": "Nobody decides on an asset and advises in the group, or reviews, on the same request.",
    "register-fields": (
        "The register's second schema, with what the register of the Digital Economy Act tells besides, and the five "
        "grounds for withholding an entry (A6)."
    ),
    "review-date": "A share is looked at again a year after it starts, or at its end where that comes first.",
    "complex": "Whether a share is complex is judged at triage (A3).",
    "publication-by": "The Onward Sharing Service sees to publishing data that are not identifiable.",
}

"""What the Department's page leaves open and we have filled in (†): defaults, to be confirmed or changed by DfE."""

from policy.schemes.dfe_data_sharing.clocks import ALLOWANCES

_DAYS = {
    f"days/{allowance.what}": f"{allowance.days} working days, reminders after "
    + (", ".join(str(day) for day in allowance.remind) or "none")
    for allowance in ALLOWANCES
}

ASSUMPTIONS = _DAYS | {
    "offices": "The page names its data sharing service. Every other office, and who is above whom, is assumed.",
    "path": "The page gives no order after submission: check, advice on data, opinions, decision, agreement.",
    "ladder": "The owner of each data set decides; the data board is above, the chief data officer besides.",
    "approval-panel": "The three exemptions are considered by the data sharing approval panel (ambiguity A10).",
    "questionnaire": "The security questionnaire is asked for with a direct supply, not with secure access (A9).",
    "before-applying": "What applicants must satisfy before applying is checked when they submit (A11).",
    "legislation": "The page says DfE legislation and names no Act; four powers are listed, Legal may add any.",
    "memorandum": "A memorandum is open to governments, departments, local authorities and health bodies.",
    "terms-version": "The page dates its standard terms nowhere; they are called by the date of its last update.",
    "catalogue-dates": "LEO, COT20s, working lives and CEYSP wave 2 are counted from 7 December 2023.",
    "locations": "The page counts five ONS laboratories and does not name them; the five listed are to be confirmed.",
    "outputs": "Disclosure control of DfE and the output checkers of ONS each check every output.",
    "register": "The page speaks of no register; its fields follow those of other departments' lists.",
    "days/silence": "A silent requester is warned after 30 working days and lapses 10 after a delivered warning.",
    "days/stalling": "An approval not signed after 20 working days is reported, and returns after 60.",
}

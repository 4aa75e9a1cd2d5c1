"""Who may speak under the ONS policy, to whom each is accountable, and which roles exclude each other.

The accountable line chases; it decides nothing, because it is circular (ambiguity A4). Lines that the policy
does not give are marked as assumed.
"""

from policy.scheme import Exclusion, Office

OFFICES = (
    Office(key="requester", outside=True),
    Office(
        key="onward-sharing-service",
        head="head-of-onward-sharing-service",  # assumed
        accountable_to="permanent-secretary",  # ONS-071
    ),
    Office(key="information-asset-owner", per_asset=True, accountable_to="data-governance-council"),  # ONS-077
    Office(
        key="third-party-owner",
        title="Third-party data owner",
        per_asset=True,
        outside=True,
        chased_with=("onward-sharing-service",),  # assumed: nobody here is above them
    ),
    Office(key="disclosure-control", chased_with=("chief-data-officer",)),  # assumed
    Office(key="data-governance", chased_with=("chief-data-officer",)),  # assumed
    Office(
        key="data-protection",
        title="Data Protection Officer",
        accountable_to="head-of-legal-and-data-services",  # ONS-096
    ),
    Office(
        key="security",
        title="Security and Information Management",  # ambiguity A14: one seat
        accountable_to="chief-security-officer",  # ONS-102
    ),
    Office(
        key="legal",
        title="ONS Legal Services",
        head="head-of-legal-and-data-services",
        chased_with=("head-of-legal-and-data-services", "chief-data-officer"),  # assumed
    ),
    Office(key="ethics", chased_with=("chief-data-officer",)),  # assumed
    Office(
        key="communications",
        title="ONS Communications and Digital Publishing",
        accountable_to="head-of-communications",  # ONS-099
    ),
    Office(key="onward-data-sharing-group", accountable_to="chief-data-officer"),  # ONS-082
    Office(key="data-governance-council"),
    Office(key="chief-data-officer", accountable_to="strategic-design-committee"),  # ONS-087
    Office(key="permanent-secretary", in_person=True),  # ONS-063
    Office(
        key="legal-and-data-services",
        head="head-of-legal-and-data-services",
        accountable_to="data-protection",  # ONS-094
    ),
    Office(key="operator"),
    Office(key="head-of-onward-sharing-service"),  # assumed
    Office(key="head-of-legal-and-data-services"),
    Office(key="head-of-communications", title="Head of Communications and Digital Publishing"),
    Office(key="chief-security-officer"),
    Office(key="strategic-design-committee"),
)

# That nobody acts on their own organisation's request is the core's own law, for every scheme (ONS-068).
EXCLUSIONS = (
    Exclusion(one="first-screener", other="assurer", clause="ONS-089"),
    Exclusion(one="legal-adviser", other="assurer", clause="ONS-089"),
    Exclusion(one="osdg-adviser", other="assurer", clause="ONS-089"),
    Exclusion(one="ethics-scrutineer", other="assurer", clause="ONS-089"),
    Exclusion(one="first-screener", other="decider", clause="ONS-068"),
    Exclusion(one="ethics-author", other="ethics-scrutineer", clause="ONS-090"),
    Exclusion(one="decider", other="osdg-adviser", clause="ONS-047"),
    Exclusion(one="decider", other="reviewer", clause="ONS-078"),
    Exclusion(one="register-drafter", other="third-screener", clause="ONS-092"),
)

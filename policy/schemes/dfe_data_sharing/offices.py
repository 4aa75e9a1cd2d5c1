"""Who may speak under the Department's policy. The page names its service; the other offices are assumed (†)."""

from policy.scheme import Exclusion, Office

SERVICE = "dfe-data-sharing-service"
OWNER = "dfe-data-owner"
LEGAL = "dfe-legal"
PROTECTION = "dfe-data-protection"
SECURITY = "dfe-security"
PANEL = "dfe-data-sharing-approval-panel"
CONTRACTS = "dfe-contract-manager"
OUTPUTS = "dfe-disclosure-control"
BOARD = "dfe-data-board"
CHIEF = "dfe-chief-data-officer"
REGISTER = "dfe-transparency"
SRS = "srs-outputs"

OFFICES = (
    Office(key="requester", outside=True),
    Office(key=SERVICE, title="DfE data sharing service", accountable_to=CHIEF),
    Office(key=OWNER, title="DfE data owner", per_asset=True, accountable_to=BOARD),
    Office(key=LEGAL, title="DfE legal advisers", accountable_to=CHIEF),
    Office(key=PROTECTION, title="DfE data protection", accountable_to=CHIEF),
    Office(key=SECURITY, title="DfE information security", accountable_to=CHIEF),
    Office(key=PANEL, title="DfE data sharing approval panel", accountable_to=CHIEF),
    Office(key=CONTRACTS, title="DfE contract manager or research project lead", chased_with=(SERVICE,)),
    Office(key=OUTPUTS, title="DfE disclosure control", accountable_to=CHIEF),
    Office(key=SRS, title="ONS output checkers", chased_with=(SERVICE,)),
    Office(key=REGISTER, title="DfE transparency team", accountable_to=CHIEF),
    Office(key=BOARD, title="DfE data board"),
    Office(key=CHIEF, title="DfE chief data officer"),
    Office(key="operator"),
)

EXCLUSIONS = (
    Exclusion(one="first-screener", other="decider", clause="DFE-007"),
    Exclusion(one="decider", other="reviewer", clause="DFE-027"),
    Exclusion(one="register-drafter", other="third-screener", clause="DFE-044"),
)

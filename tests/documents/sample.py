"""A share that was approved with conditions, and its agreement drawn up."""

from datetime import UTC, date, datetime
from functools import cache

from documents.agreements import TEMPLATES, Agreements, Drawn
from documents.paper import Paper
from documents.wording import Wording, read_wording
from documents.writing import write
from policy.form import Answers
from policy.schemes import SCHEMES
from sharing.errands import Drafting
from sharing.messages import Asset, Organisation, ShareCondition
from tests.policy.answers import COMPLETE

SCHEME = SCHEMES["ons-onward-sharing"]
AGREEMENT = next(step for step in SCHEME.rules.path if step.kind == "agreement")
CLAUSES = AGREEMENT.clauses_of("dsa")

DRAFTING = Drafting(
    reference="ONS-2027-0042",
    scheme=SCHEME.key,
    version=2,
    # Half past midnight on 1 April in London.
    at=datetime(2027, 3, 31, 23, 30, tzinfo=UTC),
    filing="f" * 64,
    agreement="dsa",
    agreement_title="Data Sharing Agreement",
    starts=date(2027, 5, 1),
    ends=date(2029, 4, 30),
    transfer="By managed secure file transfer, encrypted.\nOnce, within ten working days of the last signature.",
    retention="Until 30 April 2029, then overwritten; backups roll over within 35 days.",
    organisations=(
        Organisation(key="bristol", type="university", title="University of Bristol"),
        Organisation(key="avon-trust", type="health-body", title="Avon Health & Care Trust"),
    ),
    assets=(
        Asset(key="death-registrations", title="Death registrations", third_party="General Register Office"),
        Asset(key="orphaned", title="Weather file", owned=False),
    ),
    gateways=("srsa-s39-4-c",),
    conditions=(
        ShareCondition(
            key="test",
            text="The penetration test is repeated, and no high finding is open.",
            evidence="Letter of the testers",
            verifier="security",
            before_signature=True,
        ),
        ShareCondition(key="sdc", text="Counts below ten are suppressed.", due=date(2027, 9, 30)),
    ),
    clauses=CLAUSES,
    note="The clause on backups was made precise.",
)


@cache
def wording() -> Wording:
    """The wording as it stands."""
    return read_wording(TEMPLATES / "clauses.yaml")


@cache
def agreements() -> Agreements:
    """What draws up agreements from the templates as they stand."""
    return Agreements()


def drafting(**changes: object) -> Drafting:
    """The order to draw up, with some of it changed."""
    return DRAFTING.model_copy(update=changes)


def paper(answers: Answers | None = None, **changes: object) -> Paper:
    """What the agreement says."""
    return write(wording(), drafting(**changes), COMPLETE if answers is None else answers)


def drawn(answers: Answers | None = None, **changes: object) -> Drawn:
    """The agreement in both forms."""
    return agreements().draw_up(drafting(**changes), COMPLETE if answers is None else answers)

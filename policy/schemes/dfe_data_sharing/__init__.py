"""How the Department for Education shares personal data: its published guidance, as its data sharing service runs it.

offices   who may speak            gates   own power, protection, direct supply    path      the steps, the seats
supply    secure access or direct  people  who works on the data                   versions  what changes by itself
catalogue data sets, channels      words   signposts, guidance                     rules     all of it, pinned
"""

from policy.form import Condition
from policy.scheme import Scheme
from policy.schemes.dfe_data_sharing.assumptions import ASSUMPTIONS
from policy.schemes.dfe_data_sharing.catalogue import CATALOGUE
from policy.schemes.dfe_data_sharing.form import FORM
from policy.schemes.dfe_data_sharing.rules import KEY, POLICY_VERSION, RULES
from policy.schemes.dfe_data_sharing.versions import ARTEFACTS, GUIDE
from policy.schemes.dfe_data_sharing.words import GUIDANCE, SIGNPOSTS, WARNINGS

DFE_DATA_SHARING = Scheme(
    key=KEY,
    title="DfE data sharing",
    publisher="Department for Education",
    policy_version=POLICY_VERSION,
    source=GUIDE,
    form=FORM,
    rules=RULES,
    signposts=SIGNPOSTS,
    warnings=WARNINGS,
    guidance=GUIDANCE,
    assumptions=ASSUMPTIONS,
    artefacts=ARTEFACTS,
    catalogue=CATALOGUE,
    assets_in=("data", "data-set"),
    variable_in=("table", "variable"),
    version_in="version",
    why_in="why",
    people_in="people",
    direct_if=Condition(question="fulfilment", answer="direct-supply"),
)

__all__ = ["DFE_DATA_SHARING"]

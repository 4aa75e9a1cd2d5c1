"""The Office for National Statistics' data sharing policy, as its Onward Sharing Service runs it.

offices   who may speak          gates   scope, conditions, exceptions, powers    path    the steps, the seats
papers    agreement, register    clocks  days for each task                       words   signposts, guidance
project, data                    the questions of the form                        rules   all of it, pinned
"""

from policy.scheme import Scheme
from policy.schemes.ons_onward_sharing.assumptions import ASSUMPTIONS
from policy.schemes.ons_onward_sharing.form import FORM
from policy.schemes.ons_onward_sharing.rules import KEY, POLICY_VERSION, RULES
from policy.schemes.ons_onward_sharing.words import GUIDANCE, SIGNPOSTS, WARNINGS

ONS_ONWARD_SHARING = Scheme(
    key=KEY,
    title="Onward sharing of ONS data",
    publisher="Office for National Statistics",
    policy_version=POLICY_VERSION,
    source="https://www.ons.gov.uk/aboutus/transparencyandgovernance/datastrategy/datapolicies/theonsdatasharingpolicy",
    form=FORM,
    rules=RULES,
    signposts=SIGNPOSTS,
    warnings=WARNINGS,
    guidance=GUIDANCE,
    assumptions=ASSUMPTIONS,
)

__all__ = ["ONS_ONWARD_SHARING"]

"""The Department's application form. It changes about every three months; a request stays under its own."""

from policy.form import Form, Matched
from policy.schemes.dfe_data_sharing.gates import DIRECT
from policy.schemes.dfe_data_sharing.people import PEOPLE_AND_PROOF
from policy.schemes.dfe_data_sharing.project import CONFIRMATIONS, THE_DATA, THE_PROJECT, WHO_IS_ASKING
from policy.schemes.dfe_data_sharing.supply import HOW_SUPPLIED
from policy.schemes.dfe_data_sharing.versions import FORM_VERSION

FORM = Form(
    version=FORM_VERSION,
    questions=(
        *WHO_IS_ASKING,
        *THE_PROJECT,
        *THE_DATA,
        *HOW_SUPPLIED,
        *PEOPLE_AND_PROOF,
        *CONFIRMATIONS,
    ),
    matched=(
        Matched(
            when=DIRECT,
            table="people",
            column="key",
            in_table="background-checks",
            in_column="person",
            sentence="{} handles the data, so a background check of theirs is needed in 'background-checks'.",
        ),
        Matched(
            when=DIRECT,
            table="other-organisations",
            column="name",
            in_table="other-agreements",
            in_column="organisation",
            sentence="{} is involved, so an agreement with it is needed in 'other-agreements'.",
        ),
    ),
)

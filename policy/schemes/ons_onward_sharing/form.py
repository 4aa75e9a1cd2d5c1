"""The form: every item that the ONS policy makes the requesting party responsible for."""

from policy.form import Agreeing, Condition, Contradiction, Form
from policy.schemes.ons_onward_sharing.data import ABOUT_WHOM, THE_DATA, WHAT_YOU_CONFIRM, WHERE_TO
from policy.schemes.ons_onward_sharing.gates import IN_THE_UK
from policy.schemes.ons_onward_sharing.project import THE_PROJECT, WHO_IS_ASKING, WHY_NOT_OTHERWISE

FORM = Form(
    version="1",
    questions=(
        *WHO_IS_ASKING,
        *THE_PROJECT,
        *WHY_NOT_OTHERWISE,
        *THE_DATA,
        *ABOUT_WHOM,
        *WHERE_TO,
        *WHAT_YOU_CONFIRM,
    ),
    agreeing=(
        Agreeing(
            when=IN_THE_UK,
            table="places",
            column="country",
            value="United Kingdom",
            sentence=(
                "You say that everything stays in the United Kingdom, but a place lies elsewhere. "
                "Answer 'all-in-uk' with no, or write United Kingdom where the place is in it."
            ),
        ),
    ),
    contradictions=(
        Contradiction(
            one=Condition(question="natural-persons", answer="no"),
            other=Condition(question="subjects", answer="natural-person"),
            sentence=(
                "You say that no data are about people, but also that the data describe natural "
                "persons.  Answer 'natural-persons' with yes, or take 'natural-person' out of "
                "'subjects'."
            ),
        ),
    ),
)

"""What opens a request, read by the workflow itself: what is no opening at all ends it with a sentence."""

from pydantic import ValidationError
from temporalio.common import RawValue

from activities.unreadable import is_unreadable
from workflows.contract import Opening

NONE = Opening(reference="")
"""An opening that opens nothing."""


def opened(given: RawValue) -> Opening:
    """The opening in a payload; one that opens nothing, where there is none.

    Raises ValidationError for one that a newer version may have written: its task then waits for a newer worker.
    """
    if is_unreadable(given.payload):
        return NONE
    try:
        return Opening.model_validate_json(given.payload.data)
    except ValidationError as wrong:
        if any(not error["loc"] or error["loc"] == ("reference",) for error in wrong.errors()):
            return NONE
        raise

"""What a newer form asks otherwise than an older one, and what it would still miss in answers given under that."""

from collections.abc import Mapping

from policy.form import Answer, Form, Gap, gaps
from policy.value import Stored


class FormChanges(Stored):
    """Keys of questions that are new, gone or asked otherwise; and the gaps that the newer form would find."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def form_changes(older: Form, newer: Form, answers: Mapping[str, Answer]) -> FormChanges:
    """Compare two forms, and ask the newer one about the answers. Answers to what it no longer asks are no gaps."""
    old, new = ({question.key: question for question in form.questions} for form in (older, newer))
    kept = {key: answer for key, answer in answers.items() if key in new}
    return FormChanges(
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(key for key in new if key in old and new[key] != old[key]),
        gaps=gaps(newer, kept),
    )

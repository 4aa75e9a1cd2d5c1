"""Where things are: the addresses of a request's pages, and the name by which a choice is known in one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from policy.value import canonical, digest


def dossier(reference: str) -> str:
    """A request."""
    return f"/staff/requests/{quote(reference, safe='')}"


def answers(reference: str, revision: int | None = None, against: int | None = None) -> str:
    """What the requester answered, in a revision, perhaps beside another one."""
    asked = {"revision": revision, "against": against}
    query = "&".join(f"{name}={number}" for name, number in asked.items() if number is not None)
    return f"{dossier(reference)}/answers{'?' + query if query else ''}"


def task(reference: str, key: str) -> str:
    """A task: what may be said."""
    return f"{dossier(reference)}/tasks/{quote(key)}"


def saying(reference: str, key: str, message: Mapping[str, Any]) -> str:
    """The form of a choice. The act stands before the task, whose name may have any number of parts."""
    return f"{dossier(reference)}/say/{quote(key)}?choice={name_of(message)}"


def assigning(reference: str, key: str) -> str:
    """The form that gives a task away."""
    return f"{dossier(reference)}/assign/{quote(key)}"


def declaring(reference: str) -> str:
    """The form that declares a conflict of interest."""
    return f"{dossier(reference)}/conflict"


def document(reference: str, sha256: str) -> str:
    """A document that belongs to a request."""
    return f"{dossier(reference)}/documents/{sha256}"


def name_of(message: Mapping[str, Any]) -> str:
    """A choice by the message that it says: another version of a paper, say, is another choice."""
    return digest(canonical(dict(message)))[:20]

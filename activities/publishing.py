"""Puts a checked entry on the transparency register, once the records show that it was ordered."""

from collections.abc import Iterable
from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import TransparencyRegister
from sharing.errands import Published, Publishing
from sharing.facts import EntryChecked, EntryDrafted, EntryScreened, Happened, PublicationOrdered


class Past(Protocol):
    """What has happened to a request, as the records have it: only what sealed words stand behind."""

    def history(self, reference: str) -> Iterable[Happened]:
        """The facts of a request, in order. Raises ConnectionError while they cannot be read."""


class RegisterPublishing:
    """Publishes entries. Safe to repeat: the register takes the same version of an entry only once.

    A workflow's word is not enough: anybody who can start one could invent a past. What was drafted, screened,
    checked and ordered is read from the records, which keep speech only with its seal.
    """

    def __init__(self, register: TransparencyRegister, past: Past) -> None:
        self._register = register
        self._past = past

    @activity.defn(name="publish")
    def publish(self, publishing: Publishing) -> Published:
        """The address under which the entry can be read. Raises ApplicationError where no order is on record."""
        if not _ordered(publishing, self._past.history(publishing.reference)):
            raise ApplicationError(
                f"The records do not show that version {publishing.version} of this entry was drafted so, screened, "
                "checked and ordered. Nothing is published; find out who told the workflow.",
                type="NotOrdered",
            )
        return Published(address=self._register.publish(publishing))


def _ordered(publishing: Publishing, history: Iterable[Happened]) -> bool:
    """Whether all four happened to this very version."""
    done = set()
    for one in history:
        match one.fact:
            case EntryDrafted(version=publishing.version, fields=fields) if fields == publishing.fields:
                done.add("drafted")
            case EntryScreened(version=publishing.version, outcome="pass"):
                done.add("screened")
            case EntryChecked(version=publishing.version, suitable=True, accessible=True):
                done.add("checked")
            case PublicationOrdered(version=publishing.version):
                done.add("ordered")
    return done == {"drafted", "screened", "checked", "ordered"}

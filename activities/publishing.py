"""Puts a checked entry on the transparency register."""

from temporalio import activity

from activities.ports import TransparencyRegister
from sharing.errands import Published, Publishing


class RegisterPublishing:
    """Publishes entries. Safe to repeat: the register takes the same version of an entry only once."""

    def __init__(self, register: TransparencyRegister) -> None:
        self._register = register

    @activity.defn(name="publish")
    def publish(self, publishing: Publishing) -> Published:
        """The address under which the entry can be read."""
        return Published(address=self._register.publish(publishing))

"""What has to hold or may be lifted before data are shared: gates, departures, powers, scope; and ways elsewhere."""

from pydantic import Field

from policy.form import Condition
from policy.titles import words_of_key
from policy.value import Key, Stored


class Gate(Stored):
    """A condition of the policy. Met when every office of `settled_by` says so on the current revision, and
    `answered` (where set) holds. `lifted_by` names the departure that may lift it; None: nobody may.
    Where `only_if` does not hold, there is nothing to be met."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    clause: str
    condition: int | None = None
    settled_by: tuple[Key, ...] = ()
    answered: Condition | None = None
    per_asset: bool = False
    lifted_by: Key | None = None
    only_if: Condition | None = None


class Departure(Stored):
    """What the policy calls an exception: one office grants it; it lifts one gate and approves nothing.

    `about` are the answers that it was granted for: when one of them changes, the grant falls.
    """

    key: Key
    title: str = Field(default_factory=words_of_key)
    clause: str
    lifts: Key
    granted_by: Key
    about: tuple[Key, ...] = ()


class LegalGateway(Stored):
    """A statutory power to disclose, the recipients it is open to, and what must be shown to rely on it."""

    key: Key
    title: str
    clause: str
    recipients: tuple[str, ...] = ()
    must_show: tuple[Key, ...] = ()
    elsewhere: str | None = None
    since: str = ""


class ScopeFact(Stored):
    """One of the facts that put a request inside the policy. `otherwise` is the reason it is outside where
    the fact does not hold, and `or_else` are other reasons that the screener may find truer."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    otherwise: Key | None = None
    or_else: tuple[Key, ...] = ()


class Signpost(Stored):
    """Advice to apply elsewhere. It advises; the requester may go on, and staff settle the scope."""

    key: Key
    title: str
    when: Condition
    advice: str

"""To whom work can be given: the directory knows, and the core does not."""

from collections.abc import Iterable
from datetime import datetime

from sharing.facts import Named
from sharing.messages import Assign
from sharing.refused import Refused
from wiring.directory import Directory


def can_be_given(message: Assign, directory: Directory, named: Iterable[Named], at: datetime) -> None:
    """Raises Refused where work is given to somebody who does not hold its office: they would be asked in vain."""
    holders = {one.key for one in directory.holders(message.office, message.asset, at)}
    holders |= {one.person for one in named if one.office == message.office}
    if message.to not in holders:
        raise Refused(
            f"{message.to[:60]} does not hold that office today, so nothing can be given to them. Its holders are "
            f"{', '.join(sorted(holders)) or 'nobody'}."
        )

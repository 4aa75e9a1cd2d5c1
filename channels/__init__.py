"""The ways to tell people. A channel renders any notice and knows neither Temporal nor another channel.

To add one: a file here with a class that has `name` and `deliver` (see activities/ports.py), and its line in
CHANNELS. What it is built from comes in `Means`; what it needs beyond that is a new field there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from activities.ports import Channel
from channels.inbox import Inbox, InboxChannel


@dataclass(frozen=True)
class Means:
    """What channels are built from; worker.py fills it in."""

    inbox: Inbox


CHANNELS: Mapping[str, Callable[[Means], Channel]] = {
    "inbox": lambda means: InboxChannel(means.inbox),
}
"""Every channel by its name. Settings name the ones in use, in the order in which they are tried."""

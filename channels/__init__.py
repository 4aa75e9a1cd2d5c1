"""The ways to tell people. Each renders any notice and knows neither Temporal nor another way.

A *channel* tells an office as such: the inbox, which is always there. A *post* tells one person: `slack`, `mail`; the
worker tries them in turn. To add a post: a module here with a class of that shape (see activities/ports.py), and its
line in worker.py. To add a channel: the same, and its line in CHANNELS; what it is built from comes in `Means`.
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

"""Ports for what is started and thrown away: below those that the system gives to connections on their way out."""

import itertools
import os
import socket

FIRST, LAST = 12_000, 32_000

_numbers = itertools.count()


def free_port() -> int:
    """A port that nobody has, and that no connection of somebody else's will have by the time it is listened on.

    Every process begins at another place, so that two do not find the same one free. Raises OSError where all are
    taken.
    """
    begin = os.getpid() * 20
    for number in itertools.islice(_numbers, LAST - FIRST):
        port = FIRST + (begin + number) % (LAST - FIRST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("Every port that could be taken is taken.")

"""Why nothing was said: nobody was there to hear it."""

from sharing.refused import Refused


class Unreached(Refused):
    """The desk could not reach the server, so nothing was said; the same may be said again later."""

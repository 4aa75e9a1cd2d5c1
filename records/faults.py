"""What can be wrong with records, each as a sentence that says who can mend it. No sentence holds personal data."""


class RecordsUnusable(Exception):
    """The database cannot serve: damaged, not migrated, newer than this program, or no database at all."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RecordsUnreachable(RecordsUnusable, ConnectionError):
    """The database does not answer for now: away, busy or full. The same call may succeed later."""


class Contradiction(Exception):
    """The records hold something else under that name; what is on record is never changed. Nothing was written."""


class FactsMissing(Exception):
    """Facts would leave a gap in the numbers: earlier ones were never kept, or were lost. Nothing was written."""


class Unkeepable(ValueError):
    """A text that not every database holds truthfully: it contains NUL or half a character. Nothing was written."""


class OnceTaken(Exception):
    """The same act was lodged before, with other content. Nothing was written."""


class SealUsed(Contradiction):
    """Sealed words come a second time: under another fact, or in another request."""

"""Refused: the one way the core says no."""


class Refused(Exception):
    """A sentence for the speaker: what is missing, who can mend it, and how. Nothing has changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

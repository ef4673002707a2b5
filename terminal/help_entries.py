"""The lines of the journal about what people think of us: a class of feedback, a rating.

Part of `entries.py` and of the wire contract.  Nobody's name stands beside them, and nothing in
the terminal follows from them.
"""

from terminal.entry import Entry


class FeedbackGiven(Entry):
    """kind: one of `visits.help.KINDS`, the four classes of 001-59 to 001-63."""

    fields = ("kind",)
    kind: str


class Rated(Entry):
    """From 1 (bad) to 5 (very good), 001-51."""

    fields = ("rating",)
    rating: int


ALL: "tuple[type[Entry], ...]" = (FeedbackGiven, Rated)

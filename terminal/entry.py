"""The base of every line of the journal; the lines themselves are in `entries.py`.

A file of its own, because the entries stand in several and all are of this kind.
"""

from terminal.record import Record


class Entry(Record):
    """A line of the journal.  Shapes: compartments and openings count from 1."""

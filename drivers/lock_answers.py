"""What a lock bus tells of its boards and of the unlocks that it was given.

Doors and compartments are not known here, only boards and locks.  The one idea: every unlock
ends in exactly one `Outcome`, and a board that is lost is told once until it is found.
"""

from dataclasses import dataclass

DONE, NOT_SENT, REFUSED, UNKNOWN = "done", "not sent", "refused", "unknown"


@dataclass(slots=True)
class Levels:
    """A board told the levels of its locks 1 to `width`: bit `lock - 1` of `levels`.

    The same object is told again as long as the board says the same.
    """

    board: int
    levels: int
    width: int


@dataclass(slots=True)
class Outcome:
    """What became of an unlock: DONE, NOT_SENT, REFUSED or UNKNOWN; one for each, always.

    `level` is the feedback that came with DONE, otherwise None.
    """

    order: object
    how: str
    level: bool | None


@dataclass(slots=True)
class Lost:
    """A board has left three questions in a row without a proper answer."""

    board: int
    why: str


@dataclass(slots=True)
class Found:
    """A board that was lost has answered."""

    board: int


Answer = Levels | Outcome | Lost | Found

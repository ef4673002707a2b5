"""What all conversations at the screen have in common: a screen, and who minds them.

A visit in front owns the glass.  A pick-up may step aside while its grace time runs
(decision 3), so that the next person need not wait; it then goes on as a companion.
"""

from terminal.record import Record
from terminal.rules import Machine

OVER = "over"


class Visit(Machine):
    """A conversation with one person; `part` is what it has handed over to for the moment."""

    part: "Visit | None" = None

    def screen(self) -> "Record | None":
        """The facts of the screen of this state; None once it is over."""
        raise NotImplementedError

    def may_step_aside(self) -> bool:
        """Whether somebody else may begin while this goes on behind the glass."""
        return False

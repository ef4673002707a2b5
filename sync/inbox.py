"""The inbox: the server's orders, handed to the terminal in order and without repeats.

It remembers nothing over a restart: which order was applied last stands in the journal,
and the terminal says so in its report.  The one idea: every status that we publish asks
the server for all orders after that one, so at every status the inbox begins again there;
what the terminal dropped meanwhile (it may be full, or without a journal) comes again.
"""

from collections.abc import Iterable

from terminal.events import OrderArrived
from terminal.record import Record


class Inbox:
    def __init__(self) -> None:
        self._next: int | None = None  # None: the terminal has not said where it stands

    def begin(self, last_applied: int) -> None:
        """A status goes out: the server will send again what follows `last_applied`."""
        self._next = last_applied + 1

    def forget(self) -> None:
        """The terminal is being rebuilt: nothing can be handed to it."""
        self._next = None

    def take(self, orders: Iterable[tuple[int, Record]]) -> tuple[list[Record], bool]:
        """The orders to hand on, and whether some before them are missing."""
        handed: list[Record] = []
        if self._next is None:
            return handed, False
        for number, order in orders:
            if number > self._next:
                return handed, True
            if number == self._next:
                handed.append(OrderArrived(number, order))
                self._next += 1
        return handed, False

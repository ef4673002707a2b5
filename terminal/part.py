"""What can be attached to the terminal: lock lines, scanner, screen, sync, clock.

A part reports facts, performs orders and says when it next wants to be polled.  It
never waits: everything it does returns at once, and whatever the world does to it
(unplugged, silent, full) is a fact that it reports, not an exception.
"""

from terminal.record import Record


class Part:
    """The base of all parts; every method may be left as it is."""

    name = "part"
    performs: "tuple[type[Record], ...]" = ()

    @property
    def compartments(self) -> "tuple[int, ...]":
        """Of a part with locks: those whose doors are its own."""
        return ()

    def poll(self, now_ms: int) -> "list[Record]":
        """The facts since the last poll, oldest first.  Called at least at `wake_at_ms()`."""
        return []

    def perform(self, effect: Record, now_ms: int) -> None:
        """Carry out one order of a class named in `performs`; its outcome is reported by poll."""

    def wake_at_ms(self) -> "int | None":
        """When to poll at the latest, in monotonic milliseconds; None: only when readable."""
        return None

    def fileno(self) -> "int | None":
        """A descriptor that becomes readable when there is something to poll, or None."""
        return None

    def restart(self) -> None:
        """The terminal forgot what it saw: report every reading again."""

    def close(self) -> None:
        """Give back the device.  Safe to call twice."""


class JournalError(OSError):
    """The journal cannot be read or written; the text says why and what a technician can do."""

"""How the locks of a cabinet age: pulses, and how long a door takes to show that it is open.

It counts and decides nothing; a technician looks at it, and a lock that needs ever longer
is cleaned or replaced before it jams.  The one idea: a door that opens soon after an order
opened because of it, and a later one did not.  Nothing here survives a restart of the
program.
"""

from dataclasses import dataclass

OPENINGS = 20  # the last ones that are remembered of each lock
CAUSED_WITHIN_MS = 15_000  # a latch that gives way later was helped by somebody


@dataclass(slots=True)
class Wear:
    """One lock since the program started."""

    pulses: int = 0  # that it was given, as far as is known
    opened_after_ms: tuple[int, ...] = ()  # from order to open door, oldest first

    @property
    def open_ms(self) -> int:
        """The time that the last openings took, all together."""
        return sum(self.opened_after_ms)


class LockHealth:
    """Told of every order and every door; asked by `of`."""

    def __init__(self) -> None:
        self._wear: dict[int, Wear] = {}
        self._ordered_ms: dict[int, int] = {}

    def of(self, compartment: int) -> Wear:
        """What is known of the lock of this compartment."""
        return self._wear.setdefault(compartment, Wear())

    def ordered(self, compartment: int, now_ms: int) -> None:
        """An order to open it was given."""
        self._ordered_ms[compartment] = now_ms

    def pulsed(self, compartment: int) -> None:
        """The order went out and may have been obeyed."""
        self.of(compartment).pulses += 1

    def kept_shut(self, compartment: int) -> None:
        """The order did not go out, or was refused."""
        self._ordered_ms.pop(compartment, None)

    def opened(self, compartment: int, now_ms: int) -> None:
        """Its door is seen open, and was shut before."""
        ordered_ms = self._ordered_ms.pop(compartment, None)
        if ordered_ms is None or now_ms - ordered_ms > CAUSED_WITHIN_MS:
            return
        wear = self.of(compartment)
        wear.opened_after_ms = (*wear.opened_after_ms[1 - OPENINGS :], now_ms - ordered_ms)

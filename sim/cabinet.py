"""A cabinet: compartments with doors that obey physics, and the things inside.

This is the truth of a simulated world.  People push, pull, lean and take; boards
give current and feel contacts; checks ask afterwards what really happened.  It
knows no codes, no parcels' owners and no terminal.  The one idea: time is told,
never read.  Whoever holds a cabinet calls `advance(now_ms)`, at the latest when
`wake_at_ms()` says so; every question and every act with a time does it too.
How one door moves is in `door.py`.
"""

from collections.abc import Callable, Iterable
from functools import partial

from sim.agenda import Agenda
from sim.contact import GOOD, KINDS
from sim.door import FROZEN, LATE, Door, Opening, Pulse
from sim.luck import Stream

Watcher = Callable[[int, bool, int], None]

_FOREVER_MS = 1 << 60


class PhysicsError(Exception):
    """Something that nobody can do with real doors; a mistake in the caller."""


class Cabinet:
    """The doors of a terminal, by the numbers painted on them."""

    def __init__(self, compartments: Iterable[int], luck: Stream) -> None:
        self._agenda = Agenda()
        self._now_ms = 0
        self._watchers: list[Watcher] = []
        self._contact_watchers: list[Watcher] = []
        self._pulse_watchers: list[Callable[[int, Pulse], None]] = []
        self._contents: dict[int, list[str]] = {}
        self._doors: dict[int, Door] = {}
        for compartment in compartments:
            self._contents[compartment] = []
            self._doors[compartment] = Door(
                self._agenda, luck,
                partial(self._tell, self._watchers, compartment),
                partial(self._tell_contact, compartment))
        self._circuits = 0
        self._circuits_hold_until_ms = 0
        self._read_circuits(0)

    # Time.

    def wake_at_ms(self) -> int | None:
        return self._agenda.wake_at_ms()

    def advance(self, now_ms: int) -> None:
        self._now_ms = max(self._now_ms, now_ms)
        self._agenda.advance(now_ms)

    def on_change(self, watcher: Watcher) -> None:
        """Tell `watcher(compartment, is_open, now_ms)` of every door that opens or shuts."""
        self._watchers.append(watcher)

    def on_contact(self, watcher: Watcher) -> None:
        """Tell `watcher(compartment, is_closed_circuit, now_ms)` as a contact begins to change."""
        self._contact_watchers.append(watcher)

    def on_pulse(self, watcher: Callable[[int, Pulse], None]) -> None:
        """Tell `watcher(compartment, pulse)` of every pulse that a coil is given."""
        self._pulse_watchers.append(watcher)

    # What people do.

    def push_shut(self, compartment: int, now_ms: int) -> None:
        self._at(compartment, now_ms).push_shut(now_ms)

    def slam(self, compartment: int, now_ms: int) -> None:
        """Shut it so hard that it touches the frame and stands open again."""
        self._at(compartment, now_ms).slam(now_ms)

    def pull_open(self, compartment: int, now_ms: int) -> bool:
        """Pull; True when the door is open then. A latched one only rattles."""
        return self._at(compartment, now_ms).pull_open(now_ms)

    def force_open(self, compartment: int, now_ms: int) -> None:
        """Use a crowbar."""
        self._at(compartment, now_ms).force_open(now_ms)

    def lean(self, compartment: int, until_ms: int) -> None:
        """Hold the leaf at the frame; the bolt may be drawn and return behind it."""
        self._doors[compartment].lean_until(until_ms)

    def put_in(self, compartment: int, what: str) -> None:
        self._reachable(compartment).append(what)

    def take_out(self, compartment: int, what: str) -> None:
        inside = self._reachable(compartment)
        if what not in inside:
            raise PhysicsError(f"{what!r} is not in compartment {compartment}, only {inside}")
        inside.remove(what)

    def contents(self, compartment: int) -> list[str]:
        return list(self._contents[compartment])

    # What wear, weather and people do to it.

    def jam(self, compartment: int, kind: str = FROZEN) -> None:
        """`frozen`: pulses do nothing; `late`: it gives way long after the pulse."""
        if kind not in (FROZEN, LATE):
            raise PhysicsError(f"a door jams {FROZEN} or {LATE}, not {kind}")
        self._doors[compartment].jam = kind

    def unjam(self, compartment: int) -> None:
        self._doors[compartment].jam = None

    def break_sensor(self, compartment: int, kind: str) -> None:
        """Make its contact one of `contact.KINDS`."""
        if kind not in KINDS:
            raise PhysicsError(f"a contact is one of {', '.join(KINDS)}, not {kind}")
        self._doors[compartment].fit_contact(kind, self._now_ms)

    def mend_sensor(self, compartment: int) -> None:
        self.break_sensor(compartment, GOOD)

    # What boards do.

    def energise(self, compartment: int, pulse_ms: int | None, now_ms: int) -> None:
        """Give the coil current for `pulse_ms`; with None, until `de_energise`."""
        pulse = self._at(compartment, now_ms).energise(pulse_ms, now_ms)
        for watcher in self._pulse_watchers:
            watcher(compartment, pulse)

    def de_energise(self, compartment: int, now_ms: int) -> None:
        self._at(compartment, now_ms).de_energise(now_ms)

    def contact(self, compartment: int, now_ms: int) -> bool:
        """True for a closed circuit, which a good contact shows for a shut door."""
        return bool((self.contacts(now_ms) >> compartment) & 1)

    def contacts(self, now_ms: int) -> int:
        """All circuits at once: the bit of weight 2**compartment is 1 for a closed one.

        Boards are polled millions of times between two changes, so the circuits
        are read again only after a change and while one of them bounces.
        """
        if self._agenda.is_due(now_ms):
            self.advance(now_ms)
        if self._circuits_hold_until_ms <= now_ms:
            self._read_circuits(now_ms)
        return self._circuits

    # What is true.

    @property
    def compartments(self) -> tuple[int, ...]:
        return tuple(self._doors)

    def is_open(self, compartment: int) -> bool:
        """Whether a hand gets in: anything but shut."""
        return self._doors[compartment].is_open

    def leaf(self, compartment: int) -> str:
        return self._doors[compartment].leaf

    def pulses(self, compartment: int) -> list[Pulse]:
        return self._doors[compartment].pulses

    def openings(self, compartment: int) -> list[Opening]:
        return self._doors[compartment].openings

    def burnt_coils(self) -> list[int]:
        return [number for number, door in self._doors.items() if door.coil.is_burnt]

    # Within.

    def _at(self, compartment: int, now_ms: int) -> Door:
        self.advance(now_ms)
        self._circuits_hold_until_ms = 0  # Whatever is done now may move a contact.
        return self._doors[compartment]

    def _reachable(self, compartment: int) -> list[str]:
        if not self.is_open(compartment):
            raise PhysicsError(f"compartment {compartment} is shut; nothing goes through its door")
        return self._contents[compartment]

    def _read_circuits(self, now_ms: int) -> None:
        self._circuits = 0
        steady_at_ms = now_ms
        for number, door in self._doors.items():
            self._circuits |= door.contact.is_closed(now_ms) << number
            steady_at_ms = max(steady_at_ms, door.contact.steady_at_ms)
        bounces = steady_at_ms > now_ms
        self._circuits_hold_until_ms = now_ms + 1 if bounces else _FOREVER_MS

    def _tell_contact(self, compartment: int, is_closed: bool, now_ms: int) -> None:
        self._circuits_hold_until_ms = 0
        self._tell(self._contact_watchers, compartment, is_closed, now_ms)

    def _tell(self, watchers: list[Watcher], compartment: int, is_true: bool,
              now_ms: int) -> None:
        for watcher in watchers:
            watcher(compartment, is_true, now_ms)

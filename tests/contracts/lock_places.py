"""What has locks, as the contract of all of it sees it: a device, in virtual or in real time.

In a `Device` the driver that ships meets a simulated cabinet.  Between them are boards at the end
of a line (`boards_on_a_line.py`) or relays and contacts on pins (`locks_on_pins.py`).  The one
idea: a row says what its device has, so a promise about lines is asked of every device that has
one, and of no other.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, Protocol

from drivers.clock import Clock
from drivers.gpio_locks import GpioLocks
from drivers.lock_boards import LockBoards
from sim.bench.loop import Loop
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record

PATIENCE_MS = 20_000
Now = Callable[[], int]


class Device:
    """A driver, a cabinet with doors 1 to `ways`, and all that is between them."""

    part: LockBoards | GpioLocks
    cabinet: Cabinet
    supply: Supply
    doors: tuple[int, ...]
    reader: str  # the part that is told as failed when nothing tells of the doors any more
    rest_ms = 0  # it gives no pulse so soon after its start
    environment: ClassVar[Mapping[str, str]] = {}  # what its processes have to find

    # Its troubles.

    def fall_mute(self) -> None:
        """Nothing is heard of it any more."""
        raise NotImplementedError

    def lose_an_answer(self, door: int) -> None:
        """The next order to this door is obeyed; that it was cannot be told."""
        raise NotImplementedError

    def be_heard(self) -> None:
        """All is well again."""
        raise NotImplementedError

    # What is true of it.

    def pulse_lengths_ms(self) -> list[int | None]:
        """Of all pulses; None for one that nobody will end."""
        raise NotImplementedError

    def check(self) -> None:
        """Whatever was done: gently to the coils."""
        assert self.supply.overlaps == []
        assert self.cabinet.burnt_coils() == []
        assert all(ms is not None and 300 <= ms <= 1_000 for ms in self.pulse_lengths_ms())

    # Its far side in time.

    def advance(self, now_ms: int) -> None:
        self.cabinet.advance(now_ms)

    def wake_at_ms(self) -> int | None:
        return self.cabinet.wake_at_ms()

    def filenos(self) -> list[int]:
        return []

    def close(self) -> None:
        self.part.close()


class Row(Protocol):
    """A device that exists, and how the terminal is told about it."""

    has_line: bool

    def in_virtual_time(self, now: Now) -> Device: ...

    def in_real_time(self, now: Now, folder: Path) -> Device: ...


class Place:
    """A device, and time; `facts` is all that was told."""

    device: Device
    now_ms: int

    def __init__(self) -> None:
        self.facts: list[Record] = []
        self._opening = 0

    def unlock(self, compartment: int) -> int:
        """Order it; returns the number of the opening."""
        self._opening += 1
        self.device.part.perform(Unlock(compartment, self._opening), self.now_ms)
        return self._opening

    def until(self, *facts: Record) -> list[Record]:
        """Let time pass until these were told; takes what was told up to then."""
        self.run_until(lambda: all(fact in self.facts for fact in facts), repr(facts))
        taken, self.facts = self.facts, []
        return taken

    def settle(self) -> None:
        """All doors were seen, shut."""
        seen = [events.DoorSeen(door, False) for door in self.doors]
        assert sorted(self.until(*seen), key=repr) == sorted(seen, key=repr)
        if self.device.rest_ms:
            self.rest(self.device.rest_ms)

    @property
    def doors(self) -> tuple[int, ...]:
        return self.device.doors

    @property
    def cabinet(self) -> Cabinet:
        return self.device.cabinet

    def pulses(self) -> dict[int, int]:
        """How many each door was given, of those that were given any."""
        counts = {door: len(self.cabinet.pulses(door)) for door in self.doors}
        return {door: count for door, count in counts.items() if count}

    def pulsed_ms(self, door: int) -> list[int]:
        """When this door was given its pulses."""
        return [pulse.at_ms for pulse in self.cabinet.pulses(door)]

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        raise NotImplementedError

    def rest(self, for_ms: int) -> None:
        raise NotImplementedError


class VirtualPlace(Place):
    """In virtual time."""

    def __init__(self, make: Callable[[Now], Device]) -> None:
        super().__init__()
        self.now_ms = 1_000
        self.device = make(lambda: self.now_ms)

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline_ms = self.now_ms + PATIENCE_MS
        while not is_so():
            assert self.now_ms < deadline_ms, f"waited in vain for {what}; told: {self.facts}"
            self._step(deadline_ms)

    def rest(self, for_ms: int) -> None:
        until_ms = self.now_ms + for_ms
        while self.now_ms < until_ms:
            self._step(until_ms)

    def _step(self, until_ms: int) -> None:
        self.device.advance(self.now_ms)
        self.facts += self.device.part.poll(self.now_ms)
        wakes = [self.device.wake_at_ms(), self.device.part.wake_at_ms()]
        soonest = min((wake for wake in wakes if wake is not None), default=until_ms)
        self.now_ms = min(max(self.now_ms + 1, soonest), until_ms)


class RealPlace(Place):
    """In real time, on real descriptors."""

    def __init__(self, make: Callable[[Now, Path], Device], folder: Path) -> None:
        super().__init__()
        clock = Clock()
        self.now_ms = clock.monotonic_ms()
        self.device = make(clock.monotonic_ms, folder)
        self._loop = Loop(clock, [self])

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        self._loop.run_until(is_so, PATIENCE_MS, what)

    def rest(self, for_ms: int) -> None:
        self._loop.run_for(for_ms)

    def close(self) -> None:
        self.device.close()
        self._loop.close()

    # As a part of the loop.

    def filenos(self) -> list[int]:
        number = self.device.part.fileno()
        return self.device.filenos() + ([] if number is None else [number])

    def wake_at_ms(self) -> int | None:
        wakes = [self.device.wake_at_ms(), self.device.part.wake_at_ms()]
        return min((wake for wake in wakes if wake is not None), default=None)

    def advance(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.device.advance(now_ms)
        self.facts += self.device.part.poll(now_ms)

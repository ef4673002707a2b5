"""Relays held by another process, on registers that outlive it; for tests of what ends a pulse.

Everything is real but the Raspberry Pi: two processes, their pipe, signals and time. The library
for the pins is the stand-in of tests/pi; each level that it sets it tells in a FIFO, which is
what the tests wait for.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from drivers.clock import Clock
from drivers.gpio_locks import GpioLocks
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import Word
from sim.cabinet import Cabinet
from sim.luck import Stream
from sim.pins import SimPins
from terminal.effects import Unlock
from terminal.record import Record
from tests.source import ROOT

PATIENCE_MS = 30_000
FILE_SIZE = 54 * 8
LOW, HIGH = 0, 1  # the relays are active low


class Level(NamedTuple):
    pin: int
    level: int
    at_ms: int


class Pi:
    """The registers of a Raspberry Pi, and all levels that were ever set."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self._registers, trace = folder / "registers", folder / "trace"
        self._registers.write_bytes(bytes(FILE_SIZE))
        os.mkfifo(trace)
        self._trace = os.open(trace, os.O_RDWR | os.O_NONBLOCK)
        self._begun = b""
        self.levels: list[Level] = []
        self._looked_at = 0
        self.environment = {
            **os.environ, "PYTHONPATH": f"{ROOT / 'tests/pi'}:{ROOT}",
            "PI_REGISTERS": str(self._registers), "PI_TRACE": str(trace), "PI_KIND": kind,
        }  # fmt: skip

    def is_on(self, pin: int) -> bool:
        direction, level = self._registers.read_bytes()[pin * 8 :][:2]
        return direction == 1 and level == LOW

    def leave_on(self, pin: int) -> None:
        """As a program that was killed leaves it."""
        with self._registers.open("r+b") as file:
            file.seek(pin * 8)
            file.write(bytes([1, LOW]))

    def join(self, pin: int, to_ground: bool) -> None:
        """A switch between this pin and ground closes or opens."""
        with self._registers.open("r+b") as file:
            file.seek(pin * 8 + 3)
            file.write(bytes([to_ground]))

    def wait_for(self, pin: int, level: int) -> int:
        """Milliseconds of the next moment, after the last one waited for, that it is set so."""
        end_ms = Clock().monotonic_ms() + PATIENCE_MS
        while True:
            for told in self.levels[self._looked_at :]:
                self._looked_at += 1
                if (told.pin, told.level) == (pin, level):
                    return told.at_ms
            assert Clock().wait(end_ms, [self._trace]), f"pin {pin} was never set to {level}"
            self._read()

    def fileno(self) -> int:
        """Becomes readable when a level was set."""
        return self._trace

    def news(self) -> list[Level]:
        """The levels that were set since they were last asked for."""
        with suppress(BlockingIOError):
            self._read()
        looked_at, self._looked_at = self._looked_at, len(self.levels)
        return self.levels[looked_at:]

    def was_ever_on(self, pin: int) -> bool:
        return (pin, LOW) in [(told.pin, told.level) for told in self.levels]

    def _read(self) -> None:
        *lines, self._begun = (self._begun + os.read(self._trace, 65_536)).split(b"\n")
        for line in lines:
            pin, level, at_ns = map(int, line.split())
            self.levels.append(Level(pin, level, at_ns // 1_000_000))

    def close(self) -> None:
        os.close(self._trace)


class Rig:
    """Relays in a process of their own, watched by this one."""

    def __init__(self) -> None:
        self.relays = RelayProcess([17, 27], True)
        self.told: list[Word] = []

    def until(self, what: str) -> Word:
        """Poll until that is told."""
        return self.until_any(what)

    def until_any(self, *what: str) -> Word:
        end_ms = Clock().monotonic_ms() + PATIENCE_MS
        while (now_ms := Clock().monotonic_ms()) < end_ms:
            words = self.relays.poll(now_ms)
            self.told += words
            for word in words:
                if word.what in what:
                    return word
            wake_ms, descriptor = self.relays.wake_at_ms(), self.relays.fileno()
            until_ms = end_ms if wake_ms is None else min(end_ms, wake_ms)
            Clock().wait(until_ms, [] if descriptor is None else [descriptor])
        raise AssertionError(f"{what} was never told, only {self.told}")

    def pulse(self, pin: int, pulse_ms: int) -> bool:
        return self.relays.pulse(pin, pulse_ms, Clock().monotonic_ms())

    def tell(self, number: signal.Signals) -> None:
        os.kill(self.relays.pid, number)


class Terminal:
    """The whole part, its relays in a process, its contacts simulated; on the real clock."""

    def __init__(self) -> None:
        self._clock = Clock()
        cabinet, pins = Cabinet([1, 2], Stream(2)), SimPins(self._clock.monotonic_ms, Stream(1))
        pins.wire_contact(5, cabinet, 1)
        pins.wire_contact(6, cabinet, 2)
        self.relays = RelayProcess([17, 27], True)
        self.locks = GpioLocks(pins, self.relays, [(1, 17, 5), (2, 27, 6)])
        self.told: list[Record] = []

    def unlock(self, compartment: int, opening: int) -> None:
        self.locks.perform(Unlock(compartment, opening), self._clock.monotonic_ms())

    def until(self, *facts: Record) -> None:
        self._until(lambda: {*facts} <= {*self.told})

    def until_rest(self) -> None:
        """Nothing is to be heard of the relays any more: the end of a pulse was told."""
        self._until(lambda: self.relays.wake_at_ms() is None)

    def _until(self, is_so: Callable[[], bool]) -> None:
        end_ms = Clock().monotonic_ms() + PATIENCE_MS
        while not is_so():
            assert self._clock.monotonic_ms() < end_ms, self.told
            self.told += self.locks.poll(self._clock.monotonic_ms())
            wake_ms, descriptor = self.locks.wake_at_ms(), self.locks.fileno()
            until_ms = end_ms if wake_ms is None else min(end_ms, wake_ms)
            if not is_so():
                self._clock.wait(until_ms, [] if descriptor is None else [descriptor])

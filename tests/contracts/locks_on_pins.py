"""Relays and door contacts on pins, as devices of the contract: on a header in memory, or with the
relays in a process of their own.

In virtual time nothing hangs, and the relays are called directly; in real time the process that
ships holds them, on registers in a file, and what it sets is set on the header in memory too.
The idea needed to read it: there is no line, nothing is said or echoed and nobody has an address,
and a row declares that; what is promised of lines is not asked of it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from drivers.gpio_locks import GpioLocks
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import PulseGuard, Relays
from sim.cabinet import Cabinet
from sim.luck import Luck
from sim.pins import SimPins
from tests.contracts.lock_places import Device, Now
from tests.drivers.relay_rig import Pi

RELAYS = (17, 27, 22, 23, 24, 25, 8, 7)
CONTACTS = (5, 6, 13, 19, 26, 12, 16, 20)
WIRING = tuple(zip(range(1, 9), RELAYS, CONTACTS, strict=True))


@dataclass(frozen=True)
class PinRow:
    """How relays and contacts are wired, and with which library the process holds its pins."""

    has_line: ClassVar[bool] = False

    feedback: str = "door_closing"
    is_active_low: bool = True
    library: str = "RPi.GPIO"

    def in_virtual_time(self, now: Now) -> "OnPins":
        return OnPins(self, now)

    def in_real_time(self, now: Now, folder: Path) -> "InAProcess":
        return InAProcess(self, now, folder)


ROWS = {
    "gpio": PinRow(),
    "gpio, opening contacts": PinRow(feedback="door_opening"),
    "gpio, on when high": PinRow(is_active_low=False, library="rpi-lgpio"),
}


class OnPins(Device):
    """The driver on a header in memory."""

    doors = tuple(door for door, _, _ in WIRING)
    reader = "door contacts"

    def __init__(self, row: PinRow, now: Now) -> None:
        self.row, self._now = row, now
        self.pins = SimPins(now, Luck(1).stream("pins"))
        self.supply = self.pins.supply
        self.cabinet = Cabinet(self.doors, Luck(1).stream("doors"))
        for door, relay, contact in WIRING:
            self.pins.wire_relay(relay, self.cabinet, door, row.is_active_low)
            shut_closes = row.feedback == "door_closing"
            self.pins.wire_contact(contact, self.cabinet, door, shut_closes)
        self._since_ms: dict[int, int] = {}  # relay that is on: since when
        self._lengths_ms: list[int] = []
        self.pins.on_level = lambda pin, _level: self._note(pin, now())
        self.part = GpioLocks(self.pins, self._held(), WIRING, feedback=row.feedback)

    def fall_mute(self) -> None:
        self.pins.fail("the header is gone")

    def lose_an_answer(self, door: int) -> None:
        self.pins.glitch(RELAYS[door - 1], "the coil disturbed it")

    def be_heard(self) -> None:
        self.pins.mend()

    def pulse_lengths_ms(self) -> list[int | None]:
        return [*self._lengths_ms, *(None for _ in self._since_ms)]

    def _held(self) -> PulseGuard:
        return Relays(self.pins, RELAYS, self.row.is_active_low)

    def _note(self, pin: int, at_ms: int) -> None:
        """A level was set: has a pulse begun or ended?"""
        is_on = pin in RELAYS and self.pins.is_on(pin)
        if is_on:
            self._since_ms.setdefault(pin, at_ms)
        elif pin in self._since_ms:
            self._lengths_ms.append(at_ms - self._since_ms.pop(pin))


class InAProcess(OnPins):
    """The relays are held by the process that ships, and time is real."""

    def __init__(self, row: PinRow, now: Now, folder: Path) -> None:
        self._pi = Pi(folder, row.library)
        self.environment = self._pi.environment
        super().__init__(row, now)
        self.pins.on_level = None  # the process has the better clock

    def advance(self, now_ms: int) -> None:
        super().advance(now_ms)
        for set_to in self._pi.news():
            is_on = bool(set_to.level) is not self.row.is_active_low
            self.pins.setup_out(set_to.pin, is_on, self.row.is_active_low)
            self._note(set_to.pin, set_to.at_ms)

    def filenos(self) -> list[int]:
        return [self._pi.fileno()]

    def close(self) -> None:
        super().close()
        self._pi.close()

    def _held(self) -> PulseGuard:
        return RelayProcess(RELAYS, self.row.is_active_low)

"""A Waveshare "Modbus RTU Relay (D)": eight relays, eight inputs, Modbus RTU.

RS-485 at 9600 8N1, address 1 as it is sold.  A relay on its own knows no locks:
the coil of the door has current for as long as the relay is on, and a relay
that somebody switched on and forgot burns it.  Therefore the board can time a
relay itself ("flash").  This file does whatever the data sheet lets a host do,
all relays at once included.  The one idea: a relay is on or off, and at most one
timer will turn it round; any later order for that relay takes the timer away.

Sources: https://www.waveshare.com/wiki/Modbus_RTU_Relay_(D), and for what
"linkage" does the notes of those who met it.  How frames begin and end is in
`rtu.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sim.boards.bcc8a_variant import DOOR_CLOSING
from sim.boards.rtu import (
    BROADCAST,
    ILLEGAL_ADDRESS,
    ILLEGAL_FUNCTION,
    ILLEGAL_VALUE,
    Frames,
    Refused,
    checked,
)
from sim.boards.supply import Supply
from sim.boards.wired import WiredBoard
from sim.cabinet import Cabinet
from sim.luck import Stream

RELAYS = 8
BAUD = 9600
# Where FC05 finds one relay, all of them, and the timers.
SWITCH, ALL, FLASH_ON, FLASH_OFF = 0x0000, 0x00FF, 0x0200, 0x0400
ON, OFF, TOGGLE = 0xFF00, 0x0000, 0x5500
FLASH_MAX, FLASH_STEP_MS = 0x7FFF, 100
# Registers: how each relay is controlled, the address, the version (1.00).
CONTROL, DEVICE_ADDRESS, VERSION = 0x1000, 0x4000, 0x8000
NORMAL, LINKAGE = "normal", "linkage"
MODES = (NORMAL, LINKAGE)
# A guess: an input counts when it was steady for this long.
LINKED_AFTER_MS = 20


@dataclass(frozen=True)
class Variant:
    """Which of the Waveshare boards it is, and how it is wired and set."""

    # door_closing: the contact closes with the door, so an active input is shut.
    polarity: str = DOOR_CLOSING
    # The model without (D) has relays only; it does not know function 02.
    has_inputs: bool = True
    # linkage: a relay follows its input and no order. With locks on the relays and
    # door contacts on the inputs that opens every door when power comes.
    control: str = NORMAL
    # Whether it tells its address when a register is asked for by broadcast, which
    # no Modbus device should answer; the maker's example shows an answer.
    answers_broadcast: bool = False
    reply_ms: tuple[int, int] = (2, 6)

    def __post_init__(self) -> None:
        if self.control not in MODES:
            raise ValueError(f"control is {NORMAL} or {LINKAGE}, not {self.control}")


class Waveshare(WiredBoard):
    """One board: hears frames, switches relays, answers what its inputs show."""

    def __init__(self, cabinet: Cabinet, luck: Stream, *, address: int = 1,
                 compartments: Sequence[int | None] | None = None,
                 variant: Variant | None = None, supply: Supply | None = None) -> None:
        """Lock and contact of `compartments` hang on the relays and inputs in that order."""
        if not 1 <= address <= 247:
            raise ValueError(f"the address is 1 to 247, not {address}")
        self.variant = variant or Variant()
        super().__init__(cabinet, luck, address=address, ways=RELAYS, supply=supply,
                         polarity=self.variant.polarity, compartments=compartments)
        self.relays = 0
        self._timers = [0] * RELAYS
        self._control = [MODES.index(self.variant.control)] * RELAYS
        self._frames = Frames(BAUD)
        self._functions: dict[int, Callable[[bytes, int], bytes]] = {
            0x01: self._read_relays, 0x03: self._read_registers, 0x05: self._write_relay,
            0x06: self._write_register, 0x0F: self._write_relays, 0x10: self._write_registers}
        if self.variant.has_inputs:
            self._functions[0x02] = self._read_inputs
        cabinet.on_contact(lambda door, is_closed, now_ms: self._plan_to_follow(now_ms))
        self._plan_to_follow(0)

    # Hearing and answering.

    def _hear(self, data: bytes, now_ms: int) -> None:
        self._agenda.advance(now_ms)  # A silence that is over ended a frame before these bytes.
        self._frames.take(data, now_ms)
        self._agenda.plan(now_ms + self._frames.silence_ms, self._end_frame)

    def _end_frame(self, now_ms: int) -> None:
        frame = self._frames.end(now_ms)
        if frame and frame[0] in (self.address, BROADCAST):
            address = self.address
            answer = self._answer(frame[1], frame[2:], now_ms)
            if frame[0] == BROADCAST and not (self.variant.answers_broadcast
                                              and frame[1] == 0x03):
                return
            said = checked(bytes([address]) + answer)
            self._reply(self.variant.reply_ms, lambda said_ms: said, now_ms)

    def _answer(self, function: int, rest: bytes, now_ms: int) -> bytes:
        try:
            if function not in self._functions:
                raise Refused(ILLEGAL_FUNCTION)
            return bytes([function]) + self._functions[function](rest, now_ms)
        except Refused as refusal:
            return bytes([function | 0x80, refusal.code])

    # Reading.

    def _read_relays(self, rest: bytes, now_ms: int) -> bytes:
        return _bits(self.relays, *_two_words(rest))

    def _read_inputs(self, rest: bytes, now_ms: int) -> bytes:
        return _bits(self._inputs(now_ms), *_two_words(rest))

    def _read_registers(self, rest: bytes, now_ms: int) -> bytes:
        first, count = _two_words(rest)
        if not 1 <= count <= 125:
            raise Refused(ILLEGAL_VALUE)
        values = [self._register(first + step) for step in range(count)]
        return bytes([2 * count]) + b"".join(value.to_bytes(2, "big") for value in values)

    def _register(self, number: int) -> int:
        if CONTROL <= number < CONTROL + RELAYS:
            return self._control[number - CONTROL]
        if number not in (DEVICE_ADDRESS, VERSION):
            raise Refused(ILLEGAL_ADDRESS)
        return self.address if number == DEVICE_ADDRESS else 0x0064

    # Writing.

    def _write_relay(self, rest: bytes, now_ms: int) -> bytes:
        place, value = _two_words(rest)
        if place == ALL:
            for relay in range(RELAYS):
                self._order(relay, value, now_ms)
            return rest
        relay = place & 0xFF
        if place - relay not in (SWITCH, FLASH_ON, FLASH_OFF) or relay >= RELAYS:
            raise Refused(ILLEGAL_ADDRESS)
        if place - relay == SWITCH:
            self._order(relay, value, now_ms)
        elif 1 <= value <= FLASH_MAX:
            self._switch(relay, place - relay == FLASH_ON, FLASH_STEP_MS * value, now_ms)
        else:
            raise Refused(ILLEGAL_VALUE)
        return rest

    def _write_relays(self, rest: bytes, now_ms: int) -> bytes:
        first, count = _two_words(rest[:4])
        if count == 0 or len(rest) < 5 or not len(rest) - 5 == rest[4] == (count + 7) // 8:
            raise Refused(ILLEGAL_VALUE)
        if first + count > RELAYS:
            raise Refused(ILLEGAL_ADDRESS)
        for step in range(count):
            self._order(first + step, ON if rest[5] >> step & 1 else OFF, now_ms)
        return rest[:4]

    def _write_register(self, rest: bytes, now_ms: int) -> bytes:
        self._set(*_two_words(rest), now_ms)
        return rest

    def _write_registers(self, rest: bytes, now_ms: int) -> bytes:
        first, count = _two_words(rest[:4])
        if count == 0 or len(rest) < 5 or not len(rest) - 5 == rest[4] == 2 * count:
            raise Refused(ILLEGAL_VALUE)
        for step in range(count):
            self._set(first + step, int.from_bytes(rest[5 + 2 * step:7 + 2 * step], "big"), now_ms)
        return rest[:4]

    def _set(self, number: int, value: int, now_ms: int) -> None:
        """Settings survive a power cut. Two more ways of control exist and are not simulated."""
        if CONTROL <= number < CONTROL + RELAYS:
            if value >= len(MODES):
                raise Refused(ILLEGAL_VALUE)
            self._control[number - CONTROL] = value
            self._plan_to_follow(now_ms)
        elif number == DEVICE_ADDRESS:
            if not 1 <= value <= 247:
                raise Refused(ILLEGAL_VALUE)
            self.address = value
        else:
            raise Refused(ILLEGAL_ADDRESS)

    # Relays.

    def _order(self, relay: int, value: int, now_ms: int) -> None:
        if value not in (ON, OFF, TOGGLE):
            raise Refused(ILLEGAL_VALUE)
        is_on = bool(self.relays >> relay & 1)
        self._switch(relay, value == ON or (value == TOGGLE and not is_on), None, now_ms)

    def _switch(self, relay: int, is_on: bool, for_ms: int | None, now_ms: int) -> None:
        """On or off, and after `for_ms` the other way round."""
        if self._control[relay] == MODES.index(NORMAL):
            self._move(relay, is_on, for_ms, now_ms)
            if for_ms is not None:
                turn_back = partial(self._turn_back, relay, self._timers[relay], not is_on)
                self._agenda.plan(now_ms + for_ms, turn_back)

    def _turn_back(self, relay: int, timer: int, is_on: bool, now_ms: int) -> None:
        if timer == self._timers[relay]:
            self._move(relay, is_on, None, now_ms)

    def _move(self, relay: int, is_on: bool, for_ms: int | None, now_ms: int) -> None:
        self._timers[relay] += 1
        self.relays = self.relays & ~(1 << relay) | is_on << relay
        if is_on:
            self._give_current(relay, for_ms, now_ms)
        else:
            self._release(relay, now_ms)

    def _plan_to_follow(self, now_ms: int) -> None:
        if self._is_on and any(self._control):
            self._agenda.plan(now_ms + LINKED_AFTER_MS, self._follow)

    def _follow(self, now_ms: int) -> None:
        """Relays that are linked take on the state of their inputs."""
        inputs = self._inputs(now_ms)
        for relay in range(RELAYS):
            is_active = bool(inputs >> relay & 1)
            if self._control[relay] and is_active != bool(self.relays >> relay & 1):
                self._move(relay, is_active, None, now_ms)

    # Power.

    def _forget(self) -> None:
        self._frames.clear()
        self.relays = 0

    def _wake_up(self, now_ms: int) -> None:
        self._plan_to_follow(now_ms)


def _two_words(rest: bytes) -> tuple[int, int]:
    if len(rest) != 4:
        raise Refused(ILLEGAL_VALUE)
    return int.from_bytes(rest[:2], "big"), int.from_bytes(rest[2:], "big")


def _bits(bits: int, first: int, count: int) -> bytes:
    """A count of bytes and the bits from `first` on, the first in bit 0."""
    if not 1 <= count <= 2000:
        raise Refused(ILLEGAL_VALUE)
    if first + count > RELAYS:
        raise Refused(ILLEGAL_ADDRESS)
    return bytes([1, bits >> first & ((1 << count) - 1)])

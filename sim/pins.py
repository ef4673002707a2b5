"""The simulated side of the pins seam: a header of pins, and the wires that people put on it.

The host's side is what a driver holds in place of the real pins.  On the other side hang relays
that give coils current, contacts of doors, and keypads.  The one idea: a pin has a level only
if something gives it one.  An output drives; a closed switch joins; a pull-up wins where nobody
drives; a pin on which nothing does anything reads as luck will have it.

What a driver may get wrong is modelled too: a column of a keypad stays at its level for the
moment after its row was let go, and two outputs that are joined by pressed keys fight each
other, which is remembered in `shorts`.
"""

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.keypad import Keypad
from sim.luck import Stream

HEADER = range(28)


@dataclass
class _Pad:
    """One pin as its registers have it; after power-on an input that nothing pulls."""

    is_out: bool = False
    is_high: bool = False
    is_active_low: bool = False
    pull: str = "none"
    is_set_up: bool = False


@dataclass(frozen=True)
class _Relay:
    cabinet: Cabinet
    compartment: int
    is_active_low: bool


class _Matrix:
    """A keypad and the pins of its wires."""

    def __init__(self, keypad: Keypad, rows: Sequence[int], columns: Sequence[int]) -> None:
        self.keypad = keypad
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._known: dict[tuple[tuple[int, int], ...], list[set[int]]] = {}

    def groups(self, now_ms: int) -> list[set[int]]:
        """The wires, those in one set that closed keys join at this moment."""
        closed = self.keypad.closed(now_ms)
        if closed not in self._known:
            groups = [{pin} for pin in (*self._rows, *self._columns)]
            for row, column in closed:
                ends = {self._rows[row], self._columns[column]}
                joined = [group for group in groups if group & ends]
                groups = [group for group in groups if not group & ends]
                groups.append(set().union(*joined))
            self._known[closed] = groups
        return self._known[closed]


class SimPins:
    """A header in virtual time; what a driver sees of it is `drivers.pins.Pins`."""

    def __init__(self, now_ms: Callable[[], int], luck: Stream,
                 supply: Supply | None = None) -> None:
        self.supply = supply or Supply()
        self.shorts: list[tuple[int, tuple[int, ...]]] = []  # when, and which pins
        self.on_level: Callable[[int, bool | None], None] | None = None  # (pin, is it high)
        self._now_ms = now_ms
        self._luck = luck
        self._why_gone = ""
        self._gone: frozenset[int] = frozenset()
        self._glitches: dict[int, str] = {}
        self._pads = {pin: _Pad() for pin in HEADER}
        self._relays: dict[int, _Relay] = {}
        self._switches: dict[int, Callable[[int], bool]] = {}
        self._matrices: dict[int, _Matrix] = {}
        self._charges: dict[int, tuple[bool, int]] = {}
        self._live_coils: set[tuple[int, int]] = set()

    # What a driver does.

    def setup_out(self, pin: int, is_on: bool, is_active_low: bool) -> None:
        pad = self._pad(pin)
        self._let_settle(pin)
        pad.is_out, pad.is_high = True, is_on is not is_active_low
        pad.is_active_low, pad.is_set_up = is_active_low, True
        self._feel(pin)

    def write(self, pin: int, is_on: bool) -> None:
        pad = self._pad(pin)
        if not (pad.is_set_up and pad.is_out):
            raise ValueError(f"pin {pin} was not set up as an output")
        self._let_settle(pin)
        pad.is_high = is_on is not pad.is_active_low
        self._feel(pin)
        if is_on and pin in self._glitches:
            raise OSError(errno.EIO, self._glitches.pop(pin))

    def setup_in(self, pin: int, pull: str) -> None:
        if pull not in ("up", "down", "none"):
            raise ValueError(f"pin {pin} cannot be pulled {pull}")
        pad = self._pad(pin)
        self._let_settle(pin)
        pad.is_out, pad.pull, pad.is_set_up = False, pull, True
        self._feel(pin)

    def read(self, pin: int) -> bool:
        pad = self._pad(pin)
        if not pad.is_set_up or pad.is_out:
            raise ValueError(f"pin {pin} was not set up as an input")
        level = self.level(pin)
        return self._luck.chance(500) if level is None else level

    def close(self) -> None:
        for pin, pad in self._pads.items():
            if pad.is_set_up and pad.is_out:
                pad.is_high = pad.is_active_low
            elif pad.is_set_up:
                pad.pull = "none"
            self._feel(pin)
            pad.is_set_up = False

    # What an installer wires.

    def wire_relay(self, pin: int, cabinet: Cabinet, compartment: int,
                   is_active_low: bool = True) -> None:
        """A relay with an optocoupler: only a driven pin gives it enough current."""
        self._relays[pin] = _Relay(cabinet, compartment, is_active_low)

    def wire_contact(self, pin: int, cabinet: Cabinet, compartment: int,
                     is_closed_when_shut: bool = True) -> None:
        """Between the pin and ground; a contact of the other kind closes as the door opens."""
        self.wire_switch(
            pin, lambda now_ms: cabinet.contact(compartment, now_ms) is is_closed_when_shut)

    def wire_switch(self, pin: int, is_closed: Callable[[int], bool]) -> None:
        """Any switch between the pin and ground; it is asked with the time."""
        self._switches[pin] = is_closed

    def wire_keypad(self, keypad: Keypad, rows: Sequence[int], columns: Sequence[int]) -> None:
        matrix = _Matrix(keypad, rows, columns)
        self._matrices.update(dict.fromkeys((*rows, *columns), matrix))

    # What happens to it.

    def lose_power(self) -> None:
        """Everything is as at power-on: no pin drives anything."""
        for pin in HEADER:
            self._pads[pin] = _Pad()
            self._feel(pin)

    def lose_host(self) -> None:
        """The program that held the pins was killed: all levels stay, and nobody holds them."""
        for pad in self._pads.values():
            pad.is_set_up = False

    def fail(self, why: str, *pins: int) -> None:
        """Refuse everything on these pins (or all) from now on, and leave levels as they are."""
        self._why_gone, self._gone = why, frozenset(pins or HEADER)

    def glitch(self, pin: int, why: str) -> None:
        """The next time that this output is switched on it is on, and refused all the same."""
        self._glitches[pin] = why

    def mend(self) -> None:
        self._gone = frozenset()

    # What is true.

    def level(self, pin: int) -> bool | None:
        """What a voltmeter shows: high, low, or None for a pin that floats."""
        pad, now_ms = self._pads[pin], self._now_ms()
        if pad.is_out:
            return pad.is_high
        if pin in self._switches and self._switches[pin](now_ms):
            return False
        if pin in self._matrices:
            driven = self._joined_level(pin, now_ms)
            if driven is not None:
                return driven
        return {"up": True, "down": False}.get(pad.pull)

    def is_on(self, pin: int) -> bool:
        """Whether the relay on this pin gives current."""
        pad = self._pads[pin]
        return pad.is_out and pad.is_high is not self._relays[pin].is_active_low

    # Within.

    def _pad(self, pin: int) -> _Pad:
        if pin not in HEADER:
            raise ValueError(f"pin {pin} is not on the header")
        if pin in self._gone:
            raise OSError(errno.EIO, self._why_gone)
        return self._pads[pin]

    def _feel(self, pin: int) -> None:
        """The level of a pin may have changed: let what hangs on it know."""
        if pin in self._relays:
            self._switch_coil(pin, self._relays[pin])
        self._let_settle(pin)
        if self.on_level is not None:
            self.on_level(pin, self.level(pin))

    def _switch_coil(self, pin: int, relay: _Relay) -> None:
        now_ms, coil = self._now_ms(), (0, pin)
        was_on, is_on = coil in self._live_coils, self.is_on(pin)
        if is_on and not was_on:
            self._live_coils.add(coil)
            self.supply.load(coil, None, now_ms)
            relay.cabinet.energise(relay.compartment, None, now_ms)
        elif was_on and not is_on:
            self._live_coils.discard(coil)
            self.supply.unload(coil, now_ms)
            relay.cabinet.de_energise(relay.compartment, now_ms)

    # The matrix.

    def _joined_level(self, pin: int, now_ms: int) -> bool | None:
        """The level that outputs give this pin through closed keys, or gave it just now."""
        matrix = self._matrices[pin]
        if matrix.keypad.is_still(now_ms) and pin not in self._charges:
            return None
        for group in matrix.groups(now_ms):
            if pin in group:
                driving = {self._pads[wire].is_high for wire in group if self._pads[wire].is_out}
                if driving:
                    return driving == {True}
        level, at_ms = self._charges.get(pin, (True, -1))
        return level if at_ms == now_ms else None

    def _let_settle(self, pin: int) -> None:
        """Charge every wire of this matrix as it is driven now, and look for fights."""
        matrix, now_ms = self._matrices.get(pin), self._now_ms()
        if matrix is None:
            return
        if matrix.keypad.is_still(now_ms):
            self._charges.clear()
            return
        for group in matrix.groups(now_ms):
            outs = tuple(wire for wire in group if self._pads[wire].is_out)
            levels = {self._pads[wire].is_high for wire in outs}
            if len(levels) == 1:
                self._charges.update(dict.fromkeys(group, (levels == {True}, now_ms)))
            elif levels and (now_ms, outs) not in self.shorts:
                self.shorts.append((now_ms, outs))

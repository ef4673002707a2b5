"""Relays on pins that give pulses: the one who holds the pins also ends the pulse.

Which relay opens which door is known in `gpio_locks.py`.  The idea needed to read it: whoever
orders a pulse may hang or die before it is over, and a coil that is left on burns.  So the
orders go to a `PulseGuard`, that ends each pulse by itself.  On the machine in the street that
is a process of its own (`pulse_guard.py`), in which the `Relays` of this file hold the pins;
in virtual time, where nothing hangs, the same `Relays` are called directly.

They protect the coils against everybody: one relay at a time, never longer than a second.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from drivers.pins import Pins

PULSE_LEAST_MS, PULSE_MOST_MS = 300, 1_000  # what cabinet locks need, and what they bear
RETRY_MS = 1_000

READY = "ready"  # all relays are off, and pulses may be ordered
ON, OFF = "on", "off"  # a pulse has begun; it is over
REFUSED = "refused"  # this pulse was not given, and will not be
LOST = "lost"  # nobody knows how the relays stand, until READY; `why` is for a technician


class Word(NamedTuple):
    """What a guard tells."""

    what: str
    pin: int = 0
    why: str = ""


class PulseGuard(Protocol):
    """Gives pulses and ends them, whatever becomes of the one who ordered them.

    Before READY and after LOST no pulse may be ordered.
    """

    def pulse(self, pin: int, pulse_ms: int, now_ms: int) -> bool:
        """Begin a pulse now; False: it is certain that it has not begun, nor will.

        Otherwise ON, REFUSED or LOST is told soon, and OFF or LOST after ON.
        """

    def poll(self, now_ms: int) -> list[Word]:
        """What has happened since, oldest first."""

    def wake_at_ms(self) -> int | None:
        """When to poll at the latest; None: only when readable."""

    def fileno(self) -> int | None:
        """Becomes readable when there is something to tell; None: there is no such thing."""

    def close(self) -> None:
        """Switch all relays off and end."""


class Relays:
    """The relays of one power supply, on pins of this process."""

    def __init__(self, pins: Pins, relay_pins: Sequence[int], is_active_low: bool) -> None:
        self._pins, self._relay_pins = pins, tuple(relay_pins)
        self._is_active_low = is_active_low
        self._is_ready = False
        self._try_ms = 0
        self._on: int | None = None  # the relay that is on
        self._until_ms = 0
        self._words: list[Word] = []

    def pulse(self, pin: int, pulse_ms: int, now_ms: int) -> bool:
        is_fit = pin in self._relay_pins and PULSE_LEAST_MS <= pulse_ms <= PULSE_MOST_MS
        if not self._is_ready or self._on is not None or not is_fit:
            return False
        try:
            # It is off; a pin that refuses even that was certainly not switched on.
            self._pins.write(pin, False)
        except OSError as error:
            self._lose(error, now_ms)
            return False
        self._on, self._until_ms = pin, now_ms + pulse_ms
        try:
            self._pins.write(pin, True)
            self._words.append(Word(ON, pin))
        except OSError as error:
            self._lose(error, now_ms)
        return True

    def poll(self, now_ms: int) -> list[Word]:
        try:
            if not self._is_ready and now_ms >= self._try_ms:
                self._set_up()
            elif self._on is not None and now_ms >= self._until_ms:
                self._end_pulse(self._on)
        except OSError as error:
            self._lose(error, now_ms)
        words, self._words = self._words, []
        return words

    def wake_at_ms(self) -> int | None:
        if self._words:
            return 0
        if not self._is_ready:
            return self._try_ms
        return None if self._on is None else self._until_ms

    def fileno(self) -> int | None:
        return None

    def close(self) -> None:
        self._is_ready, self._on = False, None
        with suppress(OSError):  # nobody is left who could do more
            self._all_off()
        self._pins.close()

    def _set_up(self) -> None:
        self._all_off()
        self._is_ready = True
        self._words.append(Word(READY))

    def _all_off(self) -> None:
        refused: OSError | None = None
        for pin in self._relay_pins:
            try:
                self._pins.setup_out(pin, False, self._is_active_low)
            except OSError as error:  # the others must still be switched off
                refused = error
        if refused is not None:
            raise refused

    def _end_pulse(self, pin: int) -> None:
        self._pins.write(pin, False)
        self._on = None
        self._words.append(Word(OFF, pin))

    def _lose(self, error: OSError, now_ms: int) -> None:
        self._is_ready, self._on = False, None
        self._try_ms = now_ms + RETRY_MS
        self._words.append(Word(LOST, why=error.strerror or str(error)))

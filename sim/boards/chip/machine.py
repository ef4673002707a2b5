"""The `machine` of a microcontroller for MicroPython on a computer: a chip without silicon.

Firmware that is written for a Raspberry Pi Pico finds this file where it looks for the hardware,
and everything above it runs as it is.  Here are pins, a UART with its RS-485 transceiver, and
the watchdog; what the pins are wired to stands in `sim/boards/microcontroller.py`, and its
process is what has the power, the watchdog's teeth and the other end of the pty.  The one idea:
a chip says one line of text for each thing that can be seen from outside, and hears one line
for each thing that happens to it:

    says      pin 2 1         an output pin has changed to this level
              watchdog 500    the watchdog runs: to be fed within so many milliseconds
              fed             it was fed (said at most every 100 ms)
    is told   pin 13 0        an input pin has this level from now on
              power           all levels at the start have been told; go on

    micropython main.py PORT DIRECTION [open-ears]

PORT is the serial port behind the transceiver, a pty or a real adapter's.  DIRECTION is the pin
that switches the transceiver; while it is low nothing is sent, and while it is high nothing is
heard, except with open-ears: then the board hears itself, as one with /RE at ground does.
"""

import sys
import termios
from select import POLLIN, poll
from time import ticks_add, ticks_diff, ticks_ms  # type: ignore[attr-defined]

_FED_EVERY_MS = 100


class _World:
    """What is told on the standard input, and who wants to know."""

    def __init__(self) -> None:
        self.levels: dict[int, int] = {}
        self.has_power = False
        self._line = ""
        self._poll = poll()
        self._poll.register(sys.stdin, POLLIN)
        while not self.has_power:
            self.listen(-1)

    def listen(self, patience_ms: int = 0) -> None:
        """Take what has been told; wait for something if `patience_ms` is -1."""
        while self._poll.poll(patience_ms):
            patience_ms = 0
            letter = sys.stdin.read(1)
            if not letter:
                raise SystemExit  # the world is gone
            if letter != "\n":
                self._line += letter
                continue
            self._take(self._line.split())
            self._line = ""
            if self.has_power:
                return

    def _take(self, words: list[str]) -> None:
        if words[:1] == ["power"]:
            self.has_power = True
        elif words[:1] == ["pin"]:
            self.levels[int(words[1])] = int(words[2])


_world = _World()
_driver: "UART | None" = None


class Pin:
    """A pin; one that nothing pulls at reads its pull-up, and 0 without one."""

    IN, OUT = 0, 1
    PULL_UP = 1

    def __init__(self, number: int, mode: int = -1, pull: int = -1, *, value: int = 0) -> None:
        self.number = number
        self._is_output = mode == Pin.OUT
        self._idle = 1 if pull == Pin.PULL_UP else 0
        self._level = value
        if self._is_output:
            _tell(f"pin {number} {value}")

    def value(self, level: "int | None" = None) -> "int | None":
        if level is None:
            return self._level if self._is_output else _world.levels.get(self.number, self._idle)
        if self._is_output and level != self._level:
            self._level = level
            if _driver is not None and self.number == _driver.direction:
                _driver.turn_round(level == 1)
            _tell(f"pin {self.number} {level}")
        return None


class UART:
    """The one serial port and the transceiver behind it; bytes take their time on the wire."""

    def __init__(  # noqa: PLR0913  # as the real one has it
        self, number: int, *, baudrate: int, bits: int, parity: "int | None", stop: int,
        tx: Pin, rx: Pin, txbuf: int, rxbuf: int,
    ) -> None:  # fmt: skip
        global _driver  # noqa: PLW0603  # there is one transceiver, and pins must reach it
        assert (bits, parity, stop) == (8, None, 1), "a lock line is 8N1"
        self.direction = int(sys.argv[2])
        self._byte_us = 10_000_000 // baudrate
        self._room = rxbuf
        self._has_open_ears = "open-ears" in sys.argv[3:]
        self._port = open(sys.argv[1], "r+b")  # noqa: SIM115  # for as long as there is power
        termios.setraw(self._port.fileno())  # type: ignore[attr-defined]
        self._poll = poll()
        self._poll.register(self._port, POLLIN)
        self._heard = b""
        self._leaving = b""
        self._left_at = 0
        self._is_driving = False
        _driver = self

    def any(self) -> int:
        _world.listen()
        self._settle()
        while self._poll.poll(0):
            byte = self._port.read(1)
            if not byte:
                raise SystemExit  # the port is gone
            self._hear(byte, self._is_driving)
        return len(self._heard)

    def read(self) -> "bytes | None":
        heard, self._heard = self._heard, b""
        return heard or None

    def write(self, data: bytes) -> int:
        self._leaving = data
        self._left_at = ticks_add(ticks_ms(), (len(data) * self._byte_us + 999) // 1_000)
        return len(data)

    def turn_round(self, is_driving: bool) -> None:
        """The direction pin moved: what had not left the chip by then was never on the line."""
        self._settle()
        self._is_driving = is_driving
        self._leaving = b""

    def _settle(self) -> None:
        """What has left by now is on the line, if the transceiver drove it."""
        if self._leaving and ticks_diff(ticks_ms(), self._left_at) >= 0:
            leaving, self._leaving = self._leaving, b""
            if self._is_driving:
                self._port.write(leaving)
                self._hear(leaving, True)

    def _hear(self, data: bytes, is_driving: bool) -> None:
        if not is_driving or self._has_open_ears:
            self._heard = (self._heard + data)[: self._room]


class WDT:
    """The watchdog's bowl; who bites is outside, as a program that hangs cannot bite itself."""

    def __init__(self, *, timeout: int) -> None:
        self._fed_at = ticks_ms()
        _tell(f"watchdog {timeout}")

    def feed(self) -> None:
        if ticks_diff(ticks_ms(), self._fed_at) >= _FED_EVERY_MS:
            self._fed_at = ticks_ms()
            _tell("fed")


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")

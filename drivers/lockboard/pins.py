"""The pins of the microcontroller: coils, contacts, the RS-485 transceiver, the watchdog.

It decides nothing: `board.py` says which coil, `main.py` when.  Only what `machine` offers alike
on RP2040 and ESP32 is used, so this file runs unchanged on both, and on a computer over
another `machine` (see README.md).  The one idea: an RS-485 board is deaf while it speaks.
The direction pin is high exactly from before the first bit of an answer until after its
last, and what is heard in between is thrown away.
"""

from time import ticks_diff, ticks_ms  # type: ignore[attr-defined]

from machine import UART, WDT, Pin

from drivers.lockboard import config

BAUD = 9_600
BITS_PER_BYTE = 10  # with start and stop bit
TAIL_MS = 2  # rounding, and the last stop bit: a direction pin that falls early cuts it off
BUFFER = 64  # a frame has 5 bytes; whoever sends more than fits is not understood anyway


class Pins:
    """All coils are off before anything else is done."""

    def __init__(self) -> None:
        # The level is set before the pin becomes an output, so that no coil twitches.
        self._coils = [Pin(pin, Pin.OUT, value=1 - config.COIL_ON) for pin in config.COILS]
        self._coil = 0
        self._direction = Pin(config.DIRECTION, Pin.OUT, value=0)
        self._doors = [Pin(pin, Pin.IN, Pin.PULL_UP) for pin in config.DOORS]
        self.is_setup = Pin(config.SETUP, Pin.IN, Pin.PULL_UP).value() == 0
        self._uart = UART(
            config.UART, baudrate=BAUD, bits=8, parity=None, stop=1,
            tx=Pin(config.TX), rx=Pin(config.RX), txbuf=BUFFER, rxbuf=BUFFER,
        )  # fmt: skip
        self._speaks_for_ms = 0
        self._spoke_at = 0

    # -- coils and contacts -------------------------------------------------------------------

    def drive(self, coil: int) -> None:
        """Give current to this coil, counted from 1, and to no other; 0 for none."""
        if coil == self._coil:
            return
        self.all_off()
        if coil:
            self._coils[coil - 1].value(config.COIL_ON)
            self._coil = coil

    def all_off(self) -> None:
        for coil in self._coils:
            coil.value(1 - config.COIL_ON)
        self._coil = 0

    def closed(self) -> int:
        """Bit `lock - 1` is 1 where the circuit of a contact is closed at this moment."""
        closed = 0
        bit = 1
        for door in self._doors:
            if door.value() == config.CONTACT_CLOSED:
                closed |= bit
            bit <<= 1
        return closed

    # -- the line -----------------------------------------------------------------------------

    def read(self) -> bytes:
        """What has come from the line, b"" for nothing and while we speak ourselves."""
        heard = self._uart.read() if self._uart.any() else None
        if not self._speaks_for_ms:
            return heard or b""
        if ticks_diff(ticks_ms(), self._spoke_at) >= self._speaks_for_ms:
            self._direction.value(0)
            self._speaks_for_ms = 0
        return b""

    def say(self, frame: bytes) -> None:
        """Begin to say it; `read` notices when it is said."""
        self._direction.value(1)
        self._uart.write(frame)
        # Not asked of the driver: on some ports it says "done" while the last byte leaves.
        self._spoke_at = ticks_ms()
        self._speaks_for_ms = len(frame) * BITS_PER_BYTE * 1_000 // BAUD + TAIL_MS

    # -- the watchdog -------------------------------------------------------------------------

    def start_watchdog(self) -> WDT:
        """From now on somebody must feed it, or it restarts the microcontroller."""
        return WDT(timeout=config.WATCHDOG_MS)

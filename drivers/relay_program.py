"""The program that holds the relay pins: `python -m drivers.relay_program [--active-low] PIN...`

It is started by `pulse_guard.py` and is told pulses on its standard input; it says on its
standard output what it did.  What a pulse may be is decided in `relay_pins.py`.  The idea needed
to read it: the pipe is the life line.  When the other end is closed, which the kernel does even
for a program that was killed, all relays go off and this program ends; nothing else ends it.

    in:   pulse PIN MILLISECONDS GIVEN      GIVEN: monotonic milliseconds
    out:  ready 0 | on PIN | off PIN | refused PIN | lost WHY
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from drivers.clock import Clock
from drivers.pins import GpioPins
from drivers.relay_pins import LOST, REFUSED, Relays, Word

IN, OUT, ERRORS = 0, 1, 2
LATE_MS = 1_000  # whoever ordered it is told that it was not given; nothing may open later
READ_MAX = 4_096
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Holder:
    """Carries out the orders that come in, until there will be no more."""

    def __init__(self, relays: Relays, clock: Clock, say: Callable[[Word], None]) -> None:
        self._relays, self._clock, self._say = relays, clock, say
        self._heard = b""

    def run(self) -> None:
        """Returns when the other end is closed, or when the pins cannot be held."""
        is_held = True
        while is_held:
            words = self._relays.poll(self._clock.monotonic_ms())
            for word in words:
                self._say(word)
            is_held = not any(word.what == LOST for word in words)
            if is_held and self._clock.wait(self._relays.wake_at_ms(), [IN]):
                data = os.read(IN, READ_MAX)
                is_held = bool(data)
                self._obey(data)

    def _obey(self, data: bytes) -> None:
        *lines, self._heard = (self._heard + data).split(b"\n")
        for line in lines:
            order, *numbers = line.split()
            assert order == b"pulse" and len(numbers) == 3, line
            pin, pulse_ms, given_ms = map(int, numbers)
            now_ms = self._clock.monotonic_ms()
            is_late = now_ms - given_ms > LATE_MS
            if is_late or not self._relays.pulse(pin, pulse_ms, now_ms):
                self._say(Word(REFUSED, pin))


class Mouth:
    """Says words, one line each."""

    def __init__(self) -> None:
        # What the libraries print must not get among the words.
        self._out = os.dup(OUT)
        os.dup2(ERRORS, OUT)
        os.set_blocking(self._out, False)

    def say(self, word: Word) -> None:
        line = f"{word.what} {word.why or word.pin}".replace("\n", " ") + "\n"
        # Whoever does not read must not hold up the end of a pulse.
        with suppress(BlockingIOError):
            os.write(self._out, line.encode())


def main(arguments: list[str]) -> int:
    """0 when the other end was closed; 1 when the pins cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m drivers.relay_program")
    parser.add_argument("--active-low", action="store_true")
    parser.add_argument("pins", type=int, nargs="+", metavar="PIN")
    options = parser.parse_args(arguments)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # the terminal's end is what ends us
    mouth = Mouth()
    try:
        relays = Relays(GpioPins(), options.pins, options.active_low)
    except SystemExit as refusal:
        mouth.say(Word(LOST, why=str(refusal)))
        return 1
    try:
        Holder(relays, Clock(), mouth.say).run()
    except BrokenPipeError:
        return 0  # nobody is there any more
    finally:
        relays.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A program that begins a pulse and hangs: `python -m tests.drivers.relay_host PIN MILLISECONDS`.

It prints the number of the process that holds its relays as soon as the pulse has begun.
"""

import signal
import sys

from drivers.clock import Clock
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import ON, READY


def main(pin: int, pulse_ms: int) -> None:
    clock, relays = Clock(), RelayProcess([17, 27], True)
    words: list[str] = []
    while ON not in words:
        descriptor = relays.fileno()
        clock.wait(relays.wake_at_ms(), [] if descriptor is None else [descriptor])
        now_ms = clock.monotonic_ms()
        words = [word.what for word in relays.poll(now_ms)]
        if READY in words:
            assert relays.pulse(pin, pulse_ms, now_ms)
    print(relays.pid, flush=True)
    signal.pause()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""The program of a lock board: runs by itself when the microcontroller gets power.

It holds the loop and the clock and nothing else: what is decided is in `board.py`, what is
touched in `pins.py`.  The one idea: everything runs once in each turn of one short loop, and
the watchdog is fed only at its end.  Whatever goes wrong in a turn, the coils go off, the
watchdog goes hungry, and half a second later the board begins anew.
"""

from time import sleep_ms, ticks_diff, ticks_ms  # type: ignore[attr-defined]

from drivers.lockboard import config
from drivers.lockboard.pins import Pins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from drivers.lockboard.board import Board

TURN_MS = 2


def main() -> None:
    pins = Pins()  # first of all: every coil off
    if pins.is_setup:
        print("The setup pin is at ground: no lock is served. Take the bridge away and restart.")
        return
    # Not at the top: what takes time or may fail comes after the coils are off.
    from drivers.lockboard.board import Board

    board = Board(config.ADDRESS, len(config.COILS), config.PULSE_MS)
    try:
        run(board, pins)
    finally:
        pins.all_off()


def run(board: "Board", pins: Pins) -> None:
    watchdog = pins.start_watchdog()
    last = ticks_ms()
    while True:
        sleep_ms(TURN_MS)
        now = ticks_ms()
        elapsed_ms, last = ticks_diff(now, last), now
        answer = board.turn(elapsed_ms, pins.read(), pins.closed())
        pins.drive(board.coil)
        if answer:
            pins.say(answer)
        watchdog.feed()


if __name__ == "__main__":
    main()

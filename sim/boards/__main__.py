"""One simulated board with its doors, alone on a pty or a TCP port, in real time.

    python -m sim.boards bcc8a --pty /tmp/locks
    python -m sim.boards cu16 --tcp 5000

Any software that talks to such a board through a serial port or a converter can
open that path or port instead.  This file owns the clock and the keyboard; where
the board is reached is in `ports.py`, what it does in its own file, what hands
can do in `hands.py`.  The one idea: one loop sleeps until bytes, words or the
next thing in the simulated world come, and only this loop reads the clock.
Bytes pass at once: neither port has a baud rate.
"""

import os
import select
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from types import FrameType

from sim.boards import Board
from sim.boards.hands import obey
from sim.boards.kinds import KINDS
from sim.boards.microcontroller import NoMicroPython
from sim.boards.micropython import MicroPythonBoard
from sim.boards.ports import Port, pty_at, tcp_at
from sim.cabinet import Cabinet
from sim.door import Pulse
from sim.luck import Luck


class Bench:
    """The loop between a port, a keyboard and a simulated board."""

    def __init__(self, cabinet: Cabinet, board: Board, port: Port, has_echo: bool) -> None:
        self._cabinet = cabinet
        self._board = board
        self._port = port
        self._has_echo = has_echo
        self._began_ns = time.monotonic_ns()
        self._typed = b""
        self._keyboard: int | None = sys.stdin.fileno()
        cabinet.on_change(self._tell_change)
        cabinet.on_pulse(self._tell_pulse)

    def serve(self) -> None:
        """Until somebody types quit."""
        while True:
            ready, _, _ = select.select(self._watched(), [], [], self._sleep_s())
            now_ms = self._now_ms()
            self._cabinet.advance(now_ms)
            self._hear(self._port.hear(), now_ms)
            for said in self._board.due(now_ms):
                self._port.say(said)
            if self._keyboard in ready and not self._take_words(self._keyboard, now_ms):
                return

    def _watched(self) -> list[int]:
        keyboards = [] if self._keyboard is None else [self._keyboard]
        runs = self._board.filenos() if isinstance(self._board, MicroPythonBoard) else []
        return self._port.watched() + keyboards + runs

    def _now_ms(self) -> int:
        return (time.monotonic_ns() - self._began_ns) // 1_000_000

    def _sleep_s(self) -> float | None:
        wakes = [wake_ms for wake_ms in (self._cabinet.wake_at_ms(), self._board.wake_at_ms())
                 if wake_ms is not None]
        return max(0, min(wakes) - self._now_ms()) / 1000 if wakes else None

    def _hear(self, data: bytes, now_ms: int) -> None:
        if not data:
            return
        if self._has_echo:
            self._port.say(data)
        self._board.feed(data, now_ms)

    def _take_words(self, keyboard: int, now_ms: int) -> bool:
        """Obey what was typed; False when it was quit."""
        typed = os.read(keyboard, 4096)
        if not typed:
            self._keyboard = None  # Started without one: go on serving until SIGTERM.
        *lines, self._typed = (self._typed + typed).split(b"\n")
        for line in lines:
            if line.strip() == b"quit":
                return False
            if line.strip():
                print(obey(self._cabinet, line.decode(errors="replace"), now_ms), flush=True)
        return True

    def _tell_change(self, compartment: int, is_open: bool, now_ms: int) -> None:
        how = "shut"
        if is_open:
            opening = self._cabinet.openings(compartment)[-1]
            how = f"opened by pulse {opening.pulse.number}" if opening.pulse else "opened by force"
        print(f"{now_ms / 1000:8.3f} s  door {compartment} {how}", flush=True)

    def _tell_pulse(self, compartment: int, pulse: Pulse) -> None:
        length = "without end" if pulse.pulse_ms is None else f"of {pulse.pulse_ms} ms"
        print(f"{pulse.at_ms / 1000:8.3f} s  door {compartment} is given pulse {pulse.number}"
              f" {length}", flush=True)


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m sim.boards", description=__doc__.partition("\n")[0])
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="BOARD")
    for name, kind in KINDS.items():
        options = kinds.add_parser(name, help=kind.what, description=kind.what)
        where = options.add_mutually_exclusive_group(required=True)
        where.add_argument("--pty", metavar="PATH", help="where a serial port shall be")
        where.add_argument("--tcp", type=int, metavar="PORT",
                           help="TCP port of this machine that passes the bytes of the line"
                                " through; 0 for any")
        options.add_argument("--echo", action="store_true",
                             help="return all that is sent, as some RS-485 adapters do")
        options.add_argument("--seed", type=int, default=1, help="of delays and bounces (1)")
        kind.add_options(options)
    return parser.parse_args(arguments)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    kind = KINDS[options.kind]
    try:
        cabinet, board = kind.build(options, Luck(options.seed))
    except (ValueError, NoMicroPython) as mistake:
        sys.exit(f"{options.kind}: {mistake}")
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        with tcp_at(options.tcp) if options.pty is None else pty_at(options.pty) as port:
            bench = Bench(cabinet, board, port, options.echo)
            print(f"{kind.what} at {port.name}, {len(cabinet.compartments)} doors:"
                  f" {kind.hint(options)}; type help for what hands can do", flush=True)
            bench.serve()
    finally:
        if isinstance(board, MicroPythonBoard):
            board.close()


if __name__ == "__main__":
    main()

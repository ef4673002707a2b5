"""One simulated card reader, alone, in real time: on a TCP port or a pseudo-terminal.

    python -m sim.card_reader --port 20007
    python -m sim.card_reader --pty /tmp/card-reader --decline 33

Any software that speaks ZVT as a cash register can talk to it.  This file owns the clock
and the keyboard; the wires are in `wires.py`, what hands can do in `hands.py`.  The one
idea: one loop sleeps until bytes, words or the next thing the reader does, and only this
loop reads the clock.  Whatever happens is printed as one line, never with a card number.
"""

import os
import select
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from types import FrameType

from sim.card_reader.bank import Bank
from sim.card_reader.hands import obey
from sim.card_reader.reader import SERIAL, TCP, CardReader
from sim.card_reader.switches import Switches, listed
from sim.card_reader.wires import Wire, open_wire


class Alone:
    """The loop between a wire, a keyboard and a simulated card reader."""

    def __init__(self, reader: CardReader, wire: Wire) -> None:
        self._reader = reader
        self._wire = wire
        self._began_ns = time.monotonic_ns()
        self._typed = b""
        self._keyboard = [sys.stdin.fileno()]
        reader.on_event(lambda text, at_ms: print(f"{at_ms / 1000:9.3f} s  {text}", flush=True))

    def serve(self) -> None:
        """Until somebody types quit."""
        reader, wire = self._reader, self._wire
        while True:
            watched = wire.watched() + self._keyboard
            ready, _, _ = select.select(watched, [], [], self._sleep_s())
            now_ms = self._now_ms()
            data, is_lost = wire.hear(ready)
            if data:
                reader.feed(data, now_ms)
            if is_lost:
                reader.lost(now_ms)
            if any(end in ready for end in self._keyboard) and not self._take_words(now_ms):
                return
            for said in reader.due(now_ms):
                wire.say(said)
            wire.keep(reader.is_awake(now_ms))

    def _now_ms(self) -> int:
        return (time.monotonic_ns() - self._began_ns) // 1_000_000

    def _sleep_s(self) -> float | None:
        wake_ms = self._reader.wake_at_ms()
        return None if wake_ms is None else max(0, wake_ms - self._now_ms()) / 1000

    def _take_words(self, now_ms: int) -> bool:
        """Obey what was typed; False when it was quit."""
        typed = os.read(self._keyboard[0], 4096)
        if not typed:
            # Started without a keyboard: go on serving until SIGTERM.
            self._keyboard = []
        *lines, self._typed = (self._typed + typed).split(b"\n")
        for line in lines:
            if line.strip() == b"quit":
                return False
            if line.strip():
                print(obey(self._reader, line.decode(errors="replace"), now_ms), flush=True)
        return True


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m sim.card_reader",
                            description=__doc__.partition("\n")[0],
                            epilog="An X that makes no sense is answered with what would.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", type=int, help="TCP port on this machine, 0 for any; ZVT's: 20007")
    where.add_argument("--pty", metavar="PATH", help="where a serial line to it is to be found")
    for name, usual, what in listed():
        option = name.replace("_", "-")
        if isinstance(usual, bool):
            parser.add_argument(f"--no-{option}" if usual else f"--{option}", dest=name,
                                action="store_const", const="off" if usual else "on",
                                help=f"not: {what}" if usual else what)
        else:
            parser.add_argument(f"--{option}", metavar="X", help=f"{what} ({usual or 'off'})")
    return parser.parse_args(arguments)


def _switches(options: Namespace) -> Switches:
    switches = Switches()
    for name, _, _ in listed():
        text = getattr(options, name)
        if text is None:
            continue
        try:
            switches.put(name, text)
        except ValueError as mistake:
            sys.exit(f"--{name.replace('_', '-')} {text}: {mistake}")
    return switches


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    switches = _switches(options)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    wire = open_wire(options.port, options.pty)
    framing = TCP if options.pty is None else SERIAL
    place = wire.place
    try:
        print(f"ZVT card reader at {place}: send 06 00 08 00 00 00 3E 09 78 03 00 to register;"
              " type help for what hands can do", flush=True)
        Alone(CardReader(Bank(), framing=framing, switches=switches), wire).serve()
    finally:
        wire.close()


if __name__ == "__main__":
    main()

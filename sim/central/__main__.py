"""python -m sim.central --broker HOST:PORT: the stand-in server alone, in real time.

It gives `Central` a file, the machine's clocks and a real broker, prints what
happens line by line and takes commands on its input.  The one idea: it may be
killed at any moment and started again, and whoever it had answered finds
everything as it was.
"""

import argparse
import os
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence

from sim.central import Central, Link
from sim.central.console import HELP, Console, Quit
from sim.central.keyboard import Keyboard
from sim.central.network import NetworkError
from sim.central.store import StoreError
from sim.luck import Stream
from sync.mqtt import MqttBroker

IN_MEMORY = ":memory:"


class MachineLuck(Stream):
    """Numbers that nobody can foresee or repeat."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(0)

    def bits(self) -> int:
        return int.from_bytes(os.urandom(8), "big")


def open_database(path: str) -> sqlite3.Connection:
    """The file, for us alone: two servers on one log would number its orders twice."""
    db = sqlite3.connect(path, timeout=2)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    return db


def show(line: str) -> None:
    """A line of its own, whatever a stranger put into it."""
    print("".join(letter if letter.isprintable() else "?" for letter in line), flush=True)


def host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise argparse.ArgumentTypeError(f"{text!a} is not HOST:PORT, such as localhost:1883")
    return host.strip("[]"), int(port)


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sim.central",
        description="A stand-in for an operator's central server.",
        epilog="Commands on its input:\n" + HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--broker", type=host_and_port, required=True, metavar="HOST:PORT")
    parser.add_argument(
        "--database", default=IN_MEMORY, metavar="FILE",
        help="where everything is kept; without it all is forgotten at the end",
    )  # fmt: skip
    return parser.parse_args(words)


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def wait(link: Link, keyboard: Keyboard) -> bool:
    """Sleep until there is something to do; True when somebody has typed."""
    descriptors = [link.fileno(), keyboard.fileno() if keyboard.is_open else None]
    readable, _, _ = select.select(
        [number for number in descriptors if number is not None],
        [],
        [],
        max(0, link.wake_at_ms() - now_ms()) / 1000,
    )
    return keyboard.is_open and keyboard.fileno() in readable


def serve(link: Link, console: Console, keyboard: Keyboard) -> None:
    """Until somebody says quit."""
    while True:
        link.poll(now_ms())
        for line in keyboard.lines() if wait(link, keyboard) else ():
            for answer in console.answer(line):
                show(answer)


def main(words: Sequence[str] | None = None) -> int:
    given = arguments(words)
    # Being asked to end and Ctrl-C are the same: an open turn is rolled back.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        central = Central(
            lambda: open_database(given.database), lambda: int(time.time()), MachineLuck(), show
        )
    except (StoreError, NetworkError) as error:
        print(error, file=sys.stderr)
        return 1
    host, port = given.broker
    link = Link(central, MqttBroker(host, port, f"central-{os.getpid()}"), show)
    show(f"the central server, at the broker {host} port {port}; say help to see what there is")
    try:
        serve(link, Console(central), Keyboard(sys.stdin.fileno() if sys.stdin else None))
    except (Quit, KeyboardInterrupt):
        kept = given.database != IN_MEMORY
        show(f"the central server ends; everything is {'kept' if kept else 'forgotten'}")
    finally:
        link.close()
        central.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

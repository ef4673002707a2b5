"""The shipped scanner parts on a real port in real time, with simulated scanners behind it."""

import os
import select
import tty
from collections.abc import Callable, Iterator

import pytest

from drivers.clock import Clock
from drivers.line import Line, SerialLine
from drivers.scanner import Scanner
from drivers.ssi_scanner import SsiScanner
from sim.scanners import Scanner as FarScanner
from sim.scanners.plain import HONEYWELL, NEWLAND, PLAIN, PlainScanner
from sim.scanners.ssi import SsiDecoder
from terminal import events
from terminal.part import Part
from terminal.record import Record

PATIENCE_MS = 20_000
KINDS: dict[str, tuple[Callable[[Line], Part], Callable[[], FarScanner]]] = {
    "plain": (Scanner, lambda: PlainScanner(PLAIN)),
    "honeywell": (lambda line: Scanner(line, "honeywell"), lambda: PlainScanner(HONEYWELL)),
    "newland": (lambda line: Scanner(line, "newland"), lambda: PlainScanner(NEWLAND)),
    "ssi": (SsiScanner, SsiDecoder),
}


@pytest.fixture
def port() -> Iterator[tuple[int, str]]:
    """(the far end, the path of the port)."""
    master, slave = os.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    yield master, os.ttyname(slave)
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("kind", KINDS)
def test_a_barcode_is_read(kind: str, port: tuple[int, str]) -> None:
    make_part, make_far = KINDS[kind]
    master, path = port
    part, far, clock = make_part(SerialLine(path)), make_far(), Clock()
    far.hold(b"RR123456785LV", clock.monotonic_ms())
    end_ms = clock.monotonic_ms() + PATIENCE_MS
    told: list[Record] = []
    while not told and clock.monotonic_ms() < end_ms:
        now_ms = clock.monotonic_ms()
        if select.select([master], [], [], 0)[0]:
            far.feed(os.read(master, 4_096), now_ms)
        for data in far.due(now_ms):
            os.write(master, data)
        told = part.poll(now_ms)
        wakes = [wake for wake in (part.wake_at_ms(), far.wake_at_ms(), end_ms) if wake is not None]
        descriptor = part.fileno()
        if not told and descriptor is not None:
            clock.wait(min(wakes), [descriptor, master])
    assert told == [events.Scanned("RR123456785LV")]
    part.close()

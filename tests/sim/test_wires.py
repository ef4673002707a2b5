"""A wire is to the serial driver what a real port is, down to being pulled out."""

import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.line import SerialLine
from sim.wires import Wire

PATIENCE_MS = 5000


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    wire = Wire(tmp_path / "port")
    yield wire
    wire.close()


def ready(number: int | None) -> bool:
    poll = select.poll()
    assert number is not None
    poll.register(number, select.POLLIN)
    return bool(poll.poll(PATIENCE_MS))


def hear(line: SerialLine, count: int) -> bytes:
    heard = b""
    while len(heard) < count and ready(line.fileno()):
        heard += line.read()
    return heard


def test_every_byte_passes_both_ways_unchanged(wire: Wire) -> None:
    line = SerialLine(str(wire.path))
    every = bytes(range(256))
    wire.write(every)
    assert hear(line, 256) == every
    line.write(every)
    heard = b""
    while len(heard) < 256 and ready(wire.filenos()[0]):
        heard += wire.read()
    assert heard == every
    line.close()


def test_nothing_said_is_nothing_read(wire: Wire) -> None:
    assert wire.read() == b""


def test_pulled_out_it_is_gone_for_both_ends(wire: Wire) -> None:
    line = SerialLine(str(wire.path))
    wire.unplug()
    assert not wire.path.exists() and wire.filenos() == [] and wire.read() == b""
    wire.write(b"into the void")
    with pytest.raises(OSError, match="unplugged"):
        line.read()
    assert not line.reopen()


def test_put_in_again_it_works_and_says_nothing_old(wire: Wire) -> None:
    line = SerialLine(str(wire.path))
    wire.write(b"said before")
    wire.unplug()
    wire.plug()
    assert line.reopen()
    wire.write(b"new")
    assert hear(line, 3) == b"new"
    line.close()


def test_it_survives_whoever_opens_and_closes_it(wire: Wire) -> None:
    for _ in range(3):
        line = SerialLine(str(wire.path))
        line.write(b"x")
        assert ready(wire.filenos()[0]) and wire.read() == b"x"
        line.close()


def test_a_wire_that_nobody_reads_does_not_hang(wire: Wire) -> None:
    for _ in range(200):
        wire.write(bytes(1000))

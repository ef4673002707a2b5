"""The bytes seam: what every `Line` promises, on a real port and on the simulated one.

The real port is a pty through pyserial, the real connection ends on this machine;
`make hardware` adds two adapters whose wires are joined, named in the bench's file:
[line] near = "/dev/...", far = "/dev/...".
"""

import os
import select
import socket
import struct
import tomllib
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from drivers.line import Line, SerialLine
from drivers.tcp_line import TcpLine
from sim.line import Cable
from sim.luck import Stream

PATIENCE_MS = 2_000
EVERY_BYTE = bytes(range(256))


class Place(Protocol):
    """A line and what is around it."""

    line: Line

    def pass_time(self) -> None: ...  # a little, or until something comes
    def far_say(self, data: bytes) -> None: ...
    def far_hear(self) -> bytes: ...
    def cut(self) -> None: ...
    def mend(self) -> None: ...
    def clear_away(self) -> None: ...


class RealPort:
    """A pty under a name that goes and comes back, as those of USB adapters do."""

    def __init__(self, folder: Path) -> None:
        self._name = folder / "ttyUSB0"
        self.mend()
        self.line: Line = SerialLine(str(self._name))

    def mend(self) -> None:
        self._far, near = os.openpty()
        tty.setraw(near)
        self._name.symlink_to(os.ttyname(near))
        self._near = near

    def cut(self) -> None:
        self._name.unlink()
        os.close(self._near)
        os.close(self._far)

    def pass_time(self) -> None:
        waiting = [number for number in (self._far, self.line.fileno()) if number is not None]
        select.select(waiting, [], [], 0.05)

    def far_say(self, data: bytes) -> None:
        os.write(self._far, data)

    def far_hear(self) -> bytes:
        readable, _, _ = select.select([self._far], [], [], 0)
        return os.read(self._far, 4_096) if readable else b""

    def clear_away(self) -> None:
        self.line.close()
        if self._name.is_symlink():
            self.cut()


class RealConnection:
    """A server on a port of its own, which breaks its connection off and is gone, and returns."""

    def __init__(self) -> None:
        self._port = 0
        self._far: socket.socket | None = None
        self.mend()
        self.line: Line = TcpLine("127.0.0.1", self._port)
        self.pass_time()
        self.line.read()

    def mend(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self._port))
        self._server.setblocking(False)
        self._port = self._server.getsockname()[1]

    def cut(self) -> None:
        self._let_in()
        self._drop()
        self._server.close()

    def pass_time(self) -> None:
        self._let_in()
        waiting = [self._server, self._far, self.line.fileno()]
        select.select([end for end in waiting if end is not None], [], [], 0.05)

    def far_say(self, data: bytes) -> None:
        self._let_in()
        assert self._far is not None
        self._far.sendall(data)

    def far_hear(self) -> bytes:
        self._let_in()
        if self._far is None or not select.select([self._far], [], [], 0)[0]:
            return b""
        return self._far.recv(4_096)

    def clear_away(self) -> None:
        self.line.close()
        self._drop()
        self._server.close()

    def _let_in(self) -> None:
        """Take the newest connection; the one before it is over."""
        if self._server.fileno() >= 0 and select.select([self._server], [], [], 0)[0]:
            self._drop()
            self._far, _ = self._server.accept()

    def _drop(self) -> None:
        if self._far is not None:
            self._far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._far.close()
            self._far = None


class SimulatedPort:
    """A cable in virtual time."""

    def __init__(self) -> None:
        self._now_ms = 0
        self._cable = Cable(lambda: self._now_ms, Stream(1))
        self.line: Line = self._cable.host

    def pass_time(self) -> None:
        self._now_ms += 50

    def far_say(self, data: bytes) -> None:
        self._cable.far.write(data)

    def far_hear(self) -> bytes:
        return self._cable.far.read()

    def cut(self) -> None:
        self._cable.cut()

    def mend(self) -> None:
        self._cable.mend()

    def clear_away(self) -> None:
        self.line.close()


class BenchPort:
    """Two real adapters, A to A and B to B.  Nobody is there to pull a plug."""

    def __init__(self, file: str) -> None:
        ports = tomllib.loads(Path(file).read_text())["line"]
        self.line: Line = SerialLine(ports["near"])
        self._far = SerialLine(ports["far"])

    def pass_time(self) -> None:
        waiting = [number for number in (self._far.fileno(), self.line.fileno()) if number]
        select.select(waiting, [], [], 0.05)

    def far_say(self, data: bytes) -> None:
        self._far.write(data)

    def far_hear(self) -> bytes:
        return self._far.read()

    def cut(self) -> None:
        raise NotImplementedError

    def mend(self) -> None:
        raise NotImplementedError

    def clear_away(self) -> None:
        self.line.close()
        self._far.close()


ALONE = ["real", "connection", "simulated"]
ALL = [*ALONE, pytest.param("bench", marks=pytest.mark.hardware("line"))]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    made: Place
    if request.param == "real":
        made = RealPort(tmp_path)
    elif request.param == "connection":
        made = RealConnection()
    elif request.param == "simulated":
        made = SimulatedPort()
    else:
        made = BenchPort(request.config.getoption("--hardware"))
    yield made
    made.clear_away()


def near_hears(place: Place, length: int) -> bytes:
    """The bytes that come in, as soon as there are that many; fewer if patience ends."""
    data = b""
    for _ in range(PATIENCE_MS // 50):
        data += place.line.read()
        if len(data) >= length:
            break
        place.pass_time()
    return data


def far_hears(place: Place, length: int) -> bytes:
    data = b""
    for _ in range(PATIENCE_MS // 50):
        data += place.far_hear()
        if len(data) >= length:
            break
        place.pass_time()
    return data


def comes_back(place: Place) -> bool:
    """Is it open again, at once or as soon as its connection stands?"""
    for _ in range(PATIENCE_MS // 50):
        if place.line.reopen():
            return True
        place.pass_time()
    return False


def raised(act: object) -> OSError:
    assert callable(act)
    with pytest.raises(OSError) as caught:
        act()
    return caught.value


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_nothing_is_there_and_reading_returns_at_once(place: Place) -> None:
    assert place.line.is_open
    assert place.line.read() == b""
    assert place.line.read() == b""


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_what_the_far_end_says_comes_in_unchanged(place: Place) -> None:
    place.far_say(EVERY_BYTE)
    assert near_hears(place, len(EVERY_BYTE)) == EVERY_BYTE
    assert place.line.read() == b""


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_several_bursts_come_in_their_order(place: Place) -> None:
    for burst in (b"one ", b"two ", b"three"):
        place.far_say(burst)
    assert near_hears(place, 13) == b"one two three"


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_what_we_say_arrives_unchanged_and_does_not_come_back(place: Place) -> None:
    place.line.write(EVERY_BYTE)
    assert far_hears(place, len(EVERY_BYTE)) == EVERY_BYTE
    assert place.line.read() == b""


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_question_and_answer(place: Place) -> None:
    for number in range(20):
        question, answer = b"question %d\r" % number, b"answer %d\r" % number
        place.line.write(question)
        assert far_hears(place, len(question)) == question
        place.far_say(answer)
        assert near_hears(place, len(answer)) == answer


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_a_descriptor_says_when_there_is_something_to_read(place: Place) -> None:
    descriptor = place.line.fileno()
    if descriptor is None:
        return  # in virtual time the world knows
    assert select.select([descriptor], [], [], 0)[0] == []
    place.far_say(b"x")
    assert select.select([descriptor], [], [], PATIENCE_MS / 1_000)[0] == [descriptor]


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_a_closed_line_refuses_and_can_be_opened_again(place: Place) -> None:
    line = place.line
    line.close()
    line.close()
    assert not line.is_open
    assert line.fileno() is None
    assert raised(line.read).strerror
    assert raised(lambda: line.write(b"x")).strerror
    assert comes_back(place)
    assert place.line.is_open
    place.far_say(b"hello")
    assert near_hears(place, 5) == b"hello"


@pytest.mark.parametrize("place", ALONE, indirect=True)
@pytest.mark.parametrize("use", ["read", "write"])
def test_an_unplugged_line_says_so_when_it_is_used(place: Place, use: str) -> None:
    line = place.line
    act = line.read if use == "read" else lambda: line.write(b"x")
    place.cut()
    assert raised(act).strerror
    assert not line.is_open
    assert line.fileno() is None
    assert raised(act).strerror
    assert not line.reopen()
    assert not line.is_open


@pytest.mark.parametrize("place", ALONE, indirect=True)
def test_a_line_that_is_plugged_in_again_works_after_it_was_reopened(place: Place) -> None:
    line = place.line
    place.far_say(b"old")
    place.cut()
    raised(lambda: [line.read(), line.read()])  # what had arrived may still be read
    place.mend()
    assert comes_back(place)
    assert line.is_open
    assert line.read() == b""  # nothing of before
    place.far_say(b"new")
    assert near_hears(place, 3) == b"new"
    line.write(b"hello")
    assert far_hears(place, 5) == b"hello"

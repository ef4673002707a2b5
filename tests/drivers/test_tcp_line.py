"""What only a TCP line can do: be refused, be on its way, be closed by the other end.

What every line does is in `tests/contracts/test_line_seam.py`.
"""

import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from drivers.kept_line import KeptLine
from drivers.tcp_line import TcpLine
from terminal import events

PATIENCE_S = 5.0


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(PATIENCE_S)
        yield listening


def line_to(server: socket.socket) -> TcpLine:
    return TcpLine("127.0.0.1", server.getsockname()[1])


def nobody() -> TcpLine:
    """A line to a port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    return TcpLine("127.0.0.1", port)


def busy_place() -> tuple[socket.socket, list[socket.socket]]:
    """A port whose queue is full: to connect there takes for ever."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(0)
    waiting = []
    for _ in range(8):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(listening.getsockname())
        waiting.append(client)
    return listening, waiting


def wait_for(line: TcpLine) -> None:
    """Until something happens on it."""
    number = line.fileno()
    assert number is not None
    assert select.select([number], [], [], PATIENCE_S)[0]


def why(line: TcpLine) -> str:
    with pytest.raises(OSError) as caught:
        for _ in range(50):
            line.read()
            select.select([line.fileno()], [], [], 0.1)
    return str(caught.value.strerror)


def test_a_name_is_refused_because_looking_it_up_would_wait() -> None:
    with pytest.raises(ValueError, match="give it in numbers"):
        TcpLine("reader.example", 20_007)


def test_nobody_listens() -> None:
    line = nobody()
    assert "does not listen; check the port number" in why(line)
    assert not line.is_open
    assert line.fileno() is None
    assert not line.reopen()
    assert not line.is_open


def test_what_is_said_before_the_connection_stands_arrives() -> None:
    listening, waiting = busy_place()
    line = TcpLine(*listening.getsockname())
    line.write(b"one ")
    line.write(b"two")
    assert line.is_open
    # Those that came before have to be let in first.
    listening.settimeout(0.1)
    far_ends: list[socket.socket] = []
    data, until_s = b"", time.monotonic() + PATIENCE_S
    while len(data) < 7:
        assert time.monotonic() < until_s
        with suppress(TimeoutError):
            far_ends.append(listening.accept()[0])
        assert line.read() == b""
        for far in select.select(far_ends, [], [], 0)[0]:
            data += far.recv(100)
    assert data == b"one two"
    for one in (*far_ends, *waiting, listening):
        one.close()
    line.close()


def test_a_connection_that_takes_for_ever_blocks_nobody() -> None:
    listening, waiting = busy_place()
    line = TcpLine(*listening.getsockname())
    assert line.is_open  # until it fails
    assert line.read() == b""
    line.write(b"x")
    number = line.fileno()
    assert select.select([number], [], [], 0)[0] == []
    # Tried again, it is on its way and not open, and still the same attempt.
    assert not line.reopen()
    assert not line.is_open
    assert line.fileno() == number
    with pytest.raises(OSError):
        line.read()
    for one in (*waiting, listening):
        one.close()
    line.close()


def test_bytes_for_a_connection_that_does_not_come_are_not_kept_for_ever() -> None:
    listening, waiting = busy_place()
    line = TcpLine(*listening.getsockname())
    with pytest.raises(OSError, match="takes no more bytes"):
        for _ in range(100):
            line.write(bytes(1_000))
    for one in (*waiting, listening):
        one.close()


def test_the_other_end_closes(server: socket.socket) -> None:
    line = line_to(server)
    far, _ = server.accept()
    far.sendall(b"last words")
    far.close()
    wait_for(line)
    heard = b""
    with pytest.raises(OSError, match="closed the connection"):
        while True:
            heard += line.read()
    assert heard == b"last words"
    assert not line.is_open


def test_the_other_end_breaks_off(server: socket.socket) -> None:
    for use in ("read", "write"):
        line = line_to(server)
        far, _ = server.accept()
        wait_for(line)
        assert line.read() == b""
        far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        far.close()
        wait_for(line)
        with pytest.raises(OSError, match="broke: check its power"):
            line.read() if use == "read" else line.write(b"x")
        assert not line.is_open


def test_a_far_end_that_takes_nothing_is_given_up(server: socket.socket) -> None:
    line = line_to(server)
    far, _ = server.accept()
    with pytest.raises(OSError, match="takes no more bytes"):
        for _ in range(10_000):
            line.write(bytes(10_000))
    assert not line.is_open
    far.close()


def test_small_messages_go_at_once_and_a_dead_far_end_is_noticed(server: socket.socket) -> None:
    line = line_to(server)
    assert line._socket is not None
    for level, option in (
        (socket.IPPROTO_TCP, socket.TCP_NODELAY), (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
    ):  # fmt: skip
        assert line._socket.getsockopt(level, option)
    assert line._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 20_000
    line.close()


def test_closing_takes_back_what_was_not_heard(server: socket.socket) -> None:
    line = line_to(server)
    far, _ = server.accept()
    wait_for(line)
    line.read()
    line.close()
    far.settimeout(PATIENCE_S)
    with pytest.raises(ConnectionResetError):
        far.recv(1)
    far.close()


# -- kept ---------------------------------------------------------------------------------


def test_a_kept_line_comes_back_as_soon_as_it_stands() -> None:
    """Not at the next try: the loop is woken by the connection itself."""
    line = nobody()
    kept = KeptLine(line, "card reader")
    while not kept.facts:
        kept.read(0)
    assert [type(fact) for fact in kept.facts] == [events.PartFailed]
    with socket.create_server(line._address[:2], backlog=4) as server:
        assert kept.read(999) == b""
        assert not kept.is_up
        tries_ms = kept.wake_at_ms()
        assert tries_ms == 1_000
        kept.read(tries_ms)
        if not kept.is_up:
            wait_for(line)
            kept.read(tries_ms + 1)
        assert kept.is_up
        far, _ = server.accept()
        far.close()
    kept.close()


def test_a_kept_line_that_waits_for_its_connection_does_not_spin() -> None:
    listening, waiting = busy_place()
    line = TcpLine(*listening.getsockname())
    kept = KeptLine(line, "card reader")
    kept.read(0)
    kept.hang_up("not of use", 0)
    wakes = []
    for _ in range(5):
        now_ms = kept.wake_at_ms()
        assert now_ms is not None
        wakes.append(now_ms)
        kept.read(now_ms)
    assert wakes == [1_000, 3_000, 7_000, 15_000, 31_000]
    assert [fact for fact in kept.facts if isinstance(fact, events.PartMended)] == []
    for one in (*waiting, listening):
        one.close()
    kept.close()

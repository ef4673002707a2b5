"""`python -m sim.boards` serves a board on a real pty that any serial software can open."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

ROOT = Path(__file__).parent.parent.parent
VECTORS = {
    vector["n"].partition(" (")[0]: bytes.fromhex(vector["frame"])
    for vector in json.loads((ROOT / "tests/data/hardware.json").read_text())["bcc8a"]}
OPEN_1, QUERY_1 = VECTORS["open board1 lock1"], VECTORS["query b1 l1"]
SHUT_1, OPENED_1 = VECTORS["state b1 l1 11"], VECTORS["state b1 l1 00"]
PATIENCE_S = 20


def read_until(fd: int, ends: bytes | int) -> bytes:
    """Read until the bytes end so, or are so many; whatever came if they never do."""
    heard, deadline = b"", time.monotonic() + PATIENCE_S
    while not (heard.endswith(ends) if isinstance(ends, bytes) else len(heard) >= ends):
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not select.select([fd], [], [], left_s)[0]:
            break
        piece = os.read(fd, 1 if isinstance(ends, bytes) else ends - len(heard))
        if not piece:
            break
        heard += piece
    return heard


class Alone:
    """The process, its keyboard and its port."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.boards", "bcc8a", "--pty", str(path), *options],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.keyboard, self.screen = self.process.stdin, self.process.stdout
        self.greeting = self.line()

    def open(self) -> serial.Serial:
        return serial.Serial(str(self.path), 9600, timeout=0)

    def line(self) -> str:
        return read_until(self.screen.fileno(), b"\n").decode()

    def type(self, words: str) -> None:
        self.keyboard.write(words.encode() + b"\n")
        self.keyboard.flush()

    def end(self) -> int:
        """Take the rest of what it says, and its exit code."""
        self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "locks"


@pytest.fixture
def alone(path: Path) -> Iterator[Alone]:
    alone = Alone(path)
    yield alone
    alone.process.terminate()
    assert alone.end() == 0
    assert not path.is_symlink()


def ask(port: serial.Serial, frame: bytes, length: int = 5) -> bytes:
    port.write(frame)
    return read_until(port.fileno(), length)


def ask_until(port: serial.Serial, frame: bytes, answer: bytes) -> bool:
    """Ask again while the contact bounces."""
    deadline = time.monotonic() + PATIENCE_S
    while (said := ask(port, frame)) != answer:
        assert said in (SHUT_1, OPENED_1) and time.monotonic() < deadline
    return True


def test_it_says_where_it_is_and_how_to_talk_to_it(alone: Alone, path: Path) -> None:
    assert str(path) in alone.greeting and "80 01 00 33 B2" in alone.greeting
    assert path.is_symlink() and path.exists()


def test_a_door_is_opened_by_wire_and_shut_by_hand(alone: Alone) -> None:
    with alone.open() as port:
        assert ask(port, QUERY_1) == SHUT_1
        port.write(OPEN_1)
        assert "door 1 is given pulse 1 of 500 ms" in alone.line()
        assert "door 1 opened by pulse 1" in alone.line()
        assert read_until(port.fileno(), 5) == VECTORS["reply open b1 l1 status 00"]
        assert ask(port, VECTORS["query all b1"], 7) == bytes.fromhex("8001FFFFFE334C")
        alone.type("close 1")
        assert alone.line() == "1: closing, inside: nothing\n"
        assert "door 1 shut" in alone.line()
        assert ask_until(port, QUERY_1, SHUT_1)


def test_every_byte_passes_the_pty_unchanged(alone: Alone) -> None:
    # A tty that is not raw eats 03, 11 and 13 and turns 0D into 0A; pyserial would
    # make it raw, other software may not.
    port = os.open(alone.path, os.O_RDWR | os.O_NOCTTY)
    for door in (1, 3, 10, 13, 17, 19):
        os.write(port, bytes([0x80, 1, door, 0x33, 0x80 ^ 1 ^ door ^ 0x33]))
        said = bytes([0x80, 1, door, 0x11, 0x80 ^ 1 ^ door ^ 0x11])
        assert read_until(port, 5) == said
    os.close(port)


def test_the_port_may_be_opened_again_and_again(alone: Alone) -> None:
    for _ in range(3):
        with alone.open() as port:
            assert ask(port, QUERY_1) == SHUT_1


def test_hands_can_do_what_hands_do(alone: Alone) -> None:
    with alone.open() as port:
        alone.type("force 3")
        assert "door 3 opened by force" in alone.line()
        assert alone.line() == "3: opening, inside: nothing\n"
        alone.type("put 3 RR123456785LV")
        assert alone.line().endswith("inside: RR123456785LV\n")
        alone.type("take 4 RR123456785LV")
        assert "compartment 4 is shut" in alone.line()
        alone.type("sensor 1 stuck_open")
        assert alone.line() == "1: shut, inside: nothing\n"
        assert ask_until(port, QUERY_1, OPENED_1)
        alone.type("jam 2")
        assert alone.line() == "2: shut, inside: nothing\n"
        port.write(VECTORS["open board1 lock2"])
        assert "door 2 is given pulse 1" in alone.line()
        assert read_until(port.fileno(), 5) == VECTORS["open board1 lock2"]
        assert ask(port, QUERY_1) == OPENED_1


def test_words_that_make_no_sense_are_answered(alone: Alone) -> None:
    for words, answer in [("dance 3", "help"), ("close", "doors are 1 to 24"),
                          ("close 25", "doors are 1 to 24"), ("lean 3 long", "lean 3 SECONDS"),
                          ("sensor 3 lazy", "stuck_open"), ("jam 3 rusty", "frozen or late")]:
        alone.type(words)
        assert answer in alone.line()
    alone.type("help")
    help_text = read_until(alone.screen.fileno(), b"leave\n").decode()
    assert all(word in help_text for word in ("close", "lean", "sensor"))


@pytest.mark.parametrize(("options", "sent", "said"), [
    (["--echo"], QUERY_1, QUERY_1 + SHUT_1),
    (["--polarity", "door_opening"], QUERY_1, OPENED_1),
    (["--header", "80"], OPEN_1, OPENED_1),
    (["--ways", "8", "--bytes-per-status", "1"], VECTORS["query all b1"],
     bytes.fromhex("8001FF334D")),
    (["--address", "2"], VECTORS["query all b2"], bytes.fromhex("8002FFFFFF334E")),
    (["--reports"], OPEN_1, bytes.fromhex("8201010082") + VECTORS["reply open b1 l1 status 00"]),
])
def test_each_switch_changes_what_it_says(
        path: Path, options: list[str], sent: bytes, said: bytes) -> None:
    alone = Alone(path, *options)
    with alone.open() as port:
        assert ask(port, sent, len(said)) == said
    alone.process.terminate()
    assert alone.end() == 0


def test_quit_ends_it_and_takes_the_path_away(path: Path) -> None:
    alone = Alone(path)
    alone.type("quit")
    assert alone.end() == 0
    assert not path.is_symlink()


def test_without_a_keyboard_it_serves_until_it_is_told_to_end(path: Path) -> None:
    alone = Alone(path)
    alone.keyboard.close()
    with alone.open() as port:
        for _ in range(3):
            assert ask(port, QUERY_1) == SHUT_1
    alone.process.send_signal(signal.SIGTERM)
    assert alone.process.wait(PATIENCE_S) == 0
    assert not path.is_symlink()


def test_a_path_left_by_one_that_was_killed_is_taken_over(path: Path) -> None:
    killed = Alone(path)
    killed.process.kill()
    killed.end()
    assert path.is_symlink()
    alone = Alone(path)
    with alone.open() as port:
        assert ask(port, QUERY_1) == SHUT_1
    alone.type("quit")
    assert alone.end() == 0


@pytest.mark.parametrize(("options", "says"), [
    (["--ways", "99"], "1 to 50 ways"), (["--address", "0"], "1 to 31")])
def test_a_board_that_cannot_be_is_refused_in_words(
        path: Path, options: list[str], says: str) -> None:
    alone = Alone(path, *options)
    _, complaint = alone.process.communicate(timeout=PATIENCE_S)
    assert alone.process.returncode == 1
    assert says in complaint.decode() and "Traceback" not in complaint.decode()


def test_what_stands_at_the_path_is_not_overwritten(path: Path) -> None:
    path.write_text("mine")
    alone = Alone(path)
    _, complaint = alone.process.communicate(timeout=PATIENCE_S)
    assert alone.process.returncode == 1 and "File exists" in complaint.decode()
    assert path.read_text() == "mine"

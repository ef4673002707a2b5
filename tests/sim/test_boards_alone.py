"""`python -m sim.boards` serves a board on a real pty that any serial software can open."""

import os
import signal
import subprocess
import sys

import pytest

from tests.sim.board_bench import (
    BCC8A,
    CU16,
    HOOKED,
    INPUTS,
    OPEN_1,
    OPENED,
    OPENED_1,
    QUERY_1,
    SHUT_1,
    STATUS,
    TALK,
    UNHOOKED,
    UNLOCK,
    WAVESHARE,
)
from tests.sim.board_process import PATIENCE_S, ROOT, Alone, ask, ask_until, read_until


@pytest.fixture
def path(tmp_path):
    return tmp_path / "locks"


@pytest.fixture
def alone(path):
    alone = Alone("bcc8a", "--pty", path)
    yield alone
    assert alone.stop() == 0
    assert not path.is_symlink()


def test_it_says_where_it_is_and_how_to_talk_to_it(alone, path):
    assert str(path) in alone.greeting and "80 01 00 33 B2" in alone.greeting
    assert path.is_symlink() and path.exists()


@pytest.mark.parametrize("kind", TALK)
def test_every_board_tells_how_to_ask_and_opens(kind, path):
    alone = Alone(kind, "--pty", path)
    query, shut, unlock, said, opened = TALK[kind]
    assert query.hex(" ").upper() in alone.greeting
    with alone.open(path) as port:
        assert ask(port.fileno(), query, len(shut)) == shut
        port.write(unlock)
        assert "door 1 is given pulse 1 of 5" in alone.line()
        assert "door 1 opened by pulse 1" in alone.line()
        assert read_until(port.fileno(), len(said)) == said
        assert ask_until(port.fileno(), query, opened) == opened
    assert alone.stop() == 0


def test_a_door_is_opened_by_wire_and_shut_by_hand(alone, path):
    with alone.open(path) as port:
        assert ask(port.fileno(), OPEN_1, 5) == OPENED  # The pulse is over: its bolt will catch.
        assert "pulse" in alone.line() and "opened" in alone.line()
        alone.type("close 1")
        assert alone.line() == "1: closing, inside: nothing\n"
        assert "door 1 shut" in alone.line()
        assert ask_until(port.fileno(), QUERY_1, SHUT_1) == SHUT_1


def test_every_byte_passes_the_pty_unchanged(alone, path):
    # A tty that is not raw eats 03, 11 and 13 and turns 0D into 0A; pyserial would
    # make it raw, other software may not.
    port = os.open(path, os.O_RDWR | os.O_NOCTTY)
    for door in (1, 3, 10, 13, 17, 19):
        query = bytes([0x80, 1, door, 0x33, 0x80 ^ 1 ^ door ^ 0x33])
        assert ask(port, query, 5) == bytes([0x80, 1, door, 0x11, 0x80 ^ 1 ^ door ^ 0x11])
    os.close(port)


def test_the_port_may_be_opened_again_and_again(alone, path):
    for _ in range(3):
        with alone.open(path) as port:
            assert ask(port.fileno(), QUERY_1, 5) == SHUT_1


def test_hands_can_do_what_hands_do(alone, path):
    with alone.open(path) as port:
        alone.type("force 3")
        assert "door 3 opened by force" in alone.line()
        assert alone.line() == "3: opening, inside: nothing\n"
        alone.type("put 3 RR123456785LV")
        assert alone.line().endswith("inside: RR123456785LV\n")
        alone.type("take 4 RR123456785LV")
        assert "compartment 4 is shut" in alone.line()
        alone.type("sensor 1 stuck_open")
        assert alone.line() == "1: shut, inside: nothing\n"
        assert ask_until(port.fileno(), QUERY_1, OPENED_1) == OPENED_1
        alone.type("jam 2")
        assert alone.line() == "2: shut, inside: nothing\n"
        port.write(BCC8A["open board1 lock2"])
        assert "door 2 is given pulse 1" in alone.line()
        assert read_until(port.fileno(), 5) == BCC8A["open board1 lock2"]
        assert ask(port.fileno(), QUERY_1, 5) == OPENED_1


def test_what_hands_put_in_is_seen_by_infrared(path):
    alone = Alone("cu16", "--pty", path)
    with alone.open(path, 19200) as port:
        alone.type("force 1")
        assert "opened by force" in alone.line() and "inside: nothing" in alone.line()
        alone.type("put 1 parcel")
        assert "inside: parcel" in alone.line()
        inside = bytes.fromhex("020035FEFF01000338")
        assert ask_until(port.fileno(), STATUS, inside) == inside
    assert alone.stop() == 0


def test_words_that_make_no_sense_are_answered(alone):
    for words, answer in [("dance 3", "help"), ("close", "doors are 1 to 24"),
                          ("close 25", "doors are 1 to 24"), ("lean 3 long", "lean 3 SECONDS"),
                          ("sensor 3 lazy", "stuck_open"), ("jam 3 rusty", "frozen or late")]:
        alone.type(words)
        assert answer in alone.line()
    alone.type("help")
    help_text = read_until(alone.screen.fileno(), b"leave\n").decode()
    assert all(word in help_text for word in ("close", "lean", "sensor"))


@pytest.mark.parametrize(("kind", "options", "sent", "said"), [
    ("bcc8a", ["--echo"], QUERY_1, QUERY_1 + SHUT_1),
    ("bcc8a", ["--polarity", "door_opening"], QUERY_1, OPENED_1),
    ("bcc8a", ["--header", "80"], OPEN_1, OPENED_1),
    ("bcc8a", ["--ways", "8", "--bytes-per-status", "1"], BCC8A["query all b1"],
     bytes.fromhex("8001FF334D")),
    ("bcc8a", ["--address", "2"], BCC8A["query all b2"], bytes.fromhex("8002FFFFFF334E")),
    ("bcc8a", ["--reports"], OPEN_1, bytes.fromhex("8201010082") + OPENED),
    ("cu16", ["--echo"], STATUS, STATUS + HOOKED),
    ("cu16", ["--polarity", "door_opening"], STATUS, bytes.fromhex("02003500000000033A")),
    ("cu16", ["--ways", "8"], STATUS, bytes.fromhex("020035FF0000000339")),
    ("cu16", ["--address", "1"], CU16["status all on bus"], CU16["reply 36 CU1"]),
    ("cu16", ["--answers-unlock", "--jam"], UNLOCK, HOOKED),
    ("cu16", ["--answers-unlock", "--names-lock", "--jam"], CU16["unlock CU0 lock1"],
     bytes.fromhex("020135FFFF00000339")),
    ("cu16", ["--unlock-ms", "1000"], CU16["query unlock time"],
     bytes.fromhex("020038006403A1")),
    ("cu16", ["--answers-setting"], CU16["set unlock time 550ms (55*10ms)"],
     bytes.fromhex("02003800370374")),
    ("waveshare", ["--echo"], INPUTS, INPUTS + WAVESHARE["resp FC02 0xFF"]),
    ("waveshare", ["--polarity", "door_opening"], INPUTS, bytes.fromhex("010201 00A188")),
    ("waveshare", ["--no-inputs"], INPUTS, bytes.fromhex("018201 8160")),
    ("waveshare", ["--address", "247"], bytes.fromhex("F702000000086D5A"),
     bytes.fromhex("F70201FFD240")),
    ("waveshare", ["--answers-broadcast"], bytes.fromhex("000340000001901B"),
     bytes.fromhex("01030200017984")),
])
def test_each_switch_changes_what_it_says(path, kind, options, sent, said):
    alone = Alone(kind, "--pty", path, *[option for option in options if option != "--jam"])
    if "--jam" in options:
        for door in (1, 2):
            alone.type(f"jam {door}")
            assert "shut" in alone.line()
    with alone.open(path) as port:
        assert ask(port.fileno(), sent, len(said)) == said
    assert alone.stop() == 0


def test_a_board_that_is_stuck_hears_nothing_but_38(path):
    alone = Alone("cu16", "--pty", path, "--busy", "stuck", "--no-infrared")
    with alone.open(path) as port:
        port.write(UNLOCK)
        assert "pulse 1 of 550 ms" in alone.line() and "opened" in alone.line()
        port.write(STATUS + CU16["unlock CU0 lock1"] + bytes.fromhex("020038033D"))
        assert ask_until(port.fileno(), STATUS, UNHOOKED) == UNHOOKED
    assert alone.stop() == 0


def test_a_linked_board_opens_its_doors_as_soon_as_it_has_power(path):
    alone = Alone("waveshare", "--pty", path, "--control", "linkage", "--ways", "2")
    lines = sorted(alone.line().partition("door ")[2] for _ in range(4))
    for line, tells in zip(lines, ("1 is given pulse 1", "1 opened by pulse 1",
                                   "2 is given pulse 1", "2 opened by pulse 1"), strict=True):
        assert line.startswith(tells)
    assert alone.stop() == 0


def test_quit_ends_it_and_takes_the_path_away(path):
    alone = Alone("cu16", "--pty", path)
    alone.type("quit")
    assert alone.end()[0] == 0
    assert not path.is_symlink()


def test_without_a_keyboard_it_serves_until_it_is_told_to_end(path):
    alone = Alone("bcc8a", "--pty", path)
    alone.keyboard.close()
    with alone.open(path) as port:
        for _ in range(3):
            assert ask(port.fileno(), QUERY_1, 5) == SHUT_1
    alone.process.send_signal(signal.SIGTERM)
    assert alone.process.wait(PATIENCE_S) == 0
    assert not path.is_symlink()


def test_a_path_left_by_one_that_was_killed_is_taken_over(path):
    killed = Alone("bcc8a", "--pty", path)
    killed.process.kill()
    killed.end()
    assert path.is_symlink()
    alone = Alone("bcc8a", "--pty", path)
    with alone.open(path) as port:
        assert ask(port.fileno(), QUERY_1, 5) == SHUT_1
    assert alone.stop() == 0


@pytest.mark.parametrize(("kind", "options", "says"), [
    ("bcc8a", ["--ways", "99"], "1 to 50 ways"), ("bcc8a", ["--address", "0"], "1 to 31"),
    ("cu16", ["--ways", "17"], "17 doors do not fit on 16 ways"),
    ("cu16", ["--ways", "0"], "at least one door"), ("cu16", ["--address", "10"], "0 to 9"),
    ("cu16", ["--unlock-ms", "5"], "in tens"),
    ("waveshare", ["--ways", "9"], "9 doors do not fit on 8 ways"),
    ("waveshare", ["--address", "248"], "1 to 247")])
def test_a_board_that_cannot_be_is_refused_in_words(path, kind, options, says):
    code, complaint = Alone(kind, "--pty", path, *options).end()
    assert code == 1
    assert says in complaint and "Traceback" not in complaint


@pytest.mark.parametrize(("options", "says"), [
    ([], "one of the arguments --pty --tcp is required"),
    (["--pty", "x", "--tcp", "1"], "not allowed with argument"),
    (["--tcp", "0", "--busy", "often"], "invalid choice")])
def test_words_that_are_no_options_are_refused(options, says):
    done = subprocess.run([sys.executable, "-m", "sim.boards", "cu16", *options], cwd=ROOT,
                          capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2 and says in done.stderr


def test_what_stands_at_the_path_is_not_overwritten(path):
    path.write_text("mine")
    code, complaint = Alone("bcc8a", "--pty", path).end()
    assert code == 1 and "File exists" in complaint
    assert path.read_text() == "mine"

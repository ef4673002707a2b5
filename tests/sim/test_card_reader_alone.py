"""`python -m sim.card_reader` serves any register, over real TCP or a real pty."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from sim.card_reader.cards import CARDS
from tests.sim.card_reader_bench import (
    ABORTED,
    APDUS,
    COMPLETION,
    ENQUIRY,
    FRAMES,
    GOOD,
    NOT_OUT,
    PAY,
    REGISTER,
    REPEAT,
    WAIT,
    YES,
    like,
    split,
)

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 20
QUICK = ["--bank-ms", "50", "--boot-ms", "100", "--answer-ms", "1"]


def wait_for(descriptor: int, deadline: float) -> bool:
    left_s = deadline - time.monotonic()
    return left_s > 0 and bool(select.select([descriptor], [], [], left_s)[0])


class Alone:
    """The process, its keyboard and its screen."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.card_reader", *options], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdin and self.process.stdout
        self.keyboard, self._screen = self.process.stdin, self.process.stdout
        self.shown = ""
        self.greeting = self.until("\n")

    @property
    def port(self) -> int:
        return int(self.greeting.partition(" port ")[2].partition(":")[0])

    def until(self, text: str) -> str:
        """What is shown up to that text, which must come."""
        deadline, shown = time.monotonic() + PATIENCE_S, ""
        while text not in shown:
            assert wait_for(self._screen.fileno(), deadline), f"{text!r} never came: {shown}"
            piece = os.read(self._screen.fileno(), 1).decode()
            assert piece, f"it ended without {text!r}: {shown}"
            shown += piece
        self.shown += shown
        return shown

    def type(self, words: str) -> None:
        self.keyboard.write(words.encode() + b"\n")
        self.keyboard.flush()

    def end(self) -> int:
        self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode


class HungUp(Exception):
    """The reader closed the connection."""


class Register:
    """A cash register on TCP that answers everything, goods too."""

    def __init__(self, port: int, goods: bytes = YES) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.goods = goods
        self.heard: list[str] = []

    def send(self, *messages: bytes) -> None:
        self.line.sendall(b"".join(messages))

    def until(self, pattern: str) -> list[str]:
        """Answer whatever comes, up to a message that begins so."""
        heard: list[str] = []
        data = b""
        while not any(like(text, pattern) for text in heard):
            piece = self._receive()
            if not piece:
                raise HungUp(f"before {pattern}: {heard}")
            data += piece
            whole = b"".join(split(data))
            if whole != data:
                continue
            for message in split(data):
                heard.append(message.hex())
                if message[0] not in (0x80, 0x84):
                    self.send(self.goods if like(message.hex(), GOOD) else YES)
            data = b""
        self.heard += heard
        return heard

    def has_lost_it(self) -> bool:
        """Whether the reader has hung up; it waits for that."""
        return self._receive() == b""

    def _receive(self) -> bytes:
        try:
            return self.line.recv(4096)
        except ConnectionResetError:
            return b""

    def register(self) -> "Register":
        self.send(REGISTER)
        self.until("060f")
        return self


@pytest.fixture
def alone() -> Iterator[Alone]:
    alone = Alone("--port", "0", *QUICK)
    yield alone
    alone.process.terminate()
    assert alone.end() == 0


def test_it_says_where_it_is_and_how_to_talk_to_it(alone: Alone) -> None:
    assert "127.0.0.1 port" in alone.greeting
    assert REGISTER.hex(" ").upper() in alone.greeting


def test_a_sale_from_registration_to_repeated_receipt(alone: Alone) -> None:
    register = Register(alone.port).register()
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present visa")
    assert register.until(COMPLETION)[-1] == COMPLETION
    alone.until("trace 1 is stored")
    register.send(REPEAT)
    assert any(like(text, GOOD) for text in register.until(COMPLETION))
    alone.type("ledger")
    assert "captured" in alone.until("charged 349, held 0, given back 0 cents\n")


def test_nothing_that_it_shows_is_a_card_number(alone: Alone) -> None:
    register = Register(alone.port).register()
    alone.type("set shows-pan on")
    alone.until("shows_pan is on")
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present visa")
    said = register.until(COMPLETION)
    assert any(CARDS["visa"].pan in text for text in said)
    alone.type("ledger")
    alone.until("charged 349")
    alone.type("switches")
    alone.until("what it takes to start")
    assert "1111" not in alone.shown and "visa" in alone.shown


def test_a_refused_card_and_goods_that_did_not_come_out(alone: Alone) -> None:
    register = Register(alone.port, NOT_OUT).register()
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present poor")
    assert register.until("061e")[-1] == "061e0133"
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present mastercard")
    assert register.until("061e")[-1] == ABORTED
    alone.type("ledger")
    assert "reversed" in alone.until("charged 0, held 0, given back 349 cents")


def test_the_red_key_and_words_that_make_no_sense(alone: Alone) -> None:
    register = Register(alone.port).register()
    register.send(PAY)
    register.until("04ff010a")
    for words, answer in [("dance", "help lists"), ("present", "there are visa"),
                          ("present gold", "there are visa"), ("power", "power cut"),
                          ("set wings on", "no switch wings"), ("set decline zz", "hexadecimal"),
                          ("present visa", "held to the reader"), ("cancel", "does nothing")]:
        alone.type(words)
        alone.until(answer)
    alone.type("help")
    shown = alone.until("and leave\n")
    assert all(word in shown for word in ("present CARD", "power cut|on", "ledger", "maestro"))
    register.until(COMPLETION)
    register.send(PAY)
    register.until("04ff010a")
    alone.type("cancel")
    assert register.until("061e")[-1] == ABORTED


def test_a_power_cut_shuts_its_port_and_gives_the_money_back(alone: Alone) -> None:
    register = Register(alone.port, WAIT).register()
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present visa")
    register.until(GOOD)
    alone.type("power cut")
    alone.until("the connection is gone")
    assert register.has_lost_it()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", alone.port), timeout=PATIENCE_S)
    alone.type("power on")
    alone.until("trace 1 is given back")
    again = Register(alone.port)
    again.send(PAY)
    assert again.until("84") == ["846b00"]
    alone.type("ledger")
    alone.until("charged 0, held 0, given back 349 cents")


def test_its_power_fails_and_comes_back_as_the_options_say() -> None:
    alone = Alone("--port", "0", *QUICK, "--cut-at", "stored", "--power-back-ms", "100")
    register = Register(alone.port).register()
    register.send(PAY)
    register.until("04ff010a")
    alone.type("present visa")
    with pytest.raises(HungUp):
        register.until(COMPLETION)
    alone.until("the power fails at stored")
    alone.until("the power is back")
    alone.until("listens again")
    again = Register(alone.port).register()
    again.send(REPEAT)
    assert any(like(text, GOOD) for text in again.until(COMPLETION))
    alone.type("quit")
    assert alone.end() == 0


def test_a_silent_reader_says_nothing_until_it_speaks_again(alone: Alone) -> None:
    register = Register(alone.port).register()
    alone.type("silence")
    alone.until("silent is on")
    register.send(ENQUIRY)
    alone.until("hears 05 01 status enquiry")
    assert select.select([register.line], [], [], 0.2)[0] == []
    alone.type("silence off")
    alone.until("silent is off")
    register.send(YES, ENQUIRY)
    assert register.until("060f")[-1] == "060f0100"


def test_registers_come_and_go_but_only_one_at_a_time(alone: Alone) -> None:
    for _ in range(3):
        register = Register(alone.port).register()
        register.line.close()
        alone.until("the connection is gone")
    register = Register(alone.port)
    alone.until("a register has connected")
    second = Register(alone.port)
    alone.until("sent away")
    assert second.has_lost_it()
    register.register()


def test_a_new_register_hears_nothing_of_a_conversation_that_was_cut(alone: Alone) -> None:
    register = Register(alone.port).register()
    register.send(PAY)
    register.until("04ff010a")
    register.line.close()
    alone.until("the connection is gone")
    register = Register(alone.port)
    alone.type("present visa")
    alone.until("trace 1 is authorised")
    register.send(ENQUIRY)
    assert register.until("84") == ["849c00"]


@pytest.mark.parametrize(("options", "state"), [
    (["--busy"], "9c"), (["--needs-diagnosis"], "c2"), (["--needs-end-of-day"], "f0"), ([], "00")])
def test_switches_are_options(options: list[str], state: str) -> None:
    alone = Alone("--port", "0", *options)
    register = Register(alone.port)
    register.send(ENQUIRY)
    assert register.until("060f")[-1] == f"060f01{state}"
    alone.type("quit")
    assert alone.end() == 0


def test_outside_vending_mode_as_an_option() -> None:
    alone = Alone("--port", "0", "--no-vending")
    register = Register(alone.port)
    register.send(REGISTER)
    assert register.until("060f")[-1].startswith("060f0a1900")
    alone.process.terminate()
    assert alone.end() == 0


@pytest.mark.parametrize(("options", "says"), [
    (["--port", "0", "--decline", "zz"], "hexadecimal"), ([], "required"),
    (["--port", "0", "--cut-at", "noon"], "goods-out"), (["--port", "99999"], "99999"),
    (["--pty", "/nowhere/at/all"], "can be created"),
    (["--port", "0", "--pty", "x"], "not allowed")])
def test_options_that_cannot_be_are_refused_in_words(options: list[str], says: str) -> None:
    process = subprocess.run([sys.executable, "-m", "sim.card_reader", *options], cwd=ROOT,
                             capture_output=True, timeout=PATIENCE_S, check=False)
    assert process.returncode in (1, 2)
    assert says in process.stderr.decode() and "Traceback" not in process.stderr.decode()


def test_a_port_that_is_taken_is_said(alone: Alone) -> None:
    process = subprocess.run([sys.executable, "-m", "sim.card_reader", "--port", str(alone.port)],
                             cwd=ROOT, capture_output=True, timeout=PATIENCE_S, check=False)
    assert process.returncode == 1 and b"cannot listen on port" in process.stderr


def test_without_a_keyboard_it_serves_until_it_is_told_to_end() -> None:
    alone = Alone("--port", "0")
    alone.keyboard.close()
    Register(alone.port).register()
    alone.process.send_signal(signal.SIGTERM)
    assert alone.process.wait(PATIENCE_S) == 0


# On a pty.

def read(port: serial.Serial, length: int) -> bytes:
    heard, deadline = b"", time.monotonic() + PATIENCE_S
    while len(heard) < length and wait_for(port.fileno(), deadline):
        heard += os.read(port.fileno(), length - len(heard))
    return heard


def test_it_speaks_frames_on_a_pty(tmp_path: Path) -> None:
    path = tmp_path / "card-reader"
    alone = Alone("--pty", str(path), *QUICK)
    for _ in range(2):
        with serial.Serial(str(path), 9600, stopbits=2, timeout=0) as port:
            port.write(FRAMES["status enquiry"])
            assert read(port, 1 + len(FRAMES["ack"])) == b"\x06" + FRAMES["ack"]
            port.write(b"\x06")
            assert APDUS["ack"] not in (ready := read(port, 10)) and b"\x06\x0f\x01\x00" in ready
            port.write(b"\x06" + FRAMES["ack"])
            assert read(port, 1) == b"\x06"
    alone.type("quit")
    assert alone.end() == 0 and not path.is_symlink()
    path.write_text("mine")
    with pytest.raises(AssertionError, match="it ended"):
        Alone("--pty", str(path))
    assert path.read_text() == "mine"

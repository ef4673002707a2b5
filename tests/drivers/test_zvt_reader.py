"""The ZVT reader as a part: its line comes and goes, on TCP and on a serial line."""

import os
import select
import socket
import time
import tty
from collections.abc import Callable

import pytest

from drivers.line import SerialLine
from drivers.tcp_line import TcpLine
from drivers.zvt_frames import Frames, SerialFrames, TcpFrames, frame_of
from drivers.zvt_orders import Terms
from drivers.zvt_reader import ZvtReader
from terminal import effects, events
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedLine, silence
from tests.drivers.zvt_stage import (
    ACK,
    BUSY,
    CHARGE,
    DONE,
    ENQUIRE,
    GOOD,
    NOT_ISSUED,
    REGISTER,
    REMEMBER,
    VENDING,
    result,
)  # fmt: skip

READY = events.ReaderReady(470)
AUTHORISED = events.CardAuthorised(7, 471, 471, "28004869", "4771", "Debit Mastercard", 30_000)
PATIENCE_S = 10


class Reader:
    """What a good reader says to each of our messages, on the wire; silent when told so."""

    def __init__(self, is_serial: bool = False) -> None:
        self.heard: list[str] = []  # what it was told
        self.is_silent = False
        self._is_serial = is_serial
        self._answers = {
            REGISTER: [ACK, VENDING],
            ENQUIRE: [ACK, DONE],
            REMEMBER: [ACK, result(trace=470), DONE],
            CHARGE: [ACK, "04FF010A", GOOD],
            BUSY: [GOOD],
            NOT_ISSUED: ["061E016C"],
        }
        self._has_asked = False

    def __call__(self, said: bytes) -> list[tuple[int, bytes]]:
        if self.is_silent:
            return []
        messages = cut_frames(said) if self._is_serial else cut(said)
        answers: list[tuple[int, bytes]] = [(1, b"\x06")] * len(messages) if self._is_serial else []
        for message in messages:
            self.heard.append(message)
            answer = self._answers.get(message, [])
            if message == ACK and self._has_asked:
                answer, self._has_asked = [DONE], False
            self._has_asked = self._has_asked or GOOD in answer
            answers += [(2_000 if message == BUSY else 5, self.framed(word)) for word in answer]
            # The first ACK that it gets is for the step, and not for the good result.
            if message == CHARGE:
                self._answers[CHARGE] = [ACK, GOOD]
        return answers

    def framed(self, message: str) -> bytes:
        apdu = bytes.fromhex(message)
        return frame_of(apdu) if self._is_serial else apdu


def cut(data: bytes) -> list[str]:
    """Messages, none of which is longer than 254 bytes."""
    found = []
    while data:
        found.append(data[: 3 + data[2]].hex().upper())
        data = data[3 + data[2] :]
    return found


def cut_frames(data: bytes) -> list[str]:
    """The messages in frames; ACKs between them are left out."""
    found = []
    while b"\x10\x02" in data:
        body = data[data.index(b"\x10\x02") + 2 :]
        length = 3 + body.replace(b"\x10\x10", b"\x10")[2]
        end = body.index(b"\x10\x03", length)
        found.append(body[:end].replace(b"\x10\x10", b"\x10").hex().upper())
        data = body[end + 4 :]
    return found


def bench(script: Callable[[bytes], list[tuple[int, bytes]]], frames: Frames) -> Bench:
    line = ScriptedLine(script)
    return Bench(ZvtReader(line, frames), line)


BOTH = pytest.mark.parametrize("is_serial", [False, True])


def good_bench(is_serial: bool) -> tuple[Bench, Reader]:
    reader = Reader(is_serial)
    world = bench(reader, SerialFrames() if is_serial else TcpFrames())
    assert world.run(3_000) == [READY]
    reader._answers[CHARGE] = [ACK, GOOD]
    return world, reader


@BOTH
def test_from_power_on_to_ready(is_serial: bool) -> None:
    reader = Reader(is_serial)
    world = bench(reader, SerialFrames() if is_serial else TcpFrames())
    assert world.part.wake_at_ms() == 0
    assert world.run(3_000) == [READY]
    assert reader.heard == [REGISTER, ACK, ENQUIRE, ACK, REMEMBER, ACK, ACK]
    assert world.run(50_000) == []
    assert reader.heard[-2:] == [ENQUIRE, ACK]


@BOTH
def test_a_sale_with_a_slow_door(is_serial: bool) -> None:
    world, reader = good_bench(is_serial)
    world.perform(effects.Charge(7, 349))
    assert world.run(9_000) == [AUTHORISED]
    assert reader.heard.count(BUSY) == 2
    world.perform(effects.AnswerGoods(7, True))
    assert world.run(4_000) == [events.CardSettled(7), READY]
    assert reader.heard.count(CHARGE) == 1


@BOTH
def test_a_sale_with_a_stuck_door(is_serial: bool) -> None:
    world, reader = good_bench(is_serial)
    world.perform(effects.Charge(7, 349))
    world.run(1_000)
    world.perform(effects.AnswerGoods(7, False))
    assert world.run(1_000) == [events.CardReversed(7), READY]
    assert NOT_ISSUED in reader.heard


@BOTH
def test_the_plug_is_pulled_during_a_sale(is_serial: bool) -> None:
    world, _ = good_bench(is_serial)
    world.perform(effects.Charge(7, 349))
    assert world.run(1_000) == [AUTHORISED]
    world.line.pull("the cable is out")
    assert world.run(60_000) == [
        events.PartFailed("card reader", "the cable is out"), events.SaleLost(7),
    ]  # fmt: skip
    world.perform(effects.AnswerGoods(7, True))
    world.line.plug()
    assert world.run(31_000) == [events.PartMended("card reader"), READY]


@BOTH
def test_a_reader_that_falls_silent_is_left_and_found_again(is_serial: bool) -> None:
    world, reader = good_bench(is_serial)
    reader.is_silent = True
    facts = world.run(120_000)
    assert len(facts) == 1
    assert isinstance(facts[0], events.PartFailed)
    assert ("does not confirm" if is_serial else "does not answer") in facts[0].why
    assert 1 < len(world.line.reopened_ms) < 10
    reader.is_silent = False
    assert world.run(60_000) == [events.PartMended("card reader"), READY]


def test_a_write_that_fails_during_a_charge_leaves_it_unknown() -> None:
    world, _ = good_bench(False)
    world.line.fails_next_write = True
    world.perform(effects.Charge(7, 349))
    assert world.part.wake_at_ms() == 0
    facts = world.run(1)
    assert [type(fact) for fact in facts] == [events.PartFailed, events.SaleLost]


def test_a_write_that_fails_while_all_begins_anew_is_one_loss() -> None:
    world, _ = good_bench(False)
    world.perform(effects.Charge(7, 349))
    world.run(1_000)
    world.restart()
    world.line.send(bytes.fromhex("04FF010A"))
    world.line.fails_next_write = True
    kinds = [type(fact) for fact in world.run(500)]
    assert kinds.count(events.PartFailed) == kinds.count(events.SaleLost) == 1


def test_a_missing_reader_is_told_once() -> None:
    world = bench(silence, TcpFrames())
    world.line.pull("nothing answers at this address")
    assert world.run(120_000) == [
        events.PartFailed("card reader", "nothing answers at this address")
    ]
    world.perform(effects.Charge(1, 349))
    assert world.part.wake_at_ms() == 0
    assert world.run(1) == [events.CardDeclined(1, "not ready")]
    world.perform(effects.CheckSale(1))
    assert world.run(10_000) == [events.SaleLost(1)]


def test_restarting_an_idle_reader_tells_how_it_is() -> None:
    world, _ = good_bench(False)
    world.restart()
    assert world.part.wake_at_ms() == 0
    assert world.run(1) == [READY]
    assert world.line.reopened_ms == []


def test_restarting_in_a_sale_leaves_it_to_be_asked() -> None:
    world, reader = good_bench(False)
    world.perform(effects.Charge(7, 349))
    world.run(1_000)
    world.restart()
    assert world.part.wake_at_ms() == 0
    assert world.run(1) == [events.SaleLost(7)]
    assert world.run(2_000) == [READY]
    assert reader.heard.count(REGISTER) == 2


def test_terms_that_no_reader_takes_are_our_own_mistake() -> None:
    line = ScriptedLine(silence)
    for password in ("1234", "abcdef", "äöüäöü", "٠٠٠٠٠٠"):
        terms = Terms(password=password)
        with pytest.raises(ValueError, match="six digits"):
            ZvtReader(line, TcpFrames(), terms)
    for terms in (Terms(goods_s=0), Terms(goods_s=256), Terms(statuses=0), Terms(statuses=256),
                  Terms(nothing_stored="never")):  # fmt: skip
        with pytest.raises(AssertionError):
            ZvtReader(line, TcpFrames(), terms)


# -- on real descriptors ------------------------------------------------------------------


def run_until(part: ZvtReader, far: int, reader: Reader, wanted: Record) -> list[Record]:
    """Part and reader in real time, until this fact is told."""
    facts: list[Record] = []
    until_s = time.monotonic() + PATIENCE_S
    while wanted not in facts:
        assert time.monotonic() < until_s, facts
        waiting = [far, *([part.fileno()] if part.fileno() is not None else [])]
        readable, _, _ = select.select(waiting, [], [], 0.02)
        if far in readable:
            for _, answer in reader(os.read(far, 4_096)):
                os.write(far, answer)
        facts += part.poll(time.monotonic_ns() // 1_000_000)
    return facts


def test_over_a_real_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        part = ZvtReader(TcpLine("127.0.0.1", server.getsockname()[1]), TcpFrames())
        far, _ = server.accept()
        with far:
            reader = Reader()
            run_until(part, far.fileno(), reader, READY)
            part.perform(effects.Charge(7, 349), time.monotonic_ns() // 1_000_000)
            facts = run_until(part, far.fileno(), reader, AUTHORISED)
            assert facts == [events.CardStep(7, "present card"), AUTHORISED]
        while not (facts := part.poll(time.monotonic_ns() // 1_000_000)):
            select.select([part.fileno()], [], [], 0.02)
        assert [type(fact) for fact in facts] == [events.PartFailed, events.SaleLost]
        part.close()


def test_over_a_real_serial_line() -> None:
    far, near = os.openpty()
    tty.setraw(near)
    line = SerialLine(os.ttyname(near), 9600, stop_bits=2)
    part = ZvtReader(line, SerialFrames())
    run_until(part, far, Reader(is_serial=True), READY)
    part.close()
    part.close()
    assert not line.is_open
    os.close(far)
    os.close(near)

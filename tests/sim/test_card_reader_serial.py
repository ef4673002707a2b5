"""The simulated card reader on a serial line: acknowledgements, repeats, and bad wires."""

import pytest

from sim.boards import Chain
from sim.card_reader.apdu import Apdu, first_in
from sim.card_reader.bank import Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.reader import SERIAL, CardReader
from sim.card_reader.serial_link import SerialLink, framed
from sim.line import Cable
from sim.line_faults import Faults
from sim.luck import Luck
from tests.sim.card_reader_bench import APDUS, FRAMES, GOOD, PAY, REGISTER, REPEAT, YES, like

ACK, NAK = b"\x06", b"\x15"
ENQUIRY = FRAMES["status enquiry"]
YES_FRAME = FRAMES["ack"]
READY = framed(bytes.fromhex("060f0100"))


class Line:
    """The reader on a cable, and the far end of a stopwatch."""

    def __init__(self, faults: Faults | None = None, seed: int = 1) -> None:
        self.now_ms = 0
        self.bank = Bank()
        self.reader = CardReader(self.bank, framing=SERIAL)
        self.cable = Cable(lambda: self.now_ms, Luck(seed).stream("line"), is_half_duplex=False)
        self.cable.faults = faults
        self.chain = Chain(self.cable.far, [self.reader])

    def run(self, ms: int) -> bytes:
        """What came meanwhile."""
        until_ms, came = self.now_ms + ms, b""
        while True:
            self.chain.advance(self.now_ms)
            came += self.cable.host.read()
            next_ms = self._next_ms()
            if next_ms is None or next_ms > until_ms:
                self.now_ms = until_ms
                return came
            self.now_ms = max(self.now_ms, next_ms)

    def send(self, data: bytes, ms: int = 500) -> bytes:
        self.cable.host.write(data)
        return self.run(ms)

    def _next_ms(self) -> int | None:
        wakes = (self.chain.wake_at_ms(), self.cable.wake_at_ms())
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)


# Acknowledgements.

def test_a_frame_is_acknowledged_and_then_answered() -> None:
    line = Line()
    assert line.send(ENQUIRY) == ACK + YES_FRAME
    assert line.send(ACK) == READY
    assert line.send(ACK + YES_FRAME) == ACK
    assert line.run(60_000) == b""


def test_a_broken_frame_is_asked_for_again() -> None:
    line = Line()
    assert line.send(ENQUIRY[:-1] + b"\x00") == NAK
    assert line.send(ENQUIRY) == ACK + YES_FRAME


def test_half_a_frame_is_asked_for_again_after_a_silence() -> None:
    line = Line()
    assert line.send(ENQUIRY[:6], 200) == b""
    assert line.run(100) == NAK
    assert line.send(ENQUIRY) == ACK + YES_FRAME


def test_what_is_not_acknowledged_is_said_again_twice() -> None:
    line = Line()
    line.send(ENQUIRY)
    assert line.run(4_000) == b""
    assert line.run(1_000) == YES_FRAME
    assert line.run(5_000) == YES_FRAME
    assert line.run(5_000).startswith(READY)  # It gave up, and goes on as if it had been heard.


def test_what_was_heard_badly_is_said_again_at_once() -> None:
    line = Line()
    line.send(ENQUIRY)
    assert line.send(NAK) == YES_FRAME
    assert line.send(NAK) == YES_FRAME
    assert line.send(NAK) == READY


def test_acknowledgements_of_nothing_are_passed_over() -> None:
    line = Line()
    assert line.send(ACK + NAK + ACK) == b""
    assert line.send(ENQUIRY) == ACK + YES_FRAME


def test_a_reader_without_power_forgets_what_it_was_about_to_repeat() -> None:
    line = Line()
    line.send(ENQUIRY)
    line.reader.power_off(line.now_ms)
    assert line.send(ENQUIRY) == b""
    line.reader.power_on(line.now_ms)
    assert line.run(60_000) == b""
    assert line.send(ENQUIRY) == ACK + YES_FRAME


# A payment.

def authorised() -> Line:
    """A payment up to its 04 0F, which is not acknowledged yet."""
    line = Line()
    assert line.send(framed(REGISTER)) == ACK + YES_FRAME
    assert b"\x06\x0f\x0a" in line.send(ACK)
    assert line.send(ACK + YES_FRAME) == ACK
    assert line.send(framed(PAY)) == ACK + YES_FRAME
    assert line.send(ACK) == framed(bytes.fromhex("04ff010a"))
    assert line.send(ACK + YES_FRAME) == ACK
    assert line.reader.present(CARDS["visa"], line.now_ms)
    assert line.run(100) == framed(bytes.fromhex("04ff0104"))
    assert line.send(ACK + YES_FRAME, 3_000).startswith(ACK + bytes.fromhex("1002040f"))
    return line


def test_a_payment_goes_well_over_a_serial_line() -> None:
    line = authorised()
    assert line.bank.held_cents() == 349
    assert line.send(ACK) == b""
    assert line.send(YES_FRAME) == ACK + FRAMES["completion"]
    assert line.bank.charged_cents() == 349


def test_an_answer_is_believed_only_once_its_question_was_acknowledged() -> None:
    line = authorised()
    assert line.send(YES_FRAME) == ACK
    assert line.bank.charged_cents() == 0
    repeated = line.run(5_000)
    assert repeated.startswith(bytes.fromhex("1002040f"))
    assert line.send(ACK + YES_FRAME) == ACK + FRAMES["completion"]
    assert line.bank.charged_cents() == 349


def test_a_line_that_is_never_answered_gives_the_money_back() -> None:
    line = authorised()
    line.cable.cut()
    for _ in range(120):
        line.now_ms += 1_000
        line.chain.advance(line.now_ms)
    assert line.bank.charged_cents() == line.bank.held_cents() == 0
    assert line.bank.reversed_cents() == 349


# A register over bad wires.

def apdu_of(message: bytes) -> Apdu:
    found = first_in(message)
    assert found is not None
    return found[0]


class Register:
    """Acknowledges, repeats, and lets the goods out when it is told that it may."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._link = SerialLink()
        self.heard: list[str] = []
        self.has_let_out = False

    def ask(self, message: bytes, ms: int) -> None:
        self._link.say(apdu_of(message), self._line.now_ms)
        until_ms = self._line.now_ms + ms
        while self._line.now_ms < until_ms:
            self._step()

    def _step(self) -> None:
        line = self._line
        for said in self._link.take():
            line.cable.host.write(said)
        came = line.run(20)
        for apdu in self._link.feed(came, line.now_ms):
            text = apdu.to_bytes().hex()
            self.heard.append(text)
            if not apdu.is_answer:
                self.has_let_out |= like(text, GOOD)
                self._link.say(apdu_of(YES), line.now_ms)
        self._link.advance(line.now_ms)
        line.reader.present(CARDS["visa"], line.now_ms)


@pytest.mark.parametrize("seed", range(25))
def test_over_bad_wires_the_ledger_still_comes_out_even(seed: int) -> None:
    faults = Faults(split_permille=200, merge_permille=100, delay_permille=100,
                    drop_permille=20 * seed, flip_permille=15 * seed)
    line = Line(faults, seed)
    register = Register(line)
    register.ask(REGISTER, 20_000)
    register.ask(PAY, 60_000)
    line.cable.faults = None
    register.ask(YES, 50_000)
    bank = line.bank
    assert bank.held_cents() == 0 and line.reader.memory.open is None
    assert bank.charged_cents() in (0, 349)
    if bank.charged_cents():
        assert register.has_let_out
    before = len(register.heard)
    register.ask(REGISTER, 5_000)
    register.ask(REPEAT, 5_000)
    assert any(like(text, GOOD) for text in register.heard[before:]) == bool(bank.charged_cents())
    assert APDUS["completion"].hex() in register.heard or not bank.charged_cents()

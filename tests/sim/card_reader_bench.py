"""A simulated card reader with a bank, a register at its wire and a person, for its tests.

The register answers as a good one does, except where a test gives it something else to say.
It knows the bytes of ZVT as far as the tests need and shares nothing with either side.
"""

import json
from collections.abc import Callable
from pathlib import Path

from sim.card_reader.bank import Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.memory import Memory
from sim.card_reader.reader import TCP, CardReader
from sim.card_reader.switches import Switches

DATA = json.loads((Path(__file__).parent.parent / "data/hardware.json").read_text())
APDUS = {vector["n"]: bytes.fromhex(vector["apdu"]) for vector in DATA["zvt_serial"]}
FRAMES = {vector["n"]: bytes.fromhex(vector["frame"]) for vector in DATA["zvt_serial"]}

REGISTER = APDUS["registration pw 000000 cfg 3E EUR"]
PAY = APDUS["authorisation 3.49 EUR vending timeout 30 max 10"]
PAY_SIMPLY = APDUS["authorisation 3.49 EUR"]
YES, WAIT, NOT_OUT = APDUS["ack"], APDUS["need more time"], APDUS["goods not issued"]
ABORT, END_OF_DAY = APDUS["abort"], APDUS["end of day"]
ENQUIRY, LOG_OFF = APDUS["status enquiry"], APDUS["log-off"]
REPEAT = APDUS["repeat receipt svc 03"]
COMPLETION, ABORTED = "060f00", "061e016c"
GOOD, TIMED_OUT = "040f..2700", "040f02276c"

# Answers of the reader itself.
NOT_POSSIBLE, PLEASE_WAIT, NOT_REGISTERED = "848300", "849c00", "846b00"

Answer = Callable[[bytes], "bytes | None"]


def reversal(receipt: int) -> bytes:
    return APDUS["reversal receipt 0470"][:-2] + bytes.fromhex(f"{receipt:04d}")


def keeps(message: bytes) -> bytes | None:
    """A register that lets the goods out at once."""
    return YES


def never(message: bytes) -> bytes | None:
    return None


def split(data: bytes) -> list[bytes]:
    """Messages one after another; what is cut at the end is dropped."""
    found = []
    while len(data) > 2:
        length = 3 + data[2] if data[2] < 0xFF else 5 + data[3] + 256 * data[4]
        found.append(data[:length])
        data = data[length:]
    return found


class Bench:
    """Reader, bank, register, person and stopwatch; TCP framing."""

    def __init__(self, memory: Memory | None = None, **switches: object) -> None:
        self.now_ms = 1_000
        self.bank = Bank()
        self.reader = CardReader(self.bank, framing=TCP, memory=memory or Memory(469, 469))
        for name, value in switches.items():
            assert hasattr(self.reader.switches, name), name
            setattr(self.reader.switches, name, value)
        self.switches: Switches = self.reader.switches
        self.about_goods: Answer = keeps  # what is answered to a good 04 0F
        self.about_rest: Answer = keeps  # and to everything else that the reader begins
        self.answer_after_ms = 5
        self.said: list[tuple[int, str]] = []  # by the reader, when, in hexadecimal
        self.events: list[str] = []
        self.reader.on_event(lambda text, at_ms: self.events.append(text))
        self._to_say: list[tuple[int, bytes]] = []

    def send(self, *messages: bytes) -> None:
        for message in messages:
            self.reader.feed(message, self.now_ms)
        self._listen()

    def send_at(self, at_ms: int, message: bytes) -> None:
        """Send it then, while time passes."""
        self._to_say.append((at_ms, message))
        self._to_say.sort(key=lambda planned: planned[0])

    def run(self, ms: int) -> list[str]:
        """Let time pass; what the reader said meanwhile."""
        before = len(self.said)
        until_ms = self.now_ms + ms
        self._listen()
        while (next_ms := self._next_ms()) is not None and next_ms <= until_ms:
            self.now_ms = max(self.now_ms, next_ms)
            if self._to_say and self._to_say[0][0] <= self.now_ms:
                self.reader.feed(self._to_say.pop(0)[1], self.now_ms)
            self._listen()
        self.now_ms = until_ms
        return [text for _, text in self.said[before:]]

    def _next_ms(self) -> int | None:
        wakes = [self.reader.wake_at_ms(), self._to_say[0][0] if self._to_say else None]
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)

    def ask(self, message: bytes, ms: int = 20_000) -> list[str]:
        """Send and let time pass; what came, without the acknowledgement."""
        self.send(message)
        said = self.run(ms)
        assert said[:1] == [YES.hex()], said
        return said[1:]

    def register(self) -> "Bench":
        self.ask(REGISTER, 1_000)
        return self

    def pay(self, card: str = "visa", order: bytes = PAY) -> list[str]:
        """Send 06 01 and hold a card to the reader when it asks; what came after that."""
        self.send(order)
        self.run(1_000)
        assert self.reader.asks_cents is not None, self.said
        assert self.reader.present(CARDS[card], self.now_ms)
        return self.run(120_000)

    def pay_until_status(self, card: str = "visa") -> None:
        """The same, up to the moment at which the reader tells that it is authorised."""
        before = len(self.times(GOOD))
        self.send(PAY)
        self.run(1_000)
        assert self.reader.present(CARDS[card], self.now_ms)
        while len(self.times(GOOD)) == before:
            self.run(1)

    def times(self, begins: str) -> list[int]:
        """When the reader said what begins so; a dot stands for any digit."""
        return [at_ms for at_ms, text in self.said if like(text, begins)]

    @property
    def lines(self) -> list[str]:
        """What the bank wrote down."""
        return [line.what for line in self.bank.ledger]

    def _listen(self) -> None:
        data = b"".join(self.reader.due(self.now_ms))
        for message in split(data):
            self.said.append((self.now_ms, message.hex()))
            if message[0] in (0x80, 0x84):
                continue
            answer = self.about_goods if like(message.hex(), GOOD) else self.about_rest
            reply = answer(message)
            if reply is not None:
                self.send_at(self.now_ms + self.answer_after_ms, reply)


def like(text: str, pattern: str) -> bool:
    """Whether it begins so; a dot stands for any digit."""
    return len(text) >= len(pattern) and all(
        wanted in (".", digit) for wanted, digit in zip(pattern, text, strict=False))

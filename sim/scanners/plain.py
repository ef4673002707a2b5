"""Scanners that send the text of a barcode and CR LF, as Honeywell's and Newland's manuals say.

A make is a set of habits: whether it looks all the time or only when told to, by which
bytes it is told, and what it answers.  What the text means is nobody's business here.  The
one idea: told to look, it looks until it has read something, is told to stop, or its time is
over, and says nothing about which it was.
"""

from dataclasses import dataclass
from functools import partial

from sim.agenda import Agenda

READ_MS = 60  # from seeing a barcode to sending it
ORDER_MS = 500  # the rest of an order that has stopped for so long is not waited for
HONEYWELL_ON, HONEYWELL_OFF = bytes.fromhex("16540D"), bytes.fromhex("16550D")
NEWLAND_SHORT = bytes.fromhex("015404")
NEWLAND_BEGIN, NEWLAND_END = bytes.fromhex("7E013030303023"), bytes.fromhex("3B03")
NEWLAND_TAGS = {b"SCNTRG1": True, b"SCNTRG0": False}


@dataclass(frozen=True)
class Make:
    """The habits of one make of scanner."""

    looks_always: bool = False
    speaks_honeywell: bool = False
    speaks_newland: bool = False
    knows_scntrg: bool = True  # older engines answer 05 to a tag that they do not know
    answers: bool = True
    is_slow: bool = False  # answers byte by byte
    look_ms: int = 30_000
    ending: bytes = b"\r\n"


PLAIN = Make(looks_always=True)
HONEYWELL = Make(speaks_honeywell=True)
NEWLAND = Make(speaks_newland=True)


class PlainScanner:
    """One scanner; `looking` tells whether its light is on."""

    def __init__(self, make: Make = PLAIN) -> None:
        self.make = make
        self.orders: list[tuple[int, bool]] = []  # (when, to look or to stop)
        self._barcode = b""
        self._heard = b""
        self._heard_ms = 0
        self._looks_until_ms = 0
        self._agenda = Agenda()
        self._saying: list[bytes] = []

    def looking(self, now_ms: int) -> bool:
        return self.make.looks_always or now_ms < self._looks_until_ms

    def hold(self, barcode: bytes, now_ms: int) -> None:
        self._barcode = barcode
        if self.looking(now_ms):
            self._agenda.plan(now_ms + READ_MS, self._read)

    def take_away(self) -> None:
        self._barcode = b""

    def feed(self, data: bytes, now_ms: int) -> None:
        if now_ms - self._heard_ms > ORDER_MS:
            self._heard = b""
        self._heard_ms = now_ms
        self._heard += data
        while self._heard:
            taken = self._obey(now_ms)
            if not taken:
                return
            self._heard = self._heard[taken:]

    def due(self, now_ms: int) -> list[bytes]:
        self._agenda.advance(now_ms)
        said, self._saying = self._saying, []
        return said

    def wake_at_ms(self) -> int | None:
        return self._agenda.wake_at_ms()

    def _obey(self, now_ms: int) -> int:
        """How many bytes are done with; 0: an order that is not whole yet."""
        heard, make = self._heard, self.make
        if make.speaks_honeywell and heard[:3] in (HONEYWELL_ON, HONEYWELL_OFF):
            self._look(heard[:3] == HONEYWELL_ON, now_ms)
            return 3
        if make.speaks_newland and heard[:3] == NEWLAND_SHORT:
            self._look(True, now_ms)
            self._say(b"\x06", now_ms)
            return 3
        if make.speaks_newland and heard.startswith(NEWLAND_BEGIN):
            end = heard.find(NEWLAND_END)
            if end >= 0:
                self._obey_tag(heard[len(NEWLAND_BEGIN) : end], now_ms)
                return end + len(NEWLAND_END)
            return 0
        orders = (HONEYWELL_ON, HONEYWELL_OFF, NEWLAND_SHORT, NEWLAND_BEGIN)
        return 0 if [order for order in orders if order.startswith(heard)] else 1

    def _obey_tag(self, tag: bytes, now_ms: int) -> None:
        verdict = b"\x06"
        if tag not in NEWLAND_TAGS or not self.make.knows_scntrg:
            verdict = b"\x05"
        else:
            self._look(NEWLAND_TAGS[tag], now_ms)
        self._say(b"\x02\x010000#" + tag + verdict + b";\x03", now_ms)

    def _look(self, is_on: bool, now_ms: int) -> None:
        self.orders.append((now_ms, is_on))
        self._looks_until_ms = now_ms + self.make.look_ms if is_on else 0
        if is_on and self._barcode:
            self._agenda.plan(now_ms + READ_MS, self._read)

    def _read(self, now_ms: int) -> None:
        if self._barcode and self.looking(now_ms):
            self._looks_until_ms = 0
            self._saying.append(self._barcode + self.make.ending)

    def _say(self, answer: bytes, now_ms: int) -> None:
        if not self.make.answers:
            return
        pieces = [bytes([byte]) for byte in answer] if self.make.is_slow else [answer]
        for number, piece in enumerate(pieces):
            self._agenda.plan(now_ms + 5 + number, partial(self._send, piece))

    def _send(self, piece: bytes, now_ms: int) -> None:
        self._saying.append(piece)

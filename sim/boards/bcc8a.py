"""A BCC8A lock board, as its data sheets and one captured board describe it.

Guangzhou Shuoming and many others sell it: RS-485, 9600 8N1, frames of
`header, board, lock, function, BCC`, the last being the XOR of all before it.
This file is that board: it does whatever it is told, also what nobody should
ever tell it, such as opening every door.  It protects no coil and asks no
questions.  The one idea: a board knows a short, fixed list of frames addressed
to it, so all of them are written down once, at power-on, and anything that is
not on the list is noise.
"""

from collections.abc import Callable, Sequence
from functools import partial

from sim.agenda import Agenda
from sim.boards.bcc8a_variant import DOOR_CLOSING, Variant
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.luck import Stream

# A sender that pauses for this long inside a frame has begun a new one.
FRAME_GAP_MS = 100
# A contact that moved is looked at again after its bounce, then reported.
REPORT_AFTER_MS = 20

Order = Callable[[int], None]
Say = Callable[[int], bytes]


class Bcc8a:
    """One board: hears frames, gives coils current, answers what its contacts show."""

    def __init__(self, cabinet: Cabinet, luck: Stream, *, address: int = 1,
                 compartments: Sequence[int | None] | None = None,
                 variant: Variant | None = None, supply: Supply | None = None) -> None:
        """`compartments` hang on the ways in that order; None leaves a way empty."""
        if not 1 <= address <= 31:
            raise ValueError(f"the address switches give 1 to 31, not {address}")
        self.variant = variant or Variant()
        self.address = address
        self.supply = supply or Supply()
        self.is_mute = False
        self.noise_permille = 0
        self._cabinet = cabinet
        self._luck = luck
        self._is_on = True
        wired = cabinet.compartments if compartments is None else compartments
        if len(wired) > self.variant.ways:
            raise ValueError(f"{len(wired)} doors do not fit on {self.variant.ways} ways")
        self._wired = {way: number for way, number in enumerate(wired, 1) if number is not None}
        self._orders = self._list_orders()
        self._heard = bytearray()
        self._heard_at_ms = 0
        self._agenda = Agenda()
        self._saying: list[bytes] = []
        self._circuits = -1
        self._all_states = b""
        self._reported: dict[int, int] = {}
        if self.variant.reports_changes:
            self._reported = {way: self._status(way, 0) for way in self._wired}
            cabinet.on_contact(self._plan_report)

    # What the world does with it.

    def feed(self, data: bytes, now_ms: int) -> None:
        if not self._is_on:
            return
        order = None if self._heard else self._orders.get(data)
        if order is not None:
            order(now_ms)  # A whole frame and nothing else, as nearly always.
        else:
            self._hear(data, now_ms)

    def due(self, now_ms: int) -> list[bytes]:
        if not self._agenda.is_due(now_ms):
            return []
        self._agenda.advance(now_ms)
        said, self._saying = self._saying, []
        return said

    def wake_at_ms(self) -> int | None:
        return self._agenda.wake_at_ms()

    def switch_off(self, now_ms: int) -> None:
        """Take its power: coils fall off, replies are lost, it hears nothing."""
        self._is_on = False
        self._agenda.clear()
        self._heard.clear()
        for way in self._wired:
            self._release(way, now_ms)

    def switch_on(self, now_ms: int) -> None:
        """Give it power. What changed meanwhile it does not report."""
        self._is_on = True
        self._reported = {way: self._status(way, now_ms) for way in self._reported}

    # Hearing.

    def _list_orders(self) -> dict[bytes, Order]:
        board, variant = self.address, self.variant
        orders: dict[bytes, Order] = {
            _frame(0x8A, board, 0x00, 0x11): self._open_all,
            _frame(0x80, board, 0x00, 0x33): self._answer(self._say_all_states),
        }
        for way in range(1, variant.ways + 1):
            orders[_frame(0x8A, board, way, 0x11)] = partial(self._open, way)
            orders[_frame(0x80, board, way, 0x33)] = self._answer(
                partial(self._say_state, 0x80, way))
            orders[_frame(0x9A, board, way, 0x11)] = partial(self._pulse, way, None)
            orders[_frame(0x9B, board, way, 0x11)] = partial(self._release, way)
        if variant.answers_address_query:
            # Asked of whoever is alone on the line: the 01 in it is no address.
            reply = _frame(0x80, 0x01, board, 0x99)
            orders[_frame(0x80, 0x01, 0x00, 0x99)] = self._answer(lambda now_ms: reply)
        if variant.firmware_version is not None:
            version = _frame(0x82, board, variant.firmware_version, 0x22)
            orders[_frame(0x82, board, 0x00, 0x22)] = self._answer(lambda now_ms: version)
        return orders

    def _hear(self, data: bytes, now_ms: int) -> None:
        """Find frames in pieces and among garbage."""
        if now_ms - self._heard_at_ms > FRAME_GAP_MS:
            self._heard.clear()
        self._heard_at_ms = now_ms
        self._heard += data
        while len(self._heard) >= 5:
            taken = self._obey_first(now_ms)
            if taken == 0:
                break
            del self._heard[:taken]

    def _obey_first(self, now_ms: int) -> int:
        """How many bytes are done with: a frame, a byte of garbage, or none yet."""
        heard = bytes(self._heard)
        order = self._orders.get(heard[:5])
        if order is not None:
            order(now_ms)
            return 5
        if heard[0] != 0x90 or heard[1] != self.address:
            return 1
        length = 3 + self.variant.bytes_in_mask
        if len(heard) < length:
            return 0
        if _bcc(heard[:length - 1]) != heard[length - 1]:
            return 1
        self._open_several(int.from_bytes(heard[2:length - 1], "big"), now_ms)
        return length

    # Doing.

    def _open(self, way: int, now_ms: int) -> None:
        self._pulse(way, self.variant.pulse_ms, now_ms)
        self._plan(self.variant.open_reply_ms, now_ms,
                   partial(self._say_state, self.variant.open_reply_header, way))

    def _open_all(self, now_ms: int) -> None:
        """All coils at once, and no reply that any source shows."""
        self._open_several((1 << self.variant.ways) - 1, now_ms)

    def _open_several(self, mask: int, now_ms: int) -> None:
        for way in range(1, self.variant.ways + 1):
            if mask >> (way - 1) & 1:
                self._pulse(way, self.variant.pulse_ms, now_ms)

    def _pulse(self, way: int, pulse_ms: int | None, now_ms: int) -> None:
        if way in self._wired:
            self.supply.load((self.address, way), pulse_ms, now_ms)
            self._cabinet.energise(self._wired[way], pulse_ms, now_ms)

    def _release(self, way: int, now_ms: int) -> None:
        if way in self._wired:
            self.supply.unload((self.address, way), now_ms)
            self._cabinet.de_energise(self._wired[way], now_ms)

    # Saying.

    def _answer(self, say: Say) -> Order:
        return lambda now_ms: self._plan(self.variant.query_reply_ms, now_ms, say)

    def _plan(self, after_ms: tuple[int, int], now_ms: int, say: Say) -> None:
        low_ms, high_ms = after_ms
        wait_ms = low_ms if low_ms == high_ms else self._luck.between(low_ms, high_ms)
        self._agenda.plan(now_ms + wait_ms, partial(self._say, say))

    def _say(self, say: Say, now_ms: int) -> None:
        """Speak, with the contacts as they are now and not as they were when asked."""
        frame = say(now_ms)
        if self.noise_permille and self._luck.chance(self.noise_permille):
            noise = bytes(self._luck.below(256) for _ in range(self._luck.between(1, 4)))
            frame = noise + frame
        if not self.is_mute:
            self._saying.append(frame)

    def _is_high(self, way: int, now_ms: int) -> bool:
        """The level of an input; one that nothing is wired to stays low."""
        if way not in self._wired:
            return False
        is_closed = self._cabinet.contact(self._wired[way], now_ms)
        return is_closed == (self.variant.polarity == DOOR_CLOSING)

    def _status(self, way: int, now_ms: int) -> int:
        return 0x11 if self._is_high(way, now_ms) else 0x00

    def _say_state(self, header: int, way: int, now_ms: int) -> bytes:
        return _frame(header, self.address, way, self._status(way, now_ms))

    def _say_all_states(self, now_ms: int) -> bytes:
        """Ways 17-24, 9-16, 1-8, the lowest way of each in its bit 0."""
        circuits = self._cabinet.contacts(now_ms)
        if circuits != self._circuits:
            self._circuits = circuits
            high = sum(self._is_high(way, now_ms) << (way - 1) for way in self._wired)
            count = self.variant.bytes_in_status
            states = (high % (1 << 8 * count)).to_bytes(count, "big")
            self._all_states = _frame(0x80, self.address, *states, 0x33)
        return self._all_states

    def _plan_report(self, compartment: int, is_closed: bool, now_ms: int) -> None:
        for way, number in self._wired.items():
            if number == compartment and self._is_on:
                self._agenda.plan(now_ms + REPORT_AFTER_MS, partial(self._report, way))

    def _report(self, way: int, now_ms: int) -> None:
        """Tell, unasked, that a contact changed; most boards never do."""
        status = self._status(way, now_ms)
        if status != self._reported[way]:
            self._reported[way] = status
            self._say(partial(self._say_state, 0x82, way), now_ms)


def _bcc(data: bytes) -> int:
    """The check byte: the XOR of all bytes before it."""
    check = 0
    for byte in data:
        check ^= byte
    return check


def _frame(*data: int) -> bytes:
    return bytes(data) + bytes([_bcc(bytes(data))])

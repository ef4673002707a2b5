"""Messages on a serial line: framed, checked, and acknowledged one by one.

    DLE STX  message, each DLE in it twice  DLE ETX  CRC low  CRC high

Whoever hears a frame answers ACK or NAK at once; whoever said it waits for that 5 s and
says it again, twice at the most.  The line itself, 9600 8N2, is not here.  The one idea:
a frame of ours that is not acknowledged has not been heard, so nothing that arrives
meanwhile can be the answer to it (`is_heard`).  Source: PA00P016.
"""

from collections.abc import Iterable

from sim.card_reader.apdu import Apdu, first_in

STX, ETX, ACK, DLE, NAK = 0x02, 0x03, 0x06, 0x10, 0x15
BETWEEN_BYTES_MS = 200  # T1
TO_ACKNOWLEDGE_MS = 5_000  # T2
REPEATS_MAX = 2

# Where in a frame the next byte stands.
_OUTSIDE, _AFTER_DLE_OUTSIDE, _INSIDE, _AFTER_DLE, _CRC_LOW, _CRC_HIGH = range(6)


class SerialLink:
    """Both directions of the line, as the card reader sees it."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []  # frames to say, the first one perhaps said already
        self._said = 0  # how often the first one was said
        self._deadline_ms = 0
        self._out: list[bytes] = []
        self._place = _OUTSIDE
        self._message = bytearray()
        self._crc_low = 0
        self._byte_at_ms = 0

    @property
    def is_heard(self) -> bool:
        """Whether everything that we said was acknowledged or given up."""
        return not self._waiting

    def feed(self, data: bytes, now_ms: int) -> list[Apdu]:
        self.advance(now_ms)
        self._byte_at_ms = now_ms
        return list(self._messages(data, now_ms))

    def say(self, apdu: Apdu, now_ms: int) -> None:
        self._waiting.append(framed(apdu.to_bytes()))
        if len(self._waiting) == 1:
            self._say_first(now_ms)

    def advance(self, now_ms: int) -> None:
        if self._place != _OUTSIDE and now_ms >= self._byte_at_ms + BETWEEN_BYTES_MS:
            self._place = _OUTSIDE
            self._out.append(bytes([NAK]))
        if self._waiting and now_ms >= self._deadline_ms:
            self._repeat(now_ms)

    def take(self) -> list[bytes]:
        """What is to be written now, each piece in one breath."""
        out, self._out = self._out, []
        return out

    def wake_at_ms(self) -> int | None:
        wakes = []
        if self._place != _OUTSIDE:
            wakes.append(self._byte_at_ms + BETWEEN_BYTES_MS)
        if self._waiting:
            wakes.append(self._deadline_ms)
        return min(wakes, default=None)

    def clear(self) -> None:
        """Forget what was under way: the power is gone."""
        self._waiting.clear()
        self._place, self._said = _OUTSIDE, 0

    # Saying.

    def _say_first(self, now_ms: int) -> None:
        self._said += 1
        self._deadline_ms = now_ms + TO_ACKNOWLEDGE_MS
        self._out.append(self._waiting[0])

    def _repeat(self, now_ms: int) -> None:
        if self._said <= REPEATS_MAX:
            self._say_first(now_ms)
        else:
            self._be_done_with_first(now_ms)

    def _be_done_with_first(self, now_ms: int) -> None:
        del self._waiting[0]
        self._said = 0
        if self._waiting:
            self._say_first(now_ms)

    # Hearing.

    def _messages(self, data: bytes, now_ms: int) -> Iterable[Apdu]:
        for byte in data:
            if self._place == _OUTSIDE:
                self._hear_outside(byte, now_ms)
            elif self._place == _CRC_HIGH:
                self._place = _OUTSIDE
                yield from self._judge(self._crc_low | byte << 8)
            else:
                self._hear_inside(byte)

    def _hear_outside(self, byte: int, now_ms: int) -> None:
        if byte == DLE:
            self._place = _AFTER_DLE_OUTSIDE
        elif self._waiting and byte == ACK:
            self._be_done_with_first(now_ms)
        elif self._waiting and byte == NAK:
            self._repeat(now_ms)

    def _hear_inside(self, byte: int) -> None:
        if self._place == _AFTER_DLE_OUTSIDE:
            self._begin() if byte == STX else self._leave()
        elif self._place == _INSIDE:
            if byte == DLE:
                self._place = _AFTER_DLE
            else:
                self._message.append(byte)
        elif self._place == _AFTER_DLE:
            self._hear_after_dle(byte)
        else:
            self._crc_low = byte
            self._place = _CRC_HIGH

    def _hear_after_dle(self, byte: int) -> None:
        if byte == DLE:
            self._message.append(DLE)
            self._place = _INSIDE
        elif byte == ETX:
            self._place = _CRC_LOW
        elif byte == STX:
            self._begin()
        else:
            self._leave()

    def _begin(self) -> None:
        self._message.clear()
        self._place = _INSIDE

    def _leave(self) -> None:
        self._place = _OUTSIDE

    def _judge(self, crc: int) -> Iterable[Apdu]:
        message = bytes(self._message)
        whole = first_in(message) if crc == crc_of(message) else None
        if whole is None or whole[1] != len(message):
            self._out.append(bytes([NAK]))
            return
        self._out.append(bytes([ACK]))
        yield whole[0]


def framed(message: bytes) -> bytes:
    """The frame that carries a message."""
    doubled = message.replace(bytes([DLE]), bytes([DLE, DLE]))
    crc = crc_of(message).to_bytes(2, "little")
    return bytes([DLE, STX]) + doubled + bytes([DLE, ETX]) + crc


def crc_of(message: bytes) -> int:
    """Over the message as it was before doubling, and the ETX without its DLE."""
    crc = 0
    for byte in message + bytes([ETX]):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc

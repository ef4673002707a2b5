"""How ZVT messages travel: bare over TCP, framed and confirmed one by one on a serial line.

Both kinds have the same face: bytes and the time in, whole messages (APDUs) out, and the
other way round.  What a message says is in `zvt_codec.py`.  The idea needed to read the
serial one: a frame is DLE STX message DLE ETX CRC CRC, every DLE (10) inside the message is
said twice, and whoever has heard a frame answers ACK or NAK at once.  Without an ACK a frame
is said again, twice at the most; then the far end is dead.

A line is full of accidents, and one byte may be an ACK by accident.  So after a byte that
nobody can have meant only DLE STX is believed, until the line has been silent for T1.
Source: PA00P016 04, RS-232 part.
"""

from typing import Protocol

from drivers.zvt_codec import APDU_MAX, apdu_length

T1_MS = 200  # between two bytes of a frame
T2_MS = 5_000  # to the ACK
SAYINGS_MAX = 3

_STX, _ETX, _ACK, _DLE, _NAK = 0x02, 0x03, 0x06, 0x10, 0x15
# Who answers a command has heard it, even if its ACK was lost.  To say a command again that
# is being carried out would be worse than anything.
_ANSWERS = (0x80, 0x84)
_QUIET, _NOISE, _BODY, _CRC = "quiet", "noise", "body", "crc"


class Frames(Protocol):
    """What carries messages over a line.

    why: not "" when the far end does not take what it is told.  slack_ms: how much later than
    over TCP an answer may come because frames were repeated.
    """

    why: str
    slack_ms: int

    def hear(self, data: bytes, now_ms: int) -> list[bytes]:
        """Take what came in; returns the messages that it completes."""

    def say(self, apdu: bytes, now_ms: int) -> None:
        """Say this message when its turn comes."""

    def take(self) -> bytes:
        """The bytes to write now."""

    def tick(self, now_ms: int) -> None:
        """See what is overdue."""

    def wake_at_ms(self) -> int | None:
        """When to `tick`."""

    def reset(self) -> None:
        """The line is another one: forget all that was under way."""


class TcpFrames:
    """Messages one after the other, cut into pieces anyhow."""

    slack_ms = 0

    def __init__(self) -> None:
        self.why = ""
        self._heard = b""
        self._said = b""

    def hear(self, data: bytes, now_ms: int) -> list[bytes]:
        self._heard += data
        apdus: list[bytes] = []
        while True:
            length = apdu_length(self._heard)
            if length is None or length > len(self._heard):
                return apdus
            apdus.append(self._heard[:length])
            self._heard = self._heard[length:]

    def say(self, apdu: bytes, now_ms: int) -> None:
        self._said += apdu

    def take(self) -> bytes:
        said, self._said = self._said, b""
        return said

    def tick(self, now_ms: int) -> None:
        return

    def wake_at_ms(self) -> int | None:
        return None

    def reset(self) -> None:
        self._heard = self._said = b""


class SerialFrames:
    """Frames that are confirmed, for one reader at the other end of an RS-232 line."""

    slack_ms = (SAYINGS_MAX - 1) * T2_MS

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.why = ""
        self._said = b""  # to be written
        self._waiting: list[bytes] = []  # frames that wait for the one before to be confirmed
        self._frame = b""  # said and not confirmed
        self._sayings = 0
        self._again_ms = 0
        self._state = _QUIET
        self._is_after_dle = False
        self._body = bytearray()
        self._crc = bytearray()
        self._heard_ms = 0

    def hear(self, data: bytes, now_ms: int) -> list[bytes]:
        # Nothing is overdue yet: these bytes may have waited for us, and not we for them.
        self._heard_ms = now_ms
        apdus: list[bytes] = []
        for byte in data:
            if self._state == _CRC:
                self._end(byte, apdus, now_ms)
            elif self._is_after_dle:
                self._hear_pair(byte)
            elif byte == _DLE:
                self._is_after_dle = True
            elif self._state == _BODY:
                self._add(byte)
            elif self._state == _QUIET:
                self._hear_confirmation(byte, now_ms)
        return apdus

    def say(self, apdu: bytes, now_ms: int) -> None:
        self._waiting.append(frame_of(apdu))
        self._say_next(now_ms)

    def take(self) -> bytes:
        said, self._said = self._said, b""
        return said

    def tick(self, now_ms: int) -> None:
        if self._is_within() and now_ms >= self._heard_ms + T1_MS:
            # What was cut off is asked for again; after mere noise nobody is owed a word.
            if self._state in (_BODY, _CRC):
                self._said += bytes((_NAK,))
            self._state, self._is_after_dle, self._body = _QUIET, False, bytearray()
        if self._frame and now_ms >= self._again_ms:
            self._say_again(now_ms)

    def wake_at_ms(self) -> int | None:
        within_ms = self._heard_ms + T1_MS if self._is_within() else None
        if not self._frame or (within_ms is not None and within_ms < self._again_ms):
            return within_ms
        return self._again_ms

    # -- hearing --------------------------------------------------------------------------

    def _is_within(self) -> bool:
        return self._state != _QUIET or self._is_after_dle

    def _hear_pair(self, byte: int) -> None:
        """A byte after DLE."""
        self._is_after_dle = False
        if byte == _STX:  # also within a message, where it can stand only if its end was lost
            self._state, self._body = _BODY, bytearray()
        elif self._state == _BODY and byte == _DLE:
            self._add(byte)
        elif self._state == _BODY and byte == _ETX:
            self._state, self._crc = _CRC, bytearray()
        else:
            self._state = _NOISE

    def _add(self, byte: int) -> None:
        self._body.append(byte)
        if len(self._body) > APDU_MAX:
            self._state = _NOISE

    def _end(self, byte: int, apdus: list[bytes], now_ms: int) -> None:
        """A byte of the CRC, which is not doubled."""
        self._crc.append(byte)
        if len(self._crc) < 2:
            return
        self._state = _QUIET
        apdu, self._body = bytes(self._body), bytearray()  # not kept: it may tell of a card
        if crc_of(apdu) != bytes(self._crc):
            self._said += bytes((_NAK,))
            return
        self._said += bytes((_ACK,))
        # One that lies about its length arrived as it was sent: to hear it again is no use.
        if apdu_length(apdu) != len(apdu):
            return
        apdus.append(apdu)
        if apdu[0] in _ANSWERS:
            self._be_confirmed(now_ms)

    def _hear_confirmation(self, byte: int, now_ms: int) -> None:
        if byte == _ACK:
            self._be_confirmed(now_ms)
        elif byte == _NAK and self._frame:
            self._say_again(now_ms)
        elif byte != _NAK:
            self._state = _NOISE

    # -- saying ---------------------------------------------------------------------------

    def _be_confirmed(self, now_ms: int) -> None:
        self._frame = b""
        self._say_next(now_ms)

    def _say_next(self, now_ms: int) -> None:
        if self._waiting and not self._frame:
            self._frame = self._waiting.pop(0)
            self._sayings = 0
            self._say_again(now_ms)

    def _say_again(self, now_ms: int) -> None:
        if self._sayings == SAYINGS_MAX:
            self.why = (
                "the card reader does not confirm what it is told: check its cable and that"
                " both sides speak 9600 baud 8N2"
            )
            self._frame = b""
            self._waiting.clear()
            return
        self._sayings += 1
        self._said += self._frame
        self._again_ms = now_ms + T2_MS


def frame_of(apdu: bytes) -> bytes:
    """A message as it stands on a serial line."""
    start, end = bytes((_DLE, _STX)), bytes((_DLE, _ETX))
    return start + apdu.replace(b"\x10", b"\x10\x10") + end + crc_of(apdu)


def crc_of(apdu: bytes) -> bytes:
    """CRC-16, reflected polynomial 8408, from 0, over the message and ETX; low byte first."""
    crc = 0
    for byte in (*apdu, _ETX):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x8408 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")

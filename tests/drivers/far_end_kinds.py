"""The other makes of board that hang on a lock line in tests, and how each is spoken to.

Written from the data sheets and without codec or dialect, as `far_end.py` is.  A `Kind` says
what a host may say to such a board at all; the rows of `KINDS` are for tests that hold for
every make.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.bcc8a import Bcc8a
from drivers.cu16 import Cu16
from drivers.dialect import Dialect
from drivers.waveshare import Waveshare
from tests.drivers.far_end import WIRE_MS, Script, ScriptedBoard, frame

ALL_OFF = (0x00, 0xFF, 0x00, 0x00)


def summed(*body: int) -> bytes:
    """These bytes and the low byte of their sum."""
    return bytes((*body, sum(body) % 256))


def with_crc(*body: int) -> bytes:
    """These bytes and their CRC-16 as Modbus has it."""
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return bytes((*body, crc & 0xFF, crc >> 8))


@dataclass
class ScriptedCu16:
    """A CU16; `high` are the locks (from 1) whose hook is caught."""

    number: int = 0
    high: set[int] = field(default_factory=lambda: set(range(1, 17)))
    unlock_reply_ms: int | None = None  # None: an order to open is not answered
    names_lock: bool = False
    gets_stuck: bool = False  # deaf after an order to open until it hears 38
    reply_ms: int = 10
    is_stuck: bool = False

    def __call__(self, said: bytes) -> list[tuple[int, bytes]]:
        if len(said) != 5 or said[1] >> 4 != self.number:
            return []
        assert said == summed(0x02, said[1], said[2], 0x03), said.hex()
        if said[2] == 0x38:
            self.is_stuck = False
        if said[2] == 0x38 or self.is_stuck:
            return []
        if said[2] == 0x30:
            return [(WIRE_MS + self.reply_ms, self.status())]
        assert said[2] == 0x31, said.hex()
        self.is_stuck = self.gets_stuck
        if self.unlock_reply_ms is None:
            return []
        lock = said[1] & 0x0F if self.names_lock else 0
        return [(WIRE_MS + self.unlock_reply_ms, self.status(lock))]

    def status(self, lock: int = 0) -> bytes:
        hooks = sum(1 << lock - 1 for lock in self.high)
        address = self.number * 16 + lock
        return summed(0x02, address, 0x35, hooks & 0xFF, hooks >> 8, 0x55, 0xAA, 0x03)


@dataclass
class ScriptedWaveshare:
    """A relay board with inputs; `high` are the inputs (from 1) whose contact is closed."""

    number: int = 1
    high: set[int] = field(default_factory=lambda: set(range(1, 9)))
    exception: int | None = None  # the answer to every flash
    has_inputs: bool = True
    reply_ms: int = 10

    def __call__(self, said: bytes) -> list[tuple[int, bytes]]:
        if said[0] != self.number:
            return []
        assert said == with_crc(*said[:6]), said.hex()
        return [(WIRE_MS + self.reply_ms, self._answer(said))]

    def _answer(self, said: bytes) -> bytes:
        if said[1] == 0x02 and self.has_inputs:
            return with_crc(self.number, 0x02, 1, sum(1 << lock - 1 for lock in self.high))
        if said[1] == 0x02:
            return with_crc(self.number, 0x82, 0x01)
        assert said[1] == 0x05, said.hex()
        if self.exception is not None and tuple(said[2:6]) != ALL_OFF:
            return with_crc(self.number, 0x85, self.exception)
        return said


@dataclass(frozen=True)
class Kind:
    """One make of board as tests need it."""

    dialect: Callable[[], Dialect]
    board: Callable[[int], Script]  # by number
    boards: tuple[int, int]  # numbers of two of them
    locks: int
    unlock: Callable[[int, int], bytes]  # the order to open lock `lock` of `board`, at 500 ms
    may_be_said: Callable[[bytes], bool]


def _bcc8a_may_be_said(said: bytes) -> bool:
    if len(said) != 5 or said != frame(*said[:4]) or not 1 <= said[1] <= 31:
        return False
    is_poll = (said[0], said[2], said[3]) == (0x80, 0x00, 0x33)
    return is_poll or (1 <= said[2] <= 50 and (said[0], said[3]) in ((0x8A, 0x11), (0x80, 0x33)))


def _cu16_may_be_said(said: bytes) -> bool:
    if len(said) != 5 or said != summed(0x02, said[1], said[2], 0x03) or said[1] >> 4 > 9:
        return False
    return said[2] == 0x31 or (said[2] in (0x30, 0x38) and said[1] & 0x0F == 0)


def _waveshare_may_be_said(said: bytes) -> bool:
    if len(said) != 8 or said != with_crc(*said[:6]) or not 1 <= said[0] <= 247:
        return False
    if said[1] == 0x02:
        return tuple(said[2:6]) == (0, 0, 0, 8)
    if said[1] != 0x05:
        return False
    is_flash = said[2] == 0x02 and said[3] <= 7 and said[4] == 0 and 3 <= said[5] <= 10
    return is_flash or tuple(said[2:6]) == ALL_OFF


KINDS = {
    "bcc8a": Kind(
        Bcc8a, ScriptedBoard, (1, 2), 24, lambda board, lock: frame(0x8A, board, lock, 0x11),
        _bcc8a_may_be_said,
    ),
    "cu16": Kind(
        Cu16, ScriptedCu16, (0, 9), 16,
        lambda board, lock: summed(0x02, board * 16 + lock - 1, 0x31, 0x03), _cu16_may_be_said,
    ),
    "cu16 that answers": Kind(
        Cu16, lambda number: ScriptedCu16(number, unlock_reply_ms=60, names_lock=True), (0, 9), 16,
        lambda board, lock: summed(0x02, board * 16 + lock - 1, 0x31, 0x03), _cu16_may_be_said,
    ),
    "cu16 that gets stuck": Kind(
        Cu16, lambda number: ScriptedCu16(number, gets_stuck=True), (0, 9), 16,
        lambda board, lock: summed(0x02, board * 16 + lock - 1, 0x31, 0x03), _cu16_may_be_said,
    ),
    "waveshare": Kind(
        Waveshare, ScriptedWaveshare, (1, 247), 8,
        lambda board, lock: with_crc(board, 0x05, 0x02, lock - 1, 0x00, 0x05),
        _waveshare_may_be_said,
    ),
}  # fmt: skip

"""A KERONG CU16, as four independent drivers of it describe it.

16 locks, RS-485 at 19200 8N1 or behind a BU unit on TCP, frames of `02 ADDR CMD
[DATA] 03 SUM`, SUM being the low byte of the sum of all before it, and ADDR the
address of the board times 16 plus the lock, counted from 0.  This file is that
board: it does whatever it is told, also what nobody should ever tell it, such
as opening every door or current for eleven minutes.  Where the drivers differ,
or only one says so, `Variant` has a switch.  The one idea: how much data a
frame has follows from its command, and a frame that does not end in 03 and the
right sum is noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sim.boards.bcc8a_variant import DOOR_CLOSING
from sim.boards.supply import Supply
from sim.boards.wired import WiredBoard
from sim.cabinet import Cabinet
from sim.luck import Stream

WAYS = 16
# A guess: a sender that pauses for this long inside a frame has begun a new one.
FRAME_GAP_MS = 100
# A guess: when everybody is asked, each waits so long for every address below its own.
TURN_MS = 10

STX, ETX = 0x02, 0x03
EVERYBODY = 0xF
STATUS, UNLOCK, STATUS_OF_ALL, UNLOCK_ALL = 0x30, 0x31, 0x32, 0x33
STATUS_REPLY, STATUS_OF_ALL_REPLY = 0x35, 0x36
UNLOCK_TIME, UNLOCK_TIME_REPLY, DELAYED_UNLOCK = 0x37, 0x38, 0x39
# Bytes of data after each command. 37 asks without data and sets with two bytes.
DATA_BYTES = {STATUS: (0,), UNLOCK: (0,), STATUS_OF_ALL: (0,), UNLOCK_ALL: (0,),
              UNLOCK_TIME: (2, 0), UNLOCK_TIME_REPLY: (0,), DELAYED_UNLOCK: (1,)}

NEVER, PULSE, STUCK = "never", "pulse", "stuck"
_FOREVER_MS = 1 << 60


@dataclass(frozen=True)
class Variant:
    """What is not proven about a CU16, and how its locks are wired."""

    # door_closing: the hook closes its contact with the door, so 1 is shut.
    polarity: str = DOOR_CLOSING
    # One source reads nine bytes after an unlock, one expects none at all.
    answers_unlock: bool = False
    unlock_reply_ms: tuple[int, int] = (20, 60)
    # After an unlock it is deaf never, during the pulse, or until it hears a 38,
    # which one source sends "to clear BUSY".
    busy: str = NEVER
    # Whether the sensors that see what lies inside are fitted; else they read 0.
    has_infrared: bool = True
    # Whether ADDR of a reply names the lock that was asked for, or lock 0.
    names_lock: bool = False
    # Whether setting the unlock time is answered as asking for it is.
    answers_setting: bool = False
    unlock_ms: int = 550
    reply_ms: tuple[int, int] = (3, 3)

    def __post_init__(self) -> None:
        if self.busy not in (NEVER, PULSE, STUCK):
            raise ValueError(f"busy is {NEVER}, {PULSE} or {STUCK}, not {self.busy}")
        if not 0 <= self.unlock_ms <= 655_350 or self.unlock_ms % 10:
            raise ValueError(f"the unlock time is 0 to 655350 ms in tens, not {self.unlock_ms}")


class Cu16(WiredBoard):
    """One board: hears frames, gives coils current, shows hooks and what lies inside."""

    def __init__(self, cabinet: Cabinet, luck: Stream, *, address: int = 0,
                 compartments: Sequence[int | None] | None = None,
                 variant: Variant | None = None, supply: Supply | None = None) -> None:
        """`compartments` hang on the locks in that order; None leaves a lock empty."""
        if not 0 <= address <= 9:
            raise ValueError(f"the address is 0 to 9, not {address}")
        self.variant = variant or Variant()
        super().__init__(cabinet, luck, address=address, ways=WAYS, supply=supply,
                         polarity=self.variant.polarity, compartments=compartments)
        self._heard = bytearray()
        self._heard_at_ms = 0
        self._forget()

    # Hearing.

    def _hear(self, data: bytes, now_ms: int) -> None:
        """Find frames in pieces and among garbage."""
        if now_ms - self._heard_at_ms > FRAME_GAP_MS:
            self._heard.clear()
        self._heard_at_ms = now_ms
        self._heard += data
        while len(self._heard) >= 5:
            done = self._take_first(now_ms)
            if done == 0:
                break
            del self._heard[:done]

    def _take_first(self, now_ms: int) -> int:
        """How many bytes are done with: a frame, a byte of garbage, or none yet."""
        heard = bytes(self._heard)
        if heard[0] != STX or heard[2] not in DATA_BYTES:
            return 1
        for count in DATA_BYTES[heard[2]]:
            frame = heard[:count + 5]
            if len(frame) == count + 5 and frame[-2] == ETX and frame[-1] == _sum(frame[:-1]):
                if frame[1] >> 4 in (self.address, EVERYBODY):
                    self._obey(frame[1], frame[2], frame[3:-2], now_ms)
                return len(frame)
        return 0 if len(heard) < 5 + max(DATA_BYTES[heard[2]]) else 1

    def _obey(self, addr: int, command: int, data: bytes, now_ms: int) -> None:
        if command == UNLOCK_TIME_REPLY:
            self._busy_until_ms = 0
        if now_ms < self._busy_until_ms:
            return
        turn_ms = TURN_MS * self.address if addr >> 4 == EVERYBODY else 0
        reply = partial(self._plan_reply, addr % 16, now_ms + turn_ms)
        if command == STATUS:
            reply(STATUS_REPLY, self.variant.reply_ms)
        elif command == STATUS_OF_ALL:
            reply(STATUS_OF_ALL_REPLY, self.variant.reply_ms)
        elif command == UNLOCK:
            self._unlock(addr % 16, now_ms)
            if self.variant.answers_unlock:
                reply(STATUS_REPLY, self.variant.unlock_reply_ms)
        elif command == UNLOCK_ALL:
            for lock in range(WAYS):
                self._unlock(lock, now_ms)
        elif command == DELAYED_UNLOCK:
            self._agenda.plan(now_ms + 1000 * data[0], partial(self._unlock, addr % 16))
        elif command == UNLOCK_TIME:
            self._set_time(data)
            if not data or self.variant.answers_setting:
                reply(UNLOCK_TIME_REPLY, self.variant.reply_ms)

    # Doing.

    def _unlock(self, lock: int, now_ms: int) -> None:
        self._give_current(lock, self.unlock_ms, now_ms)
        if self.variant.busy == PULSE:
            self._busy_until_ms = now_ms + self.unlock_ms
        elif self.variant.busy == STUCK:
            self._busy_until_ms = _FOREVER_MS

    def _set_time(self, data: bytes) -> None:
        """Two bytes, the high one first, in 10 ms; kept until the power goes."""
        if data:
            self.unlock_ms = 10 * int.from_bytes(data, "big")

    def _forget(self) -> None:
        self.unlock_ms = self.variant.unlock_ms
        self._busy_until_ms = 0
        self._heard.clear()

    # Saying.

    def _plan_reply(self, lock: int, now_ms: int, command: int,
                    after_ms: tuple[int, int]) -> None:
        addr = self.address << 4 | (lock if self.variant.names_lock else 0)
        if command == UNLOCK_TIME_REPLY:
            self._reply(after_ms, lambda said_ms: _frame(
                addr, command, (self.unlock_ms // 10).to_bytes(2, "big")), now_ms)
        else:
            self._reply(after_ms, partial(self._status, addr, command), now_ms)

    def _status(self, addr: int, command: int, now_ms: int) -> bytes:
        """Hooks 1-8, hooks 9-16, infrared 1-8, infrared 9-16, the lowest in bit 0."""
        hooks = self._inputs(now_ms).to_bytes(2, "little")
        return _frame(addr, command, hooks + self._infrared().to_bytes(2, "little"))

    def _infrared(self) -> int:
        if not self.variant.has_infrared:
            return 0
        return sum(bool(self._cabinet.contents(number)) << way
                   for way, number in self._wired.items())


def _sum(data: bytes) -> int:
    return sum(data) & 0xFF


def _frame(addr: int, command: int, data: bytes) -> bytes:
    frame = bytes([STX, addr, command]) + data + bytes([ETX])
    return frame + bytes([_sum(frame)])

"""What hangs on the other end of a lock line in tests, in virtual time.

Written from the data sheet and without the codec, so that a wrong byte in one cannot be
made good by the same in the other.  A `Script` says what comes back for what was said; a
`ScriptedBoard` is a script that behaves like a board.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass, field

from terminal.part import Part
from terminal.record import Record

# What was said -> what comes back: (milliseconds later, bytes), ...
Script = Callable[[bytes], list[tuple[int, bytes]]]
WIRE_MS = 6  # five bytes at 9600 baud


def frame(*body: int) -> bytes:
    """These bytes and the XOR of them."""
    bcc = 0
    for byte in body:
        bcc ^= byte
    return bytes((*body, bcc))


def is_unlock(said: bytes) -> bool:
    """Does this order of a BCC8A, CU16 or Waveshare host give a coil current?"""
    if len(said) == 8:  # Modbus: function 5, and not to switch off
        return said[1] == 0x05 and said[4:6] != b"\x00\x00"
    return said[0] == 0x8A or (said[0] == 0x02 and said[2] not in (0x30, 0x32, 0x38))


def silence(said: bytes) -> list[tuple[int, bytes]]:
    return []


@dataclass
class ScriptedBoard:
    """A board whose levels are set by the test."""

    number: int = 1
    width: int = 24
    high: set[int] = field(default_factory=set)  # the locks whose level is 11
    open_header: int = 0x8A
    open_ms: int = 500
    reply_ms: int = 8

    def __call__(self, said: bytes) -> list[tuple[int, bytes]]:
        if len(said) != 5 or said[1] != self.number:
            return []
        header, _, lock, function, _ = said
        status = 0x11 if lock in self.high else 0x00
        if (header, function) == (0x8A, 0x11):
            answer = frame(self.open_header, self.number, lock, status)
            return [(WIRE_MS + self.open_ms, answer)]
        assert (header, function) == (0x80, 0x33), said.hex()
        if lock:
            return [(WIRE_MS + self.reply_ms, frame(0x80, self.number, lock, status))]
        return [(WIRE_MS + self.reply_ms, self.all_levels())]

    def all_levels(self) -> bytes:
        levels = bytearray(self.width // 8)
        for lock in self.high:
            levels[-1 - (lock - 1) // 8] |= 1 << (lock - 1) % 8
        return frame(0x80, self.number, *levels, 0x33)


def several(*scripts: Script) -> Script:
    """All that each of them says."""
    return lambda said: [answer for script in scripts for answer in script(said)]


def echoing(script: Script) -> Script:
    """The same through an adapter that hears itself."""
    return lambda said: [(WIRE_MS, said), *script(said)]


class ScriptedLine:
    """A `Line` in virtual time: `now_ms` is set by the world around it."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.now_ms = 0
        self.is_open = True
        self.fails_next_write = False
        self.said: list[tuple[int, bytes]] = []
        self.reopened_ms: list[int] = []
        self._why = ""
        self._coming: list[tuple[int, bytes]] = []

    def read(self) -> bytes:
        self._check()
        here = [data for at_ms, data in self._coming if at_ms <= self.now_ms]
        self._coming = [(at_ms, data) for at_ms, data in self._coming if at_ms > self.now_ms]
        return b"".join(here)

    def write(self, data: bytes) -> None:
        self._check()
        if self.fails_next_write:
            self.pull("pulled while it was written to")
            self._check()
        self.said.append((self.now_ms, data))
        for delay_ms, answer in self.script(data):
            self.send(answer, delay_ms)

    def fileno(self) -> int | None:
        return None

    def reopen(self) -> bool:
        self.reopened_ms.append(self.now_ms)
        self.is_open = not self._why
        return self.is_open

    def close(self) -> None:
        self.is_open = False

    # -- for the test ---------------------------------------------------------------------

    def send(self, data: bytes, delay_ms: int = 0) -> None:
        """Bytes that nobody asked for, or the answer to what was asked."""
        self._coming.append((self.now_ms + delay_ms, data))
        self._coming.sort(key=lambda arrival: arrival[0])

    def pull(self, why: str = "pulled out") -> None:
        self._why = why
        self._coming.clear()

    def plug(self) -> None:
        self._why = ""
        self.fails_next_write = False

    @property
    def next_ms(self) -> int | None:
        return self._coming[0][0] if self._coming else None

    @property
    def unlocks(self) -> list[tuple[int, bytes]]:
        return [(at_ms, said) for at_ms, said in self.said if is_unlock(said)]

    def _check(self) -> None:
        if self._why:
            self.is_open = False
            raise OSError(errno.ENODEV, self._why)


class Bench:
    """A part and its line, run through virtual time; `facts` is all that it told, and when."""

    def __init__(self, part: Part, line: ScriptedLine) -> None:
        self.part = part
        self.line = line
        self.facts: list[tuple[int, Record]] = []

    @property
    def now_ms(self) -> int:
        return self.line.now_ms

    def run(self, for_ms: int) -> list[Record]:
        """Let this time pass; returns the facts told in it."""
        until_ms = self.line.now_ms + for_ms
        told = len(self.facts)
        while True:
            self._poll()
            wakes = [self.part.wake_at_ms(), self.line.next_ms if self.line.is_open else None]
            soonest = min((wake for wake in wakes if wake is not None), default=until_ms)
            if soonest > until_ms:
                break
            # A wake in the past means now; the next poll must then have moved it.
            self.line.now_ms = max(self.line.now_ms, soonest)
            if soonest >= until_ms:
                self._poll()
                break
        self.line.now_ms = until_ms
        return [fact for _, fact in self.facts[told:]]

    def perform(self, effect: Record) -> None:
        self.part.perform(effect, self.line.now_ms)

    def restart(self) -> None:
        self.part.restart()

    def _poll(self) -> None:
        self.facts += [(self.now_ms, fact) for fact in self.part.poll(self.now_ms)]

"""The time seam: the only file of the product that reads a clock or waits.

Everything else is told the time.  Monotonic milliseconds are the kernel's own, which
count from the start of the machine and mean nothing beyond its life; wall-clock seconds
may be years off after a power cut, so each reading says whether the kernel vouches for
it.  What that is worth is decided in `terminal/walltime.py`.
"""

import ctypes
import select
import time
from collections.abc import Iterable
from typing import Protocol

from terminal import events
from terminal.part import Part
from terminal.record import Record

READ_EVERY_MS = 60_000
LOOK_EVERY_MS = 10_000  # for jumps
JUMP_MS = 2_000

_STA_UNSYNC = 0x40  # <sys/timex.h>: no time daemon has set the clock, or not for half a day
_WAIT_MAX_MS = 2**31 - 1  # what poll(2) takes


class _Timex(ctypes.Structure):
    """The first fields of `struct timex`, and room for the others (adjtimex(2))."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("others", ctypes.c_char * 256),
    )


class Clock:
    """The clocks of this machine."""

    def monotonic_ms(self) -> int:
        """Milliseconds that only ever grow, from an arbitrary moment."""
        return time.monotonic_ns() // 1_000_000

    def wall(self) -> tuple[int, bool]:
        """(seconds since 1970 UTC, does the kernel say that a time daemon keeps them right?)."""
        return int(time.time()), _is_synchronised()

    def wait(self, until_ms: int | None, filenos: Iterable[int]) -> list[int]:
        """The descriptors that are readable (or hung up), none at `until_ms`; None: no limit.

        A signal does not end the wait, whatever its handler does short of raising.
        """
        poll = select.poll()
        for fileno in filenos:
            poll.register(fileno, select.POLLIN)
        # Python waits on after a signal, for the time that is left (PEP 475).
        ready = poll.poll(self._left_ms(until_ms))
        assert not any(event & select.POLLNVAL for _, event in ready), "a part gave a closed file"
        return [fileno for fileno, _ in ready]

    def _left_ms(self, until_ms: int | None) -> int | None:
        if until_ms is None:
            return None
        # A millisecond that has begun is over at its end: to wake early would be to spin.
        return min(max(0, until_ms - self.monotonic_ms()), _WAIT_MAX_MS)


class WallClock(Protocol):
    """What `ClockPart` needs of a clock, real or simulated."""

    def wall(self) -> tuple[int, bool]: ...


class ClockPart(Part):
    """Tells the wall clock at the start, every minute, and when it has jumped."""

    name = "clock"

    def __init__(self, clock: WallClock) -> None:
        self._clock = clock
        self._told_s = 0
        self._told_ms: int | None = None  # None: nothing has been told yet
        self._look_ms = 0

    def poll(self, now_ms: int) -> list[Record]:
        self._look_ms = now_ms + LOOK_EVERY_MS
        wall_s, is_vouched = self._clock.wall()
        if not self._is_news(wall_s, now_ms):
            return []
        self._told_s, self._told_ms = wall_s, now_ms
        return [events.ClockRead(wall_s, is_vouched)]

    def wake_at_ms(self) -> int | None:
        return 0 if self._told_ms is None else self._look_ms

    def restart(self) -> None:
        self._told_ms = None

    def _is_news(self, wall_s: int, now_ms: int) -> bool:
        if self._told_ms is None or now_ms >= self._told_ms + READ_EVERY_MS:
            return True
        passed_ms = now_ms - self._told_ms
        return abs((wall_s - self._told_s) * 1_000 - passed_ms) > JUMP_MS


def _is_synchronised() -> bool:
    timex = _Timex()  # modes 0: only look
    if _LIBC.adjtimex(ctypes.byref(timex)) < 0:
        return False  # a kernel that will not say does not vouch
    return not timex.status & _STA_UNSYNC


_LIBC = ctypes.CDLL(None)

"""Keeps lock coils from burning and their power supply from tripping.

A coil is made for short pulses: held or pulsed too often it gets hot enough to melt its
bobbin, and two at once may ask more of the supply than it gives.  This file says when a
lock may be pulsed next and when not at all; it neither waits nor sends.  The idea: the
board times the pulse, so the guard takes the longest that one may last.

The coils' temperature is not known at start; they are taken to be cold, because
whatever restarted us did not take less time than a coil needs between two pulses.
"""

from collections.abc import Hashable

PULSE_MS = 1_100  # boards pulse for 0.5 to 1 s and none says how long; 0.1 s for the wire
REST_MS = 1_000  # off time between two pulses of one lock
BUDGET = 5  # pulses of one lock ...
WINDOW_MS = 60_000  # ... within this time


class CoilGuard:
    """The coils on one bus and one power supply.  A lock may be named by anything hashable."""

    def __init__(self) -> None:
        self._free_ms = 0  # the coil that was pulsed last is off again
        self._pulses: dict[Hashable, list[int]] = {}

    def ready_ms(self, lock: Hashable) -> int:
        """The earliest time to pulse this lock, budget aside; in the past if it is now."""
        pulses = self._pulses.get(lock)
        if not pulses:
            return self._free_ms
        return max(self._free_ms, pulses[-1] + PULSE_MS + REST_MS)

    def is_spent(self, lock: Hashable, now_ms: int) -> bool:
        """Has this lock had all the pulses that it may have for now?"""
        pulses = self._pulses.get(lock, ())
        return sum(now_ms - at_ms < WINDOW_MS for at_ms in pulses) >= BUDGET

    def note_pulse(self, lock: Hashable, now_ms: int) -> None:
        """A pulse was ordered, and may have been given even if nobody confirms it."""
        self._free_ms = now_ms + PULSE_MS
        self._pulses[lock] = [*self._pulses.get(lock, ())[1 - BUDGET :], now_ms]

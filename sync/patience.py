"""Waiting, three ways: when to try again, when to believe a change, when to give up on an answer.

Numbers in, numbers out: no clock and no network.
"""

from collections.abc import Callable

FIRST_MS = 1_000
LONGEST_MS = 64_000
LEAST_MS = 500  # between two attempts, whatever luck says
STEADY_MS = 60_000


class Backoff:
    """When to connect again: later and later, and never all terminals at once."""

    def __init__(self, below: Callable[[int], int]) -> None:
        """`below(n)` is luck: a number from 0 to n - 1."""
        self._below = below
        self._span_ms = FIRST_MS
        self._since_ms: int | None = None

    def succeeded(self, now_ms: int) -> None:
        self._since_ms = now_ms

    def failed(self, now_ms: int) -> int:
        """The attempt failed, or the connection ended: when to try again."""
        if self._since_ms is not None and now_ms - self._since_ms >= STEADY_MS:
            self._span_ms = FIRST_MS
        self._since_ms = None
        wait_ms = LEAST_MS + self._below(self._span_ms)
        self._span_ms = min(2 * self._span_ms, LONGEST_MS)
        return now_ms + wait_ms


class Steady:
    """A yes that is believed at once, and a no that is believed when it has lasted."""

    def __init__(self, hold_ms: int) -> None:
        self._hold_ms = hold_ms
        self.forget()

    def forget(self) -> None:
        """Whoever was told has forgotten it."""
        self._told: bool | None = None
        self._no_since_ms: int | None = None

    def see(self, is_yes: bool, now_ms: int) -> bool | None:
        """What to tell now: True, False, or None for nothing new."""
        if is_yes:
            self._no_since_ms = None
            return self._tell(True)
        if self._no_since_ms is None:
            self._no_since_ms = now_ms
        if now_ms - self._no_since_ms < self._hold_ms:
            return None
        return self._tell(False)

    def _tell(self, value: bool) -> bool | None:
        if value == self._told:
            return None
        self._told = value
        return value

    def wake_at_ms(self) -> int | None:
        if self._no_since_ms is None or self._told is False:
            return None
        return self._no_since_ms + self._hold_ms


class Questions:
    """Questions without an answer yet, and until when each is worth waiting for."""

    def __init__(self, wait_ms: int) -> None:
        self._wait_ms = wait_ms
        self._until_ms: dict[int, int] = {}

    def asked(self, question: int, now_ms: int) -> None:
        self._until_ms[question] = now_ms + self._wait_ms

    def settle(self, question: int) -> bool:
        """An answer came; False if nobody waits for it (any more)."""
        return self._until_ms.pop(question, None) is not None

    def give_up(self, now_ms: int | None = None) -> list[int]:
        """The questions whose time is over; without a time, all of them."""
        over = [q for q, until in self._until_ms.items() if now_ms is None or until <= now_ms]
        for question in over:
            del self._until_ms[question]
        return over

    def wake_at_ms(self) -> int | None:
        return min(self._until_ms.values(), default=None)

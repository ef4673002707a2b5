"""The loop of the bench: real time, real descriptors, every part looked after by one thread.

It knows no part.  The one idea: all descriptors of all parts stand in one epoll descriptor,
so that the whole world can be a reader in somebody else's loop (the page's), or be run by
`run_until` where there is none (the demonstration, tests).
"""

import select
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from drivers.clock import Clock

REST_MS = 60_000
TURN_AGAIN_MAX = 50  # rounds in one turn: what the parts tell one another settles in two


class Part(Protocol):
    """What the loop needs of everything that lives in it."""

    def filenos(self) -> list[int]:
        """Become readable when there is something to do."""

    def wake_at_ms(self) -> int | None:
        """When to advance although nothing is readable."""

    def advance(self, now_ms: int) -> None:
        """Do what is due; never wait."""


class TooLate(AssertionError):
    """What was waited for did not happen in time."""


class Loop:
    """`turn` when `fileno` is readable, and at the moment that the last turn named."""

    def __init__(self, clock: Clock, parts: Sequence[Part]) -> None:
        self.clock = clock
        self.parts = list(parts)
        self._epoll = select.epoll()
        self._watched: set[int] = set()

    def fileno(self) -> int:
        return self._epoll.fileno()

    def turn(self) -> int:
        """Let every part do what is due; returns when to turn again at the latest."""
        for _ in range(TURN_AGAIN_MAX):
            now_ms = self.clock.monotonic_ms()
            for part in self.parts:
                part.advance(now_ms)
            wakes = [part.wake_at_ms() for part in self.parts]
            wake_at_ms = min([at_ms for at_ms in wakes if at_ms is not None], default=None)
            if wake_at_ms is None or wake_at_ms > now_ms:
                break
        self._watch()
        return now_ms + REST_MS if wake_at_ms is None else wake_at_ms

    def run_until(self, is_so: Callable[[], object], patience_ms: int, what: str) -> None:
        """Turn until `is_so()`; raises TooLate with `what` was waited for."""
        deadline_ms = self.clock.monotonic_ms() + patience_ms
        while True:
            wake_at_ms = self.turn()
            if is_so():
                return
            if self.clock.monotonic_ms() >= deadline_ms:
                raise TooLate(f"waited {patience_ms / 1000:.1f} s in vain: {what}")
            self.clock.wait(min(wake_at_ms, deadline_ms), [self.fileno()])

    def run_for(self, span_ms: int) -> None:
        """Let the world go on for so long."""
        until_ms = self.clock.monotonic_ms() + span_ms
        while self.clock.monotonic_ms() < until_ms:
            self.clock.wait(min(self.turn(), until_ms), [self.fileno()])

    def close(self) -> None:
        self._epoll.close()

    def _watch(self) -> None:
        wanted = {number for part in self.parts for number in part.filenos()}
        for number in self._watched - wanted:
            with suppress(OSError):  # closed, and so gone from the epoll by itself
                self._epoll.unregister(number)
        for number in wanted:
            # A number may be another file by now: closed, and opened again as something else.
            try:
                self._epoll.modify(number, select.EPOLLIN)
            except FileNotFoundError:
                self._epoll.register(number, select.EPOLLIN)
        self._watched = wanted

"""An agenda: what will happen later, in the order of time.

Physics and devices are full of "a little later": a bolt moves 30 ms after the
current, a reply leaves 700 ms after the command.  Each of them keeps an agenda.
It has no clock of its own: it is told the time and does what is due.  The one
idea: every act is told the moment it was planned for, not the moment somebody
looked, so that the world comes out the same however coarsely it is stepped.
"""

import heapq
from collections.abc import Callable

Act = Callable[[int], None]


class Agenda:
    """Acts by time; those of the same millisecond in the order they were planned."""

    __slots__ = ("_acts", "_planned")

    def __init__(self) -> None:
        self._acts: list[tuple[int, int, Act]] = []
        self._planned = 0

    def plan(self, at_ms: int, act: Act) -> None:
        self._planned += 1
        heapq.heappush(self._acts, (at_ms, self._planned, act))

    def wake_at_ms(self) -> int | None:
        return self._acts[0][0] if self._acts else None

    def is_due(self, now_ms: int) -> bool:
        return bool(self._acts) and self._acts[0][0] <= now_ms

    def advance(self, now_ms: int) -> None:
        """Do everything planned up to now, including what these acts plan."""
        acts = self._acts
        while acts and acts[0][0] <= now_ms:
            at_ms, _, act = heapq.heappop(acts)
            act(at_ms)

    def clear(self) -> None:
        self._acts.clear()

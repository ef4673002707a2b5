"""A world in virtual time: one clock, one agenda, one seed.

Whatever lives in it (terminals, people, the server, faults) plans what it will do next;
the world jumps from plan to plan.  It knows nobody by name.  The one idea: time passes
only here, so thirty days last as long as it takes to compute them, and the same seed
makes the same thirty days.
"""

import heapq
from collections.abc import Callable

from sim.luck import Luck

# 20 October 2026, midnight UTC: the clocks of Latvia change within the first week.
START_S = 1_792_454_400
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000

Act = Callable[[], None]


class World:
    """Time in milliseconds since the beginning of the run."""

    def __init__(self, seed: int) -> None:
        self.luck = Luck(seed)
        self.now_ms = 0
        self._agenda: list[tuple[int, int, Act]] = []
        self._planned = 0

    def wall_s(self) -> int:
        """What a true clock on the wall shows: seconds since 1970."""
        return START_S + self.now_ms // 1000

    def at(self, at_ms: int, act: Act) -> None:
        """Plan an act; those of the same millisecond happen in the order of planning."""
        self._planned += 1
        heapq.heappush(self._agenda, (max(at_ms, self.now_ms), self._planned, act))

    def later(self, delay_ms: int, act: Act) -> None:
        """Plan an act some time from now."""
        self.at(self.now_ms + delay_ms, act)

    def run_until(self, end_ms: int) -> None:
        """Let everything planned up to `end_ms` happen."""
        agenda = self._agenda
        while agenda and agenda[0][0] <= end_ms:
            self.now_ms, _, act = heapq.heappop(agenda)
            act()
        self.now_ms = max(self.now_ms, end_ms)

    def run_for(self, ms: int) -> None:
        """Let some time pass."""
        self.run_until(self.now_ms + ms)

    def run_while(self, goes_on: Callable[[], bool], limit_ms: int) -> bool:
        """Let time pass while that holds, at most `limit_ms`; False when the limit came."""
        end_ms = self.now_ms + limit_ms
        agenda = self._agenda
        while goes_on():
            if not agenda or agenda[0][0] > end_ms:
                self.now_ms = end_ms
                return False
            self.now_ms, _, act = heapq.heappop(agenda)
            act()
        return True


class Sleeper:
    """Something that names its next moment anew after each step; older plans are dropped."""

    def __init__(self, world: World, step: Callable[[], int | None]) -> None:
        self._world, self._step = world, step
        self._due_ms: int | None = None

    def wake_by(self, at_ms: int | None) -> None:
        """Step at `at_ms` at the latest; an earlier plan stays."""
        if at_ms is None or (self._due_ms is not None and self._due_ms <= at_ms):
            return
        self._due_ms = max(at_ms, self._world.now_ms)
        self._world.at(self._due_ms, self._ring)

    def _ring(self) -> None:
        if self._due_ms is not None and self._due_ms <= self._world.now_ms:
            self._due_ms = None
            self.wake_by(self._step())

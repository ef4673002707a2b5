"""The simulated side of the time seam: a board without a battery clock.

Monotonic time begins anew with each boot, at a different number each time, so that code
which mixes it with the world's time or with another boot's shows at once.  The wall clock
is right when the network tells it, and otherwise whatever it woke up with.
"""

from collections.abc import Sequence

from sim.world import START_S, World


class WorldClock:
    """The two clocks of one terminal."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._luck = world.luck.stream("clocks")
        self._offset_ms = 0
        self.is_vouched = True
        self.error_s = 0

    def boot(self) -> None:
        """The power came back: another zero."""
        self._offset_ms = self._luck.between(1_000, 200_000_000) - self._world.now_ms

    def monotonic_ms(self) -> int:
        return self._world.now_ms + self._offset_ms

    def world_ms(self, monotonic_ms: int) -> int:
        """When that will be in the world's time."""
        return monotonic_ms - self._offset_ms

    def local_ms(self, world_ms: int) -> int:
        """The opposite."""
        return world_ms + self._offset_ms

    def wall(self) -> tuple[int, bool]:
        """Seconds since 1970 and whether a time server vouches for them."""
        if not self.is_vouched:
            return START_S - 50_000_000 + self._world.now_ms // 1000, False
        return self._world.wall_s() + self.error_s, True

    def wait(self, until_ms: int | None, filenos: Sequence[int]) -> list[int]:
        """Never called: the world turns the terminal itself."""
        raise AssertionError("a simulated terminal is turned by its world")

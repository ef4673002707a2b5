"""Wall-clock time, and whether it can be trusted.

A board of this class has no battery clock: after a power cut it may believe any year.
So wall-clock time counts only from a reading that its source vouches for and that is
neither before the floor nor absurdly after it; from there it is carried by the
monotonic clock.  An untrusted clock expires nothing (decision 6).
"""

BUILD_S = 1790000000  # 2026-09-21: no software of this age runs before its own making.
AGE_MAX_S = 20 * 365 * 86400
JUMP_S = 120


class WallTime:
    """Carries trusted wall-clock time; `floor_s` is the latest time that the journal knows."""

    def __init__(self, floor_s: int) -> None:
        self._floor_s = max(BUILD_S, floor_s)
        self._base_s = 0
        self._base_ms = 0
        self._suspect_s = 0
        self._suspect_ms = 0

    def now_s(self, now_ms: int) -> int:
        """Seconds since 1970, or 0 while the clock is not trusted."""
        return self._base_s + (now_ms - self._base_ms) // 1000 if self._base_s else 0

    def read(self, wall_s: int, is_vouched: bool, now_ms: int) -> str:
        """Take in a reading; returns "trusted", "jumped" when that changed, or ""."""
        if not is_vouched or not self._floor_s - JUMP_S <= wall_s <= BUILD_S + AGE_MAX_S:
            return ""
        if self._base_s and abs(wall_s - self.now_s(now_ms)) > JUMP_S:
            self._base_s = 0
            self._suspect_s, self._suspect_ms = wall_s, now_ms
            return "jumped"
        if self._suspect_s and not self._agrees(wall_s, now_ms):
            self._suspect_s, self._suspect_ms = wall_s, now_ms
            return ""
        is_new = not self._base_s
        self._base_s, self._base_ms, self._suspect_s = wall_s, now_ms, 0
        return "trusted" if is_new else ""

    def _agrees(self, wall_s: int, now_ms: int) -> bool:
        # After a jump two readings some time apart must tell the same story.
        passed_s = (now_ms - self._suspect_ms) // 1000
        return passed_s >= 10 and abs(wall_s - self._suspect_s - passed_s) <= 2

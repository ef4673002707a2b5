"""The contact in the door frame, which is all that a lock board ever feels.

It knows two truths, whether the leaf is at the frame and whether the bolt is
home, and makes of them the circuit that a board can read; a broken contact makes
something else of them.  It does not know boards, polarity or what the terminal
believes.  The one idea: a change bounces for a few milliseconds, and the
readings of a bounce are drawn when it begins, so that looking at a contact
changes nothing.
"""

from collections.abc import Callable

from sim.luck import Stream

GOOD = "good"

# What a contact of each kind shows for (leaf at the frame, bolt home).
KINDS: dict[str, Callable[[bool, bool], bool]] = {
    GOOD: lambda leaf_home, bolt_home: leaf_home,
    "stuck_open": lambda leaf_home, bolt_home: False,
    "stuck_shut": lambda leaf_home, bolt_home: True,
    "inverted": lambda leaf_home, bolt_home: not leaf_home,
    "latch_only": lambda leaf_home, bolt_home: bolt_home,
}

BOUNCE_MS = (2, 8)


class Contact:
    """A closed circuit when it feels the door shut."""

    def __init__(self, luck: Stream) -> None:
        self.kind = GOOD
        self.settles_closed = True
        self.steady_at_ms = 0
        self._luck = luck
        self._bounce_began_ms = 0
        self._bounce = 0

    def feel(self, leaf_home: bool, bolt_home: bool, now_ms: int) -> bool:
        """Take in how door and bolt stand; True when the circuit changed."""
        is_closed = KINDS[self.kind](leaf_home, bolt_home)
        if is_closed == self.settles_closed:
            return False
        self.settles_closed = is_closed
        self.rattle(now_ms)
        return True

    def rattle(self, now_ms: int) -> None:
        """Flutter for a few milliseconds, one drawn bit each, then be steady."""
        bounce_ms = self._luck.between(*BOUNCE_MS)
        self._bounce = self._luck.below(1 << bounce_ms)
        self._bounce_began_ms = now_ms
        self.steady_at_ms = now_ms + bounce_ms

    def is_closed(self, now_ms: int) -> bool:
        if now_ms >= self.steady_at_ms:
            return self.settles_closed
        since_ms = max(0, now_ms - self._bounce_began_ms)
        return bool((self._bounce >> since_ms) & 1)

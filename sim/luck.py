"""Luck: one seed, and from it as many independent streams of numbers as a run needs.

Everything random in a simulated world comes from here and nowhere else, so that
a run can be told again from its seed.  This file decides nothing about the
world: it only draws.  The one idea: a stream is made from the seed *and a name*,
so a part that begins to draw more, or a part that is added, changes nobody
else's luck.  The generator is our own because the sequences of the standard
library are promised for one Python version at a time.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Stream:
    """One part's luck: a splitmix64 sequence (Steele, Lea and Flood, 2014)."""

    __slots__ = ("_state",)

    def __init__(self, state: int) -> None:
        self._state = state & _MASK

    def bits(self) -> int:
        """The next 64 bits."""
        self._state = z = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        assert limit > 0, limit
        # A product instead of a remainder: its error is below limit / 2**64.
        return (self.bits() * limit) >> 64

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, permille: int) -> bool:
        """True in `permille` of a thousand cases.

        It draws even when the answer is certain, so that switching one fault off
        leaves the rest of the stream as it was.
        """
        return self.below(1000) < permille

    def pick(self, sequence: Sequence[T]) -> T:
        """One of the sequence, each as likely as the next."""
        return sequence[self.below(len(sequence))]


class Luck:
    """The luck of a whole run."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, Stream] = {}

    def stream(self, name: str) -> Stream:
        """The stream of that name; asked again, the same one where it stands."""
        if name not in self._streams:
            digest = hashlib.sha256(f"{self.seed} {name}".encode()).digest()
            self._streams[name] = Stream(int.from_bytes(digest[:8], "big"))
        return self._streams[name]

"""Chance and text that are the same under every interpreter, to the byte."""

from terminal.record import Record


class Luck:
    """A linear congruential generator (Numerical Recipes); its high bits."""

    def __init__(self, seed):
        self._x = seed % 4294967296

    def below(self, limit):
        self._x = (self._x * 1664525 + 1013904223) % 4294967296
        return (self._x >> 8) % limit

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, things):
        return things[self.below(len(things))]


def flat(value):
    """A value as text that no interpreter writes in its own way; hides nothing."""
    if isinstance(value, Record):
        return type(value).__name__ + flat(value.astuple())
    if isinstance(value, tuple):
        return "(" + "".join([flat(part) + "," for part in value]) + ")"
    return "'" + value + "'" if isinstance(value, str) else str(value)

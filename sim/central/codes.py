"""Allotting codes of six digits so that a slip of the finger never opens another's door.

Pure: it is told which codes are taken and draws one that fits (design decision 1).
The one idea: two live codes of a terminal are never within one slip of each
other, where a slip is one wrong digit or two neighbours swapped.  Every code
blocks 60 of the million, so there is room for 16,666 of them at the least.
"""

from collections.abc import Iterator, Set

from sim.luck import Stream

DIGITS = 6
SPACE = 10**DIGITS
# With 500 live codes one draw in 33 fails; ten thousand draws fail only where few codes are left.
DRAWS = 10_000


class NoCodeLeft(Exception):
    """Every code is too near to one that is live."""


def slips(code: str) -> Iterator[str]:
    """What one wrong digit or one swap of neighbours makes of it (the code itself left out)."""
    for place in range(DIGITS):
        before, after = code[:place], code[place + 1 :]
        yield from (before + digit + after for digit in "0123456789" if digit != code[place])
    for place in range(DIGITS - 1):
        first, second = code[place], code[place + 1]
        if first != second:
            yield code[:place] + second + first + code[place + 2 :]


def allot(live: Set[str], barred: Set[str], luck: Stream) -> str:
    """A new code: no slip away from those live here, and none of those barred."""
    for _ in range(DRAWS):
        code = f"{luck.below(SPACE):06d}"
        if _fits(code, live, barred):
            return code
    start = luck.below(SPACE)
    for step in range(SPACE):
        code = f"{(start + step) % SPACE:06d}"
        if _fits(code, live, barred):
            return code
    raise NoCodeLeft(f"No code is left: {len(live)} are live here.")


def _fits(code: str, live: Set[str], barred: Set[str]) -> bool:
    if code in live or code in barred:
        return False
    return not any(slip in live for slip in slips(code))

"""What the switches of a matrix keypad say: masks of closed switches to key presses, pure.

Who drives which pin when is in `matrix_keypad.py`; what a key means, in the terminal.  The
idea needed to read it: a matrix without diodes lies as soon as three keys are down.  Three
corners of a rectangle look like four, and nobody can tell which was not pressed; two keys
never lie.  So a scan with three keys or more says nothing at all, and whatever is still
down after it is taken as held, not as pressed.

A mask has bit `row * columns + column` set for each switch that was found closed.  A change
counts when three scans in a row agree, because contacts bounce for some milliseconds.
"""

SCANS = 3
GHOST = 3  # keys at once, and one of them may not be there
LAYOUTS = {
    "4x3": ("123", "456", "789", "*0#"),
    "4x4": ("123A", "456B", "789C", "*0#D"),
}

# What is printed on a key, and what it is to the terminal; "" is a key that does nothing.
_MEANT = {"*": "erase", "#": "enter", "C": "cancel", "A": "", "B": "", "D": "", ".": ""}


def keys_of(legends: "tuple[str, ...]") -> "list[str]":
    """The name of each key, row by row, from what is printed on them: ("123", "456", ...).

    "C" is cancel, "*" erases, "#" is enter; A, B, D and "." (no key there) are "".
    ValueError: rows of different lengths, another character, or a key twice.
    """
    keys = []
    for row in legends:
        if len(row) != len(legends[0]):
            raise ValueError("the rows of a keypad have the same number of keys: %s" % row)
        keys += [_key_of(legend) for legend in row]
    named = [key for key in keys if key]
    if not named or len(named) != len(set(named)):
        raise ValueError("a keypad has keys, and each of them once: %s" % " ".join(legends))
    return keys


def _key_of(legend: str) -> str:
    if legend in "0123456789":
        return legend
    if legend not in _MEANT:
        raise ValueError("a key is one of 0123456789*#ABCD or . and not %s" % legend)
    return _MEANT[legend]


class MatrixReader:
    """Debounced presses out of scans; each press is told once, however long it is held."""

    def __init__(self, keys: "list[str]") -> None:
        self._keys = keys
        self.forget()

    @property
    def is_at_rest(self) -> bool:
        """No key is down, nor about to be: nothing is to be learnt from another scan."""
        return self._settled == 0 and self._last == 0

    @property
    def is_calm(self) -> bool:
        """It is at rest and has been for three scans: another empty one would tell nothing."""
        return self._settled == 0 and self._last == 0 and not self._is_void

    @property
    def is_held(self) -> bool:
        """Some key is down for certain."""
        return self._settled != 0

    def forget(self) -> None:
        """Begin anew; a key that is down now was not pressed for us."""
        self._last = 0
        self._agreeing = 0
        self._settled = 0
        self._is_void = True  # what is found down next is held, and not pressed

    def feed(self, closed: int) -> "list[str]":
        """Take the mask of one scan; returns the key that it makes certain, if any."""
        if closed != self._last:
            self._last, self._agreeing = closed, 1
        elif self._agreeing < SCANS:
            self._agreeing += 1
        if self._agreeing < SCANS:
            return []
        if closed == self._settled:
            self._is_void = self._is_void and closed != 0
            return []
        return self._settle(closed)

    def _settle(self, closed: int) -> "list[str]":
        fresh = self._numbers(closed & ~self._settled)
        was_void, self._is_void = self._is_void, False
        self._settled = closed
        # Of two that come down together nobody can say which was meant: a slip of the finger.
        if was_void or len(self._numbers(closed)) >= GHOST or len(fresh) != 1:
            return []
        if not self._keys[fresh[0]]:
            return []
        return [self._keys[fresh[0]]]

    def _numbers(self, mask: int) -> "list[int]":
        return [number for number in range(len(self._keys)) if mask >> number & 1]

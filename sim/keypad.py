"""A matrix keypad as it is sold: bare switches between rows and columns, no diodes, no chip.

It is the truth about which switches are closed; levels on its wires are in `pins.py`.  The one
idea: a switch that is pressed or let go flutters for some milliseconds, and the readings of
that flutter are drawn when it begins, so that looking at a switch changes nothing.
"""

from collections.abc import Sequence

from sim.luck import Stream

BOUNCE_MS = (1, 12)


class _Switch:
    def __init__(self) -> None:
        self.is_down = False
        self.moved_at_ms = 0
        self.flutter = 0
        self.steady_at_ms = 0

    def is_closed(self, now_ms: int) -> bool:
        if now_ms >= self.steady_at_ms:
            return self.is_down
        return bool(self.flutter >> max(0, now_ms - self.moved_at_ms) & 1)


class Keypad:
    """Keys by what is printed on them, as rows of characters: ("123", "456", "789", "*0#")."""

    def __init__(self, legends: Sequence[str], luck: Stream) -> None:
        self.legends = tuple(legends)
        self._luck = luck
        self._switches = {
            legend: (row, column, _Switch())
            for row, text in enumerate(self.legends) for column, legend in enumerate(text)
        }  # fmt: skip
        self._still_at_ms = -1  # no key is down or flutters from then on
        self._steady_at_ms = -1  # no key flutters from then on
        self._closed: tuple[tuple[int, int], ...] = ()
        self._read_at_ms = -1

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._switches)

    def press(self, legend: str, now_ms: int) -> None:
        self._move(legend, True, now_ms)

    def release(self, legend: str, now_ms: int) -> None:
        self._move(legend, False, now_ms)

    def is_still(self, now_ms: int) -> bool:
        """Nobody touches it."""
        return now_ms >= self._still_at_ms

    def closed(self, now_ms: int) -> tuple[tuple[int, int], ...]:
        """(row, column) of each switch that conducts at this moment."""
        is_read = self._read_at_ms in (now_ms, self._steady_at_ms)
        if not is_read:
            self._read_at_ms = min(now_ms, self._steady_at_ms)
            self._closed = tuple(
                (row, column) for row, column, switch in self._switches.values()
                if switch.is_closed(now_ms)
            )  # fmt: skip
        return self._closed

    def _move(self, legend: str, is_down: bool, now_ms: int) -> None:
        switch = self._switches[legend][2]
        if switch.is_down is is_down:
            return
        bounce_ms = self._luck.between(*BOUNCE_MS)
        switch.is_down, switch.moved_at_ms = is_down, now_ms
        switch.flutter = self._luck.below(1 << bounce_ms)
        switch.steady_at_ms = now_ms + bounce_ms
        switches = [switch for _, _, switch in self._switches.values()]
        is_any_down = any(switch.is_down for switch in switches)
        self._steady_at_ms = max(switch.steady_at_ms for switch in switches)
        self._still_at_ms = 1 << 60 if is_any_down else self._steady_at_ms
        self._read_at_ms = -1

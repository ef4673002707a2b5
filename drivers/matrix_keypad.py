"""A matrix keypad on pins: rows are driven one at a time, columns are read.

Bouncing and lying switches are dealt with in `matrix_codec.py`; which picture a press answers
is known to the core.  Keys never enter a log.  The idea needed to read it: an undriven row
is an input, so that two keys of a column join no two outputs; and while nobody touches the
keypad all rows are low at once, so that one look at the columns tells whether any key is
down.  Only then it is scanned.

A column that was low rises through its pull-up so slowly that the next row would still
find it low.  Therefore a row is driven high for a moment before it is let go.
"""

from collections.abc import Sequence
from contextlib import suppress

from drivers.matrix_codec import LAYOUTS, MatrixReader, keys_of
from drivers.pins import Pins
from terminal import events
from terminal.part import Part
from terminal.record import Record

LOOK_MS = 20  # while nobody touches it; a finger stays for 60 ms and longer
SCAN_MS = 10
STUCK_MS = 60_000
STUCK_SCAN_MS = 30  # beside a key that is stuck the others still work
RETRY_MS = 1_000
RETRY_MAX_MS = 30_000
_STUCK = (
    "a key has been down for a minute: look for a key that is stuck, something that leans on the"
    " keypad, and water in it"
)


class MatrixKeypad(Part):
    """A keypad of rows and columns without diodes, whose columns have the pins' own pull-ups.

    `rows`, `columns`: pins.  `legends`: what is printed on the keys, a text for each row (see
    `matrix_codec.keys_of`).  ValueError if they do not fit together.
    """

    name = "keypad"

    def __init__(
        self, pins: Pins, rows: Sequence[int], columns: Sequence[int],
        legends: Sequence[str] = LAYOUTS["4x3"],
    ) -> None:  # fmt: skip
        self._pins, self._rows, self._columns = pins, tuple(rows), tuple(columns)
        keys = keys_of(tuple(legends))
        if len(legends) != len(self._rows) or len(legends[0]) != len(self._columns):
            raise ValueError("a keypad needs a pin for each row and each column of its keys")
        if len({*self._rows, *self._columns}) != len(self._rows) + len(self._columns):
            raise ValueError("each row and each column of a keypad needs a pin of its own")
        self._reader = MatrixReader(keys)
        self._is_scanning = False
        self._due_ms = 0
        self._held_since_ms: int | None = None
        self._is_ready = False
        self._trouble = ""
        self._retry_ms = RETRY_MS
        self._facts: list[Record] = []

    def poll(self, now_ms: int) -> list[Record]:
        if now_ms >= self._due_ms:
            try:
                self._look(now_ms)
            except OSError as error:
                self._lose(error, now_ms)
        facts, self._facts = self._facts, []
        return facts

    def wake_at_ms(self) -> int | None:
        return 0 if self._facts else self._due_ms

    def restart(self) -> None:
        self._reader.forget()
        if self._trouble:
            self._facts.append(events.PartFailed(self.name, self._trouble))

    def close(self) -> None:
        with suppress(OSError):
            self._let_all_go()
        self._pins.close()

    # -- looking --------------------------------------------------------------------------

    def _look(self, now_ms: int) -> None:
        if not self._is_ready:
            self._set_up()
        if not self._is_scanning:
            if not self._is_any_down() and self._reader.is_calm:
                self._due_ms = now_ms + LOOK_MS  # most of a day
                return
            self._begin_scanning()
        for key in self._reader.feed(self._scan()):
            self._facts.append(events.KeyPressed(key))
        self._watch_for_stuck_keys(now_ms)
        if self._reader.is_at_rest:
            self._end_scanning()
        self._due_ms = now_ms + self._pause_ms()

    def _set_up(self) -> None:
        for column in self._columns:
            self._pins.setup_in(column, "up")
        self._let_all_go()
        self._end_scanning()
        self._is_ready = True
        self._retry_ms = RETRY_MS
        if self._trouble:
            self._mend()

    def _is_any_down(self) -> bool:
        return any(not self._pins.read(column) for column in self._columns)

    def _begin_scanning(self) -> None:
        self._let_all_go()
        self._is_scanning = True

    def _end_scanning(self) -> None:
        for row in self._rows:
            self._pins.setup_out(row, True, True)
        self._is_scanning = False

    def _scan(self) -> int:
        """The mask of the switches that are closed."""
        closed, bit = 0, 1
        for row in self._rows:
            self._pins.setup_out(row, True, True)
            for column in self._columns:
                closed |= 0 if self._pins.read(column) else bit
                bit <<= 1
            self._let_go(row)
        return closed

    def _let_go(self, row: int) -> None:
        self._pins.write(row, False)
        self._pins.setup_in(row, "none")

    def _let_all_go(self) -> None:
        # From here on no two rows are outputs of different levels, whatever is pressed.
        for row in self._rows:
            self._pins.setup_in(row, "none")

    def _pause_ms(self) -> int:
        if not self._is_scanning:
            return LOOK_MS
        return STUCK_SCAN_MS if self._trouble else SCAN_MS

    # -- troubles -------------------------------------------------------------------------

    def _watch_for_stuck_keys(self, now_ms: int) -> None:
        if not self._reader.is_held:
            self._held_since_ms = None
            if self._trouble:
                self._mend()
        elif self._held_since_ms is None:
            self._held_since_ms = now_ms
        elif now_ms >= self._held_since_ms + STUCK_MS and not self._trouble:
            self._fail(_STUCK)

    def _lose(self, error: OSError, now_ms: int) -> None:
        self._is_ready = self._is_scanning = False
        self._reader.forget()
        self._due_ms = now_ms + self._retry_ms
        self._retry_ms = min(2 * self._retry_ms, RETRY_MAX_MS)
        if not self._trouble:
            self._fail(error.strerror or str(error))

    def _fail(self, why: str) -> None:
        self._trouble = why
        self._facts.append(events.PartFailed(self.name, why))

    def _mend(self) -> None:
        self._trouble = ""
        self._facts.append(events.PartMended(self.name))

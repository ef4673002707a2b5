"""A keypad that calls itself a keyboard: tells the keys that are pressed.

Finding and grabbing the device is in `hid.py`, records to keys in `hid_codec.py`.  Which
picture a press answers is known to the core.  Keys never enter a log.
"""

from drivers.hid import RECORD_SIZE
from drivers.hid_codec import KeyReader, RecordReader
from drivers.kept_line import KeptLine
from drivers.line import Line
from terminal import events
from terminal.part import Part
from terminal.record import Record


class HidKeypad(Part):
    """A keypad on a `HidLine`."""

    name = "keypad"

    def __init__(self, line: Line) -> None:
        self._line = KeptLine(line, self.name)
        self._records = RecordReader(RECORD_SIZE)
        self._reader = KeyReader()

    def poll(self, now_ms: int) -> list[Record]:
        records = self._records.feed(self._line.read(now_ms))
        if not self._line.is_up:
            self._reader.forget()  # what was held down then is not held now
        facts, self._line.facts = self._line.facts, []
        keys = self._reader.feed(records)
        return facts + [events.KeyPressed(key) for key in keys]

    def wake_at_ms(self) -> int | None:
        return 0 if self._line.facts else self._line.wake_at_ms()

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._line.restart()

    def close(self) -> None:
        self._line.close()

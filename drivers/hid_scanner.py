"""A barcode scanner that calls itself a keyboard: tells the texts that it types.

Finding and grabbing the device is in `hid.py`, keys to texts in `hid_codec.py`.  Nothing
that it types is ever a key press of the terminal, and no text is logged.
"""

from drivers.hid import RECORD_SIZE
from drivers.hid_codec import RecordReader, TypedReader
from drivers.kept_line import KeptLine
from drivers.line import Line
from terminal import events
from terminal.part import Part
from terminal.record import Record


class HidScanner(Part):
    """A scanner on a `HidLine`.  It ends a text with Enter and types as on an American keyboard."""

    name = "scanner"

    def __init__(self, line: Line) -> None:
        self._line = KeptLine(line, self.name)
        self._records = RecordReader(RECORD_SIZE)
        self._reader = TypedReader()

    @property
    def dropped(self) -> int:
        """How many scans had keys in them that no plain scanner types, or no end."""
        return self._reader.dropped

    def want(self, is_wanted: bool) -> None:
        """It looks by itself and cannot be told to."""

    def poll(self, now_ms: int) -> list[Record]:
        records = self._records.feed(self._line.read(now_ms))
        facts, self._line.facts = self._line.facts, []
        # Without records too: a text whose end was pulled out with the device is over.
        texts = self._reader.feed(records, now_ms)
        return facts + [events.Scanned(text) for text in texts]

    def wake_at_ms(self) -> int | None:
        if self._line.facts:
            return 0
        wakes = (self._line.wake_at_ms(), self._reader.wake_at_ms())
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._reader.forget()
        self._line.restart()

    def close(self) -> None:
        self._line.close()

"""The serial barcode scanner: tells the texts that it reads, and when it is missing.

What is a text is decided in `scanner_codec.py`; what it means, in the terminal.  The text
itself is never logged.
"""

from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.scanner_codec import ScanReader
from terminal import events
from terminal.part import Part
from terminal.record import Record


class Scanner(Part):
    """A scanner that sends plain text and CR or CR LF (USB serial or UART)."""

    name = "scanner"

    def __init__(self, line: Line) -> None:
        self._line = KeptLine(line, self.name)
        self._reader = ScanReader()

    @property
    def dropped(self) -> int:
        """How many scans were no printable text, too long or cut off."""
        return self._reader.dropped

    def poll(self, now_ms: int) -> list[Record]:
        data = self._line.read(now_ms)
        facts, self._line.facts = self._line.facts, []
        if data:
            facts += [events.Scanned(text) for text in self._reader.feed(data, now_ms)]
        else:
            self._reader.tick(now_ms)
        return facts

    def wake_at_ms(self) -> int | None:
        if self._line.facts:
            return 0
        at_ms = self._line.wake_at_ms()
        return self._reader.wake_at_ms() if at_ms is None else at_ms

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._reader.forget()
        self._line.restart()

    def close(self) -> None:
        self._line.close()

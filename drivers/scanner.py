"""The serial barcode scanner: tells the texts that it reads, and when it is missing.

What is a text is decided in `scanner_codec.py`; what it means, in the terminal.  The text
itself is never logged.  Most scanners look by themselves; one with a trigger is told to,
again and again: it stops by itself when it has read something or found nothing for a while.
"""

from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.scanner_codec import ScanReader
from drivers.trigger import Trigger
from drivers.trigger_codec import FORMS
from terminal import events
from terminal.part import Part
from terminal.record import Record


class Scanner(Part):
    """A scanner that sends plain text and CR or CR LF (USB serial or UART).

    `trigger` is "" (it looks by itself), "honeywell" or "newland".
    """

    name = "scanner"

    def __init__(self, line: Line, trigger: str = "") -> None:
        self._line = KeptLine(line, self.name)
        self._reader = ScanReader()
        self._trigger = Trigger(FORMS[trigger]) if trigger else None

    @property
    def dropped(self) -> int:
        """How many scans were no printable text, too long or cut off."""
        return self._reader.dropped

    def want(self, is_wanted: bool) -> None:
        """Whether anybody has something to scan now; at first somebody has."""
        if self._trigger is not None:
            self._trigger.want(is_wanted)

    def poll(self, now_ms: int) -> list[Record]:
        data = self._line.read(now_ms)
        facts = self._take_facts()
        if self._trigger is not None and data:
            data = self._trigger.hear(data, now_ms)
        texts = self._reader.feed(data, now_ms) if data else []
        if not data:
            self._reader.tick(now_ms)
        facts += [events.Scanned(text) for text in texts]
        if self._trigger is not None:
            self._pull(self._trigger, bool(texts), now_ms)
        return facts + self._take_facts()

    def _take_facts(self) -> list[Record]:
        facts, self._line.facts = self._line.facts, []
        return facts

    def _pull(self, trigger: Trigger, has_read: bool, now_ms: int) -> None:
        if not self._line.is_up:
            trigger.begin_anew()
            return
        if has_read:
            trigger.pause(now_ms)
        order = trigger.due(now_ms)
        if order:
            self._line.write(order, now_ms)

    def wake_at_ms(self) -> int | None:
        if self._line.facts:
            return 0
        wakes = [self._line.wake_at_ms(), self._reader.wake_at_ms()]
        if self._trigger is not None and self._line.is_up:
            wakes.append(self._trigger.wake_at_ms())
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._reader.forget()
        self._line.restart()

    def close(self) -> None:
        self._line.close()

"""A keypad on a serial port: tells the keys that are pressed, and when it is missing.

Bytes to keys is in `keypad_codec.py`.  Which picture a press answers is known to the core.
Keys never enter a log.  The pad's own repetition of a held key must be switched off: its
bytes look like presses.
"""

from drivers.kept_line import KeptLine
from drivers.keypad_codec import KeyBytes
from drivers.line import Line
from terminal import events
from terminal.part import Part
from terminal.record import Record


class SerialKeypad(Part):
    """A pad that sends one ASCII character for each key."""

    name = "keypad"

    def __init__(self, line: Line) -> None:
        self._line = KeptLine(line, self.name)
        self._reader = KeyBytes()

    @property
    def dropped(self) -> int:
        """How often something came that was no typing."""
        return self._reader.dropped

    def poll(self, now_ms: int) -> list[Record]:
        keys = self._reader.feed(self._line.read(now_ms))
        facts, self._line.facts = self._line.facts, []
        return facts + [events.KeyPressed(key) for key in keys]

    def wake_at_ms(self) -> int | None:
        return 0 if self._line.facts else self._line.wake_at_ms()

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._line.restart()

    def close(self) -> None:
        self._line.close()

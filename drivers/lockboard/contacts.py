"""The door contacts, with their bounce taken out.

Pure: it is given what all pins read, one bit for each, and tells what is settled.  The one
idea: all contacts are looked at every 5 ms, and one has changed when it has read the same four
times in a row; four numbers of one bit for each contact do that for all of them at once.
"""

SAMPLE_MS = 5
SAMPLES = 4


class Contacts:
    """What the contacts have settled on; bit `lock - 1` is 1 for a closed circuit."""

    def __init__(self) -> None:
        self.closed = 0
        self.is_known = False  # not before there were enough samples
        self._samples = [0] * SAMPLES
        self._count = 0
        self._since_ms = SAMPLE_MS

    def look(self, elapsed_ms: int, closed: int) -> None:
        """So much later the pins read so."""
        self._since_ms += elapsed_ms
        if self._since_ms < SAMPLE_MS:
            return
        self._since_ms = 0
        self._samples[self._count % SAMPLES] = closed
        self._count += 1
        if self._count < SAMPLES:
            return
        # No larger than it must be: the count itself never grows.
        self._count = SAMPLES + self._count % SAMPLES
        self.is_known = True
        self._settle()

    def _settle(self) -> None:
        always = ever = self._samples[0]
        for sample in self._samples:
            always &= sample
            ever |= sample
        self.closed = always | (self.closed & ever)

"""What was said to us on a half-duplex line since we last spoke, and nothing of our own.

It knows no frame and no board: who asks it says what the line was asked, and judges what it
hands out.  The idea needed to read it: some adapters hear themselves.  Whether this one does
is found out with a question that no answer equals; before that it is not known, and
afterwards our own words are taken off the front of what comes in.
"""

from collections.abc import Callable

LONGEST = 32  # bytes: no echo and answer together are longer, so more is babble
# A line without bias resistors reads a false 00 or FF where one side stops driving it and
# the other has not begun.  No answer starts with either.
TURNAROUND_NOISE = b"\x00\xff"


class Ear:
    """Tell it what we say with `said`, and what comes in with `hear`."""

    def __init__(self) -> None:
        self.has_echo: bool | None = None  # None: nobody has told yet
        self._said = b""
        self._echo = b""  # what we have yet to hear of our own words
        self._received = b""

    def said(self, words: bytes) -> None:
        """We spoke; what came in before is forgotten."""
        self._said = words
        self._echo = words if self.has_echo else b""
        self._received = b""

    def hear(self, data: bytes) -> bool:
        """Something came in; True: it is babble, too long for any answer."""
        self._received += data
        return len(self._received) > LONGEST

    def detect(self, is_answer: Callable[[bytes], bool]) -> None:
        """Find out about the echo.

        What we said last is the question that no answer equals; `is_answer` knows one.
        """
        received = self._received.lstrip(TURNAROUND_NOISE)
        if received.startswith(self._said):
            self.has_echo = True
            self._echo = self._said
        elif is_answer(received):
            self.has_echo = False

    def take(self) -> bytes:
        """What has come in since the last time, without noise and echo."""
        frame, self._received = self._received.lstrip(TURNAROUND_NOISE), b""
        if self._echo and frame.startswith(self._echo):
            frame = frame[len(self._echo) :].lstrip(TURNAROUND_NOISE)
            self._echo = b""
        return frame

"""How a serial scanner is told to look for a barcode, and what it answers to that.

The texts that it reads are in `scanner_codec.py`; when to look is `scanner.py`'s business.
The idea needed to read it: answers have no CR and come between texts, so they are taken out
of the stream there and only there.  An answer's bytes in the middle of a text stay in it,
and the text is then dropped whole as unprintable.

Sources: Honeywell 1900 and 2020, Datalogic 7000 manuals (the same two commands; they are not
answered; the scanner must be in manual trigger mode, TRGMOD0); Newland NLS-HR52 and FM530
manuals ("Programming commands": the answer repeats the command with 06 for yes, 15 or 05
for no before its semicolon; "#" settings are forgotten with the power).
"""

SILENCE_MS = 200  # an answer that has stopped in the middle is over
ANSWER_MAX = 40  # bytes: twice the longest that is asked for

_BETWEEN, _INSIDE, _ANSWER = 0, 1, 2
_STX, _ETX, _CR, _LF = 0x02, 0x03, 0x0D, 0x0A
_YES, _NOES = 0x06, (0x05, 0x15)
_ECHO = b"\x010000#SCNTRG"


class Form:
    """One way to say it: the orders to look and to stop (b"": it stops by itself)."""

    def __init__(self, on: bytes, off: bytes, is_answered: bool) -> None:
        self.on, self.off, self.is_answered = on, off, is_answered


# The ways of each kind, to be tried in turn where the one before is not answered with yes.
FORMS = {
    "honeywell": (Form(b"\x16T\r", b"\x16U\r", False),),
    "newland": (
        Form(b"~\x010000#SCNTRG1;\x03", b"~\x010000#SCNTRG0;\x03", True),
        Form(b"\x01T\x04", b"", False),
    ),
}
KINDS = ("", "honeywell", "newland")


class AnswerReader:
    """Takes the answers to a trigger out of what a scanner says; `answers` says yes or no."""

    def __init__(self) -> None:
        self.answers: "list[bool]" = []  # for its owner to take and clear
        self._state = _BETWEEN
        self._answer = b""
        self._heard_ms = 0

    def feed(self, data: bytes, now_ms: int) -> bytes:
        """What is left of `data` without the answers."""
        if now_ms - self._heard_ms >= SILENCE_MS:
            self.forget()
        self._heard_ms = now_ms
        rest = bytearray()
        for byte in data:
            if self._takes(byte):
                continue
            rest.append(byte)
        return bytes(rest)

    def forget(self) -> None:
        """The next byte begins something new."""
        self._state, self._answer = _BETWEEN, b""

    def _takes(self, byte: int) -> bool:
        """Whether this byte is part of an answer."""
        if self._state == _ANSWER:
            self._continue(byte)
            return True
        if byte in (_CR, _LF):
            self._state = _BETWEEN
            return False
        if self._state == _INSIDE:
            return False
        if byte == _STX:
            self._state, self._answer = _ANSWER, b""
            return True
        if byte == _YES or byte in _NOES:
            self.answers.append(byte == _YES)
            return True
        self._state = _INSIDE
        return False

    def _continue(self, byte: int) -> None:
        if byte == _ETX:
            answer = self._answer
            if answer.startswith(_ECHO) and answer.endswith(b";"):
                self.answers.append(answer[-2] == _YES)
            self.forget()
        elif len(self._answer) == ANSWER_MAX:
            # Not an answer: whatever this is must not end in the middle as a text.
            self._state, self._answer = _INSIDE, b""
        else:
            self._answer += bytes((byte,))

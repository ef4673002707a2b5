"""One message of ZVT, and the names of those that the reader hears and says.

A message is CLASS INSTR LEN DATA; a LEN of FF means that two more bytes hold the length,
the low one first.  What the data mean is in `fields.py`.  The one idea: class and
instruction are one number here, `0x0601`, as they are written in the specification.
"""

from typing import NamedTuple

REGISTRATION, AUTHORISATION, LOG_OFF = 0x0600, 0x0601, 0x0602
REPEAT_RECEIPT, REVERSAL, END_OF_DAY = 0x0620, 0x0630, 0x0650
DIAGNOSIS, INITIALISATION, ABORT_BY_REGISTER = 0x0670, 0x0693, 0x06B0
STATUS_ENQUIRY = 0x0501
STATUS, INTERMEDIATE, COMPLETION, ABORT = 0x040F, 0x04FF, 0x060F, 0x061E
PRINT_LINE, PRINT_BLOCK = 0x06D1, 0x06D3

NAMES = {
    REGISTRATION: "registration", AUTHORISATION: "authorisation", LOG_OFF: "log-off",
    REPEAT_RECEIPT: "repeat receipt", REVERSAL: "reversal", END_OF_DAY: "end of day",
    DIAGNOSIS: "diagnosis", INITIALISATION: "initialisation",
    ABORT_BY_REGISTER: "abort by the register", STATUS_ENQUIRY: "status enquiry",
    STATUS: "status information", INTERMEDIATE: "intermediate status",
    COMPLETION: "completion", ABORT: "abort", PRINT_LINE: "print line",
    PRINT_BLOCK: "print text block",
}


class Apdu(NamedTuple):
    """Class and instruction in one number, and the data after the length."""

    control: int
    body: bytes = b""

    @property
    def is_answer(self) -> bool:
        """Said in answer to a message, not to begin something."""
        return self.control >> 8 in (0x80, 0x84)

    def to_bytes(self) -> bytes:
        length = len(self.body)
        if length < 0xFF:
            size = bytes([length])
        else:
            size = bytes([0xFF, length & 0xFF, length >> 8])
        return self.control.to_bytes(2, "big") + size + self.body

    def __str__(self) -> str:
        """Its name for people; never its data, which may hold a card number."""
        code = f"{self.control >> 8:02X} {self.control & 0xFF:02X}"
        return f"{code} {NAMES[self.control]}" if self.control in NAMES else code


YES = Apdu(0x8000)


def no(code: int) -> Apdu:
    """The answer that something is refused, with the reason."""
    return Apdu(0x8400 | code)


def first_in(data: bytes) -> tuple[Apdu, int] | None:
    """The message that the bytes begin with and how many it takes; None while it is cut."""
    if len(data) < 3:
        return None
    begins, length = 3, data[2]
    if length == 0xFF:
        if len(data) < 5:
            return None
        begins, length = 5, data[3] | data[4] << 8
    if len(data) < begins + length:
        return None
    body = bytes(data[begins:begins + length])
    return Apdu(data[0] << 8 | data[1], body), begins + length

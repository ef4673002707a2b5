"""The words of a ZVT payment terminal: bytes to messages and back, nothing else.

Who speaks when is in `zvt_talk.py`, the frames of a serial line are in `zvt_frames.py`, and
the fields of a message in `zvt_bmp_codec.py`, where card data ends.  The idea needed to read
it: a message (APDU) is CLASS INSTRUCTION LENGTH DATA, and the reader sends few kinds.
LENGTH FF means that two bytes of length follow, the low one first.

`read` never raises: what is unreadable inside a known message comes as None in its fields,
and what we do not know is Unknown.  Source: PA00P015 13.08, sections 2 and 3.
"""

from drivers.zvt_bmp_codec import (
    AMOUNT,
    CARD_NAME,
    CARD_NUMBER,
    CONTAINER,
    LONG_TRACE,
    ORIGINAL,
    READER,
    RECEIPT,
    RESULT,
    STATUS,
    TRACE,
    bcd,
    number_of,
    read_fields,
)
from terminal.record import Record

ACK = b"\x80\x00\x00"  # also: the goods are out
NOT_ISSUED = b"\x84\x66\x00"
BUSY = b"\x84\x9c\x00"  # the goods are on their way: ask again
NOT_POSSIBLE = b"\x84\x83\x00"
NOT_UNDERSTOOD = b"\x84\x9a\x00"  # to a payment the same as NOT_ISSUED

ENQUIRE = b"\x05\x01\x00"
DIAGNOSE = b"\x06\x70\x00"
ABORT = b"\x06\xb0\x00"

# The reader prints nothing and gives receipts and steps to us; the public can start nothing on it.
CONFIG = 0x3E
IS_VENDING, WANTS_INITIALISING, WANTS_DIAGNOSIS = 0x10, 0x01, 0x02  # the registration's status
APDU_MAX = 5 + 0xFFFF

CARD_KIND_MAX = 24
DIGITS_MAX = 4  # in the name of a kind of card; more may be a number


class Acked(Record):
    """It has taken our command."""


class Refused(Record):
    """It will not take our command: a result code."""

    fields = ("code",)
    code: int


class Step(Record):
    """What it does now; `minutes`, if not 0, is how long until it speaks again at the latest."""

    fields = ("code", "minutes")
    code: int
    minutes: int


class Result(Record):
    """How a payment, a reversal or an end of day went, or a payment that it remembers.

    code: 0 is good, None unreadable.  cents: None if it does not say.  original: the trace
    number of the payment that this one takes back, 0 if it takes back none.
    """

    fields = ("code", "cents", "trace", "original", "receipt", "reader", "card_end", "card_kind")
    code: "int | None"
    cents: "int | None"
    trace: int
    original: int
    receipt: int
    reader: str
    card_end: str
    card_kind: str


class Ended(Record):
    """Our command is carried out.

    registered: the bits of the status byte after a registration; status: the terminal status
    after an enquiry.  None where it says nothing of the kind.
    """

    fields = ("registered", "status")
    registered: "int | None"
    status: "int | None"


class Aborted(Record):
    """Our command failed: a result code, None if it does not say."""

    fields = ("code",)
    code: "int | None"


class Printed(Record):
    """A line or a block for a printer, which we have not."""


class Unknown(Record):
    """A message that we know nothing of."""


# -- what we say ------------------------------------------------------------------------------


def register(password: bytes, currency: int) -> bytes:
    """Begin.  `password` is six digits in BCD, `currency` the number of ISO 4217."""
    data = password + bytes((CONFIG,)) + bcd(currency, 2)
    return _command(0x06, 0x00, data + b"\x03\x00")


def authorise(cents: int, currency: int, goods_s: int, statuses: int) -> bytes:
    """Ask for a card and hold the money.

    The reader waits `goods_s` for what became of the goods, and asks `statuses` times.
    """
    data = b"\x04" + bcd(cents, 6) + b"\x49" + bcd(currency, 2)
    return _command(0x06, 0x01, data + bytes((0x01, goods_s, 0x02, statuses)))


def reverse(password: bytes, receipt: int) -> bytes:
    """Give back the money of a receipt (four digits)."""
    return _command(0x06, 0x30, password + b"\x87" + bcd(receipt, 2))


def repeat_receipt(password: bytes) -> bytes:
    """Tell the newest payment again, and print nothing."""
    return _command(0x06, 0x20, password + b"\x03\x03")


def initialise(password: bytes) -> bytes:
    """Get ready with the bank."""
    return _command(0x06, 0x93, password)


def end_day(password: bytes) -> bytes:
    """Hand the payments of the day to the bank."""
    return _command(0x06, 0x50, password)


def _command(kind: int, instruction: int, data: bytes) -> bytes:
    assert len(data) < 0xFF
    return bytes((kind, instruction, len(data))) + data


# -- what we hear -----------------------------------------------------------------------------


def apdu_length(data: bytes) -> "int | None":
    """How many bytes the message has that begins here; None: too little of it is here to tell."""
    if len(data) < 3:
        return None
    if data[2] != 0xFF:
        return 3 + data[2]
    return None if len(data) < 5 else 5 + (data[3] | data[4] << 8)


def read(apdu: bytes) -> Record:
    """What a whole message says.  It must have the length that it claims."""
    assert apdu_length(apdu) == len(apdu)
    kind, instruction = apdu[0], apdu[1]
    block = apdu[5:] if apdu[2] == 0xFF else apdu[3:]
    if (kind, instruction) in ((0x80, 0x00), (0x84, 0x00)):
        return Acked()
    if kind == 0x84:
        return Refused(instruction)
    read_block = _READERS.get((kind, instruction))
    return Unknown() if read_block is None else read_block(block)


def _read_step(block: bytes) -> Record:
    minutes = number_of(block[1:2])
    # A container may follow at once, without minutes.
    has_minutes = len(block) == 2 or block[2:3] == bytes((CONTAINER,))
    return Step(block[0] if block else 0xFF, minutes if minutes and has_minutes else 0)


def _read_result(block: bytes) -> Record:
    fields = read_fields(block)
    if fields is None or RESULT not in fields:
        return Result(None, None, 0, 0, 0, "", "", "")
    numbers = [_number(fields, tag) for tag in (TRACE, ORIGINAL, RECEIPT)]
    trace, original, receipt = numbers
    cents = number_of(fields[AMOUNT]) if AMOUNT in fields else None
    is_readable = None not in numbers and (cents is not None or AMOUNT not in fields)
    # Readers of other networks leave the short number 0.  Whatever stands for it must tell
    # one payment from another: 0 means that there was none.
    trace = trace or _number(fields, LONG_TRACE) or receipt
    return Result(
        fields[RESULT][0] if is_readable else None,
        cents, trace or 0, original or 0, receipt or 0,
        _digits(fields.get(READER, b"")),
        fields.get(CARD_NUMBER, b"").decode(),
        _card_kind(fields.get(CARD_NAME, b"")),
    )  # fmt: skip


def _read_end(block: bytes) -> Record:
    fields = read_fields(block) or {}
    registered = fields.get(STATUS)
    place = 0
    # An enquiry is answered with the software's version, if at all, and the status.
    if len(block) > 3 and not [byte for byte in block[:3] if not 0xF0 <= byte <= 0xF9]:
        place = 3 + 100 * (block[0] & 15) + 10 * (block[1] & 15) + (block[2] & 15)
    return Ended(
        registered[0] if registered else None, block[place] if place < len(block) else None
    )


def _read_abort(block: bytes) -> Record:
    return Aborted(block[0] if block else None)


def _read_print(block: bytes) -> Record:
    return Printed()


_READERS = {
    (0x04, 0xFF): _read_step,
    (0x04, 0x0F): _read_result,
    (0x06, 0x0F): _read_end,
    (0x06, 0x1E): _read_abort,
    (0x06, 0xD1): _read_print,
    (0x06, 0xD3): _read_print,
}


def _number(fields: "dict[int, bytes]", tag: int) -> "int | None":
    return number_of(fields.get(tag, b""))


def _digits(data: bytes) -> str:
    return "" if number_of(data) is None else "".join(["%02X" % byte for byte in data])


def _card_kind(name: bytes) -> str:
    """Printable ASCII of the card's name; without its digits if they may be a number."""
    text = "".join([chr(byte) for byte in name if 0x20 <= byte <= 0x7E])
    digits = len([letter for letter in text if letter in "0123456789"])
    if digits > DIGITS_MAX:
        text = "".join([letter for letter in text if letter not in "0123456789"])
    return text[:CARD_KIND_MAX].strip()

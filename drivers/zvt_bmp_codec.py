"""The fields of a ZVT message: BCD numbers, bitmaps (BMP) and TLV containers, nothing else.

Messages as a whole are in `zvt_codec.py`.  The idea needed to read it: here is the border
that card data does not cross.  A number of a card is cut to its last four digits while it
is read, and tracks, chip data and free texts are stepped over without being copied.

A bitmap is one byte that says which field follows; its length is known beforehand, or is
written as `Fx Fy` (LLVAR) or `Fx Fy Fz` (LLLVAR), one decimal digit each, or, for the
container 06, as in BER.  So the first bitmap that we do not know ends the reading.
Source: PA00P015 13.08.
"""

RESULT, AMOUNT, TRACE, ORIGINAL, RECEIPT = 0x27, 0x04, 0x0B, 0x37, 0x87
READER, CARD_NUMBER, CARD_NAME, STATUS, CONTAINER = 0x29, 0x22, 0x8B, 0x19, 0x06
LONG_TRACE = 0x1F2B  # in the container, where the six digits of 0B are not enough

_FIXED = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2,
    0x19: 1, 0x27: 1, 0x29: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x87: 2,
    0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1, 0xAA: 3, 0xBA: 5, 0xD0: 1,
}  # fmt: skip
_LLVAR = (0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1)
_LLLVAR = (0x24, 0x2E, 0x3C, 0x60, 0x9A, 0xAF)
# The only fields whose content is taken out of a message.
_WANTED = (RESULT, AMOUNT, TRACE, ORIGINAL, RECEIPT, READER, CARD_NUMBER, CARD_NAME, STATUS)
_DIGITS_SHOWN = 4


def bcd(number: int, length: int) -> bytes:
    """A number as `length` bytes of two decimal digits.  ValueError if it does not fit."""
    if not 0 <= number < 100**length:
        raise ValueError("%d has more than %d digits" % (number, 2 * length))
    out = bytearray(length)
    for place in range(length - 1, -1, -1):
        out[place] = number // 10 % 10 << 4 | number % 10
        number //= 100
    return bytes(out)


def number_of(data: bytes) -> "int | None":
    """The opposite of `bcd`; None if there is anything but digits."""
    number = 0
    for byte in data:
        if byte >> 4 > 9 or byte & 15 > 9:
            return None
        number = 100 * number + 10 * (byte >> 4) + (byte & 15)
    return number


def read_fields(block: bytes) -> "dict[int, bytes] | None":
    """The wanted fields of a message by their bitmap; None if a field is cut off.

    Of CARD_NUMBER only the last digits are here, as text; of the container, LONG_TRACE.
    Where a field comes twice the first one counts.
    """
    fields: "dict[int, bytes]" = {}
    place = 0
    while place < len(block):
        tag = block[place]
        size = _size(block, place + 1, tag)
        if size is None:
            break  # unknown: where it ends is unknown too
        begin, length = size
        place = begin + length
        if length < 0 or place > len(block):
            return None
        if tag == CARD_NUMBER:
            fields.setdefault(tag, card_end(block, begin, place))
        elif tag == CONTAINER:
            _keep(fields, LONG_TRACE, find_tag(block[begin:place], LONG_TRACE))
        elif tag in _WANTED:
            _keep(fields, tag, block[begin:place])
    return fields


def card_end(block: bytes, begin: int, end: int) -> bytes:
    """The last digits, at most four, of a card number that stands there.

    Hidden digits are `E`, and an `F` at the end fills the last byte up.
    """
    shown = b""
    nibbles = 2 * (end - begin)
    if nibbles and block[end - 1] & 15 == 15:
        nibbles -= 1
    while nibbles and len(shown) < _DIGITS_SHOWN:
        nibbles -= 1
        byte = block[begin + nibbles // 2]
        digit = byte & 15 if nibbles % 2 else byte >> 4
        if digit > 9:
            break
        shown = bytes((0x30 + digit,)) + shown
    return shown


def find_tag(container: bytes, wanted: int) -> "bytes | None":
    """The value of a tag that stands in a TLV container; None if it does not, or if it is cut."""
    found = None
    place = 0
    while place < len(container):
        tag = container[place]
        place += 1
        if tag & 0x1F == 0x1F:  # the tag goes on, as long as the top bit is set
            while True:
                if place == len(container):
                    return None
                tag = tag << 8 | container[place]
                place += 1
                if not tag & 0x80:
                    break
        begin, length = _ber_size(container, place)
        place = begin + length
        if length < 0 or place > len(container):
            return None
        if tag == wanted and found is None:
            found = container[begin:place]
    return found


def _keep(fields: "dict[int, bytes]", tag: int, value: "bytes | None") -> None:
    if value is not None and tag not in fields:
        fields[tag] = value


def _size(block: bytes, place: int, tag: int) -> "tuple[int, int] | None":
    """(where the content begins, its length; -1 if cut) of a bitmap; None: no such bitmap."""
    if tag in _FIXED:
        return place, _FIXED[tag]
    if tag in _LLVAR:
        return _decimal_size(block, place, 2)
    if tag in _LLLVAR:
        return _decimal_size(block, place, 3)
    if tag == CONTAINER:
        return _ber_size(block, place)
    return None


def _decimal_size(block: bytes, place: int, count: int) -> "tuple[int, int]":
    length = 0
    for byte in block[place : place + count]:
        if not 0xF0 <= byte <= 0xF9:
            return place, -1
        length = 10 * length + (byte & 15)
    if place + count > len(block):
        return place, -1
    return place + count, length


def _ber_size(block: bytes, place: int) -> "tuple[int, int]":
    """Below 80 the byte is the length; 81 and 82 say how many bytes of length follow."""
    if place >= len(block):
        return place, -1
    first = block[place]
    if first < 0x80:
        return place + 1, first
    count = first & 0x7F
    if count not in (1, 2) or place + 1 + count > len(block):
        return place, -1
    return place + 1 + count, int.from_bytes(block[place + 1 : place + 1 + count], "big")

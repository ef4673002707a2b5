"""The fields inside a message, which ZVT calls bitmaps: one byte that names, then a value.

Nothing in a field says how long it is: that is known for each name, or counted in digits
after an F (`F1 F4` is 14), or, in the container 06, as in BER.  So a name that is not
known ends the reading.  Numbers are decimal, two digits a byte.
"""

AMOUNT, CURRENCY, RESULT, TRACE, RECEIPT = 0x04, 0x49, 0x27, 0x0B, 0x87
TERMINAL_ID, STATUS_BYTE, OPTIONS = 0x29, 0x19, 0x03
GOODS_TIMEOUT, STATUSES_MAX, CONTAINER = 0x01, 0x02, 0x06
ORIGINAL_TRACE, TURNOVER, PAN, TRACK_2, TEXT = 0x37, 0x88, 0x22, 0x23, 0x3C
TIME, DATE, EXPIRY, CARD_SEQUENCE = 0x0C, 0x0D, 0x0E, 0x17
CONTRACT, APPROVAL, CARD_KIND, CARD_NAME = 0x2A, 0x3B, 0x8A, 0x8B

_LENGTHS = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x05, 0x19, 0x27, 0x8A, 0x8C, 0xA0, 0xD0), 1),
    **dict.fromkeys((0x0D, 0x0E, 0x17, 0x3A, 0x49, 0x87), 2),
    **dict.fromkeys((0x0B, 0x0C, 0x37, 0x3D, 0x88, 0xAA), 3),
    0x29: 4, 0xBA: 5, 0x04: 6, 0x3B: 8, 0x2A: 15,
}
_COUNT_DIGITS = {
    **dict.fromkeys((0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1), 2),
    **dict.fromkeys((0x24, 0x3C, 0x60, 0x9A, 0xAF, 0x2E), 3),
}


class FieldError(ValueError):
    """These bytes are not fields."""


def decimal(number: int, size: int) -> bytes:
    """A number as that many bytes of two digits each."""
    return bytes.fromhex(f"{number:0{2 * size}d}")


def number_in(value: bytes) -> int:
    """The number that two digits a byte spell."""
    try:
        return int(value.hex())
    except ValueError:
        raise FieldError(f"{value.hex()} is no decimal number") from None


def put(name: int, value: bytes) -> bytes:
    """One field. Its length must be what the name asks for."""
    if name in _LENGTHS:
        assert len(value) == _LENGTHS[name], (hex(name), value)
        return bytes([name]) + value
    if name == CONTAINER:
        return tagged(name, value)
    digits = f"{len(value):0{_COUNT_DIGITS[name]}d}"
    return bytes([name]) + bytes(0xF0 | int(digit) for digit in digits) + value


def tagged(tag: int, value: bytes) -> bytes:
    """One object in a container: tag, length as in BER, value."""
    length = len(value)
    if length < 0x80:
        size = bytes([length])
    elif length < 0x100:
        size = bytes([0x81, length])
    else:
        size = bytes([0x82, length >> 8, length & 0xFF])
    name = bytes([tag]) if tag < 0x100 else tag.to_bytes(2, "big")
    return name + size + value


def take_apart(data: bytes) -> dict[int, bytes]:
    """The fields by name; FieldError where they cannot be told apart or are cut."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        name = data[at]
        begins, length = _extent(name, data, at + 1)
        if begins + length > len(data):
            raise FieldError(f"field {name:02X} is cut")
        found[name] = data[begins:begins + length]
        at = begins + length
    return found


def _extent(name: int, data: bytes, at: int) -> tuple[int, int]:
    """Where the value of a field begins, and how long it is."""
    if name in _LENGTHS:
        return at, _LENGTHS[name]
    if name == CONTAINER:
        return _extent_of_container(data, at)
    if name not in _COUNT_DIGITS:
        raise FieldError(f"there is no field {name:02X}")
    ends = at + _COUNT_DIGITS[name]
    length = 0
    for byte in data[at:ends]:
        if byte >> 4 != 0xF or byte & 0xF > 9:
            raise FieldError(f"field {name:02X} is counted with {byte:02X}")
        length = 10 * length + (byte & 0xF)
    return ends, length


def _extent_of_container(data: bytes, at: int) -> tuple[int, int]:
    if at == len(data):
        raise FieldError("the container is cut")
    more = data[at] - 0x80
    if more < 0:
        return at + 1, data[at]
    if more not in (1, 2):
        raise FieldError(f"the container is counted with {data[at]:02X}")
    return at + 1 + more, int.from_bytes(data[at + 1:at + 1 + more], "big")

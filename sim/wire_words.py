"""What an order on a lock line says, for each make of board, read from the data sheets.

A second reading, apart from the drivers' codecs and from the simulated boards: it knows what
may be said and what opens one door, and calls everything else unsafe.  The one idea: whoever
opens several doors with one frame, or leaves a coil on, is caught by its bytes.
"""

from collections.abc import Callable

HARMLESS = (-1, -1)
# What a frame means: HARMLESS, (board, channel) of the one lock that it opens, or a complaint.
Meaning = tuple[int, int] | str


def bcc8a(data: bytes) -> Meaning:
    """HEADER BOARD LOCK FUNCTION BCC."""
    if len(data) != 5:
        return "no frame of five bytes"
    header, board, lock, function, check = data
    if header ^ board ^ lock ^ function != check:
        return "a wrong check byte"
    if header == 0x80 and function == 0x33:
        return HARMLESS
    if header == 0x8A and function == 0x11 and lock:
        return board, lock
    return "a frame that opens more than one door, or that nobody should say"


def cu16(data: bytes) -> Meaning:
    """02 ADDR CMD 03 SUM; ADDR is the board times 16 and the lock from 0."""
    if len(data) != 5 or data[0] != 0x02 or data[3] != 0x03 or sum(data[:4]) & 0xFF != data[4]:
        return "no frame of this make"
    board, lock, command = data[1] >> 4, data[1] & 0x0F, data[2]
    if board > 9:
        return "said to everybody"
    if command in (0x30, 0x38):
        return HARMLESS
    return (board, lock + 1) if command == 0x31 else "a frame that nobody should say"


def waveshare(data: bytes) -> Meaning:
    """Modbus RTU, eight bytes: ask for inputs, switch all off, or flash one relay."""
    if len(data) != 8 or _crc(data):
        return "no frame of eight bytes with its CRC"
    board, function = data[0], data[1]
    where, value = int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:6], "big")
    if not 1 <= board <= 247:
        return "said to everybody"
    if function == 2 or (function, where, value) == (5, 0x00FF, 0):
        return HARMLESS
    if function == 5 and 0x0200 <= where <= 0x0207 and 3 <= value <= 10:
        return board, where - 0x0200 + 1
    return "a frame that opens more than one door, holds a coil, or that nobody should say"


def _crc(data: bytes) -> int:
    """0 for a frame with its own CRC-16 (A001) behind it."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _bit in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


READERS: dict[str, Callable[[bytes], Meaning]] = {
    "bcc8a": bcc8a, "cu16": cu16, "waveshare": waveshare,
}  # fmt: skip

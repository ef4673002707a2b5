"""Modbus RTU as far as a relay board with inputs needs it: bytes to messages and back.

Who speaks when is in `lock_bus.py`, and how such a board becomes a lock board in
`waveshare.py`.  The idea needed to read it: a frame is BOARD FUNCTION DATA CRC.  A board
that obeys an order repeats it, one that will not answers with the function's top bit set
and a reason.  So a repeated order is byte for byte what an echoing adapter gives.

A relay is pulsed with the board's own "flash": the board ends it, whatever happens to us.
Switching a relay on is not possible here, nor are toggling, several relays or all: a
program that died in between would leave a coil under current.

Sources: MODBUS over Serial Line V1.02 (CRC-16: polynomial A001, start FFFF, low byte
first); for the flash and "all off" the wiki page of Waveshare's Modbus RTU Relay (D).
"""

BOARDS = range(1, 248)  # 0 would be every board on the line, above 247 is reserved
RELAYS = range(1, 9)  # counted from 1 as printed; input N is counted alike.  The wire: from 0
PULSES_MS = range(300, 1_001, 100)  # a coil needs 300 to move its latch, and is hot after 1000

READ_INPUTS, ORDER = 0x02, 0x05
_READ_RELAYS, _READ_REGISTERS = 0x01, 0x03
_FLASH, _ALL = 0x0200, 0x00FF
CONTROL = 0x1000  # the registers that say how each relay is controlled


def flash(board: int, relay: int, pulse_ms: int) -> bytes:
    """The order to switch one relay on for `pulse_ms`, timed by the board."""
    if pulse_ms not in PULSES_MS:
        raise ValueError("a pulse of %d ms: it may last 300, 400 ... 1000 ms" % pulse_ms)
    return _order(board, _FLASH + _checked(relay) - 1, pulse_ms // 100)


def switch_off(board: int, relay: int) -> bytes:
    """The order to switch one relay off."""
    return _order(board, _checked(relay) - 1, 0)


def switch_all_off(board: int) -> bytes:
    """The order to switch all relays of a board off."""
    return _order(board, _ALL, 0)


def query_inputs(board: int) -> bytes:
    """Ask for all inputs of a board."""
    return _frame(board, READ_INPUTS, bytes((0, 0, 0, len(RELAYS))))


def query_relays(board: int) -> bytes:
    """Ask which relays of a board are on."""
    return _frame(board, _READ_RELAYS, bytes((0, 0, 0, len(RELAYS))))


def query_control(board: int) -> bytes:
    """Ask how the relays of a board are controlled."""
    return _frame(board, _READ_REGISTERS, bytes((CONTROL >> 8, 0, 0, len(RELAYS))))


def read_inputs(frame: bytes, board: int) -> "int | None":
    """The answer to `query_inputs`: bit `n - 1` is input `n`.  None: this is not that answer."""
    return _read_bits(frame, board, READ_INPUTS)


def read_relays(frame: bytes, board: int) -> "int | None":
    """The answer to `query_relays`: bit `n - 1` is relay `n`.  None: this is not that answer."""
    return _read_bits(frame, board, _READ_RELAYS)


def read_control(frame: bytes, board: int) -> "tuple[int, ...] | None":
    """The answer to `query_control`, relay 1 first: 0 is by orders, all else is not.

    None: this is not that answer.
    """
    length = 2 * len(RELAYS)
    if len(frame) != 5 + length or frame[:3] != bytes((board, _READ_REGISTERS, length)):
        return None
    if not _is_whole(frame):
        return None
    return tuple([frame[at] << 8 | frame[at + 1] for at in range(3, 3 + length, 2)])


def read_exception(frame: bytes, board: int, function: int) -> "int | None":
    """Why the board does not do `function`: the specification's code.  None: no such answer."""
    if len(frame) != 5 or frame[0] != board or frame[1] != function | 0x80 or not _is_whole(frame):
        return None
    return frame[2]


def crc16(data: bytes) -> int:
    """The checksum of Modbus RTU over these bytes."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _bit in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def _read_bits(frame: bytes, board: int, function: int) -> "int | None":
    # One byte of bits, as many as we ask for.
    if len(frame) != 6 or frame[0] != board or frame[1] != function or frame[2] != 1:
        return None
    return frame[3] if _is_whole(frame) else None


def _is_whole(frame: bytes) -> bool:
    return crc16(frame[:-2]) == frame[-2] | frame[-1] << 8


def _order(board: int, address: int, value: int) -> bytes:
    return _frame(board, ORDER, bytes((address >> 8, address & 0xFF, value >> 8, value & 0xFF)))


def _frame(board: int, function: int, data: bytes) -> bytes:
    if board not in BOARDS:
        raise ValueError("board %d: Modbus addresses are 1 to 247" % board)
    body = bytes((board, function)) + data
    crc = crc16(body)
    return body + bytes((crc & 0xFF, crc >> 8))


def _checked(relay: int) -> int:
    # Not an assert, which -O takes away: on the wire relay 256 stands for all of them.
    if relay not in RELAYS:
        raise ValueError("relay %d: the board has relays 1 to 8" % relay)
    return relay

"""The words of the KERONG CU16 lock board (and the CU12): bytes to messages and back.

Who speaks when is in `lock_bus.py`, and how this board wants to be spoken to in `cu16.py`.
The idea needed to read it: a frame is 02 ADDRESS COMMAND [DATA] 03 SUM.  SUM is the low
byte of the sum of all before it.  ADDRESS is two numbers in one byte: the board in the
upper half, the lock in the lower; where no lock is meant, the lower half is 0.

Boards also understand orders that open all doors, wait before they open, or change what
the board is.  There is no function for them here, and no board above 9 can be named,
because an upper half of F means every board on the line.

Sources: KR-CU16 in jin0949's, CartWise's and two more programs; they agree on the frame, the
sum and the hooks, not on whether an order to open is answered.
"""

BOARDS = range(10)  # counted as the board's own switch shows it, from 0
LOCKS = range(1, 17)  # counted from 1 as printed on the board; the wire counts from 0

_STX, _ETX = 0x02, 0x03
_QUERY, _OPEN, _STATUS, _CLEAR = 0x30, 0x31, 0x35, 0x38


def open_one(board: int, lock: int) -> bytes:
    """The order to pulse one lock."""
    # Not an assert, which -O takes away: lock 17 would be another board's first.
    if lock not in LOCKS:
        raise ValueError("lock %d: a CU16 has locks 1 to 16" % lock)
    return _frame(board, lock - 1, _OPEN)


def query_all(board: int) -> bytes:
    """Ask for the hooks of all locks of a board."""
    return _frame(board, 0, _QUERY)


def clear_busy(board: int) -> bytes:
    """What makes a board listen again that has gone deaf after an order to open.

    One program of the four says so after each order.  38 is otherwise what a board calls its
    answer about the pulse's length, so to a board that is well it means nothing.
    """
    return _frame(board, 0, _CLEAR)


def read_all(frame: bytes, board: int) -> "int | None":
    """The answer to `query_all`; None: this is not that answer.

    Bit `lock - 1` is the hook of `lock`: 1 is caught (the door is shut), 0 is free.  What the
    board's infrared sensors see follows in the frame and is not told.
    """
    if not _is_status(frame) or frame[1] != board << 4:
        return None
    return frame[3] | frame[4] << 8


def is_open_answer(frame: bytes, board: int, lock: int) -> bool:
    """Whether this is the status that some boards send after an order to open, unasked for."""
    # Whether its address names the lock, no source says.
    return _is_status(frame) and frame[1] in (board << 4, board << 4 | lock - 1)


def _is_status(frame: bytes) -> bool:
    if len(frame) != 9 or frame[0] != _STX or frame[2] != _STATUS or frame[7] != _ETX:
        return False
    return sum(frame[:8]) & 0xFF == frame[8]


def _frame(board: int, lock: int, command: int) -> bytes:
    if board not in BOARDS:
        raise ValueError("board %d: the switch of a CU16 says 0 to 9" % board)
    address = board << 4 | lock
    return bytes((_STX, address, command, _ETX, (_STX + address + command + _ETX) & 0xFF))

"""The words of the BCC8A lock board: bytes to messages and back, nothing else.

Who speaks when is in `lock_bus.py`, what a level means for a door in `lock_boards.py`.
The idea needed to read it: a frame is HEADER BOARD LOCK FUNCTION BCC, and BCC is the
XOR of all bytes before it.  That is weak.  A piece of a frame may pass, and so does
every pair of frames glued together.  So length, header and address are checked too,
and the caller must know where a frame ends (by silence, see `lock_bus.py`).

Boards also understand orders that open several or all doors, or hold a coil for ever.
There is no function for them here, and lock 0, which means "all", raises ValueError.

A level is what stands on the feedback wire: high is status 11, low is 00.  Source:
the maker's protocol 2024A1 (Guangzhou Shuoming) and the variant called Wjl.
"""

BOARDS = range(1, 32)  # what the five address switches can say
LOCKS = range(1, 51)  # the largest board made has 50; counted from 1 on the wire

_OPEN, _QUERY = 0x8A, 0x80
_OPEN_NOW, _STATE = 0x11, 0x33
_LOW, _HIGH = 0x00, 0x11
_ALL_LENGTHS = range(5, 12)  # 1 to 7 bytes of levels: boards of 2 to 50 locks


def open_one(board: int, lock: int) -> bytes:
    """The order to pulse one lock."""
    return _frame(_OPEN, board, _checked(lock), _OPEN_NOW)


def query_one(board: int, lock: int) -> bytes:
    """Ask for the level of one lock."""
    return _frame(_QUERY, board, _checked(lock), _STATE)


def query_all(board: int) -> bytes:
    """Ask for the levels of all locks of a board."""
    return _frame(_QUERY, board, 0, _STATE)


def read_open(frame: bytes, board: int, lock: int) -> "bool | None":
    """The level that came with the answer to `open_one`; None: this is not that answer.

    Shuoming boards answer with the order's own header, the Wjl variant with that of a
    query.  Beware: `11` is byte for byte the order itself, as an echoing adapter gives it.
    """
    if frame[:1] == b"\x8a":
        return _level(frame, _OPEN, board, lock)
    return _level(frame, _QUERY, board, lock)


def read_one(frame: bytes, board: int, lock: int) -> "bool | None":
    """The level that answers `query_one`; None: this is not that answer."""
    return _level(frame, _QUERY, board, lock)


def read_all(frame: bytes, board: int) -> "tuple[int, int] | None":
    """The answer to `query_all` as (levels, width); None: this is not that answer.

    Bit `lock - 1` of `levels` is the level of `lock`, for locks 1 to `width`.  How many the
    board tells is its own business: a lock beyond `width` is unknown, not low.
    """
    if len(frame) not in _ALL_LENGTHS or frame[0] != _QUERY or frame[1] != board:
        return None
    if frame[-2] != _STATE or _bcc(frame) != 0:
        return None
    # The highest locks come first, so the bytes are one big-endian number.
    return int.from_bytes(frame[2:-2], "big"), 8 * (len(frame) - 4)


def _level(frame: bytes, header: int, board: int, lock: int) -> "bool | None":
    # Equality with the only two possible answers checks length, address and BCC at once.
    if frame == _frame(header, board, lock, _HIGH):
        return True
    if frame == _frame(header, board, lock, _LOW):
        return False
    return None


def _frame(header: int, board: int, lock: int, function: int) -> bytes:
    if board not in BOARDS:
        raise ValueError("board %d: the address switches say 1 to 31" % board)
    return bytes((header, board, lock, function, header ^ board ^ lock ^ function))


def _checked(lock: int) -> int:
    # Not an assert, which -O takes away: lock 0 would open every door of the board.
    if lock not in LOCKS:
        raise ValueError("lock %d: a board has locks 1 to 50" % lock)
    return lock


def _bcc(data: bytes) -> int:
    """The XOR of all bytes: 0 for a whole frame, because the last is that of the others."""
    bcc = 0
    for byte in data:
        bcc ^= byte
    return bcc

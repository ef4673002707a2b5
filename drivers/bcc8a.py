"""How to speak to BCC8A lock boards (Guangzhou Shuoming and many clones): RS-485, 9600 8N1.

The bytes are in `bcc8a_codec.py`.  The one trap to know: the echo of an order to open is byte
for byte the answer "done, still shut", and that of the question for all locks is the answer
of an 8-way board with all levels low.  In the question for a single lock a byte is 33 that
in every answer is 00 or 11, so that is the one to find out an echo with.
"""

from drivers import bcc8a_codec as codec
from drivers.dialect import Dialect, Reply


class Bcc8a(Dialect):
    """Boards 1 to 31 as their address switches say, locks 1 to 50; the board times the pulse."""

    boards = codec.BOARDS
    channels = codec.LOCKS
    response_ms = 1_500  # an order is answered after 0.5 to 1 s (Open-Locker; the Wjl text)
    silence_ms = 25  # USB adapters hand over one frame in bursts more than 5 ms apart

    def probe(self, board: int, lock: int) -> bytes:
        return codec.query_one(board, lock)

    def is_probe_answer(self, frame: bytes, board: int, lock: int) -> bool:
        return codec.read_one(frame, board, lock) is not None

    def poll(self, board: int) -> bytes:
        return codec.query_all(board)

    def read_poll(self, frame: bytes, board: int) -> tuple[int, int] | None:
        return codec.read_all(frame, board)

    def unlock(self, board: int, lock: int) -> bytes:
        return codec.open_one(board, lock)

    def read_unlock(self, frame: bytes, board: int, lock: int) -> Reply | None:
        level = codec.read_open(frame, board, lock)
        return None if level is None else Reply(True, level)

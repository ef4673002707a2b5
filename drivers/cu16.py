"""How to speak to KERONG CU16 and CU12 lock boards: RS-485, 19200 8N1, or TCP through a BU.

The bytes are in `cu16_codec.py`.  The one trap to know: of four programs for this board one
expects no answer to an order to open, and three expect one.  So one may come or none; then
the board is asked for its hooks, and if it tells them it has heard the order too.

A board is named by the number that its own switch shows, 0 to 9; locks are 1 to 16.
"""

from drivers import cu16_codec as codec
from drivers.dialect import Dialect, Reply


class Cu16(Dialect):
    """Feedback is that of the hooks: high is caught, so it is wired as `door_closing`."""

    boards = codec.BOARDS
    channels = codec.LOCKS
    response_ms = 1_000
    silence_ms = 25
    listen_ms = 200  # answers were waited for 25 to 150 ms by others

    def poll(self, board: int) -> bytes:
        return codec.query_all(board)

    def read_poll(self, frame: bytes, board: int) -> tuple[int, int] | None:
        hooks = codec.read_all(frame, board)
        return None if hooks is None else (hooks, len(codec.LOCKS))

    def unlock(self, board: int, lock: int) -> bytes:
        return codec.open_one(board, lock)

    def wake(self, board: int) -> bytes:
        return codec.clear_busy(board)

    def read_unlock(self, frame: bytes, board: int, lock: int) -> Reply | None:
        return Reply(True) if codec.is_open_answer(frame, board, lock) else None

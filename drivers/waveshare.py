"""How to use Waveshare's Modbus RTU Relay (D) as a lock board: RS-485, 9600 8N1.

The bytes are in `modbus_codec.py`.  A lock hangs on relay N and its feedback on input N.
The one trap to know: an order that is obeyed is answered with the order itself, so echoes
are found out with the question for the inputs, whose answer is shorter than it.

When a board comes all its relays are switched off: whoever was there before us may have
left one on.  We never do that, because the board itself ends each pulse.
"""

from drivers import modbus_codec as codec
from drivers.dialect import Dialect, Reply

PULSE_MS = 500
# The board has not begun: it does not know the order, the relay or the time, or is busy.
# After the other codes (4 failed, 5 still at it) nobody can tell.
_NOT_BEGUN = (1, 2, 3, 6)


class Waveshare(Dialect):
    """Boards 1 to 247, relays and inputs 1 to 8; `pulse_ms` is 300, 400 ... 1000."""

    boards = codec.BOARDS
    channels = codec.RELAYS
    response_ms = 500
    silence_ms = 25

    def __init__(self, pulse_ms: int = PULSE_MS) -> None:
        if pulse_ms not in codec.PULSES_MS:
            raise ValueError(f"a pulse of {pulse_ms} ms: it may last 300, 400 ... 1000 ms")
        self._pulse_ms = pulse_ms

    def poll(self, board: int) -> bytes:
        return codec.query_inputs(board)

    def read_poll(self, frame: bytes, board: int) -> tuple[int, int] | None:
        inputs = codec.read_inputs(frame, board)
        return None if inputs is None else (inputs, len(codec.RELAYS))

    def unlock(self, board: int, lock: int) -> bytes:
        return codec.flash(board, lock, self._pulse_ms)

    def read_unlock(self, frame: bytes, board: int, lock: int) -> Reply | None:
        if frame == codec.flash(board, lock, self._pulse_ms):
            return Reply(True)
        why = codec.read_exception(frame, board, codec.ORDER)
        return Reply(False) if why in _NOT_BEGUN else None

    def start(self, board: int) -> bytes:
        return codec.switch_all_off(board)

    def explain(self, frame: bytes, board: int) -> str:
        why = codec.read_exception(frame, board, codec.READ_INPUTS)
        if why is None:
            return ""
        return (
            f"it does not tell its inputs (Modbus exception {why}): use a board with inputs for"
            " the doors, such as the Modbus RTU Relay (D)"
        )

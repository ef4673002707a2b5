"""How to speak to one make of lock board: all that the lock bus must know of it.

The order of question and answer, patience with dead boards and care for the coils are the
same for all makes and stand in `lock_bus.py`; bytes stand in the codecs.  The idea needed to
read it: a dialect has no memory.  It makes words and reads answers, for boards and locks as
the site's file counts them, and says how long to wait for what.

The makes: `bcc8a.py`, `cu16.py`, `waveshare.py`.
"""

from typing import NamedTuple, Protocol


class Reply(NamedTuple):
    """What a board says to an order to open."""

    is_given: bool  # the pulse; False: the board refuses
    level: bool | None = None  # of the lock's feedback, where it comes along


class Dialect(Protocol):
    """One make of board.  Words for a board or lock that cannot be raise ValueError.

    A level is what stands on a lock's feedback wire; what it means for the door is wiring.
    """

    boards: range  # numbers that a board can have
    channels: range  # numbers that its locks can have
    response_ms: int  # to the first byte of an answer
    silence_ms: int  # that ends a frame
    # An order to open may go unanswered: listen for so long and then ask for the levels; a
    # board that tells them has heard the order.  Such a board needs no other probe than
    # that.  None: an order is always answered.
    listen_ms: int | None = None

    def probe(self, board: int, lock: int) -> bytes:
        """The first question on a line: no answer to it equals it, as an echo does."""
        return self.poll(board)

    def is_probe_answer(self, frame: bytes, board: int, lock: int) -> bool:
        """Is this the answer of that board?"""
        return self.read_poll(frame, board) is not None

    def poll(self, board: int) -> bytes:
        """The question for the levels of all locks."""

    def read_poll(self, frame: bytes, board: int) -> tuple[int, int] | None:
        """The answer to `poll`: (levels, width); None: this is not that answer.

        Bit `lock - 1` of `levels` is that of `lock`, for locks 1 to `width`.
        """

    def unlock(self, board: int, lock: int) -> bytes:
        """The order to pulse one lock."""

    def read_unlock(self, frame: bytes, board: int, lock: int) -> Reply | None:
        """The answer to `unlock`; None: this is not that answer."""

    def wake(self, board: int) -> bytes:
        """What to say to a board that fell silent after an order to open, b"" for nothing."""
        return b""

    def start(self, board: int) -> bytes:
        """What to say to a board that comes, b"" for nothing; its answer is the same bytes."""
        return b""

    def explain(self, frame: bytes, board: int) -> str:
        """Why a board does not tell its levels, if this says why; "" if not."""
        return ""

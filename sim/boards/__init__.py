"""Simulated lock boards, each written from its data sheet alone.

They share no code and no constants with the drivers that will talk to them: a
byte that both sides had wrong together would cancel out and be found in the
street.  This file says what every board is to the world, and joins boards to a
line.  The one idea: a board hears bytes, and some time later has bytes to say;
it never sees the line, a clock or the terminal.
"""

from collections.abc import Sequence
from typing import Protocol


class Board(Protocol):
    """What the world can do with any lock board."""

    def feed(self, data: bytes, now_ms: int) -> None:
        """Bytes that arrive on the line, its own or not, whole frames or not."""

    def due(self, now_ms: int) -> list[bytes]:
        """What it says up to now, each piece in one breath."""

    def wake_at_ms(self) -> int | None:
        """When it has something to say, if nothing else happens."""


class End(Protocol):
    """The end of a line that boards hang on."""

    def read(self) -> bytes: ...

    def write(self, data: bytes) -> None: ...


class Chain:
    """The boards that hang on one RS-485 line; all of them hear what the host says.

    They do not hear one another, and two that speak in the same millisecond
    follow each other instead of colliding.
    """

    def __init__(self, end: End, boards: Sequence[Board]) -> None:
        self._end = end
        self._boards = tuple(boards)

    def advance(self, now_ms: int) -> None:
        heard = self._end.read()
        for board in self._boards:
            if heard:
                board.feed(heard, now_ms)
            for said in board.due(now_ms):
                self._end.write(said)

    def wake_at_ms(self) -> int | None:
        wakes = [board.wake_at_ms() for board in self._boards]
        return min((wake for wake in wakes if wake is not None), default=None)

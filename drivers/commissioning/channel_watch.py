"""All channels of the boards on one line, as levels that have come to rest.

Questions, orders and patience are `lock_bus.py`'s, with all its care for coils.  The one idea:
nothing is known here of doors, so a channel is only its level on the wire; it has changed when
two readings in a row say so, because contacts bounce.
"""

from collections.abc import Iterable
from typing import NamedTuple

from drivers.coil_guard import CoilGuard
from drivers.commissioning.findings import Channel
from drivers.dialect import Dialect
from drivers.lock_answers import Found, Levels, Lost, Outcome
from drivers.lock_bus import LockBus

ASK_MS = 100


class Change(NamedTuple):
    """A channel has another level; None: before that it was never read."""

    board: int
    channel: int
    level: bool
    was: bool | None


class Given(NamedTuple):
    """What became of the pulse that was ordered."""

    how: str  # DONE, NOT_SENT, REFUSED, UNKNOWN


class ChannelWatch:
    """Use `receive`, `advance` and `wake_ms` as those of a `LockBus`.

    `changes`, `given` and `lost` fill up for the caller to take and clear.  `levels` is what
    stands on every channel that has been read.
    """

    def __init__(self, boards: Iterable[int], dialect: Dialect, ask_ms: int = ASK_MS) -> None:
        self.levels: dict[Channel, bool] = {}
        self.changes: list[Change] = []
        self.given: list[Given] = []
        self.silent: dict[int, str] = {}  # boards that do not answer, and why
        self._doubts: dict[Channel, bool] = {}
        numbers = tuple(boards)
        self._read = dict.fromkeys(numbers, 0)  # how often each told its levels
        self._bus = LockBus(dict.fromkeys(numbers, 1), dialect, CoilGuard())
        self._unread = set(numbers)
        for board in numbers:
            self._bus.set_interval(board, ask_ms)

    @property
    def wake_ms(self) -> int:
        return self._bus.wake_ms

    @property
    def is_known(self) -> bool:
        """Every board has told its levels, or is known to be silent."""
        return not self._unread and not self._doubts

    def mark(self) -> dict[int, int]:
        """A moment, for `has_read`."""
        return dict(self._read)

    def has_read(self, mark: dict[int, int], times: int) -> bool:
        """Has every board that answers told its levels so often since then?"""
        heard = (count - mark[board] for board, count in self._read.items()
                 if board not in self.silent)  # fmt: skip
        return all(count >= times for count in heard)

    def pulse(self, board: int, channel: int, now_ms: int) -> None:
        """Pulse one lock as soon as its coil and the others allow; `given` tells the outcome."""
        self._bus.unlock(board, channel, None, now_ms)

    def receive(self, data: bytes, now_ms: int) -> None:
        self._bus.receive(data, now_ms)

    def advance(self, now_ms: int) -> bytes:
        words = self._bus.advance(now_ms)
        answers, self._bus.answers = self._bus.answers, []
        for answer in answers:
            if isinstance(answer, Levels):
                self._hear_levels(answer)
            elif isinstance(answer, Outcome):
                self.given.append(Given(answer.how))
            elif isinstance(answer, Lost):
                self.silent[answer.board] = answer.why
                self._unread.discard(answer.board)
                self._doubts = {at: is_high for at, is_high in self._doubts.items()
                                if at[0] != answer.board}  # fmt: skip
            elif isinstance(answer, Found):
                self.silent.pop(answer.board, None)
        return words

    def _hear_levels(self, told: Levels) -> None:
        self._unread.discard(told.board)
        self._read[told.board] += 1
        for channel in range(1, told.width + 1):
            self._hear_level((told.board, channel), told.levels >> (channel - 1) & 1 == 1)

    def _hear_level(self, at: Channel, is_high: bool) -> None:
        if self.levels.get(at) is is_high:
            self._doubts.pop(at, None)
        elif self._doubts.get(at) is is_high:
            del self._doubts[at]
            self.changes.append(Change(*at, is_high, self.levels.get(at)))
            self.levels[at] = is_high
        else:
            self._doubts[at] = is_high

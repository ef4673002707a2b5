"""The master of one half-duplex line of BCC8A lock boards: who is asked what, and when.

It takes bytes and the time and gives bytes back; the line itself is held by
`lock_boards.py`, and what a frame looks like is in `bcc8a_codec.py`.  The idea needed to
read it: there is one question at a time.  `advance` first judges the answer to the open
question, if it is complete or overdue, and then asks the next one, if it is due.

Three things that boards and adapters do shape it:

* A frame ends when the line has been silent for 25 ms, and only then is it looked at.
* Some adapters hear themselves.  The echo of an order to open is byte for byte the
  answer "done, still shut", and that of a query for all locks is the answer of an 8-way
  board with all levels low.  So the first question on a line is always for a single
  lock, where no answer looks like the question; from then on we know and strip it.
* An order to open whose answer is lost may have opened the door.  It is never said
  twice: its outcome is UNKNOWN.  It is NOT_SENT only if no byte of it left us.

Timing: unlock answers come after 0.5 to 1 s (Open-Locker; the Wjl vendor text).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers import bcc8a_codec as codec
from drivers.coil_guard import CoilGuard

RESPONSE_MS = 1_500  # to the first byte of an answer
SILENCE_MS = 25  # USB adapters hand over one frame in bursts more than 5 ms apart
GAP_MS = 5  # so that a board has turned its driver off before the next one speaks
LONGEST = 32  # bytes: no echo and answer together are longer, so more is babble
POLL_MS = 500
LOST_POLL_MS = 5_000  # each question to a dead board keeps the line busy for 1.5 s
MISSES_MAX = 3  # questions in a row without a proper answer, and a board is lost
UNLOCK_MISSES_MAX = 2  # the same for giving back its unlocks: people wait for the outcome
STALE_MS = 10_000  # an unlock that had to wait longer surprises whoever stands there by then
# A line without bias resistors reads a false 00 or FF where one side stops driving it and
# the other has not begun.  No answer starts with either.
TURNAROUND_NOISE = b"\x00\xff"

DONE, NOT_SENT, REFUSED, UNKNOWN = "done", "not sent", "refused", "unknown"
_SILENT = (
    "it does not answer: check its power, its address switches, and the wires A and B;"
    " it is asked again every 5 s"
)
_GARBLED = (
    "its answers are garbled: check for a second board with the same address, swapped wires"
    " A and B, and a missing terminator; it is asked again every 5 s"
)


@dataclass(slots=True)
class Levels:
    """A board told the levels of its locks 1 to `width`: bit `lock - 1` of `levels`."""

    board: int
    levels: int
    width: int


@dataclass(slots=True)
class Outcome:
    """What became of an unlock: DONE, NOT_SENT, REFUSED or UNKNOWN; one for each, always.

    `level` is the feedback that came with DONE, otherwise None.
    """

    order: object
    how: str
    level: bool | None


@dataclass(slots=True)
class Lost:
    """A board has left three questions in a row without a proper answer."""

    board: int
    why: str


@dataclass(slots=True)
class Found:
    """A board that was lost has answered."""

    board: int


Answer = Levels | Outcome | Lost | Found


class _Board:
    """What the bus knows of one board."""

    __slots__ = ("asked_ms", "due_ms", "interval_ms", "is_answering", "is_lost", "misses",
                 "number", "poll", "probe", "probe_lock")  # fmt: skip

    def __init__(self, number: int, probe_lock: int) -> None:
        self.number = number
        self.probe_lock = probe_lock
        self.poll = codec.query_all(number)
        self.probe = codec.query_one(number, probe_lock)
        self.interval_ms = POLL_MS
        self.asked_ms = self.due_ms = 0
        self.is_answering = False  # it answered the last question
        self.is_lost = False
        self.misses = 0


@dataclass(slots=True)
class _Unlock:
    """An unlock that waits or is under way."""

    order: object
    board: _Board
    lock: int
    given_ms: int

    @property
    def coil(self) -> tuple[int, int]:
        return (self.board.number, self.lock)


class LockBus:
    """Give it what the line says with `receive`, then ask `advance` what to say.

    `boards` maps the number of each board to one of its locks (for the first question).
    `answers` fills up for the caller to take and clear.  `wake_ms` is when to call
    `advance` next; bytes from the line may come at any time.
    """

    def __init__(self, boards: Mapping[int, int]) -> None:
        self.answers: list[Answer] = []
        self.wake_ms = 0
        self._boards = [_Board(number, lock) for number, lock in sorted(boards.items())]
        self._by_number = {board.number: board for board in self._boards}
        self._guard = CoilGuard()
        self._unlocks: list[_Unlock] = []
        self._has_echo: bool | None = None  # None: nobody has told yet
        # The open question: to whom, in which words, and the unlock that it is, if it is one.
        self._asked: _Board | None = None
        self._request = b""
        self._unlock: _Unlock | None = None
        self._echo = b""  # what we have yet to hear of our own words
        self._received = b""
        self._deadline_ms = 0
        self._free_ms = 0

    # -- what the caller wants ------------------------------------------------------------

    def unlock(self, board: int, lock: int, order: object, now_ms: int) -> None:
        """Pulse a lock as soon as the line and the coils allow; `order` comes back."""
        self._unlocks.append(_Unlock(order, self._by_number[board], lock, now_ms))
        self._plan_unless_asking()

    def set_interval(self, board: int, interval_ms: int) -> None:
        """How often this board is asked for its levels from now on."""
        asked = self._by_number[board]
        asked.interval_ms = interval_ms
        if not asked.is_lost:
            asked.due_ms = asked.asked_ms + interval_ms
        self._plan_unless_asking()

    def drop_unlocks(self) -> None:
        """Give back the unlocks of which no byte has left us."""
        for unlock in self._unlocks:
            self._end_unlock(unlock, NOT_SENT)
        self._unlocks.clear()

    def line_lost(self) -> None:
        """The line is gone.  Do not call `advance` before `line_found`."""
        self.drop_unlocks()
        if self._unlock is not None:
            self._end_unlock(self._unlock, UNKNOWN)
        self._asked = self._unlock = None

    def line_found(self, now_ms: int) -> None:
        """The line is back, perhaps through another adapter: find out again who echoes."""
        self._has_echo = None
        for board in self._boards:
            board.due_ms = now_ms
            board.misses = 0
            board.is_answering = False
        self.wake_ms = now_ms

    # -- the line -------------------------------------------------------------------------

    def receive(self, data: bytes, now_ms: int) -> None:
        """Take bytes from the line.

        While nobody is asked they are noise, an answer that comes too late or the report of
        a board that speaks unasked; the poll that follows says the same and better.
        """
        if self._asked is None:
            return
        self._received += data
        is_babble = len(self._received) > LONGEST
        self.wake_ms = now_ms if is_babble else now_ms + SILENCE_MS

    def advance(self, now_ms: int) -> bytes:
        """Do what is due; returns the bytes to say now, b"" for none.

        From the moment that an order to open is returned, it counts as sent.
        """
        if now_ms < self.wake_ms:
            return b""
        if self._asked is not None:
            self._judge(self._asked, now_ms)
        if self._asked is not None or now_ms < self.wake_ms:
            return b""
        return self._ask(now_ms)

    # -- asking ---------------------------------------------------------------------------

    def _ask(self, now_ms: int) -> bytes:
        board: _Board | None = None
        unlock = self._next_unlock(now_ms) if self._unlocks else None
        if unlock is not None:
            board = unlock.board
            if board.is_answering and self._has_echo is not None:
                return self._say_unlock(unlock, now_ms)
            # Nobody may be there, and then it is far better not to have said it.
        else:
            board = min(self._boards, key=_due_ms)
            if now_ms < board.due_ms:
                self._plan()
                return b""
        return self._say(board, board.probe if self._has_echo is None else board.poll, now_ms)

    def _next_unlock(self, now_ms: int) -> _Unlock | None:
        """The first one that may be said now; those that may not be said at all end here."""
        for unlock in list(self._unlocks):
            if now_ms - unlock.given_ms > STALE_MS:
                self._end_unlock(unlock, NOT_SENT)
            elif self._guard.is_spent(unlock.coil, now_ms):
                self._end_unlock(unlock, REFUSED)
            elif self._guard.ready_ms(unlock.coil) <= now_ms:
                return unlock
            else:
                continue
            self._unlocks.remove(unlock)
        return None

    def _say_unlock(self, unlock: _Unlock, now_ms: int) -> bytes:
        self._unlocks.remove(unlock)
        self._unlock = unlock
        self._guard.note_pulse(unlock.coil, now_ms)
        return self._say(unlock.board, codec.open_one(*unlock.coil), now_ms)

    def _say(self, board: _Board, request: bytes, now_ms: int) -> bytes:
        self._asked = board
        self._request = request
        self._echo = request if self._has_echo else b""
        self._received = b""
        self._deadline_ms = self.wake_ms = now_ms + RESPONSE_MS
        if self._unlock is None:
            board.asked_ms = now_ms
            board.due_ms = now_ms + (LOST_POLL_MS if board.is_lost else board.interval_ms)
        return request

    def _plan_unless_asking(self) -> None:
        if self._asked is None:
            self._plan()

    def _plan(self) -> None:
        """When the next question is due."""
        wake_ms = min([board.due_ms for board in self._boards])
        for unlock in self._unlocks:
            wake_ms = min(wake_ms, self._guard.ready_ms(unlock.coil))
        self.wake_ms = max(wake_ms, self._free_ms)

    # -- listening ------------------------------------------------------------------------

    def _judge(self, board: _Board, now_ms: int) -> None:
        """The line has been silent long enough: what has been said?"""
        self._strip_echo(board)
        frame, self._received = self._received, b""
        unlock = self._unlock
        if unlock is not None:
            level = codec.read_open(frame, *unlock.coil)
            is_proper = level is not None
        else:
            level = None
            is_proper = self._read_levels(frame, board)
        if now_ms < self._deadline_ms and not is_proper and (unlock is not None or not frame):
            # Only our own words so far; or noise, and the board still owes us an answer that
            # would collide with the next question.
            self.wake_ms = self._deadline_ms
            return
        self._asked = self._unlock = None
        self._free_ms = now_ms + GAP_MS
        if unlock is not None:
            self._end_unlock(unlock, DONE if is_proper else UNKNOWN, level)
        self._note_health(board, is_proper, _GARBLED if frame else _SILENT)
        self._plan()

    def _strip_echo(self, board: _Board) -> None:
        received = self._received.lstrip(TURNAROUND_NOISE)
        if self._has_echo is None:
            self._detect_echo(received, board)
        if self._echo and received.startswith(self._echo):
            received = received[len(self._echo) :].lstrip(TURNAROUND_NOISE)
            self._echo = b""
        self._received = received

    def _detect_echo(self, received: bytes, board: _Board) -> None:
        """An echo of this question has 33 where a true answer has only 00 or 11."""
        if received.startswith(board.probe):
            self._has_echo = True
            self._echo = board.probe
        elif codec.read_one(received, board.number, board.probe_lock) is not None:
            self._has_echo = False

    def _read_levels(self, frame: bytes, board: _Board) -> bool:
        if self._request is board.probe:
            if codec.read_one(frame, board.number, board.probe_lock) is None:
                return False
            board.due_ms = board.asked_ms  # its levels have yet to be asked for
            return True
        told = codec.read_all(frame, board.number)
        if told is None:
            return False
        self.answers.append(Levels(board.number, *told))
        return True

    def _note_health(self, board: _Board, is_proper: bool, why: str) -> None:
        board.is_answering = is_proper
        board.misses = 0 if is_proper else board.misses + 1
        if is_proper and board.is_lost:
            board.is_lost = False
            board.due_ms = self._free_ms
            self.answers.append(Found(board.number))
        if board.misses >= UNLOCK_MISSES_MAX and self._unlocks:
            self._give_back_unlocks(board)
        if board.misses == MISSES_MAX and not board.is_lost:
            board.is_lost = True
            board.due_ms = board.asked_ms + LOST_POLL_MS
            self._has_echo = None  # in case noise had deceived us about it
            self.answers.append(Lost(board.number, why))

    def _give_back_unlocks(self, board: _Board) -> None:
        for unlock in self._unlocks:
            if unlock.board is board:
                self._end_unlock(unlock, NOT_SENT)
        self._unlocks = [unlock for unlock in self._unlocks if unlock.board is not board]

    def _end_unlock(self, unlock: _Unlock, how: str, level: bool | None = None) -> None:
        self.answers.append(Outcome(unlock.order, how, level))


def _due_ms(board: _Board) -> int:
    return board.due_ms

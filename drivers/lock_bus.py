"""The master of one half-duplex line of lock boards: who is asked what, and when.

It takes bytes and the time and gives bytes back; the line itself is held by
`lock_boards.py`, and the words of each make of board are in its dialect.  The idea needed to
read it: there is one question at a time.  `advance` first judges the answer to the open
question, if it is complete or overdue, and then asks the next one, if it is due.

Three things that boards and adapters do shape it:

* A frame ends when the line has been silent for a while, and only then is it looked at.
* Some adapters hear themselves, and the echo of an order to open is for most boards byte for
  byte its answer.  So the first question on a line is always one whose answer never equals
  it; from then on we know about the echo and strip it.
* An order to open whose answer is lost may have opened the door.  It is never said
  twice: its outcome is UNKNOWN.  It is NOT_SENT only if no byte of it left us.
"""

from collections.abc import Hashable, Mapping

from drivers.coil_guard import CoilGuard
from drivers.dialect import Dialect, Reply
from drivers.ear import Ear
from drivers.lock_answers import (
    DONE,
    NOT_SENT,
    REFUSED,
    UNKNOWN,
    Answer,
    Found,
    Levels,
    Lost,
    Outcome,
)
from drivers.unlock_queue import UnlockQueue

GAP_MS = 5  # so that a board has turned its driver off before the next one speaks
POLL_MS = 500
LOST_POLL_MS = 5_000  # each question to a dead board keeps the line busy for a second or more
MISSES_MAX = 3  # questions in a row without a proper answer, and a board is lost
UNLOCK_MISSES_MAX = 2  # the same for giving back its unlocks: people wait for the outcome
VERIFY_MAX = 2  # questions after an order that may go unanswered: the first may meet the pulse

_SILENT = (
    "it does not answer: check its power, its address switches, and the wires A and B;"
    " it is asked again every 5 s"
)
_GARBLED = (
    "its answers are garbled: check for a second board with the same address, swapped wires"
    " A and B, and a missing terminator; it is asked again every 5 s"
)
# What a board can be told, as its dialect calls it.
_PROBE, _POLL, _START, _UNLOCK, _WAKE = "probe", "poll", "start", "unlock", "wake"


class _Board:
    """What the bus knows of one board."""

    __slots__ = ("asked_ms", "due_ms", "interval_ms", "is_answering", "is_lost", "last_frame",
                 "last_levels", "lock", "misses", "needs_start", "needs_wake", "number", "poll",
                 "probe", "start", "wake")  # fmt: skip

    def __init__(self, number: int, lock: int, dialect: Dialect) -> None:
        self.number = number
        self.lock = lock
        self.poll = dialect.poll(number)
        self.probe = dialect.probe(number, lock)
        self.start = dialect.start(number)
        self.needs_start = bool(self.start)
        self.wake = dialect.wake(number)
        self.needs_wake = False  # it may be deaf since an order of whoever was there before us
        self.interval_ms = POLL_MS
        self.asked_ms = self.due_ms = 0
        self.is_answering = False  # it answered the last question
        self.is_lost = False
        self.misses = 0
        self.last_frame: bytes | None = None  # that told its levels, which seldom change
        self.last_levels: Levels | None = None

    @property
    def starts_now(self) -> bool:
        """It has been asked something, answered or not, and has yet to be told to start."""
        return self.needs_start and (self.is_answering or self.misses > 0)


class _Unlock:
    """An unlock that waits or is under way."""

    __slots__ = ("board", "coil", "given_ms", "lock", "order", "verifies", "wake")

    def __init__(
        self, order: object, board: _Board, lock: int, coil: Hashable, now_ms: int
    ) -> None:
        self.order = order
        self.board = board
        self.lock = lock
        self.coil = coil
        self.given_ms = now_ms
        self.verifies = 0  # questions whether its board is still there
        self.wake = b""  # yet to be said if it is not


class LockBus:
    """Give it what the line says with `receive`, then ask `advance` what to say.

    `boards` maps the number of each board to one of its locks (for the first question).
    Buses on one power supply share a guard, which knows their coils as (name of the bus,
    board, lock).  `answers` fills up for the caller to take and clear.  `wake_ms` is when to
    call `advance` next; bytes from the line may come at any time.
    """

    def __init__(
        self, boards: Mapping[int, int], dialect: Dialect, guard: CoilGuard, name: str = ""
    ) -> None:
        self.answers: list[Answer] = []
        self.wake_ms = 0
        self._dialect = dialect
        self._silence_ms = dialect.silence_ms
        self._guard = guard
        self._name = name
        self._boards = [_Board(number, boards[number], dialect) for number in sorted(boards)]
        self._by_number = {board.number: board for board in self._boards}
        self._unlocks: UnlockQueue[_Unlock] = UnlockQueue(guard)
        self._ear = Ear()
        # The open question: to whom, and what; and the unlock that is under way, if one is.
        self._asked: _Board | None = None
        self._what = ""
        self._unlock: _Unlock | None = None
        self._deadline_ms = 0
        self._free_ms = 0

    # -- what the caller wants ------------------------------------------------------------

    def unlock(self, board: int, lock: int, order: object, now_ms: int) -> None:
        """Pulse a lock as soon as the line and the coils allow; `order` comes back.

        One that still waits for the same lock is NOT_SENT: this one takes its place.
        """
        coil = (self._name, board, lock)
        late = self._unlocks.put(_Unlock(order, self._by_number[board], lock, coil, now_ms))
        if late is not None:
            self._end_unlock(late, NOT_SENT)
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
        for unlock in self._unlocks.take_all():
            self._end_unlock(unlock, NOT_SENT)

    def line_lost(self) -> None:
        """The line is gone.  Do not call `advance` before `line_found`."""
        self.drop_unlocks()
        if self._unlock is not None:
            self._end_unlock(self._unlock, UNKNOWN)
        self._asked = self._unlock = None

    def line_found(self, now_ms: int) -> None:
        """The line is back, perhaps through another adapter: find out again who echoes."""
        self._ear.has_echo = None
        for board in self._boards:
            board.due_ms = now_ms
            board.misses = 0
            board.is_answering = False
            board.needs_start = bool(board.start)
        self.wake_ms = now_ms

    # -- the line -------------------------------------------------------------------------

    def receive(self, data: bytes, now_ms: int) -> None:
        """Take bytes from the line.

        While nobody is asked they are noise, an answer that comes too late or the report of
        a board that speaks unasked; the poll that follows says the same and better.
        """
        if self._asked is None:
            return
        is_babble = self._ear.hear(data)
        self.wake_ms = now_ms if is_babble else now_ms + self._silence_ms

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
        if self._unlock is not None:
            return self._verify(self._unlock, now_ms)
        unlock = self._next_unlock(now_ms) if self._unlocks else None
        if unlock is not None:
            board = unlock.board
        else:
            board = min(self._boards, key=_due_ms)
            if now_ms < board.due_ms:
                self._plan()
                return b""
        if board.starts_now:
            board.needs_start = False
            return self._say(board, _START, board.start, now_ms)
        if board.needs_wake:
            board.needs_wake = False
            return self._say(board, _WAKE, board.wake, now_ms)
        if unlock is not None and board.is_answering and self._ear.has_echo is not None:
            return self._say_unlock(unlock, now_ms)
        # Nobody may be there, and then it is far better not to have said it.
        return self._question(board, now_ms)

    def _next_unlock(self, now_ms: int) -> _Unlock | None:
        """The first one that may be said now; those that may not be said at all end here."""
        for unlock, how in self._unlocks.hopeless(now_ms):
            self._end_unlock(unlock, how)
        return self._unlocks.ready(now_ms)

    def _say_unlock(self, unlock: _Unlock, now_ms: int) -> bytes:
        self._unlocks.remove(unlock)
        self._unlock = unlock
        self._guard.note_pulse(unlock.coil, now_ms)
        unlock.wake = self._dialect.wake(unlock.board.number)
        words = self._dialect.unlock(unlock.board.number, unlock.lock)
        return self._say(unlock.board, _UNLOCK, words, now_ms)

    def _verify(self, unlock: _Unlock, now_ms: int) -> bytes:
        """The order was said and listened to: does its board answer at all?"""
        if unlock.verifies and unlock.wake:
            words, unlock.wake = unlock.wake, b""
            return self._say(unlock.board, _WAKE, words, now_ms)
        unlock.verifies += 1
        return self._question(unlock.board, now_ms)

    def _question(self, board: _Board, now_ms: int) -> bytes:
        if self._ear.has_echo is None:
            return self._say(board, _PROBE, board.probe, now_ms)
        return self._say(board, _POLL, board.poll, now_ms)

    def _say(self, board: _Board, what: str, words: bytes, now_ms: int) -> bytes:
        self._asked = board
        self._what = what
        self._ear.said(words)
        wait_ms = self._dialect.response_ms
        if what is _POLL or what is _PROBE:
            board.asked_ms = now_ms
            board.due_ms = now_ms + (LOST_POLL_MS if board.is_lost else board.interval_ms)
        elif what is not _START and self._dialect.listen_ms is not None:
            wait_ms = self._dialect.listen_ms
        self._deadline_ms = self.wake_ms = now_ms + wait_ms
        return words

    def _plan_unless_asking(self) -> None:
        if self._asked is None:
            self._plan()

    def _plan(self) -> None:
        """When the next question is due."""
        if self._unlock is not None:
            self.wake_ms = self._free_ms
            return
        wake_ms = min([board.due_ms for board in self._boards])
        if self._unlocks:
            wake_ms = min(wake_ms, self._unlocks.ready_ms())
        self.wake_ms = max(wake_ms, self._free_ms)

    # -- listening ------------------------------------------------------------------------

    def _judge(self, board: _Board, now_ms: int) -> None:
        """The line has been silent long enough: what has been said?"""
        if self._what is _PROBE:
            self._detect_echo(board)
        frame = self._ear.take()
        heard = self._understand(frame, board)
        is_order = self._unlock is not None or self._what is _START
        if heard is None and now_ms < self._deadline_ms and (is_order or not frame):
            # Only our own words so far; or noise, and the board still owes us an answer that
            # would collide with the next question.
            self.wake_ms = self._deadline_ms
            return
        self._asked = None
        self._free_ms = now_ms + GAP_MS
        if self._unlock is not None:
            self._judge_unlock(self._unlock, heard)
        if isinstance(heard, Levels):
            self.answers.append(heard)
        elif heard is True:
            board.due_ms = board.asked_ms  # its levels have yet to be asked for
        if self._must_answer():
            self._note_health(board, heard is not None, frame)
        elif self._what is _WAKE and self._unlock is None:
            board.due_ms = self._free_ms
        if board.starts_now:
            board.due_ms = self._free_ms
        self._plan()

    def _detect_echo(self, board: _Board) -> None:
        number, lock, is_answer = board.number, board.lock, self._dialect.is_probe_answer
        self._ear.detect(lambda frame: is_answer(frame, number, lock))

    def _understand(self, frame: bytes, board: _Board) -> Levels | Reply | bool | None:
        """What this says to what was asked; None: it is no answer to that."""
        what = self._what
        if what is _POLL or (what is _PROBE and board.probe == board.poll):
            return self._read_levels(frame, board)
        if what is _PROBE:
            return self._dialect.is_probe_answer(frame, board.number, board.lock) or None
        if what is _START:
            return frame == board.start or None
        if what is _WAKE:
            return None
        assert self._unlock is not None
        return self._dialect.read_unlock(frame, board.number, self._unlock.lock)

    def _read_levels(self, frame: bytes, board: _Board) -> Levels | None:
        if frame != board.last_frame:
            told = self._dialect.read_poll(frame, board.number)
            if told is None:
                return None
            board.last_frame, board.last_levels = frame, Levels(board.number, *told)
        return board.last_levels

    def _judge_unlock(self, unlock: _Unlock, heard: Levels | Reply | bool | None) -> None:
        """The outcome of an unlock, unless its board has yet to be asked whether it is there."""
        if isinstance(heard, Reply) and not heard.is_given:
            self._end_unlock(unlock, REFUSED)
        elif self._what is _UNLOCK and self._dialect.listen_ms is not None:
            return
        elif isinstance(heard, Reply):
            self._end_unlock(unlock, DONE, heard.level)
        elif heard is not None:
            self._end_unlock(unlock, DONE)
        elif self._what is not _UNLOCK and unlock.verifies < VERIFY_MAX:
            return
        else:
            self._end_unlock(unlock, UNKNOWN)
        self._unlock = None

    def _must_answer(self) -> bool:
        """Is a board that does not answer this in trouble?"""
        is_order = self._what is _UNLOCK and self._dialect.listen_ms is None
        return is_order or self._what is _POLL or self._what is _PROBE

    def _note_health(self, board: _Board, is_proper: bool, frame: bytes) -> None:
        board.is_answering = is_proper
        board.misses = 0 if is_proper else board.misses + 1
        board.needs_wake = bool(board.misses and board.wake)
        if is_proper and board.is_lost:
            board.is_lost = False
            board.due_ms = self._free_ms
            board.needs_start = bool(board.start)
            self.answers.append(Found(board.number))
        if board.misses >= UNLOCK_MISSES_MAX and self._unlocks:
            self._give_back_unlocks(board)
        if board.misses == MISSES_MAX and not board.is_lost:
            board.is_lost = True
            board.due_ms = board.asked_ms + LOST_POLL_MS
            self._ear.has_echo = None  # in case noise had deceived us about it
            why = self._dialect.explain(frame, board.number) or (_GARBLED if frame else _SILENT)
            self.answers.append(Lost(board.number, why))

    def _give_back_unlocks(self, board: _Board) -> None:
        for unlock in self._unlocks.take_all(lambda unlock: unlock.board is board):
            self._end_unlock(unlock, NOT_SENT)

    def _end_unlock(self, unlock: _Unlock, how: str, level: bool | None = None) -> None:
        self.answers.append(Outcome(unlock.order, how, level))


def _due_ms(board: _Board) -> int:
    return board.due_ms

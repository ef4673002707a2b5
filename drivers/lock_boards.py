"""The locks and doors behind one line of lock boards, as the terminal knows them.

Here compartments become boards and channels, and levels on a wire become doors that are
open or shut; when to ask whom is decided in `lock_bus.py`, and what an open door means
in the terminal.  The idea needed to read it: one reading is nothing.  A contact bounces
and a frame may lie, so a door has changed when two readings in a row say so; the level
that comes with the answer to an unlock counts as one.

What the contact feels may be the latch and not the door: that, too, is the terminal's to
know.  UnlockDone says that the board gave a pulse, never that a door moved.
"""

from collections.abc import Iterable, Mapping

from drivers import lock_bus
from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.lock_bus import LockBus
from terminal import effects, events
from terminal.part import Part
from terminal.record import Record

# What closes the contact (11, high) is wiring and has to be tried at commissioning: the
# maker's own text contradicts itself.
IS_OPEN_WHEN_HIGH = {"door_closing": False, "door_opening": True}

IDLE_MS = 500
FAST_MS = 150
FAST_WHILE_OPEN_MS = 120_000  # then whoever left it open has gone, and there is no hurry
FAST_FOR_MS = 15_000  # after an unlock somebody stands there and waits
SILENT_AFTER = 3  # answers in a row that do not tell a door's level

LINE = "lock line"


class _Door:
    """One door and its last readings."""

    __slots__ = ("board", "compartment", "doubt", "is_open", "is_open_when_high", "is_silent",
                 "lock", "unread")  # fmt: skip

    def __init__(self, compartment: int, board: int, lock: int, is_open_when_high: bool) -> None:
        self.compartment = compartment
        self.board = board
        self.lock = lock
        self.is_open_when_high = is_open_when_high
        self.forget()

    def forget(self) -> None:
        self.is_open: bool | None = None  # as told; None: nothing was told since silence
        self.doubt: bool | None = None  # the last reading, if it differs
        self.unread = 0
        self.is_silent = False

    @property
    def is_settled(self) -> bool:
        """Nothing is to be expected of the next reading."""
        is_known = self.is_silent if self.is_open is None else not self.unread
        return is_known and self.doubt is None

    def read(self, level: bool) -> Record | None:
        """Take a reading; returns what it has made certain."""
        is_open = level is self.is_open_when_high
        self.unread = 0
        if is_open is self.is_open:
            self.doubt = None
            return None
        if is_open is not self.doubt:
            self.doubt = is_open
            return None
        was_told = self.is_open is not None
        self.is_open, self.doubt, self.is_silent = is_open, None, False
        if not was_told:
            return events.DoorSeen(self.compartment, is_open)
        changed = events.DoorOpened if is_open else events.DoorClosed
        return changed(self.compartment)

    def miss(self) -> Record | None:
        """Its board has answered and not told its level."""
        self.doubt = None
        self.unread += 1
        return self.silence() if self.unread >= SILENT_AFTER else None

    def silence(self) -> Record | None:
        """It can no longer be read; told once."""
        if self.is_silent:
            return None
        self.forget()
        self.is_silent = True
        return events.DoorSilent(self.compartment)


class _Board:
    """The doors of one board."""

    __slots__ = ("doors", "fast_until_ms", "is_settled", "last", "number", "open_until_ms",
                 "trouble")  # fmt: skip

    def __init__(self, number: int, doors: list[_Door]) -> None:
        self.number = number
        self.doors = doors
        self.trouble = ""  # why it is lost
        self.fast_until_ms = 0
        self.open_until_ms = 0
        self.is_settled = False  # the same answer again would change nothing
        self.last = (0, 0)

    @property
    def part(self) -> str:
        return f"lock board {self.number}"


class LockBoards(Part):
    """All BCC8A boards on one line.

    wiring: (compartment, board, channel as the wire counts it, from 1) for each door.
    feedback: "door_closing" or "door_opening" for all doors; feedback_of: for single
    compartments.  poll_ms: 100 to 2000, how often each board is asked while nothing happens.
    """

    name = "locks"
    performs = (effects.Unlock,)

    def __init__(
        self, line: Line, wiring: Iterable[tuple[int, int, int]], *,
        feedback: str = "door_closing", feedback_of: Mapping[int, str] | None = None,
        poll_ms: int = IDLE_MS,
    ) -> None:  # fmt: skip
        assert 100 <= poll_ms <= 2_000, poll_ms
        of = feedback_of or {}
        doors = [
            _Door(compartment, board, lock, IS_OPEN_WHEN_HIGH[of.get(compartment, feedback)])
            for compartment, board, lock in wiring
        ]
        self._doors = {door.compartment: door for door in doors}
        assert len({(door.board, door.lock) for door in doors}) == len(self._doors) == len(doors)
        self._boards = {
            number: _Board(number, [door for door in doors if door.board == number])
            for number in sorted({door.board for door in doors})
        }
        self._line = KeptLine(line, LINE)
        self._bus = LockBus({n: board.doors[0].lock for n, board in self._boards.items()})
        self._poll_ms = poll_ms
        self._is_up = True
        self._facts: list[Record] = []

    # -- the part -------------------------------------------------------------------------

    def poll(self, now_ms: int) -> list[Record]:
        line, bus = self._line, self._bus
        data = line.read(now_ms)
        if line.is_up is not self._is_up:
            self._note_line(now_ms)
        if line.is_up:
            if data:
                bus.receive(data, now_ms)
            if now_ms >= bus.wake_ms:
                self._advance(now_ms)
        if not self._facts:
            return []
        facts, self._facts = self._facts, []
        return facts

    def perform(self, effect: Record, now_ms: int) -> None:
        assert isinstance(effect, effects.Unlock)
        door = self._doors[effect.compartment]
        if not self._is_up:
            self._facts.append(events.UnlockNotSent(effect.compartment, effect.opening))
            return
        self._bus.unlock(door.board, door.lock, effect, now_ms)

    def wake_at_ms(self) -> int | None:
        if self._facts:
            return 0
        at_ms = self._line.wake_at_ms()
        return self._bus.wake_ms if at_ms is None else at_ms

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        """Forget all readings; an unlock that has not gone out must not open a door now."""
        self._bus.drop_unlocks()
        self._hear(0)
        self._line.restart()
        self._facts += self._line.facts
        self._line.facts.clear()
        for board in self._boards.values():
            self._forget(board)

    def close(self) -> None:
        self._line.close()

    # -- the line -------------------------------------------------------------------------

    def _advance(self, now_ms: int) -> None:
        request = self._bus.advance(now_ms)
        if self._bus.answers:
            self._hear(now_ms)
        if request:
            self._line.write(request, now_ms)
            if not self._line.is_up:
                self._note_line(now_ms)

    def _note_line(self, now_ms: int) -> None:
        """The line has gone or come back."""
        self._is_up = self._line.is_up
        self._facts += self._line.facts
        self._line.facts.clear()
        if self._is_up:
            self._bus.line_found(now_ms)
            return
        self._bus.line_lost()
        self._hear(now_ms)
        for board in self._boards.values():
            self._silence(board)

    # -- the answers ----------------------------------------------------------------------

    def _hear(self, now_ms: int) -> None:
        answers, self._bus.answers = self._bus.answers, []
        for answer in answers:
            if isinstance(answer, lock_bus.Levels):
                self._hear_levels(answer, now_ms)
            elif isinstance(answer, lock_bus.Outcome):
                self._hear_outcome(answer, now_ms)
            elif isinstance(answer, lock_bus.Lost):
                self._hear_lost(answer)
            else:
                self._hear_found(answer)

    def _hear_levels(self, told: lock_bus.Levels, now_ms: int) -> None:
        board = self._boards[told.board]
        last = (told.levels, told.width)
        if board.is_settled and last == board.last:
            return
        board.last = last
        known = len(self._facts)
        for door in board.doors:
            if door.lock <= told.width:
                self._tell(door.read(told.levels >> (door.lock - 1) & 1 == 1))
            else:
                self._tell(door.miss())
        if any(isinstance(fact, events.DoorOpened) for fact in self._facts[known:]):
            board.open_until_ms = now_ms + FAST_WHILE_OPEN_MS
        self._pace(board, now_ms)

    def _hear_outcome(self, outcome: lock_bus.Outcome, now_ms: int) -> None:
        order = outcome.order
        assert isinstance(order, effects.Unlock)
        self._facts.append(_OUTCOMES[outcome.how](order.compartment, order.opening))
        door = self._doors[order.compartment]
        if outcome.level is not None:
            self._tell(door.read(outcome.level))
        board = self._boards[door.board]
        board.fast_until_ms = now_ms + FAST_FOR_MS
        self._pace(board, now_ms)

    def _hear_lost(self, lost: lock_bus.Lost) -> None:
        board = self._boards[lost.board]
        board.trouble = lost.why
        self._facts.append(events.PartFailed(board.part, lost.why))
        self._silence(board)

    def _hear_found(self, found: lock_bus.Found) -> None:
        board = self._boards[found.board]
        board.trouble = ""
        self._facts.append(events.PartMended(board.part))

    def _tell(self, fact: Record | None) -> None:
        if fact is not None:
            self._facts.append(fact)

    # -- the pace -------------------------------------------------------------------------

    def _pace(self, board: _Board, now_ms: int) -> None:
        """Ask often while something moves or may move, and for a while where a door stands open."""
        is_any_open = now_ms < board.open_until_ms and any(door.is_open for door in board.doors)
        is_calm = now_ms >= board.fast_until_ms and not is_any_open
        board.is_settled = is_calm and all(door.is_settled for door in board.doors)
        self._bus.set_interval(board.number, self._poll_ms if board.is_settled else FAST_MS)

    def _silence(self, board: _Board) -> None:
        board.is_settled = False
        for door in board.doors:
            self._tell(door.silence())

    def _forget(self, board: _Board) -> None:
        board.is_settled = False
        self._bus.set_interval(board.number, FAST_MS)
        for door in board.doors:
            door.forget()
        if board.trouble:
            self._facts.append(events.PartFailed(board.part, board.trouble))
        if board.trouble or not self._is_up:
            self._silence(board)


_OUTCOMES = {
    lock_bus.DONE: events.UnlockDone,
    lock_bus.NOT_SENT: events.UnlockNotSent,
    lock_bus.REFUSED: events.UnlockRefused,
    lock_bus.UNKNOWN: events.UnlockUnknown,
}

"""The locks and doors behind one line of lock boards, as the terminal knows them.

Here compartments become boards and channels, and levels on a wire become doors that are
open or shut (`door_readings.py`); when to ask whom is decided in `lock_bus.py`, in the words
of the boards' dialect.  The idea needed to read it: two readings in a row make a door
certain, and the level that comes with the answer to an unlock counts as one; so boards are
asked more often while something moves or may move.

What the contact feels may be the latch and not the door: that is the terminal's to know.
UnlockDone says that the board gave a pulse, never that a door moved.
"""

from collections.abc import Iterable, Mapping

from drivers.bcc8a import Bcc8a
from drivers.coil_guard import CoilGuard
from drivers.dialect import Dialect
from drivers.door_readings import Door
from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.lock_answers import DONE, NOT_SENT, REFUSED, UNKNOWN, Found, Levels, Lost, Outcome
from drivers.lock_bus import LockBus
from drivers.lock_health import LockHealth, Wear
from terminal import effects, events
from terminal.part import Part
from terminal.record import Record

IDLE_MS = 500
FAST_MS = 150
FAST_WHILE_OPEN_MS = 120_000  # then whoever left it open has gone, and there is no hurry
FAST_FOR_MS = 15_000  # after an unlock somebody stands there and waits


class _Board:
    """The doors of one board, and what the part is called in facts about it."""

    __slots__ = ("doors", "fast_until_ms", "is_settled", "last", "number", "open_until_ms",
                 "part", "trouble")  # fmt: skip

    def __init__(self, number: int, doors: list[Door], part: str) -> None:
        self.number = number
        self.doors = doors
        self.part = part
        self.trouble = ""  # why it is lost
        self.fast_until_ms = 0
        self.open_until_ms = 0
        self.is_settled = False  # the same answer again would change nothing
        self.last: Levels | None = None


class LockBoards(Part):
    """All boards on one line; they speak one dialect.

    wiring: (compartment, board, channel) for each door, the channel as printed on the board,
    from 1.  name: of the line, where a cabinet has several.  guard: shared by the lines whose
    coils hang on one power supply.  feedback: "door_closing" or "door_opening" for all doors;
    feedback_of: for single compartments, "latch" too (decision 17).  poll_ms: 100 to 2000, how
    often each board is asked while nothing happens.  Raises ValueError for a board or channel
    that cannot be.
    """

    name = "locks"
    performs = (effects.Unlock,)

    def __init__(
        self, line: Line, wiring: Iterable[tuple[int, int, int]], *,
        dialect: Dialect | None = None, name: str = "", guard: CoilGuard | None = None,
        feedback: str = "door_closing", feedback_of: Mapping[int, str] | None = None,
        poll_ms: int = IDLE_MS,
    ) -> None:  # fmt: skip
        assert 100 <= poll_ms <= 2_000, poll_ms
        dialect = dialect or Bcc8a()
        of = feedback_of or {}
        doors = [
            Door(compartment, board, lock, of.get(compartment, feedback))
            for compartment, board, lock in wiring
        ]
        _check(doors, dialect)
        self._doors = {door.compartment: door for door in doors}
        end = f" {name}" if name else ""
        self._boards = {
            number: _Board(
                number,
                [door for door in doors if door.board == number],
                f"lock board{end} {number}",
            )
            for number in sorted({door.board for door in doors})
        }
        self._line = KeptLine(line, f"lock line{end}")
        firsts = {number: board.doors[0].lock for number, board in self._boards.items()}
        self._bus = LockBus(firsts, dialect, guard or CoilGuard(), name)
        self._health = LockHealth()
        self._poll_ms = poll_ms
        self._is_up = True
        self._facts: list[Record] = []

    @property
    def compartments(self) -> tuple[int, ...]:
        """Those whose doors hang on this line."""
        return tuple(self._doors)

    def wear(self, compartment: int) -> Wear:
        """How the lock of a compartment has fared since the start."""
        assert compartment in self._doors, compartment
        return self._health.of(compartment)

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
        self._hear(now_ms)  # of an order whose place it has taken
        self._health.ordered(effect.compartment, now_ms)

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
            if isinstance(answer, Levels):
                self._hear_levels(answer, now_ms)
            elif isinstance(answer, Outcome):
                self._hear_outcome(answer, now_ms)
            elif isinstance(answer, Lost):
                self._hear_lost(answer)
            else:
                self._hear_found(answer)

    def _hear_levels(self, told: Levels, now_ms: int) -> None:
        board = self._boards[told.board]
        if board.is_settled and told is board.last:
            return
        board.last = told
        for door in board.doors:
            if door.lock <= told.width:
                self._tell_reading(door.read(told.levels >> (door.lock - 1) & 1 == 1), now_ms)
            else:
                self._tell(door.miss())
        self._pace(board, now_ms)

    def _hear_outcome(self, outcome: Outcome, now_ms: int) -> None:
        order = outcome.order
        assert isinstance(order, effects.Unlock)
        compartment = order.compartment
        self._facts.append(_OUTCOMES[outcome.how](compartment, order.opening))
        if outcome.how in (DONE, UNKNOWN):
            self._health.pulsed(compartment)
        else:
            self._health.kept_shut(compartment)
        door = self._doors[compartment]
        if outcome.level is not None:
            self._tell_reading(door.read(outcome.level), now_ms)
        board = self._boards[door.board]
        board.fast_until_ms = now_ms + FAST_FOR_MS
        self._pace(board, now_ms)

    def _hear_lost(self, lost: Lost) -> None:
        board = self._boards[lost.board]
        board.trouble = lost.why
        self._facts.append(events.PartFailed(board.part, lost.why))
        self._silence(board)

    def _hear_found(self, found: Found) -> None:
        board = self._boards[found.board]
        board.trouble = ""
        self._facts.append(events.PartMended(board.part))

    def _tell_reading(self, fact: Record | None, now_ms: int) -> None:
        if fact is None:
            return
        self._facts.append(fact)
        if isinstance(fact, events.DoorOpened):
            self._health.opened(fact.compartment, now_ms)
            board = self._boards[self._doors[fact.compartment].board]
            board.open_until_ms = now_ms + FAST_WHILE_OPEN_MS

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


def _check(doors: list[Door], dialect: Dialect) -> None:
    for door in doors:
        if door.board not in dialect.boards or door.lock not in dialect.channels:
            raise ValueError(
                f"compartment {door.compartment} is wired to board {door.board}, channel"
                f" {door.lock}: these boards count from {dialect.boards[0]} to"
                f" {dialect.boards[-1]} and their channels from {dialect.channels[0]} to"
                f" {dialect.channels[-1]}"
            )
    compartments = {door.compartment for door in doors}
    channels = {(door.board, door.lock) for door in doors}
    assert len(compartments) == len(channels) == len(doors)


_OUTCOMES = {
    DONE: events.UnlockDone,
    NOT_SENT: events.UnlockNotSent,
    REFUSED: events.UnlockRefused,
    UNKNOWN: events.UnlockUnknown,
}

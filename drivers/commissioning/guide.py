"""The guided run: which lock opens which door, and what its sensor is worth.

It asks a person, orders pulses and draws conclusions, and knows no line, no shell and no screen.
The idea needed to read it: the run is a script that gives out one `Step` at a time and is sent
what came of it (`Met`).  Whoever plays it, a shell or the terminal's own screen, has only to
carry out three kinds of step.

One lock is pulsed at a time, at most four times in a row (`coil_guard.py` would give five), and
never on a line where two boards share an address: that would open two doors.
"""

from collections.abc import Generator, Iterable
from typing import NamedTuple

from drivers.commissioning import answers, sensors
from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    SHARED,
    BoardSeen,
    Channel,
    DoorFound,
    Trouble,
)
from drivers.lock_answers import NOT_SENT, REFUSED, UNKNOWN

ATTEMPTS_MAX = 3

_EXPLAINED = {
    NOT_SENT: "The order was not sent, because the board stopped answering.",
    REFUSED: "The board refused the order, or its lock was pulsed five times within a minute.",
    UNKNOWN: "The board did not confirm the order; it may have been obeyed.",
}


_DOOR = "Which number is painted on the door that opened?"
_DOOR_HINT = (
    "(Enter: no door opened; again: pulse it once more; rest: no more locks on this board)"
)
ENTER = "Then press Enter."
YES_NO = "(yes, no)"


class Ask(NamedTuple):
    """A question to a person; `name` is for those who answer without reading.

    hint: how whoever types answers; where there are keys to touch, they say it.  usual: the
    answer that nothing means.
    """

    name: str
    text: str
    door: int = 0  # that it is about
    is_again: bool = False  # the answer before was not understood
    is_deed: bool = False  # a hand has to do something, and what it moved must come to rest
    hint: str = ""
    usual: str = ""


class Tell(NamedTuple):
    """Something that a person should know; nothing is answered."""

    text: str


class Pulse(NamedTuple):
    """Pulse this lock once, and wait until its outcome is known and all sensors are at rest."""

    board: int
    channel: int


Step = Ask | Tell | Pulse


class Met(NamedTuple):
    """What came of a step.

    answer: to an Ask.  how: of a Pulse, as in lock_answers.  changed: channels that changed while
    it lasted.  levels: of all channels at its end.  silent: boards that do not answer, and why.
    """

    levels: dict[Channel, bool]
    changed: frozenset[Channel] = frozenset()
    answer: str = ""
    how: str = ""
    silent: tuple[tuple[int, str], ...] = ()


Script = Generator[Step, Met, None]


class _Stop(Exception):
    """The person wants to end it here."""


class _BoardOver(Exception):
    """No more locks on this board, or none that may be pulsed."""


class Guide:
    """One run over these boards.  Play `steps`; what was learnt is in the other attributes."""

    def __init__(self, boards: Iterable[BoardSeen], known: Iterable[int] = ()) -> None:
        """known: compartments that hang on other lines of the cabinet."""
        self.doors: list[DoorFound] = []
        self.unused: list[Channel] = []
        self.troubles: list[Trouble] = []
        self.is_stopped = False
        self._boards = tuple(boards)
        self._known = tuple(known)
        self._levels: dict[Channel, bool] = {}
        self._size = "M"

    def steps(self) -> Script:
        """The run from its first question to its end."""
        try:
            yield from self._begin()
            for board in self._boards:
                yield from self._board(board)
        except _Stop:
            self.is_stopped = True
        sensors.mark_inverted(self.doors, self.feedback)
        self.troubles += [found for door in self.doors if (found := answers.trouble_of(door))]

    @property
    def feedback(self) -> str:
        """How the sensors of most doors are wired."""
        return sensors.polarity(self.doors)

    # -- the script -----------------------------------------------------------------------

    def _begin(self) -> Script:
        count = sum(board.width for board in self._boards)
        text = (
            f"{count} channels are pulsed, one after the other, and each door opens once. Take out"
            " what lies inside and shut all doors."
        )
        hint = "Then type yes to begin (stop ends it at any time)."
        yield from self._ask_until(Ask("begin", text, is_deed=True, hint=hint), answers.is_yes)

    def _board(self, board: BoardSeen) -> Script:
        yield Tell(f"Board {board.board}: channels 1 to {board.width}.")
        try:
            for channel in range(1, board.width + 1):
                yield from self._channel((board.board, channel))
        except _BoardOver:
            pass

    def _channel(self, at: Channel) -> Script:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            is_last = attempt == ATTEMPTS_MAX
            before = self._levels
            met = yield from self._do(Pulse(*at))
            if met.how in _EXPLAINED:
                yield Tell(_EXPLAINED[met.how])
            flickers = met.changed
            told = yield from self._ask_door(at)
            if told.word == answers.REST:
                raise _BoardOver
            if told.word == answers.AGAIN and not is_last:
                continue
            if not told.numbers:
                self._note_none(at, flickers)
                return
            if len(told.numbers) > 1:
                self._note_several(at, told.numbers)
                raise _BoardOver
            is_settled = yield from self._door(at, told.numbers[0], before, flickers, is_last)
            if is_settled:
                return

    def _door(
        self, at: Channel, door: int, before: sensors.Levels, flickers: frozenset[Channel],
        is_last: bool,
    ) -> Generator[Step, Met, bool]:  # fmt: skip
        """The door that opened: its size, its sensor.  False: open it once more.

        flickers: channels that changed while it was pulsed.
        """
        size = yield from self._ask_size(door)
        seen = sensors.Opening(at, before, flickers, self._levels, {})
        if not sensors.moved(seen) and not is_last:
            answer = yield from self._ask_until(Ask(
                "still open", f"No sensor shows an open door. Is door {door} open now?", door,
                hint=YES_NO,
            ), answers.is_yes_or_no)  # fmt: skip
            if answers.is_no(answer):
                yield Tell(f"Its lock is pulsed once more. Leave door {door} open this time.")
                return False
        yield from self._ask_shut(door, seen)
        seen = seen._replace(after=self._levels)
        verdict = sensors.judge(seen)
        if verdict.sensor == DEAD:
            seen = yield from self._hold(door, seen)
            verdict = sensors.judge(seen)
        if verdict.sensor not in (GOOD, DEAD) and verdict.others and not is_last:
            is_doubtful = yield from self._is_doubtful(door, verdict.others)
            if is_doubtful:
                return False
        self._size = size
        self.doors.append(DoorFound(
            door, size, *at, verdict.sensor, verdict.shut_level, verdict.others
        ))  # fmt: skip
        yield Tell(answers.told(self.doors[-1]))
        return True

    # -- questions ------------------------------------------------------------------------

    def _ask_door(self, at: Channel) -> "Generator[Step, Met, answers.Doors]":
        text = f"Board {at[0]}, channel {at[1]} was pulsed. {_DOOR} Leave it open."
        ask = Ask("door", text, hint=_DOOR_HINT)
        insisted: tuple[int, ...] = ()
        while True:
            met = yield from self._do(ask)
            told = answers.doors(met.answer)
            taken = tuple(door for door in told.numbers if door in self._taken())
            if told.is_understood and not taken:
                return told
            if taken and taken == insisted:
                self.troubles += [answers.opened_again(at, door) for door in taken]
                return answers.Doors(True)
            insisted = taken
            known = f"Door {taken[0]} is known already. " if taken else ""
            ask = ask._replace(text=f"{known}Look again. {_DOOR}", is_again=not taken)

    def _taken(self) -> list[int]:
        return [door.compartment for door in self.doors] + list(self._known)

    def _ask_size(self, door: int) -> Generator[Step, Met, str]:
        hint = f"(XS, S, M, L) [{self._size}]"
        ask = Ask("size", f"What size is compartment {door}?", door, hint=hint, usual=self._size)
        answer = yield from self._ask_until(
            ask, lambda answer: bool(answers.size(answer, self._size))
        )
        return answers.size(answer, self._size)

    def _ask_shut(self, door: int, seen: sensors.Opening) -> Script:
        ask = Ask("shut", f"Shut door {door}.", door, is_deed=True, hint=ENTER)
        yield from self._do(ask)
        has_moved = seen.open.get(seen.channel) is not seen.before.get(seen.channel)
        if has_moved and self._levels.get(seen.channel) is seen.open.get(seen.channel):
            text = f"Its sensor still says open. Push door {door} shut firmly."
            yield from self._do(ask._replace(text=text))

    def _hold(self, door: int, seen: sensors.Opening) -> Generator[Step, Met, sensors.Opening]:
        """A dead sensor, or one that feels the latch only, too briefly to be seen?"""
        text = (
            f"No sensor felt door {door}. Press your hand against it so that it cannot open, and"
            " keep it shut until the next question."
        )
        yield from self._do(Ask("hold", text, door, hint="Press Enter while you hold it."))
        met = yield from self._do(Pulse(*seen.channel))
        held = met.changed
        text = f"Let go of door {door} and see that it is shut."
        met = yield from self._do(Ask("let go", text, door, is_deed=True, hint=ENTER))
        return seen._replace(held=held | met.changed)

    def _is_doubtful(
        self, door: int, others: tuple[Channel, ...]
    ) -> Generator[Step, Met, bool]:
        names = answers.channels(others)
        text = (
            f"The sensor of {names} moved. Was another door than {door} touched meanwhile? If so,"
            " it is tried again."
        )
        ask = Ask("touched", text, door, hint=YES_NO)
        answer = yield from self._ask_until(ask, answers.is_yes_or_no)
        return answers.is_yes(answer)

    def _ask_until(
        self, ask: Ask, is_fit: "answers.Check"
    ) -> Generator[Step, Met, str]:
        while True:
            met = yield from self._do(ask)
            if is_fit(met.answer):
                return met.answer
            ask = ask._replace(is_again=True)

    def _do(self, step: Step) -> Generator[Step, Met, Met]:
        """Play one step; a board that fell silent meanwhile must be mended first."""
        met = yield step
        changed = met.changed
        first = met
        while True:
            if met.answer.strip().lower() == answers.STOP:
                raise _Stop
            if not met.silent:
                break
            board, why = met.silent[0]
            met = yield Ask("mend", f"Board {board}: {why}. Mend it.", is_deed=True, hint=ENTER)
            changed |= met.changed
        self._levels = met.levels
        return first._replace(changed=changed, levels=met.levels, silent=())

    # -- notes ----------------------------------------------------------------------------

    def _note_none(self, at: Channel, flickers: frozenset[Channel]) -> None:
        self.unused.append(at)
        if flickers:
            self.troubles.append(answers.unopened(at, flickers))

    def _note_several(self, at: Channel, numbers: tuple[int, ...]) -> None:
        self.troubles.append(answers.several(at, numbers))
        for door in self.doors:
            if door.board == at[0]:
                door.sensor = SHARED

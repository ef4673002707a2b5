"""Plays a roll call, a watch or a guided run on a line, in the time of a clock.

The only file of this folder that touches the world, and only through what it is given: a
`drivers.line.Line`, a clock and a person.  The one idea: while a person thinks the boards are
asked on, so that a door that is shut meanwhile is seen.  A line that goes raises OSError with a
sentence; a person who goes, EOFError.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from drivers.commissioning.channel_watch import ChannelWatch
from drivers.commissioning.findings import Channel, LineSeen
from drivers.commissioning.guide import Ask, Met, Pulse, Script, Step, Tell
from drivers.commissioning.makes import Make
from drivers.commissioning.roll_call import RollCall
from drivers.line import Line

RESTS_MS = 2_000  # without a change, and nothing moves any more: doors spring and swing for less
PATIENCE_MS = 8_000
READINGS = 3  # of each board meanwhile: two make a change certain, the first may have been old


OnBoard = Callable[[int], None]


class Clock(Protocol):
    """The time seam."""

    def monotonic_ms(self) -> int: ...

    def wait(self, until_ms: int | None, filenos: Iterable[int]) -> list[int]: ...


class Person(Protocol):
    """Whoever answers."""

    def tell(self, text: str) -> None:
        """Something that is not answered."""

    def ask(self, ask: Ask) -> None:
        """A question; the answer is taken later."""

    def take(self) -> str | None:
        """The answer, None while there is none.  EOFError when none will ever come."""

    def fileno(self) -> int | None:
        """Becomes readable when there is something to take."""


class Talker(Protocol):
    """A roll call or a watch: whoever knows what to say on the line."""

    @property
    def wake_ms(self) -> int: ...

    def receive(self, data: bytes, now_ms: int) -> None: ...

    def advance(self, now_ms: int) -> bytes: ...


def talk(
    line: Line, clock: Clock, talker: Talker, is_over: Callable[[], bool],
    until_ms: int | None = None, fileno: int | None = None,
) -> None:  # fmt: skip
    """Carry bytes until it is over, or until that time.  fileno: wakes to look whether it is."""
    while not is_over():
        now_ms = clock.monotonic_ms()
        if until_ms is not None and now_ms >= until_ms:
            return
        data = line.read()
        if data:
            talker.receive(data, now_ms)
        if now_ms >= talker.wake_ms:
            words = talker.advance(now_ms)
            if words:
                line.write(words)
            if is_over():
                return
        wake_ms = talker.wake_ms if until_ms is None else min(talker.wake_ms, until_ms)
        filenos = [number for number in (line.fileno(), fileno) if number is not None]
        clock.wait(wake_ms, filenos)


def call_roll(
    line: Line, clock: Clock, make: Make, boards: Iterable[int],
    on_board: OnBoard = lambda board: None,
) -> LineSeen:  # fmt: skip
    """Who is on the line."""
    call = RollCall(make, boards, on_board=on_board)
    talk(line, clock, call, lambda: call.is_over)
    return call.seen


class GuidedRun:
    """Plays a script on the boards of a line."""

    def __init__(self, line: Line, clock: Clock, person: Person, watch: ChannelWatch) -> None:
        self._line, self._clock, self._person, self._watch = line, clock, person, watch

    def play(self, script: Script) -> None:
        """From the first step to the end of the script."""
        self._run_until(lambda: self._watch.is_known, PATIENCE_MS)
        self._watch.changes.clear()
        try:
            step = next(script)
            while True:
                step = script.send(self._do(step))
        except StopIteration:
            return

    def _do(self, step: Step) -> Met:
        answer = how = ""
        if isinstance(step, Tell):
            self._person.tell(step.text)
        elif isinstance(step, Ask):
            answer = self._ask(step)
        else:
            how = self._pulse(step)
        changes, self._watch.changes = self._watch.changes, []
        changed: frozenset[Channel] = frozenset((c.board, c.channel) for c in changes)
        silent = tuple(sorted(self._watch.silent.items()))
        return Met(dict(self._watch.levels), changed, answer, how, silent)

    def _ask(self, ask: Ask) -> str:
        self._person.ask(ask)
        answers: list[str] = []

        def is_answered() -> bool:
            answer = self._person.take()
            if answer is not None:
                answers.append(answer)
            return bool(answers)

        talk(self._line, self._clock, self._watch, is_answered, fileno=self._person.fileno())
        if ask.name == "mend":
            self._run_until(lambda: not self._watch.silent, PATIENCE_MS)
        if ask.is_deed:
            self._rest()
        return answers[0]

    def _pulse(self, step: Pulse) -> str:
        watch = self._watch
        watch.pulse(step.board, step.channel, self._clock.monotonic_ms())
        self._talk(lambda: bool(watch.given))
        given, watch.given = watch.given, []
        self._rest()
        return given[0].how

    def _rest(self) -> None:
        """Until nothing moves any more, as far as sensors tell."""
        watch, clock = self._watch, self._clock
        mark, count, since_ms = watch.mark(), len(watch.changes), clock.monotonic_ms()

        def is_at_rest() -> bool:
            nonlocal count, since_ms
            now_ms = clock.monotonic_ms()
            if len(watch.changes) != count:
                count, since_ms = len(watch.changes), now_ms
            return now_ms - since_ms >= RESTS_MS and watch.has_read(mark, READINGS)

        self._run_until(is_at_rest, PATIENCE_MS)

    def _run_until(self, is_over: Callable[[], bool], patience_ms: int) -> None:
        self._talk(is_over, self._clock.monotonic_ms() + patience_ms)

    def _talk(self, is_over: Callable[[], bool], until_ms: int | None = None) -> None:
        talk(self._line, self._clock, self._watch, is_over, until_ms)

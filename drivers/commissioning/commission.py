"""One commissioning from the first question to the texts that are written.

The parts stand apart: who is there (`roll_call.py`), which lock opens which door (`guide.py`),
what a site's file looks like (`site_text.py`).  The one idea: on a line where anything is wrong
with a board no lock is pulsed at all; the report then says what to mend first.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, NamedTuple

from drivers.commissioning import site_text
from drivers.commissioning.answers import STOP
from drivers.commissioning.at_the_line import GuidedRun, OnBoard, Person, call_roll
from drivers.commissioning.channel_watch import ChannelWatch
from drivers.commissioning.findings import INVERTED, LATCH_ONLY, LineSeen, Trouble, counted
from drivers.commissioning.guide import Ask, Guide, Met, Script, Step
from drivers.commissioning.line_commands import Port, Result, spans


class Wanted(NamedTuple):
    """What shall be commissioned.

    boards: addresses that are looked for.  bus: as the site's file will name this line.  known:
    compartments on other lines of the cabinet.  is_added: to a site's file that is there, which
    names the terminal already.
    """

    boards: Iterable[int]
    bus: site_text.Bus
    known: Sequence[int] = ()
    is_added: bool = False


class Commissioned(NamedTuple):
    """The texts to write; site is "" if there is nothing to write.  notes: stand in the report."""

    result: Result
    site: str
    report: str
    notes: tuple[str, ...] = ()


# The kernel numbers these as they are plugged in.
RENAMED = ("/dev/ttyUSB", "/dev/ttyACM")

_NO_PLACE = site_text.Place("", "", ())


def commission(
    port: Port, wanted: Wanted, person: Person, on_board: OnBoard = lambda board: None
) -> Commissioned:
    """Guide a person through it.  OSError if the line goes, EOFError if the person does."""
    seen = call_roll(port.line, port.clock, port.make, wanted.boards, on_board)
    troubles = seen.troubles()
    if troubles:
        return _result(port, seen, Guide([]), troubles, "")
    guide = Guide(seen.boards, wanted.known)
    run = _Run(guide, wanted)
    watch = ChannelWatch([board.board for board in seen.boards], port.make.dialect())
    GuidedRun(port.line, port.clock, person, watch).play(run.script())
    return _result(port, seen, guide, guide.troubles, run.site())


class _Run:
    """The questions around the guided run, and what they become."""

    def __init__(self, guide: Guide, wanted: Wanted) -> None:
        self._guide, self._wanted = guide, wanted
        self._place = _NO_PLACE
        self._columns: tuple[int, ...] = ()

    def script(self) -> Script:
        if not self._wanted.is_added:
            yield from self._ask_place()
        yield from self._guide.steps()
        if self._count:
            yield from self._ask_columns()

    def site(self) -> str:
        """The text for the site's file, "" where there is no door for it."""
        if not self._count:
            return ""
        doors, feedback, bus = self._guide.doors, self._guide.feedback, self._wanted.bus
        if self._wanted.is_added:
            return "\n" + site_text.bus_text(bus, doors, feedback, self._columns)
        return site_text.site_text(self._place, bus, doors, feedback, self._columns)

    @property
    def _count(self) -> int:
        return sum(door.is_usable for door in self._guide.doors)

    def _ask_place(self) -> Script:
        name = yield from _ask(
            Ask("id", "The terminal's id, for life?", hint="(1 to 64 letters, digits, - and _)"),
            site_text.is_id,
        )
        place = yield from _ask(Ask("place", "Where does it stand?"), site_text.is_line)
        phones = yield from _ask(
            Ask("phones", "Telephone numbers of the operator?", hint="(with commas between them)"),
            lambda answer: site_text.is_line(answer) and bool(site_text.phones(answer)),
        )
        self._place = site_text.Place(name, place, site_text.phones(phones))

    def _ask_columns(self) -> Script:
        count = self._count
        text = (
            f"How many doors has each column of the cabinet, from left to right, in the order of"
            f" their numbers? There are {count} in all."
        )
        answer = yield from _ask(
            Ask("columns", text, hint="(as in 6 6 8; Enter: one column)"),
            lambda answer: site_text.column_counts(answer, count) is not None,
        )
        self._columns = site_text.column_counts(answer, count) or (count,)


def _ask(ask: Ask, is_fit: Callable[[str], bool]) -> Generator[Step, Met, str]:
    while True:
        met = yield ask
        answer = met.answer.strip()
        if answer == STOP and ask.name != "columns":
            raise EOFError
        if is_fit(answer):
            return answer
        ask = ask._replace(is_again=True)


def _result(
    port: Port, seen: LineSeen, guide: Guide, troubles: Sequence[Trouble], site: str
) -> Commissioned:
    title = (
        f"Commissioning of {port.name}, {port.make.what}, {port.baud} baud:"
        f" {counted(len(seen.boards), 'board')}, {counted(len(guide.doors), 'door')}"
    )
    notes = _notes(port, seen, guide)
    report = site_text.report_text(title, guide.doors, troubles, notes)
    is_whole = bool(guide.doors) and not guide.is_stopped
    result = Result(_document(port, seen, guide, troubles), report.splitlines(),
                    is_whole and not troubles)  # fmt: skip
    return Commissioned(result, site, report, tuple(notes))


def _notes(port: Port, seen: LineSeen, guide: Guide) -> list[str]:
    notes = [f"Board {board.board} tells {board.width} channels." for board in seen.boards]
    if seen.has_echo:
        notes.append("The adapter hears itself; its echo is taken out.")
    if guide.doors:
        notes.append(f'Most sensors are wired as feedback = "{guide.feedback}".')
    for sensor in (INVERTED, LATCH_ONLY):
        numbers = [door.compartment for door in guide.doors if door.sensor == sensor]
        if numbers:
            notes.append(f"Sensors that are {sensor}, as the site's file says: {spans(numbers)}.")
    if port.name.startswith(RENAMED):
        notes.append(
            f"{port.name} is a name that may change: write that of /dev/serial/by-id into the file."
        )
    for board in seen.boards:
        unused = [channel for number, channel in guide.unused if number == board.board]
        if unused:
            notes.append(f"Board {board.board}: no door on channels {spans(unused)}.")
    if guide.is_stopped:
        notes.append("It was stopped before its end; the channels that follow were not tried.")
    return notes


def _document(
    port: Port, seen: LineSeen, guide: Guide, troubles: Sequence[Trouble]
) -> dict[str, Any]:
    return {
        "command": "commission", "port": port.name, "kind": port.make.what, "baud": port.baud,
        "line": seen.as_object(), "doors": [door.as_object() for door in guide.doors],
        "feedback": guide.feedback if guide.doors else None,
        "unused": [list(at) for at in guide.unused], "stopped": guide.is_stopped,
        "troubles": [trouble.as_object() for trouble in troubles],
    }  # fmt: skip

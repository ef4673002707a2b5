"""What can be done with the boards on one line without a site's file: scan, status, unlock, watch.

Each ends in a `Result`: an object for programs, lines for people, and whether all is well.  The
one idea: before a lock is pulsed its board is asked who it is; where two boards answer, or one
whose relays follow its inputs, nothing is pulsed.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from drivers.coil_guard import BUDGET, WINDOW_MS
from drivers.commissioning.at_the_line import PATIENCE_MS, Clock, OnBoard, call_roll, talk
from drivers.commissioning.channel_watch import Change, ChannelWatch
from drivers.commissioning.findings import BoardSeen, Channel, LineSeen, Trouble, counted
from drivers.commissioning.makes import Make
from drivers.line import Line
from drivers.lock_answers import DONE, NOT_SENT, REFUSED, UNKNOWN

OPENS_MS = 5_000  # the time that a door is given to be seen open
# A script that repeats the command must not be able to overheat a coil that the next run
# would take to be cold.
COOLING_MS = WINDOW_MS // BUDGET

PULSED = (DONE, UNKNOWN)  # the lock was pulsed, or may have been

OUTCOMES = {
    DONE: "the board gave the pulse",
    REFUSED: "the board refused the order, and no pulse was given",
    NOT_SENT: "the order was not sent, because the board stopped answering; nothing was opened",
    UNKNOWN: "the board did not confirm the order; the lock may have been pulsed",
}


class Result(NamedTuple):
    """What a command found."""

    document: dict[str, Any]
    lines: list[str]
    is_well: bool


class Port(NamedTuple):
    """A line and what is said to hang on it."""

    line: Line
    clock: Clock
    make: Make
    name: str
    baud: int


def scan(port: Port, boards: Iterable[int], on_board: OnBoard = lambda board: None) -> Result:
    """Who is on the line."""
    seen = call_roll(port.line, port.clock, port.make, boards, on_board)
    lines = [_summary(port, seen), *(_board_line(board) for board in seen.boards)]
    return _result("scan", port, seen, lines)


def status(port: Port, boards: Iterable[int], on_board: OnBoard = lambda board: None) -> Result:
    """The level of every channel."""
    seen = call_roll(port.line, port.clock, port.make, boards, on_board)
    lines = [_summary(port, seen)]
    for board in seen.boards:
        for level, name in ((True, "high"), (False, "low")):
            numbers = [n for n in range(1, board.width + 1) if board.level(n) is level]
            lines.append(f"  board {board.board}: {name:4} {spans(numbers)}")
    return _result("status", port, seen, lines)


def unlock(port: Port, at: Channel) -> Result:
    """Pulse one lock, and say what came of it.  Whether that is wanted has been asked."""
    seen = call_roll(port.line, port.clock, port.make, [at[0]])
    document = {"command": "unlock", "port": port.name, "board": at[0], "channel": at[1]}
    troubles = seen.troubles()
    if troubles:
        return not_sent(document, troubles)
    watch = _known_watch(port, [at[0]])
    watch.pulse(*at, port.clock.monotonic_ms())
    talk(port.line, port.clock, watch, lambda: bool(watch.given))
    how, pulsed_ms = watch.given[0].how, port.clock.monotonic_ms()
    if how in PULSED:
        talk(port.line, port.clock, watch, lambda: bool(watch.changes), pulsed_ms + OPENS_MS)
    moved = sorted({(change.board, change.channel) for change in watch.changes})
    lines = [f"Board {at[0]}, channel {at[1]}: {OUTCOMES[how]}."]
    if how in PULSED:
        lines.append(_told_sensor(at, moved))
    document |= {"outcome": how, "moved": [list(each) for each in moved]}
    return Result(document, lines, how == DONE and moved == [at])


def not_sent(document: dict[str, Any], troubles: Iterable[Trouble]) -> Result:
    """The unlock that was not even tried, and why."""
    troubles = list(troubles)
    objects = [trouble.as_object() for trouble in troubles]
    lines = ["No order to open was sent:", *(trouble.sentence() for trouble in troubles)]
    return Result({**document, "outcome": NOT_SENT, "troubles": objects}, lines, False)


def cool(clock: Clock) -> None:
    """Wait until the coil that was pulsed has rested."""
    clock.wait(clock.monotonic_ms() + COOLING_MS, [])


def watch(port: Port, boards: Iterable[int], tell: Callable[[Change], None]) -> None:
    """Tell every change of every channel, for ever.  Boards that are lost are not waited for."""
    channels = _known_watch(port, boards)
    while True:
        changes, channels.changes = channels.changes, []
        for change in changes:
            tell(change)
        talk(port.line, port.clock, channels, lambda: bool(channels.changes))


def spans(numbers: Iterable[int]) -> str:
    """Numbers as 1-4, 7; a dash for none."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(names) or "-"


def _known_watch(port: Port, boards: Iterable[int]) -> ChannelWatch:
    """A watch that has read all channels once."""
    channels = ChannelWatch(boards, port.make.dialect())
    until_ms = port.clock.monotonic_ms() + PATIENCE_MS
    talk(port.line, port.clock, channels, lambda: channels.is_known, until_ms)
    channels.changes.clear()
    return channels


def _summary(port: Port, seen: LineSeen) -> str:
    echo = {None: "", False: "", True: "; the adapter hears itself (its echo is taken out)"}
    return (
        f"{port.name}, {port.make.what}, {port.baud} baud: {counted(len(seen.boards), 'board')}"
        f" found, {len(seen.asked)} asked for{echo[seen.has_echo]}."
    )


def _board_line(board: BoardSeen) -> str:
    how = f"answered {board.right} of {board.asked} questions"
    return f"  board {board.board}: {board.width} channels told; {how}"


def _result(command: str, port: Port, seen: LineSeen, lines: list[str]) -> Result:
    troubles = seen.troubles()
    document = {
        "command": command, "port": port.name, "kind": port.make.what, "baud": port.baud,
        **seen.as_object(),
    }  # fmt: skip
    return Result(document, lines + [trouble.sentence() for trouble in troubles], not troubles)


def _told_sensor(at: Channel, moved: list[Channel]) -> str:
    if moved == [at]:
        return "Its sensor moved: its door has opened, or its latch was felt."
    if moved:
        names = " and ".join(f"board {board} channel {channel}" for board, channel in moved)
        return (
            f"Another sensor moved, that of {names}: its wires are swapped or touch; commission"
            " this line."
        )
    return (
        f"No sensor moved within {OPENS_MS // 1000} s: look at the door. If it is open its sensor"
        " is dead; if it is shut it jams, or there is no lock on this channel."
    )

"""The doors of a site that is wired already: how they stand, and one of them opened.

The parts are those of the terminal, put together by whoever calls.  The one idea: to see how
doors stand, boards are only asked, in a roll call; parts that could pulse a lock are made where
a lock shall be pulsed or doors are watched.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from drivers.commissioning.at_the_line import PATIENCE_MS, Clock
from drivers.commissioning.findings import BoardSeen, LineSeen, Trouble
from drivers.commissioning.line_commands import OPENS_MS, OUTCOMES, PULSED, Result
from drivers.door_contacts import DoorContacts
from drivers.door_readings import IS_OPEN_WHEN_HIGH
from drivers.lock_answers import DONE, NOT_SENT, REFUSED, UNKNOWN
from drivers.pins import Pins
from terminal import effects, events
from terminal.config import Site
from terminal.part import Part
from terminal.record import Record
from terminal.wiring import Bus

OPEN, SHUT, UNSEEN = "open", "shut", "unknown"
OTHER = {"door_closing": "door_opening", "door_opening": "door_closing"}
OPENING = 1  # the number of an opening that no journal knows

_HOW = {
    events.UnlockDone: DONE, events.UnlockNotSent: NOT_SENT, events.UnlockRefused: REFUSED,
    events.UnlockUnknown: UNKNOWN,
}  # fmt: skip


class Contacts(Part):
    """Contacts on pins alone: nothing here can pulse a lock."""

    name = "contacts"

    def __init__(self, site: Site, bus: Bus, pins: Pins) -> None:
        doors = [door for door in site.doors if door.bus == bus.name]
        self._pins = pins
        self._contacts = DoorContacts(
            pins, {door.compartment: door.channel or None for door in doors}, bus.feedback,
            dict.fromkeys(bus.inverted, OTHER[bus.feedback]), bus.poll_ms,
        )  # fmt: skip

    def poll(self, now_ms: int) -> list[Record]:
        return self._contacts.poll(now_ms)

    def wake_at_ms(self) -> int | None:
        return self._contacts.wake_at_ms()

    def close(self) -> None:
        self._pins.close()


class DoorWatch:
    """Polls parts and keeps what they tell.

    doors: OPEN, SHUT or UNSEEN for each compartment that was told.  failed: {part: why}.  facts:
    all that was told, for the caller to take and clear.
    """

    def __init__(self, parts: Sequence[Part], clock: Clock) -> None:
        self.doors: dict[int, str] = {}
        self.failed: dict[str, str] = {}
        self.facts: list[Record] = []
        self._parts, self._clock = tuple(parts), clock

    def run(self, is_over: Callable[[], bool], for_ms: int | None = None) -> None:
        """Poll until it is over, or for so long."""
        until_ms = None if for_ms is None else self._clock.monotonic_ms() + for_ms
        while True:
            now_ms = self._clock.monotonic_ms()
            for part in self._parts:
                for fact in part.poll(now_ms):
                    self._note(fact)
            if is_over() or (until_ms is not None and now_ms >= until_ms):
                return
            wakes = [part.wake_at_ms() for part in self._parts]
            wakes.append(until_ms)
            filenos = [number for part in self._parts if (number := part.fileno()) is not None]
            wake_ms = min((wake for wake in wakes if wake is not None), default=None)
            self._clock.wait(wake_ms, filenos)

    def run_until_seen(self, compartments: Iterable[int]) -> None:
        """Until all these doors were told, or nobody can wait any longer."""
        wanted = set(compartments)
        self.run(lambda: wanted <= set(self.doors), PATIENCE_MS)

    def _note(self, fact: Record) -> None:
        self.facts.append(fact)
        if isinstance(fact, events.DoorSeen):
            self.doors[fact.compartment] = OPEN if fact.is_open else SHUT
        elif isinstance(fact, events.DoorOpened):
            self.doors[fact.compartment] = OPEN
        elif isinstance(fact, events.DoorClosed):
            self.doors[fact.compartment] = SHUT
        elif isinstance(fact, events.DoorSilent):
            self.doors[fact.compartment] = UNSEEN
        elif isinstance(fact, events.PartFailed):
            self.failed[fact.part] = fact.why
        elif isinstance(fact, events.PartMended):
            self.failed.pop(fact.part, None)


def wired_boards(site: Site, bus: Bus) -> tuple[int, ...]:
    """The boards that doors of this bus hang on."""
    return tuple(sorted({door.board for door in site.doors if door.bus == bus.name}))


def doors_of(site: Site, bus: Bus, seen: LineSeen) -> dict[int, str]:
    """How the doors of a bus stand, by what its boards told."""
    boards = {board.board: board for board in seen.boards}
    return {
        door.compartment: _state(boards.get(door.board), door.channel, bus, door.compartment)
        for door in site.doors if door.bus == bus.name
    }  # fmt: skip


def _state(board: BoardSeen | None, channel: int, bus: Bus, compartment: int) -> str:
    level = None if board is None else board.level(channel)
    if level is None:
        return UNSEEN
    feedback = OTHER[bus.feedback] if compartment in bus.inverted else bus.feedback
    return OPEN if level is IS_OPEN_WHEN_HIGH[feedback] else SHUT


def bus_troubles(site: Site, bus: Bus, seen: LineSeen) -> list[Trouble]:
    """What is wrong with the boards that this bus should have."""
    found = seen.troubles()
    there = {board.board: board for board in seen.boards}
    missing = [board for board in wired_boards(site, bus) if board not in there]
    if there and missing:
        found += [_missing(board) for board in missing]
    for door in site.doors:
        board = there.get(door.board) if door.bus == bus.name else None
        if board and not board.troubles() and board.level(door.channel) is None:
            found.append(_beyond(door.compartment, door.board, door.channel, board.width))
    name = bus.name or bus.kind
    return [trouble._replace(where=f"bus {name}, {trouble.where}") for trouble in found]


def unlock_door(part: Part, clock: Clock, site: Site, compartment: int) -> Result:
    """Pulse the lock of one door and watch it.  Whether that is wanted has been asked."""
    watch = DoorWatch([part], clock)
    watch.run_until_seen(part.compartments)
    before = watch.doors.get(compartment, UNSEEN)
    watch.facts.clear()
    part.perform(effects.Unlock(compartment, OPENING), clock.monotonic_ms())
    watch.run(lambda: _outcome(watch.facts, compartment) is not None)
    how = _outcome(watch.facts, compartment) or UNKNOWN
    if how in PULSED:
        watch.run(lambda: bool(_opened(watch.facts)), OPENS_MS)
    opened = _opened(watch.facts)
    document: dict[str, Any] = {
        "command": "unlock", "compartment": compartment, "outcome": how, "before": before,
        "after": watch.doors.get(compartment, UNSEEN), "opened": opened,
        "troubles": [Trouble(part, "it fails", why, "mend it and try again").as_object()
                     for part, why in sorted(watch.failed.items())],
    }  # fmt: skip
    lines = [f"Door {compartment}: {OUTCOMES[how]}."]
    if how in PULSED:
        lines.append(_told_door(site, compartment, before, opened))
    lines += [f"{part}: {why}." for part, why in sorted(watch.failed.items())]
    return Result(document, lines, how == DONE and opened == [compartment])


def _outcome(facts: Iterable[Record], compartment: int) -> str | None:
    for fact in facts:
        if type(fact) in _HOW and fact.compartment == compartment:  # type: ignore[attr-defined]
            return _HOW[type(fact)]
    return None


def _opened(facts: Iterable[Record]) -> list[int]:
    return [fact.compartment for fact in facts if isinstance(fact, events.DoorOpened)]


def _told_door(site: Site, compartment: int, before: str, opened: list[int]) -> str:
    if opened == [compartment]:
        return f"Door {compartment} was seen to open. Shut it when you have looked."
    if opened:
        names = " and ".join(str(number) for number in opened)
        return (
            f"The sensor of door {names} moved in its place, or with it: look which door is open;"
            " the wires of sensors or locks are swapped. Commission this bus again."
        )
    if before == OPEN:
        return f"Door {compartment} was open already, as far as its sensor tells."
    if any(compartment in bus.latch_only for bus in site.buses):
        return f"Nothing is known of door {compartment}: its sensor feels the latch only. Look."
    return (
        f"Door {compartment} was not seen to open within {OPENS_MS // 1000} s. Look at it: if it is"
        " open its sensor is dead or wired to another channel; if it is shut it jams, or something"
        " leans on it."
    )


def _missing(board: int) -> Trouble:
    return Trouble(
        f"board {board}", "it does not answer",
        "it has no power, another address, or loose wires; doors hang on it in the site's file",
        "check its power, its address switches and the wires A and B",
    )  # fmt: skip


def _beyond(compartment: int, board: int, channel: int, width: int) -> Trouble:
    return Trouble(
        f"compartment {compartment}", f"its channel {channel} is not told by board {board}",
        f"that board tells {width} channels",
        "correct the channel in the site's file, or use a board with more channels",
    )  # fmt: skip

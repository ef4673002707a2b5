"""Diagnostics of a site from a shell: its doors, one of them opened, and all that it consists of.

The command line is in `diag.py`, what is done on a line in `drivers/commissioning/`.  With
`__main__.py` and `assembly.py` the composition root.  The one idea: the terminal itself must not
run meanwhile, and it cannot, because every port and the journal are held by one program alone;
and what its journal says lies behind a door is left alone.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from drivers.coil_guard import CoilGuard
from drivers.commissioning.at_the_line import Clock, Person, call_roll
from drivers.commissioning.findings import LineSeen, Trouble
from drivers.commissioning.guide import Ask
from drivers.commissioning.line_commands import Result, not_sent, spans
from drivers.commissioning.makes import MAKES
from drivers.commissioning.site_doors import (
    OPEN,
    SHUT,
    UNSEEN,
    Contacts,
    DoorWatch,
    bus_troubles,
    doors_of,
    unlock_door,
    wired_boards,
)
from drivers.line import Line
from drivers.pins import Pins
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import PulseGuard
from sync.journal import Journal
from sync.journal_file import open_journal
from terminal import events
from terminal.assembly import lock_part
from terminal.books import Books
from terminal.config import Site
from terminal.config_rules import ConfigError
from terminal.part import Part
from terminal.record import Record
from terminal.wiring import Bus, Door


class AtLines(Person, Protocol):
    """A person beside a machine with lines to boards."""

    @property
    def clock(self) -> Clock: ...

    def line(self, port: str, baud: int) -> Line:
        """A line that is open.  OSError with a sentence if it is not."""


class World(AtLines, Protocol):
    """The shell that all this was started from, or what stands in its place."""

    def pins(self) -> Pins: ...

    def relays(self, pins: tuple[int, ...], is_active_low: bool) -> PulseGuard: ...

    def say(self, text: str) -> None:
        """A line of the result."""


class Hung(NamedTuple):
    """The wires of what is put together here, as `assembly.Wires`."""

    lines: dict[str, Line]
    pins: Pins | None = None
    relays: Callable[[tuple[int, ...], bool], PulseGuard] = RelayProcess


class Looked(NamedTuple):
    """What was seen of one bus."""

    bus: Bus
    doors: dict[int, str]
    troubles: list[Trouble]
    line: LineSeen | None  # None: it is on pins


# -- looking ----------------------------------------------------------------------------------


def look(site: Site, bus: Bus, world: World) -> Looked:
    """How the doors of a bus stand.  Nothing is ordered, whatever it is made of."""
    try:
        if bus.kind == "gpio":
            return _look_at_pins(site, bus, world)
        with closing(world.line(bus.port, bus.baud)) as line:
            seen = call_roll(line, world.clock, MAKES[bus.kind], wired_boards(site, bus))
    except OSError as error:
        unseen = {door.compartment: UNSEEN for door in site.doors if door.bus == bus.name}
        return Looked(bus, unseen, [line_trouble(bus, error)], None)
    return Looked(bus, doors_of(site, bus, seen), bus_troubles(site, bus, seen), seen)


def _look_at_pins(site: Site, bus: Bus, world: World) -> Looked:
    with closing(Contacts(site, bus, world.pins())) as contacts:
        wired = [door.compartment for door in site.doors if door.bus == bus.name]
        watch = DoorWatch([contacts], world.clock)
        watch.run_until_seen(wired)
    failed = [Trouble(f"bus {name_of(bus)}, {part}", "it fails", why, "mend it and look again")
              for part, why in sorted(watch.failed.items())]  # fmt: skip
    return Looked(bus, {n: watch.doors.get(n, UNSEEN) for n in wired}, failed, None)


def line_trouble(bus: Bus, error: OSError) -> Trouble:
    """A line that cannot be used."""
    why = (error.strerror or str(error)).rstrip(".")
    return Trouble(f"bus {name_of(bus)}", "its line cannot be used", why, "mend that first")


def name_of(bus: Bus) -> str:
    return bus.name or bus.kind


def status(site: Site, world: World) -> Result:
    """The state of every door."""
    looked = [look(site, bus, world) for bus in site.buses]
    doors = {number: state for each in looked for number, state in each.doors.items()}
    troubles = [trouble for each in looked for trouble in each.troubles]
    document = {"command": "status", "doors": door_objects(site, doors),
                "troubles": [trouble.as_object() for trouble in troubles]}  # fmt: skip
    lines = [*door_lines(doors), *(trouble.sentence() for trouble in troubles)]
    return Result(document, lines, not troubles)


def door_objects(site: Site, doors: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"compartment": door.compartment, "size": door.size, "bus": door.bus,
         "board": door.board, "channel": door.channel, "door": doors[door.compartment]}
        for door in sorted(site.doors, key=lambda door: door.compartment)
    ]  # fmt: skip


def door_lines(doors: dict[int, str]) -> list[str]:
    """Which doors stand how, in three lines at the most."""
    lines = []
    for state in (OPEN, SHUT, UNSEEN):
        numbers = [number for number, how in doors.items() if how == state]
        if numbers:
            lines.append(f"{state:8} {spans(numbers)}")
    return lines


# -- one door ---------------------------------------------------------------------------------


def unlock(site: Site, folder: Path, number: int, is_sure: bool, world: World) -> Result:
    """Open one door, once a person agrees and if the journal knows of nothing behind it."""
    door = _door(site, number)
    bus = next(bus for bus in site.buses if bus.name == door.bus)
    document = {"command": "unlock", "compartment": number}
    with _journal(site, folder) as journal:
        refusal = None if journal is None else _refusal(site, journal, number)
        if refusal is not None:
            return not_sent(document, [refusal])
        text = (
            f"The lock of compartment {number} ({name_of(bus)} board {door.board}, channel"
            f" {door.channel}) will be pulsed, and the journal will know nothing of it. Open it?"
            " (yes, no)"
        )
        if not is_sure and not agree(world, text):
            return not_sent(document, [not_agreed(f"compartment {number}")])
        if bus.kind == "gpio":
            return _pulse(site, bus, Hung({}, world.pins(), world.relays), number, world)
        with closing(world.line(bus.port, bus.baud)) as line:
            seen = call_roll(line, world.clock, MAKES[bus.kind], [door.board])
            troubles = seen.troubles()
            if troubles:
                return not_sent(document, troubles)
            return _pulse(site, bus, Hung({f"bus {bus.name}": line}), number, world)


def _pulse(site: Site, bus: Bus, hung: Hung, number: int, world: World) -> Result:
    with closing(lock_part(site, bus, hung, CoilGuard())) as part:
        return unlock_door(part, world.clock, site, number)


def _door(site: Site, number: int) -> Door:
    for door in site.doors:
        if door.compartment == number:
            return door
    known = spans(door.compartment for door in site.doors)
    raise ConfigError(f"there is no compartment {number} in the site's file; known are {known}")


@contextmanager
def _journal(site: Site, folder: Path) -> Iterator[Journal | None]:
    """The terminal's journal, held so that the terminal cannot start meanwhile; None: none yet."""
    path = folder / site.value("journal", "file")
    beside = [Path(f"{path}{end}") for end in ("", "-wal", ".reserve")]
    if not any(each.exists() for each in beside):
        yield None
        return
    journal, _ = open_journal(str(path))
    with closing(journal):
        yield journal


def _refusal(site: Site, journal: Journal, number: int) -> Trouble | None:
    books = Books(site.sizes())
    for entry, up_ms, wall_s in journal.replay():
        books.apply(entry, up_ms, wall_s)
    compartment = books.compartment(number)
    if compartment.shipments or compartment.reserved:
        what, why = "it is occupied", "the journal says that something lies inside"
    elif compartment.doubts:
        what, why = "it may be occupied", f"the journal doubts it ({', '.join(compartment.doubts)})"
    else:
        return None
    remedy = "open it at the terminal's own screen, which asks for the reason and records it"
    return Trouble(f"compartment {number}", what, why, remedy)


def agree(world: World, text: str) -> bool:
    """Does the person want that?  Whoever is gone does not."""
    world.ask(Ask("agree", text))
    try:
        while (answer := world.take()) is None:
            number = world.fileno()
            world.clock.wait(None, [] if number is None else [number])
    except EOFError:
        return False
    return answer.strip().lower() in ("yes", "y")


def not_agreed(where: str) -> Trouble:
    return Trouble(where, "it was not opened", "nobody agreed to it", "answer yes, or add --yes")


# -- watching ---------------------------------------------------------------------------------


def watch(site: Site, world: World, tell: Callable[[Record], None]) -> None:
    """Tell every change of every door, for ever."""
    lines = {f"bus {bus.name}": world.line(bus.port, bus.baud)
             for bus in site.buses if bus.kind != "gpio"}  # fmt: skip
    hung = Hung(lines, world.pins() if "gpio" in [bus.kind for bus in site.buses] else None)
    parts = [_watched(site, bus, hung) for bus in site.buses]
    doors = DoorWatch(parts, world.clock)
    try:
        doors.run_until_seen(door.compartment for door in site.doors)
        while True:
            facts, doors.facts = doors.facts, []
            for fact in facts:
                tell(fact)
            doors.run(lambda: bool(doors.facts))
    finally:
        for part in parts:
            part.close()


def _watched(site: Site, bus: Bus, hung: Hung) -> Part:
    if bus.kind == "gpio":
        assert hung.pins is not None
        return Contacts(site, bus, hung.pins)
    return lock_part(site, bus, hung, CoilGuard())


def fact_told(fact: Record) -> tuple[dict[str, Any], str] | None:
    """A fact as an object and as a line; None for one that a watcher need not see."""
    states: dict[type[Record], str] = {
        events.DoorOpened: "opened", events.DoorClosed: "shut", events.DoorSilent: "is not seen",
    }  # fmt: skip
    if isinstance(fact, events.DoorSeen):
        word = "is open" if fact.is_open else "is shut"
    elif isinstance(fact, events.PartFailed | events.PartMended):
        why = fact.why if isinstance(fact, events.PartFailed) else ""
        text = f"fails: {why}" if why else "works again"
        return {"part": fact.part, "why": why}, f"{fact.part} {text}"
    elif type(fact) in states:
        word = states[type(fact)]
    else:
        return None
    door = fact.compartment  # type: ignore[attr-defined]
    return {"door": door, "is": word}, f"door {door} {word}"

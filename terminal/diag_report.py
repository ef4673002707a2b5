"""The report on a whole site from a shell: every part of it looked at once, and nothing moved.

With the other files of the composition root it is the only place of the core that knows drivers
and sync.  The one idea: a report is rows, and a row is one part with one of four words; a
technician reads the rows that are wrong, and the exit code counts them.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

from drivers.commissioning.line_commands import Result, spans
from drivers.commissioning.site_doors import OPEN, UNSEEN, DoorWatch
from drivers.line import Line
from sync.broker import Broker, Connected, Lost
from sync.journal_file import open_journal
from terminal import SOFTWARE, diag_site
from terminal.assembly import touched
from terminal.books import Books
from terminal.config import Site
from terminal.diag_site import Hung, Looked
from terminal.part import JournalError

WELL, WRONG, ABSENT, UNSURE = "well", "wrong", "absent", "unsure"
FULL_PERCENT = 80  # decision 19: from there on nothing is taken in
HOT_C = 80  # a Raspberry Pi slows itself down there
LISTEN_MS = 8_000  # the slowest of scanner, keypad and card reader has told by then that it fails
BROKER_MS = 15_000
KEY_DIGITS = 64


class World(diag_site.World, Protocol):
    """What a report needs besides."""

    def wall(self) -> tuple[int, bool]:
        """The wall clock, and whether the kernel vouches for it."""

    def touched_lines(self, site: Site) -> dict[str, Line]:
        """The lines of scanner, keypad and card reader."""

    def broker(self, site: Site) -> Broker:
        """A client under a name of its own."""

    def usage(self, folder: str) -> tuple[int, int]:
        """Used and all bytes of its disk."""

    @property
    def thermal(self) -> Path:
        """Where the kernel shows its thermometers."""


class Row(NamedTuple):
    """One part of the terminal."""

    what: str
    how: str
    text: str


def report(site: Site, folder: Path, world: World) -> Result:
    """Look at everything."""
    rows = [Row("software", WELL, SOFTWARE), Row("site", WELL, _of_site(site))]
    rows += [_key(folder / site.value("terminal", "key_file"))]
    rows += [_journal(site, folder), _disk(lambda: world.usage(str(folder))), _clock(world)]
    rows += [_temperature(world.thermal), _broker(site, world)]
    rows += _touched(site, world)
    looked = [diag_site.look(site, bus, world) for bus in site.buses]
    rows += [row for each in looked for row in _bus_rows(each)]
    doors = {number: state for each in looked for number, state in each.doors.items()}
    rows += [_doors(doors, any(each.troubles for each in looked))]
    wrong = [row for row in rows if row.how == WRONG]
    document = {
        "command": "report", "terminal": site.value("terminal", "id"),
        "rows": [row._asdict() for row in rows], "doors": diag_site.door_objects(site, doors),
        "wrong": len(wrong),
    }  # fmt: skip
    lines = [f"{row.how.upper() if row.how == WRONG else row.how:7} {row.what}: {row.text}"
             for row in rows]  # fmt: skip
    lines.append(f"{len(wrong)} of {len(rows)} are wrong." if wrong else "Nothing is wrong.")
    return Result(document, lines, not wrong)


def _of_site(site: Site) -> str:
    return f"{site.value('terminal', 'id')}, {len(site.doors)} compartments"


# -- of this machine --------------------------------------------------------------------------


def _key(path: Path) -> Row:
    """The secret, looked at and never shown."""
    if not path.exists():
        return Row("key", ABSENT, f"{path} is made at the first start; the server needs a copy")
    try:
        if path.stat().st_mode & 0o077:
            return Row("key", WRONG, f"{path} can be read by others; chmod 600 it")
        key = path.read_text("ascii").strip()
        is_whole = len(bytes.fromhex(key)) * 2 == KEY_DIGITS
    except (OSError, ValueError) as error:
        return Row("key", WRONG, f"{path} cannot be used ({error}); put the copy back")
    if not is_whole:
        return Row("key", WRONG, f"{path} must hold {KEY_DIGITS} hex digits; put the copy back")
    return Row("key", WELL, f"{path} is there and private")


def _journal(site: Site, folder: Path) -> Row:
    path = folder / site.value("journal", "file")
    beside = [Path(f"{path}{end}") for end in ("", "-wal", ".reserve")]
    if not any(each.exists() for each in beside):
        return Row("journal", ABSENT, f"{path} is begun at the first start")
    try:
        journal, _ = open_journal(str(path))
        with closing(journal):
            books = Books(site.sizes())
            for entry, up_ms, wall_s in journal.replay():
                books.apply(entry, up_ms, wall_s)
            waiting = journal.last_seq - journal.acknowledged_seq
            text = f"{journal.last_seq} entries, {waiting} of them not acknowledged"
    except JournalError as error:
        return Row("journal", WRONG, str(error))
    inside = [c.number for c in books.compartments if c.shipments or c.reserved]
    return Row("journal", WELL, f"{text}; occupied: {spans(inside)}")


def _disk(usage: Callable[[], tuple[int, int]]) -> Row:
    try:
        used, size = usage()
    except OSError as error:
        return Row("disk", WRONG, f"the room on it cannot be read ({error}); check the card")
    percent = -(-100 * used // max(size, 1))
    if percent < FULL_PERCENT:
        return Row("disk", WELL, f"{percent} % used")
    text = f"{percent} % used, and from {FULL_PERCENT} % on nothing is taken in; make room"
    return Row("disk", WRONG, text)


def _clock(world: World) -> Row:
    _, is_vouched = world.wall()
    if is_vouched:
        return Row("clock", WELL, "kept right by a time daemon")
    return Row(
        "clock", UNSURE,
        "no time daemon vouches for it; until the server does, nothing expires: check the network"
        " and systemd-timesyncd",
    )  # fmt: skip


def _temperature(folder: Path) -> Row:
    found = []
    for file in sorted(folder.glob("thermal_zone*/temp")):
        try:
            found.append(int(file.read_text()) // 1000)
        except (OSError, ValueError):
            continue  # a zone that cannot be read has no thermometer behind it
    if not found:
        return Row("temperature", ABSENT, "this machine has no thermometer")
    if max(found) < HOT_C:
        return Row("temperature", WELL, f"{max(found)} degrees")
    text = f"{max(found)} degrees, the limit is {HOT_C}: check fan, vents and sun"
    return Row("temperature", WRONG, text)


# -- of what hangs on it ----------------------------------------------------------------------


def _broker(site: Site, world: World) -> Row:
    """A connection under a name of its own: that of the terminal would throw the terminal out."""
    where = f"{site.value('broker', 'host')}:{site.value('broker', 'port')}"
    with closing(world.broker(site)) as broker:
        broker.connect("", b"")
        for fact in _broker_facts(broker, world):
            if isinstance(fact, Connected):
                return Row("broker", WELL, f"{where} lets us in")
            if isinstance(fact, Lost):
                return Row("broker", WRONG, f"{where}: {fact.why}")
    return Row("broker", WRONG, f"{where} did not answer in {BROKER_MS // 1000} s")


def _broker_facts(broker: Broker, world: World) -> Iterator[object]:
    until_ms = world.clock.monotonic_ms() + BROKER_MS
    while (now_ms := world.clock.monotonic_ms()) < until_ms:
        yield from broker.poll(now_ms)
        wake_ms, number = broker.wake_at_ms(), broker.fileno()
        wake_ms = until_ms if wake_ms is None else min(wake_ms, until_ms)
        world.clock.wait(wake_ms, [] if number is None else [number])


def _touched(site: Site, world: World) -> list[Row]:
    """Scanner, keypad and card reader: those that can tell that they fail have done so by then."""
    names = {"scanner": site.value("scanner", "port"), "keypad": site.value("keypad", "kind"),
             "card reader": site.value("card_reader", "kind")}  # fmt: skip
    needs_pins = site.value("keypad", "kind") == "matrix"
    pins = world.pins() if needs_pins else None
    parts = touched(site, Hung(world.touched_lines(site), pins))
    watch = DoorWatch(parts, world.clock)
    if parts:
        watch.run(_never, LISTEN_MS)
    for part in parts:
        part.close()
    there = {part.name for part in parts}
    rows = [Row(name, ABSENT, "the site's file names none") for name in names if name not in there]
    for part in parts:
        why = watch.failed.get(part.name)
        rows.append(Row(part.name, WRONG, why) if why else Row(part.name, WELL, "no complaint"))
    return rows


_never: Callable[[], bool] = bool


def _bus_rows(looked: Looked) -> list[Row]:
    name = f"bus {diag_site.name_of(looked.bus)}"
    rows = [Row(trouble.where, WRONG, f"{trouble.what}: {trouble.why}; {trouble.next}")
            for trouble in looked.troubles]  # fmt: skip
    if rows:
        return rows
    if looked.line is None:
        return [Row(name, WELL, "its contacts can be read")]
    boards = spans(board.board for board in looked.line.boards)
    return [Row(name, WELL, f"boards {boards} answer")]


def _doors(doors: dict[int, str], is_troubled: bool) -> Row:
    unseen = [number for number, state in doors.items() if state == UNSEEN]
    if unseen and is_troubled:
        return Row("doors", WRONG, f"nothing is known of {spans(unseen)}; see the rows above")
    standing = [number for number, state in doors.items() if state == OPEN]
    blind = f"; without a sensor: {spans(unseen)}" if unseen else ""
    return Row("doors", WELL, f"open: {spans(standing)}{blind}")

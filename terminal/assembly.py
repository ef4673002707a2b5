"""Puts a terminal together: which part hangs on which seam, as the site's file says.

With `__main__.py` the composition root, the only files of the core that know drivers, ui and
sync; the simulator assembles with the same function.  The one idea: `Seams` are all the
places where the world begins; everything between them is the same on the machine and in
the simulator.
"""

import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from drivers.bcc8a import Bcc8a
from drivers.clock import Clock, ClockPart
from drivers.coil_guard import CoilGuard
from drivers.computer import Computer, Reading, read_computer
from drivers.cu16 import Cu16
from drivers.dialect import Dialect
from drivers.gpio_locks import GpioLocks
from drivers.hid import HidLine
from drivers.hid_keypad import HidKeypad
from drivers.hid_scanner import HidScanner
from drivers.line import Line, SerialLine
from drivers.lock_boards import LockBoards
from drivers.matrix_codec import LAYOUTS
from drivers.matrix_keypad import MatrixKeypad
from drivers.pins import GpioPins, Pins
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import PulseGuard
from drivers.scanner import Scanner
from drivers.serial_keypad import SerialKeypad
from drivers.ssi_scanner import SsiScanner
from drivers.tcp_line import TcpLine
from drivers.waveshare import Waveshare
from drivers.zvt_frames import SerialFrames, TcpFrames
from drivers.zvt_orders import Terms
from drivers.zvt_reader import ZvtReader
from sync.broker import Broker
from sync.bundle import Bundle, in_a_thread
from sync.disk import DiskWatch, usage_of
from sync.journal import Journal
from sync.journal_file import open_journal
from sync.link import Link
from terminal import SOFTWARE
from terminal.config import Site
from terminal.config_rules import ConfigError
from terminal.part import Part
from terminal.runtime import Runtime
from terminal.wiring import Bus
from ui.display import Display
from ui.presenter import Presenter
from ui.site import Cabinet, Operator
from ui.site import Site as Surroundings
from ui.theme import Panel

TCP = "tcp://"
FEEDBACK = ("door_closing", "door_opening")


class Wires(Protocol):
    """The seams that parts with wires hang on; `lines` and all as in `Seams`."""

    @property
    def lines(self) -> dict[str, Line]: ...
    @property
    def pins(self) -> Pins | None: ...
    @property
    def relays(self) -> Callable[[tuple[int, ...], bool], PulseGuard]: ...


class Seams(NamedTuple):
    """Where the world begins: one of these is real, the other simulated; nothing else differs.

    `lines` are named by what hangs on them: "bus NAME", "scanner", "keypad", "card reader".
    """

    clock: Any  # drivers.clock.Clock, or one that tells the same
    lines: dict[str, Line]
    display: Display
    broker: Broker
    journal: Journal
    below: Callable[[int], int]
    usage: Callable[[], tuple[int, int]]
    fill_reserve: Callable[[], bool]
    pins: Pins | None = None
    relays: Callable[[tuple[int, ...], bool], PulseGuard] = RelayProcess
    computer: Callable[[], Reading] = lambda: Reading(None, False)
    aside: Callable[[Callable[[], None]], None] = in_a_thread  # does slow work beside the loop


def read_site(path: Path) -> Site:
    """The site's file, checked.  Raises ConfigError with a sentence."""
    try:
        return Site(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise ConfigError(f"the site's file {path} cannot be read ({error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"the site's file {path} is no TOML: {error}") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def assemble(site: Site, key: bytes, seams: Seams) -> Runtime:
    """All parts of a terminal on their seams."""
    parts: list[Part] = [
        ClockPart(seams.clock),
        *locks(site, seams),
        Presenter(seams.display, surroundings(site), panel_of(site)),
        Link(seams.journal, seams.broker, site.value("terminal", "id"), SOFTWARE, seams.below),
        DiskWatch(seams.usage, seams.fill_reserve),
        Computer(seams.computer),
        *_bundle(site, seams),
        *touched(site, seams),
    ]
    return Runtime(site, key, seams.journal, parts, seams.clock)


def _bundle(site: Site, seams: Seams) -> list[Part]:
    folder = site.value("bundle", "folder")
    name = site.value("terminal", "id")
    return [Bundle(seams.journal, name, folder, seams.aside)] if folder else []


# -- locks ------------------------------------------------------------------------------------


def locks(site: Site, seams: Wires) -> list[Part]:
    """The locks and doors, a part for each bus."""
    # Coils of one supply wait for one another, on whatever line they are.
    guards = {bus.supply: CoilGuard() for bus in site.buses}
    return [lock_part(site, bus, seams, guards[bus.supply]) for bus in site.buses]


def lock_part(site: Site, bus: Bus, seams: Wires, guard: CoilGuard) -> Part:
    """The locks and doors of one bus; its coils share a guard with all of their supply."""
    other = FEEDBACK[bus.feedback == FEEDBACK[0]]
    feedback_of = {**dict.fromkeys(bus.inverted, other), **dict.fromkeys(bus.latch_only, "latch")}
    doors = [door for door in site.doors if door.bus == bus.name]
    if bus.kind == "gpio":
        assert seams.pins is not None, "pins are among the seams where a bus is on them"
        relays = seams.relays(tuple(door.board for door in doors), bus.active_low)
        return GpioLocks(
            seams.pins, relays, [(d.compartment, d.board, d.channel or None) for d in doors],
            guard=guard, feedback=bus.feedback, feedback_of=feedback_of,
            pulse_ms=bus.pulse_ms, poll_ms=bus.poll_ms,
        )  # fmt: skip
    return LockBoards(
        seams.lines[f"bus {bus.name}"], [(d.compartment, d.board, d.channel) for d in doors],
        dialect=dialect_of(bus), name=bus.name, guard=guard, feedback=bus.feedback,
        feedback_of=feedback_of, poll_ms=bus.poll_ms,
    )  # fmt: skip


def dialect_of(bus: Bus) -> Dialect:
    """How the boards of this bus are spoken to."""
    if bus.kind == "waveshare":
        return Waveshare(bus.pulse_ms)
    return Cu16() if bus.kind == "cu16" else Bcc8a()


# -- what people touch ------------------------------------------------------------------------


def touched(site: Site, seams: Wires) -> list[Part]:
    """Scanner, keypad and card reader, as far as the site has them."""
    return [*_scanner(site, seams), *_keypad(site, seams), *_card_reader(site, seams)]


def _scanner(site: Site, seams: Wires) -> list[Part]:
    line = seams.lines.get("scanner")
    if line is None:
        return []
    kind = site.value("scanner", "kind")
    if kind == "ssi":
        return [SsiScanner(line)]
    return [HidScanner(line) if kind == "hid" else Scanner(line, site.value("scanner", "trigger"))]


def _keypad(site: Site, seams: Wires) -> list[Part]:
    kind = site.value("keypad", "kind")
    if kind == "matrix":
        assert seams.pins is not None, "pins are among the seams where a keypad is on them"
        rows, columns = site.value("keypad", "rows"), site.value("keypad", "columns")
        try:
            legends = LAYOUTS[site.value("keypad", "layout")]
            return [MatrixKeypad(seams.pins, rows, columns, legends)]
        except ValueError as error:
            raise ConfigError(f"rows and columns in [keypad]: {error}") from error
    if not kind:
        return []
    line = seams.lines["keypad"]
    return [HidKeypad(line) if kind == "hid" else SerialKeypad(line)]


def _card_reader(site: Site, seams: Wires) -> list[Part]:
    if not site.value("card_reader", "kind"):
        return []
    terms = Terms(
        password=site.value("card_reader", "password"),
        goods_s=site.value("card_reader", "goods_s"),
        statuses=site.value("card_reader", "statuses"),
    )
    is_tcp = site.value("card_reader", "port").startswith(TCP)
    frames = TcpFrames() if is_tcp else SerialFrames()
    try:
        return [ZvtReader(seams.lines["card reader"], frames, terms)]
    except ValueError as error:
        raise ConfigError(f"password in [card_reader]: {error}") from error


# In the order of ui/site.py.
OPERATOR = ("address", "registration", "email", "site", "sender", "rules", "prices", "eid_phone")


def surroundings(site: Site) -> Surroundings:
    """What the pictures must know of the site."""
    columns = tuple(tuple((d.compartment, d.size) for d in column) for column in site.columns)
    operator = Operator(
        site.value("operator", "name"), tuple(site.value("operator", "phones")),
        site.value("terminal", "id"),
        *(site.value("operator", name) for name in OPERATOR),
    )  # fmt: skip
    first = site.value("screen", "language")
    languages = (first, *(name for name in ("lv", "en") if name != first))
    after = min(site.value("screen", "after_column"), len(columns))
    return Surroundings(operator, Cabinet(columns, after), languages)


def panel_of(site: Site) -> Panel:
    """The glass, as large as the site's file says."""
    width_px, height_px = site.value("screen", "width_px"), site.value("screen", "height_px")
    return Panel(width_px, height_px, width_px / site.value("screen", "width_mm"))


# -- the real side of every seam --------------------------------------------------------------


def open_seams(site: Site, folder: Path, display: Display, clock: Clock) -> Seams:
    """Relative paths in the site's file count from its folder."""
    path = folder / site.value("journal", "file")
    journal, reserve = open_journal(str(path))
    needs_pins = site.value("keypad", "kind") == "matrix" or "gpio" in [b.kind for b in site.buses]
    return Seams(
        clock=clock, lines=open_lines(site), display=display, broker=_open_broker(site),
        journal=journal, below=secrets.randbelow, usage=lambda: usage_of(str(path.parent)),
        fill_reserve=reserve.fill, computer=read_computer, pins=GpioPins() if needs_pins else None,
    )  # fmt: skip


def open_lines(site: Site) -> dict[str, Line]:
    """Every line of the site, by the names in `Seams`."""
    lines: dict[str, Line] = {
        f"bus {bus.name}": open_line(bus.port, bus.baud) for bus in site.buses if bus.kind != "gpio"
    }
    return lines | open_touched_lines(site)


def open_touched_lines(site: Site) -> dict[str, Line]:
    """Those of scanner, keypad and card reader."""
    lines: dict[str, Line] = {}
    for section in ("scanner", "keypad"):
        port, baud = site.value(section, "port"), site.value(section, "baud")
        if port:
            is_hid = site.value(section, "kind") == "hid"
            lines[section] = HidLine(port) if is_hid else open_line(port, baud)
    port = site.value("card_reader", "port")
    if port:
        lines["card reader"] = open_line(port, site.value("card_reader", "baud"), 2)
    return lines


def open_line(port: str, baud: int, stop_bits: int = 1) -> Line:
    """A serial device, or tcp://HOST:PORT.  Raises ConfigError for a port that is neither."""
    if not port.startswith(TCP):
        return SerialLine(port, baud, stop_bits)
    host, _, number = port[len(TCP) :].rpartition(":")
    if not host or not number.isdecimal() or not 1 <= int(number) <= 65535:
        raise ConfigError(f"{port} is no address; write tcp://HOST:PORT, as in tcp://10.0.0.5:5000")
    try:
        return TcpLine(host, int(number))
    except ValueError as error:
        raise ConfigError(f"{port}: {error}") from error


def _open_broker(site: Site) -> Broker:
    # Here and not above: the simulator assembles terminals without a network.
    from sync.mqtt import MqttBroker

    host, port = site.value("broker", "host"), site.value("broker", "port")
    return MqttBroker(host, port, site.value("terminal", "id"))

"""The program: reads the site's file, opens its parts and runs the loop.

The composition root, and the only file of the core that knows drivers, ui and sync; the
simulator assembles with the same function.  The one idea: `Seams` are all the places where
the world begins; everything between them is the same on the machine and in the simulator.

    python -m terminal SITE.toml            run the terminal
    python -m terminal SITE.toml --check    only say whether the file is right
"""

import argparse
import os
import secrets
import signal
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from drivers.clock import Clock, ClockPart
from drivers.line import Line, SerialLine
from drivers.lock_boards import LockBoards
from drivers.scanner import Scanner
from sync.broker import Broker
from sync.disk import DiskWatch, usage_of
from sync.journal import Journal
from sync.journal_file import open_journal
from sync.link import Link
from terminal import SOFTWARE
from terminal.config import ConfigError, Site
from terminal.effects import Show
from terminal.part import JournalError, Part
from terminal.runtime import Runtime
from terminal.screens import OutOfService
from ui.display import Display
from ui.presenter import Presenter
from ui.site import Cabinet, Operator, SiteError
from ui.site import Site as Surroundings
from ui.theme import Panel

KEY_BYTES = 32
JOURNAL_AGAIN_MS = 5000


class Seams(NamedTuple):
    """Where the world begins: one of these is real, the other simulated; nothing else differs."""

    clock: Any  # drivers.clock.Clock, or one that tells the same
    lock_line: Line
    scanner_line: Line | None
    display: Display
    broker: Broker
    journal: Journal
    below: Callable[[int], int]
    usage: Callable[[], tuple[int, int]]
    fill_reserve: Callable[[], bool]


def assemble(site: Site, key: bytes, seams: Seams) -> Runtime:
    """All parts of a terminal on their seams."""
    parts: list[Part] = [
        ClockPart(seams.clock),
        _locks(site, seams.lock_line),
        Presenter(seams.display, surroundings(site), _panel(site)),
        Link(seams.journal, seams.broker, site.value("terminal", "id"), SOFTWARE, seams.below),
        DiskWatch(seams.usage, seams.fill_reserve),
    ]
    if seams.scanner_line is not None:
        parts.append(Scanner(seams.scanner_line))
    return Runtime(site, key, seams.journal, parts, seams.clock)


def _locks(site: Site, line: Line) -> LockBoards:
    wiring = [(door.compartment, door.board, door.channel) for door in site.doors]
    return LockBoards(
        line, wiring, feedback=site.value("locks", "feedback"),
        poll_ms=site.value("locks", "poll_ms"),
    )  # fmt: skip


def surroundings(site: Site) -> Surroundings:
    """What the pictures must know of the site."""
    columns = tuple(tuple((d.compartment, d.size) for d in column) for column in site.columns)
    operator = Operator(
        site.value("operator", "name"), tuple(site.value("operator", "phones")),
        site.value("terminal", "id"),
    )  # fmt: skip
    first = site.value("screen", "language")
    languages = (first, *(name for name in ("lv", "en") if name != first))
    after = min(site.value("screen", "after_column"), len(columns))
    return Surroundings(operator, Cabinet(columns, after), languages)


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


def read_key(path: Path) -> bytes:
    """The terminal's secret, made at the first start.  Mode 0600; never in the database."""
    try:
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
        if path.stat().st_mode & 0o077:
            raise ConfigError(f"the key file {path} can be read by others; chmod 600 it")
        key = bytes.fromhex(path.read_text("ascii"))
    except OSError as error:
        raise ConfigError(f"the key file {path} cannot be used ({error})") from error
    except ValueError as error:
        raise ConfigError(f"the key file {path} must hold {2 * KEY_BYTES} hex digits") from error
    if len(key) != KEY_BYTES:
        raise ConfigError(f"the key file {path} must hold {2 * KEY_BYTES} hex digits")
    return key


def open_seams(site: Site, folder: Path, display: Display, clock: Clock) -> Seams:
    """The real side of every seam.  Relative paths in the site's file count from its folder."""
    path = folder / site.value("journal", "file")
    journal, reserve = open_journal(str(path))
    locks = SerialLine(site.value("locks", "port"), site.value("locks", "baud"))
    scanner_port = site.value("scanner", "port")
    scanner = SerialLine(scanner_port, site.value("scanner", "baud")) if scanner_port else None
    return Seams(
        clock=clock, lock_line=locks, scanner_line=scanner, display=display,
        broker=_open_broker(site), journal=journal, below=secrets.randbelow,
        usage=lambda: usage_of(str(path.parent)), fill_reserve=reserve.fill,
    )  # fmt: skip


def _panel(site: Site) -> Panel:
    width_px, height_px = site.value("screen", "width_px"), site.value("screen", "height_px")
    return Panel(width_px, height_px, width_px / site.value("screen", "width_mm"))


def _open_display(site: Site, folder: Path) -> Display:
    # Here and not above: the simulator assembles terminals without pixels and without a network.
    from ui.mirror import Mirror
    from ui.pygame_display import PygameDisplay

    panel, mirror = _panel(site), site.value("screen", "mirror")
    display = PygameDisplay(panel, site.value("screen", "driver"))
    return Mirror(display, folder / mirror, panel) if mirror else display


def _open_broker(site: Site) -> Broker:
    from sync.mqtt import MqttBroker

    host, port = site.value("broker", "host"), site.value("broker", "port")
    return MqttBroker(host, port, site.value("terminal", "id"))


def main(arguments: list[str]) -> int:
    """Run until SIGTERM or SIGINT; 2 when the site is set up wrongly."""
    parser = argparse.ArgumentParser(prog="python -m terminal", description="Run one terminal.")
    parser.add_argument("site", type=Path, help="the site's file (TOML)")
    parser.add_argument("--check", action="store_true", help="only check the site's file")
    options = parser.parse_args(arguments)
    try:
        site = read_site(options.site)
        if options.check:
            print(f"{options.site}: {len(site.doors)} compartments; the file is right")
            return 0
        return _run(site, options.site.resolve().parent)
    except (ConfigError, SiteError, OSError) as error:
        print(f"The terminal does not start: {str(error).rstrip('.')}.", file=sys.stderr)
        return 2


def _run(site: Site, folder: Path) -> int:
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: told.append(signum))
    key = read_key(folder / site.value("terminal", "key_file"))
    display, clock = _open_display(site, folder), Clock()
    try:
        seams = _when_journal_opens(site, folder, display, clock, told)
        if seams is not None:
            runtime = assemble(site, key, seams)
            runtime.run(lambda: bool(told))
            runtime.close()
    finally:
        display.close()
    return 0


def _when_journal_opens(
    site: Site, folder: Path, display: Display, clock: Clock, told: list[int]
) -> Seams | None:
    """The seams, as soon as the journal can be opened; until then the glass says why nothing goes.

    A program that exits would leave a dark screen behind; people should read that it is us.
    """
    said = ""
    while not told:
        try:
            return open_seams(site, folder, display, clock)
        except JournalError as error:
            if str(error) != said:
                said = str(error)
                print(f"Out of service: {said}", file=sys.stderr, flush=True)
            presenter = Presenter(display, surroundings(site), _panel(site))
            presenter.perform(Show(0, OutOfService("journal")), clock.monotonic_ms())
            clock.wait(clock.monotonic_ms() + JOURNAL_AGAIN_MS, [])
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

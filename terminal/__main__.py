"""The program: reads the site's file, opens its parts and runs the loop.

What hangs on what is in `assembly.py`; with it the composition root.  The one idea: nothing
that is missing or wrong ends in a dark screen or in a traceback, but in a sentence.

    python -m terminal SITE.toml            run the terminal
    python -m terminal SITE.toml --check    only say whether the file is right
    python -m terminal diag --help          diagnostics and commissioning, see `diag.py`
"""

import argparse
import os
import secrets
import signal
import sys
from pathlib import Path

from drivers.clock import Clock
from terminal import diag
from terminal.assembly import (
    Seams,
    assemble,
    open_seams,
    panel_of,
    read_site,
    surroundings,
)
from terminal.config import Site
from terminal.config_rules import ConfigError
from terminal.effects import Show
from terminal.part import JournalError
from terminal.screens import OutOfService
from ui.display import Display
from ui.presenter import Presenter
from ui.site import SiteError

KEY_BYTES = 32
JOURNAL_AGAIN_MS = 5000


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


def _open_display(site: Site, folder: Path) -> Display:
    # Here and not above: the simulator assembles terminals without pixels and without a network.
    from ui.mirror import Mirror
    from ui.pygame_display import PygameDisplay

    panel, mirror = panel_of(site), site.value("screen", "mirror")
    display = PygameDisplay(panel, site.value("screen", "driver"))
    return Mirror(display, folder / mirror, panel) if mirror else display


def main(arguments: list[str]) -> int:
    """Run until SIGTERM or SIGINT; 2 when the site is set up wrongly."""
    if arguments[:1] == ["diag"]:
        return diag.main(arguments[1:])
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
            presenter = Presenter(display, surroundings(site), panel_of(site))
            presenter.perform(Show(0, OutOfService("journal")), clock.monotonic_ms())
            clock.wait(clock.monotonic_ms() + JOURNAL_AGAIN_MS, [])
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

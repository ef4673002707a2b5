"""Diagnostics and commissioning from a shell: the command line.

What each command does is in `diag_commands.py`, what is done on a line in
`drivers/commissioning/`, what is done with a site in `diag_site.py` and `diag_report.py`.  With
them, `__main__.py` and `assembly.py` the composition root.  The one idea: the result goes to the
standard output, as lines or as one JSON object; questions and progress go to the other one, and
answers come from the standard input; with `--screen` questions are asked on the glass.

    python -m terminal diag scan PORT --kind bcc8a      which boards are on a line
    python -m terminal diag status SITE.toml            how every door stands
    python -m terminal diag unlock 5 SITE.toml          open one door
    python -m terminal diag unlock 1:5 PORT --kind K    pulse channel 5 of board 1
    python -m terminal diag watch SITE.toml             doors as they move, until Ctrl-C
    python -m terminal diag report SITE.toml            look at everything
    python -m terminal diag commission PORT --kind K --out SITE.toml
    python -m terminal diag commission --screen --out SITE.toml     on the terminal's own glass

Ends with 0 if all is well, 1 if something is wrong, 2 if it was asked wrongly.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Protocol

from drivers.commissioning import line_commands
from drivers.commissioning.line_commands import Result
from drivers.commissioning.makes import MAKES
from terminal import diag_commands, diag_glass, diag_report, diag_screen, diag_site
from terminal.config_rules import ConfigError
from terminal.diag_shell import Shell
from ui.page import check_panel
from ui.theme import Panel

SITE = "site.toml"
GONE = "nobody answers any more, and so it ends here"
ALL_WELL, WRONG, ASKED_WRONGLY, INTERRUPTED = 0, 1, 2, 130


class World(diag_report.World, diag_glass.World, Protocol):
    """What the shell has, and the glass of the machine that it runs on."""


def main(arguments: list[str], world: World | None = None) -> int:
    """Carry out one command; returns what the program ends with."""
    options = _parser().parse_args(arguments)
    world = world or Shell()
    try:
        result: Result | None = options.do(options, world)
    except ConfigError as error:
        return _failed(options, world, str(error), ASKED_WRONGLY)
    except OSError as error:
        return _failed(options, world, error.strerror or str(error), WRONG)
    except EOFError:
        why = "it was ended on the glass" if getattr(options, "screen", False) else GONE
        return _failed(options, world, why, WRONG)
    except KeyboardInterrupt:
        return ALL_WELL if options.command == "watch" else INTERRUPTED
    if result is None:
        return ALL_WELL
    for text in [json.dumps(result.document)] if options.json else result.lines:
        world.say(text)
    if options.command == "unlock":
        _cool(result.document["outcome"], world)
    return ALL_WELL if result.is_well else WRONG


def _failed(options: argparse.Namespace, world: diag_site.World, why: str, code: int) -> int:
    if options.json:
        world.say(json.dumps({"command": options.command, "error": why}))
    world.tell(f"diag {options.command}: {why.rstrip('.')}.")
    return code


def _cool(how: str, world: diag_site.World) -> None:
    if how not in line_commands.PULSED:
        return
    seconds = line_commands.COOLING_MS // 1000
    try:
        world.tell(f"The coil cools for {seconds} s before this ends (Ctrl-C does not wait).")
        line_commands.cool(world.clock)
    except KeyboardInterrupt:
        return


# -- the words --------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m terminal diag", description="Diagnostics and commissioning.",
    )  # fmt: skip
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    where = f"a site's file, or a port with --kind ({SITE})"

    scan = _command(words, "scan", diag_commands.scan, "which boards are on a line")
    scan.add_argument("port", help="a serial device, or tcp://HOST:PORT")
    _add_line(scan, is_needed=True)
    _add_boards(scan)

    status = _command(words, "status", diag_commands.status, "how every door or channel stands")
    status.add_argument("where", nargs="*", default=[SITE], help=where)
    _add_line(status)
    _add_boards(status)

    unlock = _command(words, "unlock", diag_commands.unlock, "open one door")
    unlock.add_argument("door", help="a compartment, or BOARD:CHANNEL on a port; never several")
    unlock.add_argument("where", nargs="?", default=SITE, help=where)
    unlock.add_argument("--yes", action="store_true", help="do not ask whether to open it")
    _add_line(unlock)

    watch = _command(words, "watch", diag_commands.watch, "doors as they move")
    watch.add_argument("where", nargs="?", default=SITE, help=where)
    _add_line(watch)
    _add_boards(watch)

    report = _command(words, "report", diag_commands.report, "look at every part of a site")
    report.add_argument("where", nargs="?", default=SITE, help="a site's file")

    what = "find out how a line is wired, with a person at the doors"
    guide = _command(words, "commission", _commission, what)
    guide.add_argument("port", nargs="?", default="", help="a serial device, or tcp://HOST:PORT")
    on_glass = "ask on this machine's own touchscreen, also for port and kind"
    guide.add_argument("--screen", action="store_true", help=on_glass)
    guide.add_argument("--panel", type=_panel, default=Panel(), metavar="WxHxMM",
                       help="of that screen: its pixels and its width, as in 1280x800x217")
    guide.add_argument("--out", type=Path, required=True, help="the site's file to write")
    guide.add_argument("--add", action="store_true", help="add this line to that file")
    guide.add_argument("--bus", default="", help="what to call this line; needed with --add")
    _add_line(guide)
    _add_boards(guide)
    return parser


def _commission(options: argparse.Namespace, world: World) -> Result:
    command = diag_screen.commission if options.screen else diag_commands.commission
    return command(options, world)


def _panel(text: str) -> Panel:
    try:
        width_px, height_px, width_mm = map(int, text.split("x"))
        panel = Panel(width_px, height_px, width_px / width_mm)
        check_panel(panel)
    except (ValueError, ZeroDivisionError) as error:
        raise argparse.ArgumentTypeError(f"write it as in 1280x800x217 ({error})") from error
    return panel


def _command(words: Any, name: str, do: Any, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = words.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    parser.set_defaults(do=do)
    return parser


def _add_line(parser: argparse.ArgumentParser, is_needed: bool = False) -> None:
    parser.add_argument("--kind", choices=sorted(MAKES), required=is_needed, help="of the boards")
    parser.add_argument("--baud", type=int, default=0, help="if it is not that of the kind")


def _add_boards(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--boards", default="", metavar="N-M", help="addresses to ask (all)")

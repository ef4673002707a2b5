"""What each command of the diagnostics does with the words that came with it.

The words are taken apart in `diag.py`.  With the other files of the composition root it may know
drivers.  The one idea: what a person typed is checked to the end before a port is opened.
"""

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import Any

from drivers.commissioning import commission as commissioning
from drivers.commissioning import line_commands, site_text
from drivers.commissioning.at_the_line import OnBoard
from drivers.commissioning.channel_watch import Change
from drivers.commissioning.findings import Channel
from drivers.commissioning.line_commands import Port, Result, not_sent
from drivers.commissioning.makes import MAKES
from terminal import diag_report, diag_site
from terminal.assembly import read_site
from terminal.config_rules import ConfigError
from terminal.record import Record


def boards_meant(options: argparse.Namespace) -> list[int]:
    """The addresses that are meant, as 1-4,7."""
    can_be = MAKES[options.kind].dialect().boards
    if not options.boards:
        return list(can_be)
    found: set[int] = set()
    for part in options.boards.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ConfigError(f"--boards {options.boards} is not understood; write 1-4,7")
        found |= set(range(int(first), int(last or first) + 1))
    if not found or not found <= set(can_be):
        raise ConfigError(
            f"--boards {options.boards}: boards of this kind are {can_be[0]} to {can_be[-1]}"
        )
    return sorted(found)


def _is_site(where: str) -> bool:
    return where.endswith(".toml") or Path(where).is_file()


def _port(options: argparse.Namespace, where: str, world: diag_site.AtLines) -> Port:
    if options.kind is None:
        known = ", ".join(sorted(MAKES))
        raise ConfigError(f"{where} is a port: add --kind, one of {known}")
    make = MAKES[options.kind]
    baud = options.baud or make.baud
    return Port(world.line(where, baud), world.clock, make, where, baud)


def on_board(boards: list[int], world: diag_site.AtLines) -> OnBoard:
    """Tells how far a long roll call has come."""
    def tell(board: int) -> None:
        if len(boards) > 10 and board % 10 == 0:
            world.tell(f"asking address {board} ...")

    return tell


# -- the commands -----------------------------------------------------------------------------


def scan(options: argparse.Namespace, world: diag_site.World) -> Result:
    boards = boards_meant(options)
    port = _port(options, options.port, world)
    with closing(port.line):
        return line_commands.scan(port, boards, on_board(boards, world))


def status(options: argparse.Namespace, world: diag_site.World) -> Result:
    if len(options.where) == 1 and _is_site(options.where[0]):
        return diag_site.status(read_site(Path(options.where[0])), world)
    results = []
    for where in options.where:
        if _is_site(where):
            raise ConfigError("give one site's file, or one or more ports")
        port = _port(options, where, world)
        boards = boards_meant(options)
        with closing(port.line):
            results.append(line_commands.status(port, boards, on_board(boards, world)))
    document = {"command": "status", "ports": [result.document for result in results]}
    lines = [line for result in results for line in result.lines]
    return Result(document, lines, all(result.is_well for result in results))


def unlock(options: argparse.Namespace, world: diag_site.World) -> Result:
    if _is_site(options.where):
        number = _number(options.door)
        site, folder = read_site(Path(options.where)), Path(options.where).resolve().parent
        return diag_site.unlock(site, folder, number, options.yes, world)
    at = _channel(options)
    port = _port(options, options.where, world)
    with closing(port.line):
        text = (
            f"Whatever lock hangs on board {at[0]}, channel {at[1]} of {port.name} will be pulsed,"
            " and no journal will know of it. Pulse it? (yes, no)"
        )
        if not options.yes and not diag_site.agree(world, text):
            document = {"command": "unlock", "board": at[0], "channel": at[1]}
            where = f"board {at[0]} channel {at[1]}"
            return not_sent(document, [diag_site.not_agreed(where)])
        return line_commands.unlock(port, at)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ConfigError(
            f"{text} is not the number of one compartment; doors are opened one at a time and"
            " never all at once"
        )
    return int(text)


def _channel(options: argparse.Namespace) -> Channel:
    board, colon, channel = options.door.partition(":")
    if not colon or not board.isdecimal() or not channel.isdecimal():
        raise ConfigError(
            f"{options.door} is not one lock; on a port write BOARD:CHANNEL, as in 1:5; locks are"
            " opened one at a time and never all at once"
        )
    if options.kind is not None:
        dialect = MAKES[options.kind].dialect()
        if int(board) not in dialect.boards or int(channel) not in dialect.channels:
            raise ConfigError(
                f"{options.door}: boards of this kind are {dialect.boards[0]} to"
                f" {dialect.boards[-1]}, their channels {dialect.channels[0]} to"
                f" {dialect.channels[-1]}"
            )
    return int(board), int(channel)


def watch(options: argparse.Namespace, world: diag_site.World) -> Result | None:
    world.tell("Watching; Ctrl-C ends it.")
    began_ms = world.clock.monotonic_ms()

    def say(told: dict[str, Any], text: str) -> None:
        since_ms = world.clock.monotonic_ms() - began_ms
        line = json.dumps({**told, "at_ms": since_ms}) if options.json else (
            f"{since_ms / 1000:8.1f} s  {text}"
        )  # fmt: skip
        world.say(line)

    def say_fact(fact: Record) -> None:
        told = diag_site.fact_told(fact)
        if told is not None:
            say(*told)

    def say_change(change: Change) -> None:
        level = "high" if change.level else "low"
        told = {"board": change.board, "channel": change.channel, "level": level}
        say(told, f"board {change.board} channel {change.channel} {level}")

    if _is_site(options.where):
        diag_site.watch(read_site(Path(options.where)), world, say_fact)
        return None
    port, boards = _port(options, options.where, world), boards_meant(options)
    with closing(port.line):
        found = line_commands.scan(port, boards, on_board(boards, world))
        numbers = [board["board"] for board in found.document["boards"]]
        if not numbers:
            return found
        line_commands.watch(port, numbers, say_change)
    return None


def report(options: argparse.Namespace, world: diag_report.World) -> Result:
    site = read_site(Path(options.where))
    return diag_report.report(site, Path(options.where).resolve().parent, world)


# -- commissioning ----------------------------------------------------------------------------


def commission(options: argparse.Namespace, world: diag_site.World) -> Result:
    if not options.port or options.kind is None:
        raise ConfigError("give a port and --kind, or --screen to choose them on the glass")
    found = find(options, world, on_board(boards_meant(options), world))
    write(options, found, world)
    return found.result


def find(
    options: argparse.Namespace, world: diag_site.AtLines, tell_board: OnBoard
) -> commissioning.Commissioned:
    """The guided run; nothing is written yet.  tell_board: of each address that is asked."""
    known = known_doors(options)
    boards = boards_meant(options)
    port = _port(options, options.port, world)
    bus = site_text.Bus(options.kind, options.port, options.baud, options.bus)
    wanted = commissioning.Wanted(boards, bus, known, options.add)
    with closing(port.line):
        return commissioning.commission(port, wanted, world, tell_board)


def known_doors(options: argparse.Namespace) -> list[int]:
    """The compartments that the site's file has already; refuses what could not be written."""
    out: Path = options.out
    if not options.add:
        if out.exists():
            raise ConfigError(f"{out} is there already: give another name, or --add this line")
        if not out.resolve().parent.is_dir():
            raise ConfigError(f"there is no folder for {out}; make it first")
        return []
    site = read_site(out)
    if options.bus in [bus.name for bus in site.buses]:
        raise ConfigError(f'{out} has a line named "{options.bus}": give this one a --bus NAME')
    return [door.compartment for door in site.doors]


def write(
    options: argparse.Namespace, found: commissioning.Commissioned, world: diag_site.AtLines
) -> None:
    """The report, and the site's file if there is a door for it."""
    out: Path = options.out
    end = f".{options.bus}" if options.bus else ""
    texts = {
        out.with_suffix(f"{end}.report.txt"): found.report,
        out.with_suffix(f"{end}.report.json"): json.dumps(found.result.document, indent=1) + "\n",
    }
    if found.site:
        before = out.read_text("utf-8") if options.add else ""
        texts[out] = before + found.site
    else:
        world.tell(f"{out} was not written: no door can be used.")
    for path, text in texts.items():
        _write_one(path, text, world)


def _write_one(path: Path, text: str, world: diag_site.AtLines) -> None:
    """In one go, so that a power cut leaves the file of before or the whole new one."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        world.tell(f"{path} cannot be written ({error}). This should stand in it:")
        world.tell(text)
        return
    world.tell(f"{path} was written.")

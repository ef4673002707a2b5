"""Commissioning on the terminal's own screen, from the choice of the port to what was found.

The run itself and what is written are those of `diag_commands.py`; who answers is in
`diag_glass.py`.  With the other files of the composition root it may import drivers and ui.  The
one idea: whoever stands there has no shell, so whatever goes wrong is said on the glass, with a
key to try again, and only an end that was touched ends the program.
"""

import argparse
from contextlib import closing

from drivers.commissioning.commission import Commissioned
from drivers.commissioning.line_commands import Result
from drivers.commissioning.makes import MAKES
from drivers.line import PortFound
from terminal import diag_commands
from terminal.config_rules import ConfigError
from terminal.diag_glass import Glass, World
from ui.commissioning_screens import DoorRow, Outcome, Question, Waiting
from ui.display import ScreenMissing

PORTS_SHOWN = 3
AGAIN, END, MORE = "again", "end", "more"


class _Ended(EOFError):
    """Somebody touched the key that ends it."""


def commission(options: argparse.Namespace, world: World) -> Result:
    """Guide whoever stands at the glass through it, until it is done or ended there."""
    with closing(world.display(options.panel)) as display:
        glass = Glass(world, display, options.panel)
        while True:
            found = _attempt(options, world, glass)
            if found is not None:
                return found


def _attempt(options: argparse.Namespace, world: World, glass: Glass) -> Result | None:
    """One run; None: it shall be tried again."""
    try:
        found = _run(options, world, glass)
    except (_Ended, ScreenMissing):
        raise
    except (ConfigError, OSError, EOFError) as error:
        if glass.answer_to(_failure(error)) == END:
            raise
        return None
    told = glass.take_told()
    is_over = glass.answer_to(_outcome(found, told)) == END
    return found.result if is_over else None


def _run(options: argparse.Namespace, world: World, glass: Glass) -> Commissioned:
    diag_commands.known_doors(options)  # refuses before anything is asked
    port = options.port or _chosen_port(world, glass)
    kind = options.kind or _chosen_kind(glass)
    chosen = argparse.Namespace(**{**vars(options), "port": port, "kind": kind})
    boards = diag_commands.boards_meant(chosen)

    def show(board: int) -> None:
        glass.show(Waiting(done=boards.index(board) + 1, of=len(boards)))

    found = diag_commands.find(chosen, glass, show)
    glass.take_told()
    diag_commands.write(chosen, found, glass)
    return found


# -- what is said -----------------------------------------------------------------------------


def _failure(error: Exception) -> Question:
    if isinstance(error, EOFError):
        return Question("stopped")
    why = str(error)
    if isinstance(error, OSError):
        why = error.strerror or why
    return Question("failed", f"{why.rstrip('.')}.")


def _outcome(found: Commissioned, told: tuple[str, ...]) -> Outcome:
    document = found.result.document
    doors = tuple(
        DoorRow(door["compartment"], door["size"], door["board"], door["channel"], door["sensor"],
                door["usable"])
        for door in sorted(document["doors"], key=lambda door: int(door["compartment"]))
    )  # fmt: skip
    troubles = tuple(
        (each["where"], each["what"], each["why"], each["next"]) for each in document["troubles"]
    )
    # A file that could not be written is told whole, and a page holds no more than its lines.
    notes = tuple(line for text in (*told, *found.notes) for line in text.splitlines() if line)
    return Outcome(found.result.is_well, doors, troubles, notes, can_repeat=not found.site)


# -- what is chosen ---------------------------------------------------------------------------


def _chosen_port(world: World, glass: Glass) -> str:
    first = 0
    while True:
        ports = world.ports()
        first = first if first < len(ports) else 0
        answer = glass.answer_to(_port_question(ports, first))
        if answer == END:
            raise _Ended
        if answer == MORE:
            first += PORTS_SHOWN
        elif answer != AGAIN:
            return answer


def _port_question(ports: list[PortFound], first: int) -> Question:
    if not ports:
        return Question("no port")
    shown = ports if len(ports) <= PORTS_SHOWN + 1 else ports[first : first + PORTS_SHOWN]
    choices = [(port.name, port.what) for port in shown]
    if len(shown) < len(ports):
        choices.append((MORE, f"{first + len(shown)}/{len(ports)} +"))
    return Question("port", choices=tuple(choices))


def _chosen_kind(glass: Glass) -> str:
    kinds = tuple((kind, make.what) for kind, make in MAKES.items())
    answer = glass.answer_to(Question("kind", choices=kinds))
    if answer == END:
        raise _Ended
    return answer

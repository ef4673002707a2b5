"""What a person at the keyboard can do to a cabinet and its board, word by word.

One typed line in, one line of answer out; a line that makes no sense is answered
too.  The one idea: the words are a table, and `help` prints the table.
"""

from collections.abc import Callable

from sim.cabinet import Cabinet, PhysicsError
from sim.contact import KINDS
from sim.door import FROZEN, LATE

Deed = Callable[[Cabinet, int, str, int], object]

# word: what follows the compartment, what it does, how.
DEEDS: dict[str, tuple[str, str, Deed]] = {
    "close": ("", "push the door shut",
              lambda cabinet, door, rest, now_ms: cabinet.push_shut(door, now_ms)),
    "slam": ("", "throw it shut so that it comes back",
             lambda cabinet, door, rest, now_ms: cabinet.slam(door, now_ms)),
    "pull": ("", "pull at it",
             lambda cabinet, door, rest, now_ms: cabinet.pull_open(door, now_ms)),
    "force": ("", "open it with a crowbar",
              lambda cabinet, door, rest, now_ms: cabinet.force_open(door, now_ms)),
    "lean": ("SECONDS", "lean on it",
             lambda cabinet, door, rest, now_ms: cabinet.lean(door, now_ms + 1000 * int(rest))),
    "jam": (f"[{FROZEN}|{LATE}]", "jam it: nothing moves, or it gives way late",
            lambda cabinet, door, rest, now_ms: cabinet.jam(door, rest or FROZEN)),
    "unjam": ("", "thaw it",
              lambda cabinet, door, rest, now_ms: cabinet.unjam(door)),
    "sensor": ("|".join(KINDS), "break or mend its contact",
               lambda cabinet, door, rest, now_ms: cabinet.break_sensor(door, rest)),
    "put": ("WHAT", "put something in",
            lambda cabinet, door, rest, now_ms: cabinet.put_in(door, rest)),
    "take": ("WHAT", "take it out",
             lambda cabinet, door, rest, now_ms: cabinet.take_out(door, rest)),
}


def help_text() -> str:
    lines = [f"  {f'{word} DOOR {rest}'.rstrip():62}{what}"
             for word, (rest, what, _) in DEEDS.items()]
    return "\n".join([*lines, f"  {'doors':62}say how each door stands",
                      f"  {'quit':62}take the board away and leave"])


def obey(cabinet: Cabinet, line: str, now_ms: int) -> str:
    """Do what the line says, and say what came of it."""
    word, _, rest = line.strip().partition(" ")
    if word == "help":
        return help_text()
    if word == "doors":
        return "  ".join(f"{door} {cabinet.leaf(door)}" for door in cabinet.compartments)
    if word not in DEEDS:
        return f"there is no {word!r}; help lists what can be done"
    return _do(cabinet, word, rest, now_ms)


def _do(cabinet: Cabinet, word: str, rest: str, now_ms: int) -> str:
    number, _, rest = rest.strip().partition(" ")
    if not number.isdecimal() or int(number) not in cabinet.compartments:
        doors = cabinet.compartments
        return f"{word} what? doors are {doors[0]} to {doors[-1]}"
    door = int(number)
    needs, _, deed = DEEDS[word]
    try:
        deed(cabinet, door, rest.strip(), now_ms)
    except PhysicsError as refusal:
        return str(refusal)
    except ValueError:
        return f"say: {word} {door} {needs}"
    return f"{door}: {cabinet.leaf(door)}, inside: {', '.join(cabinet.contents(door)) or 'nothing'}"

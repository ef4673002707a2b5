"""What a person answers to the guided run, and what the run says about a door in return.

No question is asked here.  The one idea: an answer that could be meant otherwise is not
understood and is asked for again; only a number that was typed becomes a door.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    LATCH_ONLY,
    SWAPPED,
    UNCLEAR,
    Channel,
    DoorFound,
    Trouble,
)
from terminal.sizes import NAMES as SIZES
from terminal.wiring import COMPARTMENT_MAX

STOP, AGAIN, REST = "stop", "again", "rest"

Check = Callable[[str], bool]


class Doors(NamedTuple):
    """The answer to "which door opened?": a word, or numbers (none: no door opened)."""

    is_understood: bool
    word: str = ""
    numbers: tuple[int, ...] = ()


def doors(answer: str) -> Doors:
    """What was typed, as doors."""
    words = answer.replace(",", " ").lower().split()
    if words in ([], ["0"], ["none"], ["no"]):
        return Doors(True)
    if words in ([AGAIN], [REST]):
        return Doors(True, words[0])
    numbers = [int(word) for word in words if word.isdecimal()]
    is_right = len(numbers) == len(words) and len(set(numbers)) == len(numbers)
    if not is_right or not all(1 <= number <= COMPARTMENT_MAX for number in numbers):
        return Doors(False)
    return Doors(True, "", tuple(numbers))


def size(answer: str, usual: str) -> str:
    """A size by its name, `usual` for nothing; "" if it is none."""
    name = answer.strip().upper() or usual
    return name if name in SIZES else ""


def is_yes(answer: str) -> bool:
    return answer.strip().lower() in ("yes", "y")


def is_no(answer: str) -> bool:
    return answer.strip().lower() in ("no", "n")


def is_yes_or_no(answer: str) -> bool:
    return is_yes(answer) or is_no(answer)


def channels(those: Iterable[Channel]) -> str:
    """Channels as a person reads them."""
    return " and ".join(f"board {board} channel {channel}" for board, channel in those)


# -- what was found ---------------------------------------------------------------------------

_TOLD = {
    GOOD: "its sensor is right",
    LATCH_ONLY: "its sensor feels the latch and not the door",
    DEAD: "its sensor is dead",
    SWAPPED: "its sensor is that of another channel",
    UNCLEAR: "its sensor makes no sense",
}


def told(door: DoorFound) -> str:
    """One line about a door that has just been tried."""
    return (
        f"Door {door.compartment} hangs on board {door.board}, channel {door.channel};"
        f" {_TOLD[door.sensor]}."
    )


def trouble_of(door: DoorFound) -> Trouble | None:
    """What is wrong with a door, as far as nobody has said it; None for nothing."""
    where = f"compartment {door.compartment} (board {door.board} channel {door.channel})"
    if door.sensor == SWAPPED:
        other = channels(door.others)
        return Trouble(
            where, f"when it opened the sensor of {other} moved in the place of its own",
            "the wires of these two sensors are swapped",
            "exchange them and commission both channels again; until then this compartment is left"
            " out of the site's file",
        )  # fmt: skip
    if door.sensor == DEAD:
        return Trouble(
            where, "no sensor moved when it opened, nor when its latch was pulled",
            "its sensor or the wire to it is broken or missing, or the magnet is too far away",
            "mend it and commission this channel again; until then the terminal cannot see this"
            " door and puts nothing behind it",
        )  # fmt: skip
    if door.sensor == UNCLEAR:
        moved = f"the sensor of {channels(door.others)} moved too" if door.others else (
            "its sensor moved when it opened and did not come back when it was shut"
        )  # fmt: skip
        return Trouble(
            where, moved, "wires touch, a contact sticks, or two doors were moved at once",
            "check its sensor and wires and commission this channel again; until then this"
            " compartment is left out of the site's file",
        )  # fmt: skip
    return None


def unopened(at: Channel, flickers: Iterable[Channel]) -> Trouble:
    """A pulse moved a sensor, and a person saw no door open."""
    return Trouble(
        channels([at]), f"its pulse moved the sensor of {channels(sorted(flickers))}, and no door"
        " opened", "a door that jams, or is held shut, on a lock that works",
        "find the door, free it and commission this channel again",
    )  # fmt: skip


def opened_again(at: Channel, door: int) -> Trouble:
    """A pulse opened a door that hangs on another channel already."""
    return Trouble(
        channels([at]), f"its pulse opened door {door}, which another channel opens too",
        "two channels are wired to one lock, or that door has two locks, which this program does"
        " not know", "see which locks hang on this channel, and commission it again",
    )  # fmt: skip


def several(at: Channel, numbers: Iterable[int]) -> Trouble:
    """One pulse opened more than one door."""
    names = " and ".join(str(number) for number in numbers)
    return Trouble(
        channels([at]), f"one pulse opened the doors {names}",
        f"two boards have the address {at[0]}, or two locks hang on one channel",
        "give each board an address of its own and each lock its own channel, and begin again; all"
        " doors of this board are left out of the site's file",
    )  # fmt: skip

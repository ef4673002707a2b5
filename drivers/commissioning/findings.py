"""What was found on a line of lock boards, as values that a person and a program can read.

Nothing is looked for here.  The one idea: whatever is wrong is a `Trouble` with three
answers, what happened, why, and what to do next; it becomes one sentence for people and one
object for programs.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

# How the sensor of a door behaves.
GOOD, INVERTED, LATCH_ONLY, DEAD, SWAPPED, UNCLEAR, SHARED = (
    "good", "inverted", "latch only", "dead", "swapped", "unclear", "shared",
)  # fmt: skip
# What a board did when it was asked.
ANSWERS, GARBLED, MOODY = "answers", "garbled", "answers now and then"

Channel = tuple[int, int]  # board, channel


class Trouble(NamedTuple):
    """One thing that is wrong."""

    where: str
    what: str
    why: str
    next: str

    def sentence(self) -> str:
        return f"{self.where}: {self.what}: {self.why}; {self.next}"

    def as_object(self) -> dict[str, str]:
        return self._asdict()


@dataclass
class BoardSeen:
    """A board that said anything, and how well.

    asked: questions about levels; right, double, spoilt: answers to them (two whole answers to
    one question are double).  levels: bit `channel - 1`, for channels 1 to `width`; None:
    never told.  setting: what is wrong with how it is set, "" for nothing.
    """

    board: int
    asked: int = 0
    right: int = 0
    double: int = 0
    spoilt: int = 0
    levels: int | None = None
    widths: set[int] = field(default_factory=set)
    refusal: str = ""  # why it does not tell its levels, in its own words
    setting: str = ""

    @property
    def width(self) -> int:
        return max(self.widths, default=0)

    @property
    def how(self) -> str:
        if self.double or self.spoilt or len(self.widths) > 1:
            return GARBLED
        return ANSWERS if self.right == self.asked else MOODY

    def level(self, channel: int) -> bool | None:
        """Is it high?  None: not told."""
        if self.levels is None or not 1 <= channel <= self.width:
            return None
        return self.levels >> (channel - 1) & 1 == 1

    def troubles(self) -> list[Trouble]:
        """What is wrong with it, nothing for a board that is well."""
        where = f"board {self.board}"
        found = []
        if self.refusal:
            found.append(Trouble(where, "it is there and tells no levels", *_cut(self.refusal)))
        elif self.double or len(self.widths) > 1:
            found.append(_two(self.board))
        elif self.spoilt:
            found.append(_spoilt(self))
        elif self.how == MOODY:
            found.append(_moody(self))
        if self.setting:
            found.append(Trouble(where, "it may not be used as it is set", *_cut(self.setting)))
        return found

    def as_object(self) -> dict[str, Any]:
        return {
            "board": self.board, "how": self.how, "width": self.width,
            "asked": self.asked, "right": self.right, "garbled": self.double + self.spoilt,
            "high": [n for n in range(1, self.width + 1) if self.level(n)],
            "low": [n for n in range(1, self.width + 1) if self.level(n) is False],
            "troubles": [trouble.as_object() for trouble in self.troubles()],
        }  # fmt: skip


@dataclass
class LineSeen:
    """All that was heard on one line.  has_echo None: nobody answered, so it is not known."""

    asked: tuple[int, ...] = ()  # the boards that were looked for
    boards: list[BoardSeen] = field(default_factory=list)
    has_echo: bool | None = None
    babble: int = 0  # bytes that came before anybody was asked
    strays: int = 0  # times that something came for an address at which there is no board

    def troubles(self) -> list[Trouble]:
        found = [trouble for board in self.boards for trouble in board.troubles()]
        if self.babble:
            found.insert(0, _babble(self.babble))
        if self.strays:
            found.append(_stray(self.strays))
        if not self.boards:
            found.append(_nobody(self.has_echo))
        return found

    def as_object(self) -> dict[str, Any]:
        return {
            "asked": list(self.asked), "echo": self.has_echo, "babble": self.babble,
            "strays": self.strays,
            "boards": [board.as_object() for board in self.boards],
            "troubles": [trouble.as_object() for trouble in self.troubles()],
        }  # fmt: skip


@dataclass
class DoorFound:
    """One door as commissioning learnt it.

    sensor: GOOD ... SHARED; INVERTED is decided when all doors are known, SHARED is a door whose
    board is perhaps two.  shut_level: of its
    sensor with the door shut, None where that tells nothing.  others: the channels whose
    sensors moved in the place of its own, or with it.
    """

    compartment: int
    size: str
    board: int
    channel: int
    sensor: str
    shut_level: bool | None = None
    others: tuple[Channel, ...] = ()

    @property
    def is_usable(self) -> bool:
        """May the terminal have it?  A sensor that shows another door is worse than none."""
        return self.sensor not in (SWAPPED, UNCLEAR, SHARED)

    def as_object(self) -> dict[str, Any]:
        return {
            "compartment": self.compartment, "size": self.size, "board": self.board,
            "channel": self.channel, "sensor": self.sensor, "usable": self.is_usable,
            "others": [list(other) for other in self.others],
        }  # fmt: skip


def counted(count: int, what: str) -> str:
    """1 board, 2 boards."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _cut(reason: str) -> tuple[str, str]:
    """(why, what to do) of a sentence whose parts stand before and after its first ; or :."""
    for mark in ("; ", ": "):
        why, found, remedy = reason.partition(mark)
        if found:
            return why, remedy
    return reason, "ask its maker"


def _two(board: int) -> Trouble:
    return Trouble(
        f"board {board}", "two answers come to one question",
        f"two boards have the address {board}, and an order to open would open two doors",
        "give one of them another address (its switches), switch it off and on, and begin again",
    )  # fmt: skip


def _spoilt(seen: BoardSeen) -> Trouble:
    return Trouble(
        f"board {seen.board}",
        f"{seen.spoilt} of {seen.asked} answers are garbled",
        f"most likely two boards have the address {seen.board}; else the wires A and B are loose or"
        " swapped, the ends of the line have no terminators, or its speed is another",
        "disconnect the other boards one by one until the answers are clean, and begin again",
    )  # fmt: skip


def _moody(seen: BoardSeen) -> Trouble:
    return Trouble(
        f"board {seen.board}", f"it answered {seen.right} of {seen.asked} questions",
        "a wire is loose, or its power breaks down",
        "check its plugs and its supply, and begin again",
    )  # fmt: skip


def _babble(count: int) -> Trouble:
    return Trouble(
        "line", f"{counted(count, 'byte')} came although nobody was asked",
        "something else speaks here: another program that asks the boards, boards that report"
        " changes, or a device that is no lock board",
        "end that, or check that this is the port of the lock boards",
    )  # fmt: skip


def _stray(count: int) -> Trouble:
    return Trouble(
        "line", f"{counted(count, 'time')} something came that is no answer of any board",
        "there is noise on the line, or a board answers late",
        "check the shield, the terminators and the bias resistors of the line",
    )  # fmt: skip


def _nobody(has_echo: bool | None) -> Trouble:
    heard = "the adapter hears itself, so it works; the boards do not hear it" if has_echo else (
        "nothing at all came back"
    )  # fmt: skip
    return Trouble(
        "line", "no board answers", heard,
        "check the power of the boards, the wires A and B (try them swapped), the kind, the speed"
        " and the addresses that were asked",
    )  # fmt: skip

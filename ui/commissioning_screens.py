"""What can stand on the glass while a terminal is commissioned, as plain values.

Nothing of the core runs then, so these are no screens of it; whoever leads the run fills them in,
and `commissioning.py` makes their pictures.  The one idea: a key is named by the answer that it
gives, so nobody but the picture needs to know which answers a question has.
"""

from dataclasses import dataclass, replace

TYPED_MAX = 64

Told = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer.

    name: which question it is, see `commissioning_words.py`.  told: what was said before, oldest
    first.  usual: the likeliest answer.  choices: (answer, label) of keys that no table knows.
    typed, plane: as far as a finger has come.
    """

    name: str
    text: str = ""
    told: Told = ()
    usual: str = ""
    is_again: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    plane: str = "abc"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to touch.  done, of: how many addresses were asked; of 0: it is not about that."""

    told: Told = ()
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door that was found; sensor: a word of `commissioning_words.SENSORS`."""

    compartment: int
    size: str
    board: int
    channel: int
    sensor: str
    is_usable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found.  troubles: (where, what, why, what to do next) each.  notes: whole sentences.

    page: from 0; one that is not there is the last.
    """

    is_well: bool
    doors: tuple[DoorRow, ...] = ()
    troubles: tuple[tuple[str, str, str, str], ...] = ()
    notes: Told = ()
    can_repeat: bool = False
    page: int = 0


Screen = Question | Waiting | Outcome


def pressed(screen: Question, name: str) -> Question:
    """The same question after a key that only types."""
    if name == "erase":
        return replace(screen, typed=screen.typed[:-1])
    if name.startswith("plane "):
        return replace(screen, plane=name.removeprefix("plane "))
    sign = name.removeprefix("type ")
    is_full = len(screen.typed) + len(sign) > TYPED_MAX
    return screen if is_full else replace(screen, typed=screen.typed + sign)

"""The steps that a feature can be written in: their words, and what each calls.

A step is a sentence with gaps in braces, and with "one/several" where both are said.  What may
stand in a gap follows from its name, so that it means the same in every sentence.  This file
knows no step by itself; `steps_*.py` name theirs with `step`, and `README.md` lists them all.
"""

import difflib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.scene import Differs
from tests.rules.screens import screen_named

UNITS_MS = {"second": 1_000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
ONE_TIME = r"(?:\d+|an?|one) (?:second|minute|hour|day)s?"
TRADES = "courier|recipient|customer|sender|technician"
PERSON = rf"(?:(?:a|an|the|another|{TRADES}) )?(?:(?:next|other|{TRADES}) )?[^\W\d_][\w-]*"
SIZE = r"XS|S|M|L|unknown size|\d+x\d+x\d+"


def times(text: str) -> int:
    """"2 hours and 5 minutes" in milliseconds."""
    total_ms = 0
    for number, unit in re.findall(r"(\d+|an?|one) (second|minute|hour|day)", text):
        total_ms += (int(number) if number.isdigit() else 1) * UNITS_MS[unit]
    return total_ms


def person(text: str) -> str:
    """Who it is: articles and trades are not part of a name."""
    return re.sub(rf"^(?:(?:a|an|the) )?(?:(?:{TRADES}) )?(?=.)", "", text)


def several(text: str) -> list[str]:
    """"A, B and C"."""
    return [word for word in re.split(r", | and ", text) if word]


def doors(text: str) -> tuple[tuple[int, str], ...]:
    """"1 S, 2 M and 3 L"."""
    return tuple((int(word.split()[0]), word.split()[1]) for word in several(text))


def count(text: str) -> int:
    """A number, or "no"."""
    return 0 if text == "no" else int(text)


def unquoted(text: str) -> str:
    return text[1:-1]


# What stands in a gap, by its name: how it is written, and what it is turned into.
GAPS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "who": (PERSON, person),
    "courier": (r"[^\W\d_][\w-]*", str),
    "recipient": (PERSON, person),
    "parcel": (r"[^\W\d_][\w-]*", str),
    "parcels": (r"[\w-]+(?:, [\w-]+)*(?: and [\w-]+)?", several),
    "thing": (r'"[^"]+"', unquoted),
    "n": (r"\d+", int),
    "door": (r"\d+", int),
    "numbers": (r"\d+(?:, \d+)*(?: and \d+)?", lambda text: [int(n) for n in several(text)]),
    "doors": (r"\d+ \w+(?:, \d+ \w+)*(?: and \d+ \w+)?", doors),
    "count": (r"no|\d+", count),
    "size": (SIZE, lambda text: "?" if text == "unknown size" else text),
    "time": (rf"{ONE_TIME}(?: and {ONE_TIME})?", times),
    "digits": (r"\d+", str),
    "phone": (r"\+\d[\d ]+", lambda text: text.replace(" ", "")),
    "email": (r"\S+@\S+", str),
    "text": (r'"[^"]*"', unquoted),
    "key": (r'"[^"]+"', unquoted),
    "screen": (r'"[^"]+"', lambda text: screen_named(unquoted(text))),
    "sound": (r'"[^"]+"', unquoted),
    "why": (r'"[^"]+"', unquoted),
    "incident": (r'"[^"]+"', unquoted),
    "part": (r'"[^"]+"', unquoted),
    "place": (r'"[^"]+"', unquoted),
    "kind": (r"[a-z_]+", str),
    "rule": (r"[a-z_]+", str),
    "topic": (r"down/[a-z]+", str),
    "state": (r"[a-z ]+?(?: or [a-z ]+?)*", lambda text: text.split(" or ")),
    "deed": (r".+", str),
    "language": ("English|Latvian", str),
    "way": ("Smart-ID|eParaksts mobile", str),
    "level": ("advanced|qualified", str),
    "answers": (
        "refuses|chooses the wrong code|has no account|has an old app|has an expired certificate"
        "|breaks off", str,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One sentence; `act` is called with the story, what stood in the gaps, and a text beneath."""

    words: str
    pattern: re.Pattern[str]
    act: Callable[..., None]

    @property
    def takes_text(self) -> bool:
        """Whether a text in triple quotes belongs beneath."""
        return "beneath" in inspect.signature(self.act).parameters

    def gaps(self, text: str) -> dict[str, Any]:
        """What stands in the gaps of a sentence that is this step.  Raises Differs."""
        match = self.pattern.fullmatch(text)
        assert match is not None, (self.words, text)
        return {name: GAPS[_kind(name)][1](value) for name, value in match.groupdict().items()}


STEPS: list[Step] = []


def step(words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Name a step; several sentences may call the same function."""

    def decorate(act: Callable[..., None]) -> Callable[..., None]:
        STEPS.append(Step(words, re.compile(_pattern(words)), act))
        return act

    return decorate


def _pattern(words: str) -> str:
    pieces = re.split(r"(\{\w+\}|\w+/\w+)", words)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if piece.startswith("{"):
        return f"(?P<{piece[1:-1]}>{GAPS[_kind(piece[1:-1])][0]})"
    if re.fullmatch(r"\w+/\w+", piece):
        return f"(?:{piece.replace('/', '|')})"
    return re.escape(piece)


def _kind(gap: str) -> str:
    """"door2" is a door too."""
    return gap.rstrip("0123456789")


def find(text: str) -> tuple[Step, dict[str, Any]]:
    """The step that a sentence is; Differs, with what comes near, where it is none.

    Where it could be several it is the one with the fewest gaps: that says most.
    """
    matching = [each for each in STEPS if each.pattern.fullmatch(text)]
    if not matching:
        raise Differs(unknown(text))
    found = min(matching, key=lambda each: each.pattern.groups)
    return found, found.gaps(text)


def unknown(text: str) -> str:
    """What to say of a sentence that is no step."""
    words = [candidate.words for candidate in STEPS]
    near = difflib.get_close_matches(text, words, n=3, cutoff=0.3)
    lines = [f"no step is worded like this: {text}"]
    lines += ["the nearest are:", *(f"    {each}" for each in near)] if near else []
    return "\n".join([*lines, "all steps stand in tests/rules/README.md"])

"""Taking a payload from the broker apart without trusting a byte of it.

It knows JSON and shapes, not what any message means (see `contract.py`).  The
one idea: a shape is a function that is given a value and the place where it
stood, and either returns or raises `Malformed` with that place.  A payload is
looked at as a whole before anything is done about it.
"""

import json
import re
from collections.abc import Callable

Shape = Callable[[object, str], None]

# MQTT would allow 256 MB.  A terminal that sends its journal in batches needs far less than this.
LONGEST_PAYLOAD = 1 << 20
LARGEST = (1 << 63) - 1  # what SQLite keeps as an integer


class Malformed(Exception):
    """A payload is not what the contract says: `where` is a path such as $.entries[3].seq."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def decode(payload: bytes, shape: Shape) -> dict[str, object]:
    """The JSON object in the payload, of that shape; raises Malformed and nothing else."""
    if len(payload) > LONGEST_PAYLOAD:
        raise Malformed("$", f"{len(payload)} bytes; at most {LONGEST_PAYLOAD} are taken")
    try:
        value = json.loads(payload.decode("utf-8"), object_pairs_hook=_without_repeats)
    except RecursionError:
        raise Malformed("$", "nested too deeply") from None
    except ValueError as error:
        raise Malformed("$", f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise Malformed("$", "not an object")
    shape(value, "$")
    return value


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("$", "an object names a field twice")
    return found


def whole(low: int = 0, high: int = LARGEST) -> Shape:
    def check(value: object, where: str) -> None:
        # JSON's true would pass for the number 1.
        if not isinstance(value, int) or isinstance(value, bool):
            raise Malformed(where, "not a whole number")
        if not low <= value <= high:
            raise Malformed(where, f"not between {low} and {high}")

    return check


def truth(value: object, where: str) -> None:
    if not isinstance(value, bool):
        raise Malformed(where, "neither true nor false")


def text(longest: int = 200) -> Shape:
    def check(value: object, where: str) -> None:
        if not isinstance(value, str):
            raise Malformed(where, "not a text")
        if len(value) > longest:
            raise Malformed(where, f"longer than {longest} characters")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Malformed(where, "half of a character")

    return check


def matching(pattern: str, meaning: str) -> Shape:
    compiled = re.compile(pattern)

    def check(value: object, where: str) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Malformed(where, f"not {meaning}")

    return check


def hexes(digits: int) -> Shape:
    return matching(f"[0-9a-f]{{{digits}}}", f"{digits} lower-case hexadecimal digits")


def one_of(*allowed: str | int) -> Shape:
    def check(value: object, where: str) -> None:
        if isinstance(value, bool) or value not in allowed:
            raise Malformed(where, "not one of " + ", ".join(map(repr, allowed)))

    return check


def nullable(shape: Shape) -> Shape:
    def check(value: object, where: str) -> None:
        if value is not None:
            shape(value, where)

    return check


def listed(shape: Shape, longest: int, shortest: int = 0) -> Shape:
    def check(value: object, where: str) -> None:
        if not isinstance(value, list):
            raise Malformed(where, "not an array")
        if not shortest <= len(value) <= longest:
            raise Malformed(where, f"not {shortest} to {longest} long")
        for index, element in enumerate(value):
            shape(element, f"{where}[{index}]")

    return check


def pair(first: Shape, second: Shape) -> Shape:
    def check(value: object, where: str) -> None:
        if not isinstance(value, list) or len(value) != 2:
            raise Malformed(where, "not an array of two")
        first(value[0], f"{where}[0]")
        second(value[1], f"{where}[1]")

    return check


def counted(names: tuple[str, ...]) -> Shape:
    """An object that gives a count for some of these names."""

    def check(value: object, where: str) -> None:
        if not isinstance(value, dict) or not value.keys() <= set(names):
            raise Malformed(where, "not an object of " + ", ".join(names))
        for name, count in value.items():
            whole()(count, f"{where}.{name}")

    return check


def fields(**shapes: Shape) -> Shape:
    """An object with these fields, no fewer and no more."""

    def check(value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise Malformed(where, "not an object")
        for name, shape in shapes.items():
            if name not in value:
                raise Malformed(f"{where}.{name}", "missing")
            shape(value[name], f"{where}.{name}")
        for name in value:
            if name not in shapes:
                raise Malformed(f"{where}.{name[:40]!a}", "nobody knows this field")

    return check


def canonical(value: object, where: str, depth: int = 8) -> None:
    """Anything that canonical JSON may hold: no fractions, no half characters, not too deep."""
    if value is None or isinstance(value, bool):
        return
    if depth == 0:
        raise Malformed(where, "nested too deeply")
    if isinstance(value, int):
        whole(-LARGEST)(value, where)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            canonical(element, f"{where}[{index}]", depth - 1)
    elif isinstance(value, dict):
        for name, element in value.items():
            text()(name, where)
            canonical(element, f"{where}.{name[:40]!a}", depth - 1)
    else:
        text(10_000)(value, where)

"""The site's file of a line that was commissioned, as the text that an installer would write.

What may stand in it is checked by `terminal/config.py`; here nothing is read back.  The one
idea: a door that the terminal may not have is not dropped silently, it stands there as a
comment with the reason.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from drivers.commissioning.findings import LATCH_ONLY, DoorFound, Trouble, counted
from drivers.commissioning.sensors import is_inverted

_ID_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class Bus(NamedTuple):
    """The line as the site's file names it; baud 0 is the kind's own."""

    kind: str
    port: str
    baud: int = 0
    name: str = ""


class Place(NamedTuple):
    """What a site's file needs that no wire tells."""

    id: str
    place: str
    phones: tuple[str, ...]


def site_text(place: Place, bus: Bus, doors: Sequence[DoorFound], feedback: str,
              columns: Sequence[int]) -> str:  # fmt: skip
    """A whole file.  columns: how many doors each column has, from left to right."""
    phones = ", ".join(_quoted(phone) for phone in place.phones)
    head = (
        "# Written by commissioning; the report beside it says what was found.\n\n"
        f"[terminal]\nid = {_quoted(place.id)}\nplace = {_quoted(place.place)}\n\n"
        f"[operator]\nphones = [{phones}]\n\n"
    )
    return head + bus_text(bus, doors, feedback, columns)


def bus_text(bus: Bus, doors: Sequence[DoorFound], feedback: str, columns: Sequence[int]) -> str:
    """The line and its doors, to stand in a site's file or to be added to one."""
    usable = sorted((door for door in doors if door.is_usable), key=_number)
    lines = ["[[bus]]"]
    if bus.name:
        lines.append(f"name = {_quoted(bus.name)}")
    lines += [f"kind = {_quoted(bus.kind)}", f"port = {_quoted(bus.port)}"]
    if bus.baud:
        lines.append(f"baud = {bus.baud}")
    lines.append(f'feedback = "{feedback}"')
    for name, those in (
        ("inverted", [door for door in usable if is_inverted(door, feedback)]),
        ("latch_only", [door for door in usable if door.sensor == LATCH_ONLY]),
    ):
        if those:
            lines.append(f"{name} = {[door.compartment for door in those]}")
    for group in _grouped(usable, columns):
        lines += ["", "[[column]]"]
        if bus.name:
            lines.append(f"bus = {_quoted(bus.name)}")
        lines += ["doors = [", *(f"    {_row(door)}," for door in group), "]"]
    left_out = sorted((door for door in doors if not door.is_usable), key=_number)
    lines += [f"# left out, its sensor is {door.sensor}: {_row(door)}" for door in left_out]
    return "\n".join(lines) + "\n"


def column_counts(answer: str, count: int) -> tuple[int, ...] | None:
    """How many doors each column has, as typed; one column for nothing.  None: that cannot be."""
    words = answer.replace(",", " ").split()
    if not words:
        return (count,)
    if not all(word.isdecimal() for word in words):
        return None
    counts = tuple(int(word) for word in words)
    return counts if sum(counts) == count and 0 not in counts else None


def is_id(text: str) -> bool:
    """May this be the terminal's name?"""
    return 1 <= len(text) <= 64 and set(text) <= _ID_LETTERS


def is_line(text: str) -> bool:
    """Is this something to write into a file: not empty, and nothing invisible in it?"""
    return bool(text.strip()) and text.isprintable()


def phones(answer: str) -> tuple[str, ...]:
    """Telephone numbers with commas between them."""
    return tuple(part.strip() for part in answer.split(",") if part.strip())


def report_text(title: str, doors: Sequence[DoorFound], troubles: Iterable[Trouble],
                notes: Iterable[str]) -> str:  # fmt: skip
    """The report for people."""
    lines = [title, ""]
    for door in sorted(doors, key=_number):
        lines.append(
            f"{door.compartment:4}  {door.size:2}  board {door.board} channel {door.channel:<3}"
            f" sensor {door.sensor}" + ("" if door.is_usable else " (left out)")
        )
    lines += ["", *notes]
    wrong = [trouble.sentence() for trouble in troubles]
    lines += ["", f"{counted(len(wrong), 'trouble')}:" if wrong else "Nothing is wrong.", *wrong]
    return "\n".join(lines) + "\n"


def _grouped(doors: Sequence[DoorFound], columns: Sequence[int]) -> list[Sequence[DoorFound]]:
    assert sum(columns) == len(doors), (columns, len(doors))
    groups, at = [], 0
    for count in columns:
        groups.append(doors[at : at + count])
        at += count
    return groups


def _row(door: DoorFound) -> str:
    return f'[{door.compartment}, "{door.size}", {door.board}, {door.channel}]'


def _number(door: DoorFound) -> int:
    return door.compartment


def _quoted(text: str) -> str:
    # What JSON writes for printable text is TOML's basic string too.
    return json.dumps(text, ensure_ascii=False)

"""How the doors of a site are wired: the lines of lock boards, and the channel of each door.

A part of the site's file (`config.py`).  The idea needed to read it: a bus is a line with
boards of one kind, or the pins of the terminal's own computer; a column names its bus, and a
door its board and channel on it.  What a board or channel number means is the kind's.
"""

from terminal import sizes
from terminal.config_rules import ConfigError, checked, read_section
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMPARTMENT_MAX = 999
# kind -> least and most board, least and most channel.  On pins the relay's pin stands in the
# place of the board and the contact's pin, 0 for none, in that of the channel.
KINDS = {
    "bcc8a": (1, 31, 1, 50), "cu16": (0, 9, 1, 16), "waveshare": (1, 247, 1, 8),
    "gpio": (1, 27, 0, 27),
}  # fmt: skip
BUS: "dict[str, tuple[Any, ...]]" = {
    "name": (str, ""), "kind": (str, "bcc8a"), "port": (str, ""), "baud": (int, 0, 0, 115200),
    "feedback": (str, "door_closing"), "inverted": (list, []), "latch_only": (list, []),
    "poll_ms": (int, 500, 100, 2000), "pulse_ms": (int, 500, 300, 1000), "supply": (str, ""),
    "active_low": (bool, True),
}  # fmt: skip
CHOICES = {
    "kind": tuple(sorted(KINDS)), "feedback": ("door_closing", "door_opening"),
}  # fmt: skip
BAUD = {"bcc8a": 9600, "cu16": 19200, "waveshare": 9600, "gpio": 0}


class Bus(Record):
    """One line of lock boards.

    `port` is a serial device or tcp://HOST:PORT, "" for pins; coils of one `supply` are never
    energised together; `inverted` and `latch_only` name compartments (decision 17).
    """

    fields = ("name", "kind", "port", "baud", "feedback", "inverted", "latch_only", "poll_ms",
              "pulse_ms", "supply", "active_low")  # fmt: skip
    name: str
    kind: str
    port: str
    baud: int
    feedback: str
    inverted: "tuple[int, ...]"
    latch_only: "tuple[int, ...]"
    poll_ms: int
    pulse_ms: int
    supply: str
    active_low: bool


class Door(Record):
    """How one compartment is wired: `channel` counts as printed on the board."""

    fields = ("compartment", "size", "bus", "board", "channel")
    compartment: int
    size: str
    bus: str
    board: int
    channel: int


def read_buses(given: "Any") -> "tuple[Bus, ...]":
    """The lines of [[bus]], in the order of the file."""
    if not isinstance(given, list) or not given:
        raise ConfigError("the site has no locks; add [[bus]] with the port of the lock boards")
    buses = tuple([_bus(index, data) for index, data in enumerate(given)])
    names = [bus.name for bus in buses]
    for index in range(len(names)):
        if names[index] in names[:index]:
            raise ConfigError("two [[bus]] have the name \"%s\"; doors could not tell them apart"
                              % names[index])  # fmt: skip
    return buses


def _bus(index: int, data: "Any") -> Bus:
    where = "[[bus]]" if index == 0 else "[[bus]] number %d" % (index + 1)
    values = read_section(where, BUS, CHOICES, data)
    kind = values["kind"]
    if kind != "gpio" and not values["port"]:
        raise ConfigError("port in %s is missing; write the serial device of the lock boards, or"
                          " tcp://HOST:PORT" % where)  # fmt: skip
    for name in ("inverted", "latch_only"):
        if [number for number in values[name] if type(number) is not int]:
            raise ConfigError("%s in %s must be a list of compartments, as [3, 4]" % (name, where))
        values[name] = tuple(values[name])
    if values["pulse_ms"] % 100:
        raise ConfigError("pulse_ms in %s must be 300, 400 ... 1000" % where)
    values["baud"] = values["baud"] or BAUD[kind]
    return Bus(*[values[name] for name in Bus.fields])


def read_columns(given: "Any", buses: "tuple[Bus, ...]") -> "tuple[tuple[Door, ...], ...]":
    """The columns of the cabinet from left to right, each door from top to bottom."""
    if not isinstance(given, list) or [c for c in given if not isinstance(c, dict)]:
        raise ConfigError("the columns of the cabinet must be sections [[column]] with doors")
    columns = tuple([_column(index, column, buses) for index, column in enumerate(given)])
    _check_doors([door for column in columns for door in column], buses)
    return columns


def _column(index: int, data: "dict[str, Any]", buses: "tuple[Bus, ...]") -> "tuple[Door, ...]":
    where = "column %d" % (index + 1)
    for name in sorted(data):
        if name not in ("bus", "doors"):
            raise ConfigError("%s is not known in [[column]] (%s); known are bus, doors"
                              % (name, where))  # fmt: skip
    name = checked("bus in %s" % where, (str, buses[0].name), data.get("bus"))
    found = [bus for bus in buses if bus.name == name]
    if not found:
        known = ", ".join(['"%s"' % bus.name for bus in buses])
        raise ConfigError('bus in %s is "%s", and no [[bus]] has that name; known are %s'
                          % (where, name, known))  # fmt: skip
    doors = data.get("doors")
    if not isinstance(doors, list) or not doors:
        raise ConfigError("%s needs doors = [[compartment, size, board, channel], ...]" % where)
    return tuple([_door(where, found[0], row) for row in doors])


def _door(where: str, bus: Bus, row: "Any") -> Door:
    kinds = [type(value) for value in row] if isinstance(row, list) else []
    if kinds != [int, str, int, int]:
        raise ConfigError("%s: a door is [compartment, size, board, channel], for example"
                          ' [1, "S", 1, 1]' % where)  # fmt: skip
    door = Door(row[0], row[1], bus.name, row[2], row[3])
    if door.size not in sizes.NAMES:
        known = ", ".join(sizes.NAMES)
        raise ConfigError("%s: compartment %d has size %s; known are %s"
                          % (where, door.compartment, door.size, known))  # fmt: skip
    limits = KINDS[bus.kind]
    for number, least, most, what in (
        (door.compartment, 1, COMPARTMENT_MAX, "compartment"),
        (door.board, limits[0], limits[1], "board"),
        (door.channel, limits[2], limits[3], "channel"),
    ):
        if not least <= number <= most:
            raise ConfigError("%s: %s %d must be %d to %d" % (where, what, number, least, most))
    return door


def _check_doors(doors: "list[Door]", buses: "tuple[Bus, ...]") -> None:
    if not doors:
        raise ConfigError("the site has no doors; add [[column]] with doors")
    seen: "dict[object, int]" = {}
    for door in doors:
        for key, what in (
            (door.compartment, "compartment number"),
            ((door.bus, door.board, door.channel), "board and channel"),
        ):
            if key in seen:
                raise ConfigError("compartments %d and %d have the same %s; each door is wired"
                                  " to a channel of its own"
                                  % (seen[key], door.compartment, what))  # fmt: skip
            seen[key] = door.compartment
    for bus in buses:
        mine = [door.compartment for door in doors if door.bus == bus.name]
        if not mine:
            raise ConfigError('no door is wired to the [[bus]] "%s"; remove it, or name it as bus'
                              " of a [[column]]" % bus.name)  # fmt: skip
        for number in bus.inverted + bus.latch_only:
            if number not in mine:
                raise ConfigError('compartment %d is named in [[bus]] "%s" and is not wired to it'
                                  % (number, bus.name))  # fmt: skip

"""One site: its cabinet, its lock boards and its parts, from a dictionary (a TOML file).

What is not known here refuses to start, with the place and the remedy, because a typing
error in a site's file must not become a door that never opens.  Nothing is opened here:
`__main__.py` does that.
"""

from terminal import sizes
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ConfigError(Exception):
    """The site's file cannot be used; the text says where, why and what to write."""


class Door(Record):
    """How one compartment is wired: `channel` counts from 1 as printed on the board."""

    fields = ("compartment", "size", "board", "channel")
    compartment: int
    size: str
    board: int
    channel: int


REQUIRED = object()
# section -> name -> (kind, default, least, most); least and most only for numbers.
SECTIONS: "dict[str, dict[str, tuple[Any, ...]]]" = {
    "terminal": {
        "id": (str, REQUIRED), "place": (str, REQUIRED), "outdoor": (bool, True),
        "key_file": (str, "terminal.key"), "key_epoch": (int, 1, 1, 9999),
    },
    "journal": {"file": (str, "journal.db")},
    "broker": {"host": (str, "localhost"), "port": (int, 1883, 1, 65535)},
    "locks": {
        "kind": (str, "bcc8a"), "port": (str, REQUIRED), "baud": (int, 9600, 1200, 115200),
        "feedback": (str, "door_closing"), "poll_ms": (int, 500, 100, 2000),
    },
    "scanner": {"port": (str, ""), "baud": (int, 9600, 1200, 115200)},
    "screen": {
        "driver": (str, ""), "width_px": (int, 1024, 640, 3840), "height_px": (int, 600, 400, 2160),
        "width_mm": (int, 222, 100, 800), "language": (str, "lv"), "mirror": (str, ""),
        "after_column": (int, 1, 0, 40),
    },
    "operator": {"name": (str, "Latvijas Pasts"), "phones": (list, REQUIRED),
                 "site": (str, "www.pasts.lv")},
}  # fmt: skip
CHOICES = {
    ("locks", "kind"): ("bcc8a",),
    ("locks", "feedback"): ("door_closing", "door_opening"),
}
BOARD_MAX, CHANNEL_MAX, COMPARTMENT_MAX = 31, 50, 999


class Site:
    """A checked site: `site.value("broker", "port")`, and `columns` of doors, left to right."""

    def __init__(self, data: "dict[str, Any]") -> None:
        self._values: "dict[tuple[str, str], Any]" = {}
        for section in sorted(data):
            if section != "column" and section not in SECTIONS:
                raise ConfigError("[%s] is no section of a site's file; known are %s and [[column]]"
                                  % (section, ", ".join(sorted(SECTIONS))))  # fmt: skip
        for section in sorted(SECTIONS):
            self._read(section, data.get(section, {}))
        self.columns = _columns(data.get("column", []))
        _check_id(self.value("terminal", "id"))
        self.doors = tuple([door for column in self.columns for door in column])
        _check_doors(self.doors)

    def value(self, section: str, name: str) -> "Any":
        """A checked value, or its default."""
        return self._values[(section, name)]

    def sizes(self) -> "tuple[tuple[int, str], ...]":
        """((compartment, size), ...) in the order of numbers, as the books want it."""
        return tuple(sorted([(door.compartment, door.size) for door in self.doors]))

    def _read(self, section: str, given: "dict[str, Any]") -> None:
        known = SECTIONS[section]
        if not isinstance(given, dict):
            raise ConfigError("[%s] must be a section with names and values" % section)
        for name in sorted(given):
            if name not in known:
                raise ConfigError("%s is not known in [%s]; known are %s"
                                  % (name, section, ", ".join(sorted(known))))  # fmt: skip
        for name in sorted(known):
            where = "%s in [%s]" % (name, section)
            self._values[(section, name)] = _checked(where, known[name], given.get(name))
            choices = CHOICES.get((section, name))
            if choices and self._values[(section, name)] not in choices:
                raise ConfigError("%s must be one of %s" % (where, ", ".join(choices)))


def _checked(where: str, rule: "tuple[Any, ...]", given: "Any") -> "Any":
    kind, default = rule[0], rule[1]
    if given is None:
        if default is REQUIRED:
            raise ConfigError("%s is missing; write it into the site's file" % where)
        return default
    if type(given) is not kind:
        raise ConfigError("%s must be of kind %s, not %s"
                          % (where, kind.__name__, type(given).__name__))  # fmt: skip
    if kind is int and not rule[2] <= given <= rule[3]:
        raise ConfigError("%s is %d and must be %d to %d" % (where, given, rule[2], rule[3]))
    return given


def _check_id(name: str) -> None:
    known = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    if not 1 <= len(name) <= 64 or [c for c in name if c not in known]:
        raise ConfigError("id in [terminal] must be 1 to 64 letters, digits, - and _, because it"
                          " stands in the names of MQTT topics")  # fmt: skip


def _columns(given: "Any") -> "tuple[tuple[Door, ...], ...]":
    if not isinstance(given, list) or [c for c in given if not isinstance(c, dict)]:
        raise ConfigError("the columns of the cabinet must be sections [[column]] with doors")
    return tuple([_column(index, column) for index, column in enumerate(given)])


def _column(index: int, data: "dict[str, Any]") -> "tuple[Door, ...]":
    where = "column %d" % (index + 1)
    for name in sorted(data):
        if name != "doors":
            raise ConfigError("%s is not known in [[column]] (%s); known is doors" % (name, where))
    doors = data.get("doors")
    if not isinstance(doors, list) or not doors:
        raise ConfigError("%s needs doors = [[compartment, size, board, channel], ...]" % where)
    return tuple([_door(where, row) for row in doors])


def _door(where: str, row: "Any") -> Door:
    kinds = [type(value) for value in row] if isinstance(row, list) else []
    if kinds != [int, str, int, int]:
        raise ConfigError("%s: a door is [compartment, size, board, channel], for example"
                          ' [1, "S", 1, 1]' % where)  # fmt: skip
    door = Door(row[0], row[1], row[2], row[3])
    if door.size not in sizes.NAMES:
        known = ", ".join(sizes.NAMES)
        raise ConfigError("%s: compartment %d has size %s; known are %s"
                          % (where, door.compartment, door.size, known))  # fmt: skip
    limits = ((door.compartment, COMPARTMENT_MAX, "compartment"), (door.board, BOARD_MAX, "board"),
              (door.channel, CHANNEL_MAX, "channel"))  # fmt: skip
    for number, most, what in limits:
        if not 1 <= number <= most:
            raise ConfigError("%s: %s %d must be 1 to %d" % (where, what, number, most))
    return door


def _check_doors(doors: "tuple[Door, ...]") -> None:
    if not doors:
        raise ConfigError("the site has no doors; add [[column]] with doors")
    seen: "dict[object, int]" = {}
    for door in doors:
        for key, what in (
            (door.compartment, "compartment number"),
            ((door.board, door.channel), "board and channel"),
        ):
            if key in seen:
                raise ConfigError("compartments %d and %d have the same %s; each door is wired"
                                  " to a channel of its own"
                                  % (seen[key], door.compartment, what))  # fmt: skip
            seen[key] = door.compartment

"""One site: its cabinet, its lock boards and its parts, from a dictionary (a TOML file).

What is not known here refuses to start, with the place and the remedy, because a typing
error in a site's file must not become a door that never opens.  Nothing is opened here:
`__main__.py` does that.
"""

from terminal.config_rules import REQUIRED, ConfigError, read_section
from terminal.wiring import Bus, Door, read_buses, read_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


# section -> name -> (kind, default, least, most); least and most only for numbers.
SECTIONS: "dict[str, dict[str, tuple[Any, ...]]]" = {
    "terminal": {
        "id": (str, REQUIRED), "place": (str, REQUIRED), "outdoor": (bool, True),
        "key_file": (str, "terminal.key"), "key_epoch": (int, 1, 1, 9999),
    },
    "journal": {"file": (str, "journal.db")},
    "broker": {"host": (str, "localhost"), "port": (int, 1883, 1, 65535)},
    "scanner": {
        "kind": (str, "serial"), "port": (str, ""), "baud": (int, 9600, 1200, 115200),
        "trigger": (str, ""),
    },
    "keypad": {
        "kind": (str, ""), "port": (str, ""), "baud": (int, 9600, 1200, 115200),
        "rows": (list, []), "columns": (list, []), "layout": (str, "4x3"),
    },
    "card_reader": {
        "kind": (str, ""), "port": (str, ""), "baud": (int, 9600, 1200, 115200),
        "password": (str, "000000"), "goods_s": (int, 30, 5, 255), "statuses": (int, 10, 1, 255),
    },
    "screen": {
        "driver": (str, ""), "width_px": (int, 1024, 640, 3840), "height_px": (int, 600, 400, 2160),
        "width_mm": (int, 222, 100, 800), "language": (str, "lv"), "mirror": (str, ""),
        "after_column": (int, 1, 0, 40),
    },
    # Where sticks are mounted for a copy of the log; "" where there is no place for one.
    "bundle": {"folder": (str, "")},
    # 002-1, 3.4, 3.8, 000-5, 001-33: what the help says of the operator; "" is left out.
    "operator": {
        "name": (str, "Latvijas Pasts"), "phones": (list, REQUIRED), "site": (str, "www.pasts.lv"),
        "address": (str, "Ziemeļu iela 10, Lidosta \"Rīga\", Mārupes novads, LV-1000"),
        "registration": (str, "40003052790"), "email": (str, "info@pasts.lv"),
        "sender": (str, "Pasts.lv"), "rules": (str, "PP12-04, v5"), "prices": (str, ""),
        "eid_phone": (str, "+371 67108787"),
    },
}  # fmt: skip
CHOICES: "dict[str, dict[str, tuple[str, ...]]]" = {
    "scanner": {"kind": ("serial", "ssi", "hid"), "trigger": ("", "honeywell", "newland")},
    "keypad": {"kind": ("", "serial", "hid", "matrix"), "layout": ("4x3", "4x4")},
    "card_reader": {"kind": ("", "zvt")},
}  # fmt: skip


class Site:
    """A checked site: `site.value("broker", "port")`, its `buses`, its `columns` of doors."""

    def __init__(self, data: "dict[str, Any]") -> None:
        self._values: "dict[str, dict[str, Any]]" = {}
        for section in sorted(data):
            if section not in ("bus", "column") and section not in SECTIONS:
                known = ", ".join(sorted(SECTIONS))
                raise ConfigError("[%s] is no section of a site's file; known are %s, [[bus]] and"
                                  " [[column]]" % (section, known))  # fmt: skip
        for section in sorted(SECTIONS):
            self._values[section] = read_section(
                "[%s]" % section, SECTIONS[section], CHOICES.get(section, {}),
                data.get(section, {}),
            )  # fmt: skip
        self.buses: "tuple[Bus, ...]" = read_buses(data.get("bus", []))
        self.columns = read_columns(data.get("column", []), self.buses)
        _check_id(self.value("terminal", "id"))
        _check_ports(self)
        _check_operator(self)
        self.doors: "tuple[Door, ...]" = tuple([d for column in self.columns for d in column])

    def value(self, section: str, name: str) -> "Any":
        """A checked value, or its default."""
        return self._values[section][name]

    def sizes(self) -> "tuple[tuple[int, str], ...]":
        """((compartment, size), ...) in the order of numbers, as the books want it."""
        return tuple(sorted([(door.compartment, door.size) for door in self.doors]))


def _check_id(name: str) -> None:
    known = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    if not 1 <= len(name) <= 64 or [c for c in name if c not in known]:
        raise ConfigError("id in [terminal] must be 1 to 64 letters, digits, - and _, because it"
                          " stands in the names of MQTT topics")  # fmt: skip


def _check_operator(site: Site) -> None:
    """Nobody's registration number under another one's name."""
    rules = SECTIONS["operator"]
    if site.value("operator", "name") == rules["name"][1]:
        return
    for name in ("address", "registration", "email", "site", "sender", "rules"):
        if site.value("operator", name) == rules[name][1]:
            raise ConfigError("%s in [operator] is that of %s; write that of the operator, or"
                              " \"\"" % (name, rules["name"][1]))  # fmt: skip


def _check_ports(site: Site) -> None:
    for section, kinds in (("keypad", ("serial", "hid")), ("card_reader", ("zvt",))):
        if site.value(section, "kind") in kinds and not site.value(section, "port"):
            raise ConfigError("port in [%s] is missing; write where it is connected" % section)
    for name in ("rows", "columns"):
        pins = site.value("keypad", name)
        is_wrong = [pin for pin in pins if type(pin) is not int or not 0 <= pin <= 27]
        if is_wrong or (site.value("keypad", "kind") == "matrix" and not pins):
            raise ConfigError("%s in [keypad] must be a list of pins 0 to 27 (BCM)" % name)

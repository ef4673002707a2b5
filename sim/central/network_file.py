"""Reading the rules of a network from its file, and refusing what is not right in it.

It knows which values there are and of what kind, and gives them no meaning.  The one
idea: a value is never alone.  Each stands beside the clause that it comes from, so a
number that nobody can justify does not get in, and a misspelt one is not ignored.
"""

import datetime
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.central.codes import DIGITS
from sim.central.notice_table import EMAIL, NUMBERS, SMS

Value = int | str | tuple[int, ...] | tuple[str, ...]
CLAUSE = re.compile(r"00[0-4]-(0|[1-9][0-9]*(\.[1-9][0-9]*)*)")


class NetworkError(ValueError):
    """A file of rules is wrong; the text names the file, the place and what would be right."""


class Rule(NamedTuple):
    """One value; `name` is section and key, such as "kept.days"."""

    name: str
    value: Value
    clause: str


class Rules(NamedTuple):
    """One version of a network's rules, in force from the beginning of that local day."""

    network: str
    version: int
    valid_from: datetime.date
    rules: dict[str, Rule]


# Gives the value as it is kept, or None where it cannot be one.
Kind = Callable[[object], Value | None]


def _number(value: object) -> Value | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and isinstance(value, int) and 0 <= value <= 10**9 else None


def _counted(value: object) -> Value | None:
    """A number of days, hours or months: 0 would be none at all."""
    return _number(value) or None


def _text(value: object) -> Value | None:
    return value if isinstance(value, str) and value.strip() == value != "" else None


def _texts(value: object) -> Value | None:
    if not isinstance(value, list) or not value or not all(_text(part) for part in value):
        return None
    return tuple(value)


def _sides(value: object) -> Value | None:
    if not isinstance(value, list) or len(value) != 3 or not all(_counted(part) for part in value):
        return None
    return tuple(value)


def _one_of(*allowed: str) -> Kind:
    return lambda value: value if isinstance(value, str) and value in allowed else None


def _some_of(*allowed: str) -> Kind:
    def check(value: object) -> Value | None:
        found = _texts(value)
        return found if isinstance(found, tuple) and set(found) <= set(allowed) else None

    return check


SORTING, OFFICE, HOME = "sorting centre", "home post office", "sender"
CALENDAR_DAY, HOURS, DAYS_PASSED = "calendar day", "hours", "days passed"

REQUIRED: dict[str, Kind] = {
    "operator.name": _text,
    "operator.email": _text,
    "operator.site": _text,
    "operator.phones": _texts,
    "operator.sms_sender": _text,
    "code.digits": lambda value: value if value == DIGITS and _counted(value) else None,
    "code.channels": _some_of(SMS, EMAIL),
    "notices.arrival": _some_of(*NUMBERS),
    "notices.reminder": _some_of(*NUMBERS),
    "kept.days": _counted,
    "reminder.after": _counted,
    "reminder.counts": _one_of(CALENDAR_DAY, HOURS, DAYS_PASSED),
    "after_expiry.goes_to": _one_of(SORTING, OFFICE, HOME),
    "parcel.weight_max_g": _counted,
    "parcel.outdoor_length_mm": _counted,
    **{f"size.{size}": _sides for size in ("XS", "S", "M", "L")},
}
OPTIONAL: dict[str, Kind] = {
    "operator.register_number": _text,
    "operator.address": _text,
    "operator.claims": _text,
    "code.phone_prefixes": _texts,
    "notices.expiry": _some_of(*NUMBERS),
    "after_expiry.kept_days": _counted,
    "after_expiry.counted_from": _one_of("removal", "notice"),
    "storing.days": _counted,
    "order.code_hours_min": _counted,
    "storage_fee.after_working_days": _counted,
    "cod.max_cents": _number,
    "claims.months": _counted,
    "claims.answer_months": _counted,
    "claims.cod_answer_working_days": _counted,
    "claims.found_months": _counted,
    "claims.found_answer_working_days": _counted,
    "claims.hidden_damage_days": _counted,
    "claims.compensation_max_cents": _counted,
    "claims.insurance_max_cents": _counted,
    "claims.insured_by_contract_cents": _counted,
}


def read(path: Path) -> Rules:
    """The version that stands in that file; raises NetworkError."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:  # a TOML or UTF-8 error is a ValueError
        raise NetworkError(f"{path}: cannot be read: {error}") from None
    return _rules(found, str(path))


def _rules(found: dict[str, object], file: str) -> Rules:
    network, version, day = (found.pop(key, None) for key in ("network", "version", "valid_from"))
    if not isinstance(network, str) or not re.fullmatch("[a-z][a-z-]{0,38}[a-z]", network):
        raise NetworkError(f'{file}: network: wanted its name, such as "latvijas-pasts"')
    number = _counted(version)
    if not isinstance(number, int):
        raise NetworkError(f"{file}: version: wanted a number from 1")
    if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
        raise NetworkError(f"{file}: valid_from: wanted a day such as 2026-01-31")
    rules = {rule.name: rule for rule in _sections(found, file)}
    missing = [name for name in REQUIRED if name not in rules]
    if missing:
        raise NetworkError(f"{file}: {missing[0]}: missing; add it with its clause")
    _check_together(rules, file)
    return Rules(network, number, day, rules)


def _sections(found: dict[str, object], file: str) -> list[Rule]:
    rules = []
    for section, keys in found.items():
        if not isinstance(keys, dict):
            raise NetworkError(f"{file}: {section}: nobody knows this key outside a section")
        rules += [_rule(f"{section}.{key}", given, file) for key, given in keys.items()]
    return rules


def _rule(name: str, given: object, file: str) -> Rule:
    kind = REQUIRED.get(name) or OPTIONAL.get(name)
    if kind is None:
        raise NetworkError(f"{file}: {name}: nobody knows this key")
    if not isinstance(given, dict) or given.keys() != {"value", "clause"}:
        raise NetworkError(
            f'{file}: {name}: wanted {{ value = ..., clause = "002-8.6.6" }}, no more and no less'
        )
    clause, value = given["clause"], kind(given["value"])
    if not isinstance(clause, str) or not CLAUSE.fullmatch(clause):
        raise NetworkError(f'{file}: {name}: its clause is written like "002-8.6.6"')
    if value is None:
        raise NetworkError(f"{file}: {name}: {given['value']!r} cannot be its value")
    return Rule(name, value, clause)


def _check_together(rules: dict[str, Rule], file: str) -> None:
    """What is taken elsewhere is kept there for some days; what goes to its sender is not."""
    goes_home = rules["after_expiry.goes_to"].value == HOME
    for name in ("after_expiry.kept_days", "after_expiry.counted_from", "notices.expiry"):
        if goes_home == (name in rules):
            why = "not where it goes to the sender" if goes_home else "missing; add it"
            raise NetworkError(f"{file}: {name}: {why}")

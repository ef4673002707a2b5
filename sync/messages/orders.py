"""The orders of `down/orders`, one struct a kind; the fields are those of `terminal/orders.py`.

It takes them apart and decides nothing.  The one idea: each struct becomes the core's record of
the same name, field by field, so the two can never drift.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from sync.messages.shapes import (
    Amount,
    Cents,
    Count,
    DueKind,
    Name,
    Number,
    PhoneEnd,
    RuleName,
    Seconds,
    Sides,
    Tag,
    TagOrNone,
)
from terminal import orders as records
from terminal.record import Record


def check_sides(sides_mm: tuple[int, ...]) -> None:
    """Raises ValueError: all three, or it is unknown."""
    if len(sides_mm) not in (0, 3):
        raise ValueError("`sides_mm` must have 3 numbers or none")


class _Order(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """An order of terminal/orders.py; the tag is its name, the fields are its fields."""

    number: Number

    def record(self) -> Record:
        return _RECORDS[type(self)](*structs.astuple(self)[1:])


class Expect(_Order, frozen=True, forbid_unknown_fields=True, tag="expect"):
    shipment: Name
    size: Literal["", "XS", "S", "M", "L"]
    sides_mm: Sides
    code: Tag
    token: TagOrNone
    phone_end: PhoneEnd
    phone: TagOrNone = ""  # orders that a server kept from before have none

    def __post_init__(self) -> None:
        check_sides(self.sides_mm)


class Announce(_Order, frozen=True, forbid_unknown_fields=True, tag="announce"):
    shipment: Name
    way: Literal["send", "return", "storage"]
    size: Literal["", "XS", "S", "M", "L"]
    sides_mm: Sides
    code: TagOrNone
    token: TagOrNone
    phone_end: PhoneEnd
    kept: Count
    until_s: Seconds
    pickup_code: TagOrNone
    pickup_token: TagOrNone
    pickup_phone_end: PhoneEnd

    def __post_init__(self) -> None:
        check_sides(self.sides_mm)
        if self.way == "storage" and not self.pickup_code:
            raise ValueError("`pickup_code` must be there for storage")


class Withdraw(_Order, frozen=True, forbid_unknown_fields=True, tag="withdraw"):
    shipment: Name


class SetHold(_Order, frozen=True, forbid_unknown_fields=True, tag="set_hold"):
    shipment: Name
    why: Literal["", "contents", "surcharge", "office"]


class Recall(_Order, frozen=True, forbid_unknown_fields=True, tag="recall"):
    shipment: Name
    cause: Literal["recalled", "redirected"]


class SetDeadline(_Order, frozen=True, forbid_unknown_fields=True, tag="set_deadline"):
    shipment: Name
    deadline_s: Seconds


class Recode(_Order, frozen=True, forbid_unknown_fields=True, tag="recode"):
    shipment: Name
    code: Tag
    token: TagOrNone
    phone_end: PhoneEnd
    phone: TagOrNone = ""


class SetDues(_Order, frozen=True, forbid_unknown_fields=True, tag="set_dues"):
    shipment: Name
    dues: Annotated[tuple[tuple[DueKind, Cents], ...], Meta(max_length=8)]


class SetIdentification(_Order, frozen=True, forbid_unknown_fields=True, tag="set_identification"):
    shipment: Name
    level: Literal["", "advanced", "qualified"]


class AddBadge(_Order, frozen=True, forbid_unknown_fields=True, tag="add_badge"):
    courier: Name
    badge: Tag
    pin: Tag


class RevokeBadge(_Order, frozen=True, forbid_unknown_fields=True, tag="revoke_badge"):
    courier: Name


class AddTechnician(_Order, frozen=True, forbid_unknown_fields=True, tag="add_technician"):
    technician: Name
    badge: Tag


class RevokeTechnician(_Order, frozen=True, forbid_unknown_fields=True, tag="revoke_technician"):
    technician: Name


class SetPolicy(_Order, frozen=True, forbid_unknown_fields=True, tag="set_policy"):
    version: Number
    values: Annotated[dict[RuleName, Amount], Meta(max_length=200)]

    def record(self) -> Record:
        return records.SetPolicy(self.version, tuple(sorted(self.values.items())))


Order = (
    Expect | Announce | Withdraw | SetHold | Recall | SetDeadline | Recode | SetDues
    | SetIdentification | AddBadge | RevokeBadge | AddTechnician | RevokeTechnician | SetPolicy
)  # fmt: skip
_RECORDS: dict[type[_Order], type[Record]] = {
    Expect: records.Expect,
    Announce: records.Announce,
    Withdraw: records.Withdraw,
    SetHold: records.SetHold,
    Recall: records.Recall,
    SetDeadline: records.SetDeadline,
    Recode: records.Recode,
    SetDues: records.SetDues,
    SetIdentification: records.SetIdentification,
    AddBadge: records.AddBadge,
    RevokeBadge: records.RevokeBadge,
    AddTechnician: records.AddTechnician,
    RevokeTechnician: records.RevokeTechnician,
}

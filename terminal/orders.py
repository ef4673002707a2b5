"""What the server can order a terminal to do or to know, one record a kind.

The server numbers its orders from 1; each takes effect once and in that order (see
`desk.py`).  These records are also the wire contract of `down/orders`: the type
names, in lower case with underscores, and the field names are what stands in the
JSON.  A tag is a keyed hash (see `codes.py`); no clear code ever comes down.
"""

from terminal.record import Record


class Expect(Record):
    """A shipment will be brought here.

    `size` is "XS", "S", "M", "L" or "" where unknown; `sides_mm` is (height, width, length) or
    (), and then the terminal fits it; `code` and `token` are tags of 32 hex digits, `token` may
    be ""; `phone_end` is the last three digits of the recipient's phone, "" if unknown.
    """

    fields = ("shipment", "size", "sides_mm", "code", "token", "phone_end")
    private = ("code", "token", "phone_end")
    shipment: str
    size: str
    sides_mm: "tuple[int, ...]"
    code: str
    token: str
    phone_end: str


class Withdraw(Record):
    """A shipment will not come after all.  Too late once it lies inside."""

    fields = ("shipment",)
    shipment: str


class SetDeadline(Record):
    """The last moment to collect: wall-clock seconds (decision 6; never earlier than before)."""

    fields = ("shipment", "deadline_s")
    shipment: str
    deadline_s: int


class Recode(Record):
    """A shipment has a new code, and its recipient a corrected phone (002-8.6.3).

    The old code is dead.  Fields as in Expect.
    """

    fields = ("shipment", "code", "token", "phone_end")
    private = ("code", "token", "phone_end")
    shipment: str
    code: str
    token: str
    phone_end: str


class SetDues(Record):
    """What is owed before a shipment is released (002-5.3.1, 7.3); () when nothing is.

    `dues` is ((kind, cents), ...); kinds are "cod", "duty", "storage" and "surcharge".
    """

    fields = ("shipment", "dues")
    shipment: str
    dues: "tuple[tuple[str, int], ...]"


class AddBadge(Record):
    """A courier may load with this badge and PIN (both as tags)."""

    fields = ("courier", "badge", "pin")
    private = ("badge", "pin")
    courier: str
    badge: str
    pin: str


class RevokeBadge(Record):
    """A courier's badge is dead."""

    fields = ("courier",)
    courier: str


class SetPolicy(Record):
    """Service rules as dated data; `values` are (name, number) pairs known to `policy.py`."""

    fields = ("version", "values")
    version: int
    values: "tuple[tuple[str, int], ...]"


ALL: "tuple[type[Record], ...]" = (
    Expect, Withdraw, SetDeadline, Recode, SetDues, AddBadge, RevokeBadge, SetPolicy,
)  # fmt: skip

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
    be ""; `phone_end` is the last three digits of the recipient's phone, "" if unknown; `phone` is
    the tag of purpose "phone" of all of it (E.164: +37126123456), "" if unknown.  Parcels with
    the same may share a compartment (002-8.6.7).
    """

    fields = ("shipment", "size", "sides_mm", "code", "token", "phone_end", "phone")
    private = ("code", "token", "phone_end", "phone")
    shipment: str
    size: str
    sides_mm: "tuple[int, ...]"
    code: str
    token: str
    phone_end: str
    phone: str


class Announce(Record):
    """A shipment will be put in here by its sender, offline too (002-6.2.1, 5.2; 003-3.4, 6).

    `way`: "send" and "return" (a courier takes it away), "storage" (it lies there until its
    recipient comes, 002-5.2).  `size`, `sides_mm` as in Expect.  `code`, `token`: tags of the
    sender's door code, "" where the label is enough; `phone_end` is the sender's.  `kept` is the
    compartment that waits for it (0: any) until `until_s`, wall-clock seconds, at least 24 h after
    ordering (0: no end).  Tags of `pickup_code`, `pickup_token` are live once it lies in storage;
    `pickup_phone_end` is its recipient's, and without one nothing is taken in (002-8.2).
    """

    fields = ("shipment", "way", "size", "sides_mm", "code", "token", "phone_end", "kept",
              "until_s", "pickup_code", "pickup_token", "pickup_phone_end")  # fmt: skip
    private = ("code", "token", "phone_end", "pickup_code", "pickup_token", "pickup_phone_end")
    shipment: str
    way: str
    size: str
    sides_mm: "tuple[int, ...]"
    code: str
    token: str
    phone_end: str
    kept: int
    until_s: int
    pickup_code: str
    pickup_token: str
    pickup_phone_end: str


class Withdraw(Record):
    """A shipment will not come after all.  Too late once it lies inside."""

    fields = ("shipment",)
    shipment: str


class SetHold(Record):
    """A shipment is kept back while the operator looks into it; its code says so meanwhile.

    `why`: "contents" (002-4.3.2), "surcharge" (7.3), "office"; "" ends it.
    """

    fields = ("shipment", "why")
    shipment: str
    why: str


class Recall(Record):
    """A shipment goes elsewhere: its code is dead at once, and a courier takes it out.

    `cause`: "recalled" (by its sender, 002-10.3) or "redirected" (5.3.2, 8.6.13).  One that has not
    come is withdrawn.  Too late once it was collected.
    """

    fields = ("shipment", "cause")
    shipment: str
    cause: str


class SetDeadline(Record):
    """The last moment to collect: wall-clock seconds (decision 6; never earlier than before)."""

    fields = ("shipment", "deadline_s")
    shipment: str
    deadline_s: int


class Recode(Record):
    """A shipment has another code, its recipient a corrected phone (002-8.6.3), or both.

    The old code is dead.  The code may be that of a parcel which lies with this one (8.6.7).  The
    phone of one that lies with others cannot change: recall it.  Fields as in Expect.
    """

    fields = ("shipment", "code", "token", "phone_end", "phone")
    private = ("code", "token", "phone_end", "phone")
    shipment: str
    code: str
    token: str
    phone_end: str
    phone: str


class SetDues(Record):
    """What is owed before a shipment is released (002-5.3.1, 7.3); () when nothing is.

    "cod" is refused for one that lies with others (8.6.9): recall it.

    `dues` is ((kind, cents), ...); kinds are "cod", "duty", "storage" and "surcharge".
    """

    fields = ("shipment", "dues")
    shipment: str
    dues: "tuple[tuple[str, int], ...]"


class SetIdentification(Record):
    """A shipment is given out only after Smart-ID or eParaksts mobile (002-5.3.3); "" waives it.

    `level` is what the server demands of the proof: "advanced" or "qualified".
    """

    fields = ("shipment", "level")
    shipment: str
    level: str


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


class AddTechnician(Record):
    """A technician may look after the terminal with this badge (a tag) and a one-time code.

    The secret of the codes is not sent: it is the tag of the technician's name with the purpose
    "technician", 16 bytes, used as RFC 6238 does (SHA-1, 6 digits, 30 s, one step either side,
    each step once).  Where the terminal trusts no clock it shows a challenge of 8 digits; the
    response is the tag of NAME|CHALLENGE with the purpose "response": its first 8 bytes as a
    number, of that the last 8 digits.
    """

    fields = ("technician", "badge")
    private = ("badge",)
    technician: str
    badge: str


class RevokeTechnician(Record):
    """A technician's badge is dead."""

    fields = ("technician",)
    technician: str


class SetPolicy(Record):
    """Service rules as dated data; `values` are (name, number) pairs known to `policy.py`."""

    fields = ("version", "values")
    version: int
    values: "tuple[tuple[str, int], ...]"


ALL: "tuple[type[Record], ...]" = (
    Expect, Announce, Withdraw, SetHold, Recall, SetDeadline, Recode, SetDues, SetIdentification,
    AddBadge, RevokeBadge, AddTechnician, RevokeTechnician, SetPolicy,
)  # fmt: skip

"""Lines of the journal about parcels that their senders put in here.

The deposit itself leaves the entries of every deposit (`entries.py`: Reserved with no courier,
Deposited, NotDeposited).  The one idea: what was announced says all that a deposit needs, so that
it works with no network.
"""

from terminal.entry import Entry


class Announced(Entry):
    """A sender will put this shipment in here; fields as in orders.Announce."""

    fields = ("shipment", "way", "size", "kept", "until_s", "code", "token", "phone_end",
              "pickup_code", "pickup_token", "pickup_phone_end")  # fmt: skip
    personal = ("code", "token", "phone_end", "pickup_code", "pickup_token", "pickup_phone_end")
    private = ("code", "token", "phone_end", "pickup_code", "pickup_token", "pickup_phone_end")
    shipment: str
    way: str
    size: str
    kept: int
    until_s: int
    code: str
    token: str
    phone_end: str
    pickup_code: str
    pickup_token: str
    pickup_phone_end: str


class SizeChanged(Entry):
    """Its sender says that it does not fit: it is of this size, and may cost more (002-4.1.1)."""

    fields = ("shipment", "size")
    shipment: str
    size: str


class NotSent(Entry):
    """A sender was turned away; why as in screens.Told (003-5.4: whose fault it was counts)."""

    fields = ("shipment", "why")
    shipment: str
    why: str


ALL: "tuple[type[Entry], ...]" = (Announced, SizeChanged, NotSent)

"""Every line that the journal can hold: what happened, never what to do about it.

The state of the house is the fold over these (`books.py`), live and in replay alike.
They are also the wire contract of `up/entries`: class and field names stand in the
JSON as they stand here.  `personal` names the fields that can be erased without
breaking the chain; values are integers, texts, booleans and tuples of them.  Those about money,
technicians, complaints, senders, identification, help and the machine's own condition stand in
`*_entries.py`; `ALL` names every one.
"""

from terminal import (
    care_entries,
    complaint_entries,
    condition_entries,
    help_entries,
    identity_entries,
    sale_entries,
    sending_entries,
)
from terminal.entry import Entry


class Booted(Entry):
    """A life of the terminal begins; whatever was under way is in doubt."""

    fields = ("boot",)
    boot: int


class Checkpoint(Entry):
    """The whole state, so that replay may start here.  Never leaves the terminal."""

    fields = ("state",)
    personal = ("state",)
    private = ("state",)
    state: "tuple[object, ...]"


class Unexpected(Entry):
    """A machine was told something that its table does not know: for the developers."""

    fields = ("machine", "state", "event")
    machine: str
    state: str
    event: str


# The server's orders and what became of them.


class OrderApplied(Entry):
    """Order `number` took effect with the entries that stand beside it."""

    fields = ("number",)
    number: int


class OrderRefused(Entry):
    """Order `number` changes nothing; why: "late", "unknown shipment", "code in use", ..."""

    fields = ("number", "why")
    number: int
    why: str


class Expected(Entry):
    fields = ("shipment", "size", "code", "token", "phone_end", "phone")
    personal = ("code", "token", "phone_end", "phone")
    private = personal
    shipment: str
    size: str
    code: str
    token: str
    phone_end: str
    phone: str


class Withdrawn(Entry):
    fields = ("shipment",)
    shipment: str


class HoldSet(Entry):
    """The operator keeps a shipment back, or no longer does (`why` is ""; see orders.SetHold)."""

    fields = ("shipment", "why")
    shipment: str
    why: str


class Recalled(Entry):
    """What lies inside is to be taken out: "recalled" or "redirected"; no code opens for it."""

    fields = ("shipment", "cause")
    shipment: str
    cause: str


class DeadlineSet(Entry):
    fields = ("shipment", "deadline_s")
    shipment: str
    deadline_s: int


class Recoded(Entry):
    fields = ("shipment", "code", "token", "phone_end", "phone")
    personal = ("code", "token", "phone_end", "phone")
    private = personal
    shipment: str
    code: str
    token: str
    phone_end: str
    phone: str


class DuesSet(Entry):
    """What is owed for a shipment from now on: ((kind, cents), ...)."""

    fields = ("shipment", "dues")
    shipment: str
    dues: "tuple[tuple[str, int], ...]"


class BadgeAdded(Entry):
    fields = ("courier", "badge", "pin")
    personal = ("badge", "pin")
    private = ("badge", "pin")
    courier: str
    badge: str
    pin: str


class BadgeRevoked(Entry):
    fields = ("courier",)
    courier: str


class PolicySet(Entry):
    fields = ("version", "values")
    version: int
    values: "tuple[tuple[str, int], ...]"


# People at the keypad.


class WrongCode(Entry):
    """A code (or code and phone digits) that is not known here; the `strike`-th in a row."""

    fields = ("strike",)
    strike: int


class DeadCode(Entry):
    """A code that was live once, or may not be used; why as in screens.Told.  Not a guess."""

    fields = ("shipment", "why")
    shipment: str
    why: str


class WrongPin(Entry):
    fields = ("courier",)
    courier: str


class RunBegun(Entry):
    fields = ("courier",)
    courier: str


class RunEnded(Entry):
    """why: "finished", "idle", "cancelled"."""

    fields = ("courier", "why")
    courier: str
    why: str


# One door.


class Opening(Entry):
    """An order to pulse the lock is about to go out.

    purpose: "pick-up", "deposit", "inspection", "test" (known to be empty), "stocktake".

    `opening` counts all pulses of this terminal; `attempt` those of one request.
    """

    fields = ("compartment", "opening", "purpose", "attempt")
    compartment: int
    opening: int
    purpose: str
    attempt: int


class OpeningFailed(Entry):
    """how: "not sent", "refused", "jammed", "unknown", "unseen" (its sensor is blind)."""

    fields = ("compartment", "opening", "how")
    compartment: int
    opening: int
    how: str


class StayedShut(Entry):
    """The watch after a failed opening ended: that pulse can open nothing any more."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class SeenOpen(Entry):
    """The door is open.  `opening` 0: nobody was allowed to.  is_change False: a first reading."""

    fields = ("compartment", "opening", "is_change")
    compartment: int
    opening: int
    is_change: bool


class SeenShut(Entry):
    fields = ("compartment",)
    compartment: int


class LeftOpen(Entry):
    """The door has stood open longer than a visit needs."""

    fields = ("compartment",)
    compartment: int


class SaidOpen(Entry):
    """A person says that the door is open though the sensor does not."""

    fields = ("compartment",)
    compartment: int


class SensorBlind(Entry):
    """The door's sensor is not believed (decision 17).

    why: "open before", "said open", "said shut", "feels the latch" (the site's file says so).
    """

    fields = ("compartment", "why")
    compartment: int
    why: str


class SensorProven(Entry):
    """The sensor was seen to change after a pulse: it is believed again."""

    fields = ("compartment",)
    compartment: int


# What lies where.


class Reserved(Entry):
    """A deposit has begun: from now on the shipment may lie in this compartment."""

    fields = ("compartment", "shipment", "courier")
    compartment: int
    shipment: str
    courier: str


class Deposited(Entry):
    """The door was seen open and shut around it: the shipment lies inside."""

    fields = ("compartment", "shipment")
    compartment: int
    shipment: str


class NotDeposited(Entry):
    """The shipment that may have lain here does not."""

    fields = ("compartment", "shipment")
    compartment: int
    shipment: str


class NoRoom(Entry):
    """No compartment for a parcel of this size (002-8.6.13)."""

    fields = ("shipment", "size")
    shipment: str
    size: str


class Collected(Entry):
    """Seen open, seen shut, grace passed: the code is dead.  is_confirmed: the person said so.

    `slips_back` wrong tries are given back to the guess budget (decision 2).
    """

    fields = ("compartment", "shipments", "is_confirmed", "slips_back")
    compartment: int
    shipments: "tuple[str, ...]"
    is_confirmed: bool
    slips_back: int


class SaidEmpty(Entry):
    """The recipient says that nothing was inside: nobody may use the code until it is settled."""

    fields = ("compartment",)
    compartment: int


class Doubted(Entry):
    """A reason not to trust what we believe of a compartment; it is out of use until inspected."""

    fields = ("compartment", "why")
    compartment: int
    why: str


class Inspected(Entry):
    """Somebody looked: `found` lies inside, and something unknown too if `has_unknown`."""

    fields = ("compartment", "found", "has_unknown", "courier")
    compartment: int
    found: "tuple[str, ...]"
    has_unknown: bool
    courier: str


class TakenOut(Entry):
    """The courier took these away for good (expired, recalled); what lay beside them stays."""

    fields = ("compartment", "shipments", "courier")
    compartment: int
    shipments: "tuple[str, ...]"
    courier: str


ALL: "tuple[type[Entry], ...]" = (
    Booted, Checkpoint, Unexpected, OrderApplied, OrderRefused, Expected, Withdrawn, HoldSet,
    Recalled, DeadlineSet, Recoded, DuesSet, BadgeAdded, BadgeRevoked, PolicySet, WrongCode,
    DeadCode, WrongPin, RunBegun, RunEnded, Opening, OpeningFailed, StayedShut, SeenOpen,
    SeenShut, LeftOpen, SaidOpen, SensorBlind, SensorProven, Reserved, Deposited, NotDeposited,
    NoRoom, Collected, SaidEmpty, Doubted, Inspected, TakenOut,
) + sale_entries.ALL + care_entries.ALL + complaint_entries.ALL  # fmt: skip
ALL += sending_entries.ALL + help_entries.ALL + identity_entries.ALL + condition_entries.ALL

"""Who may put a parcel in here, and which one is meant: the questions of a sender's visit.

It looks at the books, the rooms and the clock, and changes nothing; answers are reasons as in
`screens.Told`, or "" for yes.  The one idea: what was announced is enough, so a label, a door code
or the digits of the number lead to the parcel with no network (002-6.2.1, 003-3.4).
"""

from terminal import rooms, sendings
from terminal.compartments import EXPECTED, INSIDE, Shipment
from terminal.labels import Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

DIGITS_MIN, DIGITS_MAX = 6, 20


def why_not(hub: "Terminal", shipment: Shipment) -> str:
    """Why its sender may not put this shipment in now."""
    if shipment.sending is None:
        return "not announced"
    if shipment.standing == INSIDE:
        return shipment.leaving or "put in"
    if shipment.why or shipment.hold:
        return shipment.why or "held"  # an order under suspicion is stopped too (003-7.1)
    if sendings.has_lapsed(shipment.sending, hub.now_s()):
        return "lapsed"
    if not recipients_phone(shipment):
        return "no phone"  # nobody could be told that it waits (002-8.2)
    if hub.condition.are_deposits_stopped:
        return "deposits stopped"
    is_full = shipment.size and rooms.choose(hub, shipment.size, shipment.number) is None
    return "no room" if is_full else ""


def recipients_phone(shipment: Shipment) -> str:
    """The last digits of the recipient's phone, "" where none is known."""
    return shipment.sending.phone_end if shipment.sending is not None else shipment.phone_end


def why_replaced(shipment: Shipment, tag: str) -> str:
    """What to say about a code that was good once: of who put it in, of who may not have it any
    more because it was taken back, or one that was sent anew."""
    sending = shipment.sending
    if sending is not None and tag in (sending.code, sending.token):
        return "put in" if sending.is_handed_in else "withdrawn"
    return "replaced"


def by_label(hub: "Terminal", label: Label) -> "Shipment | None":
    """The parcel with this label that its sender is to put in, or has put in."""
    for number in (label.text,) + label.numbers:
        shipment = hub.books.shipment(number)
        if shipment is not None and shipment.sending is not None:
            return shipment
    return None


def by_digits(hub: "Terminal", typed: str) -> "list[Shipment]":
    """The parcels whose numbers have these digits (letters are not on the keys): those that are
    awaited, else those that were."""
    known = [s for s in hub.books.shipments if s.sending is not None
             and "".join([c for c in s.number if c in "0123456789"]) == typed]  # fmt: skip
    return [s for s in known if s.standing == EXPECTED] or known

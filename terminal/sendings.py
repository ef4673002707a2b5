"""What an announced parcel and its promised compartment are, and how entries change them.

A part of the fold in `books.py`; who may put in what is decided in `permits.py` and `rooms.py`.
The one idea: the parcel has two codes, its sender's door code and, in storage, its recipient's.
One of them is live, the other waits, and the deposit exchanges them, with no server needed.
"""

from terminal import sending_entries as se
from terminal.compartments import EXPECTED, SENT, Compartment, Sending, Shipment
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from terminal.books import Books

STORAGE = "storage"
WAYS = ("send", "return", STORAGE)


def announced(books: "Books", entry: se.Announced) -> None:
    """A new parcel, and the compartment that is kept for it."""
    shipment = Shipment(entry.shipment, entry.size, entry.code, entry.token, entry.phone_end)
    shipment.sending = Sending(entry.way, entry.kept, entry.until_s, entry.pickup_code,
                               entry.pickup_token, entry.pickup_phone_end, False,
                               False)  # fmt: skip
    books.learn(shipment)
    for compartment in books.compartments:
        if compartment.number == entry.kept:
            compartment.kept_for = entry.shipment


def size_changed(books: "Books", entry: se.SizeChanged) -> None:
    """The next compartment offered is of this size."""
    shipment = books.shipment(entry.shipment)
    if shipment is not None:
        shipment.size = entry.size


def came_in(books: "Books", shipment: Shipment) -> None:
    """It lies inside now: a courier takes it away, or its recipient's code is live."""
    sending = shipment.sending
    if sending is None:
        return
    is_news = not sending.is_handed_in
    sending.is_handed_in = sending.was_handed_in = True
    if sending.way != STORAGE:
        shipment.leaving = shipment.leaving or SENT
    elif is_news:
        _exchange_codes(books, shipment, sending)


def stayed_away(books: "Books", shipment: Shipment) -> None:
    """Its sender has it in hand again, and needs the door code again."""
    sending = shipment.sending
    if sending is None or not sending.is_handed_in:
        return
    sending.is_handed_in = False
    if sending.way == STORAGE:
        _exchange_codes(books, shipment, sending)


def _exchange_codes(books: "Books", shipment: Shipment, sending: Sending) -> None:
    """The code that was live is answered as replaced; the one that waited is live."""
    live = (shipment.code, shipment.token, shipment.phone_end)
    books.tags.replace(shipment, sending.code, sending.token, books.up_ms)
    shipment.phone_end = sending.phone_end
    sending.code, sending.token, sending.phone_end = live


def has_lapsed(sending: Sending, now_s: int) -> bool:
    """Whether its time is over (003-3.3); an untrusted clock (0) ends nothing."""
    return 0 < sending.until_s < now_s


def keeper(books: "Books", compartment: Compartment, now_s: int) -> str:
    """The shipment that this compartment is kept for now, or "" (003-2.12)."""
    shipment = books.shipment(compartment.kept_for) if compartment.kept_for else None
    if shipment is None or shipment.sending is None or shipment.standing != EXPECTED:
        return ""
    sending = shipment.sending
    is_kept = sending.compartment == compartment.number and not has_lapsed(sending, now_s)
    return shipment.number if is_kept else ""


if TYPE_CHECKING:
    SENDINGS: "dict[type[Record], Callable[[Books, Any], None]]"
SENDINGS = {se.Announced: announced, se.SizeChanged: size_changed}

"""What must hold where several parcels lie in one compartment (002-8.6.7 to 8.6.9).

A second opinion for `promises.py`, from the clauses and not from `terminal/combining.py`.
"""

from terminal import entries as e
from terminal.compartments import INSIDE


def may_lie(books, room, newcomer):
    """Only what is one recipient's, without cash on delivery, and free to be given out."""
    if not room.shipments:
        return
    parcels = [books.shipment(number) for number in room.shipments + [newcomer]]
    phones = {parcel.phone for parcel in parcels}
    assert len(phones) == 1 and "" not in phones, (newcomer, room.state())
    for parcel in parcels:
        assert not parcel.dues and not parcel.hold and not parcel.leaving, parcel.state()
    assert not room.is_disputed and not room.is_blind and not room.is_open, room.state()


def to_go(books, room):
    """What a courier takes out: the parcels that were called back, or all."""
    called = [n for n in room.shipments if books.shipment(n) and books.shipment(n).leaving]
    return tuple(called or room.shipments)


def check(books, inside, entry):
    """After `entry`: who was not named is still here, and has a code that opens."""
    if type(entry) in (e.Collected, e.TakenOut):
        for parcel in inside:
            assert parcel.standing == INSIDE or parcel.number in entry.shipments, (entry, parcel)
    for parcel in books.shipments:
        if parcel.standing == INSIDE and parcel.code:
            found, is_replaced = books.by_tag(parcel.code)
            assert not is_replaced and found.standing == INSIDE, (entry, parcel.state())

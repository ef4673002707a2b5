"""What the machines inside the core tell one another; none of it crosses the border.

They travel through one first-in-first-out queue within a turn (`machine.py`), so that
a machine is never called from inside another's handler.
"""

from terminal.record import Record


class TimedOut(Record):
    """The state that the machine is in has lasted as long as it may."""


class Typed(Record):
    """A digit key was pressed on the picture that is shown."""

    fields = ("digit",)
    private = ("digit",)
    digit: str


class Chosen(Record):
    """Any other key was pressed on the picture that is shown."""

    fields = ("key",)
    key: str


class OpenAsked(Record):
    """To a door: open for "pick-up", "deposit" or "inspection".

    must_see: no pulse unless its sensor can prove that it opened (decision 17: money is held).
    """

    fields = ("purpose", "must_see")
    purpose: str
    must_see: bool


class Opened(Record):
    """From a door: it is seen open."""

    fields = ("compartment",)
    compartment: int


class NotOpened(Record):
    """From a door: it stayed shut; why: "jammed", "not sent", "refused", "not seen"."""

    fields = ("compartment", "why")
    compartment: int
    why: str


class OpeningUnknown(Record):
    """From a door: nobody can say whether it opened."""

    fields = ("compartment",)
    compartment: int


class CannotSee(Record):
    """From a door with a blind sensor: it was pulsed; ask the person."""

    fields = ("compartment",)
    compartment: int


class StoodOpen(Record):
    """From a door: it has been open for too long; repeated while it is."""

    fields = ("compartment",)
    compartment: int


class Shut(Record):
    """From a door: it was open and is shut."""

    fields = ("compartment",)
    compartment: int


class CodeAgain(Record):
    """To a pick-up in its grace time: its code was given once more."""


class PartEnded(Record):
    """To a visit: its part is over; to a courier's run with a remark as screens.Run has it."""

    fields = ("remark", "shipment", "compartment")
    remark: str
    shipment: str
    compartment: int


class CardWants(Record):
    """From a sale: what the reader asks of the person now (see events.CardStep)."""

    fields = ("step",)
    step: str


class DropAsked(Record):
    """To a sale: the person does not want to pay after all."""


class GoodsWanted(Record):
    """From a sale: the money is held, open the door now."""


class GoodsOut(Record):
    """To a sale: its door is seen open."""


class GoodsKept(Record):
    """To a sale: its door did not open, or nobody can say whether it did."""


class SaleFailed(Record):
    """From a sale: no money changes hands; why as in entries.SaleVoid, "unknown" or "too slow"."""

    fields = ("why",)
    why: str


class StopAsked(Record):
    """To a door: no further pulse for this request; what was pulsed may still open it."""


class OrderDone(Record):
    """To the visit in front: an order of the server has just taken effect."""

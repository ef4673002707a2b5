"""The lines of the journal about money: what was asked, held, taken and given back.

Part of `entries.py` and of the wire contract.  `sale` counts all sales of this terminal
from 1; amounts are euro cents; `trace` and `receipt` are the reader's own numbers.
"""

from terminal.entry import Entry


class SaleAsked(Entry):
    """The reader is about to be asked for money; `trace_before` is the newest that it remembers."""

    fields = ("sale", "compartment", "cents", "trace_before")
    sale: int
    compartment: int
    cents: int
    trace_before: int


class SaleAuthorised(Entry):
    """The bank said yes and the money is held; from here on the door may open."""

    fields = ("sale", "trace", "receipt", "reader", "card_end")
    personal = ("card_end",)
    private = ("card_end",)
    sale: int
    trace: int
    receipt: int
    reader: str
    card_end: str


class SaleFound(Entry):
    """The reader remembers a payment for this sale that we had not been told of."""

    fields = ("sale", "trace", "receipt")
    sale: int
    trace: int
    receipt: int


class SaleIssued(Entry):
    """The door is open: the reader is about to be told to keep the money."""

    fields = ("sale",)
    sale: int


class SaleWithheld(Entry):
    """The reader is about to be told to give the money back; why: "not opened", "too slow", ..."""

    fields = ("sale", "why")
    sale: int
    why: str


class SaleUnknown(Entry):
    """The reader broke off; whether money was taken is being asked."""

    fields = ("sale",)
    sale: int


class SaleSettled(Entry):
    """The money was taken for good."""

    fields = ("sale",)
    sale: int


class SaleVoid(Entry):
    """No money was taken, or it was given back; why: "declined", "cancelled", "timed out",
    "card unreadable", "not ready", "reversed", "not charged"."""

    fields = ("sale", "why")
    sale: int
    why: str


class SaleUnclear(Entry):
    """The reader cannot say, or will not give it back: only the operator and the bank can."""

    fields = ("sale", "why")
    sale: int
    why: str


class RefundAsked(Entry):
    """The recipient found nothing inside (decision 3): this money is to go back."""

    fields = ("sale",)
    sale: int


class Uncollected(Entry):
    """The goods are out and the money is not in (`cod uncollected`): a debt, not a break-in."""

    fields = ("compartment", "sale", "cents")
    compartment: int
    sale: int
    cents: int


class DayEnded(Entry):
    """The reader handed the day's payments to the bank; `why` not, or ""."""

    fields = ("why",)
    why: str


ALL: "tuple[type[Entry], ...]" = (
    SaleAsked, SaleAuthorised, SaleFound, SaleIssued, SaleWithheld, SaleUnknown, SaleSettled,
    SaleVoid, SaleUnclear, RefundAsked, Uncollected, DayEnded,
)  # fmt: skip

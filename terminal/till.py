"""Money asked for at this terminal: what the books know of each sale, as a fold over entries.

Talking to the reader is in `sales.py`.  The idea needed to read it: a sale has a last word
(charged, void, unclear) or it is live, and whether the goods are out is known apart from
that, because the two come in either order (decision 9).
"""

from terminal import sale_entries as e
from terminal.compartments import Compartment
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from terminal.books import Books

ASKED, AUTHORISED, ISSUED, WITHHELD = "asked", "authorised", "issued", "withheld"
UNKNOWN, CHARGED, REFUNDING, VOID, UNCLEAR = "unknown", "charged", "refunding", "void", "unclear"
LIVE = (ASKED, AUTHORISED, ISSUED, WITHHELD, UNKNOWN, REFUNDING)
KEPT = 50  # with their last word said; those without are kept for ever


class Sale:
    """Money asked for one compartment: what we know of it, and whether the goods are out."""

    def __init__(self, number: int, compartment: int, cents: int, trace_before: int) -> None:
        self.number = number
        self.compartment = compartment
        self.cents = cents
        self.trace_before = trace_before  # the newest payment that the reader knew before it
        self.state = ASKED
        self.trace = 0
        self.receipt = 0
        self.are_goods_out = False
        self.is_refund_asked = False
        self.is_debt_noted = False

    @property
    def is_live(self) -> bool:
        """Whether the reader still owes us, or we it, the last word."""
        return self.state in LIVE

    @property
    def is_debt(self) -> bool:
        """Goods out and money not in, in whatever order that came about."""
        return self.are_goods_out and self.state == VOID and not self.is_refund_asked

    def astuple(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.number, self.compartment, self.cents, self.trace_before, self.state,
                self.trace, self.receipt, self.are_goods_out, self.is_refund_asked,
                self.is_debt_noted)  # fmt: skip

    @staticmethod
    def restored(state: "tuple[object, ...]") -> "Sale":
        """The opposite of `astuple`."""
        sale = Sale(*state[:4])  # type: ignore[arg-type]
        (sale.state, sale.trace, sale.receipt, sale.are_goods_out, sale.is_refund_asked,
         sale.is_debt_noted) = state[4:]  # type: ignore[assignment]  # fmt: skip
        return sale


class Till:
    """All sales that may still matter; part of the books."""

    def __init__(self, books: "Books") -> None:
        self.sales: "list[Sale]" = []
        self.sales_ever = 0
        self.is_day_open = False  # money was taken since the reader's last end of day
        self._books = books

    def sale(self, number: int) -> Sale:
        """A sale; a fresh one, that is kept nowhere, where none has this number (a total fold)."""
        for sale in self.sales:
            if sale.number == number:
                return sale
        return Sale(number, 0, 0, 0)

    def live(self) -> "Sale | None":
        """The oldest sale without a last word."""
        for sale in self.sales:
            if sale.is_live:
                return sale
        return None

    def goods_out(self, compartment: Compartment) -> None:
        """A pulse of ours opened this door: what was to be paid for may be taken."""
        if compartment.sale and compartment.purpose not in ("deposit", "inspection"):
            self.sale(compartment.sale).are_goods_out = True

    def stayed_shut(self, compartment: Compartment) -> None:
        """No pulse can open this door any more."""
        if not self.sale(compartment.sale).is_live:
            compartment.sale = 0

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (tuple([s.astuple() for s in self.sales]), self.sales_ever, self.is_day_open)

    def restore(self, state: "tuple[Any, ...]") -> None:
        """The opposite of `state`."""
        sales, self.sales_ever, self.is_day_open = state
        self.sales = [Sale.restored(s) for s in sales]

    # -- the fold -------------------------------------------------------------------------

    def _asked(self, entry: e.SaleAsked) -> None:
        self.sales_ever = max(self.sales_ever, entry.sale)
        settled = [sale for sale in self.sales if not sale.is_live]
        dropped = settled[: max(0, len(settled) - KEPT)]
        self.sales = [s for s in self.sales if s not in dropped and s.number != entry.sale]
        self.sales.append(Sale(entry.sale, entry.compartment, entry.cents, entry.trace_before))

    def _authorised(self, entry: e.SaleAuthorised) -> None:
        sale = self.sale(entry.sale)
        sale.state, sale.trace, sale.receipt = AUTHORISED, entry.trace, entry.receipt
        if sale.compartment:
            self._books.compartment(sale.compartment).sale = sale.number

    def _found(self, entry: e.SaleFound) -> None:
        sale = self.sale(entry.sale)
        sale.trace, sale.receipt = entry.trace, entry.receipt

    def _issued(self, entry: e.SaleIssued) -> None:
        sale = self.sale(entry.sale)
        sale.state, sale.are_goods_out = ISSUED, True

    def _settled(self, entry: e.SaleSettled) -> None:
        sale = self.sale(entry.sale)
        sale.state = REFUNDING if sale.is_refund_asked else CHARGED
        self.is_day_open = True
        self._forget_dues(sale.compartment)

    def _forget_dues(self, number: int) -> None:
        if number:
            for name in self._books.compartment(number).shipments:
                shipment = self._books.shipment(name)
                if shipment is not None:
                    shipment.dues = ()

    def _moved(self, entry: Record) -> None:
        self.sale(getattr(entry, "sale", 0)).state = STATES[type(entry)]

    def _refund_asked(self, entry: e.RefundAsked) -> None:
        sale = self.sale(entry.sale)
        sale.is_refund_asked = True
        if sale.state == CHARGED:
            sale.state = REFUNDING

    def _uncollected(self, entry: e.Uncollected) -> None:
        self.sale(entry.sale).is_debt_noted = True
        self._forget_dues(entry.compartment)  # it is the operator's to collect

    def _day_ended(self, entry: e.DayEnded) -> None:
        self.is_day_open = self.is_day_open and bool(entry.why)


STATES = {
    e.SaleWithheld: WITHHELD, e.SaleUnknown: UNKNOWN, e.SaleVoid: VOID, e.SaleUnclear: UNCLEAR,
}  # fmt: skip
if TYPE_CHECKING:
    MONEY: "dict[type[Record], Callable[[Till, Any], None]]"
MONEY = {
    e.SaleAsked: Till._asked, e.SaleAuthorised: Till._authorised, e.SaleFound: Till._found,
    e.SaleIssued: Till._issued, e.SaleSettled: Till._settled, e.SaleWithheld: Till._moved,
    e.SaleUnknown: Till._moved, e.SaleVoid: Till._moved, e.SaleUnclear: Till._moved,
    e.RefundAsked: Till._refund_asked, e.Uncollected: Till._uncollected,
    e.DayEnded: Till._day_ended,
}  # fmt: skip

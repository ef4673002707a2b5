"""Who may pay now: one sale at a time, debts noted, and the reader's end of day.

It keeps what is volatile about money (is the reader there, which conversation goes on) and
looks after the rest at the end of each turn.  The conversation itself is in `sales.py`, what
lasts in `till.py`.  The idea: relations that no single machine can see, like goods that are
out while the money went back, are read from the books.
"""

from terminal import effects, sales
from terminal import events as ev
from terminal import sale_entries as entries
from terminal.record import Record
from terminal.rules import Machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

READER = "card reader"
DAY_MS = 24 * 3600 * 1000
DAY_AGAIN_MS = 3600 * 1000


class Cashier:
    """The money side of the terminal."""

    def __init__(self, hub: "Terminal") -> None:
        self.hub = hub
        self.paying: "sales.Paying | None" = None
        self.is_reader_ready = False
        self.reader_trace = 0
        self._close_at_ms = hub.now_ms + DAY_MS
        self._is_closing = False

    def why_no_sale(self) -> str:
        """Why nobody can pay now (see screens.Pay), or ""."""
        if not self.is_reader_ready:
            return "no reader"
        is_busy = self.paying is not None or self._is_closing
        return "checking" if is_busy or self.hub.books.till.live() is not None else ""

    def begin(self, owner: Machine, compartment: int, cents: int) -> "sales.Paying":
        """Ask for money; GoodsWanted or SaleFailed will be told to `owner`."""
        self.paying = sales.begin(self.hub, owner, compartment, cents)
        return self.paying

    def give_back(self, number: int) -> None:
        """The goods of this sale were not there after all (decision 3)."""
        sale = self.hub.books.till.sale(number)
        if sale.is_live or sale.are_goods_out:
            self.hub.note(entries.RefundAsked(number))

    def hear(self, event: Record) -> None:
        """Take in what the reader says."""
        if isinstance(event, ev.ReaderReady):
            self.is_reader_ready, self.reader_trace = True, event.trace
        elif isinstance(event, (ev.CardAuthorised, ev.PaymentFound)):
            self.reader_trace = event.trace
        elif isinstance(event, ev.DayClosed):
            self._day_closed(event)
            return
        if self.paying is not None and self._is_ours(event):
            self.hub.tell(self.paying, event)

    def reader_failed(self) -> None:
        """The reader is gone; it says first what became of the sale under way."""
        self.is_reader_ready = self._is_closing = False

    def work(self) -> None:
        """At the end of a turn: go on with what is unresolved, note debts, end the day."""
        paying = self.paying
        if paying is not None and paying.state == sales.ENDED:
            self.paying = paying = None
        live = self.hub.books.till.live()
        if paying is None and live is not None:
            self.paying = sales.resume(self.hub, live)
        self._note_debts()
        if live is None and self.paying is None:
            self._close_day()

    def _is_ours(self, event: Record) -> bool:
        assert self.paying is not None
        return getattr(event, "sale", self.paying.number) == self.paying.number

    def _note_debts(self) -> None:
        for sale in self.hub.books.till.sales:
            if sale.is_debt and not sale.is_debt_noted:
                self.hub.note(entries.Uncollected(sale.compartment, sale.number, sale.cents))

    def _close_day(self) -> None:
        is_due = self.hub.books.till.is_day_open and self._close_at_ms <= self.hub.now_ms
        if is_due and self.is_reader_ready and not self._is_closing and self.hub.is_quiet():
            self._is_closing = True
            self.hub.do(effects.CloseDay())

    def _day_closed(self, event: ev.DayClosed) -> None:
        self._is_closing = False
        self._close_at_ms = self.hub.now_ms + (DAY_AGAIN_MS if event.why else DAY_MS)
        self.hub.note(entries.DayEnded(event.why))

"""One sale: from asking the card reader to the last word on the money.

It outlives the visit that began it: the customer may be gone, or the power may have been,
while the reader still owes us an answer.  It talks both ways with its owner: GoodsWanted
(the money is held: open now) down, GoodsOut or GoodsKept back up.  The idea needed to read
it: what is unknown is asked of the reader and never guessed, and while one sale is
unresolved no other begins (decision 9).  The power-cut table of hardware 2.6 is this table.
"""

from terminal import effects
from terminal import events as ev
from terminal import messages as m
from terminal import sale_entries as entries
from terminal.record import Record
from terminal.rules import Machine
from terminal.till import REFUNDING, Sale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

ASKING, HELD, ISSUED, WITHHELD = "asking", "held", "issued", "withheld"
CHECKING, REVERSING, ENDED = "checking", "reversing", "ended"
# Opening ends this long before the reader's own patience does, or it would reverse a payment
# whose door is just giving way.
MARGIN_MS = 5000


class Paying(Machine):
    """The conversation with the reader about one sale of the books."""

    # ASKING: a person looks for the card, and a bank may take minutes; the reader ends it
    # earlier by itself.  CHECKING and REVERSING ask again for ever: it is money.
    LIMIT_MS = {ASKING: 240000, ISSUED: 30000, WITHHELD: 60000, CHECKING: 15000, REVERSING: 90000}

    def __init__(self, hub: "Terminal", number: int, owner: "Machine | None", state: str) -> None:
        self.number, self.owner = number, owner
        self.is_dropped = False
        self.patience_ms = 2 * MARGIN_MS
        Machine.__init__(self, hub, state)

    def limit_ms(self, state: str) -> "int | None":
        if state == HELD:
            return max(1000, self.patience_ms - MARGIN_MS)
        return self.LIMIT_MS.get(state)

    def resume_in(self, state: str) -> None:
        """Go on from there."""
        self._enter(state)

    @property
    def sale(self) -> Sale:
        """What the books say of it."""
        return self.hub.books.till.sale(self.number)

    def _tell(self, event: Record) -> None:
        if self.owner is not None:
            self.hub.tell(self.owner, event)

    def _void(self, why: str) -> str:
        self.hub.note(entries.SaleVoid(self.number, why))
        self._tell(m.SaleFailed(why))
        return ENDED

    # -- the card -------------------------------------------------------------------------

    def _step(self, event: ev.CardStep) -> str:
        self._tell(m.CardWants(event.step))
        return ASKING

    def _drop(self, event: m.DropAsked) -> str:
        self.is_dropped = True
        self.hub.do(effects.DropCharge(self.number))
        return ASKING

    def _declined(self, event: ev.CardDeclined) -> str:
        return self._void(event.why)

    def _authorised(self, event: ev.CardAuthorised) -> str:
        self.patience_ms = event.patience_ms
        self.hub.note(entries.SaleAuthorised(
            self.number, event.trace, event.receipt, event.reader, event.card_end))  # fmt: skip
        if self.is_dropped:
            return self._withhold("cancelled")
        self._tell(m.GoodsWanted())
        return HELD

    # -- the goods ------------------------------------------------------------------------

    def _issue(self, event: m.GoodsOut) -> str:
        self.hub.note(entries.SaleIssued(self.number))
        self.hub.do(effects.AnswerGoods(self.number, True))
        return ISSUED

    def _kept(self, event: m.GoodsKept) -> str:
        return self._withhold("not opened")

    def _too_slow(self, timed_out: m.TimedOut) -> str:
        self._tell(m.SaleFailed("too slow"))
        return self._withhold("too slow")

    def _withhold(self, why: str) -> str:
        self.hub.note(entries.SaleWithheld(self.number, why))
        self.hub.do(effects.AnswerGoods(self.number, False))
        return WITHHELD

    # -- the last word --------------------------------------------------------------------

    def _settled(self, event: Record) -> str:
        if not self.sale.are_goods_out:
            return self._give_back()  # money taken and no door seen open
        self.hub.note(entries.SaleSettled(self.number))
        return ENDED  # a refund that was asked for meanwhile begins as a new conversation

    def _give_back(self) -> str:
        self.hub.do(effects.ReverseSale(self.number, self.sale.receipt))
        return REVERSING

    def _reversed(self, event: Record) -> str:
        return self._void("reversed")

    def _refused(self, event: ev.ReversalRefused) -> str:
        # Only people can settle that; it must not keep everybody else from paying.
        self.hub.note(entries.SaleUnclear(self.number, event.why))
        return ENDED

    # -- asking the reader ----------------------------------------------------------------

    def _lost(self, event: Record) -> str:
        self.hub.note(entries.SaleUnknown(self.number))
        self._tell(m.SaleFailed("unknown"))
        return self._check(event)

    def _check(self, event: Record) -> str:
        return self.ask_reader()

    def ask_reader(self) -> str:
        """What became of it?  A refund is no question: it is simply asked for again."""
        if self.sale.state == REFUNDING:
            if self.hub.cashier.is_reader_ready:
                self.hub.do(effects.ReverseSale(self.number, self.sale.receipt))
            return REVERSING
        if self.hub.cashier.is_reader_ready:
            self.hub.do(effects.CheckSale(self.number))
        return CHECKING

    def _no_word(self, event: Record) -> str:
        return CHECKING

    def _no_reversal(self, event: ev.SaleLost) -> str:
        # A refund that was lost is asked for again when the reader is back, or after a while.
        return REVERSING if self.sale.state == REFUNDING else self._check(event)

    def _found(self, found: ev.PaymentFound) -> str:
        sale = self.sale
        if not found.trace or found.trace == sale.trace_before:
            return self._void("not charged")
        if found.cents != sale.cents or sale.trace not in (0, found.trace):
            self.hub.note(entries.SaleUnclear(self.number, "the reader remembers another payment"))
            return ENDED
        if not found.is_good:
            return self._void("reversed")
        if not sale.receipt:
            self.hub.note(entries.SaleFound(self.number, found.trace, found.receipt))
        return self._settled(found)

    HEARS = (ev.CardStep, ev.CardAuthorised, ev.CardDeclined, ev.CardSettled, ev.CardReversed,
             ev.SaleLost, ev.PaymentFound, ev.ReversalRefused, ev.ReaderReady, m.DropAsked,
             m.GoodsOut, m.GoodsKept, m.TimedOut)  # fmt: skip
    AFTER_CHECK = (CHECKING, REVERSING, ENDED)
    RULES = {
        # while in    this happens            do this         and go to one of
        (ASKING,    ev.CardStep):         (_step,         (ASKING,)),
        (ASKING,    m.DropAsked):         (_drop,         (ASKING,)),
        (ASKING,    ev.CardAuthorised):   (_authorised,   (HELD, WITHHELD)),
        (ASKING,    ev.CardDeclined):     (_declined,     (ENDED,)),
        (ASKING,    ev.SaleLost):         (_lost,         (CHECKING,)),
        (ASKING,    m.TimedOut):          (_lost,         (CHECKING,)),
        (HELD,      m.GoodsOut):          (_issue,        (ISSUED,)),
        (HELD,      m.GoodsKept):         (_kept,         (WITHHELD,)),
        (HELD,      m.TimedOut):          (_too_slow,     (WITHHELD,)),
        (HELD,      ev.CardReversed):     (_reversed,     (ENDED,)),
        (HELD,      ev.SaleLost):         (_lost,         (CHECKING,)),
        (ISSUED,    ev.CardSettled):      (_settled,      (ENDED, REVERSING)),
        (ISSUED,    ev.CardReversed):     (_reversed,     (ENDED,)),
        (ISSUED,    ev.SaleLost):         (_check,        (CHECKING,)),
        (ISSUED,    m.TimedOut):          (_check,        (CHECKING,)),
        (WITHHELD,  ev.CardReversed):     (_reversed,     (ENDED,)),
        (WITHHELD,  ev.CardSettled):      (_settled,      (ENDED, REVERSING)),
        (WITHHELD,  ev.SaleLost):         (_check,        (CHECKING,)),
        (WITHHELD,  m.TimedOut):          (_check,        (CHECKING,)),
        (CHECKING,  ev.PaymentFound):     (_found,        AFTER_CHECK),
        (CHECKING,  ev.ReaderReady):      (_check,        (CHECKING,)),
        (CHECKING,  ev.SaleLost):         (_no_word,      (CHECKING,)),
        (CHECKING,  m.TimedOut):          (_check,        (CHECKING,)),
        (CHECKING,  ev.CardSettled):      (_settled,      (ENDED, REVERSING)),
        (CHECKING,  ev.CardReversed):     (_reversed,     (ENDED,)),
        (REVERSING, ev.CardReversed):     (_reversed,     (ENDED,)),
        (REVERSING, ev.ReversalRefused):  (_refused,      (ENDED,)),
        (REVERSING, ev.ReaderReady):      (_check,        (CHECKING, REVERSING)),
        (REVERSING, ev.SaleLost):         (_no_reversal,  (CHECKING, REVERSING)),
        (REVERSING, m.TimedOut):          (_check,        (CHECKING, REVERSING)),
    }  # fmt: skip
    IGNORED = (
        ((ENDED,), HEARS, "the money had its last word first"),
        ((HELD, ISSUED, WITHHELD, CHECKING, REVERSING), (m.DropAsked, ev.CardStep),
         "the card has been taken already"),
        ((ISSUED, WITHHELD, CHECKING, REVERSING), (m.GoodsOut, m.GoodsKept),
         "the reader has its answer, or no longer listens; the door's evidence is in the books"),
        ((ASKING,), (m.GoodsOut, m.GoodsKept, ev.CardSettled, ev.CardReversed),
         "nothing was authorised yet"),
        ((HELD,), (ev.CardSettled,), "the reader settles nothing before its answer"),
        ((ASKING, HELD, ISSUED, WITHHELD, REVERSING), (ev.PaymentFound,), "not asked for"),
        ((ASKING, HELD, ISSUED, WITHHELD), (ev.ReaderReady,),
         "the reader says first that the sale is lost"),
        ((HELD, ISSUED, WITHHELD, CHECKING, REVERSING), (ev.CardAuthorised, ev.CardDeclined),
         "said a second time"),
        ((ASKING, HELD, ISSUED, WITHHELD, CHECKING), (ev.ReversalRefused,), "not asked for"),
        ((REVERSING,), (ev.CardSettled,), "said a second time"),
    )  # fmt: skip


def begin(hub: "Terminal", owner: Machine, compartment: int, cents: int) -> Paying:
    """Ask for money before a door opens."""
    number = hub.books.till.sales_ever + 1
    hub.note(entries.SaleAsked(number, compartment, cents, hub.cashier.reader_trace))
    hub.do(effects.Charge(number, cents))
    return Paying(hub, number, owner, ASKING)


def resume(hub: "Terminal", sale: Sale) -> Paying:
    """A sale that a power cut left without a last word, or whose money is to go back."""
    paying = Paying(hub, sale.number, None, CHECKING)
    paying.resume_in(paying.ask_reader())
    return paying

"""The conversation with a ZVT reader: who has the word, for how long, and what comes next.

Messages and the time in, messages and facts out; the line is held by `zvt_reader.py`, what
the commands are is in `zvt_orders.py`, `zvt_sale.py` and `zvt_chores.py`.  The idea needed
to read it: we have the word until we give a command.  The reader takes it (80) or refuses
(84), and then has the word until it says how it ended; each thing that it says is answered
at once, except the good result of a payment, which waits for the terminal.  So there is one
order at a time, and it is asked (not yet taken), running, or over.

What comes when nobody asked is answered as the protocol wants and changes nothing.  A good
payment that we did not ask for, or do not any more, is told that the goods are not out.
"""

from collections.abc import Callable

from drivers import zvt_codec as codec
from drivers.zvt_chores import Chore, Chores
from drivers.zvt_orders import CheckOrder, CloseOrder, LastWord, Order, ReverseOrder, Terms
from drivers.zvt_sale import SaleOrder
from terminal import effects
from terminal.record import Record

T3_MS = 5_000  # to the first answer to a command
T4_MS = 180_000  # of silence while it is at work, unless it names another time itself
DROPPED_MS = 30_000  # after it agreed to stop: it should have ended by then
AGAIN_MS = 5_000  # when it decided nothing
STALE_MS = 10_000  # who waits longer is told that it is not ready


class _Wish:
    """An order that waits for its turn."""

    def __init__(self, order: Order, now_ms: int) -> None:
        self.order = order
        self.given_ms = self.due_ms = now_ms


class Talk:
    """Our side.  `facts` and `says` fill up for the caller to take and clear.

    broken: why the line must be closed, None if it need not.  "" is no failure: we
    only want to begin anew.  Afterwards tell `line_lost`.
    """

    def __init__(self, terms: Terms, slack_ms: int = 0) -> None:
        """slack_ms: how much longer than T3 the line itself may need."""
        self.facts: list[Record] = []
        self.says: list[bytes] = []
        self.broken: str | None = None
        self._terms = terms
        self._t3_ms = T3_MS + slack_ms
        self._slack_ms = slack_ms
        self._chores = Chores(terms, self.facts)
        self._wishes: list[_Wish] = []
        self._order: Order | None = None
        self._given_ms = 0  # when the order under way was wished for
        self._is_running = False  # the reader has taken it
        self._drop_is_wanted = self._drop_is_said = False
        self._t4_ms = T4_MS
        self._deadline_ms = 0

    # -- the line -------------------------------------------------------------------------

    def line_found(self, now_ms: int) -> None:
        """There is a line; nobody knows in what state the reader is."""
        self.broken = None
        self._chores.begin(now_ms)
        self._go_on(now_ms)

    def line_lost(self, why: str, now_ms: int) -> None:
        """The line is gone, or we have closed it; `why` is for a technician."""
        order = self._order
        self.broken = None
        self.says.clear()
        self._chores.line_lost(why, now_ms)
        if order is not None:
            self._be_over(order, now_ms)
            order.lose()
        self._drop_wishes(lambda wish: isinstance(wish.order, SaleOrder))

    def forget(self) -> None:
        """The terminal forgot what it wanted and heard: end what is under way, tell the rest."""
        self._drop_wishes(lambda wish: True)
        self._chores.retell_failure()
        if self._order is not None and self._order.asked_by is not None:
            self.broken = ""
        else:
            self._chores.retell_ready()

    # -- what the terminal wants ----------------------------------------------------------

    def perform(self, effect: Record, now_ms: int) -> None:
        """Take one of the effects of a payment terminal."""
        if isinstance(effect, effects.Charge):
            self._charge(effect, now_ms)
        elif isinstance(effect, effects.AnswerGoods):
            self._answer_goods(effect, now_ms)
        elif isinstance(effect, effects.DropCharge):
            self._drop_charge(effect.sale)
        elif isinstance(effect, effects.CheckSale):
            self._give_up(effect.sale, now_ms)
            self._wish(CheckOrder(self._terms, self.facts, effect), now_ms)
        elif isinstance(effect, effects.ReverseSale):
            self._give_up(effect.sale, now_ms)
            self._wish(ReverseOrder(self._terms, self.facts, effect), now_ms)
        else:
            assert isinstance(effect, effects.CloseDay), effect
            self._wish(CloseOrder(self._terms, self.facts, effect), now_ms)

    def _charge(self, effect: effects.Charge, now_ms: int) -> None:
        orders = [self._order, *(wish.order for wish in self._wishes)]
        order = SaleOrder(self._terms, self.facts, effect)
        if not self._chores.is_ready or any(isinstance(other, SaleOrder) for other in orders):
            order.drop()
        else:
            self._wish(order, now_ms)

    def _answer_goods(self, effect: effects.AnswerGoods, now_ms: int) -> None:
        sale = self._sale(effect.sale)
        if sale is not None:
            self._say_of_order(sale.answer_goods(effect.are_out), now_ms)

    def _drop_charge(self, number: int) -> None:
        sale = self._sale(number)
        if sale is not None:
            self._drop_is_wanted = True
            self._say_drop()
            return
        for wish in self._wishes:
            if isinstance(wish.order, SaleOrder) and wish.order.sale == number:
                self._wishes.remove(wish)
                wish.order.cancel()
                return

    def _give_up(self, number: int, now_ms: int) -> None:
        """Who asks about a sale, or wants its money back, has ceased to wait for its end."""
        self._drop_charge(number)
        sale = self._sale(number)
        if sale is not None:
            self._say_of_order(sale.give_up(), now_ms)

    def _sale(self, number: int) -> SaleOrder | None:
        """The sale under way, if it has this number."""
        order = self._order
        return order if isinstance(order, SaleOrder) and order.sale == number else None

    def _wish(self, order: Order, now_ms: int) -> None:
        known = [self._order, *(wish.order for wish in self._wishes)]
        if not any(other is not None and other.asked_by == order.asked_by for other in known):
            self._wishes.append(_Wish(order, now_ms))
            self._go_on(now_ms)

    # -- what the reader says -------------------------------------------------------------

    def hear(self, apdu: bytes, now_ms: int) -> None:
        """Take one whole message."""
        said = codec.read(apdu)
        order = self._order
        if isinstance(said, codec.Acked | codec.Refused):
            if order is not None:
                self._hear_answer(order, said, now_ms)
        elif order is None or not self._is_running:
            self._answer_stranger(said)
        elif isinstance(said, codec.Result):
            answer = order.hear_result(said, now_ms)
            self._arm(now_ms)
            self._say_of_order(answer, now_ms)
        elif isinstance(said, codec.Ended | codec.Aborted):
            self.says.append(codec.ACK)
            self._end(order, said, now_ms)
        else:
            self._answer_stranger(said)
            self._hear_step(order, said, now_ms)

    def _hear_answer(self, order: Order, said: Record, now_ms: int) -> None:
        if self._is_running:  # to our wish to stop; a refusal means that it goes on
            if isinstance(said, codec.Acked) and self._drop_is_said:
                self._deadline_ms = min(self._deadline_ms, now_ms + DROPPED_MS)
        elif isinstance(said, codec.Refused):
            self._end(order, said, now_ms)
        else:
            self._is_running = True
            self._arm(now_ms)
            self._say_drop()

    def _hear_step(self, order: Order, said: Record, now_ms: int) -> None:
        if isinstance(said, codec.Step):
            self._t4_ms = 60_000 * said.minutes or T4_MS
            order.hear_step(said, now_ms)
        self._arm(now_ms)

    def _answer_stranger(self, said: Record) -> None:
        """What the protocol owes to something that is not, or need not be, looked at."""
        if isinstance(said, codec.Result) and not said.original and not said.code:
            self.says.append(codec.NOT_ISSUED)
        elif isinstance(said, codec.Unknown):
            self.says.append(codec.NOT_POSSIBLE)
        else:
            self.says.append(codec.ACK)

    # -- time -----------------------------------------------------------------------------

    def tick(self, now_ms: int) -> None:
        """See what is due."""
        order = self._order
        if order is not None:
            self._say_of_order(order.tick(now_ms), now_ms)
            if now_ms >= self._deadline_ms and self.broken is None:
                self.broken = "the card reader does not answer: check its power and its cable"
        if not isinstance(self._order, SaleOrder):
            old_ms = now_ms - STALE_MS
            self._drop_wishes(lambda wish: wish.given_ms <= old_ms)
        self._go_on(now_ms)

    def wake_at_ms(self) -> int | None:
        """When to `tick`; None: when something is said."""
        wakes: list[int | None] = []
        if not isinstance(self._order, SaleOrder):
            wakes += [wish.given_ms + STALE_MS for wish in self._wishes]
        if self._order is not None:
            wakes += [self._deadline_ms, self._order.wake_at_ms()]
        else:
            wakes.append(self._chores.wake_at_ms())
            wakes += [wish.due_ms for wish in self._wishes if self._may_begin(wish)]
        return min((wake for wake in wakes if wake is not None), default=None)

    # -- one order after the other --------------------------------------------------------

    def _go_on(self, now_ms: int) -> None:
        if self._order is not None or self.broken is not None:
            return
        chore = self._chores.next_order(now_ms)
        if chore is not None:
            self._begin(chore, now_ms, now_ms)
            return
        for wish in self._wishes:
            if self._may_begin(wish) and now_ms >= wish.due_ms:
                self._wishes.remove(wish)
                self._begin(wish.order, wish.given_ms, now_ms)
                return

    def _may_begin(self, wish: _Wish) -> bool:
        chores = self._chores
        return chores.is_ready if isinstance(wish.order, SaleOrder) else chores.is_registered

    def _begin(self, order: Order, given_ms: int, now_ms: int) -> None:
        self._order, self._given_ms = order, given_ms
        self._is_running = self._drop_is_wanted = self._drop_is_said = False
        self._t4_ms = T4_MS
        self._deadline_ms = now_ms + self._t3_ms
        self.says.append(order.apdu)

    def _end(self, order: Order, last: LastWord, now_ms: int) -> None:
        self._be_over(order, now_ms)
        if order.end(last, now_ms):
            self._put_back(order, now_ms)
        elif not isinstance(order, Chore | CheckOrder):
            self._chores.remember(now_ms)
        self._go_on(now_ms)

    def _be_over(self, order: Order, now_ms: int) -> None:
        self._order = None
        if isinstance(order, SaleOrder):
            # What waited for a sale to be over has not waited for the reader.
            for wish in self._wishes:
                wish.given_ms = now_ms

    def _put_back(self, order: Order, now_ms: int) -> None:
        """It was not decided: once more, a little later."""
        if isinstance(order, SaleOrder) and self._drop_is_wanted:
            order.cancel()
            return
        wish = _Wish(order, self._given_ms)
        wish.due_ms = now_ms + AGAIN_MS
        order.result = None
        self._wishes.append(wish)

    def _drop_wishes(self, is_hopeless: Callable[[_Wish], bool]) -> None:
        hopeless = [wish for wish in self._wishes if is_hopeless(wish)]
        self._wishes = [wish for wish in self._wishes if wish not in hopeless]
        for wish in hopeless:
            wish.order.drop()

    # -- saying ---------------------------------------------------------------------------

    def _say_of_order(self, apdu: bytes | None, now_ms: int) -> None:
        if apdu is not None:
            self.says.append(apdu)
            self._arm(now_ms)

    def _say_drop(self) -> None:
        """Ask it to stop, once, while that can still be in time."""
        sale = self._order
        is_time = self._is_running and isinstance(sale, SaleOrder) and not sale.is_authorised
        if self._drop_is_wanted and is_time and not self._drop_is_said:
            self._drop_is_said = True
            self.says.append(codec.ABORT)

    def _arm(self, now_ms: int) -> None:
        """From now on it may be silent for so long."""
        order = self._order
        patience_ms = order.patience_ms if order is not None else None
        if patience_ms is not None:
            patience_ms += self._slack_ms
        self._deadline_ms = now_ms + (patience_ms or self._t4_ms)

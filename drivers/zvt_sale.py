"""One sale on a ZVT reader: the card, the handshake about the goods, the last word.

How messages take turns is in `zvt_talk.py`.  The idea needed to read it: when the bank has
said yes, the reader asks "are the goods out?" by telling the result, and keeps the money
only if it is told so; told anything else, or nothing, it gives the money back by itself.
While we do not know yet, we answer "busy" and it asks again.

How long that may go on.  It waits `goods_s` for an answer, and asks `statuses` times, each 2 s
after a "busy", says the specification; readers in the field ask again at once.  Whether
`goods_s` is for one answer or for all of them it does not say clearly.  So we let it wait
goods_s / statuses for each "busy": whatever the truth is, it will not be impatient before
`goods_s` have passed since the first time, and that is the patience that we promise.

80 (ACK) never answers a good result before the terminal has said that the goods are out.
"""

from drivers import payment
from drivers import zvt_codec as codec
from drivers import zvt_words as words
from drivers.zvt_orders import LastWord, Order, Terms, code_of
from terminal import effects, events
from terminal.record import Record

AGAIN_MS = 15_000  # to the next question after "busy": 2 s by the book, 4 s in the field
NOBODY_CAME_MS = 15_000  # an end so long after "present card" was no stop key


class SaleOrder(Order):
    """A Charge under way.

    is_authorised: the bank has said yes.  Its outcome is told once: CardDeclined before
    that; CardSettled or CardReversed after it; SaleLost at any time.
    """

    def __init__(self, terms: Terms, facts: list[Record], effect: effects.Charge) -> None:
        apdu = codec.authorise(effect.cents, terms.currency, terms.goods_s, terms.statuses)
        super().__init__(apdu, facts, effect)
        self.sale = effect.sale
        self.is_authorised = False
        self._cents = effect.cents
        self._terms = terms
        self._busy_after_ms = 1_000 * terms.goods_s // terms.statuses
        self._asked = 0  # how often the reader has asked for the goods
        self._busy_at_ms: int | None = None
        self._is_asking = False  # it waits for our answer
        self._are_out: bool | None = None  # the terminal's answer
        self._is_kept = False  # and it was said: keep the money
        self._is_wrong = False  # the bank said yes to something that we did not ask for
        self._refusal: int | None = None
        self._is_given_back = False
        self._step = ""
        self._step_ms = 0

    # -- the card -------------------------------------------------------------------------

    def hear_step(self, step: codec.Step, now_ms: int) -> None:
        word = words.step_of(step.code)
        if word != self._step:
            self._step, self._step_ms = word, now_ms
            self._facts.append(events.CardStep(self.sale, word))

    def hear_result(self, result: codec.Result, now_ms: int) -> bytes | None:
        was_asking, self._is_asking = self._is_asking, False
        self._busy_at_ms = self.patience_ms = None
        if result.code is None:
            return self._answer() or codec.NOT_UNDERSTOOD
        if result.code:
            self._refusal = result.code
        elif result.original:
            self._is_given_back = True  # it reports the reversal, not the payment
        else:
            return self._hear_good(result, was_asking, now_ms)
        return codec.ACK

    def _hear_good(self, result: codec.Result, was_asking: bool, now_ms: int) -> bytes | None:
        if not self.is_authorised:
            self._is_wrong = self._is_wrong or result.cents not in (None, self._cents)
            if self._is_wrong:
                return codec.NOT_ISSUED
            self._authorise(result)
        self._asked += 1
        self._is_asking = True
        if self._are_out is not None:
            return self._answer()
        if was_asking:  # it asks again without having heard from us: it is impatient
            return self._say_busy()
        self._busy_at_ms = now_ms + self._busy_after_ms
        return None

    def _authorise(self, result: codec.Result) -> None:
        self.is_authorised = True
        self._facts.append(events.CardAuthorised(
            self.sale, result.trace, result.receipt, result.reader, result.card_end,
            result.card_kind, 1_000 * self._terms.goods_s,
        ))  # fmt: skip

    # -- the goods ------------------------------------------------------------------------

    def answer_goods(self, are_out: bool) -> bytes | None:
        """The terminal knows now; returns what to say, None if the reader does not listen now."""
        if not self.is_authorised or self._are_out is not None:
            return None
        self._are_out = are_out
        return self._answer() if self._is_asking else None

    def give_up(self) -> bytes | None:
        """Nobody waits for it any more: if the bank still says yes, the goods are not out."""
        if self._are_out is not None:
            return None
        self._are_out = False
        return self._answer() if self._is_asking else None

    def _answer(self) -> bytes | None:
        if self._are_out is None:
            return None
        self._is_asking, self._busy_at_ms = False, None
        self._is_kept = self._are_out
        return codec.ACK if self._are_out else codec.NOT_ISSUED

    def tick(self, now_ms: int) -> bytes | None:
        is_due = self._busy_at_ms is not None and now_ms >= self._busy_at_ms
        return self._say_busy() if is_due else None

    def wake_at_ms(self) -> int | None:
        return self._busy_at_ms

    def _say_busy(self) -> bytes | None:
        self._busy_at_ms = None
        if self._asked >= self._terms.statuses:
            return None  # one "busy" more and it would give up at once; silence has a little left
        self._is_asking = False
        self.patience_ms = AGAIN_MS
        return codec.BUSY

    # -- the last word --------------------------------------------------------------------

    def end(self, last: LastWord, now_ms: int) -> bool:
        if not self.is_authorised:
            return self._end_unpaid(last, now_ms)
        is_done = isinstance(last, codec.Ended)
        if self._refusal is not None or self._is_given_back or not (is_done or self._is_kept):
            self._facts.append(events.CardReversed(self.sale))
        elif is_done and self._is_kept:
            self._facts.append(events.CardSettled(self.sale))
        else:
            # Aborted although told to keep the money: its printer, or our answer came too late.
            # Or done although not told so.  It must be asked.
            self.lose()
        return False

    def _end_unpaid(self, last: LastWord, now_ms: int) -> bool:
        if isinstance(last, codec.Refused) and last.code == words.PLEASE_WAIT:
            return True
        if isinstance(last, codec.Ended) and self._refusal is None:
            self.lose()  # done, but it did not say what
            return False
        code = code_of(last) if self._refusal is None else self._refusal
        why = words.why_of(code)
        is_late = now_ms - self._step_ms >= NOBODY_CAME_MS
        if code == words.ABORTED and self._step == "present card" and is_late:
            why = payment.TIMED_OUT
        self._facts.append(events.CardDeclined(self.sale, why))
        return False

    def lose(self) -> None:
        self._facts.append(events.SaleLost(self.sale))

    def drop(self) -> None:
        self._facts.append(events.CardDeclined(self.sale, payment.NOT_READY))

    def cancel(self) -> None:
        """The terminal does not want it any more; the reader knows nothing of it."""
        self._facts.append(events.CardDeclined(self.sale, payment.CANCELLED))

"""A card reader as its holder's bank sees it, and every way in which a sale can go wrong.

It answers the payment effects of the core by its promises (`drivers/payment.py`), and knows the
truth: what was really charged.  The one idea: whatever it does next is a choice, and `Choices`
walks through all of them, so that a test sees every story once.
"""

from terminal import effects as fx
from terminal import events as ev

USUAL = 0  # the first of the ways at every choice is the one where nothing goes wrong


class Choices:
    """Plays stories from beginning to end; each `next_story` differs in at least one choice."""

    def __init__(self, troubles_max):
        self.troubles_max = troubles_max
        self._path = []
        self._at = 0

    def pick(self, ways):
        """One of `ways`; only the first is taken once there was trouble enough."""
        if self._at == len(self._path):
            self._path.append([USUAL, len(ways)])
        chosen, _count = self._path[self._at]
        self._at += 1
        return ways[chosen]

    def next_story(self):
        """Begin another one; False when all were played."""
        del self._path[self._at :]
        while self._path:
            step = self._path[-1]
            step[0] += 1
            if step[0] < step[1] and self._troubles() <= self.troubles_max:
                self._at = 0
                return True
            self._path.pop()
        return False

    def _troubles(self):
        return len([chosen for chosen, _count in self._path if chosen != USUAL])


class Reader:
    """One reader; `charged` are the cents really taken for each sale."""

    def __init__(self, scene, choices):
        self.scene, self.choices = scene, choices
        self.trace = 100  # of a payment of yesterday, made by nobody we know
        self.newest = (100, 100, 349, True)  # of the same amount, to be taken for ours
        self.has_refused = False
        self.charged = {}
        self.held = 0  # the sale whose money is held
        self.is_there = False
        self.is_healed = False
        self.goods_answered = []

    def pick(self, ways):
        return ways[USUAL] if self.is_healed else self.choices.pick(ways)

    def plug_in(self):
        """It is there, registers and tells what it remembers."""
        self.is_there = True
        self.scene.tell(ev.ReaderReady(self.newest[0]))

    def pull_out(self):
        """The line to it is gone: what is held goes back, for want of an answer."""
        self.is_there = False
        self.give_back_held()

    def give_back_held(self):
        if self.held:
            self._store(self.held, False)
            self.held = 0

    def perform(self, effect):
        """Carry out one order; what comes of it is told at once."""
        assert self.is_there, effect
        ACTS[type(effect)](self, effect)

    def _lost(self, sale):
        self.scene.tell(ev.SaleLost(sale))
        self.scene.tell(ev.PartFailed("card reader", "it broke off"))
        self.scene.tell(ev.PartMended("card reader"))
        self.scene.tell(ev.ReaderReady(self.newest[0]))

    def _store(self, sale, is_good):
        cents = self.scene.terminal.books.till.sale(sale).cents
        self.newest = (self.trace, self.trace, cents, is_good)
        self.charged[sale] = cents if is_good else 0

    def _charge(self, effect):
        assert not self.held, "two charges at once"
        way = self.pick(("approved", "declined", "lost", "lost after the bank", "silent"))
        if way == "declined":
            self.scene.tell(ev.CardDeclined(effect.sale, "declined"))
        elif way == "lost":
            self._lost(effect.sale)
        elif way == "lost after the bank":
            self.trace += 1
            self._store(effect.sale, False)
            self._lost(effect.sale)
        elif way == "approved":
            self._approve(effect.sale)

    def _approve(self, sale):
        self.trace += 1
        self.held = sale
        self.charged[sale] = 0
        said = (sale, self.trace, self.trace, "T1", "4711", "VISA", 30000)
        self.scene.tell(ev.CardAuthorised(*said))

    def _answer(self, effect):
        self.goods_answered.append((effect.sale, effect.are_out))
        if self.held != effect.sale:
            return  # it gave the money back already, and says so by itself
        usual = ("kept", "given back") if effect.are_out else ("given back", "kept")
        way = self.pick(usual + ("lost and given back", "lost and kept", "silent"))
        self.held = 0
        self._store(effect.sale, "kept" in way or (way == "silent" and effect.are_out))
        if way.startswith("lost"):
            self._lost(effect.sale)
        elif way == "kept":
            self.scene.tell(ev.CardSettled(effect.sale))
        elif way == "given back":
            self.scene.tell(ev.CardReversed(effect.sale))

    def impatient(self):
        """Nobody said whether the goods are out: it gives the money back by itself."""
        sale = self.held
        self.give_back_held()
        if sale:
            self.scene.tell(ev.CardReversed(sale))

    def _drop(self, effect):
        pass  # it goes on; some cannot stop

    def _check(self, effect):
        way = self.pick(("told", "lost", "silent"))
        if way == "told":
            self.scene.tell(ev.PaymentFound(effect.sale, *self.newest))
        elif way == "lost":
            self._lost(effect.sale)

    def _reverse(self, effect):
        assert effect.receipt == self.newest[1] != 100, "the receipt of another payment"
        way = self.pick(("done", "lost", "lost and done", "refused", "silent"))
        if "done" in way:
            self._store(effect.sale, False)
        if way == "done":
            self.scene.tell(ev.CardReversed(effect.sale))
        elif way == "refused":
            self.has_refused = True
            self.scene.tell(ev.ReversalRefused(effect.sale, "too late for that"))
        elif way.startswith("lost"):
            self._lost(effect.sale)

    def _close_day(self, effect):
        self.scene.tell(ev.DayClosed(""))


ACTS = {
    fx.Charge: Reader._charge, fx.AnswerGoods: Reader._answer, fx.DropCharge: Reader._drop,
    fx.CheckSale: Reader._check, fx.ReverseSale: Reader._reverse, fx.CloseDay: Reader._close_day,
}  # fmt: skip

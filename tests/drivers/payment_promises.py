"""What every card reader's driver promises (drivers/payment.py), checked over what was told."""

from drivers import payment
from terminal import effects, events
from terminal.record import Record

OUTCOMES = (events.CardDeclined, events.CardSettled, events.CardReversed, events.SaleLost)


class Promises:
    """Give it every effect and every fact in their order; `settle` when all must be over."""

    def __init__(self) -> None:
        self.open: dict[int, bool] = {}  # charges without an outcome -> authorised?
        self.ever: set[int] = set()
        self.owed: dict[int, list[type[Record]]] = {}  # sale -> CheckSale and ReverseSale
        self.is_closing = False
        self.is_failed = False

    def may_want(self, effect: Record) -> bool:
        """Nobody asks two things of one sale at once: a SaleLost would not say of which it is."""
        if not isinstance(effect, effects.CheckSale | effects.ReverseSale):
            return True
        return not [kind for kind in self.owed.get(effect.sale, []) if kind is not type(effect)]

    def wanted(self, effect: Record) -> None:
        if isinstance(effect, effects.Charge):
            assert effect.sale not in self.ever
            self.ever.add(effect.sale)
            self.open[effect.sale] = False
        elif isinstance(effect, effects.CheckSale | effects.ReverseSale):
            owed = self.owed.setdefault(effect.sale, [])
            if type(effect) not in owed:
                owed.append(type(effect))
        elif isinstance(effect, effects.CloseDay):
            self.is_closing = True

    def told(self, fact: Record) -> None:
        if isinstance(fact, events.CardStep):
            assert fact.step in payment.STEPS
            assert fact.sale in self.open
        elif isinstance(fact, events.CardAuthorised):
            assert self.open[fact.sale] is False
            self.open[fact.sale] = True
        elif isinstance(fact, (*OUTCOMES, events.PaymentFound, events.ReversalRefused)):
            self._outcome(fact)
        elif isinstance(fact, events.DayClosed):
            assert self.is_closing
            self.is_closing = False
        elif isinstance(fact, events.PartFailed):
            assert fact.part == "card reader"
            assert fact.why
            self.is_failed = True
        elif isinstance(fact, events.PartMended):
            assert self.is_failed, "it had not failed"
            self.is_failed = False
        else:
            assert isinstance(fact, events.ReaderReady), fact
            assert not self.is_failed, "ready, and a failure that was not taken back"

    def settle(self) -> None:
        assert not self.open, f"no outcome: {self.open}"
        assert not any(self.owed.values()), f"no outcome: {self.owed}"
        assert not self.is_closing

    def _outcome(self, fact: Record) -> None:
        sale = fact.sale  # type: ignore[attr-defined]
        if sale in self.open:
            # Whatever else was asked about it has to wait until it is over.
            is_authorised = self.open.pop(sale)
            assert isinstance(fact, OUTCOMES)
            if isinstance(fact, events.CardDeclined):
                assert not is_authorised
                assert fact.why in payment.WHYS
            elif not isinstance(fact, events.SaleLost):
                assert is_authorised
            return
        owed = self.owed[sale]
        if isinstance(fact, events.PaymentFound):
            owed.remove(effects.CheckSale)
        elif isinstance(fact, events.SaleLost):
            owed.pop(0)
        else:
            assert isinstance(fact, events.CardReversed | events.ReversalRefused)
            owed.remove(effects.ReverseSale)

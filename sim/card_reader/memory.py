"""What a card reader remembers when its power fails.

Real ones write it to flash before they act, and so does this one: nothing else of the
reader survives a cut.  Each method is one write, whole or not at all.  The one idea: a
payment is `open` from before the bank is asked until the register has said that the
goods are out.  Whatever is still open after a cut is given back.
"""

from dataclasses import dataclass, replace

from sim.card_reader.cards import Card

TRACE_MAX, RECEIPT_MAX = 999_999, 9_999


@dataclass(frozen=True)
class Payment:
    """One payment, or the reversal of one (`original_trace` is not 0)."""

    trace: int
    receipt: int
    cents: int
    card: Card
    at_ms: int
    result: int = 0
    original_trace: int = 0


class Memory:
    """The reader's own journal."""

    def __init__(self, trace: int = 0, receipt: int = 0) -> None:
        """Numbers begin after these two, and go round."""
        self.open: Payment | None = None
        self.owed: list[Payment] = []  # to be given back; the bank has not been told yet
        self.reversing: Payment | None = None  # ordered by the register, bank not heard yet
        self.batch: list[Payment] = []  # stored for good since the last end of day
        self.history: list[Payment] = []  # everything that got a number, oldest first
        self.given_back: set[int] = set()  # traces reversed by order of the register
        self._trace = trace
        self._receipt = receipt

    def number(self, cents: int, card: Card, at_ms: int, original_trace: int = 0) -> Payment:
        """A new payment with its numbers, written nowhere yet."""
        return Payment(self._trace % TRACE_MAX + 1, self._receipt % RECEIPT_MAX + 1, cents, card,
                       at_ms, original_trace=original_trace)

    def begin(self, payment: Payment) -> None:
        """The bank is about to be asked."""
        assert self.open is None and not self.owed and self.reversing is None
        self._use(payment)
        self.open = payment

    def fail(self, payment: Payment, result: int) -> None:
        """The bank refused."""
        self.open = None
        self.history.append(replace(payment, result=result))

    def store(self, payment: Payment) -> None:
        """For good: the goods are out."""
        self.open = None
        self.batch.append(payment)
        self.history.append(payment)

    def owe(self, payment: Payment, result: int) -> None:
        """It will be given back, however often the power fails before that."""
        self.open = None
        self.owed.append(payment)
        self.history.append(replace(payment, result=result))

    def settle(self) -> None:
        """The bank has heard of the oldest debt."""
        del self.owed[0]

    def begin_reversal(self, reversal: Payment) -> None:
        """The register ordered it; the bank is about to be asked."""
        self._use(reversal)
        self.reversing = reversal

    def drop_reversal(self) -> None:
        """The bank was not reached, so nothing was given back."""
        self.reversing = None

    def give_back(self, reversal: Payment) -> None:
        """The bank has done it; the reversal is a line of its own in the batch."""
        self.reversing = None
        self.given_back.add(reversal.original_trace)
        self.batch.append(reversal)
        self.history.append(reversal)

    def close_day(self) -> None:
        """Hand the batch over: nothing in it can be reversed from here any more."""
        self.batch = []

    def in_batch(self, receipt: int) -> Payment | None:
        """The newest line with that receipt number that could be reversed."""
        found = [payment for payment in self.batch if payment.receipt == receipt]
        return found[-1] if found else None

    def total_cents(self) -> int:
        """What the batch comes to."""
        return sum(-line.cents if line.original_trace else line.cents for line in self.batch)

    def _use(self, payment: Payment) -> None:
        self._trace, self._receipt = payment.trace, payment.receipt

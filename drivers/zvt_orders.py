"""What we tell a ZVT reader to do, one class a command, and what its last word means.

Whose turn it is, and how long to wait, is in `zvt_talk.py`; the sale itself is in
`zvt_sale.py`, and what makes a reader ready in `zvt_chores.py`.  The idea needed to read it:
an order hears what the reader says of it, and when it is over it adds the one fact that it
owes.  A last word that decides nothing ("busy", "no connection") is no fact: `end` returns
True and the order is given again a little later.
"""

from typing import NamedTuple

from drivers import zvt_codec as codec
from drivers import zvt_words as words
from terminal import effects, events
from terminal.record import Record

# How a reader says that it remembers no payment, which the specification leaves open.
ABORTS, REFUSES, COMPLETES = "abort", "refuse", "complete"


class Terms(NamedTuple):
    """How the reader is to be used.

    password: six digits.  currency: its ISO 4217 number.  goods_s: how long the reader waits for
    what became of the goods, 1 to 255.  statuses: how often it asks for it, 1 to 255.
    nothing_stored: how it says that it remembers no payment: it aborts (06 1E 83), refuses the
    command (84 83) or completes it without a word (06 0F).  Only the first cannot also mean
    that it does not know the command, and would never tell of a payment; so prove it.
    """

    password: str = "000000"
    currency: int = 978
    goods_s: int = 30
    statuses: int = 10
    nothing_stored: str = ABORTS

    @property
    def key(self) -> bytes:
        """The password as it goes over the line.  ValueError if it is not six digits."""
        if len(self.password) != 6 or not (self.password.isascii() and self.password.isdigit()):
            raise ValueError("the password of a card reader is six digits")
        return bytes.fromhex(self.password)


LastWord = codec.Ended | codec.Aborted | codec.Refused


def code_of(last: LastWord) -> int | None:
    """The result code of a last word; 0 of a good one."""
    return 0 if isinstance(last, codec.Ended) else last.code


class Order:
    """One command, from the wish to the last word; `facts` is where its outcome goes.

    asked_by: the effect that wants it, None for a chore of our own.  patience_ms: how long
    the reader may be silent now, if that differs from what the protocol says.
    """

    patience_ms: int | None = None
    result: codec.Result | None = None

    def __init__(self, apdu: bytes, facts: list[Record], asked_by: Record | None = None) -> None:
        self.apdu = apdu
        self.asked_by = asked_by
        self._facts = facts

    def hear_step(self, step: codec.Step, now_ms: int) -> None:
        """The reader says what it does."""

    def hear_result(self, result: codec.Result, now_ms: int) -> bytes | None:
        """The reader says how it went; returns what to say to that, None: nothing yet."""
        self.result = result
        return codec.ACK

    def tick(self, now_ms: int) -> bytes | None:
        """What to say because time has passed."""
        return None

    def wake_at_ms(self) -> int | None:
        """When to `tick`."""
        return None

    def end(self, last: LastWord, now_ms: int) -> bool:
        """It is over; True: nothing is decided, ask again later."""
        raise NotImplementedError

    def lose(self) -> None:
        """The line is gone while the reader is at it."""

    def drop(self) -> None:
        """It has waited so long that nobody expects it any more; the reader knows nothing of it."""
        self.lose()


class CheckOrder(Order):
    """Asks for the newest payment."""

    def __init__(self, terms: Terms, facts: list[Record], effect: effects.CheckSale) -> None:
        super().__init__(codec.repeat_receipt(terms.key), facts, effect)
        self._nothing = terms.nothing_stored
        self._sale = effect.sale

    def end(self, last: LastWord, now_ms: int) -> bool:
        found = self.result
        if is_nothing_stored(last, found, self._nothing):
            self._facts.append(events.PaymentFound(self._sale, 0, 0, 0, False))
        elif isinstance(last, codec.Ended) and found is not None and number_of(found):
            is_good = found.code == 0 and not found.original
            self._facts.append(events.PaymentFound(
                self._sale, number_of(found), found.receipt, found.cents or 0, is_good
            ))  # fmt: skip
        else:
            return True
        return False

    def lose(self) -> None:
        self._facts.append(events.SaleLost(self._sale))


class ReverseOrder(Order):
    """Gives the money of a receipt back."""

    def __init__(self, terms: Terms, facts: list[Record], effect: effects.ReverseSale) -> None:
        super().__init__(codec.reverse(terms.key, effect.receipt), facts, effect)
        self._sale = effect.sale

    def end(self, last: LastWord, now_ms: int) -> bool:
        said = self.result.code if self.result is not None else None
        code = said or code_of(last)
        is_done = isinstance(last, codec.Ended)
        if code == words.ALREADY_REVERSED or (said == 0 and is_done):
            self._facts.append(events.CardReversed(self._sale))
        elif said == 0 or (said is None and is_done):
            self.lose()  # it says both, or nothing: it must be asked
        elif code in words.PASSING:
            return True
        else:
            why = f"the card reader will not give the money back ({words.name_of(code)})"
            self._facts.append(events.ReversalRefused(self._sale, why))
        return False

    def lose(self) -> None:
        self._facts.append(events.SaleLost(self._sale))


class CloseOrder(Order):
    """Hands the day's payments to the bank."""

    def __init__(self, terms: Terms, facts: list[Record], effect: effects.CloseDay) -> None:
        super().__init__(codec.end_day(terms.key), facts, effect)

    def end(self, last: LastWord, now_ms: int) -> bool:
        said = self.result.code if self.result is not None else 0
        code = said or code_of(last)
        if code == words.PLEASE_WAIT:
            return True
        refusal = f"the card reader did not close its day ({words.name_of(code)})"
        self._facts.append(events.DayClosed(refusal if code != 0 else ""))
        return False

    def lose(self) -> None:
        self._facts.append(events.DayClosed("the card reader was lost before its day was closed"))

    def drop(self) -> None:
        self._facts.append(events.DayClosed("the card reader is not ready to close its day"))


def is_nothing_stored(last: LastWord, result: codec.Result | None, how: str) -> bool:
    """Does it say that it remembers no payment, in the way that is its own?"""
    if result is not None:
        return result.code == words.NOT_POSSIBLE and not number_of(result)
    if how == COMPLETES:
        return isinstance(last, codec.Ended)
    kind = codec.Refused if how == REFUSES else codec.Aborted
    return isinstance(last, kind) and code_of(last) == words.NOT_POSSIBLE


def number_of(found: codec.Result) -> int:
    """What numbers a payment that the reader remembers: its own trace number.

    If the newest thing that it remembers is a reversal, then that of what was given back.
    """
    return 0 if found.code is None else found.original or found.trace

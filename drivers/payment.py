"""What the terminal asks of a card reader, whatever it speaks: ZVT today, MDB or Nexo later.

A driver of a reader derives from `PaymentTerminal` and keeps the promises below; how it
does so is its own business.  The idea needed to read it: money is held before the goods and
taken after them.  A reader that cannot hold money until it is told about the goods must be
driven so that it looks as if it could: take, and give back at once when the door stays shut.

The promises
* There is one Charge at a time; each ends in exactly one of CardDeclined, CardSettled,
  CardReversed and SaleLost.  After CardAuthorised only the last three are possible.
* Before AnswerGoods(are_out=True) nothing is said to the reader that lets it keep money.
* What is unknown is told as SaleLost, never guessed; CheckSale asks the reader itself.
* An order that finds the reader not ready has its outcome all the same, within 10 s.
* Of a card number only the last four digits leave the driver.
* Nothing here waits, and nothing that the reader or the line does raises an exception.
"""

from terminal import effects
from terminal.part import Part

# What the reader wants of the person now, or does (CardStep).
STEPS = (
    "present card",  # hold it to the reader, insert or swipe it
    "watch reader",  # it asks something on its own display: the PIN, an amount, a language
    "wait",
    "wait for bank",
    "remove card",
    "card refused",
    "card unreadable",
    "wrong PIN",
    "approved",
    "giving back",
)

# Why no money was taken (CardDeclined).
DECLINED, CANCELLED, TIMED_OUT = "declined", "cancelled", "timed out"
UNREADABLE, NOT_READY = "card unreadable", "not ready"
WHYS = (DECLINED, CANCELLED, TIMED_OUT, UNREADABLE, NOT_READY)


class PaymentTerminal(Part):
    """The base of every card reader's driver."""

    name = "card reader"
    performs = (
        effects.Charge, effects.AnswerGoods, effects.DropCharge, effects.CheckSale,
        effects.ReverseSale, effects.CloseDay,
    )  # fmt: skip

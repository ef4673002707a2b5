"""Every fact that the terminal can be told from outside.

A fact has happened: nothing here asks for anything.  What the machines inside the
core tell one another is in `messages.py`; orders to the world are in `effects.py`.
Compartments carry the number painted on their door, from 1.
"""

from terminal.record import Record


class Booted(Record):
    """The terminal has been rebuilt from the journal; always the first event of a life."""


class TimePassed(Record):
    """The moment that `wake_at_ms()` named has come."""


class ClockRead(Record):
    """What the wall clock says and whether its source vouches for it (time seam)."""

    fields = ("wall_s", "is_vouched")
    wall_s: int
    is_vouched: bool


class Pressed(Record):
    """Somebody pressed `key` on the picture numbered `picture` (see effects.Show).

    Keys: "0" to "9", "erase", "cancel", and the choices that the screens name.
    """

    fields = ("key", "picture")
    private = ("key",)
    key: str
    picture: int


class KeyPressed(Record):
    """Somebody pressed `key` of a keypad beside the glass: "0" to "9", "erase", "enter", "cancel".

    The keypad does not know which picture it answers; the core does.
    """

    fields = ("key",)
    private = ("key",)
    key: str


class Scanned(Record):
    """The barcode scanner read a text (any text: a shipment number, a badge, rubbish)."""

    fields = ("text",)
    private = ("text",)
    text: str


class DoorSeen(Record):
    """The first reading of a door after silence: a state, not a change."""

    fields = ("compartment", "is_open")
    compartment: int
    is_open: bool


class DoorOpened(Record):
    """The sensor of a door changed from shut to open."""

    fields = ("compartment",)
    compartment: int


class DoorClosed(Record):
    """The sensor of a door changed from open to shut."""

    fields = ("compartment",)
    compartment: int


class DoorSilent(Record):
    """The door can no longer be read: its board or line does not answer."""

    fields = ("compartment",)
    compartment: int


class UnlockDone(Record):
    """The board confirmed the pulse of this opening; the door has yet to move."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class UnlockNotSent(Record):
    """No byte of the order left us: it may be ordered again."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class UnlockRefused(Record):
    """The board, or the guard of its coil, will not pulse this lock now."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class UnlockUnknown(Record):
    """The order left us and nothing came back: the door may open or not."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class PartFailed(Record):
    """A part (scanner, lock line, screen ...) stopped working; `why` is for a technician."""

    fields = ("part", "why")
    part: str
    why: str


class PartMended(Record):
    """A part that had failed works again."""

    fields = ("part",)
    part: str


class DiskRoom(Record):
    """How full the disk of the journal is; at 80 deposits stop (decision 19)."""

    fields = ("used_percent",)
    used_percent: int


class LinkChanged(Record):
    """The connection to the server came up or went down (outages are evidence: 002-12.16)."""

    fields = ("is_up",)
    is_up: bool


class AckDisputed(Record):
    """The server acknowledged a chain head that is not ours: an alarm, never a purge."""

    fields = ("seq",)
    seq: int


class OrderArrived(Record):
    """The server's order number `number`; `order` is a record of `orders.py`."""

    fields = ("number", "order")
    number: int
    order: Record


class Answered(Record):
    """The server's answer to `question`: order `last_order` settles it, 0 means "unknown to me".

    `last_order` -1: the server could not be asked.
    """

    fields = ("question", "last_order")
    question: int
    last_order: int


class IdentityShown(Record):
    """What the person is to see for `question` now, in place of what was shown before.

    `qr_text` ("" for none) is for the app to read, `code` (4 digits, or "") to be compared with the
    app.  `made_ms` after the server began it; both "": the server still waits for the answer.
    """

    fields = ("question", "made_ms", "qr_text", "code")
    private = ("qr_text", "code")
    question: int
    made_ms: int
    qr_text: str
    code: str


class IdentityGranted(Record):
    """The recipient stands here: `compartment` may be opened once, within `valid_s` at most."""

    fields = ("question", "compartment", "valid_s")
    question: int
    compartment: int
    valid_s: int


class IdentityEnded(Record):
    """Nobody was identified; `outcome` as in identify_screens.NotShown."""

    fields = ("question", "outcome")
    question: int
    outcome: str


class ReaderReady(Record):
    """The card reader can sell; `trace` numbers the newest payment that it remembers, 0 if none.

    That it cannot is PartFailed("card reader", why).
    """

    fields = ("trace",)
    trace: int


class CardStep(Record):
    """What the reader wants of the person now: one of `drivers.payment.STEPS` in words."""

    fields = ("sale", "step")
    sale: int
    step: str


class CardAuthorised(Record):
    """The bank said yes; the money is held until AnswerGoods, at most for `patience_ms`.

    `card_end` are the last four digits; nothing else of a card number ever gets here.
    """

    fields = ("sale", "trace", "receipt", "reader", "card_end", "card_kind", "patience_ms")
    sale: int
    trace: int
    receipt: int
    reader: str
    card_end: str
    card_kind: str
    patience_ms: int


class CardDeclined(Record):
    """No money was taken: "declined", "cancelled", "timed out", "card unreadable", "not ready"."""

    fields = ("sale", "why")
    sale: int
    why: str


class CardSettled(Record):
    """The reader has stored this payment for good."""

    fields = ("sale",)
    sale: int


class CardReversed(Record):
    """The money of this sale was given back, or was never taken after all."""

    fields = ("sale",)
    sale: int


class SaleLost(Record):
    """The reader broke off in the middle: whether money was taken is unknown until CheckSale."""

    fields = ("sale",)
    sale: int


class PaymentFound(Record):
    """The newest payment that the reader remembers, asked for with CheckSale.

    All 0 if it remembers none; `is_good`: it was charged and not given back.
    """

    fields = ("sale", "trace", "receipt", "cents", "is_good")
    sale: int
    trace: int
    receipt: int
    cents: int
    is_good: bool


class ReversalRefused(Record):
    """The reader would not give the money of this sale back; `why` for support."""

    fields = ("sale", "why")
    sale: int
    why: str


class DayClosed(Record):
    """The reader's end of day is done, or why not ("" if done)."""

    fields = ("why",)
    why: str


class BundleExported(Record):
    """The copy of the log asked for with ExportBundle was written, or `why` not ("" if it was)."""

    fields = ("why",)
    why: str


class JournalFailed(Record):
    """The journal could not be written: nothing of the last turn happened."""

    fields = ("why",)
    why: str

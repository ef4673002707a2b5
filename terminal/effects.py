"""Every order that the terminal can give to the world.

The loop performs the effects of a turn in their order, and only after all `Journal`
effects of that turn are committed.  Each class but `Journal` has exactly one
performer among the parts; the outcome of an order comes back as an event.
"""

from terminal.record import Record


class Journal(Record):
    """Keep this entry; `up_ms` is powered-on time over all boots, `wall_s` 0 if unknown."""

    fields = ("entry", "up_ms", "wall_s")
    entry: Record
    up_ms: int
    wall_s: int


class Unlock(Record):
    """Pulse one lock once.  `opening` comes back in the answer; it is never sent twice."""

    fields = ("compartment", "opening")
    compartment: int
    opening: int


class Show(Record):
    """Put a screen (a record of `screens.py`) on the glass.

    `picture` grows whenever a press meant for the picture before must not count for
    this one; a press names the picture that it answers.
    """

    fields = ("picture", "screen")
    picture: int
    screen: Record


class Sound(Record):
    """Play "accepted", "refused", "reminder" or "alarm"."""

    fields = ("tune",)
    tune: str


class AskServer(Record):
    """Ask the server about the tag of a code that we do not know (decision 2)."""

    fields = ("question", "tag")
    private = ("tag",)
    question: int
    tag: str


class AskIdentity(Record):
    """Ask the server to find out whether the recipient of `shipments` stands here (decision 14).

    way: "smart-id" or "eparaksts".  IdentityShown may come several times; IdentityGranted or
    IdentityEnded is the end of it.
    """

    fields = ("question", "compartment", "shipments", "way")
    question: int
    compartment: int
    shipments: "tuple[str, ...]"
    way: str


class CancelIdentity(Record):
    """Nobody waits for the answer to this AskIdentity any more; nothing comes back."""

    fields = ("question",)
    question: int


class Charge(Record):
    """Ask the card reader for `cents`, to be held until AnswerGoods.

    The outcome is CardAuthorised, CardDeclined or SaleLost; CardStep may come before.
    """

    fields = ("sale", "cents")
    sale: int
    cents: int


class AnswerGoods(Record):
    """The goods of an authorised sale are out (keep the money) or are not (give it back).

    The outcome is CardSettled, CardReversed or SaleLost.
    """

    fields = ("sale", "are_out")
    sale: int
    are_out: bool


class DropCharge(Record):
    """Stop asking for a card, if the reader still may; the outcome comes as for any Charge."""

    fields = ("sale",)
    sale: int


class CheckSale(Record):
    """Ask for the newest payment that the reader remembers: PaymentFound, or SaleLost."""

    fields = ("sale",)
    sale: int


class ReverseSale(Record):
    """Give the money of this receipt back: CardReversed, ReversalRefused or SaleLost."""

    fields = ("sale", "receipt")
    sale: int
    receipt: int


class CloseDay(Record):
    """Let the reader hand the day's payments to the bank; DayClosed tells how it went."""


class ExportBundle(Record):
    """Write a redacted copy of the log; to: "usb" or "server".  BundleExported tells the outcome.

    `failed` and `versions` ((name, value), ...) are what the core adds to it.
    """

    fields = ("to", "failed", "versions")
    to: str
    failed: "tuple[tuple[str, str], ...]"
    versions: "tuple[tuple[str, str], ...]"


class Report(Record):
    """What the server may know at a glance, given whenever it changed (up/status).

    free: ((size, count), ...); out_of_use: ((compartment, why), ...); failed: ((part, why), ...).
    """

    fields = ("boot", "last_order", "policy", "free", "out_of_use", "failed")
    boot: int
    last_order: int
    policy: int
    free: "tuple[tuple[str, int], ...]"
    out_of_use: "tuple[tuple[int, str], ...]"
    failed: "tuple[tuple[str, str], ...]"

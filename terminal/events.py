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


class JournalFailed(Record):
    """The journal could not be written: nothing of the last turn happened."""

    fields = ("why",)
    why: str

"""What each screen shows, as facts: the core knows neither words nor pixels.

`ui/` turns these into pictures, sound and speech in five languages.  A screen's
docstring names the keys that it takes besides those that every screen takes; a
press answers with that key (events.Pressed).  Times `until_ms` are monotonic.
"""

from terminal import care_screens, help_screens, identify_screens, send_screens
from terminal.record import Record


class Welcome(Record):
    """Nobody is here, or a code is typed.  Keys: digits, "erase", "cancel", "ok", "send", "help".

    remark: "", "wrong" (no such code), "wait" (until `until_ms` no code is tried),
    "voided" (more than six digits: a phone or parcel number?).  `open_doors` stand open
    and nobody answers for them.
    """

    fields = ("typed", "remark", "until_ms", "open_doors")
    private = ("typed",)
    typed: str
    remark: str
    until_ms: int
    open_doors: "tuple[int, ...]"


class AskPhone(Record):
    """The guess budget is used up: the last three digits of the phone too.  Keys as Welcome."""

    fields = ("typed",)
    private = ("typed",)
    typed: str


class Checking(Record):
    """The code is not known here; the server is being asked.  No keys."""


class Told(Record):
    """A code cannot be used: reason, ground, next step.  Keys: "ok", "help"; a digit starts anew.

    why: "expired" (002-8.6.6, 9.1), "collected" (at `at_s`, 0 if unknown), "withdrawn" or
    "recalled" (002-10.3), "redirected" (5.3.2, 8.6.13), "refused" (8.4), "held" (4.3.2, 7.3),
    "replaced" (a newer code was sent, 8.6.3), "taken out" (by the courier), "not mine" (put back,
    8.6.11), "out of reach" (put back, and the code lives on),
    "not found" (an inspection missed it), "said empty" or "unknown parcel" (being looked
    into), "not seen" (the lock does not answer), "no badge" (a badge that is unknown or
    revoked), "badge locked" (too many wrong PINs), "not a code" (a barcode that opens nothing),
    "out of service" (a technician has shut this compartment, and nobody may reach into it).
    To a sender: "not announced", "lapsed" (003-3.3), "no phone" (002-8.2), "deposits stopped" (the
    disk is full), "no room" (002-8.6.13), "not opened", "put in" (it lies here), "sent" (the same,
    or a courier has it).
    """

    fields = ("why", "at_s")
    why: str
    at_s: int


class Pay(Record):
    """Something is owed before the door opens: `dues` ((kind, cents), ...).

    Keys: "pay", "cancel", "refuse" (002-8.4).

    remark: "", or why there was no payment: "declined", "cancelled", "timed out",
    "card unreadable", "not ready", "no reader", "checking" (an earlier payment is not settled),
    "reversed", "not charged", "paid back" (the door did not open), "unknown", "too slow",
    "blind" (its sensor is not believed).
    """

    fields = ("compartment", "dues", "cents", "remark")
    compartment: int
    dues: "tuple[tuple[str, int], ...]"
    cents: int
    remark: str


class Paying(Record):
    """The card reader is at work; `step` as in events.CardStep.  Keys: "cancel"."""

    fields = ("compartment", "cents", "step")
    compartment: int
    cents: int
    step: str


class Opening(Record):
    """The door is about to open.  No keys."""

    fields = ("compartment",)
    compartment: int


class Stuck(Record):
    """The door did not open (or was not seen to).  Keys: "again", "is_open", "cancel".

    why: "jammed", "not sent", "refused", "unknown", "said shut", "paid back" (the money too).
    """

    fields = ("compartment", "why")
    compartment: int
    why: str


class AskOpen(Record):
    """Its sensor cannot be believed: is the door open?  Keys: "yes", "no"."""

    fields = ("compartment",)
    compartment: int


class TakeOut(Record):
    """The door is open: take everything, close it firmly.  Keys: "empty", "problem", "leave".

    "leave" (only where `is_reminded`, in place of "empty"): I am somebody else, the one before
    walked away.  remark: "" or "damaged" (noted, 002-4.2.9).
    """

    fields = ("compartment", "shipments", "is_reminded", "remark")
    compartment: int
    shipments: "tuple[str, ...]"
    is_reminded: bool
    remark: str


class Trouble(Record):
    """What is wrong?  Keys: "choose X" for each of `choices`, "back".

    choices: "empty", "not mine" (002-8.6.11), "damaged" (4.2.9), "refused" (8.4), "out of reach".
    """

    fields = ("compartment", "choices")
    compartment: int
    choices: "tuple[str, ...]"


class PutBack(Record):
    """Put it back and shut the door; why as in Trouble.  Keys: "back" (take it after all)."""

    fields = ("compartment", "why", "is_reminded")
    compartment: int
    why: str
    is_reminded: bool


class Sign(Record):
    """Sign the refusal with the code (002-8.4); `is_wrong`: that was another one.  Keys: digits,
    "erase", "cancel".
    """

    fields = ("typed", "is_wrong")
    private = ("typed",)
    typed: str
    is_wrong: bool


class TakeUnseen(Record):
    """As TakeOut behind a blind sensor: we must be told.  Keys: "done", "empty"."""

    fields = ("compartment", "shipments")
    compartment: int
    shipments: "tuple[str, ...]"


class Taken(Record):
    """Thank you; the door is shut.  Keys: "done", "empty", "again" (where `may_reopen`), digits."""

    fields = ("compartment", "shipments", "may_reopen", "until_ms")
    compartment: int
    shipments: "tuple[str, ...]"
    may_reopen: bool
    until_ms: int


class OutOfService(Record):
    """Nothing can be done here.  No keys.  why: "starting", "journal", "locks"."""

    fields = ("why",)
    why: str


class AskPin(Record):
    """The courier's PIN.  Keys: "0".."9", "erase", "cancel".  remark: "", "wrong", "idle"."""

    fields = ("typed", "remark")
    private = ("typed",)
    typed: str
    remark: str


class Run(Record):
    """The courier's run: scan the next parcel.  Keys: "finish", and "inspect N" per task.

    "by_hand" where a door did not open (`compartment`): I have opened it mechanically.

    remark: "", "stored", "not expected", "already inside", "no room", "deposits stopped",
    "not opened" (take the parcel to another door), "doors open" (the run cannot end),
    "not a parcel", "misread" (scan it again), "not deposited", "reported", "inspected",
    "left inside";
    `shipment` and `compartment` say
    which (or "" and 0).  `free` is ((size, count), ...); `tasks` is ((compartment, why), ...);
    `barred` ((compartment, why), ...) are out of service.
    """

    fields = ("remark", "shipment", "compartment", "free", "tasks", "open_doors", "barred")
    remark: str
    shipment: str
    compartment: int
    free: "tuple[tuple[str, int], ...]"
    tasks: "tuple[tuple[int, str], ...]"
    open_doors: "tuple[int, ...]"
    barred: "tuple[tuple[int, str], ...]"


class ChooseSize(Record):
    """The size of this parcel is not known.  Keys: "size XS" .. for each of `sizes`, "cancel"."""

    fields = ("shipment", "sizes")
    shipment: str
    sizes: "tuple[str, ...]"


class PutIn(Record):
    """Put the parcel in and close.  Keys: "does_not_fit", "not_empty", "report_open".

    "report_open" (only where `is_reminded`): the door will not close.  `must_look`: it is empty
    only on a customer's word.  remark: "", "close first" (a parcel was scanned too early),
    "take out" (take it out again and close).  `beside` lie in there already, for the same recipient
    (002-8.6.7); "not_empty" then says that something else does.
    """

    fields = ("compartment", "shipment", "must_look", "is_reminded", "remark", "beside")
    compartment: int
    shipment: str
    must_look: bool
    is_reminded: bool
    remark: str
    beside: "tuple[str, ...]"


class IsItOut(Record):
    """The door closed after "does not fit": is the parcel out?  Keys: "yes", "no"."""

    fields = ("compartment", "shipment")
    compartment: int
    shipment: str


class Look(Record):
    """An inspection: the door is open; look, take out what must go, close.

    must_take_out: the parcels named must be taken out (rooms.TAKEN_OUT), and those `beside` them
    stay; else they are only looked at.  Where nothing stays, shutting the door says that it was
    done.  Keys, only there: "not_there", "stays" (it was not taken out), "something_else"; remark:
    "" or the one that was pressed (once more takes it back).
    """

    fields = ("compartment", "shipments", "why", "must_take_out", "beside", "is_reminded", "remark")
    compartment: int
    shipments: "tuple[str, ...]"
    why: str
    must_take_out: bool
    beside: "tuple[str, ...]"
    is_reminded: bool
    remark: str


class Verdict(Record):
    """What lies inside now?  Keys: "empty", "as_listed" (where shipments), "something_else".

    `taken_out`: these must be out by now, and `shipments` are what stays.
    """

    fields = ("compartment", "shipments", "taken_out")
    compartment: int
    shipments: "tuple[str, ...]"
    taken_out: "tuple[str, ...]"


ALL: "tuple[type[Record], ...]" = (
    Welcome, AskPhone, Checking, Told, Pay, Paying, Opening, Stuck, AskOpen, TakeOut, Trouble,
    PutBack, Sign, TakeUnseen, Taken, OutOfService, AskPin, Run, ChooseSize, PutIn, IsItOut,
    Look, Verdict,
) + send_screens.ALL + care_screens.ALL + help_screens.ALL + identify_screens.ALL  # fmt: skip

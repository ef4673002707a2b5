"""The screens of a sender, as facts; the rules of `screens.py` hold here too.

Refusals that end a sender's visit are shown by screens.Told.  The one idea: a screen says which
parcel and which way it goes, and the words for that are the business of `ui/`.
"""

from terminal.record import Record


class SendNumber(Record):
    """Scan the label, or type the digits of the number.  Keys: digits, "erase", "cancel", "ok".

    remark: "", "misread" (scan it again), "two" (several numbers have these digits: scan it).
    """

    fields = ("typed", "remark")
    typed: str
    remark: str


class HandIn(Record):
    """Put your parcel in and close.  Keys: "does_not_fit", "not_empty", "take_back", "report_open".

    way: "send", "return", "storage" (see orders.Announce).  must_write: no label was scanned, so
    the number belongs on the parcel (003-3.6).  "report_open" only where `is_reminded`.
    remark: "", "take out" (take it out again and close), "right label", "other label" (remove old
    ones, 003-6.5), "misread".
    """

    fields = ("compartment", "shipment", "way", "must_write", "is_reminded", "remark")
    compartment: int
    shipment: str
    way: str
    must_write: bool
    is_reminded: bool
    remark: str


class HandedIn(Record):
    """It is in.  Keys: "done", "again" (open the same door, where `may_reopen`), digits.

    remark: "" or "not reopened" (the door did not open again).
    """

    fields = ("compartment", "shipment", "way", "may_reopen", "remark")
    compartment: int
    shipment: str
    way: str
    may_reopen: bool
    remark: str


ALL: "tuple[type[Record], ...]" = (SendNumber, HandIn, HandedIn)

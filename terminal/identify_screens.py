"""What the glass shows while a recipient is identified, as facts; part of `screens.py`.

A QR text or a code is the server's and nobody else's: it stands in no log and no trace.
"""

from terminal.record import Record


class ChooseWay(Record):
    """This parcel is given out after identification (002-5.3.3): in which way?

    Keys: "smart_id", "eparaksts", "cancel".  remark: "" or "lapsed" (the one before was valid for a
    minute only).
    """

    fields = ("compartment", "remark")
    compartment: int
    remark: str


class Identify(Record):
    """Read this with the app, or compare the four digits of `code`.  Keys: "cancel".

    way: "smart-id" or "eparaksts".  `qr_text` and `code` are "" while there is nothing fresh to
    show; then one waits.  Until `until_ms` the answer is waited for.
    """

    fields = ("compartment", "way", "qr_text", "code", "until_ms")
    private = ("qr_text", "code")
    compartment: int
    way: str
    qr_text: str
    code: str
    until_ms: int


class NotShown(Record):
    """It was not shown who this is, and the door stays shut.  Keys: "again" (if `may_retry`),
    "cancel".

    why: "refused" (by the person), "timed out", "wrong code" (the wrong verification code was
    chosen), "no account", "not qualified" (the certificate's level), "other person", "document"
    (it is not valid any more), "not supported" (by the app), "failed", "unavailable" (Smart-ID or
    eParaksts does not answer), "interrupted" (the link broke meanwhile, or nothing more was heard),
    "offline", "too often" (each try rings somebody's phone), "blind" (its sensor is not believed:
    decision 17).
    """

    fields = ("compartment", "way", "why", "may_retry")
    compartment: int
    way: str
    why: str
    may_retry: bool


ALL: "tuple[type[Record], ...]" = (ChooseWay, Identify, NotShown)

"""The lines of the journal about who a recipient is, without a word of who it is.

Part of `entries.py` and of the wire contract.  The server is the relying party and keeps the proof;
here stands only that somebody was asked, in which way, and how it ended (decision 14).
"""

from terminal.entry import Entry


class IdentificationSet(Entry):
    """A shipment is given out only to who proves to be its recipient (002-5.3.3); "" ends it."""

    fields = ("shipment", "level")
    shipment: str
    level: str


class IdentityAsked(Entry):
    """The server was asked who stands there; way: "smart-id" or "eparaksts"."""

    fields = ("compartment", "way")
    compartment: int
    way: str


class IdentityEnded(Entry):
    """How it ended: "confirmed" (the server's grant is here), else as identify_screens.NotShown."""

    fields = ("compartment", "outcome")
    compartment: int
    outcome: str


ALL: "tuple[type[Entry], ...]" = (IdentificationSet, IdentityAsked, IdentityEnded)

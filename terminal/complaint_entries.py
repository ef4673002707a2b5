"""The lines of the journal about what a recipient finds wrong with a parcel.

Part of `entries.py` and of the wire contract.  What follows from them is in `books.py` and, at the
glass, in `visits/complaint.py`.  Each names the compartment and the parcels that the code was for.
"""

from terminal.entry import Entry


class Damaged(Entry):
    """The packaging is damaged, says the recipient (002-4.2.9), and may take it all the same."""

    fields = ("compartment", "shipments")
    compartment: int
    shipments: "tuple[str, ...]"


class NotTheirs(Entry):
    """It is somebody else's, says the recipient, and has put it back (002-8.6.11)."""

    fields = ("compartment", "shipments")
    compartment: int
    shipments: "tuple[str, ...]"


class Refused(Entry):
    """The recipient refuses them, unopened, and has signed with the code (002-8.4)."""

    fields = ("compartment", "shipments")
    compartment: int
    shipments: "tuple[str, ...]"


ALL: "tuple[type[Entry], ...]" = (Damaged, NotTheirs, Refused)

"""The lines of the journal about technicians: who came, what was tested, opened and found out.

Part of `entries.py` and of the wire contract.  `technician` is the name that the server gave;
`reason` and `ground` are of the lists in `care.py`.
"""

from terminal.entry import Entry


class TechnicianAdded(Entry):
    fields = ("technician", "badge")
    personal = ("badge",)
    private = ("badge",)
    technician: str
    badge: str


class TechnicianRevoked(Entry):
    fields = ("technician",)
    technician: str


class WrongOnetime(Entry):
    """A one-time code or response that is wrong or was used before; it counts like a wrong PIN."""

    fields = ("technician",)
    technician: str


class ChallengeGiven(Entry):
    """The challenge number `challenge` of this terminal is about to be shown; never again."""

    fields = ("technician", "challenge")
    technician: str
    challenge: int


class CareBegun(Entry):
    """A technician was let in.  `step` of RFC 6238 is used up; 0: by challenge and response."""

    fields = ("technician", "step")
    technician: str
    step: int


class CareEnded(Entry):
    """why: "finished", "idle", "cancelled"."""

    fields = ("technician", "why")
    technician: str
    why: str


class TestOpening(Entry):
    """A compartment that is not known to be empty will be opened on purpose; then inspected."""

    fields = ("compartment", "technician", "reason")
    compartment: int
    technician: str
    reason: str


class TestEnded(Entry):
    """An empty compartment was tried: "opened", "not opened", "not empty", "left open"."""

    fields = ("compartment", "technician", "result")
    compartment: int
    technician: str
    result: str


class Barred(Entry):
    """A technician takes a compartment out of service."""

    fields = ("compartment", "technician", "reason")
    compartment: int
    technician: str
    reason: str


class Unbarred(Entry):
    """A technician puts it back into service."""

    fields = ("compartment", "technician")
    compartment: int
    technician: str


class BoardReplaced(Entry):
    """A board, or with `board` "all" the terminal's own, is a new one: nothing is proven there."""

    fields = ("technician", "board", "compartments")
    technician: str
    board: str
    compartments: "tuple[int, ...]"


class OpenedByHand(Entry):
    """Somebody opened this door mechanically; `person` is a technician or a courier."""

    fields = ("compartment", "person")
    compartment: int
    person: str


class OfficialOpening(Entry):
    """Two persons are about to open it on a ground of 002-11.2; ends with an inspection."""

    fields = ("compartment", "technician", "witness", "ground")
    compartment: int
    technician: str
    witness: str
    ground: str


class StocktakeBegun(Entry):
    fields = ("technician", "compartments")
    technician: str
    compartments: "tuple[int, ...]"


class StocktakeEnded(Entry):
    """`left` are the compartments that were not settled."""

    fields = ("technician", "left")
    technician: str
    left: "tuple[int, ...]"


class BundleAsked(Entry):
    """A technician takes a copy of the log away; to: "usb" or "server"."""

    fields = ("technician", "to")
    technician: str
    to: str


ALL: "tuple[type[Entry], ...]" = (
    TechnicianAdded, TechnicianRevoked, WrongOnetime, ChallengeGiven, CareBegun, CareEnded,
    TestOpening, TestEnded, Barred, Unbarred, BoardReplaced, OpenedByHand, OfficialOpening,
    StocktakeBegun, StocktakeEnded, BundleAsked,
)  # fmt: skip

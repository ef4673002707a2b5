"""What must be so before the door of a pick-up opens: no order against it, who it is, what is owed.

It answers and asks the door; the conversation itself is in `pickup.py`.  The one idea: it looks
each time anew, because orders of the server and time come in between.
"""

from terminal import permits
from terminal.visits.visit import Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.sales import Paying


class Release(Visit):
    """A visit that gives out what lies behind one door."""

    def come_to(self, hub: "Terminal", number: int) -> None:
        """Somebody has given the code of compartment `number`; nothing is proven yet."""
        self.hub, self.number = hub, number
        compartment = hub.books.compartment(number)
        self.shipments = tuple(compartment.shipments)
        self.paying: "Paying | None" = None  # this visit's last sale
        self.has_opened = False
        self.granted_until_ms = 0  # the server's grant for this visit may be used before

    def dues(self) -> "tuple[tuple[str, int], ...]":
        """((kind, cents), ...): what is owed for all that lies inside."""
        return self.hub.books.dues_in(self.hub.books.compartment(self.number))

    def cents(self) -> int:
        """The sum of it."""
        return sum([cents for _kind, cents in self.dues()])

    def why_withheld(self) -> str:
        """What the server ordered since the code was typed, or ""."""
        compartment = self.hub.books.compartment(self.number)
        return permits.why_withheld(self.hub, compartment, self.shipments)

    def must_identify(self) -> bool:
        """Whether the door, or the money for it, needs a grant of the server (002-5.3.3)."""
        if self.has_opened or self.hub.now_ms < self.granted_until_ms:
            return False
        return bool(permits.to_identify(self.hub, self.hub.books.compartment(self.number)))

    def ask_door(self) -> None:
        """Ask for the door; what comes of it is told to the visit."""
        # Neither paid nor identified release without a sensor that proves it (decision 17).
        compartment = self.hub.books.compartment(self.number)
        is_proof_due = self.paying is not None or permits.to_identify(self.hub, compartment)
        must_see = bool(is_proof_due) and not self.has_opened
        self.hub.door(self.number).open_for(self, "pick-up", must_see)

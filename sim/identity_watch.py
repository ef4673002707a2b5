"""A watch on identification: no door of such a parcel without a grant of the server to that visit.

It reads the committed entries and the server's own list of grants, so that neither side is believed
alone.  The one idea: a grant is spent by the entry "confirmed", and lets one visit at one door.
"""

from typing import Any

from sim.kiosk import Kiosk
from sim.watches import ensure

# Money begins within the grant's minute and has limits of its own: the card, the bank, the door.
VISIT_MS = 15 * 60_000
ON_THE_WAY_S = 130
ENDS = ("collected", "said_empty", "not_theirs", "refused", "taken_out", "inspected")


class IdentityWatch:
    """The eyes on one terminal's identifications."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._needed: set[str] = set()  # shipments
        self._granted: dict[int, int] = {}  # compartment -> when it was confirmed
        # (compartment, wall-clock seconds) of each grant that the server has given and nobody used
        self.given: list[tuple[int, int]] = []

    def committed(self, kind: str, entry: dict[str, Any]) -> None:
        """One entry, at the moment of its commit."""
        if kind == "identification_set":
            (self._needed.add if entry["level"] else self._needed.discard)(entry["shipment"])
        elif kind == "expected":
            self._needed.discard(entry["shipment"])
        elif kind == "booted":
            self._granted = {}
        elif kind == "identity_asked":
            self._granted.pop(entry["compartment"], None)
        elif kind == "identity_ended" and entry["outcome"] == "confirmed":
            self._spend(entry["compartment"])
        elif kind == "opening" and entry["purpose"] == "pick-up":
            self._opening(entry["compartment"])
        elif kind in ENDS:
            self._granted.pop(entry["compartment"], None)

    def _spend(self, compartment: int) -> None:
        now_s = self._kiosk.world.wall_s()
        fit = [g for g in self.given if g[0] == compartment and now_s - g[1] <= ON_THE_WAY_S]
        ensure(fit, "door", compartment, "was confirmed, and the server has granted", self.given)
        self.given.remove(fit[0])
        self._granted[compartment] = self._kiosk.world.now_ms

    def _opening(self, compartment: int) -> None:
        runtime = self._kiosk.runtime
        if runtime is None or runtime.is_broken:
            return
        known = runtime.terminal.books.compartment(compartment)
        needed = [s for s in known.shipments + known.reserved if s in self._needed]
        if needed:
            granted_ms = self._granted.get(compartment)
            is_young = (
                granted_ms is not None and self._kiosk.world.now_ms - granted_ms <= VISIT_MS
            )
            ensure(is_young, "door", compartment, "opens without a grant, and inside is", needed)

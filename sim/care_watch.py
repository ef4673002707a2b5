"""A watch on technicians: who was let in, and which doors were opened for them, and why.

It knows who has a badge, and reads the committed entries; what the program says of itself it
believes only where the glass says the same.  The one idea: a door that is not known to be empty
opens for a technician only after the reason, and after a second question on the glass about it.
"""

from typing import Any

from sim.kiosk import Kiosk
from sim.people import panels
from sim.watches import ensure
from terminal.care import GROUNDS, TEST_REASONS

# What technicians open doors for, and the entry that must stand before it, if any.
PURPOSES = {"test": "", "test opening": "test_opening", "official opening": "official_opening",
            "stocktake": "stocktake_begun"}  # fmt: skip


class CareWatch:
    """`technicians` are all who ever had a badge of this terminal."""

    def __init__(self, kiosk: Kiosk, technicians: tuple[str, ...]) -> None:
        self._kiosk, self._technicians = kiosk, technicians
        self._technician = ""  # whose visit it is
        self._allowed: dict[str, set[int]] = {}  # kind of entry -> compartments
        self._last_steps: dict[str, int] = {}

    def committed(self, kind: str, entry: dict[str, Any]) -> None:
        """One entry, at the moment of its commit."""
        if kind in ("booted", "care_ended"):
            self._technician, self._allowed = "", {}
        elif kind == "care_begun":
            self._let_in(entry["technician"], entry["step"])
        elif kind == "test_opening":
            ensure(entry["reason"] in TEST_REASONS, "a test without a reason", entry)
            self._allow(kind, entry, "Sure")
        elif kind == "official_opening":
            ensure(entry["ground"] in GROUNDS, "an official opening without a ground", entry)
            ensure(self._is_second(entry), "an official opening without a second person", entry)
            self._allow(kind, entry, "Witness")
        elif kind == "stocktake_begun":
            self._allowed[kind] = set(entry["compartments"])
        elif kind == "stocktake_ended":
            self._allowed.pop("stocktake_begun", None)

    def _let_in(self, technician: str, step: int) -> None:
        ensure(technician in self._technicians, "nobody knows the technician", technician)
        ensure(not self._technician, technician, "came in beside", self._technician)
        if step:  # each code of the phone opens once, and none before one that did
            before = self._last_steps.get(technician, 0)
            ensure(step > before, "a one-time code was used twice by", technician, step)
            self._last_steps[technician] = step
        self._technician = technician

    def _is_second(self, entry: dict[str, Any]) -> bool:
        known = (*self._technicians, f"courier-{self._kiosk.name}")
        return entry["witness"] in known and entry["witness"] != entry["technician"]

    def _allow(self, kind: str, entry: dict[str, Any], screen: str) -> None:
        """The glass must show the second question about this very door as it is answered."""
        ensure(entry["technician"] == self._technician, "not the one who is here", entry)
        asked = (self._kiosk.screen, panels.door(self._kiosk))
        ensure(asked == (screen, entry["compartment"]), "nobody was asked twice", entry, asked)
        self._allowed[kind] = {entry["compartment"]}

    def opening(self, entry: dict[str, Any]) -> None:
        """A door is about to open for a technician."""
        ensure(self._technician, "opened for a technician, and none is here", entry)
        compartment, needed = entry["compartment"], PURPOSES[entry["purpose"]]
        if needed:
            allowed = self._allowed.get(needed, set())
            ensure(compartment in allowed, "opened without", needed, entry)
            return
        left_behind = self._kiosk.left_behind
        inside = [p for p in self._kiosk.cabinet.contents(compartment) if p not in left_behind]
        ensure(not inside, "a test opened a compartment with", inside, entry)

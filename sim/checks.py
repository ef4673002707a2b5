"""What must always hold, and what must hold once the faults have ended.

Safety is checked as things happen: at every coil pulse, every committed entry, every power
cut.  Liveness is checked at the end (`fleet.py` lets people finish).  The checks look at the
world itself (coils, doors, parcels, disk, the server's database) and at what is committed,
never at what the program says of itself, except where its memory is compared with its disk.
"""

import json

from sim.door import Pulse
from sim.kiosk import Kiosk
from terminal.books import Books


class UnsafeError(AssertionError):
    """Something happened that must never happen."""


def ensure(holds: object, *what: object) -> None:
    """Raise UnsafeError unless it holds."""
    if not holds:
        raise UnsafeError(" ".join(str(part) for part in what))


class Checks:
    """The eyes on one terminal."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.rows: dict[tuple[str, str, str], int] = {}
        self.pulses = 0
        self._read = 0
        self._spent: set[int] = set()
        self._orders: dict[int, list[int]] = {}  # compartment -> openings ordered, not pulsed yet
        kiosk.cabinet.on_pulse(self._pulsed)
        kiosk.on_turn = self._turned
        kiosk.on_cut = self._cut

    def _turned(self, fact: object, effects: object) -> None:
        runtime = self.kiosk.runtime
        if runtime is not None:
            for row in runtime.terminal.rows_taken:
                self.rows[row] = self.rows.get(row, 0) + 1

    def _read_journal(self) -> None:
        committed = self.kiosk.disk.committed
        for _seq, kind, public in committed[self._read :]:
            if kind == "opening":
                entry = json.loads(public)
                ensure(entry["opening"] not in self._spent, "opening number used twice", entry)
                self._spent.add(entry["opening"])
                self._orders.setdefault(entry["compartment"], []).append(entry["opening"])
        self._read = len(committed)

    def _pulsed(self, compartment: int, pulse: Pulse) -> None:
        """No record, no unlock; and one pulse at the most for each record."""
        self._read_journal()
        self.pulses += 1
        waiting = self._orders.get(compartment, [])
        ensure(waiting, "compartment", compartment, "was pulsed without a committed opening")
        # Of several orders only the newest can still be on its way to the board.
        self._orders[compartment] = []

    def _cut(self) -> None:
        """At a power cut: what the program believes is what its journal says."""
        runtime = self.kiosk.runtime
        # In the middle of a commit memory is ahead of the disk, as it must be.
        if runtime is None or runtime.is_broken or not self.kiosk.power.is_on:
            return
        books = Books(self.kiosk.site.sizes())
        for entry, up_ms, wall_s in runtime.journal.replay():
            books.apply(entry, up_ms, wall_s)
        ensure(books.state() == runtime.terminal.books.state(), "replay differs from memory")

    def at_rest(self) -> None:
        """At any quiet moment: every parcel inside is known, and no coil was harmed."""
        kiosk = self.kiosk
        ensure(not kiosk.cabinet.burnt_coils(), "burnt coils", kiosk.cabinet.burnt_coils())
        ensure(not kiosk.supply.overlaps, "two coils at once", kiosk.supply.overlaps)
        if kiosk.runtime is None or kiosk.runtime.is_broken:
            return
        books = kiosk.runtime.terminal.books
        for compartment in books.compartments:
            inside = kiosk.cabinet.contents(compartment.number)
            known = compartment.shipments + compartment.reserved + kiosk.left_behind
            strange = [parcel for parcel in inside if parcel not in known]
            ensure(not strange or compartment.doubts or compartment.is_on_word,
                   "compartment", compartment.number, "holds", strange, "unknown to the terminal",
                   compartment.state())  # fmt: skip

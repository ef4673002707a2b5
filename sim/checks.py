"""What must always hold, and what must hold once the faults have ended.

Safety is checked as things happen: at every frame on the lock line, every coil pulse, every
door that opens, every committed entry, every power cut.  Liveness is checked at the end
(`fleet.py` lets people finish).  The checks look at the world itself (wires, coils, doors,
parcels, disk, the server's database) and at what is committed, never at what the program
says of itself, except where its memory is compared with its disk.
"""

import json
from collections.abc import Callable
from typing import Any

from sim.care_watch import PURPOSES, CareWatch
from sim.disk import Row
from sim.door import PULSE, Pulse
from sim.identity_watch import IdentityWatch
from sim.kiosk import Kiosk
from sim.together_watch import TogetherWatch
from sim.watches import AlarmWatch, GuessWatch, WireWatch, ensure
from terminal.books import Books

# What settles an opening that was under way when the power went; the rest must be in doubt.
SETTLES = ("collected", "deposited", "not_deposited", "inspected", "taken_out", "stayed_shut",
           "said_empty", "refused", "test_ended")  # fmt: skip


class Checks:
    """The eyes on one terminal.

    `may_have` says whether anybody here has a right to parcels, `may_join` whether one may lie with
    others.
    """

    def __init__(
        self, kiosk: Kiosk, may_have: Callable[[list[str]], bool], technicians: tuple[str, ...],
        may_join: Callable[[str, list[str]], bool],
    ) -> None:  # fmt: skip
        self.kiosk = kiosk
        self.rows: dict[tuple[str, str, str], int] = {}
        self.pulses = 0
        self._may_have = may_have
        self._spent: set[int] = set()
        self._given: dict[int, str] = {}  # compartment -> the last parcel that was to go in
        self._orders: dict[int, list[int]] = {}  # compartment -> openings ordered, not said yet
        self._pulsed_by: dict[int, set[int]] = {}  # compartment -> pulses that had an order
        self._has_run = False
        self._under_way: dict[int, set[int]] = {}  # compartment -> openings that may have opened
        self._must_doubt: set[int] = set()
        self._wire = WireWatch(kiosk, self._said_open)
        self._alarms = AlarmWatch(kiosk)
        self._guesses = GuessWatch(kiosk)
        self._care = CareWatch(kiosk, technicians)
        self.identities = IdentityWatch(kiosk)
        self._together = TogetherWatch(may_join)
        kiosk.cabinet.on_pulse(self._pulsed)
        kiosk.cabinet.on_change(self._moved)
        kiosk.on_turn = self._turned
        kiosk.on_cut = self._cut
        kiosk.on_said = self._wire.heard

    def _turned(self, fact: object, effects: object) -> None:
        runtime = self.kiosk.runtime
        if runtime is not None:
            for row in runtime.terminal.rows_taken:
                self.rows[row] = self.rows.get(row, 0) + 1

    # -- what is committed ----------------------------------------------------------------

    def committed(self, row: Row) -> None:
        """One entry, at the moment of its commit."""
        _seq, kind, public = row
        entry = json.loads(public)
        self._care.committed(kind, entry)
        self.identities.committed(kind, entry)
        self._together.committed(kind, entry)
        self._committed(kind, entry)
        self._guesses.committed(kind, entry)

    def _committed(self, kind: str, entry: dict[str, Any]) -> None:
        ensure(kind != "unexpected", "a machine was told what its table does not know", entry)
        if kind == "opening":
            self._opening(entry)
        elif kind == "reserved":
            self._given[entry["compartment"]] = entry["shipment"]
        elif kind == "booted":
            self._has_run = False
            self._orders.clear()  # what was not said before the cut must never be said
            self._guesses.start()
            self._must_doubt |= {number for number, any_of in self._under_way.items() if any_of}
            self._under_way = {}
        elif kind in ("run_begun", "run_ended"):
            self._has_run = kind == "run_begun"
        elif kind in SETTLES:
            self._under_way.pop(entry["compartment"], None)
            self._must_doubt.discard(entry["compartment"])
        elif kind == "doubted":
            self._under_way.pop(entry["compartment"], None)
        elif kind == "opening_failed" and entry["how"] in ("not sent", "refused"):
            self._under_way.get(entry["compartment"], set()).discard(entry["opening"])
            waiting = self._orders.get(entry["compartment"], [])
            self._orders[entry["compartment"]] = [n for n in waiting if n != entry["opening"]]

    def _opening(self, entry: dict[str, Any]) -> None:
        compartment, opening = entry["compartment"], entry["opening"]
        ensure(opening not in self._spent, "opening number used twice", entry)
        self._spent.add(opening)
        self._orders.setdefault(compartment, []).append(opening)
        self._under_way.setdefault(compartment, set()).add(opening)
        if entry["purpose"] in PURPOSES:
            self._care.opening(entry)
        elif entry["purpose"] == "deposit" and not self._has_run:
            # A sender's own.  Memory may be ahead of what is committed, so it is not asked.
            parcel = self._given.get(compartment, "")
            ensure(self._may_have([parcel]), "compartment", compartment, "opens for", parcel,
                   "and its sender is not here")  # fmt: skip
        elif entry["purpose"] != "pick-up":
            ensure(self._has_run, "opened for a courier, and there is no run", entry)
        elif entry["attempt"] == 1:
            self._ensure_right(compartment)

    def _ensure_right(self, compartment: int) -> None:
        """A door opens for a recipient only while the recipient is there."""
        runtime = self.kiosk.runtime
        if runtime is None or runtime.is_broken:
            return
        known = runtime.terminal.books.compartment(compartment)
        parcels = known.shipments + known.reserved
        ensure(parcels and self._may_have(parcels), "compartment", compartment,
               "opens for nobody who has a right to", parcels)  # fmt: skip

    # -- what happens in the street -------------------------------------------------------

    def _said_open(self, compartment: int) -> None:
        """No record, no unlock; and one frame at the most for each record."""
        waiting = self._orders.get(compartment, [])
        # Who asks twice at a door that seems open is given two pulses, one after the other.
        if waiting:
            waiting.pop(0)
            return
        ensure(False, "the order to open", compartment, "went out without a committed opening")

    def _pulsed(self, compartment: int, pulse: Pulse) -> None:
        self.pulses += 1
        ensure(pulse.pulse_ms is not None, "the coil of", compartment, "was left switched on")
        ensure(self._wire.spend(compartment), "compartment", compartment, "was pulsed unasked")
        self._pulsed_by.setdefault(compartment, set()).add(pulse.number)

    def _moved(self, compartment: int, is_open: bool, now_ms: int) -> None:
        """Whatever opens was opened by a pulse that was asked for, or by force."""
        if not is_open:
            return
        opening = self.kiosk.cabinet.openings(compartment)[-1]
        if opening.cause == PULSE:
            number = opening.pulse.number if opening.pulse is not None else 0
            ensure(number in self._pulsed_by.get(compartment, ()), compartment, "opened by itself")
        else:
            self._alarms.forced(compartment)

    def _cut(self) -> None:
        """At a power cut: what the program believes is what its journal says."""
        runtime = self.kiosk.runtime
        self._guesses.stop()
        # In the middle of a commit memory is ahead of the disk, as it must be.
        if runtime is None or runtime.is_broken or not self.kiosk.power.is_on:
            return
        books = Books(self.kiosk.site.sizes())
        for entry, up_ms, wall_s in runtime.journal.replay():
            books.apply(entry, up_ms, wall_s)
        ensure(books.state() == runtime.terminal.books.state(), "replay differs from memory")

    # -- at any quiet moment --------------------------------------------------------------

    def at_rest(self) -> None:
        """Every parcel inside is known, what a cut broke off is in doubt, no coil was harmed."""
        kiosk = self.kiosk
        ensure(not kiosk.cabinet.burnt_coils(), "burnt coils", kiosk.cabinet.burnt_coils())
        ensure(not kiosk.supply.overlaps, "two coils at once", kiosk.supply.overlaps)
        if kiosk.runtime is None or kiosk.runtime.is_broken:
            return
        for compartment in kiosk.runtime.terminal.books.compartments:
            number = compartment.number
            is_settled = compartment.doubts or number not in self._must_doubt
            ensure(is_settled, "compartment", number, "was under way at a power cut and is not"
                   " in doubt", compartment.state())  # fmt: skip
            inside = kiosk.cabinet.contents(number)
            known = compartment.shipments + compartment.reserved + kiosk.left_behind
            strange = [parcel for parcel in inside if parcel not in known]
            ensure(not strange or compartment.doubts or compartment.is_on_word,
                   "compartment", number, "holds", strange, "unknown to the terminal",
                   compartment.state())  # fmt: skip

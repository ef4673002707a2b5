"""Many terminals, one server, one clock: a run from its seed to its verdict.

First the faults strike and safety is checked; then they end, people finish what they came
for, and liveness is checked: everybody who has a code gets the parcel, every doubt is looked
into, every entry is at the server.  Without the second part a program that does nothing
would pass.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.boards.bcc8a_variant import Variant
from sim.broker import Hub
from sim.central.central import Central
from sim.central.link import Link
from sim.checks import Checks
from sim.disk import Row
from sim.faults import Faults
from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.money import ensure_settled
from sim.people.strangers import Passer
from sim.recipients import Recipients
from sim.sites import drawn_site
from sim.street import BADGE, PIN, Street
from sim.trace import Trace
from sim.watches import ensure
from sim.world import DAY_MS, HOUR_MS, MINUTE_MS, Sleeper, World
from sync.journal import Journal

REST_MS = 7 * MINUTE_MS
CHECK_EVERY_MS = HOUR_MS
# Incidents that no trouble in the street explains: one side broke the contract.
WRONG = ("malformed", "not understood", "payload of ours refused", "entries lost here",
         "new journal", "order unknown", "shipment unknown", "terminal unknown")  # fmt: skip


class Fleet:
    """`terminals` terminals with everything around them."""

    def __init__(
        self, seed: int, terminals: int, folder: Path, *, visit_gap_ms: int = 2 * MINUTE_MS,
        fault_gap_ms: int = 40 * MINUTE_MS, write: Callable[[str], object] | None = None,
        draw_site: Callable[[str, Stream], dict[str, Any]] = drawn_site,
    ) -> None:  # fmt: skip
        self.seed = seed
        self.world = World(seed)
        self.trace = Trace(write)
        self.hub = Hub(lambda: self.world.now_ms, self.world.luck.stream("network"))
        server = sqlite3.connect(":memory:", isolation_level=None)
        self.central = Central(
            lambda: server, self.world.wall_s, self.world.luck.stream("central")
        )
        self.recipients = Recipients(self.central, server)
        self._draw_site = draw_site
        self.kiosks = [self._kiosk(number + 1, folder) for number in range(terminals)]
        self.streets = [
            Street(kiosk, self.central, self.recipients, visit_gap_ms) for kiosk in self.kiosks
        ]
        self.checks = [
            Checks(kiosk, street.may_have, street.crew.names, street.may_join)
            for kiosk, street in zip(self.kiosks, self.streets, strict=True)
        ]
        self.central.identities.on_grant = self._granted
        self.faults = [Faults(kiosk, fault_gap_ms) for kiosk in self.kiosks] if fault_gap_ms else []
        broker = self.hub.attach("central")
        self._link = Link(self.central, broker)
        self._server = Sleeper(self.world, self._serve)
        broker.on_due = self._server.wake_by
        self._server.wake_by(0)
        self._set_rules()
        for kiosk, checks in zip(self.kiosks, self.checks, strict=True):
            self._begin(kiosk, checks)
        self._plan_check()

    def _kiosk(self, number: int, folder: Path) -> Kiosk:
        name = f"t{number}"
        luck = self.world.luck.stream(f"{name} site")
        site = self._draw_site(name, luck)
        channels = [door[3] for column in site["column"] for door in column["doors"]]
        ways = 8 if max(channels) <= 8 else 24
        variant = Variant(ways=ways, open_reply_header=luck.pick((0x8A, 0x80)))
        key = b"".join(luck.bits().to_bytes(8, "big") for _ in range(4))
        kiosk = Kiosk(self.world, self.hub, folder, site, key, variant)
        self.central.add_terminal(name, key, address=kiosk.site.value("terminal", "place"))
        self.central.add_courier(f"courier-{name}", BADGE, PIN, name)
        return kiosk

    def _begin(self, kiosk: Kiosk, checks: Checks) -> None:
        kiosk.cabinet.on_change(
            lambda compartment, is_open, now_ms: self.trace.add(
                now_ms, kiosk.name, "door", f"{compartment} {'open' if is_open else 'shut'}"
            )
        )
        kiosk.display.on_draw = lambda screen: self.trace.add(
            self.world.now_ms, kiosk.name, "screen", screen
        )

        def commit(row: Row) -> None:
            self.trace.add(self.world.now_ms, kiosk.name, "entry", f"{row[0]} {row[1]} {row[2]}")
            checks.committed(row)

        kiosk.disk.on_commit = commit
        kiosk.power_on()

    def _set_rules(self) -> None:
        """Half of the operators have their own numbers."""
        for street in self.streets:
            if street.luck.chance(500):
                street.office.set_rules()

    def _granted(self, terminal: str, compartment: int, now_s: int) -> None:
        for checks in self.checks:
            if checks.kiosk.name == terminal:
                checks.identities.given.append((compartment, now_s))

    def _serve(self) -> int:
        self._link.poll(self.world.now_ms)
        self._link.poll(self.world.now_ms)  # what the first brought about
        return self._link.wake_at_ms()

    def _plan_check(self) -> None:
        self.world.later(CHECK_EVERY_MS, self._check)

    def _check(self) -> None:
        for checks, street in zip(self.checks, self.streets, strict=True):
            if street.person is None:
                checks.at_rest()
        self._plan_check()

    # -- a run ----------------------------------------------------------------------------

    def run(self, days: float) -> None:
        """The days with their faults, then the end of all faults and what must follow."""
        end_ms = int(days * DAY_MS)
        for kiosk in self.kiosks:
            kiosk.alone_until_ms = end_ms
        self.world.run_until(end_ms)
        for kiosk in self.kiosks:
            kiosk.alone_until_ms = -1
        self.heal()
        self.finish()

    def heal(self) -> None:
        """The faults end; nobody new comes by chance."""
        for faults in self.faults:
            faults.heal()
        for street in self.streets:
            street.close()
        for kiosk in self.kiosks:
            if not kiosk.is_on:
                kiosk.power_on()
        self.world.run_for(2 * HOUR_MS)

    def finish(self) -> None:
        """Everybody finishes; what must hold once the faults have ended."""
        for street in self.streets:
            self._until_gone(street)
            street.office.release_all()
            self._unbar_all(street)
            for _round in range(4):
                self._shut_all(street)
                street.send_courier()
                self._until_gone(street)
                self.world.run_for(REST_MS)
            self._collect_all(street)
            self._shut_all(street)  # a door that was slammed may have come open again
            street.send_courier()
            self._until_gone(street)
        self.world.run_for(2 * MINUTE_MS)
        for kiosk, checks in zip(self.kiosks, self.checks, strict=True):
            checks.at_rest()
            self._ensure_ready(kiosk)
            self._ensure_told(kiosk)
            ensure_settled(kiosk)

    def _unbar_all(self, street: Street) -> None:
        """A technician puts everything back into service."""
        street.send_technician(street.crew.last())
        self._until_gone(street)

    def _shut_all(self, street: Street) -> None:
        street.come("passer", Passer(street.kiosk, street.luck, street._gone))
        self._until_gone(street)
        self.world.run_for(MINUTE_MS)

    def _until_gone(self, street: Street) -> None:
        came = self.world.run_while(lambda: street.person is not None, 3 * HOUR_MS)
        ensure(came, street.kiosk.name, "somebody never got away from the terminal")
        self.world.run_for(MINUTE_MS)

    def _collect_all(self, street: Street) -> None:
        """Whatever lies inside is known to the server, and its recipient is let at it."""
        self.recipients.read_messages()
        cabinet = street.kiosk.cabinet
        for compartment in cabinet.compartments:
            while mine := [s for s in cabinet.contents(compartment)
                           if s not in street.kiosk.left_behind]:  # fmt: skip
                self._collect(street, mine[0], compartment)  # and what lies beside it

    def _collect(self, street: Street, shipment: str, compartment: int) -> None:
        state = self.central.view.shipments(shipment)[0].state
        recipient = self.recipients.of(shipment)
        assert recipient is not None
        ensure(state == "inside" and recipient.code, shipment, "lies in compartment", compartment,
               "and the server says", state, "and its recipient knows", recipient.code)  # fmt: skip
        street.send_recipient(recipient, "done")
        self._until_gone(street)
        ensure(recipient.has_it, "the recipient of", shipment, "in compartment", compartment,
               "was not let at it:", street.kiosk.screen, street.kiosk.texts())  # fmt: skip

    def _ensure_ready(self, kiosk: Kiosk) -> None:
        ensure(kiosk.screen in ("Welcome", "Taken"), kiosk.name, "shows", kiosk.screen)
        runtime = kiosk.runtime
        assert runtime is not None
        for compartment in runtime.terminal.books.compartments:
            ensure(not compartment.doubts, kiosk.name, "still in doubt", compartment.state())
            ensure(not compartment.barred, kiosk.name, "still closed", compartment.state())
            ensure(not compartment.unspent, kiosk.name, "unspent", compartment.state())

    def _ensure_told(self, kiosk: Kiosk) -> None:
        """Every committed entry is at the server exactly once and as it was written."""
        assert kiosk.runtime is not None
        journal = kiosk.runtime.journal
        assert isinstance(journal, Journal)
        ensure(journal.acknowledged_seq == journal.last_seq, kiosk.name, "has entries that nobody"
               " acknowledged after", journal.acknowledged_seq)  # fmt: skip
        wrong = [i for i in self.central.view.incidents(with_settled=True) if i.kind in WRONG]
        ensure(not wrong, "the server complains:", wrong[:3])
        stored = self.central.view.entries(kiosk.name, 1 << 40)
        got = [(entry.seq, entry.kind, entry.public) for entry in stored]
        written = kiosk.journal()
        ensure(sorted(got, key=lambda row: row[0]) == written,
               kiosk.name, "entries at the server differ:", len(got), len(written))  # fmt: skip

    def rows(self) -> dict[tuple[str, str, str], int]:
        """How often each row of each table was taken."""
        total: dict[tuple[str, str, str], int] = {}
        for checks in self.checks:
            for row, count in checks.rows.items():
                total[row] = total.get(row, 0) + count
        return total

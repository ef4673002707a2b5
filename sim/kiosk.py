"""One complete terminal of the product on simulated seams, and the street around it.

Everything between the seams is the shipped code, assembled by the program's own
composition root.  Here are the far ends: lock boards on a cable, a scanner on another,
a display without a screen, a disk, a broker, a power switch.  People reach the terminal
only through what is public here: keys on the glass, barcodes, doors.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.boards.bcc8a_variant import Variant
from sim.boards.supply import Supply
from sim.broker import Hub
from sim.cabinet import Cabinet
from sim.clock import WorldClock
from sim.disk import Disk
from sim.display import SimDisplay
from sim.line import Cable
from sim.lock_side import LockSide
from sim.pay_side import PaySide
from sim.power import Power, PowerCut
from sim.stick import Stick
from sim.world import Sleeper, World
from sync.broker import Fact
from sync.journal import Journal
from terminal.assembly import Seams, assemble
from terminal.config import Site
from terminal.part import Part
from terminal.record import Record
from terminal.runtime import Runtime
from terminal.wiring import Bus

ZONE = "Europe/Riga"


class Kiosk:
    """One terminal; `site` is its configuration, `key` its secret."""

    def __init__(
        self, world: World, hub: Hub, folder: Path, site: dict[str, Any], key: bytes,
        variant: Variant | None = None,
    ) -> None:  # fmt: skip
        self.world, self.hub, self.key = world, hub, key
        luck, self.name = world.luck, str(site["terminal"]["id"])
        self.stick = Stick(world, folder / f"{self.name} stick", luck.stream(f"{self.name} stick"))
        self.site = Site({**site, "bundle": {"folder": str(self.stick.folder)}})
        self.power = Power()
        self.disk = Disk(folder / f"{self.name}.db", self.power)
        self.cabinet = Cabinet(
            [door.compartment for door in self.site.doors], luck.stream(f"{self.name} doors")
        )
        self.clock = WorldClock(world)
        self.scan_cable = Cable(lambda: world.now_ms, luck.stream(f"{self.name} scanner"))
        has_reader = bool(self.site.value("card_reader", "kind"))
        self.pay = PaySide(world, self.name) if has_reader else None
        self.supply = Supply()
        self.lock_sides = [
            LockSide(world, self.name, self.site, bus, self.cabinet, self.supply,
                     variant or Variant())
            for bus in self.site.buses
        ]  # fmt: skip
        self.boards = [board for side in self.lock_sides for board in side.boards]
        self.display = SimDisplay()
        self.left_behind: list[str] = []
        self.runtime: Runtime | None = None
        self.on_turn: Callable[[Record, list[Record]], None] | None = None
        self.on_forced: Callable[[int], None] | None = None
        self.on_cut: Callable[[], None] | None = None
        self.on_said: Callable[[Bus, bytes], None] | None = None
        self.powered_ms = 0
        self._salt = luck.stream(f"{self.name} salt")
        self._jitter = luck.stream(f"{self.name} jitter")
        self._scanned = self.scan_cable.host.arrivals
        self._sleeper = Sleeper(world, self._step)
        # Up to here the run goes on for certain, so that nothing but plans can interrupt it.
        self.alone_until_ms = -1
        self._is_nudged = False
        self._turn_at_ms: int | None = None
        self._message_at_ms: int | None = None
        self._lock_parts: tuple[Part, ...] = ()
        self.cabinet.on_change(lambda compartment, is_open, now_ms: self._sleeper.wake_by(now_ms))

    # -- power ----------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        return self.runtime is not None

    def power_on(self) -> None:
        """Start the program on what the disk holds."""
        self.power.is_on = True
        self.clock.boot()
        for cable in self._cables():
            cable.host.reopen()
        self.runtime = assemble(self.site, self.key, self._seams())
        self.runtime.on_turn = self._turned
        self._lock_parts = tuple(p for p in self.runtime.parts if p.compartments)
        self._guarded(self.runtime.start)
        self.wake()

    def power_off(self) -> None:
        """Cut the power: what was not committed never happened; lines and broker feel it."""
        if self.runtime is None:
            return
        if self.on_cut is not None:
            self.on_cut()
        self.power.is_on = False
        self.disk.drop()
        # The connection dies without a word: the broker misses it later and publishes the will.
        self.hub.isolate(self.name)
        self.hub.rejoin(self.name)
        for cable in self._cables():
            cable.host.close()
        if self.pay is not None:
            self.pay.hang_up()
        self.display.go_dark()
        self.runtime = None

    def _seams(self) -> Seams:
        return Seams(
            clock=self.clock, display=self.display,
            lines=self._lines(),
            broker=PoweredBroker(self), journal=self._journal(),
            below=self._jitter.below, usage=lambda: (self.disk.used_percent, 100),
            fill_reserve=lambda: True, aside=self._aside,
        )  # fmt: skip

    def _aside(self, work: Callable[[], None]) -> None:
        """Slow work of the program's; it ends with the program."""
        runtime = self.runtime
        self.stick.write_later(work, lambda: self.runtime is runtime)

    def _lines(self) -> dict[str, Any]:
        lines: dict[str, Any] = {
            f"bus {side.bus.name}": PoweredLine(side.cable, self.power, self._heard_by(side.bus))
            for side in self.lock_sides
        }
        lines["scanner"] = self.scan_cable.host
        if self.pay is not None:
            lines["card reader"] = PoweredLine(self.pay.cable, self.power, None)
        return lines

    def _heard_by(self, bus: Bus) -> Callable[[bytes], None] | None:
        on_said = self.on_said
        return None if on_said is None else lambda data: on_said(bus, data)

    def _cables(self) -> list[Cable]:
        pay = [] if self.pay is None else [self.pay.cable]
        return [*(side.cable for side in self.lock_sides), self.scan_cable, *pay]

    def _journal(self) -> Journal:
        return Journal(
            connect=self.disk.connect, name=self.name, give_room=self.disk.give_room,
            salt=lambda: b"".join(self._salt.bits().to_bytes(8, "big") for _ in range(2)),
        )  # fmt: skip

    def _turned(self, fact: Record, effects: list[Record]) -> None:
        if self.on_turn is not None:
            self.on_turn(fact, effects)

    # -- time -----------------------------------------------------------------------------

    def wake(self) -> None:
        """Something changed at a seam: look at once."""
        self._is_nudged = True
        self._sleeper.wake_by(self.world.now_ms)

    def wake_by(self, at_ms: int) -> None:
        """A message will have arrived by then."""
        if self._message_at_ms is None or at_ms < self._message_at_ms:
            self._message_at_ms = at_ms
        self._sleeper.wake_by(at_ms)

    def _step(self) -> int | None:
        """Do all that is due, and go on alone until somebody else in the world has a plan."""
        world = self.world
        while True:
            self._do_due(world.now_ms)
            soonest_ms = self._soonest()
            if soonest_ms is None or soonest_ms > self.alone_until_ms:
                return soonest_ms
            if world._agenda and world._agenda[0][0] <= soonest_ms:
                return soonest_ms
            world.now_ms = max(soonest_ms, world.now_ms)

    def _do_due(self, now_ms: int) -> None:
        """Everything here that is due now."""
        due_ms = self.cabinet.wake_at_ms()
        if due_ms is not None and due_ms <= now_ms:
            self.cabinet.advance(now_ms)
        for side in self.lock_sides:
            side.move(now_ms)
        message_ms = self._message_at_ms
        if self.pay is not None and self.pay.advance(now_ms):
            self._is_nudged = True
        if self._is_nudged or self._scanned or (message_ms is not None and message_ms <= now_ms):
            self._turn(None)
            return
        turn_ms = self._turn_at_ms
        if turn_ms is not None and turn_ms <= now_ms:
            self._turn(self._lock_parts)
            return
        for side in self.lock_sides:
            if side.heard and side.heard[0][0] <= now_ms:
                self._turn(self._lock_parts)
                return

    def _is_past(self, at_ms: int | None) -> bool:
        return at_ms is not None and at_ms <= self.world.now_ms

    def _turn(self, ready: tuple[Part, ...] | None) -> None:
        self._is_nudged, self._turn_at_ms = False, None
        if self._is_past(self._message_at_ms):
            self._message_at_ms = None
        if self.runtime is None:
            return
        try:
            wake_ms = self.runtime.turn(ready)
        except PowerCut:
            self.power_off()
            return
        if wake_ms is not None:
            self._turn_at_ms = self.clock.world_ms(wake_ms)

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PowerCut:
            self.power_off()

    def _soonest(self) -> int | None:
        """The next moment at which anything here happens by itself."""
        soonest_ms = self._turn_at_ms
        for at_ms in (self._message_at_ms, self.cabinet.wake_at_ms()):
            if at_ms is not None and (soonest_ms is None or at_ms < soonest_ms):
                soonest_ms = at_ms
        pay_ms = None if self.pay is None else self.pay.wakes_at_ms()
        if pay_ms is not None and (soonest_ms is None or pay_ms < soonest_ms):
            soonest_ms = pay_ms
        if self._scanned and (soonest_ms is None or self._scanned[0][0] < soonest_ms):
            soonest_ms = self._scanned[0][0]
        for side in self.lock_sides:
            soonest_ms = side.soonest(soonest_ms)
        return soonest_ms

    # -- what people can do ---------------------------------------------------------------

    @property
    def screen(self) -> str:
        """The name of what is on the glass, "" while it is dark."""
        return self.display.screen

    def keys(self) -> list[str]:
        """The keys that are on the glass."""
        return self.display.keys()

    def texts(self) -> list[str]:
        """What can be read on the glass."""
        return self.display.texts(self.clock.monotonic_ms())

    def doors_shown(self) -> tuple[int, ...]:
        """The doors that the screen speaks of."""
        return self.display.doors_shown()

    def press(self, key: str) -> bool:
        """Touch a key; False if it is not there."""
        if not self.display.press(key):
            return False
        self.wake()
        return True

    def scan(self, text: str) -> bool:
        """Hold a barcode before the scanner."""
        self.scan_cable.far.write(text.encode() + b"\r")
        self.wake()
        return True

    def hold_card(self, card: str) -> bool:
        """Hold a card to the reader; False when it asks for none."""
        assert self.pay is not None
        is_taken = self.pay.present(card)
        self.wake()
        return is_taken

    def must_take_out(self, parcel: str = "") -> bool:
        """Whether the screen asks to take out what is overdue or called back, and that parcel."""
        return self.display.says_take_out() and not (parcel and self.display.says_leave(parcel))

    def forced(self, compartment: int) -> None:
        """A crowbar."""
        if self.on_forced is not None:
            self.on_forced(compartment)
        self.cabinet.force_open(compartment, self.world.now_ms)
        self.wake()

    def leaves(self, mine: tuple[str, ...], doors: set[int]) -> None:
        """A recipient goes from these doors: what is theirs and still inside was left behind."""
        for compartment in self.cabinet.compartments:
            inside = self.cabinet.contents(compartment)
            if compartment in doors or mine[0] in inside:
                left = [p for p in inside if p in mine and p not in self.left_behind]
                self.left_behind += left

    # -- what checks may know -------------------------------------------------------------

    def journal(self) -> list[tuple[int, str, dict[str, Any]]]:
        """What is committed: seq, kind, public part."""
        return [(seq, kind, json.loads(public)) for seq, kind, public in self.disk.committed]


class PoweredBroker:
    """The terminal's connection to the broker: on its power, and by its own clock."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._broker = kiosk.hub.attach(kiosk.name)
        self._broker.on_due = kiosk.wake_by
        self._world, self._clock, self._power = kiosk.world, kiosk.clock, kiosk.power

    def connect(self, will_topic: str, will_payload: bytes) -> None:
        self._power.touch()
        self._broker.connect(will_topic, will_payload)

    def subscribe(self, topics: str) -> None:
        self._broker.subscribe(topics)

    def publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        self._power.touch()
        return self._broker.publish(topic, payload, is_retained)

    def poll(self, now_ms: int) -> list[Fact]:
        return self._broker.poll(self._world.now_ms)

    def fileno(self) -> int | None:
        return None

    def wake_at_ms(self) -> int | None:
        at_ms = self._broker.wake_at_ms()
        return None if at_ms is None else self._clock.local_ms(at_ms)

    def close(self) -> None:
        self._broker.close()


class PoweredLine:
    """The host's end of a cable, on the terminal's power."""

    def __init__(
        self, cable: Cable, power: Power, on_said: Callable[[bytes], None] | None
    ) -> None:
        self._host, self._power, self._on_said = cable.host, power, on_said

    @property
    def is_open(self) -> bool:
        return self._host.is_open

    def read(self) -> bytes:
        return self._host.read()

    def write(self, data: bytes) -> None:
        self._power.touch()
        if self._on_said is not None:
            self._on_said(data)
        self._host.write(data)

    def fileno(self) -> int | None:
        return None

    def reopen(self) -> bool:
        return self._host.reopen()

    def close(self) -> None:
        self._host.close()

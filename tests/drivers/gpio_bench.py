"""A small cabinet whose locks and contacts hang on simulated pins."""

from drivers.coil_guard import CoilGuard
from drivers.gpio_locks import GpioLocks
from drivers.relay_pins import Relays
from sim.cabinet import Cabinet
from terminal.effects import Unlock
from terminal.record import Record
from tests.drivers.pin_bench import PinBench

DOORS = (1, 2, 3, 4)
RELAYS = (17, 27, 22, 23)
CONTACTS = (5, 6, 13, 19)
WIRING = tuple(zip(DOORS, RELAYS, CONTACTS, strict=True))


class GpioBench(PinBench):
    """All of it, from power-on; `power_on` does so again, as a program that is started anew."""

    def __init__(
        self, *, seed: int = 1, is_active_low: bool = True, guard: CoilGuard | None = None,
        wiring: tuple[tuple[int, int, int | None], ...] = WIRING, **settings: object,
    ) -> None:  # fmt: skip
        super().__init__(seed)
        self.cabinet: Cabinet = Cabinet(DOORS, self.luck.stream("doors"))
        self.is_active_low, self.wiring, self.settings = is_active_low, wiring, settings
        shut_closes = settings.get("feedback", "door_closing") == "door_closing"
        for door, relay, contact in zip(DOORS, RELAYS, CONTACTS, strict=True):
            self.pins.wire_relay(relay, self.cabinet, door, is_active_low)
            self.pins.wire_contact(contact, self.cabinet, door, shut_closes)
        self.power_on(guard)

    def power_on(self, guard: CoilGuard | None = None) -> None:
        relays = Relays(self.pins, [relay for _, relay, _ in self.wiring], self.is_active_low)
        self.locks = GpioLocks(self.pins, relays, self.wiring, guard=guard, **self.settings)  # type: ignore[arg-type]
        self.part = self.locks

    def unlock(self, compartment: int, opening: int = 1) -> None:
        self.part.perform(Unlock(compartment, opening), self.now_ms)

    def pulses(self) -> list[tuple[int, int]]:
        """(when, compartment) of all current that coils were given."""
        given = [(pulse.at_ms, door) for door in DOORS for pulse in self.cabinet.pulses(door)]
        return sorted(given)

    def on(self) -> list[int]:
        """The relays that give current now."""
        return [pin for pin in RELAYS if self.pins.is_on(pin)]

    def is_safe(self) -> bool:
        """No two coils at once, none burnt."""
        return not self.pins.supply.overlaps and not self.cabinet.burnt_coils()


def watched(**settings: object) -> GpioBench:
    """All doors have been seen shut."""
    bench = GpioBench(**settings)  # type: ignore[arg-type]
    bench.run(1_000)
    return bench


def of(kind: type[Record], facts: list[Record]) -> list[Record]:
    return [fact for fact in facts if isinstance(fact, kind)]

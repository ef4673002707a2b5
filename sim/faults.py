"""Everything that goes wrong in the street, at what rate, and how it ends.

Injected: power cuts (at an idle moment and in the middle of a write, a frame or a picture),
a lock line unplugged, noisy, badly torn or damp, a board that is mute or sags at a pulse, a plug
that falls out as a door swings, frozen and late latches, broken and loose contacts, people
leaning on doors, crowbars, a scanner unplugged or babbling, a full and a broken disk, clocks
that nobody vouches for or that jump, a card reader that is unplugged, cut off, silent, late or
without its bank, a network that is slow, loses, or is away for minutes or days, and a broker
that forgets.  Not injected, because the machine is not built to survive it: a disk that
invents entries, two faults of sensors on one door at once, a burnt board.
The one idea: every fault plans its own end when it begins, and `heal` ends all at once.  Each
life has a few favourites that strike half of the time, so that faults meet one another.
"""

from collections.abc import Callable
from typing import Any

from sim.card_reader.switches import STEPS
from sim.contact import KINDS
from sim.kiosk import Kiosk
from sim.line import Cable
from sim.line_faults import Faults as LineFaults
from sim.world import DAY_MS, HOUR_MS, MINUTE_MS

FAVOURITES = 5
SECOND_MS = 1000
SENSOR_KINDS = tuple(kind for kind in KINDS if kind in ("stuck_open", "stuck_shut"))


class Faults:
    """The bad luck of one terminal: a fault every `mean_gap_ms` or so."""

    def __init__(self, kiosk: Kiosk, mean_gap_ms: int = 40 * MINUTE_MS) -> None:
        self.kiosk, self.world = kiosk, kiosk.world
        self.luck = kiosk.world.luck.stream(f"{kiosk.name} faults")
        self.counts: dict[str, int] = {}
        self.is_healed = False
        self._mean_gap_ms = mean_gap_ms
        self._remedies: list[Callable[[], None]] = []
        self._favourites = [self.luck.pick(FAULTS) for _ in range(FAVOURITES)]
        self._at_next_pulse: list[Callable[[], None]] = []
        self._at_next_opening: list[Callable[[], None]] = []
        self._at_next_shutting: dict[int, Callable[[], None]] = {}
        kiosk.cabinet.on_pulse(lambda compartment, pulse: self._run(self._at_next_pulse))
        kiosk.cabinet.on_change(self._door_moved)
        self._plan()

    def heal(self) -> None:
        """No more faults, and all that are under way are mended."""
        self.is_healed = True
        for remedy in self._remedies:
            remedy()
        self._remedies = []
        self._at_next_pulse.clear()
        self._at_next_opening.clear()
        self._at_next_shutting.clear()

    def _plan(self) -> None:
        gap_ms = self.luck.between(self._mean_gap_ms // 4, self._mean_gap_ms * 3 // 2)
        self.world.later(gap_ms, self._strike)

    def _strike(self) -> None:
        if self.is_healed:
            return
        name, fault = self.luck.pick(self._favourites if self.luck.chance(500) else FAULTS)
        self.counts[name] = self.counts.get(name, 0) + 1
        fault(self)
        self.kiosk.wake()
        self._plan()

    def _for(self, low_ms: int, high_ms: int, remedy: Callable[[], None]) -> None:
        """The fault ends by itself after some time, or when all is healed."""
        self._remedies.append(remedy)
        if self.luck.chance(400):  # many troubles are over before anybody has come
            low_ms, high_ms = low_ms // 4, max(low_ms, min(high_ms, 3 * MINUTE_MS))
        self.world.later(self.luck.between(low_ms, high_ms), lambda: self._mend(remedy))

    def _mend(self, remedy: Callable[[], None]) -> None:
        if remedy in self._remedies:
            self._remedies.remove(remedy)
            remedy()
            self.kiosk.wake()

    def _run(self, acts: list[Callable[[], None]]) -> None:
        waiting = list(acts)
        acts.clear()
        for act in waiting:
            act()

    def _door_moved(self, compartment: int, is_open: bool, now_ms: int) -> None:
        if is_open:
            self._run(self._at_next_opening)
        elif compartment in self._at_next_shutting:
            self._at_next_shutting.pop(compartment)()

    def _door(self) -> int:
        """A door; mostly one that somebody will come for."""
        cabinet = self.kiosk.cabinet
        filled = [number for number in cabinet.compartments if cabinet.contents(number)]
        return self.luck.pick(filled if filled and self.luck.chance(750) else cabinet.compartments)

    def _board(self) -> Any:
        return self.luck.pick(self.kiosk.boards)

    # -- power ----------------------------------------------------------------------------

    def _power(self) -> None:
        self.kiosk.power_off()
        self._for(2_000, 20 * MINUTE_MS, self._power_back)

    def _power_in_the_middle(self) -> None:
        self.kiosk.power.fail_after(self.luck.between(1, 40))
        self._for(2 * MINUTE_MS, 10 * MINUTE_MS, self._power_back)

    def _power_back(self) -> None:
        self.kiosk.power.fail_after(0)
        if not self.kiosk.is_on:
            self.kiosk.power_on()

    # -- lock line and boards -------------------------------------------------------------

    def _cable(self) -> Cable:
        return self.luck.pick(self.kiosk.lock_sides).cable

    def _line_unplugged(self) -> None:
        cable = self._cable()
        cable.cut()
        self._for(5_000, 5 * MINUTE_MS, cable.mend)

    def _line_noisy(self) -> None:
        cable = self._cable()
        cable.faults = LineFaults(flip_permille=60, drop_permille=60, split_permille=200)

        def quiet() -> None:
            cable.faults = None

        self._for(10_000, 10 * MINUTE_MS, quiet)

    def _line_torn(self) -> None:
        cable = self._cable()
        cable.faults = LineFaults(drop_permille=self.luck.between(100, 450), delay_permille=200)

        def whole() -> None:
            cable.faults = None

        self._for(10 * MINUTE_MS, 4 * HOUR_MS, whole)

    def _damp(self) -> None:
        """It gets into everything: latches come late, and the line loses answers."""
        cabinet = self.kiosk.cabinet
        for door in cabinet.compartments:
            self._jam(door, "late")
        self._line_torn()

    def _plug_loose(self) -> None:
        cable = self._cable()

        def fall() -> None:
            if not self.is_healed:
                cable.cut()
                self._for(2 * MINUTE_MS, 15 * MINUTE_MS, cable.mend)

        self._at_next_opening.append(
            lambda: self.world.later(self.luck.between(500, 8_000), fall)
        )

    def _board_mute(self) -> None:
        self._silence(self._board(), 5_000, 5 * MINUTE_MS)

    def _boards_mute(self) -> None:
        for board in self.kiosk.boards:
            self._silence(board, 1_000, 20_000)

    def _board_sags(self) -> None:
        board = self._board()
        self._at_next_pulse.append(lambda: self._silence(board, 2_000, 30_000))

    def _silence(self, board: Any, low_ms: int, high_ms: int) -> None:
        board.is_mute = True

        def speak() -> None:
            board.is_mute = False

        self._for(low_ms, high_ms, speak)

    # -- doors ----------------------------------------------------------------------------

    def _frost(self) -> None:
        self._jam(self._door(), "frozen")

    def _late(self) -> None:
        for _ in range(3):
            self._jam(self._door(), "late")

    def _jam(self, door: int, kind: str) -> None:
        cabinet = self.kiosk.cabinet
        cabinet.jam(door, kind)
        self._for(5 * MINUTE_MS, 3 * HOUR_MS, lambda: cabinet.unjam(door))

    def _all_frozen(self) -> None:
        cabinet = self.kiosk.cabinet
        for door in cabinet.compartments:
            cabinet.jam(door, "late" if self.luck.chance(300) else "frozen")

        def thaw() -> None:
            for each in cabinet.compartments:
                cabinet.unjam(each)

        self._for(10 * MINUTE_MS, 40 * MINUTE_MS, thaw)

    def _sensor(self) -> None:
        door, cabinet = self._door(), self.kiosk.cabinet
        cabinet.break_sensor(door, self.luck.pick(SENSOR_KINDS))
        self._for(20 * SECOND_MS, 6 * HOUR_MS, lambda: cabinet.mend_sensor(door))

    def _contact_loose(self) -> None:
        """It shows open until somebody shuts the door."""
        door, cabinet = self._door(), self.kiosk.cabinet
        cabinet.break_sensor(door, "stuck_open")
        self._at_next_shutting[door] = lambda: cabinet.mend_sensor(door)
        self._for(HOUR_MS, 6 * HOUR_MS, lambda: cabinet.mend_sensor(door))

    def _lean(self) -> None:
        for door in self.kiosk.cabinet.compartments:
            self.kiosk.cabinet.lean(door, self.world.now_ms + self.luck.between(5_000, 40_000))

    # -- card reader ----------------------------------------------------------------------

    def _reader_unplugged(self) -> None:
        pay = self.kiosk.pay
        if pay is not None:
            pay.unplug()
            self._for(5_000, 10 * MINUTE_MS, pay.cable.mend)

    def _reader_plug_loose(self) -> None:
        """Somebody's bag hangs on its cable, and they are about to turn to a door."""
        pay = self.kiosk.pay
        if pay is None:
            return

        def fall() -> None:
            if not self.is_healed:
                pay.unplug()
                self._for(5_000, 5 * MINUTE_MS, pay.cable.mend)

        self._at_next_pulse.append(lambda: self.world.later(self.luck.between(20, 6_000), fall))

    def _reader_cut(self) -> None:
        """Its power fails at a step of the next payment, and comes back by itself."""
        if self.kiosk.pay is not None:
            switches = self.kiosk.pay.reader.switches
            switches.power_back_ms = self.luck.between(1_000, 60_000)
            self._switch("cut_at", self.luck.pick(STEPS))

    def _reader_trouble(self) -> None:
        """Its bank is away, or it is silent, late, busy or out of patience."""
        if self.kiosk.pay is not None:
            self._switch(*self.luck.pick(READER_TROUBLES))

    def _switch(self, name: str, value: str | bool | int) -> None:
        assert self.kiosk.pay is not None
        switches = self.kiosk.pay.reader.switches
        setattr(switches, name, value)
        self._for(30_000, 2 * HOUR_MS, lambda: setattr(switches, name, type(value)()))

    # -- scanner, disk, clock, network ----------------------------------------------------

    def _scanner_unplugged(self) -> None:
        self.kiosk.scan_cable.cut()
        self._for(5_000, 10 * MINUTE_MS, self.kiosk.scan_cable.mend)

    def _scanner_babbles(self) -> None:
        noise = bytes(self.luck.below(256) for _ in range(self.luck.between(1, 900)))
        self.kiosk.scan_cable.far.write(noise)

    def _disk_fills(self) -> None:
        disk = self.kiosk.disk
        disk.used_percent = self.luck.between(80, 99)

        def empty() -> None:
            disk.used_percent = 20

        self._for(10 * MINUTE_MS, 2 * HOUR_MS, empty)

    def _disk_full(self) -> None:
        disk = self.kiosk.disk
        disk.is_full, disk.used_percent = True, 100

        def empty() -> None:
            disk.is_full, disk.used_percent, disk.has_reserve = False, 20, True

        self._for(MINUTE_MS, 10 * MINUTE_MS, empty)

    def _disk_broken(self) -> None:
        disk = self.kiosk.disk
        disk.is_broken = True

        def works() -> None:
            disk.is_broken = False

        self._for(1_000, 5 * MINUTE_MS, works)

    def _clock_alone(self) -> None:
        clock = self.kiosk.clock
        clock.is_vouched = False

        def vouched() -> None:
            clock.is_vouched = True

        self._for(HOUR_MS, 10 * HOUR_MS, vouched)

    def _clock_jumps(self) -> None:
        clock = self.kiosk.clock
        clock.error_s = self.luck.between(-90_000_000, 90_000_000)

        def right() -> None:
            clock.error_s = 0

        self._for(MINUTE_MS, HOUR_MS, right)

    def _network_away(self) -> None:
        hub, name = self.kiosk.hub, self.kiosk.name
        hub.isolate(name)
        long = self.luck.chance(100)
        self._for(5_000, 2 * DAY_MS if long else 30 * MINUTE_MS, lambda: hub.rejoin(name))

    def _network_slow(self) -> None:
        # The slower kind is a modem at the edge of its cell: questions outlast people's patience.
        self._network_is(self.luck.pick(((500, 3_500), (2_500, 6_000))), 20)

    def _network_loses(self) -> None:
        self._network_is((5, 300), self.luck.between(100, 400))

    def _network_is(self, delay_ms: tuple[int, int], loss_permille: int) -> None:
        hub = self.kiosk.hub
        hub.delay_ms, hub.loss_permille = delay_ms, loss_permille

        def good() -> None:
            hub.delay_ms, hub.loss_permille = (5, 60), 0

        self._for(10 * MINUTE_MS, 4 * HOUR_MS, good)

    def _broker_restarts(self) -> None:
        self.kiosk.hub.crash()
        self._for(1_000, 2 * MINUTE_MS, self.kiosk.hub.start)


READER_TROUBLES: tuple[tuple[str, str | bool | int], ...] = (
    ("bank", "down"), ("bank", "answer-lost"), ("silent", True), ("late_ms", 3_000),
    ("busy", True), ("impatient_ms", 4_000), ("duplicates", "at-once"),
    ("duplicates", "after-answer"), ("refuses_abort", True),
)  # fmt: skip

FAULTS: tuple[tuple[str, Callable[[Faults], None]], ...] = (
    ("power", Faults._power), ("power in the middle", Faults._power_in_the_middle),
    ("power in the middle", Faults._power_in_the_middle),
    ("line unplugged", Faults._line_unplugged), ("line noisy", Faults._line_noisy),
    ("line torn", Faults._line_torn), ("plug loose", Faults._plug_loose),
    ("board mute", Faults._board_mute), ("boards mute", Faults._boards_mute),
    ("boards mute", Faults._boards_mute),
    ("board sags", Faults._board_sags), ("frost", Faults._frost), ("late", Faults._late),
    ("damp", Faults._damp), ("damp", Faults._damp), ("damp", Faults._damp),
    ("all frozen", Faults._all_frozen), ("sensor", Faults._sensor),
    ("sensor", Faults._sensor), ("contact loose", Faults._contact_loose), ("lean", Faults._lean),
    ("scanner unplugged", Faults._scanner_unplugged), ("scanner babbles", Faults._scanner_babbles),
    ("disk fills", Faults._disk_fills), ("disk full", Faults._disk_full),
    ("disk broken", Faults._disk_broken), ("clock alone", Faults._clock_alone),
    ("clock jumps", Faults._clock_jumps), ("network away", Faults._network_away),
    ("network slow", Faults._network_slow), ("network slow", Faults._network_slow),
    ("network loses", Faults._network_loses),
    ("broker restarts", Faults._broker_restarts),
    ("reader unplugged", Faults._reader_unplugged),
    ("reader plug loose", Faults._reader_plug_loose), ("reader cut", Faults._reader_cut),
    ("reader trouble", Faults._reader_trouble), ("reader trouble", Faults._reader_trouble),
)  # fmt: skip

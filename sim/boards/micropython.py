"""Our own lock board, `drivers/lockboard/`, as one more board of the simulated world.

Nothing of the firmware is imitated: its files are copied to a folder as to a microcontroller,
with the installer's lines in `config.py`, and run there in real time (`microcontroller.py`).
Here is the workshop: which pin is soldered to which coil and contact.  The one idea: the
simulated cabinet sees only pins.  A coil has current for exactly as long as the firmware holds
its pin, so a pulse that never ends burns it, and contacts bounce into the pins as they do.
"""

import runpy
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.boards.bcc8a_variant import DOOR_CLOSING
from sim.boards.microcontroller import ROOT, Microcontroller, find_micropython
from sim.boards.supply import Supply
from sim.cabinet import Cabinet

FIRMWARE = ROOT / "drivers/lockboard"
BAUD = 9_600
BOUNCES_FOR_MS = 20
FIRST_SPARE_PIN = 100  # more locks than a Pico has pins for: a larger chip


class MicroPythonBoard:
    """One board; it has no power until `switch_on`.  `close` it."""

    def __init__(
        self, cabinet: Cabinet, *, address: int = 1,
        compartments: Sequence[int | None] | None = None, supply: Supply | None = None,
        polarity: str = DOOR_CLOSING, has_watchdog: bool = True, has_open_ears: bool = False,
        settings: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """`compartments` hang on the ways in that order; `settings` are lines for config.py.

        Raises ValueError for a board that cannot be, and NoMicroPython.
        """
        if not 1 <= address <= 31:
            raise ValueError(f"a board has an address from 1 to 31, not {address}")
        self.address = address
        self.supply = supply or Supply()
        self.on_for_ms: list[tuple[int, int]] = []  # (way, how long) of each pulse that ended
        self._cabinet = cabinet
        wired = list(cabinet.compartments if compartments is None else compartments)
        while wired and wired[-1] is None:
            wired.pop()
        if not 1 <= len(wired) <= 50:
            raise ValueError(f"a board has 1 to 50 locks, not {len(wired)}")
        self._wired = {way: door for way, door in enumerate(wired, 1) if door is not None}
        micropython = find_micropython()
        self._flash = Path(tempfile.mkdtemp(prefix="lockboard-"))
        config = _flash(self._flash, len(wired), [f"ADDRESS = {address}", *settings])
        self._coils = {pin: way for way, pin in enumerate(config["COILS"], 1)}
        self._doors = dict(enumerate(config["DOORS"], 1))
        self._on_level: int = config["COIL_ON"]
        self._closed_level: int = config["CONTACT_CLOSED"]
        self._closes_with_door = polarity == DOOR_CLOSING
        self.chip = Microcontroller(
            micropython, self._flash, config["DIRECTION"],
            has_watchdog=has_watchdog, has_open_ears=has_open_ears,
        )  # fmt: skip
        self._coming: list[tuple[int, bytes]] = []  # on the wire, with the time of the last byte
        self._began_ms: dict[int, int] = {}
        self._levels: dict[int, int] = {}
        self._bounces_until_ms = 0
        self._look_at_ms: int | None = None
        cabinet.on_contact(self._feel)

    # -- power --------------------------------------------------------------------------------

    def switch_on(self, now_ms: int) -> None:
        self._levels = {pin: self._level(way, now_ms) for way, pin in self._doors.items()}
        self.chip.power_on(self._levels)

    def switch_off(self, now_ms: int) -> None:
        self.chip.power_off()
        self._switch_coils(now_ms)

    def close(self, now_ms: int = 0) -> None:
        """Take its power and throw it away.  Safe twice."""
        self.switch_off(now_ms)
        shutil.rmtree(self._flash, ignore_errors=True)

    # -- as every board -----------------------------------------------------------------------

    def feed(self, data: bytes, now_ms: int) -> None:
        """A pty has no baud rate, but a board needs a moment to stop speaking and to listen."""
        begins_ms = max([now_ms, *(at_ms for at_ms, _ in self._coming)])
        self._coming.append((begins_ms + -(-10_000 * len(data) // BAUD), data))

    def due(self, now_ms: int) -> list[bytes]:
        while self._coming and self._coming[0][0] <= now_ms:
            self.chip.hear(self._coming.pop(0)[1])
        self.chip.listen(now_ms)
        self._switch_coils(now_ms)
        if self.chip.is_bitten(now_ms):
            self.switch_off(now_ms)
            self.switch_on(now_ms)
        if self._look_at_ms is not None and now_ms >= self._look_at_ms:
            self._show_contacts(now_ms)
        said = self.chip.said()
        return [said] if said else []

    def wake_at_ms(self) -> int | None:
        wakes = [self.chip.wake_at_ms(), self._look_at_ms]
        wakes += [at_ms for at_ms, _ in self._coming[:1]]
        return min((wake for wake in wakes if wake is not None), default=None)

    def filenos(self) -> list[int]:
        return self.chip.filenos()

    # -- solder -------------------------------------------------------------------------------

    def _switch_coils(self, now_ms: int) -> None:
        changes, self.chip.changes = self.chip.changes, []
        for pin, level in changes:
            way = self._coils.get(pin, 0)
            # A loose pin is held by the resistor at the gate, which switches nothing on.
            is_on = way and level == self._on_level
            if is_on and way not in self._began_ms:
                self._began_ms[way] = now_ms
                self._energise(way, now_ms)
            elif not is_on and way in self._began_ms:
                self.on_for_ms.append((way, now_ms - self._began_ms.pop(way)))
                self._release(way, now_ms)

    def _energise(self, way: int, now_ms: int) -> None:
        if way in self._wired:
            self.supply.load((self.address, way), None, now_ms)
            self._cabinet.energise(self._wired[way], None, now_ms)

    def _release(self, way: int, now_ms: int) -> None:
        if way in self._wired:
            self.supply.unload((self.address, way), now_ms)
            self._cabinet.de_energise(self._wired[way], now_ms)

    def _feel(self, compartment: int, is_closed: bool, now_ms: int) -> None:
        """A contact begins to move: from now on it is looked at every millisecond."""
        self._bounces_until_ms = now_ms + BOUNCES_FOR_MS
        self._look_at_ms = now_ms

    def _show_contacts(self, now_ms: int) -> None:
        for way, pin in self._doors.items():
            level = self._level(way, now_ms)
            if level != self._levels.get(pin):
                self._levels[pin] = level
                self.chip.set_pin(pin, level)
        self._look_at_ms = now_ms + 1 if now_ms < self._bounces_until_ms else None

    def _level(self, way: int, now_ms: int) -> int:
        """What the pin of a contact reads; without a door it hangs on its pull-up."""
        if way not in self._wired:
            return 1
        is_closed = self._cabinet.contact(self._wired[way], now_ms) == self._closes_with_door
        return self._closed_level if is_closed else 1 - self._closed_level


def _flash(folder: Path, ways: int, settings: list[str]) -> dict[str, Any]:
    """Copy the firmware there with these lines at the end of its config; returns what it says."""
    shutil.copy(FIRMWARE / "main.py", folder)
    package = folder / "drivers/lockboard"
    shutil.copytree(FIRMWARE, package, ignore=shutil.ignore_patterns("__pycache__"))
    path = package / "config.py"
    first = runpy.run_path(str(path))
    if ways > len(first["COILS"]):
        pins = range(FIRST_SPARE_PIN, FIRST_SPARE_PIN + 2 * ways)
        settings = [f"COILS = {tuple(pins[:ways])}", f"DOORS = {tuple(pins[ways:])}", *settings]
    with path.open("a", encoding="utf-8") as written:
        written.write("\n".join(["", "# This site:", *settings, ""]))
    return runpy.run_path(str(path))

"""A shell in virtual time: `python -m terminal diag` on simulated boards, with a person at it.

The command line, the parts and all between are those that ship; ports, pins, broker and clock
are simulated.
"""

import json
from pathlib import Path
from typing import Any

from drivers.commissioning.guide import Ask
from drivers.line import Line, PortFound
from drivers.pins import Pins
from drivers.relay_pins import PulseGuard, Relays
from sim.broker import Hub
from sim.display import SimDisplay
from sim.luck import Luck
from sim.pins import SimPins
from sync.broker import Broker
from sync.journal_file import open_journal
from terminal import diag
from terminal.config import Site
from terminal.record import Record
from tests.drivers.commissioning_world import Hands, Wiring, World
from ui.theme import Panel

PORT = "/dev/ttyUSB0"


class DiagWorld:
    """Boards at PORT (more of them at other ports by `add`), and what a shell has besides."""

    def __init__(self, *wirings: Wiring, has_echo: bool = False, **answers: Any) -> None:
        self.world = World(*wirings, has_echo=has_echo)
        self.hands = Hands(self.world, **answers)
        self.said: list[str] = []
        self.told: list[str] = []
        self.opened: list[tuple[str, int]] = []
        self.is_clock_kept = True
        self.disk = (79, 100)
        self.thermal = Path("none")
        self.broker_ids: list[str] = []
        self.hub = Hub(self.world.monotonic_ms, Luck(3).stream("hub"))
        self.simulated_pins = SimPins(self.world.monotonic_ms, Luck(3).stream("pins"))
        self.glass = SimDisplay()
        self.ports_found = [PortFound(PORT, "USB-RS485 (ttyUSB0)")]
        self.more_lines: dict[str, Line] = {}
        self._relays: list[Relays] = []
        self.interrupt_at_ms: int | None = None

    @property
    def cabinet(self) -> Any:
        return self.world.cabinet

    def run(self, *arguments: object) -> int:
        """The exit code of one command."""
        self.said.clear()
        self.told.clear()
        self.world.said.clear()
        return diag.main([str(argument) for argument in arguments], self)

    def pulses(self) -> dict[int, int]:
        counts = {door: len(self.cabinet.pulses(door)) for door in self.cabinet.compartments}
        return {door: count for door, count in counts.items() if count}

    # -- as a shell -----------------------------------------------------------------------

    @property
    def clock(self) -> "DiagWorld":
        return self

    def monotonic_ms(self) -> int:
        return self.world.now_ms

    def wait(self, until_ms: int | None, filenos: Any) -> list[int]:
        stop_ms = self.interrupt_at_ms
        if stop_ms is None:
            return self.world.wait(until_ms, filenos)
        self.world.wait(stop_ms if until_ms is None else min(until_ms, stop_ms), filenos)
        if self.world.now_ms >= stop_ms:
            raise KeyboardInterrupt
        return []

    def say(self, text: str) -> None:
        self.said.append(text)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def ask(self, ask: Ask) -> None:
        self.told.append(ask.text)
        self.hands.ask(ask)

    def take(self) -> str | None:
        return self.hands.take()

    def fileno(self) -> int | None:
        return None

    def line(self, port: str, baud: int) -> Line:
        self.opened.append((port, baud))
        if port in self.more_lines:
            return self.more_lines[port]
        line = self.world.cable.host
        if port != PORT or not line.reopen():
            raise OSError(2, f"{port} cannot be opened: nothing is plugged in there")
        return line

    def display(self, panel: Panel) -> SimDisplay:
        return self.glass

    def ports(self) -> list[PortFound]:
        return self.ports_found

    def pins(self) -> Pins:
        return self.simulated_pins

    def relays(self, pins: tuple[int, ...], is_active_low: bool) -> PulseGuard:
        return Relays(self.simulated_pins, pins, is_active_low)

    def wall(self) -> tuple[int, bool]:
        return 1_800_000_000, self.is_clock_kept

    def usage(self, folder: str) -> tuple[int, int]:
        return self.disk

    def touched_lines(self, site: Site) -> dict[str, Line]:
        return {
            name: self.more_lines[site.value(section, "port")]
            for name, section in (("scanner", "scanner"), ("keypad", "keypad"))
            if site.value(section, "port")
        }

    def broker(self, site: Site) -> Broker:
        self.broker_ids.append(site.value("terminal", "id") + "-diag")
        return self.hub.attach(self.broker_ids[-1])


SITE = """
[terminal]
id = "riga-017"
place = "Rīga"
[operator]
phones = ["+371 1"]
"""


def write_site(
    folder: Path, doors: dict[int, tuple[int, int]], kind: str = "bcc8a", port: str = PORT,
    more: str = "", bus: str = "",
) -> Path:  # fmt: skip
    """A site's file with these doors; more: text for its end; bus: lines for [[bus]]."""
    rows = ", ".join(f'[{door}, "S", {at[0]}, {at[1]}]' for door, at in doors.items())
    path = folder / "site.toml"
    text = f'[[bus]]\nkind = "{kind}"\nport = "{port}"\n{bus}\n[[column]]\ndoors = [{rows}]\n'
    path.write_text(SITE + more + text, "utf-8")
    return path


BOARD = ("--kind", "bcc8a", "--boards", "1-2")
DOORS = {1: (1, 1), 2: (1, 2), 3: (1, 3)}
RELAYS, CONTACTS = {1: 17, 2: 27}, {1: 5, 2: 6}
WELL, WRONG, ASKED_WRONGLY = 0, 1, 2


def document(shell: DiagWorld) -> Any:
    """The one JSON object that was said."""
    (text,) = shell.said
    return json.loads(text)


def on_pins(tmp_path: Path) -> tuple[DiagWorld, Path]:
    """Two doors whose locks and contacts hang on pins."""
    shell = DiagWorld(Wiring(doors=(1, 2)))
    for door in (1, 2):
        shell.simulated_pins.wire_relay(RELAYS[door], shell.cabinet, door, True)
        shell.simulated_pins.wire_contact(CONTACTS[door], shell.cabinet, door, True)
    doors = {door: (RELAYS[door], CONTACTS[door]) for door in (1, 2)}
    return shell, write_site(tmp_path, doors, "gpio", "")


def write_journal(folder: Path, *noted: Record) -> None:
    """A journal beside the site's file, with these entries."""
    journal, _ = open_journal(str(folder / "journal.db"), reserve_bytes=4096)
    journal.commit([(entry, 0, 0) for entry in noted])
    journal.close()

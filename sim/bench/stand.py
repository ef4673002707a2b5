"""One terminal as it stands in a street: the shipped program in a process of its own, and around
it a cabinet with lock boards on a real pty, a scanner on another, and somebody who looks at the
glass.

What people do with it is decided elsewhere; the broker and the server are in `office.py`.  The
one idea: the program is reached only through what a real one has (serial ports, a site's file,
a broker, its glass), so that its power is cut by SIGKILL and given by starting it again.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sim.bench.glass import Glass
from sim.bench.pay import PayPoint
from sim.boards import Chain
from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import Variant
from sim.boards.micropython import MicroPythonBoard
from sim.cabinet import Cabinet
from sim.children import Child
from sim.luck import Luck
from sim.wires import Wire
from terminal.__main__ import read_key
from terminal.config import Site

BCC8A, MICROPYTHON = "bcc8a", "micropython"
SITE, KEY, JOURNAL, LOG = "site.toml", "terminal.key", "journal.db", "terminal.log"


class Stand:
    """`folder` keeps what must outlive the power; `wires` is for ports and sockets (short path)."""

    def __init__(
        self, folder: Path, wires: Path, site: dict[str, Any], broker_port: int, luck: Luck,
        *, variant: Variant | None = None, with_pictures: bool = True, board: str = BCC8A,
    ) -> None:  # fmt: skip
        """`board` is what hangs on the lock line; raises NoMicroPython."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.locks = Wire(wires / "locks")
        self.scanner = Wire(wires / "scanner")
        self.pay = PayPoint()
        self.glass = Glass(wires / "glass", with_pictures=with_pictures)
        self.site = _write_site(folder, site, self, broker_port)
        self.name: str = self.site.value("terminal", "id")
        self.key = read_key(folder / KEY)
        self.cabinet = Cabinet(
            [door.compartment for door in self.site.doors], luck.stream(f"{self.name} doors")
        )
        self.boards: list[Bcc8a] | list[MicroPythonBoard]
        if board == MICROPYTHON:
            self.boards = [MicroPythonBoard(self.cabinet, address=address, compartments=ways)
                           for address, ways in _wire_boards(self.site)]  # fmt: skip
        else:
            self.boards = _build_boards(self.site, self.cabinet, luck, variant or Variant())
        self._chain = Chain(self.locks, self.boards)
        self.program = Child(
            "the terminal", [sys.executable, "-m", "terminal", str(folder / SITE)], folder / LOG
        )

    # -- power --------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        return self.program.is_running

    def power_on(self, now_ms: int) -> None:
        for board in self.boards:
            board.switch_on(now_ms)
        self.program.start()
        self.glass.is_wanted = True

    def cut_power(self, now_ms: int) -> None:
        """Everything at once, at any instant: program, coils, what was on the wire."""
        self.kill(now_ms)
        for board in self.boards:
            board.switch_off(now_ms)

    def kill(self, now_ms: int) -> None:
        """SIGKILL for the program alone; the boards still hear what it had said."""
        self.program.kill()
        self.glass.close()
        self._chain.advance(now_ms)

    # -- hands --------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """Hold a barcode before the scanner."""
        self.scanner.write(text.encode() + b"\r")

    def press(self, *keys: str) -> None:
        """Touch keys that are on the glass, one after the other."""
        for key in keys:
            self.glass.press(key)

    def open_doors(self) -> list[int]:
        return [number for number in self.cabinet.compartments if self.cabinet.is_open(number)]

    def where_is(self, parcel: str) -> int:
        """The compartment in which a parcel really lies, 0 for none."""
        for number in self.cabinet.compartments:
            if parcel in self.cabinet.contents(number):
                return number
        return 0

    # -- as a part of the loop ----------------------------------------------------------------

    def filenos(self) -> list[int]:
        parts = (self.locks, self.scanner, self.pay, self.glass, self.program)
        numbers = [number for part in parts for number in part.filenos()]
        running = [board for board in self.boards if isinstance(board, MicroPythonBoard)]
        return numbers + [number for board in running for number in board.filenos()]

    def wake_at_ms(self) -> int | None:
        parts = (self.cabinet, self._chain, self.pay, self.glass)
        wakes = [part.wake_at_ms() for part in parts]
        return min((wake for wake in wakes if wake is not None), default=None)

    def advance(self, now_ms: int) -> None:
        self.cabinet.advance(now_ms)
        self._chain.advance(now_ms)
        self.pay.advance(now_ms)
        self.scanner.read()  # a scanner is not spoken to; what is said to it is lost
        self.glass.advance(now_ms)
        self.program.advance(now_ms)
        if not self.program.is_running:
            self.glass.is_wanted = False

    def close(self) -> None:
        """The program is asked to end and the wires are taken away."""
        self.program.end()
        for board in self.boards:
            if isinstance(board, MicroPythonBoard):
                board.close()
        self.glass.close()
        self.locks.close()
        self.scanner.close()
        self.pay.close()


def _build_boards(site: Site, cabinet: Cabinet, luck: Luck, variant: Variant) -> list[Bcc8a]:
    boards = []
    for address, ways in _wire_boards(site):
        stream = luck.stream(f"{site.value('terminal', 'id')} board {address}")
        boards.append(
            Bcc8a(cabinet, stream, address=address, compartments=ways, variant=variant)
        )
    return boards


def _wire_boards(site: Site) -> list[tuple[int, list[int | None]]]:
    """(address, compartments in the order of the ways; None where nothing hangs) of each board."""
    wired = []
    for address in sorted({door.board for door in site.doors}):
        doors = [door for door in site.doors if door.board == address]
        ways: list[int | None] = [None] * max(door.channel for door in doors)
        for door in doors:
            ways[door.channel - 1] = door.compartment
        wired.append((address, ways))
    return wired


def _write_site(folder: Path, site: dict[str, Any], stand: Stand, broker_port: int) -> Site:
    """The site's file as an installer would write it, with the ports of this run."""
    whole = {
        **site,
        "terminal": {**site["terminal"], "key_file": KEY},
        "journal": {"file": JOURNAL},
        "broker": {"host": "127.0.0.1", "port": broker_port},
        "bus": [{**bus, "port": str(stand.locks.path)} for bus in site["bus"]],
        "scanner": {"port": str(stand.scanner.path)},
        "card_reader": {"kind": "zvt", "port": f"tcp://127.0.0.1:{stand.pay.port}"},
        "screen": {
            **site.get("screen", {}), "driver": "offscreen", "mirror": str(stand.glass.path),
        },
    }  # fmt: skip
    (folder / SITE).write_text(_toml(whole), "utf-8")
    return Site(whole)


def _toml(site: dict[str, Any]) -> str:
    # Texts, whole numbers, truths and arrays of them are written alike in JSON and in TOML.
    lines = []
    for section, values in site.items():
        for table in values if isinstance(values, list) else [values]:
            lines.append(f"[[{section}]]" if isinstance(values, list) else f"[{section}]")
            lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}"
                      for key, value in table.items()]  # fmt: skip
            lines.append("")
    return "\n".join(lines)

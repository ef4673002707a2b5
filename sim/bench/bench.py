"""The whole bench without its page: a stand and an office, and the person who plays with them.

It keeps what a person at the bench holds in the hand, and puts everything back as it was after
a restart: what lies in the compartments is as lasting as the terminal's journal.  The one
idea: everything that can be done is a method named in `deeds.py`, and everything that is shown
is read anew in `view.py`, so that the page itself knows nothing.
"""

import fcntl
import json
import os
import shutil
import tempfile
from pathlib import Path

from drivers.clock import Clock
from sim.bench import scene
from sim.bench.guide import Guide
from sim.bench.loop import Loop
from sim.bench.office import Office
from sim.bench.stand import BCC8A, Stand
from sim.boards.microcontroller import NoMicroPython
from sim.central import Refused
from sim.luck import Luck
from sim.mosquitto import BrokerError
from terminal.config_rules import ConfigError

CABINET, LOCK, WIRES = "cabinet.json", "bench.lock", "wires"
LONG_AGO_MS = 10_000


class BenchError(Exception):
    """The bench cannot start; the text says why and what to do."""


class Bench:
    """`folder` keeps everything between two runs; `is_fresh` forgets it first."""

    def __init__(
        self, folder: Path, *, is_fresh: bool = False, broker: str = "", board: str = BCC8A
    ) -> None:
        self.folder = folder
        self._lock = _take_alone(folder)
        if is_fresh:
            _forget(folder)
        self._wires = _lay_wires(folder)
        self.clock = Clock()
        luck = Luck(int.from_bytes(os.urandom(4), "big"))
        try:
            self.office = Office(folder / "server", self._wires, self.clock, kind=broker)
            self.stand = Stand(
                folder / "terminal", self._wires, scene.site(), self.office.broker.port, luck,
                board=board,
            )  # fmt: skip
        except NoMicroPython as error:
            raise BenchError(str(error)) from error
        except ConfigError as error:
            raise BenchError(f"{error}; or begin anew with --fresh") from error
        self.hand = ""
        self.jammed: set[int] = set()
        self.sensors: dict[int, str] = {}
        self.leaned_until_ms: dict[int, int] = {}
        self.loop = Loop(self.clock, [self.office, self.stand])
        self.guide = Guide(self)
        self._restore()
        self.stand.cabinet.on_change(lambda compartment, is_open, now_ms: self.keep())

    @property
    def now_ms(self) -> int:
        return self.clock.monotonic_ms()

    def start(self) -> None:
        """Broker, server, terminal.  Raises BenchError."""
        try:
            self.office.start()
        except (BrokerError, OSError) as error:
            raise BenchError(str(error)) from error
        self._register()
        self.stand.power_on(self.now_ms)

    def turn(self) -> int:
        """Do what is due; returns when to turn again at the latest."""
        wake_at_ms = self.loop.turn()
        self.guide.look()
        return wake_at_ms

    def close(self) -> None:
        """End every child and leave nothing but what is worth keeping."""
        self.keep()
        self.stand.close()
        self.office.close()
        self.loop.close()
        shutil.rmtree(self._wires, ignore_errors=True)
        (self.folder / WIRES).unlink()
        os.close(self._lock)

    # -- what lies where ----------------------------------------------------------------------

    def keep(self) -> None:
        """Write down how the cabinet really is."""
        cabinet = self.stand.cabinet
        state = {
            str(number): {"inside": cabinet.contents(number), "open": cabinet.is_open(number)}
            for number in cabinet.compartments
        }
        path = self.folder / CABINET
        path.with_suffix(".new").write_text(json.dumps(state, indent=1), "utf-8")
        path.with_suffix(".new").replace(path)

    def _restore(self) -> None:
        path, cabinet = self.folder / CABINET, self.stand.cabinet
        if not path.exists():
            return
        # It happened before anybody looked: by now every door stands still.
        then_ms = self.now_ms - LONG_AGO_MS
        for number, was in json.loads(path.read_text("utf-8")).items():
            compartment = int(number)
            if not (was["inside"] or was["open"]) or compartment not in cabinet.compartments:
                continue
            cabinet.force_open(compartment, then_ms)
            for what in was["inside"]:
                cabinet.put_in(compartment, what)
            if not was["open"]:
                cabinet.push_shut(compartment, then_ms)
        cabinet.advance(self.now_ms)

    # -- the operator's first day -------------------------------------------------------------

    def _register(self) -> None:
        central, name = self.office.central, self.stand.name
        try:
            central.add_terminal(name, self.stand.key, scene.ADDRESS)
        except Refused as error:
            raise BenchError(
                f"{error} What the server and the terminal remember in {self.folder} does not"
                " belong together; begin anew with --fresh."
            ) from error
        if not central.view.orders(name):
            central.add_courier(scene.COURIER, scene.BADGE, scene.PIN, name)
            for size, phone, email in scene.PARCELS:
                central.register(name, phone, size, email)


def _take_alone(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise BenchError(
            f"another bench is running in {folder}; stop it (Ctrl-C), or name another place"
            " with --folder"
        ) from None
    return lock


def _lay_wires(folder: Path) -> Path:
    """A folder with a short path, as sockets want it; what a killed bench left is taken away."""
    note = folder / WIRES
    if note.is_symlink():
        shutil.rmtree(note.readlink(), ignore_errors=True)
        note.unlink()
    wires = Path(tempfile.mkdtemp(prefix="pakomats-"))
    note.symlink_to(wires)
    return wires


def _forget(folder: Path) -> None:
    for part in ("server", "terminal"):
        shutil.rmtree(folder / part, ignore_errors=True)
    (folder / CABINET).unlink(missing_ok=True)

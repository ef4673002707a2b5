"""The place for a stick at a simulated terminal, and the one who writes on it beside the loop.

Writing takes virtual time, and what the power interrupts is never finished.  The folder is a real
one and the copy a real file, so that what a technician takes away can be looked into.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sim.luck import Stream
from sim.world import World

WRITES_MS = (300, 9_000)
SLOW_MS = (100_000, 200_000)


class Stick:
    """One stick; `is_alive` says whether the program that began to write still runs."""

    def __init__(self, world: World, folder: Path, luck: Stream) -> None:
        self.folder, self.is_slow = folder, False
        self.copies = 0
        self._world, self._luck = world, luck

    def put_in(self) -> None:
        """Plug it in."""
        self.folder.mkdir(exist_ok=True)

    def pull_out(self) -> None:
        """Take it away, with all that is on it."""
        if self.folder.is_dir():
            self.copies += len(list(self.folder.glob("*.zip")))
            shutil.rmtree(self.folder)

    def write_later(self, work: Callable[[], None], is_alive: Callable[[], bool]) -> None:
        """Do the slow part of the work a while from now, if the program lives as long."""
        takes_ms = self._luck.between(*(SLOW_MS if self.is_slow else WRITES_MS))
        self._world.later(takes_ms, lambda: work() if is_alive() else None)

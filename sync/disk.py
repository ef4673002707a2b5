"""Room on the disk of the journal: how much is used, and a reserve for when none is left.

`DiskWatch` tells the terminal how full the disk is; what follows from it (at 80 % no more
deposits) is the terminal's rule.  `Reserve` is a file of nothing beside the journal.  When
the disk is full, the journal makes it shorter and has the room; people can then still
collect what lies inside (decision 19).  Nobody else may use that room, because it is
given up in steps: whatever fills the disk takes at most the step that was meant for us.
"""

import os
from collections.abc import Callable

from terminal.events import DiskRoom, PartFailed, PartMended
from terminal.part import Part
from terminal.record import Record

MEGABYTE = 1 << 20
# A pick-up with one mistyped code is 5 commits of 6 entries: 740 bytes of database in the end, and
# 22 kB of log until that is copied (tests/sync/full_disk.py measures it).  The log begins anew
# after 1,000 commits at the latest.  So 1,000 pick-ups need 0.7 MB and 4.4 MB; half as much again
# is for longer texts and for what the file system itself takes.
RESERVE_BYTES = 8 * MEGABYTE
STEP_BYTES = MEGABYTE
LOOK_EVERY_MS = 10_000


class Reserve:
    """A file that keeps room.  The world's failures mean "no room"; nothing is raised."""

    def __init__(self, path: str, size: int, step: int) -> None:
        self._path, self._size, self._step = path, size, step

    def held(self) -> int:
        """Bytes that are kept, 0 if there is no such file."""
        try:
            return os.stat(self._path).st_size
        except OSError:
            return 0

    def exists(self) -> bool:
        return os.path.exists(self._path)

    def fill(self) -> bool:
        """Take the room (again); False where the disk has not got it."""
        if self.held() >= self._size:
            return True
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        try:
            os.posix_fallocate(file, 0, self._size)
        except OSError:
            return False
        finally:
            os.close(file)
        return True

    def give_up(self) -> bool:
        """Give one step of the room to whoever writes next; False when all is given."""
        held = self.held()
        if held == 0:
            return False
        # Nothing is left behind that would be too small to help.
        left = held - self._step if held >= 2 * self._step else 0
        try:
            os.truncate(self._path, left)
        except OSError:
            return False
        return True


class DiskWatch(Part):
    """Reports DiskRoom when it changed, and fills the reserve again when there is room."""

    name = "disk"

    def __init__(
        self,
        usage: Callable[[], tuple[int, int]],
        fill_reserve: Callable[[], bool] = lambda: True,
    ) -> None:
        """`usage` gives used and all bytes of the disk (OSError if it cannot)."""
        self._usage, self._fill_reserve = usage, fill_reserve
        self.restart()

    def restart(self) -> None:
        self._look_at_ms = 0
        self._told: int | None = None
        self._has_failed = False

    def wake_at_ms(self) -> int:
        return self._look_at_ms

    def poll(self, now_ms: int) -> list[Record]:
        if now_ms < self._look_at_ms:
            return []
        self._look_at_ms = now_ms + LOOK_EVERY_MS
        try:
            used, size = self._usage()
        except OSError as error:
            return self._fail(f"The room on the journal's disk cannot be read ({error}).")
        return [*self._mend(), *self._tell(used, size)]

    def _tell(self, used: int, size: int) -> list[Record]:
        percent = min(100, -(-100 * used // max(size, 1)))
        if percent < 90:
            self._fill_reserve()
        # A rise counts at once, a fall only when it is more than a flicker.
        if self._told is not None and self._told - 1 <= percent <= self._told:
            return []
        self._told = percent
        return [DiskRoom(percent)]

    def _fail(self, why: str) -> list[Record]:
        if self._has_failed:
            return []
        self._has_failed = True
        return [PartFailed(self.name, why)]

    def _mend(self) -> list[Record]:
        if not self._has_failed:
            return []
        self._has_failed = False
        return [PartMended(self.name)]


def usage_of(folder: str) -> tuple[int, int]:
    """Used and all bytes of the file system of `folder`, as an ordinary program may use it."""
    stat = os.statvfs(folder)
    used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize
    return used, used + stat.f_bavail * stat.f_frsize


def sync_folder(folder: str) -> None:
    """Make the names of new files in `folder` survive a power cut.  Raises OSError."""
    opened = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

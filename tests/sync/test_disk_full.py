"""The disk is full: people can still collect, for as long as the reserve lasts (decision 19).

Once on a model disk of a fixed size, everywhere; and on a real small file system where the
kernel lets an ordinary program mount one for itself (as it does on Debian).
"""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from sync.disk import DiskWatch, Reserve, usage_of
from terminal.events import DiskRoom, PartFailed, PartMended
from terminal.part import JournalError
from tests.conftest import ROOT
from tests.sync.days import open_on
from tests.sync.disk_model import Disk
from tests.sync.full_disk import pick_up

NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
KILO = 1024


@functools.cache
def may_mount(folder: str) -> bool:
    mount = [*NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
    try:
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class SmallDisk(Disk):
    """A model disk with a size, and a reserve that can be given up in steps."""

    def __init__(self, size: int, reserve: int) -> None:
        super().__init__()
        self._size, self.reserve = size, reserve
        self.fail = self._refuse_when_full

    def _refuse_when_full(self, call: str) -> None:
        used = sum(len(content) for content in self.files.values())
        if call == "write" and used + self.reserve + 4096 > self._size:
            error = apsw.FullError("the model disk is full")
            error.result = 13
            raise error

    def give_room(self) -> bool:
        has_room, self.reserve = self.reserve > 0, max(0, self.reserve - 64 * KILO)
        return has_room


def test_pick_ups_go_on_into_the_reserve_and_no_further() -> None:
    disk = SmallDisk(size=600 * KILO, reserve=256 * KILO)
    journal = open_on(disk, give_room=disk.give_room)
    written, until_reserve = 0, 0
    with pytest.raises(JournalError, match="disk is full and the reserve is spent"):
        for number in range(10_000):
            for entry_list in pick_up(number):
                journal.commit([(entry, number, 0) for entry in entry_list])
                written += len(entry_list)
                until_reserve += disk.reserve == 256 * KILO
            journal.idle(number * 60_000)
    assert disk.reserve == 0
    assert 0 < until_reserve < written / 2
    disk.fail = lambda _call: None
    journal.reopen()
    assert journal.last_seq in (written, written + 1, written + 2)
    assert journal.verify() is None


def test_without_a_reserve_the_first_refusal_is_the_last() -> None:
    disk = SmallDisk(size=200 * KILO, reserve=0)
    journal = open_on(disk, give_room=disk.give_room)
    with pytest.raises(JournalError, match="disk is full"):
        for number in range(10_000):
            journal.commit([(entry, number, 0) for entry in pick_up(number)[0]])


def test_a_thousand_pick_ups_fit_into_the_reserve_of_a_real_full_disk(tmp_path: Path) -> None:
    if not may_mount(str(tmp_path)):
        return  # The model above has shown it; here is only the last doubt about the kernel's part.
    program = [*NAMESPACE, sys.executable, "-m", "tests.sync.full_disk", str(tmp_path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    print(seen)
    thousand, end = seen["a thousand"], seen["to the end"]
    assert (thousand["collected"], thousand["said"]) == (1_000, "")
    assert 0 < thousand["left"] < thousand["held"]
    assert end["left"] == 0 and "reserve is spent" in end["said"]
    for run in (thousand, end):
        assert run["entries"] >= 6 * run["collected"] > 0
        assert run["unsound"] is None
        assert run["refilled"]


# The reserve as a file.


def test_a_reserve_takes_its_room_and_gives_it_up_in_steps(tmp_path: Path) -> None:
    reserve = Reserve(str(tmp_path / "reserve"), size=100 * KILO, step=32 * KILO)
    assert not reserve.exists()
    assert not reserve.give_up()
    assert reserve.fill()
    assert os.stat(tmp_path / "reserve").st_blocks * 512 >= 100 * KILO  # it is no hole
    sizes = [reserve.held() for _ in iter(reserve.give_up, False)]
    assert sizes == [68 * KILO, 36 * KILO, 0]
    assert reserve.exists()
    assert reserve.fill()
    assert reserve.held() == 100 * KILO


def test_a_reserve_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    reserve = Reserve(str(tmp_path / "nowhere" / "reserve"), size=KILO, step=KILO)
    assert not reserve.fill()
    assert (reserve.held(), reserve.give_up()) == (0, False)


# What the terminal is told.


class Usage:
    def __init__(self) -> None:
        self.used: int | None = 50

    def __call__(self) -> tuple[int, int]:
        if self.used is None:
            raise OSError("no such mount")
        return self.used, 100


def watch(usage: Usage) -> "Watched":
    return Watched(DiskWatch(usage), usage)


class Watched:
    def __init__(self, part: DiskWatch, usage: Usage) -> None:
        self.part, self._usage, self._now_ms = part, usage, 0

    def at(self, used: int | None) -> list[object]:
        self._usage.used = used
        self._now_ms = self.part.wake_at_ms()
        return list(self.part.poll(self._now_ms))


def test_room_is_told_at_first_and_when_it_changed() -> None:
    watched = watch(Usage())
    assert watched.at(50) == [DiskRoom(50)]
    assert watched.at(50) == []
    assert watched.at(80) == [DiskRoom(80)]
    assert watched.part.poll(watched.part.wake_at_ms() - 1) == []


def test_room_that_flickers_is_told_once() -> None:
    watched = watch(Usage())
    assert [watched.at(used) for used in (79, 80, 79, 80, 79)] == [
        [DiskRoom(79)], [DiskRoom(80)], [], [], []
    ]  # fmt: skip
    assert watched.at(78) == [DiskRoom(78)]


def test_a_disk_that_cannot_be_asked_is_a_failed_part_until_it_can() -> None:
    watched = watch(Usage())
    [failed] = watched.at(None)
    assert isinstance(failed, PartFailed) and "no such mount" in failed.why
    assert watched.at(None) == []
    assert watched.at(10) == [PartMended("disk"), DiskRoom(10)]


def test_all_is_told_again_to_a_terminal_that_was_rebuilt() -> None:
    watched = watch(Usage())
    watched.at(50)
    watched.part.restart()
    assert watched.at(50) == [DiskRoom(50)]


def test_the_reserve_is_filled_again_only_when_there_is_room() -> None:
    filled: list[int] = []

    def fill() -> bool:
        filled.append(1)
        return True

    usage = Usage()
    watched = Watched(DiskWatch(usage, fill), usage)
    watched.at(95)
    assert filled == []
    watched.at(70)
    assert filled == [1]


def test_the_real_disk_can_be_asked(tmp_path: Path) -> None:
    used, size = usage_of(str(tmp_path))
    assert 0 < used < size

"""A program for test_disk_full.py: fills a small real disk, and then goes on collecting parcels.

Run as root of a mount namespace: `unshare --user --map-root-user --mount python -m
tests.sync.full_disk FOLDER`.  It prints one JSON object with what it saw.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

from sync.disk import RESERVE_BYTES, STEP_BYTES
from sync.journal import Journal
from sync.journal_file import open_journal
from terminal import condition_entries as cond
from terminal import entries
from terminal.part import JournalError
from terminal.record import Record

DISK_BYTES = 2 * RESERVE_BYTES + (4 << 20)
UP_MS = 1_790_000_000_000


def pick_up(number: int) -> list[list[Record]]:
    """The commits of somebody who mistypes once and collects one parcel."""
    door, shipment = 1 + number % 60, f"CC{number:011d}LV"
    return [
        [entries.WrongCode(1)],
        [entries.Opening(door, number, "pick-up", 1)],
        [entries.SeenOpen(door, number, True)],
        [entries.SeenShut(door)],
        [entries.Collected(door, (shipment,), False, 1), cond.LinkLost()],
    ]


def collect(journal: Journal, number: int, is_ever_idle: bool) -> None:
    for entry_list in pick_up(number):
        journal.commit([(entry, UP_MS + number, UP_MS // 1000) for entry in entry_list])
    if is_ever_idle:
        journal.idle(number * 60_000)


def fill(path: str) -> None:
    """Somebody else's file takes all the room that there is."""
    with open(path, "wb", buffering=0) as hog:
        for size in (1 << 20, 4096):
            try:
                while True:
                    hog.write(bytes(size))
            except OSError:
                continue


def size_of(folder: str, name: str) -> int:
    return os.stat(os.path.join(folder, name)).st_size


def measure(folder: str) -> dict[str, float]:
    """Bytes that a pick-up takes: of database in the long run, of log until it is copied."""
    journal, _ = open_journal(os.path.join(folder, "measured"))
    for number in range(200):
        collect(journal, number, is_ever_idle=False)
    log = size_of(folder, "measured-wal") / 200
    journal.close()
    return {"log_bytes": log, "database_bytes": size_of(folder, "measured") / 200}


def go_on(folder: str, reserve_bytes: int, step_bytes: int, limit: int) -> dict[str, object]:
    """Fill the disk, then collect: `limit` parcels, or as many as the reserve allows."""
    path = os.path.join(folder, "journal")
    journal, reserve = open_journal(path, reserve_bytes, step_bytes)
    held = reserve.held()
    fill(os.path.join(folder, "hog"))
    collected, said = 0, ""
    try:
        for number in range(limit):
            collect(journal, number, is_ever_idle=number % 2 == 0 and limit > 1_000)
            collected += 1
    except JournalError as error:
        said = str(error)
    left = reserve.held()
    os.unlink(os.path.join(folder, "hog"))
    journal.reopen()
    return {
        "held": held,
        "collected": collected,
        "said": said,
        "left": left,
        "entries": journal.last_seq,
        "unsound": journal.verify(),
        "refilled": reserve.fill() and reserve.held() == held,
    }


def main(folder: str) -> None:
    seen: dict[str, object] = {}
    runs: dict[str, Callable[[], object]] = {
        "measured": lambda: measure(folder),
        "a thousand": lambda: go_on(folder, RESERVE_BYTES, STEP_BYTES, 1_000),
        "to the end": lambda: go_on(folder, 1 << 20, 1 << 17, 1_000_000),
    }
    for name, run in runs.items():
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder]
        subprocess.run(mount, check=True)
        seen[name] = run()
        subprocess.run(["umount", "-l", folder], check=True)
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])

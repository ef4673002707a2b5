"""A journal on a model disk, and what a terminal might write into it in a day."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import apsw

from sync.journal import Journal
from sync.store import Connection
from terminal import entries
from terminal.record import Record
from tests.sync.disk_model import Disk

Line = tuple[Record, int, int]
DAY_MS = 24 * 3600 * 1000
NOON_S = 1_790_000_000


def counted_salts() -> Callable[[], bytes]:
    """Salts that can be told again."""
    counter = itertools.count(1)
    return lambda: next(counter).to_bytes(16, "big")


class Rewritten:
    """A connection that says one thing instead of another: shows what a setting is good for."""

    def __init__(self, db: Connection, old: str, new: str) -> None:
        self._db, self._old, self._new = db, old, new

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
        return self._db.execute(sql.replace(self._old, self._new), parameters)

    def close(self) -> None:
        self._db.close()


def open_on(disk: Disk, synchronous: str = "EXTRA", **options: Any) -> Journal:
    def connect() -> Rewritten:
        return Rewritten(disk.connect(), "synchronous=EXTRA", f"synchronous={synchronous}")

    settings: dict[str, Any] = {"errors": (apsw.Error,), "log_commits": 40} | options
    return Journal(connect, counted_salts(), "of the test", **settings)


def visits(count: int) -> Iterator[list[Line]]:
    """The commits of `count` visits, four each, 20 s apart; now and then a checkpoint."""
    up_ms = 0
    for visit in range(count):
        door, shipment = 1 + visit % 40, f"LV{visit:06d}"
        commits: list[list[Record]] = [
            [
                entries.OrderApplied(visit + 1),
                entries.Expected(shipment, "S", f"{visit:032x}", "", "123", ""),
            ],
            [entries.Opening(door, visit + 1, "pick-up", 1)],
            [entries.SeenOpen(door, visit + 1, True)],
            [entries.SeenShut(door), entries.Collected(door, (shipment,), True, 0)],
        ]
        if visit % 30 == 20:
            state = tuple([(shipment, number, "x" * 20) for number in range(80)])
            commits.append([entries.Checkpoint(state)])
        for commit in commits:
            up_ms += 20_000
            yield [(entry, up_ms, NOON_S + up_ms // 1000) for entry in commit]


class Memory:
    """A database in memory that outlives its connections, as a file does."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)

    def connect(self) -> "Memory":
        return self

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
        return self.db.execute(sql, parameters)

    def close(self) -> None:
        if self.db.in_transaction:
            self.db.rollback()


def open_in(memory: Memory) -> Journal:
    return Journal(memory.connect, counted_salts(), "in memory")

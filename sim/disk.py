"""The simulated side of the disk seam: a real SQLite file under a hand that can take it away.

It loses what was not committed when the power fails, it fills up, and it breaks; what
was committed it remembers, and it tells the checks which entries those are.  Torn and
reordered writes below SQLite are tried in tests/sync, statement by statement is enough
here.  The one idea: the connection is real and only `execute` passes through us.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sim.power import Power

Row = tuple[int, str, str]  # seq, kind, public part as JSON


class Disk:
    """Where one terminal's journal lies."""

    def __init__(self, path: Path, power: Power) -> None:
        self.path, self.power = path, power
        self.used_percent = 20
        self.is_full = False
        self.is_broken = False
        self.has_reserve = True
        self.committed: list[Row] = []
        self.commits = 0
        self.on_commit: Callable[[Row], None] = lambda row: None
        self._connection: _Connection | None = None

    def connect(self) -> _Connection:
        """A new connection; the one before is gone, with whatever it had not committed."""
        self.drop()
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._connection = _Connection(self, connection)
        return self._connection

    def drop(self) -> None:
        """The power is gone: what was not committed never happened."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def keep(self, rows: list[Row]) -> None:
        """These are committed."""
        self.commits += 1
        self.committed += rows
        for row in rows:
            self.on_commit(row)

    def give_room(self) -> bool:
        """Give up the reserve that was kept for pick-ups (decision 19)."""
        has_room, self.has_reserve = self.has_reserve, False
        if has_room:
            self.is_full = False
        return has_room


class _Connection:
    """A sqlite3 connection that can fail when the world wants it to."""

    def __init__(self, disk: Disk, connection: sqlite3.Connection) -> None:
        self._disk, self._connection = disk, connection
        self._pending: list[Row] = []

    def execute(self, sql: str, parameters: tuple[Any, ...] = (), /) -> Iterable[Any]:
        verb = sql.split(None, 1)[0].upper()
        if verb in ("INSERT", "COMMIT", "BEGIN", "UPDATE", "DELETE"):
            self._meet_fate(verb)
        # All rows at once: a cursor that a power cut leaves half read would keep the file locked
        # until somebody collects the garbage, and the next life could not open it.
        result = self._connection.execute(sql, parameters).fetchall()
        if verb == "INSERT" and " entries " in sql:
            self._pending.append((parameters[0], parameters[3], parameters[4]))
        elif verb == "COMMIT":
            self._disk.keep(self._pending)
            self._pending = []
        elif verb in ("ROLLBACK", "BEGIN"):
            self._pending = []
        return result

    def _meet_fate(self, verb: str) -> None:
        self._disk.power.touch()
        if self._disk.is_broken:
            raise _error("disk I/O error", sqlite3.SQLITE_IOERR)
        if self._disk.is_full and verb == "INSERT":
            raise _error("database or disk is full", sqlite3.SQLITE_FULL)

    def close(self) -> None:
        self._connection.close()


def _error(text: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error

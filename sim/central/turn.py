"""One turn of the server: everything that one message or one command changes.

It gathers what is to be said and published, and knows nothing of what it means.
The one idea: a turn is one transaction, and what it would tell anybody leaves
only after the commit.  A turn that fails changes nothing and says nothing.
"""

import json
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sim.central.contract import PREFIX
from sim.central.network import Networks
from sim.luck import Stream


class Publication(NamedTuple):
    """A message for the broker."""

    topic: str
    payload: bytes


class Turn:
    """What is being changed at `now_s`, and what will be told when it is committed."""

    def __init__(
        self, db: sqlite3.Connection, now_s: int, luck: Stream, networks: Networks
    ) -> None:
        self.now_s = now_s
        self.luck = luck
        self.networks = networks
        self.publications: list[Publication] = []
        self.lines: list[str] = []
        self._db = db

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    def row(self, sql: str, *values: object) -> Any:
        """The first row as a tuple, or None."""
        return self._db.execute(sql, values).fetchone()

    def rows(self, sql: str, *values: object) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def publish(self, terminal: str, tail: str, message: dict[str, object]) -> None:
        payload = json.dumps({"v": 1, **message}, separators=(",", ":"), ensure_ascii=False)
        self.publications.append(Publication(f"{PREFIX}/{terminal}/{tail}", payload.encode()))

    def say(self, line: str) -> None:
        self.lines.append(line)


@contextmanager
def turn_of(
    db: sqlite3.Connection,
    now_s: int,
    luck: Stream,
    networks: Networks,
    done: Callable[[Turn], None],
) -> Generator[Turn]:
    """A transaction around the turn; `done` hears of it only when it is committed."""
    turn = Turn(db, now_s, luck, networks)
    db.execute("BEGIN IMMEDIATE")
    try:
        yield turn
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    done(turn)

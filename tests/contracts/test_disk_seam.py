"""What the journal may rely on, of SQLite on a real file, in memory, and on the model disk alike.

The real one is Python's sqlite3; the simulator keeps its databases in memory; the model disk,
which tears and forgets, is reached through apsw.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest

from sync.journal import Journal
from sync.store import SETTINGS, Connection, result_code
from terminal import entries
from terminal.part import JournalError
from tests.sync.days import Memory, counted_salts
from tests.sync.disk_model import Disk

CONSTRAINT = 19
EXTRA = 3


@dataclass
class Seam:
    connect: Callable[[], Connection]
    errors: tuple[type[Exception], ...]
    log: str


@pytest.fixture(params=["file", "memory", "model"])
def seam(request: pytest.FixtureRequest, tmp_path: Path) -> Seam:
    if request.param == "file":
        path = tmp_path / "journal"
        return Seam(lambda: sqlite3.connect(path, isolation_level=None), (sqlite3.Error,), "wal")
    if request.param == "memory":
        return Seam(Memory().connect, (sqlite3.Error,), "memory")
    return Seam(Disk().connect, (apsw.Error,), "wal")


def opened(seam: Seam) -> Connection:
    db = seam.connect()
    for setting in (*SETTINGS, "PRAGMA journal_mode=WAL"):
        list(db.execute(setting))
    return db


def one(db: Connection, sql: str) -> object:
    [[value]] = db.execute(sql)
    return value


def test_the_settings_take(seam: Seam) -> None:
    db = opened(seam)
    assert one(db, "PRAGMA journal_mode") == seam.log
    assert one(db, "PRAGMA synchronous") == EXTRA
    assert one(db, "PRAGMA locking_mode") == "exclusive"
    assert one(db, "PRAGMA secure_delete") == 1
    db.close()


def test_values_come_back_as_they_went_in(seam: Seam) -> None:
    db = opened(seam)
    db.execute("CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n TEXT) STRICT")
    row = (2**62, "āž€", b"\x00\xff", None)
    db.execute("INSERT INTO t VALUES (?, ?, ?, ?)", row)
    assert [tuple(found) for found in db.execute("SELECT * FROM t")] == [row]
    db.close()


def test_a_transaction_is_there_as_a_whole_or_not_at_all(seam: Seam) -> None:
    db = opened(seam)
    db.execute("CREATE TABLE t (i INTEGER) STRICT")
    for end in ("COMMIT", "ROLLBACK"):
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO t VALUES (1)")
        db.execute("INSERT INTO t VALUES (2)")
        db.execute(end)
    assert one(db, "SELECT count(*) FROM t") == 2
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO t VALUES (3)")
    db.close()
    db = opened(seam)
    assert one(db, "SELECT count(*) FROM t") == 2
    db.close()


def test_an_error_is_of_the_declared_class_and_has_sqlites_number(seam: Seam) -> None:
    db = opened(seam)
    db.execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT")
    db.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(seam.errors) as caught:
        db.execute("INSERT INTO t VALUES (1)")
    assert result_code(caught.value) == CONSTRAINT
    db.close()


def test_a_journal_lives_on_it(seam: Seam) -> None:
    def begin() -> Journal:
        return Journal(seam.connect, counted_salts(), "of the contract", errors=seam.errors)

    journal = begin()
    badge = entries.BadgeAdded("C1", "a" * 32, "b" * 32)
    journal.commit([(badge, 5, 6), (entries.Checkpoint((("ā", 1),)), 7, 0)])
    journal.acknowledge(journal.last_seq, journal.head)
    journal.erase_personal([1])
    journal.idle(0)
    known = (journal.journal_id, journal.last_seq, journal.head)
    journal.close()
    with pytest.raises(JournalError):
        journal.commit([(badge, 8, 0)])
    journal = begin()
    assert (journal.journal_id, journal.last_seq, journal.head) == known
    assert (journal.verify(), journal.acknowledged_seq) == (None, 2)
    assert list(journal.replay()) == [(entries.Checkpoint((("ā", 1),)), 7, 0)]
    journal.close()

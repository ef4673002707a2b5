"""The SQL under the journal: its tables, how the database is opened, what can go wrong with it.

It knows no entries and no chain, and it hides no error: what the database raises goes
up, and `explain` turns it into a sentence for a technician.  The one idea is the order
of the settings at opening.  `synchronous` stands at EXTRA *before* the switch to WAL,
because the switch itself goes through a rollback journal: if its deletion is not synced,
a power cut can bring that file back, and it would roll the database back to nothing.

Any connection will do that has `execute(sql, parameters)` and `close()`, opens no
transactions by itself, and gives rows as tuples: sqlite3 with isolation_level=None, apsw.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from sync.chain import first_head
from sync.lines import Line
from terminal.part import JournalError

APPLICATION = 0x70616B6F  # "pako": stands in the file's header, so that `file` can name it
SCHEMA = 1

# The lock is kept: two programs on one journal would both pulse the locks.  It also spares
# the shared-memory file.  Checkpoints of the WAL are ours to time, when nobody is waiting.
SETTINGS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
)
TABLES = (
    # What this journal is, and where its chain begins since the oldest entries were purged.
    """CREATE TABLE journal (only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL,
       base_seq INTEGER NOT NULL, base_head BLOB NOT NULL) STRICT""",
    # What the link to the server has to remember.
    """CREATE TABLE link (only INTEGER PRIMARY KEY CHECK (only = 1), acknowledged INTEGER NOT NULL,
       acknowledged_head BLOB NOT NULL, connection INTEGER NOT NULL) STRICT""",
    """CREATE TABLE entries (seq INTEGER PRIMARY KEY, up_ms INTEGER NOT NULL,
       wall_s INTEGER NOT NULL, kind TEXT NOT NULL, public TEXT NOT NULL, personal TEXT, salt BLOB,
       personal_hash BLOB NOT NULL, head BLOB NOT NULL) STRICT""",
    "CREATE INDEX checkpoints ON entries (seq) WHERE kind = 'checkpoint'",
)
# As blobs: a text that the disk spoilt is then a wrong hash and not an error of the database.
_LINES = """SELECT seq, up_ms, wall_s, CAST(kind AS BLOB), CAST(public AS BLOB),
            CAST(personal AS BLOB), salt, personal_hash, head
            FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"""
_NOTE = "UPDATE link SET acknowledged = ?, acknowledged_head = ?, connection = ?"


class Connection(Protocol):
    """What sqlite3.Connection and apsw.Connection have in common."""

    def execute(self, sql: str, parameters: tuple[Any, ...] = ..., /) -> Iterable[Any]: ...

    def close(self) -> None: ...


class Noted(NamedTuple):
    """What the journal keeps for the link to the server."""

    acknowledged_seq: int
    acknowledged_head: bytes
    connection: int


class Store:
    """An open journal database.  Every method may raise what the database raises."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def close(self) -> None:
        self._db.close()

    def rollback(self) -> None:
        self._db.execute("ROLLBACK")

    def _rows(self, sql: str, *parameters: Any) -> list[Any]:
        return list(self._db.execute(sql, parameters))

    # Opening.

    def prepare(self, new_id: Callable[[], str]) -> None:
        """Settings, checks, and the tables if the file is empty.

        Raises JournalError, with half a sentence, if this is no journal of ours.
        """
        for setting in SETTINGS:
            self._rows(setting)
        is_new = self._is_empty()
        if not is_new:
            self._refuse_foreign()
        mode = self._rows("PRAGMA journal_mode=WAL")[0][0]
        if mode not in ("wal", "memory"):
            raise JournalError(f"its disk cannot hold a write-ahead log (SQLite offers {mode!r})")
        if is_new:
            self._create(new_id())
        self._refuse_damaged()
        # What a killed process had written but not synced is visible here; nobody may
        # learn of it before it is safe.
        self.checkpoint("TRUNCATE")

    def inspect(self) -> None:
        """Only look: raises JournalError, with half a sentence, if this is no sound journal."""
        if not self._is_empty():
            self._refuse_foreign()
            self._refuse_damaged()

    def _is_empty(self) -> bool:
        tables = self._rows("SELECT count(*) FROM sqlite_schema")[0][0]
        return tables == 0 and self._rows("PRAGMA application_id")[0][0] in (0, APPLICATION)

    def _refuse_foreign(self) -> None:
        if self._rows("PRAGMA application_id")[0][0] != APPLICATION:
            raise JournalError("it is the database of some other program")
        version = self._rows("PRAGMA user_version")[0][0]
        if version != SCHEMA:
            raise JournalError(
                f"it was written by another version of the program (schema {version}; this"
                f" version knows {SCHEMA})"
            )

    def _refuse_damaged(self) -> None:
        verdict = " ".join(self._rows("PRAGMA quick_check(1)")[0][0].split())
        if verdict != "ok":
            raise JournalError(f"it is damaged ({verdict})")

    def _create(self, journal_id: str) -> None:
        head = first_head(journal_id)
        self._rows("BEGIN IMMEDIATE")
        for table in TABLES:
            self._rows(table)
        self._rows("INSERT INTO journal VALUES (1, ?, 0, ?)", journal_id, head)
        self._rows("INSERT INTO link VALUES (1, 0, ?, 0)", head)
        self._rows(f"PRAGMA application_id={APPLICATION}")
        self._rows(f"PRAGMA user_version={SCHEMA}")
        self._rows("COMMIT")

    # Reading.

    def identity(self) -> tuple[str, int, bytes]:
        """The journal's id, and seq and head before the oldest entry kept."""
        sql = "SELECT id, base_seq, base_head FROM journal"
        journal_id, base_seq, base_head = self._rows(sql)[0]
        return journal_id, base_seq, base_head

    def noted(self) -> Noted:
        sql = "SELECT acknowledged, acknowledged_head, connection FROM link"
        return Noted(*self._rows(sql)[0])

    def last(self) -> Line | None:
        """The newest line, None if there is none."""
        newest: int | None = self._rows("SELECT max(seq) FROM entries")[0][0]
        return None if newest is None else self.lines(newest - 1, 1)[0]

    def head_at(self, seq: int) -> bytes | None:
        rows = self._rows("SELECT head FROM entries WHERE seq = ?", seq)
        return bytes(rows[0][0]) if rows else None

    def lines(self, after_seq: int, limit: int) -> list[Line]:
        """Up to `limit` lines after `after_seq`, oldest first."""
        return [_line(row) for row in self._db.execute(_LINES, (after_seq, limit))]

    def newest_checkpoint(self, up_to_seq: int) -> int | None:
        """The newest checkpoint entry that is not after `up_to_seq`."""
        sql = "SELECT max(seq) FROM entries WHERE kind = 'checkpoint' AND seq <= ?"
        newest: int | None = self._rows(sql, up_to_seq)[0][0]
        return newest

    def states_before(self, seq: int) -> list[int]:
        """Checkpoints before `seq` that still hold their state."""
        sql = """SELECT seq FROM entries
                 WHERE kind = 'checkpoint' AND seq < ? AND personal IS NOT NULL"""
        return [row[0] for row in self._rows(sql, seq)]

    # Writing.  Each of these is one transaction, and on disk when it returns.

    def append(self, lines: Sequence[Line], noted: Noted | None) -> None:
        execute = self._db.execute
        execute("BEGIN IMMEDIATE")
        for line in lines:
            execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", line)
        if noted is not None:
            execute(_NOTE, noted)
        execute("COMMIT")

    def note(self, noted: Noted) -> None:
        self._rows(_NOTE, *noted)

    def erase(self, seqs: Iterable[int]) -> None:
        """Overwrite the personal parts of these entries, salts included."""
        self._rows("BEGIN IMMEDIATE")
        for seq in seqs:
            self._rows("UPDATE entries SET personal = NULL, salt = NULL WHERE seq = ?", seq)
        self._rows("COMMIT")

    def purge(self, seq: int, head: bytes) -> None:
        """Remove the entries up to `seq`, whose head is `head`; the chain now begins there."""
        self._rows("BEGIN IMMEDIATE")
        self._rows("DELETE FROM entries WHERE seq <= ?", seq)
        self._rows("UPDATE journal SET base_seq = ?, base_head = ?", seq, head)
        self._rows("COMMIT")

    def checkpoint(self, mode: str) -> None:
        """Copy the write-ahead log into the database; "TRUNCATE" also empties the log."""
        self._rows(f"PRAGMA wal_checkpoint({mode})")


def _line(row: Sequence[Any]) -> Line:
    seq, up_ms, wall_s, kind, public, personal, salt, personal_hash, head = row
    text = None if personal is None else _text(personal)
    return Line(seq, up_ms, wall_s, _text(kind), _text(public), text, salt, personal_hash, head)


def _text(blob: bytes) -> str:
    return blob.decode("utf-8", "replace")


# What SQLite's primary result codes mean to somebody standing in front of the cabinet.
_FULL = 13
_IN_USE = "another program has it open; stop that program"
_DAMAGED = "it is damaged; copy it away for the operator first of all, then replace the card"
_MEANING = {
    5: _IN_USE,
    6: _IN_USE,
    7: "memory is used up; restart the terminal",
    8: "it is write-protected; check the mount options, the card's switch and the file's rights",
    10: "the disk does not work as it should; see the kernel's log (dmesg), replace the card",
    11: _DAMAGED,
    _FULL: "the disk is full and the reserve is spent; remove other files, then restart",
    14: "its file or folder is missing or closed to us; check the configured path and the rights",
    26: "it is no journal, or damaged; check the configured path, copy the file away",
}


def result_code(error: Exception) -> int:
    """SQLite's primary result code, 0 if the error is not SQLite's (sqlite3 and apsw differ)."""
    code: int = getattr(error, "sqlite_errorcode", getattr(error, "result", 0))
    return code & 0xFF


def is_full(error: Exception) -> bool:
    return result_code(error) == _FULL


def explain(error: Exception, name: str, doing: str) -> JournalError:
    """What happened, why, and what to do."""
    what = f"The journal {name} could not be {doing} ({error})"
    why = _MEANING.get(result_code(error), "copy it away for the operator and restart the terminal")
    return JournalError(f"{what}: {why}. No entry was deleted or overwritten.")

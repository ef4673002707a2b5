"""Where the journal lies on a real disk: one SQLite file, its log, and the reserve beside it.

It opens what is there and begins a journal only where there has never been one.  The one
idea: the reserve is made last and is never deleted, so a reserve without a journal means
that the journal was *lost*, and a lost journal must not be replaced by an empty one that
knows of no parcels.
"""

import contextlib
import os
import sqlite3
from pathlib import Path

from sync.chain import SALT_BYTES
from sync.disk import RESERVE_BYTES, STEP_BYTES, Reserve, sync_folder
from sync.journal import Journal
from sync.store import Store
from terminal.part import JournalError


def open_journal(
    path: str, reserve_bytes: int = RESERVE_BYTES, step_bytes: int = STEP_BYTES
) -> tuple[Journal, Reserve]:
    """Open or begin the journal at `path`.  Raises JournalError with a sentence."""
    reserve = Reserve(path + ".reserve", reserve_bytes, step_bytes)
    try:
        _refuse_lost(path, reserve)
        _begin_file(path)
        journal = Journal(
            connect=lambda: _connect(path),
            salt=lambda: os.urandom(SALT_BYTES),
            name=path,
            give_room=reserve.give_up,
        )
        sync_folder(os.path.dirname(path))
    except JournalError:
        raise
    except OSError as error:
        raise JournalError(
            f"The journal {path} could not be opened ({error}): check the configured path, and"
            " that the folder exists and may be written by this program."
        ) from error
    reserve.fill()
    return journal, reserve


def _connect(path: str) -> sqlite3.Connection:
    # Looked at first without the right to write: SQLite copies the log into the database when
    # it closes, and would do so even into a file that is not ours or that is falling apart.
    # (A rollback journal, there only if the first opening of all was cut, needs that right.)
    if _size(path) > 0 and not os.path.exists(path + "-journal"):
        with contextlib.closing(_open(path, "ro")) as db:
            Store(db).inspect()
    # Not "rwc": a file that went away is an error, not a reason to begin a new one.
    return _open(path, "rw")


def _open(path: str, mode: str) -> sqlite3.Connection:
    uri = f"{Path(os.path.abspath(path)).as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=1.0)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _refuse_lost(path: str, reserve: Reserve) -> None:
    # SQLite deletes a log that belongs to an empty database; that log is all that is left.
    if _size(path) == 0 and (reserve.exists() or _size(path + "-wal") > 0):
        raise JournalError(
            f"The journal {path} is empty or gone, but there has been one: what stands beside it"
            " says so. Put the journal back. If it is lost for good, move the files that begin"
            f" with {os.path.basename(path)} away, start again, and take stock of all compartments."
        )


def _begin_file(path: str) -> None:
    """Nobody else may read it: it holds keyed hashes of codes."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

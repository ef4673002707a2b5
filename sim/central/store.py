"""Where the server keeps everything: one SQLite database.

It knows tables, not meanings.  The one idea: nothing is remembered anywhere
else, so a server that was killed goes on from its file as if nothing had
happened, and what was not committed was not promised to anybody.
"""

import sqlite3
from collections.abc import Callable

Connect = Callable[[], sqlite3.Connection]

EDITION = 2
SCHEMA = """
CREATE TABLE terminals (
    terminal TEXT PRIMARY KEY, key BLOB NOT NULL, epoch TEXT NOT NULL, zone TEXT NOT NULL,
    address TEXT NOT NULL, neighbourhood TEXT NOT NULL, network TEXT NOT NULL,
    is_online INTEGER NOT NULL DEFAULT 0, status TEXT,
    heard_s INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE journals (
    number INTEGER PRIMARY KEY, terminal TEXT NOT NULL REFERENCES terminals,
    journal TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
    UNIQUE (terminal, journal)
) STRICT;
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, journal INTEGER NOT NULL REFERENCES journals (number),
    seq INTEGER NOT NULL, up_ms INTEGER NOT NULL, wall_s INTEGER NOT NULL, kind TEXT NOT NULL,
    public TEXT NOT NULL, personal TEXT, salt BLOB NOT NULL, personal_hash BLOB NOT NULL,
    head BLOB NOT NULL, stored_s INTEGER NOT NULL,
    UNIQUE (journal, seq)
) STRICT;
CREATE TABLE orders (
    terminal TEXT NOT NULL REFERENCES terminals, number INTEGER NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, shipment TEXT NOT NULL, requested_s INTEGER NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'requested', why TEXT NOT NULL DEFAULT '',
    settled_s INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_shipment ON orders (shipment) WHERE shipment <> '';
CREATE TABLE tags (
    terminal TEXT NOT NULL, tag TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (terminal, tag, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE shipments (
    shipment TEXT PRIMARY KEY, terminal TEXT NOT NULL REFERENCES terminals, size TEXT NOT NULL,
    phone TEXT NOT NULL, email TEXT NOT NULL, state TEXT NOT NULL,
    compartment INTEGER NOT NULL DEFAULT 0, registered_s INTEGER NOT NULL,
    deposited_s INTEGER NOT NULL DEFAULT 0, notified_s INTEGER NOT NULL DEFAULT 0,
    deadline_s INTEGER NOT NULL DEFAULT 0, ended_s INTEGER NOT NULL DEFAULT 0,
    purpose TEXT NOT NULL DEFAULT 'delivery', is_identified INTEGER NOT NULL DEFAULT 0,
    goes_to TEXT NOT NULL DEFAULT '', is_redirected INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX shipments_by_place ON shipments (terminal, compartment) WHERE ended_s = 0;
CREATE TABLE senders (
    shipment TEXT PRIMARY KEY REFERENCES shipments, phone TEXT NOT NULL, email TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE plans (
    shipment TEXT NOT NULL REFERENCES shipments, deed TEXT NOT NULL, at_s INTEGER NOT NULL,
    PRIMARY KEY (shipment, deed)
) STRICT, WITHOUT ROWID;
CREATE INDEX plans_by_time ON plans (at_s);
CREATE TABLE recipients (
    shipment TEXT PRIMARY KEY REFERENCES shipments, personal_code TEXT NOT NULL,
    level TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE codes (
    number INTEGER PRIMARY KEY, terminal TEXT NOT NULL, code TEXT NOT NULL, token TEXT NOT NULL,
    shipment TEXT NOT NULL REFERENCES shipments, order_number INTEGER NOT NULL DEFAULT 0,
    is_in_use INTEGER NOT NULL DEFAULT 0, dead_s INTEGER
) STRICT;
CREATE INDEX codes_by_age ON codes (terminal, dead_s);
CREATE INDEX codes_by_shipment ON codes (shipment);
CREATE TABLE messages (
    number INTEGER PRIMARY KEY, shipment TEXT NOT NULL, kind TEXT NOT NULL, recipient TEXT NOT NULL,
    channel TEXT NOT NULL, text TEXT NOT NULL, text_en TEXT NOT NULL, qr TEXT NOT NULL,
    sent_s INTEGER NOT NULL, notice TEXT NOT NULL, clause TEXT NOT NULL, sender TEXT NOT NULL,
    cause TEXT NOT NULL,
    UNIQUE (shipment, kind, cause, channel)
) STRICT;
CREATE TABLE incidents (
    number INTEGER PRIMARY KEY, terminal TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
    compartment INTEGER NOT NULL, shipment TEXT NOT NULL, why TEXT NOT NULL,
    opened_s INTEGER NOT NULL, last_s INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    settled_s INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX incidents_open
    ON incidents (terminal, kind, place, compartment, shipment, why) WHERE settled_s = 0;
CREATE TABLE serials (next INTEGER NOT NULL) STRICT;
"""


class StoreError(OSError):
    """The database cannot be used; the text says why and what to do."""


def open_store(connect: Connect, first_serial: int) -> sqlite3.Connection:
    """The database, made on the first use; raises StoreError."""
    try:
        db = connect()
        db.isolation_level = None  # transactions begin and end where `turn.py` says so
        # Full syncs before WAL is switched on: a power cut may otherwise lose a new database.
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        _prepare(db, first_serial)
    except sqlite3.Error as error:
        raise StoreError(
            f"The server's database cannot be used: {error}. Name another file, or stop the "
            "server that has this one open."
        ) from None
    return db


def _prepare(db: sqlite3.Connection, first_serial: int) -> None:
    db.execute("BEGIN IMMEDIATE")
    (edition,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (edition, tables) == (0, 0):
        for statement in filter(str.strip, SCHEMA.split(";")):
            db.execute(statement)
        db.execute("INSERT INTO serials VALUES (?)", (first_serial,))
        db.execute(f"PRAGMA user_version = {EDITION}")
    elif edition != EDITION:
        db.execute("ROLLBACK")
        raise sqlite3.DatabaseError("the file was not made by this edition of the server")
    db.execute("COMMIT")

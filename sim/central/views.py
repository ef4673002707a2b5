"""What anybody may read of the server: for the bench, the console, checks and people.

Reading changes nothing.  No code and no key stands in any view but the messages,
which are the recipients' own.  The one idea: each row is a named tuple of plain
values, so that it can be shown, compared and turned into JSON as it is.
"""

import json
import sqlite3
from typing import Any, NamedTuple


class Shipment(NamedTuple):
    """state: "requested", "expected", "being loaded", "inside", "in question", "called back",
    "missing", "handed in" (by its sender), "sent on" (by a courier), "delivered", "removed" (a
    courier took it out), "returned" (to its sender), "withdrawn", "refused".  Times are wall clock,
    0 where not yet.  purpose: "delivery", or where its sender brings it "send", "return" or
    "storage" (to be collected at the same terminal); `goes_to` is the terminal that it is to be
    sent on to, "" where to none."""

    shipment: str
    terminal: str
    size: str
    phone: str
    email: str
    state: str
    compartment: int
    registered_s: int
    deposited_s: int
    notified_s: int
    deadline_s: int
    ended_s: int
    purpose: str
    goes_to: str


class Plan(NamedTuple):
    """deed: "remind" or "return" (to its sender), planned for `at_s`."""

    shipment: str
    deed: str
    at_s: int


class Message(NamedTuple):
    """One that a person can read, once for each cause.  channel: "SMS", "e-mail" or "paper"; `qr`
    is the text of the picture that can be scanned instead of the code, "" where there is none.
    `kind`, and the numbers in `notice` (such as "N1 N5"), are those of `notice_table.py`; `clause`
    names the clauses under which it was sent, `sender` whom it says that it comes from.  What is
    about an order and not a shipment has no `shipment`."""

    number: int
    shipment: str
    kind: str
    recipient: str
    channel: str
    text: str
    text_en: str
    qr: str
    sent_s: int
    notice: str
    clause: str
    sender: str


class Order(NamedTuple):
    """outcome: "requested", "applied", "refused" or "too late"."""

    terminal: str
    number: int
    kind: str
    shipment: str
    outcome: str
    why: str
    requested_s: int
    settled_s: int


class Incident(NamedTuple):
    """`place` is where in a payload; `settled_s` is 0 while it is open."""

    number: int
    terminal: str
    kind: str
    place: str
    compartment: int
    shipment: str
    why: str
    opened_s: int
    last_s: int
    times: int
    settled_s: int


class Entry(NamedTuple):
    """An entry's public part as it is stored."""

    terminal: str
    journal: str
    seq: int
    up_ms: int
    wall_s: int
    kind: str
    public: dict[str, Any]
    stored_s: int


class Terminal(NamedTuple):
    """`status` is its last word as it came, {} before the first; `stored` counts its entries."""

    terminal: str
    address: str
    zone: str
    is_online: bool
    heard_s: int
    duplicates: int
    stored: int
    orders: int
    status: dict[str, Any]


class Views:
    """Everything that is committed, and nothing else."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def shipments(self, shipment: str = "") -> list[Shipment]:
        """In the order of registration; the one of that number where one is given."""
        # Two statements, so that looking up one never walks through all.
        which, values = ("WHERE shipment = ?", (shipment,)) if shipment else ("", ())
        rows = self._rows(
            "SELECT shipment, terminal, size, phone, email, state, compartment, registered_s,"
            " deposited_s, notified_s, deadline_s, ended_s, purpose, goes_to"
            f" FROM shipments {which} ORDER BY rowid",
            *values,
        )
        return [Shipment(*row) for row in rows]

    def messages(self, recipient: str = "", after: int = 0) -> list[Message]:
        """Oldest first; a reader asks again `after` the number of the last one it has read."""
        rows = self._rows(
            "SELECT number, shipment, kind, recipient, channel, text, text_en, qr, sent_s, notice,"
            " clause, sender FROM messages"
            " WHERE number > ?2 AND (recipient = ?1 OR ?1 = '') ORDER BY number",
            recipient, after,
        )  # fmt: skip
        return [Message(*row) for row in rows]

    def plans(self) -> list[Plan]:
        """What will be done when its time comes, earliest first."""
        return [
            Plan(*row)
            for row in self._rows("SELECT shipment, deed, at_s FROM plans ORDER BY at_s, shipment")
        ]

    def orders(self, terminal: str = "") -> list[Order]:
        """In the order of their numbers, terminal by terminal."""
        rows = self._rows(
            "SELECT terminal, number, kind, shipment, outcome, why, requested_s, settled_s"
            " FROM orders WHERE terminal = ?1 OR ?1 = '' ORDER BY terminal, number",
            terminal,
        )
        return [Order(*row) for row in rows]

    def incidents(self, *, with_settled: bool = False) -> list[Incident]:
        """The open ones, oldest first."""
        rows = self._rows(
            "SELECT number, terminal, kind, place, compartment, shipment, why, opened_s, last_s,"
            " times, settled_s FROM incidents WHERE settled_s = 0 OR ? ORDER BY number",
            with_settled,
        )
        return [Incident(*row) for row in rows]

    def entries(self, terminal: str = "", limit: int = 100) -> list[Entry]:
        """Latest first."""
        rows = self._rows(
            "SELECT terminal, journals.journal, entries.seq, up_ms, wall_s, kind, public, stored_s"
            " FROM entries JOIN journals ON journals.number = entries.journal"
            " WHERE terminal = ?1 OR ?1 = '' ORDER BY entries.number DESC LIMIT ?2",
            terminal, limit,
        )  # fmt: skip
        return [Entry(*row)._replace(public=json.loads(row[6])) for row in rows]

    def terminals(self, terminal: str = "") -> list[Terminal]:
        rows = self._rows(
            "SELECT terminal, address, zone, is_online, heard_s, duplicates,"
            " (SELECT coalesce(sum(seq), 0) FROM journals WHERE terminal = terminals.terminal),"
            " (SELECT count(*) FROM orders WHERE terminal = terminals.terminal), status"
            " FROM terminals WHERE terminal = ?1 OR ?1 = '' ORDER BY terminal",
            terminal,
        )
        return [
            Terminal(*row)._replace(is_online=bool(row[3]), status=json.loads(row[8] or "{}"))
            for row in rows
        ]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

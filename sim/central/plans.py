"""What is to be done about a shipment when its time comes: a reminder, or its way back.

It keeps the dates and says what is due; `central.py` asks it and does it.  The one idea:
a plan is a row that was written in the turn that made it necessary, so a server that was
killed or asleep does late what it would have done in time.
"""

import sqlite3

from sim.central.turn import Turn

REMIND, RETURN, LAPSE = "remind", "return", "lapse"
# A reminder waits while its parcel is in question; only what a courier took out goes back; what
# its sender is putting in at this moment is not called off.
_IS_READY = (
    "((deed = 'remind' AND state = 'inside') OR (deed = 'return' AND state = 'removed')"
    " OR (deed = 'lapse' AND state = 'expected'))"
)


def plan(turn: Turn, shipment: str, deed: str, at_s: int) -> None:
    """Do that for it then, and not when it was planned before."""
    turn.run("INSERT OR REPLACE INTO plans VALUES (?, ?, ?)", shipment, deed, at_s)


def drop(turn: Turn, shipment: str, deed: str = "") -> None:
    """Do not do that, or anything, for it any more."""
    turn.run("DELETE FROM plans WHERE shipment = ?1 AND ?2 IN (deed, '')", shipment, deed)


def planned_s(turn: Turn, shipment: str, deed: str) -> int:
    """When that is planned; 0 where it is not."""
    row = turn.row("SELECT at_s FROM plans WHERE shipment = ? AND deed = ?", shipment, deed)
    return int(row[0]) if row else 0


def due(turn: Turn) -> list[tuple[str, str, int]]:
    """Shipment, deed and the time that was planned, in the order of time."""
    return turn.rows(
        f"SELECT shipment, deed, at_s FROM plans JOIN shipments USING (shipment)"
        f" WHERE at_s <= ? AND {_IS_READY} ORDER BY at_s, shipment, deed",
        turn.now_s,
    )


def next_s(db: sqlite3.Connection) -> int | None:
    """When something is due; None where nothing is planned."""
    row = db.execute(
        f"SELECT at_s FROM plans JOIN shipments USING (shipment) WHERE {_IS_READY}"
        " ORDER BY at_s LIMIT 1"
    ).fetchone()
    return None if row is None else int(row[0])

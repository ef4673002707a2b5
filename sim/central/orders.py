"""The server's log of orders, one for each terminal, numbered from 1.

It numbers, keeps, sends and settles them; what an outcome means for a shipment
is told to `shipments.py` by `meaning.py`.  The one idea: an order is in the log
before anybody hears of it, never changes and is never renumbered, so sending it
again is always harmless.
"""

import json
from collections.abc import Iterable

from sim.central.incidents import open_incident
from sim.central.turn import Turn

MOST_ORDERS = 50
MOST_BYTES = 64 * 1024
# A terminal that was away for long gets the rest after its next status, which follows at once
# when it has applied these.
MOST_AT_ONCE = 200


def give(
    turn: Turn,
    terminal: str,
    kind: str,
    body: dict[str, object],
    shipment: str = "",
    tags: Iterable[str] = (),
) -> int:
    """Put an order into the terminal's log, and send it where the terminal is there."""
    number, is_online = turn.row(
        "SELECT (SELECT coalesce(max(number), 0) + 1 FROM orders WHERE terminal = ?1), is_online"
        " FROM terminals WHERE terminal = ?1",
        terminal,
    )
    turn.run(
        "INSERT INTO orders (terminal, number, kind, body, shipment, requested_s)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        terminal, number, kind, json.dumps(body), shipment, turn.now_s,
    )  # fmt: skip
    for tag in filter(None, tags):
        turn.run("INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", terminal, tag, number)
    if is_online:
        _publish(turn, terminal, [{"number": number, "kind": kind, **body}])
    turn.say(f"order {number} to {terminal}: {kind} {shipment}".rstrip())
    return int(number)


def resend(turn: Turn, terminal: str, last_order: int) -> None:
    """Send what comes after `last_order`, some of it when it is much."""
    rows = turn.rows(
        "SELECT number, kind, body FROM orders WHERE terminal = ? AND number > ?"
        " ORDER BY number LIMIT ?",
        terminal, last_order, MOST_AT_ONCE,
    )  # fmt: skip
    batch: list[dict[str, object]] = []
    size = 0
    for number, kind, body in rows:
        if len(batch) == MOST_ORDERS or size + len(body) > MOST_BYTES:
            _publish(turn, terminal, batch)
            batch, size = [], 0
        batch.append({"number": number, "kind": kind, **json.loads(body)})
        size += len(body)
    if batch:
        _publish(turn, terminal, batch)


def _publish(turn: Turn, terminal: str, batch: list[dict[str, object]]) -> None:
    turn.publish(terminal, "down/orders", {"orders": batch})


def settle(turn: Turn, terminal: str, number: int, outcome: str, why: str) -> bool:
    """Note what became of it; False where that is no news or there is no such order."""
    row = turn.row(
        "SELECT kind, shipment, outcome FROM orders WHERE terminal = ? AND number = ?",
        terminal, number,
    )  # fmt: skip
    if row is None:
        open_incident(turn, terminal, "order unknown", f"order {number} was never given")
        return False
    kind, shipment, before = row
    if before != "requested":
        return False
    turn.run(
        "UPDATE orders SET outcome = ?, why = ?, settled_s = ? WHERE terminal = ? AND number = ?",
        outcome, why, turn.now_s, terminal, number,
    )  # fmt: skip
    turn.say(f"order {number} of {terminal} ({kind} {shipment}): {outcome} {why}".rstrip())
    return True

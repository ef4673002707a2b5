"""What it means for a shipment that a terminal applied an order, or would not.

The order's own outcome is noted by `orders.py`.  The one idea: an order takes
effect when its terminal has committed it, so here and not at the request is
where codes change hands and people are told.
"""

import json
from typing import Any

from sim.central import aftermath, sendings, shipments, together
from sim.central.incidents import open_incident
from sim.central.turn import Turn


def _order(turn: Turn, terminal: str, number: int) -> tuple[str, str, dict[str, Any]]:
    kind, shipment, body = turn.row(
        "SELECT kind, shipment, body FROM orders WHERE terminal = ? AND number = ?",
        terminal, number,
    )  # fmt: skip
    return kind, shipment, json.loads(body)


def _is_elsewhere(turn: Turn, terminal: str, shipment: str) -> bool:
    """It was sent on meanwhile: what its first terminal does about it changes nothing."""
    return bool(
        turn.row(
            "SELECT 1 FROM shipments WHERE shipment = ? AND terminal <> ?", shipment, terminal
        )
    )


def applied(turn: Turn, terminal: str, number: int) -> None:
    kind, shipment, body = _order(turn, terminal, number)
    if _is_elsewhere(turn, terminal, shipment):
        return
    if kind == "expect":
        _expected(turn, shipment)
    elif kind == "announce":
        sendings.applied(turn, terminal, shipment, body)
    elif kind == "withdraw":
        aftermath.withdrawn(turn, shipment)
    elif kind == "recall":
        aftermath.recalled(turn, shipment)
    elif kind == "recode":
        shipments.recoded(turn, shipment, number)
    elif kind == "set_deadline":
        shipments.deadline_applied(turn, shipment, body["deadline_s"])


def _expected(turn: Turn, shipment: str) -> None:
    turn.run(
        "UPDATE shipments SET state = 'expected' WHERE shipment = ? AND state = 'requested'",
        shipment,
    )


def refused(turn: Turn, terminal: str, number: int, outcome: str, why: str) -> None:
    """A shipment that will not be expected is over; whatever else was refused needs a person."""
    kind, shipment, _ = _order(turn, terminal, number)
    if _is_elsewhere(turn, terminal, shipment):
        return
    if kind in ("expect", "announce"):
        shipments.end(turn, shipment, "refused", turn.now_s)
    elif kind == "recode":
        shipments.recode_refused(turn, shipment, number)
    elif kind == "withdraw" and outcome == "too late":
        shipments.withdrawal_refused(turn, terminal, shipment)
    if why == together.REFUSED:
        shipments.separate(turn, terminal, shipment)
    if outcome == "refused":
        open_incident(
            turn, terminal, "order refused", f"order {number} ({kind}): {why}", shipment=shipment
        )

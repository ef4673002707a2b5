"""What becomes of a shipment that leaves its terminal and was not collected.

It stays with the operator, goes back to its sender, or is sent on to another terminal;
`shipments.py` knows it while it is at one.  The one idea: where it goes and for how long
are rules of the network, so nothing here is about one operator.
"""

import json

from sim.central import codes, days, notices, orders, plans, shipments
from sim.central.incidents import open_incident
from sim.central.network_file import HOME
from sim.central.shipments import LYING_INSIDE, ON_THE_WAY, STORAGE
from sim.central.terminals import Terminal, find
from sim.central.turn import Turn

# Its recipient could have come for it, or may have believed so.
WAITED_FOR = ("inside", "in question", "missing")
# What was ordered about it holds in the next terminal too.
_MOVED_ORDERS = (("set_dues", "dues"), ("set_hold", "why"))


def recalled(turn: Turn, shipment: str) -> None:
    """One that has not come need not come; one that lies inside waits for a courier."""
    (state,) = turn.row("SELECT state FROM shipments WHERE shipment = ?", shipment)
    if state in LYING_INSIDE:
        turn.run("UPDATE shipments SET state = 'called back' WHERE shipment = ?", shipment)
    elif state in ON_THE_WAY:
        withdrawn(turn, shipment)


def withdrawn(turn: Turn, shipment: str) -> None:
    """Its terminal does not expect it any more."""
    if not _send_on(turn, shipment):
        shipments.end(turn, shipment, "withdrawn", turn.now_s)


def removed(turn: Turn, shipment: str, before: str, at_s: int) -> None:
    """A courier took it out.  What was not collected in time goes where the rules say."""
    if before == "called back" and _send_on(turn, shipment):
        return
    if before == "handed in":
        shipments.end(turn, shipment, "sent on", at_s)
        return
    shipments.end(turn, shipment, "removed", at_s)
    (deadline_s,) = turn.row("SELECT deadline_s FROM shipments WHERE shipment = ?", shipment)
    if before in WAITED_FOR and 0 < deadline_s < at_s:
        _keep_elsewhere(turn, shipment, at_s)


def _keep_elsewhere(turn: Turn, shipment: str, at_s: int) -> None:
    """002-9.2, 004-4.3: so many days after the removal or the notice; 002-5.2, 13.3.7: none."""
    terminal, notified_s, purpose = turn.row(
        "SELECT terminal, notified_s, purpose FROM shipments WHERE shipment = ?", shipment
    )
    place = find(turn, terminal)
    assert place is not None  # a shipment's terminal is registered before it
    rules = place.rules(turn, notified_s)
    if purpose == STORAGE or rules.text("after_expiry.goes_to") == HOME:
        returned(turn, shipment)
        return
    is_from_notice = rules.text("after_expiry.counted_from") == "notice"
    from_s = notified_s if is_from_notice else at_s
    kept_s = days.deadline_s(from_s, place.zone, rules.number("after_expiry.kept_days"))
    if kept_s < turn.now_s:
        returned(turn, shipment)
        return
    plans.plan(turn, shipment, plans.RETURN, kept_s + 1)
    notices.expired(turn, shipment)


def returned(turn: Turn, shipment: str) -> None:
    """Nobody wanted it: back to its sender."""
    shipments.end(turn, shipment, "returned", turn.now_s)


def _send_on(turn: Turn, shipment: str) -> bool:
    """To the terminal that it is to go to (002-8.6.13), under a new code; False where to none."""
    terminal, goes_to, phone = turn.row(
        "SELECT terminal, goes_to, phone FROM shipments WHERE shipment = ?", shipment
    )
    place = find(turn, goes_to) if goes_to else None
    if place is None:
        return False
    shipments.kill_codes(turn, shipment)
    plans.drop(turn, shipment)
    body = _newest(turn, terminal, shipment, "expect")
    expected = {"size": body["size"], "sides_mm": body["sides_mm"], **place.phone_tags(phone)}
    try:
        shipments.expect(turn, place, shipment, expected)
    except codes.NoCodeLeft as error:
        open_incident(turn, goes_to, "no code left", str(error), shipment=shipment)
        return False
    turn.run(
        "UPDATE shipments SET terminal = ?, state = 'requested', compartment = 0, deposited_s = 0,"
        " notified_s = 0, deadline_s = 0, ended_s = 0, goes_to = '', is_redirected = 1"
        " WHERE shipment = ?",
        goes_to, shipment,
    )  # fmt: skip
    _move_orders(turn, terminal, place, shipment)
    turn.say(f"{shipment} is sent on to {goes_to}")
    return True


def _move_orders(turn: Turn, terminal: str, place: Terminal, shipment: str) -> None:
    for kind, what in _MOVED_ORDERS:
        body = _newest(turn, terminal, shipment, kind)
        if body.get(what):
            orders.give(turn, place.terminal, kind, body, shipment)


def _newest(turn: Turn, terminal: str, shipment: str, kind: str) -> dict[str, object]:
    """The newest order of that kind that was not refused; {} where there is none."""
    row = turn.row(
        "SELECT body FROM orders WHERE shipment = ? AND terminal = ? AND kind = ?"
        " AND outcome IN ('requested', 'applied') ORDER BY number DESC LIMIT 1",
        shipment, terminal, kind,
    )  # fmt: skip
    return dict(json.loads(row[0])) if row else {}

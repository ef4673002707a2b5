"""Parcels of one recipient that share a compartment: one code, one deadline (002-8.6.7, 8.6.8).

A terminal puts them together by itself, offline too, and the server learns it from the entry
`deposited`.  The one idea: until the terminal has heard of it both codes open the compartment, so
the recipient may be told the shared one at once.
"""

import json

from sim.central import days, orders, plans
from sim.central.incidents import open_incident
from sim.central.terminals import Terminal
from sim.central.turn import Turn

REFUSED = "lies with others"  # the terminal's word for what cannot be done to one of several


def beside(turn: Turn, terminal: str, shipment: str, compartment: int) -> list[str]:
    """What lies in one compartment with it and was not called back, longest first."""
    rows = turn.rows(
        "SELECT shipment FROM shipments WHERE terminal = ? AND compartment = ? AND ended_s = 0"
        " AND state = 'inside' AND shipment <> ? ORDER BY deposited_s, rowid",
        terminal, compartment, shipment,
    )  # fmt: skip
    return [str(row[0]) for row in rows]


def companions(turn: Turn, terminal: str, shipment: str, compartment: int) -> list[str]:
    """Those beside it that have the same recipient."""
    phone = _phone(turn, shipment)
    others = beside(turn, terminal, shipment, compartment) if compartment else []
    return [other for other in others if _phone(turn, other) == phone]


def _phone(turn: Turn, shipment: str) -> str:
    return str(turn.row("SELECT phone FROM shipments WHERE shipment = ?", shipment)[0])


def is_with_strangers(turn: Turn, terminal: str, shipment: str, compartment: int) -> bool:
    """Whether somebody else's lies there too; a person at the operator's is told."""
    others = beside(turn, terminal, shipment, compartment)
    if len(others) == len(companions(turn, terminal, shipment, compartment)):
        return False
    open_incident(
        turn, terminal, "with another's", "it was put beside a parcel of somebody else",
        compartment=compartment, shipment=shipment,
    )  # fmt: skip
    return True


def share_code(turn: Turn, place: Terminal, shipment: str, other: str) -> None:
    """`shipment` gets the code of `other`, and is told it; its own lives until that is applied."""
    code, token = turn.row(
        "SELECT code, token FROM codes WHERE shipment = ? AND is_in_use = 1", other
    )
    order = order_code(turn, place, shipment, code, token)
    turn.run("UPDATE codes SET is_in_use = 0 WHERE shipment = ? AND is_in_use = 1", shipment)
    keep_code(turn, place, shipment, (code, token), order, is_in_use=True)


def order_code(turn: Turn, place: Terminal, shipment: str, code: str, token: str) -> int:
    """Tell the terminal code and phone of a shipment; gives the order's number."""
    tags = place.code_tags(code, token)
    body: dict[str, object] = {
        "shipment": shipment, **tags, **place.phone_tags(_phone(turn, shipment)),
    }  # fmt: skip
    return orders.give(turn, place.terminal, "recode", body, shipment, tags.values())


def keep_code(
    turn: Turn, place: Terminal, shipment: str, code: tuple[str, str], order: int, *,
    is_in_use: bool,
) -> None:  # fmt: skip
    """`code` and token, which the terminal knows from that order on."""
    turn.run(
        "INSERT INTO codes (terminal, code, token, shipment, order_number, is_in_use)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        place.terminal, *code, shipment, order, int(is_in_use),
    )  # fmt: skip


def renew(turn: Turn, place: Terminal, shipment: str, deadline_s: int) -> None:
    """Something was added: it is kept as long as that (002-8.6.8); the notice of what was added
    names the new day for all of them."""
    turn.run(
        "UPDATE shipments SET notified_s = ?, deadline_s = max(deadline_s, ?) WHERE shipment = ?",
        turn.now_s, deadline_s, shipment,
    )  # fmt: skip
    plan_reminder(turn, place, shipment)
    if deadline_s > latest_deadline_s(turn, shipment):
        order_deadline(turn, place.terminal, shipment, deadline_s)


def plan_reminder(turn: Turn, place: Terminal, shipment: str) -> None:
    """By the rule of its network, counted from now."""
    at_s = days.reminder_s(turn.now_s, place.zone, place.rules(turn))
    plans.plan(turn, shipment, plans.REMIND, at_s)


def order_deadline(turn: Turn, terminal: str, shipment: str, deadline_s: int) -> None:
    body: dict[str, object] = {"shipment": shipment, "deadline_s": deadline_s}
    orders.give(turn, terminal, "set_deadline", body, shipment)


def latest_deadline_s(turn: Turn, shipment: str) -> int:
    """The latest that was ever ordered: an extension counts from here, not from what is applied."""
    rows = turn.rows(
        "SELECT body FROM orders WHERE shipment = ? AND kind = 'set_deadline'", shipment
    )
    return max((int(json.loads(body)["deadline_s"]) for (body,) in rows), default=0)

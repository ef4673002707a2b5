"""What each kind of entry means to the server.

Entries come here once each, in the journal's order, inside the turn that stores
them; every file that acts on them is called from the table at the end.  The one
idea: the terminal is right about what happened, so an entry that surprises us
changes our view *and* opens an incident; it is never argued with.
"""

from collections.abc import Callable
from typing import Any

from sim.central import aftermath, notices, orders, outcomes, sendings, shipments
from sim.central.chain import Line
from sim.central.incidents import open_incident, settle_at
from sim.central.turn import Turn

# What an inspection of the compartment settles, whatever it finds.
SETTLED_BY_LOOKING = (
    "doubted", "said empty", "forced open", "left open", "missing", "found", "unknown thing inside",
    "not theirs", "opened by hand", "opened for a test", "official opening", "board replaced",
    "with another's",
)  # fmt: skip


def apply(turn: Turn, terminal: str, line: Line) -> None:
    act = _MEANING.get(line.kind)
    if act is not None:
        act(turn, terminal, line, line.public)


Public = dict[str, Any]


def _when_s(turn: Turn, line: Line) -> int:
    """The terminal's own time of it where that can be true, else when we heard of it."""
    return line.wall_s if 0 < line.wall_s <= turn.now_s else turn.now_s


def _state(turn: Turn, terminal: str, shipment: str) -> str | None:
    row = turn.row(
        "SELECT state FROM shipments WHERE shipment = ? AND terminal = ?", shipment, terminal
    )
    if row is None:
        open_incident(turn, terminal, "shipment unknown", "nobody sent it here", shipment=shipment)
        return None
    return str(row[0])


def _order_applied(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    if orders.settle(turn, terminal, public["number"], "applied", ""):
        outcomes.applied(turn, terminal, public["number"])


def _order_refused(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    outcome = "too late" if public["why"] == "late" else "refused"
    if orders.settle(turn, terminal, public["number"], outcome, public["why"]):
        outcomes.refused(turn, terminal, public["number"], outcome, public["why"])


def _reserved(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    shipment, compartment = public["shipment"], public["compartment"]
    state = _state(turn, terminal, shipment)
    if state in shipments.ON_THE_WAY:
        shipments.move(turn, shipment, "being loaded", compartment)
    elif state is not None:
        open_incident(
            turn, terminal, "loaded unexpectedly", f"it was {state}",
            compartment=compartment, shipment=shipment,
        )  # fmt: skip


def _deposited(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    shipment, compartment = public["shipment"], public["compartment"]
    state = _state(turn, terminal, shipment)
    if state in (*shipments.ON_THE_WAY, "missing") and sendings.is_outgoing(turn, shipment):
        sendings.handed_in(turn, shipment, compartment, _when_s(turn, line))
    elif state in shipments.ON_THE_WAY:
        shipments.deposited(turn, terminal, shipment, compartment, _when_s(turn, line))
    elif state in (*shipments.LYING_INSIDE, "missing"):
        where = state if state in ("called back", "handed in") else "inside"
        shipments.move(turn, shipment, where, compartment)
    elif state is not None:
        _surprise(turn, terminal, shipment, compartment, f"it was {state}")


def _surprise(turn: Turn, terminal: str, shipment: str, compartment: int, why: str) -> None:
    """It lies inside though it was gone: no code opens for it, somebody must look."""
    shipments.move(turn, shipment, "inside", compartment)
    turn.run("UPDATE shipments SET ended_s = 0 WHERE shipment = ?", shipment)
    open_incident(turn, terminal, "found", why, compartment=compartment, shipment=shipment)


def _not_deposited(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    shipment, compartment = public["shipment"], public["compartment"]
    state = _state(turn, terminal, shipment)
    if state in ("inside", "handed in") and sendings.taken_back(turn, shipment):
        return
    if state is not None:
        _not_found(turn, terminal, shipment, state, compartment)


def _collected(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    _gone(turn, terminal, line, public, "delivered")


def _taken_out(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    settle_at(turn, terminal, public["compartment"], SETTLED_BY_LOOKING)
    _gone(turn, terminal, line, public, "removed")


def _gone(turn: Turn, terminal: str, line: Line, public: Public, state: str) -> None:
    for shipment in public["shipments"]:
        before = _state(turn, terminal, shipment)
        if before is None:
            continue
        is_recalled = before == "called back" and state == "delivered"
        if before not in (*shipments.LYING_INSIDE, "missing") or is_recalled:
            open_incident(
                turn, terminal, "gone unexpectedly", f"{state}; it was {before}",
                compartment=public["compartment"], shipment=shipment,
            )  # fmt: skip
        if state == "removed":
            aftermath.removed(turn, shipment, before, _when_s(turn, line))
        else:
            shipments.end(turn, shipment, state, _when_s(turn, line))


def _said_empty(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    compartment = public["compartment"]
    open_incident(
        turn, terminal, "said empty", "the recipient found nothing inside", compartment=compartment
    )
    for shipment, state in _believed_inside(turn, terminal, compartment):
        if state == "inside":
            shipments.move(turn, shipment, "in question", compartment)


def _not_theirs(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    compartment = public["compartment"]
    open_incident(
        turn, terminal, "not theirs", "somebody else's parcel was found and put back (002-8.6.11)",
        compartment=compartment,
    )  # fmt: skip
    for shipment, state in _believed_inside(turn, terminal, compartment):
        if state == "inside":
            shipments.move(turn, shipment, "in question", compartment)


def _refused(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    """It goes back to its sender at once (002-9.3)."""
    for shipment in public["shipments"]:
        if _state(turn, terminal, shipment) in shipments.LYING_INSIDE:
            shipments.move(turn, shipment, "called back", public["compartment"])


def _believed_inside(turn: Turn, terminal: str, compartment: int) -> list[tuple[str, str]]:
    return turn.rows(
        "SELECT shipment, state FROM shipments"
        " WHERE terminal = ? AND compartment = ? AND ended_s = 0",
        terminal, compartment,
    )  # fmt: skip


def _inspected(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    compartment, found = public["compartment"], public["found"]
    settle_at(turn, terminal, compartment, SETTLED_BY_LOOKING)
    for shipment, state in _believed_inside(turn, terminal, compartment):
        if shipment not in found:
            _not_found(turn, terminal, shipment, state, compartment)
    for shipment in found:
        _deposited(turn, terminal, line, {"shipment": shipment, "compartment": compartment})
    if public["has_unknown"]:
        open_incident(
            turn, terminal, "unknown thing inside", "whose is it? (002-11.2)",
            compartment=compartment,
        )  # fmt: skip


def _not_found(turn: Turn, terminal: str, shipment: str, state: str, compartment: int) -> None:
    if state == "being loaded":  # the courier had not put it in after all
        shipments.move(turn, shipment, "expected")
    elif state in shipments.LYING_INSIDE:
        shipments.move(turn, shipment, "missing", compartment)
        open_incident(
            turn, terminal, "missing", "it should lie here and does not",
            compartment=compartment, shipment=shipment,
        )  # fmt: skip


def _no_room(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    open_incident(
        turn, terminal, "no room", f"for size {public['size'] or 'unknown'}; send it to another"
        " terminal nearby (002-8.6.13)", shipment=public["shipment"],
    )  # fmt: skip


def _seen_open(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    if public["opening"] == 0:
        why = "nobody was allowed to" if public["is_change"] else "it stood open at a first look"
        open_incident(turn, terminal, "forced open", why, compartment=public["compartment"])


def _barred(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    """Damage by an item is charged to whoever sent it (002-7.4.2), so the last one is named."""
    last = turn.row(
        "SELECT shipment FROM shipments WHERE terminal = ? AND compartment = ?"
        " ORDER BY deposited_s DESC LIMIT 1",
        terminal, public["compartment"],
    )  # fmt: skip
    is_by_item = public["reason"] == "damaged by item"
    open_incident(
        turn, terminal, "out of service", f"{public['reason']}, says {public['technician']}",
        compartment=public["compartment"], shipment=last[0] if last and is_by_item else "",
    )  # fmt: skip


def _unbarred(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    settle_at(turn, terminal, public["compartment"], ("out of service",))


def _board_replaced(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    for number in public["compartments"]:
        why = f"board {public['board']}; a stocktake is due"
        open_incident(turn, terminal, "board replaced", why, compartment=number)


def _uncollected(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    """The operator looks into it, and whoever owes the money is told (002-5.3.1)."""
    compartment, cents, sale = public["compartment"], public["cents"], public["sale"]
    _incident("cod uncollected")(turn, terminal, line, public)
    row = turn.row(
        "SELECT shipment FROM shipments WHERE terminal = ? AND compartment = ?"
        " AND state IN ('inside', 'in question', 'called back', 'delivered')"
        " ORDER BY ended_s > 0, ended_s DESC, deposited_s DESC LIMIT 1",
        terminal, compartment,
    )  # fmt: skip
    if row is not None and cents:
        notices.not_paid(turn, row[0], cents, f"{sale} of {terminal}")


def _size_changed(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    """The difference may be charged to its sender (002-4.1.1)."""
    size, shipment = public["size"], public["shipment"]
    turn.run("UPDATE shipments SET size = ? WHERE shipment = ?", size, shipment)
    turn.say(f"{shipment} is of size {size}, says its sender")


def _not_sent(turn: Turn, terminal: str, line: Line, public: Public) -> None:
    """What was paid for and not given is to be refunded (003-5.4)."""
    if public["why"] in ("no room", "not opened", "deposits stopped"):
        open_incident(
            turn, terminal, "sender turned away", public["why"], shipment=public["shipment"]
        )


def _incident(kind: str) -> "Act":
    """An entry whose own words are the incident."""

    def act(turn: Turn, terminal: str, line: Line, public: Public) -> None:
        rest = {name: value for name, value in public.items() if name != "compartment"}
        why = ", ".join(f"{name} {value}" for name, value in rest.items())
        open_incident(turn, terminal, kind, why, compartment=public.get("compartment", 0))

    return act


Act = Callable[[Turn, str, Line, Public], None]

# Kinds that are not here change nothing but the journal's copy.
_MEANING: dict[str, Act] = {
    "order_applied": _order_applied,
    "order_refused": _order_refused,
    "size_changed": _size_changed,
    "not_sent": _not_sent,
    "reserved": _reserved,
    "deposited": _deposited,
    "not_deposited": _not_deposited,
    "collected": _collected,
    "taken_out": _taken_out,
    "damaged": _incident("damaged"),
    "not_theirs": _not_theirs,
    "refused": _refused,
    "said_empty": _said_empty,
    "inspected": _inspected,
    "no_room": _no_room,
    "seen_open": _seen_open,
    "doubted": _incident("doubted"),
    "left_open": _incident("left open"),
    "sensor_blind": _incident("sensor blind"),
    "unexpected": _incident("unexpected"),
    "ack_strange": _incident("acknowledgement disputed"),
    "disk_filled": _incident("disk full"),
    "uncollected": _uncollected,
    "barred": _barred,
    "unbarred": _unbarred,
    "board_replaced": _board_replaced,
    "test_opening": _incident("opened for a test"),
    "opened_by_hand": _incident("opened by hand"),
    "official_opening": _incident("official opening"),
    "sale_unclear": _incident("payment unclear"),
}

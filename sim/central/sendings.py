"""What senders bring to a terminal themselves: announced, handed in, taken back, sent on.

The deposit's own story is that of every shipment (`shipments.py`, `meaning.py`); here is what is
different.  The one idea: a reservation is sold when its terminal has said "applied" and not before
(003-2.12), so the sender's door code goes out then, with its compartment and its time.
"""

from sim.central import days, notice_table, notices, orders, plans, shipments, together
from sim.central.terminals import Terminal, find
from sim.central.turn import Turn

SEND, RETURN, STORAGE = "send", "return", shipments.STORAGE
WAYS = (SEND, RETURN, STORAGE)
# A courier takes these along; nobody here waits for them.
OUTGOING = (SEND, RETURN)
HOUR_S = 3_600


def announce(
    turn: Turn, place: Terminal, shipment: str, way: str, body: dict[str, object],
    sender: tuple[str, str], recipient: tuple[str, str],
) -> tuple[str, str]:  # fmt: skip
    """Allot the codes and tell the terminal; gives (shipment, door code or "").

    `body`: size, sides_mm, kept, until_s; `sender` and `recipient` are (phone, e-mail).
    """
    number = shipment or shipments.next_number(turn)
    turn.run(
        "INSERT INTO shipments (shipment, terminal, size, phone, email, state, registered_s,"
        " purpose) VALUES (?, ?, ?, ?, ?, 'requested', ?, ?)",
        number, place.terminal, str(body["size"]), *recipient, turn.now_s, way,
    )  # fmt: skip
    turn.run("INSERT OR REPLACE INTO senders VALUES (?, ?, ?)", number, *sender)
    # Only a kept compartment needs a code: for all others the label is enough (002-6.2.1).
    door = shipments.allot(turn, place) if body["kept"] or way == STORAGE else ("", "")
    pickup = shipments.allot(turn, place, door[:1]) if way == STORAGE else ("", "")
    tags, waiting = _tags(place, door), _tags(place, pickup)
    order = orders.give(
        turn, place.terminal, "announce",
        {**body, "shipment": number, "way": way, **tags, "phone_end": sender[0][-3:],
         "pickup_code": waiting["code"], "pickup_token": waiting["token"],
         "pickup_phone_end": recipient[0][-3:]},
        number, (*tags.values(), *waiting.values()),
    )  # fmt: skip
    for code, is_in_use in ((door, False), (pickup, True)):
        if code[0]:
            together.keep_code(turn, place, number, code, order, is_in_use=is_in_use)
    return number, door[0]


def _tags(place: Terminal, code: tuple[str, str]) -> dict[str, str]:
    return place.code_tags(*code) if code[0] else {"code": "", "token": ""}


def applied(turn: Turn, terminal: str, shipment: str, body: dict[str, object]) -> None:
    """The compartment is kept: whoever ordered is told where and with which code."""
    turn.run(
        "UPDATE shipments SET state = 'expected' WHERE shipment = ? AND state = 'requested'",
        shipment,
    )
    until_s = int(str(body["until_s"]))
    if until_s:
        plans.plan(turn, shipment, plans.LAPSE, until_s + HOUR_S)
    place = find(turn, terminal)
    row = turn.row("SELECT email FROM senders WHERE shipment = ?", shipment)
    code = turn.row(
        "SELECT code FROM codes WHERE shipment = ? AND is_in_use = 0 AND dead_s IS NULL", shipment
    )
    if place is None or not (row and row[0] and code):
        return
    number = notice_table.RETURN_ORDERED if body["way"] == RETURN else notice_table.ORDER_PAID
    until = days.in_words(until_s, place.zone) if until_s else "-"
    facts = {"compartment": str(body["kept"] or "-"), "pin": code[0], "until": until}
    notices.ordered(turn, number, place, shipment, row[0], facts)


def is_outgoing(turn: Turn, shipment: str) -> bool:
    return _way(turn, shipment) in OUTGOING


def _way(turn: Turn, shipment: str) -> str:
    return str(turn.row("SELECT purpose FROM shipments WHERE shipment = ?", shipment)[0])


def handed_in(turn: Turn, shipment: str, compartment: int, at_s: int) -> None:
    """Its sender has put it in, and a courier is to take it along."""
    plans.drop(turn, shipment, plans.LAPSE)
    turn.run("UPDATE shipments SET deposited_s = ? WHERE shipment = ?", at_s, shipment)
    shipments.move(turn, shipment, "handed in", compartment)


def taken_back(turn: Turn, shipment: str) -> bool:
    """Its sender has it in hand again; False where no sender brings it."""
    way = _way(turn, shipment)
    if way not in WAYS:
        return False
    if way == STORAGE:
        notices.taken_back(turn, shipment)
        plans.drop(turn, shipment, plans.REMIND)
    shipments.move(turn, shipment, "expected")
    return True


def lapsed(turn: Turn, shipment: str) -> None:
    """Nobody came in time: its terminal need not wait any more (003-3.3)."""
    (terminal,) = turn.row("SELECT terminal FROM shipments WHERE shipment = ?", shipment)
    shipments.call_back(turn, terminal, shipment, "recalled")

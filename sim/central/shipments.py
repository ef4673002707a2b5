"""The shipments: registered, on their way into a compartment, inside, and gone.

It keeps what state each is in and which code opens for it; texts to people are in
`notices.py`, and what becomes of one that was not collected is in `aftermath.py`.  The
one idea: a terminal's journal alone says what lies inside, so every change of state here
is made by an entry or by an order's outcome, never by a wish.
"""

from sim.central import codes, days, notice_table, notices, orders, plans, together
from sim.central.numbers import shipment_number
from sim.central.terminals import Terminal, find
from sim.central.turn import Turn

# A terminal remembers dead codes for 14 days of its own reckoning; the day is for its clock.
BARRED_S = 15 * 86_400
# States in plain words.  "requested": its terminal has not applied the order yet.
ON_THE_WAY = ("requested", "expected", "being loaded")
# "handed in": by its sender; a courier takes it along, and then it is "sent on".
# "called back": no code opens for it any more, and a courier is to take it out.
LYING_INSIDE = ("inside", "in question", "called back", "handed in")
ENDED = ("delivered", "removed", "returned", "sent on", "withdrawn", "refused")
DELIVERY, STORAGE = "delivery", "storage"


def register(
    turn: Turn,
    place: Terminal,
    size: str,
    sides_mm: tuple[int, ...],
    phone: str,
    email: str,
    number: str,
) -> str:
    """Allot number, code and token, and tell the terminal to expect it; gives the number."""
    shipment = number or next_number(turn)
    turn.run(
        "INSERT INTO shipments (shipment, terminal, size, phone, email, state, registered_s,"
        " purpose) VALUES (?, ?, ?, ?, ?, 'requested', ?, ?)",
        shipment, place.terminal, size, phone, email, turn.now_s, DELIVERY,
    )  # fmt: skip
    body: dict[str, object] = {
        "size": size, "sides_mm": list(sides_mm), **place.phone_tags(phone),
    }  # fmt: skip
    expect(turn, place, shipment, body)
    return shipment


def expect(turn: Turn, place: Terminal, shipment: str, body: dict[str, object]) -> None:
    """Its terminal is to expect it, under a new code.  `body`: size, sides_mm, phone tags."""
    code, token = allot(turn, place)
    tags = place.code_tags(code, token)
    body = {**body, "shipment": shipment, **tags}
    order = orders.give(turn, place.terminal, "expect", body, shipment, tags.values())
    together.keep_code(turn, place, shipment, (code, token), order, is_in_use=True)


def next_number(turn: Turn) -> str:
    while True:
        (serial,) = turn.row("SELECT next FROM serials")
        turn.run("UPDATE serials SET next = ?", (serial + 1) % 10**8)
        number = shipment_number(serial)
        if not turn.row("SELECT 1 FROM shipments WHERE shipment = ?", number):
            return number


def allot(turn: Turn, place: Terminal, beside: tuple[str, ...] = ()) -> tuple[str, str]:
    """A code that is safe at this terminal and new in its neighbourhood, and a token.

    `beside` are codes of this turn that are not kept yet.
    """
    live = turn.rows("SELECT code FROM codes WHERE terminal = ? AND dead_s IS NULL", place.terminal)
    barred = turn.rows(
        "SELECT code FROM codes JOIN terminals USING (terminal)"
        " WHERE neighbourhood = ? AND dead_s IS NULL"
        " UNION SELECT code FROM codes WHERE terminal = ? AND dead_s > ?",
        place.neighbourhood, place.terminal, turn.now_s - BARRED_S,
    )  # fmt: skip
    code = codes.allot({row[0] for row in live} | {*beside}, {row[0] for row in barred}, turn.luck)
    return code, f"{turn.luck.below(1 << 64):016X}{turn.luck.below(1 << 64):016X}"


def correct_phone(turn: Turn, place: Terminal, shipment: str, phone: str) -> None:
    """At the sender's request (002-8.6.3).  A code that was already sent is replaced."""
    turn.run("UPDATE shipments SET phone = ? WHERE shipment = ?", phone, shipment)
    state, compartment = turn.row(
        "SELECT state, compartment FROM shipments WHERE shipment = ?", shipment
    )
    if state not in LYING_INSIDE:
        _correct_phone_alone(turn, place, shipment, phone)
        return
    code, token = allot(turn, place)
    # What lies with it for that phone has the same code, and goes on having it.
    others = together.companions(turn, place.terminal, shipment, compartment)
    for one in (shipment, *others):
        order = together.order_code(turn, place, one, code, token)
        together.keep_code(turn, place, one, (code, token), order, is_in_use=False)


def _correct_phone_alone(turn: Turn, place: Terminal, shipment: str, phone: str) -> None:
    """Nobody was told its code yet; the terminal must not lay it with another's parcels."""
    turn.say(f"{shipment}: the code will go to {phone} when it has arrived")
    (purpose,) = turn.row("SELECT purpose FROM shipments WHERE shipment = ?", shipment)
    if purpose != DELIVERY:  # the code that the terminal holds for it now is its sender's
        return
    code, token = turn.row(
        "SELECT code, token FROM codes WHERE shipment = ? AND is_in_use = 1", shipment
    )
    together.order_code(turn, place, shipment, code, token)


def recoded(turn: Turn, shipment: str, order: int) -> None:
    """The terminal knows the new code: any older one is dead, and the recipient is told."""
    kept = turn.row(
        "SELECT is_in_use FROM codes WHERE shipment = ? AND order_number = ?", shipment, order
    )
    if kept is None:  # the phone alone was corrected
        return
    turn.run(
        "UPDATE codes SET is_in_use = 0, dead_s = ?"
        " WHERE shipment = ? AND order_number < ? AND dead_s IS NULL",
        turn.now_s, shipment, order,
    )  # fmt: skip
    turn.run(
        "UPDATE codes SET is_in_use = 1 WHERE shipment = ? AND order_number = ?", shipment, order
    )
    newer = turn.row(
        "SELECT 1 FROM codes WHERE shipment = ? AND dead_s IS NULL AND order_number > ?",
        shipment, order,
    )  # fmt: skip
    if newer is None and not kept[0]:
        notices.new_code(turn, shipment, order)


def recode_refused(turn: Turn, shipment: str, order: int) -> None:
    kept = turn.row(
        "SELECT is_in_use FROM codes WHERE shipment = ? AND order_number = ?", shipment, order
    )
    turn.run(
        "UPDATE codes SET dead_s = ?, is_in_use = 0 WHERE shipment = ? AND order_number = ?",
        turn.now_s, shipment, order,
    )  # fmt: skip
    if kept is not None and kept[0]:
        _back_to_own_code(turn, shipment, order)


def _back_to_own_code(turn: Turn, shipment: str, order: int) -> None:
    """It was told the code of what lay beside it, which is gone: the one before is good."""
    (number,) = turn.row(
        "SELECT max(number) FROM codes WHERE shipment = ? AND dead_s IS NULL", shipment
    )
    if number is not None:
        turn.run("UPDATE codes SET is_in_use = 1 WHERE number = ?", number)
        notices.new_code(turn, shipment, order)


def deposited(turn: Turn, terminal: str, shipment: str, compartment: int, at_s: int) -> None:
    """It lies inside: the recipient is told, and from the notice counts the deadline."""
    place = find(turn, terminal)
    assert place is not None  # only a registered terminal's entries are taken
    purpose, is_redirected = turn.row(
        "SELECT purpose, is_redirected FROM shipments WHERE shipment = ?", shipment
    )
    days_kept = place.rules(turn).number("storing.days" if purpose == STORAGE else "kept.days")
    deadline_s = days.deadline_s(turn.now_s, place.zone, days_kept)
    turn.run(
        "UPDATE shipments SET state = 'inside', compartment = ?, deposited_s = ?, notified_s = ?,"
        " deadline_s = ?, ended_s = 0 WHERE shipment = ?",
        compartment, at_s, turn.now_s, deadline_s, shipment,
    )  # fmt: skip
    together.plan_reminder(turn, place, shipment)
    if together.is_with_strangers(turn, terminal, shipment, compartment):
        separate(turn, terminal, shipment)  # no code is told that opens theirs too
        return
    others = together.companions(turn, terminal, shipment, compartment)
    if others:
        together.share_code(turn, place, shipment, others[0])
    notices.arrived(turn, shipment, _special(purpose, bool(others), bool(is_redirected)))
    together.order_deadline(turn, terminal, shipment, deadline_s)
    for other in others:
        together.renew(turn, place, other, deadline_s)


def _special(purpose: str, is_joined: bool, is_redirected: bool) -> str:
    """The notice that tells what is not as usual; the code's own case goes first."""
    if is_joined:
        return notice_table.JOINED
    if purpose == STORAGE:
        return notice_table.STORED
    return notice_table.REDIRECTED if is_redirected else ""


def is_in_time(turn: Turn, shipment: str) -> bool:
    """Its deadline is to come."""
    (deadline_s,) = turn.row("SELECT deadline_s FROM shipments WHERE shipment = ?", shipment)
    return bool(deadline_s > turn.now_s)


def is_being_withdrawn(turn: Turn, shipment: str) -> bool:
    """Its terminal has not answered yet."""
    return bool(
        turn.row(
            "SELECT 1 FROM orders WHERE shipment = ? AND kind IN ('withdraw', 'recall')"
            " AND outcome = 'requested'",
            shipment,
        )
    )


def call_back(turn: Turn, terminal: str, shipment: str, cause: str) -> None:
    """While it is on its way it need not come; once it lies inside a courier takes it out."""
    (state,) = turn.row("SELECT state FROM shipments WHERE shipment = ?", shipment)
    body: dict[str, object] = {"shipment": shipment}
    if state in ON_THE_WAY:
        orders.give(turn, terminal, "withdraw", body, shipment)
    else:
        orders.give(turn, terminal, "recall", {**body, "cause": cause}, shipment)


def separate(turn: Turn, terminal: str, shipment: str) -> None:
    """It cannot lie with the others any longer: a courier takes it out, and it is sent anew."""
    (state,) = turn.row("SELECT state FROM shipments WHERE shipment = ?", shipment)
    is_here = state in (*ON_THE_WAY, *LYING_INSIDE) and state != "called back"
    if is_here and not is_being_withdrawn(turn, shipment):
        call_back(turn, terminal, shipment, "redirected")


def withdrawal_refused(turn: Turn, terminal: str, shipment: str) -> None:
    """It was put in meanwhile: the sender may have it back all the same (002-10.3)."""
    orders.give(turn, terminal, "recall", {"shipment": shipment, "cause": "recalled"}, shipment)


def deadline_applied(turn: Turn, shipment: str, deadline_s: int) -> None:
    """A later one than the recipient knows of is told; never one that moves earlier."""
    later = turn.run(
        "UPDATE shipments SET deadline_s = ?1 WHERE shipment = ?2 AND deadline_s < ?1"
        " AND ended_s = 0",
        deadline_s, shipment,
    )  # fmt: skip
    if later.rowcount:
        notices.longer(turn, shipment)


def move(turn: Turn, shipment: str, state: str, compartment: int = 0) -> None:
    """A change of state that ends nothing."""
    turn.run(
        "UPDATE shipments SET state = ?, compartment = ? WHERE shipment = ?",
        state, compartment, shipment,
    )  # fmt: skip
    turn.say(f"{shipment} is {state}")


def end(turn: Turn, shipment: str, state: str, at_s: int) -> None:
    """It left for good: no code opens for it any more and nobody is reminded."""
    assert state in ENDED, state
    turn.run(
        "UPDATE shipments SET state = ?, ended_s = ? WHERE shipment = ?", state, at_s, shipment
    )
    plans.drop(turn, shipment)
    kill_codes(turn, shipment)
    turn.say(f"{shipment} is {state}")


def kill_codes(turn: Turn, shipment: str) -> None:
    turn.run(
        "UPDATE codes SET is_in_use = 0, dead_s = ? WHERE shipment = ? AND dead_s IS NULL",
        turn.now_s, shipment,
    )  # fmt: skip

"""What a terminal says besides its entries: its status, its questions, its refusals.

It answers from the other files' tables.  The one idea: a terminal's last word
about itself is kept whole as it came, and everything that is resent to it
follows from that word alone.
"""

import json
from typing import Any

from sim.central import intake, orders
from sim.central.incidents import open_incident
from sim.central.turn import Turn

Message = dict[str, Any]


def heard_status(turn: Turn, terminal: str, message: Message) -> None:
    """Keep it; send what the terminal lacks.  A will of an earlier connection says nothing."""
    was_online, status = turn.row(
        "SELECT is_online, status FROM terminals WHERE terminal = ?", terminal
    )
    before = json.loads(status) if status else None
    is_online = message["online"]
    if not is_online and before and _connection(message) < _connection(before):
        return
    if not is_online and before and _connection(message) == _connection(before):
        message = before  # a will was written when the connection began; we know later things
    turn.run(
        "UPDATE terminals SET is_online = ?, status = ?, heard_s = ? WHERE terminal = ?",
        int(is_online), json.dumps(message), turn.now_s, terminal,
    )  # fmt: skip
    if is_online != bool(was_online):
        turn.say(f"{terminal} is {'there' if is_online else 'gone'}")
    if is_online:
        _bring_up_to_date(turn, terminal, message)


def _connection(message: Message) -> tuple[int, int]:
    return message["boot"], message["connection"]


def _bring_up_to_date(turn: Turn, terminal: str, message: Message) -> None:
    seq = intake.acknowledge(turn, terminal, message["journal"])
    if message["acked"] > seq:
        open_incident(
            turn, terminal, "entries lost here",
            f"it was told that everything up to entry {message['acked']} is stored;"
            f" here is only {seq}",
        )  # fmt: skip
    orders.resend(turn, terminal, message["last_order"])


def heard_question(turn: Turn, terminal: str, message: Message) -> None:
    """Which order makes this tag known?  What the terminal lacks is sent before the answer."""
    (number,) = turn.row(
        "SELECT coalesce(max(tags.number), 0) FROM tags JOIN orders USING (terminal, number)"
        " WHERE terminal = ? AND tag = ? AND outcome IN ('requested', 'applied')",
        terminal, message["tag"],
    )  # fmt: skip
    if number:
        orders.resend(turn, terminal, last_order(turn, terminal))
    turn.publish(
        terminal, "down/answer",
        {"boot": message["boot"], "question": message["question"], "last_order": number},
    )  # fmt: skip
    turn.say(f"{terminal} asks for a tag: {f'order {number}' if number else 'unknown'}")


def last_order(turn: Turn, terminal: str) -> int:
    """The last order that the terminal said it knows."""
    (status,) = turn.row("SELECT status FROM terminals WHERE terminal = ?", terminal)
    return json.loads(status)["last_order"] if status else 0


def heard_refusal(turn: Turn, terminal: str, message: Message) -> None:
    open_incident(
        turn, terminal, "payload of ours refused", message["why"],
        place=f"{message['topic']} {message['where']}",
    )  # fmt: skip

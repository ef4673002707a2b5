"""The messages to people: when one is kept, to whom, and with which facts.

"Sending" is keeping: there is no telephone network here, people read `messages`.  The
words stand in `notice_table.py`; it decides no deadline and allots no code.  The one
idea: a message is kept in the turn that makes it true, with the cause that made it, and
the table of messages takes no second one for a cause, however often the world repeats.
"""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from sim.central import days, notice_table, plans
from sim.central.network import Network
from sim.central.notice_table import EMAIL, PAPER, RECIPIENT, SENDER, SMS, Notice
from sim.central.terminals import Terminal, find
from sim.central.turn import Turn

Facts = dict[str, str]
# The sentence with the code, where the channel may carry one, and where it may not.
_CODE, _CODE_EN = "Kods: {code}.", "Code: {code}."
_NO_CODE, _NO_CODE_EN = "Kods nosūtīts īsziņā.", "The code was sent by SMS."


class Parcel:
    """What a shipment's notices are made of, as it is in this turn."""

    def __init__(self, turn: Turn, shipment: str) -> None:
        terminal, phone, email, notified_s, deadline_s, is_identified, deposited_s = turn.row(
            "SELECT terminal, phone, email, notified_s, deadline_s, is_identified, deposited_s"
            " FROM shipments WHERE shipment = ?", shipment,
        )  # fmt: skip
        self.deposited_s = deposited_s
        place = find(turn, terminal)
        assert place is not None  # a shipment's terminal is registered before it
        self.shipment, self.place, self.deadline_s = shipment, place, deadline_s
        self.rules: Network = place.rules(turn, notified_s)
        self.reach = {RECIPIENT: {SMS: phone, EMAIL: email, PAPER: f"addressee of {shipment}"}}
        sender = turn.row("SELECT phone, email FROM senders WHERE shipment = ?", shipment)
        self.reach[SENDER] = dict(zip((SMS, EMAIL), sender or ("", ""), strict=True))
        # One that turned up again after its end has no code.
        code: tuple[str, str, int] = turn.row(
            "SELECT code, token, number FROM codes WHERE shipment = ? AND is_in_use = 1", shipment
        ) or ("", "", 0)
        self.code, self.token, self.code_number = code
        self.due_cents = due_cents(turn, terminal, shipment)
        self.is_identified = bool(is_identified)
        self.facts = self._facts(turn)

    def _facts(self, turn: Turn) -> Facts:
        away_s = plans.planned_s(turn, self.shipment, plans.RETURN) - 1
        return {
            "shipment": self.shipment,
            "address": self.place.address,
            "code": self.code,
            "until": days.in_words(self.deadline_s, self.place.zone),
            "away_until": days.day_in_words(away_s, self.place.zone) if away_s > 0 else "",
            "due": euros(self.due_cents),
            "support": support(self.rules),
        }

    def additions(self) -> tuple[Notice, ...]:
        """The sentences that go with every notice that carries the code."""
        said = (
            (notice_table.IDENTITY, self.is_identified),
            (notice_table.AMOUNT_DUE, self.due_cents > 0),
        )
        return tuple(row for number, is_so in said if is_so for row in notice_table.rows(number))


def code_in(text: str) -> str:
    """The code that a person reads in a message, "" where there is none."""
    match = re.search(r"\b(?:Kods|Code): ([0-9]{6})\b", text)
    return match[1] if match else ""


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def support(rules: Network) -> str:
    return ", ".join(rules.texts("operator.phones"))


def due_cents(turn: Turn, terminal: str, shipment: str) -> int:
    """What is owed before it is released, by the newest order that its terminal did not refuse."""
    row = turn.row(
        "SELECT body FROM orders WHERE shipment = ? AND terminal = ? AND kind = 'set_dues'"
        " AND outcome IN ('requested', 'applied') ORDER BY number DESC LIMIT 1",
        shipment, terminal,
    )  # fmt: skip
    return sum(cents for _, cents in json.loads(row[0])["dues"]) if row else 0


def arrived(turn: Turn, shipment: str, special: str = "") -> None:
    """What the network sends on arrival; a `special` notice takes the place of its like.

    A channel that the special one does not use is served as usual."""
    parcel = Parcel(turn, shipment)
    usual = parcel.rules.texts("notices.arrival")
    served: set[str] = set()
    cause = f"code {parcel.code_number}"
    if special == notice_table.STORED:  # its sender may have taken it back before
        cause += f", deposited {parcel.deposited_s}"
    for number in (*filter(None, (special,)), *usual):
        clause = "" if number == special else parcel.rules.clause("notices.arrival")
        for row in notice_table.rows(number):
            channels = [channel for channel in row.channels if channel not in served]
            served |= set(channels)
            _send(turn, parcel, row, cause, channels, clause)


def reminder(turn: Turn, shipment: str, planned_s: int) -> None:
    """The same code again, by the rule of its network."""
    _send_by_rule(turn, Parcel(turn, shipment), "notices.reminder", f"planned for {planned_s}")


def expired(turn: Turn, shipment: str) -> None:
    """A courier took it out after its deadline, and it is kept elsewhere."""
    parcel = Parcel(turn, shipment)
    _send_by_rule(turn, parcel, "notices.expiry", f"deadline {parcel.deadline_s}")


def new_code(turn: Turn, shipment: str, order: int) -> None:
    """N17 (002-8.6.3): another code, because the phone was corrected."""
    _send_all(turn, Parcel(turn, shipment), notice_table.NEW_CODE, f"order {order}")


def longer(turn: Turn, shipment: str) -> None:
    """Whoever extends a deadline tells the recipient (design decision 6)."""
    parcel = Parcel(turn, shipment)
    _send_all(turn, parcel, notice_table.LONGER, f"deadline {parcel.deadline_s}")


def taken_back(turn: Turn, shipment: str) -> None:
    """Whoever was told of it is told that it is gone again."""
    parcel = Parcel(turn, shipment)
    _send_all(turn, parcel, notice_table.TAKEN_BACK, f"deposited {parcel.deposited_s}")


def not_paid(turn: Turn, shipment: str, cents: int, sale: str) -> None:
    """N16 (002-5.3.1): it was handed out, and that much is still owed; its sender is told too."""
    parcel = Parcel(turn, shipment)
    parcel.facts["owed"] = euros(cents)
    _send_all(turn, parcel, notice_table.NOT_PAID, f"sale {sale}")


def ordered(
    turn: Turn, number: str, place: Terminal, order: str, email: str, facts: Facts
) -> None:
    """N14 and N15 (003-3.4, 6.3): to whoever ordered.  `facts`: compartment, pin, until."""
    rules = place.rules(turn)
    facts = {"order": order, "address": place.address, "support": support(rules), **facts}
    for row in notice_table.rows(number):
        _keep(turn, Letter("", (row,), f"order {order}", EMAIL, email, "", rules), facts, facts)


def _send_by_rule(turn: Turn, parcel: Parcel, rule: str, cause: str) -> None:
    for number in parcel.rules.texts(rule):
        for row in notice_table.rows(number):
            _send(turn, parcel, row, cause, row.channels, parcel.rules.clause(rule))


def _send_all(turn: Turn, parcel: Parcel, number: str, cause: str) -> None:
    for row in notice_table.rows(number):
        _send(turn, parcel, row, cause, row.channels)


def _send(
    turn: Turn, parcel: Parcel, row: Notice, cause: str, channels: Iterable[str], clause: str = ""
) -> None:
    """On those of the channels on which that person can be reached."""
    head = row._replace(clauses=(clause,)) if clause else row
    parts = (head, *(parcel.additions() if row.carries_code else ()))
    for channel in channels:
        has_code = row.carries_code and channel in parcel.rules.texts("code.channels")
        line, line_en = (_CODE, _CODE_EN) if has_code else (_NO_CODE, _NO_CODE_EN)
        to, qr = parcel.reach[row.to][channel], parcel.token if has_code else ""
        _keep(
            turn, Letter(parcel.shipment, parts, cause, channel, to, qr, parcel.rules),
            {**parcel.facts, "code_line": line.format(**parcel.facts)},
            {**parcel.facts, "code_line": line_en.format(**parcel.facts)},
        )  # fmt: skip


class Letter(NamedTuple):
    """What is sent: the row of the table and the sentences that are added to it."""

    shipment: str
    parts: tuple[Notice, ...]
    cause: str
    channel: str
    to: str
    qr: str
    rules: Network


_FROM = {SMS: "operator.sms_sender", EMAIL: "operator.email", PAPER: "operator.name"}


def _keep(turn: Turn, letter: Letter, facts: Facts, facts_en: Facts) -> None:
    """Nothing where there is nobody to send to, or where it was sent for that cause."""
    if not letter.to:
        return
    head, parts = letter.parts[0], letter.parts
    text = "".join(part.text for part in parts).format(**facts)
    text_en = "".join(part.text_en for part in parts).format(**facts_en)
    kept = turn.run(
        "INSERT INTO messages (shipment, kind, recipient, channel, text, text_en, qr, sent_s,"
        " notice, clause, sender, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (shipment, kind, cause, channel) DO NOTHING",
        letter.shipment, head.kind, letter.to, letter.channel, text, text_en, letter.qr,
        turn.now_s, " ".join(part.number for part in parts),
        " ".join(clause for part in parts for clause in part.clauses),
        letter.rules.text(_FROM[letter.channel]), f"{head.to}: {letter.cause}",
    )  # fmt: skip
    if kept.rowcount == 1:
        turn.say(f"{letter.channel} to {letter.to}: {text}")

"""The messages to recipients: what they say, and where they are kept.

"Sending" is keeping: there is no telephone network here, people read `messages`.
It decides no deadline and allots no code.  The one idea: a message is kept in
the turn that makes it true, so it is sent once however often the world repeats.
"""

import re
from typing import NamedTuple

from sim.central import days
from sim.central.terminals import find
from sim.central.turn import Turn

SMS, EMAIL = "SMS", "e-mail"
SUPPORT = "+371 67008001, +371 27008001"  # 002-8.6.11


class Parcel(NamedTuple):
    """What the texts are made of."""

    shipment: str
    phone: str
    email: str
    address: str
    code: str
    token: str
    until: str


def code_in(text: str) -> str:
    """The code that a person reads in a message, "" where there is none."""
    match = re.search(r"\b(?:Kods|Code): ([0-9]{6})\b", text)
    return match[1] if match else ""


def _parcel(turn: Turn, shipment: str) -> Parcel:
    terminal, phone, email, deadline_s = turn.row(
        "SELECT terminal, phone, email, deadline_s FROM shipments WHERE shipment = ?", shipment
    )
    # A parcel that turned up again after its end has none.
    code, token = turn.row(
        "SELECT code, token FROM codes WHERE shipment = ? AND is_in_use = 1", shipment
    ) or ("", "")
    place = find(turn, terminal)
    assert place is not None  # a shipment's terminal is registered before it
    until = days.in_words(deadline_s, place.zone)
    return Parcel(shipment, phone, email, place.address, code, token, until)


def arrived(turn: Turn, shipment: str) -> None:
    """N1 and N2 (002-8.6.2): the code to the phone; by e-mail where it lies, without the code."""
    parcel = _parcel(turn, shipment)
    where = f"Sūtījums {shipment} ir pakomātā {parcel.address}."
    where_en = f"Parcel {shipment} is in the parcel locker at {parcel.address}."
    until, until_en = f"Izņemiet līdz {parcel.until}.", f"Collect it by {parcel.until}."
    _sms(
        turn, parcel, "arrived",
        f"{where} Kods: {parcel.code}. {until}",
        f"{where_en} Code: {parcel.code}. {until_en}",
    )  # fmt: skip
    if parcel.email:
        _keep(
            turn, parcel, "arrived", EMAIL,
            f"{where} {until} Kods nosūtīts īsziņā. Palīdzība: {SUPPORT}.",
            f"{where_en} {until_en} The code was sent by SMS. Help: {SUPPORT}.",
        )  # fmt: skip


def reminder(turn: Turn, shipment: str) -> None:
    """N8 (002-8.6.5): the same code again on the third calendar day."""
    parcel = _parcel(turn, shipment)
    _sms(
        turn, parcel, "reminder",
        f"Atgādinām: sūtījums {shipment} gaida pakomātā {parcel.address}. Kods: {parcel.code}."
        f" Izņemiet līdz {parcel.until}.",
        f"Reminder: parcel {shipment} is waiting in the parcel locker at {parcel.address}."
        f" Code: {parcel.code}. Collect it by {parcel.until}.",
    )  # fmt: skip


def new_code(turn: Turn, shipment: str) -> None:
    """N17 (002-8.6.3): another code, because the phone was corrected."""
    parcel = _parcel(turn, shipment)
    _sms(
        turn, parcel, "new code",
        f"Sūtījums {shipment} ir pakomātā {parcel.address}. Kods: {parcel.code} (iepriekšējais"
        f" vairs neder). Izņemiet līdz {parcel.until}.",
        f"Parcel {shipment} is in the parcel locker at {parcel.address}. Code: {parcel.code}"
        f" (any earlier one is dead). Collect it by {parcel.until}.",
    )  # fmt: skip


def longer(turn: Turn, shipment: str) -> None:
    """Whoever extends a deadline tells the recipient (design decision 6)."""
    parcel = _parcel(turn, shipment)
    _sms(
        turn, parcel, "longer",
        f"Sūtījumu {shipment} pakomātā {parcel.address} varat izņemt līdz {parcel.until}"
        " ar to pašu kodu.",
        f"You can collect parcel {shipment} from the parcel locker at {parcel.address} until"
        f" {parcel.until} with the same code.",
    )  # fmt: skip


def _sms(turn: Turn, parcel: Parcel, kind: str, text: str, text_en: str) -> None:
    _keep(turn, parcel, kind, SMS, text, text_en)


def _keep(turn: Turn, parcel: Parcel, kind: str, channel: str, text: str, text_en: str) -> None:
    recipient, qr = (parcel.phone, parcel.token) if channel == SMS else (parcel.email, "")
    turn.run(
        "INSERT INTO messages (shipment, kind, recipient, channel, text, text_en, qr, sent_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        parcel.shipment, kind, recipient, channel, text, text_en, qr, turn.now_s,
    )  # fmt: skip
    turn.say(f"{channel} to {recipient}: {text}")

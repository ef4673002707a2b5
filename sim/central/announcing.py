"""What senders, and the shops that sell to them, ask of the server.

The wishes are looked at here and carried out in `sendings.py`.  The one idea: a compartment is
promised for at least as long as the network's rules say, and the sender is told only when the
terminal has agreed.
"""

from dataclasses import dataclass

from sim.central import codes, sendings, wishes
from sim.central.chain import plain
from sim.central.network import Network
from sim.central.told import HOUR_S, Told
from sim.central.wishes import Refused


@dataclass(frozen=True)
class Sending:
    """A parcel that its sender brings to a terminal.

    `way` is "send", "return" or "storage"; `size` as in `Asked.register`; `compartment` is kept
    for it (0: any) for `hours` (0: no end).
    """

    way: str
    size: str
    sender: str
    recipient: str
    sender_email: str = ""
    recipient_email: str = ""
    compartment: int = 0
    hours: int = 0
    number: str = ""


class Announcing(Told):
    """Every method raises Refused, with a sentence, where it cannot be so."""

    def announce(self, terminal: str, sending: Sending) -> tuple[str, str]:
        """Gives (shipment, door code); the code is "" where the label is enough."""
        size, sides_mm = wishes.size(sending.size)
        sender = (wishes.phone(sending.sender), wishes.email(sending.sender_email))
        recipient = (wishes.phone(sending.recipient), wishes.email(sending.recipient_email))
        number = wishes.number(plain(sending.number)) if sending.number else ""
        with self._turn() as turn:
            place = self._place(turn, terminal)
            wishes.allowed(place.rules(turn), recipient[0], sending.way, 0)
            self._ensure_time(place.rules(turn), sending)
            if number and turn.row("SELECT 1 FROM shipments WHERE shipment = ?", number):
                raise Refused(f"Shipment {number} is registered already.")
            until_s = turn.now_s + sending.hours * HOUR_S if sending.hours else 0
            body: dict[str, object] = {
                "size": size, "sides_mm": list(sides_mm), "kept": sending.compartment,
                "until_s": until_s,
            }  # fmt: skip
            try:
                return sendings.announce(
                    turn, place, number, sending.way, body, sender, recipient
                )
            except codes.NoCodeLeft as error:
                raise Refused(str(error)) from None

    def _ensure_time(self, rules: Network, sending: Sending) -> None:
        name = "order.code_hours_min"
        least_h = rules.number(name) if rules.has(name) else 24
        if sending.hours and sending.hours < least_h:
            raise Refused(f"A compartment is kept for at least {least_h} hours (003-3.4).")
        if sending.compartment and not sending.hours:
            raise Refused("A compartment is kept for some hours; say how many.")

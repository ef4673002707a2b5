"""What the operator's other systems tell the server, so that the right people get a notice.

The shop that sells orders, the contracts that order an identity check and know a sender
are not here; these are the places where they come in.  The one idea: telling the same
twice is harmless, because a notice is sent once for its cause.
"""

import re

from sim.central import days, notice_table, notices, shipments, wishes
from sim.central.asked import ON_TERMINAL, Asked
from sim.central.network_file import Rule
from sim.central.wishes import Refused

HOUR_S = 3_600


class Told(Asked):
    """Every method raises Refused, with a sentence, where it cannot be so."""

    def name_sender(self, shipment: str, phone: str = "", email: str = "") -> None:
        """Whom to tell what concerns the sender: a phone, an e-mail or both."""
        phone, email = wishes.phone(phone) if phone else "", wishes.email(email)
        with self._turn() as turn:
            found = self._shipment(shipment, (*shipments.ENDED, *ON_TERMINAL))
            turn.run(
                "INSERT OR REPLACE INTO senders VALUES (?, ?, ?)", found.shipment, phone, email
            )

    def ask_identity(self, shipment: str) -> None:
        """The sender ordered that its recipient is identified (002-5.3.3): the notices say so."""
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            turn.run("UPDATE shipments SET is_identified = 1 WHERE shipment = ?", found.shipment)

    def order_paid(
        self, order: str, email: str, terminal: str, compartment: int, pin: str, until_s: int
    ) -> None:
        """N14: an order to send was paid (003-3.2, 3.4); its door code is valid until then."""
        self._ordered(notice_table.ORDER_PAID, order, email, terminal, compartment, pin, until_s)

    def return_ordered(
        self, order: str, email: str, terminal: str, compartment: int, pin: str, until_s: int
    ) -> None:
        """N15: a return was ordered (003-6.3); the same of it."""
        self._ordered(
            notice_table.RETURN_ORDERED, order, email, terminal, compartment, pin, until_s
        )

    def _ordered(
        self, number: str, order: str, email: str, terminal: str, compartment: int, pin: str,
        until_s: int,
    ) -> None:  # fmt: skip
        wishes.identity(order, "An order's number")
        if not wishes.email(email):
            raise Refused("An order's door code is sent by e-mail; name one.")
        if not re.fullmatch("[0-9]{4,8}", pin) or compartment < 1:
            raise Refused("A door code is 4 to 8 digits, for a compartment numbered from 1.")
        with self._turn() as turn:
            place = self._place(turn, terminal)
            rules = place.rules(turn)
            name = "order.code_hours_min"
            least_h = rules.number(name) if rules.has(name) else 0
            if until_s < turn.now_s + least_h * HOUR_S:
                raise Refused(f"A door code is valid for at least {least_h} hours (003-3.4).")
            until = days.in_words(until_s, place.zone)
            facts = {"compartment": str(compartment), "pin": pin, "until": until}
            notices.ordered(turn, number, place, order, email, facts)

    def rules(self, network: str, version: int = 0) -> list[Rule]:
        """Every rule of that network with its clause; the newest version where none is named."""
        wishes.network(network, self.networks.names())
        versions = self.networks.versions(network)
        found = [rules for rules in versions if version in (0, rules.version)]
        if not found:
            known = ", ".join(str(rules.version) for rules in versions)
            raise Refused(f"{network} has versions {known} and no version {version}.")
        return found[-1].rules()

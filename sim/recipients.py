"""Who waits for what: the people with phones behind a fleet's parcels.

They learn of a parcel only from their messages, come when it suits them, come again where
it did not work, and ask the operator when a terminal says that their parcel is gone.
"""

import sqlite3

from sim.central.central import Central
from sim.central.notices import code_in


class Recipient:
    """One parcel's recipient, who knows what the messages said."""

    def __init__(self, shipment: str, phone: str) -> None:
        self.shipment, self.phone = shipment, phone
        self.first_phone = phone  # the person's, whatever the sender corrects later
        self.code = ""
        self.token = ""
        self.visits = 0
        self.has_it = False


class Recipients:
    """All recipients of a fleet, in the order of their registration."""

    def __init__(self, central: Central, server: sqlite3.Connection) -> None:
        """`server` is the database of `central`, where support looks up what no view shows."""
        self._central, self._server = central, server
        self._by_shipment: dict[str, Recipient] = {}
        self._last_message = 0

    def add(self, shipment: str, phone: str) -> None:
        """Somebody will wait for this parcel."""
        self._by_shipment[shipment] = Recipient(shipment, phone)

    def of(self, shipment: str) -> "Recipient | None":
        """Who waits for this parcel."""
        return self._by_shipment.get(shipment)

    def of_one_person(self, shipment: str) -> tuple[str, ...]:
        """This parcel first, then the others that its recipient waits or waited for."""
        recipient = self._by_shipment[shipment]
        same = [r.shipment for r in self._by_shipment.values()
                if r.first_phone == recipient.first_phone and r is not recipient]  # fmt: skip
        return (shipment, *same)

    def read_messages(self) -> None:
        """Everybody looks at the phone."""
        for message in self._central.view.messages("", self._last_message):
            self._last_message = message.number
            recipient = self._by_shipment.get(message.shipment)
            code = code_in(message.text)
            if recipient is not None and code:
                recipient.code, recipient.token = code, message.qr

    def code_at_support(self, shipment: str) -> str:
        """The newest code, which its terminal may not have heard of yet; "" where there is none."""
        row = self._server.execute(
            "SELECT code FROM codes WHERE shipment = ? AND dead_s IS NULL"
            " ORDER BY order_number DESC",
            (shipment,),
        ).fetchone()
        return "" if row is None else str(row[0])

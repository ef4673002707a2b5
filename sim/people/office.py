"""The operator's desk, far from the terminal: corrects, extends, holds, calls back, sends on.

It asks the server and nobody else, and takes a refusal as people do: then not.
"""

from collections.abc import Callable

from sim.central.announcing import Sending
from sim.central.central import Central
from sim.central.wishes import Refused
from sim.luck import Stream
from sim.people.sender import STORAGE, Order
from sim.recipients import Recipients


class Office:
    """Whoever is on duty for one terminal."""

    def __init__(
        self, terminal: str, central: Central, luck: Stream, recipients: Recipients,
        sizes: tuple[tuple[int, str], ...],
    ) -> None:  # fmt: skip
        self._terminal, self._central, self._luck = terminal, central, luck
        self._sizes = sizes
        self._recipients = recipients
        self._policy = 0
        self._held: list[str] = []

    def set_rules(self) -> None:
        """This operator's own numbers for the service rules."""
        self._policy += 1
        luck = self._luck
        values = {
            "guess_ceiling": luck.between(5, 25), "grace_s": luck.pick((20, 60, 60, 120)),
            "late_pickup": luck.below(2), "remind_s": luck.pick((30, 60, 60, 90)),
            "rating": luck.pick((0, 1, 1)),
        }  # fmt: skip
        self._central.set_policy(self._terminal, self._policy, values)

    def correct_phone(self, shipment: str, phone: str) -> bool:
        """The recipient gets a new code; False where it is too late."""
        return self._ask(lambda: self._central.correct_phone(shipment, phone))

    def announce(self, luck: Stream) -> Order | None:
        """Somebody orders a sending on the web; None where that cannot be."""
        way = luck.pick(("send", "send", "return", STORAGE, STORAGE))
        phone, recipient = (f"+3712{luck.below(10**7):07d}" for _ in range(2))
        hours = luck.pick((0, 24, 48))
        compartments = [compartment for compartment, _size in self._sizes]
        kept = luck.pick(compartments) if hours and luck.chance(500) else 0
        size = dict(self._sizes)[kept] if kept else luck.pick(("XS", "S", "M", "L", "?", "?"))
        sending = Sending(way, size, phone, recipient, compartment=kept, hours=hours)
        try:
            shipment, code = self._central.announce(self._terminal, sending)
        except Refused:
            return None
        self._recipients.add(shipment, recipient)
        return Order(shipment, code, way)

    def look_in(self, in_van: list[str], waiting: list[str]) -> None:
        """One of the things that an office does on a quiet day."""
        kind = self._luck.below(7)
        if kind == 0:
            self.set_rules()
        elif kind == 1 and in_van:
            self._ask(lambda: self._central.withdraw(in_van[-1]))
        elif kind == 2 and self._held:
            self.release_all()
        elif waiting:
            self._change(kind, self._luck.pick(waiting))

    def _change(self, kind: int, shipment: str) -> None:
        if kind == 3:
            self._ask(lambda: self._central.withdraw(shipment))
        elif kind == 4:
            self._ask(lambda: self._central.redirect(shipment))
        elif kind == 5:
            self._held.append(shipment)
            self._ask(lambda: self._central.hold(shipment, "contents"))
        else:
            self._ask(lambda: self._central.extend(shipment, self._luck.between(1, 72)))

    def release_all(self) -> None:
        """What was held is found to be in order."""
        for shipment in self._held:
            self._ask(lambda shipment=shipment: self._central.hold(shipment))  # type: ignore[misc]
        self._held.clear()

    def _ask(self, wish: Callable[[], object]) -> bool:
        try:
            wish()
        except Refused:
            return False
        return True

"""The street before one terminal: who comes when, one person at a time.

Couriers come with parcels while there is room, recipients come for what their phones told
them of, and now and then somebody comes who should not.  It decides who, never what they
do there (`people/`).
"""

from sim.central.central import Central
from sim.kiosk import Kiosk
from sim.people.courier import Courier
from sim.people.customer import Customer
from sim.people.person import Person
from sim.people.strangers import Guesser, Passer, Vandal
from sim.recipients import Recipient, Recipients

BADGE, PIN = "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "4821"
VISITS_IN_VAIN_MAX = 8
SIZES = ("XS", "S", "S", "M", "M", "L", "?")


class Street:
    """The visitors of one terminal, about one every `mean_gap_ms`."""

    def __init__(
        self, kiosk: Kiosk, central: Central, recipients: Recipients, mean_gap_ms: int
    ) -> None:
        self.kiosk, self.central, self.recipients = kiosk, central, recipients
        self.world = kiosk.world
        self.luck = kiosk.world.luck.stream(f"{kiosk.name} street")
        self.visits: dict[str, int] = {}
        self.person: Person | None = None
        self.is_closed = False
        self.van: list[str] = []
        self.waiting: list[Recipient] = []
        self.forgetful: list[Recipient] = []
        self._mean_gap_ms = mean_gap_ms
        self._plan()

    def close(self) -> None:
        """Nobody new comes by chance any more."""
        self.is_closed = True

    def _plan(self) -> None:
        gap_ms = self.luck.between(self._mean_gap_ms // 2, self._mean_gap_ms * 3 // 2)
        self.world.later(gap_ms, self._come)

    def _come(self) -> None:
        if self.is_closed:
            return
        if self.person is None:
            self._somebody()
        self._plan()

    def _somebody(self) -> None:
        self.recipients.read_messages()
        chance = self.luck.below(1000)
        ready = [r for r in self.waiting if r.code]
        if chance < 15:
            self.come("guesser", Guesser(self.kiosk, self.luck, self._gone))
        elif chance < 25:
            self.come("vandal", Vandal(self.kiosk, self.luck, self._gone))
        elif chance < 75:
            self.come("passer", Passer(self.kiosk, self.luck, self._gone))
        elif ready and (chance < 800 or self._is_crowded()):
            self.send_recipient(self.luck.pick(ready))
        elif not self._is_crowded() or chance > 980:
            self._register(self.luck.between(2, 8))
            self.send_courier()

    def _is_crowded(self) -> bool:
        return len(self.waiting) + len(self.forgetful) > len(self.kiosk.site.doors) * 2 // 3

    def come(self, who: str, person: Person) -> None:
        """Somebody steps before the terminal."""
        self.visits[who] = self.visits.get(who, 0) + 1
        self.person = person

    def _gone(self) -> None:
        self.person = None

    # -- couriers -------------------------------------------------------------------------

    def _register(self, count: int) -> None:
        for _ in range(max(0, count - len(self.van))):
            phone = f"+3712{self.luck.below(10**7):07d}"
            size = self.luck.pick(SIZES)
            shipment = self.central.register(self.kiosk.name, phone, size)
            self.recipients.add(shipment, phone)
            self.van.append(shipment)

    def send_courier(self) -> Courier:
        """The courier comes with what is in the van."""
        courier = Courier(self.kiosk, self.luck, BADGE, PIN, self.van)
        self.van = []
        courier.call_office = lambda: self.central.add_courier(
            f"courier-{self.kiosk.name}", BADGE, PIN, self.kiosk.name
        )
        courier.when_gone(lambda: self._unload(courier))
        self.come("courier", courier)
        return courier

    def _unload(self, courier: Courier) -> None:
        self.van = courier.van + courier.given_up + courier.hands
        for shipment in courier.loaded:
            recipient = self.recipients.of(shipment)
            if recipient is not None:
                never = self.luck.chance(30)
                (self.forgetful if never else self.waiting).append(recipient)
        self._gone()

    # -- recipients -----------------------------------------------------------------------

    def send_recipient(self, recipient: Recipient, manner: str = "") -> Customer:
        """A recipient comes with the code of the last message."""
        slips = 1 if self.luck.chance(60) else 0
        customer = Customer(self.kiosk, self.luck, recipient.code, recipient.token,
                            recipient.phone, (recipient.shipment,), slips, manner)  # fmt: skip
        customer.when_gone(lambda: self._returned(recipient, customer))
        self.come("recipient", customer)
        return customer

    def _returned(self, recipient: Recipient, customer: Customer) -> None:
        recipient.visits += 1
        recipient.has_it = recipient.shipment in customer.hands
        gives_up = recipient.visits > VISITS_IN_VAIN_MAX
        if (recipient.has_it or gives_up) and recipient in self.waiting:
            self.waiting.remove(recipient)
        self._gone()


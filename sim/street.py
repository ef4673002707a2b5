"""The street before one terminal: who comes when, one person at a time.

Couriers come with parcels while there is room, recipients come for what their phones told
them of, and now and then somebody comes who should not.  It decides who, never what they
do there (`people/`).
"""

from sim import phones
from sim.central.central import Central
from sim.kiosk import Kiosk
from sim.people.asker import Asker
from sim.people.courier import Courier
from sim.people.crew import Crew
from sim.people.customer import Customer, Hasty
from sim.people.office import Office
from sim.people.person import Person
from sim.people.sender import STORAGE, Order, Sender
from sim.people.strangers import Guesser, Passer, Vandal
from sim.people.technician import Technician
from sim.recipients import Recipient, Recipients
from sim.world import MINUTE_MS

BADGE, PIN = "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "4821"
VISITS_IN_VAIN_MAX = 8
TRIPS_IN_VAIN_MAX = 4
# Whoever left may still be let at an opening of theirs: a late latch, the last attempt.
CLAIMS_LAST_MS = 2 * MINUTE_MS
# who may come by chance, and how many in a thousand
STRANGERS = (
    ("guesser", 12), ("stubborn guesser", 3), ("vandal", 12), ("passer", 50), ("hasty", 25),
    ("office", 25), ("technician", 12), ("sender", 90), ("asker", 40),
)  # fmt: skip
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
        self.office = Office(kiosk.name, central, self.luck, recipients, kiosk.site.sizes())
        self.crew = Crew(kiosk, central, BADGE)
        self.outbox: list[Order] = []
        self._trips: dict[str, int] = {}  # parcel -> how often the courier took it back
        self._claims: list[tuple[int, tuple[str, ...] | None]] = []
        self._mean_gap_ms = mean_gap_ms
        self._plan()

    def close(self) -> None:
        """Nobody new comes by chance any more."""
        self.is_closed = True

    def may_have(self, parcels: list[str]) -> bool:
        """Whether somebody is or just was here who may be let at these parcels."""
        now_ms = self.world.now_ms
        self._claims = [row for row in self._claims if row[0] > now_ms - CLAIMS_LAST_MS]
        claims = [mine for _at_ms, mine in self._claims]
        if self.person is not None:
            claims.append(self.person.claims)
        return any(mine is None or not set(parcels) - set(mine) for mine in claims)

    def may_join(self, shipment: str, others: list[str]) -> bool:
        """Whether all are for one person."""
        return not set(others) - set(self.recipients.of_one_person(shipment))

    def _plan(self) -> None:
        gap_ms = self.luck.between(self._mean_gap_ms // 2, self._mean_gap_ms * 3 // 2)
        self.world.later(gap_ms, self._come)

    def _come(self) -> None:
        if self.is_closed:
            return
        if self.person is None:
            self._somebody()
            self._plan_passer()
        self._plan()

    def _plan_passer(self) -> None:
        """Within the next half hour somebody passes who shuts what stands open."""
        if self._mean_gap_ms > 5 * MINUTE_MS:
            self.world.later(self.luck.between(2 * MINUTE_MS, 25 * MINUTE_MS), self._pass)

    def _pass(self) -> None:
        cabinet = self.kiosk.cabinet
        is_open = any(cabinet.is_open(number) for number in cabinet.compartments)
        if is_open and self.person is None and not self.is_closed:
            self.come("passer", Passer(self.kiosk, self.luck, self._gone))

    def _somebody(self) -> None:
        self.recipients.read_messages()
        at = self.luck.below(1000)
        if self._is_network_bad() and self.luck.chance(450):
            self._send_hasty()
            return
        if self.luck.chance(25) and self.crew.is_needed():
            self.send_technician(self.crew.sent())
            return
        for who, permille in STRANGERS:
            at -= permille
            if at < 0:
                self._stranger(who)
                return
        ready = [r for r in self.waiting if r.code]
        if ready and (self.luck.chance(780) or self._is_crowded()):
            self.send_recipient(self.luck.pick(ready))
        elif not self._is_crowded() or self.luck.chance(100):
            self._register(self.luck.between(2, 8))
            self.send_courier()

    def _is_network_bad(self) -> bool:
        """Messages come late or never, and people call support instead of waiting for them."""
        hub = self.kiosk.hub
        return hub.loss_permille > 0 or hub.delay_ms[1] > 1000

    def _stranger(self, who: str) -> None:
        kiosk, luck = self.kiosk, self.luck
        if who == "guesser":
            self.come(who, Guesser(kiosk, luck, self._gone))
        elif who == "stubborn guesser":
            self.come(who, Guesser(kiosk, luck, self._gone, is_stubborn=True))
        elif who == "vandal":
            self.come(who, Vandal(kiosk, luck, self._gone))
        elif who == "passer":
            self.come(who, Passer(kiosk, luck, self._gone))
        elif who == "hasty":
            self._send_hasty()
        elif who == "sender":
            self._send_sender()
        elif who == "asker":
            asker = Asker(kiosk, luck)
            asker.when_gone(self._gone)
            self.come(who, asker)
        elif who == "technician":
            self.send_technician(self.crew.sent())
        else:
            self.office.look_in(self.van, [r.shipment for r in self.waiting])

    def _is_crowded(self) -> bool:
        return len(self.waiting) + len(self.forgetful) > len(self.kiosk.site.doors) * 2 // 3

    def come(self, who: str, person: Person) -> None:
        """Somebody steps before the terminal."""
        self.visits[who] = self.visits.get(who, 0) + 1
        self.person = person

    def _gone(self) -> None:
        if self.person is not None:
            self._claims.append((self.world.now_ms, self.person.claims))
        self.person = None

    # -- couriers -------------------------------------------------------------------------

    def _register(self, count: int) -> None:
        for _ in range(max(0, count - len(self.van))):
            phone = self._phone()
            size = self.luck.pick(SIZES)
            shipment = self.central.register(self.kiosk.name, phone, size)
            self.recipients.add(shipment, phone)
            self._owe(shipment)
            if self.luck.chance(150):
                self.central.identify(shipment, phones.personal_code_of(shipment))
            self.van.append(shipment)

    def _phone(self) -> str:
        """Every third parcel is for somebody who waits for another one (002-8.6.7)."""
        van = [self.recipients.of(shipment) for shipment in self.van]
        known = [r for r in (*self.waiting, *van) if r is not None]
        if known and self.luck.chance(330):
            return self.luck.pick(known).first_phone
        return f"+3712{self.luck.below(10**7):07d}"

    def _owe(self, shipment: str) -> None:
        """Two parcels in five are paid for at the door, where there is a reader."""
        if self.kiosk.pay is not None and self.luck.chance(400):
            dues = [("cod", self.luck.between(100, 30_000))]
            if self.luck.chance(300):
                dues.append(("storage", self.luck.between(50, 500)))
            self.central.set_dues(shipment, dues)

    def send_courier(self) -> Courier:
        """The courier comes with what is in the van; at the end of a run without any errors."""
        courier = Courier(self.kiosk, self.luck, BADGE, PIN, self.van,
                          is_distracted=not self.is_closed)  # fmt: skip
        self.van = []
        courier.call_office = lambda: self.central.add_courier(
            f"courier-{self.kiosk.name}", BADGE, PIN, self.kiosk.name
        )
        courier.may_join = self.may_join
        courier.when_gone(lambda: self._unload(courier))
        self.come("courier", courier)
        return courier

    def _unload(self, courier: Courier) -> None:
        self.van = courier.van + courier.hands
        for shipment in courier.given_up:
            self._trips[shipment] = self._trips.get(shipment, 0) + 1
            if self._trips[shipment] < TRIPS_IN_VAIN_MAX:  # else back to the sender
                self.van.append(shipment)
        for shipment in courier.loaded:
            recipient = self.recipients.of(shipment)
            if recipient is not None:
                never = self.luck.chance(30)
                (self.forgetful if never else self.waiting).append(recipient)
        self._gone()

    # -- senders --------------------------------------------------------------------------

    def _send_sender(self) -> None:
        """Somebody has ordered a sending, or comes with a parcel that was ordered before."""
        if self.outbox and self.luck.chance(700):
            sender = Sender(self.kiosk, self.luck, self.outbox.pop(0))
            sender.when_gone(lambda: self._has_sent(sender))
            self.come("sender", sender)
        elif not self._is_crowded():
            order = self.office.announce(self.luck)
            if order is not None:
                self.outbox.append(order)

    def _has_sent(self, sender: Sender) -> None:
        order = sender.order
        if order.shipment in sender.hands and self.luck.chance(500):
            self.outbox.append(order)  # tomorrow, perhaps
        if order.way == STORAGE and sender.has_put_in:
            recipient = self.recipients.of(order.shipment)
            if recipient is not None and recipient not in self.waiting:
                self.waiting.append(recipient)
        self._gone()

    # -- technicians ----------------------------------------------------------------------

    def send_technician(self, technician: Technician) -> None:
        """A technician comes; now and then the office takes a badge back meanwhile."""
        technician.when_gone(self._gone)
        self.come("technician", technician)
        if self.luck.chance(60) and not self.is_closed:
            self.world.later(self.luck.between(5_000, 2 * MINUTE_MS), self.crew.dismiss)

    # -- recipients -----------------------------------------------------------------------

    def send_recipient(self, recipient: Recipient, manner: str = "") -> Customer:
        """A recipient comes with the code of the last message."""
        slips = 1 if self.luck.chance(60) else 0
        customer = Customer(self.kiosk, self.luck, recipient.code, recipient.token,
                            recipient.phone, self.recipients.of_one_person(recipient.shipment),
                            slips=slips, manner=manner)  # fmt: skip
        customer.when_gone(lambda: self._returned(recipient, customer))
        self._equip(customer, recipient)
        self.come("recipient", customer)
        return customer

    def _equip(self, customer: Customer, recipient: Recipient) -> None:
        """A phone with the apps; one in thirty is somebody else's, who was sent for the parcel."""
        is_other = not self.is_closed and self.luck.chance(30)
        name = "somebody else" if is_other else recipient.shipment

        def answer(end: str) -> bool:
            return phones.answer(self.central, self.kiosk, name, end)

        customer.answer_phone = answer

    def _send_hasty(self) -> None:
        """Somebody whose phone is dead calls support, who correct the number and say the code."""
        ready = [r for r in self.waiting if r.code and not r.has_it]
        if not ready:
            return
        recipient = self.luck.pick(ready)

        def call_support() -> str:
            recipient.phone = f"+3712{self.luck.below(10**7):07d}"
            if self.office.correct_phone(recipient.shipment, recipient.phone):
                recipient.code = self.recipients.code_at_support(recipient.shipment)
            return recipient.code

        person = Hasty(self.kiosk, self.luck, call_support, recipient.token, recipient.phone,
                       self.recipients.of_one_person(recipient.shipment))  # fmt: skip
        person.when_gone(lambda: self._returned(recipient, person))
        self._equip(person, recipient)
        self.come("hasty", person)

    def _returned(self, recipient: Recipient, customer: Customer) -> None:
        recipient.visits += 1
        if recipient.visits > VISITS_IN_VAIN_MAX and recipient in self.waiting:
            self.waiting.remove(recipient)
        recipient.has_it = False
        for shipment in customer.hands:
            self._handed_out(shipment)
        self._gone()

    def _handed_out(self, shipment: str) -> None:
        """Somebody has it, with the code of this parcel or of one beside it."""
        recipient = self.recipients.of(shipment)
        assert recipient is not None
        recipient.has_it = True
        for group in (self.waiting, self.forgetful):
            if recipient in group:
                group.remove(recipient)


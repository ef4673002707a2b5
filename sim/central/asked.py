"""What people may ask of the server: the operator's desk.

Each wish is looked at, made one turn, and answered with `Refused` where it cannot
be; what follows from it is in the other files.  The one idea: a wish is granted
when its order is in the log, and true when the terminal says so.
"""

from collections.abc import Sequence

from sim.central import codes, days, orders, shipments, terminals, together, totp, wishes
from sim.central.chain import plain
from sim.central.core import Core
from sim.central.incidents import settle
from sim.central.network import DEFAULT
from sim.central.terminals import Terminal
from sim.central.turn import Turn
from sim.central.views import Shipment
from sim.central.wishes import Refused

# Nothing about it is settled yet, so that an order can change it.
ON_TERMINAL = (*shipments.ON_THE_WAY, *shipments.LYING_INSIDE)


class Asked(Core):
    """Every method raises Refused, with a sentence, where the wish cannot be met."""

    def add_terminal(
        self,
        terminal: str,
        key: bytes,
        address: str = "",
        zone: str = "Europe/Riga",
        neighbourhood: str = "",
        epoch: str = "1",
        network: str = DEFAULT,
    ) -> None:
        """Live codes are unique within a neighbourhood; asking again for the same is no harm.

        `network` is the one whose rules hold there, named as in `networks/`."""
        wishes.identity(terminal, "A terminal's id")
        wishes.key(key.hex())
        try:
            found_zone = days.find_zone(zone)
        except ValueError as error:
            raise Refused(str(error)) from None
        wishes.network(network, self.networks.names())
        place = Terminal(
            terminal, key, epoch, found_zone, address or terminal, neighbourhood, network
        )
        with self._turn() as turn:
            before = terminals.find(turn, terminal)
            if before is None:
                terminals.add(turn, place)
            elif before != place:
                raise Refused(f"Terminal {terminal} is registered already, and differently.")

    def add_courier(self, courier: str, badge: str, pin: str, terminal: str) -> None:
        wishes.identity(courier, "A courier's name")
        badge = plain(wishes.badge(badge))
        wishes.pin(pin)
        with self._turn() as turn:
            place = self._place(turn, terminal)
            body: dict[str, object] = {
                "courier": courier,
                "badge": place.tag("badge", badge),
                "pin": place.tag("pin", f"{badge}|{pin}"),
            }
            orders.give(turn, terminal, "add_badge", body, tags=[str(body["badge"])])

    def revoke_courier(self, courier: str, terminal: str) -> None:
        wishes.identity(courier, "A courier's name")
        with self._turn() as turn:
            self._place(turn, terminal)
            orders.give(turn, terminal, "revoke_badge", {"courier": courier})

    def add_technician(self, technician: str, badge: str, terminal: str) -> None:
        wishes.identity(technician, "A technician's name")
        badge = plain(wishes.badge(badge))
        with self._turn() as turn:
            place = self._place(turn, terminal)
            body: dict[str, object] = {
                "technician": technician, "badge": place.tag("badge", badge),
            }  # fmt: skip
            orders.give(turn, terminal, "add_technician", body, tags=[str(body["badge"])])

    def revoke_technician(self, technician: str, terminal: str) -> None:
        wishes.identity(technician, "A technician's name")
        with self._turn() as turn:
            self._place(turn, terminal)
            orders.give(turn, terminal, "revoke_technician", {"technician": technician})

    def onetime(self, technician: str, terminal: str) -> str:
        """The code of this half minute, as the technician's phone shows it."""
        wishes.identity(technician, "A technician's name")
        with self._turn() as turn:
            secret = self._place(turn, terminal).tag("technician", technician)
            return totp.code_at(secret, turn.now_s)

    def response(self, technician: str, terminal: str, challenge: str) -> str:
        """What a terminal without a trusted clock wants to hear to the digits that it shows."""
        wishes.identity(technician, "A technician's name")
        wishes.challenge(challenge)
        with self._turn() as turn:
            place = self._place(turn, terminal)
            return totp.response_to(place.tag("response", f"{technician}|{challenge}"))

    def register(
        self,
        terminal: str,
        phone: str,
        size: str = "?",
        email: str = "",
        number: str = "",
        *,
        weight_g: int = 0,
    ) -> str:
        """A shipment for that terminal; gives its number, drawn where none is given.

        `size` is a name, three sides in millimetres such as "180x380x580", or "?"; `weight_g`
        is 0 where unknown.
        """
        size_name, sides_mm = wishes.size(size)
        phone, email = wishes.phone(phone), wishes.email(email)
        number = wishes.number(plain(number)) if number else ""
        with self._turn() as turn:
            place = self._place(turn, terminal)
            wishes.allowed(place.rules(turn), phone, shipments.DELIVERY, weight_g)
            if number and turn.row("SELECT 1 FROM shipments WHERE shipment = ?", number):
                raise Refused(f"Shipment {number} is registered already.")
            try:
                return shipments.register(turn, place, size_name, sides_mm, phone, email, number)
            except codes.NoCodeLeft as error:
                raise Refused(str(error)) from None

    def withdraw(self, shipment: str) -> None:
        """The sender wants it back (002-10.3), until it was collected."""
        self._recall(shipment, "recalled")

    def redirect(self, shipment: str, to: str = "") -> None:
        """It is to go to another place (002-5.3.2, 8.6.13); a courier takes it out.

        Where that is the terminal `to`, it is expected there, under a new code, as soon as
        the first terminal has let go of it."""
        self._recall(shipment, "redirected", to)

    def _recall(self, shipment: str, cause: str, to: str = "") -> None:
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            if to and self._place(turn, to).terminal == found.terminal:
                raise Refused(f"Shipment {found.shipment} is for {to} already; name another.")
            is_recalled = found.state == "called back"
            if is_recalled or shipments.is_being_withdrawn(turn, found.shipment):
                raise Refused(f"That shipment {found.shipment} comes back is asked for already.")
            turn.run("UPDATE shipments SET goes_to = ? WHERE shipment = ?", to, found.shipment)
            shipments.call_back(turn, found.terminal, found.shipment, cause)

    def hold(self, shipment: str, why: str = "") -> None:
        """It is kept back while the operator looks into it (002-4.3.2, 7.3); "" ends that."""
        wishes.hold(why)
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            body: dict[str, object] = {"shipment": found.shipment, "why": why}
            orders.give(turn, found.terminal, "set_hold", body, found.shipment)

    def set_dues(self, shipment: str, dues: Sequence[tuple[str, int]]) -> None:
        """What is owed before it is released (002-5.3.1, 7.3): ((kind, cents), ...), () nothing."""
        wishes.dues(dues)
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            wishes.cod_allowed(self._place(turn, found.terminal).rules(turn), dues)
            body: dict[str, object] = {"shipment": found.shipment, "dues": [*map(list, dues)]}
            orders.give(turn, found.terminal, "set_dues", body, found.shipment)

    def identify(self, shipment: str, personal_code: str, level: str = "qualified") -> None:
        """The sender asks that its recipient is identified before it is given out (002-5.3.3)."""
        wishes.personal_code(personal_code)
        self._identify(shipment, personal_code, wishes.level(level))

    def waive_identification(self, shipment: str) -> None:
        """The operator gives it out without, for one reason or another."""
        self._identify(shipment, "", "")

    def _identify(self, shipment: str, personal_code: str, level: str) -> None:
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            turn.run("DELETE FROM recipients WHERE shipment = ?", found.shipment)
            if level:
                turn.run(
                    "INSERT INTO recipients VALUES (?, ?, ?)", found.shipment, personal_code, level
                )
            body: dict[str, object] = {"shipment": found.shipment, "level": level}
            orders.give(turn, found.terminal, "set_identification", body, found.shipment)

    def extend(self, shipment: str, hours: int) -> None:
        """A later deadline; the recipient is told when the terminal has applied it."""
        if not 1 <= hours <= 24 * 365:
            raise Refused("A deadline moves by 1 to 8760 hours, and never to an earlier time.")
        with self._turn() as turn:
            found = self._shipment(shipment, shipments.LYING_INSIDE)
            late_s = together.latest_deadline_s(turn, found.shipment) + hours * 3600
            together.order_deadline(turn, found.terminal, found.shipment, late_s)

    def correct_phone(self, shipment: str, phone: str) -> None:
        """The sender corrects the recipient's phone (002-8.6.3)."""
        phone = wishes.phone(phone)
        with self._turn() as turn:
            found = self._shipment(shipment, ON_TERMINAL)
            place = self._place(turn, found.terminal)
            shipments.correct_phone(turn, place, found.shipment, phone)

    def set_policy(self, terminal: str, version: int, values: dict[str, int]) -> None:
        with self._turn() as turn:
            self._place(turn, terminal)
            body: dict[str, object] = {"version": version, "values": values}
            orders.give(turn, terminal, "set_policy", body)

    def settle(self, incident: int) -> None:
        """Somebody has dealt with it."""
        with self._turn() as turn:
            if not settle(turn, incident):
                raise Refused(f"There is no open incident {incident}.")

    def _place(self, turn: Turn, terminal: str) -> Terminal:
        place = terminals.find(turn, terminal)
        if place is None:
            raise Refused(f"Terminal {terminal!a} is not registered; register it first.")
        return place

    def _shipment(self, shipment: str, states: tuple[str, ...]) -> Shipment:
        rows = self.view.shipments(plain(shipment)) if shipment else []
        if not rows:
            raise Refused(f"Shipment {shipment!a} is not registered.")
        if rows[0].state not in states:
            raise Refused(f"Too late: shipment {rows[0].shipment} is {rows[0].state}.")
        return rows[0]

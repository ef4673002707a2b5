"""What we believe of each compartment and each shipment: the values inside the books.

Plain holders of facts: only `books.py` changes them, and only by applying an entry.
Which compartment to offer is decided in `rooms.py`.
"""

EXPECTED, INSIDE, GONE = "expected", "inside", "gone"
SENT = "sent"  # why a parcel leaves that its sender put in


class Compartment:
    """One compartment: what lies in it, and what casts doubt on that."""

    def __init__(self, number: int, size: str) -> None:
        self.number = number
        self.size = size
        self.shipments: "list[str]" = []  # certainly inside
        self.reserved: "list[str]" = []  # perhaps inside: a deposit was begun
        self.doubts: "list[str]" = []  # a set, in the order of their coming
        self.purpose = ""  # why it was opened; "" once that is settled
        self.unspent = 0  # the opening whose pulse may still open it
        self.unspent_before = 0  # what that was before the last opening was ordered
        self.is_open = False
        self.is_open_seen = False  # by a pulse of ours; else its sensor may be the liar
        self.is_blind = False  # its sensor is not believed
        self.is_on_word = False  # empty only because a customer closed it and left
        self.is_disputed = False  # the recipient says that nothing was inside
        self.sale = 0  # the sale for which a pulse was or may be given
        self.barred = ""  # why a technician took it out of service
        self.kept_for = ""  # the announced shipment that it was promised to (see sendings.py)

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.number, tuple(self.shipments), tuple(self.reserved), tuple(self.doubts),
                self.purpose, self.unspent, self.unspent_before, self.is_open,
                self.is_open_seen, self.is_blind, self.is_on_word, self.is_disputed,
                self.sale, self.barred, self.kept_for)  # fmt: skip

    def restore(self, state: "tuple[object, ...]") -> None:
        """The opposite of `state`; what was written before senders came keeps nothing."""
        state = state if len(state) > 14 else state + ("",)
        (_number, shipments, reserved, doubts, self.purpose, self.unspent,
         self.unspent_before, self.is_open, self.is_open_seen, self.is_blind, self.is_on_word,
                  self.is_disputed, self.sale, self.barred,
         self.kept_for) = state  # type: ignore[assignment]  # fmt: skip
        self.shipments = list(shipments)  # type: ignore[call-overload]
        self.reserved = list(reserved)  # type: ignore[call-overload]
        self.doubts = list(doubts)  # type: ignore[call-overload]

    def doubt(self, why: str) -> None:
        """Add a reason; the same reason twice is one."""
        if why not in self.doubts:
            self.doubts.append(why)

    def clear(self) -> None:
        """Empty and beyond doubt (whether the sensor is believed is another matter)."""
        self.shipments, self.reserved, self.doubts = [], [], []
        self.purpose, self.is_disputed, self.is_on_word, self.sale = "", False, False, 0

    def part_with(self, numbers: "tuple[str, ...]") -> None:
        """These lie here no more.  What may lie here still leaves its doubts behind."""
        left = [number for number in self.shipments if number not in numbers]
        perhaps = [number for number in self.reserved if number not in numbers]
        doubts = self.doubts if perhaps else []
        self.clear()
        self.shipments, self.reserved, self.doubts = left, perhaps, doubts


class Sending:
    """What was announced of a parcel that its sender puts in; the other code waits in here."""

    def __init__(
        self, way: str, compartment: int, until_s: int, code: str, token: str, phone_end: str,
        is_handed_in: bool, was_handed_in: bool,
    ) -> None:  # fmt: skip
        self.way = way  # as in orders.Announce
        self.compartment = compartment  # promised to it, 0: none
        self.until_s = until_s
        self.code, self.token, self.phone_end = code, token, phone_end  # of the other person
        self.is_handed_in = is_handed_in
        self.was_handed_in = was_handed_in  # even if its sender took it back

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.way, self.compartment, self.until_s, self.code, self.token,
                self.phone_end, self.is_handed_in, self.was_handed_in)  # fmt: skip


class Shipment:
    """A parcel with its data: before it comes, while it lies here, and a while after."""

    def __init__(self, number: str, size: str, code: str, token: str, phone_end: str) -> None:
        self.number = number
        self.size = size
        self.code = code
        self.token = token
        self.phone_end = phone_end
        self.phone = ""  # the tag of the recipient's phone, "" where it is not known
        self.standing = EXPECTED
        self.compartment = 0
        self.deadline_s = 0
        self.dues: "tuple[tuple[str, int], ...]" = ()  # owed before it is released
        self.hold = ""  # why the operator keeps it back
        self.leaving = ""  # why a courier is to take it out; no code opens for it any more
        self.identify = ""  # the level of identification without which it is not given out
        self.why = ""  # why it is gone
        self.gone_up_ms = 0
        self.gone_s = 0
        self.sending: "Sending | None" = None  # only where its sender puts it in

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.number, self.size, self.code, self.token, self.phone_end, self.standing,
                self.compartment, self.deadline_s, self.dues, self.why, self.gone_up_ms,
                self.gone_s, self.hold, self.leaving,
                self.sending.state() if self.sending is not None else (),
                self.identify, self.phone)  # fmt: skip

    @staticmethod
    def restored(state: "tuple[object, ...]") -> "Shipment":
        """The opposite of `state`; older ones end before holds, or before senders."""
        state = state + ("", "", (), "", "")[len(state) - 12 :]
        shipment = Shipment(*state[:5])  # type: ignore[arg-type]
        (shipment.standing, shipment.compartment, shipment.deadline_s, shipment.dues, shipment.why,
         shipment.gone_up_ms, shipment.gone_s, shipment.hold,
         shipment.leaving) = state[5:14]  # type: ignore[assignment]  # fmt: skip
        if state[14]:
            shipment.sending = Sending(*state[14])  # type: ignore[misc]
        shipment.identify, shipment.phone = state[15:]  # type: ignore[assignment]
        return shipment

    @property
    def withheld(self) -> str:
        """Why its code opens nothing although it lies here (see screens.Told), or ""."""
        return self.leaving or ("held" if self.hold else "")

    @property
    def tags(self) -> "tuple[str, ...]":
        """All that nobody else here may have: its code and token, and those that wait."""
        tags: "tuple[str, ...]" = (self.code, self.token)
        if self.sending is not None and not self.sending.was_handed_in:
            tags += (self.sending.code, self.sending.token)
        return tuple([tag for tag in tags if tag])

    def answers_to(self, tag: str) -> bool:
        """Whether this tag of it does anything now; a code that still waits is unknown to all."""
        return self.standing != EXPECTED or (self.sending is not None
                                             and tag in (self.code, self.token))  # fmt: skip

    def stay_away(self, up_ms: int, wall_s: int) -> None:
        """It was not put in after all; what was called back meanwhile need not come."""
        self.standing, self.compartment = EXPECTED, 0
        if self.leaving == SENT:
            self.leaving = ""
        if self.leaving:
            self.go("taken out", up_ms, wall_s)

    def go(self, why: str, up_ms: int, wall_s: int) -> None:
        """It is no longer here; what belongs to the recipient alone is forgotten at once."""
        if why == "taken out" and self.leaving:
            why = self.leaving
        self.standing, self.why, self.compartment = GONE, why, 0
        self.gone_up_ms, self.gone_s, self.phone_end, self.phone = up_ms, wall_s, "", ""
        self.hold, self.leaving = "", ""
        if self.sending is not None:
            self.sending.phone_end = ""


class Badge:
    """A courier's badge and PIN as tags, and the wrong PINs of the last day."""

    def __init__(self, courier: str, badge: str, pin: str) -> None:
        self.courier = courier
        self.badge = badge
        self.pin = pin
        self.is_revoked = False
        self.slips: "list[int]" = []

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.courier, self.badge, self.pin, self.is_revoked, tuple(self.slips))

    @staticmethod
    def restored(state: "tuple[object, ...]") -> "Badge":
        """The opposite of `state`."""
        badge = Badge(*state[:3])  # type: ignore[arg-type]
        badge.is_revoked = bool(state[3])
        badge.slips = list(state[4])  # type: ignore[call-overload]
        return badge

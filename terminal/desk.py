"""The server's orders: each takes effect once, in the order of its number, and is answered.

Every order ends as applied or as refused with a reason, committed together with what it
changed.  An order about a parcel behind a door that is being opened waits until that is
settled, and the later ones wait behind it.
"""

from terminal import (
    care_entries,
    combining,
    entries,
    identity_entries,
    orders,
    policy,
    rooms,
    sending_entries,
    sizes,
)
from terminal import messages as m
from terminal.books import Books
from terminal.compartments import EXPECTED, GONE, INSIDE
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from terminal.machine import Terminal

WAITING_MAX = 200  # what does not fit is sent again by the server


class Desk:
    """Takes orders in and applies them at the end of a turn."""

    def __init__(self, hub: "Terminal") -> None:
        self.hub = hub
        self._waiting: "list[Record]" = []

    def take(self, number: int, order: Record) -> None:
        """Put the next order in line; one that is known, or that comes too soon, is dropped."""
        next_number = self.hub.books.last_order + len(self._waiting) + 1
        if number == next_number and len(self._waiting) < WAITING_MAX:
            self._waiting.append(order)

    def work(self) -> None:
        """Apply what may be applied now."""
        while self._waiting and not self._must_wait(self._waiting[0]):
            self._settle(self._waiting.pop(0))

    def _must_wait(self, order: Record) -> bool:
        shipment = self.hub.books.shipment(getattr(order, "shipment", ""))
        if shipment is None or not shipment.compartment:
            return False
        # Its purpose alone is not enough: a board that died leaves it set for days.
        door = self.hub.door(shipment.compartment)
        is_begun = self.hub.books.compartment(shipment.compartment).purpose or door.is_being_opened
        return bool(is_begun and door.watchers)

    def _settle(self, order: Record) -> None:
        number = self.hub.books.last_order + 1
        result = DECIDE[type(order)](self, order)
        if isinstance(result, str):
            self.hub.note(entries.OrderRefused(number, result))
            return
        self.hub.note(entries.OrderApplied(number))
        self.hub.note(result)
        self.hub.tell_front(m.OrderDone())

    # -- one kind of order each: the entry that it leads to, or why it is refused ----------

    @property
    def _books(self) -> Books:
        return self.hub.books

    def _is_any_taken(self, tags: "tuple[str, ...]", shipment: str) -> bool:
        return bool([tag for tag in tags if self._is_taken(tag, shipment)])

    def _is_taken(self, tag: str, shipment: str) -> bool:
        other, is_replaced = self._books.by_tag(tag)
        owners = [other] if is_replaced and other is not None else self._books.tags.owners(tag)
        return bool(tag and [owner for owner in owners if owner.number != shipment])

    def _expect(self, order: orders.Expect) -> "Record | str":
        known = self._books.shipment(order.shipment)
        if known is not None and known.standing == INSIDE:
            return "already inside"
        if [c for c in self._books.compartments if order.shipment in c.reserved]:
            return "being deposited"
        if self._is_any_taken((order.code, order.token), order.shipment):
            return "code in use"
        size = order.size
        if not size and order.sides_mm:
            size = sizes.fit(order.sides_mm, self.hub.is_outdoor)
            if not size:
                return "too big"
        return entries.Expected(order.shipment, size, order.code, order.token, order.phone_end,
                                order.phone)  # fmt: skip

    def _announce(self, order: orders.Announce) -> "Record | str":
        expected = self._expect(orders.Expect(order.shipment, order.size, order.sides_mm,
                                              order.code, order.token, "", ""))  # fmt: skip
        if isinstance(expected, str):
            return expected
        if self._is_any_taken((order.pickup_code, order.pickup_token), order.shipment):
            return "code in use"
        size = getattr(expected, "size", "")
        why_not = self._why_not_kept(order.kept, order.shipment, size) if order.kept else ""
        if why_not:
            return why_not
        return sending_entries.Announced(
            order.shipment, order.way, size, order.kept,
            order.until_s, order.code, order.token, order.phone_end, order.pickup_code,
            order.pickup_token, order.pickup_phone_end,
        )  # fmt: skip

    def _why_not_kept(self, number: int, shipment: str, size: str) -> str:
        found = [c for c in self._books.compartments if c.number == number]
        if not found or not rooms.is_free(self.hub, found[0], shipment):
            return "compartment not free"
        is_large = not size or found[0].size in sizes.at_least(size)
        return "" if is_large else "compartment too small"

    def _withdraw(self, order: orders.Withdraw) -> "Record | str":
        known = self._books.shipment(order.shipment)
        if known is None:
            return "unknown shipment"
        is_begun = [c for c in self._books.compartments if order.shipment in c.reserved]
        if known.standing != EXPECTED or is_begun:
            return "late"
        return entries.Withdrawn(order.shipment)

    def _set_hold(self, order: orders.SetHold) -> "Record | str":
        return self._why_no_change(order.shipment) or entries.HoldSet(order.shipment, order.why)

    def _recall(self, order: orders.Recall) -> "Record | str":
        known = self._books.shipment(order.shipment)
        why_not = self._why_no_change(order.shipment)
        if known is None or why_not:
            return why_not
        is_begun = [c for c in self._books.compartments if order.shipment in c.reserved]
        if known.standing == EXPECTED and not is_begun:
            return entries.Withdrawn(order.shipment)
        return entries.Recalled(order.shipment, order.cause)

    def _why_no_change(self, number: str) -> str:
        """Why nothing can be changed any more about how this shipment is given out, or ""."""
        known = self._books.shipment(number)
        if known is None or known.standing == GONE:
            return "late" if known is not None else "unknown shipment"
        sale = self._books.till.live()
        is_paid = sale is not None and known.compartment == sale.compartment
        return "being paid" if is_paid else ""

    def _set_deadline(self, order: orders.SetDeadline) -> "Record | str":
        known = self._books.shipment(order.shipment)
        if known is None or known.standing == GONE:
            return "late" if known is not None else "unknown shipment"
        if order.deadline_s < known.deadline_s:
            return "earlier than promised"
        return entries.DeadlineSet(order.shipment, order.deadline_s)

    def _recode(self, order: orders.Recode) -> "Record | str":
        known = self._books.shipment(order.shipment)
        if known is None or known.standing == GONE:
            return "late" if known is not None else "unknown shipment"
        if order.phone != known.phone and combining.beside(self.hub, known.number):
            return "lies with others"  # whose recipient would be let at it, and it at theirs
        for tag in (order.code, order.token):
            if combining.why_no_code(self.hub, known, tag, order.phone):
                return "code in use"
        return entries.Recoded(order.shipment, order.code, order.token, order.phone_end,
                               order.phone)  # fmt: skip

    def _set_dues(self, order: orders.SetDues) -> "Record | str":
        why_not = self._why_no_change(order.shipment)
        is_cod = "cod" in [kind for kind, _cents in order.dues]
        if is_cod and not why_not and combining.beside(self.hub, order.shipment):
            why_not = "lies with others"  # 002-8.6.9
        return why_not or entries.DuesSet(order.shipment, order.dues)

    def _set_identification(self, order: orders.SetIdentification) -> "Record | str":
        entry = identity_entries.IdentificationSet(order.shipment, order.level)
        return self._why_no_change(order.shipment) or entry

    def _add_badge(self, order: orders.AddBadge) -> "Record | str":
        other = self._books.badge_by_tag(order.badge)
        if other is not None and other.courier != order.courier and not other.is_revoked:
            return "badge in use"
        if self._is_technicians(order.badge, ""):
            return "badge in use"
        return entries.BadgeAdded(order.courier, order.badge, order.pin)

    def _revoke_badge(self, order: orders.RevokeBadge) -> "Record | str":
        if self._books.badge_of(order.courier) is None:
            return "unknown courier"
        return entries.BadgeRevoked(order.courier)

    def _is_technicians(self, badge: str, name: str) -> bool:
        """Whether the badge is that of a technician other than `name`."""
        other = self._books.care.by_tag(badge)
        return other is not None and other.name != name and not other.is_revoked

    def _add_technician(self, order: orders.AddTechnician) -> "Record | str":
        courier = self._books.badge_by_tag(order.badge)
        is_courier = courier is not None and not courier.is_revoked
        if is_courier or self._is_technicians(order.badge, order.technician):
            return "badge in use"
        return care_entries.TechnicianAdded(order.technician, order.badge)

    def _revoke_technician(self, order: orders.RevokeTechnician) -> "Record | str":
        if self._books.care.named(order.technician) is None:
            return "unknown technician"
        return care_entries.TechnicianRevoked(order.technician)

    def _set_policy(self, order: orders.SetPolicy) -> "Record | str":
        if order.version <= self._books.policy_version:
            return "older than the policy in force"
        return policy.fault(order.values) or entries.PolicySet(order.version, order.values)


if TYPE_CHECKING:
    DECIDE: "dict[type[Record], Callable[[Desk, Any], Record | str]]"
DECIDE = {
    orders.Expect: Desk._expect, orders.Announce: Desk._announce,
    orders.Withdraw: Desk._withdraw,
    orders.SetDeadline: Desk._set_deadline, orders.Recode: Desk._recode,
    orders.SetDues: Desk._set_dues, orders.SetHold: Desk._set_hold, orders.Recall: Desk._recall,
    orders.SetIdentification: Desk._set_identification,
    orders.AddBadge: Desk._add_badge, orders.RevokeBadge: Desk._revoke_badge,
    orders.AddTechnician: Desk._add_technician,
    orders.RevokeTechnician: Desk._revoke_technician,
    orders.SetPolicy: Desk._set_policy,
}  # fmt: skip

"""Orders to open that have not gone out yet: which of them may go now, and which never will.

It neither sends nor tells; a lock bus and the locks on pins each hold one.  The idea needed to
read it: an order that waits grows wrong.  After ten seconds somebody else may stand there; and of
two for one lock the first, said late, would open a door that was opened, emptied and shut by then.
So there is one for a lock, the last that was given.
"""

from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

from drivers.coil_guard import CoilGuard
from drivers.lock_answers import NOT_SENT, REFUSED

STALE_MS = 10_000  # an unlock that had to wait longer surprises whoever stands there by then


class Waiting(Protocol):
    """What an order has that waits here."""

    @property
    def coil(self) -> Hashable: ...

    given_ms: int


Order = TypeVar("Order", bound=Waiting)


class UnlockQueue(Generic[Order]):
    """Oldest first; as the guard of their coils allows."""

    def __init__(self, guard: CoilGuard) -> None:
        self._guard = guard
        self._orders: list[Order] = []

    def __bool__(self) -> bool:
        return bool(self._orders)

    def put(self, order: Order) -> Order | None:
        """Let it wait; returns the one for the same lock whose place it takes."""
        for at, other in enumerate(self._orders):
            if other.coil == order.coil:
                self._orders[at] = order
                return other
        self._orders.append(order)
        return None

    def hopeless(self, now_ms: int) -> list[tuple[Order, str]]:
        """Takes out those that may not go any more: each with its outcome."""
        found = []
        for order in self._orders:
            if now_ms - order.given_ms > STALE_MS:
                found.append((order, NOT_SENT))
            elif self._guard.is_spent(order.coil, now_ms):
                found.append((order, REFUSED))
        for order, _ in found:
            self._orders.remove(order)
        return found

    def ready(self, now_ms: int) -> Order | None:
        """The first that may go now; it stays here until `remove`."""
        for order in self._orders:
            if self._guard.ready_ms(order.coil) <= now_ms:
                return order
        return None

    def remove(self, order: Order) -> None:
        self._orders.remove(order)

    def take_all(self, is_meant: Callable[[Order], bool] = lambda order: True) -> list[Order]:
        """Takes out those that are meant."""
        taken = [order for order in self._orders if is_meant(order)]
        self._orders = [order for order in self._orders if not is_meant(order)]
        return taken

    def ready_ms(self) -> int:
        """When the first may go; only while there is one."""
        return min(self._guard.ready_ms(order.coil) for order in self._orders)

    def stale_ms(self) -> int:
        """When the first is to be given up; only while there is one."""
        return min(order.given_ms for order in self._orders) + STALE_MS + 1

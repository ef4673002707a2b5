"""Orders to open that wait: one for a lock, oldest first, and none for ever."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from drivers.coil_guard import BUDGET, CoilGuard
from drivers.lock_answers import NOT_SENT, REFUSED
from drivers.unlock_queue import STALE_MS, UnlockQueue


@dataclass
class Order:
    coil: str
    given_ms: int = 0


def test_the_last_order_for_a_lock_takes_the_place_of_the_one_before() -> None:
    queue: UnlockQueue[Order] = UnlockQueue(CoilGuard())
    first, other, second = Order("a"), Order("b"), Order("a")
    assert [queue.put(order) for order in (first, other, second)] == [None, None, first]
    assert queue.take_all() == [second, other]
    assert not queue


def test_an_order_goes_stale_by_its_own_age() -> None:
    queue: UnlockQueue[Order] = UnlockQueue(CoilGuard())
    old, young = Order("a", 0), Order("b", 1)
    queue.put(old)
    queue.put(young)
    assert queue.stale_ms() == STALE_MS + 1
    assert queue.hopeless(STALE_MS) == []
    assert queue.hopeless(STALE_MS + 1) == [(old, NOT_SENT)]
    assert queue.hopeless(STALE_MS + 2) == [(young, NOT_SENT)]


def test_an_order_for_a_spent_coil_is_refused_and_the_others_go_on() -> None:
    guard = CoilGuard()
    queue: UnlockQueue[Order] = UnlockQueue(guard)
    for at in range(BUDGET):
        guard.note_pulse("a", at)
    spent, other = Order("a", 5_000), Order("b", 5_000)
    queue.put(spent)
    queue.put(other)
    assert queue.hopeless(5_000) == [(spent, REFUSED)]
    assert queue.ready(5_000) is other
    queue.remove(other)
    assert queue.ready(5_000) is None


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("abcd")),
        st.tuples(st.just("pulse"), st.integers(0, 3_000)),
        st.tuples(st.just("rest"), st.integers(0, 6_000)),
    ),
    max_size=40,
)


@given(steps)
def test_every_order_leaves_once_and_never_two_wait_for_one_lock(
    story: list[tuple[str, str | int]],
) -> None:
    guard, now_ms = CoilGuard(), 0
    queue: UnlockQueue[Order] = UnlockQueue(guard)
    put: list[Order] = []
    left: list[Order] = []
    for what, value in story:
        if what == "put":
            put.append(Order(str(value), now_ms))
            late = queue.put(put[-1])
            left += [late] if late is not None else []
        else:
            now_ms += int(value)
        left += [order for order, _ in queue.hopeless(now_ms)]
        ready = queue.ready(now_ms) if what == "pulse" else None
        if ready is not None:
            assert guard.ready_ms(ready.coil) <= now_ms <= ready.given_ms + STALE_MS
            queue.remove(ready)
            guard.note_pulse(ready.coil, now_ms)
            left.append(ready)
    waiting = queue.take_all()
    assert len({order.coil for order in waiting}) == len(waiting)
    assert sorted(map(id, left + waiting)) == sorted(map(id, put))

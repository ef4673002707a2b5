"""The outbox never skips an entry and never gives up; the inbox never repeats or skips an order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.inbox import Inbox
from sync.lines import Line
from sync.outbox import (
    BATCH_BYTES,
    BATCH_LINES,
    BATCHES_IN_FLIGHT,
    RESEND_MS,
    RESEND_MS_MAX,
    Outbox,
    cut,
)
from terminal.events import OrderArrived
from terminal.orders import Withdraw


def line(seq: int, size: int = 10) -> Line:
    return Line(seq, 0, 0, "wrong_code", "x" * size, None, None, b"", b"")


def send_all(outbox: Outbox, last_seq: int, now_ms: int = 0, batch: int = BATCH_LINES) -> list[int]:
    """The first seq of every batch that may go out now."""
    firsts = []
    while (after := outbox.next_after(last_seq)) is not None:
        firsts.append(after + 1)
        outbox.sent(min(after + batch, last_seq), now_ms)
    return firsts


def test_a_message_has_at_most_50_entries_and_128_kilobytes_but_always_one() -> None:
    assert len(cut([line(seq) for seq in range(1, BATCH_LINES + 1)])) == BATCH_LINES
    assert len(cut([line(seq, 20_000) for seq in range(1, 10)])) == 3
    assert len(cut([line(1, BATCH_BYTES), line(2)])) == 1


def test_only_a_few_batches_are_under_way() -> None:
    outbox = Outbox()
    outbox.begin(0)
    assert send_all(outbox, 1_000) == [1, 51, 101, 151]
    outbox.acknowledge(50, 10)
    assert send_all(outbox, 1_000, 10) == [201]
    outbox.acknowledge(250, 20)
    assert send_all(outbox, 1_000, 20) == [251, 301, 351, 401]


def test_what_is_not_acknowledged_goes_again_later_and_later() -> None:
    outbox = Outbox()
    outbox.begin(0)
    now_ms, waits = 0, []
    for _ in range(8):
        assert send_all(outbox, 60, now_ms) == [1, 51]
        wake_ms = outbox.wake_at_ms()
        assert wake_ms is not None
        outbox.tick(wake_ms - 1)
        assert outbox.next_after(60) is None
        outbox.tick(wake_ms)
        waits.append(wake_ms - now_ms)
        now_ms = wake_ms
    assert waits[:3] == [RESEND_MS, 2 * RESEND_MS, 4 * RESEND_MS]
    assert waits[-1] == RESEND_MS_MAX


def test_progress_makes_it_patient_again() -> None:
    outbox = Outbox()
    outbox.begin(0)
    send_all(outbox, 60)
    outbox.tick(RESEND_MS)
    send_all(outbox, 60, RESEND_MS)
    outbox.acknowledge(50, 6_000)
    assert outbox.wake_at_ms() == 6_000 + RESEND_MS
    outbox.acknowledge(60, 7_000)
    assert outbox.wake_at_ms() is None


def test_a_lower_acknowledgement_brings_back_what_follows_it() -> None:
    outbox = Outbox()
    outbox.begin(40)
    assert send_all(outbox, 60) == [41]
    outbox.acknowledge(60, 0)
    assert outbox.next_after(60) is None
    outbox.acknowledge(10, 0)
    assert send_all(outbox, 60) == [11]


def test_a_new_connection_begins_after_the_last_acknowledged_entry() -> None:
    outbox = Outbox()
    outbox.begin(0)
    send_all(outbox, 1_000)
    outbox.begin(120)
    assert send_all(outbox, 1_000) == [121, 171, 221, 271]


@given(st.data())
def test_whatever_is_lost_on_the_way_all_arrives_in_order_in_the_end(data: Any) -> None:
    outbox, now_ms, last_seq, stored = Outbox(), 0, 0, 0
    outbox.begin(0)
    chaos = data.draw(
        st.lists(st.sampled_from(["write", "lose", "carry", "acks lost"]), max_size=30)
    )
    for step in [*chaos, *["carry"] * 60]:
        now_ms += 1_000
        last_seq += 70 if step == "write" else 0
        outbox.tick(now_ms)
        in_flight = 0
        while (after := outbox.next_after(last_seq)) is not None:
            in_flight += 1
            end = min(after + BATCH_LINES, last_seq)
            outbox.sent(end, now_ms)
            if step in ("carry", "acks lost") and after <= stored:
                stored = max(stored, end)
        assert in_flight <= BATCHES_IN_FLIGHT
        if step == "carry":
            outbox.acknowledge(stored, now_ms)
            if stored < last_seq and outbox.next_after(last_seq) is None:
                wake_ms = outbox.wake_at_ms()
                assert wake_ms is not None, "it waits for nothing"
                now_ms = max(now_ms, wake_ms)
    assert stored == last_seq


def order(number: int) -> tuple[int, Withdraw]:
    return number, Withdraw(f"S{number}")


def numbers(inbox: Inbox, *given_numbers: int) -> tuple[list[int], bool]:
    handed, has_gap = inbox.take([order(number) for number in given_numbers])
    assert all(isinstance(event, OrderArrived) for event in handed)
    return [event.number for event in handed if isinstance(event, OrderArrived)], has_gap


def test_orders_are_handed_on_once_and_in_order() -> None:
    inbox = Inbox()
    inbox.begin(4)
    assert numbers(inbox, 3, 4, 5, 6) == ([5, 6], False)
    assert numbers(inbox, 5, 6, 7) == ([7], False)
    assert numbers(inbox, 7) == ([], False)


def test_a_gap_is_told_and_what_follows_it_waits() -> None:
    inbox = Inbox()
    inbox.begin(0)
    assert numbers(inbox, 1, 3) == ([1], True)
    assert numbers(inbox, 3) == ([], True)
    assert numbers(inbox, 2, 3) == ([2, 3], False)


def test_what_the_terminal_dropped_comes_again_after_the_next_status() -> None:
    inbox = Inbox()
    inbox.begin(0)
    assert numbers(inbox, 1, 2, 3) == ([1, 2, 3], False)
    inbox.begin(1)
    assert numbers(inbox, 2, 3) == ([2, 3], False)


def test_nothing_is_handed_to_a_terminal_that_does_not_know_where_it_stands() -> None:
    inbox = Inbox()
    assert numbers(inbox, 1) == ([], False)
    inbox.begin(0)
    inbox.forget()
    assert numbers(inbox, 1) == ([], False)


@given(st.lists(st.lists(st.integers(1, 12), max_size=6), max_size=20))
def test_orders_never_skip_and_never_repeat(messages: list[list[int]]) -> None:
    inbox = Inbox()
    inbox.begin(0)
    handed: list[int] = []
    for message in messages:
        handed += numbers(inbox, *message)[0]
    assert handed == list(range(1, len(handed) + 1))

"""One order to a Zebra scanner after another: woken, said, said again, obeyed, refused."""

from drivers import ssi_codec as ssi
from drivers.ssi_orders import Orders

ENABLE, START, STOP = ssi.scan_enable(), ssi.start_session(), ssi.stop_session()


def orders(*those: bytes) -> Orders:
    made = Orders()
    made.begin_anew(list(those), 0)
    return made


def said(made: Orders, until_ms: int, from_ms: int = 0) -> list[tuple[int, bytes | None]]:
    """[(when, what)] of all that is due, with nobody answering."""
    found = []
    for now_ms in range(from_ms, until_ms):
        due = made.due(now_ms)
        if due != b"":
            found.append((now_ms, due))
        if due is None:
            break
    return found


def test_an_order_is_a_wake_up_and_50_ms_later_the_packet() -> None:
    assert said(orders(ENABLE), 1_000) == [(0, b"\x00"), (50, ENABLE)]


def test_without_an_answer_it_is_said_three_times_and_then_never() -> None:
    again = ssi.said_again(ENABLE)
    assert said(orders(ENABLE), 10_000) == [
        (0, b"\x00"), (50, ENABLE), (2_050, b"\x00"), (2_100, again),
        (4_100, b"\x00"), (4_150, again), (6_150, None),
    ]  # fmt: skip


def test_the_next_order_waits_for_the_answer_to_this_one() -> None:
    made = orders(ENABLE, START)
    said(made, 100)
    made.obeyed(100)
    assert said(made, 1_000, 100) == [(100, b"\x00"), (150, START)]
    made.obeyed(1_000)
    assert made.are_done and made.wake_at_ms() is None
    assert said(made, 9_000, 1_000) == []


def test_a_garbled_order_is_said_again_at_once() -> None:
    made = orders(ENABLE)
    said(made, 100)
    assert not made.refused(ssi.RESEND, 100)
    assert said(made, 200, 100) == [(100, b"\x00"), (150, ssi.said_again(ENABLE))]


def test_a_refusal_is_for_good() -> None:
    made = orders(ENABLE)
    said(made, 100)
    for cause in (2, 6, 10):
        assert made.refused(cause, 100)


def test_an_answer_before_anything_was_asked_is_nobodys() -> None:
    made = orders(ENABLE)
    assert not made.refused(6, 0)
    made.obeyed(0)
    assert not made.are_done
    assert made.due(0) == b"\x00"
    made.obeyed(10)  # woken, and not asked yet
    assert not made.refused(6, 10)
    assert made.due(50) == ENABLE


def test_an_order_may_take_the_place_of_others_that_wait() -> None:
    made = orders(ENABLE)
    for _ in range(1_000):
        made.add(START, instead_of=(START, STOP))
        made.add(STOP, instead_of=(START, STOP))
    assert made._waiting == [ENABLE, STOP]
    made.add(ENABLE)
    assert made._waiting == [ENABLE, STOP, ENABLE]


def test_begun_anew_the_old_orders_are_forgotten() -> None:
    made = orders(ENABLE, START)
    said(made, 100)
    made.begin_anew([STOP], 500)
    assert made.wake_at_ms() == 500
    assert said(made, 1_000, 100) == [(500, b"\x00"), (550, STOP)]

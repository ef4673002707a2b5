"""Orders that the simulated card reader refuses, and messages that come at the wrong time."""

import pytest

from sim.card_reader.cards import CARDS
from tests.sim.card_reader_bench import (
    ABORTED,
    APDUS,
    COMPLETION,
    NOT_OUT,
    NOT_POSSIBLE,
    NOT_REGISTERED,
    PAY,
    PLEASE_WAIT,
    REGISTER,
    WAIT,
    YES,
    Bench,
    keeps,
    never,
)

VISA = CARDS["visa"]


def registered(**switches: object) -> Bench:
    return Bench(**switches).register()


# Before anything begins.

def test_nothing_is_sold_to_a_register_that_is_not_registered() -> None:
    bench = Bench()
    bench.send(PAY)
    assert bench.run(10_000) == [NOT_REGISTERED]


@pytest.mark.parametrize(("order", "answer"), [
    ("06010A 0400000000034949 0840", "846f00"),  # dollars
    ("060103 490978", "849a00"),  # no amount
    ("060107 04000000000A49", "849a00"),  # no number
    ("060104 04000000", "849a00"),  # cut
    ("060108 04000000000349FE", "849a00"),  # no such field
    ("063104 00000000", NOT_POSSIBLE),  # refunds are not done
    ("069900", NOT_POSSIBLE), ("080100", NOT_POSSIBLE),
])
def test_orders_that_make_no_sense_are_refused_at_once(order: str, answer: str) -> None:
    bench = registered()
    bench.send(bytes.fromhex(order))
    assert bench.run(10_000) == [answer]


def test_nothing_is_sold_for_nothing() -> None:
    bench = registered()
    assert bench.ask(bytes.fromhex("06010704000000000000")) == ["061e0183"]


def test_a_command_in_the_middle_of_a_payment_must_wait() -> None:
    bench = registered()
    bench.about_goods = never
    bench.pay_until_status()
    for command in (PAY, REGISTER, APDUS["status enquiry"]):
        bench.send(command)
        assert bench.run(1_000) == [PLEASE_WAIT]
    bench.run(60_000)
    assert bench.lines == ["authorised", "reversed"]
    bench.about_goods = keeps
    assert bench.pay()[-1] == COMPLETION


def test_some_readers_leave_such_a_command_unanswered() -> None:
    bench = registered(ignores_interruptions=True)
    bench.about_goods = never
    bench.pay_until_status()
    bench.send(REGISTER)
    assert bench.run(1_000) == []


def test_a_register_that_does_not_acknowledge_the_end_may_begin_anew() -> None:
    bench = registered()
    bench.about_rest = lambda message: None if message[:2] == b"\x06\x0f" else YES
    bench.pay_until_status()
    bench.run(30)
    assert bench.said[-1][1] == COMPLETION
    assert bench.ask(APDUS["status enquiry"], 1_000) == ["060f0100"]


def test_a_command_just_before_the_end_does_not_swallow_it() -> None:
    bench = registered()
    bench.about_goods = never
    bench.pay_until_status()
    bench.send(YES, APDUS["status enquiry"])
    assert bench.run(1_000) == [PLEASE_WAIT, COMPLETION]


def test_stray_answers_mean_nothing() -> None:
    bench = registered()
    for answer in (YES, WAIT, NOT_OUT):
        bench.send(answer)
    bench.ask(PAY, 1_000)
    bench.send(YES, YES, NOT_OUT)
    bench.reader.present(VISA, bench.now_ms)
    bench.run(500)
    bench.send(YES)  # While it waits for the bank.
    bench.about_goods = never
    bench.run(10_000)
    assert bench.lines == ["authorised"]
    assert bench.run(60_000)[-1] == ABORTED and bench.bank.charged_cents() == 0


def test_without_leave_it_sends_no_intermediate_status() -> None:
    bench = Bench()
    quiet = REGISTER.replace(b"\x3e", b"\x36")
    assert bench.ask(quiet, 1_000) == ["060f0a19102948011203490978"]
    assert [text[:4] for text in bench.pay()] == ["040f", "060f"]

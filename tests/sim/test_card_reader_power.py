"""The power-cut table of the reference (2.6), row by row, from the card reader's side.

After every cut, wherever it strikes and whoever it strikes, the bank's ledger must come out
even: money is kept if and only if the reader has stored that the goods are out.
"""

import pytest

from sim.card_reader.cards import CARDS
from sim.card_reader.fields import RECEIPT, TRACE, take_apart
from sim.card_reader.switches import (
    ANSWER_LOST,
    AUTHORISED,
    BANK_ASKED,
    BANK_DECIDED,
    BANK_DOWN,
    CARD_READ,
    COMMAND_HEARD,
    COMPLETION_SAID,
    GOODS_NOT_OUT,
    GOODS_OUT,
    REVERSED,
    REVERSING,
    STATUS_SAID,
    STEPS,
    STORED,
    TOLD_TO_WAIT,
)
from tests.sim.card_reader_bench import (
    ABORTED,
    COMPLETION,
    GOOD,
    NOT_OUT,
    PAY,
    PLEASE_WAIT,
    REGISTER,
    REPEAT,
    TIMED_OUT,
    WAIT,
    YES,
    Bench,
    keeps,
    like,
    never,
    reversal,
)

VISA = CARDS["visa"]
# What the register says about the goods, so that a payment reaches the step.
ON_THE_WAY_TO = {TOLD_TO_WAIT: WAIT, GOODS_NOT_OUT: NOT_OUT, REVERSING: NOT_OUT, REVERSED: NOT_OUT}


def newest(bench: Bench) -> dict[int, bytes] | None:
    """What 06 20 shows; None where it shows nothing."""
    said = bench.ask(REPEAT)
    return take_apart(bytes.fromhex(said[0])[3:]) if like(said[0], GOOD) else None


def die(bench: Bench) -> None:
    """The register loses its power: nothing is answered any more."""
    bench.about_goods = bench.about_rest = never


def come_back(bench: Bench) -> None:
    bench.about_goods = bench.about_rest = keeps


# The register loses its power.

def test_before_the_order_has_arrived_nothing_happens() -> None:
    bench = Bench().register()
    die(bench)
    bench.send(PAY[:7])
    assert bench.run(120_000) == [] and bench.lines == []
    come_back(bench)
    assert bench.ask(REGISTER, 1_000) and newest(bench) is None


def test_before_the_status_the_reader_authorises_and_gives_it_back() -> None:
    bench = Bench().register()
    bench.send(PAY)
    bench.run(1_000)
    die(bench)
    assert bench.reader.present(VISA, bench.now_ms)
    bench.run(120_000)
    authorised, given_back = bench.bank.ledger
    assert [authorised.what, given_back.what] == ["authorised", "reversed"]
    # 04 FF goes unanswered for 5 s, 04 0F for 30 s, 04 FF for 5 s; then the bank is told.
    assert given_back.at_ms - authorised.at_ms < 45_000
    come_back(bench)
    assert bench.ask(REGISTER, 1_000) and newest(bench) is None


def test_after_the_status_it_waits_for_the_answer_and_gives_it_back() -> None:
    """The door has not been opened, or it has: the reader cannot know."""
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    die(bench)
    bench.run(29_990)
    assert bench.reader.memory.open is not None and bench.bank.held_cents() == 349
    bench.run(100)
    assert bench.reader.memory.open is None
    bench.run(60_000)
    assert bench.lines == ["authorised", "reversed"] and newest(bench) is None


def test_after_the_answer_the_payment_stands() -> None:
    bench = Bench().register()
    bench.about_rest = lambda message: None if message[:2] == b"\x06\x0f" else YES
    bench.pay()
    come_back(bench)
    bench.ask(REGISTER, 1_000)
    shown = newest(bench)
    assert shown is not None and shown[TRACE].hex() == "000470"
    assert bench.bank.charged_cents() == 349


def test_what_was_kept_by_mistake_can_be_reversed_afterwards() -> None:
    """Authorised is not in the register's journal, but repeat receipt shows it as good."""
    bench = Bench().register()
    bench.pay()
    shown = newest(bench)
    assert shown is not None and shown[RECEIPT].hex() == "0470"
    assert bench.ask(reversal(470))[-1] == COMPLETION
    assert bench.bank.charged_cents() == 0 and bench.bank.reversed_cents(VISA) == 349


def test_a_register_that_is_back_early_is_told_to_wait_and_then_sees_the_end() -> None:
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    die(bench)
    bench.run(10_000)
    come_back(bench)
    bench.send(REGISTER)
    assert bench.run(1_000) == [PLEASE_WAIT]
    said = bench.run(60_000)  # On a serial line nothing tells the reader that it was away.
    assert said == ["04ff0105", TIMED_OUT, ABORTED]
    assert bench.ask(REGISTER, 1_000)


def test_on_a_new_connection_it_says_nothing_of_the_old_conversation() -> None:
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    bench.reader.lost(bench.now_ms)
    bench.send(YES)  # An answer to something else, from the new connection.
    assert bench.run(60_000) == []
    assert bench.lines == ["authorised", "reversed"]
    bench.about_goods = keeps
    assert bench.pay()[-1] == COMPLETION


def test_what_it_was_about_to_say_is_not_said_on_a_new_connection() -> None:
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    bench.send(REGISTER)  # To be told to wait.
    bench.reader.lost(bench.now_ms)
    assert bench.run(1_000) == []
    other = Bench()
    other.reader.feed(REGISTER, other.now_ms)
    other.reader.advance(other.now_ms + 100)
    other.reader.lost(other.now_ms + 100)
    assert other.reader.due(other.now_ms + 100) == []


def test_a_connection_lost_with_half_a_message_leaves_no_trace() -> None:
    bench = Bench().register()
    bench.send(PAY[:5])
    bench.reader.lost(bench.now_ms)
    assert bench.pay()[-1] == COMPLETION


# The reader loses its power.

def cut_at(step: str, **switches: object) -> Bench:
    """A payment during which its power fails at the step."""
    bench = Bench(cut_at=step, **switches).register()
    bench.about_goods = lambda message: ON_THE_WAY_TO.get(step, YES)
    bench.send(PAY)
    bench.run(1_000)
    bench.reader.present(VISA, bench.now_ms)
    bench.run(60_000)
    assert not bench.reader.is_on and f"the power fails at {step}" in bench.events
    return bench


@pytest.mark.parametrize("step", STEPS)
def test_wherever_its_power_fails_the_ledger_comes_out_even(step: str) -> None:
    bench = cut_at(step)
    was_stored = step in (STORED, COMPLETION_SAID)
    was_allowed = step not in (COMMAND_HEARD, CARD_READ, BANK_ASKED)
    is_held = was_allowed and step != REVERSED and not was_stored
    is_open = step not in (COMMAND_HEARD, CARD_READ, STORED, COMPLETION_SAID, REVERSING, REVERSED)
    assert (bench.reader.memory.open is not None) == is_open
    assert bool(bench.reader.memory.owed) == (step == REVERSING)
    assert bench.bank.held_cents() == (349 if is_held else 0)
    assert bench.bank.charged_cents() == (349 if was_stored else 0)
    bench.send(REGISTER)
    assert bench.run(60_000) == []
    bench.reader.power_on(bench.now_ms)
    bench.run(8_000 + 1_500)  # To start, and to reach the bank.
    assert bench.bank.held_cents() == 0
    assert bench.bank.charged_cents() == (349 if was_stored else 0)
    assert bench.bank.reversed_cents() == (349 if was_allowed and not was_stored else 0)
    bench.ask(REGISTER, 1_000)
    shown = newest(bench)
    assert shown is None if not was_stored else shown is not None
    bench.about_goods = keeps
    assert bench.pay()[-1] == COMPLETION
    assert bench.bank.charged_cents() == (698 if was_stored else 349)


@pytest.mark.parametrize("step", STEPS)
def test_what_was_said_before_the_cut_was_said_and_nothing_after_it(step: str) -> None:
    said = [text for _, text in cut_at(step).said[2:]]
    assert said[0] == YES.hex()
    has_status = step in STEPS[STEPS.index(STATUS_SAID):]
    assert any(like(text, GOOD) for text in said) == has_status
    assert (COMPLETION in said) == (step == COMPLETION_SAID) and ABORTED not in said


@pytest.mark.parametrize("bank", [BANK_DOWN, ANSWER_LOST])
@pytest.mark.parametrize("step", [AUTHORISED, GOODS_OUT, REVERSING])
def test_money_that_the_bank_cannot_be_told_of_is_given_back_later(step: str, bank: str) -> None:
    bench = cut_at(step)
    bench.switches.bank = bank
    bench.reader.power_on(bench.now_ms)
    bench.run(300_000)
    assert bench.reader.memory.owed
    assert bench.bank.held_cents() == (349 if bank == BANK_DOWN else 0)
    bench.ask(REGISTER, 1_000)
    assert bench.ask(PAY)[-1] == "061e01a0"  # Nothing new before that is done.
    bench.switches.bank = ""
    bench.run(40_000)
    assert bench.reader.memory.owed == [] and bench.lines == ["authorised", "reversed"]
    come_back(bench)
    assert bench.pay()[-1] == COMPLETION


@pytest.mark.parametrize("step", [REVERSING, REVERSED])
def test_a_reversal_that_was_ordered_is_finished_after_a_cut(step: str) -> None:
    bench = Bench().register()
    bench.pay()
    bench.switches.cut_at = step
    bench.send(reversal(470))
    bench.run(10_000)
    assert not bench.reader.is_on
    bench.reader.power_on(bench.now_ms)
    bench.run(10_000)
    assert bench.bank.charged_cents() == 0 and bench.lines[-1] == "reversed"
    bench.ask(REGISTER, 1_000)
    assert bench.ask(reversal(470))[-1] == "061e01b4"


def test_it_starts_slowly_and_knows_no_register_any_more() -> None:
    bench = Bench().register()
    bench.reader.power_off(bench.now_ms)
    bench.reader.power_off(bench.now_ms)
    assert bench.reader.wake_at_ms() is None
    bench.reader.power_on(bench.now_ms)
    bench.reader.power_on(bench.now_ms)
    bench.send(REGISTER)
    assert bench.run(7_999) == []
    bench.run(1)
    bench.send(PAY)
    assert bench.run(1_000) == ["846b00"]


def test_a_reader_without_power_asks_nobody_and_forgets_what_it_was_about_to_say() -> None:
    bench = Bench().register()
    bench.ask(PAY, 1_000)
    assert bench.reader.asks_cents == 349
    bench.send(REGISTER)  # To be told to wait.
    bench.reader.power_off(bench.now_ms)
    assert bench.reader.asks_cents is None
    bench.reader.power_on(bench.now_ms)
    assert bench.run(60_000) == [] and bench.reader.asks_cents is None


def test_its_power_may_come_back_by_itself() -> None:
    bench = cut_at(STATUS_SAID, power_back_ms=100_000)
    assert bench.bank.held_cents() == 349
    bench.run(100_000)
    assert bench.reader.is_on and bench.lines == ["authorised", "reversed"]


def test_whoever_pulls_the_plug_meanwhile_keeps_it_off() -> None:
    bench = cut_at(STATUS_SAID, power_back_ms=100_000)
    bench.reader.power_off(bench.now_ms)
    bench.run(200_000)
    assert not bench.reader.is_on


def test_a_cut_while_nothing_runs_forgets_nothing() -> None:
    bench = Bench().register()
    bench.pay()
    bench.reader.power_off(bench.now_ms)
    bench.run(1_000)
    bench.reader.power_on(bench.now_ms)
    bench.run(10_000)
    bench.ask(REGISTER, 1_000)
    assert newest(bench) is not None
    assert bench.ask(reversal(470))[-1] == COMPLETION


def test_a_cut_falls_once() -> None:
    bench = cut_at(AUTHORISED)
    assert bench.switches.cut_at == "" and BANK_DECIDED in STEPS

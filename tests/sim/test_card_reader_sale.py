"""One payment with the simulated card reader: the card, the goods, and when it says what."""

from itertools import pairwise

import pytest

from sim.card_reader.cards import CARDS
from sim.card_reader.fields import AMOUNT, RECEIPT, RESULT, TERMINAL_ID, TEXT, TRACE, take_apart
from tests.sim.card_reader_bench import (
    ABORT,
    ABORTED,
    COMPLETION,
    GOOD,
    NOT_OUT,
    NOT_POSSIBLE,
    PAY,
    PAY_SIMPLY,
    TIMED_OUT,
    WAIT,
    YES,
    Bench,
    keeps,
    like,
    never,
)

VISA = CARDS["visa"]
INSERT, WATCH_PIN_PAD, BANK, REVERSING = "04ff010a", "04ff0101", "04ff0104", "04ff0105"


def registered(**switches: object) -> Bench:
    return Bench(**switches).register()


def fields_of(said: list[str], pattern: str) -> dict[int, bytes]:
    [status] = [text for text in said if like(text, pattern)]
    return take_apart(bytes.fromhex(status)[3:])


class Answers:
    """Says one thing after another about the goods, and the last one for ever."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)

    def __call__(self, message: bytes) -> bytes | None:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


# A good one.

def test_money_is_kept_once_the_goods_are_out() -> None:
    bench = registered()
    said = bench.pay()
    assert [text[:8] for text in said] == [BANK, "040f7127", COMPLETION]
    told = fields_of(said, GOOD)
    assert told[AMOUNT].hex() == "000000000349" and told[TERMINAL_ID].hex() == "48011203"
    assert told[TRACE].hex() == "000470" and told[RECEIPT].hex() == "0470"
    assert bench.lines == ["authorised", "captured"]
    assert bench.bank.charged_cents(VISA) == 349 and bench.bank.held_cents() == 0


def test_it_is_prompt() -> None:
    bench = registered()
    sent_ms = bench.now_ms
    bench.pay()
    assert bench.times(YES.hex())[-1] == sent_ms + 20
    assert bench.times(INSERT) == [sent_ms + 40]
    [bank_ms], [status_ms], [end_ms] = (bench.times(text) for text in (BANK, GOOD, COMPLETION))
    assert bank_ms == sent_ms + 1_000 + 20  # The card was held to it after a second.
    assert status_ms == bank_ms + 5 + 1_500 + 20 and end_ms == status_ms + 5 + 20


def test_no_capture_comes_before_the_goods_are_out() -> None:
    bench = registered()
    bench.answer_after_ms = 4_000
    bench.pay()
    [asked_ms] = bench.times(GOOD)
    authorised, captured = bench.bank.ledger
    assert authorised.at_ms < asked_ms and captured.at_ms == asked_ms + 4_000


def test_the_other_positive_answer_counts_too() -> None:
    bench = registered()
    bench.about_goods = lambda message: bytes.fromhex("840000")
    assert bench.pay()[-1] == COMPLETION and bench.bank.charged_cents() == 349


def test_a_completion_that_is_never_acknowledged_is_still_a_success() -> None:
    bench = registered()
    bench.about_rest = lambda message: None if message[:2] == b"\x06\x0f" else YES
    assert bench.pay()[-1] == COMPLETION and bench.bank.charged_cents() == 349
    bench.about_rest = keeps
    bench.pay("mastercard")
    assert bench.bank.charged_cents() == 698


def test_traces_and_receipts_count_up() -> None:
    bench = registered()
    bench.pay()
    told = fields_of(bench.pay("maestro"), GOOD)
    assert told[TRACE].hex() == "000471" and told[RECEIPT].hex() == "0471"


# The card.

def test_it_waits_for_a_card_a_minute_and_says_so_now_and_then() -> None:
    bench = registered()
    sent_ms = bench.now_ms
    assert bench.ask(PAY, 60_000) == [INSERT] * 6
    said = bench.run(1_000)
    assert [text[:12] for text in said] == ["040f07276c29", ABORTED] and bench.lines == []
    assert bench.reader.asks_cents is None and not bench.reader.present(VISA, bench.now_ms)
    assert bench.times(INSERT)[1] == sent_ms + 40 + 10_020


@pytest.mark.parametrize(("card", "code", "reason"), [
    ("refused", "05", "Card refused (05)"), ("stolen", "2b", "Card refused (2B)"),
    ("poor", "33", "Card refused (33)"), ("expired-says-bank", "36", "Card refused (36)"),
    ("wrong-pin", "37", "Card refused (37)"), ("expired", "78", "Card expired"),
    ("unreadable", "64", "Card not readable"), ("library", "7a", "Card unknown"),
])
def test_cards_are_refused_with_their_codes(card: str, code: str, reason: str) -> None:
    bench = registered()
    said = bench.pay(card)
    told = fields_of(said, "040f..27")
    assert told[RESULT].hex() == code and told[TEXT].decode() == reason
    assert said[-1] == f"061e01{code}" and bench.lines == []
    assert bench.pay()[-1] == COMPLETION


def test_a_card_with_a_pin_takes_longer() -> None:
    bench = registered()
    assert bench.pay("pin")[:2] == [WATCH_PIN_PAD, BANK]
    assert bench.times(BANK)[0] - bench.times(WATCH_PIN_PAD)[0] == 5 + 4_000 + 20
    assert bench.pay("wrong-pin")[:2] == [WATCH_PIN_PAD, "04ff0115"]


def test_a_card_that_cannot_be_read_is_shown_as_such() -> None:
    assert registered().pay("unreadable")[0] == "04ff010c"


def test_no_card_is_taken_that_was_not_asked_for() -> None:
    bench = registered()
    assert not bench.reader.present(VISA, bench.now_ms)
    bench.send(PAY)
    assert not bench.reader.present(VISA, bench.now_ms)  # It has not even answered yet.
    bench.run(1_000)
    assert bench.reader.asks_cents == 349
    assert bench.reader.present(VISA, bench.now_ms)
    assert not bench.reader.present(CARDS["poor"], bench.now_ms)
    assert bench.reader.asks_cents is None
    bench.run(10_000)
    assert bench.bank.charged_cents(VISA) == 349


def test_a_card_held_to_it_at_once_waits_until_the_register_has_answered() -> None:
    bench = registered()
    bench.answer_after_ms = 3_000
    bench.send(PAY)
    bench.run(100)
    assert bench.reader.present(VISA, bench.now_ms)
    assert not bench.reader.present(CARDS["poor"], bench.now_ms)
    bench.run(30_000)
    assert bench.times(BANK)[0] == bench.times(INSERT)[0] + 3_000 + 20
    assert bench.bank.charged_cents(VISA) == 349


def test_a_dead_register_delays_a_card_no_longer_than_five_seconds() -> None:
    bench = registered()
    bench.about_rest = bench.about_goods = never
    bench.send(PAY)
    bench.run(100)
    assert bench.reader.present(VISA, bench.now_ms)
    bench.run(100_000)
    assert bench.times(BANK)[0] == bench.times(INSERT)[0] + 5_000 + 20
    assert bench.lines == ["authorised", "reversed"]


def test_a_card_held_to_it_just_before_a_reminder_waits_for_the_answer_to_that() -> None:
    bench = registered()
    bench.send(PAY)
    sent_ms = bench.now_ms
    bench.run(10_050)
    bench.about_rest = bench.about_goods = never
    assert bench.reader.present(VISA, bench.now_ms)
    bench.run(100_000)
    assert bench.times(INSERT) == [sent_ms + 40, sent_ms + 10_060]
    assert bench.times(BANK) == [sent_ms + 15_080]


# Stopping it.

def test_the_register_may_stop_it_before_a_card_came() -> None:
    bench = registered()
    bench.ask(PAY, 15_000)
    said = bench.ask(ABORT)
    assert [text[:12] for text in said] == ["040f07276c29", ABORTED] and bench.lines == []
    assert bench.reader.asks_cents is None
    assert bench.pay()[-1] == COMPLETION


def test_a_register_that_stops_it_owes_no_other_answer() -> None:
    bench = registered()
    bench.about_rest = never
    bench.send(PAY)
    bench.run(100)
    bench.send(ABORT)
    sent_ms = bench.now_ms
    assert bench.run(1_000)[0] == YES.hex() and bench.times(YES.hex())[-1] == sent_ms + 20


def test_the_register_may_not_stop_it_after_a_card_came() -> None:
    bench = registered()
    bench.ask(PAY, 1_000)
    bench.reader.present(VISA, bench.now_ms)
    bench.send(ABORT)
    said = bench.run(60_000)
    assert NOT_POSSIBLE in said and said[-1] == COMPLETION
    assert bench.bank.charged_cents(VISA) == 349


def test_there_is_nothing_to_stop_when_nothing_runs() -> None:
    bench = registered()
    bench.send(ABORT)
    assert bench.run(10_000) == [NOT_POSSIBLE]


def test_some_readers_never_let_the_register_stop_them() -> None:
    bench = registered(refuses_abort=True)
    bench.ask(PAY, 1_000)
    bench.send(ABORT)
    assert bench.run(5_000) == [NOT_POSSIBLE] and bench.reader.asks_cents == 349


def test_a_person_may_press_the_red_key() -> None:
    bench = registered()
    assert not bench.reader.press_red_key(bench.now_ms)
    bench.ask(PAY, 1_000)
    assert bench.reader.press_red_key(bench.now_ms)
    assert bench.run(10_000)[-1] == ABORTED and bench.lines == []


# The goods.

@pytest.mark.parametrize("answer", [
    NOT_OUT, bytes.fromhex("840100"), bytes.fromhex("846c00"), bytes.fromhex("84ff00"),
    bytes.fromhex("849d07040000000022 00")])
def test_any_other_answer_gives_the_money_back(answer: bytes) -> None:
    bench = registered()
    bench.about_goods = lambda message: answer
    said = bench.pay()
    assert [text[:8] for text in said[2:]] == [REVERSING, ABORTED]
    assert bench.lines == ["authorised", "reversed"]
    assert bench.bank.charged_cents() == bench.bank.held_cents() == 0


def test_it_asks_again_two_seconds_after_it_was_told_to_wait() -> None:
    bench = registered()
    bench.about_goods = Answers(*[WAIT] * 4, YES)
    assert bench.pay()[-1] == COMPLETION
    times = bench.times(GOOD)
    assert len(times) == 5
    assert {after - before for before, after in pairwise(times)} == {2_025}
    assert len({text for _, text in bench.said if like(text, GOOD)}) == 1
    assert bench.bank.charged_cents() == 349


def test_told_to_wait_too_often_it_gives_the_money_back() -> None:
    bench = registered()
    bench.about_goods = Answers(*[WAIT] * 9, YES)
    assert bench.pay()[-1] == COMPLETION  # The tenth status information is the last one.
    bench.about_goods = Answers(WAIT)
    said = bench.pay()
    assert sum(like(text, GOOD) for text in said) == 10
    assert said[-3:] == [REVERSING, TIMED_OUT, ABORTED]
    assert bench.lines == ["authorised", "captured", "authorised", "reversed"]


def test_without_a_limit_of_the_register_three_status_informations_are_all() -> None:
    bench = registered()
    bench.about_goods = Answers(WAIT)
    assert sum(like(text, GOOD) for text in bench.pay(order=PAY_SIMPLY)) == 3
    bench.switches.statuses_max = 5
    assert sum(like(text, GOOD) for text in bench.pay(order=PAY_SIMPLY)) == 5


@pytest.mark.parametrize(("order", "timeout_ms"), [
    (PAY, 30_000), (PAY_SIMPLY, 30_000), (PAY.replace(b"\x01\x1e", b"\x01\x03"), 3_000)])
def test_no_answer_in_time_gives_the_money_back(order: bytes, timeout_ms: int) -> None:
    bench = registered()
    bench.about_goods = never
    said = bench.pay(order=order)
    assert said[-3:] == [REVERSING, TIMED_OUT, ABORTED]
    [asked_ms], [reversing_ms] = bench.times(GOOD), bench.times(REVERSING)
    assert reversing_ms == asked_ms + timeout_ms + 20
    assert bench.lines == ["authorised", "reversed"]


@pytest.mark.parametrize(("after_ms", "charged_cents"), [(29_999, 349), (30_000, 0), (30_001, 0)])
def test_the_goods_timeout_is_met_to_the_millisecond(after_ms: int, charged_cents: int) -> None:
    bench = registered()
    bench.about_goods = never
    bench.pay_until_status()
    bench.send_at(bench.times(GOOD)[0] + after_ms, YES)
    bench.run(60_000)
    assert bench.bank.charged_cents() == charged_cents and bench.bank.held_cents() == 0


def test_the_goods_timeout_begins_anew_each_time() -> None:
    bench = registered()
    bench.answer_after_ms = 20_000
    bench.about_goods = Answers(*[WAIT] * 3, YES)
    assert bench.pay()[-1] == COMPLETION
    assert bench.bank.charged_cents() == 349


def test_a_status_that_is_not_acknowledged_does_not_stop_it() -> None:
    bench = registered()
    bench.about_rest = never
    said = bench.pay()
    assert said[-1] == COMPLETION and bench.bank.charged_cents() == 349
    assert bench.times(GOOD)[0] - bench.times(BANK)[0] == 5_000 + 1_500 + 20

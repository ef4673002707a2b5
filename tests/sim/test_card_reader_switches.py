"""Each switch of the simulated card reader changes what it is about, and can be set in words."""

from dataclasses import fields

import pytest

from sim.card_reader.cards import CARDS
from sim.card_reader.switches import STEPS, Switches, listed
from tests.sim.card_reader_bench import (
    ABORTED,
    COMPLETION,
    ENQUIRY,
    GOOD,
    NOT_OUT,
    PAY,
    REGISTER,
    TIMED_OUT,
    WAIT,
    YES,
    Bench,
    keeps,
    like,
    never,
)

VISA = CARDS["visa"]


# What it does to people.

def test_the_bank_may_decline_every_card() -> None:
    bench = Bench(decline=0x33).register()
    assert bench.pay()[-1] == "061e0133" and bench.lines == []
    bench.switches.decline = 0
    assert bench.pay()[-1] == COMPLETION


def test_its_times_can_be_changed() -> None:
    bench = Bench(card_ms=3_000, bank_ms=100, pin_ms=700, answer_ms=1).register()
    bench.pay("pin")
    [pin_ms], [bank_ms], [good_ms] = (
        bench.times(text) for text in ("04ff0101", "04ff0104", GOOD))
    assert bank_ms - pin_ms == 5 + 700 + 1 and good_ms - bank_ms == 5 + 100 + 1
    assert bench.ask(PAY, 3_100)[-1] == ABORTED


# What it does to the register.

def test_a_silent_reader_goes_on_inside() -> None:
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    bench.switches.silent = True
    bench.send(ENQUIRY)
    assert bench.run(60_000) == [] and bench.lines == ["authorised", "reversed"]
    bench.switches.silent = False
    assert bench.ask(ENQUIRY, 1_000) == ["060f0100"]


@pytest.mark.parametrize("step", STEPS)
def test_it_may_fall_silent_at_any_step(step: str) -> None:
    bench = Bench(silent_at=step).register()
    answers = {"told-to-wait": WAIT, "goods-not-out": NOT_OUT, "reversing": NOT_OUT,
               "reversed": NOT_OUT}
    bench.about_goods = lambda message: answers.get(step, YES)
    bench.send(PAY)
    bench.run(1_000)
    bench.reader.present(VISA, bench.now_ms)
    bench.run(120_000)
    assert bench.switches.silent and bench.switches.silent_at == ""
    said = [text for _, text in bench.said[2:]]
    assert any(like(text, GOOD) for text in said) == (
        step in STEPS[STEPS.index("status-said"):])
    assert (COMPLETION in said) == (step == "completion-said")
    # Inside it goes on: what it could not say, nobody has answered, and the money goes back.
    is_kept = step in ("goods-out", "stored", "completion-said", "status-said")
    assert bench.bank.charged_cents() == (349 if is_kept else 0) and bench.bank.held_cents() == 0


def test_a_deaf_reader_hears_nothing() -> None:
    bench = Bench().register()
    bench.pay_until_status()
    bench.switches.deaf = True
    assert bench.run(60_000)[-1] == ABORTED and bench.bank.charged_cents() == 0


def test_late_answers_come_late() -> None:
    bench = Bench(late_ms=4_000)
    sent_ms = bench.now_ms
    bench.ask(REGISTER)
    assert bench.times(YES.hex()) == [sent_ms + 4_020]
    assert bench.times("060f") == [sent_ms + 8_040]


@pytest.mark.parametrize(("answers", "end"), [
    ([YES, YES], COMPLETION), ([YES, NOT_OUT], COMPLETION), ([NOT_OUT, YES], ABORTED),
    ([YES, None], COMPLETION), ([WAIT, WAIT, YES, YES], COMPLETION)])
def test_of_a_status_said_twice_the_first_answer_counts(
        answers: list[bytes | None], end: str) -> None:
    bench = Bench(duplicates="at-once").register()
    count = len(answers)
    bench.about_goods = lambda message: answers.pop(0)
    said = bench.pay()
    assert sum(like(text, GOOD) for text in said) == count and said[-1] == end
    assert len(set(bench.times(GOOD))) == count / 2
    assert bench.bank.charged_cents() == (349 if end == COMPLETION else 0)


def test_a_status_said_again_after_the_answer_charges_once() -> None:
    bench = Bench(duplicates="after-answer").register()
    answers = [YES, NOT_OUT]
    bench.about_goods = lambda message: answers.pop(0)
    said = bench.pay()
    assert sum(like(text, GOOD) for text in said) == 2 and said[-1] == COMPLETION
    assert bench.lines == ["authorised", "captured"]


def test_an_impatient_reader_keeps_to_no_agreement() -> None:
    bench = Bench(impatient_ms=5_000).register()
    bench.about_goods = lambda message: WAIT
    said = bench.pay()
    assert said[-3:] == ["04ff0105", TIMED_OUT, ABORTED] and bench.bank.held_cents() == 0
    times = bench.times(GOOD)
    assert len(times) == 3  # At 0, 2 and 4 s; the one at 6 s would be too late.
    bench.about_goods = never
    bench.pay()
    assert bench.times("04ff0105")[1] - bench.times(GOOD)[-1] == 5_020


def test_outside_vending_mode_it_keeps_the_money_whatever_is_answered() -> None:
    for answer in (YES, NOT_OUT, None):
        bench = Bench(vending=False).register()
        bench.about_goods = lambda message, answer=answer: answer
        assert bench.pay()[-1] == COMPLETION
        assert bench.bank.charged_cents() == 349


@pytest.mark.parametrize("is_vending", [True, False])
def test_the_mode_of_a_payment_is_that_of_its_beginning(is_vending: bool) -> None:
    bench = Bench(vending=is_vending).register()
    bench.about_goods = never
    bench.pay_until_status()
    bench.switches.vending = not is_vending
    bench.run(60_000)
    assert bench.bank.charged_cents() == (0 if is_vending else 349)
    assert bench.bank.held_cents() == 0


@pytest.mark.parametrize(("how", "control", "count"), [("lines", "06d1", 5), ("block", "06d3", 1)])
def test_the_register_may_have_to_print(how: str, control: str, count: int) -> None:
    bench = Bench(prints=how).register()
    said = bench.pay()
    assert sum(text.startswith(control) for text in said) == count
    assert said[-1] == COMPLETION and said[-2].startswith(control)
    assert "1111" not in bytes.fromhex("".join(said[2:-1])).decode("ascii", "replace")


def test_a_register_that_registered_for_it_prints_lines_and_its_refusal_changes_nothing() -> None:
    bench = Bench()
    bench.ask(REGISTER.replace(b"\x3e", b"\xbe"), 1_000)
    bench.about_rest = lambda message: (
        bytes.fromhex("84cc00") if message[:2] == b"\x06\xd1" else YES)
    said = bench.pay()
    assert sum(text.startswith("06d1") for text in said) == 5 and said[-1] == COMPLETION
    assert bench.bank.charged_cents() == 349


def test_texts_may_come_with_intermediate_statuses() -> None:
    said = Bench(long_texts=True).register().pay()
    assert bytes.fromhex(said[0]).endswith(b"\x0bPlease wait") and said[0][6:10] == "0401"


def test_a_careless_reader_shows_card_numbers() -> None:
    said = Bench(shows_pan=True).register().pay()
    assert VISA.pan in "".join(said) and f"{VISA.pan}d{VISA.expiry}" in "".join(said)
    assert VISA.pan not in "".join(Bench().register().pay())


# In words.

def test_every_switch_can_be_set_in_words_and_shown() -> None:
    for name, usual, what in listed():
        switches = Switches()
        assert what and getattr(switches, name) == usual
        text = switches.show(name)
        switches.put(name, text)
        assert switches == Switches(), name
    assert len(listed()) == len(fields(Switches)) == 31


@pytest.mark.parametrize(("name", "text", "value", "shown"), [
    ("decline", "6c", 0x6C, "6C"), ("decline", "off", 0, "off"), ("silent", "on", True, "on"),
    ("vending", "off", False, "off"), ("bank_ms", "250", 250, "250"), ("bank", "down", "down",
                                                                      "down"),
    ("cut_at", "stored", "stored", "stored"), ("cut_at", "off", "", "off")])
def test_words_mean_what_they_say(name: str, text: str, value: object, shown: str) -> None:
    switches = Switches()
    switches.put(name, text)
    assert getattr(switches, name) == value and switches.show(name) == shown


@pytest.mark.parametrize(("name", "text", "says"), [
    ("decline", "xx", "hexadecimal"), ("decline", "100", "two"), ("silent", "maybe", "on or off"),
    ("bank_ms", "-1", "whole number"), ("bank_ms", "soon", "whole number"),
    ("cut_at", "sometime", "goods-out"), ("bank", "gone", "off, down, answer-lost"),
    ("wings", "on", "no switch wings")])
def test_words_that_make_no_sense_are_refused_with_reason(name: str, text: str, says: str) -> None:
    switches = Switches()
    with pytest.raises(ValueError, match=says):
        switches.put(name, text)
    assert switches == Switches()


def test_a_switch_thrown_in_the_middle_works_at_once() -> None:
    bench = Bench().register()
    bench.about_goods = lambda message: WAIT
    bench.pay_until_status()
    bench.run(5_000)
    bench.switches.impatient_ms = 1
    assert bench.run(10_000)[-1] == ABORTED
    bench.switches.impatient_ms = 0
    bench.about_goods = keeps
    assert bench.pay()[-1] == COMPLETION

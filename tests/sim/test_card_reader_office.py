"""Everything but payments that a register can ask the simulated card reader for."""

from dataclasses import replace

import pytest

from sim.card_reader.bank import Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.fields import (
    AMOUNT,
    ORIGINAL_TRACE,
    RECEIPT,
    RESULT,
    TEXT,
    TRACE,
    take_apart,
)
from sim.card_reader.memory import Memory
from sim.card_reader.switches import ANSWER_LOST, BANK_DOWN
from tests.sim.card_reader_bench import (
    ABORTED,
    APDUS,
    COMPLETION,
    END_OF_DAY,
    ENQUIRY,
    GOOD,
    LOG_OFF,
    NOT_OUT,
    NOT_POSSIBLE,
    NOT_REGISTERED,
    PAY,
    PLEASE_WAIT,
    REGISTER,
    REPEAT,
    YES,
    Bench,
    keeps,
    like,
    never,
    reversal,
)

INITIALISE, DIAGNOSE = bytes.fromhex("069303000000"), bytes.fromhex("067000")
REPEAT_BARE = bytes.fromhex("062003000000")


def fields_of(text: str) -> dict[int, bytes]:
    assert text.startswith("040f")
    return take_apart(bytes.fromhex(text)[3:])


# Registration.

def test_registration_tells_state_terminal_and_currency() -> None:
    assert Bench().ask(REGISTER) == ["060f0a19102948011203490978"]


@pytest.mark.parametrize(("switches", "status"), [
    ({"vending": False}, "00"), ({"needs_initialisation": True}, "11"),
    ({"needs_diagnosis": True}, "12"),
    ({"needs_diagnosis": True, "needs_initialisation": True, "vending": False}, "03")])
def test_the_status_byte_tells_what_it_needs(switches: dict[str, bool], status: str) -> None:
    assert Bench(**switches).ask(REGISTER)[0][6:10] == f"19{status}"


def test_without_a_currency_none_is_told() -> None:
    assert Bench().ask(bytes.fromhex("06000400000008")) == ["060f0719102948011203"]


@pytest.mark.parametrize(("order", "answer"), [
    ("060006000000 3E 0840", "846f00"), ("060005000000 3E 09", "846f00"),
    ("060003000000", "849a00"), ("060000", "849a00")])
def test_a_registration_that_makes_no_sense_is_refused(order: str, answer: str) -> None:
    bench = Bench()
    bench.send(bytes.fromhex(order))
    assert bench.run(1_000) == [answer]
    bench.send(PAY)
    assert bench.run(1_000) == [NOT_REGISTERED]


def test_whoever_logs_off_must_register_again() -> None:
    bench = Bench().register()
    assert bench.ask(LOG_OFF) == []
    for order in (PAY, REPEAT, END_OF_DAY, INITIALISE, DIAGNOSE, reversal(1)):
        bench.send(order)
        assert bench.run(1_000) == [NOT_REGISTERED]
    assert bench.register().pay()[-1] == COMPLETION


# State.

@pytest.mark.parametrize(("switches", "state"), [
    ({}, "00"), ({"busy": True}, "9c"), ({"needs_initialisation": True}, "51"),
    ({"needs_diagnosis": True}, "c2"), ({"needs_end_of_day": True}, "f0")])
def test_an_enquiry_tells_its_state_registered_or_not(
        switches: dict[str, bool], state: str) -> None:
    assert Bench(**switches).ask(ENQUIRY) == [f"060f01{state}"]


def test_an_enquiry_may_bring_the_software_version() -> None:
    assert Bench(status_brings_version=True).ask(ENQUIRY) == ["060f0bf0f0f753494d20312e3000"]


@pytest.mark.parametrize(("switch", "code", "remedy"), [
    ("needs_initialisation", "51", INITIALISE), ("needs_diagnosis", "c2", DIAGNOSE),
    ("needs_end_of_day", "f0", END_OF_DAY)])
def test_what_it_needs_comes_before_any_payment(switch: str, code: str, remedy: bytes) -> None:
    bench = Bench(**{switch: True}).register()
    assert bench.ask(PAY) == [f"061e01{code}"]
    assert bench.ask(remedy)[-1] == COMPLETION
    assert bench.ask(ENQUIRY) == ["060f0100"] and bench.pay()[-1] == COMPLETION


@pytest.mark.parametrize("bank", [BANK_DOWN, ANSWER_LOST])
@pytest.mark.parametrize("order", [INITIALISE, DIAGNOSE, END_OF_DAY])
def test_what_needs_the_bank_fails_without_it(order: bytes, bank: str) -> None:
    bench = Bench(needs_initialisation=True, needs_diagnosis=True, needs_end_of_day=True)
    bench.register().switches.bank = bank
    assert bench.ask(order)[-1] == "061e01a0"
    switches = bench.switches
    assert switches.needs_initialisation and switches.needs_diagnosis
    assert switches.needs_end_of_day


# The day.

def test_an_end_of_day_hands_the_batch_over() -> None:
    bench = Bench().register()
    bench.pay()
    bench.pay("mastercard")
    bench.ask(reversal(470))
    said = bench.ask(END_OF_DAY)
    assert said[0] == "04ff010f" and said[-1] == COMPLETION
    told = fields_of(said[1])
    assert told[AMOUNT].hex() == "000000000349" and told[TEXT] == b"3 transactions"
    assert fields_of(bench.ask(END_OF_DAY)[1])[AMOUNT].hex() == "000000000000"
    assert bench.bank.charged_cents() == 349


def test_after_the_end_of_day_nothing_can_be_reversed() -> None:
    bench = Bench().register()
    bench.pay()
    bench.ask(END_OF_DAY)
    assert bench.ask(reversal(470))[-1] == "061e01b5"
    assert like(bench.ask(REPEAT)[0], GOOD) and bench.bank.charged_cents() == 349


def test_an_end_of_day_may_run_inside_an_enquiry() -> None:
    bench = Bench(ends_day_in_status=True).register()
    bench.pay()
    said = bench.ask(ENQUIRY)
    assert said[0] == "04ff010f" and said[-1] == "060f0100"
    assert fields_of(said[1])[AMOUNT].hex() == "000000000349"
    assert bench.ask(ENQUIRY) == ["060f0100"]


def test_the_day_does_not_end_while_money_is_owed() -> None:
    bench = Bench().register()
    bench.about_goods = never
    bench.pay_until_status()
    bench.switches.bank = BANK_DOWN
    bench.run(60_000)
    assert bench.ask(END_OF_DAY)[-1] == "061e0177" and bench.bank.held_cents() == 349
    bench.switches.bank = ""
    assert bench.ask(END_OF_DAY)[-1] == COMPLETION and bench.bank.held_cents() == 0


# Reversal.

def test_a_reversal_gives_back_and_is_told_with_the_trace_it_is_about() -> None:
    bench = Bench().register()
    bench.pay()
    said = bench.ask(reversal(470))
    assert said[0] == "04ff0104" and said[-1] == COMPLETION
    told = fields_of(said[1])
    assert told[RESULT] == b"\0" and told[AMOUNT].hex() == "000000000349"
    assert [told[name].hex() for name in (TRACE, RECEIPT, ORIGINAL_TRACE)] == [
        "000471", "0471", "000470"]
    assert bench.lines == ["authorised", "captured", "reversed"]
    assert bench.bank.charged_cents() == 0


def test_any_stored_payment_can_be_reversed_but_only_once() -> None:
    bench = Bench().register()
    for card in ("visa", "mastercard", "maestro"):
        bench.pay(card)
    assert bench.ask(reversal(471))[-1] == COMPLETION
    assert bench.bank.charged_cents(CARDS["mastercard"]) == 0
    assert bench.bank.charged_cents() == 698
    said = bench.ask(reversal(471))
    assert fields_of(said[0])[RESULT] == b"\xb4" and said[-1] == "061e01b4"


@pytest.mark.parametrize("receipt", [469, 471, 0, 9999])
def test_what_is_not_stored_cannot_be_reversed(receipt: int) -> None:
    bench = Bench().register()
    bench.pay()
    said = bench.ask(reversal(receipt))
    assert fields_of(said[0])[RESULT] == b"\xb5" and said[-1] == "061e01b5"
    assert bench.bank.charged_cents() == 349


def test_a_reversal_cannot_be_reversed() -> None:
    bench = Bench().register()
    bench.pay()
    bench.ask(reversal(470))
    assert bench.ask(reversal(471))[-1] == "061e01b5" and bench.bank.charged_cents() == 0


def test_a_reversal_without_a_bank_is_refused_and_may_be_ordered_again() -> None:
    bench = Bench().register()
    bench.pay()
    bench.switches.bank = BANK_DOWN
    assert bench.ask(reversal(470))[-1] == "061e01a0" and bench.bank.charged_cents() == 349
    bench.switches.bank = ""
    bench.run(60_000)
    assert bench.bank.charged_cents() == 349
    assert bench.ask(reversal(470))[-1] == COMPLETION and bench.bank.charged_cents() == 0


def test_a_reversal_whose_answer_was_lost_is_found_out_by_asking_again() -> None:
    bench = Bench().register()
    bench.pay()
    bench.switches.bank = ANSWER_LOST
    assert bench.ask(reversal(470))[-1] == "061e017d" and bench.bank.charged_cents() == 0
    bench.switches.bank = ""
    assert bench.ask(reversal(470))[-1] == "061e01b4"
    assert bench.lines == ["authorised", "captured", "reversed"]


@pytest.mark.parametrize("order", ["063003000000", "06300600000087 04", "063000"])
def test_a_reversal_of_nothing_in_particular_is_refused(order: str) -> None:
    bench = Bench().register()
    body = bytes.fromhex(order)[3:]
    bench.send(bytes.fromhex("0630") + bytes([len(body)]) + body)
    assert bench.run(1_000) == ["849a00"]


# Repeating a receipt.

def test_it_repeats_the_newest_payment_with_its_result() -> None:
    bench = Bench().register()
    told = bench.pay()[1]
    bench.pay("poor")
    said = bench.ask(REPEAT)
    assert said == [told, COMPLETION]
    assert bench.ask(REPEAT_BARE) == [COMPLETION]


def test_a_payment_that_was_given_back_by_itself_was_never_stored() -> None:
    bench = Bench().register()
    told = bench.pay()[1]
    bench.about_goods = lambda message: NOT_OUT
    bench.pay("mastercard")
    assert bench.ask(REPEAT) == [told, COMPLETION]


def test_some_readers_repeat_whatever_came_last() -> None:
    bench = Bench(repeats="last").register()
    bench.pay()
    bench.about_goods = lambda message: NOT_OUT
    bench.pay("mastercard")
    told = fields_of(bench.ask(REPEAT)[0])
    assert told[RESULT] == b"\x6c" and told[TRACE].hex() == "000471"
    bench.pay("poor")
    assert fields_of(bench.ask(REPEAT)[0])[RESULT] == b"\x33"


def test_after_a_reversal_it_repeats_that_or_what_still_stands() -> None:
    bench = Bench().register()
    told = bench.pay()[1]
    bench.pay("mastercard")
    bench.ask(reversal(471))
    shown = fields_of(bench.ask(REPEAT)[0])
    assert shown[TRACE].hex() == "000472" and shown[ORIGINAL_TRACE].hex() == "000471"
    bench.switches.repeats = "standing"
    assert bench.ask(REPEAT) == [told, COMPLETION]
    bench.ask(reversal(470))
    assert bench.ask(REPEAT) == ["061e0183"]


def test_with_nothing_to_repeat_readers_differ() -> None:
    bench = Bench().register()
    assert bench.ask(REPEAT) == ["061e0183"]
    bench.switches.repeats_nothing = "nothing"
    assert bench.ask(REPEAT) == [COMPLETION]
    bench.switches.repeats_nothing = "no"
    bench.send(REPEAT)
    assert bench.run(1_000) == [NOT_POSSIBLE]
    bench.send(bytes.fromhex("06200400000003"))
    assert bench.run(1_000) == ["849a00"]


def test_numbers_go_round() -> None:
    bench = Bench(memory=Memory(999_998, 9_999)).register()
    traces = [fields_of(bench.pay()[1])[TRACE].hex() for _ in range(3)]
    assert traces == ["999999", "000001", "000002"]
    assert fields_of(bench.ask(REPEAT)[0])[RECEIPT].hex() == "0003"
    assert bench.ask(reversal(2))[-1] == COMPLETION and bench.bank.charged_cents() == 698


def test_of_two_payments_with_one_receipt_number_the_newer_is_meant() -> None:
    memory = Memory(10, 10)
    older = memory.number(349, CARDS["visa"], 0)
    memory.store(older)
    memory.store(replace(older, trace=10_010))
    found = memory.in_batch(11)
    assert found is not None and found.trace == 10_010


def test_readers_of_one_bank_do_not_meddle_with_each_other() -> None:
    bank, visa = Bank(), CARDS["visa"]
    for name in ("left", "right"):
        assert bank.authorise(name, 1, visa, 100, 0) == 0
    bank.capture("left", 1, 5)
    assert bank.open_payments("left") == [] and bank.open_payments("right") == [1]
    assert bank.reverse("right", 1, 6) and not bank.reverse("right", 1, 7)
    assert (bank.charged_cents(visa), bank.reversed_cents(visa)) == (100, 100)
    assert isinstance(bank.ledger, tuple) and [line.number for line in bank.ledger] == [1, 2, 3, 4]


# Whatever else.

def test_a_reader_that_updates_itself_tells_everybody_to_wait() -> None:
    bench = Bench(busy=True)
    for order in (REGISTER, PAY, END_OF_DAY, INITIALISE, APDUS["log-off"]):
        bench.send(order)
        assert bench.run(1_000) == [PLEASE_WAIT]
    bench.switches.busy = False
    assert bench.register().pay()[-1] == COMPLETION


def test_a_lost_answer_of_the_bank_is_given_back() -> None:
    bench = Bench(bank=ANSWER_LOST).register()
    said = bench.pay()
    assert said[-1] == "061e017d" and fields_of(said[-2])[RESULT] == b"\x7d"
    assert bench.lines == ["authorised", "reversed"]


def test_without_a_bank_nothing_is_sold_and_nothing_owed() -> None:
    bench = Bench(bank=BANK_DOWN).register()
    said = bench.pay()
    assert said[-1] == "061e01a0" and bench.lines == [] and not bench.reader.memory.owed
    assert said[-1] != ABORTED and YES.hex() not in said
    bench.switches.bank = ""
    bench.about_goods = keeps
    assert bench.pay()[-1] == COMPLETION

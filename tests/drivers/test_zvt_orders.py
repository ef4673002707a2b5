"""Asking a ZVT reader what became of a sale, giving money back, closing the day."""

import pytest

from terminal import effects, events
from terminal.record import Record
from tests.drivers.zvt_stage import ACK, DONE, ENQUIRE, REGISTER, REMEMBER, Stage, result

REVERSE, END_DAY = "063006000000870471", "065003000000"


def asked(effect: Record, said: str) -> Stage:
    stage = Stage().be_ready()
    assert stage.want(effect) == [said]
    return stage


# -- what became of it --------------------------------------------------------------------


@pytest.mark.parametrize(("remembered", "found"), [
    (result(), (471, 471, 349, True)),
    (result(cents=12_345_678), (471, 471, 12_345_678, True)),
    (result(0x6C), (471, 471, 349, False)),
    (result(0x83), (471, 471, 349, False)),
    # A reversal: the payment that was given back is told.
    (result(trace=472, original=471, receipt=472), (471, 472, 349, False)),
    ("040F0927000B000000870012", (12, 12, 0, True)),
])  # fmt: skip
def test_the_newest_payment(remembered: str, found: tuple[int, int, int, bool]) -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    assert stage.reader(ACK, remembered, DONE) == [ACK, ACK]
    assert stage.facts() == [events.PaymentFound(7, *found)]


def test_no_payment_at_all() -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    stage.reader(ACK, "061E0183")
    assert stage.facts() == [events.PaymentFound(7, 0, 0, 0, False)]


@pytest.mark.parametrize("words", [
    ["849C00"], ["848300"], [ACK, DONE], [ACK, "061E01FF"], [ACK, result(), "061E01CC"],
    [ACK, "040F022700", DONE],
])  # fmt: skip
def test_who_cannot_tell_is_asked_again_and_then_it_stays_unknown(words: list[str]) -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    stage.reader(*words)
    assert stage.facts() == []
    assert stage.wait(5_000) == [(5_000, REMEMBER)]
    stage.reader(*words)
    assert stage.wait(5_000) == []
    assert stage.facts() == [events.SaleLost(7)]
    # Whoever asks for ever does not make the line glow.
    assert stage.want(effects.CheckSale(7)) == [REMEMBER]
    stage.reader(*words)
    assert stage.wait(20_000) == [(5_000, REMEMBER)]


def test_the_second_time_may_help() -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    stage.reader(ACK, result(0x6C), "061E019C")
    stage.wait(5_000)
    stage.reader(ACK, result(), DONE)
    assert stage.facts() == [events.PaymentFound(7, 471, 471, 349, True)]


def test_what_was_said_the_first_time_is_forgotten_the_second_time() -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    stage.reader(ACK, result(), "061E01CC")
    stage.wait(5_000)
    stage.reader(ACK, DONE)
    stage.wait(5_000)
    assert stage.facts() == [events.SaleLost(7)]


def test_the_same_question_twice_is_one() -> None:
    stage = asked(effects.CheckSale(7), REMEMBER)
    assert stage.want(effects.CheckSale(7)) == []
    assert stage.want(effects.CheckSale(8)) == []
    assert stage.reader(ACK, result(), DONE) == [ACK, ACK, REMEMBER]
    stage.reader(ACK, result(), DONE)
    assert [type(fact) for fact in stage.facts()] == [events.PaymentFound] * 2


# -- giving back --------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    [result(trace=472, original=471, receipt=472), DONE], ["040F022700", DONE],
    ["040F0227B4", "061E01B4"], ["061E01B4"],
])  # fmt: skip
def test_the_money_goes_back(words: list[str]) -> None:
    stage = asked(effects.ReverseSale(7, 471), REVERSE)
    said = stage.reader(ACK, "04FF0105", "06D10101", *words)
    assert said == [ACK] * (2 + len(words)) + [REMEMBER]
    assert stage.facts() == [events.CardReversed(7)]


@pytest.mark.parametrize("words", [
    ["84B500"], [ACK, "061E01B5"], [ACK, "040F0227B5", "061E01B5"], [ACK, "040F0227B5", DONE],
    ["848300"], [ACK, "061E00"],
])  # fmt: skip
def test_the_reader_will_not_give_it_back(words: list[str]) -> None:
    stage = asked(effects.ReverseSale(7, 471), REVERSE)
    stage.reader(*words)
    facts = stage.facts()
    assert len(facts) == 1
    assert isinstance(facts[0], events.ReversalRefused)
    assert facts[0].sale == 7
    assert "will not give the money back" in facts[0].why
    code = "code B5: giving back is not possible" if "B5" in "".join(words) else ""
    assert code in facts[0].why


@pytest.mark.parametrize("words", [
    ["849C00"], [ACK, "061E01A1"], [ACK, "040F02277D", "061E017D"], [ACK, "061E016C"],
    [ACK, "040F02277D", DONE],
])  # fmt: skip
def test_no_connection_is_no_refusal(words: list[str]) -> None:
    stage = asked(effects.ReverseSale(7, 471), REVERSE)
    stage.reader(*words)
    assert stage.wait(5_000) == [(5_000, REVERSE)]
    stage.reader(*words)
    stage.wait(5_000)
    assert stage.facts() == [events.SaleLost(7)]


@pytest.mark.parametrize("words", [[DONE], [result(), "061E01CC"]])
def test_what_does_not_fit_together_must_be_asked(words: list[str]) -> None:
    stage = asked(effects.ReverseSale(7, 471), REVERSE)
    stage.reader(ACK, *words)
    assert stage.facts() == [events.SaleLost(7)]


# -- the day ------------------------------------------------------------------------------


def test_the_day_is_closed() -> None:
    stage = asked(effects.CloseDay(), END_DAY)
    assert stage.reader(ACK, "04FF020F05", "06D30101", "040F022700", DONE) == [ACK] * 4 + [REMEMBER]
    assert stage.facts() == [events.DayClosed("")]
    stage.remember(480)
    assert stage.facts() == [events.ReaderReady(480)]


@pytest.mark.parametrize("words", [
    ["847700"], [ACK, "061E0177"], [ACK, "040F022777", "061E0177"], [ACK, "040F022777", DONE],
])  # fmt: skip
def test_the_day_stays_open(words: list[str]) -> None:
    stage = asked(effects.CloseDay(), END_DAY)
    stage.reader(*words)
    why = "the card reader did not close its day (code 77: end of day not possible)"
    assert stage.facts() == [events.DayClosed(why)]


# -- lost, or never said ------------------------------------------------------------------

WITHOUT_OUTCOME = [
    (effects.CheckSale(7), [events.SaleLost(7)]),
    (effects.ReverseSale(7, 471), [events.SaleLost(7)]),
    (effects.CloseDay(), [events.DayClosed("the card reader was lost before its day was closed")]),
]


@pytest.mark.parametrize(("effect", "outcome"), WITHOUT_OUTCOME)
def test_the_line_is_lost_in_the_middle(effect: Record, outcome: list[Record]) -> None:
    for words in ([], [ACK], [ACK, "04FF0105"]):
        stage = Stage().be_ready()
        stage.want(effect)
        stage.reader(*words)
        stage.lose()
        assert stage.facts() == [events.PartFailed("card reader", "gone"), *outcome]


@pytest.mark.parametrize(("effect", "outcome"), WITHOUT_OUTCOME)
def test_an_order_waits_for_the_reader_but_not_for_ever(
    effect: Record, outcome: list[Record]
) -> None:
    stage = Stage().be_ready()
    stage.lose()
    stage.facts()
    assert stage.want(effect) == []
    stage.wait(9_999)
    assert stage.facts() == []
    stage.wait(1)
    late = stage.facts()
    assert late == outcome or isinstance(late[0], events.DayClosed)
    assert stage.want(effect) == []
    stage.wait(5_000)
    assert stage.find() == [REGISTER]
    said = stage.reader(ACK, "060F021910", ACK, DONE, ACK, result(), DONE)
    assert said[:3] == [ACK, ENQUIRE, ACK]
    assert said[-1] not in (ACK, ENQUIRE, REGISTER)  # as soon as it takes orders


@pytest.mark.parametrize(("effect", "outcome"), WITHOUT_OUTCOME)
def test_forgetting_ends_what_waits_and_what_is_under_way(
    effect: Record, outcome: list[Record]
) -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)
    stage.want(effect)  # waits for the status
    stage.talk.forget()
    facts = stage.facts()
    assert facts[-1] == events.ReaderReady(470)
    assert facts[:-1] == outcome or isinstance(facts[0], events.DayClosed)
    stage = Stage().be_ready()
    stage.want(effect)
    stage.talk.forget()
    stage.lose("")
    assert stage.facts() == outcome

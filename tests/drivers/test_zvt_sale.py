"""A sale on a ZVT reader, row by row: the card, the goods, the last word."""

import pytest

from drivers import payment, zvt_words
from drivers.zvt_orders import Terms
from terminal import effects, events
from tests.drivers.zvt_stage import (
    ABORTED,
    ACK,
    AUTHORISED,
    BUSY,
    CHARGE,
    DONE,
    GOOD,
    NOT_ISSUED,
    REGISTER,
    REMEMBER,
    TIMED_OUT,
    Stage,
    asking,
    authorised,
    ends,
    result,
)

# -- the good ways ------------------------------------------------------------------------


def test_the_goods_are_out_at_once() -> None:
    stage = authorised()
    stage.wait(1_200)
    assert stage.want(effects.AnswerGoods(7, True)) == [ACK]
    assert ends(stage, DONE) == [events.CardSettled(7)]
    assert stage.remember(471) == []
    assert stage.facts() == [events.ReaderReady(471)]


def test_what_the_reader_does_is_told_in_words_once_each() -> None:
    stage = asking()
    assert stage.reader("04FF020A01", "04FF010A", "04FF0104", "04FF0145") == [ACK] * 4
    steps = ["present card", "wait for bank", "giving back"]
    assert stage.facts() == [events.CardStep(7, step) for step in steps]
    assert set(steps) <= set(payment.STEPS)


def test_while_the_door_opens_the_reader_is_told_to_wait() -> None:
    stage = authorised()
    # 30 s for 10 questions: even if it asks again at once it gets no more than 10 in 30 s.
    assert stage.wait(3_500) == [(3_000, BUSY)]
    assert stage.reader(GOOD) == []
    assert stage.wait(1_000) == []
    assert stage.want(effects.AnswerGoods(7, True)) == [ACK]
    assert ends(stage, DONE) == [events.CardSettled(7)]


def test_who_knows_between_two_questions_answers_the_next_one() -> None:
    stage = authorised()
    stage.wait(3_000)
    assert stage.want(effects.AnswerGoods(7, True)) == []
    stage.wait(2_000)
    assert stage.reader(GOOD) == [ACK]
    assert ends(stage, DONE) == [events.CardSettled(7)]


def test_a_reader_that_did_not_hear_the_answer_hears_it_again() -> None:
    for are_out, answer in ((True, ACK), (False, NOT_ISSUED)):
        stage = authorised()
        assert stage.want(effects.AnswerGoods(7, are_out)) == [answer]
        assert stage.reader(GOOD, GOOD) == [answer, answer]
        assert stage.facts() == []


def test_the_goods_are_not_out() -> None:
    stage = authorised()
    assert stage.want(effects.AnswerGoods(7, False)) == [NOT_ISSUED]
    assert stage.reader("04FF0105") == [ACK]
    assert stage.facts() == [events.CardStep(7, "giving back")]
    assert ends(stage, TIMED_OUT, ABORTED) == [events.CardReversed(7)]


@pytest.mark.parametrize(
    "last", [[ABORTED], [TIMED_OUT, DONE], [result(original=471, trace=472), DONE]]
)
def test_all_ways_to_say_that_the_money_went_back(last: list[str]) -> None:
    for wait_ms in (0, 3_000):  # while it asks, and between two questions
        stage = authorised()
        stage.wait(wait_ms)
        assert ends(stage, *last) == [events.CardReversed(7)]
    stage = authorised()
    stage.want(effects.AnswerGoods(7, False))
    assert ends(stage, *last) == [events.CardReversed(7)]


def test_who_was_answered_or_gave_up_is_not_told_to_wait() -> None:
    for message, said in ((TIMED_OUT, [ACK]), (result(original=471, trace=472), [ACK])):
        stage = authorised()
        assert stage.reader(message) == said
        assert stage.wait(100_000) == []
        assert stage.talk.broken is None
    stage = authorised()
    stage.want(effects.AnswerGoods(7, False))
    assert stage.wait(100_000) == []
    stage = authorised()
    stage.wait(3_000)
    stage.reader(TIMED_OUT)
    assert stage.wait(100_000) == []
    assert stage.talk.broken is None


def test_an_answer_after_the_end_is_for_nobody() -> None:
    stage = authorised()
    ends(stage, TIMED_OUT, ABORTED)
    assert stage.want(effects.AnswerGoods(7, True)) == []
    assert stage.facts() == []


def test_the_first_answer_counts() -> None:
    stage = authorised()
    assert stage.want(effects.AnswerGoods(7, False)) == [NOT_ISSUED]
    assert stage.want(effects.AnswerGoods(7, True)) == []
    assert stage.reader(GOOD) == [NOT_ISSUED]
    assert stage.want(effects.AnswerGoods(8, True)) == []


# -- patience -----------------------------------------------------------------------------


def test_a_reader_that_asks_again_at_once_is_held_for_as_long_as_was_promised() -> None:
    """Readers in the field do not wait the 2 s of the book after "busy"."""
    stage = authorised()
    busy_ms, asked = 0, 1
    while True:
        said = stage.wait(60_000 if asked == 10 else 3_000)
        if asked == 10:
            assert said == []  # one more "busy" would be one too many
            assert stage.talk.broken is None
            break
        assert [apdu for _, apdu in said] == [BUSY]
        busy_ms += 3_000
        assert stage.reader(GOOD) == []
        asked += 1
    assert busy_ms + 3_000 >= AUTHORISED.patience_ms
    assert stage.want(effects.AnswerGoods(7, True)) == [ACK]


def test_patience_is_what_the_reader_was_told() -> None:
    stage = Stage(Terms(goods_s=60, statuses=5)).be_ready()
    stage.want(effects.Charge(7, 349))
    stage.reader(ACK, GOOD)
    fact = stage.facts()[0]
    assert isinstance(fact, events.CardAuthorised)
    assert fact.patience_ms == 60_000
    assert stage.wait(12_000) == [(12_000, BUSY)]


def test_an_impatient_reader_is_told_to_wait_at_once() -> None:
    stage = authorised()
    stage.wait(1_000)
    assert stage.reader(GOOD) == [BUSY]
    assert stage.wait(5_000) == []
    assert stage.reader(GOOD) == []


def test_a_reader_that_does_not_ask_again_is_lost() -> None:
    stage = authorised()
    stage.wait(3_000 + 14_999)
    assert stage.talk.broken is None
    stage.wait(1)
    assert stage.talk.broken
    stage.lose(stage.talk.broken)
    assert stage.facts()[-1] == events.SaleLost(7)


# -- no money -----------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "why"), [
    (0x05, "declined"), (0x33, "declined"), (0x71, "declined"), (0x78, "declined"),
    (0xC3, "declined"), (0x64, "card unreadable"), (0x66, "card unreadable"),
    (0x72, "card unreadable"), (0x6B, "not ready"), (0xA1, "not ready"), (0x7D, "not ready"),
    (0xC2, "not ready"), (0x6C, "cancelled"),
])  # fmt: skip
def test_why_no_money_was_taken(code: int, why: str) -> None:
    for last in (["061E0105"], [DONE]):
        stage = asking()
        assert ends(stage, f"040F0227{code:02X}", *last) == [events.CardDeclined(7, why)]
    stage = asking()
    assert ends(stage, f"061E01{code:02X}") == [events.CardDeclined(7, why)]
    stage = Stage().be_ready()
    stage.want(effects.Charge(7, 349))
    assert stage.reader(f"84{code:02X}00") == [REMEMBER]
    assert stage.facts() == [events.CardDeclined(7, why)]


def test_every_code_has_a_reason_and_every_step_a_word() -> None:
    for code in (None, *range(256)):
        assert zvt_words.why_of(code) in payment.WHYS
        assert zvt_words.name_of(code)
        if code is not None:
            assert zvt_words.step_of(code) in payment.STEPS
            assert zvt_words.step_of(code) not in zvt_words.name_of(code)


def test_nobody_came() -> None:
    stage = asking()
    stage.reader("04FF010A")
    stage.facts()
    stage.wait(15_000)
    assert ends(stage, TIMED_OUT, ABORTED) == [events.CardDeclined(7, "timed out")]
    stage = asking()
    stage.reader("04FF010A")
    stage.facts()
    stage.wait(14_999)
    assert ends(stage, TIMED_OUT, ABORTED) == [events.CardDeclined(7, "cancelled")]


def test_a_card_that_came_late_and_was_refused_came() -> None:
    stage = asking()
    stage.reader("04FF010A")
    stage.facts()
    stage.wait(60_000)
    assert ends(stage, "040F022705", "061E0105") == [events.CardDeclined(7, "declined")]


def test_a_reader_that_is_busy_is_asked_again_and_then_is_not_ready() -> None:
    stage = Stage().be_ready()
    stage.want(effects.Charge(7, 349))
    assert stage.reader("849C00") == []
    assert stage.wait(5_000) == [(5_000, CHARGE)]
    assert stage.reader("849C00") == []
    assert stage.wait(6_000) == []
    assert stage.told[0] == (11_000, events.CardDeclined(7, "not ready"))


def test_another_sum_than_ours_is_not_taken() -> None:
    stage = asking()
    assert stage.reader(result(cents=300)) == [NOT_ISSUED]
    assert stage.reader(GOOD) == [NOT_ISSUED]  # whatever it says after that
    assert ends(stage, "061E0166") == [events.CardDeclined(7, "card unreadable")]
    stage = asking()
    assert stage.reader(result(cents=300)) == [NOT_ISSUED]
    assert ends(stage, DONE) == [events.SaleLost(7)]


def test_the_shortest_result_will_do() -> None:
    stage = asking()
    assert stage.reader("040F022700") == []
    assert stage.facts() == [events.CardAuthorised(7, 0, 0, "", "", "", 30_000)]


def test_an_unreadable_result_lets_no_money_be_kept() -> None:
    stage = asking()
    assert stage.reader("040F0527000B0004") == ["849A00"]
    assert stage.facts() == []
    stage = authorised()
    assert stage.reader("040F0527000B0004") == ["849A00"]


# -- what does not fit together must be asked -----------------------------------------------


def test_aborted_although_told_to_keep_the_money() -> None:
    # Its printer, perhaps, and then it has kept it; or our answer came too late.
    stage = authorised()
    stage.want(effects.AnswerGoods(7, True))
    assert ends(stage, "061E01CC") == [events.SaleLost(7)]


def test_told_to_keep_the_money_and_given_back_all_the_same() -> None:
    stage = authorised()
    stage.want(effects.AnswerGoods(7, True))
    assert ends(stage, TIMED_OUT, ABORTED) == [events.CardReversed(7)]


def test_done_although_not_told_so() -> None:
    for are_out in (None, False):
        stage = authorised()
        if are_out is False:
            stage.want(effects.AnswerGoods(7, False))
        assert ends(stage, DONE) == [events.SaleLost(7)]
    stage = authorised()
    stage.wait(3_000)
    stage.want(effects.AnswerGoods(7, True))  # between two questions: it was never said
    assert ends(stage, DONE) == [events.SaleLost(7)]


def test_done_without_a_word_about_the_money() -> None:
    assert ends(asking(), DONE) == [events.SaleLost(7)]


# -- silence and lost lines -----------------------------------------------------------------


def test_a_charge_that_is_not_taken_within_five_seconds_is_lost() -> None:
    stage = Stage().be_ready()
    stage.want(effects.Charge(7, 349))
    stage.wait(4_999)
    assert stage.talk.broken is None
    stage.wait(1)
    assert "does not answer" in (stage.talk.broken or "")
    stage.lose("it does not answer")
    assert stage.facts() == [
        events.PartFailed("card reader", "it does not answer"), events.SaleLost(7),
    ]  # fmt: skip


@pytest.mark.parametrize(("step", "limit_ms"), [
    ("04FF010A", 180_000), ("04FF020A01", 60_000), ("04FF020A15", 900_000), ("04FF00", 180_000),
])  # fmt: skip
def test_how_long_the_reader_may_be_silent_it_says_itself(step: str, limit_ms: int) -> None:
    stage = asking()
    stage.wait(100_000)
    stage.reader(step)
    stage.wait(limit_ms - 1)
    assert stage.talk.broken is None
    stage.wait(1)
    assert stage.talk.broken


def test_every_word_gives_it_as_much_time_again_and_the_next_order_its_own() -> None:
    stage = asking()
    stage.reader("04FF020A01")
    stage.wait(59_999)
    stage.reader(TIMED_OUT)
    stage.wait(59_999)
    assert stage.talk.broken is None
    assert stage.reader(ABORTED, ACK) == [ACK, REMEMBER]
    stage.wait(179_999)
    assert stage.talk.broken is None


def test_the_line_is_lost_at_any_time() -> None:
    stages = [Stage().be_ready(), asking(), authorised(), authorised(), authorised()]
    stages[0].want(effects.Charge(7, 349))
    stages[2].wait(3_000)
    stages[3].want(effects.AnswerGoods(7, True))
    stages[4].want(effects.AnswerGoods(7, False))
    for stage in stages:
        stage.lose()
        assert stage.facts() == [events.PartFailed("card reader", "gone"), events.SaleLost(7)]
        assert stage.find() == [REGISTER]
        # The reader still asks for the goods, of a sale that we no longer have.
        assert stage.reader(GOOD) == [NOT_ISSUED]
        assert stage.want(effects.AnswerGoods(7, True)) == []
        assert stage.facts() == []

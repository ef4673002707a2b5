"""A sale on a ZVT reader that is not wanted any more, or not now: one at a time, and soon."""

from terminal import effects, events
from tests.drivers.zvt_stage import (
    ABORT,
    ABORTED,
    ACK,
    AUTHORISED,
    CHARGE,
    DONE,
    GOOD,
    NOT_ISSUED,
    REMEMBER,
    TIMED_OUT,
    Stage,
    asking,
    authorised,
    ends,
)

# -- changing one's mind ------------------------------------------------------------------


def test_a_charge_is_dropped_while_a_card_is_awaited() -> None:
    stage = asking()
    assert stage.want(effects.DropCharge(7)) == [ABORT]
    assert stage.want(effects.DropCharge(7)) == []
    assert stage.reader(ACK) == []
    assert ends(stage, TIMED_OUT, ABORTED) == [events.CardDeclined(7, "cancelled")]


def test_a_charge_is_dropped_before_the_reader_took_it() -> None:
    stage = Stage().be_ready()
    stage.want(effects.Charge(7, 349))
    assert stage.want(effects.DropCharge(7)) == []
    assert stage.reader(ACK) == [ABORT]


def test_a_charge_that_had_to_wait_is_dropped_unsaid() -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)  # it is asked for its status now
    assert stage.want(effects.Charge(7, 349)) == []
    stage.want(effects.DropCharge(7))
    assert stage.facts() == [events.CardDeclined(7, "cancelled")]
    assert stage.reader(ACK, DONE) == [ACK]


def test_a_reader_that_will_not_stop_goes_on() -> None:
    for refusal in ("848300", None):
        stage = asking()
        stage.want(effects.DropCharge(7))
        if refusal is not None:
            assert stage.reader(refusal) == []
        stage.wait(100_000)
        assert stage.reader(GOOD) == []
        assert stage.facts() == [AUTHORISED]
        assert stage.want(effects.AnswerGoods(7, False)) == [NOT_ISSUED]
        assert ends(stage, ABORTED) == [events.CardReversed(7)]


def test_a_reader_that_agrees_to_stop_and_does_not_is_lost() -> None:
    stage = asking()
    stage.want(effects.DropCharge(7))
    stage.reader(ACK)
    stage.wait(30_000)
    assert stage.talk.broken


def test_once_the_bank_has_said_yes_there_is_nothing_to_drop() -> None:
    stage = authorised()
    assert stage.want(effects.DropCharge(7)) == []


def test_who_asks_what_became_of_a_sale_wants_it_to_stop() -> None:
    stage = asking()
    assert stage.want(effects.CheckSale(7)) == [ABORT]
    assert stage.reader(ACK, TIMED_OUT, ABORTED) == [ACK, ACK, REMEMBER]
    assert stage.facts() == [events.CardDeclined(7, "cancelled")]
    assert stage.remember(470) == [REMEMBER]  # first for the next sale, then as asked
    assert stage.facts() == [events.ReaderReady(470)]
    stage.remember(470)
    assert stage.facts() == [events.PaymentFound(7, 470, 470, 100, True)]


def test_a_bank_that_says_yes_when_nobody_waits_any_more_says_it_in_vain() -> None:
    stage = asking()
    stage.want(effects.CheckSale(7))
    assert stage.reader("848300", GOOD) == [NOT_ISSUED]
    assert stage.want(effects.AnswerGoods(7, True)) == []
    assert stage.reader(GOOD, ABORTED) == [NOT_ISSUED, ACK, REMEMBER]
    assert stage.facts() == [AUTHORISED, events.CardReversed(7)]
    for wait_ms in (0, 3_000):
        stage = authorised()
        stage.wait(wait_ms)
        assert stage.want(effects.CheckSale(7)) == ([] if wait_ms else [NOT_ISSUED])
        assert stage.reader(GOOD) == [NOT_ISSUED]
    stage = authorised()
    stage.want(effects.AnswerGoods(7, True))
    assert stage.want(effects.CheckSale(7)) == []
    assert stage.reader(GOOD) == [ACK]  # what was said stands


def test_what_became_of_a_sale_is_asked_when_it_is_over_and_not_forgotten_before() -> None:
    stage = asking()
    stage.want(effects.CheckSale(7))
    assert stage.wait(60_000) == []
    assert stage.facts() == []
    assert stage.reader("848300", ABORTED) == [ACK, REMEMBER]
    stage.wait(2_000)
    assert stage.remember(470) == [REMEMBER]
    assert stage.facts()[0] == events.CardDeclined(7, "cancelled")


# -- one at a time ------------------------------------------------------------------------


def test_two_charges_are_never_under_way() -> None:
    stage = asking()
    assert stage.want(effects.Charge(8, 100)) == []
    assert stage.facts() == [events.CardDeclined(8, "not ready")]
    stage = Stage().be_ready()
    stage.wait(50_000)
    assert stage.want(effects.Charge(7, 349)) == []  # waits for the status
    assert stage.want(effects.Charge(8, 100)) == []
    assert stage.facts() == [events.CardDeclined(8, "not ready")]
    assert stage.reader(ACK, DONE) == [ACK, CHARGE]


def test_a_charge_does_not_wait_for_long() -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)
    stage.want(effects.Charge(7, 349))
    stage.reader(ACK)  # and now it closes its day, which takes minutes
    assert stage.wait(9_999) == []
    assert stage.facts() == []
    stage.wait(1)
    assert stage.facts() == [events.CardDeclined(7, "not ready")]


def test_before_it_is_ready_nothing_is_sold() -> None:
    stage = Stage()
    assert stage.want(effects.Charge(7, 349)) == []
    assert stage.facts() == [events.CardDeclined(7, "not ready")]
    stage.find()
    assert stage.want(effects.Charge(8, 349)) == []
    assert stage.facts() == [events.CardDeclined(8, "not ready")]

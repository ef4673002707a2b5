"""What a ZVT reader needs before it sells, and how it is kept ready."""

import pytest

from drivers.zvt_orders import Terms
from terminal import effects, events
from tests.drivers.zvt_stage import ACK, DONE, ENQUIRE, REGISTER, REMEMBER, VENDING, Stage, result

INITIALISE, DIAGNOSE, END_DAY = "069303000000", "067000", "065003000000"


def failure(stage: Stage) -> str:
    """The one thing that was told: why the reader cannot be used."""
    facts = stage.facts()
    assert len(facts) == 1, facts
    assert isinstance(facts[0], events.PartFailed)
    assert facts[0].part == "card reader"
    return facts[0].why


def registered(status: str) -> str:
    return f"060F0219{status}"


def test_from_the_line_to_the_first_sale() -> None:
    stage = Stage()
    assert stage.find() == [REGISTER]
    assert stage.reader(ACK, VENDING) == [ACK, ENQUIRE]
    assert stage.reader(ACK, DONE) == [ACK, REMEMBER]
    assert stage.facts() == []
    assert stage.reader(ACK, result(trace=470), DONE) == [ACK, ACK]
    assert stage.facts() == [events.ReaderReady(470)]


def test_password_and_currency_are_what_the_site_says() -> None:
    stage = Stage(Terms(password="123456", currency=985))
    assert stage.find() == ["0600081234563E09850300"]
    with pytest.raises(ValueError, match="six digits"):
        assert Terms(password="12345").key


@pytest.mark.parametrize("said", ["060F00", registered("00"), registered("03"), "060F0149"])
def test_without_vending_mode_nothing_is_sold(said: str) -> None:
    stage = Stage()
    stage.find()
    assert stage.reader(ACK, said) == [ACK]
    assert "vending mode is off" in failure(stage)
    assert stage.want(effects.Charge(1, 349)) == []
    assert stage.facts() == [events.CardDeclined(1, "not ready")]
    # What is still in doubt can be settled all the same.
    assert stage.want(effects.CheckSale(9)) == [REMEMBER]
    stage.remember(470)
    assert stage.facts() == [events.PaymentFound(9, 470, 470, 100, True)]
    # It is looked at again, and told again only if something has changed.
    assert stage.wait(30_000) == [(30_000, REGISTER)]
    stage.reader(ACK, said)
    assert stage.facts() == []
    stage.wait(30_000)
    stage.reader(ACK, VENDING, ACK, DONE)
    stage.remember(470)
    assert stage.facts() == [events.PartMended("card reader"), events.ReaderReady(470)]


@pytest.mark.parametrize(("status", "chores"), [
    ("11", [INITIALISE]), ("12", [DIAGNOSE]), ("13", [INITIALISE, DIAGNOSE]), ("50", []),
])  # fmt: skip
def test_it_gets_what_it_wants_first(status: str, chores: list[str]) -> None:
    stage = Stage()
    stage.find()
    said = stage.reader(ACK, registered(status))
    for chore in chores:
        assert said == [ACK, chore]
        said = stage.reader(ACK, "04FF01C9", "06D10101", DONE)[2:]
    assert said == [ACK, ENQUIRE]


@pytest.mark.parametrize("word", ["84C200", "061E017D"])
def test_it_cannot_be_made_ready(word: str) -> None:
    stage = Stage()
    stage.find()
    stage.reader(ACK, registered("11"))
    stage.reader(*([] if word.startswith("84") else [ACK]), word)
    assert "refuses to initialise (code" in failure(stage)
    assert stage.wait(30_000) == [(30_000, REGISTER)]


@pytest.mark.parametrize(("status", "chore"), [
    ("51", INITIALISE), ("C2", DIAGNOSE), ("F0", END_DAY),
])  # fmt: skip
def test_its_status_may_want_something_too_but_once(status: str, chore: str) -> None:
    stage = Stage().be_ready()
    assert stage.wait(50_000) == [(50_000, ENQUIRE)]
    assert stage.reader(ACK, f"060F01{status}") == [ACK, chore]
    assert stage.want(effects.Charge(1, 349)) == []
    assert stage.facts() == [events.CardDeclined(1, "not ready")]
    assert stage.reader(ACK, "04FF01C9", DONE) == [ACK, ACK, ENQUIRE]
    assert stage.reader(ACK, f"060F01{status}") == [ACK]
    assert f"code {status}" in failure(stage)


def test_after_what_it_wanted_it_is_ready_again() -> None:
    stage = Stage().be_ready()
    for _ in range(3):
        stage.wait(50_000)
        stage.reader(ACK, "060F01F0", ACK, "040F022700", DONE)
        assert stage.reader(ACK, "060F0100") == [ACK, REMEMBER]
        stage.remember(480)
        assert stage.facts() == [events.ReaderReady(480)]


def test_what_it_wanted_before_the_line_was_lost_it_gets_again() -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)
    stage.reader(ACK, "060F01F0", ACK)
    stage.lose()
    stage.find()
    assert stage.reader(ACK, VENDING, ACK, "060F01F0")[-1] == END_DAY


@pytest.mark.parametrize("status", ["DF", "E4", "B1"])
def test_out_of_order(status: str) -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)
    assert stage.reader(ACK, f"060F01{status}") == [ACK]
    assert f"code {status}" in failure(stage)
    assert stage.wait(30_000) == [(30_000, REGISTER)]
    stage.reader(ACK, VENDING, ACK, DONE)
    stage.remember(470)
    assert stage.facts() == [events.PartMended("card reader"), events.ReaderReady(470)]


@pytest.mark.parametrize("said", ["060F00", "060F0100", "060F01DC", "060F0BF0F0F7322E31342E313500"])
def test_it_is_asked_for_its_status_once_a_minute(said: str) -> None:
    stage = Stage().be_ready()
    for _ in range(5):
        assert stage.wait(50_000) == [(50_000, ENQUIRE)]
        assert stage.reader(ACK, said) == [ACK]
    assert stage.facts() == []


def test_a_reader_that_knows_no_status_is_believed() -> None:
    stage = Stage()
    stage.find()
    stage.reader(ACK, VENDING)
    assert stage.reader("848300") == [REMEMBER]


def test_busy_for_a_while_is_no_failure() -> None:
    stage = Stage().be_ready()
    stage.wait(50_000)
    stage.reader(ACK, "060F019C")
    assert stage.want(effects.Charge(1, 349)) == []
    assert stage.facts() == [events.CardDeclined(1, "not ready")]
    for _ in range(11):
        assert stage.wait(5_000) == [(5_000, ENQUIRE)]
        stage.reader(ACK, "060F019C")
    assert stage.facts() == []
    assert stage.wait(5_000) == [(5_000, ENQUIRE)]
    stage.reader("849C00")
    assert "it is busy" in failure(stage)
    assert stage.wait(5_000) == [(5_000, ENQUIRE)]
    assert stage.reader(ACK, "060F0100") == [ACK, REMEMBER]
    stage.remember(470)
    assert stage.facts() == [events.PartMended("card reader"), events.ReaderReady(470)]


def test_each_time_it_may_be_busy_for_a_while() -> None:
    stage = Stage().be_ready()
    for _ in range(2):
        stage.wait(50_000)
        for _ in range(11):
            stage.reader(ACK, "060F019C")
            assert stage.wait(5_000) == [(5_000, ENQUIRE)]
        stage.reader(ACK, DONE)
        stage.remember(470)
        assert stage.facts() == [events.ReaderReady(470)]


def test_registering_may_have_to_wait() -> None:
    stage = Stage()
    stage.find()
    assert stage.reader("849C00") == []
    assert stage.wait(5_000) == [(5_000, REGISTER)]
    assert stage.facts() == []


def test_registering_may_be_refused() -> None:
    stage = Stage()
    stage.find()
    stage.reader(ACK, "061E016F")
    assert "refuses to register (code 6F: wrong currency)" in failure(stage)
    assert stage.want(effects.CheckSale(1)) == []


# -- the newest payment -------------------------------------------------------------------


def remembering(terms: Terms | None = None) -> Stage:
    stage = Stage(terms)
    stage.find()
    assert stage.reader(ACK, VENDING, ACK, DONE)[-1] == REMEMBER
    return stage


def test_a_new_reader_remembers_nothing() -> None:
    for words in (["061E0183"], ["040F022783", "061E0183"], ["040F022783", DONE]):
        stage = remembering()
        stage.reader(ACK, *words)
        assert stage.facts() == [events.ReaderReady(0)]


@pytest.mark.parametrize(("how", "words"), [
    ("abort", [ACK, "061E0183"]), ("refuse", ["848300"]), ("complete", [ACK, DONE]),
])  # fmt: skip
def test_each_reader_says_that_it_remembers_nothing_in_its_own_way(
    how: str, words: list[str]
) -> None:
    for own in ("abort", "refuse", "complete"):
        stage = remembering(Terms(nothing_stored=own))
        stage.reader(*words)
        if own == how:
            assert stage.facts() == [events.ReaderReady(0)]
        else:
            assert "does not tell its newest payment" in failure(stage)
    # What it remembers is told by all in the same way.
    stage = remembering(Terms(nothing_stored=how))
    stage.remember(470)
    assert stage.facts() == [events.ReaderReady(470)]


def test_what_it_remembers_may_be_a_reversal() -> None:
    stage = remembering()
    stage.reader(ACK, result(trace=472, original=471, receipt=472), DONE)
    assert stage.facts() == [events.ReaderReady(471)]


@pytest.mark.parametrize(("words", "why"), [
    (["848300"], "code 83"),  # it does not know the command: no doubt could ever be resolved
    ([ACK, DONE], "without a reason"), ([ACK, "040F022700", DONE], "without a reason"),
    ([ACK, "061E01FB"], "code FB"), ([ACK, result(), "061E01CC"], "code CC"),
])  # fmt: skip
def test_who_does_not_tell_its_newest_payment_sells_nothing(words: list[str], why: str) -> None:
    stage = remembering()
    stage.reader(*words)
    told = failure(stage)
    assert "does not tell its newest payment" in told
    assert why in told
    assert stage.wait(30_000) == [(30_000, REGISTER)]


# -- the line -----------------------------------------------------------------------------


def test_lost_and_found() -> None:
    stage = Stage().be_ready()
    stage.lose("127.0.0.1:20007 is gone")
    assert stage.facts() == [events.PartFailed("card reader", "127.0.0.1:20007 is gone")]
    assert stage.wait(600_000) == []
    assert stage.find() == [REGISTER]
    assert stage.facts() == []  # that the line is there does not mean that the reader is
    stage.reader(ACK, VENDING, ACK, DONE)
    stage.remember(471)
    assert stage.facts() == [events.PartMended("card reader"), events.ReaderReady(471)]


def test_a_reader_that_says_nothing_is_left() -> None:
    stage = Stage()
    stage.find()
    stage.wait(5_000)
    assert stage.talk.broken
    stage.lose(stage.talk.broken)
    assert stage.find() == [REGISTER]
    stage.reader(ACK)
    stage.wait(179_999)
    assert stage.talk.broken is None
    stage.wait(1)
    assert stage.talk.broken


def test_a_failure_is_told_once_and_its_new_reasons_seldom() -> None:
    stage = Stage()
    stage.lose("one")
    stage.lose("one")
    stage.lose("two")
    assert failure(stage) == "one"
    stage.wait(600_000)
    stage.lose("one")
    assert stage.facts() == []
    stage.lose("two")
    assert failure(stage) == "two"


def test_after_forgetting_it_tells_how_things_stand() -> None:
    stage = Stage()
    stage.talk.forget()
    assert stage.facts() == []
    stage.be_ready(470)
    stage.talk.forget()
    assert stage.facts() == [events.ReaderReady(470)]
    stage.lose("gone")
    stage.facts()
    stage.talk.forget()
    assert stage.facts() == [events.PartFailed("card reader", "gone")]


def test_forgetting_in_the_middle_begins_anew_without_a_failure() -> None:
    stage = Stage().be_ready()
    stage.want(effects.Charge(1, 349))
    stage.talk.forget()
    assert stage.talk.broken == ""
    stage.lose("")
    assert stage.facts() == [events.SaleLost(1)]
    assert stage.find() == [REGISTER]


def test_once_it_is_to_begin_anew_nothing_else_is_begun() -> None:
    stage = Stage().be_ready()
    stage.want(effects.Charge(1, 349))
    stage.reader(ACK)
    stage.talk.forget()
    assert stage.reader("061E016C") == [ACK]
    stage.lose("")
    assert stage.facts() == [events.CardDeclined(1, "cancelled")]


# -- what nobody asked for ----------------------------------------------------------------

STRANGERS = {
    result(): "846600",
    "040F022700": "846600",
    "040F042700870A": "846600",  # cut
    "040F02276C": ACK,
    result(original=5): ACK,
    DONE: ACK,
    "061E016C": ACK,
    "04FF010A": ACK,
    "06D1022A2A": ACK,
    "06D30101": ACK,
    "040D00": "848300",
    "06E000": "848300",
    "0F0000": "848300",
}


def test_strangers_get_their_answer_and_change_nothing() -> None:
    for message, answer in STRANGERS.items():
        idle, asked = Stage().be_ready(), Stage().be_ready()
        asked.wait(50_000)
        for stage in (idle, asked):
            assert stage.reader(message) == [answer], message
            assert stage.facts() == [], message
        assert idle.wait(50_000) == [(50_000, ENQUIRE)], message
        assert asked.reader(ACK, "060F0100") == [ACK], message


def test_answers_that_nobody_waits_for_are_nothing() -> None:
    stage = Stage().be_ready()
    for word in (ACK, "840000", "848300", "849C00"):
        assert stage.reader(word) == []
    assert stage.wait(50_000) == [(50_000, ENQUIRE)]
    assert stage.reader(ACK, ACK, "848300", "060F0100") == [ACK]
    assert stage.facts() == []

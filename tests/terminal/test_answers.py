"""Codes that open nothing and say why, the server's word about others, and badges."""

from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import orders, permits, screens
from tests.terminal.scene import DAY, SECOND, TODAY_S, Scene, badge, expected, stored, tag

WRONG = "999999"


# -- codes that open nothing ------------------------------------------------------------------


def told(scene, code="123456"):
    """What is said about a code that may not be used."""
    scene.mark()
    scene.enter(code)
    assert scene.is_shown(screens.Told), scene.screen
    assert scene.unlocks == [] or scene.did(fx.Unlock) == []
    assert scene.noted(e.WrongCode) == [] and len(scene.noted(e.DeadCode)) == 1
    return scene.screen.why


def test_a_collected_code_is_told_with_its_time():
    scene = Scene(stored(1))
    scene.clock_is_right()
    scene.collect(1)
    scene.choose("done")
    assert told(scene) == "collected"
    assert scene.screen.at_s == TODAY_S


def test_dead_codes_say_why():
    assert told(Scene(stored(1) + [e.TakenOut(1, ("P1",), "Anna")])) == "taken out"
    assert told(Scene([expected("P1"), e.Withdrawn("P1")])) == "withdrawn"
    assert told(Scene(stored(1) + [e.SaidEmpty(1)])) == "said empty"
    beside = e.Inspected(1, ("P1",), True, "Anna")
    assert told(Scene(stored(1) + [beside])) == "unknown parcel"
    settled = Scene(stored(1) + [beside, e.Inspected(1, ("P1",), False, "Anna")])
    assert permits.why_not(settled.terminal, settled.terminal.books.shipment("P1")) == ""
    replaced = stored(1) + [e.Recoded("P1", tag("code", "222222"), "", "789", "")]
    assert told(Scene(replaced)) == "replaced"


def test_dead_codes_cost_no_guess_however_often():
    scene = Scene(stored(1) + [e.TakenOut(1, ("P1",), "Anna")])
    for _try in range(60):
        assert told(scene) == "taken out"
        scene.choose("ok")
    assert scene.terminal.books.guesses == []


def test_a_dead_code_is_unknown_after_its_days():
    scene = Scene(stored(1))
    scene.order(orders.SetPolicy(1, (("dead_code_days", 1),)))
    scene.collect(1)
    scene.choose("done")
    scene.after(3 * DAY)
    scene.guess("123456")
    assert scene.screen.remark == "wrong"


def test_an_expired_code_opens_nothing_and_late_pickup_lets_it():
    scene = Scene(stored(1) + [e.DeadlineSet("P1", TODAY_S - 1)])
    scene.clock_is_right()
    assert told(scene) == "expired"
    scene.choose("ok")
    scene.order(orders.SetPolicy(1, (("late_pickup", 1),)))
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)]


def test_an_untrusted_clock_expires_nothing():
    for reading in ((TODAY_S, False), (0, True), (TODAY_S + 30 * 365 * 86400, True)):
        scene = Scene(stored(1) + [e.DeadlineSet("P1", TODAY_S - 1)])
        scene.tell(ev.ClockRead(*reading))
        scene.enter("123456")
        assert scene.unlocks == [(1, 1)], reading


def test_the_deadline_itself_is_in_time():
    scene = Scene(stored(1) + [e.DeadlineSet("P1", TODAY_S)])
    scene.clock_is_right()
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)]


def test_a_digit_on_what_is_told_starts_anew():
    scene = Scene(stored(1) + stored(2, "P2", "222222") + [e.TakenOut(1, ("P1",), "Anna")])
    told(scene)
    scene.enter("222222")
    assert scene.unlocks == [(2, 1)]


def test_a_code_whose_parcel_is_not_here_yet_is_as_unknown_as_any_other():
    scene = Scene([expected("P1")])
    scene.guess("123456")
    assert scene.noted() == [e.WrongCode(1)] and scene.screen.remark == "wrong"


def test_rubbish_is_refused_and_costs_no_guess():
    scene = Scene(stored(1))
    for text in ("", " ", "HELLO", "12345", "1234567", "X" * 512, "]C1 00376104250021234569"):
        scene.scan(text)
        assert scene.screen == screens.Told("not a code", 0), text
    assert scene.terminal.books.guesses == [] and scene.noted(e.WrongCode) == []


def test_the_number_of_a_parcel_is_not_its_code():
    scene = Scene(stored(1, "RR123456785LV"))
    scene.scan("RR123456785LV")
    assert scene.unlocks == [] and scene.screen == screens.Told("not announced", 0)


# -- the server's word ------------------------------------------------------------------------


def test_the_server_is_asked_about_the_tag_and_never_about_the_code():
    scene = Scene(stored(1))
    scene.enter("555555")
    asked = scene.did(fx.AskServer)
    assert [x.tag for x in asked] == [tag("code", "555555")]
    assert scene.is_shown(screens.Checking)


def test_without_an_answer_it_is_wrong_after_four_seconds():
    scene = Scene(stored(1))
    scene.enter(WRONG)
    scene.after(3999)
    assert scene.noted(e.WrongCode) == [] or scene.is_shown(screens.Checking)
    scene.after(1)
    assert len(scene.noted(e.WrongCode)) == 1 and scene.screen.remark == "wrong"


def test_unknown_to_the_server_too_is_wrong():
    scene = Scene(stored(1))
    scene.enter(WRONG)
    scene.tell(ev.Answered(scene.did(fx.AskServer)[-1].question, 0))
    assert len(scene.noted(e.WrongCode)) == 1


def test_an_order_made_a_minute_ago_comes_and_the_code_opens():
    scene = Scene(stored(1))
    scene.enter("555555")
    scene.tell(ev.Answered(scene.did(fx.AskServer)[-1].question, 1))
    assert scene.is_shown(screens.Checking)
    scene.order(orders.Recode("P1", tag("code", "555555"), "", "789", ""))
    assert scene.unlocks == [(1, 1)]


def test_an_order_that_overtakes_the_answer_opens_too():
    scene = Scene(stored(1))
    scene.enter("555555")
    scene.order(orders.Recode("P1", tag("code", "555555"), "", "789", ""))
    assert scene.unlocks == [(1, 1)]
    assert len(scene.terminal.books.guesses) <= 1


def test_other_orders_do_not_end_the_asking():
    scene = Scene(stored(1))
    scene.enter("555555")
    scene.announce("P7", "777777")
    assert scene.is_shown(screens.Checking)


def test_answers_to_other_questions_change_nothing():
    scene = Scene(stored(1))
    scene.enter(WRONG)
    question = scene.did(fx.AskServer)[-1].question
    for other in (question - 1, question + 1, 0, -1):
        scene.tell(ev.Answered(other, 0))
        assert scene.is_shown(screens.Checking)


def test_an_answer_that_comes_too_late_changes_nothing():
    scene = Scene(stored(1))
    scene.enter(WRONG)
    question = scene.did(fx.AskServer)[-1].question
    scene.after(5 * SECOND)
    before = len(scene.lines)
    scene.tell(ev.Answered(question, 0))
    assert len(scene.lines) == before


def test_each_question_of_a_life_has_its_own_number():
    scene = Scene(stored(1))
    for _try in range(4):
        scene.guess()
    questions = [x.question for x in scene.did(fx.AskServer)]
    assert len(questions) == 4 and sorted(set(questions)) == questions


# -- badges -----------------------------------------------------------------------------------


def test_a_badge_leads_to_the_pin():
    scene = Scene([badge()])
    scene.scan(" badge1 ")
    assert scene.screen == screens.AskPin("", "")


def test_unknown_and_revoked_badges_open_nothing():
    scene = Scene([badge(), e.BadgeRevoked("Anna")])
    scene.scan("BADGE1")
    assert scene.screen == screens.Told("no badge", 0)
    scene.scan("BADGE2")
    assert scene.screen == screens.Told("not a code", 0)


def test_a_badge_is_no_code_and_a_pin_without_a_badge_is_nothing():
    scene = Scene([badge(text="123456")])
    scene.enter("123456")
    assert not scene.is_shown(screens.AskPin)

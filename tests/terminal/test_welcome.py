"""Six digits at the keypad or the scanner: typing, right and wrong ones, and what may be seen."""

from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import screens
from terminal.visits import welcome
from tests.terminal.scene import MINUTE, SECOND, Scene, badge, stored

WRONG = "999999"


# -- typing -----------------------------------------------------------------------------------


def test_six_digits_rest_for_a_moment_before_they_are_tried():
    scene = Scene(stored(1))
    scene.press("123456")
    scene.after(399)
    assert scene.unlocks == []
    scene.after(1)
    assert scene.unlocks == [(1, 1)] and scene.screen == screens.Opening(1)


def test_ok_tries_at_once():
    scene = Scene(stored(1))
    scene.press("123456")
    scene.choose("ok")
    assert scene.unlocks == [(1, 1)]


def test_a_seventh_digit_within_the_moment_voids_the_entry_before_it_is_tried():
    scene = Scene(stored(1))
    scene.press("1234567")
    assert scene.screen.remark == "voided" and scene.screen.typed == ""
    scene.after(10 * SECOND)
    assert scene.unlocks == [] and scene.noted() == []


def test_a_phone_number_never_becomes_a_code():
    scene = Scene(stored(1, code="371670"))
    for digit in "37167008001":
        scene.press(digit)
        scene.after(300)
    scene.after(5 * SECOND)
    assert scene.unlocks == [] and scene.noted() == []
    assert scene.front() == welcome.IDLE


def test_keys_pressed_too_late_for_a_voided_entry_keep_it_void():
    scene = Scene(stored(1))
    scene.press("1234567")
    for _digit in range(4):
        scene.after(1900)
        scene.press("1")
        assert scene.front() == welcome.VOIDED
    scene.after(2000)
    assert scene.front() == welcome.IDLE and scene.screen.typed == ""


def test_who_clears_a_voided_entry_begins_anew_at_once():
    for key in ("cancel", "erase"):
        scene = Scene(stored(1))
        scene.press("1234567")
        scene.choose("ok")
        assert scene.front() == welcome.VOIDED
        scene.choose(key)
        scene.enter("123456")
        assert scene.unlocks == [(1, 1)]


def test_erase_and_cancel():
    scene = Scene(stored(1))
    scene.press("12")
    scene.choose("erase")
    assert scene.screen.typed == "1"
    scene.choose("erase")
    assert scene.screen.typed == "" and scene.front() == welcome.IDLE
    scene.press("123456")
    scene.choose("erase")
    assert scene.screen.typed == "12345"
    scene.press("6")
    scene.choose("cancel")
    scene.after(SECOND)
    assert scene.screen.typed == "" and scene.unlocks == []


def test_half_a_code_is_forgotten_after_a_while():
    scene = Scene(stored(1))
    scene.press("123")
    scene.after(30 * SECOND)
    assert scene.screen.typed == "" and scene.noted() == []


def test_ok_with_fewer_than_six_digits_tries_nothing():
    scene = Scene(stored(1))
    scene.press("12345")
    scene.choose("ok")
    assert scene.screen.typed == "12345" and scene.noted() == []


# -- right and wrong --------------------------------------------------------------------------


def test_a_wrong_code_is_counted_and_said():
    scene = Scene(stored(1))
    scene.guess()
    assert scene.noted() == [e.WrongCode(1)]
    assert scene.screen.remark == "wrong" and scene.tunes() == ["refused"]
    assert scene.unlocks == []


def test_wrong_tries_count_up_and_a_quarter_of_an_hour_ends_the_row():
    scene = Scene(stored(1))
    scene.guess()
    scene.guess()
    scene.after(14 * MINUTE)
    scene.guess()
    scene.after(15 * MINUTE + 1)
    scene.guess()
    assert [n.strike for n in scene.noted(e.WrongCode)] == [1, 2, 3, 1]


def test_a_cut_neither_ends_the_row_nor_the_count():
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
        scene.power_cut()
    scene.guess()
    strikes = [n.strike for n in scene.journal() if type(n) is e.WrongCode]
    assert strikes == [1, 2, 3, 4]


def test_a_cut_while_the_server_is_asked_is_not_a_free_guess():
    # Whoever sees "checking" has learned that the code opens nothing here.
    scene = Scene(stored(1))
    scene.enter(WRONG)
    assert scene.is_shown(screens.Checking) and scene.did(fx.AskServer)
    scene.power_cut()
    assert len(scene.terminal.books.guesses) == 1


def test_a_wrong_try_is_written_down_before_anything_of_it_can_be_seen():
    scene = Scene(stored(1))
    scene.enter(WRONG)
    scene.tell(ev.Answered(scene.did(fx.AskServer)[-1].question, -1))
    effects = [effect for turn in scene.turns[scene.marked :] for effect in turn]
    seen = [x for x in effects if type(x) is fx.Sound or type(x) is fx.AskServer
            or (type(x) is fx.Show and not (type(x.screen) is screens.Welcome and x.screen.typed))]
    noted = [x for x in effects if type(x) is fx.Journal and type(x.entry) is e.WrongCode]
    assert effects.index(noted[0]) < effects.index(seen[0]), effects


def test_the_delays_after_wrong_tries():
    scene = Scene(stored(1))
    for wait_ms in (0, 0, 5000, 10000, 20000, 30000, 30000):
        scene.guess()
        assert scene.screen.until_ms == (scene.now_ms + wait_ms if wait_ms else 0)


def test_the_right_code_after_three_wrong_ones_waits_and_then_opens_by_itself():
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
    scene.enter("123456")
    assert scene.screen.remark == "wait" and scene.unlocks == []
    scene.after(4599)
    assert scene.unlocks == []
    scene.after(1)
    assert scene.unlocks == [(1, 1)]


def test_cancelling_the_wait_does_not_end_it():
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
    for _try in range(3):
        scene.enter("123456")
        assert scene.screen.remark == "wait" and scene.unlocks == []
        scene.choose("cancel")


def test_a_cut_does_not_end_the_wait():
    scene = Scene(stored(1))
    for _try in range(4):
        scene.guess()
    scene.power_cut()
    scene.enter("123456")
    assert scene.screen.remark == "wait" and scene.unlocks == []


def test_a_token_is_never_delayed():
    scene = Scene(stored(1, token="TOKEN1"))
    for _try in range(5):
        scene.guess()
    scene.scan("token 1")
    assert scene.unlocks == [(1, 1)]


def test_a_scanned_code_counts_as_typed():
    scene = Scene(stored(1))
    scene.scan("123456")
    assert scene.unlocks == [(1, 1)]
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
    scene.scan("123456")
    assert scene.unlocks == [] and scene.screen.remark == "wait"


def test_nothing_typed_or_scanned_is_ever_shown_in_an_entry_or_a_trace():
    scene = Scene(stored(1) + [badge()])
    scene.enter("887766")
    scene.no_server()
    scene.scan("RUBBISH-55443")
    scene.scan("BADGE1")
    scene.press("7788")
    scene.press("2468")
    scene.scan("RUBBISH-99887")
    shown = repr(scene.turns) + repr(scene.journal())
    for secret in ("887766", "55443", "7788", "2468", "99887", "BADGE1"):
        assert secret not in shown, secret


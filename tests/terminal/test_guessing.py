"""The guess budget of decision 2: how many tries, what comes beyond them, what is given back."""

from terminal import effects as fx
from terminal import entries as e
from terminal import orders, screens
from terminal.visits import welcome
from tests.terminal.scene import DAY, HOUR, MINUTE, SECOND, Scene, stored

WRONG = "999999"


def guess_at_once(scene):
    """One wrong try after whatever delay there is."""
    scene.after(31 * SECOND)
    scene.guess()


def used_up(lines):
    """A scene whose budget of code-only tries is used up and whose delay is over."""
    scene = Scene(lines)
    for _try in range(60):
        scene.after(31 * SECOND)
        scene.enter(WRONG)
        if not scene.is_shown(screens.Checking):
            break
        scene.no_server()
    scene.choose("cancel")
    scene.after(16 * MINUTE)
    scene.mark()
    return scene


def test_fifty_tries_with_few_codes_and_then_the_phone_is_asked_for():
    scene = Scene(stored(1))
    for _try in range(50):
        guess_at_once(scene)
    assert len(scene.noted(e.WrongCode)) == 50
    scene.after(16 * MINUTE)
    scene.enter(WRONG)
    assert scene.screen == screens.AskPhone("")


def test_the_budget_shrinks_with_the_number_of_live_codes():
    sizes = tuple([(number, "S") for number in range(1, 101)])
    lines = []
    for number in range(1, 101):
        lines += stored(number, "P%d" % number, "%06d" % (1000 + number))
    scene = Scene(lines, sizes)
    for _try in range(10):
        guess_at_once(scene)
    scene.after(16 * MINUTE)
    scene.enter(WRONG)
    assert scene.is_shown(screens.AskPhone)


def test_the_ceiling_is_policy():
    scene = Scene(stored(1))
    scene.order(orders.SetPolicy(1, (("guess_ceiling", 5),)))
    for _try in range(5):
        guess_at_once(scene)
    scene.after(16 * MINUTE)
    scene.enter("123456")
    assert scene.is_shown(screens.AskPhone)


def test_beyond_the_budget_right_and_wrong_codes_look_the_same_until_the_phone_is_given():
    screens_seen = []
    for code in ("123456", WRONG):
        scene = used_up(stored(1))
        scene.enter(code)
        screens_seen.append([repr(show.screen) for show in scene.did(fx.Show)])
        assert scene.noted() == [] and scene.did(fx.AskServer) == []
    assert screens_seen[0] == screens_seen[1]


def test_beyond_the_budget_code_and_phone_open():
    scene = used_up(stored(1))
    scene.enter("123456")
    scene.press("789")
    assert scene.unlocks == [(1, 1)]


def test_beyond_the_budget_a_wrong_phone_is_a_wrong_try():
    scene = used_up(stored(1))
    scene.enter("123456")
    scene.press("788")
    assert scene.unlocks == [] and len(scene.noted(e.WrongCode)) == 1
    assert scene.screen.remark == "wrong"


def test_beyond_the_budget_a_parcel_without_a_phone_opens_by_no_digits():
    scene = used_up(stored(1, phone_end=""))
    scene.enter("123456")
    scene.press("000")
    assert scene.unlocks == []


def test_beyond_the_budget_a_token_opens():
    scene = used_up(stored(1, token="TOKEN1"))
    scene.enter("123456")
    scene.scan("TOKEN1")
    assert scene.unlocks == [(1, 1)]


def test_beyond_the_budget_the_delay_grows_to_a_quarter_of_an_hour():
    scene = used_up(stored(1))
    waits_ms = []
    for _try in range(12):
        scene.enter("123456")
        if scene.screen == screens.AskPhone(""):
            scene.press("111")
        left_ms = scene.screen.until_ms - scene.now_ms
        waits_ms.append(max(0, left_ms))
        scene.after(max(0, left_ms))
    assert waits_ms[:2] == [0, 0] and 5000 in waits_ms and max(waits_ms) == 15 * MINUTE


def test_the_phone_is_forgotten_after_a_while_and_counts_nothing():
    scene = used_up(stored(1))
    scene.enter("123456")
    scene.press("78")
    scene.after(45 * SECOND)
    assert scene.front() == welcome.IDLE and scene.noted() == []


def test_erase_and_cancel_while_the_phone_is_asked_for():
    scene = used_up(stored(1))
    scene.enter("123456")
    scene.press("70")
    scene.choose("erase")
    scene.press("89")
    assert scene.unlocks == [(1, 1)]
    scene = used_up(stored(1))
    scene.enter("123456")
    scene.press("7")
    scene.choose("cancel")
    assert scene.front() == welcome.IDLE and scene.screen.typed == ""


def test_a_code_scanned_while_the_phone_is_asked_for_starts_with_no_phone_digits():
    scene = used_up(stored(1) + stored(2, "P2", "222222"))
    scene.enter("999999")
    scene.press("7")
    scene.scan("222222")
    assert scene.screen == screens.AskPhone("")
    scene.press("789")
    assert [number for number, _opening in scene.unlocks] == [2]


def test_the_budget_comes_back_with_powered_on_time_alone():
    scene = Scene(stored(1))
    for _try in range(50):
        guess_at_once(scene)
    scene.power_cut()  # a night without power is no night
    scene.after(16 * MINUTE)
    scene.enter("123456")
    assert scene.is_shown(screens.AskPhone)
    scene.choose("cancel")
    scene.after(DAY)
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)]


def test_the_budget_survives_a_checkpoint_and_a_cut():
    scene = Scene(stored(1))
    for _try in range(50):
        guess_at_once(scene)
    scene.after(23 * HOUR)
    scene.power_cut()
    assert len(scene.terminal.books.guesses) == 50


def test_two_slips_are_given_back_when_the_code_is_used_and_not_before():
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
    scene.enter("123456")
    scene.after(5 * SECOND)
    scene.door_opens(1)
    assert len(scene.terminal.books.guesses) == 3
    scene.door_shuts(1)
    scene.after(MINUTE)
    assert scene.noted(e.Collected)[0].slips_back == 2
    assert len(scene.terminal.books.guesses) == 1 and scene.terminal.books.strike == 0


def test_the_slips_of_one_visitor_are_not_given_back_to_the_next():
    scene = Scene(stored(1))
    scene.guess()
    scene.guess()
    scene.after(MINUTE)
    scene.collect(1)
    scene.after(MINUTE)
    assert scene.noted(e.Collected)[0].slips_back == 0


def test_slips_are_not_given_back_when_the_door_stayed_shut():
    scene = Scene(stored(1))
    scene.guess()
    scene.enter("123456")
    scene.jams(1)
    scene.choose("cancel")
    assert len(scene.terminal.books.guesses) == 1


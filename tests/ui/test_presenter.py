"""The presenter between the core and a glass: presses, language, echo, time."""

import pytest

from sim.display import SimDisplay
from terminal import effects, screens
from terminal.events import PartFailed, PartMended, Pressed
from ui import samples
from ui.presenter import ECHO_MS, HOME_AFTER_MS, Presenter
from ui.site import Cabinet, Site, SiteError
from ui.theme import Panel

IDLE = screens.Welcome("", "", 0, ())


def shown(screen, picture=1, now_ms=0):
    display = SimDisplay()
    presenter = Presenter(display, samples.SITE)
    presenter.perform(effects.Show(picture, screen), now_ms)
    return presenter, display


def test_a_touch_on_a_key_is_a_press_that_names_its_picture():
    presenter, display = shown(screens.Stuck(3, "jammed"), picture=7)
    assert display.press("again")
    assert presenter.poll(10) == [Pressed("again", 7)]
    assert presenter.poll(20) == []


def test_a_touch_between_two_keys_is_nobodys():
    presenter, display = shown(IDLE)
    one, two = display.picture.keys_shown()[3:5]
    assert (one.name, two.name) == ("1", "2")
    display.touch((one.box.right_mm + two.box.x_mm) / 2, one.box.centre[1])
    display.touch(0.0, 0.0)
    display.touch(-3.0, 500.0)
    assert presenter.poll(0) == []


def test_every_millimetre_of_a_key_presses_it_and_nothing_beyond():
    presenter, display = shown(IDLE)
    for key in display.picture.keys_shown():
        if key.name.startswith("language") or key.name == "style":
            continue
        box = key.box
        for x_mm, y_mm in [(box.x_mm, box.y_mm), (box.right_mm - 0.01, box.bottom_mm - 0.01)]:
            display.touch(x_mm, y_mm)
            assert presenter.poll(0) == [Pressed(key.name, 1)]
        display.touch(box.right_mm + 0.01, box.centre[1])
        assert presenter.poll(0) == []


def test_a_touch_answers_the_picture_under_the_finger_though_the_next_is_drawn_first():
    presenter, display = shown(screens.Stuck(3, "jammed"), picture=7)
    display.press("again")
    presenter.perform(effects.Show(8, screens.TakeOut(3, (samples.PARCEL,), False, "")), 5)
    assert display.screen == "TakeOut"
    assert presenter.poll(6) == [Pressed("again", 7)]


def test_a_touch_before_any_picture_is_nobodys():
    display = SimDisplay()
    presenter = Presenter(display, samples.SITE)
    display.touch(50.0, 50.0)
    assert presenter.poll(0) == []


def test_digits_come_in_the_order_of_the_fingers():
    presenter, display = shown(IDLE)
    for digit in "482913":
        display.press(digit)
    assert presenter.poll(0) == [Pressed(digit, 1) for digit in "482913"]


def test_a_keyboard_presses_the_same_keys_where_the_screen_takes_them():
    presenter, display = shown(IDLE, picture=4)
    for name in ("5", "erase", "cancel", "ok"):
        display.type(name)
    assert presenter.poll(0) == [Pressed(name, 4) for name in ("5", "erase", "cancel", "ok")]
    presenter.perform(effects.Show(5, screens.Told("expired", 0)), 0)
    for name in ("7", "ok", "erase"):
        display.type(name)
    assert presenter.poll(0) == [Pressed("7", 5), Pressed("ok", 5)]


def test_a_pressed_key_lights_up_at_once_and_goes_out_again():
    presenter, display = shown(IDLE)
    display.is_live = True
    display.press("5")
    presenter.poll(100)
    assert display.pressed == "5"
    assert presenter.wake_at_ms() == 100 + ECHO_MS
    presenter.poll(100 + ECHO_MS)
    assert display.pressed == ""


def test_the_echo_does_not_wait_for_the_core():
    presenter, display = shown(IDLE)
    display.press("5")
    presenter.perform(effects.Show(1, screens.Welcome("4", "", 0, ())), 50)
    assert display.pressed == "5"


def test_languages_and_large_text_stay_between_the_glass_and_us():
    presenter, display = shown(IDLE)
    assert "Ievadiet saņemšanas kodu" in display.texts(0)
    display.press("language en")
    assert presenter.poll(0) == []
    assert "Enter your code" in display.texts(0)
    display.press("style")
    assert presenter.poll(0) == []
    assert display.picture.style == "large"
    presenter.perform(effects.Show(2, screens.Checking()), 0)
    assert (display.picture.language, display.picture.style) == ("en", "large")
    display.press("style")
    presenter.poll(0)
    assert display.picture.style == "calm"


def test_the_next_person_meets_the_sites_own_language():
    presenter, display = shown(IDLE)
    display.press("language en")
    display.press("style")
    presenter.poll(1_000)
    assert presenter.wake_at_ms() == 1_000 + HOME_AFTER_MS
    presenter.poll(999 + HOME_AFTER_MS)
    assert display.picture.language == "en"
    presenter.poll(1_000 + HOME_AFTER_MS)
    assert (display.picture.language, display.picture.style) == ("lv", "calm")
    assert presenter.wake_at_ms() is None


def test_nobody_loses_their_language_in_the_middle_of_a_visit():
    presenter, display = shown(IDLE)
    display.press("language en")
    presenter.poll(0)
    presenter.perform(effects.Show(2, screens.TakeOut(3, (samples.PARCEL,), False, "")), 1_000)
    assert presenter.poll(10 * HOME_AFTER_MS) == []
    assert display.picture.language == "en"
    assert presenter.wake_at_ms() is None


def test_any_touch_keeps_the_language():
    presenter, display = shown(IDLE)
    display.press("language en")
    presenter.poll(0)
    display.touch(1.0, 1.0)
    presenter.poll(20_000)
    presenter.poll(HOME_AFTER_MS + 10_000)
    assert display.picture.language == "en"


def test_it_wakes_when_the_seconds_on_a_live_glass_change():
    taken = screens.Taken(3, (samples.PARCEL,), True, 60_000)
    presenter, display = shown(taken)
    presenter.poll(100)
    assert presenter.wake_at_ms() is None, "nobody watches"
    display.is_live = True
    assert presenter.wake_at_ms() == 1_000
    before, at, after = (display.texts(now_ms) for now_ms in (999, 1_000, 1_001))
    assert before != at == after, "woken earlier or later it would show the wrong second"
    presenter.poll(1_000)
    assert presenter.wake_at_ms() == 2_000
    presenter.poll(59_500)
    assert presenter.wake_at_ms() == 60_000
    presenter.poll(60_000)
    assert presenter.wake_at_ms() is None


def test_a_press_that_was_met_while_drawing_is_told_at_the_next_poll_soon():
    presenter, display = shown(IDLE)
    presenter.poll(40)
    display.press("1")
    presenter.perform(effects.Show(1, screens.Welcome("", "wrong", 0, ())), 50)
    assert presenter.wake_at_ms() <= 50


def test_tunes_are_played_and_a_missing_device_is_told_once():
    display = SimDisplay()
    display.why_silent = "no sound device"
    presenter = Presenter(display, samples.SITE)
    assert presenter.poll(0) == [PartFailed("sound", "no sound device")]
    assert presenter.poll(1) == []
    presenter.perform(effects.Sound("refused"), 2)
    assert display.tunes == ["refused"]
    presenter.restart()
    assert presenter.poll(3) == [PartFailed("sound", "no sound device")]


def test_a_screen_that_goes_away_is_a_fact_and_so_is_its_return():
    presenter, display = shown(IDLE)
    display.is_unplugged = True
    presenter.perform(effects.Show(2, screens.Checking()), 0)
    assert presenter.poll(0) == [PartFailed("screen", "the screen is gone: it was unplugged")]
    assert presenter.poll(1) == []
    display.is_unplugged = False
    assert presenter.poll(2) == [PartMended("screen")]
    assert presenter.poll(3) == []
    assert display.screen == "Checking"


def test_what_was_typed_is_in_no_log():
    presenter, display = shown(screens.Welcome("482913", "", 0, ()))
    assert "482913" not in repr(display.picture)
    display.press("erase")
    assert "erase" not in repr(presenter.poll(0))


def test_a_panel_without_room_for_fingers_is_refused_with_a_sentence():
    with pytest.raises(SiteError, match=r"measures 154 x 90 mm, but keys of 20 mm need 210 x 128"):
        Presenter(SimDisplay(), samples.SITE, Panel(1024, 600, 6.64))


@pytest.mark.parametrize(
    ("cabinet", "said"),
    [
        (Cabinet((((1, "S"), (1, "M")),), 0), "Compartment 1 stands twice"),
        (Cabinet((((1, "XXL"),),), 0), 'has the size "XXL"; the sizes are XS, S, M, L'),
        (Cabinet((((1, "S"),),), 2), "screen_after is 2, but the cabinet has 1 columns"),
    ],
)
def test_a_cabinet_that_cannot_be_is_refused_with_a_sentence(cabinet, said):
    with pytest.raises(SiteError, match=said):
        Site(samples.SITE.operator, cabinet)

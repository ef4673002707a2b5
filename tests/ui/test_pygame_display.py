"""What pygame draws is what the layout meant: widths, edges, colours, fingers, missing screens."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pygame
import pytest

from terminal import screens
from ui import commissioning_samples, gallery, metrics, samples, tunes
from ui.commissioning import Pictures
from ui.display import ScreenMissing
from ui.layout import Layouts
from ui.picture import Area, Frame, Icon, Key, Picture, Text
from ui.pygame_display import FINER, PygameDisplay, _font
from ui.theme import CALM, STYLES, Panel

PANEL = Panel()
LAYOUTS = Layouts(samples.SITE, PANEL)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def display():
    display = PygameDisplay(PANEL, driver="offscreen")
    yield display
    display.close()


def pixels(display):
    return pygame.image.load_extended(__import__("io").BytesIO(display.png()), "x.png")


def picture_of(*items, ground=(246, 244, 239)):
    return Picture("Test", "lv", "calm", ground, items)


def test_no_drawn_line_is_wider_than_the_layout_believes(display):
    """And none is so much narrower that it would look lost: kerning takes 5 % at the most."""
    lines = set()
    for language, style in itertools.product(samples.SITE.languages, STYLES):
        pictures = [LAYOUTS.picture(screen, language, style) for _, screen in samples.all_screens()]
        pictures += [
            Pictures(PANEL).picture(screen, language, style)
            for _, screen in commissioning_samples.all_screens()
        ]
        for item in itertools.chain.from_iterable(picture.items for picture in pictures):
            texts = item.inside if isinstance(item, Key) else (item,)
            lines |= {text for text in texts if isinstance(text, Text)}
    assert len(lines) > 500
    for text in lines:
        size_px = int(PANEL.px_per_mm * text.size_mm * FINER)
        drawn_px = _font(text.weight, size_px).size(text.text)[0] / FINER
        meant_px = text.w_mm * PANEL.px_per_mm
        # Hinting moves each letter by up to an eighth of a pixel.
        assert drawn_px <= 1.01 * meant_px + 1.0, text
        assert drawn_px >= 0.94 * meant_px - 1.0, text


def test_a_capital_is_as_high_as_the_layout_believes(display):
    for weight in metrics.ADVANCES:
        _, _, bottom, top, _ = _font(weight, 1000).metrics("H")[0]
        assert (bottom, top) == (0, 720)
        assert top / 1000 == pytest.approx(metrics.CAP)


def test_what_is_drawn_stays_in_its_own_box(display):
    """Nothing but the ground around a text and an icon, to a pixel."""
    for item in (
        Text("Ģēģeris Ķēķī Åj", 30.0, 40.0, 0.0, 9.0, "Bold", (0, 0, 0)),
        Icon("alert", Area(30.0, 30.0, 13.0, 13.0), (0, 0, 0)),
    ):
        display.draw(picture_of(item, ground=(255, 255, 255)), 0)
        inked = pygame.mask.from_threshold(pixels(display), (255, 255, 255), (1, 1, 1, 255))
        inked.invert()
        box = inked.get_bounding_rects()[0].unionall(inked.get_bounding_rects())
        assert box.left >= 30.0 * PANEL.px_per_mm - 2
        assert box.top >= 30.0 * PANEL.px_per_mm - 2
        assert box.width > 40


@pytest.mark.parametrize("fill", [CALM.digit, CALM.amber, CALM.main, CALM.card])
def test_round_corners_have_no_dark_fringe(display, fill):
    """Between the colours of a key and of its ground there is no darker or lighter one."""
    display.draw(picture_of(Frame(Area(20.0, 20.0, 40.0, 20.0), fill, 5.0)), 0)
    shown = pixels(display)
    corner = [shown.get_at((x, y))[:3] for x in range(90, 118) for y in range(90, 118)]
    ground = (246, 244, 239)
    for channel in range(3):
        low, high = sorted((fill[channel], ground[channel]))
        seen = {colour[channel] for colour in corner}
        assert min(seen) >= low - 2
        assert max(seen) <= high + 2
    # Smooth: there are colours in between.
    assert len(set(corner)) > 8


def test_a_border_lies_inside_its_box(display):
    red, white, ground = (200, 0, 0), (255, 255, 255), (246, 244, 239)
    frame = Frame(Area(20.0, 20.0, 40.0, 20.0), white, 5.0, red, 0.5)
    display.draw(picture_of(frame), 0)
    shown = pixels(display)
    middle = round(40 * PANEL.px_per_mm), round(30 * PANEL.px_per_mm)
    for x, y in ((92, middle[1]), (275, middle[1]), (middle[0], 92), (middle[0], 183)):
        assert shown.get_at((x, y))[:3] == red
    for x, y in ((91, middle[1]), (276, middle[1]), (middle[0], 91), (middle[0], 184)):
        assert shown.get_at((x, y))[:3] == ground
    assert shown.get_at(middle)[:3] == white
    assert shown.get_at((95, middle[1]))[:3] == white


def test_it_draws_only_what_changed(display):
    welcome = screens.Welcome("", "wrong", 5_000, ())
    picture = LAYOUTS.picture(welcome)
    assert display.draw(picture, 1_000)
    assert not display.draw(picture, 1_000)
    assert not display.draw(LAYOUTS.picture(welcome), 1_900), "the same second"
    assert display.draw(picture, 2_000)
    assert display.draw(picture, 2_000, "5")
    assert not display.draw(picture, 2_000, "5")
    assert display.draw(picture, 2_000)
    assert display.draw(LAYOUTS.picture(screens.Welcome("4", "", 0, ())), 2_000)


def test_a_pressed_key_can_be_seen(display):
    picture = LAYOUTS.picture(screens.Welcome("", "", 0, ()))
    key = next(key for key in picture.keys_shown() if key.name == "5")
    spot = round((key.box.x_mm + 3) * 4.6), round((key.box.y_mm + 3) * 4.6)
    display.draw(picture, 0)
    assert pixels(display).get_at(spot)[:3] == key.face.fill
    display.draw(picture, 0, "5")
    assert pixels(display).get_at(spot)[:3] == key.pressed.fill


def test_fingers_are_read_once_and_in_millimetres(display):
    display.touches()
    finger = {"touch_id": 1, "finger_id": 1, "dx": 0, "dy": 0, "pressure": 1}
    pygame.event.post(pygame.event.Event(pygame.FINGERDOWN, x=0.5, y=0.25, **finger))
    # The same touch as a mouse, as a system would add it that ignores our hint.
    pygame.event.post(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(512, 150), button=1, touch=True)
    )
    pygame.event.post(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(460, 92), button=1, touch=False)
    )
    pygame.event.post(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(460, 92), button=3, touch=False)
    )
    assert display.touches() == [
        (pytest.approx(0.5 * PANEL.width_mm), pytest.approx(0.25 * PANEL.height_mm)),
        (pytest.approx(100.0), pytest.approx(20.0)),
    ]
    assert display.touches() == []
    assert os.environ["SDL_TOUCH_MOUSE_EVENTS"] == "0"


def test_a_keyboard_speaks_in_the_names_of_our_keys(display):
    keys = [pygame.K_4, pygame.K_KP8, pygame.K_BACKSPACE, pygame.K_a, pygame.K_ESCAPE,
            pygame.K_RETURN, pygame.K_KP_ENTER]  # fmt: skip
    display.typed()
    for key in keys:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    assert display.typed() == ["4", "8", "erase", "cancel", "ok", "ok"]


def run_python(code, **environment):
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("SDL_", "DISPLAY", "WAYLAND"))
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**clean, **environment},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


OPEN = """
from ui.display import ScreenMissing
from ui.pygame_display import PygameDisplay
from ui.theme import Panel
try:
    display = PygameDisplay(Panel(), driver={driver!r})
except ScreenMissing as error:
    print(error)
else:
    print("open", display.why_silent)
    display.play("accepted")
    display.close()
    display.close()
"""


@pytest.mark.parametrize("fallback", ["", "offscreen", "dummy"])
def test_without_a_screen_it_stops_with_a_sentence(fallback):
    done = run_python(OPEN.format(driver=""), SDL_VIDEODRIVER=fallback)
    assert done.returncode == 0, done.stderr
    assert re.match(r"No screen was found: .*driver = \"offscreen\"|The screen cannot be opened",
                    done.stdout)  # fmt: skip


def test_a_driver_that_cannot_work_here_is_said_in_a_sentence():
    done = run_python(OPEN.format(driver="kmsdrm"))
    assert done.returncode == 0, done.stderr
    assert re.match(r"The screen cannot be opened \(.*\); see that it is connected", done.stdout)


def test_the_site_may_say_offscreen_and_nothing_is_printed():
    done = run_python(OPEN.format(driver="offscreen"))
    assert done.stdout.startswith("open"), done.stderr
    assert done.stderr == ""


def test_no_mixing_with_a_sound_device_that_is_none():
    """A machine without sound says so, in one sentence and not in a page of ALSA's."""
    if list(Path("/dev/snd").glob("pcm*p")):
        pytest.skip("this machine has a sound device; run where there is none")
    done = run_python(OPEN.format(driver="offscreen"))
    assert done.stdout == "open no sound device: there is no playback device in /dev/snd\n"


def test_tunes_play_on_a_device():
    done = run_python(OPEN.format(driver="offscreen"), SDL_AUDIODRIVER="dummy")
    assert (done.stdout, done.stderr) == ("open \n", "")


def test_without_pygame_there_is_a_sentence_that_says_what_to_install():
    code = (
        "import sys; sys.modules['pygame'] = None\n"
        "from ui.display import ScreenMissing\n"
        "try:\n    import ui.pygame_display\n"
        "except ScreenMissing as error:\n    print(error)\n"
    )
    assert "install it with: pip install pygame-ce" in run_python(code).stdout


@pytest.mark.parametrize("tune", ["accepted", "refused", "reminder", "alarm"])
def test_a_tune_is_short_and_neither_clips_nor_clicks(tune):
    sound = memoryview(tunes.samples(tune)).cast("h")
    assert 0.3 < len(sound) / tunes.RATE_HZ < 2.5
    assert 10_000 < max(abs(value) for value in sound) < 20_000
    assert abs(sound[0]) < 200
    assert abs(sound[-1]) < 200
    steps = [abs(one - other) for one, other in zip(sound[1:], sound, strict=False)]
    assert max(steps) < 6_000


def test_the_gallery_shows_every_screen(tmp_path):
    count = gallery.draw_all(tmp_path, languages=["lv"], styles=["calm"])
    assert count == len(samples.all_screens()) + len(commissioning_samples.all_screens())
    assert len(list(tmp_path.glob("*/*.png"))) == count
    assert (tmp_path / "lv-calm" / "01-welcome.png").stat().st_size > 5_000


def test_a_closed_display_can_be_closed_again_and_another_opened(display):
    display.close()
    display.close()
    again = PygameDisplay(PANEL, driver="offscreen")
    assert again.draw(LAYOUTS.picture(screens.Checking()), 0)
    again.close()


def test_a_missing_screen_is_an_error_of_the_system():
    assert issubclass(ScreenMissing, OSError)

"""The seam of pixels and sound: the same promises by pygame, by the simulated glass, and behind a
mirror.  The presenter relies on nothing else of a display.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame
import pytest

from sim.display import SimDisplay
from terminal import effects, screens
from terminal.events import Pressed
from ui import samples
from ui.display import Display
from ui.layout import Layouts
from ui.mirror import Mirror
from ui.picture import Picture
from ui.presenter import Presenter
from ui.pygame_display import PygameDisplay
from ui.theme import Panel

PANEL = Panel()
LAYOUTS = Layouts(samples.SITE, PANEL)


@dataclass
class Bench:
    """A display, and the hands of the world upon it."""

    display: Display
    touch: Callable[[float, float], None]
    type: Callable[[str], None]


def real() -> Bench:
    display = PygameDisplay(PANEL, driver="offscreen")
    display.touches()
    display.typed()
    keys = {"erase": pygame.K_BACKSPACE, "cancel": pygame.K_ESCAPE, "ok": pygame.K_RETURN}

    def touch(x_mm: float, y_mm: float) -> None:
        pygame.event.post(
            pygame.event.Event(
                pygame.FINGERDOWN, touch_id=1, finger_id=1, dx=0, dy=0, pressure=1,
                x=x_mm / PANEL.width_mm, y=y_mm / PANEL.height_mm,
            )
        )  # fmt: skip

    def type_key(name: str) -> None:
        key = keys[name] if name in keys else getattr(pygame, f"K_{name}")
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))

    return Bench(display, touch, type_key)


def simulated() -> Bench:
    display = SimDisplay()
    return Bench(display, display.touch, display.type)


@pytest.fixture(params=["pygame", "simulated", "pygame behind a mirror"])
def bench(request, tmp_path):
    bench = simulated() if request.param == "simulated" else real()
    if "mirror" in request.param:
        bench.display = Mirror(bench.display, Path(tmp_path) / "mirror", PANEL)
    yield bench
    bench.display.close()


def picture(screen) -> Picture:
    return LAYOUTS.picture(screen)


def test_drawing_says_whether_anything_changed(bench):
    stuck = picture(screens.Stuck(3, "jammed"))
    assert bench.display.draw(stuck, 0)
    assert not bench.display.draw(stuck, 0)
    assert bench.display.draw(stuck, 0, "again")
    assert not bench.display.draw(picture(screens.Stuck(3, "jammed")), 5, "again")
    assert bench.display.draw(stuck, 10)
    assert bench.display.draw(picture(screens.Stuck(4, "jammed")), 20)


def test_touches_come_once_in_order_and_in_millimetres(bench):
    bench.touch(12.5, 100.0)
    bench.touch(180.0, 31.25)
    touches = bench.display.touches()
    assert touches == [
        (pytest.approx(12.5), pytest.approx(100.0)),
        (pytest.approx(180.0), pytest.approx(31.25)),
    ]
    assert bench.display.touches() == []


def test_typed_keys_come_once_in_order_under_our_names(bench):
    for name in ("4", "8", "erase", "2", "ok", "cancel"):
        bench.type(name)
    assert bench.display.typed() == ["4", "8", "erase", "2", "ok", "cancel"]
    assert bench.display.typed() == []


def test_touches_and_typed_keys_do_not_swallow_one_another(bench):
    bench.type("7")
    bench.touch(10.0, 10.0)
    assert len(bench.display.touches()) == 1
    assert bench.display.typed() == ["7"]


@pytest.mark.parametrize("tune", ["accepted", "refused", "reminder", "alarm"])
def test_every_tune_can_be_asked_for_with_or_without_sound(bench, tune):
    bench.display.play(tune)
    bench.display.play(tune)
    assert isinstance(bench.display.why_silent, str)


def test_a_picture_of_the_glass_is_png_or_nothing(bench):
    bench.display.draw(picture(screens.Checking()), 0)
    assert bench.display.png()[:8] in (b"", b"\x89PNG\r\n\x1a\n")


def test_it_can_be_closed_twice(bench):
    bench.display.close()
    bench.display.close()


def test_a_presenter_gets_from_a_finger_to_a_press(bench):
    presenter = Presenter(bench.display, samples.SITE, PANEL)
    presenter.perform(effects.Show(7, screens.Stuck(3, "jammed")), 0)
    box = next(
        key.box for key in picture(screens.Stuck(3, "jammed")).keys_shown() if key.name == "again"
    )
    bench.touch(*box.centre)
    facts = [fact for fact in presenter.poll(10) if isinstance(fact, Pressed)]
    assert facts == [Pressed("again", 7)]

"""Colours can be told apart: computed from the pictures themselves, not from a list of pairs."""

import itertools

import pytest

from ui import commissioning_samples, samples
from ui.commissioning import Pictures
from ui.layout import Layouts
from ui.picture import Area, Countdown, Door, Frame, Icon, Key, Text, Typed
from ui.theme import STYLES, Panel, contrast

LAYOUTS = Layouts(samples.SITE)


@pytest.fixture(params=STYLES)
def style(request):
    return request.param


@pytest.fixture
def pictures(style):
    """(name, picture) of every screen; colours do not depend on the language."""
    return [
        (name, LAYOUTS.picture(screen, "lv", style)) for name, screen in samples.all_screens()
    ] + [
        (name, Pictures(Panel()).picture(screen, "lv", style))
        for name, screen in commissioning_samples.all_screens()
    ]


def test_contrast_is_that_of_the_standard():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21.0)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def ground_at(items, x_mm, y_mm, ground):
    """The colour that lies under a point when these items have been drawn."""
    for item in items:
        frame = item.face if isinstance(item, Door) else item
        if isinstance(frame, Frame) and frame.box.holds(x_mm, y_mm):
            ground = frame.fill
    return ground


def middle_of(item):
    if isinstance(item, Icon):
        return item.box.centre
    if isinstance(item, Typed):
        return item.x_mm, item.baseline_mm - item.size_mm / 4
    share = {"left": 0.5, "centre": 0.0, "right": -0.5}[item.align]
    return item.x_mm + share * item.w_mm, item.baseline_mm - item.size_mm / 4


def test_text_stands_out_from_what_lies_under_it(pictures):
    for name, picture in pictures:
        for index, item in enumerate(picture.items):
            if isinstance(item, Text | Countdown | Typed | Icon):
                ground = ground_at(picture.items[:index], *middle_of(item), picture.ground)
                least = 3.0 if isinstance(item, Icon) else 7.0
                assert contrast(item.colour, ground) >= least, (name, item)
            elif isinstance(item, Key):
                for part, face in itertools.product(item.inside, (item.face, item.pressed)):
                    assert contrast(part.colour, face.fill) >= 7.0, (name, item.name)


def test_keys_boxes_and_the_chosen_door_stand_out(pictures, style):
    for name, picture in pictures:
        for index, item in enumerate(picture.items):
            if isinstance(item, Key):
                edge = item.face.border or item.face.fill
                ground = ground_at(picture.items[:index], *item.box.centre, picture.ground)
                assert contrast(edge, ground) >= 3.0, (name, item.name)
            elif isinstance(item, Door) and item.is_chosen:
                assert contrast(item.face.fill, STYLES[style].card) >= 3.0
                assert contrast(item.face.fill, STYLES[style].door) >= 3.0
            elif isinstance(item, Frame) and item.border and is_typed_box(picture, item.box):
                assert contrast(item.border, picture.ground) >= 3.0, name


def is_typed_box(picture, box: Area):
    typed = [item for item in picture.items if isinstance(item, Typed)]
    return any(box.holds(*middle_of(item)) for item in typed)


def test_a_pressed_key_looks_different(pictures):
    for name, picture in pictures:
        for key in picture.keys_shown():
            pairs = zip(key.face.fill, key.pressed.fill, strict=True)
            assert max(abs(one - other) for one, other in pairs) >= 24, (name, key.name)

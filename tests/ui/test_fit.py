"""Nothing that we show is cut, overlaps or leaves the glass: every screen, language and style.

The display list is checked, so that no pixel and no library is needed.
"""

import itertools

import pytest

from ui import commissioning_samples, metrics, samples
from ui.commissioning import Pictures
from ui.layout import Layouts
from ui.page import SHRINK
from ui.picture import Area, Countdown, Door, Frame, Icon, Key, Picture, Qr, Text, Typed
from ui.theme import STYLES, Panel

LAYOUTS = Layouts(samples.SITE)
PANEL = Panel()
COMMISSIONING = Pictures(PANEL)


@pytest.fixture(params=samples.SITE.languages)
def language(request):
    return request.param


@pytest.fixture(params=STYLES)
def style(request):
    return request.param


@pytest.fixture
def pictures(language, style):
    """(name, picture) of every screen, of the terminal and of its commissioning."""
    return [
        (name, LAYOUTS.picture(screen, language, style)) for name, screen in samples.all_screens()
    ] + [
        (name, COMMISSIONING.picture(screen, language, style))
        for name, screen in commissioning_samples.all_screens()
    ]


def box_of_text(text: Text | Countdown) -> Area:
    """From the top of the capitals to the bottom of the descenders."""
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align]
    descent = 0.0 if text.text.isdigit() else metrics.DESCENT
    height_mm = text.size_mm * (metrics.CAP + descent)
    return Area(text.x_mm - share * text.w_mm, text.baseline_mm - metrics.CAP * text.size_mm,
               text.w_mm, height_mm)  # fmt: skip


def overlap(one: Area, other: Area) -> bool:
    slack_mm = 0.05
    return (
        one.x_mm < other.right_mm - slack_mm
        and other.x_mm < one.right_mm - slack_mm
        and one.y_mm < other.bottom_mm - slack_mm
        and other.y_mm < one.bottom_mm - slack_mm
    )


def contains(outer: Area, inner: Area, by_mm: float = 0.0) -> bool:
    return (
        outer.x_mm + by_mm <= inner.x_mm + 0.01
        and outer.y_mm + by_mm <= inner.y_mm + 0.01
        and inner.right_mm <= outer.right_mm - by_mm + 0.01
        and inner.bottom_mm <= outer.bottom_mm - by_mm + 0.01
    )


def solid_boxes(picture: Picture) -> list[tuple[str, Area]]:
    """What must not touch one another: lines, keys and icons (of which keys hold their own)."""
    found: list[tuple[str, Area]] = []
    for item in picture.items:
        if isinstance(item, Text | Countdown):
            found.append((item.text, box_of_text(item)))
        elif isinstance(item, Key):
            found.append((f"key {item.name}", item.box))
        elif isinstance(item, Icon):
            found.append((f"icon {item.name}", item.box))
        elif isinstance(item, Qr):
            found.append((f"code {item.text}", item.box))
    return found


def test_nothing_overlaps(pictures):
    for name, picture in pictures:
        for one, other in itertools.combinations(solid_boxes(picture), 2):
            assert not overlap(one[1], other[1]), (name, one[0], other[0])


def test_nothing_leaves_the_glass(pictures):
    glass = Area(0.0, 0.0, PANEL.width_mm, PANEL.height_mm)
    for name, picture in pictures:
        for what, box in solid_boxes(picture):
            assert contains(glass, box, by_mm=5.0), (name, what)
        for item in picture.items:
            if isinstance(item, Frame | Door):
                box = item.box if isinstance(item, Frame) else item.face.box
                assert contains(glass, box), (name, item)


def test_words_stay_inside_their_key(pictures):
    for name, picture in pictures:
        for key in picture.keys_shown():
            for part in key.inside:
                box = box_of_text(part) if isinstance(part, Text) else part.box
                assert contains(key.box, box, by_mm=0.8), (name, key.name, part)


def test_words_stay_inside_their_card_their_plate_or_their_note(pictures):
    for name, picture in pictures:
        frames = [item.box for item in picture.items if isinstance(item, Frame)]
        lines = [item for item in picture.items if isinstance(item, Text | Countdown)]
        for line, frame in itertools.product(lines, frames):
            box = box_of_text(line)
            assert not overlap(frame, box) or contains(frame, box, by_mm=1.0), (name, line.text)


def test_a_note_or_a_card_covers_no_key(pictures):
    for name, picture in pictures:
        frames = [item.box for item in picture.items if isinstance(item, Frame)]
        for key, frame in itertools.product(picture.keys_shown(), frames):
            assert not overlap(frame, key.box) or contains(frame, key.box), (name, key.name)


def test_no_text_of_ours_is_shortened(pictures):
    for name, picture in pictures:
        assert [text for text in picture.texts(0) if "…" in text] == [], name


def test_what_was_told_last_stands_above_the_question(language, style):
    for name, screen in commissioning_samples.all_screens():
        if name.endswith(" told"):
            text = " ".join(COMMISSIONING.picture(screen, language, style).texts(0))
            assert all(told in text for told in screen.told[-1:]), name


def test_no_line_is_empty(pictures):
    # A display cannot draw one.
    for name, picture in pictures:
        assert "" not in picture.texts(0), name


def test_keys_are_large_enough_for_gloves_and_far_enough_apart(pictures):
    for name, picture in pictures:
        keys = picture.keys_shown()
        for key in keys:
            least_mm = 20.0 if key.name in "0123456789" else 15.0
            assert min(key.box.w_mm, key.box.h_mm) >= least_mm, (name, key.name)
        for one, other in itertools.combinations(keys, 2):
            # A finger between two keys must be able to miss both.
            grown = one.box.inset(-2.99)
            assert not overlap(grown, other.box), (name, one.name, other.name)


def test_letters_are_large_enough_to_read(pictures, style):
    least_mm = STYLES[style].smallest_mm - 0.001
    for name, picture in pictures:
        on_map = {str(item.compartment) for item in picture.items if isinstance(item, Door)}
        for item in picture.items:
            for text in item.inside if isinstance(item, Key) else (item,):
                if isinstance(text, Text | Countdown | Typed):
                    is_on_map = isinstance(text, Text) and text.text in on_map
                    assert is_on_map or text.size_mm >= least_mm, (name, text)


def test_large_text_is_what_the_standard_asks():
    """EN 301 549 5.1.4: a capital H under 0.7 degrees, here from 400 mm."""
    assert STYLES["large"].smallest_mm * metrics.CAP >= 4.89
    assert min(SHRINK) < 1.0  # so that the floor is what holds

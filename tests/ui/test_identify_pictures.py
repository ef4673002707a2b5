"""The square code on the glass: whole, large enough for a phone, and in no trace."""

from ui import identify_samples, qr, samples
from ui.layout import Layouts
from ui.picture import Qr
from ui.theme import STYLES, Panel

LAYOUTS = Layouts(samples.SITE)
QUIET = 4


def square(screen, style="calm"):
    found = [i for i in LAYOUTS.picture(screen, style=style).items if isinstance(i, Qr)]
    return found[0] if found else None


def shown(way):
    return dict(identify_samples.identification())[way]


def test_the_published_link_is_a_square_of_53_modules_of_more_than_five_pixels():
    for style in STYLES:
        item = square(shown("smart-id"), style)
        assert item.text == identify_samples.LINK and len(item.text) == 197
        assert len(item.rows) == 53 and {len(row) for row in item.rows} == {53}
        pixels = Panel().px_per_mm * item.box.w_mm / (len(item.rows) + 2 * QUIET)
        assert 5 < int(pixels) < 20
        assert Panel().width_mm - item.box.right_mm >= 5.0


def test_what_a_phone_reads_stands_in_no_trace():
    picture = LAYOUTS.picture(shown("smart-id"))
    assert "sessionToken" not in repr(picture)


def test_other_texts_are_other_squares():
    assert qr.modules("https://a") != qr.modules("https://b")
    assert square(shown("smart-id waiting")) is None

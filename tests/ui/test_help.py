"""What the help says, where it leads a phone, and the notice of 002-3.7 wherever a door opens."""

import itertools
from dataclasses import replace
from io import BytesIO

import pygame
import pytest
import segno

from terminal import help_screens, screens
from terminal.visits.help import KINDS, TOPICS
from tests.ui.test_fit import box_of_text, contains, overlap, solid_boxes
from ui import help_words, samples
from ui.layout import DRAWN_BY, Layouts
from ui.page import HEADER
from ui.picture import Qr, Text
from ui.pygame_display import PygameDisplay
from ui.site import Operator
from ui.theme import Panel, contrast

LAYOUTS = Layouts(samples.SITE)
# Whoever stands before an open door, one that is about to open, or the first screen (002-3.7).
FILMED = (
    "Welcome", "Pay", "Paying", "Opening", "Stuck", "AskOpen", "TakeOut", "Trouble", "PutBack",
    "TakeUnseen", "Taken", "PutIn", "IsItOut", "Look", "Verdict", "Cycle", "Count", "CountStuck",
    "HandIn", "HandedIn", "ChooseWay",
)  # fmt: skip
NOTICE = {"en": "Video surveillance in use", "lv": "Šeit notiek videonovērošana"}
READ = [name for name in TOPICS if name != "feedback"]
STYLES = pytest.mark.parametrize("style", ["calm", "large"])
LANGUAGES = pytest.mark.parametrize("language", ["lv", "en"])


def picture_of(screen, language="en", style="calm", layouts=LAYOUTS):
    return layouts.picture(screen, language, style)


def said(picture):
    return " ".join(" ".join(picture.texts(0)).replace("\u00a0", " ").split())


def topic(name, **more):
    return said(picture_of(help_screens.Topic(name, 7), **more))


# -- video ------------------------------------------------------------------------------------


def test_the_screens_at_a_door_are_known():
    assert set(FILMED) <= {kind.__name__ for kind in DRAWN_BY}
    # Whoever adds a screen that points at a door has to say here whether somebody is filmed there.
    at_doors = {type(screen).__name__ for _, screen in samples.all_screens()
                if picture_of(screen).door}  # fmt: skip
    assert at_doors <= set(FILMED), at_doors - set(FILMED)


@STYLES
@LANGUAGES
@pytest.mark.parametrize("kind", FILMED)
def test_whoever_is_filmed_at_a_door_reads_it(kind, language, style):
    shown = [screen for _, screen in samples.all_screens() if type(screen).__name__ == kind]
    assert shown
    for screen in shown:
        lines = picture_of(screen, language, style).texts(0)
        assert NOTICE[language] in lines, screen


# -- topics -----------------------------------------------------------------------------------


def test_every_topic_and_every_class_has_words_and_no_other():
    assert set(help_words.TOPICS) == set(TOPICS)
    assert tuple(help_words.KINDS) == KINDS


@STYLES
@LANGUAGES
@pytest.mark.parametrize("name", READ)
def test_every_topic_has_a_ground_and_a_way_to_go_on(name, language, style):
    text = topic(name, language=language, style=style)
    assert ("Pamats: " if language == "lv" else "Ground: ") in text
    is_linked = bool(help_words.TOPICS[name].link)
    assert is_linked or ("+371 67008001" in text and "+371 27008001" in text)


@STYLES
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("no code", ["only when the sender asks us to", "Please ask the sender", "8.6.3"]),
        ("genuine", ["Pasts.lv", "never ask you to tell us your code", "info@pasts.lv"]),
        ("complaints", ["within 1 month", "within 15 working days", "Only the sender", "6 months",
                        "12.1, 12.2, 12.4, 12.9"]),
        ("eid", ["+371 67108787", "9.00 to 18.00", "24 hours", "recorded"]),
        ("answer time", ["1 month", "1 working day", "next working day"]),
        ("rules", ["PP12-04, v5", "2026-07", "version 7", "www.pasts.lv", "3.4, 3.8"]),
        ("privacy", ["film", "www.pasts.lv", "3.6, 3.7"]),
        ("contacts", ["Latvijas Pasts", "40003052790", "Ziemeļu iela 10", "info@pasts.lv"]),
    ],
)  # fmt: skip
def test_a_topic_says_what_its_clauses_say(name, wanted, style):
    text = topic(name, style=style)
    assert [words for words in wanted if words not in text] == []


@STYLES
@LANGUAGES
@pytest.mark.parametrize("name", READ)
def test_what_the_site_leaves_empty_is_not_spoken_of(name, language, style):
    bare = Layouts(replace(samples.SITE, operator=Operator("A", ("+371 1",))))
    picture = picture_of(help_screens.Topic(name, 0), language, style, bare)
    text = said(picture)
    assert "{" not in text
    wrong = ("Reģ. Nr.", "Reg. No.", "Price list", "cenrādis", "sūtītājs ir", "from the sender",
             "publicējam", "published on")  # fmt: skip
    assert [words for words in wrong if words in text] == []
    assert [code.text for code in codes(picture)] in ([], ["https://eparaksts.lv"])


# -- for a phone ------------------------------------------------------------------------------


def codes(picture):
    return [item for item in picture.items if isinstance(item, Qr)]


@STYLES
@pytest.mark.parametrize(
    ("name", "read"),
    [("complaints", "mailto:info@pasts.lv"), ("eid", "https://eparaksts.lv"),
     ("rules", "https://www.pasts.lv"), ("privacy", "https://www.pasts.lv")],
)  # fmt: skip
def test_a_topic_with_an_address_leads_a_phone_there(name, read, style):
    (code,) = codes(picture_of(help_screens.Topic(name, 7), style=style))
    assert code.text == read
    assert code.rows == tuple(
        tuple(bool(dark) for dark in row)
        for row in segno.make_qr(read, error="m", boost_error=False).matrix_iter(border=0)
    )
    assert contrast(code.dark, code.light) >= 7.0


@STYLES
def test_what_is_drawn_is_what_a_phone_should_see(style):
    panel = Panel()
    display = PygameDisplay(panel, driver="offscreen")
    picture = picture_of(help_screens.Topic("rules", 7), style=style)
    display.draw(picture, 0)
    image = pygame.image.load(BytesIO(display.png()), "x.png")
    display.close()
    (code,) = codes(picture)
    side_px, count = round(code.box.w_mm * panel.px_per_mm), len(code.rows)
    step_px = side_px // (count + 8)
    assert step_px >= 5, "squares of a millimetre are read from an arm's length"
    margin_px = (side_px - step_px * (count + 8)) // 2
    left_px = round(code.box.x_mm * panel.px_per_mm) + margin_px
    top_px = round(code.box.y_mm * panel.px_per_mm) + margin_px
    for y, x in itertools.product(range(-4, count + 4), repeat=2):
        # Four squares of quiet on every side (ISO/IEC 18004).
        is_dark = 0 <= y < count and 0 <= x < count and code.rows[y][x]
        for offset_px in (0, step_px - 1):
            place = left_px + (x + 4) * step_px + offset_px, top_px + (y + 4) * step_px + offset_px
            colour = tuple(image.get_at(place))[:3]
            assert colour == (code.dark if is_dark else code.light), place


# -- the key in the head ----------------------------------------------------------------------


@STYLES
@LANGUAGES
def test_the_key_to_the_help_is_always_in_the_same_place(language, style):
    places = set()
    for _, screen in samples.all_screens():
        picture = picture_of(screen, language, style)
        found = [key.box for key in picture.keys_shown() if key.name == "help"]
        assert len(found) == isinstance(screen, screens.Welcome | screens.Told)
        places |= set(found)
    assert len(places) == 1


@STYLES
@pytest.mark.parametrize("copies", [2, 3, 5, 6])
@pytest.mark.parametrize("width_px", [966, 1024, 1280])
def test_many_languages_leave_it_at_least_a_sign(copies, style, width_px):
    languages = ("lv", "en", "lv", "en", "lv", "en")[:copies]
    site = replace(samples.SITE, languages=languages)
    picture = picture_of(
        screens.Welcome("", "", 0, ()), "en", style, Layouts(site, Panel(width_px=width_px))
    )
    (key,) = [key for key in picture.keys_shown() if key.name == "help"]
    assert key.inside and min(key.box.w_mm, key.box.h_mm) >= 15.0
    others = [(what, box) for what, box in solid_boxes(picture) if box != key.box]
    if copies < 6:
        assert [what for what, box in others if overlap(key.box, box)] == []
    for part in key.inside:
        box = box_of_text(part) if isinstance(part, Text) else part.box
        assert contains(key.box, box)
    assert key.box.y_mm == HEADER.y_mm


def test_it_says_how_the_keypad_asks_for_it():
    picture = picture_of(screens.Welcome("", "", 0, ()))
    assert "0 + OK" in said(picture)


# -- lists ------------------------------------------------------------------------------------


@STYLES
def test_a_row_that_the_keypad_has_marked_looks_it_and_no_other(style):
    for screen, rows in (
        (help_screens.Topics(TOPICS, 5), 9), (help_screens.Feedback(KINDS, 2), 4),
        (help_screens.Rating(3), 5),
    ):  # fmt: skip
        keys = [key for key in picture_of(screen, style=style).keys_shown()
                if key.name.split(" ")[0] in ("topic", "kind", "rate")]  # fmt: skip
        assert len(keys) == rows
        faces = [key.face.fill for key in keys]
        marked = [place for place, fill in enumerate(faces, 1) if faces.count(fill) == 1]
        assert marked == [screen.picked]


def test_every_row_shows_its_digit():
    keys = picture_of(help_screens.Topics(TOPICS, 0)).keys_shown()
    rows = [key for key in keys if key.name.startswith("topic ")]
    assert [key.inside[0].text for key in rows] == [str(n) for n in range(1, 10)]

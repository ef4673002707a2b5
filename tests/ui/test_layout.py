"""Screens become pictures: what is kept, what each screen offers, and where a door is in words."""

import re
from dataclasses import replace

import pytest

from terminal import care_screens, help_screens, identify_screens, screens, send_screens
from ui import cards, samples
from ui.layout import Layouts
from ui.picture import Countdown, Door, Typed, time_left
from ui.site import Cabinet
from ui.theme import Panel
from ui.words import words_in

LAYOUTS = Layouts(samples.SITE)
ALL = [pytest.param(screen, id=name) for name, screen in samples.all_screens()]
EVERYWHERE = {"language lv", "language en", "style"}


def picture_texts(picture, item):
    return replace(picture, items=(item,)).texts(0)


def names(screen, **more):
    return {key.name for key in LAYOUTS.picture(screen, **more).keys_shown()} - EVERYWHERE


def test_the_same_items_serve_every_code_and_every_second():
    one = LAYOUTS.picture(screens.Welcome("482", "wait", 5_000, ()), number=3)
    other = LAYOUTS.picture(screens.Welcome("117", "wait", 9_000, ()), number=4)
    assert one.items is other.items
    assert (one.typed, one.until_ms, one.number) == ("482", 5_000, 3)
    assert (other.typed, other.until_ms, other.number) == ("117", 9_000, 4)


def test_a_typed_code_stands_in_its_boxes_and_a_pin_does_not():
    picture = LAYOUTS.picture(screens.Welcome("482", "", 0, ()))
    places = [item for item in picture.items if isinstance(item, Typed)]
    assert [picture_texts(picture, place) for place in places] == [["4"], ["8"], ["2"], [], [], []]
    pin = LAYOUTS.picture(screens.AskPin("12", ""))
    places = [item for item in pin.items if isinstance(item, Typed)]
    assert [picture_texts(pin, place) for place in places] == [["•"], ["•"], [], []]


@pytest.mark.parametrize(
    ("left_ms", "shown"),
    [(0, "0:00"), (1, "0:01"), (999, "0:01"), (1_000, "0:01"), (1_001, "0:02"), (60_000, "1:00"),
     (900_000, "15:00"), (-5_000, "0:00")],
)  # fmt: skip
def test_a_countdown_is_rounded_up(left_ms, shown):
    assert time_left(100_000, 100_000 - left_ms) == shown


def test_only_what_runs_out_counts_down():
    assert LAYOUTS.picture(screens.Welcome("", "wrong", 5_000, ())).has_countdown()
    assert not LAYOUTS.picture(screens.Welcome("", "wrong", 0, ())).has_countdown()
    items = LAYOUTS.picture(screens.Welcome("", "wrong", 0, ())).items
    assert not [item for item in items if isinstance(item, Countdown)]


def keys_in_words(screen):
    """The keys that the docstring of a screen names: digits, texts, and those that depend."""
    said = type(screen).__doc__.split("Keys", 1)[-1] if "Keys" in type(screen).__doc__ else ""
    return set(re.findall(r'"([a-z_]+)"', said))


@pytest.mark.parametrize("screen", ALL)
def test_no_key_is_offered_that_its_screen_does_not_take(screen):
    allowed = keys_in_words(screen) | set("0123456789")
    if isinstance(screen, screens.AskPhone):
        allowed |= keys_in_words(screens.Welcome("", "", 0, ()))
    if isinstance(screen, screens.Run):
        allowed |= {f"inspect {number}" for number, _ in screen.tasks}
    if isinstance(screen, screens.ChooseSize):
        allowed |= {f"size {size}" for size in screen.sizes}
    if isinstance(screen, care_screens.Choose | screens.Trouble):
        allowed |= {f"choose {name}" for name in screen.choices}
    if isinstance(screen, help_screens.Topics):
        allowed |= {f"topic {name}" for name in screen.topics}
    if isinstance(screen, help_screens.Feedback):
        allowed |= {f"kind {name}" for name in screen.kinds}
    if isinstance(screen, help_screens.Rating):
        allowed |= {f"rate {number}" for number in range(1, 6)}
    if isinstance(screen, care_screens.Doors):
        allowed |= {f"door {number}" for number, _ in screen.rows}
    if isinstance(screen, care_screens.TouchTest):
        allowed |= {f"touch {field}" for field in range(15)}
    if isinstance(screen, care_screens.SoundTest):
        allowed |= {f"play {tune}" for tune in screen.tunes}
    for style in ("calm", "large"):
        assert names(screen, style=style) <= allowed


WANTED = {
    screens.Welcome("", "", 0, ()): {*"0123456789", "erase", "ok", "send", "help"},
    send_screens.SendNumber("12", ""): {*"0123456789", "erase", "ok", "cancel"},
    send_screens.HandIn(3, "A", "send", False, False, ""): {
        "does_not_fit", "not_empty", "take_back"},
    send_screens.HandIn(3, "A", "storage", True, True, ""): {
        "does_not_fit", "not_empty", "report_open"},
    send_screens.HandedIn(3, "A", "send", True, ""): {"done", "again"},
    send_screens.HandedIn(3, "A", "send", False, ""): {"done"},
    screens.Welcome("4", "", 0, ()): {*"0123456789", "erase", "cancel", "ok", "help"},
    screens.Welcome("482913", "wait", 5, ()): {*"0123456789", "erase", "ok", "help"},
    screens.AskPhone("4"): {*"0123456789", "erase", "cancel", "ok"},
    screens.AskPin("", ""): {*"0123456789", "erase", "cancel"},
    screens.Told("expired", 0): {"ok", "help"},
    screens.Stuck(3, "jammed"): {"again", "is_open", "cancel"},
    screens.AskOpen(3): {"yes", "no"},
    screens.TakeOut(3, (), False, ""): {"empty", "problem"},
    screens.Trouble(3, ("empty", "not mine")): {"choose empty", "choose not mine", "back"},
    screens.PutBack(3, "not mine", False): {"back"},
    screens.Sign("12", False): {*"0123456789", "erase", "cancel"},
    screens.TakeOut(3, (), True, ""): {"problem", "leave"},
    identify_screens.ChooseWay(3, ""): {"smart_id", "eparaksts", "cancel"},
    identify_screens.Identify(3, "smart-id", "x", "", 5): {"cancel"},
    identify_screens.NotShown(3, "", "refused", True): {"again", "cancel"},
    identify_screens.NotShown(3, "", "too often", False): {"cancel"},
    screens.TakeUnseen(3, ()): {"done", "empty"},
    screens.Taken(3, (), True, 5): {"done", "empty", "again"},
    screens.Taken(3, (), False, 5): {"done", "empty"},
    screens.Run("", "", 0, (), ((4, "expired"), (9, "sensor")), (), ()): {
        "finish", "inspect 4", "inspect 9"},
    screens.Run("not opened", "", 4, (), (), (), ()): {"finish", "by_hand"},
    screens.Run("not opened", "A", 0, (), (), (), ()): {"finish"},
    screens.ChooseSize("A", ("S", "L")): {"size S", "size L", "cancel"},
    screens.PutIn(3, "A", False, False, "", ()): {"does_not_fit", "not_empty"},
    screens.PutIn(3, "A", False, True, "", ()): {"does_not_fit", "not_empty", "report_open"},
    screens.PutIn(3, "A", False, False, "", ("B",)): {"does_not_fit", "not_empty"},
    screens.IsItOut(3, "A"): {"yes", "no"},
    screens.Verdict(3, ("A",), ()): {"empty", "as_listed", "something_else"},
    screens.Verdict(3, (), ()): {"empty", "something_else"},
    screens.Verdict(3, ("A",), ("B",)): {"empty", "as_listed", "something_else"},
    screens.Opening(3): set(),
    screens.Checking(): set(),
    screens.OutOfService("locks"): set(),
    screens.Look(3, (), "expired", False, (), False, ""): set(),
    screens.Look(3, ("A",), "expired", True, (), False, ""): {
        "not_there", "stays", "something_else"},
    help_screens.Topics(("no code", "feedback"), 0): {
        "topic no code", "topic feedback", "cancel"},
    help_screens.Topic("rules", 7): {"back", "cancel"},
    help_screens.Feedback(("praise",), 1): {"kind praise", "back", "cancel"},
    help_screens.Rating(0): {f"rate {number}" for number in range(1, 6)} | {"cancel"},
    help_screens.Thanks(): {"done"},
    care_screens.AskOnetime("1", 6, "", ""): {*"0123456789", "erase", "cancel", "challenge"},
    care_screens.AskOnetime("1", 8, "12345678", ""): {*"0123456789", "erase", "cancel"},
    care_screens.Care("", "", (), 0, True): {
        "doors", "parts", "tests", "cycle", "stocktake", "replaced", "boards", "export",
        "finish"},
    care_screens.Care("", "", (), 0, False): {
        "doors", "parts", "tests", "cycle", "stocktake", "replaced", "boards", "finish"},
    care_screens.Doors(0, 1, ((3, "empty"),)): {"door 3", "back"},
    care_screens.Doors(0, 2, ((3, "empty"),)): {"door 3", "back", "next"},
    care_screens.OneDoor(3, "S", 0, 0, (), "shut", False, "", "", (0, 0, 0, 0), (), ""): {
        "open", "bar", "official", "by_hand", "back"},
    care_screens.OneDoor(3, "S", 0, 0, (), "shut", False, "dirty", "", (0, 0, 0, 0), (), ""): {
        "open", "unbar", "official", "by_hand", "back"},
    care_screens.Choose("bar", 3, ("dirty", "lock")): {"choose dirty", "choose lock", "cancel"},
    care_screens.Sure("test", 3, "lock", 1): {"yes", "no"},
    care_screens.Witness(3, "law", ""): {"cancel"},
    care_screens.Exporting("usb"): set(),
    care_screens.Cycle(3, True, False, False, ()): {"stop", "not_empty"},
    care_screens.Cycle(3, False, False, False, ()): {"stop"},
    care_screens.Count(3, 0, (), (), 0, True, False, ""): {"empty", "no_number"},
    care_screens.Count(3, 0, (), ("A",), 0, True, False, ""): {"undo", "no_number"},
    care_screens.Count(3, 0, (), (), 1, False, False, ""): {"undo", "no_number", "done"},
    care_screens.CountVerdict(3, 0, ()): {"empty", "no_number", "again"},
    care_screens.CountVerdict(3, 0, ("A",)): {"empty", "no_number", "again", "as_listed"},
    care_screens.CountStuck(3, 0, "jammed"): {"again", "is_open", "skip"},
    care_screens.ColourTest("red"): {"next", "back"},
    care_screens.ScannerTest("", "", 0): {"back"},
    care_screens.KeypadTest(()): {"back"},
}  # fmt: skip


@pytest.mark.parametrize("style", ["calm", "large"])
@pytest.mark.parametrize("screen", WANTED, ids=repr)
def test_every_key_that_a_screen_takes_is_on_the_glass(screen, style):
    assert names(screen, style=style) == WANTED[screen]


@pytest.mark.parametrize("style", ["calm", "large"])
@pytest.mark.parametrize("screen", ALL)
def test_everybody_reads_that_there_is_video_and_can_change_language(screen, style):
    picture = LAYOUTS.picture(screen, "lv", style)
    assert "Šeit notiek videonovērošana" in picture.texts(0)
    assert {key.name for key in picture.keys_shown()} >= EVERYWHERE


@pytest.mark.parametrize("style", ["calm", "large"])
def test_a_refusal_says_whom_to_call_and_from_where(style):
    for screen in (screens.Told("expired", 0), screens.OutOfService("locks")):
        text = " ".join(LAYOUTS.picture(screen, "lv", style).texts(0))
        assert "+371 67008001" in text
        assert "+371 27008001" in text
        assert "R-0142" in text
        assert "Pamats: noteikumu" in text


def test_a_recipient_reads_number_and_count_of_all_parcels():
    """002-8.6.7."""
    parcels = (samples.PARCEL, samples.OTHER, samples.THIRD)
    text = " ".join(LAYOUTS.picture(screens.TakeOut(9, parcels, False, ""), "lv").texts(0))
    assert "Izņemiet 3 sūtījumus" in text
    assert all(parcel in text for parcel in parcels)


def test_collected_says_when_in_the_time_of_the_place():
    # 2026-09-21 14:13:20 UTC is 17:13 in Riga, which keeps summer time.
    text = " ".join(LAYOUTS.picture(screens.Told("collected", 1_790_000_000), "lv").texts(0))
    assert "21.09.2026. plkst. 17.13" in text


def test_more_tasks_than_room_are_counted():
    tasks = tuple((number, "expired") for number in range(1, 10))
    picture = LAYOUTS.picture(screens.Run("", "", 0, (), tasks, (), ()), "lv")
    shown = [key for key in picture.keys_shown() if key.name.startswith("inspect")]
    assert [key.name for key in shown] == [f"inspect {number}" for number in range(1, 5)]
    assert "un vēl 5" in picture.texts(0)


def test_the_map_shows_every_door_and_marks_one():
    doors = [item for item in LAYOUTS.picture(screens.Opening(17)).items if isinstance(item, Door)]
    numbers = {number for column in samples.SITE.cabinet.columns for number, _ in column}
    assert {door.compartment for door in doors} == numbers
    assert [door.compartment for door in doors if door.is_chosen] == [17]


def test_a_door_that_is_not_on_the_map_has_its_plate_all_the_same():
    picture = LAYOUTS.picture(screens.Opening(77))
    assert "77" in picture.texts(0)
    assert picture.door == 77


CABINET = Cabinet((((1, "S"), (2, "M"), (3, "L")), ((4, "S"),), ((5, "S"), (6, "S"))), 1)


@pytest.mark.parametrize(
    ("compartment", "english", "latvian"),
    [
        (1, "Left of the screen, the top door", "Pa kreisi no ekrāna, augšējās durvis"),
        (2, "Left of the screen, door 2 from the top", "Pa kreisi no ekrāna, 2. durvis no augšas"),
        (3, "Left of the screen, the bottom door", "Pa kreisi no ekrāna, apakšējās durvis"),
        (4, "Right of the screen, column 1, the only door",
         "Pa labi no ekrāna, 1. kolonna, vienīgās durvis"),
        (6, "Right of the screen, column 2, the bottom door",
         "Pa labi no ekrāna, 2. kolonna, apakšējās durvis"),
        (9, "", ""),
    ],
)  # fmt: skip
def test_where_a_door_is_in_words(compartment, english, latvian):
    for language, wanted in (("en", english), ("lv", latvian)):
        said = cards.where(words_in(language), CABINET, compartment)
        assert said.replace("\u00a0", " ") == wanted


@pytest.mark.parametrize("after", range(5))
def test_columns_are_counted_away_from_the_screen(after):
    cabinet = Cabinet(tuple(((number, "S"),) for number in range(1, 5)), after)
    said = [cards.where(words_in("en"), cabinet, number) for number in range(1, 5)]
    sides = ["Left" if text.startswith("Left") else "Right" for text in said]
    assert sides == ["Left"] * after + ["Right"] * (4 - after)
    columns = [int(found.group(1)) if (found := re.search(r"column\W(\d)", text)) else 1
               for text in said]  # fmt: skip
    assert columns == [*range(after, 0, -1), *range(1, 5 - after)]


def test_a_wide_cabinet_and_a_long_name_still_fit():
    columns = tuple(tuple((10 * x + y, "S") for y in range(1, 11)) for x in range(12))
    site = type(samples.SITE)(
        type(samples.SITE.operator)("A company with a name as long as a street", ("+371 1",) * 4),
        Cabinet(columns, 6),
    )
    for size in (Panel(), Panel(1280, 800, 5.9)):
        picture = Layouts(site, size).picture(screens.Opening(55))
        for item in picture.items:
            if isinstance(item, Door):
                assert item.face.box.w_mm > 2.0
                assert item.face.box.right_mm < size.width_mm - 5.0


def test_asking_again_costs_next_to_nothing():
    LAYOUTS.picture(screens.Opening(5))
    before = LAYOUTS._still.cache_info()
    for typed in ("1", "2", "3"):
        LAYOUTS.picture(screens.Welcome(typed, "", 0, ()))
    after = LAYOUTS._still.cache_info()
    assert after.misses - before.misses <= 1

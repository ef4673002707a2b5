"""What a technician sees of parts and devices, and what is seen while doors are counted.

Fields to touch and colours fill the glass as far as the header and the footer, which stay: they
are on every other picture too.
"""

from terminal import care_screens
from ui import care_words
from ui.care_words import reason_in, words_for
from ui.page import KEY_GAP_MM, Block, Page
from ui.picture import Area, Colour, Frame
from ui.technician import note, panel, wide

COLOURS: dict[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
}
FIELDS, FIELD_COLUMNS = 15, 5


def parts(page: Page, screen: care_screens.Parts) -> None:
    say = page.say
    keys = [("back", say("Back"), "plain")]
    if screen.pages > 1:
        keys.append(("next", say("More"), "plain"))
    clock = say("clock trusted") if screen.is_clock_trusted else say("clock not trusted")
    link = say("server reached") if screen.is_link_up else say("server not reached")
    disk = say("disk {percent} %", percent=screen.disk_percent) if screen.disk_percent >= 0 else ""
    versions = say("Software {software}, rules {policy}, start {boot}, order {order}",
                   software=screen.software, policy=screen.policy, boot=screen.boot,
                   order=screen.last_order)  # fmt: skip
    lines = [note(" · ".join(filter(None, (clock, link, disk)))), note(versions)]
    good = [part for part, why in screen.rows if not why]
    for part, why in screen.rows:
        if why:
            lines.append(Block(f"{part}: {why}"[:150], "small", page.style.bad, 1.6))
    if good:
        lines.append(note(say("Working: {parts}", parts=", ".join(good)), 1.6))
    panel(page, "", keys, 2, lines)


# -- devices ----------------------------------------------------------------------------------


def touch_test(page: Page, screen: care_screens.TouchTest) -> None:
    foot_mm = wide(page)
    room = Area(page.body.x_mm, page.body.y_mm, page.body.w_mm, foot_mm - page.body.y_mm)
    rows = FIELDS // FIELD_COLUMNS + 1
    width_mm = (room.w_mm - (FIELD_COLUMNS - 1) * KEY_GAP_MM) / FIELD_COLUMNS
    height_mm = (room.h_mm - (rows - 1) * KEY_GAP_MM) / rows
    for field in range(FIELDS):
        box = Area(
            room.x_mm + field % FIELD_COLUMNS * (width_mm + KEY_GAP_MM),
            room.y_mm + field // FIELD_COLUMNS * (height_mm + KEY_GAP_MM),
            width_mm,
            height_mm,
        )
        look = "main" if field in screen.touched else "plain"
        page.key(f"touch {field}", box, str(field + 1), look, page.style.small_mm)
    box = Area(room.x_mm, room.bottom_mm - height_mm, room.w_mm, height_mm)
    page.key("back", box, page.say("Back"), "plain", page.style.small_mm)


def colour_test(page: Page, screen: care_screens.ColourTest) -> None:
    foot_mm = wide(page)
    body = page.body
    keys = [("next", page.say("Next colour"), "main"), ("back", page.say("Back"), "plain")]
    top_mm = page.keys_at_bottom([keys], foot_mm)
    field = Area(body.x_mm, body.y_mm, body.w_mm, top_mm - KEY_GAP_MM - body.y_mm)
    page.items.append(Frame(field, COLOURS[screen.colour], 0.0))


def sound_test(page: Page, screen: care_screens.SoundTest) -> None:
    keys = [(f"play {tune}", reason_in(page.words, tune), "plain") for tune in screen.tunes]
    keys.append(("back", page.say("Back"), "plain"))
    panel(page, page.say("Press and listen"), keys, 2, [])


def scanner_test(page: Page, screen: care_screens.ScannerTest) -> None:
    lines = []
    if screen.kind:
        lines = [
            Block(words_for(page.words, care_words.LABELS, screen.kind), gap_mm=5.0),
            Block(words_for(page.words, care_words.FAULTS, screen.why), gap_mm=3.0),
            note(page.say("Labels read: {count}", count=screen.count), 3.0),
        ]
    keys = [("back", page.say("Back"), "plain")]
    panel(page, page.say("Hold labels before the scanner"), keys, 2, lines)


def keypad_test(page: Page, screen: care_screens.KeypadTest) -> None:
    lines = [Block("  ".join(screen.came), "title", gap_mm=6.0)] if screen.came else []
    keys = [("back", page.say("Back"), "plain")]
    panel(page, page.say("Press every key of the keypad"), keys, 2, lines)
    page.by_keyboard = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "cancel", "ok")


# -- counting ---------------------------------------------------------------------------------


def _left(page: Page, left: int) -> Block:
    text = page.words.count("then {count} door more", "then {count} doors more", left)
    return note(text, 2.0) if left else note("")


def _believed(page: Page, believed: tuple[str, ...]) -> Block:
    if not believed:
        return note(page.say("Nothing should lie here."))
    shown = ", ".join(believed[:3]) + (f" +{len(believed) - 3}" if len(believed) > 3 else "")
    return note(page.say("Should lie here: {parcels}", parcels=shown))


def count(page: Page, screen: care_screens.Count) -> None:
    has_found = bool(screen.found or screen.strange)
    keys = [("no_number", page.say("No number"), "plain")]
    if has_found:
        keys.insert(0, ("undo", page.say("Undo"), "plain"))
    else:
        keys.insert(0, ("empty", page.say("It is empty"), "plain"))
    if not screen.is_seen or screen.is_reminded:
        keys.append(("done", page.say("It is shut"), "main"))
    title = page.say("Door {number}: scan what lies inside, then close", number=screen.compartment)
    lines = [_believed(page, screen.believed)]
    if has_found:
        shown = ", ".join(screen.found[-3:])
        text = page.say("Found: {count}", count=len(screen.found) + screen.strange)
        lines.append(Block(f"{text} · {shown}" if shown else text, "strong", gap_mm=2.0))
    if screen.remark:
        lines.append(note(page.say(care_words.COUNT[screen.remark])))
    elif screen.is_reminded:
        lines.append(note(page.say("The door still stands open. Please close it firmly.")))
    lines.append(_left(page, screen.left))
    panel(page, title, keys, 3, lines)


def count_verdict(page: Page, screen: care_screens.CountVerdict) -> None:
    keys = [("empty", page.say("It is empty"), "plain")]
    if screen.believed:
        keys.append(("as_listed", page.say("As listed"), "plain"))
    keys += [
        ("no_number", page.say("No number"), "plain"),
        ("again", page.say("Open again"), "plain"),
    ]
    title = page.say("Door {number}: {what}", number=screen.compartment,
                     what=page.say("What lies inside now?"))  # fmt: skip
    panel(page, title, keys, 2, [_believed(page, screen.believed), _left(page, screen.left)])


def count_stuck(page: Page, screen: care_screens.CountStuck) -> None:
    keys = [
        ("again", page.say("Try again"), "main"),
        ("is_open", page.say("The door is open"), "plain"),
        ("skip", page.say("Leave it"), "plain"),
    ]
    why = words_for(page.words, care_words.STUCK, screen.why)
    title = page.say("Door {number} did not open", number=screen.compartment)
    panel(page, title, keys, 3, [Block(why, gap_mm=4.0), _left(page, screen.left)])

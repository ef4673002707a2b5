"""How a question of commissioning is drawn: with keys, with digits, or with letters.

Which answers there are is in `commissioning_words.py`.  The one idea: the question and its keys
get their room first; of what was told before only as many of the last sentences stand above as
there is room for, and the newest always.
"""

from collections.abc import Sequence

from ui import cards
from ui.commissioning_screens import Question, Waiting
from ui.commissioning_words import (
    AFTER_TYPING,
    ANSWERS,
    BEFORE_TYPING,
    BY_LETTERS,
    NEAR_PLANES,
    TEXTS,
    TITLES,
    WITHOUT_STOP,
)
from ui.customer import DIGITS
from ui.page import EDGE_MM, KEY_GAP_MM, KEY_PAD_MM, Block, Page
from ui.picture import Area, Frame, Icon
from ui.site import SIZES

Keys = Sequence[tuple[str, str, str]]  # name, label, look
KEY_MOST_MM = 20.0
KEY_LEAST_MM = {"calm": 16.0, "large": 17.6}  # two lines of the smallest letters
FIELD_MM = 13.0
# How wide keys with much to say are, against their neighbours.
WIDE = {"type  ": 1.7, "answer rest": 1.7, "stop": 1.2}
LETTER_MM, LETTER_GAP_MM, LETTERS_A_ROW = 15.1, 3.0, 10


def question(page: Page, screen: Question) -> None:
    """One question, in the form that its answers need."""
    if screen.name in BEFORE_TYPING:
        _digits(page, screen)
    elif screen.name in BY_LETTERS:
        _letters(page, screen)
    else:
        _keys(page, screen)


# -- words ------------------------------------------------------------------------------------


def _asked(page: Page, screen: Question) -> list[Block]:
    """The question itself: its heading, that the answer was not understood, its sentences."""
    again = page.say("That was not understood.") if screen.is_again else ""
    return [
        Block(page.say(TITLES[screen.name]), "title", gap_mm=5.0),
        Block(again, "strong", page.style.bad, 4.0),
        Block(screen.text, gap_mm=4.0),
        Block(page.say(TEXTS.get(screen.name, "")), gap_mm=4.0),
    ]


def _told(screen: Question) -> list[Block]:
    return [Block(text, "small", gap_mm=2.0) for text in screen.told]


def _key_mm(page: Page, screen: Question, rows: int, besides_mm: float) -> float:
    """How high keys can be, so that all words have room above them."""
    words_mm = page.height_mm(page.body.w_mm, [*_told(screen), *_asked(page, screen)])
    room_mm = page.body.h_mm - words_mm - besides_mm - (rows - 1) * KEY_GAP_MM
    return max(KEY_LEAST_MM[page.style.name], min(KEY_MOST_MM, room_mm / rows))


def _place_words(page: Page, screen: Question, room: Area) -> None:
    """What was told and, beneath it, the question, in the fullest form that has room."""
    forms = _forms(page, screen)
    fitting = [form for form in forms if page.height_mm(room.w_mm, form) <= room.h_mm]
    page.flow(room, [*fitting, forms[-1]][0])


def _forms(page: Page, screen: Question) -> list[list[Block]]:
    """From all that could be said to the least that must be."""
    told, (title, *text) = _told(screen), _asked(page, screen)
    forms = [[*told[at:], title, *text] for at in range(len(told))]
    if told:
        forms.append([told[-1], *text])
        if screen.name == "door":  # its heading asks as well as its sentences do
            forms.append([told[-1], title, text[0]])
    return [*forms, [title, *text], text]


# -- keys -------------------------------------------------------------------------------------


def _keys(page: Page, screen: Question) -> None:
    page.widen()
    body, keys = page.body, _answers(page, screen)
    columns = 5 if screen.name == "size" else 2
    rows = [keys[at : at + columns] for at in range(0, len(keys), columns)]
    top_mm = place_rows(page, rows, body, _key_mm(page, screen, len(rows), 4.5))
    _place_words(page, screen, Area(body.x_mm, body.y_mm, body.w_mm, top_mm - 4.0 - body.y_mm))


def _answers(page: Page, screen: Question) -> list[tuple[str, str, str]]:
    keys = [(f"answer {answer}", label, "plain") for answer, label in screen.choices]
    if screen.name == "size":
        looks = {screen.usual: "main"}
        keys = [(f"answer {size}", size, looks.get(size, "plain")) for size in SIZES]
    keys += [(f"answer {answer}", page.say(label), look)
             for answer, label, look in ANSWERS[screen.name]]  # fmt: skip
    return [*keys, *_stop(page, screen)]


def _stop(page: Page, screen: Question) -> list[tuple[str, str, str]]:
    return [] if screen.name in WITHOUT_STOP else [("stop", page.say("Stop"), "plain")]


def place_rows(page: Page, rows: Sequence[Keys], room: Area, height_mm: float) -> float:
    """Rows of keys that end where the room ends; returns their top."""
    top_mm = room.bottom_mm - len(rows) * (height_mm + KEY_GAP_MM) + KEY_GAP_MM
    placed = []
    for number, row in enumerate(rows):
        y_mm = top_mm + number * (height_mm + KEY_GAP_MM)
        widths_mm = _widths_mm(row, room.w_mm, KEY_GAP_MM)
        x_mm = room.x_mm
        for key, width_mm in zip(row, widths_mm, strict=True):
            placed.append((key, Area(x_mm, y_mm, width_mm, height_mm)))
            x_mm += width_mm + KEY_GAP_MM
    place_keys(page, placed)
    return top_mm


def place_keys(page: Page, placed: Sequence[tuple[tuple[str, str, str], Area]]) -> None:
    """Keys where they belong; neighbours speak equally loud."""
    style = page.style
    size_mm = min(
        page.label(box.inset(*KEY_PAD_MM), label, style.ink, style.body_mm)[0].size_mm
        for (_, label, _), box in placed
    )
    for (name, label, look), box in placed:
        face = page.face(look)
        page.add_key(name, box, face, page.label(box.inset(*KEY_PAD_MM), label, face.text, size_mm))


def _widths_mm(row: Keys, room_mm: float, gap_mm: float) -> list[float]:
    parts = [WIDE.get(name, 1.0) for name, _, _ in row]
    room_mm -= (len(row) - 1) * gap_mm
    return [room_mm * part / sum(parts) for part in parts]


# -- digits -----------------------------------------------------------------------------------


def _digits(page: Page, screen: Question) -> None:
    cards.keypad(page, bool(screen.typed.strip()), has_ok=True)
    body = page.body
    table = AFTER_TYPING if screen.typed else BEFORE_TYPING
    rows = [
        [(name, page.say(label), "plain") for name, label in row] for row in table[screen.name]
    ]
    stop = _stop(page, screen)
    if len(rows[-1]) == 1:
        rows[-1] += stop
    else:
        rows += [stop] if stop else []
    top_mm = place_rows(page, rows, body, _key_mm(page, screen, len(rows), FIELD_MM + 7.5))
    field = Area(body.x_mm, top_mm - 4.0 - FIELD_MM, body.w_mm, FIELD_MM)
    _field(page, screen, field)
    _place_words(page, screen, Area(body.x_mm, body.y_mm, body.w_mm, field.y_mm - 3.0 - body.y_mm))
    page.by_keyboard = (*DIGITS, "erase", "ok")


def _field(page: Page, screen: Question, box: Area) -> None:
    """What has been typed."""
    style = page.style
    page.items.append(Frame(box, style.plain, 3.0, style.main, 1.1))
    shown = screen.typed.replace(" ", "\u00a0")
    if screen.name in ("door", "columns"):
        shown = "  ".join(screen.typed.split())
    if shown:
        page.items += page.label(box.inset(4.0, 1.2), shown, style.on_plain, 8.4, align="left")


# -- letters ----------------------------------------------------------------------------------


def _letters(page: Page, screen: Question) -> None:
    page.widen()
    planes = BY_LETTERS[screen.name]
    body, step_mm = page.body, LETTER_MM + LETTER_GAP_MM
    top_mm = body.bottom_mm - 4 * step_mm + LETTER_GAP_MM
    for place, row in enumerate(planes[screen.plane]):
        _letter_row(page, row, top_mm + place * step_mm)
    _erase(page, top_mm + step_mm)
    _foot(page, screen, list(planes), body.bottom_mm - LETTER_MM)
    field = Area(body.x_mm, top_mm - 3.0 - FIELD_MM, body.w_mm, FIELD_MM)
    _field(page, screen, field)
    text = screen.text
    if screen.is_again:
        text = f"{page.say('That was not understood.')} {text}"
    colour = page.style.bad if screen.is_again else None
    room = Area(body.x_mm, body.y_mm, body.w_mm, field.y_mm - 2.0 - body.y_mm)
    page.flow(room, [Block(text, "strong", colour)])


def _letter_width_mm(page: Page) -> float:
    return (page.body.w_mm - (LETTERS_A_ROW - 1) * LETTER_GAP_MM) / LETTERS_A_ROW


def _letter_row(page: Page, row: str, y_mm: float) -> None:
    width_mm = _letter_width_mm(page)
    for place, sign in enumerate(row):
        box = Area(page.body.x_mm + place * (width_mm + LETTER_GAP_MM), y_mm, width_mm, LETTER_MM)
        face = page.face("plain")
        page.add_key(f"type {sign}", box, face, page.label(box, sign, face.text, 8.4))


def _erase(page: Page, y_mm: float) -> None:
    width_mm, face = _letter_width_mm(page), page.face("plain")
    box = Area(page.body.right_mm - width_mm, y_mm, width_mm, LETTER_MM)
    x_mm, side_mm = box.centre[0], 8.4
    sign = Area(x_mm - side_mm / 2, box.centre[1] - side_mm / 2, side_mm, side_mm)
    page.add_key("erase", box, face, (Icon("erase", sign, face.text),))


def _foot(page: Page, screen: Question, planes: Sequence[str], y_mm: float) -> None:
    """The other planes, space, stop and OK."""
    near = [plane for plane in NEAR_PLANES[screen.plane] if plane in planes]
    keys = [(f"plane {plane}", plane, "plain") for plane in near]
    if screen.name != "id":
        keys.append(("type  ", page.say("Space"), "plain"))
    look = "main" if screen.typed.strip() else "plain"
    keys += [*_stop(page, screen), ("ok", page.say("OK"), look)]
    placed, x_mm = [], page.body.x_mm
    for key, width_mm in zip(keys, _widths_mm(keys, page.body.w_mm, LETTER_GAP_MM), strict=True):
        placed.append((key, Area(x_mm, y_mm, width_mm, LETTER_MM)))
        x_mm += width_mm + LETTER_GAP_MM
    place_keys(page, placed)


# -- nothing to touch -------------------------------------------------------------------------


def waiting(page: Page, screen: Waiting) -> None:
    """That something goes on, how far it has come, and what was told before."""
    cards.emblem(page, "search" if screen.of else "clock")
    body = page.body
    blocks = [Block(page.say("One moment, please"), "title")]
    text = page.say("Watch the doors: the next lock may be pulsed now.")
    if screen.of:
        blocks = [Block(page.say("Looking for lock boards"), "title")]
        text = page.say("Address {done} of {of}", done=screen.done, of=screen.of)
    blocks.append(Block(text, gap_mm=4.0))
    blocks += [Block(told, "small", gap_mm=4.0) for told in screen.told]
    bottom_mm = page.flow(Area(body.x_mm, body.y_mm + 2.0, body.w_mm, body.h_mm - 16.0), blocks)
    if screen.of:
        _bar(page, bottom_mm + 6.0, screen.done / screen.of)


def _bar(page: Page, y_mm: float, share: float) -> None:
    style, height_mm = page.style, 7.0
    box = Area(page.body.x_mm, y_mm, page.body.w_mm, height_mm)
    page.items.append(Frame(box, style.note, height_mm / 2, style.plain_edge, EDGE_MM))
    done = Area(box.x_mm, y_mm, max(height_mm, box.w_mm * share), height_mm)
    page.items.append(Frame(done, style.main, height_mm / 2))

"""The card at the right of every screen, where the hands are: keypad, map, choices, help.

The map shows the doors as they stand, seen from the front, with the screen among them; the same
is said in words beneath, for those who would rather read than look.
"""

from collections.abc import Sequence

from ui import metrics
from ui.page import CARD_RADIUS_MM, Block, Page
from ui.picture import Area, Door, Frame, Icon, Text
from ui.site import Cabinet
from ui.words import Words

PAD_MM = 4.0
DIGIT_GAP_MM = 3.2
# How high a door of each size is drawn: the clear heights of 002-4.1.2, in centimetres.
DOOR_HEIGHTS = {"XS": 8.5, "S": 8.5, "M": 18.0, "L": 38.0}
SCREEN_COLUMN = 0.9  # how wide the column with the screen is, against a column of doors
# A number smaller than this on the map would be a promise to the eye that it cannot keep.
NUMBER_LEAST_MM = 3.4


def frame(page: Page) -> Area:
    """The empty card; returns the room inside its padding."""
    style = page.style
    edge_mm = 0.6 if style.card_edge else 0.0
    page.items.append(Frame(page.card, style.card, CARD_RADIUS_MM, style.card_edge, edge_mm))
    return page.card.inset(PAD_MM)


def keypad(page: Page, is_complete: bool, has_ok: bool) -> None:
    """Ten digits, erase, and where the screen takes it "ok", bright once all is typed."""
    room = frame(page)
    width_mm = (room.w_mm - 2 * DIGIT_GAP_MM) / 3
    height_mm = (room.h_mm - 3 * DIGIT_GAP_MM) / 4
    for place, name in enumerate(["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "ok"]):
        box = Area(
            room.x_mm + place % 3 * (width_mm + DIGIT_GAP_MM),
            room.y_mm + place // 3 * (height_mm + DIGIT_GAP_MM),
            width_mm,
            height_mm,
        )
        if name.isdigit():
            _digit(page, name, box)
        elif name == "erase":
            _sign(page, name, "erase", box, "soft")
        elif has_ok:
            _sign(page, name, "check", box, "amber" if is_complete else "soft")


def _digit(page: Page, name: str, box: Area) -> None:
    face = page.face("digit")
    page.add_key(name, box, face, page.label(box, name, face.text, 12.0))


def _sign(page: Page, name: str, icon: str, box: Area, look: str) -> None:
    face = page.face(look)
    side_mm = 9.6
    x_mm, y_mm = box.centre
    page.add_key(
        name, box, face,
        (Icon(icon, Area(x_mm - side_mm / 2, y_mm - side_mm / 2, side_mm, side_mm), face.text),),
    )  # fmt: skip


def emblem(page: Page, icon: str) -> None:
    """One large sign and nothing else, where there is nothing to point at."""
    if page.give_way():
        return
    room = frame(page)
    side_mm = 34.0
    x_mm, y_mm = room.centre
    round_mm = 60.0
    disc = Area(x_mm - round_mm / 2, y_mm - round_mm / 2, round_mm, round_mm)
    page.items.append(Frame(disc, page.style.door, round_mm / 2))
    sign = Area(x_mm - side_mm / 2, y_mm - side_mm / 2, side_mm, side_mm)
    page.items.append(Icon(icon, sign, page.style.amber))


def help_card(page: Page) -> bool:
    """Whom to call, in letters that can be read with the phone in the other hand.

    Returns False where it gave way: the footer says it then.
    """
    if page.give_way():
        return False
    style, operator = page.style, page.site.operator
    room = frame(page).inset(4.0, 6.0)
    page.icon("phone", room.x_mm, room.y_mm, 13.0, style.amber)
    blocks = [Block(page.say("Happy to help"), "title", style.on_card)]
    blocks += [
        Block(phone.replace(" ", "\u00a0"), "title", style.on_card, 5.0 if index else 7.0)
        for index, phone in enumerate(operator.phones)
    ]
    if operator.terminal:
        said = page.say("Please tell us the number of this terminal:")
        blocks.append(Block(said, "body", style.on_card_muted, 9.0))
        blocks.append(Block(operator.terminal, "title", style.on_card, 3.0))
    page.flow(Area(room.x_mm, room.y_mm + 20.0, room.w_mm, room.h_mm - 20.0), blocks)
    return True


def choices(page: Page, title: str, keys: Sequence[tuple[str, str, str]], more: str = "") -> None:
    """Keys one under another: (name, what stands large at its left, what it means)."""
    room = frame(page)
    top_mm, bottom_mm = room.y_mm, room.bottom_mm
    if title:
        box = Area(room.x_mm + 1.5, top_mm + 2.0, room.w_mm - 3.0, TITLE_MM)
        page.flow(box, [Block(title, "strong", page.style.on_card)])
        top_mm += TITLE_MM
    if more:
        box = Area(room.x_mm + 1.5, bottom_mm - MORE_MM + 3.0, room.w_mm - 3.0, MORE_MM)
        page.flow(box, [Block(more, "small", page.style.on_card_muted)])
        bottom_mm -= MORE_MM
    gaps_mm = DIGIT_GAP_MM * (len(keys) - 1)
    height_mm = min(20.0, (bottom_mm - top_mm - gaps_mm) / max(1, len(keys)))
    for place, (name, large, meaning) in enumerate(keys):
        y_mm = top_mm + place * (height_mm + DIGIT_GAP_MM)
        _choice(page, name, Area(room.x_mm, y_mm, room.w_mm, height_mm), large, meaning)


TITLE_MM, MORE_MM = 11.0, 8.4


def choices_that_fit(page: Page) -> int:
    """How many choices have room under a title and over a line that counts the others."""
    room_mm = page.card.h_mm - 2 * PAD_MM - TITLE_MM - MORE_MM
    # Two lines of the smallest letters, and a key for gloves.
    least_mm = max(15.0, 2.6 * page.style.small_mm)
    return int((room_mm + DIGIT_GAP_MM) // (least_mm + DIGIT_GAP_MM))


def _choice(page: Page, name: str, box: Area, large: str, meaning: str) -> None:
    face = page.face("digit")
    left = Area(box.x_mm + 2.0, box.y_mm, 17.0, box.h_mm)
    x_mm = left.right_mm + 2.0
    right = Area(x_mm, box.y_mm + 1.2, box.right_mm - x_mm - 3.0, box.h_mm - 3.0)
    inside: list[Text] = page.label(left, large, face.text, 9.0)
    inside += page.label(right, meaning, face.text, page.style.small_mm, "Medium", "left")
    page.add_key(name, box, face, inside)


# -- the map of the cabinet -------------------------------------------------------------------


def cabinet_map(page: Page, compartment: int) -> None:
    """All doors, the chosen one in amber, and under them in words where it is."""
    words = where(page.words, page.site.cabinet, compartment)
    if page.give_way():
        page.where = words
        return
    room = frame(page)
    size_mm = page.style.small_mm
    lines = metrics.wrap(words, room.w_mm, size_mm, "Medium") if words else ()
    words_mm = len(lines) * metrics.LINE * size_mm + 3.0
    doors = Area(room.x_mm + 2.0, room.y_mm + 1.0, room.w_mm - 4.0, room.h_mm - words_mm - 1.0)
    _doors(page, doors, page.site.cabinet, compartment)
    if words:
        box = Area(room.x_mm, doors.bottom_mm + 4.6, room.w_mm, words_mm)
        page.flow(box, [Block(words, "small", page.style.on_card)], "centre")


def _doors(page: Page, room: Area, cabinet: Cabinet, chosen: int) -> None:
    style, gap_mm = page.style, 1.1
    shares = [1.0] * len(cabinet.columns)
    shares.insert(cabinet.screen_after, SCREEN_COLUMN)
    # Columns of one door or two would look like barn gates across the whole card.
    share_mm = min(17.0, (room.w_mm - gap_mm * (len(shares) - 1)) / sum(shares))
    used_mm = share_mm * sum(shares) + gap_mm * (len(shares) - 1)
    x_mm = room.x_mm + (room.w_mm - used_mm) / 2
    columns: list[tuple[tuple[int, str], ...] | None] = list(cabinet.columns)
    columns.insert(cabinet.screen_after, None)
    for share, column in zip(shares, columns, strict=True):
        box = Area(x_mm, room.y_mm, share * share_mm, room.h_mm)
        if column is None:
            _screen_column(page, box)
        else:
            _column(page, box, column, gap_mm, chosen)
        x_mm = box.right_mm + gap_mm
    page.items.append(Frame(Area(room.x_mm, room.bottom_mm + 1.2, room.w_mm, 0.7), style.door_edge))


def _column(
    page: Page,
    box: Area,
    column: tuple[tuple[int, str], ...],
    gap_mm: float,
    chosen: int,
) -> None:
    """Doors fill their column, as sheet metal does: its heights are only in proportion."""
    style = page.style
    heights = sum(DOOR_HEIGHTS[size] for _, size in column)
    mm_per_height = (box.h_mm - gap_mm * (len(column) - 1)) / heights if column else 0.0
    y_mm = box.y_mm
    for number, size in column:
        height_mm = DOOR_HEIGHTS[size] * mm_per_height
        door = Area(box.x_mm, y_mm, box.w_mm, height_mm)
        is_chosen = number == chosen
        fill = style.amber if is_chosen else style.door
        edge = style.amber if is_chosen else style.door_edge
        page.items.append(Door(number, is_chosen, Frame(door, fill, 1.0, edge, 0.4)))
        _door_number(page, door, number, is_chosen)
        y_mm += height_mm + gap_mm


def _door_number(page: Page, door: Area, number: int, is_chosen: bool) -> None:
    size_mm = min(9.0 if is_chosen else 4.6, door.h_mm / 1.15, door.w_mm / 1.6)
    if size_mm < NUMBER_LEAST_MM:
        return
    colour = page.style.on_amber if is_chosen else page.style.on_door
    x_mm, y_mm = door.centre
    page.line(str(number), x_mm, y_mm + metrics.CAP * size_mm / 2, size_mm,
              "Bold" if is_chosen else "Medium", colour, "centre")  # fmt: skip


def _screen_column(page: Page, box: Area) -> None:
    """The column that one stands before: a dark panel with a bright screen at eye height."""
    style = page.style
    page.items.append(Frame(box, style.door, 1.0, style.door_edge, 0.4))
    glass = Area(box.x_mm + 0.14 * box.w_mm, box.y_mm + 0.2 * box.h_mm, 0.72 * box.w_mm,
                0.42 * box.w_mm)  # fmt: skip
    page.items.append(Frame(glass, style.on_card, 0.7))


def where(words: Words, cabinet: Cabinet, compartment: int) -> str:
    """Where a door is, seen by somebody who looks at the screen; "" for one that is not there."""
    place = cabinet.place_of(compartment)
    if place is None:
        return ""
    column, row = place
    is_left = column < cabinet.screen_after
    away = cabinet.screen_after - column if is_left else column - cabinet.screen_after + 1
    beside = cabinet.screen_after if is_left else len(cabinet.columns) - cabinet.screen_after
    parts = [words.say("left of the screen") if is_left else words.say("right of the screen")]
    if beside > 1:
        parts.append(words.say("column {number}", number=away))
    parts.append(_height_in_words(words, row, len(cabinet.columns[column])))
    # A line may end between the parts, never inside one.
    said = ", ".join(part.replace(" ", "\u00a0") for part in parts)
    return said[:1].upper() + said[1:]


def _height_in_words(words: Words, row: int, doors: int) -> str:
    if doors == 1:
        return words.say("the only door")
    if row == 0:
        return words.say("the top door")
    if row == doors - 1:
        return words.say("the bottom door")
    return words.say("door {number} from the top", number=row + 1)

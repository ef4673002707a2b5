"""The key to the help, in the head of the screens that everybody meets: always the same place.

Where many languages leave no room for its word it is only a sign; where the operator's name, or
the badge of the house, stands in its way, that gives way: it must never be missing.
"""

from ui import metrics
from ui.page import HEADER, MARGIN_MM, TOP_MM, Page
from ui.picture import Area, Frame, Icon, Item, Key, Text

GAP_MM, SIGN_MM, PAD_MM = 3.0, 8.4, 2.6
BADGE_RIGHT_MM = MARGIN_MM + HEADER.h_mm - 3.0


def place(page: Page) -> None:
    """Left of the keys of the languages."""
    keys = [item.box for item in page.items if isinstance(item, Key)]
    right_mm = min(box.x_mm for box in keys if box.y_mm == HEADER.y_mm) - GAP_MM
    name = [item for item in page.items if isinstance(item, Text) and item.baseline_mm < TOP_MM]
    left_mm = max([text.x_mm + text.w_mm for text in name], default=BADGE_RIGHT_MM)
    if not _with_word(page, left_mm + GAP_MM, right_mm):
        sign_mm = right_mm - HEADER.h_mm
        if sign_mm < left_mm + GAP_MM:
            page.items = [item for item in page.items if item not in name]
        if sign_mm < BADGE_RIGHT_MM + GAP_MM / 2:
            page.items = [item for item in page.items if not _is_badge(item)]
        _sign_alone(page, sign_mm)


def _is_badge(item: Item) -> bool:
    return isinstance(item, Frame | Icon) and item.box.bottom_mm < TOP_MM


def _with_word(page: Page, left_mm: float, right_mm: float) -> bool:
    """Sign and word, and how the keypad asks for it; False if there is no room."""
    size_mm, face = page.style.small_mm, page.face("plain")
    lines = [page.say("Help"), "0\u00a0+\u00a0OK"]
    if page.style.name == "large":  # two lines of large letters are higher than the key
        lines = lines[:1]
    words_mm = max(metrics.width_mm(line, size_mm, "Bold") for line in lines) + 0.4
    width_mm = 2 * PAD_MM + SIGN_MM + 2.2 + words_mm
    box = Area(right_mm - width_mm, HEADER.y_mm, width_mm, HEADER.h_mm)
    if box.x_mm < left_mm:
        return False
    sign = Area(box.x_mm + PAD_MM, box.centre[1] - SIGN_MM / 2, SIGN_MM, SIGN_MM)
    room = Area(sign.right_mm + 2.2, box.y_mm + 0.9, words_mm, box.h_mm - 1.8)
    words = page.label(room, " ".join(lines), face.text, size_mm, "Bold", "left")
    page.add_key("help", box, face, [Icon("help", sign, face.text), *words])
    return True


def _sign_alone(page: Page, x_mm: float) -> None:
    box = Area(x_mm, HEADER.y_mm, HEADER.h_mm, HEADER.h_mm)
    face = page.face("plain")
    page.add_key("help", box, face, [Icon("help", box.inset(3.2), face.text)])

"""What commissioning found, page by page: that all is well or not, what to mend, every door.

It is made of `commissioning_screens.Outcome`; what it means is decided elsewhere.  The one idea: a
page is filled at the natural size of its letters; what has no room there begins the next one, and
a trouble is never torn apart.
"""

from collections.abc import Sequence

from ui.commissioning_forms import KEY_LEAST_MM, place_rows
from ui.commissioning_screens import DoorRow, Outcome
from ui.commissioning_words import SENSORS
from ui.page import KEY_GAP_MM, Block, Page
from ui.picture import Area

Blocks = list[Block]
COLUMN_GAP_MM = 6.0
NO_HEAD: Blocks = []


def outcome(page: Page, screen: Outcome) -> None:
    """One page, and the keys to the others."""
    page.widen()
    body = page.body
    key_mm = KEY_LEAST_MM[page.style.name]
    room = Area(body.x_mm, body.y_mm, body.w_mm, body.h_mm - key_mm - KEY_GAP_MM - 2.0)
    columns = 1 if page.style.name == "large" else 2
    width_mm = (room.w_mm - (columns - 1) * COLUMN_GAP_MM) / columns
    texts = _pages(page, room.h_mm, room.w_mm, _groups(page, screen))
    head = [Block(page.say("Door · size · board:channel · sensor"), "small", page.style.muted)]
    rows = [[_door(page, row)] for row in screen.doors]
    lists = _pages(page, room.h_mm, width_mm, rows, head)
    count = len(texts) + (len(lists) + columns - 1) // columns
    number = min(screen.page, count - 1)
    if number < len(texts):
        page.flow(room, texts[number])
    else:
        first = (number - len(texts)) * columns
        for column, blocks in enumerate(lists[first : first + columns]):
            x_mm = room.x_mm + column * (width_mm + COLUMN_GAP_MM)
            page.flow(Area(x_mm, room.y_mm, width_mm, room.h_mm), blocks)
    place_rows(page, [_keys(page, screen, number, count)], body, key_mm)


def _keys(page: Page, screen: Outcome, number: int, count: int) -> list[tuple[str, str, str]]:
    is_last = number == count - 1
    keys = []
    if number:
        keys.append(("back", page.say("Back"), "plain"))
    if not is_last:
        more = page.say("More {number}/{count}", number=number + 1, count=count)
        keys.append(("next", more, "main"))
    if screen.can_repeat:
        keys.append(("answer again", page.say("Try again"), "plain"))
    keys.append(("answer end", page.say("End"), "main" if is_last else "plain"))
    return keys


def _pages(
    page: Page, height_mm: float, width_mm: float, groups: Sequence[Blocks], head: Blocks = NO_HEAD
) -> list[Blocks]:
    """Groups of paragraphs, as many to a page as have room, beneath the same head."""
    pages: list[Blocks] = []
    for group in groups:
        if pages and page.height_mm(width_mm, [*pages[-1], *group]) <= height_mm:
            pages[-1] += group
        else:
            pages.append([*head, *group])
    return pages


# -- what is said -----------------------------------------------------------------------------


def _groups(page: Page, screen: Outcome) -> list[Blocks]:
    found = page.words.count("{count} door was found.", "{count} doors were found.",
                             len(screen.doors))  # fmt: skip
    first = [_title(page, screen), Block(found, "strong", gap_mm=4.0)]
    notes = [[Block(text, "small", gap_mm=3.0)] for text in screen.notes]
    return [first, *(_trouble(page, *trouble) for trouble in screen.troubles), *notes]


def _title(page: Page, screen: Outcome) -> Block:
    if screen.is_well:
        return Block(page.say("All is well"), "title", page.style.good)
    count = len(screen.troubles)
    if not count:
        return Block(page.say("It is not complete"), "title", page.style.bad)
    text = page.words.count("{count} thing to mend", "{count} things to mend", count)
    return Block(text, "title", page.style.bad)


def _trouble(page: Page, where: str, what: str, why: str, then: str) -> Blocks:
    return [
        Block(f"{where}: {what}", "strong", page.style.bad, 6.0),
        Block(page.say("Why: {why}", why=why), "small", gap_mm=2.6),
        Block(page.say("To do: {what}", what=then), "small", gap_mm=2.6),
    ]


def _door(page: Page, row: DoorRow) -> Block:
    told = [
        f"{row.compartment}", row.size, f"{row.board}:{row.channel}",
        page.say(SENSORS[row.sensor]),
    ]  # fmt: skip
    if not row.is_usable:
        told.append(page.say("left out"))
    is_right = row.is_usable and row.sensor != "dead"
    return Block(" · ".join(told), "small", None if is_right else page.style.bad, 2.2)

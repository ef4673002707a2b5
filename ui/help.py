"""What somebody sees who asked for help: the topics, one of them, feedback.

Lists use the whole glass, three in a row like a keypad, each row with the digit that marks it.  A
topic says what holds and what to do next; beside it stands a QR code where a phone can read on,
and else whom to call.
"""

from collections.abc import Sequence
from dataclasses import replace
from string import Formatter

from terminal import help_screens
from ui import cards, qr
from ui.customer import KEYBOARD
from ui.help_words import EID_SITE, KINDS, TOPICS, Topic
from ui.page import CARD_RADIUS_MM, KEY_GAP_MM, Block, Page
from ui.picture import Area, Frame

CLOSE_MM = (46.0, 16.0)
MOST_MM = 21.0
QR_MM, LARGE_QR_MM = 52.0, 46.0
DIGIT_MM = 9.0


# -- lists ------------------------------------------------------------------------------------


def topics(page: Page, screen: help_screens.Topics) -> None:
    keys = [(f"topic {name}", page.say(TOPICS[name].name)) for name in screen.topics]
    _list(page, page.say("How can we help?"), "", keys, 3, screen.picked, is_first=True)


def feedback(page: Page, screen: help_screens.Feedback) -> None:
    keys = [(f"kind {name}", page.say(KINDS[name])) for name in screen.kinds]
    text = page.say("One touch is enough. We count it, without your name.")
    title = TOPICS["feedback"].title
    _list(page, page.say(title), text, keys, 2, screen.picked, is_first=False)


def rating(page: Page, screen: help_screens.Rating) -> None:
    keys = [(f"rate {number}", "") for number in range(1, 6)]
    text = page.say("1 is bad, 5 is very good.")
    _list(page, page.say("How did we do?"), text, keys, 5, screen.picked, is_first=True)


def _list(
    page: Page, title: str, text: str, keys: Sequence[tuple[str, str]], columns: int, picked: int,
    is_first: bool,
) -> None:  # fmt: skip
    """A title with the way out beside it, and beneath it the rows; `picked` as in the screen."""
    page.widen()
    page.by_keyboard = KEYBOARD
    foot_mm = page.footer(has_phones=page.style.name != "large")
    body, (width_mm, height_mm) = page.body, CLOSE_MM
    close = Area(body.right_mm - width_mm, body.y_mm, width_mm, height_mm)
    page.key("cancel", close, page.say("Close"))
    if not is_first:
        back = Area(close.x_mm - width_mm - KEY_GAP_MM, body.y_mm, width_mm, height_mm)
        page.key("back", back, page.say("All topics"))
        close = back
    hint = Block(page.say("By keypad: a digit and OK"), "small", page.style.muted, 2.0)
    room = Area(body.x_mm, body.y_mm + 0.6, close.x_mm - body.x_mm - 4.0, height_mm + 2.0)
    y_mm = max(page.flow(room, [Block(title, "title"), hint]), close.bottom_mm) + 3.6
    if text:
        y_mm = page.flow(Area(body.x_mm, y_mm, body.w_mm, 12.0), [Block(text)]) + 3.6
    _rows(page, Area(body.x_mm, y_mm, body.w_mm, foot_mm - y_mm), keys, columns, picked)


def _rows(
    page: Page, room: Area, keys: Sequence[tuple[str, str]], columns: int, picked: int
) -> None:
    rows = (len(keys) + columns - 1) // columns
    width_mm = (room.w_mm - (columns - 1) * KEY_GAP_MM) / columns
    most_mm = MOST_MM if rows > 1 else 1.5 * MOST_MM
    height_mm = min(most_mm, (room.h_mm - (rows - 1) * KEY_GAP_MM) / rows)
    for place, (name, label) in enumerate(keys):
        x_mm = room.x_mm + place % columns * (width_mm + KEY_GAP_MM)
        y_mm = room.y_mm + place // columns * (height_mm + KEY_GAP_MM)
        box = Area(x_mm, y_mm, width_mm, height_mm)
        _row(page, name, box, str(place + 1), label, place + 1 == picked)


def _row(page: Page, name: str, box: Area, digit: str, label: str, is_picked: bool) -> None:
    face = page.face("main" if is_picked else "plain")
    left = box if not label else Area(box.x_mm + 2.0, box.y_mm, 10.0, box.h_mm)
    inside = page.label(left, digit, face.text, DIGIT_MM)
    if label:
        x_mm = left.right_mm + 2.0
        right = Area(x_mm, box.y_mm + 1.4, box.right_mm - x_mm - 2.0, box.h_mm - 3.0)
        inside += page.label(right, label, face.text, page.style.body_mm, "Bold", "left")
    page.add_key(name, box, face, inside)


# -- one topic --------------------------------------------------------------------------------


def topic(page: Page, screen: help_screens.Topic) -> None:
    told = TOPICS[screen.topic]
    values = _values(page, screen.policy_version)
    page.by_keyboard = KEYBOARD
    link = _link(told.link, values)
    has_phones, side_mm = _card(page, link)
    keys = [("back", page.say("All topics"), "main"), ("cancel", page.say("Close"), "plain")]
    top_mm = page.keys_at_bottom([keys], page.footer(has_phones))
    body = page.body = replace(page.body, w_mm=page.body.w_mm - side_mm)
    y_mm = page.headline(told.icon, _said(page, told.title, values), page.style.good) + 1.6
    room = Area(body.x_mm, y_mm, body.w_mm, top_mm - 3.0 - y_mm)
    _tell(page, room, told, values)


def _tell(page: Page, room: Area, told: Topic, values: dict[str, str]) -> None:
    """As airy as the room allows, because large letters need all of it."""
    for gap_mm in (4.4, 3.4, 2.6, 2.0, 1.4):
        blocks = [Block(_said(page, line, values), gap_mm=0.8 * gap_mm) for line in told.lines]
        blocks += [Block(_said(page, line, values), "strong", gap_mm=gap_mm)
                   for line in told.next_steps]  # fmt: skip
        blocks.append(Block(told.ground_in(page.words), "small", page.style.muted, gap_mm))
        above_mm = min(gap_mm, 3.0) - 1.4
        if page.height_mm(room.w_mm, blocks) <= room.h_mm - above_mm:
            break
    room = Area(room.x_mm, room.y_mm + above_mm, room.w_mm, room.h_mm - above_mm)
    page.flow(room, blocks)


def _values(page: Page, policy_version: int) -> dict[str, str]:
    operator = page.site.operator
    return {
        "name": operator.name, "address": operator.address, "email": operator.email,
        "registration": operator.registration, "site": operator.site, "sender": operator.sender,
        "rules": operator.rules, "prices": operator.prices,
        "eid_phone": operator.eid_phone.replace(" ", "\u00a0"), "version": str(policy_version),
    }  # fmt: skip


def _said(page: Page, text: str, values: dict[str, str]) -> str:
    """The text with its values; "" where one of them is not there."""
    named = [name for _, name, _, _ in Formatter().parse(text) if name]
    return page.say(text, **values) if all(values[name] for name in named) else ""


def _link(kind: str, values: dict[str, str]) -> tuple[str, str]:
    """What a phone reads, and what people read; ("", "") where there is nothing."""
    if kind == "email" and values["email"]:
        return f"mailto:{values['email']}", values["email"]
    site = {"site": values["site"], "eid": EID_SITE}.get(kind, "")
    return (f"https://{site}", site) if site else ("", "")


def _card(page: Page, link: tuple[str, str]) -> tuple[bool, float]:
    """A QR code, or whom to call: whether the footer must name the phones, what width is used."""
    read, shown = link
    if not read:
        return not cards.help_card(page), 0.0
    if page.style.name == "large":  # in the corner, without a card
        page.widen()
        body, side_mm = page.body, LARGE_QR_MM
        _qr_code(page, read, Area(body.right_mm - side_mm, body.y_mm, side_mm, side_mm))
        return False, side_mm + 5.0
    style, room = page.style, cards.frame(page).inset(4.0, 2.0)
    box = Area(room.centre[0] - QR_MM / 2, room.y_mm, QR_MM, QR_MM)
    _qr_code(page, read, box)
    words = [
        Block(page.say("Read on with your phone"), "small", style.on_card_muted),
        Block(shown, "strong", style.on_card, 2.0),
    ]
    words += [
        Block(phone.replace(" ", "\u00a0"), "small", style.on_card, 2.0 if row else 4.0)
        for row, phone in enumerate(page.site.operator.phones)
    ]
    text = Area(room.x_mm, box.bottom_mm + 4.0, room.w_mm, room.bottom_mm - box.bottom_mm - 4.0)
    page.flow(text, words, "centre")
    return False, 0.0


def _qr_code(page: Page, read: str, box: Area) -> None:
    page.items.append(Frame(box, qr.LIGHT, CARD_RADIUS_MM))
    qr.place(page, read, box.inset(CARD_RADIUS_MM * 0.3))


def thanks(page: Page, screen: help_screens.Thanks) -> None:
    cards.emblem(page, "check")
    page.by_keyboard = KEYBOARD
    top_mm = page.keys_at_bottom([[("done", page.say("Finish"), "main")]], page.footer())
    blocks = [
        Block(page.say("Thank you!"), "title"),
        Block(page.say("Your feedback is noted, without your name. No answer is sent to it."),
              gap_mm=5.0),
        Block(page.say("For an answer, please complain in writing: it comes within 1 month."),
              "strong", gap_mm=4.0),
        Block(page.say("Ground: terms of service, {clauses}", clauses="12.1, 12.2"), "small",
              page.style.muted, 4.0),
    ]  # fmt: skip
    box = Area(page.body.x_mm, page.body.y_mm + 2.0, page.body.w_mm, top_mm - page.body.y_mm - 6.0)
    page.flow(box, blocks)

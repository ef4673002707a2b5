"""What a sender sees: which parcel, the open door, and that it is in.

One function a screen.  The screens are those of a customer, so the words are as plain; what must
not be done (diagonally, two in one, a door left ajar) is said while the door is open.
"""

from terminal import send_screens, senders
from ui import cards, sending_words
from ui.customer import DIGITS, KEYBOARD, PLATE_MM, beside_plate, plate
from ui.page import Block, Page
from ui.picture import Area, Frame, Typed
from ui.reason import Reason

BOX_MM = 22.0
TYPED_MM = 9.0


def number(page: Page, screen: send_screens.SendNumber) -> None:
    cards.keypad(page, len(screen.typed) >= senders.DIGITS_MIN, has_ok=True)
    foot_mm = page.footer(has_phones=False)
    top_mm = page.keys_at_bottom([[("cancel", page.say("Cancel"), "plain")]], foot_mm)
    text = page.say("Scan its label, or type the digits of its number.")
    blocks = [Block(page.say("Send a parcel"), "title"), Block(text, gap_mm=3.0)]
    if screen.remark:
        blocks = [] if page.style.name == "large" else blocks[:1]
    room = Area(page.body.x_mm, page.body.y_mm + 1.0, page.body.w_mm, 40.0)
    y_mm = _typed(page, page.flow(room, blocks) + 4.0, len(screen.typed)) + 4.0
    room = Area(page.body.x_mm, y_mm, page.body.w_mm, top_mm - 3.0 - y_mm)
    if screen.remark:
        _note(page, room, sending_words.NUMBER[screen.remark], True)
    page.by_keyboard = KEYBOARD


def _typed(page: Page, y_mm: float, typed: int) -> float:
    """One long box, for numbers differ in length; returns its bottom."""
    style = page.style
    box = Area(page.body.x_mm, y_mm, page.body.w_mm, BOX_MM)
    page.items.append(Frame(box, style.plain, 3.0, style.main, 1.1))
    step_mm = box.w_mm / (senders.DIGITS_MAX + 1)
    for place in range(typed):
        x_mm = box.x_mm + (place + 1) * step_mm
        page.items.append(
            Typed(place, x_mm, box.centre[1] + 3.0, TYPED_MM, "Bold", style.on_plain, False)
        )
    return box.bottom_mm


def hand_in(page: Page, screen: send_screens.HandIn) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("does_not_fit", page.say("It does not fit"), "plain"),
        ("not_empty", page.say("It is not empty"), "plain"),
        ("take_back", page.say("I keep it"), "plain"),
    ]
    if screen.is_reminded:
        keys[2] = ("report_open", page.say("It will not close"), "plain")
    top_mm = page.keys_at_bottom([keys], page.footer(has_phones=False))
    box = plate(page, screen.compartment, PLATE_MM)
    blocks = [Block(page.say("Put your parcel in"), "title")]
    if not screen.remark:  # a remark says what comes next, and needs the room
        blocks.append(Block(page.say("Then close the door firmly."), "strong", gap_mm=2.4))
    blocks.append(Block(screen.shipment, colour=page.style.muted, gap_mm=1.8))
    y_mm = beside_plate(page, box, blocks)
    room = Area(page.body.x_mm, y_mm, page.body.w_mm, top_mm - 4.0 - y_mm)
    if screen.remark:
        is_bad = screen.remark in ("other label", "misread")
        _note(page, room, sending_words.HAND_IN[screen.remark], is_bad)
    elif screen.is_reminded:
        text = page.say("The door still stands open. Please close it, or tell us.")
        page.note(room, "door", [Block(text, "small")], is_bad=False)
    else:
        page.flow(room, _what_to_mind(page, screen))


def _what_to_mind(page: Page, screen: send_screens.HandIn) -> list[Block]:
    """002-6.2.5, 003-3.6 and 7.6, and in storage what its recipient will hear and when."""
    blocks = []
    if screen.must_write:
        blocks.append(Block(page.say("No label? Then write this number on it."), "strong"))
    if screen.way == "storage":
        then = sending_words.THEN[screen.way]
        blocks.append(Block(page.say(then), "small", gap_mm=2.4))
    if not (blocks and page.style.name == "large"):
        mind = page.say("One parcel, straight and not diagonally; it must go in with ease.")
        blocks.append(Block(mind, "small", page.style.muted, 2.4))
    return blocks


def _note(page: Page, room: Area, reason: Reason, is_bad: bool) -> None:
    then = f"{page.say(reason.next_step)} {reason.ground_in(page.words)}".strip()
    blocks = [Block(page.say(reason.title), "strong")]
    if reason.next_step:
        blocks.append(Block(then, "small"))
    page.note(room, reason.icon, blocks, is_bad)


def handed_in(page: Page, screen: send_screens.HandedIn) -> None:
    cards.emblem(page, "check")
    keys = [("done", page.say("Finish"), "main")]
    if screen.may_reopen:
        keys.append(("again", page.say("Open again"), "plain"))
    top_mm = page.keys_at_bottom([keys], page.footer())
    shut = page.say("Door {number} is shut.", number=screen.compartment)
    blocks = [
        Block(page.say("Thank you!"), "title"),
        Block(page.say("Your parcel is with us."), "strong", gap_mm=4.0),
        Block(screen.shipment, gap_mm=1.6),
        Block(f"{shut} {page.say(sending_words.THEN[screen.way])}", gap_mm=4.0),
    ]
    if screen.may_reopen:
        text = page.say("Wrong parcel, or it does not lie well? Open the door again.")
        blocks.append(Block(text, "small", page.style.muted, 4.0))
    if screen.remark:
        text = page.say("The door did not open again. Please call us if something is wrong.")
        blocks.append(Block(text, "strong", gap_mm=4.0))
    box = page.body
    page.flow(Area(box.x_mm, box.y_mm + 2.0, box.w_mm, top_mm - 6.0 - box.y_mm), blocks)
    page.by_keyboard = DIGITS

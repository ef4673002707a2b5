"""What a customer sees: the code, the door, and what to do with it.

One function a screen.  The body at the left says one thing large and what to do beneath; its keys
stand at its foot, the one most people want first.
"""

import datetime
from zoneinfo import ZoneInfo

from terminal import codes, screens
from ui import cards, help_key, metrics, reasons
from ui.page import KEY_MM, Block, Page
from ui.picture import Area, Frame, Typed
from ui.reason import Reason

DIGITS = tuple("0123456789")
KEYBOARD = (*DIGITS, "erase", "cancel", "ok")
CODE_BOX_MM = (18.4, 22.0)
CODE_GAP_MM = 2.6


# -- typing -----------------------------------------------------------------------------------


def welcome(page: Page, screen: screens.Welcome) -> None:
    """The screen that is always there: whoever comes may type at once."""
    typed = len(screen.typed)
    cards.keypad(page, typed >= codes.CODE_DIGITS, has_ok=True)
    help_key.place(page)
    reason = reasons.WELCOME.get(screen.remark)
    has_remark = reason is not None and not (typed and screen.remark != "wait")
    is_large = page.style.name == "large"
    foot_mm = page.footer(has_phones=not (has_remark and is_large))
    y_mm = page.body.y_mm
    blocks = [
        Block(page.say("Enter your code"), "title"),
        Block(page.say("The 6 digits from your message"), colour=page.style.muted, gap_mm=3.6),
    ]
    if has_remark:  # it says the same, and needs the room
        blocks = [] if is_large else blocks[:1]
    elif is_large and not (typed or screen.open_doors):
        blocks = blocks[:1]  # the keys for whoever has no code need the room
    if blocks:
        y_mm = page.flow(Area(page.body.x_mm, y_mm + 1.0, page.body.w_mm, 26.0), blocks) + 5.0
    y_mm = typed_boxes(page, y_mm, codes.CODE_DIGITS, typed, gap_after=3) + 5.0
    room = Area(page.body.x_mm, y_mm, page.body.w_mm, foot_mm - y_mm)
    if has_remark and reason is not None:
        _remark(page, room, reason, screen)
    elif typed:
        area = Area(room.x_mm, room.bottom_mm - KEY_MM, 46.0, KEY_MM)
        page.key("cancel", area, page.say("Clear"))
    else:
        _hints(page, room, screen)


def _remark(page: Page, room: Area, reason: Reason, screen: screens.Welcome) -> None:
    blocks = [Block(page.say(reason.title), "strong")]
    if screen.until_ms:
        text = page.say("Next try in {left}", left="{left}")
        blocks.append(Block(text, "strong", gap_mm=2.0, counts=True))
    blocks.append(Block(page.say(reason.next_step), "small", gap_mm=2.4))
    blocks.append(Block(reason.ground_in(page.words), "small", gap_mm=2.0))
    page.note(room, reason.icon, blocks, is_bad=screen.remark == "wrong")


def _hints(page: Page, room: Area, screen: screens.Welcome) -> None:
    style = page.style
    if screen.open_doors:
        doors = ", ".join(str(number) for number in screen.open_doors)
        text = page.words.count(
            "Door {doors} stands open. Please close it firmly.",
            "Doors {doors} stand open. Please close them firmly.",
            len(screen.open_doors),
            doors=doors,
        )
        page.note(room, "door", [Block(text)], is_bad=False)
        return
    page.icon("scan", room.x_mm, room.y_mm + 0.6, 8.4, style.good)
    box = Area(room.x_mm + 13.0, room.y_mm + 2.2, room.w_mm - 13.0, 14.0)
    page.flow(box, [Block(page.say("Or scan its barcode"))])
    area = Area(room.x_mm, room.bottom_mm - KEY_MM, 62.0, KEY_MM)
    label = page.say("Send a parcel")
    if page.style.name != "large":  # how the keypad beside the glass says it
        label += " 1\u00a0+\u00a0OK"
    page.key("send", area, label)


def typed_boxes(page: Page, y_mm: float, count: int, typed: int, gap_after: int = 0) -> float:
    """A box for each digit, the next one marked; returns their bottom."""
    style, gap_mm = page.style, CODE_GAP_MM
    width_mm, height_mm = CODE_BOX_MM
    x_mm = page.body.x_mm
    for place in range(count):
        if gap_after and place == gap_after:
            # All six end where the body ends.
            x_mm = page.body.right_mm - (count - place) * (width_mm + gap_mm) + gap_mm
        box = Area(x_mm, y_mm, width_mm, height_mm)
        is_next = place == typed
        edge = style.main if is_next else style.plain_edge
        page.items.append(Frame(box, style.plain, 3.0, edge, 1.1 if is_next else 0.5))
        baseline_mm = box.centre[1] + metrics.CAP * 14.0 / 2
        page.items.append(
            Typed(place, box.centre[0], baseline_mm, 14.0, "Bold", style.on_plain, False)
        )
        x_mm = box.right_mm + gap_mm
    page.by_keyboard = KEYBOARD
    return y_mm + height_mm


def ask_phone(page: Page, screen: screens.AskPhone) -> None:
    cards.keypad(page, len(screen.typed) >= codes.PHONE_DIGITS, has_ok=True)
    foot_mm = page.footer()
    blocks = [
        Block(page.say("One more thing"), "title"),
        Block(page.say("Please enter the last 3 digits of your phone number.")),
    ]
    y_mm = page.flow(Area(page.body.x_mm, page.body.y_mm + 1.0, page.body.w_mm, 40.0), blocks)
    y_mm = typed_boxes(page, y_mm + 6.0, codes.PHONE_DIGITS, len(screen.typed)) + 6.0
    box = Area(page.body.right_mm - 46.0, y_mm - 6.0 - CODE_BOX_MM[1], 46.0, CODE_BOX_MM[1])
    page.key("cancel", box, page.say("Cancel"))
    why = Block(page.say("Many wrong codes were tried here today. This protects your parcel."),
                "small", page.style.muted)  # fmt: skip
    page.flow(Area(page.body.x_mm, y_mm, page.body.w_mm, foot_mm - y_mm), [why])


def checking(page: Page, screen: screens.Checking) -> None:
    cards.emblem(page, "search")
    foot_mm = page.footer()
    blocks = [
        Block(page.say("Checking your code"), "title"),
        Block(page.say("This takes a few seconds."), gap_mm=5.0),
    ]
    _middle(page, foot_mm, blocks)


def told(page: Page, screen: screens.Told) -> None:
    """A refusal: reason, ground, next step, and whom to call."""
    help_key.place(page)
    foot_mm = page.footer(has_phones=not cards.help_card(page))
    reason = reasons.TOLD[screen.why]
    top_mm = page.keys_at_bottom([[("ok", page.say("OK"), "main")]], foot_mm)
    text = page.say(reason.text)
    if screen.at_s and screen.why == "collected":
        text = page.say("It was taken out on {when}.", when=_when(page, screen.at_s))
    _refusal(page, top_mm, reason, text)
    page.by_keyboard = DIGITS


def out_of_service(page: Page, screen: screens.OutOfService) -> None:
    foot_mm = page.footer(has_phones=not cards.help_card(page))
    reason = reasons.OUT_OF_SERVICE[screen.why]
    _refusal(page, foot_mm, reason, page.say(reason.text))


def _refusal(page: Page, bottom_mm: float, reason: Reason, text: str) -> None:
    style, body = page.style, page.body
    # A terminal that starts refuses nobody; it only asks for patience.
    colour = style.good if reason is reasons.OUT_OF_SERVICE["starting"] else style.bad
    y_mm = page.headline(reason.icon, page.say(reason.title), colour) + 6.0
    blocks = [
        Block(text),
        Block(page.say(reason.next_step), "strong", gap_mm=4.0),
        Block(reason.ground_in(page.words), "small", style.muted, 4.0),
    ]
    page.flow(Area(body.x_mm, y_mm, body.w_mm, bottom_mm - 4.0 - y_mm), blocks)


def _when(page: Page, at_s: int) -> str:
    at = datetime.datetime.fromtimestamp(at_s, ZoneInfo(page.site.zone))
    return page.say(
        "{day}.{month}.{year} at {hour}:{minute}",
        day=at.day,
        month=f"{at.month:02d}",
        year=at.year,
        hour=f"{at.hour:02d}",
        minute=f"{at.minute:02d}",
    )


def _middle(page: Page, foot_mm: float, blocks: list[Block]) -> None:
    box = page.body
    page.flow(Area(box.x_mm, box.y_mm + 26.0, box.w_mm, foot_mm - box.y_mm - 26.0), blocks)


# -- the door ---------------------------------------------------------------------------------


def plate(page: Page, compartment: int, size: tuple[float, float]) -> Area:
    """The number as it is painted on the door, as large as the plate allows."""
    style, page.door = page.style, compartment
    box = Area(page.body.x_mm, page.body.y_mm, *size)
    page.frame(box, style.amber, CARD_PLATE_RADIUS_MM)
    text = str(compartment)
    size_mm = min(box.h_mm * 0.86, box.w_mm * 0.8 / metrics.width_mm(text, 1.0, "Bold"))
    x_mm, y_mm = box.centre
    page.line(text, x_mm, y_mm + metrics.CAP * size_mm / 2, size_mm, "Bold", style.on_amber,
              "centre")  # fmt: skip
    return box


CARD_PLATE_RADIUS_MM = 4.6
LARGE_PLATE_MM = (62.0, 50.0)
PLATE_MM = (42.0, 32.0)


def beside_plate(page: Page, box: Area, blocks: list[Block]) -> float:
    """Text at the right of the plate; returns where the body goes on beneath both."""
    x_mm = box.right_mm + 6.0
    room = Area(x_mm, box.y_mm + 0.6, page.body.right_mm - x_mm, box.h_mm - 0.6)
    blocks = [*blocks, Block(page.where, "small", gap_mm=1.8)]
    return max(page.flow(room, blocks), box.bottom_mm) + 5.0


def beneath(page: Page, y_mm: float, bottom_mm: float, blocks: list[Block]) -> float:
    room = Area(page.body.x_mm, y_mm, page.body.w_mm, bottom_mm - 4.0 - y_mm)
    return page.flow(room, blocks)


def opening(page: Page, screen: screens.Opening) -> None:
    cards.cabinet_map(page, screen.compartment)
    foot_mm = page.footer()
    box = plate(page, screen.compartment, LARGE_PLATE_MM)
    y_mm = beside_plate(page, box, [Block(page.say("Your door is opening"), "title")])
    beneath(page, y_mm + 2.0, foot_mm, [Block(page.say("Listen for the click."))])


def stuck(page: Page, screen: screens.Stuck) -> None:
    cards.cabinet_map(page, screen.compartment)
    reason = reasons.STUCK.get(screen.why, reasons.STUCK["jammed"])
    is_asked = screen.why == "unknown"
    keys = [
        ("again", page.say("Try again"), "plain" if is_asked else "main"),
        ("is_open", page.say("The door is open"), "main" if is_asked else "plain"),
        ("cancel", page.say("Cancel"), "plain"),
    ]
    top_mm = page.keys_at_bottom([keys], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    beside = [
        Block(page.say(reason.title), "title"),
        Block(page.say("Your code stays valid."), "strong"),
    ]
    y_mm = beside_plate(page, box, beside)
    # In the large style the numbers to call stand right beneath.
    call = "" if page.where else page.say("If it stays shut, please call us.")
    blocks = [
        Block(page.say(reason.text)),
        Block(call, "small"),
        Block(reason.ground_in(page.words), "small", page.style.muted, 2.0),
    ]
    beneath(page, y_mm, top_mm, blocks)


def ask_open(page: Page, screen: screens.AskOpen) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [("yes", page.say("Yes, it is open"), "main"), ("no", page.say("No"), "plain")]
    top_mm = page.keys_at_bottom([keys], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    y_mm = beside_plate(page, box, [Block(page.say("Is this door open?"), "title")])
    why = page.say("Its sensor cannot be relied on today, so please look for us.")
    beneath(page, y_mm, top_mm, [Block(why)])


def take_out(page: Page, screen: screens.TakeOut) -> None:
    cards.cabinet_map(page, screen.compartment)
    empty = ("empty", page.say("The compartment is empty"), "plain")
    problem = ("problem", page.say("Something is wrong"), "plain")
    leave = ("leave", page.say("I am the next customer"), "plain")
    keys = [problem, leave] if screen.is_reminded else [empty, problem]
    top_mm = page.keys_at_bottom([keys], page.footer())
    check = page.say("Not addressed to you? Put it back and call us.")
    if screen.remark == "damaged":
        check = page.say("The damage is noted. You may take the parcel.")
    _taking(page, screen.compartment, screen.shipments, top_mm, screen.is_reminded, check)


def take_unseen(page: Page, screen: screens.TakeUnseen) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("done", page.say("Taken, door is shut"), "main"),
        ("empty", page.say("The compartment is empty"), "plain"),
    ]
    top_mm = page.keys_at_bottom([keys], page.footer())
    check = page.say("Not addressed to you? Put it back and call us.")
    _taking(page, screen.compartment, screen.shipments, top_mm, False, check)


def _taking(
    page: Page, compartment: int, shipments: tuple[str, ...], top_mm: float, is_reminded: bool,
    check: str,
) -> None:  # fmt: skip
    box = plate(page, compartment, PLATE_MM)
    title = page.words.count(
        "Take out your parcel", "Take out all {count} parcels", max(1, len(shipments))
    )
    parcels = Block(parcel_list(page, shipments))
    if is_reminded:
        y_mm = beside_plate(page, box, [Block(title, "title"), _small(parcels)])
        text = page.say("Please take everything out and close the door.")
        room = Area(page.body.x_mm, y_mm, page.body.w_mm, top_mm - y_mm)
        page.note(room, "door", [Block(text)], is_bad=False)
        return
    close = Block(page.say("Then close the door firmly."), "strong")
    y_mm = beside_plate(page, box, [Block(title, "title"), close])
    beneath(page, y_mm, top_mm, [parcels, Block(check, "small", page.style.muted)])


def _small(block: Block) -> Block:
    return Block(block.text, "small", block.colour)


def parcel_list(page: Page, shipments: tuple[str, ...]) -> str:
    """The numbers as 002-8.6.7 asks; those that the body cannot hold as a count."""
    most = 3 if page.style.name == "large" else 6
    shown = [number.replace(" ", "\u00a0") for number in shipments[:most]]
    left = len(shipments) - len(shown)
    text = ",  ".join(shown)
    return page.say("{parcels} and {count} more", parcels=text, count=left) if left else text


def taken(page: Page, screen: screens.Taken) -> None:
    cards.emblem(page, "check")
    keys = [("done", page.say("Finish"), "main")]
    if screen.may_reopen:
        keys.append(("again", page.say("Open again"), "plain"))
    keys.append(("empty", page.say("It was empty"), "plain"))
    top_mm = page.keys_at_bottom([keys], page.footer())
    count = page.words.count(
        "{count} parcel collected", "{count} parcels collected", max(1, len(screen.shipments))
    )
    blocks = [
        Block(page.say("Thank you!"), "title"),
        Block(page.say("Door {number} is shut.", number=screen.compartment), "strong", gap_mm=5.0),
        Block(count, gap_mm=1.6),
        Block(parcel_list(page, screen.shipments), "small", page.style.muted),
    ]
    if screen.may_reopen:
        blocks.append(Block(page.say("Something left inside? Open the door again."), gap_mm=6.0))
    if screen.until_ms:
        text = page.say("This screen closes in {left}", left="{left}")
        blocks.append(Block(text, "small", page.style.muted, counts=True))
    box = page.body
    page.flow(Area(box.x_mm, box.y_mm + 2.0, box.w_mm, top_mm - 6.0 - box.y_mm), blocks)
    page.by_keyboard = DIGITS

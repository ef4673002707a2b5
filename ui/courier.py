"""What a courier sees: PIN, the run, the door for a parcel, and the compartments to look into.

No tap is needed from parcel to parcel, so the body says what was done with the last one and that
the scanner waits; keys are only for what went wrong.
"""

from terminal import codes, screens
from ui import cards, metrics, reasons
from ui.customer import KEYBOARD, PLATE_MM, beneath, beside_plate, parcel_list, plate
from ui.page import Block, Page
from ui.picture import Area, Frame, Typed
from ui.reason import Reason
from ui.tasks import task_in
from ui.words import mark

TAKE_OUT = mark("Take out what is named here")
LEAVE_INSIDE = mark("Leave inside: {parcels}")
SIZE_NAMES = {
    "XS": mark("very small"),
    "S": mark("small"),
    "M": mark("medium"),
    "L": mark("large"),
}


def ask_pin(page: Page, screen: screens.AskPin) -> None:
    cards.keypad(page, False, has_ok=False)
    foot_mm = page.footer(has_phones=False)
    reason = reasons.PIN.get(screen.remark)
    blocks = [Block(page.say("Enter your PIN"), "title")]
    if reason is None:
        blocks.append(Block(page.say("The badge is accepted."), colour=page.style.muted))
    y_mm = page.flow(Area(page.body.x_mm, page.body.y_mm + 1.0, page.body.w_mm, 26.0), blocks)
    y_mm = _secret_boxes(page, y_mm + 5.0, len(screen.typed)) + 5.0
    width_mm = 36.0
    box = Area(page.body.right_mm - width_mm, y_mm - 25.0, width_mm, 20.0)
    page.key("cancel", box, page.say("Cancel"))
    if reason is not None:
        blocks = [
            Block(page.say(reason.title), "strong"),
            Block(page.say(reason.next_step), "small"),
        ]
        room = Area(page.body.x_mm, y_mm, page.body.w_mm, foot_mm - y_mm)
        page.note(room, reason.icon, blocks, is_bad=screen.remark == "wrong")
    page.by_keyboard = tuple(key for key in KEYBOARD if key != "ok")


def _secret_boxes(page: Page, y_mm: float, typed: int) -> float:
    style = page.style
    for place in range(codes.PIN_DIGITS):
        box = Area(page.body.x_mm + place * 21.0, y_mm, 18.0, 20.0)
        is_next = place == typed
        edge = style.main if is_next else style.plain_edge
        page.items.append(Frame(box, style.plain, 3.0, edge, 1.1 if is_next else 0.5))
        baseline_mm = box.centre[1] + metrics.CAP * 14.0 / 2
        page.items.append(
            Typed(place, box.centre[0], baseline_mm, 14.0, "Bold", style.on_plain, True)
        )
    return y_mm + 20.0


# -- the run ----------------------------------------------------------------------------------


def run(page: Page, screen: screens.Run) -> None:
    _tasks(page, screen.tasks)
    foot_mm = page.footer(has_phones=False)
    keys = [("finish", page.say("Finish the run"), "plain")]
    if screen.remark == "not opened" and screen.compartment:
        keys.insert(0, ("by_hand", page.say("Opened by hand"), "plain"))
    top_mm = page.keys_at_bottom([keys], foot_mm)
    body, y_mm, bottom_mm = page.body, page.body.y_mm, top_mm - 4.0
    if not (screen.remark and page.style.name == "large"):  # a remark needs the room
        y_mm = page.headline("scan", page.say("Scan the next parcel"), page.style.good) + 5.0
        bottom_mm = _free(page, screen.free, top_mm - 5.0) - 4.0
    room = Area(body.x_mm, y_mm, body.w_mm, bottom_mm - y_mm)
    if screen.remark:
        _run_remark(page, room, screen)
    elif screen.open_doors:
        _open_doors(page, room, screen.open_doors)
    else:
        text = page.say("Put it in and close the door. There is nothing to press.")
        page.flow(room, [Block(text), *_barred(page, screen.barred)])


def _barred(page: Page, barred: tuple[tuple[int, str], ...]) -> list[Block]:
    """What a technician took out of service, so that no courier wonders about it."""
    if not barred:
        return []
    shown = [str(number) for number, _why in barred[:8]]
    doors = ", ".join([*shown, "+"] if len(barred) > len(shown) else shown)
    return [Block(page.say("Out of use: {doors}", doors=doors), "strong", gap_mm=3.0)]


def _run_remark(page: Page, room: Area, screen: screens.Run) -> None:
    is_bad = screen.remark in reasons.RUN_BAD
    reason: Reason = (reasons.RUN_BAD if is_bad else reasons.RUN_GOOD)[screen.remark]
    if screen.remark == "not opened" and not screen.shipment:
        reason = reasons.NOT_INSPECTED
    named = {"shipment": screen.shipment, "compartment": screen.compartment or ""}
    blocks = [
        Block(page.say(reason.title, **named), "strong"),
        Block(reason.text.format(**named), "small", gap_mm=2.2),
        Block(page.say(reason.next_step), "small", gap_mm=2.2),
        Block(reason.ground_in(page.words), "small", gap_mm=2.2),
    ]
    page.note(room, reason.icon, blocks, is_bad)


def _open_doors(page: Page, room: Area, doors: tuple[int, ...]) -> None:
    text = page.words.count(
        "Door {doors} stands open. Please close it firmly.",
        "Doors {doors} stand open. Please close them firmly.",
        len(doors),
        doors=", ".join(str(number) for number in doors),
    )
    page.note(room, "door", [Block(text, "small")], is_bad=False)


def _free(page: Page, free: tuple[tuple[str, int], ...], bottom_mm: float) -> float:
    """How many compartments of each size are free, in one line; returns its top."""
    style, size_mm = page.style, page.style.small_mm
    x_mm, baseline_mm = page.body.x_mm, bottom_mm - metrics.DESCENT * size_mm
    words = [(page.say("Free:"), "Medium", style.muted)]
    for size, count in free:
        words += [(size, "Medium", style.muted), (str(count), "Bold", style.ink)]
    for place, (text, weight, colour) in enumerate(words):
        page.line(text, x_mm, baseline_mm, size_mm, weight, colour)
        # A count stands close to its size, and the next size well away.
        gap_mm = 1.8 if place % 2 else 6.0
        x_mm += metrics.width_mm(text, size_mm, weight) + gap_mm
    return baseline_mm - metrics.CAP * size_mm


def _tasks(page: Page, tasks: tuple[tuple[int, str], ...]) -> None:
    if not tasks:
        cards.emblem(page, "parcel")
        return
    shown = tasks[: cards.choices_that_fit(page)]
    left = len(tasks) - len(shown)
    more = page.words.count("and {count} more", "and {count} more", left) if left else ""
    keys = [
        (f"inspect {number}", str(number), task_in(page.words, why))
        for number, why in shown
    ]
    cards.choices(page, page.say("Please look into"), keys, more)


def choose_size(page: Page, screen: screens.ChooseSize) -> None:
    keys = [(f"size {size}", size, page.say(SIZE_NAMES.get(size, ""))) for size in screen.sizes]
    cards.choices(page, "", keys)
    foot_mm = page.footer(has_phones=False)
    top_mm = page.keys_at_bottom([[("cancel", page.say("Cancel"), "plain")]], foot_mm)
    y_mm = page.headline("parcel", page.say("Which size is this parcel?"), page.style.good)
    blocks = [
        Block(screen.shipment, "strong"),
        Block(page.say("Nobody has told us. Choose the smallest door that it fits through with"
                       " ease."), gap_mm=4.0),
    ]  # fmt: skip
    beneath(page, y_mm + 6.0, top_mm, blocks)


# -- the door ---------------------------------------------------------------------------------


def put_in(page: Page, screen: screens.PutIn) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("does_not_fit", page.say("It does not fit"), "plain"),
        ("not_empty", _not_empty(page, screen), "plain"),
    ]
    if screen.is_reminded:
        keys.append(("report_open", page.say("It will not close"), "plain"))
    top_mm = page.keys_at_bottom([keys], page.footer(has_phones=False))
    box = plate(page, screen.compartment, PLATE_MM)
    blocks = [
        Block(page.say("Put the parcel in"), "title"),
        Block(page.say("Then close the door firmly."), "strong", gap_mm=2.4),
        Block(screen.shipment, colour=page.style.muted, gap_mm=1.8),
    ]
    y_mm = beside_plate(page, box, blocks)
    room = Area(page.body.x_mm, y_mm, page.body.w_mm, top_mm - 4.0 - y_mm)
    if screen.remark:
        _put_in_remark(page, room, reasons.PUT_IN[screen.remark], screen.remark == "close first")
    elif screen.is_reminded:
        text = page.say("The door still stands open. Please close it, or tell us.")
        page.note(room, "door", [Block(text, "small")], is_bad=False)
    elif screen.must_look:
        text = page.say("First make sure that it is empty: only a customer says so.")
        page.note(room, "eye", [Block(text, "small")], is_bad=False)
    elif screen.beside:
        beneath(page, y_mm, top_mm, _beside(page, screen.beside))


def _beside(page: Page, parcels: tuple[str, ...]) -> list[Block]:
    text = page.words.count(
        "Beside {count} parcel for the same person:", "Beside {count} parcels for the same person:",
        len(parcels),
    )  # fmt: skip
    return [Block(text), Block(parcel_list(page, parcels), "small")]


def _not_empty(page: Page, screen: screens.PutIn) -> str:
    if screen.beside:
        return page.say("Something else")
    return page.say("It is not empty")


def _put_in_remark(page: Page, room: Area, reason: Reason, is_bad: bool) -> None:
    blocks = [
        Block(page.say(reason.title), "strong"),
        Block(f"{page.say(reason.next_step)} {reason.ground_in(page.words)}".strip(), "small"),
    ]
    page.note(room, reason.icon, blocks, is_bad)


def is_it_out(page: Page, screen: screens.IsItOut) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("yes", page.say("Yes, I have it"), "main"),
        ("no", page.say("No, it is inside"), "plain"),
    ]
    top_mm = page.keys_at_bottom([keys], page.footer(has_phones=False))
    box = plate(page, screen.compartment, PLATE_MM)
    blocks = [
        Block(page.say("Is the parcel out again?"), "title"),
        Block(screen.shipment, colour=page.style.muted, gap_mm=1.8),
    ]
    y_mm = beside_plate(page, box, blocks)
    beneath(page, y_mm, top_mm, [Block(page.say("We find another compartment if you have it."))])


def look(page: Page, screen: screens.Look) -> None:
    cards.cabinet_map(page, screen.compartment)
    foot_mm = page.footer(has_phones=False)
    goes_whole = screen.must_take_out and not screen.beside
    if goes_whole:
        foot_mm = _exceptions(page, screen, foot_mm)
    box = plate(page, screen.compartment, PLATE_MM)
    title = page.say(TAKE_OUT) if screen.must_take_out else page.say("Look inside")
    why = task_in(page.words, screen.why)
    blocks = [
        Block(title, "title"),
        Block(why[:1].upper() + why[1:], "small", page.style.muted),
    ]
    y_mm = beside_plate(page, box, blocks)
    if screen.is_reminded:
        text = page.say("The door still stands open. Please close it firmly.")
        room = Area(page.body.x_mm, y_mm, page.body.w_mm, foot_mm - y_mm)
        y_mm = page.note(room, "door", [Block(text, "small")], is_bad=False) + 5.0
    blocks = _inside(page, screen.shipments)
    if screen.must_take_out and screen.beside:
        blocks = _some_of_them(page, screen)
    if goes_whole and not screen.is_reminded:
        blocks.append(Block(page.say("Then close the door firmly. That is all."), "small"))
    elif not screen.is_reminded:
        blocks.append(Block(page.say("Then close the door firmly. We ask what you have found.")))
    beneath(page, y_mm, foot_mm, blocks)


def _exceptions(page: Page, screen: screens.Look, foot_mm: float) -> float:
    """What is not as it should be; the one that was pressed stands out."""
    labels = (
        ("not_there", page.say("It is not there")),
        ("stays", page.say("It stays inside")),
        ("something_else", page.say("Something else")),
    )
    keys = [(key, label, "main" if key == screen.remark else "plain") for key, label in labels]
    return page.keys_at_bottom([keys], foot_mm)


def _some_of_them(page: Page, screen: screens.Look) -> list[Block]:
    stays = page.say(LEAVE_INSIDE, parcels=parcel_list(page, screen.beside))
    roles = ("small", "small") if screen.is_reminded else ("strong", "body")
    return [Block(parcel_list(page, screen.shipments), roles[0]), Block(stays, roles[1])]


def _inside(page: Page, shipments: tuple[str, ...]) -> list[Block]:
    if not shipments:
        return [Block(page.say("Nothing should lie here."), "strong")]
    text = page.words.count(
        "{count} parcel should lie here:", "{count} parcels should lie here:", len(shipments)
    )
    return [Block(text, "strong"), Block(parcel_list(page, shipments))]


def verdict(page: Page, screen: screens.Verdict) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [("empty", page.say("It is empty"), "plain")]
    if screen.shipments:
        keys.append(("as_listed", page.say("As listed"), "plain"))
    keys.append(("something_else", page.say("Something else"), "plain"))
    top_mm = page.keys_at_bottom([keys], page.footer(has_phones=False))
    box = plate(page, screen.compartment, PLATE_MM)
    y_mm = beside_plate(page, box, [Block(page.say("What lies inside now?"), "title")])
    blocks = _inside(page, screen.shipments)
    if screen.taken_out:
        out = page.say("Taken out: {parcels}", parcels=parcel_list(page, screen.taken_out))
        blocks.append(Block(out))
    beneath(page, y_mm, top_mm, blocks)

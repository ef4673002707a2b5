"""What a technician sees: the code, the menu, one list of doors and one door, and what is asked.

Panels are dense, and their keys as large as everybody's: whoever repairs wears gloves too.  They
use the whole width, because nothing has to be pointed at on a map.
"""

from collections.abc import Sequence

from terminal import care_screens
from terminal.visits import door_panels
from ui import cards, care_words, metrics
from ui.care_words import reason_in, words_for
from ui.customer import KEYBOARD
from ui.page import KEY_GAP_MM, KEY_MM, Block, Page
from ui.picture import Area, Frame, Typed
from ui.tasks import task_in

Keys = Sequence[tuple[str, str, str]]
LEAST_MM, MOST_MM = 15.2, 20.0


def wide(page: Page) -> float:
    """The body across the whole glass, without a card; returns the top of its footer."""
    page.widen()
    return page.footer(has_phones=False)


def grid(page: Page, keys: Keys, columns: int, room: Area) -> float:
    """Keys (name, label, look) in rows that end where `room` ends; returns their top."""
    rows = (len(keys) + columns - 1) // columns
    height_mm = (room.h_mm - (rows - 1) * KEY_GAP_MM) / rows
    height_mm = max(LEAST_MM, min(MOST_MM, height_mm))
    width_mm = (room.w_mm - (columns - 1) * KEY_GAP_MM) / columns
    top_mm = room.bottom_mm - rows * height_mm - (rows - 1) * KEY_GAP_MM
    for place, (name, label, look) in enumerate(keys):
        if not name:  # a place that stays free, so that the others keep theirs
            continue
        box = Area(
            room.x_mm + place % columns * (width_mm + KEY_GAP_MM),
            top_mm + place // columns * (height_mm + KEY_GAP_MM),
            width_mm,
            height_mm,
        )
        face = page.face(look)
        inside = page.label(box.inset(2.4, 1.2), label, face.text, page.style.small_mm)
        page.add_key(name, box, face, inside)
    return top_mm


def panel(page: Page, title: str, keys: Keys, columns: int, lines: Sequence[Block]) -> None:
    """A title, some lines, and beneath them a grid of keys."""
    foot_mm = wide(page)
    body = page.body
    rows = (len(keys) + columns - 1) // columns
    least_mm = rows * KEY_MM + (rows - 1) * KEY_GAP_MM
    room = Area(body.x_mm, foot_mm - least_mm, body.w_mm, least_mm)
    top_mm = grid(page, keys, columns, room)
    box = Area(body.x_mm, body.y_mm, body.w_mm, top_mm - 3.0 - body.y_mm)
    blocks = [Block(title, "strong")] if title else []
    page.flow(box, [*blocks, *lines])


def note(text: str, gap_mm: float = 2.0) -> Block:
    """A small line."""
    return Block(text, "small", gap_mm=gap_mm)


# -- the code ---------------------------------------------------------------------------------


def ask_onetime(page: Page, screen: care_screens.AskOnetime) -> None:
    cards.keypad(page, False, has_ok=False)
    foot_mm = page.footer(has_phones=False)
    title = page.say("Enter your one-time code")
    if screen.challenge:
        title = page.say("Enter the answer")
    body = page.body
    is_large = page.style.name == "large"
    blocks = [Block(title, "strong" if is_large else "title")]
    if screen.challenge:
        spaced = f"{screen.challenge[:4]} {screen.challenge[4:]}"
        blocks.append(Block(page.say("Challenge: {digits}", digits=spaced), "strong", gap_mm=2.6))
    y_mm = page.flow(Area(body.x_mm, body.y_mm + 1.0, body.w_mm, 24.0), blocks) + 4.0
    y_mm = _hidden_digits(page, y_mm, screen.digits, len(screen.typed)) + 4.0
    keys = [("cancel", page.say("Cancel"), "plain")]
    if not screen.challenge:
        keys.append(("challenge", page.say("By challenge"), "plain"))
    top_mm = page.keys_at_bottom([keys], foot_mm)
    if screen.remark:
        text = page.say(care_words.ONETIME[screen.remark])
        page.flow(Area(body.x_mm, y_mm, body.w_mm, top_mm - 2.0 - y_mm), [note(text)])
    page.by_keyboard = tuple(key for key in KEYBOARD if key != "ok")


def _hidden_digits(page: Page, y_mm: float, count: int, typed: int) -> float:
    style, gap_mm, height_mm = page.style, 2.2, 17.0
    width_mm = min(17.0, (page.body.w_mm - (count - 1) * gap_mm) / count)
    for place in range(count):
        box = Area(page.body.x_mm + place * (width_mm + gap_mm), y_mm, width_mm, height_mm)
        is_next = place == typed
        edge = style.main if is_next else style.plain_edge
        page.items.append(Frame(box, style.plain, 3.0, edge, 1.1 if is_next else 0.5))
        baseline_mm = box.centre[1] + metrics.CAP * 12.0 / 2
        page.items.append(
            Typed(place, box.centre[0], baseline_mm, 12.0, "Bold", style.on_plain, True)
        )
    return y_mm + height_mm


# -- the menu and its questions ---------------------------------------------------------------


def care(page: Page, screen: care_screens.Care) -> None:
    keys = [
        ("doors", page.say("Doors"), "plain"),
        ("cycle", page.say("Try empty doors"), "plain"),
        ("stocktake", page.say("Stocktake"), "main" if screen.due else "plain"),
        ("parts", page.say("Parts"), "plain"),
        ("tests", page.say("Test devices"), "plain"),
        ("replaced", page.say("Board replaced"), "plain"),
        ("boards", page.say("Boards in use"), "plain"),
    ]
    if screen.can_export:
        keys.append(("export", page.say("Copy the log"), "plain"))
    keys.append(("finish", page.say("Finish"), "plain"))
    lines = []
    if screen.remark:
        lines.append(note(page.say(care_words.MENU_OF_ALL[screen.remark])))
    if screen.why:
        lines.append(note(screen.why, 1.4))
    elif screen.due:
        numbers = ", ".join(str(number) for number in screen.due[:12])
        more = " +" if len(screen.due) > 12 else ""
        lines.append(note(page.say("Stocktake due: {doors}", doors=numbers) + more))
    if screen.failed and len(lines) < 2:
        text = page.words.count(
            "{count} part has failed", "{count} parts have failed", screen.failed
        )
        lines.append(note(text))
    panel(page, page.say("Technician"), keys, 3, lines)


def choose(page: Page, screen: care_screens.Choose) -> None:
    keys = [
        (f"choose {name}", _choice(page, screen.topic, name), "plain") for name in screen.choices
    ]
    keys.append(("cancel", page.say("Back"), "plain"))
    title = page.say(care_words.TITLES[screen.topic])
    panel(page, _with_door(page, title, screen.compartment), keys, 2, [])


def _choice(page: Page, topic: str, name: str) -> str:
    if topic in ("replaced", "boards") and name != "all":
        return page.say("Board {name}", name=name)
    return reason_in(page.words, name)


def _with_door(page: Page, title: str, compartment: int) -> str:
    if not compartment:
        return title
    return page.say("Door {number}: {what}", number=compartment, what=title)


def sure(page: Page, screen: care_screens.Sure) -> None:
    keys = [("yes", page.say("Yes"), "main"), ("no", page.say("No"), "plain")]
    title = page.say(care_words.SURE[screen.topic])
    lines = []
    if screen.reason and screen.topic != "stocktake":
        lines.append(Block(reason_in(page.words, screen.reason), gap_mm=4.0))
    if screen.inside:
        text = page.words.count(
            "{count} parcel should lie here.", "{count} parcels should lie here.", screen.inside
        )
        lines.append(Block(text, "strong", page.style.bad, 4.0))
    panel(page, _with_door(page, title, screen.compartment), keys, 2, lines)


def witness(page: Page, screen: care_screens.Witness) -> None:
    keys = [("cancel", page.say("Cancel"), "plain")]
    lines = [
        Block(reason_in(page.words, screen.ground), gap_mm=4.0),
        Block(page.say("A second person scans the badge: a technician or a courier."), gap_mm=4.0),
    ]
    if screen.remark:
        text = page.say(care_words.WITNESS[screen.remark])
        lines.append(Block(text, "strong", page.style.bad, 4.0))
    title = page.say("Official opening")
    panel(page, _with_door(page, title, screen.compartment), keys, 2, lines)


def exporting(page: Page, screen: care_screens.Exporting) -> None:
    foot_mm = wide(page)
    room = Area(page.body.x_mm, page.body.y_mm, page.body.w_mm, foot_mm - page.body.y_mm)
    text = page.say("The log is being copied. Please leave the stick in its place.")
    page.flow(room, [Block(reason_in(page.words, screen.to), "title"), Block(text, gap_mm=4.0)])


# -- doors ------------------------------------------------------------------------------------


def doors(page: Page, screen: care_screens.Doors) -> None:
    keys = [
        (f"door {number}", f"{number} · {page.say(care_words.STATES[state])}", "plain")
        for number, state in screen.rows
    ]
    keys += [("", "", "")] * (door_panels.DOORS_A_PAGE - len(keys))
    keys.append(("back", page.say("Back"), "plain"))
    if screen.pages > 1:
        keys.append(("next", page.say("More"), "plain"))
    foot_mm = wide(page)
    room = Area(page.body.x_mm, page.body.y_mm, page.body.w_mm, foot_mm - page.body.y_mm)
    grid(page, keys, 3, room)


def one_door(page: Page, screen: care_screens.OneDoor) -> None:
    keys = [("open", page.say("Open"), "main")]
    if screen.barred:
        keys.append(("unbar", page.say("Into service"), "plain"))
    else:
        keys.append(("bar", page.say("Take out of use"), "plain"))
    keys += [
        ("official", page.say("Official opening"), "plain"),
        ("by_hand", page.say("Opened by hand"), "plain"),
        ("back", page.say("Back"), "plain"),
    ]
    say = page.say
    title = say("Door {number}, {size}: {state}", number=screen.compartment, size=screen.size,
                state=say(care_words.STATES.get(screen.door, "")))  # fmt: skip
    panel(page, title, keys, 3, [note(text, 1.4) for text in _facts(page, screen)])


def _facts(page: Page, screen: care_screens.OneDoor) -> list[str]:
    say = page.say
    facts = []
    if screen.remark:
        facts.append(say(care_words.MENU_OF_ONE[screen.remark]))
    inside = say("parcels: {count}", count=screen.inside + screen.reserved)
    marks = [inside]
    if screen.is_blind:
        marks.append(say("sensor blind"))
    if screen.barred:
        marks.append(say("closed: {why}", why=reason_in(page.words, screen.barred)))
    facts.append(" · ".join(marks))
    if screen.doubts:
        known = dict.fromkeys(task_in(page.words, why) for why in screen.doubts)
        facts.append(say("Doubts: {why}", why=", ".join(list(known)[:3])))
    pulses, repeats, failures, trend = screen.health
    facts.append(say("Pulses {pulses}, repeats {repeats} %, failures {failures}", pulses=pulses,
                     repeats=repeats, failures=failures))  # fmt: skip
    if screen.times_ms and page.style.name != "large":
        times = ", ".join(f"{time_ms / 1000:.1f}" for time_ms in screen.times_ms)
        facts.append(say("Opened after {times} s, trend {trend} %", times=times, trend=trend))
    return facts[:4] if page.style.name == "large" else facts


def cycle(page: Page, screen: care_screens.Cycle) -> None:
    keys = [("stop", page.say("Stop"), "main")]
    if screen.is_open:
        keys.append(("not_empty", page.say("It is not empty"), "plain"))
    if screen.is_open:
        title = page.say("Door {number} is open. Close it.", number=screen.compartment)
    else:
        title = page.say("Door {number} opens", number=screen.compartment)
    rows = [
        f"{number}: {words_for(page.words, care_words.RESULTS, result)}"
        for number, result in screen.results[-6:]
    ]
    lines = [Block(" · ".join(rows), gap_mm=4.0)] if rows else []
    if screen.is_stopping:
        lines.insert(0, Block(page.say("This is the last one."), "strong", gap_mm=4.0))
    elif screen.is_reminded:
        text = page.say("The door still stands open. Please close it firmly.")
        lines.insert(0, Block(text, "strong", page.style.bad, 4.0))
    panel(page, title, keys, 2, lines)

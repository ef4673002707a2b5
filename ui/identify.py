"""What a recipient sees who has to show who it is: the way, what to read, and why it failed.

One function a screen, and the words for every outcome.  A square code stands where the map of the
cabinet stands otherwise, in every style as large as the card allows; it is renewed each second.
"""

from terminal import identify_screens
from ui import cards, qr
from ui.customer import PLATE_MM, beneath, beside_plate, plate
from ui.page import GUTTER_MM, Block, Page
from ui.picture import Area, Qr
from ui.reason import Reason
from ui.words import mark

NAMES = {"smart-id": "Smart-ID", "eparaksts": "eParaksts mobile"}  # marks: never translated
SQUARE_MM = 82.0
DARK, LIGHT = (0, 0, 0), (255, 255, 255)
AGAIN = mark("Your code stays valid. You can try again.")
OFFICE = mark("Your code stays valid. Please call us: a post office also takes a passport.")
LATER = mark("Your code stays valid. Please come back later, or call us.")


def _outcome(icon: str, title: str, text: str, next_step: str = AGAIN) -> Reason:
    return Reason(icon, title, text, next_step, "5.3.3")


OUTCOMES = {
    "refused": _outcome(
        "stop", mark("It was refused on the phone"), mark("So we do not know who you are.")
    ),
    "timed out": _outcome(
        "clock", mark("The time is over"), mark("Nothing was confirmed on the phone in time.")
    ),
    "wrong code": _outcome(
        "alert", mark("Another code was chosen"),
        mark("Please choose the digits that stand on this screen."),
    ),
    "no account": _outcome(
        "search", mark("No account was found"),
        mark("This phone has no account that we can ask."), OFFICE,
    ),
    "not qualified": _outcome(
        "badge", mark("This account is not enough"),
        mark("The sender asks for identification at the qualified level."), OFFICE,
    ),
    "other person": _outcome(
        "badge", mark("This parcel is for somebody else"),
        mark("Who confirmed is not the recipient whom the sender named."), OFFICE,
    ),
    "document": _outcome(
        "badge", mark("The certificate is not valid"),
        mark("The certificate on this phone cannot be used any more."), OFFICE,
    ),
    "not supported": _outcome(
        "phone", mark("The app is too old"), mark("Please update the app on your phone.")
    ),
    "failed": _outcome(
        "alert", mark("The identification failed"), mark("Nothing was confirmed.")
    ),
    "unavailable": _outcome(
        "alert", mark("The identification does not answer"),
        mark("It cannot be reached now, or is under repair."), LATER,
    ),
    "interrupted": _outcome(
        "alert", mark("The connection broke"), mark("It broke before the answer came.")
    ),
    "offline": _outcome(
        "alert", mark("There is no connection now"),
        mark("Identification needs the network. Without it this door stays shut."), LATER,
    ),
    "too often": _outcome(
        "stop", mark("Tried too often"), mark("Nobody was identified in five attempts."), OFFICE
    ),
    "blind": _outcome(
        "door", mark("We cannot give it out here"),
        mark("The sensor of this door is out of order."), OFFICE,
    ),
}  # fmt: skip

OURS = ("interrupted", "offline", "too often", "blind")  # where eParaksts could not help


def choose_way(page: Page, screen: identify_screens.ChooseWay) -> None:
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("smart_id", NAMES["smart-id"], "main"), ("eparaksts", NAMES["eparaksts"], "main"),
        ("cancel", page.say("Cancel"), "plain"),
    ]  # fmt: skip
    top_mm = page.keys_at_bottom([keys], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    y_mm = beside_plate(page, box, [Block(page.say("Please show who you are"), "title")])
    why = page.say("The sender asks for it. Confirm in an app on your phone.")
    if screen.remark:
        why = page.say("It was valid for a minute only. Please confirm once more.")
    office = page.say("Without these apps please call us: a post office also takes a passport.")
    beneath(page, y_mm, top_mm, [Block(why), Block(office, "small", page.style.muted, 2.0)])


def identify(page: Page, screen: identify_screens.Identify) -> None:
    if screen.qr_text:
        _square(page, screen.qr_text)
    else:
        cards.emblem(page, "phone")
    cancel = [("cancel", page.say("Cancel"), "plain")]
    top_mm = page.keys_at_bottom([cancel], page.footer(has_phones=False))
    title, text = _asked(page, screen)
    blocks = [
        Block(title, "title"),
        Block(text, gap_mm=4.0),
        Block(screen.code, "title", gap_mm=4.0),
        Block(page.say("Do it only for your own parcel."), "small", page.style.muted, 4.0),
    ]
    if screen.until_ms:
        left = page.say("We wait for {left}", left="{left}")
        blocks.append(Block(left, "small", page.style.muted, counts=True))
    box = page.body
    page.flow(Area(box.x_mm, box.y_mm + 2.0, box.w_mm, top_mm - 4.0 - box.y_mm), blocks)


def _asked(page: Page, screen: identify_screens.Identify) -> tuple[str, str]:
    if not screen.qr_text and not screen.code:
        return page.say("One moment, please"), page.say("Please follow what your phone says.")
    if screen.way == "smart-id":
        text = page.say("Open the app, read this square with it and confirm with PIN1.")
        return "Smart-ID", text
    text = page.say("Read this square with your phone. The phone must show the same digits:")
    return "eParaksts mobile", text


def _square(page: Page, text: str) -> None:
    """The code in its quiet zone, so large that a module has more than five pixels."""
    room, body = page.card, page.body
    box = Area(room.right_mm - SQUARE_MM, room.y_mm, SQUARE_MM, SQUARE_MM)
    page.body = Area(body.x_mm, body.y_mm, box.x_mm - GUTTER_MM - body.x_mm, body.h_mm)
    page.items.append(Qr(text, box, qr.modules(text), DARK, LIGHT))


def not_shown(page: Page, screen: identify_screens.NotShown) -> None:
    foot_mm = page.footer(has_phones=not cards.help_card(page))
    keys = [("cancel", page.say("Cancel"), "plain")]
    if screen.may_retry:
        keys.insert(0, ("again", page.say("Try again"), "main"))
    top_mm = page.keys_at_bottom([keys], foot_mm)
    style, body, reason = page.style, page.body, OUTCOMES[screen.why]
    y_mm = page.headline(reason.icon, page.say(reason.title), style.bad) + 4.0
    ground = reason.ground_in(page.words)
    blocks = [
        Block(page.say(reason.text)),
        Block(page.say(reason.next_step), "strong", gap_mm=3.0),
        Block(_help(page, screen), "small", gap_mm=3.0),
        Block(ground, "small", style.muted, 3.0),
    ]
    page.flow(Area(body.x_mm, y_mm, body.w_mm, top_mm - 4.0 - y_mm), blocks)


def _help(page: Page, screen: identify_screens.NotShown) -> str:
    """Who helps with eParaksts (its customer service standard, III); about doors we do."""
    is_theirs = screen.way == "eparaksts" and screen.why not in OURS
    if not is_theirs or page.style.name == "large":  # there the room is for what to do
        return ""
    return page.say("Help with eParaksts: 67108787, on working days 9:00 to 18:00")

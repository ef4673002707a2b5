"""What a customer sees for whom something is wrong: what it is, put it back, sign the refusal.

One function a screen.  The words are plain and the keys as large as everybody's; the ground and
the number to call stand on the screen that follows (`reasons.py`).
"""

from terminal import codes, screens
from ui import cards
from ui.customer import PLATE_MM, beneath, beside_plate, plate, typed_boxes
from ui.page import Block, Page
from ui.picture import Area
from ui.technician import panel
from ui.words import mark

CHOICES = {
    "empty": mark("The compartment is empty"),
    "not mine": mark("This is not my parcel"),
    "damaged": mark("The packaging is damaged"),
    "refused": mark("I do not want it"),
    "out of reach": mark("I cannot reach it"),
}
THEN = {
    "not mine": mark("We look whose it is, and where yours lies."),
    "refused": mark("Then you sign with your code."),
    "out of reach": mark("Your code stays valid. Call us, and we help you."),
}


def trouble(page: Page, screen: screens.Trouble) -> None:
    keys = [(f"choose {name}", page.say(CHOICES[name]), "plain") for name in screen.choices]
    keys.append(("back", page.say("Back"), "plain"))
    panel(page, page.say("What is wrong?"), keys, 2, [])


def put_back(page: Page, screen: screens.PutBack) -> None:
    cards.cabinet_map(page, screen.compartment)
    top_mm = page.keys_at_bottom([[("back", page.say("I take it"), "plain")]], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    title = Block(page.say("Put it back"), "title")
    close = Block(page.say("Then close the door firmly."), "strong")
    y_mm = beside_plate(page, box, [title, close])
    text = page.say(THEN[screen.why])
    if screen.is_reminded:
        text = page.say("The door still stands open. Please close it firmly.")
    beneath(page, y_mm, top_mm, [Block(text)])


def sign(page: Page, screen: screens.Sign) -> None:
    """A code instead of a signature: who has it is the recipient (002-8.4)."""
    cards.keypad(page, len(screen.typed) >= codes.CODE_DIGITS, has_ok=False)
    foot_mm = page.footer(has_phones=False)
    text = page.say("Type your code once more. The parcel then goes back to its sender.")
    if screen.is_wrong:
        text = page.say("That was not the code of this parcel. Please try again.")
    blocks = [Block(page.say("Sign the refusal"), "title"), Block(text, "small")]
    box = Area(page.body.x_mm, page.body.y_mm + 1.0, page.body.w_mm, 40.0)
    y_mm = page.flow(box, blocks) + 5.0
    typed_boxes(page, y_mm, codes.CODE_DIGITS, len(screen.typed), gap_after=3)
    page.keys_at_bottom([[("cancel", page.say("Cancel"), "plain")]], foot_mm)

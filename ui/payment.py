"""What a customer sees who has to pay before the door opens: what is owed, and the reader's wishes.

One function a screen, and the words for what the reader said.  The card never comes near the
glass: where to hold it is said by the reader, and repeated here in the person's language.
"""

from terminal import screens
from ui import cards
from ui.customer import PLATE_MM, beneath, beside_plate, plate
from ui.page import Block, Page
from ui.reason import Reason
from ui.words import Words, mark

DUES = {
    "cod": mark("Cash on delivery"),
    "duty": mark("Customs duty"),
    "storage": mark("Storage"),
    "surcharge": mark("Surcharge"),
}

# What the reader asks of the person or does (events.CardStep); what is not here says nothing new.
STEPS = {
    "": mark("One moment, please"),
    "present card": mark("Hold your card to the reader"),
    "watch reader": mark("Please look at the card reader"),
    "wait": mark("One moment, please"),
    "wait for bank": mark("Asking the bank"),
    "remove card": mark("Please take your card"),
    "card refused": mark("This card was refused"),
    "card unreadable": mark("This card could not be read"),
    "wrong PIN": mark("That was a wrong PIN"),
    "approved": mark("Paid"),
    "giving back": mark("The money is going back"),
}


def _refusal(title: str, text: str) -> Reason:
    return Reason("alert", title, text, "", "5.3.1")


PAY = {
    "declined": _refusal(
        mark("The card was declined"), mark("Nothing was charged. Please try another card.")
    ),
    "cancelled": _refusal(mark("Not paid"), mark("Nothing was charged.")),
    "timed out": _refusal(mark("Not paid"), mark("No card was shown. Nothing was charged.")),
    "card unreadable": _refusal(
        mark("The card could not be read"), mark("Nothing was charged. Please try again.")
    ),
    "not ready": _refusal(
        mark("The card reader is busy"), mark("Nothing was charged. Try again in a minute.")
    ),
    "no reader": _refusal(
        mark("The card reader does not answer"),
        mark("You cannot pay here at the moment. Please come back later, or call us."),
    ),
    "checking": _refusal(
        mark("A payment is being checked"),
        mark("Until we know its outcome nobody can pay here. Try again in a minute."),
    ),
    "reversed": _refusal(mark("Not paid"), mark("The money goes back to your card.")),
    "not charged": _refusal(mark("Not paid"), mark("Nothing was charged.")),
    "paid back": _refusal(
        mark("The door did not open"),
        mark("The money goes back to your card. You can try again."),
    ),
    "unknown": _refusal(
        mark("The card reader broke off"),
        mark("We are asking it whether you have paid. Please do not pay twice."),
    ),
    "too slow": _refusal(mark("Not paid"), mark("The money goes back to your card.")),
    "blind": _refusal(
        mark("We cannot take money here"),
        mark("The sensor of this door is out of order. Please call us."),
    ),
}


def euros(words: Words, cents: int) -> str:
    """An amount as it is written: "3,49 €" or "€3.49"."""
    return words.say("{euros}.{cents} €", euros=cents // 100, cents=f"{cents % 100:02d}")


def pay(page: Page, screen: screens.Pay) -> None:
    """What is owed, as one sum with its parts."""
    cards.cabinet_map(page, screen.compartment)
    keys = [
        ("pay", page.say("Pay by card"), "main"), ("refuse", page.say("I do not want it"), "plain"),
        ("cancel", page.say("Cancel"), "plain"),
    ]  # fmt: skip
    top_mm = page.keys_at_bottom([keys], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    total = page.say("To pay: {sum}", sum=euros(page.words, screen.cents))
    y_mm = beside_plate(page, box, [Block(total, "title")])
    beneath(page, y_mm, top_mm, _parts(page, screen) if not screen.remark else _why(page, screen))


def _parts(page: Page, screen: screens.Pay) -> list[Block]:
    rows = [
        f"{page.say(DUES.get(kind, kind))} {euros(page.words, cents)}"
        for kind, cents in screen.dues
    ]
    then = Block(page.say("The door opens once you have paid."), "small", gap_mm=2.0)
    return [Block(" · ".join(rows)), then]


def _why(page: Page, screen: screens.Pay) -> list[Block]:
    reason = PAY[screen.remark]
    blocks = [
        Block(page.say(reason.title), "strong", page.style.bad),
        Block(page.say(reason.text), gap_mm=2.0),
    ]
    if page.style.name != "large":  # there the room is for what to do
        blocks.append(Block(reason.ground_in(page.words), "small", page.style.muted, 2.0))
    return blocks


def paying(page: Page, screen: screens.Paying) -> None:
    """The reader has the word; what it wants stands here large."""
    cards.cabinet_map(page, screen.compartment)
    top_mm = page.keys_at_bottom([[("cancel", page.say("Cancel"), "plain")]], page.footer())
    box = plate(page, screen.compartment, PLATE_MM)
    total = page.say("To pay: {sum}", sum=euros(page.words, screen.cents))
    y_mm = beside_plate(page, box, [Block(total, "title")])
    step = page.say(STEPS.get(screen.step, STEPS["wait"]))
    beneath(page, y_mm + 4.0, top_mm, [Block(step, "title")])

"""Steps of senders: what they have ordered, and what they do with it before the terminal."""

import re

from sim.central.announcing import Sending
from sim.scene import TERMINAL, Differs, Parcel
from tests.rules.visits import expect_screen
from tests.rules.vocabulary import step

HOUR_MS = 3_600_000


def announce(story, way, who, parcel, size, recipient, **kept):
    """The server is told, and the terminal by it; the parcel is in the sender's hands."""
    scene = story.scene
    if parcel in scene.parcels:
        raise Differs(f"there is a parcel {parcel} already")
    sender, to = scene.person(who), scene.person(recipient)
    sender.email = sender.email or f"{who.lower()}@example.com"
    sending = Sending(way, size, sender.phone, to.phone, sender.email, to.email, **kept)
    given = []
    scene.order(lambda central: given.append(central.announce(TERMINAL, sending)))
    scene.parcels[parcel] = Parcel(parcel, given[0][0], recipient)
    sender.hands.append(parcel)


@step("a parcel {parcel} of size {size} that {who} sends to {recipient}")
def sends(story, parcel, size, who, recipient):
    announce(story, "send", who, parcel, size, recipient)


@step("a parcel {parcel} of size {size} that {who} sends to {recipient} from compartment {door} within {time}")  # noqa: E501
def sends_from(story, parcel, size, who, recipient, door, time):
    announce(story, "send", who, parcel, size, recipient, compartment=door, hours=time // HOUR_MS)


@step("a parcel {parcel} of size {size} that {who} returns to {recipient} from compartment {door} within {time}")  # noqa: E501
def returns(story, parcel, size, who, recipient, door, time):
    announce(story, "return", who, parcel, size, recipient, compartment=door, hours=time // HOUR_MS)


@step("a parcel {parcel} of size {size} that {who} stores here for {recipient}")
def stores(story, parcel, size, who, recipient):
    announce(story, "storage", who, parcel, size, recipient)


@step("{who} types the door code of {parcel}")
def types_door_code(story, who, parcel):
    scene = story.scene
    number = scene.parcel(parcel).shipment
    texts = [m.text for m in scene.central.view.messages(scene.person(who).email)]
    found = [re.search(r"durvju kods (\d{6})", text) for text in texts if number in text]
    codes = [match[1] for match in found if match]
    if not codes:
        raise Differs(f"no message to {who} has a door code for {parcel}")
    scene.type(codes[-1])
    scene.look()


@step("{who} types the number of {parcel}")
def types_number(story, who, parcel):
    scene = story.scene
    if scene.kiosk.screen == "Welcome":
        scene.press("send")
        scene.look()
    expect_screen(scene, "SendNumber")
    scene.type("".join(char for char in scene.parcel(parcel).shipment if char.isdigit()))
    scene.press("ok")
    scene.look()


@step("{who} has handed in {parcel}")
def has_handed_in(story, who, parcel):
    scene = story.scene
    scene.scan(scene.parcel(parcel).shipment)
    scene.look()
    expect_screen(scene, "HandIn")
    number = scene.kiosk.doors_shown()[0]
    scene.put(who, parcel, number)
    scene.shut(number)
    expect_screen(scene, "HandedIn")
    scene.press("done")
    scene.wait(1_000)

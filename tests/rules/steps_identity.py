"""Steps about who collects: what the sender orders, and what people do with their phones."""

from sim import phones
from sim.scene import Differs
from tests.rules import visits
from tests.rules.vocabulary import step

# What somebody does with the phone -> what the provider calls that end.
ENDS = {
    "refuses": "USER_REFUSED", "chooses the wrong code": "WRONG_VC",
    "has no account": "NO_ACCOUNT", "has an old app": "REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP",
    "has an expired certificate": "DOCUMENT_UNUSABLE", "breaks off": "PROTOCOL_FAILURE",
}  # fmt: skip
WAYS = {"Smart-ID": "smart_id", "eParaksts mobile": "eparaksts"}


def _answer(story, who, end, level="qualified"):
    scene = story.scene
    if not phones.answer(scene.central, scene.kiosk, who, end, level):
        raise Differs(f"{who} finds nothing on the glass that a phone can answer")
    scene.look()


@step("the sender asks to identify {recipient} for {parcel}")
def identification(story, recipient, parcel):
    shipment, code = story.scene.parcel(parcel).shipment, phones.personal_code_of(recipient)
    story.scene.order(lambda central: central.identify(shipment, code))


@step("the operator gives out {parcel} without identification")
def waived(story, parcel):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.waive_identification(shipment))


@step("{who} types the code of {parcel} and chooses {way}")
def choose(story, who, parcel, way):
    scene = story.scene
    scene.type(visits.code_of(scene, story.scene.parcel(parcel).recipient, parcel))
    scene.look()
    visits.expect_screen(scene, "ChooseWay")
    scene.press(WAYS[way])
    scene.look()


@step("{who} confirms with the phone")
def confirm(story, who):
    _answer(story, who, "OK")


@step("{who} confirms with the phone at the level {level}")
def confirm_at(story, who, level):
    _answer(story, who, "OK", level)


@step("{who} {answers} on the phone")
def answer(story, who, answers):
    _answer(story, who, ENDS[answers])


@step("{who} reads the square code and is slow")
def read(story, who):
    scene = story.scene
    story.read_text = phones.text_on_glass(scene.kiosk.display.picture)
    if not story.read_text:
        raise Differs("no square code stands on the glass")


@step("{who} confirms what was read")
def confirm_read(story, who):
    scene = story.scene
    phones.answer_to(scene.central, story.read_text, who, "OK")
    scene.look()


@step("{way} cannot be reached")
def away(story, way):
    identities = story.scene.central.identities
    name = {"Smart-ID": "smart-id", "eParaksts mobile": "eparaksts"}[way]
    identities.providers[name].is_away = True


@step("the glass shows a square code")
def has_square(story):
    if not phones.text_on_glass(story.scene.kiosk.display.picture):
        raise Differs("there is none")


@step("the glass shows no square code")
def has_no_square(story):
    if phones.text_on_glass(story.scene.kiosk.display.picture):
        raise Differs("there is one")


@step("each second the glass shows another square code, for {time}")
def renewed(story, time):
    scene, seen, since_ms = story.scene, [], 0
    end_ms = scene.world.now_ms + time
    while scene.world.now_ms < end_ms:
        text = phones.text_on_glass(scene.kiosk.display.picture)
        if text not in seen:
            seen.append(text)
            since_ms = scene.world.now_ms
        elif text != seen[-1] or scene.world.now_ms - since_ms > 1_500:
            raise Differs(f"one of {len(seen)} codes is shown again, or too long")
        scene.wait(200)
    if not all(seen) or len(seen) < time // 1000:
        raise Differs(f"{len(seen)} codes were shown")

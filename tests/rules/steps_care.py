"""Steps of technicians: badge and one-time code, panels of doors, and counting what lies inside."""

import re

from sim.scene import Differs, Scene
from tests.rules import visits
from tests.rules.vocabulary import step

DOORS_MAX = 40
CHALLENGE = re.compile(r"\b(\d{4}) (\d{4})\b")


# -- the office -------------------------------------------------------------------------------


@step("technician {courier} has a badge")
def badge(story, courier):
    scene = story.scene
    person = scene.person(courier)
    person.badge = f"TOOL-{len(scene.people):03d}-{courier.upper()}"
    terminal = scene.kiosk.name
    scene.order(lambda central: central.add_technician(courier, person.badge, terminal))


@step("the operator revokes the badge of technician {courier}")
def revoked(story, courier):
    terminal = story.scene.kiosk.name
    story.scene.order(lambda central: central.revoke_technician(courier, terminal))


# -- badge and code ---------------------------------------------------------------------------


@step("technician {courier} types the one-time code")
def types_code(story, courier):
    scene = story.scene
    code = scene.central.onetime(courier, scene.kiosk.name)
    scene.person(courier).pin = code
    _type(scene, code)


@step("technician {courier} types the same one-time code again")
def types_used_code(story, courier):
    _type(story.scene, story.scene.person(courier).pin)


@step("technician {courier} types the one-time code of {who}")
def types_foreign_code(story, courier, who):
    scene = story.scene
    _type(scene, scene.central.onetime(who, scene.kiosk.name))


@step("technician {courier} types the answer to the challenge")
def types_answer(story, courier):
    scene = story.scene
    found = CHALLENGE.search(" ".join(scene.kiosk.texts()).replace("\u00a0", " "))
    if found is None:
        raise Differs("the screen shows no challenge")
    challenge = found[1] + found[2]
    _type(scene, scene.central.response(courier, scene.kiosk.name, challenge))


def _type(scene: Scene, digits: str) -> None:
    scene.type(digits)
    scene.look()


@step("technician {courier} is let in")
def let_in(story, courier):
    scene = story.scene
    if scene.kiosk.screen == "Care":
        return
    scene.scan(scene.person(courier).badge)
    scene.look()
    visits.expect_screen(scene, "AskOnetime")
    types_code(story, courier)
    visits.expect_screen(scene, "Care")


# -- panels -----------------------------------------------------------------------------------


@step("technician {courier} looks at the panel of door {door}")
def panel(story, courier, door):
    scene = story.scene
    let_in(story, courier)
    for key in ("doors", f"door {scene.door(door)}"):
        scene.press(key)
        scene.look()
    visits.expect_screen(scene, "OneDoor")


@step("technician {courier} takes compartment {door} out of service because of {why}")
def bars(story, courier, door, why):
    scene = story.scene
    panel(story, courier, door)
    for key in ("bar", f"choose {why}", "back", "back", "finish"):
        scene.press(key)
        scene.look()


# -- counting ---------------------------------------------------------------------------------


@step("technician {courier} counts what is in doubt")
def counts(story, courier):
    scene = story.scene
    let_in(story, courier)
    for key in ("stocktake", "choose in doubt"):
        scene.press(key)
        scene.look()
    for _door in range(DOORS_MAX):
        scene.wait_while(lambda: scene.kiosk.screen == "Opening")
        if scene.kiosk.screen != "Count":
            break
        _count_one(scene, courier)


@step("technician {courier} counts what lies behind the open door")
def counts_one(story, courier):
    _count_one(story.scene, courier)


def _count_one(scene: Scene, courier: str) -> None:
    visits.expect_screen(scene, "Count")
    number = scene.open_doors()[0]
    inside = scene.kiosk.cabinet.contents(number)
    for name in inside:
        if name in scene.parcels:
            scene.scan(scene.parcel(name).shipment)
        else:
            scene.press("no_number")
    if not inside:
        scene.press("empty")
    scene.shut(number)
    scene.look()

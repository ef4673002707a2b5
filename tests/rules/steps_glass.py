"""Steps about what can be seen and heard: screens, texts, keys, sounds, doors and parcels."""

from sim.scene import Differs
from tests.rules.screens import spoken_name
from tests.rules.vocabulary import step


@step("the screen is {screen}")
def is_screen(story, screen):
    shown = story.scene.kiosk.screen
    if shown != screen:
        raise Differs(f'the screen is "{spoken_name(shown)}"')


@step("the screen is not {screen}")
def is_not_screen(story, screen):
    if story.scene.kiosk.screen == screen:
        raise Differs("it is")


@step("the screen is dark")
def is_dark(story):
    if story.scene.kiosk.is_on:
        raise Differs("it is not")


def _said(story):
    """All texts as one, for a line may end anywhere; spaces that hold together are spaces."""
    return " ".join(" ".join(story.scene.kiosk.texts()).split())


@step("the screen says {text}")
def says(story, text):
    if " ".join(text.split()) not in _said(story):
        raise Differs("it does not")


@step("the screen does not say {text}")
def says_not(story, text):
    if " ".join(text.split()) in _said(story):
        raise Differs("it does")


@step("the screen names {parcel}")
def names(story, parcel):
    number = story.scene.parcel(parcel).shipment
    if number not in _said(story):
        raise Differs(f"its number is {number}")


@step("the screen does not name {parcel}")
def names_not(story, parcel):
    if story.scene.parcel(parcel).shipment in _said(story):
        raise Differs("it does")


@step("the screen points at door {door}")
def points(story, door):
    shown = story.scene.kiosk.doors_shown()
    if shown != (story.scene.door(door),):
        raise Differs(f"it points at {', '.join(map(str, shown)) or 'none'}")


@step("the screen offers {key}")
def offers(story, key):
    if key not in story.scene.keys:
        raise Differs("it does not")


@step("the screen does not offer {key}")
def offers_not(story, key):
    if key in story.scene.keys:
        raise Differs("it does")


@step("{sound} has sounded")
def sounded(story, sound):
    if not story.scene.sounds(_tune(sound)):
        raise Differs("it has not")


@step("{sound} has sounded {count} time/times")
def sounded_times(story, sound, count):
    heard = story.scene.sounds(_tune(sound))
    if heard != count:
        raise Differs(f"it has sounded {heard} times")


def _tune(sound):
    tunes = ("accepted", "refused", "reminder", "alarm")
    if sound not in tunes:
        raise Differs(f'there is no sound "{sound}", only {", ".join(tunes)}')
    return sound


# -- doors and what is inside -----------------------------------------------------------------


@step("door {door} is open")
def is_open(story, door):
    if story.scene.door(door) not in story.scene.open_doors():
        raise Differs("it is shut")


@step("door {door} is shut")
def is_shut(story, door):
    if story.scene.door(door) in story.scene.open_doors():
        raise Differs("it is open")


@step("all doors are shut")
def all_shut(story):
    if story.scene.open_doors():
        raise Differs(f"open: {', '.join(map(str, story.scene.open_doors()))}")


@step("only door {door} is open")
def only_one_open(story, door):
    only_open(story, [door])


@step("only the doors {numbers} are open")
def only_open(story, numbers):
    if sorted(story.scene.open_doors()) != sorted(numbers):
        raise Differs(f"open: {', '.join(map(str, story.scene.open_doors())) or 'none'}")


@step("the lock of door {door} got {count} pulse/pulses")
def pulses(story, door, count):
    got = story.scene.pulses(story.scene.door(door))
    if got != count:
        raise Differs(f"it got {got}")


@step("no lock got a pulse")
def no_pulses(story):
    scene = story.scene
    pulsed = [n for n in scene.kiosk.cabinet.compartments if scene.pulses(n)]
    if pulsed:
        raise Differs(f"the locks of these doors did: {', '.join(map(str, pulsed))}")


@step("{parcel} lies in compartment {door}")
def lies_in(story, parcel, door):
    lies = story.scene.where(story.scene.parcel(parcel).name)
    if lies != story.scene.door(door):
        raise Differs(f"it lies in {lies}" if lies else "it lies in no compartment")


@step("{parcel} lies in a compartment")
def lies_somewhere(story, parcel):
    if not story.scene.where(story.scene.parcel(parcel).name):
        raise Differs("it lies in none")


@step("compartment {door} is empty")
def is_empty(story, door):
    inside = story.scene.kiosk.cabinet.contents(story.scene.door(door))
    if inside:
        raise Differs(f"there lies: {', '.join(inside)}")


@step("{who} holds {parcel}")
def holds(story, who, parcel):
    if story.scene.parcel(parcel).name not in story.scene.person(who).hands:
        lies = story.scene.where(parcel)
        raise Differs(f"it lies in compartment {lies}" if lies else "somebody else does")

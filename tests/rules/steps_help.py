"""Steps of the help: keys of a keypad that are not on the glass, and what a phone reads there."""

from sim.scene import KEY_MS, Differs
from tests.rules.vocabulary import step

LEGENDS = {"OK": "ok", "erase": "erase", "cancel": "cancel"}


@step("{who} presses {key} on the keypad")
def presses_beside(story, who, key):
    if key not in LEGENDS:
        raise Differs(f'a keypad has no key "{key}", only {", ".join(LEGENDS)}')
    story.scene.kiosk.display.type(LEGENDS[key])
    story.scene.kiosk.wake()
    story.scene.wait(KEY_MS)
    story.scene.look()


@step("a phone reads {text} from the screen")
def phone_reads(story, text):
    codes = story.scene.kiosk.display.qr_codes()
    if codes != [text]:
        raise Differs(f"it reads {', '.join(codes) or 'nothing'}")

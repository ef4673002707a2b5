"""The people and parcels of the stories about a compartment that several parcels share."""

from terminal import screens
from tests.terminal.scene import Scene, badge, expected, stored, tag

ANNA, BERTA = "+37126123456", "+37129000111"
PHONE = tag("phone", ANNA)
SHARED = tag("code", "123456")


def van(*lines, first=()):
    """P1 of Anna's lies in 1 with the code 123456; P2 of hers, 222222, is in the van."""
    begin = stored(1, phone=ANNA) + list(first) + [expected("P2", "222222", phone=ANNA), badge()]
    scene = Scene(begin + list(lines))
    scene.begin_run()
    scene.mark()
    return scene


def adding(*lines):
    """The door of compartment 1 stands open, and P2 is in the courier's hand."""
    scene = van(*lines)
    scene.scan("P2")
    scene.door_opens(1)
    return scene


def added(*lines):
    """Both lie in compartment 1, and nobody is here."""
    scene = adding(*lines)
    scene.door_shuts(1)
    scene.choose("finish")
    return scene


def others():
    """Three share compartment 1: P1 and P2 with one code, P3 with its own."""
    first, second = stored(1, phone=ANNA), stored(1, "P2", "123456", phone=ANNA)
    return first + second + stored(1, "P3", "333333", phone=ANNA)


def take_out(scene, verdict="as_listed"):
    """Anna's run: she does what the glass asks for at compartment 1, and says what lies there."""
    scene.choose("inspect 1")
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose(verdict)


def told(scene, code="123456"):
    """The reason on the glass after this code, or ""."""
    scene.enter(code)
    return scene.screen.why if scene.is_shown(screens.Told) else ""

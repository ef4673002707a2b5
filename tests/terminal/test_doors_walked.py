"""One door, whatever happens in whatever order: every way of five steps from a pulse."""

from terminal import doors, screens
from terminal import events as ev
from tests.terminal.scene import MINUTE, Scene, stored


def asked():
    """A recipient has given the code of compartment 1; the first pulse is under way."""
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)] and scene.door(1) == doors.ASKED
    return scene


def swings(scene):
    if not scene.is_open[1]:
        scene.is_open[1] = True
        tell_if_seen(scene, ev.DoorOpened(1))


def closes(scene):
    if scene.is_open[1]:
        scene.is_open[1] = False
        tell_if_seen(scene, ev.DoorClosed(1))


def tell_if_seen(scene, event):
    if scene.door(1) != doors.UNSEEN:
        scene.tell(event)


def falls_silent(scene):
    scene.tell(ev.DoorSilent(1))


def is_read(scene):
    scene.tell(ev.DoorSeen(1, scene.is_open[1]))


def answers(kind):
    def answer(scene):
        if scene.unanswered:
            scene.answer(kind)

    return answer


def waits(scene):
    wake_at_ms = scene.terminal.wake_at_ms()
    scene.after(max(0, wake_at_ms - scene.now_ms) if wake_at_ms is not None else MINUTE)


def asks(scene):
    if scene.is_shown(screens.Stuck):
        scene.choose("again")
    elif scene.front() == "idle":
        scene.enter("123456")


def leaves(scene):
    scene.choose("cancel")


def loses_power(scene):
    scene.power_cut()


MOVES = (swings, closes, falls_silent, is_read, answers(ev.UnlockDone), answers(ev.UnlockNotSent),
         answers(ev.UnlockRefused), answers(ev.UnlockUnknown), waits, asks, leaves,
         loses_power)  # fmt: skip
DEPTH = 4


def test_whatever_happens_in_whatever_order_the_books_know_how_the_door_stands():
    walked = [0]

    def walk(path):
        scene = asked()
        for move in path:
            before = len(scene.unlocks)
            move(scene)
            assert len(scene.unlocks) <= before + 1, path
        if scene.door(1) != doors.UNSEEN:
            assert scene.room(1).is_open == scene.is_open[1], [m.__name__ for m in path]
            assert (scene.door(1) in (doors.OPEN, doors.LEFT)) == scene.is_open[1]
        walked[0] += 1
        if len(path) < DEPTH:
            for move in MOVES:
                walk(path + (move,))

    for first in (answers(ev.UnlockDone), answers(ev.UnlockUnknown), waits, swings):
        walk((first,))
    assert walked[0] == 4 * (1 + 12 + 12 * 12 + 12 * 12 * 12)

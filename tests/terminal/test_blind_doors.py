"""A recipient behind a sensor that is not believed: released once on a word, then shut off."""

from terminal import entries as e
from terminal import events as ev
from terminal import rooms, screens
from terminal.compartments import INSIDE
from terminal.visits import pickup
from tests.terminal.scene import MINUTE, Scene, stored


def stuck():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.jams(1)
    assert scene.front() == pickup.STUCK
    return scene


def blind():
    """The sensor is not believed; the person is asked whether the door is open."""
    scene = Scene(stored(1) + [e.SensorBlind(1, "said open")])
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    assert scene.front() == pickup.ASK_OPEN
    return scene


def is_live(scene):
    shipment = scene.shipment("P1")
    return shipment.standing == INSIDE and not shipment.why and scene.room(1).shipments == ["P1"]


def test_a_blind_door_is_released_once_on_the_persons_word_and_then_shut_off():
    scene = blind()
    scene.choose("yes")
    assert scene.is_shown(screens.TakeUnseen) and e.SaidOpen(1) in scene.noted()
    scene.choose("done")
    assert scene.noted(e.Collected) == [e.Collected(1, ("P1",), True, 0)]
    assert scene.room(1).doubts == ["sensor"]


def test_a_blind_door_that_is_said_to_be_shut_keeps_the_code():
    scene = blind()
    scene.choose("no")
    assert scene.screen == screens.Stuck(1, "said shut")
    scene.choose("cancel")
    assert is_live(scene)


def test_nobody_answers_whether_a_blind_door_is_open():
    scene = blind()
    scene.after(MINUTE)
    assert scene.is_shown(screens.Welcome) and is_live(scene) and scene.room(1).doubts


def test_a_blind_sensor_that_wakes_up_is_believed():
    for answer in ("", "yes"):
        scene = blind()
        if answer:
            scene.choose(answer)
        scene.door_opens(1)
        assert scene.is_shown(screens.TakeOut) and not scene.room(1).is_blind
        scene.door_shuts(1)
        assert scene.front() == pickup.GRACE


def test_who_says_the_door_is_open_although_the_sensor_does_not():
    scene = stuck()
    scene.choose("is_open")
    assert scene.noted(e.SaidOpen) == [e.SaidOpen(1)]
    assert scene.noted(e.SensorBlind) == [e.SensorBlind(1, "said open")]
    scene.choose("done")
    assert scene.room(1).doubts == ["sensor"] and scene.room(1).is_blind
    assert scene.shipment("P1").why == "collected"


def test_empty_behind_a_blind_sensor():
    scene = blind()
    scene.choose("yes")
    scene.choose("empty")
    assert "said empty" in scene.room(1).doubts and scene.noted(e.Collected) == []


def test_a_door_that_was_open_all_along_and_is_shut_now_is_in_its_grace_time():
    scene = Scene(stored(1), open_doors=(1,))
    scene.enter("123456")
    assert scene.is_shown(screens.AskOpen)
    scene.door_shuts(1)
    assert scene.front() == pickup.GRACE


def test_nobody_is_sent_to_look_at_a_sensor_that_feels_the_latch():
    scene = Scene([e.SensorBlind(1, "feels the latch"), e.SensorBlind(2, "said open")])
    scene.terminal.condition.latch_only = (1,)
    assert rooms.tasks(scene.terminal) == ((2, "sensor"),)

"""Doors that nobody asked to open, or that moved in the dark, and sensors that lie."""

from terminal import doors, orders, screens
from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from tests.terminal.scene import MINUTE, SECOND, Scene, stored


def asked():
    """A recipient has given the code of compartment 1; the first pulse is under way."""
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)] and scene.door(1) == doors.ASKED
    return scene


# -- nobody asked -----------------------------------------------------------------------------


def test_a_forced_door_is_an_alarm_and_a_doubt_within_the_turn():
    scene = Scene(stored(1))
    scene.door_opens(1)
    assert scene.noted() == [e.SeenOpen(1, 0, True)] and scene.tunes() == ["alarm"]
    assert scene.room(1).doubts == ["opened without order"]
    assert scene.screen.open_doors == (1,)


def test_a_forced_door_that_springs_open_again_is_still_forced():
    scene = Scene(stored(1))
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.after(SECOND)
    scene.mark()
    scene.door_opens(1)
    assert scene.noted(e.SeenOpen)[0].opening == 0 and scene.tunes() == ["alarm"]


def test_a_forced_door_of_an_empty_compartment_is_not_offered_afterwards():
    scene = Scene()
    scene.door_opens(1)
    scene.door_shuts(1)
    assert scene.room(1).doubts and not scene.room(1).is_open


def test_another_door_does_not_move_a_visit():
    scene = asked()
    scene.door_opens(2)
    assert scene.is_shown(screens.Opening) and scene.tunes()[-1] == "alarm"
    scene.door_shuts(2)
    assert scene.is_shown(screens.Opening)
    scene.after(3500)
    scene.door_opens(1)
    scene.door_opens(2)
    scene.door_shuts(2)
    assert scene.is_shown(screens.TakeOut)


def test_a_door_left_open_is_reminded_of_after_its_time_and_then_every_two_minutes():
    scene = asked()
    scene.door_opens(1)
    scene.after(59999)
    assert scene.noted(e.LeftOpen) == [] and "reminder" not in scene.tunes()
    scene.after(1)
    assert scene.noted(e.LeftOpen) == [e.LeftOpen(1)] and scene.tunes()[-1] == "reminder"
    assert scene.screen.is_reminded
    scene.after(5 * MINUTE)
    assert len(scene.noted(e.LeftOpen)) == 1, "once an opening"


def test_the_time_before_the_reminder_is_policy():
    scene = Scene(stored(1))
    scene.order(orders.SetPolicy(1, (("remind_s", 20),)))
    scene.enter("123456")
    scene.door_opens(1)
    scene.after(19999)
    assert not scene.screen.is_reminded
    scene.after(1)
    assert scene.screen.is_reminded


def test_a_rattling_neighbour_does_not_put_off_the_reminder():
    scene = asked()
    scene.door_opens(1)
    for _time in range(15):
        scene.after(4 * SECOND)
        scene.door_opens(2)
        scene.door_shuts(2)
    assert scene.screen.is_reminded


def test_repeated_readings_do_not_put_off_the_reminder():
    scene = asked()
    scene.door_opens(1)
    for _second in range(60):
        scene.after(SECOND)
        scene.tell(ev.DoorOpened(1))
        scene.tell(ev.DoorSeen(1, True))
    assert scene.screen.is_reminded


def test_a_slammed_door_that_rebounds_is_the_same_visit():
    scene = asked()
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.after(SECOND)
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and "alarm" not in scene.tunes()
    assert scene.noted(e.SeenOpen) == [e.SeenOpen(1, 1, True), e.SeenOpen(1, 1, True)]
    assert scene.room(1).doubts == []


def test_the_reminder_starts_anew_with_each_opening():
    scene = asked()
    scene.door_opens(1)
    scene.after(50 * SECOND)
    scene.door_shuts(1)
    scene.door_opens(1)
    scene.after(50 * SECOND)
    assert not scene.screen.is_reminded


# -- after a power cut ------------------------------------------------------------------------


def test_a_door_found_open_that_was_shut_before_is_an_alarm_and_no_change():
    scene = Scene(stored(1))
    scene.cut()
    scene.moves(1, True)
    scene.power_on()
    assert e.SeenOpen(1, 0, False) in scene.journal()
    assert scene.room(1).doubts == ["opened without order"]
    alarms = [x for turn in scene.turns for x in turn if x == fx.Sound("alarm")]
    assert len(alarms) == 1


def test_a_door_that_stood_open_before_and_after_is_no_news():
    scene = asked()
    scene.door_opens(1)
    scene.power_cut()
    assert scene.journal()[-1] == e.Booted(2)
    assert scene.room(1).doubts == ["power cut during pick-up"]


def test_a_door_that_was_shut_in_the_dark_is_seen_shut():
    scene = asked()
    scene.door_opens(1)
    scene.cut()
    scene.moves(1, False)
    scene.power_on()
    assert scene.journal()[-1] == e.SeenShut(1)


def test_a_pulse_from_before_the_cut_may_still_work():
    scene = asked()
    scene.power_cut()
    assert scene.door(1) == doors.LATE
    scene.mark()
    scene.door_opens(1)
    assert "alarm" not in scene.tunes() and scene.noted(e.SeenOpen) == [e.SeenOpen(1, 1, True)]


def test_a_pulse_from_before_the_cut_is_named_by_its_own_number():
    for ending in (lambda scene: scene.door_opens(1), lambda scene: scene.after(30 * SECOND)):
        scene = Scene(stored(1) + stored(2, "P2", "222222"))
        scene.enter("123456")
        scene.power_cut()
        scene.enter("222222")  # a later pulse, at another door
        scene.power_cut()
        scene.mark()
        ending(scene)
        named = [n.opening for n in scene.noted() if getattr(n, "compartment", 0) == 1
                 and "opening" in n.fields]  # fmt: skip
        assert named == [1], scene.noted()


def test_a_pulse_that_worked_in_the_dark_is_named_by_its_own_number():
    scene = Scene(stored(1) + stored(2, "P2", "222222"))
    scene.enter("123456")
    scene.jams(1)
    scene.choose("cancel")
    scene.enter("222222")
    scene.door_opens(2)
    scene.cut()
    scene.moves(1, True)
    scene.power_on()
    seen = [n for n in scene.journal() if type(n) is e.SeenOpen and n.compartment == 1]
    assert [n.opening for n in seen] == [3], "the opening of another door is named"


def test_opening_numbers_go_on_after_a_cut():
    scene = asked()
    scene.power_cut()
    scene.enter("123456")
    assert scene.unlocks == [(1, 1), (1, 2)]


def test_answers_of_the_life_before_change_nothing():
    for kind in doors.ANSWERS:
        scene = asked()
        scene.power_cut()
        scene.enter("123456")
        scene.tell(kind(1, 1))
        assert scene.door(1) == doors.ASKED


# -- sensors that lie -------------------------------------------------------------------------


def test_a_door_open_before_the_pulse_is_not_believed():
    scene = Scene(stored(1), open_doors=(1,))
    scene.enter("123456")
    assert scene.noted(e.SensorBlind) == [e.SensorBlind(1, "open before")]
    assert scene.screen == screens.AskOpen(1)


def test_a_door_that_reads_open_before_the_pulse_is_not_believed():
    # A contact that broke this moment looks just like a crowbar (decision 17).
    scene = Scene(stored(1))
    scene.door_opens(1)
    scene.enter("123456")
    assert scene.is_shown(screens.AskOpen) and scene.unlocks == [(1, 1)]
    assert scene.noted(e.SensorBlind) == [e.SensorBlind(1, "open before")]


def test_a_blind_sensor_is_asked_about_and_proven_by_a_change_after_a_pulse():
    scene = Scene(stored(1) + [e.SensorBlind(1, "said open")])
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    assert scene.screen == screens.AskOpen(1)
    assert scene.noted(e.OpeningFailed) == [e.OpeningFailed(1, 1, "unseen")]
    scene.door_opens(1)
    assert scene.noted(e.SensorProven) == [e.SensorProven(1)] and not scene.room(1).is_blind
    assert scene.is_shown(screens.TakeOut)


def test_a_pulse_at_an_open_door_is_over_when_the_door_was_shut():
    # Else each later power cut would cast a doubt for a pulse of long ago.
    scene = Scene(stored(1), open_doors=(1,))
    scene.enter("123456")
    scene.door_shuts(1)
    scene.after(10 * MINUTE)
    scene.power_cut()
    assert "power cut after a pulse" not in scene.room(1).doubts


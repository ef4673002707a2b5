"""A courier looks into a compartment: the only look that takes a doubt away."""

from terminal import entries as e
from terminal import events as ev
from terminal import screens
from terminal.compartments import EXPECTED, GONE, INSIDE
from terminal.visits import inspection
from tests.terminal.scene import MINUTE, SECOND, TODAY_S, Scene, badge, expected, stored


def opening(*lines):
    """Anna looks into compartment 1, which is in doubt."""
    scene = Scene([badge()] + list(lines) + [e.Doubted(1, "left open")])
    scene.begin_run()
    scene.mark()
    scene.choose("inspect 1")
    return scene


def verdict(*lines):
    """She has looked and shut the door."""
    scene = opening(*lines)
    scene.door_opens(1)
    assert scene.is_shown(screens.Look)
    scene.door_shuts(1)
    assert scene.is_shown(screens.Verdict)
    return scene


def overdue():
    scene = Scene(stored(1) + [badge(), e.DeadlineSet("P1", TODAY_S - 1)])
    scene.clock_is_right()
    scene.begin_run()
    scene.mark()
    assert scene.screen.tasks == ((1, "expired"),)
    scene.choose("inspect 1")
    scene.door_opens(1)
    return scene


def test_what_is_listed_is_there():
    scene = verdict(*stored(1))
    assert scene.screen == screens.Verdict(1, ("P1",), ())
    scene.choose("as_listed")
    assert scene.noted(e.Inspected) == [e.Inspected(1, ("P1",), False, "Anna")]
    assert scene.room(1).doubts == [] and scene.shipment("P1").standing == INSIDE
    assert scene.screen.remark == "inspected" and scene.screen.tasks == ()


def test_it_is_empty():
    scene = verdict(*stored(1))
    scene.choose("empty")
    assert scene.room(1).doubts == [] and scene.shipment("P1").why == "not found"
    assert scene.room(1).shipments == []


def test_an_empty_compartment_can_be_used_again():
    scene = verdict(expected("P2", "222222"))
    scene.choose("as_listed")
    assert scene.is_shown(screens.Verdict), "nothing is listed"
    scene.choose("empty")
    scene.scan("P2")
    assert scene.screen == screens.Opening(1)


def test_something_else_stays_in_doubt():
    scene = verdict(*stored(1))
    scene.choose("something_else")
    assert scene.room(1).doubts == ["unknown parcel"] and scene.screen.tasks
    scene = verdict()
    scene.choose("something_else")
    assert scene.room(1).doubts == ["unknown parcel"] and scene.room(1).shipments == []


def test_a_broken_deposit_is_settled_either_way():
    lines = [expected("P1"), e.Reserved(1, "P1", "Anna"), e.Booted(1)]
    scene = verdict(*lines)
    assert scene.screen.shipments == ("P1",)
    scene.choose("as_listed")
    assert scene.shipment("P1").standing == INSIDE and scene.room(1).reserved == []
    scene = verdict(*lines)
    scene.choose("empty")
    assert scene.shipment("P1").standing == EXPECTED and scene.room(1).reserved == []


def test_said_empty_is_settled_by_a_look():
    scene = verdict(*stored(1), e.SaidEmpty(1))
    scene.choose("as_listed")
    scene.choose("finish")
    scene.enter("123456")
    assert scene.screen == screens.Opening(1), "the code works again"


def removal():
    """The door of an expired parcel is open; nothing else lies there."""
    scene = overdue()
    assert scene.screen == screens.Look(1, ("P1",), "expired", True, (), False, "")
    return scene


def test_shutting_the_door_is_the_removal_and_the_next_one_is_asked_to_look():
    scene = removal()
    scene.door_shuts(1)
    assert scene.noted()[-1] == e.TakenOut(1, ("P1",), "Anna")
    assert scene.screen.remark == "inspected"
    assert scene.room(1).is_on_word and scene.shipment("P1").why == "taken out"


def test_what_is_not_there_is_missing():
    scene = removal()
    scene.choose("not_there")
    assert scene.screen.remark == "not_there"
    scene.door_shuts(1)
    assert scene.noted()[-1] == e.Inspected(1, (), False, "Anna")
    assert scene.shipment("P1").why == "not found"


def test_what_stays_is_still_there():
    scene = removal()
    scene.choose("stays")
    scene.door_shuts(1)
    assert scene.shipment("P1").standing == INSIDE and scene.screen.tasks == ((1, "expired"),)
    assert scene.screen.remark == "left inside" and scene.noted(e.TakenOut) == []


def test_the_same_key_once_more_takes_it_back():
    scene = removal()
    scene.choose("stays")
    scene.choose("stays")
    assert scene.screen.remark == ""
    scene.door_shuts(1)
    assert scene.noted(e.TakenOut) == [e.TakenOut(1, ("P1",), "Anna")]


def test_something_else_is_asked_about():
    scene = removal()
    scene.choose("something_else")
    scene.door_shuts(1)
    assert scene.is_shown(screens.Verdict)
    scene.choose("something_else")
    assert scene.noted()[-1] == e.Inspected(1, ("P1",), True, "Anna")


def test_a_look_that_takes_nothing_out_has_no_such_keys():
    scene = opening(*stored(1))
    scene.door_opens(1)
    scene.choose("stays")
    assert scene.screen.remark == "" and not scene.screen.must_take_out
    scene.door_shuts(1)
    assert scene.is_shown(screens.Verdict)


def test_a_door_that_does_not_open_stays_in_doubt():
    scene = opening(*stored(1))
    scene.jams(1)
    assert scene.room(1).doubts == ["left open", "does not open"]
    assert scene.screen.remark == "not opened" and scene.noted(e.Inspected) == []


def test_nobody_says_what_lies_inside():
    scene = verdict(*stored(1))
    scene.after(90 * 1000)
    assert "no verdict" in scene.room(1).doubts and scene.noted(e.Inspected) == []
    assert scene.is_shown(screens.Run) or scene.is_shown(screens.AskPin)


def test_a_door_that_stays_open_is_reminded_of_and_reported():
    scene = opening(*stored(1))
    scene.door_opens(1)
    scene.after(MINUTE)
    assert scene.screen.is_reminded and scene.tunes()[-1] == "reminder"
    scene.after(10 * MINUTE)
    assert "does not close" in scene.room(1).doubts
    scene.press("2468")
    scene.choose("finish")
    assert e.RunEnded("Anna", "finished") in scene.noted()


def test_a_door_that_stands_open_already_is_judged_and_its_sensor_proven_by_the_next_look():
    scene = Scene(stored(1) + [badge()])
    scene.door_opens(1)
    scene.begin_run()
    scene.choose("inspect 1")
    assert scene.is_shown(screens.Verdict)
    scene.door_shuts(1)
    scene.choose("as_listed")
    assert scene.room(1).doubts == [] and scene.screen.tasks == ((1, "sensor"),)
    scene.after(5 * SECOND)
    scene.choose("inspect 1")
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose("as_listed")
    assert not scene.room(1).is_blind and scene.screen.tasks == ()


def test_behind_a_blind_sensor_the_verdict_is_asked_for_at_once():
    scene = opening(e.SensorBlind(1, "said open"))
    scene.answer(ev.UnlockDone)
    assert scene.is_shown(screens.Verdict)
    scene.door_opens(1)
    assert scene.is_shown(screens.Look), "the sensor has come to life"
    scene.door_shuts(1)
    scene.choose("empty")
    assert scene.room(1).doubts == [] and not scene.room(1).is_blind


def test_scans_and_keys_meanwhile_change_nothing():
    scene = opening(*(stored(1) + [expected("P2", "222222")]))
    scene.scan("P2")
    scene.choose("empty")
    scene.door_opens(1)
    for key in ("empty", "as_listed", "something_else", "finish"):
        scene.choose(key)
        assert scene.is_shown(screens.Look), key
    scene.scan("P2")
    assert scene.tunes()[-1] == "refused" and len(scene.unlocks) == 1
    scene.door_shuts(1)
    scene.choose("finish")
    assert scene.is_shown(screens.Verdict)


def test_a_cut_during_a_look_is_a_doubt_though_there_was_none():
    scene = Scene(stored(1) + [badge(), e.DeadlineSet("P1", TODAY_S - 1)])
    scene.clock_is_right()
    scene.begin_run()
    scene.choose("inspect 1")
    scene.door_opens(1)
    scene.power_cut()
    assert scene.room(1).doubts == ["power cut during inspection"]
    assert scene.shipment("P1").standing != GONE


def test_the_state_of_a_look_is_its_own():
    scene = verdict(*stored(1))
    assert scene.terminal.front.part.state == inspection.VERDICT

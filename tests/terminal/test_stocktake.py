"""A stocktake: door after door is opened, scanned and shut, and every difference is settled."""

from terminal import care_entries as c
from terminal import care_screens, entries, orders, permits, screens
from terminal import events as ev
from terminal.compartments import GONE, INSIDE
from tests.terminal.scene import DAY, MINUTE, Scene, badge, expected, stored
from tests.terminal.test_door_panels import at_door
from tests.terminal.test_technician import code_now, let_in, technicians


def counting(*lines):
    """A stocktake of what is in doubt; its first door stands open."""
    scene = let_in(*lines)
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    scene.door_opens(scene.screen.compartment)
    assert scene.is_shown(care_screens.Count), scene.screen
    scene.mark()
    return scene


# -- counting ---------------------------------------------------------------------------------


def test_door_after_door_is_counted_by_one_person():
    lines = stored(1) + [entries.Doubted(1, "left open"), entries.Doubted(3, "left open")]
    scene = counting(*lines)
    assert scene.screen.left == 1 and scene.screen.believed == ("P1",)
    scene.scan("P1")
    scene.scan("P1")
    assert scene.screen.remark == "twice" and scene.screen.found == ("P1",)
    scene.door_shuts(1)
    assert scene.noted(entries.Inspected) == [entries.Inspected(1, ("P1",), False, "Tom")]
    scene.door_opens(3)
    scene.choose("empty")
    scene.door_shuts(3)
    assert scene.screen.remark == "counted"
    assert scene.noted()[-1] == c.StocktakeEnded("Tom", ())
    assert scene.room(1).doubts == scene.room(3).doubts == []


def test_a_parcel_that_lies_elsewhere_than_believed_is_moved_and_the_other_place_doubted():
    scene = counting(*stored(1) + [entries.Doubted(2, "left open")])
    scene.scan("P1")
    scene.door_shuts(2)
    assert scene.shipment("P1").compartment == 2 and scene.room(2).shipments == ["P1"]
    assert scene.room(1).shipments == [] and scene.room(1).doubts == ["scanned elsewhere"]


def test_a_parcel_that_was_missed_before_it_was_found_is_alive_again():
    lines = stored(1) + [entries.Doubted(1, "left open"), entries.Doubted(2, "left open")]
    scene = counting(*lines)
    scene.choose("empty")
    scene.door_shuts(1)
    assert scene.shipment("P1").standing == GONE
    scene.door_opens(2)
    scene.scan("P1")
    scene.door_shuts(2)
    assert scene.shipment("P1").standing == INSIDE and scene.screen.remark == "counted"
    assert permits.why_not(scene.terminal, scene.shipment("P1")) == ""


def test_a_parcel_that_its_recipient_has_just_now_is_not_counted_elsewhere():
    scene = Scene(technicians(*stored(1) + [entries.Doubted(2, "left open")]))
    scene.clock_is_right()
    scene.collect(1)
    scene.scan("TOOL1")
    scene.press(code_now(scene))
    scene.choose("stocktake")
    scene.choose("choose all")
    scene.choose("yes")
    assert scene.unlocks[-1][0] == 2, "1 is not opened either"
    scene.door_opens(2)
    scene.scan("P1")
    assert scene.screen.remark == "elsewhere" and scene.screen.found == ()


def test_an_announced_parcel_that_is_found_is_inside():
    scene = counting(expected("P1"), entries.Doubted(2, "left open"))
    scene.scan("P1")
    scene.door_shuts(2)
    assert scene.shipment("P1").standing == INSIDE


def test_strange_things_are_noted_and_stay_in_doubt():
    scene = counting(entries.Doubted(2, "left open"))
    scene.scan("http://www.example.org/x")
    assert scene.screen.remark == "not a parcel" and scene.tunes()[-1] == "refused"
    scene.choose("no_number")
    scene.scan("RR123456785LV")
    scene.door_shuts(2)
    assert scene.noted(entries.Inspected) == [entries.Inspected(2, ("RR123456785LV",), True, "Tom")]
    assert scene.room(2).doubts == ["unknown parcel"] and scene.screen.remark == "left"


def test_a_slip_is_undone():
    scene = counting(*stored(1) + [entries.Doubted(1, "left open")])
    scene.choose("empty")
    scene.scan("P1")
    scene.choose("no_number")
    scene.choose("undo")
    assert scene.screen.found == ("P1",) and scene.screen.strange == 0
    scene.choose("empty")
    assert scene.screen.remark == "", "something was found"
    scene.choose("undo")
    assert scene.screen.found == ()
    scene.door_shuts(1)
    assert scene.is_shown(care_screens.CountVerdict)
    scene.choose("again")
    scene.door_opens(1)
    assert scene.is_shown(care_screens.Count)


def test_a_sensor_that_does_not_change_is_said_to_be_open_and_tested_again():
    scene = let_in(entries.Doubted(2, "left open"))
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    scene.jams(2)
    assert scene.screen == care_screens.CountStuck(2, 0, "jammed")
    scene.choose("is_open")
    assert entries.SensorBlind(2, "said open") in scene.noted()
    scene.choose("empty")
    scene.choose("done")
    assert scene.room(2).is_blind and scene.room(2).doubts == []
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    scene.door_opens(2)
    assert scene.noted(entries.SensorProven) and scene.is_shown(care_screens.Count)
    scene.choose("empty")
    scene.door_shuts(2)
    assert not scene.room(2).is_blind


def test_a_blind_sensor_is_asked_about():
    scene = let_in(entries.SensorBlind(2, "said open"))
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    scene.answer(ev.UnlockDone)
    assert scene.screen == screens.AskOpen(2)
    scene.choose("no")
    assert scene.screen.why == "said shut"
    scene.choose("again")
    scene.answer(ev.UnlockDone)
    scene.choose("yes")
    scene.choose("no_number")
    scene.choose("done")
    assert scene.screen.remark == "left" and scene.room(2).is_blind


def test_a_sensor_that_stays_open_is_overruled_after_the_reminder():
    scene = counting(entries.Doubted(2, "left open"))
    scene.choose("empty")
    scene.choose("done")
    assert scene.is_shown(care_screens.Count), "its sensor is believed so far"
    scene.after(MINUTE)
    scene.choose("done")
    assert entries.SensorBlind(2, "said shut") in scene.noted()
    assert scene.screen.remark == "counted" and scene.room(2).is_blind


def test_a_door_that_does_not_open_is_left_and_the_next_one_comes():
    scene = let_in(entries.Doubted(1, "left open"), entries.Doubted(3, "left open"))
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    scene.jams(1)
    scene.choose("skip")
    scene.door_opens(3)
    scene.choose("empty")
    scene.door_shuts(3)
    assert scene.noted()[-1] == c.StocktakeEnded("Tom", (1,)) and scene.screen.remark == "left"


def test_whoever_walks_away_leaves_a_doubt():
    for step in ("open", "verdict", "stuck"):
        scene = let_in(entries.Doubted(1, "x"))
        scene.choose("stocktake")
        scene.choose("choose in doubt")
        if step == "stuck":
            scene.jams(1)
        else:
            scene.door_opens(1)
        if step == "verdict":
            scene.door_shuts(1)
        scene.after(12 * MINUTE)
        assert len(scene.room(1).doubts) > 1, step
        assert scene.noted(c.StocktakeEnded) == [c.StocktakeEnded("Tom", (1,))]
        assert scene.noted()[-1] != c.CareEnded("Tom", "finished")


def test_all_doors_only_after_a_second_confirmation():
    scene = let_in(*stored(1))
    scene.choose("stocktake")
    scene.choose("choose all")
    assert scene.screen == care_screens.Sure("stocktake", 0, "all", 0) and scene.unlocks == []
    scene.choose("yes")
    assert scene.noted()[0] == c.StocktakeBegun("Tom", (1, 2, 3, 4))


def test_a_stocktake_with_nothing_in_doubt_has_nothing_to_do():
    scene = let_in(*stored(1))
    scene.choose("stocktake")
    scene.choose("choose in doubt")
    assert scene.screen.remark == "nothing to do"


def test_a_badge_revoked_in_the_middle_opens_no_further_door():
    scene = counting(entries.Doubted(1, "x"), entries.Doubted(2, "x"))
    scene.order(orders.RevokeTechnician("Tom"))
    scene.choose("empty")
    scene.door_shuts(1)
    assert [number for number, _opening in scene.unlocks] == [1]
    assert scene.screen == screens.Told("no badge", 0)
    assert scene.noted(c.StocktakeEnded) == [c.StocktakeEnded("Tom", (2,))]


def test_opened_by_hand_makes_a_stocktake_due():
    scene = at_door(2, *stored(2))
    scene.choose("by_hand")
    scene.choose("no")
    assert scene.noted() == []
    scene.choose("by_hand")
    scene.choose("yes")
    assert scene.noted() == [c.OpenedByHand(2, "Tom")]
    assert scene.room(2).doubts == ["opened by hand"] and scene.screen.due == "opened by hand"


def test_a_courier_says_that_a_door_was_opened_by_hand():
    scene = let_in(badge(), entries.Doubted(2, "left open"))
    scene.choose("finish")
    scene.begin_run()
    scene.choose("by_hand")
    assert scene.noted(c.OpenedByHand) == []
    scene.choose("inspect 2")
    scene.jams(2)
    assert scene.screen.remark == "not opened"
    scene.choose("by_hand")
    scene.choose("by_hand")
    assert scene.noted(c.OpenedByHand) == [c.OpenedByHand(2, "Anna")]
    assert scene.terminal.books.care.due == [(2, "opened by hand")]


def test_what_a_stocktake_settles_survives_a_checkpoint():
    scene = let_in()
    scene.choose("replaced")
    scene.choose("choose main/2")
    scene.choose("yes")
    scene.choose("finish")
    scene.after(DAY + MINUTE)
    scene.power_cut()
    care = scene.terminal.books.care
    assert [number for number, _why in care.due] == [3, 4]
    assert care.named("Tom").last_step > 0
    assert scene.room(3).doubts == ["board replaced"]

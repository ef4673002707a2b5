"""Doors under a technician: tests of empty ones, reasons for the others, officially, out of use."""

from terminal import care_entries as c
from terminal import care_screens, entries, onetime, permits, screens
from terminal import events as ev
from terminal.compartments import INSIDE
from terminal.visits import cycle, door_panels
from tests.terminal.scene import MINUTE, SECOND, badge, expected, stored, tag
from tests.terminal.test_technician import let_in


def at_door(number, *lines):
    scene = let_in(*lines)
    scene.choose("doors")
    scene.choose("door %d" % number)
    assert scene.screen.compartment == number, scene.screen
    scene.mark()
    return scene


def part(scene):
    """The state of the innermost conversation."""
    visit = scene.terminal.front
    while visit.part is not None:
        visit = visit.part
    return visit.state


# -- one door and all empty ones --------------------------------------------------------------


def test_an_empty_door_opens_at_once_and_its_result_is_written_down():
    scene = at_door(1)
    scene.choose("open")
    scene.door_opens(1)
    assert scene.screen == care_screens.Cycle(1, True, False, False, ())
    scene.door_shuts(1)
    assert scene.noted()[-1] == c.TestEnded(1, "Tom", "opened")
    assert scene.screen.remark == "tested" and scene.room(1).purpose == ""
    assert scene.screen.health[0] == 1 and len(scene.screen.times_ms) == 1


def test_an_empty_door_that_jams_goes_out_of_use():
    scene = at_door(1)
    scene.choose("open")
    scene.jams(1)
    assert c.TestEnded(1, "Tom", "not opened") in scene.noted()
    assert scene.screen.remark == "not opened" and scene.room(1).doubts == ["does not open"]
    assert scene.screen.health[:3] == (3, 66, 3)


def test_an_occupied_compartment_is_never_opened_without_reason_and_second_confirmation():
    doubted = [expected("P1"), entries.Reserved(1, "P1", "Anna")]
    for lines in (stored(1), doubted, [entries.Doubted(1, "left open")],
                  [entries.SensorBlind(1, "said open")]):  # fmt: skip
        scene = at_door(1, *lines)
        scene.choose("open")
        assert scene.screen.topic == "test" and scene.unlocks == []
        scene.choose("yes")
        scene.choose("choose lock")
        assert scene.is_shown(care_screens.Sure) and scene.unlocks == []
        scene.choose("no")
        assert scene.unlocks == [] and scene.noted() == []
        scene.choose("open")
        scene.choose("choose lock")
        scene.choose("yes")
        assert scene.noted()[0] == c.TestOpening(1, "Tom", "lock")
        assert scene.noted()[1].purpose == "test opening" and len(scene.unlocks) == 1


def test_a_compartment_that_only_a_customer_calls_empty_counts_as_occupied():
    scene = at_door(1, *stored(1), entries.Collected(1, ("P1",), True, 0))
    scene.choose("open")
    assert scene.is_shown(care_screens.Choose) and scene.unlocks == []


def test_a_test_opening_ends_with_what_was_found():
    scene = at_door(1, *stored(1))
    scene.choose("open")
    scene.choose("choose sensor")
    scene.choose("yes")
    scene.door_opens(1)
    scene.door_shuts(1)
    assert scene.is_shown(care_screens.CountVerdict)
    scene.choose("as_listed")
    assert scene.noted()[-1] == entries.Inspected(1, ("P1",), False, "Tom")
    assert scene.shipment("P1").standing == INSIDE and scene.room(1).doubts == []
    assert scene.terminal.books.care.due == []


def test_a_power_cut_in_a_test_opening_leaves_a_doubt_and_the_stocktake_due():
    scene = at_door(1, *stored(1))
    scene.choose("open")
    scene.choose("choose contents")
    scene.choose("yes")
    scene.power_cut()
    assert "opened for a test" in scene.room(1).doubts
    assert scene.terminal.books.care.due == [(1, "opened for a test")]


def test_a_compartment_that_its_recipient_may_come_back_to_is_let_be():
    scene = let_in(*stored(1))
    scene.choose("finish")
    scene.collect(1)
    scene.scan("TOOL1")
    scene.choose("challenge")
    scene.press(onetime.number_of(tag("response", "Tom|" + scene.screen.challenge)))
    scene.choose("doors")
    scene.choose("door 1")
    for key in ("open", "official"):
        scene.choose(key)
        assert scene.screen.remark == "busy" and len(scene.unlocks) == 1, key


def test_all_empty_doors_are_cycled_until_stopped():
    scene = let_in(*stored(2))
    scene.choose("cycle")
    for number in (1, 3, 4, 1):
        assert part(scene) == cycle.OPENING and scene.unlocks[-1][0] == number
        scene.after(4 * SECOND)
        scene.door_opens(number)
        scene.door_shuts(number)
    assert scene.screen.results == ((1, "opened"), (3, "opened"), (4, "opened"), (1, "opened"))
    scene.door_opens(3)
    scene.choose("not_empty")
    scene.choose("stop")
    assert scene.screen.is_stopping
    scene.door_shuts(3)
    assert scene.room(3).doubts == ["not empty"] and scene.screen.remark == "tested"
    assert 2 not in [number for number, _opening in scene.unlocks]


def test_what_is_no_longer_empty_is_left_out_of_the_cycle():
    scene = let_in()
    scene.choose("cycle")
    scene.door_opens(1)
    scene.tell(ev.DoorOpened(2))
    scene.door_shuts(1)
    assert scene.unlocks[-1][0] == 3, "2 was opened by force"


def test_nothing_to_cycle_is_said():
    lines = [entries.Doubted(n, "left open") for n in (1, 2, 3, 4)]
    scene = let_in(*lines)
    scene.choose("cycle")
    assert scene.screen.remark == "nothing to do"


def test_nobody_shuts_the_door_of_a_test():
    scene = at_door(1)
    scene.choose("open")
    scene.door_opens(1)
    scene.after(MINUTE)
    assert scene.screen.is_reminded and scene.tunes() == ["reminder"]
    scene.after(10 * MINUTE)
    assert c.TestEnded(1, "Tom", "left open") in scene.noted()
    assert c.CareEnded("Tom", "idle") in scene.noted() and "does not close" in scene.room(1).doubts


# -- out of service ---------------------------------------------------------------------------


def test_out_of_service_takes_no_deposits_and_lets_recipients_in_unless_unsafe():
    scene = at_door(1, *stored(1))
    scene.choose("bar")
    scene.choose("choose dirty")
    assert scene.noted() == [c.Barred(1, "Tom", "dirty")] and scene.screen.barred == "dirty"
    assert (1, "out of service: dirty") in scene.turns[-1][-1].out_of_use
    shipment = scene.shipment("P1")
    assert permits.why_not(scene.terminal, shipment) == ""
    scene.choose("bar")
    scene.choose("choose unsafe")
    assert permits.why_not(scene.terminal, shipment) == "out of service"
    scene.choose("back")
    assert ("barred") in [state for _number, state in scene.screen.rows]
    scene.choose("door 1")
    scene.choose("unbar")
    assert scene.noted()[-1] == c.Unbarred(1, "Tom")
    assert permits.why_not(scene.terminal, shipment) == ""
    scene.choose("unbar")
    assert len(scene.noted(c.Unbarred)) == 1


def test_a_courier_is_told_what_is_out_of_service_and_gets_another_compartment():
    scene = let_in(badge(), expected("P9", "999999"), c.Barred(1, "Tom", "damaged by item"))
    scene.choose("finish")
    scene.begin_run()
    assert scene.screen.barred == ((1, "damaged by item"),)
    scene.scan("P9")
    assert scene.screen == screens.Opening(2)


def test_out_of_service_survives_a_power_cut_and_a_checkpoint():
    scene = at_door(1)
    scene.choose("bar")
    scene.choose("choose lock")
    scene.power_cut()
    scene.after(25 * 60 * MINUTE)
    assert scene.room(1).barred == "lock"
    scene.power_cut()
    assert scene.room(1).barred == "lock"


# -- official opening -------------------------------------------------------------------------


def at_witness(*lines):
    scene = at_door(1, *stored(1) + list(lines))
    scene.choose("official")
    assert scene.screen.choices[0] == "recipient asks"
    scene.choose("choose forbidden goods")
    assert scene.screen == care_screens.Witness(1, "forbidden goods", "")
    return scene


def test_an_official_opening_needs_a_second_person_and_ends_with_what_was_found():
    scene = at_witness(badge())
    scene.scan("TOOL1")
    assert scene.screen.remark == "same person"
    scene.scan("RUBBISH")
    assert scene.screen.remark == "no badge" and scene.unlocks == []
    scene.scan("BADGE1")
    assert scene.noted()[0] == c.OfficialOpening(1, "Tom", "Anna", "forbidden goods")
    scene.door_opens(1)
    scene.choose("empty")
    scene.door_shuts(1)
    assert scene.noted()[-1] == entries.Inspected(1, (), False, "Tom")
    assert scene.shipment("P1").why == "not found"


def test_another_technician_may_be_the_witness_and_nobody_with_a_dead_badge():
    scene = at_witness(c.TechnicianAdded("Uma", tag("badge", "TOOL2")), badge(),
                       entries.BadgeRevoked("Anna"))  # fmt: skip
    scene.scan("BADGE1")
    assert scene.screen.remark == "no badge"
    scene.scan("TOOL2")
    assert scene.noted()[0].witness == "Uma"
    scene = at_witness(c.TechnicianAdded("Uma", tag("badge", "TOOL2")), c.TechnicianRevoked("Uma"))
    scene.scan("TOOL2")
    assert scene.screen.remark == "no badge" and scene.unlocks == []


def test_an_official_opening_is_called_off_or_forgotten():
    scene = at_witness()
    scene.choose("cancel")
    assert part(scene) == door_panels.DOOR and scene.unlocks == []
    scene = at_witness()
    scene.after(3 * MINUTE)
    assert scene.is_shown(screens.Welcome) and scene.unlocks == []


def test_more_doors_than_a_page_holds():
    scene = let_in()
    scene.choose("doors")
    scene.choose("next")
    scene.choose("door 99")
    assert part(scene) == door_panels.LIST and scene.screen.pages == 1
    scene.choose("back")
    assert scene.front() == "menu"

"""One parcel into one compartment: the door shutting is the deposit, unless something is wrong."""

from terminal import entries as e
from terminal import events as ev
from terminal import screens
from terminal.compartments import EXPECTED, INSIDE
from terminal.visits import deposit
from tests.terminal.scene import MINUTE, SECOND, Scene, badge, expected, stored

ROOMY = ((1, "S"), (2, "S"), (3, "S"), (4, "S"), (5, "S"), (6, "M"), (7, "L"))


def opening(lines=(), sizes=None, size="S"):
    """A courier has scanned P1; a door is about to open."""
    more = () if sizes is None else (sizes,)
    scene = Scene([badge(), expected("P1", size=size)] + list(lines), *more)
    scene.begin_run()
    scene.mark()
    scene.scan("P1")
    assert scene.terminal.front.part.state == deposit.OPENING
    return scene


def putting_in(lines=(), sizes=None, size="S"):
    scene = opening(lines, sizes, size)
    scene.door_opens(scene.screen.compartment)
    assert scene.terminal.front.part.state == deposit.PUTTING_IN
    return scene


def asking(trouble, sizes=None, size="S"):
    """The courier has said what is wrong and shut the door."""
    scene = putting_in((), sizes, size)
    scene.choose(trouble)
    scene.door_shuts(1)
    assert scene.is_shown(screens.IsItOut)
    return scene


def test_reserved_before_the_pulse_and_deposited_when_shut():
    scene = putting_in()
    assert scene.screen == screens.PutIn(1, "P1", False, False, "", ())
    scene.door_shuts(1)
    assert scene.noted() == [
        e.Reserved(1, "P1", "Anna"), e.Opening(1, 1, "deposit", 1), e.SeenOpen(1, 1, True),
        e.SeenShut(1), e.Deposited(1, "P1"),
    ]  # fmt: skip
    assert scene.shipment("P1").standing == INSIDE


def test_a_second_scan_while_the_door_is_open_is_refused_and_never_queued():
    scene = putting_in([expected("P2", "222222")])
    scene.scan("P2")
    assert scene.screen.remark == "close first" and scene.tunes()[-1] == "refused"
    scene.door_shuts(1)
    assert scene.is_shown(screens.Run) and len(scene.unlocks) == 1
    assert scene.room(1).shipments == ["P1"]


def test_a_scan_while_the_door_is_about_to_open_is_not_queued():
    scene = opening([expected("P2", "222222")])
    scene.scan("P2")
    scene.door_opens(1)
    scene.door_shuts(1)
    assert len(scene.unlocks) == 1 and scene.shipment("P2").standing == EXPECTED


def test_another_door_that_shuts_is_not_the_deposit():
    scene = putting_in()
    scene.door_opens(3)
    scene.door_shuts(3)
    assert scene.is_shown(screens.PutIn) and scene.noted(e.Deposited) == []


def test_a_door_that_does_not_open_sends_the_parcel_to_the_next():
    scene = opening()
    scene.jams(1)
    assert scene.screen == screens.Opening(2)
    assert e.NotDeposited(1, "P1") in scene.noted()
    assert scene.room(1).doubts == ["does not open"] and scene.room(1).reserved == []
    scene.door_opens(2)
    scene.door_shuts(2)
    assert scene.shipment("P1").compartment == 2


def test_a_door_of_which_nothing_is_known_sends_the_parcel_to_the_next():
    scene = opening()
    scene.answer(ev.UnlockUnknown)
    scene.after(15 * SECOND)
    assert scene.screen == screens.Opening(2)
    assert "opening unknown" in scene.room(1).doubts


def test_a_door_that_opens_late_after_the_courier_went_on_is_a_doubt_and_no_deposit():
    scene = opening()
    scene.jams(1)
    scene.door_opens(2)
    scene.mark()
    scene.door_opens(1)
    assert e.Doubted(1, "opened late") in scene.noted()
    scene.door_shuts(1)
    assert scene.noted(e.Deposited) == []
    scene.door_shuts(2)
    assert scene.noted(e.Deposited) == [e.Deposited(2, "P1")]


def test_after_four_doors_in_vain_the_courier_keeps_the_parcel():
    scene = opening((), ROOMY)
    for number in (1, 2, 3, 4):
        assert scene.screen == screens.Opening(number)
        scene.jams(number)
    assert scene.screen.remark == "not opened" and scene.shipment("P1").standing == EXPECTED
    # There is room: it is the doors that fail.
    assert scene.noted(e.NoRoom) == []


def test_when_the_last_door_does_not_open_there_is_no_room():
    scene = opening((), ((1, "S"),))
    scene.jams(1)
    assert scene.screen.remark == "no room" and scene.noted(e.NoRoom) == [e.NoRoom("P1", "S")]


def test_a_parcel_that_does_not_fit_goes_to_the_next_size():
    scene = asking("does_not_fit")
    assert scene.screen == screens.IsItOut(1, "P1")
    scene.choose("yes")
    assert scene.screen == screens.Opening(3)
    assert scene.noted(e.NotDeposited) == [e.NotDeposited(1, "P1")]
    assert scene.room(1).doubts == [] and scene.room(1).reserved == []


def test_a_parcel_that_did_not_fit_and_lies_inside_all_the_same():
    scene = asking("does_not_fit")
    scene.choose("no")
    assert scene.shipment("P1").compartment == 1 and scene.screen.remark == "stored"


def test_a_parcel_that_fits_nowhere():
    scene = opening((), ((1, "L"),), "L")
    scene.door_opens(1)
    scene.choose("does_not_fit")
    scene.door_shuts(1)
    scene.choose("yes")
    assert scene.screen.remark == "no room" and scene.shipment("P1").standing == EXPECTED
    assert scene.room(1).reserved == [] and scene.room(1).purpose == ""


def test_a_larger_compartment_that_was_given_counts_as_tried():
    # S was full, so it went to M; what does not fit into M needs L.
    lines = stored(1, "P5", "555555") + stored(2, "P6", "666666")
    scene = putting_in(lines)
    scene.choose("does_not_fit")
    scene.door_shuts(3)
    scene.choose("yes")
    assert scene.screen == screens.Opening(4)


def test_a_compartment_that_is_not_empty_is_shut_off():
    scene = asking("not_empty")
    scene.choose("yes")
    assert scene.screen == screens.Opening(2) and scene.room(1).doubts == ["not empty"]
    assert scene.room(1).reserved == []


def test_a_parcel_beside_something_unknown_is_a_doubt():
    # "Not empty", and then "no, it is not out": two parcels lie behind one code.
    scene = asking("not_empty")
    scene.choose("no")
    assert scene.room(1).doubts, "the recipient would get somebody else's parcel too"


def test_nobody_says_whether_the_parcel_is_out():
    for trouble in ("does_not_fit", "not_empty"):
        scene = asking(trouble)
        scene.after(MINUTE)
        assert scene.room(1).doubts == ["not confirmed"] and scene.room(1).shipments == ["P1"]


def test_a_door_pulled_open_again_while_it_is_asked():
    scene = asking("does_not_fit")
    scene.door_opens(1)
    assert scene.is_shown(screens.PutIn) and scene.screen.remark == "take out"
    scene.door_shuts(1)
    assert scene.is_shown(screens.IsItOut)


def test_a_scan_while_it_is_asked_is_refused():
    scene = asking("does_not_fit")
    scene.scan("P1")
    assert scene.is_shown(screens.IsItOut) and scene.tunes()[-1] == "refused"
    scene.choose("maybe")
    assert scene.is_shown(screens.IsItOut)


def test_a_door_that_will_not_close_can_be_reported_after_the_reminder():
    scene = putting_in()
    scene.choose("report_open")
    assert scene.is_shown(screens.PutIn), "not before the reminder"
    scene.after(MINUTE)
    assert scene.screen.is_reminded and scene.tunes()[-1] == "reminder"
    scene.choose("report_open")
    assert scene.screen.remark == "reported" and scene.room(1).doubts == ["does not close"]
    assert scene.room(1).reserved == ["P1"], "perhaps it lies inside"
    scene.choose("finish")
    assert scene.noted()[-1] == e.RunEnded("Anna", "finished"), "a reported door holds nobody"


def test_a_door_that_stays_open_for_ten_minutes_reports_itself():
    scene = putting_in()
    scene.after(10 * MINUTE)
    assert scene.room(1).doubts == ["does not close"] and scene.screen.remark == "reported"


def test_a_door_that_fell_silent_while_open_is_reported():
    scene = putting_in()
    scene.tell(ev.DoorSilent(1))
    scene.after(10 * MINUTE)
    assert scene.room(1).doubts == ["does not close"] and scene.noted(e.Deposited) == []


def test_silence_before_the_door_was_seen_open_is_no_deposit():
    scene = opening()
    scene.tell(ev.DoorSilent(1))
    assert scene.screen == screens.Opening(2) and scene.room(1).reserved == []


def test_a_cut_at_any_moment_of_a_deposit_leaves_a_doubt_or_a_deposit():
    moments = (
        lambda scene: scene.scan("P1"),
        lambda scene: scene.answer(ev.UnlockDone),
        lambda scene: scene.tell(ev.DoorOpened(1)),
        lambda scene: scene.after(20 * SECOND),
        lambda scene: scene.tell(ev.DoorClosed(1)),
    )
    for count in range(1, len(moments) + 1):
        scene = Scene([badge(), expected("P1")])
        scene.begin_run()
        for moment in moments[:count]:
            moment(scene)
        scene.power_cut()
        if count == len(moments):
            assert scene.shipment("P1").standing == INSIDE and scene.room(1).doubts == []
        else:
            assert scene.room(1).doubts == ["power cut during deposit"], count
            assert scene.room(1).reserved == ["P1"], count

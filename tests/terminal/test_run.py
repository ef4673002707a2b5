"""A courier's run: badge, PIN, parcel after parcel, and the end of it."""

from terminal import condition_entries as cond
from terminal import entries as e
from terminal import events as ev
from terminal import orders, screens
from terminal.compartments import EXPECTED, INSIDE
from terminal.visits import run
from tests.terminal.scene import (
    DAY,
    MINUTE,
    SECOND,
    Scene,
    badge,
    expected,
    stored,
)  # fmt: skip


def ready(*lines):
    """Anna's run has begun."""
    scene = Scene([badge()] + list(lines))
    scene.begin_run()
    assert scene.front() == run.READY
    scene.mark()
    return scene


def at_pin(*lines):
    scene = Scene([badge()] + list(lines))
    scene.scan("BADGE1")
    assert scene.front() == run.PIN
    return scene


def loads(scene, parcel, number):
    scene.scan(parcel)
    assert scene.screen == screens.Opening(number), scene.screen
    scene.door_opens(number)
    scene.door_shuts(number)


# -- badge and PIN ----------------------------------------------------------------------------


def test_badge_and_pin_begin_a_run():
    scene = at_pin()
    scene.press("2468")
    assert scene.noted() == [e.RunBegun("Anna")]
    assert scene.is_shown(screens.Run) and scene.screen.remark == ""
    assert scene.screen.free == (("S", 2), ("M", 1), ("L", 1))


def test_a_wrong_pin_is_written_down_and_said():
    scene = at_pin()
    scene.press("1111")
    assert scene.noted() == [e.WrongPin("Anna")] and scene.screen == screens.AskPin("", "wrong")


def test_five_wrong_pins_lock_the_badge_for_a_day_of_powered_on_time():
    scene = at_pin()
    for _try in range(5):
        assert scene.is_shown(screens.AskPin)
        scene.press("1111")
    assert scene.screen == screens.Told("badge locked", 0)
    scene.power_cut()
    scene.scan("BADGE1")
    assert scene.screen == screens.Told("badge locked", 0)
    scene.after(DAY + MINUTE)
    scene.begin_run()
    assert scene.front() == run.READY


def test_walking_away_between_wrong_pins_does_not_help():
    scene = at_pin()
    for _try in range(5):
        scene.press("1111")
        scene.choose("cancel")
        scene.scan("BADGE1")
    assert scene.screen == screens.Told("badge locked", 0)


def test_wrong_pins_of_one_courier_do_not_lock_another():
    scene = at_pin(badge("Bert", "BADGE2", "1357"))
    for _try in range(5):
        scene.press("1111")
    scene.begin_run("BADGE2", "1357")
    assert scene.front() == run.READY


def test_wrong_pins_cost_no_code_guesses():
    scene = at_pin()
    for _try in range(5):
        scene.press("1111")
    assert scene.terminal.books.guesses == []


def test_erase_and_cancel_at_the_pin():
    scene = at_pin()
    scene.press("99")
    scene.choose("erase")
    scene.choose("erase")
    scene.choose("erase")
    scene.press("2468")
    assert scene.front() == run.READY
    scene = at_pin()
    scene.choose("cancel")
    assert scene.is_shown(screens.Welcome) and scene.noted() == []


def test_nobody_types_the_pin():
    scene = at_pin()
    scene.press("24")
    scene.after(MINUTE)
    assert scene.is_shown(screens.Welcome) and scene.noted() == []


def test_a_badge_that_is_revoked_while_the_pin_is_typed_opens_nothing():
    scene = at_pin()
    scene.press("246")
    scene.order(orders.RevokeBadge("Anna"))
    scene.press("8")
    assert scene.screen == screens.Told("no badge", 0) and scene.noted(e.RunBegun) == []


def test_the_pin_of_one_badge_does_not_fit_another():
    scene = Scene([badge(), badge("Bert", "BADGE2", "1357")])
    scene.begin_run("BADGE2", "2468")
    assert scene.noted(e.RunBegun) == [] and scene.noted(e.WrongPin) == [e.WrongPin("Bert")]


def test_scanning_at_the_pin_changes_nothing():
    scene = at_pin(expected("P1"))
    scene.scan("P1")
    scene.scan("BADGE1")
    assert scene.front() == run.PIN


# -- parcels ----------------------------------------------------------------------------------


def test_parcel_after_parcel_with_no_tap_between():
    scene = ready(expected("P1"), expected("P2", "222222"), expected("P3", "333333", "M"))
    loads(scene, "P1", 1)
    assert scene.screen.remark == "stored" and scene.screen.shipment == "P1"
    loads(scene, "P2", 2)
    loads(scene, "P3", 3)
    assert [n.shipment for n in scene.noted(e.Deposited)] == ["P1", "P2", "P3"]
    scene.scan("BADGE1")
    assert scene.noted()[-1] == e.RunEnded("Anna", "finished")
    assert scene.is_shown(screens.Welcome)


def test_a_label_is_compared_in_upper_case_without_spaces():
    scene = ready(expected("RR123456785LV"))
    scene.scan(" rr 123456785 lv")
    assert scene.is_shown(screens.Opening)


def test_a_number_that_the_server_writes_with_spaces_is_the_same_parcel():
    scene = ready()
    scene.announce("rr 123456785 lv")
    scene.scan("RR123456785LV")
    assert scene.is_shown(screens.Opening), scene.screen


def test_the_smallest_compartment_that_fits_is_chosen():
    sizes = ((1, "L"), (2, "M"), (3, "S"), (4, "XS"), (5, "S"))
    for size, number in (("XS", 4), ("S", 3), ("M", 2), ("L", 1)):
        scene = Scene([badge(), expected("P1", size=size)], sizes)
        scene.begin_run()
        scene.scan("P1")
        assert scene.screen == screens.Opening(number)


def test_a_larger_one_is_taken_where_the_size_is_full():
    scene = ready(*(stored(1, "P1") + stored(2, "P2", "222222") + [expected("P3", "333333")]))
    scene.scan("P3")
    assert scene.screen == screens.Opening(3)


def test_no_room_is_said_and_written_down():
    scene = ready(*(stored(4, "P4", "444444", "L") + [expected("P1", size="L")]))
    scene.scan("P1")
    assert scene.screen.remark == "no room" and scene.noted() == [e.NoRoom("P1", "L")]
    assert scene.unlocks == [] and scene.shipment("P1").standing == EXPECTED


def test_what_is_empty_on_a_customers_word_goes_first():
    scene = Scene(stored(2) + [badge(), e.Collected(2, ("P1",), True, 0), expected("P2", "222222")])
    scene.begin_run()
    scene.scan("P2")
    assert scene.screen == screens.Opening(2)
    scene.door_opens(2)
    assert scene.screen.must_look


def test_compartments_in_doubt_blind_open_silent_or_taken_are_never_offered():
    blocked = (
        [e.Doubted(1, "left open")], [e.SensorBlind(1, "said open")], stored(1, "P7", "777777"),
        [expected("P7", "777777"), e.Reserved(1, "P7", "Bert"), e.Doubted(1, "x")],
    )  # fmt: skip
    for lines in blocked:
        scene = ready(*[expected("P1")] + lines)
        scene.scan("P1")
        assert scene.screen == screens.Opening(2), lines
    scene = ready(expected("P1"))
    scene.tell(ev.DoorSilent(1))
    scene.scan("P1")
    assert scene.screen == screens.Opening(2)
    scene = ready(expected("P1"))
    scene.door_opens(1)
    scene.scan("P1")
    assert scene.screen == screens.Opening(2)


def test_a_parcel_that_is_not_expected_opens_nothing():
    scene = ready()
    scene.scan("P1")
    assert scene.screen.remark == "not expected" and scene.unlocks == []
    assert scene.screen.shipment == "" and scene.noted() == []


def test_a_withdrawn_or_delivered_parcel_is_not_expected():
    scene = ready(expected("P1"), e.Withdrawn("P1"))
    scene.scan("P1")
    assert scene.screen.remark == "not expected"
    scene = ready(*(stored(1) + [e.Collected(1, ("P1",), True, 0)]))
    scene.scan("P1")
    assert scene.screen.remark == "not expected"


def test_a_parcel_in_the_hand_that_lies_behind_a_door_is_a_doubt():
    scene = ready(*stored(1))
    scene.scan("P1")
    assert scene.screen.remark == "already inside" and scene.screen.compartment == 1
    assert scene.room(1).doubts == ["scanned elsewhere"] and scene.unlocks == []


def test_a_parcel_of_a_broken_deposit_that_is_in_the_hand_is_not_in_there():
    scene = ready(expected("P1"), e.Reserved(1, "P1", "Anna"), e.Booted(1))
    scene.scan("P1")
    assert scene.noted()[0] == e.NotDeposited(1, "P1") and scene.screen == screens.Opening(2)
    scene.door_opens(2)
    scene.door_shuts(2)
    assert scene.shipment("P1").compartment == 2 and scene.room(1).reserved == []
    assert scene.room(1).doubts, "what else lies there somebody must look"


def test_the_size_is_asked_for_where_it_is_unknown():
    scene = ready(expected("P1", size=""))
    scene.scan("P1")
    assert scene.screen == screens.ChooseSize("P1", ("S", "M", "L"))
    scene.choose("size M")
    assert scene.screen == screens.Opening(3)


def test_the_size_question_can_be_cancelled_or_skipped():
    scene = ready(expected("P1", size=""), expected("P2", "222222"))
    scene.scan("P1")
    for key in ("size", "size XXL", "nonsense", ""):
        scene.choose(key)
        assert scene.is_shown(screens.ChooseSize), key
    scene.choose("cancel")
    assert scene.screen.remark == "not deposited" and scene.unlocks == []
    scene.scan("P1")
    scene.scan("P2")
    assert scene.screen == screens.Opening(1)


def test_an_order_that_comes_while_the_size_is_asked_for_counts():
    scene = ready(expected("P1", size=""))
    scene.scan("P1")
    scene.order(orders.Withdraw("P1"))
    scene.choose("size S")
    assert scene.noted(e.Reserved) == [] and scene.unlocks == []


def test_a_disk_that_fills_while_the_size_is_asked_for_counts():
    scene = ready(expected("P1", size=""))
    scene.scan("P1")
    scene.tell(ev.DiskRoom(90))
    scene.choose("size S")
    assert scene.screen.remark == "deposits stopped" and scene.unlocks == []


def test_deposits_stop_when_the_disk_is_full_and_go_on_below():
    scene = ready(expected("P1"))
    scene.tell(ev.DiskRoom(80))
    scene.scan("P1")
    assert scene.screen.remark == "deposits stopped" and scene.unlocks == []
    scene.tell(ev.DiskRoom(75))
    scene.scan("P1")
    assert scene.unlocks == []
    scene.tell(ev.DiskRoom(74))
    scene.scan("P1")
    assert len(scene.unlocks) == 1
    assert scene.noted(cond.DiskFilled) == [cond.DiskFilled(80)]
    assert scene.noted(cond.DiskFreed) == [cond.DiskFreed(74)]


def test_a_badge_that_is_revoked_in_the_middle_ends_the_run_at_the_next_step():
    for step in (lambda scene: scene.scan("P1"), lambda scene: scene.choose("inspect 2")):
        scene = ready(expected("P1"), e.Doubted(2, "left open"))
        scene.order(orders.RevokeBadge("Anna"))
        step(scene)
        assert scene.unlocks == [] and scene.screen == screens.Told("no badge", 0)


# -- idle and the end -------------------------------------------------------------------------


def test_after_a_minute_the_pin_is_asked_for_again():
    scene = ready(expected("P1"))
    scene.after(MINUTE)
    assert scene.screen == screens.AskPin("", "idle")
    scene.scan("P1")
    assert scene.unlocks == []
    scene.press("2468")
    assert scene.front() == run.READY and len(scene.noted(e.RunBegun)) == 0, "the same run"
    scene.after(MINUTE)
    scene.after(MINUTE)
    assert scene.noted()[-1] == e.RunEnded("Anna", "idle") and scene.is_shown(screens.Welcome)


def test_a_refused_scan_is_a_sign_of_life():
    scene = ready()
    scene.after(59 * SECOND)
    scene.scan("NOTHING")
    scene.after(59 * SECOND)
    assert scene.front() == run.READY


def test_a_wrong_pin_too_often_in_the_middle_ends_the_run():
    scene = ready()
    scene.after(MINUTE)
    for _try in range(5):
        scene.press("1111")
    assert scene.noted()[-1] == e.RunEnded("Anna", "cancelled")
    assert scene.screen == screens.Told("badge locked", 0)


def test_a_run_does_not_end_with_one_of_its_doors_open():
    scene = ready(expected("P1"))
    loads(scene, "P1", 1)
    scene.after(5 * SECOND)
    scene.door_opens(1)
    for end in (lambda: scene.choose("finish"), lambda: scene.scan("BADGE1")):
        end()
        assert scene.screen.remark == "doors open" and scene.screen.compartment == 1
    scene.door_shuts(1)
    scene.choose("finish")
    assert scene.noted()[-1] == e.RunEnded("Anna", "finished")


def test_a_door_that_somebody_else_left_open_does_not_hold_the_run():
    scene = ready()
    scene.door_opens(3)
    scene.choose("finish")
    assert scene.noted()[-1] == e.RunEnded("Anna", "finished")


def test_a_cut_ends_the_run_and_leaves_the_deposit_in_doubt():
    scene = ready(expected("P1"))
    scene.scan("P1")
    scene.door_opens(1)
    scene.power_cut()
    assert scene.is_shown(screens.Welcome)
    assert scene.room(1).reserved == ["P1"]
    assert scene.room(1).doubts == ["power cut during deposit"]
    assert scene.shipment("P1").standing == EXPECTED


def test_digits_in_a_run_change_nothing():
    scene = ready(expected("P1"))
    scene.press("2468")
    assert scene.front() == run.READY and scene.noted() == []


def test_tasks_are_what_is_in_doubt_or_overdue():
    scene = ready(*stored(1) + [e.Doubted(2, "left open")])
    assert scene.screen.tasks == ((2, "left open"),)
    scene.choose("inspect 1")
    assert scene.front() == run.READY and scene.unlocks == [], "nothing to look for there"
    for key in ("inspect", "inspect 99", "inspect x", "inspect  2"):
        scene.choose(key)
        assert scene.unlocks == [], key
    scene.choose("inspect 2")
    assert scene.screen == screens.Opening(2)


def test_a_parcel_that_a_run_brought_is_inside_for_its_recipient():
    scene = ready(expected("P1"))
    loads(scene, "P1", 1)
    scene.choose("finish")
    assert scene.shipment("P1").standing == INSIDE
    scene.collect(1)
    scene.choose("done")
    assert scene.shipment("P1").why == "collected"

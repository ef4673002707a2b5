"""A technician is let in by badge and one-time code, and what the menu leads to."""

from terminal import care, care_screens, effects, onetime, orders, screens
from terminal import care_entries as c
from terminal import events as ev
from terminal.visits import technician
from tests.terminal.scene import DAY, MINUTE, SECOND, Scene, badge, stored, tag

BOARDS = (("main/1", (1, 2)), ("main/2", (3, 4)))


def technicians(*lines):
    return [c.TechnicianAdded("Tom", tag("badge", "TOOL1"))] + list(lines)


def secret(name="Tom"):
    told = tag("technician", name)
    return bytes([int(told[at : at + 2], 16) for at in range(0, 32, 2)])


def code_now(scene, steps=0, name="Tom"):
    return onetime.code_at(secret(name), onetime.step_at(scene.terminal.now_s()) + steps)


def at_code(*lines):
    """The badge is accepted, the clock is right."""
    scene = Scene(technicians(*lines))
    scene.clock_is_right()
    scene.scan("TOOL1")
    assert scene.front() == technician.CODE
    scene.mark()
    return scene


def let_in(*lines):
    scene = at_code(*lines)
    scene.terminal.condition.boards = BOARDS
    scene.press(code_now(scene))
    assert scene.front() == technician.MENU, scene.screen
    scene.mark()
    return scene


# -- badge and code ---------------------------------------------------------------------------


def test_badge_and_code_let_in():
    scene = at_code()
    step = onetime.step_at(scene.terminal.now_s())
    scene.press(code_now(scene))
    assert scene.noted() == [c.CareBegun("Tom", step)]
    assert scene.screen == care_screens.Care("", "", (), 0, False)


def test_a_code_works_once_and_not_after_a_power_cut_either():
    scene = let_in()
    used = code_now(scene)
    scene.choose("finish")
    scene.scan("TOOL1")
    scene.press(used)
    assert scene.screen.remark == "used" and scene.noted(c.WrongOnetime) == [c.WrongOnetime("Tom")]
    scene.power_cut()
    scene.clock_is_right()
    scene.scan("TOOL1")
    scene.press(code_now(scene))
    assert scene.screen.remark == "used"
    scene.press(code_now(scene, 1))
    assert scene.front() == technician.MENU


def test_an_older_step_than_the_last_one_is_used_too():
    scene = at_code()
    scene.press(code_now(scene, 1))
    scene.choose("finish")
    scene.scan("TOOL1")
    scene.press(code_now(scene, 0))
    assert scene.screen.remark == "used"


def test_a_foreign_code_does_not_let_in():
    scene = at_code(c.TechnicianAdded("Uma", tag("badge", "TOOL2")))
    scene.press(code_now(scene, name="Uma"))
    assert scene.screen.remark == "wrong" and scene.front() == technician.CODE


def test_five_wrong_codes_lock_the_badge_for_a_day_also_over_a_power_cut():
    scene = at_code()
    for _try in range(4):
        scene.press("000000")
        scene.choose("cancel")
        scene.scan("TOOL1")
    scene.press("000000")
    assert scene.screen == screens.Told("badge locked", 0)
    scene.power_cut()
    scene.scan("TOOL1")
    assert scene.screen == screens.Told("badge locked", 0)
    scene.after(DAY + MINUTE)
    scene.scan("TOOL1")
    assert scene.front() == technician.CODE


def test_a_new_badge_is_no_way_round_what_was_used_or_tried():
    scene = let_in()
    scene.choose("finish")
    scene.order(orders.AddTechnician("Tom", tag("badge", "TOOL9")))
    scene.scan("TOOL9")
    scene.press(code_now(scene))
    assert scene.screen.remark == "used"


def test_without_a_trusted_clock_a_challenge_is_answered():
    scene = Scene(technicians())
    scene.scan("TOOL1")
    assert scene.screen.remark == "no clock" and len(scene.screen.challenge) == 8
    assert scene.noted() == [c.ChallengeGiven("Tom", 1)]
    scene.press(onetime.number_of(tag("response", "Tom|" + scene.screen.challenge)))
    assert scene.noted()[-1] == c.CareBegun("Tom", 0)


def test_a_challenge_never_comes_twice_and_its_answer_is_for_one_technician():
    scene = Scene(technicians())
    seen = []
    for _visit in range(3):
        scene.scan("TOOL1")
        seen.append(scene.screen.challenge)
        scene.choose("cancel")
    scene.power_cut()
    scene.scan("TOOL1")
    seen.append(scene.screen.challenge)
    assert len(set(seen)) == 4
    scene.press(onetime.number_of(tag("response", "Uma|" + seen[-1])))
    assert scene.screen.remark == "wrong"
    scene.press(onetime.number_of(tag("response", "Tom|" + seen[0])))
    assert scene.screen.remark == "wrong"


def test_a_challenge_can_be_asked_for_where_the_clock_is_wrong():
    scene = at_code()
    scene.press("12")
    scene.choose("erase")
    scene.choose("challenge")
    assert scene.screen.challenge and scene.screen.typed == ""
    scene.choose("challenge")
    assert scene.noted() == [c.ChallengeGiven("Tom", 1)]


def test_a_clock_that_jumps_while_the_code_is_typed_counts_no_try():
    scene = at_code()
    typed = code_now(scene)
    scene.press(typed[:5])
    scene.tell(ev.ClockRead(scene.terminal.now_s() + DAY, True))
    scene.press(typed[5])
    assert scene.screen.remark == "no clock" and scene.noted(c.WrongOnetime) == []


def test_a_badge_that_is_revoked_or_unknown_opens_nothing():
    scene = Scene(technicians(c.TechnicianRevoked("Tom")))
    scene.scan("TOOL1")
    assert scene.screen == screens.Told("no badge", 0)
    scene = at_code()
    scene.press(code_now(scene)[:5])
    scene.order(orders.RevokeTechnician("Tom"))
    scene.press(code_now(scene)[5])
    assert scene.screen == screens.Told("no badge", 0) and scene.noted(c.CareBegun) == []


def test_a_revoked_technician_gets_no_further():
    for key in ("doors", "parts", "cycle", "stocktake", "replaced", "tests"):
        scene = let_in()
        scene.order(orders.RevokeTechnician("Tom"))
        scene.choose(key)
        assert scene.screen == screens.Told("no badge", 0), key
        assert scene.noted()[-1] == c.CareEnded("Tom", "cancelled") and scene.unlocks == []


def test_a_badge_belongs_to_one_person_of_either_kind():
    scene = Scene(technicians(badge()))
    used = tag("badge", "BADGE1")
    assert "badge in use" in str(scene.order(orders.AddTechnician("Tom", used)))
    assert "badge in use" in str(scene.order(orders.AddBadge("Anna", tag("badge", "TOOL1"), used)))
    assert "unknown technician" in str(scene.order(orders.RevokeTechnician("Nobody")))


def test_nobody_types_and_scans_are_refused():
    scene = at_code()
    scene.scan("TOOL1")
    assert scene.tunes() == ["refused"] and scene.front() == technician.CODE
    scene.after(2 * MINUTE)
    assert scene.is_shown(screens.Welcome) and scene.noted() == []


def test_a_technician_gets_in_while_no_lock_answers_and_nobody_else_does():
    scene = at_code(badge())
    scene.choose("cancel")
    for number in (1, 2, 3, 4):
        scene.tell(ev.DoorSilent(number))
    assert scene.screen == screens.OutOfService("locks")
    scene.scan("BADGE1")
    assert scene.screen == screens.OutOfService("locks") and scene.tunes()[-1] == "refused"
    scene.scan("TOOL1")
    scene.press(code_now(scene))
    assert scene.front() == technician.MENU
    scene.choose("doors")
    assert [state for _number, state in scene.screen.rows] == ["silent"] * 4
    scene.choose("back")
    scene.choose("finish")
    assert scene.screen == screens.OutOfService("locks")


# -- the menu ---------------------------------------------------------------------------------


def test_the_menu_is_left_and_ends_by_itself():
    scene = let_in()
    scene.choose("nonsense")
    scene.choose("finish")
    assert scene.noted() == [c.CareEnded("Tom", "finished")] and scene.is_shown(screens.Welcome)
    scene = let_in()
    scene.after(5 * MINUTE)
    assert scene.noted() == [c.CareEnded("Tom", "idle")]


def test_open_doors_are_named_once_before_leaving():
    scene = let_in()
    scene.door_opens(2)
    scene.choose("finish")
    assert scene.screen.remark == "doors open" and scene.noted(c.CareEnded) == []
    scene.choose("finish")
    assert scene.noted(c.CareEnded) == [c.CareEnded("Tom", "finished")]


def test_parts_show_what_failed_and_why_and_more_by_pages():
    scene = let_in()
    scene.terminal.condition.parts = ("clock", "locks", "scanner", "screen", "link", "disk", "x")
    scene.tell(ev.PartFailed("scanner", "unplugged"))
    scene.tell(ev.LinkChanged(False))
    scene.tell(ev.DiskRoom(42))
    scene.choose("parts")
    shown = scene.screen
    assert shown.rows[0] == ("scanner", "unplugged") and ("clock", "") in shown.rows
    assert shown.pages == 2 and shown.is_clock_trusted and not shown.is_link_up
    assert shown.disk_percent == 42 and shown.boot == 1
    scene.choose("next")
    assert scene.screen.rows == (("x", ""),)
    scene.tell(ev.PartMended("scanner"))
    scene.choose("back")
    assert scene.screen.failed == 0


def test_a_replaced_board_puts_its_compartments_in_doubt_until_they_are_counted():
    scene = let_in(*stored(1))
    scene.choose("replaced")
    assert scene.screen == care_screens.Choose("replaced", 0, ("all", "main/1", "main/2"))
    scene.choose("choose main/1")
    scene.choose("no")
    assert scene.noted() == []
    scene.choose("replaced")
    scene.choose("choose main/1")
    scene.choose("yes")
    assert scene.noted() == [c.BoardReplaced("Tom", "main/1", (1, 2))]
    assert scene.screen.due == (1, 2) and scene.room(1).doubts == ["board replaced"]
    assert scene.room(3).doubts == []
    scene.choose("replaced")
    scene.choose("choose all")
    scene.choose("yes")
    assert scene.screen.due == (1, 2, 3, 4)


def test_a_board_goes_out_of_service_and_back_and_a_door_that_was_out_by_itself_stays_so():
    scene = let_in(c.Barred(2, "Tom", "unsafe"))
    scene.choose("boards")
    assert scene.screen == care_screens.Choose("boards", 0, ("main/1", "main/2"))
    scene.choose("choose main/1")
    assert scene.screen == care_screens.Choose("board", 0, care.BOARD_REASONS)
    scene.choose("choose wires")
    assert scene.noted() == [c.Barred(1, "Tom", "wires")] and scene.screen.remark == "done"
    assert [scene.room(number).barred for number in (1, 2, 3)] == ["wires", "unsafe", ""]
    scene.choose("boards")
    scene.choose("choose main/1")
    assert scene.screen.choices == care.BOARD_REASONS + (technician.INTO_SERVICE,)
    scene.mark()
    scene.choose("choose into service")
    assert scene.noted() == [c.Unbarred(1, "Tom")]
    assert [scene.room(number).barred for number in (1, 2)] == ["", "unsafe"]


def test_whoever_was_revoked_meanwhile_closes_no_board():
    scene = let_in()
    scene.choose("boards")
    scene.choose("choose main/1")
    scene.order(orders.RevokeTechnician("Tom"))
    scene.noted()
    scene.choose("choose power")
    assert c.Barred not in [type(entry) for entry in scene.noted()]
    assert scene.room(1).barred == ""


def test_the_log_is_copied_where_a_part_can():
    scene = let_in()
    scene.choose("export")
    assert scene.front() == technician.MENU
    scene.terminal.condition.exports = ("usb",)
    scene.choose("export")
    scene.choose("choose usb")
    asked = scene.did(effects.ExportBundle)
    assert asked[0].to == "usb" and ("boot", "1") in asked[0].versions
    assert scene.screen == care_screens.Exporting("usb")
    scene.tell(ev.BundleExported("no stick"))
    assert (scene.screen.remark, scene.screen.why) == ("not exported", "no stick")
    scene.choose("export")
    scene.choose("choose usb")
    scene.after(2 * MINUTE)
    assert scene.screen.remark == "not exported"
    scene.tell(ev.BundleExported(""))
    assert scene.screen.remark == "not exported", "too late to be news"


def test_choices_that_are_not_offered_change_nothing():
    scene = let_in()
    scene.choose("replaced")
    for key in ("choose", "choose x", "choose main/9", "yes"):
        scene.choose(key)
        assert scene.front() == technician.CHOOSING
    scene.choose("cancel")
    assert scene.front() == technician.MENU


# -- devices ----------------------------------------------------------------------------------


def test_devices_are_tried_and_nothing_is_written_down():
    scene = let_in()
    scene.choose("tests")
    scene.choose("choose touch")
    scene.choose("touch 3")
    scene.choose("touch 3")
    scene.choose("touch 99")
    assert scene.screen == care_screens.TouchTest((3,))
    scene.choose("back")
    scene.choose("choose colours")
    seen = []
    for _colour in range(6):
        seen.append(scene.screen.colour)
        scene.choose("next")
    assert len(set(seen)) == 5 and seen[0] == seen[5]
    scene.choose("back")
    scene.choose("choose sound")
    scene.choose("play alarm")
    assert scene.tunes() == ["alarm"]
    scene.choose("back")
    scene.choose("cancel")
    assert scene.front() == technician.MENU and scene.noted() == []


def test_the_scanner_test_shows_the_kind_and_never_the_text():
    scene = let_in()
    scene.choose("tests")
    scene.choose("choose scanner")
    scene.scan("RR123456785LV")
    assert scene.screen == care_screens.ScannerTest("s10", "", 1)
    scene.scan("RR123456780LV")
    assert scene.screen == care_screens.ScannerTest("unknown", "wrong check digit", 2)
    assert "123456" not in repr(scene.turns[-1])


def test_the_keypad_test_shows_each_key_once():
    scene = let_in()
    scene.choose("tests")
    scene.choose("choose keypad")
    for key in ("5", "5", "enter", "erase", "cancel"):
        scene.tell(ev.KeyPressed(key))
    assert scene.screen.came == ("5", "ok", "erase", "cancel")
    assert "erase" not in repr(scene.screen)
    scene.after(6 * MINUTE)
    assert scene.is_shown(screens.Welcome)


def test_a_second_later_the_same_code_is_used_up_for_good():
    scene = let_in()
    scene.after(2 * SECOND)
    assert scene.terminal.books.care.named("Tom").last_step > 0

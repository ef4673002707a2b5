"""A sender puts in what was announced: by label, door code or number, with no server at all."""

from terminal import entries as e
from terminal import events as ev
from terminal import screens, send_screens
from terminal import sending_entries as se
from terminal.compartments import EXPECTED, GONE, INSIDE
from terminal.visits import send
from tests.terminal.scene import MINUTE, SECOND, TODAY_S, Scene, badge, expected, stored, tag

LABEL = "RR123456785LV"
ROOMY = ((1, "S"), (2, "S"), (3, "S"), (4, "M"), (5, "L"))
DAY_S = 86_400


def announced(shipment=LABEL, code="", pickup="", **given):
    """The line of a parcel that its sender will bring."""
    fields = {"way": "send", "size": "S", "kept": 0, "until_s": 0, "number_end": "123"}
    fields.update(given)
    return se.Announced(shipment, fields["way"], fields["size"], fields["kept"],
                        fields["until_s"], tag("code", code) if code else "", "", "456",
                        tag("code", pickup) if pickup else "", "",
                        fields["number_end"])  # fmt: skip


def at_open_door(*lines, sizes=ROOMY):
    """The label was scanned, and its door is open."""
    scene = Scene(list(lines) or [announced()], sizes)
    scene.mark()
    scene.scan(LABEL)
    scene.door_opens(scene.screen.compartment)
    assert scene.is_shown(send_screens.HandIn), scene.screen
    return scene


def handed_in(*lines, sizes=ROOMY):
    scene = at_open_door(*lines, sizes=sizes)
    scene.door_shuts(scene.screen.compartment)
    assert scene.is_shown(send_screens.HandedIn), scene.screen
    return scene


# -- which parcel ---------------------------------------------------------------------------------


def test_one_scan_and_no_choice_until_the_door():
    scene = at_open_door()
    assert scene.screen == send_screens.HandIn(1, LABEL, "send", False, False, "")
    assert scene.noted() == [
        e.Reserved(1, LABEL, ""), e.Opening(1, 1, "deposit", 1), e.SeenOpen(1, 1, True),
    ]  # fmt: skip
    scene.door_shuts(1)
    assert scene.noted()[-2:] == [e.SeenShut(1), e.Deposited(1, LABEL)]
    assert scene.shipment(LABEL).standing == INSIDE and scene.shipment(LABEL).leaving == "sent"


def test_of_unknown_size_one_choice_is_asked():
    scene = Scene([announced(size="")], ROOMY)
    scene.scan(LABEL)
    assert scene.screen == screens.ChooseSize(LABEL, ("S", "M", "L"))
    scene.choose("size M")
    assert scene.screen == screens.Opening(4)
    assert scene.noted(se.SizeChanged) == [se.SizeChanged(LABEL, "M")]


def test_the_digits_of_the_number_are_enough():
    scene = Scene([announced()], ROOMY)
    scene.choose("send")
    assert scene.screen == send_screens.SendNumber("", "")
    scene.press("123456785")
    scene.choose("ok")
    scene.door_opens(1)
    # Nothing was scanned: perhaps it has no label (003-3.6).
    assert scene.screen == send_screens.HandIn(1, LABEL, "send", True, False, "")


def test_a_keypad_says_it_with_one_and_ok():
    scene = Scene([announced()], ROOMY)
    for key in "1", "enter":
        scene.tell(ev.KeyPressed(key))
    assert scene.screen == send_screens.SendNumber("", "")
    for key in list("123456785") + ["enter"]:
        scene.tell(ev.KeyPressed(key))
    assert scene.screen == screens.Opening(1)


def test_digits_that_two_numbers_share_ask_for_the_label():
    scene = Scene([announced(), announced("CE123456785LV")], ROOMY)
    scene.choose("send")
    scene.press("123456785")
    scene.choose("ok")
    assert scene.screen == send_screens.SendNumber("", "two") and scene.unlocks == []
    scene.scan("CE123456785LV")
    scene.door_opens(1)
    assert scene.screen.shipment == "CE123456785LV"


def test_digits_that_only_one_awaited_number_has_are_enough():
    other = announced("CE123456785LV")
    scene = Scene([other, e.Reserved(1, "CE123456785LV", ""), e.Deposited(1, "CE123456785LV"),
                   announced()], ROOMY)  # fmt: skip
    scene.choose("send")
    scene.press("123456785")
    scene.choose("ok")
    scene.door_opens(2)
    assert scene.screen.shipment == LABEL


def test_digits_of_a_number_that_was_sent_say_so():
    scene = Scene([announced(), e.Reserved(1, LABEL, ""), e.Deposited(1, LABEL)], ROOMY)
    scene.choose("send")
    scene.press("123456785")
    scene.choose("ok")
    assert scene.screen.why == "sent"


def test_whoever_scans_the_label_need_not_write_the_number():
    scene = Scene([announced()], ROOMY)
    scene.choose("send")
    scene.scan(LABEL)
    scene.door_opens(1)
    assert not scene.screen.must_write


def test_a_door_code_opens_its_compartment_and_asks_to_write_the_number():
    scene = Scene([announced(code="246810", kept=3)], ROOMY)
    scene.enter("246810")
    scene.door_opens(3)
    assert scene.screen == send_screens.HandIn(3, LABEL, "send", True, False, "")
    scene.scan(LABEL)
    assert scene.screen == send_screens.HandIn(3, LABEL, "send", False, False, "right label")
    scene.scan("CE123456785LV")
    assert scene.screen.remark == "other label"


REFUSALS = (
    ("not announced", []),
    ("not announced", [expected(LABEL)]),
    ("no phone", [announced(number_end="")]),
    ("lapsed", [announced(until_s=TODAY_S - 1)]),
    ("held", [announced(), e.HoldSet(LABEL, "office")]),
    ("withdrawn", [announced(), e.Withdrawn(LABEL)]),
    ("sent", [announced(), e.Reserved(1, LABEL, ""), e.Deposited(1, LABEL)]),
    ("put in", [announced(way="storage", pickup="135791"), e.Reserved(1, LABEL, ""),
                e.Deposited(1, LABEL)]),
    ("no room", [announced(size="L")] + stored(5, "P1", size="L")),
    ("recalled", [announced(), e.Reserved(1, LABEL, ""), e.Deposited(1, LABEL),
                  e.Recalled(LABEL, "recalled")]),
)  # fmt: skip


def test_each_refusal_is_told_and_opens_nothing():
    for why, lines in REFUSALS:
        scene = Scene(lines, ROOMY)
        scene.clock_is_right()
        scene.mark()
        scene.scan(LABEL)
        assert scene.screen.why == why and scene.unlocks == [], (why, scene.screen)
        expected_notes = [] if why == "not announced" else [se.NotSent(LABEL, why)]
        assert scene.noted() == expected_notes, why


def test_a_full_disk_takes_nothing_in():
    scene = Scene([announced()], ROOMY)
    scene.tell(ev.DiskRoom(80))
    scene.scan(LABEL)
    assert scene.screen.why == "deposits stopped" and scene.unlocks == []


def test_an_untrusted_clock_ends_nobodys_time():
    scene = Scene([announced(until_s=TODAY_S - 1)], ROOMY)
    scene.scan(LABEL)
    assert scene.is_shown(screens.Opening)


def test_a_misread_label_is_asked_for_again():
    scene = Scene([announced()], ROOMY)
    scene.choose("send")
    scene.scan("RR123456786LV")
    assert scene.screen == send_screens.SendNumber("", "misread")


# -- the open door --------------------------------------------------------------------------------


def test_what_does_not_fit_gets_a_larger_one_and_may_cost_more():
    scene = at_open_door()
    scene.choose("does_not_fit")
    assert scene.screen.remark == "take out"
    scene.door_shuts(1)
    scene.choose("yes")
    assert scene.noted(se.SizeChanged) == [se.SizeChanged(LABEL, "M")]
    scene.door_opens(4)
    scene.door_shuts(4)
    assert scene.shipment(LABEL).compartment == 4 and scene.room(1).shipments == []


def test_who_keeps_it_has_put_nothing_in():
    scene = at_open_door(announced(code="246810"))
    scene.choose("take_back")
    scene.door_shuts(1)
    scene.choose("yes")
    assert scene.is_shown(screens.Welcome) and scene.room(1).shipments == []
    assert scene.noted()[-1] == e.NotDeposited(1, LABEL)
    scene.enter("246810")
    assert scene.is_shown(screens.Opening)


def test_who_walks_away_from_an_open_door_does_not_keep_the_glass():
    scene = at_open_door()
    scene.after(send.Send.PUTTING_IN_MS)
    assert scene.is_shown(screens.Welcome) and "does not close" in scene.room(1).doubts
    assert scene.room(1).reserved == [LABEL]


def test_a_power_cut_at_the_open_door_leaves_a_doubt_and_the_way_open():
    scene = at_open_door(announced(code="246810"))
    scene.power_cut()
    assert scene.room(1).doubts == ["power cut during deposit"]
    scene.door_shuts(1)
    scene.enter("246810")  # the parcel is still in the hand
    assert scene.screen == screens.Opening(2)
    assert scene.room(1).reserved == [] and scene.room(1).doubts


def test_no_door_opens_and_the_reason_is_kept():
    scene = Scene([announced()], ((1, "S"), (2, "S")))
    scene.scan(LABEL)
    scene.jams(1)
    scene.jams(2)
    assert scene.screen.why == "no room" and scene.noted()[-1] == se.NotSent(LABEL, "no room")


# -- afterwards -----------------------------------------------------------------------------------


def test_the_same_door_opens_again_and_what_is_taken_back_was_never_sent():
    for way in ("send", "storage"):
        scene = handed_in(announced(way=way, code="246810", pickup="135791"))
        before = scene.shipment(LABEL).code
        scene.choose("again")
        scene.door_opens(1)
        scene.choose("take_back")
        scene.door_shuts(1)
        scene.choose("yes")
        assert scene.shipment(LABEL).standing == EXPECTED and scene.room(1).shipments == []
        assert scene.shipment(LABEL).leaving == ""
        if way == "storage":
            scene.enter("135791")
            assert scene.screen.why == "withdrawn" and not scene.noted(e.WrongCode)
        scene.power_cut()
        scene.enter("246810")
        scene.door_opens(1)
        scene.door_shuts(1)
        assert scene.shipment(LABEL).code == before


def test_the_same_door_opens_again_and_the_parcel_stays():
    for way in ("send", "storage"):
        stays(way)


def stays(way):
    scene = handed_in(announced(way=way, code="246810", pickup="135791"))
    code = scene.shipment(LABEL).code
    scene.choose("again")
    scene.door_opens(1)
    scene.door_shuts(1)
    assert scene.is_shown(send_screens.HandedIn) and scene.room(1).shipments == [LABEL]
    for _again in range(2):
        scene.choose("again")
        scene.door_opens(1)
        scene.door_shuts(1)
    assert not scene.screen.may_reopen
    scene.choose("again")
    assert scene.is_shown(send_screens.HandedIn) and scene.shipment(LABEL).code == code


def test_what_does_not_fit_on_a_second_look_goes_into_another_however_many_doors_jam():
    scene = handed_in(announced(), sizes=((1, "S"), (4, "M"), (5, "M"), (6, "L")))
    scene.choose("again")
    scene.door_opens(1)
    scene.choose("does_not_fit")
    scene.door_shuts(1)
    scene.choose("yes")
    scene.jams(4)
    scene.door_opens(5)
    scene.door_shuts(5)
    assert scene.shipment(LABEL).compartment == 5 and scene.room(4).reserved == []


def test_a_door_that_does_not_open_again_keeps_the_parcel():
    scene = handed_in()
    scene.choose("again")
    scene.jams(1)
    assert scene.screen == send_screens.HandedIn(1, LABEL, "send", False, "not reopened")
    assert scene.room(1).shipments == [LABEL] and "does not open" in scene.room(1).doubts


def test_the_next_customer_need_not_wait():
    scene = handed_in(announced(), *stored(2, "P1"))
    scene.press("1")
    assert scene.screen.typed == "1"
    scene.press("23456")
    scene.after(400)
    assert scene.screen == screens.Opening(2)
    scene.after(2 * MINUTE)
    assert scene.terminal.companions == []


def test_a_courier_takes_out_what_was_sent_once_its_sender_has_gone():
    scene = handed_in(announced(), badge())
    scene.begin_run()
    assert scene.screen.tasks == ()
    scene.choose("finish")
    scene.after(MINUTE)
    scene.begin_run()
    assert scene.screen.tasks == ((1, "sent"),)
    scene.choose("inspect 1")
    scene.door_opens(1)
    assert scene.screen == screens.Look(1, (LABEL,), "sent", True, (), False, "")
    scene.door_shuts(1)
    scene.choose("empty")
    assert scene.noted()[-1] == e.TakenOut(1, (LABEL,), "Anna")
    assert scene.shipment(LABEL).standing == GONE and scene.shipment(LABEL).why == "sent"
    scene.choose("finish")
    scene.scan(LABEL)
    assert scene.screen.why == "sent"


# -- storage (002-5.2) ----------------------------------------------------------------------------


def test_storage_becomes_a_pick_up_with_no_server():
    scene = Scene([announced(way="storage", code="246810", pickup="135791")], ROOMY)
    scene.guess("135791")  # nothing lies there yet, so its code is as unknown as any other
    assert scene.noted(e.WrongCode) and scene.screen.remark == "wrong"
    scene.enter("246810")
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose("done")
    scene.enter("246810")
    assert scene.screen.why == "put in"
    scene.enter("135791")
    scene.door_opens(1)
    assert scene.screen == screens.TakeOut(1, (LABEL,), False, "")
    scene.door_shuts(1)
    scene.after(61 * SECOND)
    assert scene.shipment(LABEL).why == "collected"


def test_a_courier_does_not_put_in_what_its_sender_is_to_bring():
    scene = Scene([badge(), announced()], ROOMY)
    scene.begin_run()
    scene.scan(LABEL)
    assert scene.screen.remark == "not expected" and scene.unlocks == []


def test_the_books_survive_a_checkpoint_in_every_state():
    lines = [announced(code="246810", kept=3, until_s=TODAY_S, pickup="135791",
                       way="storage")]  # fmt: skip
    for more in ([], [e.Reserved(3, LABEL, "")], [e.Reserved(3, LABEL, ""), e.Deposited(3, LABEL)]):
        scene = Scene(lines + more, ROOMY)
        books = scene.terminal.books
        scene.tell(ev.TimePassed())
        before = books.state()
        books.apply(e.Checkpoint(before), 0, 0)
        assert books.state() == before
        scene.enter("135791" if more[1:] else "246810")
        assert scene.is_shown(screens.Opening), more


def test_what_lies_beside_something_unknown_is_not_opened_again():
    scene = at_open_door()
    scene.choose("not_empty")
    scene.door_shuts(1)
    scene.choose("no")  # it lies in there all the same
    assert not scene.screen.may_reopen
    before = list(scene.unlocks)
    scene.choose("again")
    assert scene.unlocks == before and scene.is_shown(send_screens.HandedIn)

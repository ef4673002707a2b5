"""Parcels of one recipient share a compartment, and lie there safely (002-8.6.7 to 8.6.9)."""

from terminal import entries as e
from terminal import events as ev
from terminal import orders, screens
from terminal.care_entries import Barred
from terminal.compartments import EXPECTED, INSIDE
from terminal.sale_entries import SaleAsked, SaleAuthorised
from tests.terminal.neighbours import (
    ANNA,
    BERTA,
    PHONE,
    SHARED,
    added,
    adding,
    others,
    take_out,
    told,
    van,
)
from tests.terminal.scene import DAY, MINUTE, TODAY_S, Scene, badge, expected, stored, tag


def where(*lines, first=()):
    """The compartment that opens for P2."""
    scene = van(*lines, first=first)
    scene.scan("P2")
    return scene.unlocks[-1][0] if scene.unlocks else 0


# -- which compartment ------------------------------------------------------------------------


def test_a_parcel_joins_the_others_of_its_recipient_without_a_tap():
    scene = adding()
    assert scene.screen == screens.PutIn(1, "P2", False, False, "", ("P1",))
    scene.door_shuts(1)
    assert scene.noted(e.Deposited) == [e.Deposited(1, "P2")]
    assert scene.screen.remark == "stored" and scene.room(1).shipments == ["P1", "P2"]


def test_only_with_a_phone_that_is_known_and_the_same():
    for phone, other in ((ANNA, BERTA), (ANNA, ""), ("", ANNA), ("", "")):
        scene = Scene(stored(1, phone=phone) + [expected("P2", "222222", phone=other), badge()])
        scene.begin_run()
        scene.scan("P2")
        assert scene.unlocks == [(2, 1)], (phone, other)


def test_whatever_may_not_be_given_out_together_lies_alone():
    alone = (
        e.DuesSet("P1", (("cod", 349),)), e.DuesSet("P2", (("cod", 349),)),  # 002-8.6.9
        e.DuesSet("P1", (("storage", 50),)), e.HoldSet("P1", "contents"),
        e.HoldSet("P2", "contents"), e.Recalled("P1", "recalled"), e.Recalled("P2", "redirected"),
        SaleAuthorised(7, 1, 1, "reader", "1234"), Barred(1, "Tom", "dirty"),
        e.Doubted(1, "not confirmed"), e.SaidEmpty(1), e.SensorBlind(1, "said open"),
        e.Reserved(1, "P0", "Anna"), e.PolicySet(1, (("combine", 0),)),
        e.Recoded("P1", tag("code", "777777"), "", "111", tag("phone", BERTA)),
        e.Recoded("P2", tag("code", "777777"), "", "111", tag("phone", BERTA)),
    )  # fmt: skip
    asked = SaleAsked(7, 1, 349, 0)  # a sale that was not settled before its due was waived
    for line in alone:
        assert where(asked, line) == 2, line
    assert where() == 1
    assert where(first=stored(1, "P3", "333333", phone=BERTA)) == 2, "one of several is another's"
    assert where(e.PolicySet(1, (("combine", 0),)), e.PolicySet(2, (("combine", 1),))) == 1


def test_not_behind_a_door_that_is_not_at_rest():
    scene = Scene(
        stored(1, phone=ANNA) + [expected("P2", "222222", phone=ANNA), badge()], open_doors=(1,)
    )
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(2, 1)]


def test_not_behind_a_door_that_does_not_answer():
    scene = Scene(stored(1, phone=ANNA) + [expected("P2", "222222", phone=ANNA), badge()])
    scene.tell(ev.DoorSilent(1))
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(2, 1)] and scene.room(1).doubts == []


def test_not_while_its_recipient_may_come_back():
    scene = Scene(stored(1, phone=ANNA) + [expected("P2", "222222", phone=ANNA), badge()])
    scene.collect(1)
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks[-1][0] == 2 and scene.terminal.is_minded(1)


def test_not_after_the_deadline():
    late = [e.DeadlineSet("P1", TODAY_S - 1)]
    scene = Scene(
        stored(1, phone=ANNA) + late + [expected("P2", "222222", phone=ANNA), badge()]
    )
    scene.clock_is_right()
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(2, 1)]


def test_never_where_it_cannot_fit():
    large = expected("P2", "222222", "M", phone=ANNA)
    scene = Scene(stored(1, phone=ANNA) + [large, badge()])
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(3, 1)]


def test_a_full_cabinet_takes_it_all_the_same():
    full = stored(2, "P8", "888888") + stored(3, "P9", "999999") + stored(4, "P7", "777777")
    scene = van(*full)
    scene.scan("P2")
    assert scene.unlocks == [(1, 1)]


def test_six_share_a_compartment_and_the_seventh_lies_alone():
    lines = []
    for n in range(6):
        lines += stored(1, "Q%d" % n, "44444%d" % n, phone=ANNA)
    scene = Scene(lines + [expected("P2", "222222", phone=ANNA), badge()])
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(2, 1)]
    scene = Scene(lines[3:] + [expected("P2", "222222", phone=ANNA), badge()])
    scene.begin_run()
    scene.scan("P2")
    assert scene.unlocks == [(1, 1)]


# -- what goes wrong harms only the newcomer --------------------------------------------------


def test_a_door_that_does_not_open_leaves_the_others_their_code():
    scene = van()
    scene.scan("P2")
    scene.jams(1)
    assert scene.noted(e.NotDeposited) == [e.NotDeposited(1, "P2")]
    assert scene.room(1).shipments == ["P1"] and scene.room(1).doubts == ["does not open"]
    assert scene.unlocks[-1][0] == 2, "the next compartment is its own"
    scene.door_opens(2)
    scene.door_shuts(2)
    scene.choose("finish")
    scene.after(MINUTE)
    scene.collect(1)
    assert scene.is_shown(screens.Taken)


def test_what_does_not_fit_beside_the_others_gets_a_compartment_of_its_size():
    scene = adding()
    scene.choose("does_not_fit")
    scene.door_shuts(1)
    scene.choose("yes")
    assert scene.unlocks[-1][0] == 2, "alone it may fit into an S"
    assert scene.room(1).shipments == ["P1"] and scene.room(1).doubts == []
    assert scene.noted(e.NoRoom) == []


def test_what_does_not_fit_and_was_left_inside_is_there():
    scene = adding()
    scene.choose("does_not_fit")
    scene.door_shuts(1)
    scene.choose("no")
    assert scene.room(1).shipments == ["P1", "P2"] and scene.room(1).doubts == []


def test_something_else_beside_the_others_is_looked_into_before_it_is_given_out():
    for answer in ("yes", "no"):
        scene = adding()
        scene.choose("not_empty")
        scene.door_shuts(1)
        scene.choose(answer)
        assert scene.room(1).doubts == ["unknown parcel"], answer
        assert (scene.shipment("P2").standing == INSIDE) == (answer == "no")
        if answer == "yes":
            scene.door_opens(2)
            scene.door_shuts(2)
        scene.choose("finish")
        assert told(scene) == "unknown parcel"


def test_a_power_cut_between_leaves_the_others_their_code():
    scene = adding()
    scene.moves(1, False)
    scene.power_cut()
    assert scene.room(1).doubts == ["power cut during deposit"]
    assert told(scene, "222222") == "", "it may be in the courier's hand"
    assert scene.screen.remark == "wrong"
    scene.collect(1)
    assert scene.screen.shipments == ("P1",)
    scene.choose("done")
    assert scene.shipment("P1").why == "collected" and scene.room(1).reserved == ["P2"]
    scene.begin_run()
    scene.scan("P2")  # it was in the hand
    assert scene.room(1).reserved == [] and scene.shipment("P2").standing == EXPECTED
    assert scene.unlocks[-1][0] == 2


def test_a_power_cut_between_and_it_lies_there():
    scene = adding()
    scene.moves(1, False)
    scene.power_cut()
    scene.begin_run()
    scene.choose("inspect 1")
    scene.door_opens(1)
    assert scene.screen.shipments == ("P1", "P2") and scene.screen.beside == ()
    scene.door_shuts(1)
    scene.choose("as_listed")
    assert scene.room(1).shipments == ["P1", "P2"] and scene.room(1).doubts == []


def test_the_code_at_the_door_that_a_courier_left_open():
    scene = adding()
    scene.after(2 * MINUTE)
    scene.choose("report_open")
    scene.choose("finish")
    scene.enter("123456")
    assert scene.is_shown(screens.TakeOut) and scene.screen.shipments == ("P1",)


# -- one code for all -------------------------------------------------------------------------


def test_until_the_order_comes_both_codes_open_and_one_ends_all():
    for code, other in (("123456", "222222"), ("222222", "123456")):
        scene = added()
        scene.enter(code)
        scene.door_opens(1)
        assert scene.screen.shipments == ("P1", "P2"), "number and count (002-8.6.7)"
        scene.door_shuts(1)
        scene.choose("done")
        assert scene.noted(e.Collected)[-1].shipments == ("P1", "P2")
        assert told(scene, other) == "collected"


def test_the_newcomer_gets_the_code_of_the_others():
    scene = added()
    assert scene.terminal.books.live_codes() == 2
    scene.order(orders.Recode("P2", SHARED, "", "456", PHONE))
    assert scene.noted(e.OrderRefused) == [] and scene.terminal.books.live_codes() == 1
    assert told(scene, "222222") == "replaced"
    scene.choose("ok")
    scene.collect(1)
    scene.choose("done")
    assert told(scene, "123456") == "collected"
    scene.power_cut()
    assert told(scene, "123456") == "collected" and scene.terminal.books.live_codes() == 0


def test_the_code_of_another_compartment_or_recipient_is_no_code_of_this_one():
    for lines in (
        stored(2, "P2", "222222", phone=ANNA), stored(1, "P2", "222222", phone=BERTA),
        stored(1, "P2", "222222"), [expected("P2", "222222", phone=ANNA)],
    ):  # fmt: skip
        scene = Scene(stored(1, phone=ANNA) + lines)
        phone = scene.shipment("P2").phone
        assert scene.order(orders.Recode("P2", SHARED, "", "456", phone)) == [
            e.OrderRefused(1, "code in use")
        ]


def test_the_code_of_one_that_is_gone_is_refused():
    scene = added()
    scene.order(orders.Recall("P1", "recalled"))
    scene.begin_run()
    take_out(scene)
    refused = scene.order(orders.Recode("P2", SHARED, "", "456", PHONE))
    assert refused == [e.OrderRefused(2, "code in use")]


def test_one_that_will_come_does_not_hide_what_became_of_the_others():
    lines = stored(1, phone=ANNA) + stored(1, "P2", "123456", phone=ANNA)
    scene = Scene(lines + [e.NotDeposited(1, "P2"), e.Collected(1, ("P1",), True, 0)])
    assert scene.shipment("P2").standing == EXPECTED and told(scene) == "collected"
    scene = Scene(lines + [e.Collected(1, ("P1", "P2"), True, 0), expected("P1", phone=ANNA)])
    assert told(scene) == "collected"


def test_a_shared_code_survives_a_checkpoint():
    scene = Scene(others())
    scene.after(2 * DAY)
    assert [line for line in scene.journal() if type(line) is e.Checkpoint]
    scene.power_cut()
    assert [s.number for s in scene.terminal.books.tags.owners(SHARED)] == ["P1", "P2"]
    assert scene.shipment("P1").phone == PHONE
    scene.enter("333333")
    scene.door_opens(1)
    assert scene.screen.shipments == ("P1", "P2", "P3")

"""What the server orders about one parcel that lies with others (002-8.6.8, 8.6.9, 10.3)."""

from terminal import entries as e
from terminal import events as ev
from terminal import orders, screens
from tests.terminal.neighbours import ANNA, BERTA, added, adding, others, take_out, told, van
from tests.terminal.scene import SECOND, TODAY_S, Scene, badge, stored, tag


def test_the_phone_of_one_cannot_change_while_it_lies_with_others():
    scene = added()
    recode = orders.Recode("P2", tag("code", "777777"), "", "111", tag("phone", BERTA))
    assert scene.order(recode) == [e.OrderRefused(1, "lies with others")]
    scene = adding()
    scene.moves(1, False)
    scene.power_cut()
    for number in ("P1", "P2"):
        recode = orders.Recode(number, tag("code", "777777"), "", "111", tag("phone", BERTA))
        assert type(scene.order(recode)[0]) is e.OrderRefused, number


def test_the_phone_alone_is_corrected_before_it_comes():
    scene = van()
    recode = orders.Recode("P2", tag("code", "222222"), "", "111", tag("phone", BERTA))
    assert type(scene.order(recode)[0]) is e.OrderApplied
    scene.scan("P2")
    assert scene.unlocks == [(2, 1)], "it is not for the recipient of P1"
    assert scene.terminal.books.tags.replaced == [], "its code has not changed"
    scene.door_opens(2)
    scene.door_shuts(2)
    scene.choose("finish")
    scene.enter("222222")
    assert scene.unlocks[-1][0] == 2


def test_cash_on_delivery_cannot_be_asked_for_one_that_lies_with_others():
    scene = added()
    assert scene.order(orders.SetDues("P2", (("cod", 349),))) == [
        e.OrderRefused(1, "lies with others")
    ]
    assert type(scene.order(orders.SetDues("P2", (("storage", 49),)))[0]) is e.OrderApplied
    assert scene.order(orders.SetDues("P9", (("cod", 349),))) == [
        e.OrderRefused(3, "unknown shipment")
    ]


def test_the_last_deadline_counts_for_all():
    """002-8.6.8: adding renews the storage of all, though the order comes days later."""
    scene = Scene(stored(1, phone=ANNA) + stored(1, "P2", "222222", phone=ANNA))
    scene.clock_is_right()
    scene.order(orders.SetDeadline("P1", TODAY_S - 5))
    assert told(scene) == "", "the newcomer's deadline is not known yet"
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose("again")
    scene = Scene(stored(1, phone=ANNA) + stored(1, "P2", "222222", phone=ANNA))
    scene.clock_is_right()
    scene.order(orders.SetDeadline("P1", TODAY_S - 5))
    scene.order(orders.SetDeadline("P2", TODAY_S - 5))
    assert told(scene) == told(scene, "222222") == "expired"
    scene.order(orders.SetDeadline("P2", TODAY_S + 9000))
    assert told(scene) == "", "of P2 nobody was promised less"


# -- one of several is called back ------------------------------------------------------------


def called_back():
    scene = Scene(others() + [badge()])
    scene.order(orders.Recall("P2", "redirected"))
    scene.mark()
    return scene


def test_nothing_is_given_out_until_the_one_is_taken_out():
    scene = called_back()
    for code, why in (("333333", "held"), ("123456", "held")):
        assert told(scene, code) == why
        scene.choose("ok")
    scene.begin_run()
    assert scene.screen.tasks == ((1, "redirected"),)
    take_out(scene)
    assert scene.noted(e.TakenOut) == [e.TakenOut(1, ("P2",), "Anna")]
    assert scene.shipment("P2").why == "redirected" and scene.room(1).shipments == ["P1", "P3"]
    scene.choose("finish")
    scene.collect(1)
    assert scene.screen.shipments == ("P1", "P3"), "the code of P1 was that of P2 too"


def test_the_shared_code_answers_for_what_stays():
    for number in ("P1", "P2"):
        scene = Scene(others() + [badge()])
        scene.order(orders.Recall(number, "redirected"))
        assert told(scene) == "held", number
    scene.order(orders.Recall("P1", "recalled"))
    scene.choose("ok")
    assert told(scene) in ("recalled", "redirected"), "both go"


def test_the_courier_reads_what_goes_and_what_stays():
    scene = called_back()
    scene.begin_run()
    scene.choose("inspect 1")
    scene.door_opens(1)
    assert scene.screen == screens.Look(1, ("P2",), "redirected", True, ("P1", "P3"), False, "")
    scene.door_shuts(1)
    assert scene.screen == screens.Verdict(1, ("P1", "P3"), ("P2",))


def test_the_others_are_missed_if_the_compartment_is_empty():
    scene = called_back()
    scene.begin_run()
    take_out(scene, "empty")
    assert scene.noted(e.TakenOut) == [e.TakenOut(1, ("P2",), "Anna")]
    assert scene.noted(e.Inspected) == [e.Inspected(1, (), False, "Anna")]
    assert scene.shipment("P2").why == "redirected" and scene.shipment("P1").why == "not found"
    assert scene.room(1).shipments == []


def test_something_else_takes_nothing_out():
    scene = called_back()
    scene.begin_run()
    take_out(scene, "something_else")
    assert scene.noted(e.TakenOut) == [] and scene.room(1).shipments == ["P1", "P2", "P3"]
    assert scene.room(1).doubts == ["unknown parcel"]


def test_behind_a_blind_sensor_the_courier_only_looks():
    scene = Scene(called_back().journal() + [e.SensorBlind(1, "said open")])
    scene.begin_run()
    scene.choose("inspect 1")
    while scene.is_shown(screens.Opening):
        if scene.unanswered:
            scene.answer(ev.UnlockDone)
        scene.after(SECOND)
    assert scene.screen == screens.Verdict(1, ("P1", "P2", "P3"), ())
    scene.choose("as_listed")
    assert scene.room(1).shipments == ["P1", "P2", "P3"]


def test_two_of_three_are_called_back():
    scene = called_back()
    scene.order(orders.Recall("P1", "recalled"))
    scene.begin_run()
    take_out(scene)
    assert scene.noted(e.TakenOut) == [e.TakenOut(1, ("P1", "P2"), "Anna")]
    assert scene.room(1).shipments == ["P3"]


def test_refused_ones_go_together():
    scene = Scene(others() + [badge()])
    scene.enter("123456")
    scene.door_opens(1)
    scene.choose("problem")
    scene.choose("choose refused")
    scene.door_shuts(1)
    scene.press("123456")
    scene.mark()
    scene.begin_run()
    take_out(scene, "empty")
    assert scene.noted(e.TakenOut) == [e.TakenOut(1, ("P1", "P2", "P3"), "Anna")]

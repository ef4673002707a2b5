"""Parcels that are held, recalled or redirected while they lie here (002-4.3.2, 5.3.2, 10.3)."""

from terminal import entries as e
from terminal import events as ev
from terminal import orders, rooms, screens
from tests.terminal.scene import SECOND, Scene, badge, expected, replay, stored
from tests.terminal.test_desk import applied, refused


def test_a_parcel_that_lies_inside_is_recalled_until_it_was_collected():
    scene = Scene(stored(1))
    assert applied(scene, orders.Recall("P1", "recalled")) == e.Recalled("P1", "recalled")
    scene.enter("123456")
    assert scene.screen == screens.Told("recalled", 0) and scene.unlocks == []
    gone = Scene(stored(1) + [e.Collected(1, ("P1",), True, 0)])
    refused(gone, orders.Recall("P1", "recalled"), "late")
    refused(gone, orders.Recall("P9", "recalled"), "unknown shipment")
    assert applied(Scene([expected("P1")]), orders.Recall("P1", "redirected")) == e.Withdrawn("P1")


def test_a_parcel_that_is_called_back_while_it_is_put_in_stays_called_back():
    begun = [expected("P1"), e.Reserved(1, "P1", "Anna"), e.Doubted(1, "does not close")]
    scene = Scene(begun)
    applied(scene, orders.Recall("P1", "redirected"))
    for entry, why in ((e.Deposited(1, "P1"), ""), (e.NotDeposited(1, "P1"), "redirected")):
        books = replay(scene.sizes, scene.lines + [(entry, 0, 0)])
        assert books.shipment("P1").why == why
        assert books.shipment("P1").leaving == ("" if why else "redirected")


def test_what_was_recalled_is_taken_out_by_the_next_courier():
    scene = Scene(stored(1) + [badge(), e.Recalled("P1", "recalled")])
    assert rooms.tasks(scene.terminal) == ((1, "recalled"),)
    out = Scene(stored(1) + [e.Recalled("P1", "recalled"), e.TakenOut(1, ("P1",), "Anna")])
    assert told_to(out, "123456") == "recalled"


def test_a_parcel_is_held_and_released():
    scene = Scene(stored(1))
    applied(scene, orders.SetHold("P1", "contents"))
    assert told_to(scene, "123456") == "held" and rooms.tasks(scene.terminal) == ()
    scene.choose("ok")
    applied(scene, orders.SetHold("P1", ""))
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)]


def told_to(scene, code):
    scene.enter(code)
    assert scene.unlocks == []
    return scene.screen.why


def test_an_order_waits_between_two_attempts_at_a_door():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockNotSent)  # the second attempt comes in a moment
    scene.order(orders.Recall("P1", "recalled"))
    assert e.Recalled not in [type(entry) for entry in scene.noted()]
    scene.after(2 * SECOND)
    assert len(scene.unlocks) == 2, "the opening goes on"
    for _attempt in range(2):
        scene.answer(ev.UnlockNotSent)
        scene.after(2 * SECOND)
    assert e.Recalled("P1", "recalled") in scene.noted()
    scene.choose("again")
    assert scene.screen == screens.Told("recalled", 0) and len(scene.unlocks) == 3


def test_an_order_that_comes_before_the_money_ends_the_visit():
    scene = Scene(stored(1) + [e.DuesSet("P1", (("cod", 300),))])
    scene.enter("123456")
    applied(scene, orders.SetHold("P1", "surcharge"))
    scene.choose("pay")
    assert scene.screen == screens.Told("held", 0)

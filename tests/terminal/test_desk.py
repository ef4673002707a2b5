"""The server's orders: each once, in order, applied or refused with a reason, never in between."""

from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import orders, screens
from terminal.compartments import EXPECTED, INSIDE
from terminal.desk import WAITING_MAX
from terminal.policy import TABLE, default, fault
from tests.terminal.scene import (
    MINUTE,
    TODAY_S,
    Scene,
    badge,
    expected,
    refuses,
    stored,
    tag,
)  # fmt: skip

CODE, OTHER = tag("code", "555555"), tag("code", "666666")


def applied(scene, order):
    """The order takes effect now; returns the entry beside `OrderApplied`."""
    number = scene.terminal.books.last_order + 1
    noted = scene.order(order)
    assert noted[0] == e.OrderApplied(number), noted
    assert len(noted) == 2 and scene.terminal.books.last_order == number
    return noted[1]


def refused(scene, order, why):
    number = scene.terminal.books.last_order + 1
    before = scene.terminal.books.state()
    assert scene.order(order) == [e.OrderRefused(number, why)]
    after = scene.terminal.books.state()
    changed = [index for index in range(len(before)) if before[index] != after[index]]
    assert len(changed) == 1, "only the number of the last order has changed"


def expect(shipment="P1", code=CODE, size="S", sides_mm=(), token="", phone=""):
    return orders.Expect(shipment, size, sides_mm, code, token, "789", phone)


# -- one kind each ----------------------------------------------------------------------------


def test_a_parcel_is_announced():
    scene = Scene()
    assert applied(scene, expect()) == e.Expected("P1", "S", CODE, "", "789", "")
    assert scene.shipment("P1").standing == EXPECTED


def test_a_parcel_may_be_announced_anew_until_it_comes_and_after_it_has_gone():
    scene = Scene()
    applied(scene, expect())
    applied(scene, expect(code=OTHER))
    assert scene.terminal.books.by_tag(CODE)[0] is None
    scene = Scene(stored(1) + [e.Collected(1, ("P1",), True, 0)])
    applied(scene, expect())
    assert scene.shipment("P1").standing == EXPECTED and scene.shipment("P1").why == ""


def test_what_lies_inside_is_not_announced():
    refused(Scene(stored(1)), expect(), "already inside")


def test_what_is_being_put_in_is_not_announced():
    scene = Scene([expected("P1"), e.Reserved(1, "P1", "Anna"), e.Doubted(1, "does not close")])
    refused(scene, expect(), "being deposited")


def test_a_code_in_use_is_refused_live_or_dead():
    scene = Scene(stored(1, "P1", "555555"))
    refused(scene, expect("P2"), "code in use")
    refused(scene, expect("P2", OTHER, token=CODE), "code in use")
    scene = Scene(stored(1, "P1", "555555") + [e.Collected(1, ("P1",), True, 0)])
    refused(scene, expect("P2"), "code in use")
    scene = Scene(stored(1, "P1", "555555") + [e.Recoded("P1", OTHER, "", "789", "")])
    refused(scene, expect("P2"), "code in use")


def test_sides_are_fitted_where_the_size_is_unknown():
    scene = Scene(is_outdoor=True)
    assert applied(scene, expect(size="", sides_mm=(100, 200, 590))).size == "M"
    refused(scene, expect("P2", OTHER, "", (400, 400, 400)), "too big")
    assert applied(scene, expect("P2", OTHER, "")).size == ""
    indoors = Scene(is_outdoor=False)
    refused(indoors, expect(size="", sides_mm=(100, 200, 590)), "too big")
    # A stated size is believed.
    assert applied(indoors, expect(size="L", sides_mm=(10, 10, 10))).size == "L"


def test_a_parcel_is_withdrawn_while_it_has_not_come():
    scene = Scene([expected("P1")])
    assert applied(scene, orders.Withdraw("P1")) == e.Withdrawn("P1")
    refused(scene, orders.Withdraw("P1"), "late")
    refused(scene, orders.Withdraw("P9"), "unknown shipment")
    refused(Scene(stored(1)), orders.Withdraw("P1"), "late")
    begun = [expected("P1"), e.Reserved(1, "P1", "Anna"), e.Doubted(1, "does not close")]
    refused(Scene(begun), orders.Withdraw("P1"), "late")


def test_a_deadline_is_never_earlier_than_promised():
    scene = Scene(stored(1))
    assert applied(scene, orders.SetDeadline("P1", TODAY_S)) == e.DeadlineSet("P1", TODAY_S)
    refused(scene, orders.SetDeadline("P1", TODAY_S - 1), "earlier than promised")
    applied(scene, orders.SetDeadline("P1", TODAY_S))
    applied(scene, orders.SetDeadline("P1", TODAY_S + 1))
    refused(scene, orders.SetDeadline("P9", TODAY_S), "unknown shipment")
    gone = Scene(stored(1) + [e.Collected(1, ("P1",), True, 0)])
    refused(gone, orders.SetDeadline("P1", TODAY_S), "late")


def test_a_new_code_kills_the_old_one():
    scene = Scene(stored(1))
    recode = orders.Recode("P1", CODE, "", "789", "")
    assert applied(scene, recode) == e.Recoded("P1", CODE, "", "789", "")
    scene.enter("123456")
    assert scene.screen == screens.Told("replaced", 0)
    scene.choose("ok")
    scene.enter("555555")
    assert scene.unlocks == [(1, 1)]


def test_a_new_code_must_be_new():
    scene = Scene(stored(1) + stored(2, "P2", "666666"))
    refused(scene, orders.Recode("P1", OTHER, "", "789", ""), "code in use")
    refused(scene, orders.Recode("P1", tag("code", "123456"), "", "789", ""), "code in use")
    refused(scene, orders.Recode("P9", CODE, "", "789", ""), "unknown shipment")
    gone = Scene(stored(1) + [e.Collected(1, ("P1",), True, 0)])
    refused(gone, orders.Recode("P1", CODE, "", "789", ""), "late")


def test_badges_come_and_go():
    scene = Scene()
    line = badge()
    order = orders.AddBadge("Anna", line.badge, line.pin)
    assert applied(scene, order) == line
    refused(scene, orders.AddBadge("Bert", line.badge, line.pin), "badge in use")
    applied(scene, order)
    assert applied(scene, orders.RevokeBadge("Anna")) == e.BadgeRevoked("Anna")
    refused(scene, orders.RevokeBadge("Nobody"), "unknown courier")
    scene.scan("BADGE1")
    assert scene.screen == screens.Told("no badge", 0)


def test_a_policy_needs_a_newer_version_known_rules_and_sane_numbers():
    scene = Scene()
    applied(scene, orders.SetPolicy(3, (("grace_s", 30),)))
    assert scene.terminal.books.rule("grace_s") == 30
    for version in (3, 2, 0, -1):
        refused(scene, orders.SetPolicy(version, ()), "older than the policy in force")
    refused(scene, orders.SetPolicy(4, (("grace", 30),)), "policy has no rule named grace")
    refused(scene, orders.SetPolicy(4, (("grace_s", 19),)), "policy grace_s must be 20 to 600")
    applied(scene, orders.SetPolicy(4, ()))
    assert scene.terminal.books.rule("grace_s") == 60, "what is not named has its default"


def test_each_rule_of_the_policy_has_its_default_within_its_limits():
    for name, usual, least, most, reason in TABLE:
        assert least <= usual <= most and reason, name
        assert default(name) == usual
        assert fault(((name, least),)) == "" and fault(((name, most),)) == ""
        assert name in fault(((name, least - 1),)) and name in fault(((name, most + 1),))
    refuses(lambda: default("no such rule"), AssertionError)


def test_every_kind_of_order_is_decided():
    line = badge()
    orders_of_all_kinds = (
        expect(), orders.Withdraw("P1"), orders.SetDeadline("P1", 5),
        orders.Recode("P1", CODE, "", "789", ""), orders.SetDues("P1", (("cod", 349),)),
        orders.AddBadge("Anna", line.badge, line.pin), orders.RevokeBadge("Anna"),
        orders.AddTechnician("Tom", line.pin), orders.RevokeTechnician("Tom"),
        orders.SetPolicy(1, ()), orders.SetHold("P1", "contents"), orders.Recall("P1", "recalled"),
        orders.SetIdentification("P1", "qualified"),
        orders.Announce("P9", "send", "S", (), "", "", "", 0, 0, "", "", "123"),
    )  # fmt: skip
    kinds = [type(order) for order in orders_of_all_kinds]
    assert len(kinds) == len(orders.ALL) and not [k for k in orders.ALL if k not in kinds]
    scene = Scene()
    for number, order in enumerate(orders_of_all_kinds):
        assert scene.order(order), order
        assert scene.terminal.books.last_order == number + 1


# -- once and in order ------------------------------------------------------------------------


def test_the_same_order_twice_takes_effect_once():
    scene = Scene()
    applied(scene, expect())
    state = scene.terminal.books.state()
    for _time in range(3):
        assert scene.order(expect("P2", OTHER), number=1) == []
    assert scene.terminal.books.state() == state


def test_an_order_that_comes_too_soon_is_left_to_be_sent_again():
    scene = Scene()
    for number in (0, -1, 2, 3, 100):
        assert scene.order(expect(), number=number) == []
    assert scene.terminal.books.last_order == 0 and scene.shipment("P1") is None
    applied(scene, expect())


def test_a_refused_order_is_not_tried_again():
    scene = Scene(stored(1))
    refused(scene, orders.Withdraw("P1"), "late")
    assert scene.order(orders.Withdraw("P1"), number=1) == []
    assert scene.terminal.books.last_order == 1


def test_after_a_cut_the_next_number_is_known():
    scene = Scene()
    applied(scene, expect())
    scene.power_cut()
    assert scene.order(expect("P2", OTHER), number=1) == []
    assert scene.order(expect("P2", OTHER), number=2) != []


def test_the_answer_and_the_effect_are_committed_together():
    scene = Scene()
    turn = scene.tell(ev.OrderArrived(1, expect()))
    kinds = [type(effect.entry) for effect in turn if type(effect) is fx.Journal]
    assert kinds == [e.OrderApplied, e.Expected]


def test_the_server_is_told_the_last_order_at_a_glance():
    scene = Scene()
    scene.order(expect())
    assert scene.did(fx.Report)[-1].last_order == 1


# -- never in the middle of an opening --------------------------------------------------------


def waits_until(scene, settle, order=None):
    """The order waits, and later ones behind it, until `settle` has happened."""
    order = order or orders.Recode("P1", CODE, "", "789", "")
    first = scene.terminal.books.last_order + 1
    scene.mark()
    assert scene.order(order, first) == []
    assert scene.order(expect("P7", OTHER), first + 1) == []
    assert scene.order(order, first) == [] and scene.order(order, first + 1) == []
    settle(scene)
    answers = [n for n in scene.noted() if type(n) in (e.OrderApplied, e.OrderRefused)]
    assert [answer.number for answer in answers] == [first, first + 1]
    return answers


def test_an_order_about_a_parcel_waits_while_its_door_is_opened():
    scene = Scene(stored(1))
    scene.enter("123456")

    def collects(scene):
        scene.door_opens(1)
        assert scene.noted(e.OrderApplied) == []
        scene.door_shuts(1)
        assert scene.noted(e.OrderApplied) == []
        scene.choose("done")

    answers = waits_until(scene, collects)
    assert answers[0].why == "late"


def test_an_order_is_applied_when_the_opening_failed():
    scene = Scene(stored(1))
    scene.enter("123456")

    def fails(scene):
        for _attempt in range(3):
            scene.answer(ev.UnlockRefused)
            scene.after(1200)

    assert type(waits_until(scene, fails)[0]) is e.OrderApplied


def test_an_order_waits_also_when_the_door_opened_at_the_second_pulse():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    scene.after(5000)
    scene.door_opens(1)  # while the lock rests after the first
    assert scene.is_shown(screens.TakeOut)
    assert scene.order(orders.Recode("P1", CODE, "", "789", "")) == []
    scene.door_shuts(1)
    scene.choose("done")
    assert scene.noted(e.OrderRefused) == [e.OrderRefused(1, "late")]


def test_an_order_is_applied_when_somebody_walked_away():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.door_opens(1)
    assert type(waits_until(scene, lambda s: s.after(5 * MINUTE))[0]) is e.OrderApplied


def test_a_board_that_died_during_an_opening_does_not_hold_up_the_orders():
    # Nobody is there any more and the door may stay silent for days: its doubt is written down.
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    scene.tell(ev.DoorSilent(1))
    scene.after(10 * MINUTE)
    assert scene.is_shown(screens.Welcome) and scene.room(1).doubts
    assert scene.order(orders.SetDeadline("P1", TODAY_S)) != []
    assert scene.order(expect("P7", OTHER)) != []


def test_an_order_about_another_parcel_need_not_wait():
    scene = Scene(stored(1) + stored(2, "P2", "222222"))
    scene.enter("123456")
    assert scene.order(orders.Recode("P2", CODE, "", "789", "")) != []


def test_a_waiting_order_survives_no_cut_and_is_sent_again():
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.order(orders.Recode("P1", CODE, "", "789", "")) == []
    scene.power_cut()
    assert scene.terminal.books.last_order == 0
    assert scene.order(orders.Recode("P1", CODE, "", "789", ""), 1) != []


def test_more_orders_than_can_wait_are_left_to_be_sent_again():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.order(orders.Recode("P1", CODE, "", "789", ""), 1)
    for number in range(2, WAITING_MAX + 50):
        scene.order(orders.SetDeadline("P9", 5), number)
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose("done")
    assert scene.terminal.books.last_order == WAITING_MAX
    assert scene.order(orders.SetDeadline("P9", 5), WAITING_MAX + 1) != []


def test_orders_go_on_while_the_terminal_is_busy_elsewhere():
    scene = Scene([badge(), expected("P1", size="")])
    scene.begin_run()
    scene.scan("P1")
    assert scene.order(expect("P2", OTHER)) != []
    assert scene.shipment("P2").standing == EXPECTED


def test_a_deadline_set_while_a_parcel_is_put_in_is_kept():
    scene = Scene([badge(), expected("P1")])
    scene.begin_run()
    scene.scan("P1")
    scene.order(orders.SetDeadline("P1", TODAY_S))
    scene.door_opens(1)
    scene.door_shuts(1)
    assert scene.shipment("P1").standing == INSIDE and scene.shipment("P1").deadline_s == TODAY_S

"""The compartment that is kept for a sender (003-2.12), and when the order for it is refused."""

from terminal import entries as e
from terminal import orders, screens
from terminal import sending_entries as se
from tests.terminal.scene import MINUTE, SECOND, TODAY_S, Scene, badge, expected, stored, tag
from tests.terminal.test_send import DAY_S, LABEL, ROOMY, announced


def test_a_kept_compartment_is_given_to_nobody_else():
    kept = announced("KEPT", kept=1, code="246810")
    scene = Scene([badge(), kept, announced(), expected("P1")], ((1, "S"), (2, "S")))
    scene.begin_run()
    scene.scan("P1")
    assert scene.screen == screens.Opening(2)
    scene.door_opens(2)
    scene.door_shuts(2)
    scene.scan("BADGE1")
    scene.scan(LABEL)
    assert scene.screen.why == "no room"
    scene.enter("246810")
    assert scene.screen == screens.Opening(1)


def test_it_is_kept_through_a_power_cut_and_until_its_time_is_over():
    scene = Scene([badge(), announced("KEPT", kept=1, until_s=TODAY_S + DAY_S),
                   expected("P1")], ((1, "S"),))  # fmt: skip
    scene.power_cut()
    scene.clock_is_right()
    scene.begin_run()
    scene.scan("P1")
    assert scene.screen.remark == "no room"
    scene.choose("finish")
    scene.after(DAY_S * SECOND + MINUTE)
    scene.begin_run()
    scene.scan("P1")
    assert scene.screen == screens.Opening(1)


def test_one_that_is_withdrawn_gives_its_compartment_back():
    scene = Scene([badge(), announced("KEPT", kept=1), expected("P1")], ((1, "S"),))
    scene.order(orders.Withdraw("KEPT"))
    scene.begin_run()
    scene.scan("P1")
    assert scene.screen == screens.Opening(1)


def test_a_kept_compartment_that_does_not_open_is_replaced_free_of_charge():
    scene = Scene([announced(code="246810", kept=2)], ROOMY)
    scene.enter("246810")
    scene.jams(2)
    scene.door_opens(1)
    assert scene.screen.compartment == 1 and scene.noted(se.SizeChanged) == []


def announce(kept=0, **changes):
    fields = {"shipment": LABEL, "way": "send", "size": "S", "sides_mm": (), "code": "",
              "token": "", "phone_end": "", "kept": kept, "until_s": 0,
              "pickup_code": "", "pickup_token": "", "pickup_phone_end": "123"}  # fmt: skip
    fields.update(changes)
    return orders.Announce(*[fields[name] for name in orders.Announce.fields])


def test_the_order_is_refused_where_the_compartment_is_not_free():
    taken = stored(1), [announced("KEPT", kept=1)], [e.Doubted(1, "said empty")]
    for lines in taken:
        scene = Scene(lines, ROOMY)
        assert scene.order(announce(1)) == [e.OrderRefused(1, "compartment not free")], lines
        assert scene.order(announce(9)) == [e.OrderRefused(2, "compartment not free")]
        assert scene.order(announce(2, size="M")) == [e.OrderRefused(3, "compartment too small")]
        assert scene.order(announce(4, size="M"))[0] == e.OrderApplied(4)
        assert scene.order(announce(2, size=""))[0] == e.OrderApplied(5)


def test_an_order_that_is_changed_gives_the_first_compartment_back():
    scene = Scene([badge(), expected("P1")], ((1, "S"), (2, "S")))
    scene.order(announce(1))
    scene.order(announce(2))
    scene.begin_run()
    scene.scan("P1")
    assert scene.screen == screens.Opening(1)


def test_the_order_is_refused_where_a_code_is_not_free():
    scene = Scene(stored(1, code="222222"), ROOMY)
    code = tag("code", "222222")
    for name in ("code", "token", "pickup_code", "pickup_token"):
        assert type(scene.order(announce(**{name: code}))[0]) is e.OrderRefused, name
    assert scene.order(announce(sides_mm=(400, 400, 400), size=""))[0].why == "too big"

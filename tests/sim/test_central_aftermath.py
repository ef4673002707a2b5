"""What becomes of parcels that are not simply collected: late, joined, sent on, unpaid."""

from pathlib import Path

import pytest

from sim.central import Refused, code_in
from sim.central.network import FOLDER, load
from tests.sim.hand_terminal import KEY, HandTerminal, World, tag
from tests.sim.notice_causes import (
    DAY_S,
    EMAIL,
    HOUR_S,
    PHONE,
    arrives,
    at,
    left_too_long,
    moment_s,
    move_to_second,
    of,
    redirected,
    remind,
    stored,
    take_out,
    unpaid,
)


def test_a_server_that_slept_does_it_late_and_once() -> None:
    world = World()
    shipment = arrives(world)
    world.wall_s += 5 * DAY_S
    remind(world)
    assert [m.notice for m in world.central.view.messages()] == ["N1", "N2", "N8"]
    world.wall_s += 5 * DAY_S
    take_out(world, shipment)
    world.wall_s += 90 * DAY_S
    remind(world)
    assert world.state(shipment) == "returned"


def test_what_ekstra_pasts_was_sent_too_late_to_keep_goes_back_at_once() -> None:
    world = World(network="ekstra-pasts")
    shipment = arrives(world)
    world.wall_s += 31 * DAY_S
    take_out(world, shipment)
    assert world.state(shipment) == "returned" and of(world, "N11") == []


def test_only_what_was_waited_for_in_vain_is_kept_elsewhere() -> None:
    """002-9.3: what is refused or called back is not stored; nor is what is taken out in time."""
    world = World()
    in_time, refused, recalled = world.inside(1), world.inside(2), world.inside(3)
    take_out(world, in_time)
    world.terminal.write("refused", compartment=2, shipments=[refused])
    world.central.withdraw(recalled)
    world.talk()
    world.wall_s += 9 * DAY_S
    take_out(world, refused, 2)
    take_out(world, recalled, 3)
    assert [world.state(name) for name in (in_time, refused, recalled)] == ["removed"] * 3
    assert of(world, "N13") == [] and world.central.view.plans() == []


def test_what_is_kept_elsewhere_goes_back_when_the_last_day_is_over() -> None:
    world = World()
    shipment = left_too_long(world)
    [plan] = world.central.view.plans()
    assert (plan.shipment, plan.deed) == (shipment, "return")
    assert plan.at_s == moment_s("2026-04-14T00:00:00+03:00")  # 30 days after 14 March
    at(world, "2026-04-13T23:59:59+03:00")
    assert world.state(shipment) == "removed"
    at(world, "2026-04-14T00:00:00+03:00")
    assert world.state(shipment) == "returned"


def test_what_was_taken_out_and_lies_there_again_is_not_believed_to_go_back() -> None:
    world = World()
    shipment = left_too_long(world)
    world.terminal.write(
        "inspected", compartment=1, found=[shipment], has_unknown=False, courier="ann"
    )
    world.talk()
    world.wall_s += 60 * DAY_S
    remind(world)
    assert world.state(shipment) == "inside" and world.incidents() == ["found"]


def test_storage_is_kept_for_its_own_days(tmp_path: Path) -> None:
    text = (FOLDER / "latvijas-pasts.toml").read_text("utf-8")
    assert '[storing]\ndays = { value = 7,' in text
    text = text.replace('[storing]\ndays = { value = 7,', '[storing]\ndays = { value = 4,')
    (tmp_path / "a.toml").write_text(text, "utf-8")
    world = World(networks=load(tmp_path))
    until_s = {
        purpose: world.central.view.shipments(shipment)[0].deadline_s
        for purpose, shipment in (("storage", stored(world)), ("delivery", world.inside(2)))
    }
    assert until_s == {
        "storage": moment_s("2026-03-06T23:59:59+02:00"),
        "delivery": moment_s("2026-03-09T23:59:59+02:00"),
    }


def test_storage_goes_back_to_its_sender_without_being_kept() -> None:
    world = World()
    shipment = stored(world)
    assert [(m.notice, m.channel) for m in world.central.view.messages()] == [
        ("N6", "SMS"), ("N2", "e-mail"),
    ]  # fmt: skip
    at(world, "2026-03-10T09:00:00+02:00")
    take_out(world, shipment)
    assert world.state(shipment) == "returned" and of(world, "N13") == []
    assert len(of(world, "N8")) == 1


# -- several in one compartment --------------------------------------------------------------


def test_whatever_is_added_has_the_same_code_and_renews_all() -> None:
    world = World()
    first = world.inside()
    at(world, "2026-03-04T12:00:00+02:00")
    second = world.inside()
    assert [m.shipment for m in of(world, "N7")] == [second]
    assert code_in(of(world, "N1")[0].text) == code_in(of(world, "N7")[0].text)
    rows = world.central.view.shipments()
    assert {row.deadline_s for row in rows} == {moment_s("2026-03-11T23:59:59+02:00")}
    ordered = {o["shipment"]: o["deadline_s"] for o in world.terminal.orders.values()
               if o["kind"] == "set_deadline"}  # fmt: skip
    assert ordered == {row.shipment: row.deadline_s for row in rows}
    at(world, "2026-03-07T09:59:59+02:00")
    assert of(world, "N8") == []  # the reminder of the first began anew
    at(world, "2026-03-07T10:00:00+02:00")
    assert sorted(m.shipment for m in of(world, "N8")) == sorted([first, second])
    assert {code_in(m.text) for m in of(world, "N8")} == {code_in(of(world, "N1")[0].text)}
    assert [m.kind for m in world.central.view.messages()].count("longer") == 0


def test_an_earlier_promise_of_more_time_is_kept_when_something_is_added() -> None:
    world = World()
    first = world.inside()
    world.central.extend(first, 24 * 30)
    world.talk()
    promised_s = world.central.view.shipments(first)[0].deadline_s
    count = len(world.terminal.orders)
    world.inside()
    assert world.central.view.shipments(first)[0].deadline_s == promised_s
    assert len(world.terminal.orders) == count + 3  # the new one's expect, its code, its deadline


@pytest.mark.parametrize("other", [{"phone": "+37129000333"}, {"compartment": 2}])
def test_another_persons_or_compartments_parcel_is_not_joined(other: dict[str, object]) -> None:
    world = World()
    world.inside()
    world.inside(**other)  # type: ignore[arg-type]
    # Beside a stranger's nobody is told a code: it is taken out again.
    told = 1 if "phone" in other else 2
    assert len(of(world, "N1")) == told and of(world, "N7") == []
    assert len({code_in(m.text) for m in of(world, "N1")}) == told


# -- sent on to another terminal ---------------------------------------------------------------


def test_what_lies_inside_is_sent_on_when_the_courier_has_it() -> None:
    world = World()
    shipment = world.expected()
    world.central.set_dues(shipment, [("cod", 500)])
    world.central.hold(shipment, "contents")
    world.terminal.load(shipment)
    world.talk()
    world.central.add_terminal("T2", KEY, address="Ostas iela 4, Ventspils")
    world.central.redirect(shipment, "T2")
    world.talk()
    assert world.state(shipment) == "called back"
    take_out(world, shipment)
    [row] = world.central.view.shipments(shipment)
    assert (row.terminal, row.state, row.compartment, row.goes_to) == ("T2", "requested", 0, "")
    assert world.central.view.plans() == []
    old = code_in(world.central.view.messages()[0].text)
    move_to_second(world)
    expect, dues, hold = world.terminal.orders.values()
    assert (expect["kind"], expect["size"], expect["phone_end"]) == ("expect", "S", "111")
    assert (dues["kind"], dues["dues"]) == ("set_dues", [["cod", 500]])
    assert (hold["kind"], hold["why"]) == ("set_hold", "contents")
    world.terminal.load(shipment, 4)
    world.talk()
    [sms] = of(world, "N12 N5")
    assert code_in(sms.text) != old and "5.00 EUR" in sms.text
    assert expect["code"] == tag("code", code_in(sms.text))
    world.terminal.collect([shipment], 4)
    world.talk()
    assert world.state(shipment) == "delivered" and world.incidents() == []


def test_what_the_first_terminal_says_late_changes_nothing_at_the_second() -> None:
    world = World()
    shipment = redirected(world)
    before = world.central.view.shipments(shipment)
    first = HandTerminal("T1", "ef" * 16)
    for order in world.central.view.orders("T1"):
        world.db.execute("UPDATE orders SET outcome = 'requested' WHERE terminal = 'T1'")
        first.write("order_applied", number=order.number)
        first.write("order_refused", number=order.number, why="late")
    world.central.heard(first.topic("entries"), first.batch())
    assert world.central.view.shipments(shipment) == before


def test_nothing_is_sent_on_to_nowhere_or_when_it_is_wanted_back() -> None:
    world = World()
    shipment = world.expected()
    for to, said in (("T9", "not registered"), ("T1", "for T1 already")):
        with pytest.raises(Refused, match=said):
            world.central.redirect(shipment, to)
    world.central.redirect(shipment)
    world.talk()
    assert world.state(shipment) == "withdrawn"


def test_a_terminal_that_was_to_send_on_and_would_not_leaves_the_sender_free() -> None:
    """The redirect was refused; what is wanted back afterwards comes back and goes nowhere."""
    world = World()
    shipment = world.inside()
    world.central.add_terminal("T2", KEY)
    world.central.redirect(shipment, "T2")
    world.terminal.write("order_refused", number=3, why="visit")
    world.terminal.last_order = 3
    world.talk()
    world.central.withdraw(shipment)
    world.talk()
    take_out(world, shipment)
    assert world.state(shipment) == "removed" and world.central.view.orders("T2") == []


def test_a_terminal_that_would_not_send_on_keeps_it_as_long_as_any() -> None:
    world = World()
    shipment = world.inside()
    world.central.add_terminal("T2", KEY)
    world.central.redirect(shipment, "T2")
    world.terminal.write("order_refused", number=3, why="visit")
    world.terminal.last_order = 3
    world.talk()
    world.wall_s += 9 * DAY_S
    take_out(world, shipment)
    assert len(of(world, "N13")) == 1 and world.central.view.orders("T2") == []


# -- money and orders --------------------------------------------------------------------------


def test_both_who_must_know_of_a_debt_are_told_and_the_operator_too() -> None:
    world = World()
    shipment = unpaid(world)
    sent = {(m.recipient, m.channel) for m in of(world, "N16") if m.shipment == shipment}
    assert sent == {
        (PHONE, "SMS"), (EMAIL, "e-mail"), ("+37129000999", "SMS"), ("shop@pasts.lv", "e-mail"),
    }  # fmt: skip
    assert "Recipient" not in of(world, "N16", PHONE)[0].text_en
    assert "The recipient was told" in of(world, "N16", "shop@pasts.lv")[0].text_en
    assert world.incidents() == ["cod uncollected"]


def test_a_debt_is_of_the_parcel_that_lies_there_or_of_the_last_that_did() -> None:
    world = World()
    gone = [world.inside()]
    world.terminal.collect(gone)
    world.talk()
    world.wall_s += HOUR_S
    gone.append(world.inside())
    world.terminal.collect(gone[1:])
    world.terminal.write("uncollected", compartment=1, sale=4, cents=0)
    world.talk()
    assert of(world, "N16") == []  # nothing is owed
    world.terminal.write("uncollected", compartment=1, sale=5, cents=100)
    world.terminal.write("uncollected", compartment=2, sale=6, cents=100)
    world.talk()
    lies_there = world.inside()
    world.terminal.write("uncollected", compartment=1, sale=7, cents=100)
    world.talk()
    assert [m.shipment for m in of(world, "N16")] == [gone[1], lies_there]


def test_one_person_who_sent_it_to_himself_is_told_both() -> None:
    world = World()
    shipment = world.inside()
    world.central.name_sender(shipment, PHONE)
    world.terminal.write("uncollected", compartment=1, sale=4, cents=100)
    world.terminal.write("uncollected", compartment=1, sale=4, cents=100)
    world.talk()
    assert len(of(world, "N16", PHONE)) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until_s": 86_399}, "valid for at least 24 hours .003-3.4"),
        ({"email": ""}, "sent by e-mail; name one"),
        ({"email": "anna"}, "An e-mail address looks like"),
        ({"pin": "12"}, "4 to 8 digits"),
        ({"compartment": 0}, "numbered from 1"),
        ({"terminal": "T9"}, "not registered"),
        ({"order": "a b"}, "An order's number"),
    ],
)
def test_an_order_that_cannot_be_is_told_to_nobody(changed: dict[str, object], said: str) -> None:
    world = World(network="itella-smartpost")
    wish = {
        "order": "O-1", "email": EMAIL, "terminal": "T1", "compartment": 3, "pin": "024204",
        "until_s": DAY_S, **changed,
    }  # fmt: skip
    until_s = world.wall_s + int(str(wish.pop("until_s")))
    for tell in (world.central.order_paid, world.central.return_ordered):
        with pytest.raises(Refused, match=said):
            tell(until_s=until_s, **wish)  # type: ignore[arg-type]
    assert world.central.view.messages() == []


def test_dues_that_were_taken_back_are_not_asked_for() -> None:
    world = World()
    shipment = world.expected()
    world.central.set_dues(shipment, [("cod", 500)])
    world.central.set_dues(shipment, [])
    world.terminal.load(shipment)
    world.talk()
    assert [m.notice for m in world.central.view.messages()] == ["N1"]

"""What happens to parcels, and what people are told of it."""

import pytest

from sim.central import Refused, code_in
from tests.sim.hand_terminal import World, tag

DAY_S = 86_400


def texts(world: World) -> list[tuple[str, str]]:
    return [(message.kind, message.channel) for message in world.central.view.messages()]


def remind(world: World) -> None:
    """Call the server when it asks to be called, until it asks for later than now."""
    while world.central.remind_in_s() == 0:
        world.central.remind()


def test_a_parcel_arrives_and_is_collected() -> None:
    world = World()
    shipment = world.inside(email="anna@pasts.lv", phone="29 000 222")
    assert world.state(shipment) == "inside"
    sms, email = world.central.view.messages()
    assert (sms.kind, sms.channel, sms.recipient) == ("arrived", "SMS", "+37129000222")
    for text in (sms.text, sms.text_en):
        assert shipment in text and "Brīvības iela 1, Rīga" in text and "09.03.2026. 23:59" in text
        assert world.terminal.orders[1]["code"] == tag("code", code_in(text))
    assert (email.channel, email.recipient, email.qr) == ("e-mail", "anna@pasts.lv", "")
    assert "Brīvības iela 1, Rīga" in email.text
    # 002-8.6.2: the e-mail tells where it lies; only the phone is sent the code.
    assert code_in(sms.text) not in email.text + email.text_en
    world.terminal.collect([shipment])
    world.talk()
    assert world.state(shipment) == "delivered" and world.incidents() == []


def test_a_notice_is_sent_once_however_often_the_deposit_is_repeated() -> None:
    world = World()
    shipment = world.inside()
    world.send("entries", world.terminal.batch())
    world.terminal.write("deposited", compartment=1, shipment=shipment)
    world.talk()
    assert texts(world) == [("arrived", "SMS")]


def test_the_reminder_on_the_third_day_has_the_same_code_and_comes_once() -> None:
    world = World()
    world.inside()
    world.wall_s += 3 * DAY_S - 2 * 3600 - 1  # 09:59:59 on the third day
    remind(world)
    assert texts(world) == [("arrived", "SMS")]
    world.wall_s += 1
    remind(world)
    remind(world)
    assert texts(world) == [("arrived", "SMS"), ("reminder", "SMS")]
    first, second = world.central.view.messages()
    assert code_in(first.text) == code_in(second.text) == code_in(second.text_en) != ""
    assert world.central.remind_in_s() is None


def test_nobody_is_reminded_of_what_is_collected_or_expired() -> None:
    world = World()
    shipment = world.inside()
    world.terminal.collect([shipment])
    world.talk()
    world.inside(2)
    world.wall_s += 9 * DAY_S  # nobody called the server meanwhile
    remind(world)
    assert texts(world) == [("arrived", "SMS")] * 2


def test_a_parcel_in_question_is_reminded_of_only_when_it_was_found() -> None:
    world = World()
    shipment = world.inside()
    world.terminal.write("said_empty", compartment=1)
    world.talk()
    assert world.state(shipment) == "in question" and world.incidents() == ["said empty"]
    world.wall_s += 4 * DAY_S
    remind(world)
    assert len(texts(world)) == 1
    world.terminal.write(
        "inspected", compartment=1, found=[shipment], has_unknown=False, courier="ann"
    )
    world.talk()
    remind(world)
    assert texts(world)[1:] == [("reminder", "SMS")]
    assert world.state(shipment) == "inside" and world.incidents() == []


def test_an_expired_parcel_that_the_courier_takes_out_is_removed() -> None:
    world = World()
    shipment = world.inside()
    world.terminal.write("taken_out", compartment=1, shipments=[shipment], courier="ann")
    world.talk()
    assert world.state(shipment) == "removed"
    with pytest.raises(Refused, match="Too late"):
        world.central.extend(shipment, 1)


def test_a_longer_deadline_is_told_when_the_terminal_has_it() -> None:
    world = World()
    shipment = world.inside()
    promised_s = world.central.view.shipments()[0].deadline_s
    world.central.extend(shipment, 24)
    world.central.extend(shipment, 24)
    assert len(texts(world)) == 1
    world.talk()
    assert world.central.view.shipments()[0].deadline_s == promised_s + 48 * 3600
    assert texts(world)[1:] == [("longer", "SMS")] * 2
    assert "11.03.2026. 23:59" in world.central.view.messages()[2].text
    for hours in (0, -1):
        with pytest.raises(Refused, match="never to an earlier"):
            world.central.extend(shipment, hours)


def test_a_corrected_phone_gets_a_new_code_when_the_terminal_knows_it() -> None:
    world = World()
    shipment = world.inside()
    world.central.correct_phone(shipment, "29000333")
    assert len(texts(world)) == 1
    world.talk()
    old, new = world.central.view.messages()
    assert (new.kind, new.recipient) == ("new code", "+37129000333")
    assert code_in(new.text) != code_in(old.text) and new.qr != old.qr
    order = world.terminal.orders[3]
    assert (order["kind"], order["code"]) == ("recode", tag("code", code_in(new.text)))
    assert order["token"] == tag("token", new.qr)


def test_of_two_corrections_only_the_last_is_told() -> None:
    world = World()
    shipment = world.inside()
    world.central.correct_phone(shipment, "29000333")
    world.central.correct_phone(shipment, "29000444")
    world.talk()
    assert len(world.central.view.messages("+37129000444")) == 1
    assert world.central.view.messages("+37129000333") == []
    sms = world.central.view.messages()[-1]
    assert world.terminal.orders[4]["code"] == tag("code", code_in(sms.text))


def test_a_refused_new_code_leaves_the_old_one() -> None:
    world = World()
    shipment = world.inside()
    world.central.correct_phone(shipment, "29000333")
    world.terminal.write("order_refused", number=3, why="late")
    world.terminal.last_order = 3
    world.talk()
    world.wall_s += 3 * DAY_S
    remind(world)
    first, again = world.central.view.messages()
    assert code_in(first.text) == code_in(again.text)
    assert again.recipient == "+37129000333"


def test_a_phone_corrected_on_the_way_needs_no_new_code() -> None:
    world = World()
    shipment = world.expected()
    world.central.correct_phone(shipment, "29000333")
    world.terminal.load(shipment)
    world.talk()
    assert [message.recipient for message in world.central.view.messages()] == ["+37129000333"]
    expect, recode, deadline = world.terminal.orders.values()
    assert (recode["kind"], deadline["kind"]) == ("recode", "set_deadline")
    assert recode["code"] == expect["code"] and recode["phone"] != expect["phone"], "002-8.6.7"


def test_messages_are_read_on_from_the_last_one() -> None:
    world = World()
    world.inside(1)
    [first] = world.central.view.messages("+37129000111")
    assert world.central.view.messages("+37129000111", after=first.number) == []
    world.inside(2)
    assert len(world.central.view.messages("+37129000111", after=first.number)) == 1


@pytest.mark.parametrize(
    ("kind", "public", "incident"),
    [
        ("doubted", {"compartment": 3, "why": "cut"}, "doubted"),
        ("said_empty", {"compartment": 3}, "said empty"),
        ("seen_open", {"compartment": 3, "opening": 0, "is_change": True}, "forced open"),
        ("seen_open", {"compartment": 3, "opening": 0, "is_change": False}, "forced open"),
        ("no_room", {"shipment": "A", "size": "L"}, "no room"),
        ("left_open", {"compartment": 3}, "left open"),
        ("sensor_blind", {"compartment": 3, "why": "said open"}, "sensor blind"),
        ("unexpected", {"machine": "a", "state": "b", "event": "c"}, "unexpected"),
        ("ack_strange", {"seq": 5}, "acknowledgement disputed"),
        ("disk_filled", {"used_percent": 81}, "disk full"),
    ],
)
def test_what_somebody_must_look_at(kind: str, public: dict[str, object], incident: str) -> None:
    world = World()
    world.terminal.write(kind, **public)
    world.terminal.write("seen_open", compartment=3, opening=1, is_change=True)
    world.talk()
    assert world.incidents() == [incident]
    world.central.settle(1)
    assert world.incidents() == []
    with pytest.raises(Refused):
        world.central.settle(1)


def inspected(world: World, *found: str, has_unknown: bool = False) -> None:
    world.terminal.write(
        "inspected", compartment=1, found=list(found), has_unknown=has_unknown, courier="ann"
    )
    world.talk()


def test_a_deposit_that_a_power_cut_left_open_is_settled_by_the_inspection() -> None:
    world = World()
    inside, outside = world.expected(), world.expected()
    for shipment in (inside, outside):
        world.terminal.write("reserved", compartment=1, shipment=shipment, courier="ann")
    world.terminal.write("doubted", compartment=1, why="cut")
    world.talk()
    assert world.state(inside) == "being loaded" and texts(world) == []
    inspected(world, inside)
    assert (world.state(inside), world.state(outside)) == ("inside", "expected")
    assert texts(world) == [("arrived", "SMS")] and world.incidents() == []


def test_a_parcel_that_should_lie_there_and_does_not_is_missing() -> None:
    world = World()
    shipment = world.inside()
    inspected(world, has_unknown=True)
    assert world.state(shipment) == "missing"
    assert world.incidents() == ["missing", "unknown thing inside"]
    inspected(world, shipment)
    assert world.state(shipment) == "inside" and world.incidents() == []


def test_a_parcel_that_turns_up_after_its_end_is_found() -> None:
    world = World()
    shipment = world.inside()
    world.terminal.collect([shipment])
    inspected(world, shipment)
    assert world.state(shipment) == "inside" and world.incidents() == ["found"]
    # No code is left for it, and still nothing breaks.
    world.central.extend(shipment, 5)
    world.central.correct_phone(shipment, "29000333")
    world.wall_s += 4 * DAY_S
    world.talk()
    remind(world)
    assert code_in(world.central.view.messages()[-1].text) != ""


def test_no_order_of_entries_breaks_the_server() -> None:
    """Every kind about the same parcel, twice, in every state of it."""
    kinds: dict[str, dict[str, object]] = {
        "reserved": {"courier": "ann"}, "deposited": {}, "not_deposited": {},
    }  # fmt: skip
    lists: dict[str, dict[str, object]] = {
        "collected": {"is_confirmed": True, "slips_back": 0}, "taken_out": {"courier": "ann"},
    }  # fmt: skip
    names = [*kinds, *lists, "said_empty", "inspected", "order_refused", "order_applied"]

    def write(world: World, shipment: str, name: str) -> None:
        if name in kinds:
            world.terminal.write(name, compartment=1, shipment=shipment, **kinds[name])
        elif name in lists:
            world.terminal.write(name, compartment=1, shipments=[shipment], **lists[name])
        elif name == "said_empty":
            world.terminal.write(name, compartment=1)
        elif name == "inspected":
            inspected(world, shipment)
        else:
            why = {"why": "late"} if name == "order_refused" else {}
            world.terminal.write(name, number=1, **why)

    for first in names:
        for second in names:
            for third in names:
                world = World()
                shipment = world.central.register("T1", "29000111")
                for name in (first, second, third):
                    write(world, shipment, name)
                world.talk()
                world.wall_s += 4 * DAY_S
                remind(world)
                assert "malformed" not in world.incidents()

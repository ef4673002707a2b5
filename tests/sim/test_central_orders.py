"""The log of orders: numbered, sent again, bounded, and settled by the terminal alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.central import Refused
from tests.sim.hand_terminal import KEY, World, tag


def outcomes(world: World) -> list[tuple[str, str]]:
    return [(order.kind, order.outcome) for order in world.central.view.orders()]


def test_nothing_is_sent_before_the_terminal_is_there_and_all_of_it_then() -> None:
    world = World()
    for _ in range(120):
        world.central.register("T1", "29000111")
    assert world.flush() == []
    published = world.send("status", world.terminal.status())
    assert [tail for tail, _ in published] == ["ack", "orders", "orders", "orders"]
    assert [len(message["orders"]) for _, message in published[1:]] == [50, 50, 20]
    assert sorted(world.terminal.orders) == list(range(1, 121))


def test_a_terminal_that_is_there_gets_an_order_at_once() -> None:
    world = World()
    world.talk()
    shipment = world.central.register("T1", "29000111")
    [(tail, message)] = world.flush()
    assert tail == "orders"
    assert [order["shipment"] for order in message["orders"]] == [shipment]


@given(known=st.integers(0, 9), lost=st.sets(st.integers(1, 9)))
def test_after_each_status_comes_what_the_terminal_lacks(known: int, lost: set[int]) -> None:
    world = World()
    for _ in range(9):
        world.central.register("T1", "29000111")
    published = world.send("status", world.terminal.status(last_order=known))
    numbers = [order["number"] for _, said in published[1:] for order in said["orders"]]
    assert numbers == list(range(known + 1, 10))


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=60))
def test_no_message_is_longer_than_a_broker_takes(sizes: list[int]) -> None:
    world = World()
    for number, size in enumerate(sizes):
        world.central.set_policy("T1", number, {"x" * size: 1})
    world.central.heard(world.terminal.topic("status"), world.terminal.status())
    published = world.central.take_publications()[1:]
    assert all(len(payload) < 256 * 1024 for _, payload in published)
    numbers = [o["number"] for _, payload in published for o in json.loads(payload)["orders"]]
    assert numbers == list(range(1, len(sizes) + 1))


def test_an_order_is_requested_until_the_terminal_says_what_became_of_it() -> None:
    world = World()
    shipment = world.central.register("T1", "29000111")
    assert outcomes(world) == [("expect", "requested")] and world.state(shipment) == "requested"
    world.talk()
    assert outcomes(world) == [("expect", "applied")] and world.state(shipment) == "expected"
    world.central.withdraw(shipment)
    with pytest.raises(Refused, match="already"):
        world.central.withdraw(shipment)
    assert world.state(shipment) == "expected"
    world.talk()
    assert outcomes(world)[1:] == [("withdraw", "applied")]
    assert world.state(shipment) == "withdrawn"


def test_a_withdrawal_that_loses_the_race_calls_back_what_lies_inside() -> None:
    world = World()
    shipment = world.expected()
    world.central.withdraw(shipment)
    world.terminal.load(shipment)
    world.terminal.last_order = 2
    world.terminal.write("order_refused", number=2, why="late")
    world.talk()
    assert outcomes(world)[1] == ("withdraw", "too late")
    assert outcomes(world)[-1] == ("recall", "applied"), "until it is delivered (002-10.3)"
    assert world.state(shipment) == "called back" and world.incidents() == []


def test_what_is_called_back_and_was_not_put_in_after_all_is_withdrawn() -> None:
    world = World()
    shipment = world.expected()
    world.central.withdraw(shipment)
    world.terminal.write("reserved", compartment=1, shipment=shipment, courier="anna")
    world.terminal.last_order = 2
    world.terminal.write("order_refused", number=2, why="late")
    world.terminal.write("not_deposited", compartment=1, shipment=shipment)
    world.talk()
    assert outcomes(world)[-1] == ("recall", "applied")
    assert world.state(shipment) == "withdrawn" and world.incidents() == []


def test_what_was_called_back_and_is_collected_all_the_same_is_an_incident() -> None:
    world = World()
    shipment = world.inside()
    world.central.redirect(shipment)
    with pytest.raises(Refused, match="already"):
        world.central.withdraw(shipment)
    world.talk()
    assert world.state(shipment) == "called back"
    with pytest.raises(Refused, match="already"):
        world.central.redirect(shipment)
    world.terminal.collect([shipment])
    world.talk()
    assert world.incidents() == ["gone unexpectedly"]


def test_a_shipment_is_held_for_a_reason_that_exists() -> None:
    world = World()
    shipment = world.inside()
    with pytest.raises(Refused, match="contents, surcharge, office"):
        world.central.hold(shipment, "because")
    world.central.hold(shipment, "contents")
    world.talk()
    assert outcomes(world)[-1] == ("set_hold", "applied") and world.state(shipment) == "inside"


def test_a_shipment_whose_order_is_refused_is_refused_and_its_code_may_not_come_back() -> None:
    world = World()
    shipment = world.central.register("T1", "29000111")
    world.terminal.write("order_refused", number=1, why="code in use")
    world.terminal.last_order = 1
    world.talk()
    [incident] = world.central.view.incidents()
    assert (incident.kind, incident.shipment) == ("order refused", shipment)
    assert world.state(shipment) == "refused"


def test_an_outcome_is_heard_once_even_from_a_second_journal() -> None:
    world = World()
    shipment = world.inside()
    world.terminal.write("order_applied", number=1)
    world.terminal.write("order_refused", number=1, why="x")
    world.talk()
    assert outcomes(world)[0] == ("expect", "applied") and world.state(shipment) == "inside"


def test_an_outcome_of_an_order_that_was_never_given_is_an_incident() -> None:
    world = World()
    world.terminal.write("order_applied", number=7)
    world.talk()
    assert world.incidents() == ["order unknown"]


def test_a_question_about_a_tag_is_answered_with_the_order_that_settles_it() -> None:
    world = World()
    world.central.add_courier("ann", "B17", "2468", "T1")
    world.central.register("T1", "29000111")
    ask = {"v": 1, "boot": 3, "question": 9, "tag": tag("badge", "B17")}
    published = world.send("ask", json.dumps(ask).encode())
    assert [tail for tail, _ in published] == ["orders", "answer"]
    assert published[1][1] == {"v": 1, "boot": 3, "question": 9, "last_order": 1}
    ask["tag"] = tag("code", "no such code")
    assert world.send("ask", json.dumps(ask).encode()) == [
        ("answer", {"v": 1, "boot": 3, "question": 9, "last_order": 0})
    ]


def test_the_tag_of_a_refused_order_is_unknown() -> None:
    world = World()
    world.central.add_courier("ann", "B17", "2468", "T1")
    world.terminal.write("order_refused", number=1, why="full")
    world.terminal.last_order = 1
    world.talk()
    ask = {"v": 1, "boot": 3, "question": 9, "tag": tag("badge", "B17")}
    assert world.send("ask", json.dumps(ask).encode())[-1][1]["last_order"] == 0


def test_one_terminals_tags_and_shipments_are_unknown_at_another() -> None:
    world = World()
    world.central.add_terminal("T2", KEY)
    world.central.add_courier("ann", "B17", "2468", "T2")
    elsewhere = world.central.register("T2", "29000111")
    ask = {"v": 1, "boot": 3, "question": 9, "tag": tag("badge", "B17")}
    assert world.send("ask", json.dumps(ask).encode())[0][1]["last_order"] == 0
    world.terminal.load(elsewhere)
    world.talk()
    assert world.state(elsewhere) == "requested"
    assert world.incidents() == ["shipment unknown"]


def test_a_will_of_an_earlier_connection_is_not_believed() -> None:
    world = World()
    world.terminal.connection = 5
    world.talk()
    world.send("status", world.terminal.status(online=False, connection=4))
    assert world.central.view.terminals()[0].is_online
    world.send("status", world.terminal.status(online=False, last_order=0, free={}))
    [terminal] = world.central.view.terminals()
    # The will was written when the connection began: what was said since is better known.
    assert not terminal.is_online and terminal.status["free"] == {"S": 3}
    world.send("status", world.terminal.status(online=False, connection=6, free={}))
    assert world.central.view.terminals()[0].status["connection"] == 6


def test_a_terminal_that_was_told_more_than_is_here_is_an_incident_and_sends_again() -> None:
    world = World()
    for number in range(5):
        world.terminal.write("seen_shut", compartment=number + 1)
    published = world.send("status", world.terminal.status(acked=3))
    assert published[0][1]["seq"] == 0
    assert world.incidents() == ["entries lost here"]


def test_a_payload_of_ours_that_was_refused_is_an_incident() -> None:
    world = World()
    said = {"v": 1, "topic": "down/orders", "where": "$.orders[0].size", "why": "not a size"}
    world.send("refused", json.dumps(said).encode())
    [incident] = world.central.view.incidents()
    assert incident.place == "down/orders $.orders[0].size"


def test_badges_and_policies_are_orders_too() -> None:
    world = World()
    world.central.add_courier("ann", "B17", "2468", "T1")
    world.central.revoke_courier("ann", "T1")
    world.central.set_policy("T1", 2, {"grace_s": 60})
    world.talk()
    assert world.terminal.orders[2] == {"number": 2, "kind": "revoke_badge", "courier": "ann"}
    assert world.terminal.orders[3] == {
        "number": 3, "kind": "set_policy", "version": 2, "values": {"grace_s": 60},
    }  # fmt: skip
    assert {outcome for _, outcome in outcomes(world)} == {"applied"}

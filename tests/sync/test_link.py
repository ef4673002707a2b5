"""The link between a journal and a server, over a broker in virtual time that misbehaves."""

import json

import pytest

from sync.chain import first_head
from sync.link import (
    DISPUTE_EVERY_MS,
    STATUS_EVERY_MS,
    STATUS_GAP_MS,
)
from terminal.events import AckDisputed, OrderArrived
from terminal.orders import Withdraw
from tests.sync.link_world import HOUR_MS, TERMINAL, World, arrived, withdraw


@pytest.fixture
def world() -> World:
    return World().started()


# Entries.

def test_what_is_committed_reaches_the_server_and_is_acknowledged(world: World) -> None:
    world.commit(3)
    world.until(world.is_drained)
    assert world.stored() == [1, 2, 3]
    assert world.server.repeats == 0


def test_days_without_a_broker_cost_nothing(world: World) -> None:
    world.hub.crash()
    polls = world.polls
    for _ in range(72):
        world.commit(100)
        world.run(HOUR_MS)
    assert world.polls - polls < 72 * 300  # it tries about once a minute, and no more
    world.hub.start()
    world.until(world.is_drained)
    assert world.stored() == list(range(1, 7_201))


def test_a_new_connection_sends_at_once_what_is_missing(world: World) -> None:
    world.server.is_silent = True
    world.commit(3)
    world.run(100_000)  # by now it sends again only every two minutes
    world.server.is_silent = False
    world.hub.crash()
    world.hub.start()
    began_ms = world.now_ms
    world.until(world.is_drained)
    assert world.now_ms - began_ms < 10_000


def test_a_backlog_is_not_sent_twice_when_all_is_well() -> None:
    world = World()
    world.commit(5_000)
    world.started()
    world.until(world.is_drained)
    assert world.stored() == list(range(1, 5_001))
    assert world.server.repeats == 0


def test_nothing_leaves_the_journal_because_a_broker_took_it(world: World) -> None:
    world.server.is_silent = True
    world.commit(3)
    world.run(60_000)
    assert world.journal.acknowledged_seq == 0
    world.server.is_silent = False
    world.until(world.is_drained)
    assert world.stored() == [1, 2, 3]


def test_a_lower_acknowledgement_brings_the_rest_again(world: World) -> None:
    world.commit(120)
    world.until(world.is_drained)
    identity = world.journal.journal_id
    del world.server.stored[identity][10:]  # the server was restored from a backup
    world.server.heads[identity] = bytes.fromhex(world.server.stored[identity][-1]["head"])
    world.server.acknowledge(identity)
    world.until(lambda: world.journal.acknowledged_seq == 10)
    world.until(world.is_drained)
    assert world.stored() == list(range(1, 121))


@pytest.mark.parametrize("seq", [2, 3, 99])
def test_a_head_that_is_not_ours_is_an_alarm_and_changes_nothing(world: World, seq: int) -> None:
    world.commit(3)
    world.until(world.is_drained)
    world.server.send_ack(world.journal.journal_id, seq, bytes(32))
    world.until(lambda: bool(world.heard(AckDisputed)))
    assert world.heard(AckDisputed) == [AckDisputed(seq)]
    assert world.journal.acknowledged_seq == 3
    for _ in range(10):
        world.server.send_ack(world.journal.journal_id, seq, bytes(32))
        world.run(60_000)
    assert len(world.heard(AckDisputed)) == 1  # one an hour
    world.run(DISPUTE_EVERY_MS)
    world.server.send_ack(world.journal.journal_id, seq, bytes(32))
    world.until(lambda: len(world.heard(AckDisputed)) == 2)


def test_an_acknowledgement_of_another_journal_is_refused(world: World) -> None:
    world.commit(3)
    world.until(world.is_drained)
    world.server.send_ack("0" * 32, 0, first_head("0" * 32))
    world.until(lambda: bool(world.server.refused))
    assert world.server.refused[0]["where"] == "$.journal"
    assert (world.journal.acknowledged_seq, world.heard(AckDisputed)) == (3, [])


# Orders.


def test_orders_arrive_once_and_in_order(world: World) -> None:
    for number in range(1, 4):
        withdraw(world, number)
    world.until(lambda: len(arrived(world)) == 3)
    assert world.heard(OrderArrived)[1] == OrderArrived(2, Withdraw("S2"))
    assert arrived(world) == [1, 2, 3]


def test_orders_that_were_applied_do_not_come_again(world: World) -> None:
    for number in range(1, 4):
        withdraw(world, number)
    world.until(lambda: len(arrived(world)) == 3)
    world.report(last_order=3)
    world.run(5 * STATUS_EVERY_MS)
    assert arrived(world) == [1, 2, 3]


def test_orders_that_the_terminal_dropped_come_again(world: World) -> None:
    for number in range(1, 4):
        withdraw(world, number)
    world.until(lambda: len(arrived(world)) == 3)
    world.news.clear()
    world.report(last_order=1)
    world.until(lambda: len(arrived(world)) == 2)
    assert arrived(world) == [2, 3]


def test_a_gap_asks_for_what_is_missing_at_once(world: World) -> None:
    world.server.orders = [{"number": 1, "kind": "withdraw", "shipment": "S1"}]
    withdraw(world, 2)  # 1 was never sent
    began_ms = world.now_ms
    world.until(lambda: arrived(world) == [1, 2])
    assert world.now_ms - began_ms < 2 * STATUS_GAP_MS


def test_many_orders_come_in_messages_of_a_hundred(world: World) -> None:
    world.server.orders = [
        {"number": number, "kind": "withdraw", "shipment": f"S{number}"} for number in range(1, 251)
    ]
    world.server.send_orders()
    while len(arrived(world)) < 250:
        world.run(STATUS_GAP_MS)
        world.report(last_order=len(arrived(world)))
    assert arrived(world) == list(range(1, 251))


@pytest.mark.parametrize(
    ("topic", "payload", "where"),
    [
        ("down/orders", b'{"v":1,"orders":[{"number":1,"kind":"open"}]}', "$.orders[0].kind"),
        ("down/orders", b"{", "$"),
        ("down/ack", b"\xff" * 300_000, "$"),
        ("down/zork", b"{}", "$"),
    ],
)
def test_a_bad_payload_is_refused_with_a_reply_and_nothing_else_happens(
    world: World, topic: str, payload: bytes, where: str
) -> None:
    world.commit(2)
    world.until(world.is_drained)
    world.news.clear()
    world.server.send(topic, payload)
    world.until(lambda: bool(world.server.refused))
    assert world.server.refused[0] | {"why": ""} == {
        "v": 1, "topic": topic, "where": where, "why": "",
    }  # fmt: skip
    assert world.news == []


def test_a_flood_of_rubbish_does_not_hold_up_the_entries(world: World) -> None:
    flood = world.hub.attach("flood")
    flood.connect("", b"")
    world.run(1_000)
    flood.poll(world.now_ms)
    for _ in range(500):
        flood.publish(f"pakomats/v1/{TERMINAL}/down/orders", b"{")
        world.run(10)
        flood.poll(world.now_ms)
    world.commit(10)
    began_ms = world.now_ms
    world.until(world.is_drained)
    assert world.now_ms - began_ms < 2_000


def test_a_retained_message_is_never_taken(world: World) -> None:
    order = {"number": 1, "kind": "withdraw", "shipment": "S1"}
    sender = world.hub.attach("sender")
    sender.connect("", b"")
    world.run(1_000)
    sender.poll(world.now_ms)
    payload = json.dumps({"v": 1, "orders": [order]}).encode()
    world.link.close()
    world.hub.crash()
    world.hub.start()
    sender.connect("", b"")
    world.run(100)
    sender.poll(world.now_ms)
    assert sender.publish(f"pakomats/v1/{TERMINAL}/down/orders", payload, is_retained=True)
    world.until(lambda: bool(world.server.refused))
    assert "retained" in world.server.refused[0]["why"]
    assert arrived(world) == []


# Status.

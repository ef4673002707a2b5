"""The link between a journal and a server, over a broker in virtual time that misbehaves."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sim.broker import Hub
from sim.luck import Luck
from sync.chain import first_head
from sync.link import (
    ANSWER_MS,
    DEAF_MS,
    DISPUTE_EVERY_MS,
    DOWN_AFTER_MS,
    STATUS_EVERY_MS,
    STATUS_GAP_MS,
    Link,
)
from terminal import entries
from terminal.effects import AskServer, Report
from terminal.events import AckDisputed, Answered, ClockRead, LinkChanged, OrderArrived
from terminal.orders import Withdraw
from terminal.record import Record
from tests.sync.days import Memory, open_in
from tests.sync.receiver import Receiver

TERMINAL = "LV-0001"
TAG = "ab" * 16
HOUR_MS = 3_600_000


def report(boot: int = 1, last_order: int = 0, **free: int) -> Report:
    return Report(boot, last_order, 1, tuple(free.items()), (), ())


class World:
    """A terminal's link and its journal, a server, a broker, and a clock that jumps."""

    def __init__(self, seed: int = 1) -> None:
        luck = Luck(seed)
        self.now_ms = 0
        self.hub = Hub(lambda: self.now_ms, luck.stream("broker"))
        self.memory = Memory()
        self.journal = open_in(self.memory)
        self.link = Link(
            self.journal, self.hub.attach(TERMINAL), TERMINAL, "0.1.0", luck.stream("link").below
        )
        self.server = Receiver(self.hub.attach("server"), TERMINAL)
        self.news: list[Record] = []
        self.polls = 0

    def started(self) -> "World":
        """Connected and settled."""
        self.run(1_000)
        self.report()
        self.until(lambda: LinkChanged(True) in self.news)
        self.run(1_000)
        self.news.clear()
        return self

    def report(self, **fields: Any) -> None:
        self.link.perform(report(**fields), self.now_ms)

    def commit(self, count: int = 1) -> None:
        self.journal.commit(
            [(entries.WrongCode(number), self.now_ms, 0) for number in range(count)]
        )

    def poll(self) -> None:
        wake_ms = self.link.wake_at_ms()
        if wake_ms is not None and wake_ms <= self.now_ms:
            self.polls += 1
            self.news += self.link.poll(self.now_ms)
        self.server.poll(self.now_ms)

    def run(self, for_ms: int) -> None:
        self._run(self.now_ms + for_ms, lambda: False)

    def until(self, is_reached: Callable[[], bool], limit_ms: int = 10 * HOUR_MS) -> None:
        self._run(self.now_ms + limit_ms, is_reached)
        assert is_reached()

    def _run(self, end_ms: int, is_reached: Callable[[], bool]) -> None:
        self.poll()
        while not is_reached() and self.now_ms < end_ms:
            wakes = [
                self.link.wake_at_ms(),
                self.server.wake_at_ms(),
                self.hub.wake_at_ms(),
                end_ms,
            ]
            due_ms = min(wake for wake in wakes if wake is not None)
            self.now_ms = max(self.now_ms, due_ms)
            self.poll()

    def stored(self) -> list[int]:
        return [entry["seq"] for entry in self.server.stored.get(self.journal.journal_id, [])]

    def is_drained(self) -> bool:
        return self.journal.acknowledged_seq == self.journal.last_seq

    def heard(self, kind: type[Record]) -> list[Record]:
        return [event for event in self.news if isinstance(event, kind)]


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


def withdraw(world: World, number: int) -> None:
    world.server.order("withdraw", shipment=f"S{number}")


def arrived(world: World) -> list[int]:
    return [event.number for event in world.news if isinstance(event, OrderArrived)]


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


def online(world: World) -> list[dict[str, Any]]:
    return [status for status in world.server.statuses if status["online"]]


def test_a_status_is_published_on_connecting_and_every_minute(world: World) -> None:
    world.commit(5)
    before = len(online(world))
    world.run(3 * STATUS_EVERY_MS + 5_000)
    assert len(online(world)) - before in (3, 4)
    status = online(world)[-1]
    assert (status["journal"], status["boot"], status["connection"]) == (
        world.journal.journal_id,
        1,
        1,
    )
    assert (status["acked"], status["written"], status["software"]) == (5, 5, "0.1.0")


def test_a_status_is_published_on_change_but_not_in_a_flurry(world: World) -> None:
    before = len(online(world))
    for count in range(50):
        world.report(S=count)
        world.run(100)
    world.run(STATUS_GAP_MS)
    assert online(world)[-1]["free"] == {"S": 49}
    assert 4 <= len(online(world)) - before <= 7


def test_the_will_says_offline_with_the_number_of_the_connection(world: World) -> None:
    world.link.close()
    world.run(1_000)
    will = world.server.statuses[-1]
    assert (will["online"], will["boot"], will["connection"]) == (False, 1, 1)


def test_connections_are_numbered_through(world: World) -> None:
    for _ in range(3):
        world.hub.crash()
        world.hub.start()
        world.news.clear()
        world.run(60_000)
    numbers = [status["connection"] for status in online(world)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 4


def test_nothing_is_said_before_the_terminal_knows_itself() -> None:
    world = World()
    world.commit(3)
    world.run(HOUR_MS)
    assert (world.server.statuses, world.stored()) == ([], [])


# Up and down.


def test_the_link_is_up_when_the_server_was_heard_and_not_before() -> None:
    world = World()
    world.server.is_silent = True
    world.report()
    world.run(60_000)
    assert world.heard(LinkChanged) == [LinkChanged(False)]
    world.server.is_silent = False
    world.until(lambda: world.news[-1:] == [LinkChanged(True)])


def test_a_short_interruption_is_not_told(world: World) -> None:
    world.hub.crash()
    world.hub.start()
    world.run(DOWN_AFTER_MS - 1_000)
    world.run(60_000)
    assert world.heard(LinkChanged) == []


def test_a_long_one_is_told_once(world: World) -> None:
    world.hub.crash()
    world.run(HOUR_MS)
    world.hub.start()
    world.run(5 * 60_000)
    assert world.heard(LinkChanged) == [LinkChanged(False), LinkChanged(True)]


def test_a_cut_line_is_noticed_and_mended(world: World) -> None:
    world.hub.isolate(TERMINAL)
    world.commit(3)
    world.until(lambda: world.heard(LinkChanged) == [LinkChanged(False)], 2 * 60_000)
    assert world.stored() == []
    world.hub.rejoin(TERMINAL)
    world.until(world.is_drained, 3 * 60_000)


def test_a_server_that_says_nothing_is_not_there(world: World) -> None:
    world.server.is_silent = True
    world.run(DEAF_MS + DOWN_AFTER_MS + 1_000)
    assert world.heard(LinkChanged) == [LinkChanged(False)]
    assert "server" in world.link.why_apart


# Questions.


def ask(world: World, question: int = 9) -> None:
    world.link.perform(AskServer(question, TAG), world.now_ms)


def test_a_question_is_answered(world: World) -> None:
    world.server.answers[TAG] = 14
    ask(world)
    world.until(lambda: bool(world.news))
    assert world.news == [Answered(9, 14)]
    assert world.server.asked == [{"v": 1, "boot": 1, "question": 9, "tag": TAG}]
    world.run(10_000)
    assert world.news == [Answered(9, 14)]


def test_without_a_connection_the_answer_is_that_nobody_can_be_asked(world: World) -> None:
    world.hub.crash()
    world.run(1_000)
    ask(world)
    assert world.link.wake_at_ms() == 0
    world.poll()
    assert world.news == [Answered(9, -1)]


def test_after_three_seconds_nobody_can_be_asked(world: World) -> None:
    world.server.is_silent = True
    began_ms = world.now_ms
    ask(world)
    world.until(lambda: bool(world.news))
    assert (world.news, world.now_ms - began_ms) == ([Answered(9, -1)], ANSWER_MS)
    late = {"v": 1, "boot": 1, "question": 9, "last_order": 14}
    world.server.send("down/answer", late)
    world.run(1_000)
    assert world.news == [Answered(9, -1)]


def test_a_lost_connection_ends_the_waiting(world: World) -> None:
    world.server.is_silent = True
    ask(world)
    world.hub.crash()
    world.run(1_000)
    assert world.news == [Answered(9, -1)]


def test_an_answer_to_an_earlier_life_is_nobodys(world: World) -> None:
    world.server.is_silent = True
    ask(world)
    world.server.send("down/answer", {"v": 1, "boot": 0, "question": 9, "last_order": 14})
    world.run(ANSWER_MS)
    assert world.news == [Answered(9, -1)]


# The clock.


def test_the_servers_time_is_told_once_for_each_connection() -> None:
    world = World()
    world.report()
    world.run(10 * STATUS_EVERY_MS)
    assert world.heard(ClockRead) == [ClockRead(world.server.time_s, True)]
    world.hub.crash()
    world.hub.start()
    world.run(10 * STATUS_EVERY_MS)
    assert len(world.heard(ClockRead)) == 2


def test_a_time_that_may_be_old_is_not_told() -> None:
    world = World()
    world.hub.delay_ms = (6_000, 6_000)  # the acknowledgement is 12 s old
    world.report()
    world.run(5 * STATUS_EVERY_MS)
    assert world.heard(LinkChanged)[-1] == LinkChanged(True)
    assert world.heard(ClockRead) == []
    world.hub.delay_ms = (50, 50)
    world.run(5 * STATUS_EVERY_MS)
    assert world.heard(ClockRead) == [ClockRead(world.server.time_s, True)]


# A rebuilt terminal, a broken journal.


def test_a_rebuilt_terminal_is_told_all_again(world: World) -> None:
    withdraw(world, 1)
    world.until(lambda: arrived(world) == [1])
    world.news.clear()
    world.link.restart()
    world.run(1_000)
    assert world.heard(OrderArrived) == []
    world.report(boot=2)
    world.run(2 * STATUS_EVERY_MS)
    assert world.heard(LinkChanged) == [LinkChanged(True)]
    assert arrived(world)[0] == 1
    assert world.heard(ClockRead)[-1] == ClockRead(world.server.time_s, True)


def test_the_will_is_always_of_the_life_that_it_ends(world: World) -> None:
    world.link.restart()
    world.report(boot=2)
    world.run(10_000)
    assert online(world)[-1]["boot"] == 2
    world.link.close()
    world.run(1_000)
    will = world.server.statuses[-1]
    assert (will["online"], will["boot"]) == (False, 2)
    assert will["connection"] == online(world)[-1]["connection"]


def test_a_closed_journal_silences_the_outbox_until_it_is_open_again(world: World) -> None:
    world.commit(3)
    world.until(world.is_drained)
    world.commit(3)
    world.journal.close()
    polls = world.polls
    world.run(10 * STATUS_EVERY_MS)
    assert world.polls - polls < 500
    assert world.stored() == [1, 2, 3]
    world.journal.reopen()
    world.link.restart()
    world.report(boot=2)
    world.until(world.is_drained)
    assert world.stored() == list(range(1, 7))


# Everything at once.


@pytest.mark.parametrize("seed", range(5))
def test_after_days_of_faults_all_is_there_once_and_in_order(seed: int) -> None:
    world = World(seed).started()
    luck = Luck(seed).stream("faults")
    world.hub.loss_permille, world.hub.repeat_permille = 50, 50
    applied = 0
    for _hour in range(48):
        if luck.chance(300):
            world.hub.crash()
            world.run(luck.below(600_000))
            world.hub.start()
        if luck.chance(200):
            world.hub.isolate(luck.pick((TERMINAL, "server")))
        world.commit(1 + luck.below(150))
        withdraw(world, len(world.server.orders) + 1)
        world.run(luck.below(HOUR_MS))
        for name in (TERMINAL, "server"):
            world.hub.rejoin(name)
        if luck.chance(200):
            world.link.restart()
        applied = max(applied, *arrived(world), 0)
        world.report(last_order=applied)
    world.hub.loss_permille = world.hub.repeat_permille = 0
    world.until(world.is_drained, HOUR_MS)
    world.until(lambda: max(arrived(world)) == 48, HOUR_MS)
    assert world.stored() == list(range(1, world.journal.last_seq + 1))
    firsts = list(dict.fromkeys(arrived(world)))
    assert firsts == list(range(1, 49))

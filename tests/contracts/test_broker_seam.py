"""What the link may rely on, of a real Mosquitto through paho and of the simulated broker alike."""

import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.broker import Hub
from sim.luck import Luck
from sync.broker import IN_FLIGHT_MAX, Arrived, Broker, Connected, Fact, Lost, Taken
from sync.mqtt import MqttBroker
from tests.conftest import program_or_skip
from tests.sync.mosquitto_process import Mosquitto

LIMIT_MS = 20_000


class World:
    """A broker that can be killed, its clients, and a way to let time pass."""

    def __init__(self) -> None:
        self.clients: list[tuple[Broker, list[Fact]]] = []

    def client(self, name: str) -> tuple[Broker, list[Fact]]:
        client: tuple[Broker, list[Fact]] = (self.new_client(name), [])
        self.clients.append(client)
        return client

    def connected(self, name: str, topics: str = "", will: tuple[str, bytes] = ("", b"")) -> Any:
        broker, facts = self.client(name)
        broker.connect(*will)
        self.until(lambda: Connected() in facts)
        if topics:
            broker.subscribe(topics)
            # Within one connection the broker works in order: once it has taken this, it has
            # subscribed us.
            number = broker.publish("settle", b"")
            assert number is not None
            self.until(lambda: Taken(number) in facts)
        facts.clear()
        return broker, facts

    def until(self, is_reached: Callable[[], bool]) -> None:
        deadline_ms = self.now_ms() + LIMIT_MS
        while not is_reached():
            assert self.now_ms() < deadline_ms, [facts for _, facts in self.clients]
            self.wait(deadline_ms)
            for broker, facts in self.clients:
                facts.extend(broker.poll(self.now_ms()))

    def wakes(self) -> list[int]:
        return [wake for broker, _ in self.clients if (wake := broker.wake_at_ms()) is not None]

    now_ms: Callable[[], int]
    new_client: Callable[[str], Broker]
    wait: Callable[[int], None]
    kill: Callable[[], None]
    start: Callable[[], None]

    def close(self) -> None:
        for broker, _ in self.clients:
            broker.close()


class RealWorld(World):
    def __init__(self, program: str, folder: Path) -> None:
        super().__init__()
        self._mosquitto = Mosquitto(program, folder)
        self.kill, self.start = self._mosquitto.kill, self._mosquitto.start
        self.start()

    def now_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000

    def new_client(self, name: str) -> Broker:
        return MqttBroker("127.0.0.1", self._mosquitto.port, name)

    def wait(self, until_ms: int) -> None:
        limit_ms = max(0, min([until_ms, *self.wakes()]) - self.now_ms())
        readable = [number for broker, _ in self.clients if (number := broker.fileno()) is not None]
        select.select(readable, [], [], limit_ms / 1000)

    def close(self) -> None:
        super().close()
        self.kill()


class SimulatedWorld(World):
    def __init__(self) -> None:
        super().__init__()
        self._now_ms = 0
        self._hub = Hub(self.now_ms, Luck(1).stream("broker"))
        self.kill, self.start = self._hub.crash, self._hub.start

    def now_ms(self) -> int:
        return self._now_ms

    def new_client(self, name: str) -> Broker:
        return self._hub.attach(name)

    def wait(self, until_ms: int) -> None:
        self._now_ms = max(self._now_ms, min([until_ms, *self.wakes()]))


@pytest.fixture(params=[pytest.param("mosquitto", marks=pytest.mark.broker), "simulated"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    is_real = request.param == "mosquitto"
    made = RealWorld(program_or_skip("broker"), tmp_path) if is_real else SimulatedWorld()
    yield made
    made.close()


def messages(facts: list[Fact]) -> list[tuple[str, bytes]]:
    return [(fact.topic, fact.payload) for fact in facts if isinstance(fact, Arrived)]


def test_messages_arrive_in_order_and_each_is_taken(world: World) -> None:
    sender, sent = world.connected("sender")
    _, got = world.connected("receiver", "up/+/x")
    numbers = [sender.publish(f"up/{count}/x", b"%d" % count) for count in range(10)]
    world.until(lambda: len(messages(got)) == 10 and len(sent) == 10)
    assert messages(got) == [(f"up/{count}/x", b"%d" % count) for count in range(10)]
    assert sent == [Taken(number) for number in numbers]


@pytest.mark.parametrize(
    ("topics", "wanted"),
    [("a/+", ["a/b"]), ("a/#", ["a/b", "a/b/c"]), ("+/b/c", ["a/b/c"]), ("a/b", ["a/b"])],
)
def test_a_subscription_takes_in_what_its_filter_says(
    world: World, topics: str, wanted: list[str]
) -> None:
    sender, _ = world.connected("sender")
    _, got = world.connected("receiver", topics)
    for topic in ("a/b", "a/b/c", "b/a", "last"):
        sender.publish(topic, b"")
    other, _ = world.connected("other")
    other.publish("settle", b"")
    world.until(lambda: len(messages(got)) == len(wanted))
    assert [topic for topic, _ in messages(got)] == wanted


def test_no_more_than_a_window_is_in_flight(world: World) -> None:
    sender, sent = world.connected("sender")
    numbers = [sender.publish("x", b"%d" % count) for count in range(IN_FLIGHT_MAX + 1)]
    assert numbers[-1] is None
    assert None not in numbers[:-1]
    world.until(lambda: len(sent) == IN_FLIGHT_MAX)
    assert sender.publish("x", b"again") is not None


def test_a_retained_message_comes_to_who_subscribes_later_and_says_so(world: World) -> None:
    sender, sent = world.connected("sender")
    sender.publish("status", b"old", is_retained=True)
    sender.publish("status", b"new", is_retained=True)
    world.until(lambda: len(sent) == 2)
    late, got = world.client("late")
    late.connect("", b"")
    world.until(lambda: Connected() in got)
    late.subscribe("status")
    world.until(lambda: Arrived("status", b"new", True) in got)
    sender.publish("status", b"newer", is_retained=True)
    world.until(lambda: Arrived("status", b"newer", False) in got)


def test_the_will_is_published_when_a_client_goes_without_a_word(world: World) -> None:
    _, got = world.connected("server", "up/status")
    gone, _ = world.connected("terminal", will=("up/status", b"offline"))
    assert got == []
    gone.close()
    gone.close()
    world.until(lambda: messages(got) == [("up/status", b"offline")])


def test_a_second_connection_with_one_id_ends_the_first(world: World) -> None:
    _, got = world.connected("server", "up/status")
    _, first = world.connected("terminal", will=("up/status", b"first gone"))
    world.connected("terminal", will=("up/status", b"second gone"))
    world.until(lambda: len(first) == 1 and len(messages(got)) == 1)
    assert isinstance(first[0], Lost)
    assert messages(got) == [("up/status", b"first gone")]


def test_without_a_connection_nothing_can_be_published(world: World) -> None:
    broker, facts = world.client("terminal")
    assert broker.publish("x", b"") is None
    broker.connect("", b"")
    assert broker.publish("x", b"") is None
    world.until(lambda: Connected() in facts)
    assert broker.publish("x", b"") is not None
    broker.close()
    assert broker.publish("x", b"") is None


def test_a_broker_that_is_not_there_is_a_fact_with_a_reason(world: World) -> None:
    world.kill()
    broker, facts = world.client("terminal")
    broker.connect("", b"")
    world.until(lambda: len(facts) == 1)
    assert isinstance(facts[0], Lost)
    assert "broker" in facts[0].why
    world.start()
    broker.connect("", b"")
    world.until(lambda: Connected() in facts)


def test_a_killed_broker_forgets_all_that_it_had_taken(world: World) -> None:
    broker, facts = world.connected("terminal", "down/#")
    kept = broker.publish("status", b"kept", is_retained=True)
    world.until(lambda: Taken(kept) in facts)
    world.kill()
    world.until(lambda: isinstance(facts[-1], Lost))
    world.start()
    broker.connect("", b"")
    world.until(lambda: facts[-1] == Connected())
    sender, _ = world.connected("server")
    sender.publish("down/x", b"for nobody")
    broker.subscribe("status")
    broker.subscribe("done")
    sender.publish("done", b"")
    sender.publish("done", b"")
    world.until(lambda: bool(messages(facts)))
    assert {topic for topic, _ in messages(facts)} == {"done"}


def test_nothing_is_kept_for_a_client_that_is_away(world: World) -> None:
    broker, facts = world.connected("terminal", "down/#")
    broker.close()
    sender, sent = world.connected("server")
    number = sender.publish("down/ack", b"stale")
    world.until(lambda: Taken(number) in sent)
    broker.connect("", b"")
    world.until(lambda: facts[-1:] == [Connected()])
    broker.subscribe("down/#")
    taken = broker.publish("settle", b"")
    world.until(lambda: Taken(taken) in facts)
    sender.publish("down/ack", b"fresh")
    world.until(lambda: bool(messages(facts)))
    assert messages(facts) == [("down/ack", b"fresh")]

"""The server at a broker: connects again, keeps order, keeps nothing for a broker that is away."""

from zoneinfo import ZoneInfo

from sim.central import Link
from sim.central.days import reminder_s
from sim.central.network import ours
from sync.broker import IN_FLIGHT_MAX, Arrived, Broker, Connected, Fact, Lost, Taken
from tests.sim.hand_terminal import World


class HandBroker:
    """One client's broker, moved by hand."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.said: list[str] = []
        self.published: list[tuple[str, bytes]] = []
        self.in_flight = 0

    def connect(self, will_topic: str, will_payload: bytes) -> None:
        self.said.append(f"connect {will_topic}")

    def subscribe(self, topics: str) -> None:
        self.said.append(f"subscribe {topics}")

    def publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        assert not is_retained
        if self.in_flight == IN_FLIGHT_MAX:
            return None
        self.in_flight += 1
        self.published.append((topic, payload))
        return len(self.published)

    def take_all(self) -> None:
        self.facts += [Taken(number) for number in range(self.in_flight)]
        self.in_flight = 0

    def poll(self, now_ms: int) -> list[Fact]:
        facts, self.facts = self.facts, []
        return facts

    def fileno(self) -> int | None:
        return None

    def wake_at_ms(self) -> int | None:
        return None

    def close(self) -> None:
        self.said.append("close")


class Wire:
    """A world whose server is at a broker."""

    def __init__(self) -> None:
        self.world = World()
        self.hand = HandBroker()
        broker: Broker = self.hand
        self.link = Link(self.world.central, broker, self.world.said.append)
        self.link.poll(0)

    def connected(self) -> "Wire":
        self.hand.facts.append(Connected())
        self.link.poll(1)
        return self


def test_it_connects_without_a_will_and_hears_all_terminals() -> None:
    wire = Wire().connected()
    assert wire.hand.said == ["connect ", "subscribe pakomats/v1/+/up/#"]


def test_it_tries_again_every_second_and_says_so_once() -> None:
    wire = Wire()
    for number in range(5):
        wire.hand.facts.append(Lost("connection refused"))
        wire.link.poll(number * 1000)
        assert wire.link.wake_at_ms() == (number + 1) * 1000
        wire.link.poll(number * 1000 + 999)
        assert len(wire.hand.said) == number + 1
    assert sum("no broker" in line for line in wire.world.said) == 1


def test_what_arrives_is_answered() -> None:
    wire = Wire().connected()
    terminal = wire.world.terminal
    wire.hand.facts.append(Arrived(terminal.topic("status"), terminal.status(), is_retained=True))
    wire.link.poll(2)
    assert [topic.rpartition("/")[2] for topic, _ in wire.hand.published] == ["ack"]


def test_more_than_the_broker_takes_waits_in_order() -> None:
    wire = Wire().connected()
    wire.world.talk()
    shipments = [wire.world.central.register("T1", "29000111") for _ in range(50)]
    for _ in range(3):
        wire.link.poll(3)
        wire.hand.take_all()
    sent = [payload.decode() for _, payload in wire.hand.published]
    assert [shipment in text for shipment, text in zip(shipments, sent, strict=True)] == [True] * 50


def test_for_a_broker_that_is_away_nothing_is_kept() -> None:
    wire = Wire()
    wire.world.talk()
    wire.world.central.register("T1", "29000111")
    wire.link.poll(1)
    wire.connected()
    assert wire.hand.published == []


def test_a_wish_between_two_polls_wants_a_poll_at_once() -> None:
    wire = Wire().connected()
    wire.world.talk()
    assert wire.link.wake_at_ms() > 1
    wire.world.central.register("T1", "29000111")
    assert wire.link.wake_at_ms() == 1


def test_it_wakes_for_a_reminder() -> None:
    wire = Wire().connected()
    world = wire.world
    world.inside()
    world.wall_s = reminder_s(
        world.wall_s, ZoneInfo("Europe/Riga"), ours().versions("latvijas-pasts")[0]
    ) - 30
    wire.link.poll(5_000)
    assert wire.link.wake_at_ms() == 35_000
    world.wall_s += 30
    wire.link.poll(35_000)
    assert [message.kind for message in world.central.view.messages()] == ["arrived", "reminder"]

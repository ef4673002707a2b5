"""The private broker carries messages, whichever it is, and comes back at its port."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.clock import Clock
from sim.mosquitto import AMQTT, MOSQUITTO, BrokerError, PrivateBroker
from sync.broker import Arrived, Connected, Fact, Lost
from sync.mqtt import MqttBroker

PATIENCE_MS = 20_000
KINDS = [pytest.param(MOSQUITTO, marks=pytest.mark.broker), AMQTT]


@pytest.fixture(params=KINDS)
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PrivateBroker]:
    broker = PrivateBroker(tmp_path, request.param)
    broker.start()
    broker.wait_until_ready(Clock())
    yield broker
    broker.end()


def facts_until(client: MqttBroker, kind: type[Fact]) -> Fact:
    clock = Clock()
    deadline_ms = clock.monotonic_ms() + PATIENCE_MS
    while clock.monotonic_ms() < deadline_ms:
        for fact in client.poll(clock.monotonic_ms()):
            if isinstance(fact, kind):
                return fact
        wake_at_ms = client.wake_at_ms()
        clock.wait(min(deadline_ms, wake_at_ms or deadline_ms), [client.fileno()])
    raise AssertionError(f"no {kind.__name__}")


def connected(broker: PrivateBroker) -> MqttBroker:
    client = MqttBroker("127.0.0.1", broker.port, "somebody")
    client.connect("", b"")
    facts_until(client, Connected)
    return client


def test_a_message_passes(broker: PrivateBroker) -> None:
    client = connected(broker)
    client.subscribe("a/#")
    client.publish("a/b", "ķirbis".encode())
    assert facts_until(client, Arrived) == Arrived("a/b", "ķirbis".encode(), False)
    client.close()


def test_killed_it_is_gone_and_started_again_it_is_where_it_was(broker: PrivateBroker) -> None:
    client = connected(broker)
    broker.kill()
    facts_until(client, Lost)
    broker.start()
    broker.wait_until_ready(Clock())
    connected(broker).close()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        broker = PrivateBroker(tmp_path, AMQTT, other.getsockname()[1])
        broker.start()
        with pytest.raises(BrokerError, match="does not come up; it said"):
            broker.wait_until_ready(Clock())
        broker.end()

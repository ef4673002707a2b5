"""The MQTT adapter against brokers that no contract covers: dumb, silent, hostile, unreachable.

The far end is a plain socket and bytes from the MQTT 3.1.1 standard; no broker runs.
"""

import random
import select
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from sync import mqtt
from sync.broker import IN_FLIGHT_MAX, Arrived, Connected, Fact, Lost, Taken
from sync.dial import ATTEMPT_MS
from sync.mqtt import GREETING_MS, MqttBroker

CONNACK = b"\x20\x02\x00\x00"
SUBACK = b"\x90\x03\x00\x01\x01"
LIMIT_S = 5.0
POLL_MS_MAX = 500.0  # waiting for the network would take seconds


class FarEnd:
    """A listening socket, and the last connection that was made to it."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(LIMIT_S)
        self.port: int = self._listening.getsockname()[1]
        self.wire: socket.socket | None = None

    def accept(self) -> socket.socket:
        if self.wire is not None:
            self.wire.close()
        self.wire, _ = self._listening.accept()
        self.wire.settimeout(LIMIT_S)
        return self.wire

    def has_caller(self) -> bool:
        return bool(select.select([self._listening], [], [], 0)[0])

    def close(self) -> None:
        self._listening.close()
        if self.wire is not None:
            self.wire.close()


class Client:
    """The adapter with a clock of the test, and a watch on how long each poll takes."""

    def __init__(self, host: str, port: int, login: tuple[str, str] | None = None) -> None:
        self.broker = MqttBroker(host, port, "LV-0001", login)
        self.facts: list[Fact] = []
        self.now_ms = 1_000
        self.longest_ms = 0.0

    def connect(self, will_topic: str = "", will_payload: bytes = b"") -> None:
        self.broker.connect(will_topic, will_payload)
        self.poll()  # nothing is dialled before

    def poll(self) -> None:
        began_ns = time.perf_counter_ns()
        self.facts += self.broker.poll(self.now_ms)
        self.longest_ms = max(self.longest_ms, (time.perf_counter_ns() - began_ns) / 1e6)

    def until(self, is_reached: Callable[[], bool]) -> None:
        """Wait for the descriptor only, as the loop does."""
        deadline = time.monotonic() + LIMIT_S
        while not is_reached():
            left = deadline - time.monotonic()
            assert left > 0, self.facts
            wake_ms = self.broker.wake_at_ms()
            is_soon = wake_ms is not None and wake_ms <= self.now_ms + 50
            select.select([self.broker.fileno()], [], [], min(left, 0.05 if is_soon else left))
            self.now_ms += 50 if is_soon else 0
            self.poll()

    def lost(self) -> str:
        self.until(lambda: bool(self.facts) and isinstance(self.facts[-1], Lost))
        assert isinstance(self.facts[-1], Lost)
        return self.facts[-1].why


@pytest.fixture
def far() -> Iterator[FarEnd]:
    far = FarEnd()
    yield far
    far.close()


@pytest.fixture
def client(far: FarEnd) -> Iterator[Client]:
    client = Client("127.0.0.1", far.port)
    yield client
    client.broker.close()
    assert client.longest_ms < POLL_MS_MAX


def greet(client: Client, far: FarEnd) -> socket.socket:
    client.connect("will", b"gone")
    wire = far.accept()
    client.until(lambda: bool(select.select([wire], [], [], 0)[0]))
    wire.recv(4096)
    wire.sendall(CONNACK)
    client.until(lambda: client.facts[-1:] == [Connected()])
    client.facts.clear()
    return wire


def test_the_first_packet_is_a_clean_connect_with_the_will(client: Client, far: FarEnd) -> None:
    client.connect("will", b"gone")
    wire = far.accept()
    client.until(lambda: bool(select.select([wire], [], [], 0)[0]))
    # MQTT 3.1.1 section 3.1: level 4; flags: will retained, will QoS 1, will, clean session;
    # keepalive 30 s; then client id, will topic, will message.
    said = b"\x00\x04MQTT\x04\x2e\x00\x1e\x00\x07LV-0001\x00\x04will\x00\x04gone"
    assert wire.recv(4096) == b"\x10" + bytes([len(said)]) + said
    assert wire.getsockname()  # the connection stands


def test_a_login_is_sent(far: FarEnd) -> None:
    client = Client("127.0.0.1", far.port, ("terminal", "secret"))
    client.connect()
    wire = far.accept()
    client.until(lambda: bool(select.select([wire], [], [], 0)[0]))
    assert wire.recv(4096).endswith(b"\x00\x08terminal\x00\x06secret")
    client.broker.close()


def test_closing_says_nothing_so_that_the_will_is_published(client: Client, far: FarEnd) -> None:
    wire = greet(client, far)
    client.broker.close()
    assert wire.recv(4096) == b""


@pytest.mark.parametrize(
    ("code", "reason"), [(1, "Protocol error"), (2, "identifier"), (5, "Not authorized")]
)
def test_a_refused_connection_says_why(client: Client, far: FarEnd, code: int, reason: str) -> None:
    client.connect()
    wire = far.accept()
    client.until(lambda: bool(select.select([wire], [], [], 0)[0]))
    wire.recv(4096)
    wire.sendall(bytes([0x20, 2, 0, code]))
    assert reason in client.lost()
    assert len(client.facts) == 1
    assert wire.recv(4096) == b""  # and nothing more is tried on this connection


def test_a_refused_subscription_ends_the_connection(client: Client, far: FarEnd) -> None:
    wire = greet(client, far)
    client.broker.subscribe("down/+")
    wire.sendall(b"\x90\x03\x00\x01\x80")
    assert "refused our subscription" in client.lost()


def test_a_broker_that_takes_the_connection_and_says_nothing_is_given_up(
    client: Client, far: FarEnd
) -> None:
    client.connect()
    far.accept()
    client.until(lambda: client.broker.wake_at_ms() == client.now_ms)
    client.poll()
    client.now_ms += GREETING_MS
    client.poll()
    assert "did not answer" in client.lost()


def test_the_end_of_the_connection_is_a_fact(client: Client, far: FarEnd) -> None:
    greet(client, far).close()
    assert "ended" in client.lost()
    assert client.broker.publish("x", b"") is None


def test_a_message_of_absurd_length_ends_the_connection(client: Client, far: FarEnd) -> None:
    wire = greet(client, far)
    wire.sendall(b"\x32\xff\xff\xff\x7f" + b"x" * 100)  # 268,435,455 bytes are to come
    client.lost()


def test_a_message_as_long_as_the_contract_allows_arrives(client: Client, far: FarEnd) -> None:
    wire = greet(client, far)
    payload = b"x" * (256 * 1024)
    length = 2 + 4 + len(payload)
    head = bytes([0x30, length & 0x7F | 0x80, length >> 7 & 0x7F | 0x80, length >> 14])
    packet = head + b"\x00\x04down" + payload
    wire.settimeout(None)
    wire.setblocking(False)
    sent = 0
    while not client.facts:
        if sent < len(packet) and select.select([], [wire], [], 0)[1]:
            sent += wire.send(packet[sent:])
        client.poll()
    assert client.facts == [Arrived("down", payload, False)]


def test_what_the_line_cannot_take_at_once_is_written_when_it_can(
    client: Client, far: FarEnd
) -> None:
    wire = greet(client, far)
    for _ in range(IN_FLIGHT_MAX):
        assert client.broker.publish("up", b"y" * 200_000) is not None
    assert client.broker.publish("up", b"y") is None
    received = 0
    while received < IN_FLIGHT_MAX * 200_000:
        ready = select.select([wire.fileno(), client.broker.fileno()], [], [], LIMIT_S)[0]
        assert ready, "the descriptor does not say that there is room to write again"
        received += len(wire.recv(1 << 20)) if wire.fileno() in ready else 0
        if client.broker.fileno() in ready:
            client.poll()
    wire.sendall(b"\x40\x02\x00\x01")
    client.until(lambda: Taken(1) in client.facts)
    assert client.broker.publish("up", b"y") is not None


def test_a_flood_is_taken_in_portions(client: Client, far: FarEnd) -> None:
    wire = greet(client, far)
    packet = b"\x30\x04\x00\x01dx"
    wire.sendall(packet * 5_000)
    while len(client.facts) < 5_000:
        before = len(client.facts)
        client.until(lambda before=before: len(client.facts) > before)  # type: ignore[misc]
        assert len(client.facts) - before <= mqtt.READS_MAX


def test_garbage_never_gets_out_as_an_exception(client: Client, far: FarEnd) -> None:
    luck = random.Random(1)
    kinds = (0x20, 0x30, 0x32, 0x34, 0x40, 0x50, 0x62, 0x70, 0x90, 0xB0, 0xD0, 0xE0, 0x3B, 0x00)
    for _ in range(1_500):
        client.connect("w", b"x")
        wire = far.accept()
        client.poll()
        client.poll()
        junk = bytearray(CONNACK if luck.random() < 0.8 else b"")
        for _ in range(luck.randrange(1, 5)):
            body = bytes(
                luck.choice((0, 1, 2, 3, luck.randrange(256))) for _ in range(luck.randrange(12))
            )
            length = len(body) if luck.random() < 0.9 else luck.randrange(256)
            junk += bytes([luck.choice(kinds), length]) + body
        wire.sendall(junk)
        for _ in range(3):
            client.poll()
        wire.close()
        client.lost()
        client.facts.clear()


# Dialling.


def test_nobody_listening_is_said_with_the_address(far: FarEnd) -> None:
    far.close()
    client = Client("127.0.0.1", far.port)
    client.connect()
    assert f"127.0.0.1:{far.port}" in client.lost()
    assert client.longest_ms < POLL_MS_MAX


def test_an_address_that_never_answers_is_given_up_without_waiting() -> None:
    """A backlog that is full drops what comes, as a firewall does."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        client = Client(*address)
        client.connect()
        client.poll()
        assert client.facts == []
        client.now_ms += ATTEMPT_MS
        assert "cannot be reached" in client.lost()
        assert client.longest_ms < POLL_MS_MAX
        for filler in fillers:
            filler.close()


def test_a_name_is_looked_up_and_all_its_addresses_are_tried(far: FarEnd) -> None:
    """`localhost` is often ::1 first, where nobody listens."""
    client = Client("localhost", far.port)
    client.connect()
    client.until(far.has_caller)
    client.broker.close()
    assert client.longest_ms < POLL_MS_MAX


@pytest.mark.parametrize("name", ["no-such-broker.invalid", "a..b", "x" * 300])
def test_a_name_that_nobody_knows_is_said(name: str) -> None:
    client = Client(name, 1883)
    client.connect()
    assert name in client.lost()
    assert client.longest_ms < POLL_MS_MAX


def test_an_attempt_that_is_given_up_half_way_leaves_nothing_behind(far: FarEnd) -> None:
    client = Client("127.0.0.1", far.port)
    for _ in range(50):
        client.connect()
        client.broker.close()
        far.accept()
    client.connect()
    client.until(far.has_caller)
    client.broker.close()

"""The broker seam, real: paho-mqtt on MQTT 3.1.1, without its threads and without waiting.

The only file that knows paho.  It turns paho's callbacks into facts and keeps paho from
remembering anything: every connection has a client of its own, so that no message of an
earlier one is sent again behind the outbox's back.  The one idea: all that can become
ready (the socket to read, room to write, a connection under way) stands in one epoll
descriptor, which is readable whenever `poll` has something to do.

Paho would wait in its own `connect` for name and network (5 s by default for each address,
a lookup for as long as the resolver likes), so it is given a socket that is connected.
"""

import select
import socket
import struct

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from sync.broker import IN_FLIGHT_MAX, Arrived, Connected, Fact, Lost, Taken
from sync.dial import Dialer, DialError

KEEPALIVE_S = 30  # a dead line is noticed after 30 to 60 s
GREETING_MS = 10_000
TEND_EVERY_MS = 5_000  # how often paho may look whether a ping is due
PACKET_BYTES_MAX = 512 * 1024  # twice the largest payload of our contract
READS_MAX = 200  # packets in one poll: a flood must not stop the doors

# What paho lets out when a broker sends garbage.  (In 150,000 connections with random packets it
# was always UnicodeDecodeError, from the topic; the others are what short packets would raise.)
_GARBAGE = (ValueError, IndexError, struct.error)


class _Wire(socket.socket):
    """A connected socket that will not take in a packet of absurd length."""

    def recv(self, count: int, flags: int = 0) -> bytes:
        # Paho asks for all that is missing of a packet, and would gather up to 256 MB of it.
        if count > PACKET_BYTES_MAX:
            raise ConnectionError(f"a message of more than {PACKET_BYTES_MAX} bytes")
        return super().recv(count, flags)


class _Client(paho.Client):
    """Paho's client on a socket that is connected already."""

    wire: _Wire

    def _create_socket(self) -> _Wire:
        return self.wire


class MqttBroker:
    """One client of one MQTT broker; see broker.Broker for what each method promises."""

    def __init__(
        self, host: str, port: int, client_id: str, login: tuple[str, str] | None = None
    ) -> None:
        """`login` is a name and a password."""
        self._client_id, self._login = client_id, login
        self._dialer = Dialer(host, port)
        self._epoll = select.epoll()
        self._will = ("", b"")
        self._is_dialling = False
        self._client: _Client | None = None
        self._wire: _Wire | None = None
        self._facts: list[Fact] = []
        self._in_flight: set[int] = set()
        self._deadline_ms: int | None = None
        self._wake_at_ms: int | None = None

    # -- the seam ---------------------------------------------------------------------------

    def connect(self, will_topic: str, will_payload: bytes) -> None:
        self.close()
        self._will = (will_topic, will_payload)
        self._dialer.begin()
        self._is_dialling = True
        self._wake_at_ms = 0

    def subscribe(self, topics: str) -> None:
        if self._client is not None:
            rc, _ = self._client.subscribe(topics, qos=1)
            self._check(rc, "subscribe")
            self._watch()

    def publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        client = self._client
        if client is None or not client.is_connected() or len(self._in_flight) >= IN_FLIGHT_MAX:
            return None
        sent = client.publish(topic, payload, qos=1, retain=is_retained)
        if sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._check(sent.rc, "publish")
            return None
        self._in_flight.add(sent.mid)
        self._watch()  # What the line did not take waits for room.
        return sent.mid

    def poll(self, now_ms: int) -> list[Fact]:
        if self._is_dialling:
            self._dial(now_ms)
        elif self._client is not None:
            self._exchange(self._client, now_ms)
        facts, self._facts = self._facts, []
        for count, fact in enumerate(facts, 1):
            if isinstance(fact, Lost):
                self.close()
                return facts[:count]
        self._watch()
        return facts

    def fileno(self) -> int:
        return self._epoll.fileno()

    def wake_at_ms(self) -> int | None:
        return 0 if self._facts else self._wake_at_ms

    def close(self) -> None:
        self._is_dialling = False
        self._dialer.stop()
        client, self._client = self._client, None
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()  # No DISCONNECT: the broker shall publish the will.
        if client is not None:
            client.on_disconnect = None
        self._in_flight.clear()
        self._facts = []
        self._deadline_ms = self._wake_at_ms = None

    # -- connecting -------------------------------------------------------------------------

    def _dial(self, now_ms: int) -> None:
        try:
            wire = self._dialer.poll(now_ms)
        except DialError as error:
            self._facts.append(Lost(str(error)))
            return
        if wire is None:
            self._wake_at_ms = self._dialer.wake_at_ms(now_ms)
            return
        self._is_dialling = False
        self._wire = _Wire(fileno=wire.detach())
        self._deadline_ms = now_ms + GREETING_MS
        self._greet(self._wire)
        self._wake_at_ms = now_ms

    def _greet(self, wire: _Wire) -> None:
        client = _Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            clean_session=True,
            protocol=paho.MQTTv311,
            reconnect_on_failure=False,
        )
        client.wire = wire
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        client.on_subscribe = self._on_subscribe
        client.max_inflight_messages_set(IN_FLIGHT_MAX)
        if self._login is not None:
            client.username_pw_set(*self._login)
        if self._will[0]:
            client.will_set(self._will[0], self._will[1], qos=1, retain=True)
        self._client = client
        # The host is only kept by paho for itself; the socket stands.
        self._check(client.connect("broker", keepalive=KEEPALIVE_S), "connect")

    # -- connected --------------------------------------------------------------------------

    def _exchange(self, client: _Client, now_ms: int) -> None:
        try:
            self._read(client)
            client.loop_write()
            client.loop_misc()
        except _GARBAGE as error:
            self._facts.append(Lost(f"The broker does not speak MQTT as it should ({error!r})."))
        if self._deadline_ms is not None and now_ms >= self._deadline_ms:
            self._facts.append(Lost("The broker took the connection, but did not answer in 10 s."))
        self._wake_at_ms = now_ms + TEND_EVERY_MS

    def _read(self, client: _Client) -> None:
        look = select.poll()
        wire = self._wire
        assert wire is not None
        look.register(wire, select.POLLIN)
        for _ in range(READS_MAX):
            # Paho closes the socket itself when it has had enough.
            if wire.fileno() < 0 or not look.poll(0):
                return
            client.loop_read()

    def _check(self, rc: MQTTErrorCode, doing: str) -> None:
        if rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._facts.append(Lost(f"Could not {doing}: {paho.error_string(rc)}"))

    # -- what paho calls --------------------------------------------------------------------

    def _on_connect(
        self, client: paho.Client, _own: object, _flags: paho.ConnectFlags,
        reason: ReasonCode, _properties: Properties | None,
    ) -> None:  # fmt: skip
        self._deadline_ms = None
        if reason.is_failure:
            self._facts.append(Lost(f"The broker refused us ({reason}): check its access list."))
        else:
            self._facts.append(Connected())

    def _on_disconnect(
        self, client: paho.Client, _own: object, _flags: paho.DisconnectFlags,
        reason: ReasonCode, _properties: Properties | None,
    ) -> None:  # fmt: skip
        self._facts.append(Lost(f"The connection to the broker ended ({reason})."))

    def _on_message(self, client: paho.Client, _own: object, message: paho.MQTTMessage) -> None:
        self._facts.append(Arrived(message.topic, bytes(message.payload), message.retain))

    def _on_publish(
        self, client: paho.Client, _own: object, number: int,
        _reason: ReasonCode, _properties: Properties | None,
    ) -> None:  # fmt: skip
        self._in_flight.discard(number)
        self._facts.append(Taken(number))

    def _on_subscribe(
        self, client: paho.Client, _own: object, _number: int,
        reasons: list[ReasonCode], _properties: Properties | None,
    ) -> None:  # fmt: skip
        if any(reason.is_failure for reason in reasons):
            self._facts.append(Lost("The broker refused our subscription: check its access list."))

    # -- the one descriptor -----------------------------------------------------------------

    def _watch(self) -> None:
        """Let the epoll descriptor wait for what we wait for now."""
        if self._wire is not None and self._client is not None and self._wire.fileno() >= 0:
            writing = select.EPOLLOUT if self._client.want_write() else 0
            self._watch_for(self._wire.fileno(), select.EPOLLIN | writing)
        elif self._is_dialling:
            number = self._dialer.fileno()
            if number is not None:
                self._watch_for(number, select.EPOLLOUT)

    def _watch_for(self, number: int, mask: int) -> None:
        # A descriptor that was closed has left the epoll by itself, and its number may come again.
        try:
            self._epoll.modify(number, mask)
        except FileNotFoundError:
            self._epoll.register(number, mask)

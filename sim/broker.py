"""The broker seam, simulated: a broker and its clients in virtual time, with faults.

A `Hub` is one broker; `attach` gives the view that one client has of it, which keeps the
promises of sync.broker.Broker.  It behaves like Mosquitto with its default settings, which
writes down its retained messages every half hour and at no other time: `crash` loses all
that came later, every subscription and every message under way, *after* their senders were
told that they were taken.  No bytes are simulated; the real thing is for the contract tests.

Within a connection messages keep their order, as on TCP.  Repeats come later and break it.
A `cut` client is alone without knowing it, until its keepalive runs out, or the broker's.

What is not simulated: loss of single messages in mid-connection on the wire (TCP has none).
`loss_permille` is therefore loss behind the broker's back: taken, and then never delivered.
"""

import heapq
from collections.abc import Callable
from typing import Protocol

from sim.agenda import Agenda
from sync.broker import IN_FLIGHT_MAX, Arrived, Connected, Fact, Lost, Taken

SAVE_EVERY_MS = 1_800_000  # Mosquitto's autosave_interval
CONNECT_TIMEOUT_MS = 10_000
# The client's keepalive is 30 s: it notices after 30 to 60 s, the broker after 45.
CLIENT_NOTICES_MS = (30_000, 60_000)
BROKER_NOTICES_MS = 45_000


class Stream(Protocol):
    """Luck; see sim/luck.py."""

    def below(self, limit: int) -> int: ...
    def chance(self, permille: int) -> bool: ...


def matches(topics: str, topic: str) -> bool:
    """Whether an MQTT topic filter (+ one level, # all that follow) takes in a topic."""
    wanted, levels = topics.split("/"), topic.split("/")
    for index, level in enumerate(wanted):
        if level == "#":
            return True
        if index >= len(levels) or level not in ("+", levels[index]):
            return False
    return len(wanted) == len(levels)


class Session:
    """One connection as the broker sees it."""

    __slots__ = ("client", "is_cut", "topics", "will")

    def __init__(self, client: "SimulatedBroker", will: tuple[str, bytes]) -> None:
        self.client, self.will = client, will
        self.topics: list[str] = []
        self.is_cut = False  # Neither end knows it yet.

    def wants(self, topic: str) -> bool:
        return any(matches(topics, topic) for topics in self.topics)


class Hub:
    """The broker.  Its faults are plain attributes; change them at any time."""

    def __init__(self, now_ms: Callable[[], int], luck: Stream) -> None:
        self.now_ms, self._luck = now_ms, luck
        self.delay_ms = (5, 60)  # from one client to another, least and most
        self.loss_permille = 0
        self.repeat_permille = 0
        self.is_running = True
        self._isolated: set[str] = set()
        self._online: dict[str, Session] = {}
        self._retained: dict[str, bytes] = {}
        self._saved: dict[str, bytes] = {}
        self._saved_at_ms = now_ms()
        self._routes: dict[str, list[Session]] = {}
        self._agenda = Agenda()
        self._published = 0

    def attach(self, client_id: str) -> "SimulatedBroker":
        """A client with this id; it is not connected yet."""
        return SimulatedBroker(self, client_id)

    def wake_at_ms(self) -> int | None:
        """When the broker has something to do by itself: the will of a client that it misses."""
        return self._agenda.wake_at_ms()

    def advance(self) -> None:
        self._agenda.advance(self.now_ms())

    # -- faults -----------------------------------------------------------------------------

    def crash(self) -> None:
        """SIGKILL.  No will is published, and what was not saved is gone."""
        self._save_if_due()
        self.is_running = False
        self._retained = dict(self._saved)
        self._routes.clear()
        self._agenda.clear()
        online, self._online = self._online, {}
        for session in online.values():
            if not session.is_cut:
                session.client.break_off(session, "it was reset", self._delay())

    def start(self) -> None:
        self.is_running = True
        self._saved_at_ms = self.now_ms()

    def isolate(self, client_id: str) -> None:
        """Cut one client's network, both ways; nobody is told."""
        self._isolated.add(client_id)
        session = self._online.get(client_id)
        if session is None or session.is_cut:
            return
        session.is_cut = True
        low, high = CLIENT_NOTICES_MS
        session.client.break_off(session, "keepalive", low + self._luck.below(high - low))
        self._agenda.plan(self.now_ms() + BROKER_NOTICES_MS, lambda _at_ms: self.end(session))

    def rejoin(self, client_id: str) -> None:
        """Mend the network.  The connection stays broken, as connections do."""
        self._isolated.discard(client_id)

    # -- what clients call ------------------------------------------------------------------

    def admit(self, session: Session) -> None:
        client, delay_ms = session.client, self._delay()
        if client.client_id in self._isolated:
            client.break_off(session, "no answer", CONNECT_TIMEOUT_MS)
        elif not self.is_running:
            client.break_off(session, "refused", delay_ms)
        else:
            self.advance()
            self._take_over(client.client_id)
            self._online[client.client_id] = session
            client.receive(session, Connected(), delay_ms)

    def _take_over(self, client_id: str) -> None:
        """Two connections with one id: the older one goes."""
        before = self._online.get(client_id)
        if before is not None:
            if not before.is_cut:
                before.client.break_off(before, "another client has our id", self._delay())
            self.end(before)

    def end(self, session: Session) -> None:
        """The broker knows that this connection is over: it publishes the will."""
        client_id = session.client.client_id
        if self._online.get(client_id) is session:
            del self._online[client_id]
            self._routes.clear()
            if session.will[0]:
                self._route(*session.will, is_retained=True)

    def subscribe(self, session: Session, topics: str) -> None:
        if not self._hears(session):
            return
        session.topics.append(topics)
        self._routes.clear()
        for topic, payload in self._retained.items():
            if matches(topics, topic):
                session.client.receive(session, Arrived(topic, payload, True), self._delay())

    def publish(self, session: Session, topic: str, payload: bytes, is_retained: bool) -> int:
        self._published += 1
        self.advance()
        if self._hears(session):
            session.client.receive(session, Taken(self._published), self._delay())
            self._route(topic, payload, is_retained)
        return self._published

    # -- inside -----------------------------------------------------------------------------

    def _hears(self, session: Session) -> bool:
        return not session.is_cut and self._online.get(session.client.client_id) is session

    def _route(self, topic: str, payload: bytes, is_retained: bool) -> None:
        if is_retained:
            self._save_if_due()
            self._retained[topic] = payload
        fact, luck = Arrived(topic, payload, False), self._luck
        for session in self._subscribers(topic):
            is_lost = luck.chance(self.loss_permille)
            is_repeated = luck.chance(self.repeat_permille)
            if not is_lost:
                session.client.receive(session, fact, self._delay())
            if is_repeated:
                session.client.receive_late(session, fact, self._delay() * (1 + luck.below(100)))

    def _subscribers(self, topic: str) -> list[Session]:
        found = self._routes.get(topic)
        if found is None:
            sessions = [self._online[name] for name in sorted(self._online)]
            found = [session for session in sessions if session.wants(topic)]
            self._routes[topic] = found
        return found

    def _save_if_due(self) -> None:
        if self.now_ms() - self._saved_at_ms >= SAVE_EVERY_MS:
            self._saved = dict(self._retained)
            self._saved_at_ms = self.now_ms()

    def _delay(self) -> int:
        low, high = self.delay_ms
        return low + self._luck.below(high - low + 1)


class SimulatedBroker:
    """One client's view; see sync.broker.Broker."""

    def __init__(self, hub: Hub, client_id: str) -> None:
        self._hub = hub
        self.client_id = client_id
        self._session: Session | None = None
        self._is_connected = False
        self._in_flight: set[int] = set()
        self._coming: list[tuple[int, int, Fact]] = []
        self._received = 0
        self._last_due_ms = 0
        self.on_due: Callable[[int], None] = lambda at_ms: None  # tells the world when to poll

    # -- the seam ---------------------------------------------------------------------------

    def connect(self, will_topic: str, will_payload: bytes) -> None:
        self.close()
        self._session = Session(self, (will_topic, will_payload))
        self._hub.admit(self._session)

    def subscribe(self, topics: str) -> None:
        if self._session is not None and self._is_connected:
            self._hub.subscribe(self._session, topics)

    def publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        is_full = len(self._in_flight) >= IN_FLIGHT_MAX
        if self._session is None or not self._is_connected or is_full:
            return None
        number = self._hub.publish(self._session, topic, payload, is_retained)
        self._in_flight.add(number)
        return number

    def poll(self, now_ms: int) -> list[Fact]:
        self._hub.advance()
        facts: list[Fact] = []
        while self._coming and self._coming[0][0] <= now_ms:
            fact = heapq.heappop(self._coming)[2]
            facts.append(fact)
            if isinstance(fact, Taken):
                self._in_flight.discard(fact.number)
            elif isinstance(fact, Connected):
                self._is_connected = True
            elif isinstance(fact, Lost):
                self._forget()
        return facts

    def fileno(self) -> int | None:
        return None

    def wake_at_ms(self) -> int | None:
        return self._coming[0][0] if self._coming else None

    def close(self) -> None:
        session = self._session
        self._forget()
        if session is not None and not session.is_cut:
            self._hub.end(session)

    def _forget(self) -> None:
        self._session = None
        self._is_connected = False
        self._in_flight.clear()
        self._coming = []
        self._last_due_ms = 0

    # -- what the hub does ------------------------------------------------------------------

    def receive(self, session: Session, fact: Fact, delay_ms: int) -> None:
        """After `delay_ms`, but never before what was sent earlier."""
        if session is self._session and not session.is_cut:
            due_ms = max(self._hub.now_ms() + delay_ms, self._last_due_ms)
            self._last_due_ms = due_ms
            self._put(due_ms, fact)

    def receive_late(self, session: Session, fact: Fact, delay_ms: int) -> None:
        if session is self._session and not session.is_cut:
            self._put(self._hub.now_ms() + delay_ms, fact)

    def break_off(self, session: Session, why: str, delay_ms: int) -> None:
        """The connection is gone, and all that was under way in it; we shall hear of it."""
        if session is self._session:
            self._coming = []
            self._put(self._hub.now_ms() + delay_ms, Lost(f"No connection to the broker ({why})."))

    def _put(self, due_ms: int, fact: Fact) -> None:
        self._received += 1
        heapq.heappush(self._coming, (due_ms, self._received, fact))
        self.on_due(due_ms)

"""The server's connection to a broker, real or simulated.

It connects, subscribes, hands messages on and publishes; it understands none of
them.  The one idea: nothing needs to be kept for a broker that is away, because
every terminal's status brings back what it lacks.
"""

from collections import deque
from collections.abc import Callable

from sim.central.central import Central
from sim.central.contract import HEARD
from sim.central.turn import Publication
from sync.broker import Arrived, Broker, Connected, Fact, Lost

AGAIN_MS = 1_000
# The wall clock may be set while we sleep: look at it at least this often.
LOOK_AGAIN_MS = 60_000
# More than this for a broker that takes nothing would only be stale.
MOST_WAITING = 5_000


class Link:
    """`poll` it when its descriptor is readable, and at `wake_at_ms` at the latest."""

    def __init__(
        self, central: Central, broker: Broker, say: Callable[[str], None] = lambda line: None
    ) -> None:
        self._central = central
        self._broker = broker
        self._say = say
        self._waiting: deque[Publication] = deque(maxlen=MOST_WAITING)
        self._now_ms = 0
        self._connect_at_ms: int | None = 0
        self._why_lost = ""
        self.is_connected = False

    def poll(self, now_ms: int) -> None:
        """Hear what has arrived, remind whom it is time to remind, and publish what waits."""
        self._now_ms = now_ms
        if self._connect_at_ms is not None and self._connect_at_ms <= now_ms:
            self._connect_at_ms = None
            self._broker.connect("", b"")
        for fact in self._broker.poll(now_ms):
            self._hear(fact)
        self._central.remind()
        self._publish()

    def _hear(self, fact: Fact) -> None:
        if isinstance(fact, Arrived):
            self._central.heard(fact.topic, fact.payload)
        elif isinstance(fact, Connected):
            self.is_connected, self._why_lost = True, ""
            self._broker.subscribe(HEARD)
            self._say("connected to the broker")
        elif isinstance(fact, Lost):
            self._lose(fact.why)

    def _lose(self, why: str) -> None:
        self.is_connected = False
        self._connect_at_ms = self._now_ms + AGAIN_MS
        if why != self._why_lost:  # said once, not at every attempt
            self._say(f"no broker, trying again every {AGAIN_MS // 1000} s: {why}")
        self._why_lost = why

    def _publish(self) -> None:
        self._waiting += self._central.take_publications()
        if not self.is_connected:
            self._waiting.clear()
        while self._waiting and self._broker.publish(*self._waiting[0]) is not None:
            self._waiting.popleft()

    def fileno(self) -> int | None:
        return self._broker.fileno()

    def wake_at_ms(self) -> int:
        """What waits for room is woken by the broker's own facts."""
        times = [self._now_ms + LOOK_AGAIN_MS, self._connect_at_ms, self._broker.wake_at_ms()]
        remind_in_s = self._central.remind_in_s()
        if remind_in_s is not None:
            times.append(self._now_ms + remind_in_s * 1_000)
        if self._central.has_publications:
            times.append(self._now_ms)
        return min(at_ms for at_ms in times if at_ms is not None)

    def close(self) -> None:
        self._broker.close()

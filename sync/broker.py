"""The broker seam: what the link needs of an MQTT broker, real (mqtt.py) or simulated.

Nothing here does anything; it is the shape of both.  A broker carries messages and is
trusted with nothing: a message may be lost, come twice or come late, and "taken" (a
PUBACK) says only that there is room for the next one.  Within one connection messages
keep their order, unless they are repeats.  Every connection is a clean one: the broker
remembers no subscription and keeps nothing for us while we are away, because what it had
kept would be stale (an old acknowledgement carries an old time), and the server sends all
that still counts as soon as it sees our status.  Retained messages are handed on as such.
"""

from dataclasses import dataclass
from typing import Protocol

IN_FLIGHT_MAX = 20  # the receive maximum of Mosquitto; beyond it everything becomes slower


@dataclass(frozen=True, slots=True)
class Connected:
    """The broker let us in."""


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no connection: it could not be made, or it ended.  `why` is for a technician."""

    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The broker has the message that `publish` gave this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message on a topic that we subscribed to."""

    topic: str
    payload: bytes
    is_retained: bool


Fact = Connected | Lost | Taken | Arrived


class Broker(Protocol):
    """One client's view of a broker.  Nothing blocks, nothing raises for what the world does."""

    def connect(self, will_topic: str, will_payload: bytes) -> None:
        """Begin; Connected or Lost will be told.  "" as `will_topic`: no will.

        The will is retained.  The broker publishes it when the connection ends in any way.
        """

    def subscribe(self, topics: str) -> None:
        """Ask for a topic filter (+ and # allowed); only while connected.  Refused means Lost."""

    def publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        """Send with QoS 1; a number that Taken names, or None: not connected, or 20 in flight."""

    def poll(self, now_ms: int) -> list[Fact]:
        """What happened since the last call, oldest first."""

    def fileno(self) -> int | None:
        """A descriptor that is readable whenever `poll` has something to do, or None.

        That includes room to write: the real one is an epoll descriptor over its socket.
        """

    def wake_at_ms(self) -> int | None:
        """When to poll even if nothing becomes readable."""

    def close(self) -> None:
        """End the connection without a word, so that the will is published.  Safe twice."""

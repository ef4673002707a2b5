"""A link, its journal, a server and a broker in virtual time, for the tests of the link."""

from collections.abc import Callable
from typing import Any

from sim.broker import Hub
from sim.luck import Luck
from sync.link import (
    Link,
)
from terminal import entries
from terminal.effects import Report
from terminal.events import LinkChanged, OrderArrived
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


def withdraw(world: World, number: int) -> None:
    world.server.order("withdraw", shipment=f"S{number}")


def arrived(world: World) -> list[int]:
    return [event.number for event in world.news if isinstance(event, OrderArrived)]

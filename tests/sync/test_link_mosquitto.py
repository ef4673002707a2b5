"""The link over a real Mosquitto that is killed again and again: nothing lost, nothing doubled.

Goal R6 of the design: the server has each entry exactly once, though a client that trusted
the broker's word would have lost what the broker had taken.
"""

import select
import time
from pathlib import Path

import pytest

from sync.journal_file import open_journal
from sync.link import Link
from sync.mqtt import MqttBroker
from terminal import entries
from terminal.effects import Report
from terminal.events import LinkChanged, OrderArrived
from terminal.record import Record
from tests.sync.mosquitto_process import Mosquitto
from tests.sync.receiver import Receiver

pytestmark = [pytest.mark.broker, pytest.mark.slow]
TERMINAL = "LV-0001"
KILLS = 20
LIMIT_S = 60


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class World:
    def __init__(self, program: str, folder: Path) -> None:
        self.mosquitto = Mosquitto(program, folder)
        self.mosquitto.start()
        self.journal, _ = open_journal(str(folder / "journal"))
        self.sides = [
            MqttBroker("127.0.0.1", self.mosquitto.port, name) for name in (TERMINAL, "server")
        ]
        # No luck: it tries again as early as may be, so that the test is quick.
        self.link = Link(self.journal, self.sides[0], TERMINAL, "0.1.0", lambda _limit: 0)
        self.server = Receiver(self.sides[1], TERMINAL, retry_ms=100)
        self.news: list[Record] = []
        self.longest_poll_ms = 0.0

    def step(self, until_ms: int) -> None:
        """Wait for a descriptor or a time to act, as the loop does, and poll both sides."""
        wakes = [until_ms, self.link.wake_at_ms(), self.server.wake_at_ms()]
        wait_ms = max(0, min(wake for wake in wakes if wake is not None) - now_ms())
        select.select([side.fileno() for side in self.sides], [], [], wait_ms / 1000)
        began_ns = time.perf_counter_ns()
        self.news += self.link.poll(now_ms())
        self.longest_poll_ms = max(self.longest_poll_ms, (time.perf_counter_ns() - began_ns) / 1e6)
        self.server.poll(now_ms())

    def run(self, for_ms: int) -> None:
        end_ms = now_ms() + for_ms
        while now_ms() < end_ms:
            self.step(end_ms)

    def drain(self) -> None:
        end_ms = now_ms() + LIMIT_S * 1000
        while self.journal.acknowledged_seq < self.journal.last_seq:
            assert now_ms() < end_ms, (self.journal.acknowledged_seq, self.link.why_apart)
            self.step(end_ms)

    def commit(self, count: int) -> None:
        self.journal.commit([(entries.WrongCode(number), now_ms(), 0) for number in range(count)])

    def stored(self) -> list[int]:
        return [entry["seq"] for entry in self.server.stored.get(self.journal.journal_id, [])]

    def close(self) -> None:
        for side in self.sides:
            side.close()
        self.journal.close()
        self.mosquitto.kill()


@pytest.fixture
def world(mosquitto: str, tmp_path: Path) -> "World":
    return World(mosquitto, tmp_path)


def test_a_broker_that_is_killed_again_and_again_loses_and_doubles_nothing(world: World) -> None:
    world.link.perform(Report(1, 0, 1, (), (), ()), now_ms())
    number = 0
    for kill in range(KILLS):
        world.commit(300)
        number += 1
        world.server.order("withdraw", shipment=f"S{number}")
        world.drain()
        world.commit(300)
        for _ in range(kill % 10):  # the broker dies with more or less under way
            world.step(now_ms() + 5)
        world.mosquitto.kill()
        world.commit(40)
        world.run(5)
        world.mosquitto.start()
    world.drain()
    end_ms = now_ms() + LIMIT_S * 1000
    while len([event for event in world.news if isinstance(event, OrderArrived)]) < number:
        world.step(end_ms)
    written = world.journal.last_seq
    print(
        f"{written} entries, {KILLS} kills, {world.server.repeats} repeats dropped by the server,"
    )
    print(f"longest poll {world.longest_poll_ms:.1f} ms")
    assert world.stored() == list(range(1, written + 1))
    handed = [event.number for event in world.news if isinstance(event, OrderArrived)]
    assert list(dict.fromkeys(handed)) == list(range(1, number + 1))
    assert world.journal.verify() is None
    world.close()


def test_a_backlog_drains_as_fast_at_the_end_as_at_the_beginning(world: World) -> None:
    for _ in range(40):
        world.commit(500)
    world.link.perform(Report(1, 0, 1, (), (), ()), now_ms())
    while LinkChanged(True) not in world.news:
        world.step(now_ms() + 1_000)
    began_ns = time.perf_counter_ns()
    world.drain()
    rate = 20_000 * 1e9 / (time.perf_counter_ns() - began_ns)
    print(f"{rate:.0f} entries a second, longest poll {world.longest_poll_ms:.1f} ms")
    assert world.stored() == list(range(1, 20_001))
    assert world.server.repeats == 0
    world.close()

"""A lock bus on a scripted line, run through virtual time."""

from dataclasses import dataclass, field
from typing import Any

from drivers import lock_bus
from drivers.bcc8a import Bcc8a
from drivers.coil_guard import CoilGuard
from drivers.dialect import Dialect
from drivers.lock_bus import LockBus, Outcome
from tests.drivers.far_end import Script, ScriptedLine


@dataclass
class BusBench:
    """A bus on a scripted line; `told` is all that it told, and when."""

    script: Script
    boards: dict[int, int] = field(default_factory=lambda: {1: 1})
    dialect: Dialect = field(default_factory=Bcc8a)

    def __post_init__(self) -> None:
        self.bus = LockBus(self.boards, self.dialect, CoilGuard())
        self.wire = ScriptedLine(self.script)
        self.told: list[tuple[int, lock_bus.Answer]] = []

    @property
    def now_ms(self) -> int:
        return self.wire.now_ms

    def run(self, for_ms: int) -> list[lock_bus.Answer]:
        """Let time pass; returns what the bus told in it."""
        until_ms = self.wire.now_ms + for_ms
        told = len(self.told)
        while (wake_ms := self._wake_ms()) <= until_ms:
            self.wire.now_ms = max(self.wire.now_ms, wake_ms)
            self._step()
        self.wire.now_ms = until_ms
        return [answer for _, answer in self.told[told:]]

    def unlock(self, lock: int, order: object = "order", board: int = 1) -> None:
        self.bus.unlock(board, lock, order, self.wire.now_ms)

    def said(self, since_ms: int = 0) -> list[bytes]:
        return [data for at_ms, data in self.wire.said if at_ms >= since_ms]

    def take_answers(self) -> None:
        self.told += [(self.now_ms, answer) for answer in self.bus.answers]
        self.bus.answers.clear()

    def _wake_ms(self) -> int:
        coming_ms = self.wire.next_ms
        return self.bus.wake_ms if coming_ms is None else min(coming_ms, self.bus.wake_ms)

    def _step(self) -> None:
        data = self.wire.read()
        if data:
            self.bus.receive(data, self.now_ms)
        request = self.bus.advance(self.now_ms)
        self.take_answers()
        if request:
            self.wire.write(request)


def settled(script: Script, boards: dict[int, int] | None = None) -> BusBench:
    """A line on which every board has been heard."""
    line = BusBench(script, boards or {1: 1})
    line.run(1_000)
    return line


def outcomes(told: list[lock_bus.Answer]) -> list[tuple[Any, str]]:
    """(order, how) of every unlock."""
    return [(answer.order, answer.how) for answer in told if isinstance(answer, Outcome)]

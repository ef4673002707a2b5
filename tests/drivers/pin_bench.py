"""Parts on simulated pins, run through virtual time."""

from collections.abc import Callable

from sim.cabinet import Cabinet
from sim.keypad import Keypad
from sim.luck import Luck
from sim.pins import SimPins
from terminal.part import Part
from terminal.record import Record


class PinBench:
    """A header, a part on it, and time; `facts` is all that the part told, and when."""

    def __init__(self, seed: int = 1) -> None:
        self.now_ms = 0
        self.luck = Luck(seed)
        self.pins = SimPins(lambda: self.now_ms, self.luck.stream("pins"))
        self.facts: list[tuple[int, Record]] = []
        self.polls = 0
        self.cabinet: Cabinet | None = None
        self.part: Part
        self._plans: list[tuple[int, Callable[[], object]]] = []

    def at(self, at_ms: int, act: Callable[[], object]) -> None:
        """Do this then, before the part is polled."""
        self._plans = sorted([*self._plans, (at_ms, act)], key=lambda plan: plan[0])

    def run(self, for_ms: int) -> list[Record]:
        """Let this time pass; returns the facts told in it."""
        until_ms = self.now_ms + for_ms
        told = len(self.facts)
        while True:
            wakes = [self.part.wake_at_ms(), self._plans[0][0] if self._plans else None]
            wakes.append(self.cabinet.wake_at_ms() if self.cabinet is not None else None)
            soonest_ms = min((at_ms for at_ms in wakes if at_ms is not None), default=until_ms + 1)
            if soonest_ms > until_ms:
                break
            self.now_ms = max(self.now_ms, soonest_ms)
            self._step()
        self.now_ms = until_ms
        return [fact for _, fact in self.facts[told:]]

    def _step(self) -> None:
        while self._plans and self._plans[0][0] <= self.now_ms:
            self._plans.pop(0)[1]()
        if self.cabinet is not None:
            self.cabinet.advance(self.now_ms)
        wake_ms = self.part.wake_at_ms()
        if wake_ms is not None and wake_ms <= self.now_ms:
            self.polls += 1
            self.facts += [(self.now_ms, fact) for fact in self.part.poll(self.now_ms)]
            next_ms = self.part.wake_at_ms()
            assert next_ms is None or next_ms > self.now_ms, "it would spin"


def tap(bench: PinBench, keypad: Keypad, legend: str, at_ms: int, for_ms: int) -> None:
    bench.at(at_ms, lambda: keypad.press(legend, bench.now_ms))
    bench.at(at_ms + for_ms, lambda: keypad.release(legend, bench.now_ms))

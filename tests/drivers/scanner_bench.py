"""A scanner part and a simulated scanner on a simulated cable, stepped through virtual time."""

from collections.abc import Callable

from drivers.line import Line
from sim.line import Cable
from sim.line_faults import Faults
from sim.luck import Luck
from sim.scanners import Scanner as FarScanner
from terminal import events
from terminal.part import Part
from terminal.record import Record


class Bench:
    """`facts` is all that the part told, and when; `said` all that came from the scanner."""

    def __init__(self, make_part: Callable[[Line], Part], far: FarScanner, seed: int = 1) -> None:
        self.now_ms = 0
        self.cable = Cable(lambda: self.now_ms, Luck(seed).stream("cable"), is_half_duplex=False)
        self.part = make_part(self.cable.host)
        self.far = far
        self.facts: list[tuple[int, Record]] = []
        self.said: list[tuple[int, bytes]] = []
        self.is_far_on = True

    def run(self, for_ms: int) -> list[Record]:
        """Let this time pass; returns the facts told in it."""
        until_ms, told = self.now_ms + for_ms, len(self.facts)
        while True:
            self._turn()
            wakes = (self.part.wake_at_ms(), self.far.wake_at_ms(), self.cable.wake_at_ms())
            soonest = min((wake for wake in wakes if wake is not None), default=until_ms)
            if soonest > until_ms or self.now_ms == until_ms:
                break
            # What wants to be polled at once is polled a millisecond later: time goes on.
            self.now_ms = min(until_ms, max(self.now_ms + 1, soonest))
        self.now_ms = until_ms
        return [fact for _, fact in self.facts[told:]]

    def hold(self, barcode: bytes, for_ms: int = 400) -> list[str]:
        """Hold a barcode before it and take it away again; the texts that were told."""
        self.far.hold(barcode, self.now_ms)
        facts = self.run(for_ms)
        self.far.take_away()
        return texts(facts)

    def spoil(self, faults: Faults | None) -> None:
        self.cable.faults = faults

    def _turn(self) -> None:
        heard = self.cable.far.read()
        if heard and self.is_far_on:
            self.far.feed(heard, self.now_ms)
        for data in self.far.due(self.now_ms):
            self.said.append((self.now_ms, data))
            if self.is_far_on:
                self.cable.far.write(data)
        self.facts += [(self.now_ms, fact) for fact in self.part.poll(self.now_ms)]


def texts(facts: list[Record]) -> list[str]:
    return [fact.text for fact in facts if isinstance(fact, events.Scanned)]


def failures(facts: list[Record]) -> list[str]:
    return [fact.why for fact in facts if isinstance(fact, events.PartFailed)]

"""Real parts on a bench, with a person beside them who is told what to do.

The parts are put together as the terminal does it, from a site's file that is made of the
bench's; the loop is the machine's clock.
"""

from collections.abc import Callable
from typing import Any

from drivers.clock import Clock
from drivers.coil_guard import CoilGuard
from drivers.pins import GpioPins
from terminal.assembly import lock_part, open_line, open_touched_lines, touched
from terminal.config import Site
from terminal.diag_site import Hung
from terminal.effects import Unlock
from terminal.part import Part
from terminal.record import Record
from terminal.wiring import Bus
from tests.contracts.boards_on_a_line import Overheard

PATIENCE_MS = 8_000
HANDS_MS = 120_000  # a person has to walk there


def site_of(**sections: Any) -> Site:
    """A site that has these parts, and one lock that nobody opens."""
    return Site({
        "terminal": {"id": "bench", "place": "a bench"}, "operator": {"phones": ["1"]},
        "bus": [{"port": "none"}], "column": [{"doors": [[1, "S", 1, 1]]}], **sections,
    })  # fmt: skip


class BenchParts:
    """Some parts on the machine's clock; `facts` is all that they told and nobody took."""

    def __init__(self, parts: list[Part], tell: Callable[[str], None]) -> None:
        self.facts: list[Record] = []
        self.tell = tell
        self.clock = Clock()
        self.parts = parts

    def until(self, is_so: Callable[[], bool], patience_ms: int = PATIENCE_MS) -> list[Record]:
        """What was told until it was so, or until patience ended."""
        end_ms = self.clock.monotonic_ms() + patience_ms
        while not is_so() and (now_ms := self.clock.monotonic_ms()) < end_ms:
            for part in self.parts:
                self.facts += part.poll(now_ms)
            if is_so():
                break
            wakes = [part.wake_at_ms() for part in self.parts]
            numbers = [part.fileno() for part in self.parts]
            self.clock.wait(
                min([end_ms, *(wake for wake in wakes if wake is not None)]),
                [number for number in numbers if number is not None],
            )
        taken, self.facts = self.facts, []
        return taken

    def until_told(self, *facts: Record, patience_ms: int = PATIENCE_MS) -> list[Record]:
        return self.until(lambda: all(fact in self.facts for fact in facts), patience_ms)

    def until_several(self, count: int, patience_ms: int = PATIENCE_MS) -> list[Record]:
        return self.until(lambda: len(self.facts) >= count, patience_ms)

    def close(self) -> None:
        for part in self.parts:
            part.close()


class BenchLocks(BenchParts):
    """[[locks]] of a bench's file: kind, port and doors = [[board, channel], ...].

    On pins there is no port, and a door is [pin of its relay, pin of its contact].  baud,
    feedback, inverted, active_low and so on as in a site's file; hands = false if nobody is there
    to shut doors.  All doors are shut.  `said` is all that was said on the line, if there is one.
    """

    def __init__(self, locks: dict[str, Any], tell: Callable[[str], None]) -> None:
        wired = locks["doors"]
        self.doors = range(1, len(wired) + 1)
        self.has_hands = locks.get("hands", True)
        self.said: list[bytes] = []
        names = ("kind", "port", "baud", "feedback", "inverted", "latch_only", "pulse_ms",
                 "active_low")  # fmt: skip
        column = [[door, "S", *wired[door - 1]] for door in self.doors]
        site = site_of(
            bus=[{name: locks[name] for name in names if name in locks}],
            column=[{"doors": column}],
        )
        (bus,) = site.buses
        self.has_line = bus.kind != "gpio"
        self._opening = 0
        self.part = lock_part(site, bus, self._wires(bus), CoilGuard())
        super().__init__([self.part], tell)

    def unlock(self, door: int) -> int:
        """Order it; returns the number of the opening."""
        self._opening += 1
        self.part.perform(Unlock(door, self._opening), self.clock.monotonic_ms())
        return self._opening

    def _wires(self, bus: Bus) -> Hung:
        if not self.has_line:
            return Hung({}, GpioPins())
        line = Overheard(open_line(bus.port, bus.baud), self.said)
        return Hung({f"bus {bus.name}": line})


def touched_parts(section: str, part: dict[str, Any], tell: Callable[[str], None]) -> BenchParts:
    """[scanner], [keypad] or [card_reader] of a bench's file, as in a site's file."""
    site = site_of(**{section: {
        name: value for name, value in part.items() if name not in ("text", "keys")
    }})  # fmt: skip
    return BenchParts(touched(site, Hung(open_touched_lines(site))), tell)

"""Several lines of lock boards in one cabinet: their names, and coils on one power supply."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drivers.coil_guard import PULSE_MS, CoilGuard
from drivers.cu16 import Cu16
from drivers.lock_boards import LockBoards
from drivers.waveshare import Waveshare
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedBoard, ScriptedLine, silence
from tests.drivers.far_end_kinds import ScriptedCu16, ScriptedWaveshare


class Lines:
    """Three lines, a make each, stepped through one time; compartments 1, 2; 11, 12; 21, 22."""

    def __init__(self, guard: CoilGuard | None) -> None:
        left = ScriptedBoard(1, high={1, 2}, open_ms=10)
        self.lines = [ScriptedLine(left), ScriptedLine(ScriptedCu16(0, unlock_reply_ms=10)),
                      ScriptedLine(ScriptedWaveshare(1))]  # fmt: skip
        self.parts = [
            LockBoards(self.lines[0], [(1, 1, 1), (2, 1, 2)], name="left", guard=guard),
            LockBoards(
                self.lines[1], [(11, 0, 1), (12, 0, 2)], dialect=Cu16(), name="right", guard=guard
            ),
            LockBoards(
                self.lines[2], [(21, 1, 1), (22, 1, 2)], dialect=Waveshare(), name="top",
                guard=guard,
            ),
        ]  # fmt: skip
        self.now_ms = 0

    def run(self, for_ms: int) -> list[Record]:
        """Let this time pass for all of them together; returns the facts told in it."""
        until_ms, told = self.now_ms + for_ms, []
        while self.now_ms < until_ms:
            for line, part in zip(self.lines, self.parts, strict=True):
                line.now_ms = self.now_ms
                told += part.poll(self.now_ms)
            wakes = [part.wake_at_ms() for part in self.parts]
            wakes += [line.next_ms for line in self.lines]
            soonest = min((wake for wake in wakes if wake is not None), default=until_ms)
            self.now_ms = min(max(self.now_ms + 1, soonest), until_ms)
        return told

    def unlock(self, compartment: int, opening: int) -> None:
        part = next(part for part in self.parts if compartment in part.compartments)
        part.perform(Unlock(compartment, opening), self.now_ms)

    @property
    def pulses(self) -> list[int]:
        return sorted(at_ms for line in self.lines for at_ms, _ in line.unlocks)


def test_on_one_supply_no_two_pulses_overlap() -> None:
    world = Lines(CoilGuard())
    world.run(1_000)
    for opening, compartment in enumerate((1, 11, 21, 2, 12, 22)):
        world.unlock(compartment, opening)
    facts = world.run(8_000)
    assert {type(fact) for fact in facts} == {events.UnlockDone}
    gaps = [after - before for before, after in pairwise(world.pulses)]
    assert len(gaps) == 5
    # A question that was just being asked may come between.
    assert all(PULSE_MS <= gap < PULSE_MS + 60 for gap in gaps)


def test_on_supplies_of_their_own_they_need_not_wait() -> None:
    world = Lines(None)
    world.run(1_000)
    for opening, compartment in enumerate((1, 11, 21)):
        world.unlock(compartment, opening)
    world.run(500)
    assert len(world.pulses) == 3


@given(st.lists(st.tuples(st.sampled_from((1, 2, 11, 12, 21, 22)), st.integers(0, 900)),
                max_size=15))  # fmt: skip
def test_whatever_is_ordered_no_two_pulses_overlap(orders: list[tuple[int, int]]) -> None:
    world = Lines(CoilGuard())
    world.run(300)
    facts = []
    for opening, (compartment, pause_ms) in enumerate(orders):
        world.unlock(compartment, opening)
        facts += world.run(pause_ms)
    facts += world.run(12_000)
    assert all(after - before >= PULSE_MS for before, after in pairwise(world.pulses))
    endings = (events.UnlockDone, events.UnlockNotSent, events.UnlockRefused)
    told = sorted(fact.opening for fact in facts if isinstance(fact, endings))
    assert told == list(range(len(orders)))


def test_the_budget_of_a_lock_is_not_that_of_its_namesake_on_another_line() -> None:
    guard = CoilGuard()
    lines = [ScriptedLine(ScriptedBoard(1, high={1})) for _ in range(2)]
    benches = [
        Bench(LockBoards(line, [(1, 1, 1)], name=name, guard=guard), line)
        for line, name in zip(lines, ("left", "right"), strict=True)
    ]
    for opening in range(5):
        for bench in benches:
            bench.run(1_000)
        benches[0].perform(Unlock(1, opening))
        for bench in benches:
            bench.run(3_000)
    for bench in benches:
        bench.perform(Unlock(1, 6))
    assert events.UnlockRefused(1, 6) in benches[0].run(2_000)
    assert events.UnlockDone(1, 6) in benches[1].run(2_000)


def test_a_line_and_its_boards_have_the_name_of_the_line() -> None:
    line = ScriptedLine(silence)
    world = Bench(LockBoards(line, [(1, 7, 1)], name="left"), line)
    facts = world.run(20_000)
    assert [fact.part for fact in facts if isinstance(fact, events.PartFailed)] == [
        "lock board left 7"
    ]
    line.pull("gone")
    world.restart()
    facts = world.run(10_000)
    assert events.PartFailed("lock line left", "gone") in facts
    assert "lock board left 7" in [f.part for f in facts if isinstance(f, events.PartFailed)]
    line.plug()
    line.script = ScriptedBoard(7)
    facts = world.run(60_000)
    mended = [fact.part for fact in facts if isinstance(fact, events.PartMended)]
    assert mended == ["lock line left", "lock board left 7"]


def test_a_line_says_which_compartments_hang_on_it() -> None:
    assert [part.compartments for part in Lines(None).parts] == [(1, 2), (11, 12), (21, 22)]

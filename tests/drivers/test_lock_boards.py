"""The lock boards as a part of the terminal, against scripted boards in virtual time."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lock_boards import FAST_MS, LockBoards
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedBoard, ScriptedLine, frame, several, silence

DOORS = (1, 2, 3, 4)


class Cabinet(Bench):
    """Two boards with two doors each; compartments 1 to 4 are locks 5, 6 of board 1 and 2."""

    WIRING = ((1, 1, 5), (2, 1, 6), (3, 2, 5), (4, 2, 6))

    def __init__(self, **settings: object) -> None:
        self.boards = {1: ScriptedBoard(1, high={5, 6}), 2: ScriptedBoard(2, high={5, 6})}
        self.all = several(*self.boards.values())
        line = ScriptedLine(self.all)
        super().__init__(LockBoards(line, self.WIRING, **settings), line)  # type: ignore[arg-type]

    def set_open(self, compartment: int, is_open: bool) -> None:
        _, board, lock = self.WIRING[compartment - 1]
        high = self.boards[board].high
        high.discard(lock) if is_open else high.add(lock)

    def polls(self, since_ms: int, board: int) -> list[int]:
        asked = frame(0x80, board, 0, 0x33)
        return [at_ms for at_ms, said in self.line.said if at_ms >= since_ms and said == asked]


@pytest.fixture
def cabinet() -> Iterator[Cabinet]:
    world = Cabinet()
    yield world
    world.part.close()


@pytest.fixture
def watched(cabinet: Cabinet) -> Cabinet:
    """All four doors have been seen shut."""
    cabinet.run(2_000)
    return cabinet


def of(kind: type[Record], facts: list[Record]) -> list[Record]:
    return [fact for fact in facts if isinstance(fact, kind)]


# -- doors --------------------------------------------------------------------------------


def test_each_door_is_seen_once_at_the_start(cabinet: Cabinet) -> None:
    cabinet.set_open(3, True)
    facts = cabinet.run(1_000)
    assert facts == [events.DoorSeen(n, n == 3) for n in DOORS]
    assert cabinet.run(10_000) == []


def test_a_door_that_opens_and_shuts_is_told_within_a_poll_and_a_fast_one(watched: Cabinet) -> None:
    watched.set_open(2, True)
    assert watched.run(500 + FAST_MS + 150) == [events.DoorOpened(2)]
    watched.run(60_000)
    watched.set_open(2, False)
    assert watched.run(2 * FAST_MS + 150) == [events.DoorClosed(2)]


def test_a_change_is_looked_at_again_at_once(watched: Cabinet) -> None:
    since_ms = watched.now_ms
    watched.set_open(1, True)
    watched.run(2_000)
    first, second = watched.polls(since_ms, 1)[:2]
    assert second - first == FAST_MS


def test_two_doors_may_move_at_once(watched: Cabinet) -> None:
    watched.set_open(1, True)
    watched.set_open(2, True)
    watched.set_open(4, True)
    facts = watched.run(1_000)
    assert set(facts) == {events.DoorOpened(1), events.DoorOpened(2), events.DoorOpened(4)}


@given(st.lists(st.tuples(st.sampled_from(DOORS), st.integers(0, 1_500)), max_size=30))
def test_what_is_told_is_what_the_doors_did(moves: list[tuple[int, int]]) -> None:
    world = Cabinet()
    world.run(2_000)
    is_open = dict.fromkeys(DOORS, False)
    for compartment, pause_ms in moves:
        is_open[compartment] = not is_open[compartment]
        world.set_open(compartment, is_open[compartment])
        world.run(pause_ms)
    world.run(2_000)
    told = dict.fromkeys(DOORS, False)
    for _, fact in world.facts[len(DOORS) :]:
        assert isinstance(fact, events.DoorOpened | events.DoorClosed)
        assert told[fact.compartment] is isinstance(fact, events.DoorClosed)  # only changes
        told[fact.compartment] = not told[fact.compartment]
    assert told == is_open


# -- unlocks ------------------------------------------------------------------------------


def test_an_unlock_is_told_before_the_door_that_it_opened(watched: Cabinet) -> None:
    watched.perform(Unlock(3, 41))
    watched.set_open(3, True)
    assert watched.run(1_000) == [events.UnlockDone(3, 41), events.DoorOpened(3)]
    assert [said for _, said in watched.line.unlocks] == [frame(0x8A, 2, 5, 0x11)]


def test_the_reading_in_an_unlock_answer_counts_as_one_of_the_two(watched: Cabinet) -> None:
    since_ms = watched.now_ms
    watched.perform(Unlock(3, 41))
    watched.set_open(3, True)
    watched.run(1_000)
    opened_ms = next(at_ms for at_ms, fact in watched.facts if fact == events.DoorOpened(3))
    assert len([at_ms for at_ms in watched.polls(since_ms, 2) if at_ms < opened_ms]) == 1


def test_each_outcome_carries_the_number_of_its_opening(watched: Cabinet) -> None:
    for opening in range(1, 7):
        watched.perform(Unlock(1, opening))
    facts = watched.run(15_000)
    done = [fact.opening for fact in facts if isinstance(fact, events.UnlockDone)]
    others = of(events.UnlockRefused, facts) + of(events.UnlockNotSent, facts)
    assert done == [1, 2, 3, 4, 5]
    assert others == [events.UnlockRefused(1, 6)]
    assert len(watched.line.unlocks) == 5


def test_the_board_is_polled_fast_for_15_s_after_an_unlock_and_the_other_is_not(
    watched: Cabinet,
) -> None:
    since_ms = watched.now_ms
    watched.perform(Unlock(1, 1))
    watched.run(15_000)
    assert len(watched.polls(since_ms, 1)) > 80
    assert len(watched.polls(since_ms, 2)) <= 31
    watched.run(2_000)
    since_ms = watched.now_ms
    watched.run(10_000)
    assert len(watched.polls(since_ms, 1)) == 20


def test_the_board_is_polled_fast_while_a_door_stands_open(watched: Cabinet) -> None:
    watched.set_open(1, True)
    watched.run(60_000)
    since_ms = watched.now_ms
    watched.run(3_000)
    assert len(watched.polls(since_ms, 1)) == 3_000 // FAST_MS
    watched.set_open(1, False)
    watched.run(1_000)
    since_ms = watched.now_ms
    watched.run(3_000)
    assert len(watched.polls(since_ms, 1)) == 6


@pytest.mark.parametrize("poll_ms", [100, 2_000])
def test_how_often_an_idle_board_is_polled_can_be_chosen(poll_ms: int) -> None:
    world = Cabinet(poll_ms=poll_ms)
    world.run(5_000)
    since_ms = world.now_ms
    world.run(20_000)
    assert len(world.polls(since_ms, 1)) == 20_000 // poll_ms


def test_an_idle_board_costs_three_polls_of_the_part_a_question(watched: Cabinet) -> None:
    watched.run(1_000)
    wakes = 0
    question = watched.part.wake_at_ms()
    assert question is not None
    watched.run(question - watched.now_ms - 1)
    before = len(watched.line.said)
    for at_ms in (question, question + 14, question + 14 + 25):
        watched.line.now_ms = at_ms
        watched.part.poll(at_ms)
        wakes += 1
    assert len(watched.line.said) == before + 1
    assert wakes == 3
    assert watched.part.wake_at_ms() != question + 39


# -- what fails ---------------------------------------------------------------------------


def test_a_dead_board_fails_its_doors_fall_silent_and_both_come_back(watched: Cabinet) -> None:
    watched.line.script = watched.boards[2]
    facts = watched.run(20_000)
    (failed,) = of(events.PartFailed, facts)
    assert isinstance(failed, events.PartFailed)
    assert failed.part == "lock board 1"
    assert "check" in failed.why
    assert of(events.DoorSilent, facts) == [events.DoorSilent(1), events.DoorSilent(2)]
    assert len(facts) == 3
    watched.line.script = watched.all
    watched.set_open(2, True)
    assert watched.run(10_000) == [
        events.PartMended("lock board 1"), events.DoorSeen(1, False), events.DoorSeen(2, True),
    ]  # fmt: skip


def test_a_board_that_was_never_there_is_told_too() -> None:
    world = Cabinet()
    world.line.script = world.boards[1]
    facts = world.run(20_000)
    assert of(events.DoorSilent, facts) == [events.DoorSilent(3), events.DoorSilent(4)]
    assert [fact.part for fact in facts if isinstance(fact, events.PartFailed)] == ["lock board 2"]


def test_a_pulled_adapter_is_told_once_and_tried_ever_more_seldom(watched: Cabinet) -> None:
    watched.line.pull("the adapter is gone")
    facts = watched.run(1_000)
    assert facts[0] == events.PartFailed("lock line", "the adapter is gone")
    assert of(events.DoorSilent, facts) == [events.DoorSilent(n) for n in DOORS]
    assert watched.run(120_000) == []
    tries = watched.line.reopened_ms
    gaps = [after - before for before, after in pairwise(tries)]
    assert gaps[:5] == [2_000, 4_000, 8_000, 16_000, 30_000]
    assert set(gaps[5:]) <= {30_000}


def test_when_the_adapter_is_back_all_doors_are_seen_again(watched: Cabinet) -> None:
    watched.line.pull()
    watched.set_open(4, True)
    watched.run(10_000)
    watched.line.plug()
    facts = watched.run(20_000)
    assert facts[0] == events.PartMended("lock line")
    assert set(facts[1:]) == {events.DoorSeen(n, n == 4) for n in DOORS}
    watched.perform(Unlock(1, 7))
    assert watched.run(1_000) == [events.UnlockDone(1, 7)]


def test_an_adapter_that_is_missing_at_the_start_is_a_fact_and_not_an_error() -> None:
    world = Cabinet()
    world.line.pull("/dev/x cannot be opened: nothing is plugged in there")
    facts = world.run(1_000)
    assert facts[0] == events.PartFailed(
        "lock line", "/dev/x cannot be opened: nothing is plugged in there"
    )
    world.perform(Unlock(1, 1))
    assert world.run(10) == [events.UnlockNotSent(1, 1)]
    world.line.plug()
    facts = world.run(60_000)
    assert facts[0] == events.PartMended("lock line")
    assert len(of(events.DoorSeen, facts)) == 4


def test_a_loose_plug_does_not_fill_the_journal(watched: Cabinet) -> None:
    for _ in range(100):
        watched.line.pull()
        watched.run(500)
        watched.line.plug()
        watched.run(2_500)
    assert len(of(events.PartFailed, [fact for _, fact in watched.facts])) < 20


# -- restart ------------------------------------------------------------------------------


def test_after_a_restart_every_door_is_seen_again(watched: Cabinet) -> None:
    watched.set_open(2, True)
    watched.run(2_000)
    watched.restart()
    facts = watched.run(1_000)
    assert sorted(facts, key=repr) == [events.DoorSeen(n, n == 2) for n in DOORS]


def test_after_a_restart_what_is_broken_is_told_again(watched: Cabinet) -> None:
    watched.line.script = silence
    before = watched.run(20_000)
    watched.restart()
    again = watched.run(20_000)
    assert set(again) == set(before)
    watched.line.pull("gone")
    watched.run(6_000)
    watched.restart()
    again = watched.run(10)
    assert events.PartFailed("lock line", "gone") in again
    assert of(events.DoorSilent, again) == [events.DoorSilent(n) for n in DOORS]


def test_a_restart_gives_back_what_was_not_said_and_answers_for_what_was(watched: Cabinet) -> None:
    watched.perform(Unlock(1, 1))
    watched.perform(Unlock(2, 2))
    watched.run(50)
    watched.restart()
    facts = watched.run(5_000)
    assert facts[0] == events.UnlockNotSent(2, 2)
    assert events.UnlockDone(1, 1) in facts
    assert len(watched.line.unlocks) == 1


def test_a_restart_does_not_cool_a_coil(watched: Cabinet) -> None:
    for opening in range(1, 6):
        watched.perform(Unlock(1, opening))
        watched.run(3_000)
        watched.restart()
    watched.perform(Unlock(1, 6))
    assert events.UnlockRefused(1, 6) in watched.run(1_000)


def test_two_doors_on_one_lock_are_a_mistake() -> None:
    line = ScriptedLine(silence)
    for wiring in (((1, 1, 1), (2, 1, 1)), ((1, 1, 1), (1, 1, 2))):
        with pytest.raises(AssertionError):
            LockBoards(line, wiring)

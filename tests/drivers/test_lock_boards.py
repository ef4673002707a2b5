"""Doors and unlocks behind lock boards that work, in virtual time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lock_boards import FAST_MS, FAST_WHILE_OPEN_MS, LockBoards
from terminal import events
from terminal.effects import Unlock
from tests.drivers.cabinet import DOORS, Cabinet, of, watched_cabinet
from tests.drivers.far_end import ScriptedLine, frame, silence


@pytest.fixture
def watched() -> Cabinet:
    return watched_cabinet()


# -- doors --------------------------------------------------------------------------------


def test_each_door_is_seen_once_at_the_start() -> None:
    cabinet = Cabinet()
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
    facts = []
    for opening in range(1, 7):
        watched.perform(Unlock(1, opening))
        facts += watched.run(2_500)
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


def test_a_door_that_stays_open_is_no_longer_hurried_after(watched: Cabinet) -> None:
    watched.set_open(1, True)
    watched.run(FAST_WHILE_OPEN_MS + 1_000)
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


def test_two_doors_on_one_lock_are_a_mistake() -> None:
    line = ScriptedLine(silence)
    for wiring in (((1, 1, 1), (2, 1, 1)), ((1, 1, 1), (1, 1, 2))):
        with pytest.raises(AssertionError):
            LockBoards(line, wiring)

"""Boards that die, lines that go, levels that are not told, and the terminal started anew."""

from itertools import pairwise

import pytest

from drivers.lock_boards import LockBoards
from terminal import events
from terminal.effects import Unlock
from tests.drivers.cabinet import DOORS, Cabinet, of, watched_cabinet
from tests.drivers.far_end import (
    Bench,
    Script,
    ScriptedBoard,
    ScriptedLine,
    echoing,
    frame,
    silence,
)


@pytest.fixture
def watched() -> Cabinet:
    return watched_cabinet()


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


def test_a_line_that_was_steady_is_tried_again_soon(watched: Cabinet) -> None:
    watched.line.pull()
    watched.run(40_000)
    watched.line.plug()
    watched.run(120_000)
    pulled_ms = watched.now_ms
    watched.line.pull()
    watched.run(20_000)
    tries = [at_ms for at_ms in watched.line.reopened_ms if at_ms > pulled_ms]
    assert [after - before for before, after in pairwise(tries)][:2] == [2_000, 4_000]


def test_after_a_cut_it_is_found_out_again_who_echoes(watched: Cabinet) -> None:
    watched.line.pull()
    watched.run(2_000)
    watched.line.plug()
    watched.line.script = echoing(watched.all)  # through another adapter
    since_ms = watched.now_ms
    facts = watched.run(5_000)
    assert next(said for at_ms, said in watched.line.said if at_ms > since_ms) == frame(
        0x80, 1, 5, 0x33
    )
    assert len(of(events.DoorSeen, facts)) == 4


def test_an_order_to_a_line_that_is_down_is_answered_at_once(watched: Cabinet) -> None:
    watched.line.pull()
    watched.run(500)
    watched.perform(Unlock(1, 1))
    assert watched.part.wake_at_ms() == 0
    assert watched.part.poll(watched.now_ms) == [events.UnlockNotSent(1, 1)]
    assert watched.part.wake_at_ms() != 0


# -- doors that their board does not tell of -----------------------------------------------


def narrow(script: Script, pattern: str) -> Script:
    """The answers for all locks, told narrow (8 locks) and wide (24) as the pattern says."""
    kinds = iter(pattern)

    def tell(said: bytes) -> list[tuple[int, bytes]]:
        if said[2]:
            return script(said)
        ((at_ms, data),) = script(said)
        is_wide = next(kinds, pattern[-1]) == "w"
        return [(at_ms, data if is_wide else frame(0x80, 1, data[-3], 0x33))]

    return tell


def far_door(pattern: str, is_open: bool) -> Bench:
    """Compartment 1 on lock 1 and compartment 2 on lock 9, whose level is told now and then."""
    board = ScriptedBoard(high={1, 9})
    line = ScriptedLine(board)
    world = Bench(LockBoards(line, [(1, 1, 1), (2, 1, 9)]), line)
    world.run(1_000)
    if is_open:
        board.high.remove(9)
    line.script = narrow(board, pattern)
    return world


def test_readings_with_a_gap_between_them_are_not_two_in_a_row() -> None:
    assert far_door("wnwnwnwnwnwnwnwn" * 10, is_open=True).run(3_000) == []


def test_a_level_that_is_told_now_and_then_is_no_silence() -> None:
    assert far_door("nnwnnwnnwnnw" * 10, is_open=False).run(3_000) == []


def test_a_door_that_is_not_told_falls_silent_once_and_does_not_hurry_its_board() -> None:
    world = far_door("n", is_open=False)
    assert world.run(30_000) == [events.DoorSilent(2)]
    before = len(world.line.said)
    world.run(5_000)
    assert len(world.line.said) - before == 10


def test_a_silent_door_beside_an_open_one_is_told_once() -> None:
    board = ScriptedBoard(width=8, high=set())
    line = ScriptedLine(board)
    world = Bench(LockBoards(line, [(1, 1, 1), (2, 1, 9)]), line)
    assert of(events.DoorSilent, world.run(30_000)) == [events.DoorSilent(2)]


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


def test_after_a_restart_doors_behind_a_line_that_is_down_are_silent_again(
    watched: Cabinet,
) -> None:
    watched.line.pull("gone")
    before = watched.run(500)
    watched.restart()
    assert watched.run(10) == before


def test_after_a_restart_what_has_mended_is_not_told_as_broken(watched: Cabinet) -> None:
    watched.line.script = silence
    watched.run(20_000)
    watched.line.script = watched.all
    watched.run(10_000)
    watched.restart()
    assert of(events.PartFailed, watched.run(10_000)) == []


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

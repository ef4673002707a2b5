"""A line of KERONG CU16 boards: an order may go unanswered, so the board is asked afterwards."""

from itertools import pairwise

import pytest

from drivers.cu16 import Cu16
from drivers.lock_boards import LockBoards
from drivers.lock_bus import DONE, NOT_SENT, UNKNOWN, Found, Levels, Lost, Outcome
from terminal import events
from terminal.effects import Unlock
from tests.drivers.bus_bench import BusBench, outcomes
from tests.drivers.far_end import Bench, Script, ScriptedLine, echoing, several, silence
from tests.drivers.far_end_kinds import ScriptedCu16, summed

QUERY_0 = bytes.fromhex("0200300335")
OPEN_0_1 = bytes.fromhex("0200310336")
SHUT = Levels(0, 0xFFFF, 16)


def started(script: Script, *boards: int) -> BusBench:
    """A line on which every board has been heard."""
    line = BusBench(script, dict.fromkeys(boards or (0,), 1), Cu16())
    line.run(1_100)  # and nobody is being asked
    return line


def deaf_to(script: Script, *words: bytes) -> Script:
    return lambda said: [] if said in words else script(said)


# -- questions ----------------------------------------------------------------------------


def test_the_question_for_the_hooks_comes_first_and_its_answer_counts() -> None:
    line = BusBench(ScriptedCu16(), {0: 1}, Cu16())
    assert line.run(100) == [SHUT]
    assert line.said() == [QUERY_0]


def test_an_echo_is_found_out_and_stripped() -> None:
    line = BusBench(echoing(ScriptedCu16()), {0: 1}, Cu16())
    assert line.run(100) == [SHUT]
    line.unlock(1, board=0)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


def test_an_echo_alone_is_not_a_board() -> None:
    line = BusBench(echoing(silence), {0: 1}, Cu16())
    line.unlock(1, board=0)
    told = line.run(20_000)
    assert [type(answer) for answer in told] == [Outcome, Lost]
    assert outcomes(told) == [("order", NOT_SENT)]
    assert line.wire.unlocks == []


def test_boards_0_to_9_share_a_line() -> None:
    boards = [ScriptedCu16(number, high={number + 1}) for number in range(10)]
    line = started(several(*boards), *range(10))
    line.unlock(16, board=9)
    told = line.run(1_000)
    assert outcomes(told) == [("order", DONE)]
    levels = {(answer.board, answer.levels) for answer in told if isinstance(answer, Levels)}
    assert levels == {(number, 1 << number) for number in range(10)}
    assert line.said().count(bytes.fromhex("029F3103D5")) == 1


def test_the_answer_of_another_board_is_not_ours() -> None:
    line = BusBench(lambda said: ScriptedCu16(1)(bytes.fromhex("0210300345")), {0: 1}, Cu16())
    told = line.run(20_000)
    assert [type(answer) for answer in told] == [Lost]


# -- unlocks ------------------------------------------------------------------------------


@pytest.mark.parametrize("through", [lambda script: script, echoing])
def test_an_unlock_without_an_answer_is_done_when_the_board_tells_its_hooks(
    through: object,
) -> None:
    assert callable(through)
    line = started(through(ScriptedCu16()))
    since_ms = line.now_ms
    line.unlock(1, board=0)
    told = line.run(400)
    assert told == [Outcome("order", DONE, None), SHUT]
    assert line.said(since_ms)[:2] == [OPEN_0_1, QUERY_0]
    (order_ms, _), (query_ms, _) = [said for said in line.wire.said if said[0] >= since_ms][:2]
    assert query_ms - order_ms == 200 + 5  # it may have answered until then


@pytest.mark.parametrize("reply_ms", [0, 30, 140])
@pytest.mark.parametrize("names_lock", [False, True])
@pytest.mark.parametrize("through", [lambda script: script, echoing])
def test_an_unlock_with_an_answer_is_verified_all_the_same(
    reply_ms: int, names_lock: bool, through: object
) -> None:
    assert callable(through)
    board = ScriptedCu16(unlock_reply_ms=reply_ms, names_lock=names_lock)
    line = started(through(board))
    since_ms = line.now_ms
    line.unlock(5, board=0)
    told = line.run(400)
    assert told == [Outcome("order", DONE, None), SHUT]
    (order_ms, _), (query_ms, said) = [said for said in line.wire.said if said[0] >= since_ms][:2]
    assert said == QUERY_0
    assert query_ms - order_ms < 200  # its answer was not waited out


def test_the_hooks_told_after_an_unlock_are_one_reading_and_not_two() -> None:
    board = ScriptedCu16(unlock_reply_ms=20)
    line = started(board)
    board.high.remove(1)
    line.unlock(1, board=0)
    told = line.run(300)
    assert told == [Outcome("order", DONE, None), Levels(0, 0xFFFE, 16)]


def test_a_board_that_is_deaf_while_it_pulses_is_asked_twice() -> None:
    board = ScriptedCu16()
    line = started(board)
    line.wire.script = deaf_to(board, QUERY_0)
    line.unlock(1, board=0)
    assert outcomes(line.run(1_150)) == []
    line.wire.script = board
    assert outcomes(line.run(1_000)) == [("order", DONE)]
    assert line.wire.said.count(line.wire.unlocks[0]) == 1


@pytest.mark.parametrize("through", [lambda script: script, echoing])
def test_a_board_that_is_stuck_after_an_order_is_woken(through: object) -> None:
    assert callable(through)
    line = started(through(ScriptedCu16(gets_stuck=True)))
    since_ms = line.now_ms
    for lock in (1, 2):
        line.unlock(lock, lock, board=0)
        told = line.run(3_000)
        assert outcomes(told) == [(lock, DONE)]
        assert not any(isinstance(answer, Lost) for answer in told)
    assert line.said(since_ms)[:4] == [OPEN_0_1, QUERY_0, bytes.fromhex("020038033D"), QUERY_0]


def test_a_board_that_was_left_stuck_by_somebody_before_us_is_woken() -> None:
    board = ScriptedCu16(gets_stuck=True)
    before = started(board)
    before.unlock(1, board=0)
    before.run(100)  # the order is out; then the power of the terminal is cut
    line = started(board)
    told = line.run(3_000)
    assert any(isinstance(answer, Levels) for answer in told)
    assert not any(isinstance(answer, Lost) for answer in told)


def test_a_board_that_answers_is_not_woken() -> None:
    line = started(ScriptedCu16())
    line.unlock(1, board=0)
    line.run(30_000)
    assert {said[2] for said in line.said()} == {0x30, 0x31}


def test_a_board_that_falls_silent_leaves_the_outcome_unknown() -> None:
    line = started(ScriptedCu16())
    line.wire.script = silence
    line.unlock(1, board=0)
    told = line.run(60_000)
    assert outcomes(told) == [("order", UNKNOWN)]
    assert len(line.wire.unlocks) == 1
    at_ms = next(at_ms for at_ms, answer in line.told if isinstance(answer, Outcome))
    # Two questions, and words that might wake it: soon enough for whoever waits for it.
    assert at_ms - line.wire.unlocks[0][0] <= 2 * (200 + 5) + 2 * (1_000 + 5)


def test_no_answer_to_the_order_alone_is_no_trouble_of_the_board() -> None:
    line = started(ScriptedCu16())
    for lock in range(1, 5):
        line.unlock(lock, lock, board=0)
    told = line.run(8_000)
    assert outcomes(told) == [(lock, DONE) for lock in range(1, 5)]
    assert not any(isinstance(answer, Lost) for answer in told)


def test_noise_after_the_order_and_in_the_first_answer_is_survived() -> None:
    board = ScriptedCu16()
    line = started(board)
    answers = iter([[(50, b"\x55\xaa")], [(8, b"\x02\x00\x35\xff")]])
    line.wire.script = lambda said: next(answers, None) or board(said)
    line.unlock(1, board=0)
    assert outcomes(line.run(3_000)) == [("order", DONE)]
    assert len(line.wire.unlocks) == 1


@pytest.mark.parametrize("after_ms", [100, 202, 207])  # listening, done with it, asking
def test_an_order_is_answered_for_when_the_line_goes_before_it_was_verified(after_ms: int) -> None:
    line = started(ScriptedCu16())
    line.unlock(1, board=0)
    line.run(after_ms)
    assert len(line.wire.unlocks) == 1
    line.bus.line_lost()
    assert outcomes(line.bus.answers) == [("order", UNKNOWN)]
    line.bus.answers.clear()
    line.bus.line_found(line.now_ms)
    assert outcomes(line.run(5_000)) == []


def test_the_next_unlock_waits_until_this_one_is_verified() -> None:
    line = started(ScriptedCu16())
    line.unlock(1, "first", board=0)
    line.unlock(2, "second", board=0)
    assert outcomes(line.run(5_000)) == [("first", DONE), ("second", DONE)]
    first_ms, second_ms = (at_ms for at_ms, _ in line.wire.unlocks)
    between = [said for at_ms, said in line.wire.said if first_ms < at_ms < second_ms]
    assert QUERY_0 in between
    assert second_ms - first_ms == 1_100


def test_a_lost_board_is_found_again_by_its_hooks() -> None:
    board = ScriptedCu16()
    line = started(board)
    line.wire.script = silence
    (lost,) = line.run(20_000)
    assert isinstance(lost, Lost)
    line.wire.script = board
    assert line.run(6_000)[:2] == [SHUT, Found(0)]


def test_it_is_asked_every_500_ms() -> None:
    line = started(ScriptedCu16())
    line.run(5_000)
    gaps = {after - before for (before, _), (after, _) in pairwise(line.wire.said)}
    assert gaps == {500}


# -- doors --------------------------------------------------------------------------------


def test_a_caught_hook_is_a_shut_door() -> None:
    board = ScriptedCu16(1, high=set(range(1, 17)) - {6})
    line = ScriptedLine(board)
    world = Bench(LockBoards(line, [(1, 1, 5), (2, 1, 6), (3, 1, 16)], dialect=Cu16()), line)
    seen = [events.DoorSeen(1, False), events.DoorSeen(2, True), events.DoorSeen(3, False)]
    assert world.run(1_000) == seen
    world.perform(Unlock(3, 41))
    world.run(100)
    board.high.remove(16)
    assert world.run(1_000) == [events.UnlockDone(3, 41), events.DoorOpened(3)]
    assert [said for _, said in line.unlocks] == [summed(0x02, 0x1F, 0x31, 0x03)]


def test_a_board_or_channel_that_cannot_be_is_refused_at_once() -> None:
    for wiring in ([(1, 10, 1)], [(1, 0, 0)], [(1, 0, 17)], [(1, -1, 1)]):
        with pytest.raises(ValueError, match="these boards count from 0 to 9"):
            LockBoards(ScriptedLine(silence), wiring, dialect=Cu16())

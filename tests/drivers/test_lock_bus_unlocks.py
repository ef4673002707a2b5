"""Unlocks on the lock bus: said at most once, with one outcome, and gently to the coils."""

from itertools import pairwise

from drivers.lock_bus import DONE, NOT_SENT, REFUSED, UNKNOWN, Found, Levels, Outcome
from drivers.unlock_queue import STALE_MS
from tests.drivers.bus_bench import outcomes, settled
from tests.drivers.far_end import ScriptedBoard, frame, is_unlock, several, silence

OPEN_1_1 = bytes.fromhex("8A0101119B")


def test_an_unlock_is_said_once_and_done_when_the_board_says_so() -> None:
    line = settled(ScriptedBoard(high={7}))
    since_ms = line.now_ms
    line.unlock(7)
    told = line.run(3_000)
    assert told[0] == Outcome("order", DONE, True)
    assert line.said(since_ms).count(frame(0x8A, 1, 7, 0x11)) == 1


def test_of_two_unlocks_that_wait_for_one_lock_the_first_is_given_back_without_a_byte() -> None:
    line = settled(several(ScriptedBoard(1), ScriptedBoard(2)), {1: 1, 2: 1})
    line.unlock(3, "under way")
    line.run(100)
    line.unlock(1, "stale")
    line.unlock(1, "of another board", board=2)
    line.unlock(1, "fresh")
    line.take_answers()
    assert outcomes([answer for _, answer in line.told[-1:]]) == [("stale", NOT_SENT)]
    told = outcomes(line.run(5_000))
    assert told == [(order, DONE) for order in ("under way", "fresh", "of another board")]
    assert len(line.wire.unlocks) == 3


def test_an_unlock_goes_ahead_of_the_polls() -> None:
    boards = dict.fromkeys(range(1, 9), 1)
    line = settled(several(*map(ScriptedBoard, boards)), boards)
    line.run(470)
    since_ms = line.now_ms
    line.unlock(3, board=5)
    line.run(100)
    said = line.said(since_ms)
    assert frame(0x8A, 5, 3, 0x11) in said[:2]


def test_an_unlock_waits_for_the_open_question() -> None:
    line = settled(ScriptedBoard(reply_ms=1_000))
    line.run(600)  # now a question is open
    since_ms = line.now_ms
    line.unlock(1)
    told = line.run(2_000)
    assert isinstance(told[0], Levels)
    assert line.said(since_ms)[0] == OPEN_1_1


def test_an_unanswered_unlock_is_unknown_and_never_said_again() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = lambda said: [] if is_unlock(said) else board(said)
    line.unlock(1)
    told = line.run(60_000)
    assert outcomes(told) == [("order", UNKNOWN)]
    assert len(line.wire.unlocks) == 1


def test_a_garbled_answer_to_an_unlock_is_unknown() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = lambda said: [(500, b"\x8a\x01\x01\x10\x9b")] if is_unlock(said) else []
    line.unlock(1)
    assert outcomes(line.run(10_000)) == [("order", UNKNOWN)]
    assert len(line.wire.unlocks) == 1


def test_noise_while_the_coil_is_on_does_not_hide_the_answer() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = several(lambda said: [(100, b"\x55")] if is_unlock(said) else [], board)
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


def test_the_answer_of_another_lock_is_not_ours() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = lambda said: board(frame(0x8A, 1, 2, 0x11)) if is_unlock(said) else []
    line.unlock(1)
    assert outcomes(line.run(3_000)) == [("order", UNKNOWN)]


def test_a_late_answer_to_an_unlock_is_no_answer_to_the_next() -> None:
    board = ScriptedBoard(open_ms=1_520)
    line = settled(board)
    line.unlock(1, "first")
    line.unlock(2, "second")
    told = line.run(5_000)
    assert outcomes(told) == [("first", UNKNOWN), ("second", NOT_SENT)]
    assert len(line.wire.unlocks) == 1


def test_a_silent_board_is_asked_before_it_is_ordered_to_open() -> None:
    line = settled(silence)
    line.unlock(1)
    told = line.run(3_500)
    assert outcomes(told) == [("order", NOT_SENT)]
    assert line.wire.unlocks == []


def test_the_outcome_of_an_unlock_on_a_dead_board_comes_within_the_patience_of_a_door() -> None:
    line = settled(silence)
    line.run(30_000)  # by now it is lost
    line.unlock(1)
    told = line.run(2 * line.dialect.response_ms + 100)
    assert outcomes(told) == [("order", NOT_SENT)]


def test_one_spoilt_poll_does_not_cost_an_unlock() -> None:
    board = ScriptedBoard()
    line = settled(board)
    polls = iter([b"\x12"])
    line.wire.script = lambda said: [(6, noise) for noise in polls] or board(said)
    before = len(line.said())
    while len(line.said()) == before:
        line.run(1)
    line.unlock(1)  # while the answer that will be spoilt is on its way
    assert outcomes(line.run(1_000)) == [("order", DONE)]


def test_after_a_cut_each_board_is_asked_before_it_is_ordered_to_open() -> None:
    line = settled(several(ScriptedBoard(1), ScriptedBoard(2)), {1: 1, 2: 1})
    line.bus.line_lost()
    line.wire.script = ScriptedBoard(1)
    line.bus.line_found(line.now_ms)
    line.run(1)  # board 1 is asked
    line.unlock(1, board=2)  # and board 2 has not been asked yet
    assert outcomes(line.run(5_000)) == [("order", NOT_SENT)]


def test_an_unlock_does_not_put_off_the_next_poll() -> None:
    line = settled(ScriptedBoard())
    line.bus.set_interval(1, 2_000)
    line.run(10_000)
    asked_ms = line.wire.said[-1][0]
    line.run(asked_ms + 1_900 - line.now_ms)
    line.unlock(1)
    told = line.run(600)
    assert [type(answer) for answer in told] == [Outcome, Levels]


def test_an_unlock_for_a_board_that_is_back_is_done() -> None:
    board = ScriptedBoard()
    line = settled(silence)
    line.run(30_000)
    line.wire.script = board
    line.unlock(1)
    told = line.run(4_000)
    assert ("order", DONE) in outcomes(told)
    assert Found(1) in told


def test_an_unlock_that_had_to_wait_for_ten_seconds_is_given_back() -> None:
    line = settled(ScriptedBoard())
    for lock in range(1, 21):
        line.unlock(lock, lock)
    told = outcomes(line.run(40_000))
    done = [order for order, how in told if how == DONE]
    assert done == list(range(1, len(done) + 1))
    assert {how for _, how in told} == {DONE, NOT_SENT}
    assert len(told) == 20
    assert all(at_ms <= 1_000 + STALE_MS for at_ms, _ in line.wire.unlocks)


# -- coils --------------------------------------------------------------------------------


def test_one_coil_at_a_time() -> None:
    line = settled(ScriptedBoard(open_ms=10))
    for lock in (1, 2, 3):
        line.unlock(lock, lock)
    line.run(4_000)
    times = [at_ms for at_ms, _ in line.wire.unlocks]
    assert [later - sooner for sooner, later in pairwise(times)] == [1_100] * 2


def test_the_doors_are_watched_while_an_unlock_waits_for_a_coil() -> None:
    line = settled(ScriptedBoard(open_ms=10))
    line.bus.set_interval(1, 150)
    line.unlock(1)
    line.unlock(2)
    told = line.run(1_000)
    assert sum(isinstance(answer, Levels) for answer in told) >= 4


def test_a_lock_rests_for_a_second_between_two_pulses() -> None:
    line = settled(ScriptedBoard(open_ms=10))
    line.unlock(1)
    line.run(100)  # it has gone out
    line.unlock(1)
    line.unlock(2)
    line.run(5_000)
    first, _, third = line.wire.unlocks
    assert [said[2] for _, said in line.wire.unlocks] == [1, 2, 1]
    assert third[0] - first[0] >= 2_100


def test_a_sixth_pulse_within_a_minute_is_refused_without_a_byte() -> None:
    line = settled(ScriptedBoard())
    told = []
    for _ in range(6):
        line.unlock(1)
        told += outcomes(line.run(4_000))
    assert [how for _, how in told] == [DONE] * 5 + [REFUSED]
    assert len(line.wire.unlocks) == 5
    line.run(40_000)
    line.unlock(1)
    assert outcomes(line.run(2_000)) == [("order", DONE)]


def test_the_budget_of_one_lock_is_not_that_of_another() -> None:
    line = settled(several(ScriptedBoard(1), ScriptedBoard(2)), {1: 1, 2: 1})
    for _ in range(5):
        line.unlock(1)
        line.run(4_000)
    line.unlock(2)
    line.unlock(1, board=2)
    assert {how for _, how in outcomes(line.run(5_000))} == {DONE}


def test_pulses_without_an_answer_heat_the_coil_too() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = lambda said: [] if is_unlock(said) else board(said)
    told = []
    for _ in range(6):
        line.unlock(1)
        told += outcomes(line.run(4_000))
    assert [how for _, how in told] == [UNKNOWN] * 5 + [REFUSED]

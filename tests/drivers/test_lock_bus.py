"""Who is asked what and when, and what an answer means; against a far end in virtual time."""

from itertools import pairwise

import pytest

from drivers import lock_bus
from drivers.lock_bus import DONE, NOT_SENT, UNKNOWN, Found, Levels, Lost, Outcome
from tests.drivers.bus_bench import BusBench, outcomes, settled
from tests.drivers.far_end import ScriptedBoard, echoing, frame, several, silence

PROBE_1_1 = bytes.fromhex("80010133B3")
POLL_1 = bytes.fromhex("80010033B2")


# -- questions and answers ----------------------------------------------------------------


def test_the_first_question_is_for_one_lock_and_the_next_for_all() -> None:
    line = BusBench(ScriptedBoard(high={1, 3}))
    told = line.run(100)
    assert line.said() == [PROBE_1_1, POLL_1]
    assert told == [Levels(1, 0b101, 24)]


def test_a_board_is_asked_every_500_ms() -> None:
    line = settled(ScriptedBoard())
    since_ms = line.now_ms
    line.run(10_000)
    assert line.said(since_ms) == [POLL_1] * 20


def test_each_of_several_boards_is_asked_in_its_turn() -> None:
    line = settled(several(*(ScriptedBoard(n, high={n}) for n in (1, 2, 3))), {1: 1, 2: 1, 3: 1})
    told = line.run(500)
    assert [answer.board for answer in told if isinstance(answer, Levels)] == [1, 2, 3]
    assert {answer.levels for answer in told if isinstance(answer, Levels)} == {1, 2, 4}


def test_an_answer_in_bursts_is_one_answer() -> None:
    whole = frame(0x80, 1, 0xFF, 0xFF, 0xFF, 0x33)

    def script(said: bytes) -> list[tuple[int, bytes]]:
        if said == PROBE_1_1:
            return ScriptedBoard()(said)
        return [(6 + 20 * place, whole[place : place + 1]) for place in range(len(whole))]

    assert BusBench(script).run(400) == [Levels(1, 0xFFFFFF, 24)]


def test_an_answer_with_a_pause_in_it_is_none() -> None:
    whole = frame(0x80, 1, 0xFF, 0xFF, 0xFF, 0x33)
    line = settled(ScriptedBoard())
    line.wire.script = lambda said: [(6, whole[:3]), (6 + 26, whole[3:])]
    assert line.run(500) == []


def test_after_an_error_the_next_question_starts_clean() -> None:
    board = ScriptedBoard(high={2})
    line = settled(board)
    line.wire.script = lambda said: [(6, b"\x80\x01\x55\xaa\x12")]
    assert line.run(500) == []
    line.wire.script = board
    assert line.run(500) == [Levels(1, 0b10, 24)]


def test_bytes_that_nobody_asked_for_change_nothing() -> None:
    line = settled(ScriptedBoard(high={2}))
    line.run(200)
    line.wire.send(frame(0x82, 1, 1, 0x11), 100)  # some boards speak unasked
    line.wire.send(b"\x00" * 300, 150)
    assert set(map(repr, line.run(2_000))) == {repr(Levels(1, 0b10, 24))}


@pytest.mark.parametrize("noise", [b"\x00", b"\xff", b"\xff\x00\x00"])
def test_false_bytes_where_the_line_turns_round_are_not_part_of_an_answer(noise: bytes) -> None:
    board = ScriptedBoard(high={1})
    for script in (board, echoing(board)):
        line = BusBench(lambda said, script=script: [  # type: ignore[misc]
            (ms, data if data == said and script is not board else noise + data)
            for ms, data in script(said)])  # fmt: skip
        assert line.run(100) == [Levels(1, 1, 24)]


def test_endless_babble_does_not_stop_the_questions() -> None:
    line = settled(ScriptedBoard())
    for later_ms in range(0, 30_000, 20):
        line.wire.send(b"\x55", later_ms)
    (lost,) = line.run(30_000)
    assert isinstance(lost, Lost)
    assert "garbled" in lost.why
    assert len(line.said()) > 5


def test_there_are_5_ms_between_the_last_byte_and_the_next_question() -> None:
    line = settled(several(ScriptedBoard(1), ScriptedBoard(2)), {1: 1, 2: 1})
    line.run(5_000)
    for (before_ms, _), (after_ms, _) in pairwise(line.wire.said):
        assert after_ms - before_ms >= 14 + 25 + 5  # question and answer, silence, gap


# -- lost and found -----------------------------------------------------------------------


def test_a_board_is_lost_after_three_silences_then_asked_seldom_and_found_again() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = silence
    told = line.run(20_000)
    assert [type(answer) for answer in told] == [Lost]
    at_ms = next(at_ms for at_ms, answer in line.told if isinstance(answer, Lost))
    later = [asked_ms for asked_ms, _ in line.wire.said if asked_ms >= at_ms]
    gaps = {after - before for before, after in pairwise(later)}
    assert gaps == {lock_bus.LOST_POLL_MS}
    line.wire.script = board
    told = line.run(6_000)
    assert Found(1) in told
    found_ms = next(at_ms for at_ms, answer in line.told if answer == Found(1))
    assert any(found_ms < asked_ms <= found_ms + 5 for asked_ms, _ in line.wire.said)


def test_a_board_that_is_found_is_not_put_off_again() -> None:
    line = settled(ScriptedBoard(1), {1: 1, 2: 1})
    line.run(20_000)
    line.wire.script = several(ScriptedBoard(1), ScriptedBoard(2))
    line.run(7_000)
    found_ms = next(at_ms for at_ms, answer in line.told if answer == Found(2))
    question = frame(0x80, 2, 0, 0x33)
    assert any(
        found_ms < asked_ms <= found_ms + 100 and said == question
        for asked_ms, said in line.wire.said
    )


def test_a_lost_board_is_not_hurried() -> None:
    line = settled(silence)
    line.run(10_000)
    asked_ms = line.wire.said[-1][0]
    line.bus.set_interval(1, 150)
    line.run(asked_ms + lock_bus.LOST_POLL_MS - 1 - line.now_ms)
    assert line.wire.said[-1][0] == asked_ms


def test_two_silences_are_forgiven() -> None:
    board = ScriptedBoard()
    line = settled(board)
    count = iter(range(1_000))
    line.wire.script = lambda said: board(said) if next(count) % 3 == 2 else []
    line.run(60_000)
    assert not any(isinstance(answer, Lost) for _, answer in line.told)


def test_a_dead_board_says_what_to_check() -> None:
    line = settled(silence)
    (lost,) = line.run(10_000)
    assert isinstance(lost, Lost)
    assert "check its power" in lost.why


def test_a_dead_board_does_not_hide_the_others() -> None:
    line = settled(ScriptedBoard(2, high={4}), {1: 1, 2: 1})
    line.run(10_000)
    told = line.run(10_000)
    assert sum(isinstance(answer, Levels) for answer in told) >= 12


def test_a_line_that_went_tells_of_each_unlock_what_became_of_it() -> None:
    line = settled(ScriptedBoard())
    line.unlock(1, "said")
    line.unlock(2, "waiting")
    line.run(100)
    line.bus.line_lost()
    assert sorted(outcomes(line.bus.answers)) == [("said", UNKNOWN), ("waiting", NOT_SENT)]
    line.bus.answers.clear()
    line.bus.line_found(line.now_ms)
    assert line.run(100) == [Levels(1, 0, 24)]
    assert line.said()[-2:] == [PROBE_1_1, POLL_1]


# -- echoes -------------------------------------------------------------------------------


def test_an_echo_is_found_out_and_stripped() -> None:
    line = BusBench(echoing(ScriptedBoard(high={2})))
    assert line.run(300) == [Levels(1, 0b10, 24)]
    line.unlock(2)
    assert line.run(1_000)[0] == Outcome("order", DONE, True)


def test_an_echo_alone_is_not_a_board() -> None:
    line = BusBench(echoing(silence))
    told = line.run(20_000)
    assert [type(answer) for answer in told] == [Lost]


def test_an_echo_alone_is_not_the_outcome_of_an_unlock() -> None:
    board = ScriptedBoard()
    line = settled(echoing(board))
    line.wire.script = echoing(silence)
    line.unlock(1)
    assert outcomes(line.run(2_000)) == [("order", UNKNOWN)]


def test_an_echo_and_a_board_that_says_still_shut_are_told_apart() -> None:
    line = settled(echoing(ScriptedBoard(high={1})))
    line.unlock(1)
    assert line.run(1_000)[0] == Outcome("order", DONE, True)
    # The same bytes twice on the wire: our own, and the board's.
    assert line.wire.unlocks[0][1] == frame(0x8A, 1, 1, 0x11)


def test_no_unlock_is_said_before_it_is_known_who_echoes() -> None:
    line = BusBench(ScriptedBoard())
    line.unlock(1)
    line.run(1_000)
    assert line.said()[0] == PROBE_1_1
    assert len(line.wire.unlocks) == 1


def test_the_echo_is_looked_for_again_when_a_board_was_lost_or_the_line_came_back() -> None:
    board = ScriptedBoard(high={5})
    line = settled(echoing(board))
    line.wire.script = silence
    line.run(20_000)
    line.wire.script = board  # another adapter
    assert Levels(1, 0b10000, 24) in line.run(6_000)
    line.wire.script = echoing(board)  # and the first again, without a cut that shows
    assert Levels(1, 0b10000, 24) in line.run(12_000)
    line.bus.line_lost()
    line.wire.script = board
    line.bus.line_found(line.now_ms)
    assert Levels(1, 0b10000, 24) in line.run(100)


def test_nothing_is_opened_while_it_is_not_known_any_more_who_echoes() -> None:
    line = settled(ScriptedBoard(1), {1: 1, 2: 1})
    while not any(isinstance(answer, Lost) for _, answer in line.told):
        line.run(10)
    since_ms = line.now_ms + 1
    line.unlock(1)
    line.run(1_000)
    assert line.said(since_ms)[:2] == [PROBE_1_1, bytes.fromhex("8A0101119B")]

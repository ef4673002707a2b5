"""The master of a lock line against a scripted far end, in virtual time."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import lock_bus
from drivers.lock_bus import DONE, NOT_SENT, REFUSED, UNKNOWN, Found, Levels, LockBus, Lost, Outcome
from tests.drivers.far_end import (
    Script,
    ScriptedBoard,
    ScriptedLine,
    echoing,
    frame,
    is_unlock,
    several,
    silence,
)

OPEN_1_1 = bytes.fromhex("8A0101119B")
PROBE_1_1 = bytes.fromhex("80010133B3")
POLL_1 = bytes.fromhex("80010033B2")


@dataclass
class Line:
    """A bus on a scripted line."""

    script: Script
    boards: dict[int, int] = field(default_factory=lambda: {1: 1})

    def __post_init__(self) -> None:
        self.bus = LockBus(self.boards)
        self.wire = ScriptedLine(self.script)
        self.told: list[tuple[int, lock_bus.Answer]] = []

    @property
    def now_ms(self) -> int:
        return self.wire.now_ms

    def run(self, for_ms: int) -> list[lock_bus.Answer]:
        """Let time pass; returns what the bus told in it."""
        until_ms = self.wire.now_ms + for_ms
        told = len(self.told)
        while (wake_ms := self._wake_ms()) <= until_ms:
            self.wire.now_ms = max(self.wire.now_ms, wake_ms)
            self._step()
        self.wire.now_ms = until_ms
        return [answer for _, answer in self.told[told:]]

    def unlock(self, lock: int, order: object = "order", board: int = 1) -> None:
        self.bus.unlock(board, lock, order, self.wire.now_ms)

    def said(self, since_ms: int = 0) -> list[bytes]:
        return [data for at_ms, data in self.wire.said if at_ms >= since_ms]

    def _wake_ms(self) -> int:
        coming_ms = self.wire.next_ms
        return self.bus.wake_ms if coming_ms is None else min(coming_ms, self.bus.wake_ms)

    def _step(self) -> None:
        data = self.wire.read()
        if data:
            self.bus.receive(data, self.now_ms)
        request = self.bus.advance(self.now_ms)
        self.told += [(self.now_ms, answer) for answer in self.bus.answers]
        self.bus.answers.clear()
        if request:
            self.wire.write(request)


def settled(script: Script, boards: dict[int, int] | None = None) -> Line:
    """A line on which every board has been heard."""
    line = Line(script, boards or {1: 1})
    line.run(1_000)
    return line


def outcomes(told: list[lock_bus.Answer]) -> list[tuple[object, str]]:
    return [(answer.order, answer.how) for answer in told if isinstance(answer, Outcome)]


# -- questions and answers ----------------------------------------------------------------


def test_the_first_question_is_for_one_lock_and_the_next_for_all() -> None:
    line = Line(ScriptedBoard(high={1, 3}))
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

    assert Line(script).run(400) == [Levels(1, 0xFFFFFF, 24)]


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
        line = Line(lambda said, script=script: [  # type: ignore[misc]
            (ms, data if data == said and script is not board else noise + data)
            for ms, data in script(said)])  # fmt: skip
        assert line.run(100) == [Levels(1, 1, 24)]


def test_endless_babble_does_not_stop_the_questions() -> None:
    line = settled(ScriptedBoard())
    line.wire.script = lambda said: [(10 * n, b"\x55" * 10) for n in range(1, 200)]
    told = line.run(20_000)
    assert Lost(1, lock_bus._GARBLED) in told
    assert len(line.said()) > 5


def test_there_are_5_ms_between_the_last_byte_and_the_next_question() -> None:
    line = settled(several(ScriptedBoard(1), ScriptedBoard(2)), {1: 1, 2: 1})
    line.run(5_000)
    for (before_ms, _), (after_ms, _) in zip(line.wire.said, line.wire.said[1:], strict=False):
        assert after_ms - before_ms >= 14 + 25 + 5  # question and answer, silence, gap


# -- unlocks ------------------------------------------------------------------------------


def test_an_unlock_is_said_once_and_done_when_the_board_says_so() -> None:
    line = settled(ScriptedBoard(high={7}))
    since_ms = line.now_ms
    line.unlock(7)
    told = line.run(3_000)
    assert told[0] == Outcome("order", DONE, True)
    assert line.said(since_ms).count(frame(0x8A, 1, 7, 0x11)) == 1


def test_an_unlock_goes_ahead_of_the_polls() -> None:
    boards = {n: 1 for n in range(1, 9)}
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
    told = line.run(2 * lock_bus.RESPONSE_MS + 100)
    assert outcomes(told) == [("order", NOT_SENT)]


def test_one_spoilt_poll_does_not_cost_an_unlock() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.run(450)
    line.wire.script = lambda said: [(6, b"\x12")]
    line.run(60)
    line.wire.script = board
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


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
    assert all(at_ms <= 1_000 + lock_bus.STALE_MS for at_ms, _ in line.wire.unlocks)


# -- coils --------------------------------------------------------------------------------


def test_one_coil_at_a_time() -> None:
    line = settled(ScriptedBoard(open_ms=10))
    for lock in (1, 2, 3):
        line.unlock(lock, lock)
    line.run(4_000)
    times = [at_ms for at_ms, _ in line.wire.unlocks]
    assert [later - sooner for sooner, later in zip(times, times[1:], strict=False)] == [1_100] * 2


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
    line.unlock(1)
    line.unlock(2)
    line.run(5_000)
    first, second, third = line.wire.unlocks
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


# -- lost and found -----------------------------------------------------------------------


def test_a_board_is_lost_after_three_silences_then_asked_seldom_and_found_again() -> None:
    board = ScriptedBoard()
    line = settled(board)
    line.wire.script = silence
    told = line.run(20_000)
    assert [type(answer) for answer in told] == [Lost]
    at_ms = next(at_ms for at_ms, answer in line.told if isinstance(answer, Lost))
    later = [asked_ms for asked_ms, _ in line.wire.said if asked_ms >= at_ms]
    gaps = {after - before for before, after in zip(later, later[1:], strict=False)}
    assert gaps == {lock_bus.LOST_POLL_MS}
    line.wire.script = board
    told = line.run(6_000)
    assert told[0] == Found(1) or told[1] == Found(1)
    assert sum(isinstance(answer, Levels) for answer in told) > 1


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
    line = Line(echoing(ScriptedBoard(high={2})))
    assert line.run(300) == [Levels(1, 0b10, 24)]
    line.unlock(2)
    assert line.run(1_000)[0] == Outcome("order", DONE, True)


def test_an_echo_alone_is_not_a_board() -> None:
    line = Line(echoing(silence))
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
    line = Line(ScriptedBoard())
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
    line.bus.line_lost()
    line.wire.script = echoing(board)
    line.bus.line_found(line.now_ms)
    assert Levels(1, 0b10000, 24) in line.run(100)


# -- whatever happens ---------------------------------------------------------------------

bursts = st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=12)), max_size=3)
moods = st.sampled_from(["answers", "echo only", "silent", "late", "noise", "noise and answer"])
doings = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 3_000)),
    st.tuples(st.just("unlock"), st.tuples(st.integers(1, 2), st.integers(1, 4))),
    st.tuples(st.just("mood"), st.tuples(moods, bursts)),
    st.tuples(st.just("cut"), st.just(None)),
)


def in_mood(mood: str, noise: list[tuple[int, bytes]], echoes: bool) -> Script:
    boards = several(ScriptedBoard(1), ScriptedBoard(2, width=8))
    script: Script = {
        "answers": boards,
        "echo only": silence,
        "silent": silence,
        "late": lambda said: [(ms + 1_490, data) for ms, data in boards(said)],
        "noise": lambda said: noise,
        "noise and answer": lambda said: noise + boards(said),
    }[mood]
    return echoing(script) if echoes and mood != "silent" else script


def check_coils(said: list[tuple[int, bytes]]) -> None:
    for (before_ms, _), (after_ms, _) in zip(said, said[1:], strict=False):
        assert after_ms - before_ms >= 1_000
    for lock in {data for _, data in said}:
        times = [at_ms for at_ms, data in said if data == lock]
        for before_ms, after_ms in zip(times, times[1:], strict=False):
            assert after_ms - before_ms >= 2_000
        for first_ms, sixth_ms in zip(times, times[5:], strict=False):
            assert sixth_ms - first_ms >= 60_000


@given(st.booleans(), st.lists(doings, max_size=40))
def test_whatever_the_line_does_an_unlock_has_one_outcome_and_is_said_at_most_once(
    echoes: bool, story: list[tuple[str, object]]
) -> None:
    line = Line(in_mood("answers", [], echoes), {1: 1, 2: 1})
    ordered: list[tuple[int, int, int]] = []
    for act, what in story:
        if act == "wait":
            assert isinstance(what, int)
            line.run(what)
        elif act == "unlock":
            board, lock = what  # type: ignore[misc]
            ordered.append((len(ordered), board, lock))
            line.unlock(lock, ordered[-1], board)
        elif act == "mood":
            mood, noise = what  # type: ignore[misc]
            line.wire.script = in_mood(mood, noise, echoes)
        else:
            line.bus.line_lost()
            line.told += [(line.now_ms, answer) for answer in line.bus.answers]
            line.bus.answers.clear()
            line.bus.line_found(line.now_ms)
    line.run(60_000)

    told = outcomes([answer for _, answer in line.told])
    assert sorted(order for order, _ in told) == ordered  # type: ignore[type-var]
    for board, lock in {(board, lock) for _, board, lock in ordered}:
        said = line.said().count(frame(0x8A, board, lock, 0x11))
        went = [how for order, how in told if order[1:] == (board, lock)]  # type: ignore[index]
        assert said == went.count(DONE) + went.count(UNKNOWN)
    check_coils(line.wire.unlocks)
    locks = {(said[0], said[3]) for said in line.said()}
    assert locks <= {(0x8A, 0x11), (0x80, 0x33)}
    assert all(len(said) == 5 for said in line.said())
    assert all(said[2] for said in line.said() if is_unlock(said))

"""Who is on a line is found by questions alone, and two boards on one address are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.bcc8a_codec import query_one
from drivers.commissioning.at_the_line import call_roll
from drivers.commissioning.findings import ANSWERS, GARBLED, MOODY, LineSeen
from drivers.commissioning.makes import MAKES
from drivers.commissioning.roll_call import RollCall
from tests.drivers.commissioning_world import Wiring, World
from tests.drivers.far_end import (
    WIRE_MS,
    Script,
    ScriptedBoard,
    ScriptedLine,
    echoing,
    frame,
    is_unlock,
    several,
    silence,
)
from tests.drivers.far_end_kinds import KINDS, ScriptedWaveshare, with_crc

# kind, two of its addresses
PLACES = [("bcc8a", 1, 31), ("cu16", 0, 9), ("waveshare", 1, 247)]
CONTROL = bytes.fromhex("0103 1000 0008")


class Clock:
    """Time passes where it is waited for."""

    def __init__(self, line: ScriptedLine) -> None:
        self._line = line

    def monotonic_ms(self) -> int:
        return self._line.now_ms

    def wait(self, until_ms: int | None, filenos: object) -> list[int]:
        coming_ms = self._line.next_ms
        assert until_ms is not None
        soonest = until_ms if coming_ms is None else min(until_ms, coming_ms)
        self._line.now_ms = max(self._line.now_ms, soonest)
        return []


def roll(script: Script, kind: str = "bcc8a", boards: tuple[int, ...] = (1, 2, 3)) -> LineSeen:
    line = ScriptedLine(script)
    return call_roll(line, Clock(line), MAKES[kind], boards)


def sentences(seen: LineSeen) -> str:
    return "\n".join(trouble.sentence() for trouble in seen.troubles())


# -- boards that are well -----------------------------------------------------------------


@pytest.mark.parametrize("has_echo", [False, True])
@pytest.mark.parametrize(("kind", "low", "high"), PLACES)
def test_boards_are_found_with_their_channels_and_levels(
    kind: str, low: int, high: int, has_echo: bool
) -> None:
    world = World(
        Wiring(kind, low, (1, 2, 3)), Wiring(kind, high, (4, 5)), has_echo=has_echo
    )
    world.cabinet.force_open(2, 0)
    port = world.port()
    every = tuple(port.make.dialect().boards)
    seen = call_roll(port.line, world, port.make, every)
    assert [board.board for board in seen.boards] == [low, high]
    assert seen.troubles() == []
    assert seen.has_echo is has_echo
    first, second = seen.boards
    assert first.how == second.how == ANSWERS
    assert [first.level(channel) for channel in (1, 2, 3)] == [True, False, True]
    assert [second.level(channel) for channel in (1, 2)] == [True, True]
    assert first.width == {"bcc8a": 24, "cu16": 16, "waveshare": 8}[kind]
    assert first.level(0) is None and first.level(first.width + 1) is None
    assert all(not world.cabinet.pulses(door) for door in world.cabinet.compartments)


@pytest.mark.parametrize(("kind", "low", "high"), PLACES)
def test_nothing_but_questions_is_said(kind: str, low: int, high: int) -> None:
    world = World(Wiring(kind, low), Wiring(kind, high, (5,)))
    port = world.port()
    call_roll(port.line, world, port.make, (low, high))
    assert world.said
    for said in world.said:
        is_control = kind == "waveshare" and said[1:6] == CONTROL[1:6]
        assert is_control or KINDS[kind].may_be_said(said), said.hex(" ")
        assert not is_unlock(said) or is_control


def test_who_is_silent_is_asked_twice_and_who_speaks_six_times() -> None:
    line = ScriptedLine(ScriptedBoard(2))
    call_roll(line, Clock(line), MAKES["bcc8a"], (1, 2))
    assert [said[1] for _, said in line.said] == [1, 1, 2, 2, 2, 2, 2, 2]


def test_each_address_is_told_before_it_is_asked() -> None:
    line, told = ScriptedLine(silence), []
    call_roll(line, Clock(line), MAKES["bcc8a"], (4, 7), told.append)
    assert told == [4, 7]


def test_an_answer_to_a_short_request_is_not_taken_for_its_echo() -> None:
    # A byte of low levels: the answer is byte for byte the question.
    board = ScriptedBoard(1, width=8)
    assert roll(board, boards=(1,)).boards[0].widths == {8}
    assert roll(echoing(board), boards=(1,)).boards[0].widths == {8}
    assert roll(echoing(board), boards=(1,)).has_echo is True


# -- troubles -----------------------------------------------------------------------------


@pytest.mark.parametrize("has_echo", [False, True])
@pytest.mark.parametrize(("kind", "low", "high"), PLACES)
def test_two_boards_on_one_address_are_told(
    kind: str, low: int, high: int, has_echo: bool
) -> None:
    world = World(Wiring(kind, low), Wiring(kind, low, (5,)), has_echo=has_echo)
    port = world.port()
    seen = call_roll(port.line, world, port.make, (low, high))
    (board,) = seen.boards
    assert board.how == GARBLED
    assert f"two boards have the address {low}" in sentences(seen)


def test_two_boards_that_answer_one_after_the_other_are_told() -> None:
    both = several(ScriptedBoard(1, high={1}), ScriptedBoard(1, high={1}, reply_ms=120))
    assert "two boards have the address 1" in sentences(roll(both))


def test_two_boards_of_other_widths_that_never_answer_together_are_told() -> None:
    turns = iter(range(100))
    one, other = ScriptedBoard(1, width=24), ScriptedBoard(1, width=16)
    seen = roll(lambda said: one(said) if next(turns) // 2 % 2 else other(said), boards=(1,))
    assert seen.boards[0].how == GARBLED
    assert "two boards have the address 1" in sentences(seen)


def test_two_boards_that_always_collide_are_told() -> None:
    seen = roll(lambda said: [(10, b"\x83\x5f\x01")] if said[1] == 2 else [])
    (board,) = seen.boards
    assert (board.board, board.how) == (2, GARBLED)
    assert "most likely two boards have the address 2" in sentences(seen)


def test_one_garbled_answer_of_six_is_told() -> None:
    turns, board = iter(range(100)), ScriptedBoard(1)
    seen = roll(lambda said: [(10, b"\x55")] if next(turns) == 3 else board(said), boards=(1,))
    assert seen.boards[0].spoilt == 1
    assert "1 of 6 answers are garbled" in sentences(seen)


def test_a_board_that_answers_now_and_then_is_told() -> None:
    turns, board = iter(range(100)), ScriptedBoard(1)
    seen = roll(lambda said: [] if next(turns) in (2, 4) else board(said), boards=(1,))
    assert seen.boards[0].how == MOODY
    assert "it answered 4 of 6 questions" in sentences(seen)


def test_noise_that_comes_once_is_no_board() -> None:
    turns = iter(range(100))
    seen = roll(lambda said: [(10, b"\x55")] if next(turns) == 0 else [])
    assert seen.boards == []
    assert "1 time something came that is no answer" in sentences(seen)


def test_an_answer_that_comes_too_late_is_no_board_of_the_next_address() -> None:
    seen = roll(ScriptedBoard(1, reply_ms=330))
    assert 2 not in [board.board for board in seen.boards]
    assert seen.troubles()


def test_bytes_before_anybody_is_asked_are_told() -> None:
    line = ScriptedLine(ScriptedBoard(1))
    line.send(b"RR123456785LV\r", 100)
    seen = call_roll(line, Clock(line), MAKES["bcc8a"], (1,))
    assert "14 bytes came although nobody was asked" in sentences(seen)
    assert seen.boards[0].right == 6


def test_a_line_without_boards_is_told_and_whether_the_adapter_hears_itself() -> None:
    seen = roll(silence)
    assert (seen.boards, seen.has_echo) == ([], None)
    assert "no board answers: nothing at all came back" in sentences(seen)
    seen = roll(echoing(silence))
    assert (seen.boards, seen.has_echo) == ([], True)
    assert "the adapter hears itself" in sentences(seen)


# -- how a Waveshare board is set ---------------------------------------------------------


def controlled(answer: bytes | None) -> Script:
    board = ScriptedWaveshare(1)

    def script(said: bytes) -> list[tuple[int, bytes]]:
        if said[:6] != CONTROL:
            return board(said)
        return [] if answer is None else [(WIRE_MS + 10, answer)]

    return script


def modes(*values: int) -> bytes:
    words = [byte for value in values for byte in (value >> 8, value & 0xFF)]
    return with_crc(1, 3, 16, *words)


def test_a_board_whose_relays_obey_orders_is_well() -> None:
    assert roll(controlled(modes(*[0] * 8)), "waveshare", (1,)).troubles() == []


@pytest.mark.parametrize("mode", [1, 2, 3, 0x0100])
@pytest.mark.parametrize("relay", range(1, 9))
def test_a_board_one_of_whose_relays_follows_its_input_is_refused(relay: int, mode: int) -> None:
    values = [mode if number == relay else 0 for number in range(1, 9)]
    told = sentences(roll(controlled(modes(*values)), "waveshare", (1,)))
    assert f"register {999 + relay} is {mode} for relay {relay}" in told
    assert "set the control mode of all relays to 0" in told


@pytest.mark.parametrize("answer", [None, with_crc(1, 0x83, 2), with_crc(1, 3, 2, 0, 0)])
def test_a_board_that_does_not_tell_is_refused(answer: bytes | None) -> None:
    told = sentences(roll(controlled(answer), "waveshare", (1,)))
    assert "it does not tell whether its relays follow their inputs" in told


def test_the_simulated_board_in_that_mode_is_refused() -> None:
    world = World(Wiring("waveshare", 1, (), chosen={"control": "linkage"}))
    port = world.port()
    assert "its relays follow their inputs" in sentences(
        call_roll(port.line, world, port.make, (1,))
    )


def test_a_board_without_inputs_says_so() -> None:
    world = World(Wiring("waveshare", 1, (1,), chosen={"has_inputs": False}))
    port = world.port()
    seen = call_roll(port.line, world, port.make, (1,))
    assert seen.boards[0].level(1) is None
    assert "use a board with inputs" in sentences(seen)


# -- whatever comes -----------------------------------------------------------------------

noises = st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=16)), max_size=3)


@given(st.sampled_from([place[0] for place in PLACES]), st.lists(noises, max_size=12))
def test_whatever_comes_it_ends_and_orders_nothing(
    kind: str, stories: list[list[tuple[int, bytes]]]
) -> None:
    told = iter(stories)
    line = ScriptedLine(lambda said: next(told, []))
    boards = tuple(MAKES[kind].dialect().boards)[:3]
    seen = call_roll(line, Clock(line), MAKES[kind], boards)
    seen.as_object()
    assert len(line.said) <= 3 * 7
    for _, said in line.said:
        assert said[1:6] == CONTROL[1:6] or not is_unlock(said)


def test_two_answers_are_two_and_one_is_one() -> None:
    answer = frame(0x80, 1, 1, 0x11)
    call = RollCall(MAKES["bcc8a"], (1,))
    assert call._is_double(answer + answer, 1)
    for frames in (b"", answer, answer + query_one(1, 1), answer + frame(0x80, 2, 1, 0x11)):
        assert not call._is_double(frames, 1)

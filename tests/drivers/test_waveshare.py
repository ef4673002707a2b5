"""A line of Waveshare relay boards: switched off at the start, pulsed by their own clock."""

import pytest

from drivers.lock_boards import LockBoards
from drivers.lock_bus import DONE, NOT_SENT, REFUSED, UNKNOWN, Found, Levels, Lost, Outcome
from drivers.waveshare import Waveshare
from terminal import events
from terminal.effects import Unlock
from tests.drivers.bus_bench import BusBench, outcomes
from tests.drivers.far_end import Bench, Script, ScriptedLine, echoing, several, silence
from tests.drivers.far_end_kinds import ScriptedWaveshare, with_crc

INPUTS_1 = bytes.fromhex("01020000000879CC")
ALL_OFF_1 = bytes.fromhex("010500FF0000FDFA")
FLASH_1_1 = bytes.fromhex("0105020000050C71")  # relay 1, 500 ms
ALL_OFF_2 = with_crc(2, 0x05, 0x00, 0xFF, 0x00, 0x00)
SHUT = Levels(1, 0xFF, 8)


def new(script: Script, *boards: int) -> BusBench:
    return BusBench(script, dict.fromkeys(boards or (1,), 1), Waveshare())


def started(script: Script, *boards: int) -> BusBench:
    """A line on which every board has been heard and switched off."""
    line = new(script, *boards)
    line.run(1_300)  # and nobody is being asked
    return line


# -- the start ----------------------------------------------------------------------------


@pytest.mark.parametrize("through", [lambda script: script, echoing])
def test_the_inputs_are_asked_for_first_then_all_relays_are_switched_off(through: object) -> None:
    assert callable(through)
    line = new(through(ScriptedWaveshare()))
    told = line.run(200)
    assert line.said() == [INPUTS_1, ALL_OFF_1, INPUTS_1]
    assert told == [SHUT, SHUT]


@pytest.mark.parametrize("through", [lambda script: script, echoing])
@pytest.mark.parametrize("dead", [1, 2, 3])
def test_a_dead_board_is_told_too_and_does_not_stop_the_others(through: object, dead: int) -> None:
    assert callable(through)
    alive = [ScriptedWaveshare(number) for number in (1, 2, 3) if number != dead]
    line = new(through(several(*alive)), 1, 2, 3)
    line.run(3_000)
    off = [said for said in line.said() if said[1] == 0x05]
    assert off == [with_crc(number, 0x05, 0x00, 0xFF, 0x00, 0x00) for number in (1, 2, 3)]
    heard = {answer.board for _, answer in line.told if isinstance(answer, Levels)}
    assert heard == {1, 2, 3} - {dead}


def test_nothing_is_opened_before_the_relays_were_switched_off() -> None:
    line = new(ScriptedWaveshare())
    line.unlock(1)
    line.run(1_000)
    assert line.said()[:3] == [INPUTS_1, ALL_OFF_1, FLASH_1_1]


def test_a_board_that_was_away_is_switched_off_again_before_it_opens_anything() -> None:
    board = ScriptedWaveshare()
    line = started(board)
    line.wire.script = silence
    line.run(20_000)
    line.wire.script = board
    line.unlock(1)
    since_ms = line.now_ms
    told = line.run(6_000)
    assert Found(1) in told
    assert outcomes(told) == [("order", DONE)]
    said = line.said(since_ms)
    assert said.count(ALL_OFF_1) == 1
    assert said.index(ALL_OFF_1) < said.index(FLASH_1_1)


def test_a_line_that_was_away_starts_anew() -> None:
    line = started(ScriptedWaveshare())
    line.bus.line_lost()
    since_ms = line.now_ms
    line.bus.line_found(line.now_ms)
    line.run(200)
    assert line.said(since_ms) == [INPUTS_1, ALL_OFF_1, INPUTS_1]


def test_switching_off_is_said_once_and_never_in_the_middle() -> None:
    line = started(ScriptedWaveshare())
    for lock in range(1, 9):
        line.unlock(lock, lock)
    line.run(60_000)
    assert line.said().count(ALL_OFF_1) == 1


def test_a_start_without_an_answer_is_no_trouble_of_the_board() -> None:
    board = ScriptedWaveshare()
    line = new(lambda said: [] if said == ALL_OFF_1 else board(said))
    told = line.run(30_000)
    assert {type(answer) for answer in told} == {Levels}
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


def test_noise_in_the_answer_to_a_start_is_waited_out() -> None:
    board = ScriptedWaveshare()
    noisy = [(10, b"\x55"), (120, ALL_OFF_1)]
    line = new(lambda said: noisy if said == ALL_OFF_1 else board(said))
    line.run(1_000)
    (off_ms, _), (next_ms, _) = line.wire.said[1:3]
    assert next_ms - off_ms >= 120


# -- echoes -------------------------------------------------------------------------------


def test_an_echo_is_not_the_answer_to_an_unlock_although_it_is_the_same() -> None:
    board = ScriptedWaveshare()
    line = started(echoing(board))
    line.wire.script = echoing(silence)
    line.unlock(1)
    assert outcomes(line.run(2_000)) == [("order", UNKNOWN)]
    assert len(line.wire.unlocks) == 1


def test_echo_and_answer_are_told_apart() -> None:
    line = started(echoing(ScriptedWaveshare()))
    line.unlock(1)
    assert line.run(500)[0] == Outcome("order", DONE, None)


def test_an_echo_alone_is_not_a_board() -> None:
    line = new(echoing(silence))
    line.unlock(1)
    told = line.run(20_000)
    assert outcomes(told) == [("order", NOT_SENT)]
    assert [type(answer) for answer in told] == [Outcome, Lost]
    assert line.wire.unlocks == []


def test_the_echo_of_a_switch_off_tells_nothing_about_echoes() -> None:
    # Board 1 is dead; its echo may not make the adapter look like one, or unlike one.
    line = new(echoing(ScriptedWaveshare(2)), 1, 2)
    line.run(5_000)
    assert ALL_OFF_2 in line.said()
    line.unlock(3, board=2)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


def test_the_answer_to_a_switch_off_is_no_echo() -> None:
    # The first question goes under, so nobody knows of echoes when all is switched off.
    board = ScriptedWaveshare()
    line = new(lambda said: [] if said == INPUTS_1 else board(said))
    line.run(600)
    assert line.said() == [INPUTS_1, ALL_OFF_1, INPUTS_1]
    line.wire.script = board
    line.run(1_000)
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", DONE)]


# -- unlocks ------------------------------------------------------------------------------


def test_a_relay_is_flashed_once_and_never_switched_on() -> None:
    line = started(ScriptedWaveshare())
    since_ms = line.now_ms
    line.unlock(1)
    told = line.run(3_000)
    assert told[0] == Outcome("order", DONE, None)
    assert [said for said in line.said(since_ms) if said[1] == 0x05] == [FLASH_1_1]


@pytest.mark.parametrize("pulse_ms", [300, 500, 700, 1_000])
def test_the_board_is_told_how_long(pulse_ms: int) -> None:
    line = BusBench(ScriptedWaveshare(), {1: 1}, Waveshare(pulse_ms))
    line.unlock(8)
    assert outcomes(line.run(1_000)) == [("order", DONE)]
    assert line.wire.unlocks[0][1] == with_crc(1, 0x05, 0x02, 0x07, 0x00, pulse_ms // 100)


@pytest.mark.parametrize("pulse_ms", [0, 200, 250, 550, 1_100, 3_276_700])
def test_a_pulse_that_does_nothing_or_burns_the_coil_is_refused(pulse_ms: int) -> None:
    with pytest.raises(ValueError, match="300, 400"):
        Waveshare(pulse_ms)


@pytest.mark.parametrize("why", [1, 2, 3, 6])
@pytest.mark.parametrize("through", [lambda script: script, echoing])
def test_an_exception_is_a_refusal(why: int, through: object) -> None:
    assert callable(through)
    line = started(through(ScriptedWaveshare(exception=why)))
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", REFUSED)]
    assert not any(isinstance(answer, Lost) for _, answer in line.told)


@pytest.mark.parametrize("why", [4, 5, 10])
def test_an_exception_after_which_the_coil_may_have_been_on_is_unknown(why: int) -> None:
    line = started(ScriptedWaveshare(exception=why))
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", UNKNOWN)]


def test_the_answer_for_another_relay_is_not_ours() -> None:
    board = ScriptedWaveshare()
    line = started(board)
    other = with_crc(1, 0x05, 0x02, 0x01, 0x00, 0x05)
    line.wire.script = lambda said: [(20, other)] if said == FLASH_1_1 else board(said)
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", UNKNOWN)]


def test_the_answer_for_another_time_is_not_ours() -> None:
    board = ScriptedWaveshare()
    line = started(board)
    other = with_crc(1, 0x05, 0x02, 0x00, 0x00, 0x06)
    line.wire.script = lambda said: [(20, other)] if said == FLASH_1_1 else board(said)
    line.unlock(1)
    assert outcomes(line.run(1_000)) == [("order", UNKNOWN)]


# -- doors and boards ---------------------------------------------------------------------


def test_input_n_belongs_to_relay_n() -> None:
    board = ScriptedWaveshare(17, high=set(range(1, 9)) - {3})
    line = ScriptedLine(board)
    wiring = [(100 + channel, 17, channel) for channel in range(1, 9)]
    world = Bench(LockBoards(line, wiring, dialect=Waveshare()), line)
    assert world.run(1_000) == [events.DoorSeen(100 + n, n == 3) for n in range(1, 9)]
    world.perform(Unlock(108, 5))
    board.high.remove(8)
    assert world.run(1_000) == [events.UnlockDone(108, 5), events.DoorOpened(108)]
    assert [said for _, said in line.unlocks] == [with_crc(17, 0x05, 0x02, 0x07, 0x00, 0x05)]


def test_a_board_without_inputs_says_what_to_buy() -> None:
    line = new(ScriptedWaveshare(has_inputs=False))
    (lost,) = line.run(10_000)
    assert isinstance(lost, Lost)
    assert "use a board with inputs" in lost.why


def test_an_answer_with_one_spoilt_bit_is_garbled() -> None:
    board = ScriptedWaveshare()
    line = started(board)
    line.wire.script = lambda said: [(ms, data[:-1] + b"\x00") for ms, data in board(said)]
    (lost,) = line.run(10_000)
    assert isinstance(lost, Lost)
    assert "garbled" in lost.why


def test_a_board_or_channel_that_cannot_be_is_refused_at_once() -> None:
    for wiring in ([(1, 0, 1)], [(1, 248, 1)], [(1, 1, 0)], [(1, 1, 9)]):
        with pytest.raises(ValueError, match="their channels from 1 to 8"):
            LockBoards(ScriptedLine(silence), wiring, dialect=Waveshare())

"""A Waveshare board that hears noise, that cannot be, that shares a line, on a bad line."""

import pytest

from sim.boards import Chain
from sim.boards.supply import Supply
from sim.boards.waveshare import Waveshare
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.line_faults import Faults
from sim.luck import Luck
from tests.sim.board_bench import Bench
from tests.sim.waveshare_bench import (
    ALL_SHUT,
    FLASH_0,
    FLASH_1,
    ON_0,
    ONE_OPEN,
    READ_INPUTS,
    READ_RELAYS,
    VECTORS,
    bench,
    crc,
)

# Physics.


def test_a_frozen_door_stays_shut_and_its_input_says_so():
    there = bench()
    there.cabinet.jam(1)
    there.send(FLASH_0, 30_000)
    assert there.open_doors() == [] and there.send(READ_INPUTS) == ALL_SHUT


def test_a_late_door_opens_after_everybody_looked():
    there = bench()
    there.cabinet.jam(1, "late")
    there.send(FLASH_0, 5_000)
    assert there.send(READ_INPUTS) == ALL_SHUT
    there.wait(30_000)
    assert there.send(READ_INPUTS) == ONE_OPEN


def test_wiring_is_by_relay_and_not_by_the_number_on_the_door():
    cabinet = Cabinet([30, 31], Luck(1).stream("doors"))
    board = Waveshare(cabinet, Luck(1).stream("board"), compartments=[31, None, 30])
    there = Bench(cabinet, board)
    assert there.send(READ_INPUTS) == crc("01 02 01 05")
    there.send(FLASH_1)
    there.send(crc("01 05 02 02 00 05"))
    assert there.open_doors() == [30] and there.send(READ_INPUTS) == crc("01 02 01 01")


def test_a_board_without_power_lets_go_of_everything_and_forgets():
    there = bench()
    there.send(ON_0, 10)  # Shorter than a bolt takes to move.
    there.send(VECTORS["flash-off relay0 700ms"], 5)
    there.board.feed(READ_INPUTS[:4], there.now_ms)
    there.board.switch_off(there.now_ms)
    assert there.wait(9_000) == b"" and there.send(READ_RELAYS) == b""
    assert there.open_doors() == []
    there.board.switch_on(there.now_ms)
    assert there.send(READ_INPUTS[4:]) == b""
    there.send(ON_0, 1_000)
    there.board.switch_off(there.now_ms)
    there.board.switch_on(there.now_ms)
    assert there.send(READ_RELAYS, 60_000) == crc("01 01 01 00")
    assert there.cabinet.burnt_coils() == []


def test_a_mute_board_opens_without_a_word_and_a_noisy_one_garbles():
    there = bench()
    there.board.is_mute = True
    assert there.send(FLASH_0) == b"" and there.open_doors() == [1]
    noisy = bench()
    noisy.board.noise_permille = 1000
    assert noisy.send(READ_INPUTS).endswith(ALL_SHUT)


# Frames and silence.

FRAMES = [frame for name, frame in VECTORS.items() if not name.startswith(("resp", "exception"))]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.hex())
def test_no_frame_with_one_bit_wrong_is_answered_or_obeyed(frame):
    for bit in range(8 * len(frame)):
        wrong = bytearray(frame)
        wrong[bit // 8] ^= 1 << bit % 8
        there = bench()
        assert there.send(bytes(wrong), 5_000) == b"" and there.pulses() == []


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.hex())
def test_a_frame_may_come_in_pieces_without_a_silence(frame):
    whole = bench()
    answer = whole.send(frame, 5_000)
    assert answer
    for cut in range(1, len(frame)):
        there = bench()
        assert there.send(frame[:cut], 3) == b""
        assert there.send(frame[cut:], 5_000) == answer
        assert there.open_doors() == whole.open_doors()
        torn = bench()
        torn.send(frame[:cut], 4)
        assert torn.send(frame[cut:], 5_000) == b"" and torn.pulses() == []


def test_a_frame_may_come_byte_by_byte_however_long_it_takes():
    there = bench()
    for byte in READ_INPUTS[:-1]:
        assert there.send(bytes([byte]), 3) == b""
    assert there.send(READ_INPUTS[-1:]) == ALL_SHUT


def test_silence_ends_a_frame_even_if_the_board_was_not_looked_at_meanwhile():
    board = bench().board
    board.feed(READ_INPUTS[:3], 0)
    board.feed(READ_INPUTS, 4)
    assert board.due(100) == [ALL_SHUT]


def test_two_frames_without_a_silence_between_are_no_frame():
    there = bench()
    assert there.send(FLASH_0 + READ_INPUTS) == b"" and there.pulses() == []
    assert there.send(READ_INPUTS + b"\1") == there.send(b"\0" + READ_INPUTS) == b""
    assert there.send(READ_INPUTS) == ALL_SHUT


def test_a_zero_behind_a_frame_keeps_its_crc_right_but_not_its_length():
    # Adapters add one as they let go of the line, and no CRC-16 can see it.
    there = bench()
    assert there.send(FLASH_0 + b"\0") == crc("01 85 03") and there.pulses() == []


def test_garbage_is_over_after_a_silence():
    luck = Luck(1).stream("garbage")
    for _ in range(300):
        garbage = bytes(luck.below(256) for _ in range(luck.between(1, 40)))
        there = bench()
        assert there.send(garbage, 4) == b""
        assert there.send(READ_INPUTS) == ALL_SHUT, garbage.hex()
        assert there.pulses() == []


def test_an_answer_comes_after_the_silence_and_not_in_it():
    there = bench(reply_ms=(2, 2))
    assert there.send(READ_INPUTS, 5) == b""
    assert there.wait(1) == ALL_SHUT


def test_replies_and_exceptions_of_others_are_not_obeyed():
    there = bench(2)
    for name, frame in VECTORS.items():
        assert there.send(frame) == b"", name
    assert there.pulses() == []


# What cannot be.

@pytest.mark.parametrize(("wrong", "says"), [
    ({"control": "magic"}, "normal or linkage"), ({"polarity": "upside"}, "door_closing or")])
def test_a_board_that_cannot_be_is_refused_in_words(wrong, says):
    with pytest.raises(ValueError, match=says):
        bench(**wrong)


def test_an_address_or_wiring_that_cannot_be_is_refused_in_words():
    for address in (0, 248):
        with pytest.raises(ValueError, match="1 to 247"):
            bench(address)
    with pytest.raises(ValueError, match="9 doors do not fit on 8"):
        Waveshare(Cabinet(range(9), Luck(1).stream("doors")), Luck(1).stream("board"))


# On a line.

def test_boards_on_one_line_answer_for_themselves_and_share_a_supply():
    luck, supply, time_ms = Luck(1), Supply(), [0]
    cabinet = Cabinet(range(1, 17), luck.stream("doors"))
    cable = Cable(lambda: time_ms[0], luck.stream("line"))
    chain = Chain(cable.far, [
        Waveshare(cabinet, luck.stream(f"board {address}"), address=address, supply=supply,
                  compartments=range(8 * address - 7, 8 * address + 1)) for address in (1, 2)])

    def exchange(*frames):
        heard = b""
        for frame in frames:
            cable.host.write(frame)
            for _ in range(30):
                time_ms[0] += 1
                cabinet.advance(time_ms[0])
                chain.advance(time_ms[0])
                heard += cable.host.read()
        return heard

    assert exchange(READ_INPUTS) == ALL_SHUT
    assert exchange(crc("02 02 00 00 00 08")) == crc("02 02 01 ff")
    exchange(FLASH_0, *[READ_INPUTS] * 20)
    assert cabinet.is_open(1) and supply.overlaps == []
    exchange(FLASH_0, crc("02 05 02 00 00 05"))
    overlap, = supply.overlaps
    assert (overlap.running, overlap.added) == ((1, 0), (2, 0))


@pytest.mark.parametrize("seed", range(5))
def test_a_bad_line_never_makes_an_opening_of_questions_nor_opens_another_door(seed):
    for order, doors in ((READ_RELAYS, []), (FLASH_0, [1])):
        luck, time_ms = Luck(seed), [0]
        cabinet = Cabinet(range(1, 9), luck.stream("doors"))
        cable = Cable(lambda now=time_ms: now[0], luck.stream("line"))
        cable.faults = Faults(split_permille=300, merge_permille=300, delay_permille=300,
                              drop_permille=300, flip_permille=300)
        chain = Chain(cable.far, [Waveshare(cabinet, luck.stream("board"))])
        for _ in range(200):
            for frame in (order, READ_INPUTS):
                cable.host.write(frame)
                for _ in range(100):
                    time_ms[0] += 10
                    cabinet.advance(time_ms[0])
                    chain.advance(time_ms[0])
                cable.host.read()
        assert [door for door in cabinet.compartments if cabinet.pulses(door)] == doors

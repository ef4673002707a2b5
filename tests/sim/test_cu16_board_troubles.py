"""A CU16 that hears noise, that cannot be, that shares a line, and whose line is bad."""

import pytest

from sim.boards import Chain
from sim.boards.cu16 import Cu16
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.line_faults import Faults
from sim.luck import Luck
from tests.sim.cu16_bench import (
    ASK_TIME,
    DELAYED,
    SHUT,
    STATUS,
    UNLOCK_0,
    VECTORS,
    bench,
    summed,
)

# Noise.

FRAMES = [*[frame for name, frame in VECTORS.items() if not name.startswith("reply")], DELAYED]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.hex())
def test_no_frame_with_one_bit_wrong_is_obeyed(frame):
    for bit in range(8 * len(frame)):
        wrong = bytearray(frame)
        wrong[bit // 8] ^= 1 << bit % 8
        there = bench(frame[1] >> 4 if frame[1] >> 4 < 10 else 0)
        assert there.send(bytes(wrong), 9_000) == b"" and there.pulses() == []
        assert there.board.unlock_ms == 550


def test_a_frame_that_does_not_end_in_03_is_not_obeyed_though_its_sum_is_right():
    there = bench()
    for end in set(range(256)) - {3}:
        assert there.send(summed(f"02 00 31 {end:02x}"), 200) == b""
    assert there.pulses() == []


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.hex())
def test_a_frame_may_come_in_pieces_but_no_part_of_it_counts(frame):
    address = frame[1] >> 4 if frame[1] >> 4 < 10 else 0
    whole = bench(address)
    answer = whole.send(frame, 9_000)
    for cut in range(1, len(frame)):
        there = bench(address)
        assert there.send(frame[:cut], 20) == b"" and there.pulses() == []
        assert there.send(frame[cut:], 9_000) == answer
        assert there.open_doors() == whole.open_doors()
        slow = bench(address)
        slow.send(frame[:cut], 150)
        assert slow.send(frame[cut:], 9_000) == b"" and slow.pulses() == []


def test_frames_may_come_together():
    assert bench().send(STATUS + ASK_TIME) == SHUT + summed("02 00 38 00 37 03")


def test_a_frame_is_found_after_garbage_and_after_half_a_frame():
    luck = Luck(1).stream("garbage")
    for _ in range(300):
        garbage = bytes(luck.below(256) for _ in range(luck.between(1, 12)))
        there = bench()
        there.send(garbage, 150)
        assert there.send(STATUS) == SHUT, garbage.hex()
        assert there.pulses() == []
    for length in range(1, 5):
        assert bench().send(UNLOCK_0[:length] + STATUS) == SHUT


def test_replies_and_other_boards_are_not_obeyed():
    there = bench()
    for name, frame in VECTORS.items():
        if name.startswith("reply") or "CU1" in name:
            assert there.send(frame) == b"", name
    assert there.pulses() == []


# Switches that cannot be.

@pytest.mark.parametrize(("wrong", "says"), [
    ({"busy": "often"}, "never, pulse or stuck"), ({"unlock_ms": 555}, "in tens"),
    ({"unlock_ms": 655_360}, "0 to 655350"), ({"polarity": "upside"}, "door_closing or")])
def test_a_board_that_cannot_be_is_refused_in_words(wrong, says):
    with pytest.raises(ValueError, match=says):
        bench(**wrong)


def test_an_address_or_wiring_that_cannot_be_is_refused_in_words():
    for address in (-1, 10):
        with pytest.raises(ValueError, match="0 to 9"):
            bench(address)
    with pytest.raises(ValueError, match="17 doors do not fit on 16"):
        Cu16(Cabinet(range(17), Luck(1).stream("doors")), Luck(1).stream("board"))


# On a line.

def test_boards_on_one_line_answer_for_themselves_and_share_a_supply():
    luck, supply, time_ms = Luck(1), Supply(), [0]
    cabinet = Cabinet(range(1, 33), luck.stream("doors"))
    cable = Cable(lambda: time_ms[0], luck.stream("line"), baud=19200, has_echo=True)
    chain = Chain(cable.far, [
        Cu16(cabinet, luck.stream(f"board {address}"), address=address, supply=supply,
             compartments=range(16 * address + 1, 16 * address + 17)) for address in (0, 1)])

    def exchange(frame):
        cable.host.write(frame)
        heard = b""
        for _ in range(1_000):
            time_ms[0] += 1
            chain.advance(time_ms[0])
            cabinet.advance(time_ms[0])
            heard += cable.host.read()
        assert heard[:len(frame)] == frame, "an adapter with echo returns what was sent"
        return heard[len(frame):]

    assert exchange(STATUS) == SHUT
    assert exchange(VECTORS["status all on bus"]) == (
        summed("02 00 36 ff ff 00 00 03") + VECTORS["reply 36 CU1"])
    assert exchange(VECTORS["unlock CU1 lock5"]) == b""
    assert cabinet.is_open(22) and supply.overlaps == []
    exchange(UNLOCK_0 + VECTORS["unlock CU1 lock5"])
    overlap, = supply.overlaps
    assert (overlap.running, overlap.added) == ((0, 0), (1, 5))


@pytest.mark.parametrize("seed", range(5))
def test_a_bad_line_never_makes_an_opening_of_questions_nor_opens_another_door(seed):
    for order, doors in ((ASK_TIME, []), (UNLOCK_0, [1])):
        luck, time_ms = Luck(seed), [0]
        cabinet = Cabinet(range(1, 17), luck.stream("doors"))
        cable = Cable(lambda now=time_ms: now[0], luck.stream("line"), baud=19200)
        cable.faults = Faults(split_permille=300, merge_permille=300, delay_permille=300,
                              drop_permille=300, flip_permille=300)
        chain = Chain(cable.far, [Cu16(cabinet, luck.stream("board"))])
        for _ in range(200):
            for frame in (order, STATUS):
                cable.host.write(frame)
                for _ in range(100):
                    time_ms[0] += 10
                    cabinet.advance(time_ms[0])
                    chain.advance(time_ms[0])
                cable.host.read()
        assert [door for door in cabinet.compartments if cabinet.pulses(door)] == doors

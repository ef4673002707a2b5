"""The simulated BCC8A board says and does what the vectors and the data sheet say."""


import pytest

from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import Variant
from sim.cabinet import Cabinet
from sim.luck import Luck
from tests.sim.bcc8a_bench import (
    OPEN_1,
    OPEN_STATE_1,
    QUERY_1,
    QUERY_ALL,
    SHUT_1,
    VECTORS,
    Bench,
    hexed,
)


def test_every_frame_in_the_vectors_has_the_check_byte_that_the_board_wants() -> None:
    assert all(hexed(frame[:-1].hex()) == frame for frame in VECTORS.values())


# Opening.

@pytest.mark.parametrize(("vector", "address", "door"), [
    ("open board1 lock1", 1, 1), ("open board1 lock2", 1, 2), ("open board1 lock24", 1, 24),
    ("open board2 lock10", 2, 10), ("open board3 lock12", 3, 12)])
def test_an_open_opens_that_door_of_that_board(vector: str, address: int, door: int) -> None:
    for other in range(1, 32):
        bench = Bench(address=other)
        said = bench.send(VECTORS[vector])
        assert bench.open_doors() == ([door] if other == address else [])
        assert said == (hexed(f"8a {address:02x} {door:02x} 00") if other == address else b"")


def test_the_reply_to_an_open_shows_the_door_half_a_second_to_a_second_later() -> None:
    seen = set()
    for seed in range(100):
        bench = Bench(seed=seed)
        assert bench.send(OPEN_1, 499) == b""
        assert bench.wait(501) == VECTORS["reply open b1 l1 status 00"]
        wake_at = Bench(seed=seed)
        wake_at.board.feed(OPEN_1, 0)
        seen.add(wake_at.board.wake_at_ms())
    assert all(wake is not None and 500 <= wake <= 1000 for wake in seen) and len(seen) > 50


def test_a_failed_open_is_answered_with_the_very_bytes_of_the_command() -> None:
    bench = Bench()
    bench.cabinet.jam(1)
    assert bench.send(OPEN_1) == VECTORS["reply open b1 l1 status 11"] == OPEN_1


def test_the_other_make_answers_an_open_with_header_80() -> None:
    bench = Bench(Variant(open_reply_header=0x80))
    assert bench.send(OPEN_1) == OPEN_STATE_1


def test_a_pulse_is_as_long_as_the_board_was_made_for() -> None:
    bench = Bench(Variant(pulse_ms=700))
    bench.send(OPEN_1)
    pulse, = bench.cabinet.pulses(1)
    assert (pulse.at_ms, pulse.pulse_ms) == (1_000, 700)


# What nobody should send, and what comes of it.

def test_open_all_opens_every_door_and_the_supply_remembers() -> None:
    bench = Bench()
    assert bench.send(VECTORS["open ALL board1"]) == b""
    assert bench.open_doors() == list(range(1, 25))
    assert len(bench.board.supply.overlaps) == 24 * 23 // 2


def test_open_several_opens_exactly_the_doors_of_its_mask() -> None:
    bench = Bench()
    bench.send(VECTORS["multi-open b1 l2,10,18"])
    assert bench.open_doors() == [2, 10, 18]
    assert len(bench.board.supply.overlaps) == 3


def test_long_power_heats_the_coil_until_it_is_switched_off() -> None:
    bench = Bench()
    bench.send(VECTORS["hold on b1 l1"], 3_000)
    assert bench.open_doors() == [1] and bench.cabinet.pulses(1)[0].pulse_ms is None
    bench.send(VECTORS["hold off b1 l1"], 60_000)
    assert bench.cabinet.burnt_coils() == []
    bench.send(VECTORS["hold on b1 l1"], 60_000)
    assert bench.cabinet.burnt_coils() == [1]


def test_two_coils_at_once_are_remembered_and_one_after_the_other_is_not() -> None:
    bench = Bench()
    bench.send(OPEN_1, 500)
    bench.send(VECTORS["open board1 lock2"], 100)
    assert bench.board.supply.overlaps == []
    bench.send(VECTORS["open board1 lock24"])
    overlap, = bench.board.supply.overlaps
    assert (overlap.at_ms, overlap.running, overlap.added) == (1_600, (1, 2), (1, 24))


def test_a_coil_does_not_overlap_with_itself() -> None:
    bench = Bench()
    bench.send(OPEN_1, 100)
    bench.send(OPEN_1)
    assert bench.board.supply.overlaps == [] and len(bench.cabinet.pulses(1)) == 2


def test_long_power_overlaps_with_everything_until_it_ends() -> None:
    bench = Bench()
    bench.send(VECTORS["hold on b1 l1"], 5_000)
    bench.send(VECTORS["open board1 lock2"])
    assert len(bench.board.supply.overlaps) == 1
    bench.send(VECTORS["hold off b1 l1"])
    bench.send(VECTORS["open board1 lock2"])
    assert len(bench.board.supply.overlaps) == 1


# Asking.

def test_a_query_shows_one_door() -> None:
    bench = Bench()
    assert bench.send(QUERY_1) == SHUT_1
    bench.cabinet.force_open(1, bench.now_ms)
    bench.wait(100)
    assert bench.send(QUERY_1) == OPEN_STATE_1


def test_a_query_of_all_has_the_highest_ways_first_and_the_lowest_in_bit_0() -> None:
    bench = Bench()
    assert bench.send(QUERY_ALL) == hexed("80 01 ff ff ff 33")
    for door in bench.cabinet.compartments:
        if door not in (1, 9, 17):
            bench.cabinet.force_open(door, bench.now_ms)
    bench.wait(100)
    assert bench.send(QUERY_ALL) == VECTORS["all-24 reply 01 01 01"]
    bench.cabinet.force_open(1, bench.now_ms)
    bench.wait(100)
    assert bench.send(QUERY_ALL) == hexed("80 01 01 01 00 33")


def test_polarity_turns_every_state_round() -> None:
    bench = Bench(Variant(polarity="door_opening"))
    assert bench.send(QUERY_1) == OPEN_STATE_1
    assert bench.send(QUERY_ALL) == hexed("80 01 00 00 00 33")
    assert bench.send(OPEN_1) == VECTORS["reply open b1 l1 status 11"] == OPEN_1
    assert bench.send(QUERY_1) == SHUT_1
    assert bench.send(QUERY_ALL) == hexed("80 01 00 00 01 33")


@pytest.mark.parametrize(("ways", "status_bytes", "states"), [
    (8, None, "00 00 ff"), (8, 3, "00 00 ff"), (8, 1, "ff"), (8, 4, "00 00 00 ff"),
    (12, None, "00 0f ff"), (18, None, "03 ff ff"), (24, None, "ff ff ff"),
    (24, 1, "ff"), (50, None, "03 ff ff ff ff ff ff")])
def test_a_status_has_as_many_bytes_as_the_make_sends_whatever_its_ways(
        ways: int, status_bytes: int | None, states: str) -> None:
    bench = Bench(Variant(ways=ways, status_bytes=status_bytes))
    assert bench.send(QUERY_ALL) == hexed(f"80 01 {states} 33")


def test_the_captured_reply_of_an_8_way_board_with_nothing_shut() -> None:
    cabinet = Cabinet([], Luck(1).stream("doors"))
    board = Bcc8a(cabinet, Luck(1).stream("board"), variant=Variant(ways=8))
    board.feed(QUERY_ALL, 0)
    assert board.due(100) == [VECTORS["all-24 reply zeros"]]


def test_the_reply_of_32_ways() -> None:
    bench = Bench(Variant(ways=32))
    assert bench.send(QUERY_ALL) == VECTORS["all-32 reply FF*4"]


def test_one_status_byte_of_zeros_looks_exactly_like_the_query() -> None:
    bench = Bench(Variant(ways=8, status_bytes=1, polarity="door_opening"))
    assert bench.send(QUERY_ALL) == QUERY_ALL


def test_the_answer_to_a_query_takes_a_few_ms_and_is_not_older_than_that() -> None:
    bench = Bench(Variant(query_reply_ms=(40, 40)))
    bench.send(QUERY_1, 10)
    bench.cabinet.force_open(1, bench.now_ms)
    assert bench.wait(29) == b""
    assert bench.wait(1) == OPEN_STATE_1


def test_wiring_is_by_way_and_not_by_the_number_on_the_door() -> None:
    cabinet = Cabinet([30, 31], Luck(1).stream("doors"))
    board = Bcc8a(cabinet, Luck(1).stream("board"), compartments=[31, None, 30])
    board.feed(QUERY_ALL, 0)
    assert board.due(100) == [hexed("80 01 00 00 05 33")]
    board.feed(VECTORS["open board1 lock2"], 1_000)
    board.feed(hexed("8a 01 03 11"), 1_000)
    cabinet.advance(2_000)
    assert [cabinet.is_open(door) for door in (30, 31)] == [True, False]


def test_the_address_query_is_answered_by_whoever_is_alone() -> None:
    assert Bench().send(VECTORS["board address query"]) == VECTORS["board address reply 1"]
    assert Bench(address=7).send(VECTORS["board address query"]) == hexed("80 01 07 99")
    mute = Bench(Variant(answers_address_query=False))
    assert mute.send(VECTORS["board address query"]) == b""


def test_the_firmware_query_is_answered_by_boards_that_know_it() -> None:
    assert Bench().send(VECTORS["firmware query"]) == b""
    assert Bench(Variant(firmware_version=0x24)).send(
        VECTORS["firmware query"]) == hexed("82 01 24 22")


# Noise.

def test_no_frame_with_one_bit_wrong_is_obeyed() -> None:
    for frame in (OPEN_1, QUERY_1, QUERY_ALL, VECTORS["open ALL board1"],
                  VECTORS["multi-open b1 l2,10,18"], VECTORS["hold on b1 l1"],
                  VECTORS["board address query"]):
        for bit in range(8 * len(frame)):
            bench = Bench()
            wrong = bytearray(frame)
            wrong[bit // 8] ^= 1 << bit % 8
            assert bench.send(bytes(wrong)) == b"" and bench.did_nothing()


def test_no_part_of_a_frame_is_obeyed() -> None:
    for frame in (OPEN_1, VECTORS["multi-open b1 l2,10,18"]):
        for length in range(len(frame)):
            bench = Bench()
            assert bench.send(frame[:length]) == b"" and bench.did_nothing()


def test_a_frame_may_come_in_pieces_but_not_with_a_pause() -> None:
    for cut in range(1, 5):
        bench = Bench()
        bench.send(OPEN_1[:cut], 20)
        bench.send(OPEN_1[cut:])
        assert bench.open_doors() == [1]
        slow = Bench()
        slow.send(OPEN_1[:cut], 150)
        slow.send(OPEN_1[cut:])
        assert slow.did_nothing()


def test_frames_may_come_together() -> None:
    bench = Bench()
    assert bench.send(QUERY_1 + QUERY_ALL) == SHUT_1 + hexed("80 01 ff ff ff 33")


def test_a_frame_is_found_after_garbage_and_after_half_a_frame() -> None:
    luck = Luck(1).stream("garbage")
    for _ in range(300):
        garbage = bytes(luck.below(256) for _ in range(luck.between(1, 12)))
        bench = Bench()
        bench.send(garbage, 150)
        assert bench.send(QUERY_1) == SHUT_1, garbage.hex()
        assert bench.did_nothing()
    for length in range(1, 5):
        bench = Bench()
        assert bench.send(OPEN_1[:length] + QUERY_1) == SHUT_1
    bench = Bench()
    assert bench.send(VECTORS["multi-open b1 l2,10,18"][:5] + QUERY_1) == SHUT_1
    assert bench.did_nothing()


def test_locks_and_boards_that_are_not_there_are_not_answered() -> None:
    bench = Bench(Variant(ways=8))
    for frame in ("8a 01 09 11", "80 01 09 33", "8a 02 01 11", "80 02 01 33", "8a 01 01 12",
                  "90 02 02 02 02"):
        assert bench.send(hexed(frame)) == b""
    assert bench.did_nothing()


def test_a_noisy_board_puts_garbage_before_its_frames() -> None:
    bench = Bench()
    bench.board.noise_permille = 1000
    said = bench.send(QUERY_1)
    assert said.endswith(SHUT_1) and 1 <= len(said) - 5 <= 4


def test_a_whole_frame_between_two_pieces_keeps_them_apart() -> None:
    bench = Bench()
    bench.send(OPEN_1[:2], 10)
    assert bench.send(QUERY_1, 10) == SHUT_1
    bench.send(OPEN_1[2:])
    assert bench.did_nothing()


# Silence.

"""The simulated CU16 says and does what the vectors and the known drivers of it say."""

import pytest

from sim.boards.cu16 import NEVER, PULSE, STUCK, Cu16
from sim.cabinet import Cabinet
from sim.luck import Luck
from tests.sim.board_bench import Bench
from tests.sim.cu16_bench import (
    ASK_TIME,
    DELAYED,
    OPEN_0,
    SET_TIME,
    SHUT,
    STATUS,
    UNLOCK_0,
    VECTORS,
    bench,
    summed,
)


def test_every_frame_in_the_vectors_has_the_sum_that_the_board_wants():
    assert all(summed(frame[:-1].hex()) == frame for frame in [*VECTORS.values(), DELAYED])


# The vectors, one by one.

@pytest.mark.parametrize(("vector", "address"), [("status CU0", 0), ("status CU1", 1)])
def test_a_status_is_answered_by_that_board_alone(vector, address):
    for other in range(10):
        said = bench(other).send(VECTORS[vector])
        shut = summed(f"02 {address << 4:02x} 35 ff ff 00 00 03")
        assert said == (shut if other == address else b"")


@pytest.mark.parametrize(("vector", "address", "door"), [
    ("unlock CU0 lock0", 0, 1), ("unlock CU0 lock1", 0, 2), ("unlock CU0 lock15", 0, 16),
    ("unlock CU1 lock5", 1, 6)])
def test_an_unlock_opens_that_door_of_that_board(vector, address, door):
    for other in range(10):
        there = bench(other)
        assert there.send(VECTORS[vector]) == b""
        assert there.open_doors() == ([door] if other == address else [])


def test_the_status_of_everybody_comes_with_36_and_one_after_the_other():
    ask = VECTORS["status all on bus"]
    assert bench(1).send(ask) == VECTORS["reply 36 CU1"]
    at_ms = []
    for address in range(10):
        there = bench(address)
        there.board.feed(ask, 0)
        at_ms.append(there.board.wake_at_ms())
    assert at_ms == sorted(set(at_ms))


@pytest.mark.parametrize(("vector", "door"), [
    ("reply 35 lock0 open", 1), ("reply 35 lock5 open", 6)])
def test_an_open_hook_is_a_0(vector, door):
    there = bench()
    assert there.send(STATUS) == SHUT
    there.cabinet.force_open(door, there.now_ms)
    there.wait(1_000)
    assert there.send(STATUS) == VECTORS[vector]


def test_unlock_all_opens_every_door_and_the_supply_remembers():
    there = bench()
    assert there.send(VECTORS["unlock all CU0 (never send)"]) == b""
    assert there.open_doors() == list(range(1, 17))
    assert len(there.board.supply.overlaps) == 16 * 15 // 2


def test_the_unlock_time_is_asked_set_and_forgotten_without_power():
    there = bench(unlock_ms=1000)
    assert there.send(ASK_TIME) == summed("02 00 38 00 64 03")
    assert there.send(SET_TIME) == b""
    assert there.send(ASK_TIME) == summed("02 00 38 00 37 03")
    there.send(UNLOCK_0)
    assert there.pulses()[0][2] == 550
    there.board.switch_off(there.now_ms)
    there.board.switch_on(there.now_ms)
    assert there.send(ASK_TIME) == summed("02 00 38 00 64 03")


def test_a_time_with_a_03_in_it_is_set_too():
    there = bench()
    there.send(summed("02 00 37 03 e8 03"))
    assert there.send(ASK_TIME) == summed("02 00 38 03 e8 03")


def test_the_longest_time_burns_the_coil():
    there = bench()
    there.send(summed("02 00 37 ff ff 03"))
    there.send(UNLOCK_0, 30_000)
    assert there.cabinet.burnt_coils() == [1]


def test_the_usual_time_does_not_burn_the_coil():
    there = bench()
    for _ in range(3):
        there.send(UNLOCK_0, 30_000)
    assert there.cabinet.burnt_coils() == []


def test_a_delayed_unlock_opens_as_many_seconds_later():
    there = bench()
    assert there.send(DELAYED, 4_999) == b""
    assert there.open_doors() == []
    there.wait(1_001)
    assert there.pulses() == [(1, 6_000, 550)] and there.open_doors() == [1]


# What lies inside.

def test_infrared_shows_what_lies_inside_and_not_how_the_door_stands():
    there = bench()
    for door in (3, 16):
        there.cabinet.force_open(door, there.now_ms)
        there.cabinet.put_in(door, "a parcel")
    there.wait(1_000)
    assert there.send(STATUS) == summed("02 00 35 fb 7f 04 80 03")
    there.cabinet.push_shut(3, there.now_ms)
    there.wait(2_000)
    assert there.send(STATUS) == summed("02 00 35 ff 7f 04 80 03")
    there.cabinet.take_out(16, "a parcel")
    assert there.send(STATUS) == summed("02 00 35 ff 7f 04 00 03")


def test_without_sensors_nothing_is_ever_inside():
    there = bench(has_infrared=False)
    there.cabinet.force_open(3, there.now_ms)
    there.cabinet.put_in(3, "a parcel")
    there.wait(1_000)
    assert there.send(STATUS) == summed("02 00 35 fb ff 00 00 03")


# What is not proven.

def test_an_unlock_is_answered_or_not_and_opens_all_the_same():
    there = bench(answers_unlock=True)
    there.board.feed(UNLOCK_0, there.now_ms)
    assert there.wait(60)[:3] == SHUT[:3]
    there.wait(1_000)
    assert there.open_doors() == [1] and there.send(STATUS) == OPEN_0
    assert bench(answers_unlock=False).send(UNLOCK_0) == b""


def test_the_answer_to_an_unlock_shows_the_hooks_as_they_are_when_it_comes():
    assert bench(answers_unlock=True, unlock_reply_ms=(400, 400)).send(UNLOCK_0) == OPEN_0
    early = bench(answers_unlock=True, unlock_reply_ms=(5, 5))
    assert early.send(UNLOCK_0) == SHUT


def test_replies_name_the_lock_or_lock_0():
    assert bench(1, answers_unlock=True).send(VECTORS["unlock CU1 lock5"])[1] == 0x10
    named = bench(1, answers_unlock=True, names_lock=True)
    assert named.send(VECTORS["unlock CU1 lock5"])[1] == 0x15


def test_setting_the_time_is_answered_or_not():
    assert bench().send(SET_TIME) == b""
    assert bench(answers_setting=True).send(SET_TIME) == summed("02 00 38 00 37 03")


CLEAR = summed("02 00 38 03")


def test_a_board_that_is_busy_during_the_pulse_is_deaf_until_it_ends():
    there = bench(busy=PULSE)
    there.send(UNLOCK_0, 500)
    assert there.send(STATUS, 40) == b""
    there.send(VECTORS["unlock CU0 lock1"], 10)
    assert there.send(STATUS) == OPEN_0 and there.open_doors() == [1]


def test_a_board_that_is_stuck_is_deaf_until_38():
    there = bench(busy=STUCK, answers_unlock=True)
    assert there.send(UNLOCK_0) != b""
    for _ in range(3):
        assert there.send(STATUS, 60_000) == b""
    assert there.send(VECTORS["unlock CU0 lock1"]) == b"" and there.open_doors() == [1]
    assert there.send(CLEAR) == b""
    assert there.send(STATUS) == OPEN_0


def test_a_stuck_board_works_again_after_a_power_cut():
    there = bench(busy=STUCK)
    there.send(UNLOCK_0)
    there.board.switch_off(there.now_ms)
    there.board.switch_on(there.now_ms)
    assert there.send(STATUS) == OPEN_0


def test_a_board_that_is_never_busy_answers_during_the_pulse():
    there = bench(busy=NEVER)
    there.send(UNLOCK_0, 10)
    assert len(there.send(STATUS, 10)) == 9


def test_polarity_turns_every_hook_round():
    there = bench(polarity="door_opening")
    assert there.send(STATUS) == summed("02 00 35 00 00 00 00 03")
    there.send(UNLOCK_0)
    assert there.send(STATUS) == summed("02 00 35 01 00 00 00 03")


# Physics.

def test_a_frozen_door_stays_shut_and_its_hook_says_so():
    there = bench()
    there.cabinet.jam(1)
    there.send(UNLOCK_0, 30_000)
    assert there.open_doors() == [] and there.send(STATUS) == SHUT


def test_a_late_door_opens_after_everybody_looked():
    there = bench()
    there.cabinet.jam(1, "late")
    there.send(UNLOCK_0, 5_000)
    assert there.send(STATUS) == SHUT
    there.wait(30_000)
    assert there.send(STATUS) == OPEN_0


def test_two_coils_at_once_are_remembered_and_one_after_the_other_is_not():
    there = bench()
    there.send(UNLOCK_0, 550)
    there.send(VECTORS["unlock CU0 lock1"], 100)
    assert there.board.supply.overlaps == []
    there.send(VECTORS["unlock CU0 lock15"])
    overlap, = there.board.supply.overlaps
    assert (overlap.running, overlap.added) == ((0, 1), (0, 15))


def test_wiring_is_by_lock_and_not_by_the_number_on_the_door():
    cabinet = Cabinet([30, 31], Luck(1).stream("doors"))
    there = Bench(cabinet, Cu16(cabinet, Luck(1).stream("board"), compartments=[31, None, 30]))
    assert there.send(STATUS) == summed("02 00 35 05 00 00 00 03")
    there.send(VECTORS["unlock CU0 lock1"])
    there.send(summed("02 02 31 03"))
    assert there.open_doors() == [30]


def test_a_board_without_power_does_nothing_and_forgets():
    there = bench(answers_unlock=True)
    there.send(UNLOCK_0, 5)  # Shorter than a bolt takes to move.
    there.board.feed(DELAYED[:3], there.now_ms)
    there.board.switch_off(there.now_ms)
    assert there.wait(9_000) == b"" and there.open_doors() == []
    assert there.send(STATUS) == b""
    there.board.switch_on(there.now_ms)
    assert there.send(DELAYED[3:]) == b""
    assert there.send(STATUS) == SHUT


def test_a_mute_board_opens_without_a_word():
    there = bench(answers_unlock=True)
    there.board.is_mute = True
    assert there.send(UNLOCK_0) == b"" and there.open_doors() == [1]


def test_a_noisy_board_puts_garbage_before_its_frames():
    there = bench()
    there.board.noise_permille = 1000
    said = there.send(STATUS)
    assert said.endswith(SHUT) and 1 <= len(said) - 9 <= 4

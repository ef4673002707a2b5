"""The simulated Waveshare board says and does what the vectors and the data sheet say."""

import pytest

from tests.sim.waveshare_bench import (
    ALL_OFF,
    ALL_ON,
    ALL_SHUT,
    FLASH_0,
    FLASH_1,
    OFF_0,
    ON_0,
    ONE_OPEN,
    READ_INPUTS,
    READ_RELAYS,
    TOGGLE_0,
    VECTORS,
    bench,
    crc,
)

REFUSED = {1: crc("01 85 01"), 2: VECTORS["exception FC05 illegal address"],
           3: VECTORS["exception FC05 illegal value"]}


def relays(there):
    return there.send(READ_RELAYS)[3]


def test_every_frame_in_the_vectors_has_the_crc_that_the_board_wants():
    assert all(crc(frame[:-2].hex()) == frame for frame in VECTORS.values())


# The vectors, one by one.

def test_the_relays_are_read():
    there = bench()
    assert there.send(READ_RELAYS) == crc("01 01 01 00")
    for relay in (0, 2):
        there.send(crc(f"01 05 00 {relay:02x} ff 00"))
    assert there.send(READ_RELAYS) == VECTORS["resp FC01 0x05"]


def test_the_inputs_are_read():
    there = bench()
    assert there.send(READ_INPUTS) == ALL_SHUT
    there.cabinet.force_open(1, there.now_ms)
    there.wait(1_000)
    assert there.send(READ_INPUTS) == ONE_OPEN


@pytest.mark.parametrize(("vector", "door", "pulse_ms"), [
    ("flash-on relay0 700ms", 1, 700), ("flash-on relay1 800ms", 2, 800),
    ("flash-on relay0 500ms", 1, 500), ("flash-on relay0 200ms", 1, 200)])
def test_a_flash_opens_a_door_and_ends_by_itself(vector, door, pulse_ms):
    there = bench()
    began_ms = there.now_ms + 4
    assert there.send(VECTORS[vector], 150) == VECTORS[vector], "it is echoed"
    assert there.pulses() == [(door, began_ms, pulse_ms)]
    there.wait(began_ms + pulse_ms - there.now_ms - 1)
    assert there.board.relays == 1 << door - 1
    there.wait(1)
    assert there.board.relays == 0
    there.wait(60_000)
    assert there.open_doors() == [door] and there.cabinet.burnt_coils() == []
    assert len(there.pulses()) == 1


def test_a_flash_off_switches_on_in_the_end_and_for_good():
    there = bench()
    order = VECTORS["flash-off relay0 700ms"]
    assert there.send(order, 700) == order and there.pulses() == []
    there.wait(10)
    assert relays(there) == 1
    there.wait(20_000)
    assert there.cabinet.burnt_coils() == [1] and relays(there) == 1


def test_a_relay_that_is_forgotten_burns_the_coil():
    there = bench()
    assert there.send(ON_0, 3_000) == ON_0
    assert there.open_doors() == [1] and there.pulses()[0][2] is None
    assert there.send(OFF_0) == OFF_0 and relays(there) == 0
    there.wait(60_000)
    assert there.cabinet.burnt_coils() == []
    there.send(ON_0, 20_000)
    assert there.cabinet.burnt_coils() == [1]


def test_a_toggle_turns_a_relay_round():
    there = bench()
    assert there.send(TOGGLE_0) == TOGGLE_0 and relays(there) == 1
    assert there.send(TOGGLE_0) == TOGGLE_0 and relays(there) == 0


@pytest.mark.parametrize("vector", ["all on (never send)", "FC15 all on"])
def test_all_on_opens_every_door_and_the_supply_remembers(vector):
    there = bench()
    said = there.send(VECTORS[vector])
    assert said == (ALL_ON if vector != "FC15 all on" else crc("01 0f 00 00 00 08"))
    assert there.open_doors() == list(range(1, 9)) and relays(there) == 0xFF
    assert len(there.board.supply.overlaps) == 8 * 7 // 2


def test_all_off_lets_every_coil_cool():
    there = bench()
    there.send(ALL_ON)
    there.send(FLASH_0, 100)
    assert there.send(ALL_OFF) == ALL_OFF and relays(there) == 0
    there.wait(60_000)
    assert there.cabinet.burnt_coils() == []


# Orders that cross.

def test_an_order_takes_the_timer_of_its_relay_away():
    there = bench()
    there.send(FLASH_0, 100)
    there.send(ON_0)
    assert relays(there) == 1
    there.send(VECTORS["flash-off relay0 700ms"], 100)
    there.send(OFF_0)
    assert relays(there) == 0


def test_a_second_flash_counts_from_its_own_beginning():
    there = bench()
    there.send(FLASH_0, 400)
    there.send(FLASH_0, 450)
    assert there.board.relays == 1
    there.wait(100)
    assert there.board.relays == 0


def test_a_flash_lets_go_of_a_relay_that_was_on():
    there = bench()
    there.send(ON_0)
    there.send(FLASH_0, 600)
    assert there.board.relays == 0
    there.wait(60_000)
    assert there.cabinet.burnt_coils() == []


def test_two_flashes_at_once_are_remembered_and_one_after_the_other_is_not():
    there = bench()
    there.send(FLASH_0, 600)
    there.send(FLASH_1)
    assert there.board.supply.overlaps == []
    there.send(FLASH_0, 300)
    there.send(FLASH_1)
    overlap, = there.board.supply.overlaps
    assert (overlap.running, overlap.added) == ((1, 0), (1, 1))


def test_a_relay_that_was_switched_off_does_not_overlap_with_the_next():
    there = bench()
    there.send(ON_0, 1_000)
    there.send(OFF_0, 100)
    there.send(FLASH_1)
    assert there.board.supply.overlaps == []


def test_several_relays_are_written_from_any_first_one():
    there = bench()
    assert there.send(crc("01 0f 00 02 00 03 01 05")) == crc("01 0f 00 02 00 03")
    assert relays(there) == 0b10100
    there.send(crc("01 0f 00 02 00 02 01 02"))
    assert relays(there) == 0b11000


@pytest.mark.parametrize("first", range(8))
def test_any_run_of_relays_and_inputs_is_read(first):
    there = bench()
    for door in (1, 4, 8):
        there.cabinet.force_open(door, there.now_ms)
        there.send(crc(f"01 05 00 {door - 1:02x} ff 00"))
    for count in range(1, 9 - first):
        mask = (1 << count) - 1
        for function, states in ((1, 0b10001001), (2, 0b01110110)):
            said = there.send(crc(f"01 {function:02x} 00 {first:02x} 00 {count:02x}"))
            assert said == crc(f"01 {function:02x} 01 {states >> first & mask:02x}")


# What it refuses.

@pytest.mark.parametrize(("order", "code"), [
    ("01 05 00 08 ff 00", 2), ("01 05 01 00 ff 00", 2), ("01 05 02 08 00 05", 2),
    ("01 05 04 08 00 05", 2), ("01 05 03 00 00 05", 2), ("01 05 00 00 00 01", 3),
    ("01 05 00 00 ff ff", 3), ("01 05 00 ff 12 34", 3), ("01 05 02 00 80 00", 3),
    ("01 05 02 00 ff 00", 3), ("01 05 02 00 00 00", 3), ("01 05 00 00 ff", 3),
    ("01 05 00 00 ff 00 00", 3)])
def test_an_order_for_one_relay_that_cannot_be_is_refused(order, code):
    there = bench()
    assert there.send(crc(order)) == REFUSED[code]
    assert there.pulses() == [] and relays(there) == 0


@pytest.mark.parametrize(("order", "said"), [
    ("01 01 00 00 00 09", "01 81 02"), ("01 01 00 08 00 01", "01 81 02"),
    ("01 01 00 00 00 00", "01 81 03"), ("01 02 00 00 00 09", "01 82 02"),
    ("01 02 00 00 07 d1", "01 82 03"), ("01 0f 00 01 00 08 01 ff", "01 8f 02"),
    ("01 0f 00 00 00 08 02 ff ff", "01 8f 03"), ("01 0f 00 00 00 08 01", "01 8f 03"),
    ("01 0f 00 00 00 00 00", "01 8f 03"), ("01 03 20 00 00 00", "01 83 03"),
    ("01 03 20 01 00 01", "01 83 02"), ("01 06 80 00 00 01", "01 86 02"),
    ("01 06 40 00 00 00", "01 86 03"), ("01 06 40 00 00 f8", "01 86 03"),
    ("01 06 10 00 00 09", "01 86 03"), ("01 10 10 00 00 01 02 00", "01 90 03"),
    ("01 04 00 00 00 01", "01 84 01"), ("01 2b 0e 01 00", "01 ab 01"), ("01 07", "01 87 01")])
def test_other_orders_that_cannot_be_are_refused(order, said):
    there = bench()
    assert there.send(crc(order)) == crc(said)
    assert there.pulses() == []


def test_the_longest_flash_is_taken():
    there = bench()
    order = crc("01 05 02 00 7f ff")
    assert there.send(order, 20_000) == order and there.cabinet.burnt_coils() == [1]


# What can be chosen.

def test_the_model_without_inputs_does_not_know_function_2():
    there = bench(has_inputs=False)
    assert there.send(READ_INPUTS) == crc("01 82 01")
    assert there.send(FLASH_0) == FLASH_0 and there.open_doors() == [1]


def test_wiring_turns_every_input_round():
    there = bench(polarity="door_opening")
    assert there.send(READ_INPUTS) == crc("01 02 01 00")
    there.send(FLASH_0)
    assert there.send(READ_INPUTS) == crc("01 02 01 01")


@pytest.mark.parametrize("address", [1, 2, 17, 247])
def test_a_board_answers_at_its_own_address_only(address):
    there = bench(address)
    for other in range(1, 256):
        said = there.send(crc(f"{other:02x} 02 00 00 00 08"), 20)
        assert said == (crc(f"{other:02x} 02 01 ff") if other == address else b"")


def test_a_broadcast_is_obeyed_and_not_answered():
    there = bench()
    assert there.send(crc("00 05 02 00 00 05")) == b"" and there.open_doors() == [1]
    assert there.send(crc("00 02 00 00 00 08")) == b""
    assert there.send(crc("00 04 00 00 00 08")) == b""
    assert there.send(crc("00 03 40 00 00 01")) == b""


def test_the_maker_shows_an_answer_to_a_broadcast_for_the_address():
    there = bench(7, answers_broadcast=True)
    assert there.send(crc("00 03 40 00 00 01")) == crc("07 03 02 00 07")
    assert there.send(crc("00 05 02 00 00 05")) == b""


def test_the_address_and_the_version_are_read_and_the_address_is_set_for_good():
    there = bench()
    assert there.send(crc("01 03 40 00 00 01")) == crc("01 03 02 00 01")
    assert there.send(crc("01 03 80 00 00 01")) == crc("01 03 02 00 64")
    order = crc("01 06 40 00 00 02")
    assert there.send(order) == order, "the answer comes from the old address"
    there.board.switch_off(there.now_ms)
    there.board.switch_on(there.now_ms)
    assert there.send(READ_INPUTS) == b""
    assert there.send(crc("02 02 00 00 00 08")) == crc("02 02 01 ff")


# Linkage.

def test_a_linked_board_opens_every_shut_door_by_itself_and_obeys_nobody():
    there = bench(control="linkage")
    there.wait(2_000)
    assert there.open_doors() == list(range(1, 9))
    assert there.send(ON_0) == ON_0 and there.board.relays == 0
    there.cabinet.push_shut(3, there.now_ms)
    there.wait(5_000)
    assert 3 in there.open_doors() and len(there.cabinet.pulses(3)) > 1


def test_a_linked_board_opens_doors_again_when_its_power_comes_back():
    there = bench(control="linkage")
    there.wait(2_000)
    there.board.switch_off(there.now_ms)
    there.cabinet.push_shut(3, there.now_ms)
    there.wait(5_000)
    assert 3 not in there.open_doors()
    there.board.switch_on(there.now_ms)
    there.wait(1_000)
    assert 3 in there.open_doors()


def test_a_linked_board_burns_the_coil_of_a_door_that_cannot_open():
    there = bench(control="linkage")
    there.cabinet.jam(5)
    there.wait(1_000)
    assert there.send(ALL_OFF) == ALL_OFF
    there.wait(20_000)
    assert there.cabinet.burnt_coils() == [5]


def test_the_control_is_read_and_set_for_each_relay_and_kept():
    there = bench()
    assert there.send(crc("01 03 10 00 00 02")) == crc("01 03 04 00 00 00 00")
    order = crc("01 06 10 01 00 01")
    assert there.send(order) == order and there.open_doors() == [2]
    assert there.send(crc("01 03 10 00 00 02")) == crc("01 03 04 00 00 00 01")
    there.board.switch_off(there.now_ms)
    there.board.switch_on(there.now_ms)
    assert there.send(crc("01 03 10 01 00 01")) == crc("01 03 02 00 01")
    words = "00 00 " * 8
    assert there.send(crc("01 10 10 00 00 08 10 " + words)) == crc("01 10 10 00 00 08")
    there.send(FLASH_0)
    assert there.open_doors() == [1, 2]


def test_without_linkage_a_door_that_is_shut_stays_shut():
    there = bench()
    there.wait(60_000)
    assert there.open_doors() == [] and there.pulses() == []

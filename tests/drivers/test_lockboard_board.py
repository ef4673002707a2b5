"""Our own lock board, its pure part, in virtual time; runs under MicroPython too."""

import json

from drivers.lockboard import config
from drivers.lockboard.board import Board
from drivers.lockboard.coils import Coils
from tests.drivers.lockboard_rig import Rig, frame, order, question

FOLDER = __file__.rsplit("/", 2)[0]
ALL_SHUT = bytes.fromhex("8001FFFFFF334D")


def vectors(family="bcc8a"):
    """{what it is: the frame}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)[family]
    return {entry["n"]: bytes.fromhex(entry["frame"].replace(" ", "")) for entry in entries}


# What board 1 with 24 shut doors answers to each vector, and which coil gets current.
REQUESTS = {
    "open board1 lock1": ("8A0101119B", 1),
    "open board1 lock2": ("8A01021198", 2),
    "open board1 lock24": ("8A01181182", 24),
    "query b1 l1": ("8001011191", 0),
    "query all b1": ("8001FFFFFF334D", 0),
    "board address query": ("8001019919", 0),
    "firmware query": ("82010122A0", 0),
    # Byte for byte the first of these.
    "reply open b1 l1 status 11 (== echo of the request!)": ("8A0101119B", 1),
}


def refuses(*arguments):
    try:
        Board(*arguments)
    except ValueError:
        return True
    return False


# -- what it answers ------------------------------------------------------------------------------


def test_every_vector_is_answered_as_it_should_or_met_with_silence():
    assert not set(REQUESTS) - set(vectors())
    for name, sent in sorted(vectors().items()):
        rig = Rig()
        answer, coil = REQUESTS.get(name, ("", 0))
        said = rig.send(sent, 1_300)
        assert said == ([bytes.fromhex(answer)] if answer else []), name
        assert [pulse[0] for pulse in rig.pulses] == ([coil] if coil else []), name


def test_orders_that_open_several_doors_or_hold_a_coil_move_nothing():
    dangerous = [
        frame(0x8A, 1, 0x00, 0x11),  # all
        frame(0x90, 1, 0xFF, 0xFF, 0xFF),  # several
        frame(0x90, 1, 0x02),
        frame(0x90, 1, 0x02, 0x02),
        frame(0x8A, 0x00, 1, 0x11),  # perhaps every board, somewhere
        frame(0x8A, 0xFF, 1, 0x11),
    ]
    for lock in range(25):
        dangerous += [frame(0x9A, 1, lock, 0x11), frame(0x9B, 1, lock, 0x11)]
    rig = Rig()
    for sent in dangerous:
        assert rig.send(sent, 700) == [], sent
    assert rig.pulses == []
    assert rig.send(question(0)) == [ALL_SHUT]


def test_other_families_of_frames_are_not_understood():
    rig = Rig()
    for family in ("kerong_cu16", "kerong_cu48", "wkly"):
        for name, sent in sorted(vectors(family).items()):
            assert rig.send(sent, 700) == [], name
    assert rig.pulses == []


def test_every_address_answers_for_itself_and_for_no_other():
    for address in (1, 2, 31):
        rig = Rig(address)
        for other in range(256):
            said = rig.send(question(3, other)) + rig.send(order(3, other), 100)
            assert (len(said) == 1) is (other == address), (address, other)
            said = rig.run(700)
            assert (len(said) == 1) is (other == address), (address, other)
        assert [pulse[0] for pulse in rig.pulses] == [3], address


def test_locks_that_are_not_there_are_not_answered():
    rig = Rig(locks=11)
    for lock in range(12, 256):
        assert rig.send(question(lock)) == rig.send(order(lock)) == [], lock
    assert rig.pulses == []
    assert rig.send(question(11)) == [frame(0x80, 1, 11, 0x11)]


def test_levels_come_highest_first_and_never_in_one_byte():
    for locks, width in ((1, 3), (8, 3), (24, 3), (25, 4), (50, 7)):
        for lock in {1, locks // 2 + 1, locks}:
            rig = Rig(locks=locks)
            rig.closed = 1 << (lock - 1)
            rig.run(50)
            levels = bytearray(width)
            levels[-1 - (lock - 1) // 8] = 1 << (lock - 1) % 8
            assert rig.send(question(0)) == [frame(0x80, 1, *bytes(levels), 0x33)]
            assert rig.send(question(lock)) == [frame(0x80, 1, lock, 0x11)]
        # With one byte of levels, "all open" would be byte for byte the question.
        rig.closed = 0
        rig.run(50)
        assert rig.send(question(0))[0] != question(0)


def test_a_question_is_answered_at_once():
    rig = Rig()
    rig.turn(0, question(1))
    asked_ms = rig.now_ms
    rig.run(50)
    assert rig.said[-1][0] - asked_ms <= 8


# -- pulses ---------------------------------------------------------------------------------------


def test_a_pulse_has_the_length_that_is_set_and_is_answered_after_it():
    for pulse_ms in (100, 500, 1_000):
        rig = Rig(pulse_ms=pulse_ms)
        rig.turn(0, order(7))
        ordered_ms = rig.now_ms
        rig.run(1_300)
        ((lock, on_ms, off_ms),) = rig.pulses
        assert lock == 7 and on_ms - ordered_ms <= 8
        assert pulse_ms <= off_ms - on_ms <= pulse_ms + 2
        ((said_ms, answer),) = rig.said
        assert answer == order(7)  # still shut
        assert 100 <= said_ms - off_ms <= 104


def test_the_answer_shows_a_door_that_opened_meanwhile():
    rig = Rig()
    rig.turn(0, order(7))
    rig.run(200)
    rig.closed &= ~(1 << 6)
    assert rig.run(1_000) == [frame(0x8A, 1, 7, 0x00)]


def test_questions_are_answered_during_a_pulse_and_the_order_after_it():
    rig = Rig()
    rig.turn(0, order(7))
    for _ in range(9):
        assert rig.send(question(0), 50) == [ALL_SHUT]
    assert rig.run(200) == [order(7)]
    assert len(rig.pulses) == 1


def test_an_answer_that_is_due_waits_until_nobody_speaks_and_another_was_understood():
    rig = Rig()
    rig.turn(0, order(7))
    rig.run(598)
    for byte in question(2):  # the answer becomes due in the middle of it
        rig.turn(2, bytes((byte,)))
    rig.run(100)
    (first_ms, first), (second_ms, second) = rig.said
    assert (first, second) == (frame(0x80, 1, 2, 0x11), order(7))
    assert second_ms - first_ms >= 30


def test_one_coil_at_a_time():
    rig = Rig()
    rig.turn(0, order(1))
    for lock in (2, 3, 24, 1):
        assert rig.send(order(lock), 60) == [order(lock)]  # at once, and still shut
    rig.run(2_000)
    assert [pulse[0] for pulse in rig.pulses] == [1]
    coils = Coils(2, 500)
    coils.pass_time(1_500)
    assert coils.pulse(1) and not coils.pulse(2) and coils.on == 1


def test_an_order_is_not_taken_before_the_last_one_is_answered():
    rig = Rig()
    rig.turn(0, order(1))
    rig.run(550)
    assert rig.board.coil == 0
    assert rig.send(order(2), 100) == [order(2), order(1)]
    assert [pulse[0] for pulse in rig.pulses] == [1]


def test_another_coil_follows_once_the_first_is_answered():
    rig = Rig()
    for lock in range(1, 25):
        rig.open(lock)
    assert [pulse[0] for pulse in rig.pulses] == list(range(1, 25))


def test_a_coil_rests_between_two_pulses_whenever_the_first_began():
    for later_ms in range(0, 100, 7):
        rig = Rig()
        rig.run(later_ms)
        rig.open(5)
        while len(rig.pulses) == 1:
            rig.send(order(5), 2)
        (_, _, off_ms), (_, on_ms) = rig.pulses
        assert 1_000 <= on_ms - off_ms <= 1_220


def test_a_coil_that_is_pulsed_without_end_cools_in_between():
    rig = Rig()
    while rig.now_ms < 300_000:
        rig.send(order(5), 500)
    on_ms = [until - since for _, since, until in rig.pulses]
    assert sum(on_ms) <= 3_000 + 300_000 // 20 + 500
    # But it is not refused for ever, and the first six are a burst.
    assert len(on_ms) > 30 and rig.pulses[5][1] < 20_000


def test_a_long_pulse_counts_as_more_heat():
    rig = Rig(pulse_ms=1_000)
    while rig.now_ms < 300_000:
        rig.send(order(5), 500)
    assert sum(until - since for _, since, until in rig.pulses) <= 3_000 + 300_000 // 20 + 1_000


def test_at_the_start_every_coil_is_off_and_rests_and_nothing_is_said_unseen():
    rig = Rig(is_settled=False)
    assert rig.board.coil == 0
    rig.turn(0, question(0))
    # Not one contact has been read often enough.
    assert rig.run(14) == []
    assert rig.send(order(1), 40) == [order(1)] and rig.pulses == []
    rig.run(1_200)
    rig.open(1)
    assert len(rig.pulses) == 1


def test_a_board_that_cannot_be_is_refused():
    assert refuses(0, 8, 500) and refuses(32, 8, 500)
    assert refuses(1, 0, 500) and refuses(1, 51, 500)
    assert refuses(1, 8, 99) and refuses(1, 8, 1_001)
    assert not refuses(31, 50, 1_000)


def test_the_shipped_config_is_a_board_that_can_be():
    assert not refuses(config.ADDRESS, len(config.COILS), config.PULSE_MS)
    pins = list(config.COILS) + list(config.DOORS)
    pins += [config.TX, config.RX, config.DIRECTION, config.SETUP]
    assert len(config.COILS) == len(config.DOORS)
    assert len(set(pins)) == len(pins)
    # A Pico brings out GP0 to GP22 and GP26 to GP28.
    assert not set(pins) - set(range(23)) - {26, 27, 28}

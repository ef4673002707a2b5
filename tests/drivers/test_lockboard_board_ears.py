"""What our own lock board takes for a frame and for an open door; runs under MicroPython too."""

from drivers.lockboard.contacts import Contacts
from tests.drivers.lockboard_rig import Rig, frame, order, question

# -- frames ---------------------------------------------------------------------------------------


def test_no_part_of_an_order_and_no_flipped_bit_gives_current():
    rig = Rig()
    for length in range(5):
        assert rig.send(order(7)[:length]) == rig.send(order(7)[length + 1 :]) == []
    for bit in range(40):
        spoilt = bytearray(order(7))
        spoilt[bit // 8] ^= 1 << bit % 8
        assert rig.send(bytes(spoilt)) == [], bit
    assert rig.pulses == []


def test_garbage_at_an_order_spoils_it():
    rig = Rig()
    for byte in range(1, 255):
        garbage = bytes((byte,))
        assert rig.send(garbage + order(7)) == rig.send(order(7) + garbage) == [], byte
    assert rig.pulses == []


def test_orders_and_questions_in_one_breath_are_none():
    rig = Rig()
    for sent in (order(1) + order(2), question(1) + order(1), order(1) + question(1)):
        assert rig.send(sent, 700) == []
    assert rig.pulses == []


def test_what_a_line_without_bias_reads_around_a_frame_does_not_spoil_it():
    for before in (b"", b"\x00", b"\xff", b"\xff\x00\x00"):
        for after in (b"", b"\x00", b"\xff\xff"):
            rig = Rig()
            assert rig.send(before + question(7) + after) == [frame(0x80, 1, 7, 0x11)]


def test_babble_is_forgotten_at_the_next_silence():
    rig = Rig()
    for _ in range(500):
        rig.turn(2, bytes(range(1, 60)))
    assert rig.send(question(1)) == [frame(0x80, 1, 1, 0x11)]
    assert rig.send(order(7) + bytes(20)) == []


def test_a_frame_may_come_byte_by_byte_but_not_with_a_silence_in_it():
    rig = Rig()
    for byte in question(1):
        rig.turn(2, bytes((byte,)))
        rig.turn(2)
    assert rig.run(40) == [frame(0x80, 1, 1, 0x11)]
    for byte in question(1):
        rig.turn(2, bytes((byte,)))
        rig.run(8)
    assert rig.run(40) == []


def test_its_own_answer_is_no_order_unless_it_comes_later():
    rig = Rig()
    rig.open(5)
    rig.run(1_500)
    rig.turn(0, question(1))
    rig.run(10)
    rig.turn(0, order(5))
    rig.run(620)
    answer = rig.said[-1][1]
    assert answer == order(5) and len(rig.pulses) == 2
    rig.turn(6, answer)
    assert rig.run(100) == []
    # As a new order it is answered at once: the coil rests.
    assert rig.send(answer) == [answer]


def test_a_board_that_hears_itself_does_not_pulse_for_ever():
    rig = Rig()
    rig.turn(0, order(5))
    heard = 0
    while rig.now_ms < 20_000:
        echo = b""
        if len(rig.said) > heard and rig.now_ms - rig.said[-1][0] >= 6:
            heard = len(rig.said)
            echo = rig.said[-1][1]
        rig.turn(2, echo)
    assert len(rig.pulses) == 1 and len(rig.said) == 1


def test_what_waited_while_the_program_stood_still_is_not_obeyed():
    rig = Rig()
    rig.turn(3_000, order(5))
    assert rig.run(1_000) == [] and rig.pulses == []
    # Nor is an answer given that nobody waits for any more, and the coil is off.
    rig.turn(0, order(5))
    rig.run(100)
    assert rig.board.coil == 5
    rig.turn(3_000)
    assert rig.board.coil == 0
    assert rig.run(1_000) == []


# -- contacts -------------------------------------------------------------------------------------


def test_a_bounce_is_never_seen_and_a_change_is_after_20_ms():
    for rest in (0, 1):
        for length_ms in range(1, 15):
            for phase_ms in range(5):
                contacts = Contacts()
                for _ in range(40 + phase_ms):
                    contacts.look(1, rest)
                for at_ms in range(length_ms + 40):
                    contacts.look(1, 1 - rest if at_ms < length_ms else rest)
                    assert contacts.closed == rest, (rest, length_ms, phase_ms, at_ms)
                for _ in range(20):
                    contacts.look(1, 1 - rest)
                assert contacts.closed == 1 - rest


def test_a_contact_that_rattles_for_ever_hides_no_other():
    rig = Rig()
    rig.closed &= ~2
    for _ in range(20):
        rig.closed ^= 1
        rig.run(6)
    rig.turn(0, question(2))
    said = []
    for _ in range(5):
        rig.closed ^= 1
        said += rig.run(6)
    assert said == [frame(0x80, 1, 2, 0x00)]

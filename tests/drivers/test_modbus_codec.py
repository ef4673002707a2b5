"""Modbus RTU for relay boards against every vector; runs under MicroPython too."""

import json

from drivers import modbus_codec as codec

FOLDER = __file__.rsplit("/", 2)[0]


def vectors():
    """{what it is: the frame}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)["modbus_waveshare"]
    return {entry["n"]: bytes.fromhex(entry["frame"]) for entry in entries}


# Every vector stands in exactly one of these three tables (a test counts them).
ORDERS = {
    "FC01 read 8 relays": lambda: codec.query_relays(1),
    "FC02 read 8 DI": lambda: codec.query_inputs(1),
    "relay0 off": lambda: codec.switch_off(1, 1),
    "all off (startup failsafe)": lambda: codec.switch_all_off(1),
    "flash-on relay0 700ms": lambda: codec.flash(1, 1, 700),
    "flash-on relay1 800ms": lambda: codec.flash(1, 2, 800),
    "flash-on relay0 500ms": lambda: codec.flash(1, 1, 500),
}
# how to read it, what it says
ANSWERS = {
    "resp FC01 0x05": (codec.read_relays, 0x05),
    "resp FC02 0xFF": (codec.read_inputs, 0xFF),
    "resp FC02 0xFE": (codec.read_inputs, 0xFE),
    "exception FC05 illegal address":
        (lambda f, board: codec.read_exception(f, board, codec.ORDER), 2),
    "exception FC05 illegal value":
        (lambda f, board: codec.read_exception(f, board, codec.ORDER), 3),
}  # fmt: skip
# A coil held, toggled, pulsed by its absence or too shortly; and everything at once.
NEVER_SAID = (
    "relay0 on",
    "relay0 toggle",
    "all on (never send)",
    "flash-on relay0 200ms",
    "flash-off relay0 700ms",
    "FC15 all on",
)


def every_order(boards):
    """All that the codec can be made to say to these boards."""
    for board in boards:
        yield codec.query_relays(board)
        yield codec.query_inputs(board)
        yield codec.query_control(board)
        yield codec.switch_all_off(board)
        for relay in codec.RELAYS:
            yield codec.switch_off(board, relay)
            for pulse_ms in codec.PULSES_MS:
                yield codec.flash(board, relay, pulse_ms)


def every_reading(frame):
    """What the frame means to anyone who asked board 1 to 3, or the one that it names."""
    found = []
    for board in (1, 2, 3, frame[0] if frame else 4):
        found.append(codec.read_inputs(frame, board))
        found.append(codec.read_relays(frame, board))
        found.append(codec.read_control(frame, board))
        for function in (1, 2, 5):
            found.append(codec.read_exception(frame, board, function))
    return [reading for reading in found if reading is not None]


def with_crc(*body):
    """The bytes and their CRC, computed bit by bit as the specification draws it."""
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _bit in range(8):
            carry = crc & 1
            crc >>= 1
            if carry:
                crc ^= 0b1010000000000001
    return bytes(body) + bytes((crc % 256, crc // 256))


def refuses(build, *numbers):
    try:
        build(*numbers)
    except ValueError:
        return True
    return False


def test_each_vector_is_in_one_table():
    named = list(ORDERS) + list(ANSWERS) + list(NEVER_SAID)
    assert sorted(named) == sorted(vectors())


def test_every_order_is_the_vector():
    for name, build in ORDERS.items():
        assert build() == vectors()[name], name


def test_every_answer_is_read():
    for name, (read, meaning) in ANSWERS.items():
        assert read(vectors()[name], 1) == meaning, name


def test_every_vector_carries_the_crc():
    for name, frame in vectors().items():
        assert codec.crc16(frame[:-2]) == frame[-2] + 256 * frame[-1], name
    # The check value of this CRC in the catalogues.
    assert codec.crc16(b"123456789") == 0x4B37


def test_what_may_never_be_said_cannot_be_said():
    said = set(every_order(range(1, 4)))
    for name in NEVER_SAID:
        assert vectors()[name] not in said, name
    assert len(said) == 3 * (4 + 8 * (1 + 8))


def test_an_order_that_writes_switches_off_or_is_ended_by_the_board():
    for board in (1, 2, 247):
        for frame in every_order([board]):
            assert frame[0] == board and len(frame) == 8
            address, value = frame[2] * 256 + frame[3], frame[4] * 256 + frame[5]
            if frame[1] == 5 and value:
                assert 0x0200 <= address <= 0x0207 and 3 <= value <= 10
            elif frame[1] == 5:
                assert address in (0, 1, 2, 3, 4, 5, 6, 7, 0xFF)
            else:
                assert (frame[1], address, value) in ((1, 0, 8), (2, 0, 8), (3, 0x1000, 8))


def test_the_question_how_relays_are_controlled_is_that_of_the_maker():
    assert codec.query_control(1) == with_crc(1, 3, 0x10, 0, 0, 8)


def test_how_each_relay_is_controlled_is_told_in_its_place():
    for relay in codec.RELAYS:
        words = [0] * 16
        words[2 * relay - 2], words[2 * relay - 1] = 0x12, 0x34
        told = codec.read_control(with_crc(9, 3, 16, *words), 9)
        assert told == tuple([0x1234 if n == relay else 0 for n in codec.RELAYS])


def test_a_part_of_the_controls_is_no_answer():
    assert codec.read_control(with_crc(1, 3, 16, *bytes(16)), 1) == (0,) * 8
    for count in (0, 1, 2, 14, 15, 17, 18):
        assert every_reading(with_crc(1, 3, count, *bytes(count))) == [], count
    assert every_reading(with_crc(1, 3, 16, *bytes(14))) == []
    answer = with_crc(1, 3, 16, *bytes(16))
    assert codec.read_control(answer, 2) is None
    for length in range(len(answer)):
        assert every_reading(answer[:length]) == [], length
    for bit in range(8 * len(answer)):
        spoilt = bytearray(answer)
        spoilt[bit // 8] ^= 1 << bit % 8
        assert every_reading(bytes(spoilt)) == [], bit


def test_every_board_and_no_other_number_is_refused():
    for board in (0, 248, 255, 256, -1):
        assert refuses(codec.query_inputs, board), board
        assert refuses(codec.query_relays, board), board
        assert refuses(codec.query_control, board), board
        assert refuses(codec.switch_all_off, board), board
        assert refuses(codec.switch_off, board, 1), board
        assert refuses(codec.flash, board, 1, 500), board


def test_no_relay_but_1_to_8_and_never_all_of_them():
    for relay in (0, 9, -1, 255, 256, 257):
        assert refuses(codec.switch_off, 1, relay), relay
        assert refuses(codec.flash, 1, relay, 500), relay


def test_a_pulse_is_neither_too_short_nor_too_long_nor_odd():
    for pulse_ms in (0, -100, 200, 299, 350, 501, 1_001, 1_100, 0x7FFF * 100):
        assert refuses(codec.flash, 1, 1, pulse_ms), pulse_ms


def test_an_answer_is_only_for_who_asked_and_what():
    for name, (read, _) in ANSWERS.items():
        for board in (2, 3, 247):
            assert read(vectors()[name], board) is None, name
    for name in ("exception FC05 illegal address", "exception FC05 illegal value"):
        assert codec.read_exception(vectors()[name], 1, 2) is None
    assert codec.read_inputs(vectors()["resp FC01 0x05"], 1) is None
    assert codec.read_relays(vectors()["resp FC02 0xFF"], 1) is None
    assert codec.read_exception(with_crc(7, 0x82, 2), 7, codec.READ_INPUTS) == 2


def test_each_input_has_its_bit():
    for number in codec.RELAYS:
        frame = with_crc(9, 2, 1, 1 << number - 1)
        assert codec.read_inputs(frame, 9) == 1 << number - 1


def test_more_or_fewer_bits_than_we_asked_for_are_refused():
    for count in (0, 2, 3):
        assert every_reading(with_crc(1, 2, count, *bytes(count))) == [], count
    assert every_reading(with_crc(1, 2, 2, 0)) == []


def test_no_question_is_an_answer():
    # Why the question for the inputs tells an echo from an answer.
    for frame in every_order([1, 2, 247]):
        assert every_reading(frame) == []


def test_no_prefix_is_an_answer():
    for name, frame in vectors().items():
        for length in range(len(frame)):
            assert every_reading(frame[:length]) == [], (name, length)


def test_no_flipped_bit_goes_unseen():
    for name, frame in vectors().items():
        for bit in range(8 * len(frame)):
            spoilt = bytearray(frame)
            spoilt[bit // 8] ^= 1 << bit % 8
            assert every_reading(bytes(spoilt)) == [], (name, bit)


def test_garbage_before_or_after_spoils_an_answer():
    for name, frame in vectors().items():
        for byte in range(256):
            garbage = bytes((byte,))
            assert every_reading(garbage + frame) == [], (name, byte)
            assert every_reading(frame + garbage) == [], (name, byte)
            assert every_reading(garbage + frame + garbage) == [], (name, byte)


def test_two_answers_glued_together_are_none():
    for one in ANSWERS:
        for other in ANSWERS:
            assert every_reading(vectors()[one] + vectors()[other]) == []

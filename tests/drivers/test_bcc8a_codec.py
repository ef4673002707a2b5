"""The codec of the BCC8A lock board against every vector; runs under MicroPython too."""

import json

from drivers import bcc8a_codec as codec

FOLDER = __file__.rsplit("/", 2)[0]


def vectors():
    """{what it is: the frame}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)["bcc8a"]
    return {entry["n"]: bytes.fromhex(entry["frame"]) for entry in entries}


# Every vector stands in exactly one of these three tables (a test counts them).
ORDERS = {
    "open board1 lock1": lambda: codec.open_one(1, 1),
    "open board1 lock2": lambda: codec.open_one(1, 2),
    "open board1 lock24": lambda: codec.open_one(1, 24),
    "open board2 lock10": lambda: codec.open_one(2, 10),
    "open board3 lock12": lambda: codec.open_one(3, 12),
    "query b1 l1": lambda: codec.query_one(1, 1),
    "query all b1": lambda: codec.query_all(1),
    "query all b2": lambda: codec.query_all(2),
}
# how to read it, what it says
ANSWERS = {
    "reply open b1 l1 status 00": (lambda f: codec.read_open(f, 1, 1), False),
    "reply open b1 l1 status 11 (== echo of the request!)":
        (lambda f: codec.read_open(f, 1, 1), True),
    "state b1 l1 00": (lambda f: codec.read_one(f, 1, 1), False),
    "state b1 l1 11": (lambda f: codec.read_one(f, 1, 1), True),
    "all-24 reply 01 01 01 (locks 1,9,17 signal high)":
        (lambda f: codec.read_all(f, 1), (0b1_00000001_00000001, 24)),
    "all-24 reply zeros (captured from a real 8-ch board, Open-Locker)":
        (lambda f: codec.read_all(f, 1), (0, 24)),
    "all-32 reply FF*4": (lambda f: codec.read_all(f, 1), (0xFFFFFFFF, 32)),
}  # fmt: skip
# Orders that would open several doors or hold a coil, and questions that we never ask.
NEVER_SAID = (
    "open ALL board1 (never send in production)",
    "multi-open b1 l2,10,18",
    "hold on b1 l1",
    "hold off b1 l1",
    "board address query",
    "board address reply 1",
    "firmware query",
)


def every_order():
    """All that the codec can be made to say."""
    for board in codec.BOARDS:
        yield codec.query_all(board)
        for lock in codec.LOCKS:
            yield codec.open_one(board, lock)
            yield codec.query_one(board, lock)


def every_reading(frame):
    """What the frame means to anyone who asked board 1 to 3 about any lock."""
    found = []
    for board in (1, 2, 3):
        found.append(codec.read_all(frame, board))
        for lock in codec.LOCKS:
            found.append(codec.read_one(frame, board, lock))
            found.append(codec.read_open(frame, board, lock))
    return [reading for reading in found if reading is not None]


def xor(data):
    total = 0
    for byte in data:
        total ^= byte
    return total


def refuses(build, board, lock):
    try:
        build(board, lock)
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
        assert read(vectors()[name]) == meaning, name


def test_what_may_never_be_said_cannot_be_said():
    said = set(every_order())
    for name in NEVER_SAID:
        assert vectors()[name] not in said, name
    assert len(said) == 31 * (1 + 2 * 50)


def test_what_may_never_be_said_is_no_answer_either():
    for name in NEVER_SAID:
        assert every_reading(vectors()[name]) == [], name


def test_lock_0_would_be_all_locks_and_is_refused():
    for build in (codec.open_one, codec.query_one):
        for board, lock in ((1, 0), (1, 51), (1, -1), (1, 256), (0, 1), (32, 1), (-1, 1)):
            assert refuses(build, board, lock), (board, lock)


def test_an_answer_is_only_for_who_asked():
    for name in ANSWERS:
        frame = vectors()[name]
        for board in (2, 3, 31):
            assert codec.read_all(frame, board) is None, name
            assert codec.read_one(frame, board, 1) is None, name
            assert codec.read_open(frame, board, 1) is None, name
        if len(frame) == 5:
            assert codec.read_one(frame, 1, 2) is None, name
            assert codec.read_open(frame, 1, 2) is None, name


def test_no_prefix_is_an_answer():
    for name in ANSWERS:
        frame = vectors()[name]
        for length in range(len(frame)):
            assert every_reading(frame[:length]) == [], (name, length)


def test_no_flipped_bit_goes_unseen():
    for name, (read, _) in ANSWERS.items():
        frame = vectors()[name]
        for bit in range(8 * len(frame)):
            spoilt = bytearray(frame)
            spoilt[bit // 8] ^= 1 << bit % 8
            assert read(bytes(spoilt)) is None, (name, bit)


def test_garbage_before_or_after_spoils_an_answer():
    for name, (read, _) in ANSWERS.items():
        frame = vectors()[name]
        for byte in range(256):
            garbage = bytes((byte,))
            assert read(garbage + frame) is None, (name, byte)
            assert read(frame + garbage) is None, (name, byte)
            assert read(garbage + frame + garbage) is None, (name, byte)


def test_two_answers_glued_together_pass_the_xor_and_are_refused():
    one, other = vectors()["state b1 l1 00"], vectors()["state b1 l1 11"]
    assert xor(one + other) == 0
    assert codec.read_one(one + other, 1, 1) is None


def test_the_order_to_open_is_its_own_answer():
    # Why an echo must be known before anything is opened.
    assert codec.read_open(codec.open_one(5, 7), 5, 7) is True
    # The same for all locks of an 8-way board; the question for one lock is never an answer.
    assert codec.read_all(codec.query_all(5), 5) == (0, 8)
    for board in codec.BOARDS:
        for lock in codec.LOCKS:
            assert codec.read_one(codec.query_one(board, lock), board, lock) is None


def test_both_headers_answer_an_open():
    for header in (0x8A, 0x80):
        for status, level in ((0x00, False), (0x11, True)):
            body = bytes((header, 3, 12, status))
            assert codec.read_open(body + bytes((xor(body),)), 3, 12) is level
    body = bytes((0x8A, 3, 12, 0x00))
    assert codec.read_one(body + bytes((xor(body),)), 3, 12) is None


def test_levels_come_highest_first_and_as_many_as_the_board_has():
    for width in (8, 16, 24, 32, 56):
        for lock in range(1, width + 1):
            levels = bytearray(width // 8)
            levels[-1 - (lock - 1) // 8] = 1 << (lock - 1) % 8
            body = bytes((0x80, 9)) + bytes(levels) + b"\x33"
            told = codec.read_all(body + bytes((xor(body),)), 9)
            assert told == (1 << (lock - 1), width), (width, lock)


def test_more_levels_than_any_board_has_are_refused():
    body = b"\x80\x01" + bytes(8) + b"\x33"
    assert codec.read_all(body + bytes((xor(body),)), 1) is None
    assert codec.read_all(b"\x80\x01\x33\xb2", 1) is None

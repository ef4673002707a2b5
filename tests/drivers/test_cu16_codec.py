"""The codec of the KERONG CU16 lock board against every vector; runs under MicroPython too."""

import json

from drivers import cu16_codec as codec

FOLDER = __file__.rsplit("/", 2)[0]


def vectors():
    """{what it is: the frame}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)["kerong_cu16"]
    return {entry["n"]: bytes.fromhex(entry["frame"].replace(" ", "")) for entry in entries}


# Every vector stands in exactly one of these three tables (a test counts them).
ORDERS = {
    "status CU0": lambda: codec.query_all(0),
    "status CU1": lambda: codec.query_all(1),
    "unlock CU0 lock0": lambda: codec.open_one(0, 1),
    "unlock CU0 lock1": lambda: codec.open_one(0, 2),
    "unlock CU0 lock15": lambda: codec.open_one(0, 16),
    "unlock CU1 lock5": lambda: codec.open_one(1, 6),
}
# What board 0 tells of its hooks.
ANSWERS = {
    "reply 35 all hooks closed, no item": 0xFFFF,
    "reply 35 lock0 open": 0xFFFE,
    "reply 35 lock5 open": 0xFFDF,
}
# Orders to all doors or all boards, settings, and the answers to those.
NEVER_SAID = (
    "status all on bus",
    "unlock all CU0 (never send)",
    "set unlock time 550ms (55*10ms)",
    "query unlock time",
    "reply 36 CU1",
)
DELAYED_UNLOCK = bytes.fromhex("020039050343")  # the reference names it beside the vectors


def every_order():
    """All that the codec can be made to say."""
    for board in codec.BOARDS:
        yield codec.query_all(board)
        yield codec.clear_busy(board)
        for lock in codec.LOCKS:
            yield codec.open_one(board, lock)


def every_reading(frame):
    """What the frame means to anyone who asked any board, or ordered any lock to open."""
    found = []
    for board in codec.BOARDS:
        if codec.read_all(frame, board) is not None:
            found.append((board, codec.read_all(frame, board)))
        for lock in codec.LOCKS:
            if codec.is_open_answer(frame, board, lock):
                found.append((board, lock))
    return found


def summed(*body):
    return bytes(body) + bytes((sum(body) & 0xFF,))


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
    for name, hooks in ANSWERS.items():
        assert codec.read_all(vectors()[name], 0) == hooks, name


def test_what_may_never_be_said_cannot_be_said():
    said = set(every_order())
    for name in NEVER_SAID:
        assert vectors()[name] not in said, name
    assert DELAYED_UNLOCK not in said
    assert len(said) == 10 * (1 + 1 + 16)
    for frame in said:
        assert len(frame) == 5 and frame[2] in (0x30, 0x31, 0x38)
        assert frame[1] >> 4 <= 9


def test_what_wakes_a_board_that_is_busy():
    # Not among the vectors: computed by hand.
    assert codec.clear_busy(0) == bytes.fromhex("020038033D")
    assert codec.clear_busy(9) == bytes.fromhex("02903803CD")


def test_what_may_never_be_said_is_no_answer_either():
    for name in NEVER_SAID:
        assert every_reading(vectors()[name]) == [], name


def test_no_order_is_an_answer():
    # Why the question for the hooks tells an echo from an answer.
    for frame in every_order():
        assert every_reading(frame) == []


def test_a_lock_of_another_board_and_all_boards_are_refused():
    for board, lock in ((0, 0), (0, 17), (0, -1), (0, 256), (10, 1), (15, 1), (-1, 1), (16, 1)):
        assert refuses(codec.open_one, board, lock), (board, lock)
    for board in (10, 15, -1, 16):
        assert refuses(codec.query_all, board), board
        assert refuses(codec.clear_busy, board), board


def test_each_board_and_lock_has_its_own_address():
    addresses = [codec.open_one(board, lock)[1] for board in codec.BOARDS for lock in codec.LOCKS]
    assert addresses == list(range(0xA0))


def test_an_answer_is_only_for_who_asked():
    for name in ANSWERS:
        for board in range(1, 10):
            assert codec.read_all(vectors()[name], board) is None, name
    assert codec.read_all(summed(2, 0x10, 0x35, 0xFE, 0xFF, 0, 0, 3), 1) == 0xFFFE


def test_each_hook_has_its_bit_and_what_the_eyes_see_is_not_told():
    for lock in codec.LOCKS:
        hooks = 1 << lock - 1
        for seen in (0x0000, 0xFFFF, 0x1234):
            body = (2, 0x30, 0x35, hooks & 0xFF, hooks >> 8, seen & 0xFF, seen >> 8, 3)
            assert codec.read_all(summed(*body), 3) == hooks, (lock, seen)


def test_the_answer_to_an_order_may_name_the_lock_or_not():
    for address in (0x10, 0x15):
        status = summed(2, address, 0x35, 0xFF, 0xFF, 0, 0, 3)
        assert codec.is_open_answer(status, 1, 6)
        assert not codec.is_open_answer(status, 2, 6)
    assert not codec.is_open_answer(summed(2, 0x14, 0x35, 0xFF, 0xFF, 0, 0, 3), 1, 6)
    # It is told apart from an answer to the question.
    assert codec.read_all(summed(2, 0x15, 0x35, 0xFF, 0xFF, 0, 0, 3), 1) is None


def test_marks_and_command_are_looked_at_although_the_sum_is_right():
    right = (2, 0x00, 0x35, 0xFF, 0xFF, 0, 0, 3)
    assert codec.read_all(summed(*right), 0) == 0xFFFF
    for place, byte in ((0, 1), (2, 0x36), (2, 0x30), (7, 4)):
        wrong = list(right)
        wrong[place] = byte
        assert every_reading(summed(*wrong)) == [], (place, byte)
    assert every_reading(summed(2, 0, 0x35, 0xFF, 0xFF, 0, 3)) == []
    assert every_reading(summed(2, 0, 0x35, 0xFF, 0xFF, 0, 0, 0, 3)) == []


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

"""Scans of a matrix keypad and the presses that come out of them; runs on MicroPython too."""

from drivers.matrix_codec import LAYOUTS, SCANS, MatrixReader, keys_of

KEYS = keys_of(LAYOUTS["4x3"])
ROWS, COLUMNS = 4, 3


def mask(*keys):
    return sum([1 << KEYS.index(key) for key in keys])


def rested():
    reader = MatrixReader(KEYS)
    feed(reader, 0)
    return reader


def feed(reader, closed, scans=SCANS):
    told = []
    for _ in range(scans):
        told += reader.feed(closed)
    return told


def seen(pressed):
    """The mask that a matrix without diodes shows: whatever is joined to a row looks closed."""
    shown = 0
    for row in range(ROWS):
        rows, columns = {row}, set()
        for _ in range(ROWS + COLUMNS):
            columns = {c for r, c in pressed if r in rows} | columns
            rows = {r for r, c in pressed if c in columns} | rows
        for column in columns:
            shown |= 1 << row * COLUMNS + column
    return shown


def raises(act, *arguments):
    try:
        act(*arguments)
    except ValueError:
        return True
    return False


# -- names --------------------------------------------------------------------------------


def test_keys_are_named_as_the_terminal_calls_them():
    assert KEYS == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter"]
    assert keys_of(LAYOUTS["4x4"]) == [
        "1", "2", "3", "", "4", "5", "6", "", "7", "8", "9", "cancel", "erase", "0", "enter", "",
    ]  # fmt: skip
    assert keys_of(("C.", "*#")) == ["cancel", "", "erase", "enter"]


def test_a_layout_that_cannot_be_is_refused():
    for legends in (("12", "3"), ("1x",), ("11",), ("AB",), ("..",), ()):
        assert raises(keys_of, legends), legends


# -- one key ------------------------------------------------------------------------------


def test_a_key_is_told_at_the_third_scan_and_once():
    for key in KEYS:
        reader = rested()
        assert reader.feed(mask(key)) == []
        assert reader.feed(mask(key)) == []
        assert reader.feed(mask(key)) == [key]
        assert feed(reader, mask(key), 500) == []
        assert feed(reader, 0) == []
        assert feed(reader, mask(key)) == [key]


def test_a_key_that_does_nothing_tells_nothing():
    reader = MatrixReader(keys_of(LAYOUTS["4x4"]))
    feed(reader, 0)
    assert feed(reader, 1 << 3) == []
    assert feed(reader, 1 << 2) == ["3"]


def test_no_bounce_shorter_than_three_scans_is_a_press_or_a_second_one():
    # Every way to flutter for eight scans, then down; and the same as it is let go.
    down = mask("5")
    for pattern in range(256):
        bits = [down if pattern >> bit & 1 else 0 for bit in range(8)]
        reader = rested()
        told = []
        for closed in bits + [down] * SCANS:
            told += reader.feed(closed)
        presses = runs_of_down(bits + [down] * SCANS)
        assert told == ["5"] * presses, bits


def runs_of_down(scans):
    """How many presses these scans hold, each down for three and up for three before."""
    is_down, last, agreeing, count = False, False, SCANS, 0
    for scan in scans:
        agreeing = agreeing + 1 if bool(scan) == last else 1
        last = bool(scan)
        if agreeing >= SCANS and is_down != last:
            is_down = last
            count += is_down
    return count


# -- several ------------------------------------------------------------------------------


def test_rolling_from_key_to_key_tells_each():
    reader = rested()
    assert feed(reader, mask("1")) == ["1"]
    assert feed(reader, mask("1", "2")) == ["2"]
    assert feed(reader, mask("2")) == []
    assert feed(reader, mask("2", "6")) == ["6"]
    assert feed(reader, mask("9")) == ["9"]
    assert feed(reader, 0) == []


def test_two_that_come_together_are_a_slip_of_the_finger():
    reader = rested()
    assert feed(reader, mask("1", "2")) == []
    assert feed(reader, mask("1")) == []
    assert feed(reader, mask("1", "3")) == ["3"]


def test_no_ghost_is_ever_told():
    # All ways to press up to four of twelve keys, one after the other, and to let go of them.
    switches = [(row, column) for row in range(ROWS) for column in range(COLUMNS)]
    for first in switches:
        for second in switches:
            for third in switches:
                story = [[first], [first, second], [first, second, third]]
                check_story(story + [[second, third], [third], []])


def check_story(story):
    reader = rested()
    for pressed in story:
        real = [KEYS[row * COLUMNS + column] for row, column in pressed]
        for key in feed(reader, seen(pressed)):
            assert key in real, (story, key)
    assert reader.is_at_rest


def test_three_keys_silence_the_keypad_until_fewer_are_down_and_those_are_not_told():
    reader = rested()
    assert feed(reader, mask("1")) == ["1"]
    assert feed(reader, mask("1", "2")) == ["2"]
    assert feed(reader, mask("1", "2", "3")) == []
    assert feed(reader, mask("2", "3")) == []
    assert feed(reader, mask("2", "5")) == ["5"]


# -- rest ---------------------------------------------------------------------------------


def test_a_key_that_is_down_at_the_start_was_not_pressed_for_us():
    reader = MatrixReader(KEYS)
    assert feed(reader, mask("5"), 100) == []
    assert feed(reader, mask("5", "7")) == ["7"]
    assert feed(reader, 0) == []
    assert feed(reader, mask("5")) == ["5"]


def test_what_is_forgotten_while_it_is_held_is_not_told_again():
    reader = rested()
    assert feed(reader, mask("5")) == ["5"]
    reader.forget()
    assert feed(reader, mask("5"), 100) == []


def test_it_is_at_rest_only_when_nothing_is_down_or_about_to_be():
    reader = MatrixReader(KEYS)
    assert feed(reader, 0, SCANS - 1) == []
    assert reader.is_at_rest and not reader.is_calm
    reader.feed(0)
    assert reader.is_at_rest and reader.is_calm and not reader.is_held
    reader.feed(mask("5"))
    assert not reader.is_at_rest
    reader.feed(0)
    assert reader.is_at_rest
    feed(reader, mask("5"))
    assert not reader.is_at_rest and not reader.is_calm and reader.is_held
    reader.feed(0)
    assert not reader.is_at_rest
    feed(reader, 0)
    assert reader.is_at_rest and not reader.is_held

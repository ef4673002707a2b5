"""Records of the Linux input layer to texts and keys; runs under MicroPython too."""

import struct

from drivers import hid_codec as codec

# Recorded form: key 1 down, key 1 up, report, as the reference gives them.
KEY_1_DOWN = bytes(16) + bytes.fromhex("0100020001000000")
KEY_1_UP = bytes(16) + bytes.fromhex("0100020000000000")
REPORT = bytes(24)
SYN_DROPPED = (0, 3, 0)
SYN = (0, 0, 0)
SHIFT, CONTROL, ALT, ENTER, CAPS_LOCK = 42, 29, 56, 28, 58

# Each key as it stands on an American keyboard, from the kernel's header, one by one.
US = (
    (2, "1!"), (3, "2@"), (4, "3#"), (5, "4$"), (6, "5%"), (7, "6^"), (8, "7&"), (9, "8*"),
    (10, "9("), (11, "0)"), (12, "-_"), (13, "=+"), (16, "qQ"), (17, "wW"), (18, "eE"),
    (19, "rR"), (20, "tT"), (21, "yY"), (22, "uU"), (23, "iI"), (24, "oO"), (25, "pP"),
    (26, "[{"), (27, "]}"), (30, "aA"), (31, "sS"), (32, "dD"), (33, "fF"), (34, "gG"),
    (35, "hH"), (36, "jJ"), (37, "kK"), (38, "lL"), (39, ";:"), (40, "'\""), (41, "`~"),
    (43, "\\|"), (44, "zZ"), (45, "xX"), (46, "cC"), (47, "vV"), (48, "bB"), (49, "nN"),
    (50, "mM"), (51, ",<"), (52, ".>"), (53, "/?"), (57, "  "), (55, "**"), (71, "77"),
    (72, "88"), (73, "99"), (74, "--"), (75, "44"), (76, "55"), (77, "66"), (78, "++"),
    (79, "11"), (80, "22"), (81, "33"), (82, "00"), (83, ".."), (98, "//"),
)  # fmt: skip


def down(*codes):
    return [(1, code, 1) for code in codes]


def up(*codes):
    return [(1, code, 0) for code in codes]


def press(*codes):
    records = []
    for code in codes:
        records += down(code) + [SYN] + up(code) + [SYN]
    return records


def with_held(held, *codes):
    return down(held) + press(*codes) + up(held)


def typed(*parts):
    """(the texts, how many were dropped) of these lists of records, all at once."""
    reader = codec.TypedReader()
    texts = []
    for part in parts:
        texts += reader.feed(part, 0)
    return texts, reader.dropped


def pressed(records):
    return codec.KeyReader().feed(records)


# -- records ------------------------------------------------------------------------------


def test_the_recorded_bytes_are_read():
    records = codec.RecordReader(24).feed(KEY_1_DOWN + REPORT + KEY_1_UP + REPORT)
    assert records == [(1, 2, 1), SYN, (1, 2, 0), SYN]


def test_both_sizes_say_the_same():
    wide = struct.pack("<qqHHi", 1790000000, 250000, 1, 28, -1)
    narrow = struct.pack("<IIHHi", 1790000000, 250000, 1, 28, -1)
    assert codec.RecordReader(24).feed(wide) == [(1, 28, -1)]
    assert codec.RecordReader(16).feed(narrow) == [(1, 28, -1)]
    for size in (0, 8, 20, 32):
        try:
            codec.RecordReader(size)
        except ValueError:
            continue
        raise AssertionError(size)


def test_records_may_come_in_any_pieces():
    data = KEY_1_DOWN + REPORT + KEY_1_UP
    for cut in range(len(data)):
        reader = codec.RecordReader(24)
        assert reader.feed(data[:cut]) + reader.feed(data[cut:]) == [(1, 2, 1), SYN, (1, 2, 0)]
        assert len(reader._rest) < 24



def as_bytes(records):
    """As the kernel says them."""
    return b"".join([struct.pack("<qqHHi", 0, 0, *record) for record in records])


def flipped(data):
    """(which bit, the same without it) for each."""
    for bit in range(8 * len(data)):
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << bit % 8
        yield bit, bytes(spoilt)


# -- scanners -----------------------------------------------------------------------------


def test_no_prefix_of_a_text_is_a_text_and_none_costs_the_next():
    data = as_bytes(with_held(SHIFT, 30) + press(2, 3) + down(ENTER))
    for length in range(len(data)):
        cutter, reader = codec.RecordReader(24), codec.TypedReader()
        assert reader.feed(cutter.feed(data[:length]), 0) == [], length
        assert reader.feed(press(4, ENTER), 500) == ["3"], length


def test_a_flipped_bit_costs_no_more_than_the_text_that_it_hits():
    known = "".join([characters for _, characters in US]) + "\x1d"
    for bit, spoilt in flipped(as_bytes(with_held(SHIFT, 30) + press(2, 3, ENTER))):
        reader = codec.TypedReader()
        texts = reader.feed(codec.RecordReader(24).feed(spoilt), 0)
        assert len(texts) <= 2 and not set("".join(texts)) - set(known), bit
        assert reader.feed(press(4, ENTER), 500) == ["3"], bit


def test_every_key_types_what_an_american_keyboard_types():
    known = dict(US)
    for code in range(256):
        if code in (SHIFT, 54, CONTROL, 97, ENTER, 96):
            continue
        texts = known.get(code, "")
        expected = ([texts[0]], 0) if texts else ([], 1)
        assert typed(press(code, ENTER)) == expected, code
        expected = ([texts[1]], 0) if texts else ([], 1)
        assert typed(with_held(SHIFT, code) + press(ENTER)) == expected, code
        assert typed(with_held(54, code) + press(ENTER)) == expected, code


def test_both_enters_end_a_text_and_empty_ones_are_nothing():
    assert typed(press(2, 3, ENTER, 4, 96, 96)) == (["12", "3"], 0)


def test_a_held_key_is_typed_once():
    held = down(2) + [SYN] + [(1, 2, 2), (0, 0, 1)] * 50 + up(2)
    assert typed(held + press(3, ENTER)) == (["12"], 0)


def test_a_lost_release_harms_nothing():
    # The same key twice without a release between; a Shift that was never let go.
    assert typed(down(2, 2, 3) + press(ENTER)) == (["112"], 0)
    assert typed(down(SHIFT) + press(30, ENTER) + press(2, 3, ENTER)) == (["A", "12"], 0)


def test_a_release_without_a_press_is_nothing():
    assert typed(up(2, SHIFT, 30, ENTER) + press(2, ENTER)) == (["1"], 0)


def test_both_shifts_may_be_down():
    records = down(SHIFT, 54) + up(SHIFT) + press(30) + up(54) + press(30, ENTER)
    assert typed(records) == (["Aa"], 0)


def test_control_and_bracket_are_the_separator_of_gs1():
    assert typed(press(2) + with_held(CONTROL, 27) + press(3, ENTER)) == (["1\x1d2"], 0)
    assert typed(with_held(97, 27) * 17 + press(2, ENTER)) == ([], 1)
    assert typed(with_held(CONTROL, 27) + press(ENTER)) == ([], 1)


def test_keys_that_no_scanner_types_spoil_the_text_up_to_its_enter():
    for code in (1, 14, 15, ALT, 100, CAPS_LOCK, 59, 69, 86, 89, 103, 111, 125, 116, 330, 767):
        assert typed(press(2, code, 3, ENTER, 4, ENTER)) == (["3"], 1), code
    for code in (2, 14, 20, 46, 111):
        assert typed(press(2) + with_held(CONTROL, code) + press(3, ENTER, 4, ENTER)) == (["3"], 1)


def test_other_kinds_of_records_are_nothing():
    noise = [(2, 0, 5), (2, 1, -3), (4, 4, 0x70028), (17, 1, 1), (20, 0, 250), (31, 9, 9)]
    assert typed(press(2) + noise + press(3, ENTER)) == (["12"], 0)


def test_lost_records_spoil_the_text_and_only_that():
    # After SYN_DROPPED nothing counts until the report; then the rest of the text is rubbish.
    records = press(2) + [SYN_DROPPED] + down(3, ENTER) + [SYN] + press(4, ENTER) + press(5, ENTER)
    assert typed(records) == (["4"], 1)
    assert typed([SYN_DROPPED, SYN], press(2, ENTER), press(3, ENTER)) == (["2"], 1)
    assert typed(down(SHIFT), [SYN_DROPPED, SYN], press(2, ENTER), press(3, ENTER)) == (["2"], 1)


def test_a_text_without_an_end_does_not_join_the_next():
    reader = codec.TypedReader()
    assert reader.feed(press(5, 9, 3), 1000) == []
    assert reader.wake_at_ms() == 1500
    reader.tick(1499)
    assert reader.dropped == 0
    reader.tick(1500)
    assert (reader.dropped, reader.wake_at_ms()) == (1, None)
    assert reader.feed(press(10, 2, 4, ENTER), 2000) == ["913"]


def test_a_fragment_never_joins_a_later_text_even_if_nobody_ticked():
    reader = codec.TypedReader()
    reader.feed(press(5, 9, 3) + down(SHIFT), 0)
    assert reader.feed(press(10, 2, 4, ENTER), 500) == ["913"]


def test_a_slow_scanner_is_no_fragment():
    reader = codec.TypedReader()
    for index in range(40):
        assert reader.feed(press(2), 499 * index) == []
    assert reader.feed(press(ENTER), 499 * 40) == ["1" * 40]


def test_the_longest_text_passes_and_a_longer_one_does_not():
    assert typed(press(*[2] * 512, ENTER)) == (["1" * 512], 0)
    assert typed(press(*[2] * 513, ENTER), press(3, ENTER)) == (["2"], 1)


def test_endless_typing_is_not_kept():
    reader = codec.TypedReader()
    for index in range(200):
        reader.feed(press(*[3] * 50), index)
        assert len(reader._typed) <= 512
    assert reader.feed(press(ENTER, 4, ENTER), 200) == ["3"]


# -- keypads ------------------------------------------------------------------------------


def test_every_key_of_a_keypad():
    named = {1: "cancel", 14: "erase", 111: "erase", 28: "enter", 96: "enter", 55: "erase"}
    for code, characters in US:
        if characters[0] in "0123456789":
            named[code] = characters[0]
    digits = list("0123456789")
    others = ["cancel", "erase", "erase", "erase", "enter", "enter"]
    assert sorted(named.values()) == sorted(digits + digits + others)
    for code in range(768):
        assert pressed(press(code)) == ([named[code]] if code in named else []), code


def test_star_and_hash_of_a_telephones_pad():
    assert pressed(with_held(SHIFT, 9)) == ["erase"]
    assert pressed(with_held(SHIFT, 4)) == ["enter"]
    for code in (2, 3, 5, 6, 7, 8, 10, 11):
        assert pressed(with_held(54, code)) == [], code


def test_a_held_key_of_a_keypad_is_one_press():
    held = down(5) + [SYN] + [(1, 5, 2), (0, 0, 1)] * 100 + up(5)
    assert pressed(held + press(5)) == ["4", "4"]


def test_every_prefix_of_what_a_keypad_says_is_the_first_of_its_keys():
    data = as_bytes(press(5, 9, 3, 28))
    found = [pressed(codec.RecordReader(24).feed(data[:length])) for length in range(len(data))]
    for keys in found:
        assert keys == ["4", "8", "2", "enter"][: len(keys)]
    assert sorted({len(keys) for keys in found}) == [0, 1, 2, 3, 4]


def test_a_flipped_bit_is_another_key_or_none():
    names = set("0123456789") | {"erase", "enter", "cancel"}
    for bit, spoilt in flipped(as_bytes(press(5) + [SYN] + press(3))):
        keys = pressed(codec.RecordReader(24).feed(spoilt))
        assert len(keys) <= 3 and not set(keys) - names, bit


def test_after_lost_records_a_keypad_goes_on():
    assert pressed(down(SHIFT) + [SYN_DROPPED] + press(2)[:1] + [SYN] + press(3)) == ["2"]

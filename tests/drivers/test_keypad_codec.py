"""What a serial keypad says, byte by byte; runs under MicroPython too."""

from drivers.keypad_codec import KeyBytes

KEYS = {
    b"0": "0", b"1": "1", b"2": "2", b"3": "3", b"4": "4", b"5": "5", b"6": "6", b"7": "7",
    b"8": "8", b"9": "9", b"*": "erase", b"\x08": "erase", b"\x7f": "erase", b"#": "enter",
    b"\r": "enter", b"\x1b": "cancel", b"C": "cancel", b"c": "cancel",
}  # fmt: skip


def pressed(data):
    return KeyBytes().feed(data)


def test_every_byte_is_a_key_or_nothing():
    for value in range(256):
        byte = bytes((value,))
        assert pressed(byte) == ([KEYS[byte]] if byte in KEYS else []), value


def test_several_keys_may_wait():
    assert pressed(b"482913\r\n") == ["4", "8", "2", "9", "1", "3", "enter"]
    assert pressed(b"11") == ["1", "1"]


def test_a_burst_with_a_strange_byte_is_no_typing():
    reader = KeyBytes()
    for burst in (b"\x1b[A", b"4\x00", b"RR123456785LV\r", b"12\xff", b"+1"):
        assert reader.feed(burst) == [], burst
    assert reader.dropped == 5


def test_every_part_of_a_burst_is_typing_too():
    for length in range(7):
        assert pressed(b"482913"[:length]) == list("482913"[:length]), length


def test_a_strange_byte_anywhere_makes_a_burst_no_typing():
    for value in range(256):
        byte = bytes((value,))
        if byte in KEYS or byte == b"\n":
            continue
        for place in range(5):
            assert pressed(b"4829"[:place] + byte + b"4829"[place:]) == [], (value, place)


def test_a_flipped_bit_is_another_key_or_no_typing():
    """There is no checksum; nothing but the key that it hits becomes another."""
    typed = ["4", "8", "2", "9", "1", "3", "enter"]
    for bit in range(8 * 7):
        spoilt = bytearray(b"482913\r")
        spoilt[bit // 8] ^= 1 << bit % 8
        found = pressed(bytes(spoilt))
        if found:
            wrong = [place for place in range(7) if found[place] != typed[place]]
            assert len(found) == 7 and wrong == [bit // 8], bit


def test_more_than_fingers_make_is_no_typing():
    assert pressed(b"12345678") == list("12345678")
    assert pressed(b"123456789") == []


def test_nothing_is_nothing():
    reader = KeyBytes()
    assert reader.feed(b"") == [] and reader.feed(b"\n") == []
    assert reader.dropped == 0

"""The fields of ZVT messages: numbers, lengths, containers; runs under MicroPython too."""

from drivers import zvt_bmp_codec as bmp

# From the table of lengths in the reference (hardware 2.4), and not from the codec.
LENGTHS = (
    (1, "01 02 03 05 19 27 8A 8C A0 D0"),
    (2, "0D 0E 17 3A 49 87"),
    (3, "0B 0C 37 3D 88 AA"),
    (4, "29"),
    (5, "BA"),
    (6, "04"),
    (8, "3B"),
    (15, "2A"),
)
LLVAR, LLLVAR = "22 23 2D 8B A7 D1", "24 3C 60 9A AF 2E"


def refuses(number, length):
    try:
        bmp.bcd(number, length)
    except ValueError:
        return True
    return False


def tags(text):
    return [int(part, 16) for part in text.split()]


def decimal(length, count):
    return bytes([0xF0 + int(digit) for digit in ("%03d" % length)[3 - count :]])


def every_field():
    """(tag, its head, its content) of each bitmap that there is."""
    found = []
    for length, text in LENGTHS:
        found += [(tag, b"", bytes(length)) for tag in tags(text)]
    for length in (0, 7, 12):
        found += [(tag, decimal(length, 2), b"\x11" * length) for tag in tags(LLVAR)]
        found += [(tag, decimal(length, 3), b"\x11" * length) for tag in tags(LLLVAR)]
    return found


def test_numbers_go_there_and_back():
    for number in (0, 1, 9, 10, 99, 349, 999999):
        assert bmp.number_of(bmp.bcd(number, 3)) == number
    assert bmp.bcd(349, 6) == b"\x00\x00\x00\x00\x03\x49"
    assert bmp.number_of(b"") == 0
    for byte in (0x0A, 0xA0, 0xFF, 0x1E):
        assert bmp.number_of(bytes((byte,))) is None
    assert refuses(100, 1) and refuses(-1, 1)


def test_every_field_is_as_long_as_the_table_says():
    for tag, head, content in every_field():
        block = bytes((tag,)) + head + content + b"\x27\x6c"
        fields = bmp.read_fields(block)
        assert fields is not None, hex(tag)
        expected = b"\x00" if tag == bmp.RESULT else b"\x6c"
        assert fields[bmp.RESULT] == expected, hex(tag)


def test_a_field_that_is_cut_spoils_all():
    for tag, head, content in every_field():
        block = b"\x19\x00" + bytes((tag,)) + head + content
        for length in range(3, len(block)):
            assert bmp.read_fields(block[:length]) is None, (hex(tag), length)


def test_no_flipped_bit_takes_out_more_than_the_end_of_a_card_number():
    wanted = tags("04 0B 19 22 27 29 37 87 8B 1F2B")
    for tag, head, content in every_field():
        block = b"\x19\x00" + bytes((tag,)) + head + content + b"\x27\x6c"
        for bit in range(8 * len(block)):
            spoilt = bytearray(block)
            spoilt[bit // 8] ^= 1 << bit % 8
            fields = bmp.read_fields(bytes(spoilt)) or {}
            assert not set(fields) - set(wanted), (hex(tag), bit)
            end = fields.get(bmp.CARD_NUMBER, b"").decode()
            assert len(end) <= 4 and (not end or end.isdigit()), (hex(tag), bit)


def test_any_byte_between_two_fields_is_a_field_or_ends_the_reading():
    known = [tag for tag, _, _ in every_field()] + [bmp.CONTAINER]
    for byte in range(256):
        fields = bmp.read_fields(b"\x19\x00" + bytes((byte,)) + b"\x27\x6c")
        if byte not in known:
            assert fields == {bmp.STATUS: b"\x00"}, hex(byte)
        else:
            assert fields is None or set(fields) <= {bmp.STATUS, bmp.RESULT, byte}, hex(byte)


def test_a_length_that_is_no_number_spoils_all():
    for tag in tags(LLVAR) + tags(LLLVAR):
        for place in range(2 if tag in tags(LLVAR) else 3):
            head = bytearray(b"\xf0\xf0\xf0")
            for wrong in (0x00, 0x05, 0xFA, 0xFF, 0xE5):
                head[place] = wrong
                assert bmp.read_fields(bytes((tag,)) + bytes(head) + bytes(99)) is None, hex(tag)


def test_nothing_of_a_card_is_taken_out_but_the_end_of_its_number():
    taken = {}
    for tag, head, content in every_field():
        taken[tag] = (bmp.read_fields(bytes((tag,)) + head + content) or {}).get(tag)
    kept = sorted([tag for tag in taken if taken[tag] is not None])
    assert kept == sorted(tags("04 0B 19 22 27 29 37 87 8B"))


def test_the_end_of_a_card_number():
    for number, shown in (
        ("EEEEEEEEEEEE4771", "4771"),
        ("EEEEEEEEEEEEEEE4281F", "4281"),
        ("4111111111111111", "1111"),
        ("411111111111123F", "1123"),
        ("EEEEEEEEEEEEEE71", "71"),
        ("EEEEEEEEEEEEEEEE", ""),
        ("4111111111EE1E", ""),
        ("47", "47"),
        ("FF", ""),
        ("", ""),
    ):
        data = bytes.fromhex(number)
        assert bmp.card_end(b"\xaa" + data + b"\xbb", 1, 1 + len(data)).decode() == shown, number


def test_a_tag_in_a_container():
    plain = bytes.fromhex("2F08 1F2B0410015008 1F100100 60 03 430100".replace(" ", ""))
    # 2F holds eight bytes, so 1F2B is inside it and not at the top.
    assert bmp.find_tag(plain, 0x1F2B) is None
    top = bytes.fromhex("1F2B0410015008")
    assert bmp.find_tag(top, 0x1F2B) == bytes.fromhex("10015008")
    assert bmp.find_tag(b"\x45\x00" + top, 0x1F2B) == bytes.fromhex("10015008")
    assert bmp.find_tag(top, 0x1F2C) is None
    assert bmp.find_tag(b"", 0x1F2B) is None


def test_lengths_in_a_container():
    for length, head in ((0, "00"), (127, "7F"), (128, "8180"), (255, "81FF"), (256, "820100")):
        container = b"\x24" + bytes.fromhex(head) + b"\x11" * length + bytes.fromhex("07012A")
        assert bmp.find_tag(container, 0x07) == b"\x2a", head
        assert bmp.find_tag(container, 0x24) == b"\x11" * length, head


def test_a_container_that_is_cut_tells_nothing():
    container = bytes.fromhex("1F2B0410015008" + "1F8110820001AA" + "24810155")
    assert bmp.find_tag(container, 0x1F2B) == bytes.fromhex("10015008")
    ends = (0, 7, 14, len(container))
    for length in range(len(container) + 1):
        found = bmp.find_tag(container[:length], 0x1F2B)
        assert (found is not None) == (length in ends and length > 0), length


def test_a_container_with_a_length_that_nobody_sends_is_cut():
    assert bmp.find_tag(b"\x24\x80\x55", 0x24) is None
    assert bmp.find_tag(b"\x24\x83\x00\x00\x01\x55", 0x24) is None
    assert bmp.read_fields(b"\x27\x00\x06\x84\x00\x00\x00\x01") is None


def test_the_long_trace_number_comes_out_of_the_container():
    fields = bmp.read_fields(bytes.fromhex("27000B000000" + "06071F2B0410015008"))
    assert fields[bmp.LONG_TRACE] == bytes.fromhex("10015008")
    assert bmp.read_fields(bytes.fromhex("2700" + "06031F2B04")) == {bmp.RESULT: b"\x00"}

"""The orders to look for a barcode and the answers to them; runs under MicroPython too."""

from drivers import trigger_codec as codec

YES = bytes.fromhex("02013030303023 53434E54524731 063B03".replace(" ", ""))
NO = bytes.fromhex("02013030303023 53434E54524731 153B03".replace(" ", ""))
UNKNOWN = bytes.fromhex("02013030303023 53434E54524731 053B03".replace(" ", ""))


def hear(*bursts):
    """(what is left for the texts, the answers) of these bursts, one every 5 ms."""
    reader = codec.AnswerReader()
    rest = b""
    for index in range(len(bursts)):
        rest += reader.feed(bursts[index], 5 * index)
    return rest, reader.answers


def byte_by_byte(data):
    return [bytes((byte,)) for byte in data]


def test_the_orders_are_those_of_the_manuals():
    honeywell, = codec.FORMS["honeywell"]
    assert (honeywell.on, honeywell.off) == (bytes.fromhex("16540D"), bytes.fromhex("16550D"))
    assert not honeywell.is_answered
    newland, short = codec.FORMS["newland"]
    assert newland.on == bytes.fromhex("7E01303030302353434E545247313B03")
    assert newland.off == bytes.fromhex("7E01303030302353434E545247303B03")
    assert newland.is_answered
    assert (short.on, short.off) == (bytes.fromhex("015404"), b"")
    assert sorted(codec.FORMS) == sorted(codec.KINDS[1:])


def test_settings_are_temporary():
    # "@" would be written into the scanner's memory, which wears out.
    for kind in codec.FORMS:
        for form in codec.FORMS[kind]:
            assert b"@" not in form.on + form.off


def test_answers_are_taken_out_of_the_stream():
    assert hear(YES) == (b"", [True])
    assert hear(NO) == (b"", [False])
    assert hear(UNKNOWN) == (b"", [False])
    assert hear(b"\x06") == (b"", [True])
    assert hear(b"\x15\x05") == (b"", [False, False])
    assert hear(*byte_by_byte(YES + b"\x06" + NO)) == (b"", [True, True, False])


def test_texts_come_through_beside_answers():
    assert hear(YES + b"RR123456785LV\r\n" + YES) == (b"RR123456785LV\r\n", [True, True])
    assert hear(*byte_by_byte(b"A\r\n\x06B\r\n")) == (b"A\r\nB\r\n", [True])


def test_inside_a_text_nothing_is_an_answer():
    for middle in (b"\x06", b"\x15", YES):
        text = b"48" + middle + b"2913\r"
        assert hear(text) == (text, [])
        assert hear(*byte_by_byte(text)) == (text, [])


def test_an_answer_to_something_else_says_nothing():
    assert hear(b"\x02\x010000#GRBENA1\x06;\x03") == (b"", [])
    assert hear(b"\x02\x03A\r") == (b"A\r", [])


def test_what_only_begins_like_an_answer_ends_with_silence():
    reader = codec.AnswerReader()
    assert reader.feed(YES[:9], 0) == b""
    assert reader.feed(b"A\r", 200) == b"A\r"
    assert reader.answers == []


def test_an_endless_answer_is_not_kept_and_its_end_is_no_text():
    reader = codec.AnswerReader()
    rest = reader.feed(b"\x02" + b"4" * 1000 + b"82913\r", 0)
    assert rest.endswith(b"4482913\r") and len(rest) > 900  # the text before it was cut
    assert len(reader._answer) <= codec.ANSWER_MAX


def test_every_prefix_of_an_answer_says_nothing():
    for length in range(len(YES)):
        assert hear(YES[:length])[1] == [], length


def test_no_flipped_bit_of_an_answer_costs_the_next_scan():
    for bit in range(8 * len(YES)):
        spoilt = bytearray(YES)
        spoilt[bit // 8] ^= 1 << bit % 8
        reader = codec.AnswerReader()
        assert b"\r" not in reader.feed(bytes(spoilt), 0) or spoilt.count(0x0D), bit
        assert reader.feed(b"RR123456785LV\r", 200) == b"RR123456785LV\r", bit

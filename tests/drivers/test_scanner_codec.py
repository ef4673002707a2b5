"""The codec of the serial scanner; runs under MicroPython too."""

from drivers.scanner_codec import ScanReader, is_printable


def scan(*bursts):
    """What comes of these bursts, one every 5 ms, and how much was dropped."""
    reader = ScanReader()
    texts = []
    for index in range(len(bursts)):
        texts += reader.feed(bursts[index], 5 * index)
    return texts, reader.dropped


def test_cr_ends_a_scan():
    assert scan(b"RR123456785LV\r") == (["RR123456785LV"], 0)


def test_cr_lf_ends_a_scan_too():
    assert scan(b"RR123456785LV\r\nCE123456785LV\r\n") == (["RR123456785LV", "CE123456785LV"], 0)


def test_cr_and_lf_may_come_apart():
    assert scan(b"A\r", b"\nB\r", b"\n", b"C\r") == (["A", "B", "C"], 0)


def test_a_late_line_feed_is_no_fragment():
    reader = ScanReader()
    assert reader.feed(b"A\r\n", 0) == ["A"]
    assert reader.wake_at_ms() is None
    assert reader.feed(b"B\r", 10_000) == ["B"]
    assert reader.dropped == 0


def test_it_may_come_byte_by_byte():
    bursts = [bytes((byte,)) for byte in b"]C1003761\r"]
    assert scan(*bursts) == (["]C1003761"], 0)


def test_a_fragment_is_dropped_after_silence():
    reader = ScanReader()
    assert reader.feed(b"RR1234", 1000) == []
    assert reader.wake_at_ms() == 1200
    reader.tick(1199)
    assert reader.dropped == 0
    reader.tick(1200)
    assert reader.dropped == 1
    assert reader.wake_at_ms() is None
    assert reader.feed(b"56785LV\r", 2000) == ["56785LV"]


def test_a_fragment_never_joins_a_later_scan_even_if_nobody_ticked():
    reader = ScanReader()
    reader.feed(b"482", 0)
    assert reader.feed(b"913\r", 200) == ["913"]
    assert reader.dropped == 1


def after(spoilt):
    """What comes of these bytes, and of a scan that follows when all is silent again."""
    reader = ScanReader()
    return reader.feed(spoilt, 0), reader.feed(b"CE123456785LV\r", 200)


def test_every_prefix_is_nothing_and_does_not_cost_the_next_scan():
    for data in (b"RR123456785LV\r", b"]C110AB\x1d400PO99\r\n", "Žąsų g. 5\r".encode()):
        for length in range(data.index(b"\r") + 1):
            assert after(data[:length]) == ([], ["CE123456785LV"]), (data, length)


def test_a_flipped_bit_costs_no_more_than_the_scan_that_it_hits():
    """There is no checksum: it is another text, two, or none, and all of it printable."""
    for data in (b"RR123456785LV\r", b"]C110AB\x1d400PO99\r\n", "Žąsų g. 5\r".encode()):
        for bit in range(8 * len(data)):
            spoilt = bytearray(data)
            spoilt[bit // 8] ^= 1 << bit % 8
            texts, later = after(bytes(spoilt))
            assert later == ["CE123456785LV"], (data, bit)
            assert len(texts) <= 2 and len("".join(texts)) <= len(data), (data, bit)
            for text in texts:
                assert is_printable(text.replace("\x1d", "")), (data, bit)


def test_garbage_before_or_after_costs_no_more_than_the_scan_that_it_touches():
    for byte in range(256):
        garbage = bytes((byte,))
        texts, later = after(garbage + b"A\r" + garbage)
        assert later == ["CE123456785LV"], byte
        if garbage == b"\x1d":
            assert texts == ["\x1dA"]
        elif 0x20 <= byte < 0x7F:
            assert texts == [chr(byte) + "A"], byte
        else:
            assert texts == (["A"] if garbage in b"\r\n" else []), byte


def test_pauses_shorter_than_that_do_not_matter():
    reader = ScanReader()
    reader.feed(b"4829", 0)
    assert reader.feed(b"13\r", 199) == ["482913"]


def test_the_longest_text_passes_and_a_longer_one_does_not():
    assert scan(b"x" * 512 + b"\r") == (["x" * 512], 0)
    assert scan(b"\r\n" + b"x" * 512 + b"\r") == (["x" * 512], 0)
    assert scan(b"x" * (513) + b"\rA\r") == (["A"], 1)


def test_endless_bytes_are_not_kept():
    reader = ScanReader()
    for index in range(200):
        assert reader.feed(b"x" * 100, index) == []
        assert len(reader._pending) <= 512
    assert reader.feed(b"\rA\r", 200) == ["A"]
    assert reader.dropped == 1


def test_after_endless_bytes_silence_is_a_fresh_start():
    reader = ScanReader()
    reader.feed(b"x" * 600, 0)
    assert reader.feed(b"A\r", 200) == ["A"]
    assert reader.dropped == 1


def test_empty_scans_are_nothing():
    assert scan(b"\r\r\n\r\n") == ([], 0)


def test_control_characters_are_refused_whole():
    for byte in list(range(0x20)) + [0x7F]:
        if byte not in (0x0D, 0x1D):
            assert scan(b"48" + bytes((byte,)) + b"2913\r") == ([], 1), byte


def test_the_separator_of_gs1_passes_in_a_text_but_is_none():
    assert scan(b"]C110AB\x1d400PO\r") == (["]C110AB\x1d400PO"], 0)
    assert scan(b"\x1d10AB\x1d\r") == (["\x1d10AB\x1d"], 0)
    assert scan(b"\x1d\r\x1d\x1d\r") == ([], 2)


def test_few_separators_pass():
    assert scan(b"A" + b"\x1d" * 16 + b"\r") == (["A" + "\x1d" * 16], 0)
    assert scan(b"A" + b"\x1d" * 17 + b"\r") == ([], 1)


def test_a_separator_excuses_nothing_else():
    for data in (b"10AB\x1d\x1e", b"10\x1dAB\x04", b"\x1d\xc3", "\x1dA\u202eB".encode()):
        assert scan(data + b"\r") == ([], 1), data


def test_texts_in_utf_8_pass():
    for text in ("Brīvības iela 1", "Žąsų g. 5", "Õismäe", "Рига, ул. 7", "日本"):
        assert scan(text.encode() + b"\r") == ([text], 0)


def test_malformed_utf_8_is_dropped():
    for data in (b"\xff\xfe", b"\xc3", b"a\x80", b"\xc3\x28", b"\xf8\x88\x80\x80\x80"):
        assert scan(data + b"\r") == ([], 1), data


def test_a_text_has_one_spelling():
    # "/" in two and three bytes, which MicroPython decodes; a surrogate; beyond Unicode.
    for data in (b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xed\xa0\x80",
                 b"\xf4\x90\x80\x80"):  # fmt: skip
        assert scan(data + b"\r") == ([], 1), data


def test_characters_without_ink_are_dropped():
    for point in (0x80, 0x9F, 0xAD, 0x200B, 0x200E, 0x202E, 0x2028, 0x2066, 0xE000, 0xFEFF,
                  0x1F600, 0xE0041):  # fmt: skip
        assert scan(("A" + chr(point) + "B").encode() + b"\r") == ([], 1), hex(point)


def test_noise_between_scans_costs_no_more_than_the_scan_it_touches():
    texts, dropped = scan(b"A\r\x00\xff\x13\rB\r\xfe\xfeC\rD\r")
    assert texts == ["A", "B", "D"]
    assert dropped == 2

"""The codec of SSI against every vector; runs under MicroPython too."""

import json

from drivers import ssi_codec as codec

FOLDER = __file__.rsplit("/", 2)[0]
ORDERS = {
    "START_SESSION": codec.start_session,
    "STOP_SESSION": codec.stop_session,
    "SCAN_ENABLE": codec.scan_enable,
    "SCAN_DISABLE": codec.scan_disable,
    "CMD_ACK host": codec.ack,
    "NAK resend": codec.nak_resend,
    "PARAM trigger=host": codec.trigger_by_host,
}
# what it is: (opcode, its text)
ANSWERS = {
    "CMD_ACK decoder": (codec.CMD_ACK, ""),
    "DECODE_DATA Code128 RR123456785LV (computed)": (codec.DECODE_DATA, "RR123456785LV"),
}


def vectors():
    """{what it is: the frame}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)["ssi"]
    return {entry["n"]: bytes.fromhex(entry["frame"]) for entry in entries}


def said_by_decoder(opcode, data, status=0):
    """A packet, made as the guide says and without the codec."""
    body = bytes((len(data) + 4, opcode, 0, status)) + data
    return body + ((0x10000 - sum(body)) % 0x10000).to_bytes(2, "big")


def hear(*bursts):
    """[(opcode, data)] of all that is found in these bursts, one every 5 ms, then silence."""
    reader = codec.PacketReader()
    packets = []
    for index in range(len(bursts)):
        packets += reader.feed(bursts[index], 5 * index)
    packets += reader.tick(5 * len(bursts) + 200)
    return [(packet.opcode, packet.data) for packet in packets]


def test_each_vector_is_in_one_table():
    assert sorted(list(ORDERS) + list(ANSWERS)) == sorted(vectors())


def test_every_order_is_the_vector():
    for name, order in ORDERS.items():
        assert order() == vectors()[name], name


def test_every_answer_is_read():
    for name, (opcode, text) in ANSWERS.items():
        (found, data), = hear(vectors()[name])
        assert found == opcode, name
        assert codec.text_of(data) == text, name


def test_what_the_host_says_is_nothing_that_a_decoder_says():
    # An adapter that echoes must not acknowledge our own orders.
    for name in ORDERS:
        assert hear(vectors()[name]) == [], name


def test_packets_are_asked_for():
    assert codec.send_packets() == bytes.fromhex("07C60400FFEE01") + bytes.fromhex("FD41")


def test_said_again_differs_in_one_bit_and_the_checksum():
    for name in ORDERS:
        again = codec.said_again(vectors()[name])
        assert again[3] == 1 and again[:3] == vectors()[name][:3]
        assert (sum(again[:-2]) + again[-2] * 256 + again[-1]) % 0x10000 == 0


def test_it_may_come_byte_by_byte_and_many_at_once():
    frames = [vectors()[name] for name in sorted(ANSWERS)]
    data = b"".join(frames)
    expected = hear(data)
    assert len(expected) == 2
    assert hear(*[bytes((byte,)) for byte in data]) == expected
    for cut in range(len(data)):
        assert hear(data[:cut], data[cut:]) == expected, cut


def test_no_prefix_is_a_packet():
    for name in ANSWERS:
        frame = vectors()[name]
        for length in range(len(frame)):
            assert hear(frame[:length]) == [], (name, length)


def test_no_flipped_bit_goes_unseen():
    for name in ANSWERS:
        frame = vectors()[name]
        for bit in range(8 * len(frame)):
            spoilt = bytearray(frame)
            spoilt[bit // 8] ^= 1 << bit % 8
            reader = codec.PacketReader()
            packets = reader.feed(bytes(spoilt), 0) + reader.tick(200)
            assert packets == [], (name, bit)
            assert reader.is_spoilt, (name, bit)


def test_garbage_around_a_packet_costs_nothing_but_silence():
    for name in ANSWERS:
        frame = vectors()[name]
        for byte in range(256):
            garbage = bytes((byte,))
            for data in (garbage + frame, frame + garbage, garbage + frame + garbage,
                         garbage * 5 + frame):  # fmt: skip
                found = hear(data)
                assert (frame[1], frame[4:-2]) in found, (name, byte)
                # Garbage may itself be a packet only if its checksum is right.
                assert len(found) == 1, (name, byte)


def test_a_spoilt_packet_does_not_cost_the_next():
    frame = vectors()["DECODE_DATA Code128 RR123456785LV (computed)"]
    for bit in range(8 * len(frame)):
        spoilt = bytearray(frame)
        spoilt[bit // 8] ^= 1 << bit % 8
        assert hear(bytes(spoilt) + frame) == hear(frame), bit


def test_half_a_packet_never_joins_a_later_one():
    frame = vectors()["DECODE_DATA Code128 RR123456785LV (computed)"]
    for cut in range(1, len(frame)):
        reader = codec.PacketReader()
        assert reader.feed(frame[:cut], 0) == []
        assert reader.wake_at_ms() == (200 if reader._pending else None)
        assert reader.feed(frame[cut:], 200) + reader.tick(400) == [], cut
        assert len(reader.feed(frame, 600)) == 1, cut


def test_endless_bytes_are_not_kept():
    reader = codec.PacketReader()
    for index in range(1000):
        reader.feed(b"\xff\xf3\x00\x00" + bytes((index % 256,)) * 60, index)
        assert len(reader._pending) <= codec.PACKET_MAX


def test_kinds_of_barcodes_that_read_differently_get_their_prefix():
    for kind, text in ((0x03, "RR123456785LV"), (0x0F, "]C10037610425"), (0x0B, "]E04012345678901"),
                       (0x25, "]e00104"), (0x1C, "kJ8f")):  # fmt: skip
        bare = text[3:] if text[0] == "]" else text
        assert codec.text_of(bytes((kind,)) + bare.encode()) == text, kind
        assert codec.text_of(bytes((kind,)) + b"]C1" + bare.encode()) == "]C1" + bare, kind


def test_suffixes_are_no_part_of_the_text():
    for suffix in (b"", b"\r", b"\n", b"\r\n", b"\r\r\n"):
        assert codec.text_of(b"\x03RR1" + suffix) == "RR1", suffix


def test_only_printable_texts_and_separators_pass():
    assert codec.text_of(b"\x0f10AB\x1d21X") == "]C110AB\x1d21X"
    for data in (b"", b"\x03", b"\x03\r\n", b"\x03A\x00B", b"\x03\x1b[A", b"\x03\xff", b"\x03\x1d",
                 "\x03A\u202eB".encode()):  # fmt: skip
        assert codec.text_of(data) == "", data


def test_marks_of_a_packet_are_read():
    (packet,) = codec.PacketReader().feed(said_by_decoder(0xF3, b"\x03A", 0x01), 0)
    assert packet.is_again and not packet.is_part and not packet.is_boot
    (packet,) = codec.PacketReader().feed(said_by_decoder(0xF3, b"\x03A", 0x02), 0)
    assert packet.is_part and not packet.is_again
    (packet,) = codec.PacketReader().feed(said_by_decoder(0xF6, b"\x03"), 0)
    assert packet.is_boot

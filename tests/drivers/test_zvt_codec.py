"""The codec of ZVT card readers against every vector; runs under MicroPython too."""

import json

from drivers import zvt_codec as codec

FOLDER = __file__.rsplit("/", 2)[0]
PASSWORD = bytes(3)
NO_RESULT = codec.Result(None, None, 0, 0, 0, "", "", "")


def vectors(group):
    """{what it is: the message}."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)[group]
    return {entry["n"]: bytes.fromhex(entry["apdu"].replace(" ", "")) for entry in entries}


# Every vector of `zvt_serial` stands in exactly one of these tables (a test counts them).
SAID = {
    "registration pw 000000 cfg 3E EUR": lambda: codec.register(PASSWORD, 978),
    "authorisation 3.49 EUR vending timeout 30 max 10": lambda: codec.authorise(349, 978, 30, 10),
    "reversal receipt 0470": lambda: codec.reverse(PASSWORD, 470),
    "end of day": lambda: codec.end_day(PASSWORD),
    "repeat receipt svc 03": lambda: codec.repeat_receipt(PASSWORD),
    "status enquiry": lambda: codec.ENQUIRE,
    "abort": lambda: codec.ABORT,
    "ack": lambda: codec.ACK,
    "goods not issued": lambda: codec.NOT_ISSUED,
    "need more time": lambda: codec.BUSY,
}
HEARD = {
    "completion with sw version (from ecrterm test)": codec.Ended(None, 0),
    "completion": codec.Ended(None, None),
    "abort 6C": codec.Aborted(0x6C),
    "status ok": codec.Result(0, None, 0, 0, 0, "", "", ""),
}
# Without the time for the goods, or not needed.
NOT_SAID = ("authorisation 3.49 EUR", "authorisation 10.00 (DLE stuffing)", "log-off")

# What stands in real and in published status messages.
RESULTS = {
    "Parse_AbortByKey_Successful": codec.Result(0x6C, None, 0, 0, 0, "28004869", "", ""),
    "Parse_SystemError_Successful": codec.Result(0xFF, None, 0, 0, 0, "28004869", "", ""),
    "Parse_PaymentGood1_Successful":
        codec.Result(0, 2040, 470, 0, 470, "28004869", "4771", "Debit Mastercard"),
    "Parse_PaymentGood2_Successful":
        codec.Result(0, 2040, 463, 0, 463, "28004869", "4771", "Debit Mastercard"),
    "Parse_ReversalGood1_Successful":
        codec.Result(0, 100, 607, 606, 607, "28004869", "4771", "Debit Mastercard"),
    "Parse_TlvInfos1_Successful":
        codec.Result(0, None, 10015008, 0, 8, "00000006", "4771", "MASTERCARD"),
    "Parse_TlvInfos2_Successful":
        codec.Result(0, 2040, 10016005, 0, 5, "00000006", "4771", "MASTERCARD"),
}  # fmt: skip
CUT = "Parse_AbortViaTimeout_Successful"  # says 44 bytes and has 37: half a message, published so
CAPTURES = {
    "data050730027.hex": codec.Step(0x0A, 1),
    "data051327012.hex": codec.Printed(),
    "data081537039.hex": codec.Result(0x6C, None, 0, 0, 0, "29001006", "", ""),
    "data081621025.hex": codec.Step(0x0E, 0),
    "data081649050.hex":
        codec.Result(0, 1, 22, 0, 22, "29001006", "5726", "Debit Mastercard"),
    "1618046758827PT.hex": codec.Result(0x05, None, 0, 0, 0, "29001006", "", ""),
    "1618593839564PT.hex":
        codec.Result(0, 1880, 153, 0, 153, "29001006", "4281", "MAESTRO"),
    "1619070661833PT.hex": codec.Ended(None, 0xDC),
    "1620217578711PT.hex": codec.Result(0x6C, None, 0, 0, 0, "29001006", "", ""),
    "1620217579741PT.hex": codec.Aborted(0x6C),
    "1620218414428PT.hex": codec.Ended(0x00, 0x19),
}  # fmt: skip


def every_good_message():
    found = list(vectors("zvt_serial").values())
    for group in ("zvt_status_information_portalum_MIT", "zvt_real_captures_bezahl_online"):
        found += [apdu for name, apdu in vectors(group).items() if name != CUT]
    return found


def refuses(build, *values):
    try:
        build(*values)
    except ValueError:
        return True
    return False


def test_each_vector_is_in_one_table():
    assert sorted(list(SAID) + list(HEARD) + list(NOT_SAID)) == sorted(vectors("zvt_serial"))
    published = vectors("zvt_status_information_portalum_MIT")
    assert sorted(list(RESULTS) + [CUT]) == sorted(published)
    assert sorted(CAPTURES) == sorted(vectors("zvt_real_captures_bezahl_online"))


def test_everything_that_we_say_is_the_vector():
    for name, build in SAID.items():
        assert build() == vectors("zvt_serial")[name], name


def test_everything_that_we_hear_is_read():
    for name, meaning in HEARD.items():
        assert codec.read(vectors("zvt_serial")[name]) == meaning, name
    for name, meaning in RESULTS.items():
        apdu = vectors("zvt_status_information_portalum_MIT")[name]
        assert codec.read(apdu) == meaning, (name, codec.read(apdu))
    for name, meaning in CAPTURES.items():
        apdu = vectors("zvt_real_captures_bezahl_online")[name]
        assert codec.read(apdu) == meaning, (name, codec.read(apdu))


def test_short_answers():
    assert codec.read(b"\x80\x00\x00") == codec.Acked()
    assert codec.read(b"\x84\x00\x00") == codec.Acked()
    assert codec.read(b"\x84\x83\x00") == codec.Refused(0x83)
    assert codec.read(b"\x06\x1e\x00") == codec.Aborted(None)
    assert codec.read(b"\x06\xd1\x01\x00") == codec.Printed()
    assert codec.read(b"\x04\x0e\x00") == codec.Unknown()
    assert codec.read(b"\x04\xff\x00") == codec.Step(0xFF, 0)
    assert codec.read(bytes.fromhex("04FF020A15")) == codec.Step(0x0A, 15)
    assert codec.read(bytes.fromhex("04FF060A0624022412")) == codec.Step(0x0A, 0)
    assert codec.read(bytes.fromhex("060F08193029000000120F")) == codec.Ended(0x30, 0x19)


def test_nothing_is_whole_before_its_last_byte():
    for apdu in every_good_message():
        assert codec.apdu_length(apdu) == len(apdu)
        for length in range(len(apdu)):
            told = codec.apdu_length(apdu[:length])
            assert told is None or told > length, apdu
    cut = vectors("zvt_status_information_portalum_MIT")[CUT]
    assert codec.apdu_length(cut) == 0x47 > len(cut)


def test_a_length_of_two_bytes_comes_low_byte_first():
    assert codec.apdu_length(b"\x06\xd3\xff") is None
    assert codec.apdu_length(b"\x06\xd3\xff\x0e") is None
    assert codec.apdu_length(b"\x06\xd3\xff\x0e\x02") == 5 + 0x020E
    long = b"\x04\x0f\xff\x02\x00\x27\x6c"
    assert codec.apdu_length(long) == len(long)
    assert codec.read(long).code == 0x6C


def test_a_result_that_is_cut_within_is_unreadable():
    """The same message with fewer bytes and an honest length: each field whole, or no result."""
    for name in RESULTS:
        apdu = vectors("zvt_status_information_portalum_MIT")[name]
        whole = codec.read(apdu)
        unreadable = 0
        for length in range(len(apdu) - 3):
            found = codec.read(apdu[:2] + bytes((length,)) + apdu[3 : 3 + length])
            unreadable += found == NO_RESULT
            if found != NO_RESULT:
                assert found.code == whole.code, (name, length)
                assert found.cents in (None, whole.cents), (name, length)
                assert found.card_end in ("", whole.card_end), (name, length)
        assert unreadable > len(apdu) // 2, name


def test_no_flipped_bit_makes_the_reader_fall_over_or_tells_more_of_a_card():
    """The message has no checksum of its own: its frame has one, and TCP has."""
    for apdu in every_good_message():
        head = 5 if apdu[2] == 0xFF else 3
        for bit in range(8 * len(apdu)):
            spoilt = bytearray(apdu)
            spoilt[bit // 8] ^= 1 << bit % 8
            if 2 <= bit // 8 < head:
                assert codec.apdu_length(bytes(spoilt)) != len(apdu), (apdu, bit)
                continue
            found = codec.read(bytes(spoilt))
            if isinstance(found, codec.Result):
                assert len(found.card_end) <= 4, (apdu, bit)
                assert len(found.card_kind) <= codec.CARD_KIND_MAX, (apdu, bit)
                assert found.cents is None or 0 <= found.cents < 10**12, (apdu, bit)


def test_garbage_after_a_message_is_no_part_of_it():
    for apdu in every_good_message():
        for byte in range(256):
            assert codec.apdu_length(apdu + bytes((byte,))) == len(apdu), (apdu, byte)


def test_garbage_at_the_end_of_a_result_changes_nothing_that_was_read():
    for name in RESULTS:
        apdu = vectors("zvt_status_information_portalum_MIT")[name]
        whole = codec.read(apdu)
        for first in range(256):
            for rest in (b"", b"\x00", b"\xf0\xf1\x99"):
                garbage = bytes((first,)) + rest
                length = bytes((apdu[2] + len(garbage),))
                found = codec.read(apdu[:2] + length + apdu[3:] + garbage)
                assert found.code in (None, whole.code), (name, garbage)
                if found.code is not None:
                    assert found.cents == whole.cents, (name, garbage)
                    assert whole.card_end in ("", found.card_end), (name, garbage)


def test_what_is_no_number_makes_a_result_unreadable():
    good = bytes.fromhex("040F102700040000000020400B000470870470")
    assert codec.read(good) == codec.Result(0, 2040, 470, 0, 470, "", "", "")
    for place, wrong in ((6, 0x0A), (11, 0x4F), (13, 0xA0), (15, 0x7B), (17, 0xFF), (18, 0x0C)):
        spoilt = good[:place] + bytes((wrong,)) + good[place + 1 :]
        assert codec.read(spoilt).code is None, place


def test_fields_after_an_unknown_one_are_not_guessed():
    assert codec.read(bytes.fromhex("040F062700EE0B0004")) == codec.Result(
        0, None, 0, 0, 0, "", "", "")  # fmt: skip
    assert codec.read(bytes.fromhex("040F06EE27000B0004")) == NO_RESULT


def test_the_first_of_two_equal_fields_counts():
    assert codec.read(bytes.fromhex("040F0427052700")).code == 5


def test_a_receipt_stands_for_a_missing_trace_number():
    assert codec.read(bytes.fromhex("040F0927000B000000870012")).trace == 12


def test_what_is_no_card_name_is_left_out():
    def kind(name):
        field = b"\x8b\xf0" + bytes((0xF0 + len(name),)) if len(name) < 10 else (
            b"\x8b" + bytes((0xF0 + len(name) // 10, 0xF0 + len(name) % 10)))  # fmt: skip
        block = b"\x27\x00" + field + name
        return codec.read(b"\x04\x0f" + bytes((len(block),)) + block).card_kind

    assert kind(b"V PAY\x00") == "V PAY"
    assert kind(b"myCard4u") == "myCard4u"
    assert kind(b"Visa\x1b[2J\x00\xff") == "Visa[2J"
    assert kind(b"4111 1111 1111 1111") == ""
    assert kind(b"Visa 4111111111111111") == "Visa"
    assert len(kind(b"x" * 99)) == codec.CARD_KIND_MAX


def test_what_we_cannot_say_is_refused():
    assert refuses(codec.authorise, 10**12, 978, 30, 10)
    assert refuses(codec.authorise, -1, 978, 30, 10)
    assert refuses(codec.reverse, PASSWORD, 10000)
    assert codec.authorise(10**12 - 1, 978, 255, 255)[4:10] == b"\x99" * 6

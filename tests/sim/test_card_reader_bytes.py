"""The simulated card reader's own framing, messages and fields, against the vectors."""

import pytest

from sim.card_reader import sayings
from sim.card_reader.apdu import Apdu, first_in
from sim.card_reader.cards import CARDS, Card
from sim.card_reader.fields import (
    APPROVAL,
    CARD_NAME,
    CONTAINER,
    PAN,
    RECEIPT,
    TEXT,
    TRACE,
    TRACK_2,
    FieldError,
    number_in,
    put,
    tagged,
    take_apart,
)
from sim.card_reader.memory import Payment
from sim.card_reader.serial_link import SerialLink, framed
from sim.card_reader.tcp_link import TcpLink
from tests.sim.card_reader_bench import APDUS, DATA, FRAMES
from tests.source import imports, trees

ACK, NAK = b"\x06", b"\x15"
STATUSES = {vector["n"]: vector for vector in DATA["zvt_status_information_portalum_MIT"]}
CAPTURES = {vector["n"]: bytes.fromhex(vector["apdu"])
            for vector in DATA["zvt_real_captures_bezahl_online"]}
CUT = "Parse_AbortViaTimeout_Successful"
WHOLE = [bytes.fromhex(vector["apdu"]) for name, vector in STATUSES.items() if name != CUT]
WHOLE += [*APDUS.values(), *CAPTURES.values()]


def test_it_shares_no_code_with_the_driver() -> None:
    mine = {path: tree for path, tree in trees().items() if path.startswith("sim/card_reader/")}
    assert len(mine) > 10
    used = {module for path, tree in mine.items() for module, _ in imports(tree, path)}
    ours = {module for module in used if module.partition(".")[0] in ("drivers", "terminal", "sim")}
    assert all(module.startswith(("sim.card_reader", "sim.agenda")) for module in ours), ours


# Serial frames.

@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_read_and_made_as_the_vector_has_it(name: str) -> None:
    assert framed(APDUS[name]) == FRAMES[name]
    link = SerialLink()
    assert [apdu.to_bytes() for apdu in link.feed(FRAMES[name], 0)] == [APDUS[name]]
    assert link.take() == [ACK]


def test_every_message_comes_back_out_of_its_frame() -> None:
    for message in [*WHOLE, bytes.fromhex("0601 04 10101003")]:
        link = SerialLink()
        assert [apdu.to_bytes() for apdu in link.feed(framed(message), 0)] == [message]


def test_a_frame_may_come_byte_by_byte_but_not_with_a_pause() -> None:
    for frame in FRAMES.values():
        link, heard, now_ms = SerialLink(), [], 0
        for at in range(len(frame)):
            now_ms += 199
            heard += link.feed(frame[at:at + 1], now_ms)
        assert len(heard) == 1 and link.take() == [ACK]
        slow = SerialLink()
        assert slow.feed(frame[:5], 0) == [] and slow.wake_at_ms() == 200
        assert slow.feed(frame[5:], 200) == []
        assert slow.take()[0] == NAK


def test_no_frame_with_one_bit_wrong_is_heard() -> None:
    for frame in FRAMES.values():
        for bit in range(8 * len(frame)):
            wrong = bytearray(frame)
            wrong[bit // 8] ^= 1 << bit % 8
            link = SerialLink()
            assert link.feed(bytes(wrong), 0) == []
            link.advance(200)
            assert ACK not in link.take()


def test_no_part_of_a_frame_is_heard_and_it_is_asked_for_again() -> None:
    for frame in FRAMES.values():
        for length in range(1, len(frame)):
            link = SerialLink()
            assert link.feed(frame[:length], 0) == []
            assert link.take() == []
            link.advance(200)
            assert link.take() == [NAK]
            assert len(link.feed(frame, 300)) == 1 and link.take() == [ACK]


def test_garbage_around_frames_is_passed_over() -> None:
    frame = FRAMES["status enquiry"]
    for garbage in (b"\x00", b"\xff\x06\x15", b"\x02\x05\x01", b"\x10\x10", b"\x10\x03"):
        link = SerialLink()
        assert len(link.feed(garbage + frame + garbage + frame, 0)) == 2, garbage.hex()


def test_a_frame_that_begins_inside_another_is_heard() -> None:
    frame = FRAMES["ack"]
    for length in range(2, 5):
        link = SerialLink()
        assert len(link.feed(frame[:length] + frame, 0)) == 1


def test_a_frame_whose_length_byte_lies_is_refused() -> None:
    for message in ("060104", "0601000000", "06"):
        link = SerialLink()
        assert link.feed(framed(bytes.fromhex(message)), 0) == [] and link.take() == [NAK]


# Messages on TCP.

def test_messages_are_found_in_fragments_of_any_size() -> None:
    stream = b"".join(WHOLE)
    for size in (1, 2, 3, 7, 100, len(stream)):
        link, heard = TcpLink(), []
        for at in range(0, len(stream), size):
            heard += link.feed(stream[at:at + size], at)
        assert [apdu.to_bytes() for apdu in heard] == WHOLE


def test_a_cut_message_waits_for_its_rest_and_is_dropped_after_a_while() -> None:
    cut = bytes.fromhex(STATUSES[CUT]["apdu"])
    assert first_in(cut) is None
    link = TcpLink()
    assert link.feed(cut, 0) == []
    assert link.feed(APDUS["ack"], 5_001) == [Apdu(0x8000)]


def test_no_prefix_is_a_message() -> None:
    for message in WHOLE:
        assert all(first_in(message[:length]) is None for length in range(len(message)))
        apdu, taken = first_in(message + b"\x80") or (Apdu(0), 0)
        assert taken == len(message) and apdu.to_bytes() == message


def test_long_messages_count_their_length_in_two_bytes_the_low_one_first() -> None:
    block = CAPTURES["data051327012.hex"]
    assert block[2:5].hex() == "ff0e02" and len(block) == 5 + 0x20E
    assert Apdu(0x06D3, block[5:]).to_bytes() == block
    for length, size in ((254, "fe"), (255, "ffff00"), (256, "ff0001"), (65_535, "ffffff")):
        assert Apdu(0x06D3, bytes(length)).to_bytes()[2:].startswith(bytes.fromhex(size))


# Fields.

def test_fields_are_taken_apart_as_the_vectors_expect() -> None:
    for name, vector in STATUSES.items():
        if name == CUT:
            continue
        found = take_apart(bytes.fromhex(vector["apdu"])[3:])
        for field, expected in vector["expect"].items():
            value = found[int(field, 16)]
            if isinstance(expected, int):
                assert number_in(value) == expected
            elif field == "8B":
                assert value == expected.encode("ascii") + b"\0"
            else:
                assert value.hex().upper() == expected


def test_captured_statuses_are_taken_apart_to_the_last_byte() -> None:
    for message in WHOLE:
        if message[:2] == b"\x04\x0f":
            body = message[3:]
            assert b"".join(put(name, value) for name, value in take_apart(body).items()) == body


def test_fields_that_are_cut_or_unknown_are_refused() -> None:
    good = bytes.fromhex(STATUSES["Parse_PaymentGood1_Successful"]["apdu"])[3:]
    ends = {len(good)}
    for name, value in reversed(take_apart(good).items()):
        ends.add(min(ends) - len(put(name, value)))
    for length in range(len(good)):
        if length in ends:
            take_apart(good[:length])
        else:
            with pytest.raises(FieldError):
                take_apart(good[:length])
    for wrong in ("FE00", "22F0FA00", "22F00800", "06", "0680", "068300000100", "0605010203"):
        with pytest.raises(FieldError):
            take_apart(bytes.fromhex(wrong))
    with pytest.raises(FieldError):
        number_in(bytes.fromhex("0000000003A9"))


@pytest.mark.parametrize(("length", "size"), [(0x7F, "7f"), (0x80, "8180"), (0x102, "820102")])
def test_containers_count_as_ber_does(length: int, size: str) -> None:
    container = tagged(CONTAINER, bytes(length))
    assert container[1:].startswith(bytes.fromhex(size))
    assert take_apart(container) == {CONTAINER: bytes(length)}


# What it says.

def test_a_good_payment_is_told_as_the_vector_tells_it() -> None:
    vector = bytes.fromhex(STATUSES["Parse_PaymentGood1_Successful"]["apdu"])
    card = Card("test", "Debit Mastercard", "5555555555554771", "2512")
    at_s = ((9 * 28 + 5) * 24 + 22) * 3600 + 39 * 60 + 53
    payment = Payment(470, 470, 2040, card, at_s * 1000)
    said = sayings.payment_status(payment, 28_004_869).to_bytes()
    approval = take_apart(said[3:])[APPROVAL][:6]
    assert said == vector.replace(b"611804", approval)


def test_a_reversal_is_told_as_the_vector_tells_it_up_to_its_container() -> None:
    vector = take_apart(bytes.fromhex(STATUSES["Parse_ReversalGood1_Successful"]["apdu"])[3:])
    card = Card("test", "Debit Mastercard", "5555555555554771", "2512")
    payment = Payment(607, 607, 100, card, 0, original_trace=606)
    told = take_apart(sayings.payment_status(payment, 28_004_869).body)
    changing = {APPROVAL, TEXT, 0x0C, 0x0D}
    assert list(told) == [name for name in vector if name != CONTAINER]
    assert all(told[name] == vector[name] for name in told if name not in changing)


def test_bad_ends_are_told_as_captured() -> None:
    assert sayings.bare_status(0x6C).to_bytes().hex() == "040f02276c"
    assert sayings.bad_status(0x6C, 29_001_006).to_bytes() == CAPTURES["1620217578711PT.hex"]
    assert sayings.aborted(0x6C).to_bytes() == CAPTURES["1620217579741PT.hex"]
    assert sayings.completion().to_bytes() == APDUS["completion"]
    refused = take_apart(CAPTURES["1618046758827PT.hex"][3:])
    told = take_apart(sayings.bad_status(0x05, 29_001_006).body)
    assert list(told) == list(refused)[:3]
    assert told[0x27] == refused[0x27] and told[0x29] == refused[0x29]


def test_answers_to_registration_and_enquiry_are_told_as_captured() -> None:
    assert sayings.registered(0, 29_001_006, True).to_bytes() == CAPTURES["1620218414428PT.hex"]
    assert sayings.state(0xDC, False).to_bytes() == CAPTURES["1619070661833PT.hex"]
    version = APDUS["completion with sw version (from ecrterm test)"]
    told = sayings.state(0x00, True).to_bytes()
    assert told == version[:5] + b"\xf7SIM 1.0\x00"


def test_intermediate_statuses_are_told_short_and_long() -> None:
    assert sayings.intermediate(0x0E).to_bytes() == CAPTURES["data081621025.hex"]
    text = "Karte vorhalten\neinstecken/durchziehen"
    captured = CAPTURES["data050730027.hex"]
    assert sayings.text_container(text) == captured[5:]
    assert sayings.intermediate(0x0A, True).to_bytes()[:5:3] == captured[:5:3]


def test_a_printed_block_has_the_shape_of_the_captured_one() -> None:
    told = sayings.printed_block(["EUR 3.49"]).body
    captured = CAPTURES["data051327012.hex"][5:]
    inside = take_apart(told)[CONTAINER]
    assert inside.startswith(bytes.fromhex("1f070101 25"))
    assert take_apart(captured)[CONTAINER].startswith(bytes.fromhex("1f070101 25"))
    assert inside[5:] == bytes.fromhex("0d 090100 0708") + b"EUR 3.49"


def test_a_card_number_is_masked_up_to_the_last_four_digits() -> None:
    for card in CARDS.values():
        for shows_pan in (False, True):
            payment = Payment(1, 1, 349, card, 0)
            told = take_apart(sayings.payment_status(payment, 1, shows_pan).body)
            assert (card.pan in told[PAN].hex()) == shows_pan == (TRACK_2 in told)
            assert told[PAN].hex().upper().rstrip("F").endswith(card.pan[-4:])
    maestro = CARDS["maestro"]
    assert maestro.masked_pan.hex() == "eeeeeeeeeeeeeee0019f"


def test_card_numbers_are_plausible_and_their_names_tell_them_apart() -> None:
    def luhn(digits: str) -> int:
        doubled = [int(digit) * (2 if place % 2 else 1)
                   for place, digit in enumerate(reversed(digits))]
        return sum(value - 9 * (value > 9) for value in doubled) % 10

    assert [card.name for card in CARDS.values() if luhn(card.pan)] == []
    assert len({card.pan for card in CARDS.values()}) == len(CARDS)


def test_what_is_told_to_people_holds_no_data_of_a_card() -> None:
    payment = Payment(7, 8, 349, CARDS["visa"], 0)
    status = sayings.payment_status(payment, 1, shows_pan=True)
    told = [sayings.in_words(status), *sayings.receipt(payment, 1)]
    assert told[0] == "04 0F status information 00"
    assert not any("1111" in text for text in told)
    assert take_apart(status.body)[RECEIPT] == b"\x00\x08"
    assert take_apart(status.body)[TRACE] == b"\x00\x00\x07"
    assert take_apart(status.body)[CARD_NAME] == b"Visa Debit\0"

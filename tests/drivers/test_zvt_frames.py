"""How ZVT messages travel: every vector, every cut, every flipped bit, noise, and lost ACKs."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.zvt_frames import SerialFrames, TcpFrames, crc_of, frame_of

ACK, NAK = b"\x06", b"\x15"
DATA = json.loads((Path(__file__).parents[1] / "data" / "hardware.json").read_text())
FRAMES = {
    entry["n"]: (
        bytes.fromhex(entry["apdu"].replace(" ", "")),
        bytes.fromhex(entry["frame"].replace(" ", "")),
    )
    for entry in DATA["zvt_serial"]
}
APDUS = [apdu for apdu, _ in FRAMES.values()] + [
    bytes.fromhex(entry["apdu"])
    for group in ("zvt_status_information_portalum_MIT", "zvt_real_captures_bezahl_online")
    for entry in DATA[group]
    if "AbortViaTimeout" not in entry["n"]
]
HELLO = b"\x06\x0f\x00"

bodies = st.binary(max_size=300)


def apdu_with(body: bytes) -> bytes:
    head = b"\x06\xd3"
    if len(body) < 255:
        return head + bytes((len(body),)) + body
    return head + b"\xff" + len(body).to_bytes(2, "little") + body


apdus = bodies.map(apdu_with)


# -- TCP ----------------------------------------------------------------------------------


@given(st.lists(apdus, max_size=6), st.sets(st.integers(0, 1_800)))
def test_tcp_any_cutting_gives_the_same_messages(said: list[bytes], cuts: set[int]) -> None:
    data = b"".join(said)
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    frames = TcpFrames()
    found = []
    for first, last in pairwise(edges):
        found += frames.hear(data[first:last], 0)
    assert found == said


def test_tcp_every_prefix_of_every_vector_is_nothing_yet() -> None:
    for apdu in APDUS:
        for length in range(len(apdu)):
            frames = TcpFrames()
            assert frames.hear(apdu[:length], 0) == []
            assert frames.hear(apdu[length:], 0) == [apdu]


def test_tcp_the_longest_message() -> None:
    apdu = apdu_with(bytes(65_535))
    frames = TcpFrames()
    assert frames.hear(apdu[:-1], 0) == []
    assert frames.hear(apdu[-1:], 0) == [apdu]


def test_tcp_says_what_it_is_told_and_forgets_what_was_cut() -> None:
    frames = TcpFrames()
    frames.say(HELLO, 0)
    frames.say(b"\x80\x00\x00", 0)
    assert frames.take() == HELLO + b"\x80\x00\x00"
    assert frames.take() == b""
    frames.hear(HELLO[:2], 0)
    frames.reset()
    assert frames.hear(HELLO, 0) == [HELLO]
    assert frames.wake_at_ms() is None


# -- serial: what is heard ----------------------------------------------------------------


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_is_the_vector(name: str) -> None:
    apdu, frame = FRAMES[name]
    assert frame_of(apdu) == frame
    frames = SerialFrames()
    assert frames.hear(frame, 0) == [apdu]
    assert frames.take() == ACK


def test_the_frame_that_is_asked_to_open_with_dle_in_its_crc() -> None:
    assert crc_of(b"\x05\x01\x00") == b"\x10\x06"


@given(st.lists(apdus, max_size=4), st.sets(st.integers(0, 3_000)))
def test_any_cutting_gives_the_same_messages(said: list[bytes], cuts: set[int]) -> None:
    data = b"".join(frame_of(apdu) for apdu in said)
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    frames = SerialFrames()
    found = []
    for now_ms, (first, last) in enumerate(pairwise(edges)):
        frames.tick(now_ms)
        found += frames.hear(data[first:last], now_ms)
    assert found == said
    assert frames.take() == ACK * len(said)


def test_every_prefix_is_nothing_and_is_asked_for_again() -> None:
    for apdu, frame in FRAMES.values():
        for length in range(1, len(frame)):
            frames = SerialFrames()
            assert frames.hear(frame[:length], 0) == []
            assert frames.take() == b""
            assert frames.wake_at_ms() == 200
            frames.tick(199)
            assert frames.take() == b""
            frames.tick(200)
            assert frames.take() == (NAK if length >= 2 else b"")
            assert frames.wake_at_ms() is None
            assert frames.hear(frame, 300) == [apdu]


def test_no_flipped_bit_goes_unseen() -> None:
    for apdu, frame in FRAMES.values():
        for bit in range(8 * len(frame)):
            spoilt = bytearray(frame)
            spoilt[bit // 8] ^= 1 << bit % 8
            frames = SerialFrames()
            assert frames.hear(bytes(spoilt), 0) == [], (apdu, bit)
            frames.tick(200)
            assert ACK not in frames.take(), (apdu, bit)
            # The far end says it again, and then it arrives.
            assert frames.hear(frame, 5_000) == [apdu], (apdu, bit)
            assert frames.take() == ACK


def test_no_flipped_bit_is_an_ack_of_ours() -> None:
    for _, frame in FRAMES.values():
        for bit in range(8 * len(frame)):
            spoilt = bytearray(frame)
            spoilt[bit // 8] ^= 1 << bit % 8
            frames = SerialFrames()
            frames.say(HELLO, 0)
            assert frames.take() == frame_of(HELLO)
            frames.hear(bytes(spoilt), 10)
            frames.tick(4_999)
            frames.take()
            frames.tick(5_000)
            assert frames.take() == frame_of(HELLO), (frame.hex(), bit)


def test_garbage_before_or_after_changes_nothing() -> None:
    for apdu, frame in FRAMES.values():
        for byte in range(256):
            garbage = bytes((byte,))
            frames = SerialFrames()
            # A DLE before a frame takes its first DLE with it: the next one comes through.
            expected = [] if byte == 0x10 else [apdu]
            assert frames.hear(garbage + frame, 0) == expected, (apdu, byte)
            frames.tick(200)
            assert frames.hear(frame + garbage, 300) == [apdu], (apdu, byte)
            frames.tick(500)
            assert frames.hear(frame, 600) == [apdu], (apdu, byte)


@given(st.binary(max_size=600), apdus)
def test_after_any_noise_and_silence_a_frame_is_whole(noise: bytes, apdu: bytes) -> None:
    frames = SerialFrames()
    frames.hear(noise, 0)
    frames.tick(200)
    frames.take()
    assert frames.hear(frame_of(apdu), 300) == [apdu]
    assert frames.take() == ACK


@given(st.binary(max_size=600))
def test_noise_is_no_message(noise: bytes) -> None:
    # Unless it has the form and the CRC, which is what the CRC is for.
    frames = SerialFrames()
    for apdu in frames.hear(noise, 0):
        assert frame_of(apdu) in noise


def test_the_longest_message_fits_into_a_frame() -> None:
    apdu = apdu_with(bytes(65_535))
    frames = SerialFrames()
    assert frames.hear(frame_of(apdu), 0) == [apdu]


def test_a_frame_that_begins_within_another_is_heard() -> None:
    frames = SerialFrames()
    assert frames.hear(frame_of(HELLO)[:4] + frame_of(HELLO), 0) == [HELLO]


def test_a_message_that_lies_about_its_length_is_confirmed_and_dropped() -> None:
    cut = next(
        entry for entry in DATA["zvt_status_information_portalum_MIT"]
        if "AbortViaTimeout" in entry["n"]
    )  # fmt: skip
    frames = SerialFrames()
    assert frames.hear(frame_of(bytes.fromhex(cut["apdu"])), 0) == []
    assert frames.hear(frame_of(b"") + frame_of(b"\x06"), 0) == []
    assert frames.take() == ACK * 3


def test_an_endless_frame_ends_somewhere() -> None:
    frames = SerialFrames()
    assert frames.hear(b"\x10\x02" + bytes(70_000), 0) == []
    assert len(frames._body) <= 65_541
    frames.tick(200)
    assert frames.hear(frame_of(HELLO), 300) == [HELLO]


# -- serial: what is said -----------------------------------------------------------------


def test_one_frame_at_a_time_each_confirmed() -> None:
    frames = SerialFrames()
    frames.say(HELLO, 0)
    frames.say(b"\x80\x00\x00", 0)
    assert frames.take() == frame_of(HELLO)
    assert frames.take() == b""
    frames.hear(ACK, 10)
    assert frames.take() == frame_of(b"\x80\x00\x00")
    frames.hear(ACK, 20)
    assert frames.take() == b""
    assert frames.wake_at_ms() is None


def test_without_an_ack_it_is_said_three_times_and_then_the_reader_is_dead() -> None:
    frames = SerialFrames()
    frames.say(HELLO, 1_000)
    frames.say(HELLO, 1_000)
    for now_ms in (1_000, 6_000, 11_000):
        frames.tick(now_ms)
        assert frames.take() == frame_of(HELLO)
        assert frames.why == ""
        frames.tick(now_ms + 4_999)
        assert frames.take() == b""
    assert frames.wake_at_ms() == 16_000
    frames.tick(16_000)
    assert "does not confirm" in frames.why
    assert frames.take() == b""
    assert frames.wake_at_ms() is None
    frames.reset()
    assert frames.why == ""


def test_a_nak_has_it_said_again_at_once_and_counts() -> None:
    frames = SerialFrames()
    frames.say(HELLO, 0)
    frames.hear(NAK, 10)
    frames.hear(NAK, 20)
    assert frames.take() == 3 * frame_of(HELLO)
    frames.hear(NAK, 30)
    assert frames.why
    assert frames.take() == b""


def test_confirmations_that_nobody_waits_for_are_nothing() -> None:
    frames = SerialFrames()
    frames.hear(ACK + NAK + ACK, 0)
    assert frames.take() == b""
    frames.say(HELLO, 0)
    assert frames.take() == frame_of(HELLO)


@pytest.mark.parametrize("noise", [b"\xff", b"\x10\x10", b"\x10\x03", b"\x10\x06", b"\x10\xff"])
def test_within_noise_there_is_no_ack(noise: bytes) -> None:
    frames = SerialFrames()
    frames.say(HELLO, 0)
    frames.take()
    frames.hear(noise + ACK, 10)
    frames.tick(210)
    frames.tick(5_000)
    assert frames.take() == frame_of(HELLO)
    frames.hear(ACK, 5_010)
    assert frames.wake_at_ms() is None


def test_an_answer_confirms_what_it_answers_even_if_its_ack_was_lost() -> None:
    frames = SerialFrames()
    frames.say(b"\x06\x01\x00", 0)
    frames.take()
    assert frames.hear(frame_of(b"\x80\x00\x00"), 100) == [b"\x80\x00\x00"]
    frames.tick(5_000)
    assert frames.take() == ACK


def test_our_word_while_theirs_is_on_its_way() -> None:
    frames = SerialFrames()
    frame = frame_of(HELLO)
    frames.hear(frame[:5], 0)
    frames.say(b"\x06\xb0\x00", 10)
    assert frames.take() == frame_of(b"\x06\xb0\x00")
    assert frames.hear(frame[5:] + ACK, 20) == [HELLO]
    assert frames.take() == ACK
    assert frames.wake_at_ms() is None


def test_it_wakes_for_whatever_is_due_first() -> None:
    frames = SerialFrames()
    frames.say(HELLO, 0)
    assert frames.wake_at_ms() == 5_000
    frames.hear(b"\x10\x02", 4_000)
    assert frames.wake_at_ms() == 4_200
    frames.hear(b"\x06", 4_900)
    assert frames.wake_at_ms() == 5_000


def test_a_late_poll_does_not_cut_a_frame() -> None:
    frames = SerialFrames()
    frame = frame_of(HELLO)
    frames.hear(frame[:5], 0)
    assert frames.hear(frame[5:], 900) == [HELLO]

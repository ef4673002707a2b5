"""Whatever a ZVT reader tells of a card, only the last four digits of its number stay with us."""

import re

from hypothesis import given
from hypothesis import strategies as st

from drivers import zvt_codec as codec
from drivers.zvt_frames import Frames, SerialFrames, TcpFrames, frame_of
from drivers.zvt_reader import ZvtReader
from terminal import effects, events
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedLine
from tests.drivers.zvt_stage import ACK, CHARGE, DONE, ENQUIRE, REGISTER, REMEMBER, VENDING, result

RUN = 6  # digits in a row that are ours to know: none so long

numbers = st.text("123456789", min_size=12, max_size=19)  # no 0: lengths and amounts are full of it
names = st.text("abcdefghij -", max_size=10)


def bcd(number: str) -> bytes:
    return bytes.fromhex(number + "F" * (len(number) % 2))


def variable(tag: int, content: bytes, digits: int) -> bytes:
    length = str(len(content)).zfill(digits)
    return bytes((tag, *(0xF0 + int(digit) for digit in length))) + content


def talkative(number: str, name: str) -> bytes:
    """A good result that tells the number in every field that can hold it."""
    plain = number.encode()
    track = bcd(number + "D25122011")
    inside = b"\x5a" + bytes((len(bcd(number)),)) + bcd(number)
    inside += b"\x1f\x4c" + bytes((len(plain),)) + plain + b"\x1f\x2b\x04\x00\x00\x04\x71"
    block = b"\x27\x00\x04\x00\x00\x00\x00\x03\x49\x0b\x00\x04\x71\x87\x04\x71\x29\x28\x00\x48\x69"
    block += variable(0x22, bcd(number), 2) + variable(0x23, track, 2) + variable(0x24, track, 3)
    block += variable(0x2D, plain, 2) + variable(0x2E, plain, 3) + variable(0x3C, plain, 3)
    block += variable(0x60, plain, 3) + variable(0x8B, name.encode() + b" " + plain, 2)
    block += b"\x06" + bytes((len(inside),)) + inside
    return b"\x04\x0f\xff" + len(block).to_bytes(2, "little") + block


def runs(number: str) -> list[str]:
    return [number[place : place + RUN] for place in range(len(number) - RUN + 1)]


def everything(thing: object, seen: set[int]) -> list[str]:
    """All texts, numbers and bytes (plain and as digits) that hang on an object."""
    if id(thing) in seen or isinstance(thing, type):
        return []
    seen.add(id(thing))
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, bytes | bytearray):
        return [thing.hex(), thing.decode("latin-1")]
    found = [re.sub("0x[0-9a-f]+", "", repr(thing))]  # addresses are no numbers of cards
    parts = list(getattr(thing, "__dict__", {}).values())
    if isinstance(thing, dict):
        parts += [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set):
        parts += list(thing)
    for part in parts:
        found += everything(part, seen)
    return found


def leaks(number: str, *things: object) -> list[str]:
    texts = [text for thing in things for text in everything(thing, set())]
    return [text for text in texts for run in runs(number) if run in text]


@given(numbers, names)
def test_no_message_that_was_read_holds_a_card_number(number: str, name: str) -> None:
    said = codec.read(talkative(number, name))
    assert isinstance(said, codec.Result)
    assert (said.code, said.card_end, said.trace) == (0, number[-4:], 471)
    assert said.card_kind == name.strip()
    assert not leaks(number, said)


@given(numbers, names)
def test_neither_facts_nor_the_driver_hold_a_card_number(number: str, name: str) -> None:
    for frames in (TcpFrames(), SerialFrames()):
        reader, facts = sell(frames, talkative(number, name), number)
        authorised = [fact for fact in facts if isinstance(fact, events.CardAuthorised)]
        assert [fact.card_end for fact in authorised] == [number[-4:]]
        assert not leaks(number, reader, facts)


def sell(frames: Frames, good: bytes, number: str) -> tuple[ZvtReader, list[Record]]:
    """A reader in the middle of a sale, with more told about the card than it should."""
    is_serial = isinstance(frames, SerialFrames)
    answers = {
        bytes.fromhex(said): [bytes.fromhex(message) for message in messages]
        for said, messages in {
            REGISTER: (ACK, VENDING),
            ENQUIRE: (ACK, DONE),
            REMEMBER: (ACK, result(trace=470), DONE),
        }.items()
    }
    slip = b"\x06\xd1" + bytes((1 + len(number),)) + b"\x00" + number.encode()
    answers[bytes.fromhex(CHARGE)] = [bytes.fromhex(ACK), slip, good]

    def script(said: bytes) -> list[tuple[int, bytes]]:
        for command, messages in answers.items():
            if (frame_of(command) if is_serial else command) in said:
                framed = [b"\x06", *map(frame_of, messages)] if is_serial else messages
                return [(10 + place, message) for place, message in enumerate(framed)]
        return [(5, b"\x06")] if is_serial and b"\x10\x02" in said else []

    line = ScriptedLine(script)
    bench = Bench(ZvtReader(line, frames), line)
    assert bench.run(1_000) == [events.ReaderReady(470)]
    bench.perform(effects.Charge(1, 349))
    facts = bench.run(1_000)
    assert isinstance(bench.part, ZvtReader)
    return bench.part, facts

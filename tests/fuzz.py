"""`make fuzz`: what scanners and keypads may ever send, to each parser, ten million times.

Inputs are valid examples, spoilt: bits flipped, pieces cut, doubled, swapped and glued together,
garbage put between, and the whole cut into bursts. For each of them the parsers must raise nothing,
let nothing through but printable text and FNC1, and no scanner may press a key. One block of inputs
comes from one seed, so that a finding can be found again: it names the parser and the block.
"""

import argparse
import random
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import NamedTuple

from drivers.hid_codec import KeyReader, RecordReader, TypedReader
from drivers.hid_keypad import HidKeypad
from drivers.hid_scanner import HidScanner
from drivers.keypad_codec import KeyBytes
from drivers.scanner import Scanner
from drivers.scanner_codec import ScanReader, read_text
from drivers.serial_keypad import SerialKeypad
from drivers.ssi_codec import PacketReader, text_of
from drivers.ssi_scanner import SsiScanner
from drivers.trigger_codec import AnswerReader
from sim.scanners.wedge import keys_of, record, records, typed
from terminal import events, gs1, labels
from terminal.part import Part

BLOCK = 2_000
INPUTS = 10_000_000
KEYS = {*"0123456789", "erase", "enter", "cancel"}
KINDS = {"s10", "gs1", "pickup number", "code", "token", "unknown"}
# Nothing leaves ink that Unicode puts into one of these categories.
INKLESS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
FNC1_MAX = 16
TEXT_MAX = 512 + 3  # and an AIM prefix

TEXTS = (
    "RR123456785LV", "CE123456785LV", "rr 473 124 829 gb", "RR-00000008-0-LV", "482913",
    "]C0482913", "1050_29123456", "]C100376104250021234569", "00106141411234567897",
    "]C1010401234567890110ABC123\x1d400PO99", "]d2\x1d00376104250021234569\x1d421428LV1010\x1d",
    "]Q3402950123456700000064021\x1d3101001250", "]E04012345678901", "kJ8f-x93Lq_vT5pZ0wYb2A",
    "https://example.lv/t?1", "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "Brīvības iela 1",
)  # fmt: skip
ANSWERS = (b"\x02\x010000#SCNTRG1\x06;\x03", b"\x02\x010000#SCNTRG0\x15;\x03", b"\x06", b"\x15")
Split = list[tuple[int, bytes]]  # (when it comes, what)


class Target(NamedTuple):
    """One parser: what is sent to it properly, and what must hold whatever is sent.

    `wrap` makes of any bytes something that the parser does not throw away at once.
    """

    examples: tuple[bytes, ...]
    check: Callable[[Split], None]
    wrap: Callable[[bytes], bytes] = bytes


class Given:
    """A line that gives what it is given and takes all that is said."""

    is_open = True

    def __init__(self) -> None:
        self.data = b""

    def read(self) -> bytes:
        data, self.data = self.data, b""
        return data

    def write(self, data: bytes) -> None:
        assert data

    def fileno(self) -> int | None:
        return None

    def reopen(self) -> bool:
        return True

    def close(self) -> None:
        pass


# -- what must hold -------------------------------------------------------------------------


def check_text(text: str) -> None:
    """Printable or FNC1, and not too much of either."""
    assert text and len(text.encode()) <= TEXT_MAX
    assert text.count(gs1.FNC1) <= FNC1_MAX
    ink = text.replace(gs1.FNC1, "")
    assert ink and not INKLESS & {unicodedata.category(character) for character in ink}
    check_label(text)


def check_label(text: str) -> None:
    label = labels.read(text)
    assert label.kind in KINDS and label.why in ("", *labels.WHYS)
    assert label.why or label.kind != "unknown"
    assert all(number and gs1.FNC1 not in number for number in label.numbers)
    assert label.kind != "s10" or is_s10(*label.numbers)
    assert label.kind != "code" or (len(label.text) == 6 and set(label.text) <= set("0123456789"))


def is_s10(number: str) -> bool:
    """By the table of the standard: which check digit belongs to which remainder."""
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(int(d) * w for d, w in zip(number[2:10], weights, strict=True))
    return number.isascii() and number[10] == "50987654321"[total % 11]


def label(split: Split) -> None:
    data = b"".join(burst for _, burst in split)
    check_label(data.decode("latin-1"))
    check_label(data.decode("utf-8", "replace"))
    text = read_text(data)
    if text:
        check_text(text)


def scan(split: Split) -> None:
    reader = ScanReader()
    for at_ms, burst in split:
        for text in reader.feed(burst, at_ms):
            check_text(text)


def triggered(split: Split) -> None:
    answers, reader = AnswerReader(), ScanReader()
    for at_ms, burst in split:
        for text in reader.feed(answers.feed(burst, at_ms), at_ms):
            check_text(text)


def ssi(split: Split) -> None:
    reader = PacketReader()
    for at_ms, burst in [*split, (split[-1][0] + 300, b"")]:
        for packet in reader.feed(burst, at_ms):
            text = text_of(packet.data)
            if text:
                check_text(text)


def hid_texts(split: Split) -> None:
    cutter, reader = RecordReader(24), TypedReader()
    for at_ms, burst in split:
        for text in reader.feed(cutter.feed(burst), at_ms):
            check_text(text)


def hid_keys(split: Split) -> None:
    cutter, reader = RecordReader(24), KeyReader()
    for _, burst in split:
        assert set(reader.feed(cutter.feed(burst))) <= KEYS


def serial_keys(split: Split) -> None:
    reader = KeyBytes()
    for _, burst in split:
        assert set(reader.feed(burst)) <= KEYS


def part(make: Callable[[Given], Part], allowed: type) -> Callable[[Split], None]:
    """A whole part on a line: it tells nothing but facts of this class."""

    def check(split: Split) -> None:
        line = Given()
        made = make(line)
        for at_ms, burst in split:
            line.data = burst
            for fact in made.poll(at_ms):
                assert type(fact) is allowed, fact
                if isinstance(fact, events.Scanned):
                    check_text(fact.text)

    return check


# -- what is sent ---------------------------------------------------------------------------


def packet(opcode: int, data: bytes, status: int = 0) -> bytes:
    body = bytes([len(data) + 4, opcode, 0, status]) + data
    return body + (0x10000 - sum(body)).to_bytes(2, "big")


def in_a_packet(data: bytes) -> bytes:
    return packet(0xF3, data[:250])


def ended(data: bytes) -> bytes:
    return data + b"\r"


def as_keys(data: bytes) -> bytes:
    """Each byte as a key that goes down, and Enter."""
    return b"".join([record(1, byte, 1) for byte in data[::24]]) + record(1, 28, 1)


SCANS = tuple(text.encode() + ending for text in TEXTS for ending in (b"\r", b"\r\n"))
PACKETS = (
    packet(0xD0, b""), packet(0xD1, b"\x01"), packet(0xF6, b"\x03"),
    *(packet(0xF3, bytes([kind]) + text.encode(), status)
      for text in TEXTS for kind in (0x03, 0x0F) for status in (0, 1, 2)),
)  # fmt: skip
TYPED = (
    record(0, 3, 0) + record(0, 0, 0), records([(42, 1)]), records([(2, 1), (2, 2), (2, 2)]),
    records(keys_of("4829")), record(1, 330, 1),
    *(typed(text) for text in TEXTS if text.isascii() and len(text) < 15),  # a key is 144 bytes
)  # fmt: skip
PRESSED = (b"4", b"8", b"2", b"*", b"#", b"\r", b"\r\n", b"\x08", b"\x1b", b"482913\r")

TARGETS = {
    "labels": Target(tuple(text.encode() for text in TEXTS), label),
    "scanner codec": Target(SCANS, scan, ended),
    "trigger codec": Target(SCANS + ANSWERS, triggered, ended),
    "ssi codec": Target(PACKETS, ssi, in_a_packet),
    "hid codec, texts": Target(TYPED, hid_texts, as_keys),
    "hid codec, keys": Target(TYPED, hid_keys, as_keys),
    "keypad codec": Target(PRESSED, serial_keys),
    "scanner": Target(
        SCANS + ANSWERS, part(lambda line: Scanner(line, "newland"), events.Scanned), ended),
    "ssi scanner": Target(PACKETS, part(SsiScanner, events.Scanned), in_a_packet),
    "hid scanner": Target(TYPED, part(HidScanner, events.Scanned), as_keys),
    "hid keypad": Target(TYPED, part(HidKeypad, events.KeyPressed), as_keys),
    "serial keypad": Target(PRESSED, part(SerialKeypad, events.KeyPressed)),
}  # fmt: skip


def spoil(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """One thing that goes wrong with it."""
    at = int(rng.random() * (len(data) + 1))
    end = at + int(rng.random() * 8)
    kind = int(rng.random() * 8)
    if kind == 0 and at < len(data):
        return data[:at] + bytes([data[at] ^ 1 << int(rng.random() * 8)]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:at] + rng.randbytes(end - at) + data[at:]
    if kind == 3:
        return data[:at] + data[at:end] + data[at:]
    if kind == 4:
        return data[:at] + other[int(rng.random() * (len(other) + 1)) :]
    if kind == 5:
        return data[:at] + other + data[at:]
    if kind == 6 and at < len(data):
        odd = b"\x00\x02\x03\x06\x0a\x0d\x1b\x1d\x7f\x80\xc0\xe2\xf0\xff09A]_"
        return data[:at] + odd[int(rng.random() * len(odd)) :][:1] + data[at + 1 :]
    return data + other


def split(data: bytes, rng: random.Random) -> Split:
    """The same in one to three bursts, now and then with a pause."""
    first, second = sorted((int(rng.random() * (len(data) + 1)), len(data)))
    gap_ms = (0, 1, 199, 200, 600)[int(rng.random() * 5)]
    if rng.random() < 0.5:
        return [(0, data)]
    return [(0, data[:first]), (gap_ms, data[first:second]), (2 * gap_ms + 1, b"")]


def run_block(name: str, seed: int, block: int, count: int) -> str:
    """What was found in one block of inputs to one parser; "" for nothing."""
    found = search(TARGETS[name], random.Random(f"{seed} {name} {block}"), count)
    return found and f"{name}, seed {seed}, block {block}: {found}"


def search(target: Target, rng: random.Random, count: int) -> str:
    """The first input out of `count` for which something does not hold, and what; "" for none."""
    for _ in range(count):
        data = rng.choice(target.examples)
        for _ in range(int(rng.random() * 4)):
            data = spoil(data, rng.choice(target.examples), rng)
        if rng.random() < 0.25:
            data = target.wrap(data)
        bursts = split(data, rng)
        try:
            target.check(bursts)
        except Exception as error:
            return f"{error!r} for {bursts}"
    return ""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the parsers.")
    parser.add_argument("--inputs", type=int, default=INPUTS, help="to each parser (10000000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="processes at once (2)")
    parser.add_argument("--only", choices=TARGETS, help="one parser")
    options = parser.parse_args(arguments)
    blocks = range(-(-options.inputs // BLOCK))
    counts = [min(BLOCK, options.inputs - block * BLOCK) for block in blocks]
    print(f"{options.inputs} inputs to each parser, seed {options.seed}", flush=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in [options.only] if options.only else TARGETS:
            tasks = (repeat(name), repeat(options.seed), blocks, counts)
            for found in pool.map(run_block, *tasks, chunksize=8):
                if found:
                    print(found, flush=True)
                    pool.shutdown(cancel_futures=True)
                    return 1
            print(f"{name}: nothing found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

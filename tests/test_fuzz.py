"""A short run of `make fuzz`, and a proof that it finds what it looks for."""

import random

import pytest

from drivers.hid_codec import RecordReader, TypedReader
from drivers.serial_keypad import SerialKeypad
from terminal import events
from tests import fuzz
from tests.fuzz import Split, Target

SHORT = 4_000


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_nothing_is_found(name: str) -> None:
    assert fuzz.run_block(name, 1, 0, SHORT) == ""


def unfiltered(split: Split) -> None:
    """A scanner's codec that lets through whatever is UTF-8."""
    for piece in b"".join(burst for _, burst in split).split(b"\r")[:-1]:
        text = piece.decode("utf-8", "ignore")
        if text:
            fuzz.check_text(text)


def unmindful(split: Split) -> None:
    """A reader of keys that takes the device's word for the length of a text."""
    cutter, reader = RecordReader(24), TypedReader()
    typed = ""
    for at_ms, burst in split:
        typed += "".join(reader.feed(cutter.feed(burst), at_ms))
        assert len(typed) < 20


def unfinished(split: Split) -> None:
    """A codec that falls over where there is nothing."""
    for _, burst in split:
        assert burst[0] < 256


# what is wrong: a target that must be found out
FAULTS = {
    "unprintable text": Target(fuzz.SCANS, unfiltered),
    "unbounded text": Target(fuzz.TYPED, unmindful, fuzz.as_keys),
    "exception": Target(fuzz.PRESSED, unfinished),
    "a scanner that presses keys": Target(
        (b"482913\r",), fuzz.part(SerialKeypad, events.Scanned)),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    assert fuzz.search(FAULTS[name], random.Random(1), SHORT)


def test_a_block_is_the_same_every_time() -> None:
    inputs: list[list[Split]] = [[], []]
    for seen in inputs:
        fuzz.search(Target(fuzz.SCANS, seen.append), random.Random("1 x 0"), 200)
    assert inputs[0] == inputs[1]
    assert len({repr(split) for split in inputs[0]}) > 150


def test_a_run_tells_what_it_did(capfd: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--inputs", "300", "--only", "labels", "--jobs", "1"]) == 0
    assert "labels: nothing found" in capfd.readouterr().out

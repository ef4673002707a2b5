"""The scanner as a part, and its codec against whatever a scanner may send."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner import Scanner
from drivers.scanner_codec import ScanReader, is_printable
from terminal import events
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedLine, silence

# Nothing leaves ink that Unicode puts into one of these categories.
INKLESS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}

labels = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp"),
        max_codepoint=0xFFEF,
    ),
    min_size=1, max_size=60,
)  # fmt: skip
noise = st.binary(max_size=80)


def bench() -> Bench:
    line = ScriptedLine(silence)
    return Bench(Scanner(line), line)


def scanned(facts: list[Record]) -> list[str]:
    return [fact.text for fact in facts if isinstance(fact, events.Scanned)]


# -- the part -----------------------------------------------------------------------------


def test_it_wants_to_be_polled_at_the_start() -> None:
    assert bench().part.wake_at_ms() == 0


def test_a_scan_is_told() -> None:
    world = bench()
    world.line.send(b"RR123456785LV\r\n", 100)
    assert world.run(1_000) == [events.Scanned("RR123456785LV")]


def test_a_fragment_wakes_the_part_to_drop_it() -> None:
    world = bench()
    world.line.send(b"RR1234", 100)
    world.run(150)
    assert world.part.wake_at_ms() == 300
    assert world.run(10_000) == []
    assert world.part.wake_at_ms() is None
    assert isinstance(world.part, Scanner)
    assert world.part.dropped == 1


def test_a_missing_scanner_is_told_once_and_so_is_its_return() -> None:
    world = bench()
    world.line.pull("/dev/scanner cannot be opened: nothing is plugged in there")
    assert world.run(120_000) == [
        events.PartFailed("scanner", "/dev/scanner cannot be opened: nothing is plugged in there")
    ]
    world.line.plug()
    assert world.run(31_000) == [events.PartMended("scanner")]
    world.line.send(b"A\r")
    assert world.run(10) == [events.Scanned("A")]


def test_half_a_scan_before_the_plug_was_pulled_does_not_join_one_after_it() -> None:
    world = bench()
    world.line.send(b"482")
    world.run(10)
    world.line.pull()
    world.run(10)
    world.line.plug()
    world.run(3_000)
    world.line.send(b"913\r")
    assert scanned(world.run(10)) == ["913"]


def test_after_a_restart_a_missing_scanner_is_told_again() -> None:
    world = bench()
    world.line.pull("gone")
    world.run(10)
    world.restart()
    assert world.part.wake_at_ms() == 0
    assert world.run(10) == [events.PartFailed("scanner", "gone")]


def test_no_log_and_no_trace_shows_what_was_scanned() -> None:
    assert "482913" not in repr(events.Scanned("482913"))


# -- the codec ----------------------------------------------------------------------------


@given(st.lists(st.one_of(noise, labels.map(lambda text: text.encode() + b"\r")), max_size=20))
def test_whatever_comes_only_bounded_printable_text_gets_through(bursts: list[bytes]) -> None:
    reader = ScanReader()
    for place, burst in enumerate(bursts):
        for text in reader.feed(burst, 50 * place):
            assert text
            assert len(text.encode()) <= 512
            assert text.count("\x1d") <= 16
            assert text.strip("\x1d")
            ink = text.replace("\x1d", "")
            assert not INKLESS & {unicodedata.category(character) for character in ink}
            assert len(reader._pending) <= 513


@given(noise, labels)
def test_after_any_noise_and_silence_the_next_scan_is_whole(before: bytes, label: str) -> None:
    reader = ScanReader()
    reader.feed(before, 0)
    assert reader.feed(label.encode() + b"\r\n", 200) == [label]


@given(st.lists(labels, max_size=5), noise, st.sets(st.integers(0, 400)))
def test_how_the_bytes_are_cut_into_bursts_does_not_matter(
    texts: list[str], rubbish: bytes, cuts: set[int]
) -> None:
    data = rubbish + b"".join(text.encode() + b"\r\n" for text in texts)
    whole, cut = ScanReader(), ScanReader()
    expected = whole.feed(data, 0)
    edges = [0, *sorted(edge for edge in cuts if edge < len(data)), len(data)]
    found = []
    for first, last in pairwise(edges):
        found += cut.feed(data[first:last], 0)
    assert found == expected
    assert cut.dropped == whole.dropped
    assert texts[1:] == expected[len(expected) - len(texts[1:]) :]


def test_the_table_of_unprintable_characters_is_that_of_unicode() -> None:
    for point in range(0x110000):
        character = chr(point)
        category = unicodedata.category(character)
        if category in INKLESS:
            assert not is_printable(character), hex(point)
        elif category != "Cn" and point < 0xFFF0:  # Cn: means nothing yet
            assert is_printable(character), hex(point)

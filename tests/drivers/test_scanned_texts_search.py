"""Whatever is printed, however it is cut: from bytes to labels, with biip as a second opinion."""

import re
from itertools import pairwise

import biip
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from hypothesis import given
from hypothesis import strategies as st

from drivers.hid_codec import RecordReader, TypedReader
from drivers.scanner_codec import ScanReader, read_text
from drivers.ssi_codec import PacketReader, text_of
from sim.scanners.ssi import packet_of
from sim.scanners.wedge import records, typed
from terminal import gs1, labels

GS = "\x1d"
PREFIXES = ("]C1", "]d2", "]Q3")
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
DATES = {"11", "12", "13", "15", "16", "17", "4324", "4325", "4326"}
us_texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60)


def with_check_digit(digits: str) -> str:
    return next(digits + check for check in DIGITS if gs1.has_check_digit(digits + check))


def value_of(name: str) -> st.SearchStrategy[str]:
    """A value that fits this field by biip's pattern; dates and check digits are right ones."""
    most = gs1.RULES[name][2]
    if name in gs1.WITH_CHECK_DIGIT or name.startswith("41"):
        return st.text(DIGITS, min_size=most - 1, max_size=most - 1).map(with_check_digit)
    if name in DATES:
        return st.just("261120" + "1200" * (most == 10))
    pattern = re.compile(GS1ApplicationIdentifier.extract(name).pattern, re.ASCII)
    texts = st.from_regex(pattern, fullmatch=True).map(lambda text: text[len(name) :])
    return texts.filter(lambda text: 0 < len(text) <= most)  # one percent sign more is a letter


def is_known_to_biip(name: str) -> bool:
    try:
        return GS1ApplicationIdentifier.extract(name).ai == name
    except biip.ParseError:
        return False


NAMES = [name for name in sorted(gs1.RULES) if is_known_to_biip(name)]
fields = st.lists(
    st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), value_of(name))),
    min_size=1, max_size=5,
)  # fmt: skip


def printed(values: list[tuple[str, str]]) -> str:
    """As a barcode says it: a separator where one is needed, and none at the end."""
    text = ""
    for name, value in values:
        text += name + value
        if not gs1.RULES[name][3]:
            text += GS
    return text.removesuffix(GS)


# -- GS1 ------------------------------------------------------------------------------------


def test_the_table_is_biips() -> None:
    """Which fields need a separator, and what a value may look like."""
    # Weights and amounts of kinds that are not given out yet: their length is given already.
    for name in set(gs1.RULES) - set(NAMES):
        assert name[:2] in ("31", "32", "33", "34", "35", "36", "39"), name
    for name in NAMES:
        other = GS1ApplicationIdentifier.extract(name)
        digits, least, most, is_predefined = gs1.RULES[name]
        assert other.separator_required != is_predefined, name
        pattern = re.compile(other.pattern)
        for length in range(1, most + 2):
            text = "1" * min(length, digits) + "0" * max(0, length - digits)
            if name not in DATES and name not in ("423", "425"):
                is_right = least <= length <= most and not (name.startswith("433") and length == 7)
                assert bool(pattern.match(name + text)) == is_right, (name, length)


@given(st.sampled_from(PREFIXES), fields)
def test_biip_reads_the_same(prefix: str, values: list[tuple[str, str]]) -> None:
    text = printed(values)
    message = biip.parse(prefix + text).gs1_message
    assert message is not None
    theirs = tuple((element.ai.ai, element.value) for element in message.element_strings)
    assert gs1.read(text) == (theirs, "")


@given(st.sampled_from(PREFIXES), fields)
def test_an_sscc_names_the_parcel_as_biip_says(prefix: str, values: list[tuple[str, str]]) -> None:
    values = [field for field in values if field[0] != "00"]
    sscc = with_check_digit("37610425002123456")
    label = labels.read(prefix + printed([*values, ("00", sscc)]))
    assert label.numbers[0] == sscc
    element = biip.parse(prefix + "00" + sscc).gs1_message
    assert element is not None and element.element_strings[0].sscc is not None


@given(fields, st.data())
def test_a_label_with_a_wrong_check_digit_names_nothing(
    values: list[tuple[str, str]], data: st.DataObject
) -> None:
    # biip gives such an SSCC without a word; we refuse the whole text.
    place = data.draw(st.integers(0, 17))
    sscc = "376104250021234569"
    digit = data.draw(st.sampled_from([d for d in DIGITS if d != sscc[place]]))
    wrong = sscc[:place] + digit + sscc[place + 1 :]
    label = labels.read("]C1" + printed([("00", wrong), *values]))
    assert (label.kind, label.numbers, label.why) == ("unknown", (), "wrong check digit")


@given(st.text(SET_82 + GS + "ā ", max_size=60))
def test_whatever_is_in_it_it_is_read_or_refused(text: str) -> None:
    found, why = gs1.read(text)
    assert bool(found) != bool(why)
    label = labels.read("]C1" + text)
    assert label.kind == ("unknown" if why else label.kind)
    assert not (why and label.numbers)
    if found:
        # Nothing of the text is left over or read twice.
        joined = "".join(name + value for name, value in found)
        assert joined == text.replace(GS, "")


@given(st.text(max_size=600))
def test_any_text_is_taken_for_something(text: str) -> None:
    label = labels.read(text)
    assert label.why in ("", *labels.WHYS)
    assert label == labels.read(text)


# -- S10 ------------------------------------------------------------------------------------


@given(st.integers(0, 99_999_999), st.sampled_from(("RR", "CE", "LX")), st.integers(0, 9))
def test_one_check_digit_in_ten_is_right(serial: int, kind: str, check: int) -> None:
    digits = f"{serial:08d}"
    total = sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    is_right = check == {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    number = f"{kind}{digits}{check}LV"
    assert (labels.read(number).numbers == (number,)) == is_right


# -- from the wire to the text --------------------------------------------------------------


@given(st.lists(us_texts, max_size=4), st.lists(st.integers(0, 2_000), max_size=5))
def test_what_a_wedge_types_arrives(texts: list[str], cuts: list[int]) -> None:
    data = b"".join(typed(text) for text in texts)
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    cutter, reader = RecordReader(24), TypedReader()
    found = []
    for first, last in pairwise(edges):
        found += reader.feed(cutter.feed(data[first:last]), 0)
    assert found == texts
    assert reader.dropped == 0


changes = st.lists(st.tuples(st.integers(0, 255), st.integers(0, 2)), max_size=60)


@given(changes, st.lists(st.sampled_from((0, 1, 100, 600)), min_size=1, max_size=5), us_texts)
def test_after_any_keys_and_silence_the_next_scan_is_whole(
    noise: list[tuple[int, int]], gaps: list[int], text: str
) -> None:
    cutter, reader = RecordReader(24), TypedReader()
    now_ms = 0
    for gap_ms in gaps:
        now_ms += gap_ms
        for found in reader.feed(cutter.feed(records(noise)), now_ms):
            assert read_text(found.encode()) == found
    assert reader.feed(cutter.feed(typed(text)), now_ms + 500) == [text]


@given(st.binary(max_size=40), us_texts, st.integers(0, 255), st.lists(st.integers(0, 100)))
def test_after_any_bytes_and_silence_the_next_packet_is_whole(
    noise: bytes, text: str, kind: int, cuts: list[int]
) -> None:
    reader = PacketReader()
    reader.feed(noise, 0)
    data = packet_of(0xF3, bytes([kind]) + text.encode())
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    found = reader.tick(200)
    for first, last in pairwise(edges):
        found += reader.feed(data[first:last], 300)
    assert text_of(found[-1].data).endswith(text)


@given(st.lists(us_texts.filter(lambda text: text.strip()), max_size=4))
def test_all_kinds_of_scanners_read_the_same(texts: list[str]) -> None:
    plain, packets, wedge = ScanReader(), PacketReader(), TypedReader()
    cutter = RecordReader(24)
    for text in texts:
        assert plain.feed(text.encode() + b"\r\n", 0) == [text]
        (packet,) = packets.feed(packet_of(0xF3, b"\x03" + text.encode() + b"\r\n"), 0)
        assert text_of(packet.data) == text
        assert wedge.feed(cutter.feed(typed(text)), 0) == [text]

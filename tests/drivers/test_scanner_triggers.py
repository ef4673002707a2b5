"""Serial scanners that look only when told to: the shipped part against simulated makes."""

from itertools import pairwise

import pytest

from drivers.scanner import Scanner
from sim.line_faults import Faults
from sim.scanners.plain import HONEYWELL, NEWLAND, PLAIN, Make, PlainScanner
from terminal import events
from tests.drivers.scanner_bench import Bench, failures, texts

PARCEL = b"RR123456785LV"
MAKES = {
    "plain": ("", PLAIN),
    "honeywell": ("honeywell", HONEYWELL),
    "honeywell, short-sighted": ("honeywell", Make(speaks_honeywell=True, look_ms=6_000)),
    "newland": ("newland", NEWLAND),
    "newland, slow": ("newland", Make(speaks_newland=True, is_slow=True)),
    "newland, old": ("newland", Make(speaks_newland=True, knows_scntrg=False)),
    "newland, silent": ("newland", Make(speaks_newland=True, answers=False)),
    "newland, old and silent": (
        "newland", Make(speaks_newland=True, knows_scntrg=False, answers=False)),
    "CR alone": ("honeywell", Make(speaks_honeywell=True, ending=b"\r")),
}  # fmt: skip


def bench(name: str, seed: int = 1) -> Bench:
    trigger, make = MAKES[name]
    return Bench(lambda line: Scanner(line, trigger), PlainScanner(make), seed)


@pytest.mark.parametrize("name", MAKES)
def test_whatever_the_make_a_barcode_is_read(name: str) -> None:
    world = bench(name)
    world.run(3_000)  # time enough to find out what it understands
    assert world.hold(PARCEL) == ["RR123456785LV"]
    world.run(2_000)
    assert world.hold(b"482913", 2_000)[0] == "482913"


@pytest.mark.parametrize("name", MAKES)
def test_it_reads_after_hours_of_nothing(name: str) -> None:
    world = bench(name)
    assert world.run(3 * 3600 * 1_000) == []
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


@pytest.mark.parametrize("name", [name for name in MAKES if name != "plain"])
def test_a_label_held_before_it_is_read_no_more_often_than_it_can_be_taken_away(name: str) -> None:
    world = bench(name)
    world.run(3_000)
    world.far.hold(PARCEL, world.now_ms)
    world.run(15_000)
    told = [at_ms for at_ms, fact in world.facts if isinstance(fact, events.Scanned)]
    assert len(told) > 5
    assert min(later - earlier for earlier, later in pairwise(told)) >= 1_500


@pytest.mark.parametrize("name", ["honeywell", "newland", "newland, slow"])
def test_nothing_is_read_while_no_scan_is_wanted(name: str) -> None:
    world = bench(name)
    world.run(3_000)
    assert isinstance(world.part, Scanner) and isinstance(world.far, PlainScanner)
    world.part.want(False)
    assert world.part.wake_at_ms() == 0
    world.run(100)
    assert not world.far.looking(world.now_ms)
    assert world.hold(PARCEL, 60_000) == []
    orders = len(world.far.orders)
    world.part.want(True)
    world.run(100)
    assert world.hold(PARCEL) == ["RR123456785LV"]
    assert [is_on for _, is_on in world.far.orders[orders - 1 :]][:2] == [False, True]


def test_a_scanner_that_looks_by_itself_is_told_nothing() -> None:
    world = bench("plain")
    world.run(60_000)
    assert isinstance(world.part, Scanner) and isinstance(world.far, PlainScanner)
    world.part.want(False)
    world.run(1_000)
    assert world.far.orders == []
    assert world.part.wake_at_ms() is None


@pytest.mark.parametrize("name", MAKES)
def test_pulled_out_and_put_back_it_reads_again(name: str) -> None:
    world = bench(name)
    world.run(3_000)
    world.cable.cut()
    facts = world.run(5_000)
    if name == "plain":  # nothing was said to it, so nothing was missed
        assert failures(facts) == ["the serial adapter is gone"]
    assert len(failures(facts)) == 1
    world.cable.mend()
    facts = world.run(35_000)
    assert [type(fact) for fact in facts] == [events.PartMended]
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


def test_one_that_says_no_is_asked_in_another_way_at_once() -> None:
    world = bench("newland, old")
    world.run(200)
    assert isinstance(world.far, PlainScanner)
    assert world.far.looking(world.now_ms)


def test_one_that_says_nothing_is_asked_in_another_way_after_a_second() -> None:
    world = bench("newland, old and silent")
    assert isinstance(world.far, PlainScanner)
    world.run(900)
    assert not world.far.looking(world.now_ms)
    world.run(300)
    assert world.far.looking(world.now_ms)


def test_one_that_was_changed_for_another_make_is_asked_anew() -> None:
    world = bench("newland, old")
    world.run(5_000)
    world.cable.cut()
    world.run(6_000)
    world.cable.mend()
    world.far = PlainScanner(NEWLAND)
    world.run(3_000)
    assert world.hold(PARCEL) == ["RR123456785LV"]
    answers = [data for _, data in world.said if data.startswith(b"\x02")]
    assert b"SCNTRG1\x06" in answers[-1]  # and not the short form that the old one knew


@pytest.mark.parametrize("name", MAKES)
@pytest.mark.parametrize("seed", range(5))
def test_after_a_bad_line_it_reads_again(name: str, seed: int) -> None:
    world = bench(name, seed)
    faults = Faults(
        split_permille=300, merge_permille=300, delay_permille=200, drop_permille=200,
        flip_permille=200,
    )  # fmt: skip
    world.spoil(faults)
    for _ in range(10):
        world.hold(PARCEL, 3_000)
    world.spoil(None)
    world.run(10_000)
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


def test_answers_between_and_around_texts_cost_no_text() -> None:
    world = bench("newland, slow")
    world.run(3_000)
    for number in range(30):
        code = b"%06d" % number
        assert world.hold(code, 1_900)[0] == code.decode()
    assert isinstance(world.part, Scanner)
    assert world.part.dropped == 0


def test_the_glass_is_told_nothing_of_answers() -> None:
    world = bench("newland")
    assert texts(world.run(600_000)) == []

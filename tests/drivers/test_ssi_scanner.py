"""The SSI part against a decoder that was written from the guide, whole and faulty."""

import pytest

from drivers.ssi_scanner import SsiScanner
from sim.line_faults import Faults
from sim.scanners.ssi import ACK, NAK, START, Habits, SsiDecoder, packet_of
from terminal import events
from tests.drivers.scanner_bench import Bench, failures, texts

PARCEL = b"RR123456785LV"


def bench(seed: int = 1, **habits: object) -> Bench:
    return Bench(SsiScanner, SsiDecoder(Habits(**habits)), seed)  # type: ignore[arg-type]


def decoder(world: Bench) -> SsiDecoder:
    assert isinstance(world.far, SsiDecoder)
    return world.far


def part(world: Bench) -> SsiScanner:
    assert isinstance(world.part, SsiScanner)
    return world.part


def opcodes(world: Bench) -> list[int]:
    return [opcode for _, opcode in decoder(world).heard]


@pytest.mark.parametrize("has_rts", [False, True])
def test_it_is_set_up_and_reads(has_rts: bool) -> None:
    world = bench(has_rts=has_rts)
    assert world.run(1_000) == []
    assert opcodes(world)[:4] == [0xC6, 0xC6, 0xE9, 0xE4]
    assert world.hold(PARCEL) == ["RR123456785LV"]
    world.run(2_000)
    assert world.hold(b"482913", 3_000)[0] == "482913"


def test_each_order_is_said_once_to_a_decoder_that_sleeps() -> None:
    world = bench()
    world.run(600_000)
    assert failures([fact for _, fact in world.facts]) == []
    # Set up once, then a session every five seconds, none of them said again.
    assert opcodes(world)[3:] == [START] * (len(opcodes(world)) - 3)
    assert 118 <= opcodes(world).count(START) <= 122


def test_what_is_read_is_acknowledged_at_once_and_said_once() -> None:
    world = bench()
    world.run(1_000)
    world.hold(PARCEL)
    said_ms = [at_ms for at_ms, data in world.said if data[1] == 0xF3]
    acked_ms = [at_ms for at_ms, opcode in decoder(world).heard if opcode == ACK]
    assert len(said_ms) == len(acked_ms) == 1
    assert acked_ms[0] - said_ms[0] < 50  # both on the wire at 9600 baud
    assert decoder(world).unsent == 0


def test_a_lost_acknowledgement_tells_no_text_twice() -> None:
    world = bench()
    world.run(1_000)
    world.far.hold(PARCEL, world.now_ms)
    while not [data for _, data in world.said if data[1] == 0xF3]:
        world.run(1)
    # As long as the packet itself takes on the wire; then everything of ours is lost.
    world.far.take_away()
    world.run(15)
    world.is_far_on = False
    world.run(100)
    world.is_far_on = True
    world.run(10_000)
    assert len([data for _, data in world.said if data[1] == 0xF3]) == 2
    assert texts([fact for _, fact in world.facts]) == ["RR123456785LV"]


def test_a_garbled_text_is_asked_for_again_and_told_once() -> None:
    world = bench()
    world.run(1_000)
    world.far.hold(PARCEL, world.now_ms)
    while not [data for _, data in world.said if data[1] == 0xF3]:
        world.run(1)
        flips = Faults(flip_permille=1000)
        world.spoil(flips if world.far.wake_at_ms() is not None else None)
    world.spoil(None)
    world.run(1_000)
    assert NAK in opcodes(world)
    assert texts([fact for _, fact in world.facts]) == ["RR123456785LV"]


def test_the_same_label_again_is_told_again_although_its_first_saying_was_garbled() -> None:
    world = bench()
    world.run(1_000)
    assert world.hold(PARCEL) == ["RR123456785LV"]
    world.run(1_700)
    assert decoder(world).looking(world.now_ms)
    world.spoil(Faults(flip_permille=1000))
    world.far.hold(PARCEL, world.now_ms)
    while len([data for _, data in world.said if data[1] == 0xF3]) < 2:
        world.run(1)
    world.spoil(None)
    assert texts(world.run(1_000)) == ["RR123456785LV"]
    (again,) = [data for _, data in world.said if data[1] == 0xF3][2:]
    assert again[3] & 1


def test_the_same_label_scanned_twice_is_told_twice() -> None:
    world = bench()
    world.run(1_000)
    assert world.hold(PARCEL) == ["RR123456785LV"]
    world.run(1_600)
    assert world.hold(PARCEL) == ["RR123456785LV"]


def test_kinds_of_barcodes_are_told_by_their_prefix() -> None:
    world = bench()
    world.run(1_000)
    decoder(world).hold(b"10AB\x1d400PO", world.now_ms, kind=0x0F)
    assert texts(world.run(400)) == ["]C110AB\x1d400PO"]


def test_a_text_in_several_packets_is_dropped_whole() -> None:
    world = bench(packet_max=100)
    world.run(1_000)
    assert world.hold(b"4" * 250) == []
    world.run(2_000)
    assert part(world).dropped == 1
    assert world.hold(PARCEL, 3_000)[0] == "RR123456785LV"
    assert decoder(world).unsent == 0


def test_the_rest_of_a_text_that_never_comes_costs_no_later_one() -> None:
    world = bench()
    world.run(1_000)
    world.cable.far.write(packet_of(0xF3, b"\x03" + b"4" * 100, 0x02))
    world.run(7_000)
    assert decoder(world).looking(world.now_ms)
    assert world.hold(PARCEL) == ["RR123456785LV"]


def test_what_is_no_text_is_acknowledged_and_dropped() -> None:
    world = bench()
    world.run(1_000)
    assert world.hold(b"48\x1b[A13") == []
    assert part(world).dropped >= 1
    assert decoder(world).unsent == 0
    world.run(2_000)
    assert world.hold(PARCEL, 3_000)[0] == "RR123456785LV"


def test_nothing_is_read_while_no_scan_is_wanted() -> None:
    world = bench()
    world.run(1_000)
    part(world).want(False)
    world.run(500)
    assert opcodes(world)[-2:] == [0xE5, 0xEA]
    assert not decoder(world).looking(world.now_ms)
    assert world.hold(PARCEL, 60_000) == []
    part(world).want(True)
    world.run(500)
    assert world.hold(PARCEL) == ["RR123456785LV"]
    assert failures([fact for _, fact in world.facts]) == []


def test_a_decoder_that_comes_back_while_no_scan_is_wanted_stays_dark() -> None:
    world = bench(reports_boot=True)
    world.run(1_000)
    part(world).want(False)
    world.run(1_000)
    decoder(world).reboot(world.now_ms)
    world.run(3_000)
    assert opcodes(world)[-4:] == [0xC6, 0xC6, 0xE5, 0xEA]
    assert world.hold(PARCEL, 20_000) == []


def test_wanting_and_not_wanting_in_one_breath_ends_as_it_was_said() -> None:
    for last in (True, False):
        for after_ms in (0, 30, 100, 1_000):
            world = bench()
            world.run(after_ms)
            for is_wanted in (False, True, False, True, False, last):
                part(world).want(is_wanted)
            world.run(2_000)
            assert opcodes(world)[-1] == (START if last else 0xEA), after_ms
            assert bool(world.hold(PARCEL, 10_000)) == last, after_ms


def test_a_decoder_that_does_not_answer_is_told_once_and_so_is_its_return() -> None:
    world = bench()
    world.is_far_on = False
    facts = world.run(120_000)
    assert len(facts) == 1
    assert "does not answer" in failures(facts)[0] and "SSI host" in failures(facts)[0]
    world.is_far_on = True
    assert [type(fact) for fact in world.run(30_000)] == [events.PartMended]
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


def test_after_a_restart_a_mute_decoder_is_told_again() -> None:
    world = bench(is_mute=True)
    world.run(60_000)
    world.part.restart()
    assert world.part.wake_at_ms() == 0
    facts = world.run(10)
    assert len(failures(facts)) == 1


def test_a_decoder_that_refuses_is_told() -> None:
    world = bench(denies_parameters=True)
    facts = world.run(60_000)
    assert len(facts) == 1
    assert "refuses an order (cause 6)" in failures(facts)[0]


@pytest.mark.parametrize("reports_boot", [False, True])
def test_one_that_lost_its_power_is_set_up_again(reports_boot: bool) -> None:
    world = bench(reports_boot=reports_boot)
    world.run(3_000)
    decoder(world).reboot(world.now_ms)
    facts = world.run(30_000)
    if reports_boot:
        assert facts == []
    assert [type(fact) for fact in facts] in ([], [events.PartFailed, events.PartMended])
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


def test_pulled_out_and_put_back_it_is_set_up_again() -> None:
    world = bench()
    world.run(3_000)
    world.cable.cut()
    facts = world.run(10_000)
    assert failures(facts) == ["the serial adapter is gone"]
    world.far = SsiDecoder()  # another one of the same kind
    world.cable.mend()
    facts = world.run(35_000)
    assert [type(fact) for fact in facts] == [events.PartMended]
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"


def test_pulled_out_while_mute_is_one_failure_more_and_one_return() -> None:
    world = bench(is_mute=True)
    world.run(30_000)
    world.cable.cut()
    world.run(30_000)
    world.far = SsiDecoder()
    world.cable.mend()
    world.run(60_000)
    kinds = [type(fact) for _, fact in world.facts]
    assert kinds == [events.PartFailed, events.PartFailed, events.PartMended]


class Babbler:
    """Something on the line that is no scanner; `heard` is all that was said to it."""

    def __init__(self) -> None:
        self.heard = b""
        self._next_ms = 300

    def hold(self, barcode: bytes, now_ms: int) -> None: ...

    def take_away(self) -> None: ...

    def feed(self, data: bytes, now_ms: int) -> None:
        self.heard += data

    def due(self, now_ms: int) -> list[bytes]:
        if now_ms < self._next_ms:
            return []
        self._next_ms += 300
        return [b"\xff\x00\x13babble"]

    def wake_at_ms(self) -> int | None:
        return self._next_ms


def test_a_line_that_only_babbles_is_not_talked_to_for_ever() -> None:
    babbler = Babbler()
    world = Bench(SsiScanner, babbler)
    facts = world.run(120_000)
    assert [type(fact) for fact in facts] == [events.PartFailed]
    # Twice after each attempt to set it up, one every sixteen seconds.
    assert 10 <= babbler.heard.count(bytes.fromhex("05D1040001FF25")) <= 20


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_line_does_no_text_is_wrong_and_it_reads_again(seed: int) -> None:
    world = bench(seed)
    world.spoil(Faults(
        split_permille=300, merge_permille=300, delay_permille=200, drop_permille=150,
        flip_permille=150,
    ))  # fmt: skip
    for number in range(20):
        told = world.hold(b"RR1234567%02dLV" % number, 4_000)
        assert set(told) <= {f"RR1234567{other:02d}LV" for other in range(number + 1)}
    world.spoil(None)
    world.run(30_000)
    assert world.hold(PARCEL, 6_000)[0] == "RR123456785LV"
    broken = [type(fact) for _, fact in world.facts if not isinstance(fact, events.Scanned)]
    assert broken == [events.PartFailed, events.PartMended] * (len(broken) // 2)


def test_no_text_is_shown_by_the_part() -> None:
    world = bench()
    world.run(1_000)
    world.hold(PARCEL)
    assert "5LV" not in repr(world.facts)

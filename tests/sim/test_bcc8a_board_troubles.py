"""Boards without a voice or power, boards that report, several on one line, and bad lines."""


import pytest

from sim.boards import Chain
from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import Variant
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.line_faults import Faults
from sim.luck import Luck
from tests.sim.bcc8a_bench import OPEN_1, QUERY_1, QUERY_ALL, VECTORS, Bench, hexed


def test_a_mute_board_opens_without_a_word() -> None:
    bench = Bench()
    bench.board.is_mute = True
    assert bench.send(OPEN_1) == b""
    assert bench.open_doors() == [1]


def test_a_board_without_power_does_nothing_and_forgets() -> None:
    bench = Bench()
    bench.send(OPEN_1, 5)  # Shorter than a bolt takes to move.
    bench.board.switch_off(bench.now_ms)
    assert bench.wait(5_000) == b"" and bench.open_doors() == []
    assert bench.send(OPEN_1) == b"" and len(bench.cabinet.pulses(1)) == 1
    bench.board.switch_on(bench.now_ms)
    assert bench.wait(5_000) == b""
    assert bench.send(OPEN_1) == VECTORS["reply open b1 l1 status 00"]


# Reports.

def test_a_board_that_reports_tells_each_change_once() -> None:
    bench = Bench(Variant(reports_changes=True))
    bench.cabinet.force_open(1, bench.now_ms)
    assert bench.wait(1_000) == hexed("82 01 01 00")
    bench.cabinet.push_shut(1, bench.now_ms)
    assert bench.wait(5_000) == hexed("82 01 01 11")
    bench.cabinet.pull_open(1, bench.now_ms)  # It only rattles.
    assert bench.wait(5_000) == b""


def test_a_change_that_is_over_before_the_report_is_not_reported() -> None:
    bench = Bench(Variant(reports_changes=True))
    bench.cabinet.force_open(1, bench.now_ms)
    bench.cabinet.break_sensor(1, "stuck_shut")
    assert bench.wait(1_000) == b""


def test_a_board_that_does_not_report_is_silent() -> None:
    bench = Bench()
    bench.cabinet.force_open(1, bench.now_ms)
    assert bench.wait(5_000) == b""


# Several on one line.

def test_boards_on_one_line_answer_for_themselves_and_share_a_supply() -> None:
    luck, supply, time_ms = Luck(1), Supply(), [0]
    cabinet = Cabinet(range(1, 25), luck.stream("doors"))
    cable = Cable(lambda: time_ms[0], luck.stream("line"))
    chain = Chain(cable.far, [
        Bcc8a(cabinet, luck.stream(f"board {address}"), address=address, supply=supply,
              compartments=range(12 * address - 11, 12 * address + 1), variant=Variant(ways=12))
        for address in (1, 2)])

    def exchange(frames: bytes) -> bytes:
        cable.host.write(frames)
        answer = b""
        for _ in range(2_000):
            time_ms[0] += 1
            chain.advance(time_ms[0])
            answer += cable.host.read()
        assert chain.wake_at_ms() is None
        return answer

    assert exchange(QUERY_ALL) == hexed("80 01 00 0f ff 33")
    assert exchange(VECTORS["query all b2"]) == hexed("80 02 00 0f ff 33")
    assert exchange(VECTORS["open board2 lock10"]) == hexed("8a 02 0a 00")
    assert exchange(VECTORS["query all b2"]) == hexed("80 02 00 0d ff 33")
    assert cabinet.is_open(22) and supply.overlaps == []
    exchange(OPEN_1 + VECTORS["open board2 lock10"])
    overlap, = supply.overlaps
    assert (overlap.running, overlap.added) == ((1, 1), (2, 10))


# Wrong switches.

@pytest.mark.parametrize(("wrong", "says"), [
    ({"ways": 0}, "1 to 50 ways"), ({"ways": 51}, "1 to 50 ways"),
    ({"polarity": "upside"}, "door_closing or door_opening"),
    ({"open_reply_header": 0x82}, "8A or 80"), ({"status_bytes": 0}, "1 to 8 bytes")])
def test_a_board_that_cannot_be_is_refused_in_words(wrong: dict[str, int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Variant(**wrong)  # type: ignore[arg-type]


def test_an_address_or_wiring_that_cannot_be_is_refused_in_words() -> None:
    cabinet = Cabinet(range(1, 25), Luck(1).stream("doors"))
    for address in (0, 32):
        with pytest.raises(ValueError, match="1 to 31"):
            Bcc8a(cabinet, Luck(1).stream("board"), address=address)
    with pytest.raises(ValueError, match="do not fit"):
        Bcc8a(cabinet, Luck(1).stream("board"), variant=Variant(ways=8))


# Everything together.

def story(seed: int, frames: list[bytes]) -> tuple[list[tuple[int, bytes]], Cabinet]:
    """What a host hears that says one frame a second over a bad line."""
    luck, time_ms = Luck(seed), [0]
    cabinet = Cabinet(range(1, 25), luck.stream("doors"))
    cable = Cable(lambda: time_ms[0], luck.stream("line"), has_echo=True)
    cable.faults = Faults(split_permille=300, merge_permille=300, delay_permille=300,
                          drop_permille=300, flip_permille=300)
    board = Bcc8a(cabinet, luck.stream("board"), variant=Variant(reports_changes=True))
    board.noise_permille = 300
    chain = Chain(cable.far, [board])
    heard = []
    for frame in frames:
        cable.host.write(frame)
        until_ms = time_ms[0] + 1_000
        while time_ms[0] < until_ms:
            wakes = [cable.wake_at_ms(), chain.wake_at_ms(), cabinet.wake_at_ms(), until_ms]
            time_ms[0] = max(time_ms[0], min(wake for wake in wakes if wake is not None))
            cabinet.advance(time_ms[0])
            chain.advance(time_ms[0])
            heard.append((time_ms[0], cable.host.read()))
    return heard, cabinet


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    frames = [OPEN_1, QUERY_ALL, QUERY_1] * 50
    assert story(1, frames)[0] == story(1, frames)[0] != story(2, frames)[0]


@pytest.mark.parametrize("seed", range(5))
def test_a_bad_line_never_makes_an_opening_of_questions_nor_opens_another_door(seed: int) -> None:
    _, asked = story(seed, [QUERY_ALL, QUERY_1] * 200)
    assert not any(asked.pulses(door) for door in asked.compartments)
    _, told = story(seed, [OPEN_1, QUERY_ALL] * 200)
    assert [door for door in told.compartments if told.pulses(door)] == [1]
    assert len(told.pulses(1)) < 200

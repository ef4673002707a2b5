"""What every device with locks promises the terminal, whichever make it is and however it answers.

The shipped driver meets boards that were written from the data sheets by somebody else, and relays
and contacts on pins; an error that one side makes is not made good by the other.  A promise about
lines is asked of those that have one, which each row of the tables says.  What of it can be tried
on a real board is in `test_on_a_bench.py`.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from terminal import events
from terminal.record import Record
from tests.contracts import boards_on_a_line, locks_on_pins
from tests.contracts.boards_on_a_line import REAL_ROWS
from tests.contracts.lock_places import Device, Now, Place, RealPlace, Row, VirtualPlace

ROWS: dict[str, Row] = {**boards_on_a_line.ROWS, **locks_on_pins.ROWS}
ECHO = " through an echoing adapter"
ON_A_LINE: dict[str, Callable[[Now], Device]] = {
    name + how: make
    for name, row in boards_on_a_line.ROWS.items()
    for how, make in (("", row.in_virtual_time), (ECHO, row.through_an_echo))
}
OF_NO_LINE = {name: row.in_virtual_time for name, row in ROWS.items() if not row.has_line}


@pytest.fixture(params=[*ON_A_LINE, *OF_NO_LINE])
def place(request: pytest.FixtureRequest) -> Iterator[VirtualPlace]:
    made = VirtualPlace({**ON_A_LINE, **OF_NO_LINE}[request.param])
    yield made
    check(made)


@pytest.fixture(params=ON_A_LINE)
def lined(request: pytest.FixtureRequest) -> Iterator[VirtualPlace]:
    """Only what has a line: a cable that is cut, and boards with a power switch of their own."""
    made = VirtualPlace(ON_A_LINE[request.param])
    yield made
    check(made)


@pytest.fixture(params=[
    *ROWS, *(pytest.param(name, marks=pytest.mark.micropython) for name in REAL_ROWS)
])  # fmt: skip
def port(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealPlace]:
    if request.param in REAL_ROWS:
        request.getfixturevalue("micropython")  # skips where it is missing
    made = RealPlace({**ROWS, **REAL_ROWS}[request.param].in_real_time, tmp_path)
    for name, value in made.device.environment.items():
        monkeypatch.setenv(name, value)
    yield made
    check(made)
    made.close()


def check(place: Place) -> None:
    place.run_until(lambda: None not in place.device.pulse_lengths_ms(), "the end of a pulse")
    place.device.check()


def test_what_has_a_line_is_known_and_is_asked_for_all_that_is_promised_of_lines() -> None:
    # Relays and contacts are levels: nothing is said, nothing comes back, nobody has an address.
    assert {*OF_NO_LINE} == {"gpio", "gpio, opening contacts", "gpio, on when high"}
    assert {name for name, row in ROWS.items() if row.has_line} < {*ON_A_LINE}
    for make in ON_A_LINE.values():
        assert hasattr(VirtualPlace(make).device, "cable")
    for make in OF_NO_LINE.values():
        assert not hasattr(VirtualPlace(make).device, "cable")


# -- in virtual time ----------------------------------------------------------------------


def test_all_doors_are_seen_shut_and_nothing_is_opened(place: VirtualPlace) -> None:
    place.settle()
    place.rest(20_000)
    assert place.facts == []
    assert place.pulses() == {}


def test_each_order_opens_its_door_and_no_other(place: VirtualPlace) -> None:
    place.settle()
    for door in place.doors:
        opening = place.unlock(door)
        told = place.until(events.DoorOpened(door))
        assert told == [events.UnlockDone(door, opening), events.DoorOpened(door)]
        assert place.cabinet.is_open(door)
        assert place.pulses() == dict.fromkeys(range(1, door + 1), 1)
        place.rest(1_200)


def test_a_door_that_is_pushed_shut_is_told(place: VirtualPlace) -> None:
    place.settle()
    place.unlock(3)
    place.until(events.DoorOpened(3))
    place.cabinet.push_shut(3, place.now_ms)
    assert place.until(events.DoorClosed(3)) == [events.DoorClosed(3)]
    place.rest(5_000)
    assert place.facts == []


def test_a_door_that_is_forced_is_told_although_nobody_ordered_it(place: VirtualPlace) -> None:
    place.settle()
    place.cabinet.force_open(2, place.now_ms)
    before_ms = place.now_ms
    assert place.until(events.DoorOpened(2)) == [events.DoorOpened(2)]
    assert place.now_ms - before_ms < 1_500
    assert place.pulses() == {}


def test_a_jammed_door_got_its_pulse_and_did_not_open(place: VirtualPlace) -> None:
    place.settle()
    place.cabinet.jam(1)
    opening = place.unlock(1)
    assert place.until(events.UnlockDone(1, opening)) == [events.UnlockDone(1, opening)]
    place.rest(5_000)
    assert place.facts == []
    assert place.pulses() == {1: 1}


def test_several_orders_are_obeyed_one_after_the_other(place: VirtualPlace) -> None:
    place.settle()
    openings = {door: place.unlock(door) for door in (1, 4, 2)}
    told = place.until(*(events.DoorOpened(door) for door in openings))
    for door, opening in openings.items():
        assert told.index(events.UnlockDone(door, opening)) < told.index(events.DoorOpened(door))
    assert place.pulses() == {1: 1, 2: 1, 4: 1}
    times = sorted(at_ms for door in openings for at_ms in place.pulsed_ms(door))
    assert all(after - before >= 1_000 for before, after in pairwise(times))


def test_a_lock_rests_between_two_pulses(place: VirtualPlace) -> None:
    place.settle()
    place.cabinet.jam(4)
    for _ in range(3):
        place.until(events.UnlockDone(4, place.unlock(4)))
    assert all(after - before >= 2_000 for before, after in pairwise(place.pulsed_ms(4)))
    assert place.pulses() == {4: 3}


def test_the_sixth_pulse_of_a_minute_is_refused(place: VirtualPlace) -> None:
    place.settle()
    place.cabinet.jam(5)
    for _ in range(5):
        place.until(events.UnlockDone(5, place.unlock(5)))
        place.rest(2_000)
    opening = place.unlock(5)
    assert place.until(events.UnlockRefused(5, opening)) == [events.UnlockRefused(5, opening)]
    assert place.pulses() == {5: 5}


def test_of_two_orders_that_wait_for_one_lock_only_the_second_goes_out(
    place: VirtualPlace,
) -> None:
    place.settle()
    place.unlock(2)  # and until its coil is off all others wait
    first, second = place.unlock(1), place.unlock(1)
    assert place.until(events.UnlockNotSent(1, first))
    told = place.until(events.DoorOpened(1))
    place.cabinet.push_shut(1, place.now_ms)
    place.rest(15_000)
    told += place.facts
    assert outcomes(told, second) == [events.UnlockDone(1, second)]
    assert outcomes(told, first) == []
    assert place.pulses() == {1: 1, 2: 1}
    assert not place.cabinet.is_open(1)


def test_the_second_of_two_orders_for_one_lock_takes_the_place_of_the_first(
    place: VirtualPlace,
) -> None:
    place.settle()
    for door in (2, 1, 3, 1):
        place.unlock(door)
    place.until(*(events.DoorOpened(door) for door in (1, 2, 3)))
    place.rest(15_000)
    times = [place.pulsed_ms(door) for door in (2, 1, 3)]
    assert times == sorted(times) and place.pulses() == {1: 1, 2: 1, 3: 1}


def test_what_falls_mute_is_told_and_heard_again(place: VirtualPlace) -> None:
    place.settle()
    place.device.fall_mute()
    told = place.until(*(events.DoorSilent(door) for door in place.doors))
    failed = place.device.reader
    assert [fact.part for fact in told if isinstance(fact, events.PartFailed)] == [failed]
    opening = place.unlock(1)
    assert outcomes(place.until(events.UnlockNotSent(1, opening)), opening) == [
        events.UnlockNotSent(1, opening)
    ]
    place.device.be_heard()
    told = place.until(*(events.DoorSeen(door, False) for door in place.doors))
    seen_at = [told.index(fact) for fact in told if isinstance(fact, events.DoorSeen)]
    assert told.index(events.PartMended(failed)) < min(seen_at)
    assert place.pulses() == {}
    opening = place.unlock(1)
    assert events.UnlockDone(1, opening) in place.until(events.DoorOpened(1))


def test_an_order_whose_answer_is_lost_is_unknown_and_is_not_told_twice(
    place: VirtualPlace,
) -> None:
    place.settle()
    place.device.lose_an_answer(1)
    opening = place.unlock(1)
    told = place.until(events.UnlockUnknown(1, opening))
    place.device.be_heard()
    place.rest(30_000)
    told += place.facts
    assert outcomes(told, opening) == [events.UnlockUnknown(1, opening)]
    assert place.pulses() == {1: 1}
    assert place.cabinet.is_open(1)
    assert events.DoorOpened(1) in told or events.DoorSeen(1, True) in told


def test_after_a_restart_every_door_is_seen_again(place: VirtualPlace) -> None:
    place.settle()
    place.unlock(2)
    place.until(events.DoorOpened(2))
    place.rest(2_000)
    place.device.part.restart()
    seen = [events.DoorSeen(door, door == 2) for door in place.doors]
    assert sorted(place.until(*seen), key=repr) == sorted(seen, key=repr)


def test_a_restart_gives_back_the_orders_that_have_not_gone_out(place: VirtualPlace) -> None:
    place.settle()
    gone, waiting = place.unlock(2), place.unlock(1)
    place.run_until(lambda: place.pulses() != {}, "a pulse")
    place.device.part.restart()
    place.rest(15_000)
    assert outcomes(place.facts, waiting) == [events.UnlockNotSent(1, waiting)]
    assert outcomes(place.facts, gone) == [events.UnlockDone(2, gone)]
    assert place.pulses() == {2: 1}


def outcomes(facts: list[Record], opening: int) -> list[Record]:
    """What was told of this opening."""
    return [fact for fact in facts if getattr(fact, "opening", None) == opening]


# -- in virtual time, what has a line -----------------------------------------------------


def test_a_board_without_power_for_a_while_is_heard_again(lined: VirtualPlace) -> None:
    lined.settle()
    lined.device.board.switch_off(lined.now_ms)
    lined.until(*(events.DoorSilent(door) for door in lined.doors))
    lined.device.board.switch_on(lined.now_ms)
    lined.until(*(events.DoorSeen(door, False) for door in lined.doors))
    opening = lined.unlock(2)
    told = lined.until(events.DoorOpened(2))
    assert events.UnlockDone(2, opening) in told


def test_a_cut_line_is_told_and_heard_again(lined: VirtualPlace) -> None:
    lined.settle()
    lined.device.cable.cut()
    told = lined.until(*(events.DoorSilent(door) for door in lined.doors))
    assert isinstance(told[0], events.PartFailed) and told[0].part == "lock line"
    opening = lined.unlock(1)
    assert lined.until(events.UnlockNotSent(1, opening))
    lined.device.cable.mend()
    told = lined.until(*(events.DoorSeen(door, False) for door in lined.doors))
    assert told[0] == events.PartMended("lock line")
    assert lined.pulses() == {}


def test_false_bytes_before_the_answers_do_not_open_or_shut_a_door(lined: VirtualPlace) -> None:
    lined.settle()
    lined.device.board.noise_permille = 200
    lined.rest(120_000)
    doors = (events.DoorOpened, events.DoorClosed)
    assert [fact for fact in lined.facts if isinstance(fact, doors)] == []
    assert lined.pulses() == {}


# -- in real time, on a real port or with a real process ----------------------------------


def test_on_a_real_port_an_order_opens_its_door(port: RealPlace) -> None:
    port.settle()
    opening = port.unlock(5)
    told = port.until(events.DoorOpened(5))
    assert told == [events.UnlockDone(5, opening), events.DoorOpened(5)]
    assert port.pulses() == {5: 1}
    port.cabinet.push_shut(5, port.now_ms)
    assert port.until(events.DoorClosed(5)) == [events.DoorClosed(5)]


def test_on_a_real_port_orders_to_several_doors_are_obeyed_in_turn(port: RealPlace) -> None:
    port.settle()
    openings = {door: port.unlock(door) for door in (1, 8)}
    told = port.until(*(events.DoorOpened(door) for door in openings))
    for door, opening in openings.items():
        assert told.index(events.UnlockDone(door, opening)) < told.index(events.DoorOpened(door))
    assert port.pulses() == {1: 1, 8: 1}

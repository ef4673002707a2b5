"""What every lock board promises the terminal, whichever make it is and however it answers.

The shipped driver meets boards that were written from the data sheets by somebody else; an
error that one of them makes is not made good by the other.  What of it can be tried on a real board
is in `test_on_a_bench.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal import events
from tests.contracts.lock_places import REAL_ROWS, ROWS, Place, RealPlace, VirtualPlace
from tests.drivers.far_end_kinds import KINDS

ECHO = " through an echoing adapter"


@pytest.fixture(params=[name + echo for name in ROWS for echo in ("", ECHO)])
def place(request: pytest.FixtureRequest) -> Iterator[VirtualPlace]:
    name = request.param.removesuffix(ECHO)
    made = VirtualPlace(ROWS[name], has_echo=name != request.param)
    yield made
    check(made)


@pytest.fixture(params=[
    *ROWS, *(pytest.param(name, marks=pytest.mark.micropython) for name in REAL_ROWS)
])  # fmt: skip
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RealPlace]:
    if request.param in REAL_ROWS:
        request.getfixturevalue("micropython")  # skips where it is missing
    made = RealPlace({**ROWS, **REAL_ROWS}[request.param], tmp_path)
    yield made
    check(made)
    made.close()


def check(place: Place) -> None:
    """Whatever was done: gently to the coils, and not a byte that opens several doors."""
    assert place.board.supply.overlaps == []
    assert place.cabinet.burnt_coils() == []
    assert not any(place.strange_cabinet.pulses(door) for door in place.doors)
    for said in place.said:
        assert KINDS[place.row.words or place.row.kind].may_be_said(said), said.hex(" ")
    assert all(ms is not None and 300 <= ms <= 1_000 for ms in place.pulse_lengths_ms())


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


def test_the_sixth_pulse_of_a_minute_is_refused(place: VirtualPlace) -> None:
    place.settle()
    place.cabinet.jam(5)
    for _ in range(5):
        place.until(events.UnlockDone(5, place.unlock(5)))
        place.rest(2_000)
    opening = place.unlock(5)
    assert place.until(events.UnlockRefused(5, opening)) == [events.UnlockRefused(5, opening)]
    assert place.pulses() == {5: 5}


def test_a_mute_board_is_told_and_heard_again(place: VirtualPlace) -> None:
    place.settle()
    place.board.is_mute = True
    told = place.until(*(events.DoorSilent(door) for door in place.doors))
    failed = f"lock board {place.row.board}"
    assert [fact.part for fact in told if isinstance(fact, events.PartFailed)] == [failed]
    opening = place.unlock(1)
    assert place.until(events.UnlockNotSent(1, opening))
    place.board.is_mute = False
    told = place.until(*(events.DoorSeen(door, False) for door in place.doors))
    assert told[0] == events.PartMended(failed)
    assert place.pulses() == {}
    opening = place.unlock(1)
    assert events.UnlockDone(1, opening) in place.until(events.DoorOpened(1))


def test_a_board_that_falls_mute_at_the_order_leaves_it_unknown_and_is_not_told_twice(
    place: VirtualPlace,
) -> None:
    place.settle()
    opening = place.unlock(1)
    place.run_until(lambda: place.pulses() != {}, "a pulse")
    place.board.is_mute = True
    told = place.until(events.UnlockUnknown(1, opening))
    assert events.UnlockDone(1, opening) not in told
    place.board.is_mute = False
    place.rest(30_000)
    assert place.pulses() == {1: 1}
    assert place.cabinet.is_open(1)
    assert events.DoorOpened(1) in place.facts or events.DoorSeen(1, True) in place.facts


def test_a_board_without_power_for_a_while_is_heard_again(place: VirtualPlace) -> None:
    place.settle()
    place.board.switch_off(place.now_ms)
    place.until(*(events.DoorSilent(door) for door in place.doors))
    place.board.switch_on(place.now_ms)
    place.until(*(events.DoorSeen(door, False) for door in place.doors))
    opening = place.unlock(2)
    told = place.until(events.DoorOpened(2))
    assert events.UnlockDone(2, opening) in told


def test_a_cut_line_is_told_and_heard_again(place: VirtualPlace) -> None:
    place.settle()
    place.cable.cut()
    told = place.until(*(events.DoorSilent(door) for door in place.doors))
    assert isinstance(told[0], events.PartFailed) and told[0].part == "lock line"
    opening = place.unlock(1)
    assert place.until(events.UnlockNotSent(1, opening))
    place.cable.mend()
    told = place.until(*(events.DoorSeen(door, False) for door in place.doors))
    assert told[0] == events.PartMended("lock line")
    assert place.pulses() == {}


def test_false_bytes_before_the_answers_do_not_open_or_shut_a_door(place: VirtualPlace) -> None:
    place.settle()
    place.board.noise_permille = 200
    place.rest(120_000)
    doors = (events.DoorOpened, events.DoorClosed)
    assert [fact for fact in place.facts if isinstance(fact, doors)] == []
    assert place.pulses() == {}


def test_after_a_restart_every_door_is_seen_again(place: VirtualPlace) -> None:
    place.settle()
    place.unlock(2)
    place.until(events.DoorOpened(2))
    place.rest(2_000)
    place.part.restart()
    seen = [events.DoorSeen(door, door == 2) for door in place.doors]
    assert sorted(place.until(*seen), key=repr) == sorted(seen, key=repr)


# -- in real time, on a real port ---------------------------------------------------------


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

"""Doors and unlocks on pins that work, in virtual time, against a cabinet with physics."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.coil_guard import CoilGuard
from drivers.door_contacts import CLOSE_LOOK_MS, WATCH_MS
from drivers.gpio_locks import GpioLocks
from drivers.relay_pins import Relays
from terminal import events
from tests.drivers.gpio_bench import CONTACTS, DOORS, RELAYS, GpioBench, of, watched

SEEDS = range(10)


# -- doors --------------------------------------------------------------------------------


def test_each_door_is_seen_once_at_the_start_and_soon() -> None:
    bench = GpioBench()
    bench.cabinet.force_open(3, 0)
    bench.run(1_000)
    bench.power_on()
    assert bench.run(100) == [events.DoorSeen(n, n == 3) for n in DOORS]
    assert bench.run(60_000) == []


@pytest.mark.parametrize("feedback", ["door_closing", "door_opening"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_that_opens_and_shuts_is_told_within_a_look_and_three_readings(
    seed: int, feedback: str
) -> None:
    bench = watched(seed=seed, feedback=feedback)
    bench.cabinet.force_open(2, bench.now_ms)
    assert bench.run(500 + 4 * CLOSE_LOOK_MS) == [events.DoorOpened(2)]
    bench.run(3_000)
    bench.cabinet.push_shut(2, bench.now_ms)
    shut_ms = bench.now_ms + 600  # the longest that a door swings
    assert bench.run(600 + WATCH_MS + 4 * CLOSE_LOOK_MS) == [events.DoorClosed(2)]
    assert bench.facts[-1][0] <= shut_ms + WATCH_MS + 4 * CLOSE_LOOK_MS


def test_feedback_may_differ_from_door_to_door() -> None:
    bench = GpioBench(feedback_of={2: "door_opening"})
    facts = bench.run(1_000)
    assert facts == [events.DoorSeen(n, n == 2) for n in DOORS]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rattling_door_is_no_news(seed: int) -> None:
    bench = watched(seed=seed)
    for _ in range(100):
        next_ms = bench.part.wake_at_ms()
        assert next_ms is not None
        assert bench.run(next_ms - bench.now_ms - 1) == []
        bench.cabinet.pull_open(1, bench.now_ms)  # it flutters while it is read
        assert bench.run(150) == []


def test_three_readings_in_a_row_are_believed_and_two_are_not() -> None:
    bench = watched()
    grounded = True
    bench.pins.wire_switch(CONTACTS[0], lambda now_ms: grounded)
    for readings in (1, 2, 3):
        next_ms = bench.part.wake_at_ms()
        assert next_ms is not None
        bench.run(next_ms - bench.now_ms - 1)
        grounded = False
        assert bench.run(1 + (readings - 1) * CLOSE_LOOK_MS) == [events.DoorOpened(1)] * (
            readings == 3
        )
        grounded = readings < 3
        assert bench.run(100) == []


def test_a_broken_wire_reads_as_an_open_door() -> None:
    bench = watched()
    bench.cabinet.break_sensor(1, "stuck_open")
    assert bench.run(1_000) == [events.DoorOpened(1)]


def test_a_door_without_a_contact_is_silent_and_no_pin_is_read_for_it() -> None:
    wiring = ((1, 17, 5), (2, 27, None))
    bench = GpioBench(wiring=wiring)
    assert set(bench.run(1_000)) == {events.DoorSilent(2), events.DoorSeen(1, False)}
    bench.part.restart()
    assert set(bench.run(1_000)) == {events.DoorSilent(2), events.DoorSeen(1, False)}


def test_where_there_is_no_contact_at_all_nobody_has_to_look() -> None:
    bench = GpioBench(wiring=((1, 17, None),))
    assert bench.run(1_000) == [events.DoorSilent(1)]
    assert bench.part.wake_at_ms() is None
    bench.unlock(1)
    assert bench.run(2_000) == [events.UnlockDone(1, 1)]
    assert bench.part.wake_at_ms() is None


# -- unlocks ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_active_low", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_unlock_is_told_before_the_door_that_it_opened(seed: int, is_active_low: bool) -> None:
    bench = watched(seed=seed, is_active_low=is_active_low)
    ordered_ms = bench.now_ms
    bench.unlock(3, 41)
    assert bench.run(3_000) == [events.UnlockDone(3, 41), events.DoorOpened(3)]
    assert bench.pulses() == [(ordered_ms, 3)]
    assert bench.facts[-1][0] - ordered_ms < 200
    assert bench.is_safe()


@pytest.mark.parametrize("pulse_ms", [300, 500, 1_000])
def test_the_coil_has_current_for_as_long_as_was_said(pulse_ms: int) -> None:
    bench = watched(pulse_ms=pulse_ms)
    bench.unlock(1)
    bench.run(pulse_ms - 1)
    assert bench.on() == [RELAYS[0]]
    bench.run(1)
    assert bench.on() == []


def test_one_coil_at_a_time_each_with_its_rest() -> None:
    bench = watched()
    for opening, compartment in enumerate((1, 2, 1, 3, 3), 1):
        bench.unlock(compartment, opening)
        bench.run({1: 1_200, 4: 3_000}.get(opening, 0))  # what has gone out waits no more
    bench.run(12_000)
    done = [fact.opening for _, fact in bench.facts if isinstance(fact, events.UnlockDone)]
    assert sorted(done) == [1, 2, 3, 4, 5]
    assert all(after - before >= 1_000 for (before, _), (after, _) in pairwise(bench.pulses()))
    same = [at_ms for at_ms, door in bench.pulses() if door == 1]
    assert same[1] - same[0] >= 1_500
    assert bench.is_safe()


def test_each_outcome_carries_the_number_of_its_opening_and_a_coil_has_its_budget() -> None:
    bench = watched()
    for opening in range(1, 7):
        bench.unlock(1, opening)
        bench.run(2_500)
    facts = [fact for _, fact in bench.facts]
    assert of(events.UnlockDone, facts) == [events.UnlockDone(1, n) for n in range(1, 6)]
    assert of(events.UnlockRefused, facts) == [events.UnlockRefused(1, 6)]
    assert len(bench.pulses()) == 5


def test_an_order_that_had_to_wait_too_long_is_not_given() -> None:
    guard = CoilGuard()
    bench = watched(guard=guard)
    guard.note_pulse("another coil", bench.now_ms + 9_500)
    bench.unlock(1, 1)
    bench.run(2_000)
    bench.unlock(2, 2)
    assert bench.run(15_000) == [
        events.UnlockNotSent(1, 1), events.UnlockDone(2, 2), events.DoorOpened(2),
    ]  # fmt: skip
    assert [door for _, door in bench.pulses()] == [2]


def test_an_order_that_may_not_be_given_is_given_up_though_nothing_else_happens() -> None:
    guard = CoilGuard()
    bench = GpioBench(wiring=((1, 17, None),), guard=guard)
    bench.run(100)
    guard.note_pulse("another coil", bench.now_ms + 15_000)
    bench.unlock(1, 5)
    assert bench.run(10_000) == []
    assert bench.run(10) == [events.UnlockNotSent(1, 5)]


def test_a_supply_that_is_shared_is_never_asked_for_two_coils() -> None:
    guard = CoilGuard()
    bench = watched(guard=guard)
    guard.note_pulse(("lock line", 1, 7), bench.now_ms)  # somebody else's coil
    began_ms = bench.now_ms
    bench.unlock(1)
    bench.run(5_000)
    ((at_ms, _),) = bench.pulses()
    assert at_ms - began_ms == guard.ready_ms("another") - at_ms


orders = st.lists(st.tuples(st.sampled_from(DOORS), st.integers(0, 4_000)), max_size=25)


@given(orders, st.integers(0, 1_000), st.booleans())
def test_every_order_has_one_outcome_and_no_coil_suffers(
    story: list[tuple[int, int]], seed: int, is_active_low: bool
) -> None:
    bench = watched(seed=seed, is_active_low=is_active_low)
    for opening, (compartment, pause_ms) in enumerate(story, 1):
        bench.unlock(compartment, opening)
        bench.run(pause_ms)
        if bench.cabinet.is_open(compartment):
            bench.cabinet.push_shut(compartment, bench.now_ms)
    bench.run(20_000)
    answers = [fact for _, fact in bench.facts if hasattr(fact, "opening")]
    assert sorted(fact.opening for fact in answers) == list(range(1, len(story) + 1))
    done = of(events.UnlockDone, answers)
    assert len(bench.pulses()) == len(done)
    assert bench.on() == []
    assert bench.is_safe()


# -- how often ----------------------------------------------------------------------------


def test_an_idle_cabinet_is_looked_at_twice_a_second() -> None:
    bench = watched()
    bench.polls = 0
    bench.run(60_000)
    assert bench.polls == 120


@pytest.mark.parametrize("poll_ms", [100, 2_000])
def test_how_often_can_be_chosen(poll_ms: int) -> None:
    bench = watched(poll_ms=poll_ms)
    bench.run(2_000)
    bench.polls = 0
    bench.run(60_000)
    assert bench.polls == 60_000 // poll_ms


def test_closely_while_a_door_may_spring_then_often_then_seldom() -> None:
    bench = watched()
    bench.cabinet.jam(1)
    bench.unlock(1)
    polls = []
    for for_ms in (2_000, 2_000, 10_000, 5_000):
        bench.polls = 0
        bench.run(for_ms)
        polls.append(bench.polls * 1_000 // for_ms)
    assert polls[0] >= 1_000 // CLOSE_LOOK_MS
    assert polls[2] == 1_000 // WATCH_MS
    assert polls[3] <= 4


def test_an_open_door_is_watched_for_two_minutes() -> None:
    bench = watched()
    bench.cabinet.force_open(1, bench.now_ms)
    bench.run(60_000)
    bench.polls = 0
    bench.run(10_000)
    assert bench.polls == 10_000 // WATCH_MS
    bench.run(60_000)
    bench.polls = 0
    bench.run(10_000)
    assert bench.polls == 20


# -- mistakes of ours ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "wiring",
    [((1, 17, 5), (1, 27, 6)), ((1, 17, 5), (2, 17, 6)), ((1, 17, 5), (2, 27, 5)), ((1, 17, 17),)],
)
def test_a_pin_or_a_compartment_that_is_wired_twice_is_a_mistake(
    wiring: tuple[tuple[int, int, int], ...],
) -> None:
    bench = GpioBench()
    with pytest.raises(AssertionError):
        GpioLocks(bench.pins, Relays(bench.pins, [17], True), wiring)


@pytest.mark.parametrize("pulse_ms", [0, 299, 1_001])
def test_a_pulse_that_no_lock_bears_is_a_mistake(pulse_ms: int) -> None:
    with pytest.raises(AssertionError):
        GpioBench(pulse_ms=pulse_ms)


def test_what_is_known_of_its_locks() -> None:
    bench = watched()
    assert bench.locks.compartments == DOORS
    bench.unlock(2)
    bench.run(2_000)
    wear = bench.locks.wear(2)
    assert wear.pulses == 1
    (open_ms,) = wear.opened_after_ms
    assert 0 < open_ms < 200
    assert bench.locks.wear(1).pulses == 0


def test_contacts_and_relays_are_left_alone_by_each_other() -> None:
    bench = watched()
    levels = {pin: bench.pins.level(pin) for pin in (*RELAYS, *CONTACTS)}
    assert levels == {pin: pin in RELAYS for pin in levels}  # off is high; shut is low

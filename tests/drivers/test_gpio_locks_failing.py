"""Locks on pins that fail, lose power or are started anew, in virtual time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.relay_pins import LOST, OFF, ON, READY, Relays, Word
from terminal import events
from tests.drivers.gpio_bench import DOORS, RELAYS, GpioBench, of, watched
from tests.drivers.pin_bench import PinBench


@pytest.fixture
def bench() -> GpioBench:
    return watched()


# -- relays that are on where nobody wants them -------------------------------------------


@pytest.mark.parametrize("is_active_low", [True, False])
def test_relays_that_were_left_on_are_switched_off_at_the_start(is_active_low: bool) -> None:
    bench = GpioBench(is_active_low=is_active_low)
    for pin in RELAYS:
        bench.pins.setup_out(pin, True, is_active_low)
    bench.pins.lose_host()
    assert bench.on() == sorted(RELAYS, key=RELAYS.index)
    bench.run(1)
    assert bench.on() == []


@pytest.mark.parametrize("is_active_low", [True, False])
def test_no_relay_twitches_at_the_start_or_at_the_end(is_active_low: bool) -> None:
    bench = GpioBench(is_active_low=is_active_low)
    bench.run(1_000)
    bench.part.close()
    bench.part.close()
    bench.power_on()
    bench.run(1_000)
    assert bench.pulses() == []


def test_the_end_of_the_program_ends_a_pulse(bench: GpioBench) -> None:
    bench.unlock(1)
    bench.run(100)
    assert bench.on() == [RELAYS[0]]
    bench.part.close()
    assert bench.on() == []


def test_a_power_cut_in_a_pulse_leaves_nothing_on(bench: GpioBench) -> None:
    bench.unlock(1)
    bench.run(100)
    bench.pins.lose_power()
    assert bench.on() == []
    bench.power_on()
    bench.run(5_000)
    assert len(bench.pulses()) == 1


# -- pins that fail -----------------------------------------------------------------------


def test_pins_that_fail_are_told_once_for_relays_and_for_contacts(bench: GpioBench) -> None:
    bench.pins.fail("the pins are gone")
    facts = bench.run(60_000)
    assert facts == [
        events.PartFailed("door contacts", "the pins are gone"),
        *(events.DoorSilent(n) for n in DOORS),
    ]
    bench.unlock(1, 7)
    assert bench.run(10) == [
        events.UnlockNotSent(1, 7), events.PartFailed("relays", "the pins are gone"),
    ]  # fmt: skip
    assert bench.run(600_000) == []
    bench.unlock(1, 8)
    assert bench.part.wake_at_ms() == 0
    assert bench.run(10) == [events.UnlockNotSent(1, 8)]
    bench.pins.mend()
    facts = bench.run(31_000)
    assert set(facts) == {
        events.PartMended("relays"), events.PartMended("door contacts"),
        *(events.DoorSeen(n, False) for n in DOORS),
    }  # fmt: skip
    bench.unlock(1, 9)
    assert bench.run(1_000) == [events.UnlockDone(1, 9), events.DoorOpened(1)]


def test_pins_that_fail_from_the_start_are_facts_and_no_errors() -> None:
    bench = GpioBench()
    bench.pins.fail("not for you")
    facts = bench.run(1_000)
    assert set(facts) == {
        events.PartFailed("relays", "not for you"),
        events.PartFailed("door contacts", "not for you"),
        *(events.DoorSilent(n) for n in DOORS),
    }
    assert len(facts) == 6
    bench.part.close()


def test_relays_that_fail_in_a_pulse_are_switched_off_as_soon_as_they_can_be(
    bench: GpioBench,
) -> None:
    bench.unlock(1, 1)
    bench.unlock(2, 2)
    assert bench.run(100)[0] == events.UnlockDone(1, 1)
    bench.pins.fail("hiccup")
    facts = bench.run(450)
    assert events.PartFailed("relays", "hiccup") in facts
    assert events.UnlockNotSent(2, 2) in facts
    assert bench.on() == [RELAYS[0]]
    bench.pins.mend()
    assert events.PartMended("relays") in bench.run(1_100)
    assert bench.on() == []
    assert of(events.UnlockDone, bench.run(20_000)) == []
    assert len(bench.pulses()) == 1


# -- restart ------------------------------------------------------------------------------


def test_after_a_restart_every_door_is_seen_again(bench: GpioBench) -> None:
    bench.cabinet.force_open(2, bench.now_ms)
    bench.run(2_000)
    bench.part.restart()
    assert bench.run(1_000) == [events.DoorSeen(n, n == 2) for n in DOORS]


def test_a_restart_gives_back_what_was_not_given_and_answers_for_what_was(
    bench: GpioBench,
) -> None:
    bench.unlock(1, 1)
    bench.unlock(2, 2)
    bench.run(5)
    bench.part.restart()
    facts = bench.run(5_000)
    assert facts[0] == events.UnlockNotSent(2, 2)
    assert len(bench.pulses()) == 1
    assert bench.on() == []


def test_a_restart_does_not_cool_a_coil(bench: GpioBench) -> None:
    for opening in range(1, 6):
        bench.unlock(1, opening)
        bench.run(3_000)
        bench.part.restart()
    bench.unlock(1, 6)
    assert events.UnlockRefused(1, 6) in bench.run(1_000)


def test_after_a_restart_what_is_broken_is_told_again(bench: GpioBench) -> None:
    bench.pins.fail("gone")
    bench.unlock(1)
    bench.run(2_000)
    bench.part.restart()
    again = bench.run(10)
    assert set(again) == {
        events.PartFailed("relays", "gone"), events.PartFailed("door contacts", "gone"),
        *(events.DoorSilent(n) for n in DOORS),
    }  # fmt: skip


# -- the relays by themselves -------------------------------------------------------------


def relays(bench: PinBench) -> Relays:
    made = Relays(bench.pins, RELAYS, True)
    assert made.poll(bench.now_ms) == [Word(READY)]
    return made


def level_on(bench: PinBench) -> list[int]:
    return [pin for pin in RELAYS if bench.pins.level(pin) is False]


def test_one_pin_that_refuses_does_not_keep_the_others_on() -> None:
    bench = PinBench()
    for pin in RELAYS:
        bench.pins.setup_out(pin, True, True)
    bench.pins.lose_host()
    bench.pins.fail("not this one", RELAYS[1])
    guard = Relays(bench.pins, RELAYS, True)
    assert guard.poll(0) == [Word(LOST, why="not this one")]
    assert level_on(bench) == [RELAYS[1]]
    bench.pins.mend()
    assert guard.poll(1_000) == [Word(READY)]
    assert level_on(bench) == []


def test_before_they_are_ready_no_pulse_is_given() -> None:
    bench = PinBench()
    assert not Relays(bench.pins, RELAYS, True).pulse(17, 500, 0)
    assert level_on(bench) == []


@pytest.mark.parametrize(("pin", "pulse_ms"), [(17, 299), (17, 1_001), (17, 60_000), (4, 500)])
def test_a_pulse_that_is_not_fit_is_not_given(pin: int, pulse_ms: int) -> None:
    bench = PinBench()
    guard = relays(bench)
    assert not guard.pulse(pin, pulse_ms, 0)
    assert level_on(bench) == []
    assert guard.poll(0) == []


def test_a_second_relay_waits_for_the_first() -> None:
    bench = PinBench()
    guard = relays(bench)
    assert guard.pulse(17, 500, 0)
    assert not guard.pulse(27, 500, 0)
    assert not guard.pulse(17, 500, 499)  # nor is a pulse made longer
    assert guard.poll(499) == [Word(ON, 17)]
    assert guard.wake_at_ms() == 500
    assert guard.poll(500) == [Word(OFF, 17)]
    assert guard.pulse(27, 500, 500)
    guard.close()
    assert level_on(bench) == []


def test_at_the_end_they_are_off_even_if_they_were_never_ready() -> None:
    bench = PinBench()
    bench.pins.setup_out(17, True, True)
    bench.pins.lose_host()
    Relays(bench.pins, RELAYS, True).close()
    assert level_on(bench) == []


steps = st.tuples(
    st.sampled_from(["pulse", "fail", "mend", "wait"]), st.sampled_from(RELAYS),
    st.integers(0, 1_200),
)  # fmt: skip


@given(st.lists(steps, max_size=40))
def test_whatever_happens_no_relay_is_on_for_longer_than_its_pulse_while_pins_obey(
    story: list[tuple[str, int, int]],
) -> None:
    bench = PinBench()
    guard = relays(bench)
    on_since_ms: int | None = None
    obeyed_ms = 0  # since when the pins have obeyed without a break
    is_gone = False
    for what, pin, ms in story:
        if what == "pulse":
            guard.pulse(pin, ms, bench.now_ms)
        elif what == "wait":
            bench.now_ms += ms
        elif what == "fail":
            bench.pins.fail("no")
            is_gone = True
        else:
            bench.pins.mend()
            is_gone = False
            obeyed_ms = bench.now_ms
        words = guard.poll(bench.now_ms)
        assert len(level_on(bench)) <= 1
        assert (LOST in [word.what for word in words]) <= is_gone
        if not level_on(bench):
            on_since_ms = None
        elif on_since_ms is None:
            on_since_ms = bench.now_ms
        wake_ms = guard.wake_at_ms()
        if level_on(bench) and not is_gone:
            assert wake_ms is not None
            assert wake_ms <= max(on_since_ms or 0, obeyed_ms) + 1_000

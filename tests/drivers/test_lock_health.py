"""What a lock has behind it: pulses given, and the time that its door took to show open."""

import pytest

from drivers.lock_health import CAUSED_WITHIN_MS, OPENINGS, LockHealth
from terminal.effects import Unlock
from tests.drivers.cabinet import Cabinet, watched_cabinet
from tests.drivers.far_end import is_unlock


@pytest.fixture
def watched() -> Cabinet:
    return watched_cabinet()


def opening(number: int, after_ms: int, health: LockHealth) -> None:
    at_ms = 60_000 * number
    health.ordered(5, at_ms)
    health.pulsed(5)
    health.opened(5, at_ms + after_ms)


def test_a_lock_that_did_nothing_has_nothing_behind_it() -> None:
    wear = LockHealth().of(5)
    assert (wear.pulses, wear.opened_after_ms, wear.open_ms) == (0, (), 0)


def test_pulses_are_counted_and_the_last_openings_remembered_in_their_order() -> None:
    health = LockHealth()
    for number in range(OPENINGS + 5):
        opening(number, 700 + number, health)
    wear = health.of(5)
    assert wear.pulses == OPENINGS + 5
    assert wear.opened_after_ms == tuple(range(705, 705 + OPENINGS))
    assert wear.open_ms == sum(range(705, 705 + OPENINGS))
    assert health.of(6).pulses == 0


def test_a_door_that_opens_without_an_order_or_long_after_it_says_nothing_of_the_lock() -> None:
    health = LockHealth()
    health.opened(5, 1_000)
    health.ordered(5, 10_000)
    health.opened(5, 10_000 + CAUSED_WITHIN_MS + 1)
    health.opened(5, 10_000 + CAUSED_WITHIN_MS + 2)
    health.ordered(5, 60_000)
    health.kept_shut(5)
    health.opened(5, 60_500)
    assert health.of(5).opened_after_ms == ()
    health.ordered(5, 70_000)
    health.opened(5, 70_000 + CAUSED_WITHIN_MS)
    assert health.of(5).opened_after_ms == (CAUSED_WITHIN_MS,)


def test_one_order_opens_once() -> None:
    health = LockHealth()
    opening(1, 700, health)
    health.opened(5, 60_900)
    assert health.of(5).opened_after_ms == (700,)


def test_boards_measure_from_the_order_to_the_door_seen_open(watched: Cabinet) -> None:
    at_ms = watched.now_ms
    watched.perform(Unlock(2, 1))
    watched.run(600)
    watched.set_open(2, True)
    watched.run(1_000)
    seen_ms = watched.facts[-1][0]
    wear = watched.part.wear(2)  # type: ignore[attr-defined]
    assert wear.pulses == 1
    assert wear.opened_after_ms == (seen_ms - at_ms,)
    assert 600 < wear.open_ms < 1_600


def test_boards_count_a_pulse_nobody_confirmed_and_none_that_was_not_sent(watched: Cabinet) -> None:
    boards = watched.all
    watched.line.script = lambda said: [] if is_unlock(said) else boards(said)
    watched.perform(Unlock(1, 1))
    watched.run(5_000)
    watched.line.pull()
    watched.run(1_000)
    watched.perform(Unlock(1, 2))
    watched.run(1_000)
    wear = watched.part.wear(1)  # type: ignore[attr-defined]
    assert (wear.pulses, wear.opened_after_ms) == (1, ())


def test_a_refused_order_is_no_pulse_and_a_restart_forgets_none(watched: Cabinet) -> None:
    for number in range(6):
        watched.perform(Unlock(3, number))
        watched.run(3_000)
    watched.restart()
    assert watched.part.wear(3).pulses == 5  # type: ignore[attr-defined]

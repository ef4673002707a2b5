"""When a coil may be pulsed, to the millisecond."""

from drivers.coil_guard import CoilGuard


def test_a_cold_coil_may_be_pulsed_at_once() -> None:
    guard = CoilGuard()
    assert guard.ready_ms("lock") <= 0
    assert not guard.is_spent("lock", 0)


def test_other_coils_wait_for_the_end_of_a_pulse_and_the_same_one_rests_too() -> None:
    guard = CoilGuard()
    guard.note_pulse("lock", 10_000)
    assert guard.ready_ms("other") == 11_100
    assert guard.ready_ms("lock") == 12_100


def test_a_coil_waits_for_the_pulse_of_another_even_if_it_has_rested() -> None:
    guard = CoilGuard()
    guard.note_pulse("lock", 10_000)
    guard.note_pulse("other", 12_050)
    assert guard.ready_ms("lock") == 13_150


def test_five_pulses_in_any_60_s_are_all_that_a_coil_has() -> None:
    guard = CoilGuard()
    for at_ms in (0, 10_000, 20_000, 30_000):
        guard.note_pulse("lock", at_ms)
        assert not guard.is_spent("lock", at_ms)
    guard.note_pulse("lock", 40_000)
    assert guard.is_spent("lock", 40_000)
    assert guard.is_spent("lock", 59_999)
    assert not guard.is_spent("other", 59_999)
    assert not guard.is_spent("lock", 60_000)
    guard.note_pulse("lock", 60_000)
    assert guard.is_spent("lock", 69_999)
    assert not guard.is_spent("lock", 70_000)

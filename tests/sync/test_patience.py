"""Trying again, believing a change, giving up on an answer."""

from sync.patience import LEAST_MS, LONGEST_MS, STEADY_MS, Backoff, Questions, Steady


def test_attempts_become_rarer_up_to_a_minute() -> None:
    backoff = Backoff(lambda limit: limit - 1)
    waits = [backoff.failed(0) for _ in range(10)]
    assert waits[0] == LEAST_MS + 999
    assert waits == sorted(waits)
    assert waits[-1] == LEAST_MS + LONGEST_MS - 1


def test_luck_spreads_terminals_over_the_whole_time() -> None:
    assert Backoff(lambda _limit: 0).failed(10) == 10 + LEAST_MS


def test_only_a_connection_that_lasted_makes_the_next_attempt_quick() -> None:
    backoff = Backoff(lambda limit: limit - 1)
    for _ in range(5):
        slow = backoff.failed(0)
    backoff.succeeded(0)
    assert backoff.failed(STEADY_MS - 1) - (STEADY_MS - 1) > slow
    backoff.succeeded(0)
    assert backoff.failed(STEADY_MS) - STEADY_MS == LEAST_MS + 999


def test_a_yes_is_told_at_once_and_a_no_when_it_lasted() -> None:
    steady = Steady(10)
    assert steady.see(True, 0) is True
    assert steady.see(True, 1) is None
    assert steady.see(False, 2) is None
    assert steady.wake_at_ms() == 12
    assert steady.see(True, 11) is None
    assert steady.see(False, 20) is None
    assert steady.see(False, 30) is False
    assert (steady.see(False, 99), steady.wake_at_ms()) == (None, None)


def test_a_no_from_the_beginning_is_told_too() -> None:
    steady = Steady(10)
    assert steady.see(False, 0) is None
    assert steady.see(False, 10) is False
    steady.forget()
    assert steady.see(False, 11) is None
    assert steady.see(False, 21) is False


def test_a_question_is_settled_once_or_given_up() -> None:
    questions = Questions(3_000)
    questions.asked(1, 0)
    questions.asked(2, 500)
    assert questions.wake_at_ms() == 3_000
    assert questions.settle(1)
    assert not questions.settle(1)
    assert questions.give_up(3_499) == []
    assert questions.give_up(3_500) == [2]
    assert not questions.settle(2)
    questions.asked(3, 0)
    assert questions.give_up() == [3]
    assert questions.wake_at_ms() is None

"""When the clock part tells the time, against a wall clock that does as the test says."""

import pytest

from drivers.clock import LOOK_EVERY_MS, READ_EVERY_MS, ClockPart
from terminal.events import ClockRead

START_S = 1_800_000_000


class Wall:
    """A clock on the wall that may run fast, jump, and be vouched for or not."""

    def __init__(self) -> None:
        self.wall_s = START_S
        self.is_vouched = True
        self.looks = 0

    def wall(self) -> tuple[int, bool]:
        self.looks += 1
        return self.wall_s, self.is_vouched


def test_it_is_told_at_the_start() -> None:
    wall = Wall()
    wall.is_vouched = False
    part = ClockPart(wall)
    assert part.wake_at_ms() == 0
    assert part.poll(5_000) == [ClockRead(START_S, False)]
    assert part.wake_at_ms() == 5_000 + READ_EVERY_MS


def test_then_every_minute() -> None:
    wall = Wall()
    part = ClockPart(wall)
    told = []
    for now_ms in range(0, 10 * READ_EVERY_MS, 500):
        wall.wall_s = START_S + now_ms // 1_000
        told += [now_ms for _ in part.poll(now_ms)]
    assert told == list(range(0, 10 * READ_EVERY_MS, READ_EVERY_MS))


@pytest.mark.parametrize("jump_s", [-3_600, -4, 4, 3_600, 10**8])
def test_a_jump_is_told_within_a_second_if_anything_happens(jump_s: int) -> None:
    wall = Wall()
    part = ClockPart(wall)
    part.poll(0)
    wall.wall_s = START_S + 10 + jump_s
    assert part.poll(10_000) == [ClockRead(START_S + 10 + jump_s, True)]
    assert part.poll(10_000 + LOOK_EVERY_MS) == []


def test_a_clock_that_is_slewed_is_not_a_jump() -> None:
    wall = Wall()
    part = ClockPart(wall)
    part.poll(0)
    for now_ms in range(LOOK_EVERY_MS, READ_EVERY_MS, LOOK_EVERY_MS):
        wall.wall_s = START_S + int(now_ms * 1.0005 + 999) // 1_000
        assert part.poll(now_ms) == []


def test_however_often_it_is_polled_it_looks_once_a_second() -> None:
    wall = Wall()
    part = ClockPart(wall)
    for now_ms in range(10_000):
        part.poll(now_ms)
    assert wall.looks == 10


def test_after_a_restart_it_is_told_again() -> None:
    part = ClockPart(Wall())
    part.poll(0)
    part.restart()
    assert part.wake_at_ms() == 0
    assert part.poll(10) == [ClockRead(START_S, True)]

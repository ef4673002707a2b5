"""When the clock part tells the time, against a wall clock that does as the test says."""

import pytest

from drivers.clock import ClockPart
from terminal.events import ClockRead

START_S = 1_800_000_000


class Wall:
    """A clock on the wall that may run fast, jump, and be vouched for or not."""

    def __init__(self) -> None:
        self.wall_s = START_S
        self.is_vouched = True

    def wall(self) -> tuple[int, bool]:
        return self.wall_s, self.is_vouched


def test_it_is_told_at_the_start() -> None:
    wall = Wall()
    wall.is_vouched = False
    part = ClockPart(wall)
    assert part.wake_at_ms() == 0
    assert part.poll(5_000) == [ClockRead(START_S, False)]
    assert part.wake_at_ms() == 15_000


def test_then_every_minute() -> None:
    wall = Wall()
    part = ClockPart(wall)
    told = []
    now_ms: int | None = 0
    while now_ms is not None and now_ms < 600_000:
        wall.wall_s = START_S + now_ms // 1_000
        told += [now_ms for _ in part.poll(now_ms)]
        now_ms = part.wake_at_ms()
    assert told == list(range(0, 600_000, 60_000))


@pytest.mark.parametrize("jump_s", [-3_600, -4, 4, 3_600, 10**8])
def test_a_jump_is_told_at_the_next_look(jump_s: int) -> None:
    wall = Wall()
    part = ClockPart(wall)
    part.poll(0)
    wall.wall_s = START_S + 10 + jump_s
    assert part.wake_at_ms() == 10_000
    assert part.poll(10_000) == [ClockRead(START_S + 10 + jump_s, True)]
    wall.wall_s += 10
    assert part.poll(20_000) == []


def test_a_clock_that_is_slewed_is_not_a_jump() -> None:
    wall = Wall()
    part = ClockPart(wall)
    part.poll(0)
    for now_ms in range(500, 60_000, 500):
        wall.wall_s = START_S + int(now_ms * 1.0005 + 999) // 1_000
        assert part.poll(now_ms) == []


def test_after_a_restart_it_is_told_again() -> None:
    part = ClockPart(Wall())
    part.poll(0)
    part.restart()
    assert part.wake_at_ms() == 0
    assert part.poll(10) == [ClockRead(START_S, True)]

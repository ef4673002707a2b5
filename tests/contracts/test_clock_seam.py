"""The time seam: what every clock promises, the machine's and the simulated one.

Only the real clock waits; in the simulation the world turns the terminal itself.
"""

import ctypes
import os
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Protocol

import pytest

from drivers.clock import Clock, ClockPart
from sim.clock import WorldClock
from sim.world import World
from terminal.events import ClockRead

YEAR_2020_S, YEAR_2100_S = 1_577_836_800, 4_102_444_800


class SomeClock(Protocol):
    def monotonic_ms(self) -> int: ...
    def wall(self) -> tuple[int, bool]: ...


class Place(Protocol):
    """A clock and how time passes for it."""

    clock: SomeClock

    def pass_time(self, ms: int) -> None: ...


class RealTime:
    def __init__(self) -> None:
        self.clock: SomeClock = Clock()

    def pass_time(self, ms: int) -> None:
        Clock().wait(self.clock.monotonic_ms() + ms, [])


class VirtualTime:
    def __init__(self) -> None:
        self._world = World(1)
        clock = WorldClock(self._world)
        clock.boot()
        self.clock: SomeClock = clock

    def pass_time(self, ms: int) -> None:
        self._world.run_for(ms)


@pytest.fixture(params=[RealTime, VirtualTime])
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.param()
    return made


def test_monotonic_time_is_whole_milliseconds_and_never_goes_back(place: Place) -> None:
    times = []
    for _ in range(20):
        times.append(place.clock.monotonic_ms())
        place.pass_time(1)
    assert all(type(time_ms) is int for time_ms in times)
    assert times == sorted(times)
    assert times[0] >= 0


def test_monotonic_time_passes_as_time_does(place: Place) -> None:
    before_ms = place.clock.monotonic_ms()
    place.pass_time(30)
    assert 30 <= place.clock.monotonic_ms() - before_ms < 10_000


def test_the_wall_clock_is_whole_seconds_and_a_plain_word_on_their_worth(place: Place) -> None:
    wall_s, is_vouched = place.clock.wall()
    assert type(wall_s) is int
    assert type(is_vouched) is bool
    assert not is_vouched or YEAR_2020_S < wall_s < YEAR_2100_S


def test_the_part_tells_what_the_wall_clock_says(place: Place) -> None:
    part = ClockPart(place.clock)
    now_ms = place.clock.monotonic_ms()
    (told,) = part.poll(now_ms)
    wall_s, is_vouched = place.clock.wall()
    assert isinstance(told, ClockRead)
    assert abs(told.wall_s - wall_s) <= 1
    assert told.is_vouched is is_vouched
    place.pass_time(20)
    assert part.poll(place.clock.monotonic_ms()) == []


# -- waiting, on the real clock -----------------------------------------------------------


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    near, far = os.pipe()
    yield near, far
    os.close(near)
    os.close(far)


def test_the_kernel_is_asked_whether_the_wall_clock_is_right() -> None:
    # By another door: ntp_gettimex(3) answers TIME_ERROR (5) for a clock that nobody sets.
    answer = ctypes.CDLL(None).ntp_gettimex(ctypes.create_string_buffer(256))
    assert Clock().wall()[1] is (0 <= answer < 5)


def test_a_wait_ends_at_its_time_and_not_before(pipe: tuple[int, int]) -> None:
    for wait_ms in (1, 20, 40):
        before_ms = Clock().monotonic_ms()
        assert Clock().wait(before_ms + wait_ms, [pipe[0]]) == []
        assert wait_ms <= Clock().monotonic_ms() - before_ms < wait_ms + 10_000


def test_a_time_that_has_passed_is_not_waited_for() -> None:
    for late_ms in (0, 1, 10**12):
        before_ms = Clock().monotonic_ms()
        assert Clock().wait(before_ms - late_ms, []) == []
        assert Clock().monotonic_ms() - before_ms < 10_000


@pytest.mark.parametrize("until_ms", [None, 10**15])
def test_a_wait_ends_when_something_is_readable(
    pipe: tuple[int, int], until_ms: int | None
) -> None:
    near, far = pipe
    os.write(far, b"x")
    assert Clock().wait(until_ms, [near]) == [near]


def test_a_wait_ends_when_a_device_is_gone() -> None:
    master, slave = os.openpty()
    os.close(master)
    assert Clock().wait(None, [slave]) == [slave]
    os.close(slave)


def test_a_signal_does_not_end_a_wait(pipe: tuple[int, int]) -> None:
    rang = []

    def ring(number: int, frame: FrameType | None) -> None:
        rang.append(number)

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.010, 0.010)
        before_ms = Clock().monotonic_ms()
        Clock().wait(before_ms + 60, [pipe[0]])
        took_ms = Clock().monotonic_ms() - before_ms
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert took_ms >= 60
    assert len(rang) >= 3


def test_a_part_that_gives_a_closed_descriptor_is_our_own_mistake() -> None:
    near, far = os.pipe()
    os.close(near)
    os.close(far)
    with pytest.raises(AssertionError, match="closed file"):
        Clock().wait(None, [near])

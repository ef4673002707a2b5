"""The simulated line carries bytes like a wire, and fails like one."""

import errno

import pytest

from sim.line import UNREAD_BURSTS_MAX, Cable
from sim.line_faults import Faults
from sim.luck import Luck

QUERY = bytes.fromhex("80010033B2")


class World:
    """A cable and the time."""

    def __init__(self, seed: int = 1, *, baud: int = 9600, has_echo: bool = False) -> None:
        self.now_ms = 1_000
        self.cable = Cable(lambda: self.now_ms, Luck(seed).stream("line"),
                           baud=baud, has_echo=has_echo)
        self.host, self.far = self.cable.host, self.cable.far

    def read_all(self, end: str) -> bytes:
        """Follow `wake_at_ms` until nothing moves, and return what the end heard."""
        heard = b""
        while (wake_ms := self.cable.wake_at_ms()) is not None:
            self.now_ms = max(self.now_ms, wake_ms)
            pieces = {"host": self.host.read(), "far": self.far.read()}
            heard += pieces[end]
        return heard


def test_bytes_arrive_at_wire_speed_and_not_before() -> None:
    world = World()
    world.host.write(QUERY)
    assert world.cable.wake_at_ms() == 1_006  # 50 bits at 9600 a second are 5.2 ms.
    world.now_ms = 1_005
    assert world.far.read() == b""
    world.now_ms = 1_006
    assert world.far.read() == QUERY
    assert world.far.read() == b""
    assert world.cable.wake_at_ms() is None


@pytest.mark.parametrize(("baud", "takes_ms"), [(9600, 105), (19200, 53), (115200, 9)])
def test_the_baud_rate_is_that_of_the_cable(baud: int, takes_ms: int) -> None:
    world = World(baud=baud)
    world.far.write(bytes(100))
    assert world.cable.wake_at_ms() == 1_000 + takes_ms


def test_one_side_speaks_one_burst_after_the_other() -> None:
    world = World()
    world.host.write(b"12345")
    world.host.write(b"67890")
    world.now_ms = 1_006
    assert world.far.read() == b"12345"
    world.now_ms = 1_012
    assert world.far.read() == b"67890"


def test_the_host_reads_everything_that_is_there() -> None:
    world = World()
    world.far.write(b"12345")
    world.far.write(b"67890")
    world.far.write(b"later")
    world.now_ms = 1_012
    assert world.host.read() == b"1234567890"
    world.now_ms = 1_018
    assert world.host.read() == b"later"


def test_bytes_not_read_go_on_asking_to_be_read_as_select_does() -> None:
    world = World()
    world.far.write(b"1")
    world.now_ms = 9_000
    assert world.cable.wake_at_ms() == 1_002


def test_an_adapter_with_echo_returns_what_was_said_before_the_answer() -> None:
    world = World(has_echo=True)
    world.host.write(QUERY)
    world.now_ms = 1_006
    assert world.host.read() == QUERY
    assert world.far.read() == QUERY
    world.far.write(b"answer")
    world.now_ms = 1_020
    assert world.host.read() == b"answer"
    assert world.far.read() == b""  # Only the host's adapter echoes.


def test_two_who_speak_at_once_hear_garbage() -> None:
    world = World()
    world.far.write(b"123456789")
    world.now_ms = 1_003
    world.host.write(QUERY)
    world.now_ms = 2_000
    assert len(heard := world.host.read()) == 9 and heard != b"123456789"
    assert len(heard := world.far.read()) == 5 and heard != QUERY
    world.host.write(QUERY)
    assert world.read_all("far") == QUERY


def test_an_unread_line_keeps_the_latest_and_not_everything() -> None:
    world = World()
    for number in range(UNREAD_BURSTS_MAX + 5):
        world.far.write(bytes([number % 256]))
    world.now_ms = 99_000
    heard = world.host.read()
    assert len(heard) == UNREAD_BURSTS_MAX and heard[0] == 5


# Cut.

def test_a_cut_line_raises_until_it_is_mended_and_opened_again() -> None:
    world = World()
    world.cable.cut()
    seemed_open = world.host.is_open  # Nobody has touched it yet.
    with pytest.raises(OSError) as caught:
        world.host.read()
    assert [seemed_open, world.host.is_open] == [True, False]
    assert caught.value.errno == errno.ENODEV
    with pytest.raises(OSError):
        world.host.write(QUERY)
    assert not world.host.reopen()
    world.cable.mend()
    with pytest.raises(OSError):
        world.host.read()
    assert world.host.reopen() and world.host.is_open
    world.host.write(QUERY)
    assert world.read_all("far") == QUERY


def test_a_cut_that_was_mended_unseen_is_still_found() -> None:
    world = World()
    world.cable.cut()
    world.cable.mend()
    with pytest.raises(OSError):
        world.host.write(QUERY)
    world.now_ms = 2_000
    assert world.far.read() == b""


def test_a_cut_takes_what_is_on_its_way_except_what_had_passed() -> None:
    world = World()
    world.host.write(bytes(range(10)))  # 10.4 ms
    world.now_ms = 1_005
    world.cable.cut()
    assert world.far.read() == bytes(range(4))
    world.cable.mend()
    assert world.host.reopen()
    assert world.read_all("far") == b""


def test_answers_to_a_cut_or_closed_host_are_lost() -> None:
    world = World()
    world.far.write(b"before")
    world.cable.cut()
    world.far.write(b"during")
    world.cable.mend()
    world.now_ms = 2_000
    world.far.write(b"unopened")
    world.host.reopen()
    world.now_ms = 3_000
    assert world.host.read() == b""
    world.host.close()
    assert not world.host.is_open
    world.far.write(b"closed")
    with pytest.raises(OSError):
        world.host.read()
    assert world.host.reopen()
    world.now_ms = 4_000
    assert world.host.read() == b""


def test_reopening_an_open_line_loses_nothing() -> None:
    world = World()
    world.far.write(b"here")
    world.now_ms = 2_000
    assert world.host.reopen()
    assert world.host.read() == b"here"


def test_a_simulated_line_has_no_file_to_wait_on() -> None:
    assert World().host.fileno() is None


# Faults.

def spoilt(faults: Faults, seed: int, data: bytes = bytes(range(20))) -> bytes:
    world = World(seed)
    world.cable.faults = faults
    world.host.write(data)
    return world.read_all("far")


def bits_that_differ(one: bytes, other: bytes) -> int:
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


def test_a_flip_is_exactly_one_bit() -> None:
    differing = {bits_that_differ(spoilt(Faults(flip_permille=1000), seed), bytes(range(20)))
                 for seed in range(100)}
    assert differing == {1}


def test_a_drop_loses_the_burst_or_one_run_of_its_bytes() -> None:
    data = bytes(range(20))
    lengths = set()
    for seed in range(200):
        heard = spoilt(Faults(drop_permille=1000), seed)
        lengths.add(len(heard))
        lost = len(data) - len(heard)
        assert any(data[:at] + data[at + lost:] == heard for at in range(len(heard) + 1))
    assert 20 not in lengths and {0, 19} <= lengths


def test_a_split_burst_comes_whole_in_pieces() -> None:
    most = 0
    for seed in range(50):
        world = World(seed)
        world.cable.faults = Faults(split_permille=1000)
        world.host.write(QUERY)
        pieces = []
        while (wake_ms := world.cable.wake_at_ms()) is not None:
            world.now_ms = wake_ms
            pieces.append(world.far.read())
        assert b"".join(pieces) == QUERY and b"" not in pieces
        most = max(most, len(pieces))
    assert most >= 3


def test_a_delay_is_bounded_and_keeps_the_order() -> None:
    for seed in range(50):
        world = World(seed)
        world.cable.faults = Faults(delay_permille=500, delay_ms_max=30)
        for number in range(10):
            world.host.write(bytes([number]))
        assert world.read_all("far") == bytes(range(10))
        assert world.now_ms <= 1_000 + 20 + 30


def test_merged_bursts_arrive_together() -> None:
    world = World()
    world.cable.faults = Faults(merge_permille=1000)
    world.far.write(b"a")
    world.far.write(b"bc")
    world.now_ms = 1_007
    assert world.host.read() == b""
    world.now_ms = 1_008  # A multiple of the 16 ms at which an adapter hands over.
    assert world.host.read() == b"abc"


def test_a_healed_line_is_a_good_line() -> None:
    world = World()
    world.cable.faults = Faults(drop_permille=1000)
    world.host.write(QUERY)
    world.read_all("far")
    world.cable.faults = None
    world.host.write(QUERY)
    assert world.read_all("far") == QUERY


def test_faults_strike_as_often_as_they_are_set_to() -> None:
    untouched = sum(spoilt(Faults(flip_permille=100), seed) == bytes(range(20))
                    for seed in range(500))
    assert 420 < untouched < 480


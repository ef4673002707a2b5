"""Channels have changed when two readings in a row say so, and every pulse has one outcome."""

from drivers.bcc8a import Bcc8a
from drivers.commissioning.channel_watch import Change, ChannelWatch, Given
from drivers.commissioning.line_commands import Port, watch
from drivers.commissioning.makes import MAKES
from drivers.lock_answers import DONE, NOT_SENT
from tests.drivers.far_end import ScriptedBoard, ScriptedLine, several


class Bench:
    """A watch on a scripted line, run through virtual time."""

    def __init__(self, *boards: ScriptedBoard) -> None:
        self.line = ScriptedLine(several(*boards))
        self.watch = ChannelWatch([board.number for board in boards], Bcc8a())

    def run(self, for_ms: int) -> list[Change]:
        """Let time pass; returns the changes of it."""
        until_ms = self.line.now_ms + for_ms
        while self.line.now_ms < until_ms:
            data = self.line.read()
            if data:
                self.watch.receive(data, self.line.now_ms)
            words = self.watch.advance(self.line.now_ms)
            if words:
                self.line.write(words)
            coming_ms = self.line.next_ms
            wakes = [self.watch.wake_ms, until_ms] + ([] if coming_ms is None else [coming_ms])
            self.line.now_ms = max(self.line.now_ms + 1, min(wakes))
        changes, self.watch.changes = self.watch.changes, []
        return changes

    def polls(self) -> int:
        return sum(said[2] == 0 for _, said in self.line.said)


def test_all_channels_are_known_after_two_readings() -> None:
    bench = Bench(ScriptedBoard(1, width=8, high={2}), ScriptedBoard(2, width=8))
    assert not bench.watch.is_known
    changes = bench.run(1_000)
    assert bench.watch.is_known
    assert Change(1, 2, True, None) in changes and Change(2, 1, False, None) in changes
    assert len(changes) == len(bench.watch.levels) == 16


def test_one_reading_is_no_change_and_two_are() -> None:
    board = ScriptedBoard(1, width=8)
    bench = Bench(board)
    bench.run(1_000)
    before = bench.polls()
    board.high = {3}
    while bench.polls() == before:
        bench.run(5)
    board.high = set()
    assert bench.run(1_000) == []
    board.high = {3}
    assert bench.run(1_000) == [Change(1, 3, True, False)]
    assert bench.watch.levels[1, 3] is True


def test_channels_are_asked_for_some_times_a_second() -> None:
    bench = Bench(ScriptedBoard(1), ScriptedBoard(2))
    bench.run(1_000)
    before = bench.polls()
    bench.run(1_000)
    assert 16 <= bench.polls() - before <= 20


def test_a_mark_is_passed_when_every_board_that_answers_was_read_so_often() -> None:
    silent = ScriptedBoard(2)
    bench = Bench(ScriptedBoard(1), silent)
    bench.run(1_000)
    mark = bench.watch.mark()
    assert not bench.watch.has_read(mark, 1)
    bench.run(400)
    assert bench.watch.has_read(mark, 2)
    silent.number = 9
    mark = bench.watch.mark()
    bench.run(1_000)
    assert not bench.watch.has_read(mark, 2)  # nobody knows yet that it is silent
    bench.run(10_000)
    assert bench.watch.has_read(mark, 2)
    assert "does not answer" in bench.watch.silent[2]
    silent.number = 2
    bench.run(10_000)
    assert bench.watch.silent == {}


def test_every_pulse_has_one_outcome() -> None:
    board = ScriptedBoard(1)
    bench = Bench(board)
    bench.run(1_000)
    bench.watch.pulse(1, 4, bench.line.now_ms)
    bench.run(3_000)
    assert bench.watch.given == [Given(DONE)]
    board.number = 9
    bench.run(8_000)
    bench.watch.given.clear()
    bench.watch.pulse(1, 4, bench.line.now_ms)
    bench.run(12_000)
    assert bench.watch.given == [Given(NOT_SENT)]
    assert len(bench.line.unlocks) == 1


def test_a_watch_is_for_ever_until_the_line_goes() -> None:
    board = ScriptedBoard(1, width=8)
    line = ScriptedLine(board)
    told: list[Change] = []

    class Clock:
        def monotonic_ms(self) -> int:
            return line.now_ms

        def wait(self, until_ms: int | None, filenos: object) -> list[int]:
            assert until_ms is not None
            wakes = [until_ms] + ([] if line.next_ms is None else [line.next_ms])
            line.now_ms = max(line.now_ms, min(wakes))
            if line.now_ms > 5_000:
                board.high = {1}
            if line.now_ms > 10_000:
                line.pull("pulled out")
            return []

    try:
        watch(Port(line, Clock(), MAKES["bcc8a"], "x", 9600), [1], told.append)
    except OSError as error:
        assert error.strerror == "pulled out"
    assert told == [Change(1, 1, True, False)]

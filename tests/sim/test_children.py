"""Children of the bench: an unasked death is noticed with its last words, an asked one is not."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.clock import Clock
from sim.bench.loop import Loop, TooLate
from sim.children import Child

IDLE = "import signal; print('up'); signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + IDLE
PATIENCE_MS = 10_000

Start = Callable[[str], Child]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    def started(program: str) -> Child:
        child = Child("the child", [sys.executable, "-c", program], tmp_path / "log")
        child.start()
        return child

    return started


def until(child: Child, is_so: Callable[[], object]) -> None:
    loop = Loop(Clock(), [child])
    loop.run_until(is_so, PATIENCE_MS, "the child")
    loop.close()


def test_its_death_is_noticed_with_its_last_words(start: Start, tmp_path: Path) -> None:
    child = start("print('one'); print('two', end=''); raise SystemExit(7)")
    until(child, lambda: not child.is_running)
    assert child.why_gone == "the child ended by itself with code 7"
    assert list(child.last_words) == ["one", "two"]
    assert (tmp_path / "log").read_text() == "one\ntwo\n"
    assert child.filenos() == []


def test_a_signal_is_named(start: Start) -> None:
    child = start("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    until(child, lambda: not child.is_running)
    assert child.why_gone == "the child was ended by SIGSEGV"


def test_a_death_that_was_asked_for_is_none(start: Start) -> None:
    child = start(IDLE)
    until(child, lambda: "up" in child.last_words)
    child.kill()
    child.advance(0)
    assert (child.is_running, child.why_gone, child.pid) == (False, "", 0)
    child.start()
    until(child, lambda: "up" in child.last_words)
    child.end()
    assert (child.is_running, child.why_gone, child.starts) == (False, "", 2)


@pytest.mark.parametrize("program", [STUBBORN, IDLE])
def test_it_ends_even_if_it_hangs_or_will_not(
    start: Start, program: str
) -> None:
    child = start(program)
    until(child, lambda: "up" in child.last_words)
    child.tell(signal.SIGSTOP)
    child.end(patience_s=0.2)
    assert not child.is_running


def test_what_does_not_happen_in_time_is_told_by_name(start: Start) -> None:
    child = start(IDLE)
    loop = Loop(Clock(), [child])
    with pytest.raises(TooLate, match="in vain: a miracle"):
        loop.run_until(lambda: False, 50, "a miracle")
    loop.close()
    child.kill()

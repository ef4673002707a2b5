"""The end of a pulse, when the terminal or the process that holds the relays hangs or is killed.

Everything is real but the Raspberry Pi: two processes, their pipe, signals and time. The library
for the pins is the stand-in of tests/pi, whose registers outlive a process as those of the real
one do; each level that it sets it tells in a FIFO, which is what the tests wait for.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from drivers.clock import Clock
from drivers.gpio_locks import GpioLocks
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import LOST, OFF, ON, READY, REFUSED, Word
from sim.cabinet import Cabinet
from sim.luck import Stream
from sim.pins import SimPins
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record
from tests.source import ROOT

PATIENCE_MS = 30_000
LOAD_MS = 5_000  # how late this machine may be, when it is busy with other tests
FILE_SIZE = 54 * 8
LOW, HIGH = 0, 1  # the relays are active low
LIBRARIES = ("RPi.GPIO", "rpi-lgpio")  # the pins of the second are busy while a process has them


class Level(NamedTuple):
    pin: int
    level: int
    at_ms: int


class Pi:
    """The registers of a Raspberry Pi, and all levels that were ever set."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self._registers, trace = folder / "registers", folder / "trace"
        self._registers.write_bytes(bytes(FILE_SIZE))
        os.mkfifo(trace)
        self._trace = os.open(trace, os.O_RDWR | os.O_NONBLOCK)
        self._begun = b""
        self.levels: list[Level] = []
        self._looked_at = 0
        self.environment = {
            **os.environ, "PYTHONPATH": f"{ROOT / 'tests/pi'}:{ROOT}",
            "PI_REGISTERS": str(self._registers), "PI_TRACE": str(trace), "PI_KIND": kind,
        }  # fmt: skip

    def is_on(self, pin: int) -> bool:
        direction, level = self._registers.read_bytes()[pin * 8 :][:2]
        return direction == 1 and level == LOW

    def leave_on(self, pin: int) -> None:
        """As a program that was killed leaves it."""
        with self._registers.open("r+b") as file:
            file.seek(pin * 8)
            file.write(bytes([1, LOW]))

    def wait_for(self, pin: int, level: int) -> int:
        """Milliseconds of the next moment, after the last one waited for, that it is set so."""
        end_ms = Clock().monotonic_ms() + PATIENCE_MS
        while True:
            for told in self.levels[self._looked_at :]:
                self._looked_at += 1
                if (told.pin, told.level) == (pin, level):
                    return told.at_ms
            assert Clock().wait(end_ms, [self._trace]), f"pin {pin} was never set to {level}"
            self._read()

    def was_ever_on(self, pin: int) -> bool:
        return (pin, LOW) in [(told.pin, told.level) for told in self.levels]

    def _read(self) -> None:
        *lines, self._begun = (self._begun + os.read(self._trace, 65_536)).split(b"\n")
        for line in lines:
            pin, level, at_ns = map(int, line.split())
            self.levels.append(Level(pin, level, at_ns // 1_000_000))

    def close(self) -> None:
        os.close(self._trace)


@pytest.fixture
def pi(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pi]:
    made = Pi(tmp_path, getattr(request, "param", LIBRARIES[0]))
    for name in ("PYTHONPATH", "PI_REGISTERS", "PI_TRACE", "PI_KIND"):
        monkeypatch.setenv(name, made.environment[name])
    yield made
    made.close()


class Rig:
    """Relays in a process of their own, watched by this one."""

    def __init__(self) -> None:
        self.relays = RelayProcess([17, 27], True)
        self.told: list[Word] = []

    def until(self, what: str) -> Word:
        """Poll until that is told."""
        return self.until_any(what)

    def until_any(self, *what: str) -> Word:
        end_ms = Clock().monotonic_ms() + PATIENCE_MS
        while (now_ms := Clock().monotonic_ms()) < end_ms:
            words = self.relays.poll(now_ms)
            self.told += words
            for word in words:
                if word.what in what:
                    return word
            wake_ms, descriptor = self.relays.wake_at_ms(), self.relays.fileno()
            until_ms = end_ms if wake_ms is None else min(end_ms, wake_ms)
            Clock().wait(until_ms, [] if descriptor is None else [descriptor])
        raise AssertionError(f"{what} was never told, only {self.told}")

    def pulse(self, pin: int, pulse_ms: int) -> bool:
        return self.relays.pulse(pin, pulse_ms, Clock().monotonic_ms())

    def tell(self, number: signal.Signals) -> None:
        os.kill(self.relays.pid, number)


@pytest.fixture
def rig(pi: Pi) -> Iterator[Rig]:
    made = Rig()
    made.until(READY)
    yield made
    made.relays.close()


@pytest.fixture
def hung_host(pi: Pi) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """Starts a program that begins a pulse of relay 17 and then hangs."""
    started: list[subprocess.Popen[str]] = []

    def start(pulse_ms: int) -> subprocess.Popen[str]:
        program = [sys.executable, "-m", "tests.drivers.relay_host", "17", str(pulse_ms)]
        running = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(running)
        assert running.stdout is not None
        assert running.stdout.readline().strip().isdecimal()
        return running

    yield start
    for running in started:
        running.kill()
        running.communicate()


# -- all is well --------------------------------------------------------------------------


def test_a_pulse_lasts_as_long_as_was_said(pi: Pi, rig: Rig) -> None:
    assert rig.pulse(17, 400)
    began_ms = pi.wait_for(17, LOW)
    ended_ms = pi.wait_for(17, HIGH)
    assert 395 <= ended_ms - began_ms < 400 + LOAD_MS
    rig.until(OFF)
    assert [word for word in rig.told if word.what != READY] == [Word(ON, 17), Word(OFF, 17)]


def test_relays_that_were_left_on_are_off_before_the_first_order(pi: Pi) -> None:
    pi.leave_on(17)
    pi.leave_on(27)
    rig = Rig()
    rig.until(READY)
    assert not pi.is_on(17)
    assert not pi.is_on(27)
    rig.relays.close()


def test_what_is_not_fit_is_refused_by_the_process_too(pi: Pi, rig: Rig) -> None:
    for pin, pulse_ms in ((4, 500), (17, 5_000), (17, 10)):
        assert rig.pulse(pin, pulse_ms)
        assert rig.until(REFUSED) == Word(REFUSED, pin)
    assert not pi.is_on(17)


def test_an_order_that_comes_late_is_refused(pi: Pi, rig: Rig) -> None:
    assert rig.relays.pulse(17, 500, Clock().monotonic_ms() - 1_100)
    assert rig.until(REFUSED) == Word(REFUSED, 17)
    pi.wait_for(27, HIGH)
    assert not pi.was_ever_on(17)


def test_the_end_of_the_terminal_ends_a_pulse(pi: Pi, rig: Rig) -> None:
    rig.pulse(17, 1_000)
    pi.wait_for(17, LOW)
    rig.relays.close()
    assert not pi.is_on(17)
    assert rig.relays.fileno() is None
    rig.relays.close()


# -- the terminal hangs or is killed ------------------------------------------------------


def test_a_pulse_ends_though_the_terminal_hangs(
    pi: Pi, hung_host: Callable[[int], subprocess.Popen[str]]
) -> None:
    hung_host(600)
    began_ms = pi.wait_for(17, LOW)
    assert 595 <= pi.wait_for(17, HIGH) - began_ms < 600 + LOAD_MS


def test_a_pulse_ends_though_the_terminal_is_stopped(
    pi: Pi, hung_host: Callable[[int], subprocess.Popen[str]]
) -> None:
    running = hung_host(1_000)
    running.send_signal(signal.SIGSTOP)
    began_ms = pi.wait_for(17, LOW)
    assert 995 <= pi.wait_for(17, HIGH) - began_ms < 1_000 + LOAD_MS


def test_a_pulse_ends_at_once_when_the_terminal_is_killed(
    pi: Pi, hung_host: Callable[[int], subprocess.Popen[str]]
) -> None:
    # Where the machine is so busy that the pulse is over before we come to kill, once more.
    for _ in range(20):
        running = hung_host(1_000)
        began_ms = pi.wait_for(17, LOW)
        running.kill()
        if pi.wait_for(17, HIGH) - began_ms < 990:
            return
        pi.wait_for(27, HIGH)
    raise AssertionError("each pulse went on to its end")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_what_asks_the_terminal_to_end_does_not_take_away_its_guard(
    pi: Pi, rig: Rig, number: signal.Signals
) -> None:
    rig.tell(number)
    assert rig.pulse(17, 300)
    pi.wait_for(17, LOW)
    pi.wait_for(17, HIGH)
    assert LOST not in [word.what for word in rig.told]


# -- the process hangs or is killed -------------------------------------------------------


@pytest.mark.parametrize("pi", LIBRARIES, indirect=True)
def test_when_the_process_is_killed_the_next_one_switches_off(pi: Pi, rig: Rig) -> None:
    first = rig.relays.pid
    rig.tell(signal.SIGSTOP)  # so that it does not end the pulse after all
    rig.tell(signal.SIGKILL)
    pi.leave_on(17)  # as it is in the middle of a pulse
    assert "ended by itself" in rig.until(LOST).why
    rig.until(READY)
    assert not pi.is_on(17)
    assert rig.relays.pid != first
    assert rig.pulse(27, 300)
    rig.until(OFF)


@pytest.mark.parametrize("pi", LIBRARIES, indirect=True)
def test_when_the_process_hangs_it_is_replaced_and_switches_off(pi: Pi, rig: Rig) -> None:
    first = rig.relays.pid
    rig.tell(signal.SIGSTOP)
    rig.pulse(17, 300)
    pi.leave_on(17)  # as it is in the middle of a pulse
    assert "does not answer" in rig.until(LOST).why
    rig.until(READY)
    assert not pi.is_on(17)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_when_it_hangs_in_a_pulse_that_is_noticed_after_its_end(pi: Pi, rig: Rig) -> None:
    # Where the machine is so busy that the pulse is over before it is stopped, once more.
    for _ in range(20):
        rig.pulse(17, 1_000)
        rig.until(ON)
        rig.tell(signal.SIGSTOP)
        if rig.until_any(OFF, LOST).what == LOST:
            rig.until(READY)
            assert not pi.is_on(17)
            return
        rig.tell(signal.SIGCONT)
    raise AssertionError("it was never stopped in time")


def test_an_order_to_a_process_that_hangs_is_never_carried_out_later(pi: Pi, rig: Rig) -> None:
    rig.tell(signal.SIGSTOP)
    assert rig.pulse(17, 300)
    rig.until(LOST)
    rig.until(READY)
    for _ in range(2):
        pi.wait_for(27, HIGH)  # set up by the first and by the second
    assert not pi.was_ever_on(17)


def test_an_order_to_a_process_that_is_gone_is_not_given(pi: Pi, rig: Rig) -> None:
    descriptor = os.pidfd_open(rig.relays.pid)
    rig.tell(signal.SIGKILL)
    assert Clock().wait(Clock().monotonic_ms() + PATIENCE_MS, [descriptor])
    os.close(descriptor)
    assert not rig.pulse(17, 300)
    rig.until(LOST)


@pytest.mark.parametrize("pi", LIBRARIES, indirect=True)
def test_a_process_that_hangs_at_the_end_is_ended_and_all_is_switched_off(pi: Pi, rig: Rig) -> None:
    rig.tell(signal.SIGSTOP)
    pi.leave_on(17)  # as it is in the middle of a pulse
    rig.relays.close()
    assert not pi.is_on(17)


def test_the_program_alone_switches_all_off_as_a_service_does_after_the_end(pi: Pi) -> None:
    pi.leave_on(17)
    done = subprocess.run(
        [sys.executable, "-m", "drivers.relay_program", "--active-low", "17", "27"],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "ready 0\n", "")
    assert not pi.is_on(17)


# -- pins that refuse ---------------------------------------------------------------------


def test_where_the_pins_refuse_it_is_told_why_and_tried_ever_more_seldom(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PI_KIND", "no access")
    rig = Rig()
    assert "group gpio" in rig.until(LOST).why
    first_ms = rig.relays.wake_at_ms()
    rig.until(LOST)
    next_ms = rig.relays.wake_at_ms()
    assert first_ms is not None and next_ms is not None
    assert next_ms - Clock().monotonic_ms() > 500
    monkeypatch.setenv("PI_KIND", "RPi.GPIO")
    rig.until(READY)
    rig.relays.close()


def test_a_library_that_is_missing_is_told_in_a_sentence(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PI_KIND", "no Raspberry Pi")
    rig = Rig()
    assert "This module can only be run on a Raspberry Pi!" in rig.until(LOST).why
    rig.relays.close()


def test_a_relay_that_cannot_be_switched_off_is_told_and_set_up_anew(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PI_KIND", "relay breaks")  # all writes of a process but the first
    rig = Rig()
    rig.until(READY)
    rig.pulse(17, 300)
    pi.wait_for(17, LOW)
    assert "pin 17" in rig.until(LOST).why
    rig.until(READY)
    assert not pi.is_on(17)
    rig.relays.close()


# -- the whole part -----------------------------------------------------------------------


class Terminal:
    """The whole part, its relays in a process, its contacts simulated; on the real clock."""

    def __init__(self) -> None:
        self._clock = Clock()
        cabinet, pins = Cabinet([1, 2], Stream(2)), SimPins(self._clock.monotonic_ms, Stream(1))
        pins.wire_contact(5, cabinet, 1)
        pins.wire_contact(6, cabinet, 2)
        self.relays = RelayProcess([17, 27], True)
        self.locks = GpioLocks(pins, self.relays, [(1, 17, 5), (2, 27, 6)])
        self.told: list[Record] = []

    def unlock(self, compartment: int, opening: int) -> None:
        self.locks.perform(Unlock(compartment, opening), self._clock.monotonic_ms())

    def until(self, *facts: Record) -> None:
        end_ms = self._clock.monotonic_ms() + PATIENCE_MS
        while not {*facts} <= {*self.told}:
            assert self._clock.monotonic_ms() < end_ms, self.told
            self.told += self.locks.poll(self._clock.monotonic_ms())
            wake_ms, descriptor = self.locks.wake_at_ms(), self.locks.fileno()
            until_ms = end_ms if wake_ms is None else min(end_ms, wake_ms)
            self._clock.wait(until_ms, [] if descriptor is None else [descriptor])


SEEN = (events.DoorSeen(1, False), events.DoorSeen(2, False))


@pytest.fixture
def terminal(pi: Pi) -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.locks.close()


def test_the_part_unlocks_through_the_process(pi: Pi, terminal: Terminal) -> None:
    terminal.unlock(1, 9)
    terminal.until(events.UnlockDone(1, 9), *SEEN)
    assert len(terminal.told) == 3
    pi.wait_for(17, LOW)
    terminal.locks.close()
    assert not pi.is_on(17)


def test_a_process_that_hangs_costs_one_unknown_and_nothing_waits_behind_it(
    pi: Pi, terminal: Terminal
) -> None:
    terminal.unlock(2, 1)
    terminal.until(events.UnlockDone(2, 1), *SEEN)
    pi.wait_for(27, LOW)
    pi.wait_for(27, HIGH)
    os.kill(terminal.relays.pid, signal.SIGSTOP)
    terminal.unlock(1, 2)
    terminal.unlock(2, 3)
    terminal.until(
        events.UnlockUnknown(1, 2), events.UnlockNotSent(2, 3), events.PartMended("relays")
    )
    terminal.unlock(1, 4)
    terminal.until(events.UnlockDone(1, 4))

"""The end of a pulse, when the terminal or the process that holds the relays hangs or is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.clock import Clock
from drivers.relay_pins import LOST, OFF, ON, READY, REFUSED, Word
from terminal import events
from tests.drivers.relay_rig import HIGH, LOW, PATIENCE_MS, Pi, Rig, Terminal
from tests.source import ROOT

LOAD_MS = 5_000  # how late this machine may be, when it is busy with other tests
LIBRARIES = ("RPi.GPIO", "rpi-lgpio")  # the pins of the second are busy while a process has them


@pytest.fixture
def pi(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pi]:
    made = Pi(tmp_path, getattr(request, "param", LIBRARIES[0]))
    for name in ("PYTHONPATH", "PI_REGISTERS", "PI_TRACE", "PI_KIND"):
        monkeypatch.setenv(name, made.environment[name])
    yield made
    made.close()


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
    monkeypatch.setenv("PI_KIND", "relay breaks")  # all writes of a process but the first two
    rig = Rig()
    rig.until(READY)
    rig.pulse(17, 300)
    pi.wait_for(17, LOW)
    assert "pin 17" in rig.until(LOST).why
    rig.until(READY)
    assert not pi.is_on(17)
    rig.relays.close()


# -- the whole part -----------------------------------------------------------------------


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
    terminal.until_rest()  # it sets the level before it says so
    os.kill(terminal.relays.pid, signal.SIGSTOP)
    terminal.unlock(1, 2)
    terminal.unlock(2, 3)
    terminal.until(
        events.UnlockUnknown(1, 2), events.UnlockNotSent(2, 3), events.PartMended("relays")
    )
    terminal.unlock(1, 4)
    terminal.until(events.UnlockDone(1, 4))

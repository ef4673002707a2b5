"""The firmware of our lock board as a process on a pty, and the shipped driver at the other end.

Real time, real ptys, the real files of `drivers/lockboard/`: only the cabinet and the silicon are
simulated (`sim/boards/micropython.py`).  Nothing here sleeps.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from sim.boards.kinds import KINDS
from sim.luck import Luck
from terminal import events
from tests.drivers.lockboard_site import DOORS, Driver, Host, Site, answer, order

pytestmark = pytest.mark.micropython

ROOT = Path(__file__).resolve().parents[2]
VECTORS = {
    vector["n"]: bytes.fromhex(vector["frame"])
    for vector in json.loads((ROOT / "tests/data/hardware.json").read_text())["bcc8a"]
}
# With 500 ms asked for; this machine may be busy when the pulse should end.
PULSE_MS = range(450, 1_000)


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, micropython: str) -> Iterator[Site]:
    site = Site(tmp_path / "locks", **getattr(request, "param", {}))
    yield site
    site.close()
    assert site.supply.overlaps == []
    assert site.cabinet.burnt_coils() == []
    assert all(on_for_ms < 3_500 for _, on_for_ms in site.pulses)


def with_options(**options: object) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("site", [options], indirect=True, ids=[" ".join(options)])


# -- the shipped driver ---------------------------------------------------------------------------


def test_a_door_is_opened_seen_open_and_seen_shut(site: Site) -> None:
    driver = Driver(site)
    driver.until(events.DoorSeen(DOORS, False))
    site.loop.run_for(1_200)  # coils rest after a start
    driver.unlock(5, 41)
    told = driver.until(events.DoorOpened(5))
    assert events.UnlockDone(5, 41) in told
    assert site.cabinet.is_open(5)
    assert site.cabinet.openings(5)[-1].cause == "pulse"
    ((way, on_for_ms),) = site.pulses
    assert way == 5 and on_for_ms in PULSE_MS
    site.cabinet.push_shut(5, site.now_ms)
    driver.until(events.DoorClosed(5))
    assert not site.cabinet.is_open(5)
    assert site.board.chip.starts == 1  # the watchdog was fed all the time


@with_options(boards=(1, 2))
def test_two_boards_on_one_line_do_not_answer_for_one_another(site: Site) -> None:
    driver = Driver(site, (1, 2))
    driver.until(events.DoorSeen(2 * DOORS, False))
    site.loop.run_for(1_200)
    driver.unlock(DOORS + 3, 7)
    driver.until(events.DoorOpened(DOORS + 3))
    driver.unlock(3, 8)
    driver.until(events.DoorOpened(3))
    assert [site.cabinet.is_open(door) for door in (3, DOORS + 3)] == [True, True]
    assert len(site.pulses) == 2


@with_options(has_watchdog=False)
def test_a_firmware_that_hangs_is_told_and_is_told_again_when_it_goes_on(site: Site) -> None:
    driver = Driver(site)
    driver.until(events.DoorSeen(1, False))
    os.kill(site.board.chip.pid, signal.SIGSTOP)
    told = driver.until(events.DoorSilent(DOORS))
    assert [fact.part for fact in told if isinstance(fact, events.PartFailed)] == ["lock board 1"]
    # What is said to it meanwhile waits in its port, and must not be obeyed when it goes on.
    site.board.chip.hear(order(4))
    os.kill(site.board.chip.pid, signal.SIGCONT)
    told = driver.until(events.DoorSeen(DOORS, False))
    assert events.PartMended("lock board 1") in told
    assert site.pulses == []


@with_options(has_watchdog=False)
def test_a_firmware_that_was_killed_is_told_and_is_back_when_it_has_power(site: Site) -> None:
    driver = Driver(site)
    driver.until(events.DoorSeen(1, False))
    os.kill(site.board.chip.pid, signal.SIGKILL)
    told = driver.until(events.DoorSilent(DOORS))
    assert [fact.part for fact in told if isinstance(fact, events.PartFailed)] == ["lock board 1"]
    site.board.switch_off(site.now_ms)
    site.board.switch_on(site.now_ms)
    told = driver.until(events.DoorSeen(DOORS, False))
    assert events.PartMended("lock board 1") in told
    site.loop.run_for(1_200)
    driver.unlock(1, 3)
    driver.until(events.DoorOpened(1))


# -- the watchdog ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL], ids=["hangs", "ends"])
def test_the_watchdog_ends_a_pulse_that_the_program_cannot_end(
    site: Site, number: signal.Signals
) -> None:
    host = Host(site)
    host.settle()
    host.say(order(6))
    site.until(lambda: site.cabinet.pulses(6), "a pulse")
    os.kill(site.board.chip.pid, number)
    site.until(lambda: site.pulses, "the end of the pulse")
    site.until(lambda: site.board.chip.starts == 2, "a new start")
    assert len(site.cabinet.pulses(6)) == 1
    # It comes back by itself, and its coils rest first.
    host.settle()
    assert len(site.pulses) == 1


def test_power_that_goes_takes_the_current_with_it(site: Site) -> None:
    host = Host(site)
    host.settle()
    host.say(order(6))
    site.until(lambda: site.cabinet.pulses(6), "a pulse")
    site.board.switch_off(site.now_ms)
    assert len(site.pulses) == 1
    site.board.switch_on(site.now_ms)
    host.settle()
    assert len(site.cabinet.pulses(6)) == 1


# -- anyone's software ----------------------------------------------------------------------------


ANSWERED = {
    "query b1 l1": VECTORS["state b1 l1 11"],
    "query all b1": bytes.fromhex("80010007FF334A"),
    "board address query": VECTORS["board address reply 1"],
    "firmware query": bytes.fromhex("82010122A0"),
    "open board1 lock1": VECTORS["reply open b1 l1 status 00"],
    "open board1 lock2": bytes.fromhex("8A01020089"),
}


def test_every_vector_that_is_a_request_is_answered(site: Site) -> None:
    host = Host(site)
    host.settle()
    for name, said in ANSWERED.items():
        assert host.ask(VECTORS[name], len(said)) == said, name
    assert [way for way, _ in site.pulses] == [1, 2]
    assert host.ask(VECTORS["query b1 l1"]) == VECTORS["state b1 l1 00"]


def test_every_other_vector_is_met_with_silence_and_gives_no_coil_current(site: Site) -> None:
    host = Host(site)
    host.settle()
    requests = [VECTORS[name] for name in ANSWERED]
    silent = [name for name, frame in VECTORS.items() if frame not in requests]
    assert len(silent) > 12 and {"hold on b1 l1", "multi-open b1 l2,10,18"} < set(silent)
    for name in silent:
        assert host.ask_in_vain(VECTORS[name]), name
    site.loop.run_for(700)
    assert not any(site.cabinet.pulses(door) for door in range(1, DOORS + 1))


def test_an_order_during_a_pulse_is_refused_at_once(site: Site) -> None:
    host = Host(site)
    host.settle()
    site.cabinet.jam(3)
    host.say(order(3))
    site.until(lambda: site.cabinet.pulses(3), "a pulse")
    assert host.ask(order(4)) == answer(4, header=0x8A)
    assert site.pulses == []  # the first is still on
    host.heard = b""
    site.until(lambda: len(host.heard) >= 5, "its answer")
    assert host.heard == answer(3, header=0x8A)
    assert [way for way, _ in site.pulses] == [3] and not site.cabinet.pulses(4)


@with_options(has_open_ears=True)
def test_a_board_that_hears_itself_gives_one_pulse(site: Site) -> None:
    host = Host(site)
    host.settle()
    site.cabinet.jam(3)
    assert host.ask(order(3)) == answer(3, header=0x8A) == order(3)
    site.loop.run_for(2_500)
    assert len(site.pulses) == 1 and host.heard == order(3)


@with_options(settings=("COIL_ON = 0", "CONTACT_CLOSED = 1", "PULSE_MS = 300"))
def test_pins_that_switch_the_other_way_round(site: Site) -> None:
    host = Host(site)
    host.settle()
    assert host.ask(order(2)) == answer(2, False, 0x8A)
    ((way, on_for_ms),) = site.pulses
    assert way == 2 and 250 <= on_for_ms <= 800


def test_a_config_that_would_burn_coils_starts_nothing(
    tmp_path: Path, micropython: str, capfd: pytest.CaptureFixture[str]
) -> None:
    site = Site(tmp_path / "locks", settings=("PULSE_MS = 1001",), has_watchdog=False)
    site.until(lambda: not site.board.filenos(), "the end of the firmware")
    site.close()
    assert "PULSE_MS is 1001; it must be 100 to 1000" in capfd.readouterr().err
    assert site.pulses == []


# -- pin by pin -----------------------------------------------------------------------------------


def test_its_pins_are_moved_in_the_right_order(micropython: str) -> None:
    done = subprocess.run(
        [micropython, "-m", "tests.micropython_runner", "tests.drivers.lockboard_on_paper"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "9 passed, 0 failed" in done.stdout, done.stdout


# -- alone, for anyone's software -----------------------------------------------------------------


def test_it_runs_alone_on_a_pty(tmp_path: Path, micropython: str) -> None:
    program = [sys.executable, "-m", "sim.boards", "micropython", "--pty", str(tmp_path / "port")]
    with subprocess.Popen(
        [*program, "--ways", "24"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    ) as running:  # fmt: skip
        assert running.stdin is not None and running.stdout is not None
        assert "24 doors: send 80 01 00 33 B2" in running.stdout.readline()
        with serial.Serial(str(tmp_path / "port"), 9600, timeout=2) as port:
            said = b""
            while not said:  # at first it does not know its contacts
                port.write(VECTORS["query all b1"])
                said = port.read(7)
            assert said == bytes.fromhex("8001FFFFFF334D")
        running.stdin.write("quit\n")
        running.stdin.close()
        assert running.wait(20) == 0


@pytest.mark.parametrize("wrong", [{"address": 0}, {"address": 32}, {"ways": 0}, {"ways": 51}])
def test_a_board_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        KINDS["micropython"].make(Luck(1), **wrong)

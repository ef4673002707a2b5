"""`make hardware` on a bench of simulated parts on real ports, with a program as the person."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread

import pytest

from sim.wires import Wire
from tests.drivers.relay_rig import LOW, Pi
from tests.sim.board_process import ROOT, Alone, read_until

LABEL, KEYS = "RR123456785LV", "1590"
PLACE = "tests/contracts/test_on_a_bench.py"


class Person:
    """Runs the tests of a bench and does what they say."""

    def __init__(self, bench: Path, environment: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", PLACE, "-v", "--hardware", str(bench)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
        )  # fmt: skip
        self.lines: list[str] = []

    def asked(self) -> Iterator[str]:
        """What is asked for, as it is asked, to the end."""
        assert self.process.stdout
        while line := read_until(self.process.stdout.fileno(), b"\n").decode():
            self.lines.append(line.rstrip("\n"))
            if line.startswith(">>> "):
                yield line[4:].strip()

    def end(self) -> int:
        return self.process.wait(20)


@pytest.fixture
def wires(tmp_path: Path) -> Iterator[dict[str, Wire]]:
    made = {name: Wire(tmp_path / name) for name in ("scanner", "keypad")}
    yield made
    for wire in made.values():
        wire.close()


@pytest.mark.slow
def test_a_bench_is_tried_with_a_person_and_what_is_absent_is_said(
    tmp_path: Path, wires: dict[str, Wire]
) -> None:
    board = Alone("bcc8a", "--pty", tmp_path / "locks", "--echo")
    reader = subprocess.Popen(
        [sys.executable, "-m", "sim.card_reader", "--port", "0"], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert reader.stdout
    greeting = read_until(reader.stdout.fileno(), b"\n").decode()
    number = re.search(r"port (\d+)", greeting)
    assert number, greeting
    bench = tmp_path / "bench.toml"
    bench.write_text(
        f'[[locks]]\nkind = "bcc8a"\nport = "{tmp_path}/locks"\ndoors = [[1, 3], [1, 4]]\n'
        f'[scanner]\nport = "{wires["scanner"].path}"\ntext = "{LABEL}"\n'
        f'[keypad]\nkind = "serial"\nport = "{wires["keypad"].path}"\nkeys = "{KEYS}"\n'
        f'[card_reader]\nkind = "zvt"\nport = "tcp://127.0.0.1:{number[1]}"\n'
    )
    person = Person(bench)
    for asked in person.asked():
        if asked.startswith("Shut"):
            board.type(f"close {2 + int(asked.rstrip('.')[-1])}")
        elif asked.startswith("Scan"):
            wires["scanner"].write(LABEL.encode() + b"\r")
        else:
            wires["keypad"].write(KEYS.encode())
    assert person.end() == 0, "\n".join(person.lines)
    assert board.stop() == 0
    reader.terminate()
    reader.communicate(timeout=20)
    told = "\n".join(person.lines)
    assert "5 passed" in told
    assert "ABSENT" in told and "locks cu16. 2 tests were not run" in told
    assert "locks waveshare" in told


@pytest.mark.slow
def test_relays_and_contacts_on_pins_are_tried_as_boards_are(tmp_path: Path) -> None:
    pi = Pi(tmp_path, "RPi.GPIO")
    contact_of = {17: 5, 27: 6}
    for contact in contact_of.values():
        pi.join(contact, to_ground=True)
    bench = tmp_path / "bench.toml"
    bench.write_text('[[locks]]\nkind = "gpio"\ndoors = [[17, 5], [27, 6]]\n')
    person = Person(bench, pi.environment)
    doors = Thread(target=spring_open, args=(pi, contact_of))
    doors.start()
    for asked in person.asked():
        assert asked.startswith("Shut")
        pi.join(5 if asked.endswith("1.") else 6, to_ground=True)
    assert person.end() == 0, "\n".join(person.lines)
    doors.join()
    assert "2 passed" in "\n".join(person.lines)
    assert not any(pi.is_on(relay) for relay in contact_of)
    pi.close()


def spring_open(pi: Pi, contact_of: dict[int, int]) -> None:
    """Each door as its relay is on."""
    for relay, contact in contact_of.items():
        pi.wait_for(relay, LOW)
        pi.join(contact, to_ground=False)


@pytest.mark.slow
def test_a_bench_whose_door_jams_fails_and_says_which_promise(tmp_path: Path) -> None:
    board = Alone("cu16", "--pty", tmp_path / "locks")
    board.type("jam 1")
    bench = tmp_path / "bench.toml"
    bench.write_text(
        f'[[locks]]\nkind = "cu16"\nport = "{tmp_path}/locks"\ndoors = [[0, 1]]\nhands = false\n'
    )
    person = Person(bench)
    assert list(person.asked()) == []
    assert person.end() == 1
    told = "\n".join(person.lines)
    assert f"FAILED {PLACE}::test_each_order_opens_its_door" in told
    assert "1 failed, 1 passed" in told
    assert board.stop() == 0


def test_make_hardware_without_a_bench_says_what_to_write() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", PLACE, "--hardware", "no-such-bench.toml"], cwd=ROOT,
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "docs/bench.toml" in done.stderr

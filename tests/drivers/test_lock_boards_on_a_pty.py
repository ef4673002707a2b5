"""The shipped lock driver on a real port in real time, against the board that is simulated apart.

Neither side was written with the other's code: both come from the data sheet.  Each row is
a board or an adapter that exists, with its own way of answering.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.clock import Clock
from drivers.line import SerialLine
from drivers.lock_boards import LockBoards
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 20_000
DOORS = 8

KINDS = {
    "plain": "",
    "echoing adapter": "--echo",
    "Wjl header": "--header 80",
    "Wjl header and echo": "--header 80 --echo",
    "opening contacts": "--polarity door_opening",
    "8 ways": "--ways 8 --bytes-per-status 1",
    "8 ways and echo": "--ways 8 --bytes-per-status 1 --echo",
    "8 ways told as 24": "--ways 8 --bytes-per-status 3",
    "50 ways": "--ways 50",
    "speaks unasked": "--reports",
    "address 31": "--address 31",
}


class RealLoop:
    """The part on the machine's clock: waits, polls and keeps what was told."""

    def __init__(self, part: LockBoards) -> None:
        self.part = part
        self.told: list[Record] = []
        self._clock = Clock()

    def until(self, count: int) -> list[Record]:
        """Run until that many facts are told, or patience ends; takes them."""
        end_ms = self._clock.monotonic_ms() + PATIENCE_MS
        while len(self.told) < count and self._clock.monotonic_ms() < end_ms:
            self._turn(end_ms)
        taken, self.told = self.told, []
        return taken

    def perform(self, effect: Record) -> None:
        self.part.perform(effect, self._clock.monotonic_ms())

    def _turn(self, end_ms: int) -> None:
        self.told += self.part.poll(self._clock.monotonic_ms())
        wake_ms, descriptor = self.part.wake_at_ms(), self.part.fileno()
        until_ms = end_ms if wake_ms is None else min(wake_ms, end_ms)
        self._clock.wait(until_ms, [] if descriptor is None else [descriptor])


@pytest.fixture
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The path of a port with a board of this kind behind it."""
    path = tmp_path / "port"
    program = [sys.executable, "-m", "sim.boards", "bcc8a", "--pty", str(path)]
    with subprocess.Popen(
        [*program, *KINDS[request.param].split()], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()  # it says where it is, and then it is there
        yield path
        running.terminate()


@pytest.mark.parametrize("board", list(KINDS), indirect=True)
def test_doors_are_seen_shut_and_one_that_is_unlocked_opens(
    board: Path, request: pytest.FixtureRequest
) -> None:
    kind = KINDS[request.node.callspec.params["board"]]
    number = 31 if "--address" in kind else 1
    loop = RealLoop(
        LockBoards(
            SerialLine(str(board)),
            [(compartment, number, compartment) for compartment in range(1, DOORS + 1)],
            feedback="door_opening" if "door_opening" in kind else "door_closing",
        )
    )
    assert loop.until(DOORS) == [events.DoorSeen(n, False) for n in range(1, DOORS + 1)]
    loop.perform(Unlock(5, 41))
    assert loop.until(2) == [events.UnlockDone(5, 41), events.DoorOpened(5)]
    loop.part.close()


@pytest.mark.parametrize("board", ["plain"], indirect=True)
def test_an_order_to_a_board_of_another_address_is_not_sent(board: Path) -> None:
    loop = RealLoop(LockBoards(SerialLine(str(board)), [(1, 2, 1)]))
    loop.perform(Unlock(1, 9))
    assert loop.until(1) == [events.UnlockNotSent(1, 9)]
    loop.part.close()

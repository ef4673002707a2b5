"""A cabinet whose lock boards run our own firmware in real time, and who may talk to it.

For the tests of `test_lockboard_process.py`: `Site` is the cabinet and its boards, `Host` anyone's
software at the port, `Driver` the shipped driver.  All three live in one loop and wait only on
descriptors, with a deadline.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from drivers.clock import Clock
from drivers.line import SerialLine
from drivers.lock_boards import LockBoards
from sim.bench.loop import Loop
from sim.boards import Chain
from sim.boards.micropython import MicroPythonBoard
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.luck import Luck
from sim.wires import Wire
from terminal.effects import Unlock
from terminal.record import Record

PATIENCE_MS = 20_000
DOORS = 11  # what a Pico has pins for


class Site:
    """A cabinet whose boards are ours, on a wire at `path`: a part of the loop."""

    def __init__(self, path: Path, boards: Sequence[int] = (1,), **options: Any) -> None:
        self.clock = Clock()
        self.now_ms = self.clock.monotonic_ms()
        self.wire = Wire(path)
        self.cabinet = Cabinet(range(1, DOORS * len(boards) + 1), Luck(1).stream("doors"))
        self.cabinet.advance(self.now_ms)
        self.supply = Supply()
        self.boards = [
            MicroPythonBoard(
                self.cabinet, address=address, supply=self.supply,
                compartments=range(1 + DOORS * at, 1 + DOORS * (at + 1)), **options,
            )
            for at, address in enumerate(boards)
        ]  # fmt: skip
        self.board = self.boards[0]
        self._chain = Chain(self.wire, self.boards)
        self.loop = Loop(self.clock, [self])
        for board in self.boards:
            board.switch_on(self.now_ms)

    def filenos(self) -> list[int]:
        boards = [number for board in self.boards for number in board.filenos()]
        return self.wire.filenos() + boards

    def wake_at_ms(self) -> int | None:
        wakes = [self.cabinet.wake_at_ms(), self._chain.wake_at_ms()]
        return min((wake for wake in wakes if wake is not None), default=None)

    def advance(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.cabinet.advance(now_ms)
        self._chain.advance(now_ms)

    def until(self, is_so: Callable[[], object], what: str) -> None:
        self.loop.run_until(is_so, PATIENCE_MS, what)

    def close(self) -> None:
        for board in self.boards:
            board.close(self.now_ms)
        self.wire.close()
        self.loop.close()

    @property
    def pulses(self) -> list[tuple[int, int]]:
        return [pulse for board in self.boards for pulse in board.on_for_ms]


class Host:
    """Anyone's software at the port: says bytes, hears bytes."""

    def __init__(self, site: Site) -> None:
        self.heard = b""
        self._site = site
        self._line = SerialLine(str(site.wire.path))
        site.loop.parts.append(self)

    def filenos(self) -> list[int]:
        number = self._line.fileno()
        return [] if number is None else [number]

    def wake_at_ms(self) -> int | None:
        return None

    def advance(self, now_ms: int) -> None:
        self.heard += self._line.read()

    def ask(self, frame: bytes, length: int = 5) -> bytes:
        """Say it, and wait for so many bytes."""
        self.heard = b""
        self.say(frame)
        self._site.until(lambda: len(self.heard) >= length, f"an answer to {frame.hex(' ')}")
        return self.heard

    def say(self, frame: bytes) -> None:
        self._line.write(frame)

    def ask_in_vain(self, frame: bytes) -> bool:
        """Say it; True if it is met with silence, by a board that goes on answering others."""
        self.heard = b""
        self.say(frame)
        self._site.loop.run_for(40)
        return self.heard == b"" and self.ask(question(2)) == answer(2)

    def settle(self) -> None:
        """Until the board is there and its coils have rested."""
        self.heard = b""
        while not self.heard:
            self.say(question(1))
            self._site.loop.run_for(50)
        self._site.loop.run_for(1_100)


class Driver:
    """The shipped driver in the loop; `told` is all that it told."""

    def __init__(self, site: Site, boards: Sequence[int] = (1,)) -> None:
        wiring = [
            (1 + DOORS * at + lock, board, 1 + lock)
            for at, board in enumerate(boards) for lock in range(DOORS)
        ]  # fmt: skip
        self.told: list[Record] = []
        self._site = site
        self._part = LockBoards(SerialLine(str(site.wire.path)), wiring, poll_ms=250)
        site.loop.parts.append(self)

    def filenos(self) -> list[int]:
        number = self._part.fileno()
        return [] if number is None else [number]

    def wake_at_ms(self) -> int | None:
        return self._part.wake_at_ms()

    def advance(self, now_ms: int) -> None:
        self.told += self._part.poll(now_ms)

    def unlock(self, compartment: int, opening: int) -> None:
        self._part.perform(Unlock(compartment, opening), self._site.now_ms)

    def until(self, fact: Record) -> list[Record]:
        """Wait for it; takes all that was told up to then."""
        self._site.until(lambda: fact in self.told, str(fact))
        taken, self.told = self.told, []
        return taken


def question(lock: int) -> bytes:
    return frame(0x80, 1, lock, 0x33)


def order(lock: int) -> bytes:
    return frame(0x8A, 1, lock, 0x11)


def answer(lock: int, is_shut: bool = True, header: int = 0x80) -> bytes:
    return frame(header, 1, lock, 0x11 if is_shut else 0x00)


def frame(*body: int) -> bytes:
    bcc = 0
    for byte in body:
        bcc ^= byte
    return bytes([*body, bcc])

"""The shipped lock driver with a simulated cabinet at the other end, in virtual time or on a pty.

The driver and the boards come from the same data sheets and from different hands; here they
meet.  A new make of board, or a new way of answering, is one row of `ROWS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers.bcc8a import Bcc8a
from drivers.clock import Clock
from drivers.cu16 import Cu16
from drivers.dialect import Dialect
from drivers.line import Line, SerialLine
from drivers.lock_boards import LockBoards
from drivers.waveshare import Waveshare
from sim.bench.loop import Loop
from sim.boards import Chain
from sim.boards.kinds import KINDS
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.luck import Luck
from sim.wires import Wire
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record

PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Row:
    """A board that exists, and how the terminal is told about it."""

    kind: str  # in sim.boards.kinds
    dialect: Callable[[], Dialect]
    board: int = 1
    ways: int = 8
    feedback: str = "door_closing"
    chosen: Mapping[str, object] = field(default_factory=dict)  # about the board
    words: str = ""  # the make whose words it understands, if that is another
    rest_ms: int = 0  # it gives no pulse so soon after its start


ROWS = {
    "bcc8a": Row("bcc8a", Bcc8a, ways=24),
    "bcc8a, header 80": Row("bcc8a", Bcc8a, chosen={"header": "80"}),
    "bcc8a, opening contacts": Row("bcc8a", Bcc8a, feedback="door_opening"),
    "bcc8a, 8 ways in a byte": Row("bcc8a", Bcc8a, chosen={"bytes_per_status": 1}),
    "bcc8a, 50 ways": Row("bcc8a", Bcc8a, board=31, ways=50),
    "bcc8a, speaks unasked": Row("bcc8a", Bcc8a, chosen={"reports": True}),
    "cu16": Row("cu16", Cu16, board=0, ways=16),
    "cu16, answers": Row("cu16", Cu16, board=9, chosen={"answers_unlock": True}),
    "cu16, answers by lock": Row(
        "cu16", Cu16, board=3, chosen={"answers_unlock": True, "names_lock": True}
    ),
    "cu16, opening contacts": Row("cu16", Cu16, feedback="door_opening"),
    "cu16, busy for a pulse": Row("cu16", Cu16, chosen={"busy": "pulse"}),
    "cu16, busy until woken": Row("cu16", Cu16, chosen={"busy": "stuck"}),
    "waveshare": Row("waveshare", Waveshare),
    "waveshare, opening contacts": Row("waveshare", Waveshare, feedback="door_opening"),
    "waveshare, board 247": Row("waveshare", lambda: Waveshare(300), board=247),
}
# Its firmware is a process with a clock of its own, so it lives in real time alone.
REAL_ROWS = {
    "micropython": Row("micropython", Bcc8a, board=17, ways=11, words="bcc8a", rest_ms=1_200)
}


class Place:
    """A cabinet, its board and the driver; `facts` is all that was told, `said` all words."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.doors = tuple(range(1, row.ways + 1))
        self.facts: list[Record] = []
        self.said: list[bytes] = []
        self.cabinet, self.board = _made(row, row.board)
        # On the same line, and none of our business.
        self.strange_cabinet, self.stranger = _made(row, row.board + (1 if row.board < 9 else -1))
        self._opening = 0

    def unlock(self, compartment: int) -> int:
        """Order it; returns the number of the opening."""
        self._opening += 1
        self.part.perform(Unlock(compartment, self._opening), self.now_ms)
        return self._opening

    def until(self, *facts: Record) -> list[Record]:
        """Let time pass until these were told; takes what was told up to then."""
        self.run_until(lambda: all(fact in self.facts for fact in facts), repr(facts))
        taken, self.facts = self.facts, []
        return taken

    def settle(self) -> None:
        """All doors were seen, shut."""
        seen = [events.DoorSeen(door, False) for door in self.doors]
        assert sorted(self.until(*seen), key=repr) == sorted(seen, key=repr)
        if self.row.rest_ms:
            self.rest(self.row.rest_ms)

    def pulses(self) -> dict[int, int]:
        """How many each door was given, of those that were given any."""
        counts = {door: len(self.cabinet.pulses(door)) for door in self.doors}
        return {door: count for door, count in counts.items() if count}

    def pulse_lengths_ms(self) -> list[int | None]:
        """Of all pulses; None for one that nobody will end."""
        if hasattr(self.board, "on_for_ms"):  # it holds a pin, and only looking tells how long
            return [length_ms for _, length_ms in self.board.on_for_ms]
        given = [pulse for door in self.doors for pulse in self.cabinet.pulses(door)]
        return [pulse.pulse_ms for pulse in given]

    # What virtual and real time have each in their own way.
    part: LockBoards
    now_ms: int

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        raise NotImplementedError

    def rest(self, for_ms: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.part.close()

    def _new_part(self, line: Line) -> LockBoards:
        wiring = [(door, self.row.board, door) for door in self.doors]
        return LockBoards(
            Overheard(line, self.said), wiring, dialect=self.row.dialect(),
            feedback=self.row.feedback,
        )  # fmt: skip


def _made(row: Row, address: int) -> tuple[Cabinet, Any]:
    """Every make can be mute or without power, and knows its power supply."""
    return KINDS[row.kind].make(
        Luck(1), ways=row.ways, address=address, polarity=row.feedback, **row.chosen
    )


DIALECTS = {row.kind: row.dialect for name, row in ROWS.items() if name == row.kind}


class Overheard:
    """Any line, and all that is said on it."""

    def __init__(self, line: Line, said: list[bytes]) -> None:
        self._line = line
        self._said = said
        self.read, self.fileno = line.read, line.fileno
        self.reopen, self.close = line.reopen, line.close

    @property
    def is_open(self) -> bool:
        return self._line.is_open

    def write(self, data: bytes) -> None:
        self._said.append(data)
        self._line.write(data)


class VirtualPlace(Place):
    """On a cable in virtual time."""

    def __init__(self, row: Row, has_echo: bool) -> None:
        super().__init__(row)
        self.now_ms = 1_000
        baud = KINDS[row.kind].baud
        self.cable = Cable(
            lambda: self.now_ms, Luck(1).stream("line"), baud=baud, has_echo=has_echo
        )
        self._chain = Chain(self.cable.far, [self.board, self.stranger])
        self.part = self._new_part(self.cable.host)

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline_ms = self.now_ms + PATIENCE_MS
        while not is_so():
            assert self.now_ms < deadline_ms, f"waited in vain for {what}; told: {self.facts}"
            self._step(deadline_ms)

    def rest(self, for_ms: int) -> None:
        until_ms = self.now_ms + for_ms
        while self.now_ms < until_ms:
            self._step(until_ms)

    def _step(self, until_ms: int) -> None:
        self.cabinet.advance(self.now_ms)
        self._chain.advance(self.now_ms)
        self.facts += self.part.poll(self.now_ms)
        wakes = [each.wake_at_ms() for each in (self.cable, self._chain, self.cabinet, self.part)]
        soonest = min((wake for wake in wakes if wake is not None), default=until_ms)
        self.now_ms = min(max(self.now_ms + 1, soonest), until_ms)


class RealPlace(Place):
    """On a real pty in real time."""

    def __init__(self, row: Row, folder: Path) -> None:
        super().__init__(row)
        clock = Clock()
        self._wire = Wire(folder / "port")
        self._boards = [self.board, self.stranger]
        self._chain = Chain(self._wire, self._boards)
        self.part = self._new_part(SerialLine(str(self._wire.path), KINDS[row.kind].baud))
        self.now_ms = clock.monotonic_ms()
        self._loop = Loop(clock, [self])

    def run_until(self, is_so: Callable[[], bool], what: str) -> None:
        self._loop.run_until(is_so, PATIENCE_MS, what)

    def rest(self, for_ms: int) -> None:
        self._loop.run_for(for_ms)

    def close(self) -> None:
        super().close()
        for board in self._boards:
            if hasattr(board, "close"):
                board.close()
        self._wire.close()
        self._loop.close()

    # As a part of the loop.

    def filenos(self) -> list[int]:
        number = self.part.fileno()
        mine = self._wire.filenos() + ([] if number is None else [number])
        processes = [board for board in self._boards if hasattr(board, "filenos")]
        return mine + [number for board in processes for number in board.filenos()]

    def wake_at_ms(self) -> int | None:
        wakes = [each.wake_at_ms() for each in (self._chain, self.cabinet, self.part)]
        return min((wake for wake in wakes if wake is not None), default=None)

    def advance(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.cabinet.advance(now_ms)
        self._chain.advance(now_ms)
        self.facts += self.part.poll(now_ms)

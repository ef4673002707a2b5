"""Lock boards at the end of a line, as devices of the contract: on a cable or on a pty.

The driver and the boards come from the same data sheets and from different hands; here they
meet.  A new make of board, or a new way of answering, is one row of `ROWS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from drivers.bcc8a import Bcc8a
from drivers.cu16 import Cu16
from drivers.dialect import Dialect
from drivers.line import Line, SerialLine
from drivers.lock_boards import LockBoards
from drivers.waveshare import Waveshare
from sim.boards import Chain, End
from sim.boards.kinds import KINDS
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.luck import Luck
from sim.wires import Wire
from tests.contracts.lock_places import Device, Now
from tests.drivers import far_end_kinds


@dataclass(frozen=True)
class BoardRow:
    """A board that exists, and how the terminal is told about it."""

    has_line: ClassVar[bool] = True

    kind: str  # in sim.boards.kinds
    dialect: Callable[[], Dialect]
    board: int = 1
    ways: int = 8
    feedback: str = "door_closing"
    chosen: Mapping[str, object] = field(default_factory=dict)  # about the board
    words: str = ""  # the make whose words it understands, if that is another
    rest_ms: int = 0  # it gives no pulse so soon after its start

    def in_virtual_time(self, now: Now) -> "OnACable":
        return OnACable(self, now, has_echo=False)

    def through_an_echo(self, now: Now) -> "OnACable":
        return OnACable(self, now, has_echo=True)

    def in_real_time(self, now: Now, folder: Path) -> "OnAPort":
        return OnAPort(self, folder)


ROWS = {
    "bcc8a": BoardRow("bcc8a", Bcc8a, ways=24),
    "bcc8a, header 80": BoardRow("bcc8a", Bcc8a, chosen={"header": "80"}),
    "bcc8a, opening contacts": BoardRow("bcc8a", Bcc8a, feedback="door_opening"),
    "bcc8a, 8 ways in a byte": BoardRow("bcc8a", Bcc8a, chosen={"bytes_per_status": 1}),
    "bcc8a, 50 ways": BoardRow("bcc8a", Bcc8a, board=31, ways=50),
    "bcc8a, speaks unasked": BoardRow("bcc8a", Bcc8a, chosen={"reports": True}),
    "cu16": BoardRow("cu16", Cu16, board=0, ways=16),
    "cu16, answers": BoardRow("cu16", Cu16, board=9, chosen={"answers_unlock": True}),
    "cu16, answers by lock": BoardRow(
        "cu16", Cu16, board=3, chosen={"answers_unlock": True, "names_lock": True}
    ),
    "cu16, opening contacts": BoardRow("cu16", Cu16, feedback="door_opening"),
    "cu16, busy for a pulse": BoardRow("cu16", Cu16, chosen={"busy": "pulse"}),
    "cu16, busy until woken": BoardRow("cu16", Cu16, chosen={"busy": "stuck"}),
    "waveshare": BoardRow("waveshare", Waveshare),
    "waveshare, opening contacts": BoardRow("waveshare", Waveshare, feedback="door_opening"),
    "waveshare, board 247": BoardRow("waveshare", lambda: Waveshare(300), board=247),
}
# Its firmware is a process with a clock of its own, so it lives in real time alone.
REAL_ROWS = {
    "micropython": BoardRow("micropython", Bcc8a, board=17, ways=11, words="bcc8a", rest_ms=1_200)
}


class Boards(Device):
    """The driver and its board; `said` is all that the driver said on the line."""

    def __init__(self, row: BoardRow) -> None:
        self.row = row
        self.doors = tuple(range(1, row.ways + 1))
        self.reader = f"lock board {row.board}"
        self.rest_ms = row.rest_ms
        self.said: list[bytes] = []
        self.cabinet, self.board = _made(row, row.board)
        self.supply = self.board.supply
        # On the same line, and none of our business.
        self._strange_cabinet, self._stranger = _made(row, row.board + (1 if row.board < 9 else -1))

    def fall_mute(self) -> None:
        self.board.is_mute = True

    def lose_an_answer(self, door: int) -> None:
        self.cabinet.on_pulse(lambda number, pulse: self._mute_at(door, number, pulse.number))

    def be_heard(self) -> None:
        self.board.is_mute = False

    def pulse_lengths_ms(self) -> list[int | None]:
        if hasattr(self.board, "on_for_ms"):  # it holds a pin, and only looking tells how long
            return [length_ms for _, length_ms in self.board.on_for_ms]
        given = [pulse for door in self.doors for pulse in self.cabinet.pulses(door)]
        return [pulse.pulse_ms for pulse in given]

    def check(self) -> None:
        """And not a byte that opens several doors, nor any that is heard by others."""
        super().check()
        assert not any(self._strange_cabinet.pulses(door) for door in self.doors)
        kind = far_end_kinds.KINDS[self.row.words or self.row.kind]
        for said in self.said:
            assert kind.may_be_said(said), said.hex(" ")

    def advance(self, now_ms: int) -> None:
        super().advance(now_ms)
        self._chain.advance(now_ms)

    def wake_at_ms(self) -> int | None:
        wakes = [super().wake_at_ms(), self._chain.wake_at_ms()]
        return min((wake for wake in wakes if wake is not None), default=None)

    def _mute_at(self, door: int, number: int, count: int) -> None:
        if (number, count) == (door, 1):
            self.board.is_mute = True

    def _hang(self, far: End, near: Line) -> None:
        self._chain = Chain(far, [self.board, self._stranger])
        wiring = [(door, self.row.board, door) for door in self.doors]
        self.part = LockBoards(
            Overheard(near, self.said), wiring, dialect=self.row.dialect(),
            feedback=self.row.feedback,
        )  # fmt: skip


def _made(row: BoardRow, address: int) -> tuple[Cabinet, Any]:
    """Every make can be mute or without power, and knows its power supply."""
    return KINDS[row.kind].make(
        Luck(1), ways=row.ways, address=address, polarity=row.feedback, **row.chosen
    )


class OnACable(Boards):
    """In virtual time, perhaps behind an adapter that hears itself."""

    def __init__(self, row: BoardRow, now: Now, has_echo: bool) -> None:
        super().__init__(row)
        stream, baud = Luck(1).stream("line"), KINDS[row.kind].baud
        self.cable = Cable(now, stream, baud=baud, has_echo=has_echo)
        self._hang(self.cable.far, self.cable.host)

    def wake_at_ms(self) -> int | None:
        wakes = [super().wake_at_ms(), self.cable.wake_at_ms()]
        return min((wake for wake in wakes if wake is not None), default=None)


class OnAPort(Boards):
    """On a real pty."""

    def __init__(self, row: BoardRow, folder: Path) -> None:
        super().__init__(row)
        self._wire = Wire(folder / "port")
        self._hang(self._wire, SerialLine(str(self._wire.path), KINDS[row.kind].baud))

    def filenos(self) -> list[int]:
        processes = [each for each in (self.board, self._stranger) if hasattr(each, "filenos")]
        return self._wire.filenos() + [each for board in processes for each in board.filenos()]

    def close(self) -> None:
        super().close()
        for board in (self.board, self._stranger):
            if hasattr(board, "close"):
                board.close()
        self._wire.close()


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

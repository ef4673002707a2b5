"""A small cabinet on a lock line, for tests of the lock boards as a part."""

from drivers.lock_boards import LockBoards
from terminal.record import Record
from tests.drivers.far_end import Bench, ScriptedBoard, ScriptedLine, frame, several

DOORS = (1, 2, 3, 4)


class Cabinet(Bench):
    """Two boards with two doors each; compartments 1 to 4 are locks 5, 6 of board 1 and 2."""

    WIRING = ((1, 1, 5), (2, 1, 6), (3, 2, 5), (4, 2, 6))

    def __init__(self, **settings: object) -> None:
        self.boards = {1: ScriptedBoard(1, high={5, 6}), 2: ScriptedBoard(2, high={5, 6})}
        self.all = several(*self.boards.values())
        line = ScriptedLine(self.all)
        super().__init__(LockBoards(line, self.WIRING, **settings), line)  # type: ignore[arg-type]

    def set_open(self, compartment: int, is_open: bool) -> None:
        _, board, lock = self.WIRING[compartment - 1]
        high = self.boards[board].high
        high.discard(lock) if is_open else high.add(lock)

    def polls(self, since_ms: int, board: int) -> list[int]:
        asked = frame(0x80, board, 0, 0x33)
        return [at_ms for at_ms, said in self.line.said if at_ms >= since_ms and said == asked]


def of(kind: type[Record], facts: list[Record]) -> list[Record]:
    return [fact for fact in facts if isinstance(fact, kind)]


def watched_cabinet() -> Cabinet:
    """All four doors have been seen shut."""
    world = Cabinet()
    world.run(2_000)
    return world

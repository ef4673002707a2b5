"""A simulated CU16 with its cabinet, and the frames of its vectors, for its tests."""

from sim.boards.cu16 import Cu16, Variant
from sim.cabinet import Cabinet
from sim.luck import Luck
from tests.sim.board_bench import Bench, vectors

VECTORS = vectors("kerong_cu16")
STATUS, UNLOCK_0 = VECTORS["status CU0"], VECTORS["unlock CU0 lock0"]
SHUT = VECTORS["reply 35 all hooks closed, no item"]
OPEN_0 = VECTORS["reply 35 lock0 open"]
SET_TIME, ASK_TIME = VECTORS["set unlock time 550ms (55*10ms)"], VECTORS["query unlock time"]
DELAYED = bytes.fromhex("020039050343")


def summed(text):
    """Bytes with their sum added."""
    data = bytes.fromhex(text)
    return data + bytes([sum(data) % 256])


def bench(address=0, seed=1, **switches):
    luck = Luck(seed)
    cabinet = Cabinet(range(1, 17), luck.stream("doors"))
    return Bench(cabinet, Cu16(cabinet, luck.stream("board"), address=address,
                               variant=Variant(**switches)))

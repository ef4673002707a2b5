"""A simulated BCC8A board with its cabinet, and a person with a stopwatch, for its tests."""

import json
from functools import reduce
from operator import xor
from pathlib import Path

from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import Variant
from sim.cabinet import Cabinet
from sim.luck import Luck

VECTORS = {
    vector["n"].partition(" (")[0]: bytes.fromhex(vector["frame"])
    for vector in json.loads(
        (Path(__file__).parent.parent / "data/hardware.json").read_text())["bcc8a"]}

OPEN_1 = VECTORS["open board1 lock1"]
QUERY_1 = VECTORS["query b1 l1"]
QUERY_ALL = VECTORS["query all b1"]
SHUT_1 = VECTORS["state b1 l1 11"]
OPEN_STATE_1 = VECTORS["state b1 l1 00"]


def hexed(text: str) -> bytes:
    """Bytes with their check byte added."""
    data = bytes.fromhex(text)
    return data + bytes([reduce(xor, data)])


class Bench:
    """A board, its cabinet, and a person with a stopwatch."""

    def __init__(self, variant: Variant | None = None, address: int = 1, seed: int = 1) -> None:
        self.now_ms = 1_000
        luck = Luck(seed)
        self.variant = variant or Variant()
        self.cabinet = Cabinet(range(1, self.variant.ways + 1), luck.stream("doors"))
        self.board = Bcc8a(self.cabinet, luck.stream("board"), address=address,
                           variant=self.variant)

    def send(self, data: bytes, wait_ms: int = 2_000) -> bytes:
        self.board.feed(data, self.now_ms)
        return self.wait(wait_ms)

    def wait(self, wait_ms: int) -> bytes:
        until_ms, said = self.now_ms + wait_ms, b""
        while True:
            wakes = [wake_ms for wake_ms in (self.board.wake_at_ms(), self.cabinet.wake_at_ms())
                     if wake_ms is not None and wake_ms <= until_ms]
            self.now_ms = max(self.now_ms, min(wakes, default=until_ms))
            self.cabinet.advance(self.now_ms)
            said += b"".join(self.board.due(self.now_ms))
            if not wakes:
                return said

    def open_doors(self) -> list[int]:
        return [door for door in self.cabinet.compartments if self.cabinet.is_open(door)]

    def did_nothing(self) -> bool:
        return not any(self.cabinet.pulses(door) for door in self.cabinet.compartments)

"""Any simulated board with its cabinet, and a person with a stopwatch, for their tests."""

import json
from pathlib import Path

DATA = Path(__file__).parent.parent / "data/hardware.json"


def vectors(group):
    """The frames of a group of the data sheets' examples, by name."""
    return {vector["n"]: bytes.fromhex(vector["frame"])
            for vector in json.loads(DATA.read_text())[group]}


class Bench:
    """A board, its cabinet, and a person with a stopwatch."""

    def __init__(self, cabinet, board):
        self.now_ms = 1_000
        self.cabinet = cabinet
        self.board = board

    def send(self, data, wait_ms=2_000):
        self.board.feed(data, self.now_ms)
        return self.wait(wait_ms)

    def wait(self, wait_ms):
        """What the board says meanwhile."""
        until_ms, said = self.now_ms + wait_ms, b""
        while True:
            wakes = [wake_ms for wake_ms in (self.board.wake_at_ms(), self.cabinet.wake_at_ms())
                     if wake_ms is not None and wake_ms <= until_ms]
            self.now_ms = max(self.now_ms, min(wakes, default=until_ms))
            self.cabinet.advance(self.now_ms)
            said += b"".join(self.board.due(self.now_ms))
            if not wakes:
                return said

    def open_doors(self):
        return [door for door in self.cabinet.compartments if self.cabinet.is_open(door)]

    def pulses(self):
        """Every pulse: door, when, how long."""
        return [(door, pulse.at_ms, pulse.pulse_ms) for door in self.cabinet.compartments
                for pulse in self.cabinet.pulses(door)]

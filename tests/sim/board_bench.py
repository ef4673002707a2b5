"""Any simulated board with its cabinet, a person with a stopwatch, and what can be said to it."""

import json
from pathlib import Path

DATA = Path(__file__).parent.parent / "data/hardware.json"


def vectors(group):
    """The frames of a group of the data sheets' examples, by name."""
    return {vector["n"]: bytes.fromhex(vector["frame"])
            for vector in json.loads(DATA.read_text())[group]}


BCC8A, CU16, WAVESHARE = vectors("bcc8a"), vectors("kerong_cu16"), vectors("modbus_waveshare")
OPEN_1, QUERY_1 = BCC8A["open board1 lock1"], BCC8A["query b1 l1"]
SHUT_1, OPENED_1 = BCC8A["state b1 l1 11"], BCC8A["state b1 l1 00"]
OPENED = BCC8A["reply open b1 l1 status 00"]
STATUS, UNLOCK = CU16["status CU0"], CU16["unlock CU0 lock0"]
HOOKED, UNHOOKED = CU16["reply 35 all hooks closed, no item"], CU16["reply 35 lock0 open"]
INPUTS, FLASH = WAVESHARE["FC02 read 8 DI"], WAVESHARE["flash-on relay0 500ms"]
# kind: ask about all, all shut, open the first door, what is said then, the first door open
TALK = {
    "bcc8a": (BCC8A["query all b1"], bytes.fromhex("8001FFFFFF334D"), OPEN_1, OPENED,
              bytes.fromhex("8001FFFFFE334C")),
    "cu16": (STATUS, HOOKED, UNLOCK, b"", UNHOOKED),
    "waveshare": (INPUTS, WAVESHARE["resp FC02 0xFF"], FLASH, FLASH, WAVESHARE["resp FC02 0xFE"]),
}


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

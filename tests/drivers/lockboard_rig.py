"""Our lock board without its hardware, for tests under both interpreters.

`Rig` lets time pass in turns as short as those of `main.py`, and keeps what was said and which
coil had current from when to when.
"""

from drivers.lockboard.board import Board

TURN_MS = 2


def frame(*body):
    """These bytes and their XOR."""
    bcc = 0
    for byte in body:
        bcc ^= byte
    return bytes(body) + bytes((bcc,))


def order(lock, board=1):
    """To open one lock."""
    return frame(0x8A, board, lock, 0x11)


def question(lock, board=1):
    """About one lock, 0 for all."""
    return frame(0x80, board, lock, 0x33)


class Rig:
    """A board in virtual time; all contacts are closed to begin with."""

    def __init__(self, address=1, locks=24, pulse_ms=500, is_settled=True):
        self.board = Board(address, locks, pulse_ms)
        self.now_ms = 0
        self.closed = (1 << locks) - 1
        self.said = []  # (when, what)
        self.pulses = []  # [lock, from, until]; the last has no end while it lasts
        self._coil = 0
        if is_settled:
            self.run(1_500)  # coils rest after every start

    def turn(self, elapsed_ms, data=b""):
        self.now_ms += elapsed_ms
        answer = self.board.turn(elapsed_ms, data, self.closed)
        if answer:
            self.said.append((self.now_ms, answer))
        if self.board.coil != self._coil:
            if self._coil:
                self.pulses[-1].append(self.now_ms)
            if self.board.coil:
                self.pulses.append([self.board.coil, self.now_ms])
            self._coil = self.board.coil

    def run(self, for_ms):
        """Let so much time pass; returns what was said in it."""
        known = len(self.said)
        until_ms = self.now_ms + for_ms
        while self.now_ms < until_ms:
            self.turn(min(TURN_MS, until_ms - self.now_ms))
        return [answer for _, answer in self.said[known:]]

    def send(self, data, for_ms=40):
        """Say this to it on a silent line; returns what it says within `for_ms`."""
        self.run(10)
        known = len(self.said)
        self.turn(0, data)
        self.run(for_ms)
        return [answer for _, answer in self.said[known:]]

    def open(self, lock):
        """Order it, and wait for the answer of a pulse; returns all that was said."""
        return self.send(order(lock), 1_300)

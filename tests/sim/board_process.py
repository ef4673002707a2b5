"""A board as its users start it: a process with a port and a keyboard, on a pty or on TCP.

It waits on what the process prints or answers, never for a time.
"""

import os
import re
import select
import socket
import subprocess
import sys
import time
from pathlib import Path

import serial

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 20


def read_until(fd, ends):
    """Read until the bytes end so, or are so many; whatever came if they never do."""
    heard, deadline = b"", time.monotonic() + PATIENCE_S
    while not (heard.endswith(ends) if isinstance(ends, bytes) else len(heard) >= ends):
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not select.select([fd], [], [], left_s)[0]:
            break
        piece = os.read(fd, 1 if isinstance(ends, bytes) else ends - len(heard))
        if not piece:
            break
        heard += piece
    return heard


def ask(fd, frame, length):
    """Send a frame and take so many bytes of answer."""
    os.write(fd, frame)
    return read_until(fd, length)


def ask_until(fd, frame, answer):
    """Ask again while a contact bounces; the last answer."""
    deadline = time.monotonic() + PATIENCE_S
    while (said := ask(fd, frame, len(answer))) != answer and time.monotonic() < deadline:
        assert len(said) == len(answer), said
    return said


class Alone:
    """The process, its keyboard, its screen and its port."""

    def __init__(self, kind, *options):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.boards", kind, *map(str, options)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.keyboard, self.screen = self.process.stdin, self.process.stdout
        self.greeting = self.line()

    def open(self, path, baud=9600):
        return serial.Serial(str(path), baud, timeout=0)

    @property
    def tcp_number(self):
        return int(re.search(r"127\.0\.0\.1:(\d+)", self.greeting)[1])

    def connect(self):
        """A client of its TCP port."""
        return socket.create_connection(("127.0.0.1", self.tcp_number), PATIENCE_S)

    def line(self):
        return read_until(self.screen.fileno(), b"\n").decode()

    def type(self, words):
        self.keyboard.write(words.encode() + b"\n")
        self.keyboard.flush()

    def stop(self):
        """End it as a supervisor does; its exit code."""
        self.process.terminate()
        return self.end()[0]

    def end(self):
        """Wait until it has ended by itself: its exit code, and what it complained of."""
        _, complaint = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, complaint.decode()

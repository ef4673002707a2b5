"""The bench as its users start it: a process with an address, for tests that look from outside.

It waits on what the process prints, never for a time.
"""

import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

from drivers.clock import Clock
from sim.mosquitto import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60


class BenchProcess:
    """`python -m sim.bench` with what it keeps in `folder`; `address` is where its page is."""

    def __init__(self, folder: Path, *words: str, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.bench", "--folder", str(folder),
             "--port", str(port or free_port()), *words],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.said = ""
        self._read_until("http://|does not start")
        found = re.search(r"http://[\d.]+:\d+", self.said)
        self.address = found[0] if found else ""

    def _read_until(self, pattern: str) -> None:
        assert self.process.stdout is not None
        clock = Clock()
        deadline_ms = clock.monotonic_ms() + PATIENCE_S * 1000
        while not re.search(f"(?:{pattern}).*\n", self.said):
            left_s = (deadline_ms - clock.monotonic_ms()) / 1000
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, left_s))
            more = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            assert more, f"the bench did not come up: {self.said}"
            self.said += more.decode()

    def children(self) -> list[int]:
        """The processes that it has started."""
        pid = self.process.pid
        return [int(word) for word in
                Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]  # fmt: skip

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C; gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.exit_code()

    def exit_code(self) -> int:
        """Wait until it has ended by itself."""
        rest, _ = self.process.communicate(timeout=PATIENCE_S)
        self.said += rest.decode()
        return self.process.returncode

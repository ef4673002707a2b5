"""A real Mosquitto for a test: started on a free port, killed and started again at will.

Its persistence is what its manual gives by default (a snapshot every 30 minutes), so that
SIGKILL loses what the broker had taken.
"""

import os
import select
import signal
import socket
import subprocess
import time
from pathlib import Path

READY_S = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Mosquitto:
    def __init__(self, program: str, folder: Path, port: int | None = None) -> None:
        self._program, self._folder = program, folder
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._config = folder / "mosquitto.conf"
        self._config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser root\n"
            f"persistence true\npersistence_location {folder}/\nconnection_messages false\n"
        )

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "-c", str(self._config)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stderr is not None
        said, deadline = b"", time.monotonic() + READY_S
        while b" running" not in said:
            ready, _, _ = select.select([process.stderr], [], [], deadline - time.monotonic())
            more = os.read(process.stderr.fileno(), 4096) if ready else b""
            assert more, f"Mosquitto did not start: {said.decode()}"
            said += more

    def kill(self) -> None:
        """SIGKILL: it has no time to write anything down."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stderr is not None
            process.stderr.close()

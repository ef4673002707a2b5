"""A private MQTT broker: Mosquitto where it is installed, amqtt otherwise.

It starts, kills and restarts the broker on one port of the loopback interface, and knows
nothing of what passes through it.  The one idea: Mosquitto keeps what its manual gives by
default (a snapshot every 30 minutes, and one when it is asked to end), so that killing it
loses all that it had taken since, and nobody may have relied on that.
"""

import os
import pwd
import random
import shutil
import socket
import sys
from contextlib import suppress
from pathlib import Path

from drivers.clock import Clock
from sim.children import Child

# Debian keeps it in sbin, which is not on everyone's PATH.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
MOSQUITTO, AMQTT = "Mosquitto", "amqtt"


class BrokerError(OSError):
    """The broker does not come up; the text says why and what to do."""


def free_port() -> int:
    """A port that nobody has at this moment, and that no connection is given by chance.

    A broker that was killed wants its port again, and the kernel gives those from 32768 on to
    whoever connects meanwhile.
    """
    draw = random.SystemRandom()
    while True:
        port = draw.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class PrivateBroker(Child):
    """One broker for one run; everything that it keeps is in `folder`."""

    def __init__(self, folder: Path, kind: str = "", port: int = 0) -> None:
        """`kind` is Mosquitto, amqtt or "" for the first of them that is there."""
        program = shutil.which("mosquitto", path=SEARCH_PATH)
        self.kind = kind or (MOSQUITTO if program else AMQTT)
        self.port = port or free_port()
        self._folder = folder
        if self.kind == MOSQUITTO:
            command = [program or "mosquitto", "-c", str(self._write_config())]
        else:
            command = [sys.executable, "-m", "sim.amqtt_broker", str(self.port)]
        super().__init__(f"the broker {self.kind}", command, folder / "broker.log")

    @property
    def is_ready(self) -> bool:
        """It has said that it runs."""
        return self.is_running and any("running" in words for words in self.last_words)

    def wait_until_ready(self, clock: Clock, patience_ms: int = 15_000) -> None:
        """For whoever has nothing better to do meanwhile.  Raises BrokerError."""
        deadline_ms = clock.monotonic_ms() + patience_ms
        self.advance(clock.monotonic_ms())
        while not self.is_ready:
            if not self.is_running or clock.monotonic_ms() >= deadline_ms:
                said = " / ".join(self.last_words) or "nothing"
                raise BrokerError(f"{self.name} does not come up; it said: {said}")
            clock.wait(deadline_ms, self.filenos())
            self.advance(clock.monotonic_ms())

    def _write_config(self) -> Path:
        # Started by root it would become another user, who may not write to our folder.
        name = pwd.getpwuid(os.geteuid()).pw_name
        config = self._folder / "mosquitto.conf"
        config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser {name}\n"
            f"persistence true\npersistence_location {self._folder}/\n"
            "connection_messages false\n"
        )
        return config

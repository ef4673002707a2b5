"""The operator's side on real wire: a private broker and the stand-in server connected to it.

It holds no wish and no message itself; ask `central`.  The one idea: "the network is cut" is
true here, because the broker's process is killed; terminal and server are alone until it runs
again at the same port.
"""

from collections import deque
from pathlib import Path

from drivers.clock import Clock
from sim.central import Central, Link
from sim.central.__main__ import MachineLuck, open_database
from sim.luck import Stream
from sim.mosquitto import PrivateBroker
from sync.mqtt import MqttBroker

LINES_KEPT = 200


class Office:
    """`folder` keeps the server's database; `wires` what the broker writes."""

    def __init__(
        self, folder: Path, wires: Path, clock: Clock, luck: Stream | None = None, kind: str = ""
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self.broker = PrivateBroker(wires, kind)
        self.central = Central(
            lambda: open_database(str(folder / "central.db")),
            lambda: clock.wall()[0], luck or MachineLuck(), self.lines.append,
        )  # fmt: skip
        self.link = Link(
            self.central, MqttBroker("127.0.0.1", self.broker.port, "central"), self.lines.append
        )

    def start(self) -> None:
        """Raises BrokerError."""
        self.broker.start()
        self.broker.wait_until_ready(self.clock)

    @property
    def is_network_cut(self) -> bool:
        return not self.broker.is_running

    def cut_network(self) -> None:
        self.broker.kill()

    def restore_network(self) -> None:
        if not self.broker.is_running:
            self.broker.start()

    # -- as a part of the loop ----------------------------------------------------------------

    def filenos(self) -> list[int]:
        number = self.link.fileno()
        return [*self.broker.filenos(), *([] if number is None else [number])]

    def wake_at_ms(self) -> int | None:
        return self.link.wake_at_ms()

    def advance(self, now_ms: int) -> None:
        self.broker.advance(now_ms)
        self.link.poll(now_ms)

    def close(self) -> None:
        self.link.close()
        self.central.close()
        self.broker.end()

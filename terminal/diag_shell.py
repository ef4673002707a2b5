"""The real world of the diagnostics: this machine's ports, pins and clock, and a person at a shell.

It decides nothing.  With the other files of the composition root it may import drivers and sync.
The one idea: the person is read without waiting, line by line, so that the boards can be asked
on while they think.
"""

import os
import select
import sys
from pathlib import Path

from drivers.clock import Clock
from drivers.commissioning.guide import Ask
from drivers.line import Line, PortFound, ports_found
from drivers.pins import GpioPins, Pins
from drivers.pulse_guard import RelayProcess
from drivers.relay_pins import PulseGuard
from sync.broker import Broker
from sync.disk import usage_of
from terminal.assembly import TCP, open_line, open_touched_lines
from terminal.config import Site
from ui.display import Display
from ui.theme import Panel

CONNECTS_MS = 5_000  # a little longer than the line itself needs to know that nobody is there
READ_MAX = 4096


class Shell:
    """The shell that this was started from."""

    thermal = Path("/sys/class/thermal")

    def __init__(self) -> None:
        self.clock = Clock()
        self._typed = b""
        self._is_over = False  # the standard input has ended

    # -- the person -----------------------------------------------------------------------

    def say(self, text: str) -> None:
        print(text, flush=True)

    def tell(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def ask(self, ask: Ask) -> None:
        again = "That was not understood. " if ask.is_again else ""
        words = " ".join(filter(None, (ask.text, ask.hint)))
        print(f"{again}{words} ", end="", file=sys.stderr, flush=True)

    def take(self) -> str | None:
        line, end, rest = self._typed.partition(b"\n")
        if not end and not self._is_over:
            self._read()
            line, end, rest = self._typed.partition(b"\n")
        if end or (self._is_over and line):
            self._typed = rest
            return line.decode("utf-8", "replace").strip()
        if self._is_over:
            raise EOFError
        return None

    def fileno(self) -> int | None:
        return None if self._is_over or sys.stdin is None else sys.stdin.fileno()

    def _read(self) -> None:
        number = self.fileno()
        if number is None:
            self._is_over = True
        elif select.select([number], [], [], 0)[0]:
            data = os.read(number, READ_MAX)
            self._typed += data
            self._is_over = not data

    # -- the machine ----------------------------------------------------------------------

    def wall(self) -> tuple[int, bool]:
        return self.clock.wall()

    def usage(self, folder: str) -> tuple[int, int]:
        return usage_of(folder)

    def pins(self) -> Pins:
        return GpioPins()

    def relays(self, pins: tuple[int, ...], is_active_low: bool) -> PulseGuard:
        return RelayProcess(pins, is_active_low)

    def display(self, panel: Panel) -> Display:
        # Here and not above: a shell needs no library that draws.
        from ui.pygame_display import PygameDisplay

        return PygameDisplay(panel)

    def ports(self) -> list[PortFound]:
        return ports_found()

    def line(self, port: str, baud: int) -> Line:
        line = open_line(port, baud)
        if port.startswith(TCP):
            self._wait_for(line, port)
        elif not line.is_open:
            line.read()  # says why
        return line

    def _wait_for(self, line: Line, port: str) -> None:
        """Until the connection stands: it becomes readable then, and when it fails."""
        number = line.fileno()
        if number is not None and not self.clock.wait(self._in_ms(CONNECTS_MS), [number]):
            line.close()
            raise OSError(0, f"{port} does not answer: check its power and its network cable")
        line.read()

    def _in_ms(self, span_ms: int) -> int:
        return self.clock.monotonic_ms() + span_ms

    def touched_lines(self, site: Site) -> dict[str, Line]:
        return open_touched_lines(site)

    def broker(self, site: Site) -> Broker:
        from sync.mqtt import MqttBroker

        name = site.value("terminal", "id") + "-diag"
        return MqttBroker(site.value("broker", "host"), site.value("broker", "port"), name)

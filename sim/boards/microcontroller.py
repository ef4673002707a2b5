"""A microcontroller that runs real firmware: power, watchdog, pins and the wire to its UART.

The firmware is a folder of MicroPython files as it would be copied to a Raspberry Pi Pico.  It
runs under the MicroPython of this computer, in a process of its own, on a pty; what it finds
there instead of silicon is `chip/machine.py`, which also says what the lines between the two
mean.  What hangs on the pins is the business of whoever owns this.  The one idea: the process
is the program and nothing but the program.  What a chip does around it is done here: pins fall
when it ends, the watchdog bites when it hangs, and power is a process that lives.
"""

import os
import shutil
import subprocess
import tty
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHIP = Path(__file__).resolve().parent / "chip"
READ_MAX = 65_536
HEAP = "384k"  # words are twice as wide here as on an RP2040, which has half of this
# A program on a computer may have to wait for the processor; one on a chip has it for itself.
SLACK_MS = 1_500
URGENCY = -10  # before everybody else, where we may ask for that


class NoMicroPython(Exception):
    """There is no interpreter; the text says what to do."""


def find_micropython() -> str:
    """The path of the interpreter.  Raises NoMicroPython."""
    found = subprocess.run(
        [ROOT / "tools/micropython.sh", "find"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise NoMicroPython(
            "the lock-board firmware needs MicroPython 1.25 or newer, and there is none here;"
            " run tools/micropython.sh, which fetches it"
        )
    return found.stdout.strip()


class Microcontroller:
    """`changes` fills up with (pin, level) of outputs, for the owner to take and clear.

    None is the level of a pin that nothing drives any more.
    """

    def __init__(
        self, micropython: str, flash: Path, direction: int,
        *, has_watchdog: bool = True, has_open_ears: bool = False,
    ) -> None:  # fmt: skip
        """`direction` is the pin of the transceiver; see `chip/machine.py`."""
        ears = ["open-ears"] if has_open_ears else []
        self._words = [micropython, "-X", f"heapsize={HEAP}", str(flash / "main.py")]
        self._wiring = [str(direction), *ears]
        self._has_watchdog = has_watchdog
        self._process: subprocess.Popen[bytes] | None = None
        self._near = self._far = -1
        self._begun = b""
        self._outputs: set[int] = set()
        self._hungry_after_ms = 0
        self._bites_at_ms: int | None = None
        self.changes: list[tuple[int, int | None]] = []
        self.starts = 0

    # -- power --------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """It has power; its program may have ended or hang."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """Of the program, 0 without power."""
        return self._process.pid if self._process is not None else 0

    def power_on(self, inputs: Mapping[int, int]) -> None:
        """Start the program; `inputs` are the levels that its pins see from the first moment."""
        if self._process is not None:
            return
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        # Where it is installed, the kernel ends the firmware even if we are killed.
        setpriv = shutil.which("setpriv")
        watched = [setpriv, "--pdeathsig", "KILL"] if setpriv else []
        self._process = subprocess.Popen(
            [*watched, *self._words, os.ttyname(self._far), *self._wiring],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "MICROPYPATH": f"{CHIP}:.frozen"},
        )  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, URGENCY)
        os.set_blocking(self._process.stdin.fileno(), False)
        os.set_blocking(self._process.stdout.fileno(), False)
        self.starts += 1
        for pin, level in inputs.items():
            self.set_pin(pin, level)
        self._tell("power")

    def power_off(self) -> None:
        """At any instant: the program is gone, its pins are loose, its watchdog forgets."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        assert process.stdin is not None and process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        os.close(self._near)
        os.close(self._far)
        self._begun = b""
        self._hungry_after_ms, self._bites_at_ms = 0, None
        self._let_go()

    def is_bitten(self, now_ms: int) -> bool:
        """The watchdog was left hungry: whoever owns this must take the power and give it."""
        return self._bites_at_ms is not None and now_ms >= self._bites_at_ms

    # -- pins and wire ------------------------------------------------------------------------

    def set_pin(self, pin: int, level: int) -> None:
        self._tell(f"pin {pin} {level}")

    def hear(self, data: bytes) -> None:
        """Bytes that reach its UART; without power, or if it hangs for too long, they are lost."""
        if self._process is not None:
            with suppress(BlockingIOError):
                os.write(self._near, data)

    def said(self) -> bytes:
        """What its UART has sent since the last time."""
        return _take(self._near) if self._process is not None else b""

    def listen(self, now_ms: int) -> None:
        """Take in what its pins and its watchdog do."""
        process = self._process
        if process is None or process.stdout is None or process.stdout.closed:
            return
        *lines, self._begun = (self._begun + _take(process.stdout.fileno())).split(b"\n")
        for line in lines:
            self._note(line.split(), now_ms)
        if process.poll() is not None:
            process.stdout.close()
            self._let_go()  # the program has ended; the chip waits for its watchdog

    def filenos(self) -> list[int]:
        if self._process is None or self._process.stdout is None or self._process.stdout.closed:
            return []
        return [self._near, self._process.stdout.fileno()]

    def wake_at_ms(self) -> int | None:
        return self._bites_at_ms

    def _note(self, words: list[bytes], now_ms: int) -> None:
        if words[0] == b"pin":
            pin, level = int(words[1]), int(words[2])
            self.changes.append((pin, level))
            self._outputs.add(pin)
            return
        if words[0] == b"watchdog":
            self._hungry_after_ms = int(words[1]) + SLACK_MS
        if self._has_watchdog:
            self._bites_at_ms = now_ms + self._hungry_after_ms

    def _let_go(self) -> None:
        self.changes += [(pin, None) for pin in sorted(self._outputs)]
        self._outputs.clear()

    def _tell(self, line: str) -> None:
        if self._process is None or self._process.stdin is None:
            return
        # One that hangs takes nothing in; one that ended has no ears.  Both are told all at a
        # new start.
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(self._process.stdin.fileno(), f"{line}\n".encode())


def _take(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, READ_MAX)
    except BlockingIOError:
        return b""

"""Relays held by a process of their own, so that no pulse outlasts the terminal's troubles.

It starts that process (`relay_program.py`), tells it pulses and watches it.  The idea needed to
read it: two processes watch each other, and either is enough to end a pulse.  If the terminal
hangs, the other one still counts; if the terminal is killed, the pipe between them closes and
the other one switches everything off.  If the other one hangs or dies, it is killed and begun
anew here, and the first thing that it does is to switch everything off.

What remains is both being killed in the same moment of a pulse, and a kernel that stops.  Against
these there are only levels of the hardware: docs/wiring-gpio.md says which.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from drivers.relay_pins import LOST, OFF, ON, READY, REFUSED, Word

ROOT = Path(__file__).resolve().parent.parent
READ_MAX = 4_096
START_MS = 15_000  # a slow card, busy with everything else that starts
BEGIN_MS = 3_000  # from the order to ON; the process itself refuses what is a second old
END_MS = 1_500  # from when the pulse should be over to OFF
RETRY_MS = 1_000
RETRY_MAX_MS = 30_000
STEADY_MS = 60_000

_HANGS = "the program that holds the relays does not answer; it was ended and is started anew"
_ENDED = "the program that holds the relays has ended by itself; it is started anew"
_NO_START = "the program that holds the relays cannot be started ({}): too little memory?"


class RelayProcess:
    """A `PulseGuard` whose relays are in another process.  relay_pins: of one power supply."""

    def __init__(self, relay_pins: Sequence[int], is_active_low: bool) -> None:
        options = ["--active-low"] if is_active_low else []
        self._command = [
            sys.executable, "-m", "drivers.relay_program", *options, *map(str, relay_pins),
        ]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None
        self._heard = b""
        self._expected: tuple[str, ...] = ()  # one of these is to be said ...
        self._overdue_ms: int | None = None  # ... by then
        self._pulse_ms = 0
        self._start_ms = 0
        self._retry_ms = 0  # the first time at once: nobody holds the relays
        self._ready_since_ms: int | None = None

    @property
    def pid(self) -> int:
        """0 while there is no process."""
        return 0 if self._process is None else self._process.pid

    def pulse(self, pin: int, pulse_ms: int, now_ms: int) -> bool:
        if self._process is None or self._process.stdin is None:
            return False
        order = b"pulse %d %d %d\n" % (pin, pulse_ms, now_ms)
        try:
            os.write(self._process.stdin.fileno(), order)  # so short a text goes whole or not
        except OSError:
            return False  # it has ended, as the end of its words will tell, or hangs
        finally:
            self._pulse_ms = pulse_ms
            self._expect((ON, REFUSED), now_ms + BEGIN_MS)
        return True

    def poll(self, now_ms: int) -> list[Word]:
        if self._process is None:
            return self._start(now_ms) if now_ms >= self._start_ms else []
        words = self._listen(now_ms)
        if self._overdue_ms is not None and now_ms >= self._overdue_ms:
            words.append(self._end(_HANGS, now_ms))
        return words

    def wake_at_ms(self) -> int | None:
        return self._start_ms if self._process is None else self._overdue_ms

    def fileno(self) -> int | None:
        if self._process is None or self._process.stdout is None:
            return None
        return self._process.stdout.fileno()

    def close(self) -> None:
        """Let it switch everything off and end; wait for that, so that it has been done."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        try:
            process.wait(END_MS / 1_000)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            # One more that finds nobody at the other end: it switches all off and ends.
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    self._command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    timeout=START_MS / 1_000, check=False,
                )  # fmt: skip
        process.stdout.close()

    # -- its life -------------------------------------------------------------------------

    def _start(self, now_ms: int) -> list[Word]:
        try:
            # Its own session: what is sent to all of the terminal's processes spares it.
            process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            self._plan_start(now_ms)
            return [Word(LOST, why=_NO_START.format(error))]
        assert process.stdin is not None and process.stdout is not None
        for pipe in (process.stdin, process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self._process, self._heard = process, b""
        self._expect((READY,), now_ms + START_MS)
        return []

    def _end(self, why: str, now_ms: int) -> Word:
        """Make sure that it is gone, because the next one must have the pins for itself."""
        process, self._process = self._process, None
        assert process is not None
        assert process.stdin is not None and process.stdout is not None
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        self._expect((), None)
        self._plan_start(now_ms)
        return Word(LOST, why=why)

    def _plan_start(self, now_ms: int) -> None:
        since_ms, self._ready_since_ms = self._ready_since_ms, None
        if since_ms is not None and now_ms - since_ms >= STEADY_MS:
            self._retry_ms = 0
        self._start_ms = now_ms + self._retry_ms
        self._retry_ms = min(max(2 * self._retry_ms, RETRY_MS), RETRY_MAX_MS)

    # -- its words ------------------------------------------------------------------------

    def _listen(self, now_ms: int) -> list[Word]:
        descriptor = self.fileno()
        assert descriptor is not None
        try:
            data = os.read(descriptor, READ_MAX)
        except BlockingIOError:
            return []
        if not data:
            return [self._end(_ENDED, now_ms)]
        *lines, self._heard = (self._heard + data).split(b"\n")
        words = []
        for line in lines:
            words.append(self._note(_read(line), now_ms))
            if self._process is None:
                break
        return words

    def _note(self, word: Word, now_ms: int) -> Word:
        if word.what == LOST:
            return self._end(word.why, now_ms)
        if word.what == READY:
            self._ready_since_ms = now_ms
        if word.what == ON:
            self._expect((OFF,), now_ms + self._pulse_ms + END_MS)
        elif word.what in self._expected:
            self._expect((), None)
        return word

    def _expect(self, expected: tuple[str, ...], overdue_ms: int | None) -> None:
        self._expected, self._overdue_ms = expected, overdue_ms


def _read(line: bytes) -> Word:
    what, _, rest = line.decode("utf-8", "replace").partition(" ")
    if what == LOST:
        return Word(LOST, why=rest)
    return Word(what, int(rest))

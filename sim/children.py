"""A program that the bench has started: watched, its last words kept, ended with the bench.

It knows nothing of what the program does.  The one idea: a child has a descriptor that
becomes readable when it dies (pidfd), so that an unasked death is noticed at once and not
when somebody asks.  Where `setpriv` is installed (Debian has it), the kernel ends a child
even if the bench itself is killed.
"""

import os
import shutil
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_WORDS = 12
LINE_MAX = 400
END_S = 5.0  # for a child that was asked to end


class Child:
    """One program, started as often as one likes; what it prints goes to `log` too."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.name = name
        self.command = list(command)
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        self.last_words: deque[str] = deque(maxlen=LAST_WORDS)
        self.starts = 0
        self.why_gone = ""  # why it is not running though nobody ended it
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._pidfd = self._words = -1
        self._begun = b""

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """0 while it does not run."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> None:
        assert self._process is None, f"{self.name} runs already"
        self.why_gone = ""
        self.last_words.clear()
        self.starts += 1
        watched = [setpriv, "--pdeathsig", "KILL"] if (setpriv := shutil.which("setpriv")) else []
        process = subprocess.Popen(
            [*watched, *self.command], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        self._process = process
        self._pidfd = os.pidfd_open(process.pid)
        self._words = process.stdout.fileno()
        os.set_blocking(self._words, False)

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal; SIGSTOP and SIGCONT make it hang and go on."""
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL: what a power cut is to a program."""
        self.tell(signal.SIGKILL)
        self._bury()

    def end(self, patience_s: float = END_S) -> None:
        """Ask it to end, and see that it does."""
        if self._process is None:
            return
        self.tell(signal.SIGCONT)
        self.tell(signal.SIGTERM)
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.tell(signal.SIGKILL)
        self._bury()

    # -- as a part of the bench's loop --------------------------------------------------------

    def filenos(self) -> list[int]:
        return [number for number in (self._pidfd, self._words) if number >= 0]

    def wake_at_ms(self) -> int | None:
        return None

    def advance(self, now_ms: int) -> None:
        """Take in what it says, and notice that it has died."""
        self._listen()
        if self._process is not None and self._process.poll() is not None:
            code = self._process.returncode
            self._bury()
            self.why_gone = _death(self.name, code)

    def _listen(self) -> None:
        while self._words >= 0:
            try:
                said = os.read(self._words, 65536)
            except BlockingIOError:
                return
            self._keep(said or b"\n" * bool(self._begun))
            if not said:
                self._words = -1  # the pipe itself is closed with the process

    def _keep(self, said: bytes) -> None:
        *lines, self._begun = (self._begun + said).split(b"\n")
        self._begun = self._begun[-LINE_MAX:]
        texts = [line.decode("utf-8", "replace").rstrip()[:LINE_MAX] for line in lines]
        self.last_words += [text for text in texts if text]
        if said:
            with self._log.open("ab") as file:
                file.write(said)

    def _bury(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.wait()
        self._listen()
        self._words = -1
        os.close(self._pidfd)
        self._pidfd = -1
        assert process.stdout is not None
        process.stdout.close()


def _death(name: str, code: int) -> str:
    if code < 0:
        return f"{name} was ended by {signal.Signals(-code).name}"
    return f"{name} ended by itself with code {code}"

"""A copy of the log to take away: a zip file on a stick, with nobody's secrets in it.

It holds the public parts of the newest entries, versions and failed parts.  Personal parts (tags,
codes, card ends, phone ends) are never read for it.  The idea needed to read it: sticks are slow
and are pulled out, so a thread of its own writes; the loop only asks whether it has ended.
"""

import json
import os
import threading
import zipfile
from collections.abc import Callable, Sequence

from sync.journal import Journal
from sync.lines import CHECKPOINT, Line
from terminal.effects import ExportBundle
from terminal.events import BundleExported
from terminal.part import JournalError, Part
from terminal.record import Record

LINES_MAX = 5_000
ASK_EVERY_MS = 250


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="bundle", daemon=True).start()


class Bundle(Part):
    """Writes into `folder`, where sticks are mounted.  `run` does the slow part of the work."""

    name = "bundle"
    performs = (ExportBundle,)

    def __init__(
        self,
        journal: Journal,
        terminal: str,
        folder: str,
        run: Callable[[Callable[[], None]], None] = in_a_thread,
    ) -> None:
        self._journal, self._terminal, self._folder, self._run = journal, terminal, folder, run
        self._outcomes: list[str] = []
        self._waiting = 0
        self._polled_at_ms = 0

    def perform(self, effect: Record, now_ms: int) -> None:
        assert isinstance(effect, ExportBundle), effect
        self._waiting += 1
        self._polled_at_ms = now_ms
        if effect.to != "usb":
            self._outcomes.append(f"a bundle cannot go to {effect.to}")
            return
        try:
            written = self._journal.last_seq
            lines = self._journal.unacknowledged(max(0, written - LINES_MAX), LINES_MAX)
        except JournalError as error:
            self._outcomes.append(str(error))
            return
        outcomes = self._outcomes  # of this life: what ends after a restart is nobody's
        self._run(lambda: outcomes.append(self._write(effect, lines)))

    def poll(self, now_ms: int) -> list[Record]:
        self._polled_at_ms = now_ms
        facts: list[Record] = []
        while self._outcomes:
            self._waiting -= 1
            facts.append(BundleExported(self._outcomes.pop(0)))
        return facts

    def wake_at_ms(self) -> int | None:
        return self._polled_at_ms + ASK_EVERY_MS if self._waiting else None

    def restart(self) -> None:
        self._outcomes, self._waiting = [], 0

    def _write(self, effect: ExportBundle, lines: Sequence[Line]) -> str:
        """Why it was not written, or ""."""
        if not os.path.isdir(self._folder):
            return f"there is no stick at {self._folder}"
        last = lines[-1].seq if lines else 0
        path = os.path.join(self._folder, f"pakomats-{self._terminal}-{last}.zip")
        try:
            with open(path + ".part", "wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
                    for name, text in self._contents(effect, lines):
                        bundle.writestr(name, text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(path + ".part", path)
        except OSError as error:
            return f"{path} cannot be written ({error.strerror}); try another stick"
        return ""

    def _contents(self, effect: ExportBundle, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """(name, text) of the files in it."""
        about = {
            "terminal": self._terminal,
            "versions": dict(effect.versions),
            "failed": dict(effect.failed),
        }
        told = [_public(line) for line in lines]
        return [
            ("about.json", json.dumps(about, indent=1, ensure_ascii=False) + "\n"),
            ("entries.jsonl", "".join(text + "\n" for text in told)),
        ]


def _public(line: Line) -> str:
    facts = {} if line.kind == CHECKPOINT else json.loads(line.public)
    return json.dumps(
        {"seq": line.seq, "up_ms": line.up_ms, "wall_s": line.wall_s, "kind": line.kind, **facts},
        ensure_ascii=False,
    )

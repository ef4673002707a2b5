"""What happened in a run, as one hash and, where wanted, as lines to read.

Committed entries, pictures, doors and messages go in, in the order of their happening; keys
and scanned texts never do (decision 13).  The one idea: two runs of one seed are the same
exactly when their hashes are.
"""

import hashlib
from collections.abc import Callable


class Trace:
    """Fixed columns: time in ms, terminal, what, and the facts."""

    def __init__(self, write: Callable[[str], object] | None = None) -> None:
        self._hash = hashlib.sha256()
        self._write = write
        self.lines = 0

    def add(self, now_ms: int, terminal: str, what: str, facts: str) -> None:
        """One thing that happened."""
        line = f"{now_ms:>12} {terminal:<8} {what:<8} {facts}"
        self.lines += 1
        self._hash.update(line.encode())
        if self._write is not None:
            self._write(line)

    def digest(self) -> str:
        """SHA-256 of all lines so far."""
        return self._hash.hexdigest()

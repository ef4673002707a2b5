"""A line that a part wants to keep: when it goes it is tried again, and both are told.

It turns the OSErrors of a line into the facts PartFailed and PartMended, once each, and
tries to reopen the line ever more seldom.  It knows nothing of what the bytes mean.
"""

import errno

from drivers.line import Line
from terminal import events
from terminal.record import Record

RETRY_MS = 1_000
RETRY_MAX_MS = 30_000
# A line that goes again sooner has a loose plug: it is tried no faster for having come back,
# else it would fill the journal.
STEADY_MS = 60_000


class KeptLine:
    """One line under the name of the part that depends on it.

    `facts` fills up for its part to take and clear.  While `is_up` is False, `read` gives
    b"" and `write` may not be called.
    """

    def __init__(self, line: Line, part: str) -> None:
        self.is_up = True  # until the first read says otherwise, and why
        self.facts: list[Record] = []
        self._line = line
        self._part = part
        self._why = ""
        self._retry_ms = RETRY_MS
        self._next_try_ms = 0
        self._up_since_ms: int | None = None  # None: never read yet

    def read(self, now_ms: int) -> bytes:
        """What has come in; on the way it notices that the line went, or that it is back."""
        if not self.is_up and not self._try_again(now_ms):
            return b""
        try:
            data = self._line.read()
        except OSError as error:
            self._lose(error, now_ms)
            return b""
        if self._up_since_ms is None:
            self._up_since_ms = now_ms
        return data

    def write(self, data: bytes, now_ms: int) -> None:
        """Say this; if it fails some of it may have been said, and `is_up` is False."""
        try:
            self._line.write(data)
        except OSError as error:
            self._lose(error, now_ms)

    def wake_at_ms(self) -> int | None:
        """When to read although nothing came: at first, and to try to open it again."""
        if self.is_up:
            return 0 if self._up_since_ms is None else None
        return self._next_try_ms

    def fileno(self) -> int | None:
        """Also of a line that is down, where it has one: it is on its way back."""
        return self._line.fileno()

    def hang_up(self, why: str, now_ms: int) -> None:
        """Close a line whose far end is of no use, and begin anew like after any loss."""
        self._line.close()
        self._lose(OSError(errno.EPROTO, why), now_ms)

    def restart(self) -> None:
        """Tell once more that it is down, if it is."""
        if not self.is_up:
            self.facts.append(events.PartFailed(self._part, self._why))

    def close(self) -> None:
        self._line.close()

    def _lose(self, error: OSError, now_ms: int) -> None:
        if self._up_since_ms is not None and now_ms - self._up_since_ms >= STEADY_MS:
            self._retry_ms = RETRY_MS
        self._plan_try(now_ms)
        self.is_up = False
        self._why = error.strerror or str(error)
        self.facts.append(events.PartFailed(self._part, self._why))

    def _try_again(self, now_ms: int) -> bool:
        is_due = now_ms >= self._next_try_ms
        if not is_due and self._line.fileno() is None:
            return False
        if not self._line.reopen():
            if is_due:
                self._plan_try(now_ms)
            return False
        self.is_up = True
        self._up_since_ms = now_ms
        self.facts.append(events.PartMended(self._part))
        return True

    def _plan_try(self, now_ms: int) -> None:
        self._next_try_ms = now_ms + self._retry_ms
        self._retry_ms = min(2 * self._retry_ms, RETRY_MAX_MS)

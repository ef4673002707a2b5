"""The outbox: which entries to send next, and when to send them again.

It holds no entries (they are in the journal) and sends nothing; it only keeps numbers.
An entry has left the outbox when the server has acknowledged it, and never before: what
the broker says counts only as room.  The one idea is a small window: after a few batches
without an acknowledgement it waits, then goes back to the first entry that is missing.
"""

from collections import deque
from collections.abc import Sequence

from sync.lines import Line
from sync.messages import sent_bytes

BATCH_LINES = 50
BATCH_BYTES = 128 * 1024
BATCHES_IN_FLIGHT = 4
RESEND_MS = 5_000
RESEND_MS_MAX = 120_000


def cut(lines: Sequence[Line]) -> Sequence[Line]:
    """As many of the first lines as fit into one message, at least one."""
    size = 0
    for count, line in enumerate(lines):
        size += sent_bytes(line)
        if size > BATCH_BYTES and count > 0:
            return lines[:count]
    return lines


class Outbox:
    """What has been sent on this connection."""

    def __init__(self) -> None:
        self._acknowledged = 0
        self._sent = 0
        self._in_flight: deque[int] = deque()  # the last seq of each batch
        self._resend_ms = RESEND_MS
        self._resend_at_ms: int | None = None

    def begin(self, acknowledged: int) -> None:
        """A new connection: nothing that was sent before counts."""
        self._resend_ms = RESEND_MS
        self._go_back(acknowledged)

    def _go_back(self, acknowledged: int) -> None:
        self._acknowledged = self._sent = acknowledged
        self._in_flight.clear()
        self._resend_at_ms = None

    def next_after(self, last_seq: int) -> int | None:
        """Send a batch of what follows this seq; None: nothing to send, or no room for it."""
        has_room = len(self._in_flight) < BATCHES_IN_FLIGHT
        return self._sent if has_room and self._sent < last_seq else None

    def sent(self, last_seq: int, now_ms: int) -> None:
        """A batch that ends with `last_seq` has gone out."""
        assert last_seq > self._sent, (last_seq, self._sent)
        self._sent = last_seq
        self._in_flight.append(last_seq)
        if self._resend_at_ms is None:
            self._resend_at_ms = now_ms + self._resend_ms

    def acknowledge(self, seq: int, now_ms: int) -> None:
        """The server has everything up to `seq`; lower than before: it wants the rest again."""
        if seq < self._acknowledged:
            self._go_back(seq)
            return
        if seq == self._acknowledged:
            return
        self._acknowledged = seq
        self._sent = max(self._sent, seq)
        while self._in_flight and self._in_flight[0] <= seq:
            self._in_flight.popleft()
        self._resend_ms = RESEND_MS
        self._resend_at_ms = now_ms + RESEND_MS if self._in_flight else None

    def tick(self, now_ms: int) -> None:
        """Go back to the first entry that is missing, when its time has come."""
        if self._resend_at_ms is not None and now_ms >= self._resend_at_ms:
            self._resend_ms = min(2 * self._resend_ms, RESEND_MS_MAX)
            self._go_back(self._acknowledged)

    def wake_at_ms(self) -> int | None:
        return self._resend_at_ms

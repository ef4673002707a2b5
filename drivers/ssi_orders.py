"""What a Zebra scanner is told in SSI: one order after another, each until it is obeyed.

It decides what to say and when, and has no line; `ssi_scanner.py` has one.  The idea needed
to read it: without RTS/CTS a sleeping scanner misses the first byte, so each saying of an
order is a wake-up byte, 50 ms, and the packet.  An order without an answer is said three
times in all, the second and third time marked as said again; then the scanner is mute.
"""

from drivers import ssi_codec as ssi

ANSWER_MS = 2_000  # "Host Serial Response Time-out" as it comes from the factory
SAY_MAX = 3


class Orders:
    """The orders to one scanner; `under_way` is the one that is not yet obeyed, or b""."""

    def __init__(self) -> None:
        self.under_way = b""
        self._waiting: list[bytes] = []
        self._times_said = 0
        self._is_awake = False
        self._next_ms = 0

    @property
    def are_done(self) -> bool:
        return not self.under_way and not self._waiting

    def begin_anew(self, orders: list[bytes], at_ms: int) -> None:
        """Forget all orders but these, and say nothing before that time."""
        self.under_way, self._waiting = b"", list(orders)
        self._next_ms = at_ms

    def add(self, *orders: bytes, instead_of: tuple[bytes, ...] = ()) -> None:
        """After all others; those of `instead_of` that still wait are dropped."""
        waiting = [order for order in self._waiting if order not in instead_of]
        self._waiting = [*waiting, *orders]

    def due(self, now_ms: int) -> bytes | None:
        """What to say now, b"" for nothing; None: it was said often enough, nobody answers."""
        if self.are_done or now_ms < self._next_ms:
            return b""
        if not self.under_way:
            self.under_way, self._times_said = self._waiting.pop(0), 0
        elif self._is_awake:
            return self._say(now_ms)
        if self._times_said == SAY_MAX:
            return None
        self._is_awake, self._next_ms = True, now_ms + ssi.WAKE_MS
        return ssi.WAKE_UP

    def obeyed(self, now_ms: int) -> None:
        """An acknowledgement came."""
        if self._is_said():
            self.under_way, self._next_ms = b"", now_ms

    def refused(self, cause: int, now_ms: int) -> bool:
        """A refusal came; True: it is for good, and not because the order was garbled."""
        if not self._is_said():
            return False
        if cause == ssi.RESEND and not self._is_awake:
            self._next_ms = now_ms
        return cause != ssi.RESEND

    def wake_at_ms(self) -> int | None:
        return None if self.are_done else self._next_ms

    def _is_said(self) -> bool:
        """Whether an answer now can be meant for the order under way."""
        return bool(self.under_way) and self._times_said > 0

    def _say(self, now_ms: int) -> bytes:
        order = self.under_way if not self._times_said else ssi.said_again(self.under_way)
        self._times_said += 1
        self._is_awake, self._next_ms = False, now_ms + ANSWER_MS
        return order

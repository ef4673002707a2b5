"""Messages on a TCP connection: one after the other, with nothing between or around them.

Fragments may be of any size, so a message is taken when all of it is there.  Nothing
marks where one begins: half a message that is never finished would swallow the next, so
it is dropped after 5 s.  That much patience is a guess; no source says what a reader does.
"""

from sim.card_reader.apdu import Apdu, first_in

PATIENCE_MS = 5_000


class TcpLink:
    """Finds messages in what a connection brings, and gives bytes for it."""

    # TCP tells nobody whether the other side has read, so every message counts as heard.
    is_heard = True

    def __init__(self) -> None:
        self._received = b""
        self._received_ms = 0
        self._out: list[bytes] = []

    def feed(self, data: bytes, now_ms: int) -> list[Apdu]:
        if self._received and now_ms - self._received_ms > PATIENCE_MS:
            self._received = b""
        self._received += data
        self._received_ms = now_ms
        found = []
        while (message := first_in(self._received)) is not None:
            apdu, length = message
            found.append(apdu)
            self._received = self._received[length:]
        return found

    def say(self, apdu: Apdu, now_ms: int) -> None:
        self._out.append(apdu.to_bytes())

    def advance(self, now_ms: int) -> None:
        """Nothing here waits."""

    def take(self) -> list[bytes]:
        """What is to be written now."""
        out, self._out = self._out, []
        return out

    def wake_at_ms(self) -> int | None:
        return None

    def clear(self) -> None:
        """Forget what came in by halves: the connection or the power is gone."""
        self._received = b""

"""The simulated side of the bytes seam: a serial line in virtual time.

A `Cable` has two ends.  The host's end is what a driver holds in place of a real
port and behaves like one, down to the OSError of an adapter that was pulled out;
the far end is for simulated devices.  Bytes travel at wire speed, ten bits each,
and whatever speaks while the other side speaks is garbled, as on RS-485.  What
it does not know is frames.  The one idea: a burst is carried as one piece with
the time of its last byte, and cut in pieces only where a fault says so.  A poll,
5 bytes out and 7 back, costs 1.8 us of Python here (CPython 3.11, one core of a
server), and the simulator asks for tens of millions of them.
"""

import errno
from collections.abc import Callable

from sim.line_faults import Faults
from sim.luck import Stream

# What the buffer of a port holds when nobody reads; the oldest is lost.
UNREAD_BURSTS_MAX = 256

_Trouble = tuple[int, str]
_GONE: _Trouble = (errno.ENODEV, "the serial adapter is gone")
_CLOSED: _Trouble = (errno.EBADF, "the serial line is closed")


class Cable:
    """Two ends, the wire between them, and what goes wrong with it."""

    def __init__(self, now_ms: Callable[[], int], luck: Stream, *, baud: int = 9600,
                 has_echo: bool = False, is_half_duplex: bool = True) -> None:
        """With `has_echo` the host hears all that it says, as some adapters do."""
        self.now_ms = now_ms
        self.faults: Faults | None = None
        self.has_echo = has_echo
        self.is_cut = False
        self.host = HostEnd(self)
        self.far = FarEnd(self)
        self._luck = luck
        self._baud = baud
        self._is_half_duplex = is_half_duplex

    def wake_at_ms(self) -> int | None:
        """When the next bytes arrive at either end.

        Bytes that arrived and were not read count, as they do for `select`: who
        steps the world must let both ends be read.
        """
        host, far = self.host.arrivals, self.far.arrivals
        if host and far:
            return min(host[0][0], far[0][0])
        return host[0][0] if host else far[0][0] if far else None

    def cut(self) -> None:
        """Pull the adapter out: what is on the wire ends where it is."""
        now_ms = self.now_ms()
        self.is_cut = True
        self.host.fail(_GONE)
        self.far.arrivals[:] = [self._stopped(arrival, now_ms) for arrival in self.far.arrivals]

    def mend(self) -> None:
        """Put it back. The host must open its end again to notice."""
        self.is_cut = False

    def carry(self, data: bytes, sender: "_End", receiver: "_End") -> None:
        """Take a burst from one end to the other, and to the first if it echoes."""
        if not data:
            return
        begins_ms = max(self.now_ms(), sender.speaks_until_ms)
        ends_ms = begins_ms + self._wire_ms(len(data))
        sender.speaks_until_ms = ends_ms
        if self._is_half_duplex and receiver.speaks_until_ms > begins_ms:
            data = self._collide(data, sender, begins_ms)
        if self.has_echo and sender is self.host:
            self._deliver(data, ends_ms, sender)
        self._deliver(data, ends_ms, receiver)

    def _deliver(self, data: bytes, at_ms: int, receiver: "_End") -> None:
        if self.faults is None:
            receiver.expect(at_ms, data)
            return
        for piece_at_ms, piece in self.faults.spoil(at_ms, data, self._luck):
            receiver.expect(piece_at_ms, piece)

    def _wire_ms(self, length: int) -> int:
        return (length * 10_000 + self._baud - 1) // self._baud

    def _collide(self, data: bytes, sender: "_End", begins_ms: int) -> bytes:
        """Garble this burst, and what is still on its way to its sender."""
        sender.arrivals[:] = [
            (at_ms, self._garble(other) if at_ms > begins_ms else other)
            for at_ms, other in sender.arrivals]
        return self._garble(data)

    def _garble(self, data: bytes) -> bytes:
        return bytes(byte ^ self._luck.below(256) for byte in data)

    def _stopped(self, arrival: tuple[int, bytes], now_ms: int) -> tuple[int, bytes]:
        """As much of a burst as had passed the wire by now."""
        at_ms, data = arrival
        passed_ms = now_ms - (at_ms - self._wire_ms(len(data)))
        passed = len(data) if at_ms <= now_ms else passed_ms * self._baud // 10_000
        return min(at_ms, now_ms), data[:max(0, passed)]


class _End:
    """Where bytes arrive in the order they were sent."""

    def __init__(self, cable: Cable) -> None:
        self.arrivals: list[tuple[int, bytes]] = []
        self.speaks_until_ms = 0
        self._cable = cable

    def expect(self, at_ms: int, data: bytes) -> None:
        arrivals = self.arrivals
        if arrivals:
            at_ms = max(at_ms, arrivals[-1][0])
            if len(arrivals) == UNREAD_BURSTS_MAX:
                del arrivals[0]
        arrivals.append((at_ms, data))

    def _take(self) -> bytes:
        """All that has arrived by now."""
        arrivals = self.arrivals
        if not arrivals:
            return b""
        now_ms = self._cable.now_ms()
        if arrivals[-1][0] <= now_ms:
            taken = arrivals[0][1] if len(arrivals) == 1 else b"".join(
                data for _, data in arrivals)
            arrivals.clear()
            return taken
        taken = b"".join(data for at_ms, data in arrivals if at_ms <= now_ms)
        arrivals[:] = [arrival for arrival in arrivals if arrival[0] > now_ms]
        return taken


class HostEnd(_End):
    """The `Line` that a driver holds."""

    def __init__(self, cable: Cable) -> None:
        super().__init__(cable)
        self.is_open = True
        self._trouble: _Trouble | None = None

    def read(self) -> bytes:
        if self._trouble is not None:
            self._raise(self._trouble)
        return self._take()

    def write(self, data: bytes) -> None:
        """Say all of `data`, or raise having said nothing."""
        if self._trouble is not None:
            self._raise(self._trouble)
        self._cable.carry(data, self, self._cable.far)

    def fileno(self) -> int | None:
        return None

    def reopen(self) -> bool:
        """Open again; what had come in before is forgotten."""
        if self._trouble is not None and not self._cable.is_cut:
            self._trouble = None
            self.is_open = True
        return self._trouble is None

    def close(self) -> None:
        self.is_open = False
        self.fail(_CLOSED)

    def fail(self, trouble: _Trouble) -> None:
        """Be useless from now on; a port is found out when it is next used."""
        self._trouble = trouble
        self.arrivals.clear()

    def expect(self, at_ms: int, data: bytes) -> None:
        if self._trouble is None:
            super().expect(at_ms, data)

    def _raise(self, trouble: _Trouble) -> None:
        self.is_open = False
        raise OSError(*trouble)


class FarEnd(_End):
    """The end that boards hang on. A cut only makes it quiet."""

    def read(self) -> bytes:
        return self._take()

    def write(self, data: bytes) -> None:
        self._cable.carry(data, self, self._cable.host)

"""A Zebra scanner that speaks SSI: sets it up, asks it to look, acknowledges what it reads.

The bytes are in `ssi_codec.py`, the orders in `ssi_orders.py`.  The idea needed to read it:
what the scanner says is acknowledged in the same poll that reads it, long before it would
say it again; and what it says again although it was acknowledged is not told twice.
"""

from drivers import ssi_codec as ssi
from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.ssi_orders import Orders
from terminal import events
from terminal.part import Part
from terminal.record import Record

AGAIN_MAX_MS = 6_000  # three times its time-out: later than this nothing is said again
NAK_MAX = 2  # in a row: a line that only garbles must not be talked to for ever
PAUSE_MS = 1_500  # after a text, to take the parcel away
RENEW_MS = 5_000  # a session ends by itself, after 9.9 s at the latest
RETRY_MS = 10_000
LOOKING, RESTING = (ssi.scan_enable(),), (ssi.stop_session(), ssi.scan_disable())
MUTE = (
    'the scanner does not answer: scan the codes "SSI host" and 9600 8N1 in its manual, and'
    " check its cable"
)
REFUSES = "the scanner refuses an order (cause %d): set it to its defaults, then to SSI host"


class SsiScanner(Part):
    """A decoder on a line of its own, 9600 8N1."""

    name = "scanner"

    def __init__(self, line: Line) -> None:
        self.dropped = 0  # scans that were no printable text, or more than one packet
        self._line = KeptLine(line, self.name)
        self._reader = ssi.PacketReader()
        self._orders = Orders()
        self._heard = Heard()
        self._facts: list[Record] = []
        self._why = ""  # it is mute or refuses, and that was told
        self._is_wanted = True
        self._session_ms = 0  # when to ask it to look again
        self._naks = 0
        self._begin(0)

    def want(self, is_wanted: bool) -> None:
        """Whether anybody has something to scan now; at first somebody has."""
        if is_wanted == self._is_wanted:
            return
        self._is_wanted, self._session_ms = is_wanted, 0
        now_meant = LOOKING if is_wanted else RESTING
        self._orders.add(*now_meant, instead_of=LOOKING + RESTING)

    def poll(self, now_ms: int) -> list[Record]:
        was_up = self._line.is_up
        data = self._line.read(now_ms)
        if not self._line.is_up:
            self._why = ""  # the line has told why nothing is read
        elif not was_up:
            self._begin(now_ms)
        if self._line.is_up:
            self._listen(data, now_ms)
            self._speak(now_ms)
        facts = self._line.facts + self._facts
        self._line.facts, self._facts = [], []
        return facts

    def wake_at_ms(self) -> int | None:
        if self._line.facts or self._facts:
            return 0
        wakes = [self._line.wake_at_ms()]
        if self._line.is_up:
            wakes += [self._reader.wake_at_ms(), self._orders.wake_at_ms()]
            if self._is_wanted and self._orders.are_done:
                wakes.append(self._session_ms)
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._line.restart()
        if self._why:
            self._facts.append(events.PartFailed(self.name, self._why))

    def close(self) -> None:
        self._line.close()

    def _begin(self, at_ms: int) -> None:
        """Set it up from nothing: it is new here, or has lost its memory."""
        meant = LOOKING if self._is_wanted else RESTING
        self._orders.begin_anew([ssi.send_packets(), ssi.trigger_by_host(), *meant], at_ms)
        self._reader.forget()
        self._session_ms = at_ms
        self._naks = 0

    def _write(self, data: bytes, now_ms: int) -> None:
        if self._line.is_up:
            self._line.write(data, now_ms)

    # -- hearing --------------------------------------------------------------------------

    def _listen(self, data: bytes, now_ms: int) -> None:
        packets = self._reader.feed(data, now_ms) if data else self._reader.tick(now_ms)
        for packet in packets:
            self._naks = 0
            self._take(packet, now_ms)
        if not self._reader.is_spoilt or self._reader.wake_at_ms() is not None:
            return
        self._reader.is_spoilt = False
        # What came after the garbage was whole: there is nothing to ask for.
        if not packets and self._naks < NAK_MAX:
            self._naks += 1
            self._heard.has_asked_again = True
            self._write(ssi.nak_resend(), now_ms)

    def _take(self, packet: ssi.Packet, now_ms: int) -> None:
        if packet.opcode == ssi.CMD_ACK:
            self._orders.obeyed(now_ms)
            if self._why and self._orders.are_done:
                self._why = ""
                self._facts.append(events.PartMended(self.name))
        elif packet.opcode == ssi.CMD_NAK:
            cause = packet.data[0] if packet.data else 0
            if self._orders.refused(cause, now_ms):
                self._fail(REFUSES % cause, now_ms)
        else:
            self._write(ssi.ack(), now_ms)
            if packet.opcode == ssi.DECODE_DATA:
                self._read(packet, now_ms)
            elif packet.is_boot:
                self._begin(now_ms)

    def _read(self, packet: ssi.Packet, now_ms: int) -> None:
        self._session_ms = now_ms + PAUSE_MS
        data = self._heard.whole(packet, now_ms)
        if data is None:
            return
        text = ssi.text_of(data)
        if text:
            self._facts.append(events.Scanned(text))
        else:
            self.dropped += 1

    # -- speaking -------------------------------------------------------------------------

    def _speak(self, now_ms: int) -> None:
        if self._is_wanted and self._orders.are_done and now_ms >= self._session_ms:
            self._session_ms = now_ms + RENEW_MS
            self._orders.add(ssi.start_session())
        order = self._orders.due(now_ms)
        if order is None:
            self._fail(MUTE, now_ms)
        elif order:
            self._write(order, now_ms)

    def _fail(self, why: str, now_ms: int) -> None:
        if why != self._why:
            self._why = why
            self._facts.append(events.PartFailed(self.name, why))
        self._begin(now_ms + RETRY_MS)


class Heard:
    """What was read last: so that nothing is told twice and nothing in halves."""

    def __init__(self) -> None:
        self.has_asked_again = False  # by a NAK: what is said again then was not heard before
        self._last = b""
        self._until_ms = 0
        self._is_in_parts = False

    def whole(self, packet: ssi.Packet, now_ms: int) -> bytes | None:
        """The data of a new text; b"" if it is only the end of one; None: nothing new."""
        is_recent = now_ms < self._until_ms
        is_known = packet.is_again and is_recent and packet.data == self._last
        if is_known and not self.has_asked_again:
            return None  # our acknowledgement was lost, the text was not
        is_end = self._is_in_parts and is_recent
        self.has_asked_again, self._is_in_parts = False, packet.is_part
        self._last, self._until_ms = packet.data, now_ms + AGAIN_MAX_MS
        if packet.is_part:
            return None
        return b"" if is_end else packet.data

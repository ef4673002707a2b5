"""The language of Zebra scanners in SSI: bytes to packets and back, nothing else.

When to say what is in `ssi_scanner.py`.  A packet is LENGTH OPCODE SOURCE STATUS DATA and
two bytes of checksum: the two's complement of the sum of all before it; LENGTH does not
count the checksum.  The idea needed to read it: only a packet whose checksum is right is
believed.  Where garbage stands before one it is found when the line has been quiet, and
that something was spoilt is told, so that it can be asked for again.

Source: Zebra, Simple Serial Interface Programmer's Guide, 72E-40451-04; the kinds of
barcodes from the CS3000 guide, table B-1.  Texts longer than one packet (the "intermediate"
bit) are refused whole: how they are joined was never seen, and half a text is another text.
"""

from drivers.scanner_codec import read_text

CMD_ACK, CMD_NAK, DECODE_DATA, EVENT = 0xD0, 0xD1, 0xF3, 0xF6
RESEND = 1  # the cause of a NAK that asks for the same again
WAKE_UP = b"\x00"  # nobody answers it
WAKE_MS = 50
SILENCE_MS = 200  # between two bytes of one packet ("character time-out")
PACKET_MAX = 257

_START_SESSION, _STOP_SESSION, _ENABLE, _DISABLE = 0xE4, 0xE5, 0xE9, 0xEA
_PARAM_SEND = 0xC6
_HOST, _DECODER = 0x04, 0x00
_RETRANSMITTED, _INTERMEDIATE = 0x01, 0x02
_NO_BEEP = 0xFF
_TRIGGER_MODE, _BY_HOST = 0x8A, 0x08
_PACKET_FORMAT, _PACKETED = 0xEE, 0x01
_BOOTED = b"\x03"
# The AIM prefix of kinds that read differently from what the text alone says.
_PREFIXES = {0x0F: "]C1", 0x0B: "]E0", 0x0A: "]E4", 0x23: "]e0", 0x24: "]e0", 0x25: "]e0"}


class Packet:
    """What the decoder said: `opcode`, `data`, and whether it says it again."""

    def __init__(self, opcode: int, status: int, data: bytes) -> None:
        self.opcode, self.data = opcode, data
        self.is_again = bool(status & _RETRANSMITTED)
        self.is_part = bool(status & _INTERMEDIATE)

    @property
    def is_boot(self) -> bool:
        """It has just been switched on: what it was told to do is forgotten."""
        return self.opcode == EVENT and self.data == _BOOTED


def start_session() -> bytes:
    """Look for a barcode; ends by itself after a few seconds."""
    return packet(_START_SESSION)


def stop_session() -> bytes:
    return packet(_STOP_SESSION)


def scan_enable() -> bytes:
    return packet(_ENABLE)


def scan_disable() -> bytes:
    return packet(_DISABLE)


def ack() -> bytes:
    return packet(CMD_ACK)


def nak_resend() -> bytes:
    """The last packet was spoilt: say it again."""
    return packet(CMD_NAK, bytes((RESEND,)))


def trigger_by_host() -> bytes:
    """Look only in a session; forgotten with the power."""
    return packet(_PARAM_SEND, bytes((_NO_BEEP, _TRIGGER_MODE, _BY_HOST)))


def send_packets() -> bytes:
    """Send what is read in packets, not as bare text; forgotten with the power."""
    return packet(_PARAM_SEND, bytes((_NO_BEEP, _PACKET_FORMAT, _PACKETED)))


def packet(opcode: int, data: bytes = b"") -> bytes:
    body = bytes((4 + len(data), opcode, _HOST, 0)) + data
    return body + checksum(body)


def said_again(sent: bytes) -> bytes:
    """The same packet with the mark that it was sent before."""
    body = sent[:3] + bytes((sent[3] | _RETRANSMITTED,)) + sent[4:-2]
    return body + checksum(body)


def checksum(body: bytes) -> bytes:
    total = -sum(body) & 0xFFFF
    return bytes((total >> 8, total & 0xFF))


def text_of(data: bytes) -> str:
    """The text of a DECODE_DATA packet's data; "" if it is none that may pass.

    Kinds of barcodes that matter get their AIM prefix, unless the scanner sends it itself.
    """
    if not data:
        return ""
    text = read_text(_without_suffix(data[1:]))
    if text and text[0] != "]":
        text = _PREFIXES.get(data[0], "") + text
    return text


class PacketReader:
    """Finds packets in what comes; `is_spoilt` says that something else came too."""

    def __init__(self) -> None:
        self.is_spoilt = False  # for its owner to look at after `tick`, and to clear
        self._pending = b""
        self._heard_ms = 0

    def feed(self, data: bytes, now_ms: int) -> "list[Packet]":
        """Take what came just now; returns the packets that it completes."""
        found = self.tick(now_ms)
        self._heard_ms = now_ms
        self._pending += data
        while self._pending:
            packet_found, length = _first(self._pending)
            if length == 0:
                break
            self._pending = self._pending[length:]
            if packet_found is None:
                self.is_spoilt = True
            else:
                found.append(packet_found)
        return found

    def tick(self, now_ms: int) -> "list[Packet]":
        """After silence: the packets that stand behind garbage; the rest is dropped."""
        wake_ms = self.wake_at_ms()
        found: "list[Packet]" = []
        if wake_ms is None or now_ms < wake_ms:
            return found
        pending, self._pending = self._pending, b""
        at = 0
        while at < len(pending):
            packet_found, length = _first(pending[at : at + PACKET_MAX])
            if packet_found is None:
                self.is_spoilt, length = True, 1
            else:
                found.append(packet_found)
            at += length
        return found

    def forget(self) -> None:
        """The line went: what came before it does not count."""
        self._pending, self.is_spoilt = b"", False

    def wake_at_ms(self) -> "int | None":
        """When to `tick`; None: nothing waits."""
        return self._heard_ms + SILENCE_MS if self._pending else None


def _first(data: bytes) -> "tuple[Packet | None, int]":
    """(The packet at the beginning, its bytes); (None, 1): garbage; (None, 0): too short yet."""
    length = data[0]
    if length < 4 or (len(data) > 2 and data[2] != _DECODER):
        return None, 1
    if len(data) < length + 2:
        return None, 0
    body = data[:length]
    if checksum(body) != data[length : length + 2]:
        return None, 1
    return Packet(data[1], data[3], body[4:]), length + 2


def _without_suffix(data: bytes) -> bytes:
    """Without the CR and LF that most scanners append."""
    while data[-1:] in (b"\r", b"\n"):
        data = data[:-1]
    return data

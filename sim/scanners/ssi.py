"""A Zebra decoder that speaks SSI, after the Simple Serial Interface Programmer's Guide.

Packets of LENGTH OPCODE SOURCE STATUS DATA CHECKSUM; acknowledgements both ways; what is not
acknowledged is said twice more with the retransmit bit.  As it comes from the factory it
sends bare text and reads at a pull of its trigger: a host must change both.  The one idea: it
sleeps when nothing happens, and the first byte that wakes it is lost.
"""

from dataclasses import dataclass

from sim.agenda import Agenda

ANSWER_MS = 2000  # host serial response time-out
CHARACTER_MS = 200  # between two bytes of a packet from the host
WAKING_MS = 40
AWAKE_MS = 1000
SESSION_MS = 9900
READ_MS = 60
ACK, NAK, PARAM, START, STOP, ENABLE, DISABLE = 0xD0, 0xD1, 0xC6, 0xE4, 0xE5, 0xE9, 0xEA
RESEND, BAD_CONTEXT, DENIED = 1, 2, 6


@dataclass(frozen=True)
class Habits:
    """What may differ from one decoder to the next."""

    is_mute: bool = False
    has_rts: bool = False  # wakes without losing a byte
    denies_parameters: bool = False
    reports_boot: bool = False
    suffix: bytes = b"\r\n"
    packet_max: int = 200  # of a text; longer ones come in several packets


class SsiDecoder:
    """One decoder; `unsent` counts the scans that nobody acknowledged."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.unsent = 0
        self.heard: list[tuple[int, int]] = []  # (when, opcode) of every packet from the host
        self._agenda = Agenda()
        self._saying: list[bytes] = []
        self._barcode = b""
        self._kind = 0x03
        self._switch_on()

    def _switch_on(self) -> None:
        self._parameters = {0x8A: 0x00, 0xEE: 0x00}
        self._is_enabled = True
        self._looks_until_ms = 0
        self._awake_until_ms = 0
        self._deaf_until_ms = 0
        self._buffer = b""
        self._buffer_ms = 0
        self._waiting: list[bytes] = []  # packets, the first of them unacknowledged
        self._tries = 0
        self._try = 0  # numbers the time-outs, so that an old one means nothing

    def reboot(self, now_ms: int) -> None:
        """Its supply blinked: what the host had told it is forgotten."""
        self._agenda.clear()
        self._switch_on()
        if self.habits.reports_boot:
            self._send([packet_of(0xF6, b"\x03")], now_ms)

    def hold(self, barcode: bytes, now_ms: int, kind: int = 0x03) -> None:
        """`kind` is the code type: 03 Code 128, 0F GS1-128, 1C QR."""
        self._barcode, self._kind = barcode, kind
        if now_ms < self._looks_until_ms:
            self._agenda.plan(now_ms + READ_MS, self._read)

    def take_away(self) -> None:
        self._barcode = b""

    def looking(self, now_ms: int) -> bool:
        return now_ms < self._looks_until_ms

    def due(self, now_ms: int) -> list[bytes]:
        self._agenda.advance(now_ms)
        said, self._saying = self._saying, []
        return said

    def wake_at_ms(self) -> int | None:
        return self._agenda.wake_at_ms()

    # Hearing.

    def feed(self, data: bytes, now_ms: int) -> None:
        if now_ms >= self._awake_until_ms and not self.habits.has_rts:
            data, self._deaf_until_ms = b"", now_ms + WAKING_MS
        self._awake_until_ms = now_ms + AWAKE_MS
        if now_ms < self._deaf_until_ms:
            return
        if now_ms - self._buffer_ms > CHARACTER_MS:
            self._buffer = b""
        self._buffer_ms = now_ms
        self._buffer += data
        while self._buffer:
            length = self._buffer[0]
            if length < 4:
                self._buffer = self._buffer[1:]
            elif len(self._buffer) < length + 2:
                return
            else:
                packet, self._buffer = self._buffer[: length + 2], self._buffer[length + 2 :]
                self._hear(packet, now_ms)

    def _hear(self, packet: bytes, now_ms: int) -> None:
        if self.habits.is_mute:
            return
        if sum(packet[:-2]) + int.from_bytes(packet[-2:], "big") & 0xFFFF:
            self._say(packet_of(NAK, bytes([RESEND])), now_ms)
            return
        opcode, data = packet[1], packet[4:-2]
        self.heard.append((now_ms, opcode))
        if opcode == ACK:
            self._acknowledged(now_ms)
        elif opcode == NAK:
            self._say_again(now_ms)
        else:
            cause = self._obey(opcode, data, now_ms)
            answer = packet_of(NAK, bytes([cause])) if cause else packet_of(ACK, b"")
            self._say(answer, now_ms)

    def _obey(self, opcode: int, data: bytes, now_ms: int) -> int:
        """0, or the cause of the NAK."""
        if opcode == PARAM:
            if self.habits.denies_parameters:
                return DENIED
            self._parameters.update(zip(data[1::2], data[2::2], strict=True))
        elif opcode in (ENABLE, DISABLE):
            self._is_enabled = opcode == ENABLE
            self._looks_until_ms = self._looks_until_ms if self._is_enabled else 0
        elif opcode == STOP:
            self._looks_until_ms = 0
        elif opcode == START:
            if self._parameters[0x8A] != 8 or not self._is_enabled:
                return BAD_CONTEXT
            self._looks_until_ms = now_ms + SESSION_MS
            if self._barcode:
                self._agenda.plan(now_ms + READ_MS, self._read)
        else:
            return DENIED
        return 0

    # Saying.

    def _read(self, now_ms: int) -> None:
        if not self._barcode or now_ms >= self._looks_until_ms:
            return
        self._looks_until_ms = 0
        text = self._barcode + self.habits.suffix
        if not self._parameters[0xEE]:
            self._saying.append(text)
            return
        size = self.habits.packet_max
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        self._send([
            packet_of(0xF3, bytes([self._kind]) + part, 0x00 if number == len(parts) else 0x02)
            for number, part in enumerate(parts, 1)], now_ms)

    def _send(self, packets: list[bytes], now_ms: int) -> None:
        if self._waiting:
            self.unsent += 1  # it is still busy with the one before
            return
        self._waiting, self._tries = packets, 0
        self._say_first(now_ms)

    def _say_first(self, now_ms: int) -> None:
        packet = self._waiting[0]
        if self._tries:
            packet = packet_of(packet[1], packet[4:-2], packet[3] | 0x01)
        self._say(packet, now_ms)
        self._tries += 1
        self._try += 1
        number = self._try
        self._agenda.plan(now_ms + ANSWER_MS, lambda at_ms: self._overdue(number, at_ms))

    def _overdue(self, number: int, now_ms: int) -> None:
        if number == self._try and self._waiting:
            self._say_again(now_ms)

    def _say_again(self, now_ms: int) -> None:
        if not self._waiting:
            return
        if self._tries == 3:
            self._waiting = []
            self.unsent += 1
            return
        self._say_first(now_ms)

    def _acknowledged(self, now_ms: int) -> None:
        self._waiting, self._tries = self._waiting[1:], 0
        if self._waiting:
            self._say_first(now_ms)

    def _say(self, packet: bytes, now_ms: int) -> None:
        self._awake_until_ms = now_ms + AWAKE_MS
        self._agenda.plan(now_ms + 3, lambda at_ms: self._saying.append(packet))


def packet_of(opcode: int, data: bytes, status: int = 0) -> bytes:
    body = bytes([len(data) + 4, opcode, 0x00, status]) + data
    return body + (0x10000 - sum(body)).to_bytes(2, "big")

"""Modbus RTU as a device on the line hears it: frames by silence, checked by CRC-16.

Only what every Modbus device does is here; what a function means is in the file
of the device.  The one idea: nothing in a frame says how long it is.  A frame is
whatever came before a silence of three and a half characters, and if that has a
wrong CRC or another's address the device says nothing at all.

Source: "MODBUS over Serial Line, Specification and Implementation Guide V1.02".
"""

BROADCAST = 0
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3


class Refused(Exception):
    """An order that the device answers with an exception of this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Frames:
    """Gathers bytes until the line is silent; the caller asks for the frame then."""

    def __init__(self, baud: int) -> None:
        # A character is ten bits with 8N1; a started millisecond counts whole.
        self.silence_ms = -(-35 * 1000 // baud)
        self._heard = bytearray()
        self._heard_at_ms = 0

    def take(self, data: bytes, now_ms: int) -> None:
        """Bytes of which the last arrived now."""
        self._heard += data
        self._heard_at_ms = now_ms

    def end(self, now_ms: int) -> bytes:
        """The frame that has ended by now, without its CRC; b"" if none or a wrong one."""
        if now_ms - self._heard_at_ms < self.silence_ms:
            return b""
        frame = bytes(self._heard)
        self._heard.clear()
        is_whole = len(frame) >= 4 and checked(frame[:-2]) == frame
        return frame[:-2] if is_whole else b""

    def clear(self) -> None:
        self._heard.clear()


def _shifted_out(byte: int) -> int:
    """What eight shifts of the register make of a byte: polynomial A001."""
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte


# Boards are polled millions of times in a long run, so the shifts are done once.
_SHIFTED_OUT = tuple(_shifted_out(byte) for byte in range(256))


def checked(frame: bytes) -> bytes:
    """The frame with its CRC-16 behind it, which begins at FFFF; low byte first."""
    crc = 0xFFFF
    for byte in frame:
        crc = crc >> 8 ^ _SHIFTED_OUT[(crc ^ byte) & 0xFF]
    return frame + crc.to_bytes(2, "little")

"""The words of a serial barcode scanner: bytes to texts, nothing else.

A scan is its text and CR, or CR LF; the line is in `scanner.py`, and what a text means
is the terminal's business.  The idea needed to read it: what a barcode says is chosen by
whoever printed it, so only printable text gets through, and everything is bounded.  A
text with anything else in it is dropped whole, because half a text is another text.

AIM prefixes ("]C1") stay where they are.  The separator FNC1 of a GS1 barcode comes as
the control character 1D: the only one that gets through, and few of them in one text.
"""

TEXT_MAX = 512  # bytes
FNC1 = "\x1d"
FNC1_MAX = 16  # more fields than any label has
SILENCE_MS = 200  # without CR: the rest will not come, and must not join the next scan

_CR, _LF = b"\r", b"\n"
# What Unicode calls control, format, surrogate, private or line separator, up to FFFF; no
# label needs more than that.  (A test compares this with the Unicode tables.)
_UNPRINTABLE = (
    (0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x0600, 0x0605), (0x061C, 0x061C),
    (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x180E, 0x180E),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xD800, 0xF8FF), (0xFEFF, 0xFEFF),
    (0xFFF0, 0x10FFFF),
)  # fmt: skip


class ScanReader:
    """Collects bytes until a text is whole.  `dropped` counts what was not one."""

    def __init__(self) -> None:
        self.dropped = 0
        self._pending = b""
        self._is_overlong = False  # all is thrown away up to the next CR
        self._heard_ms = 0

    def feed(self, data: bytes, now_ms: int) -> "list[str]":
        """Take what the scanner said just now; returns the texts that it completes."""
        self.tick(now_ms)
        self._heard_ms = now_ms
        pieces = (self._pending + data).split(_CR)
        texts = []
        for piece in pieces[:-1]:
            text = "" if self._is_overlong else self._read(piece)
            self._is_overlong = False
            if text:
                texts.append(text)
        self._keep(pieces[-1])
        return texts

    def tick(self, now_ms: int) -> None:
        """Drop a fragment that has waited for its CR too long."""
        wake_ms = self.wake_at_ms()
        if wake_ms is not None and now_ms >= wake_ms:
            self.forget()

    def forget(self) -> None:
        """Drop the fragment, if there is one."""
        if self._has_fragment() and not self._is_overlong:
            self.dropped += 1
        self._pending = b""
        self._is_overlong = False

    def wake_at_ms(self) -> "int | None":
        """When to `tick`; None: there is no fragment."""
        return self._heard_ms + SILENCE_MS if self._has_fragment() else None

    def _has_fragment(self) -> bool:
        # An LF may be the second half of a CR LF that has come already.
        return self._is_overlong or self._pending not in (b"", _LF)

    def _keep(self, fragment: bytes) -> None:
        self._pending = fragment
        if self._is_overlong:
            self._pending = b""
        elif len(_without_line_feed(fragment)) > TEXT_MAX:
            self._pending = b""
            self._is_overlong = True
            self.dropped += 1

    def _read(self, piece: bytes) -> str:
        """The text of a piece, "" for an empty or unprintable one."""
        piece = _without_line_feed(piece)
        text = read_text(piece)
        if piece and not text:
            self.dropped += 1
        return text


def is_printable(text: str) -> bool:
    """Nothing in it but characters that leave ink, and spaces."""
    for character in text:
        point = ord(character)
        if not 0x20 <= point <= 0x7E:
            for first, last in _UNPRINTABLE:
                if first <= point <= last:
                    return False
    return True


def read_text(data: bytes) -> str:
    """The text that a barcode's bytes spell; "" if they spell none that may pass."""
    if len(data) > TEXT_MAX:
        return ""
    try:
        text = data.decode()
    except UnicodeError:
        return ""
    ink = text.replace(FNC1, "")
    # MicroPython lets more bytes than needed stand for a character ("overlong" UTF-8), so
    # that one text would have several spellings.
    if not ink or _utf8_length(text) != len(data) or not is_printable(ink):
        return ""
    return text if len(text) - len(ink) <= FNC1_MAX else ""


def _without_line_feed(piece: bytes) -> bytes:
    return piece[1:] if piece[:1] == _LF else piece


def _utf8_length(text: str) -> int:
    """For characters up to FFFF; the others are unprintable here."""
    return sum([1 if point < 0x80 else 2 if point < 0x800 else 3 for point in map(ord, text)])

"""What a serial keypad says: bytes to names of keys, nothing else.

The line is in `serial_keypad.py`.  Such pads send one ASCII character a key, and their makers
let each key be programmed; this is what they send as they come.  The idea needed to read
it: a finger sends one byte at a time and nothing else, so a burst with a strange byte in
it, or a longer one than fingers make, is no typing at all: it is noise, an escape sequence
or a wrong device, and is dropped whole.
"""

# What may come at once when the terminal was busy for a second or two.
BURST_MAX = 8

_KEYS = {
    0x2A: "erase", 0x08: "erase", 0x7F: "erase",  # "*", Backspace, Delete
    0x23: "enter", 0x0D: "enter",  # "#", CR
    0x1B: "cancel", 0x43: "cancel", 0x63: "cancel",  # Escape, "C", "c"
}  # fmt: skip
_LF = 0x0A  # some pads send it after CR


class KeyBytes:
    """Collects nothing: each burst is by itself.  `dropped` counts bursts that were no typing."""

    def __init__(self) -> None:
        self.dropped = 0

    def feed(self, data: bytes) -> "list[str]":
        """The keys that these bytes, which came at once, say were pressed."""
        keys = [_key(byte) for byte in data if byte != _LF]
        if "" in keys or len(keys) > BURST_MAX:
            self.dropped += 1
            return []
        return keys


def _key(byte: int) -> str:
    return chr(byte) if 0x30 <= byte <= 0x39 else _KEYS.get(byte, "")

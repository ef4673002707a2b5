"""What a keyboard of the Linux input layer says: records to texts or key presses, pure.

Where the records come from is in `hid.py`.  Barcode scanners and keypads that call
themselves keyboards send key codes, not characters; a scanner types as if the keyboard were
an American one, so that is the table here, whatever layout this machine has.  The idea
needed to read it: only keys that go down count, and a text with anything in it that a plain
scanner does not type (Alt, a function key, a key of another layout, lost records) is
dropped whole up to its Enter.

A record is `struct input_event`: two longs of time, type, code, value (24 bytes where longs
have 64 bits, 16 where they have 32).  Source: Linux, include/uapi/linux/input.h and
input-event-codes.h, Documentation/input/event-codes.rst.
"""

import struct

from drivers.scanner_codec import FNC1, FNC1_MAX, TEXT_MAX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

RECORD_SIZES = (16, 24)
SILENCE_MS = 500  # without Enter: the rest will not come, and must not join the next text

_SYN, _KEY = 0, 1
_SYN_REPORT, _SYN_DROPPED = 0, 3
_UP, _DOWN = 0, 1
_ENTERS = (28, 96)
_SHIFTS, _CONTROLS = (42, 54), (29, 97)
_THREE, _EIGHT = 4, 9
_RIGHT_BRACKET = 27
# (first code, (what the keys from there type, what they type with Shift))
_ROWS = (
    (2, ("1234567890-=", "!@#$%^&*()_+")),
    (16, ("qwertyuiop[]", "QWERTYUIOP{}")),
    (30, ("asdfghjkl;'`", 'ASDFGHJKL:"~')),
    (43, ("\\zxcvbnm,./", "|ZXCVBNM<>?")),
    (55, ("*", "*")),
    (57, (" ", " ")),
    (71, ("789-456+1230.", "789-456+1230.")),
    (98, ("/", "/")),
)
_KEYPAD = {1: "cancel", 14: "erase", 111: "erase", 28: "enter", 96: "enter", 55: "erase"}


def _table(which: int) -> "dict[int, str]":
    typed = {}
    for first, rows in _ROWS:
        for index in range(len(rows[which])):
            typed[first + index] = rows[which][index]
    return typed


_PLAIN, _SHIFTED = _table(0), _table(1)
_DIGITS = "0123456789"


class RecordReader:
    """Cuts what a device says into records, whatever the pieces that it comes in."""

    def __init__(self, size: int) -> None:
        if size not in RECORD_SIZES:
            raise ValueError("input records have 16 or 24 bytes, not %d" % size)
        self._format = "<qqHHi" if size == 24 else "<iiHHi"
        self._size = size
        self._rest = b""

    def feed(self, data: bytes) -> "list[tuple[int, int, int]]":
        """[(type, code, value)] of the records that are whole now."""
        data = self._rest + data
        count = len(data) // self._size
        self._rest = data[count * self._size :]
        records = []
        for index in range(count):
            fields = struct.unpack_from(self._format, data, index * self._size)
            records.append((fields[2], fields[3], fields[4]))
        return records


class TypedReader:
    """What a scanner types, as texts.  `dropped` counts those that were none."""

    def __init__(self) -> None:
        self.dropped = 0
        self._held: "set[int]" = set()  # Shift and Control keys that are down
        self._is_lost = False  # until the next report nothing is reliable
        self._heard_ms = 0
        self._clear()

    def feed(self, records: "Iterable[tuple[int, int, int]]", now_ms: int) -> "list[str]":
        """Take the records that came just now; returns the texts that they complete."""
        self.tick(now_ms)
        texts = []
        for kind, code, value in records:
            self._heard_ms = now_ms
            if kind == _SYN:
                self._synchronise(code)
            elif kind == _KEY and not self._is_lost and self._key(code, value):
                texts += self._end()
        return texts

    def tick(self, now_ms: int) -> None:
        """Drop a fragment that has waited for its Enter too long."""
        wake_ms = self.wake_at_ms()
        if wake_ms is not None and now_ms >= wake_ms:
            self.forget()

    def forget(self) -> None:
        """Drop the fragment, if there is one, and all keys that seem to be down."""
        if self._typed or self._is_spoilt:
            self.dropped += 1
        self._held, self._is_lost = set(), False
        self._clear()

    def wake_at_ms(self) -> "int | None":
        """When to `tick`; None: there is no fragment and no key is down."""
        is_waiting = self._typed or self._is_spoilt or self._held or self._is_lost
        return self._heard_ms + SILENCE_MS if is_waiting else None

    def _clear(self) -> None:
        self._typed = ""
        self._is_spoilt = False

    def _synchronise(self, code: int) -> None:
        if code == _SYN_DROPPED:
            # The kernel's buffer was full: it may be any key that is missing.
            self._is_lost = self._is_spoilt = True
        elif code == _SYN_REPORT:
            self._is_lost = False

    def _key(self, code: int, value: int) -> bool:
        """Take one change of a key; True: it ends a text."""
        if code in _SHIFTS or code in _CONTROLS:
            if value == _UP:
                self._held.discard(code)
            else:
                self._held.add(code)
            return False
        if value != _DOWN:  # going up, or held down and repeated by the kernel
            return False
        if code in _ENTERS:
            return True
        self._add(self._character(code))
        return False

    def _character(self, code: int) -> str:
        """What this key types with the keys that are held; "" for what no scanner types."""
        if [held for held in self._held if held in _CONTROLS]:
            return FNC1 if code == _RIGHT_BRACKET else ""
        return (_SHIFTED if self._held else _PLAIN).get(code, "")

    def _add(self, character: str) -> None:
        if not character or len(self._typed) == TEXT_MAX:
            self._is_spoilt, self._typed = True, ""
        elif not self._is_spoilt:
            self._typed += character

    def _end(self) -> "list[str]":
        text, is_spoilt = self._typed, self._is_spoilt
        self._clear()
        # A Shift whose release was lost must not change the next text.
        self._held = set()
        marks = text.count(FNC1)
        if is_spoilt or (text and (marks > FNC1_MAX or marks == len(text))):
            self.dropped += 1
            return []
        return [text] if text else []


class KeyReader:
    """What a keypad that calls itself a keyboard sends, as names of keys (events.KeyPressed).

    Digits of either block; "*" erases and "#" is enter, as on pads like a telephone's.
    A key that is held is one press, and all other keys are none.
    """

    def __init__(self) -> None:
        self._is_shifted = False
        self._is_lost = False

    def feed(self, records: "Iterable[tuple[int, int, int]]") -> "list[str]":
        """The keys that these records say were pressed."""
        keys = []
        for kind, code, value in records:
            if kind == _SYN:
                self._is_lost = code == _SYN_DROPPED
                self._is_shifted = self._is_shifted and not self._is_lost
            elif kind == _KEY and not self._is_lost:
                key = self._key(code, value)
                if key:
                    keys.append(key)
        return keys

    def forget(self) -> None:
        self._is_shifted = self._is_lost = False

    def _key(self, code: int, value: int) -> str:
        if code in _SHIFTS:
            self._is_shifted = value != _UP
        if value != _DOWN:
            return ""
        if self._is_shifted and 2 <= code <= 11:
            return {_THREE: "enter", _EIGHT: "erase"}.get(code, "")
        typed = _PLAIN.get(code, "")
        return typed if typed and typed in _DIGITS else _KEYPAD.get(code, "")

"""A scanner or keypad that calls itself a keyboard: texts and keys to input records.

It types as if the keyboard were an American one, which is what scanners do until somebody
changes it.  The records are those that the Linux kernel makes of it (struct input_event):
scan code, key, report.  The one idea: a keyboard tells keys and not characters, so a capital
letter is four changes of two keys.
"""

import struct
from collections.abc import Iterable

TIME_S = 1_790_000_000  # of no meaning to anyone
EV_SYN, EV_KEY, EV_MSC, EV_LED, EV_REP = 0x00, 0x01, 0x04, 0x11, 0x14
MSC_SCAN = 0x04
LEFT_SHIFT, LEFT_CONTROL, ENTER, KEYPAD_ENTER = 42, 29, 28, 96

Change = tuple[int, int]  # key code, 1 down, 0 up, 2 repeated

# Each name stands where the kernel's header puts it, counted from KEY_ESC = 1.
_NAMES = (
    "esc 1 2 3 4 5 6 7 8 9 0 - = backspace tab q w e r t y u i o p [ ] enter ctrl"
    " a s d f g h j k l ; ' ` shift \\ z x c v b n m , . / rightshift kp* alt space"
).split()
KEYS = {name: code for code, name in enumerate(_NAMES, 1)}
_WITH_SHIFT = dict(zip('!@#$%^&*()_+{}|:"~<>?', "1234567890-=[]\\;'`,./", strict=True))


def keys_of(text: str) -> list[Change]:
    """The changes of keys that type this text; GS is Ctrl and ]."""
    changes: list[Change] = []
    for character in text:
        if character == "\x1d":
            changes += _with(LEFT_CONTROL, KEYS["]"])
        elif character.isupper() or character in _WITH_SHIFT:
            key = _WITH_SHIFT.get(character, character.lower())
            changes += _with(LEFT_SHIFT, KEYS[key])
        else:
            changes += press(KEYS["space" if character == " " else character])
    return changes


def press(key: int) -> list[Change]:
    return [(key, 1), (key, 0)]


def _with(other: int, key: int) -> list[Change]:
    return [(other, 1), *press(key), (other, 0)]


def records(changes: Iterable[Change], *, is_64_bit: bool = True) -> bytes:
    """The kernel's records of these changes, each with its scan code and its report."""
    made = b""
    for key, value in changes:
        if value != 2:
            made += record(EV_MSC, MSC_SCAN, 0x70000 + key, is_64_bit=is_64_bit)
        made += record(EV_KEY, key, value, is_64_bit=is_64_bit)
        made += record(EV_SYN, 0, 1 if value == 2 else 0, is_64_bit=is_64_bit)
    return made


def record(kind: int, code: int, value: int, *, is_64_bit: bool = True) -> bytes:
    times = struct.pack("<qq" if is_64_bit else "<ii", TIME_S, 250_000)
    return times + struct.pack("<HHi", kind, code, value)


def typed(text: str) -> bytes:
    """A scan, as the records of a whole text with its Enter."""
    return records(keys_of(text) + press(ENTER))

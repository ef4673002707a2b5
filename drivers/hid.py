"""A scanner or keypad that calls itself a keyboard, read raw and for us alone.

It finds the device that the configuration names, takes it away from everybody else and
gives its input records as bytes; what they mean is in `hid_codec.py`.  The idea needed to
read it: a keyboard types into whatever listens, a console or another program, so a device
that cannot be grabbed is not read at all, and one that nobody named is never touched.  All
event nodes of a device are grabbed, because some spread their keys over several.

While this program does not run, nobody holds the device: no console may listen on the
machine's keyboards then (systemd: no getty on the terminal's screen).
"""

import errno
import fcntl
import os
import select
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

RECORD_SIZE = struct.calcsize("llHHi")
READ_MAX = 64 * RECORD_SIZE
SYS_INPUT = "/sys/class/input"
DEV_INPUT = "/dev/input"
_EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)
_ID_DIGITS = 4


def grab(descriptor: int) -> None:
    """Take an input device for us alone (Linux, EVIOCGRAB); released with its descriptor."""
    fcntl.ioctl(descriptor, _EVIOCGRAB, 1)


class HidLine:
    """The records of one device as a `drivers.line.Line`; whole records in each `read`.

    `name` is a path ("/dev/input/by-id/...-event-kbd") or VENDOR:PRODUCT in hex
    ("0c2e:0b61", as lsusb shows it).  What is missing is a fact: see `Line`.
    """

    def __init__(
        self, name: str, *, take: Callable[[int], None] = grab,
        sys_input: str = SYS_INPUT, dev_input: str = DEV_INPUT,
    ) -> None:  # fmt: skip
        self._name = name
        self._take = take
        self._sys_input, self._dev_input = Path(sys_input), dev_input
        self._nodes: dict[int, bytes] = {}  # descriptor -> half a record
        self._watch: select.epoll | None = None
        self._why = f"{name} is closed"
        self.reopen()

    @property
    def is_open(self) -> bool:
        return self._watch is not None

    def read(self) -> bytes:
        if self._watch is None:
            raise OSError(errno.ENODEV, self._why)
        return b"".join([self._read(descriptor) for descriptor in list(self._nodes)])

    def write(self, data: bytes) -> None:
        raise ValueError("nothing is said to a keyboard")

    def fileno(self) -> int | None:
        return None if self._watch is None else self._watch.fileno()

    def reopen(self) -> bool:
        self.close()
        paths = self._paths()
        if not paths:
            self._why = _absent(self._name)
            return False
        self._watch = select.epoll()
        return all(self._open(path) for path in paths)

    def close(self) -> None:
        for descriptor in self._nodes:
            os.close(descriptor)
        self._nodes.clear()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
            self._why = f"{self._name} is closed"

    def _paths(self) -> list[str]:
        """The event nodes of the device: one by path, any number by VENDOR:PRODUCT."""
        if not is_usb_id(self._name):
            return [self._name] if os.path.exists(self._name) else []
        wanted = tuple(self._name.lower().split(":"))
        found = []
        for node in sorted(self._sys_input.glob("event*")):
            with suppress(OSError):
                own = [(node / "device/id" / part).read_text() for part in ("vendor", "product")]
                if tuple(part.strip() for part in own) == wanted:
                    found.append(os.path.join(self._dev_input, node.name))
        return found

    def _open(self, path: str) -> bool:
        assert self._watch is not None
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            return self._give_up(_refusal(path, error))
        self._nodes[descriptor] = b""
        try:
            self._take(descriptor)
            self._watch.register(descriptor, select.EPOLLIN)
        except OSError as error:
            return self._give_up(_not_ours(path, error))
        return True

    def _give_up(self, why: str) -> bool:
        self.close()
        self._why = why
        return False

    def _read(self, descriptor: int) -> bytes:
        try:
            data = os.read(descriptor, READ_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            self._lose(error)
        if not data:
            self._lose(None)
        data = self._nodes[descriptor] + data
        whole = len(data) // RECORD_SIZE * RECORD_SIZE
        self._nodes[descriptor] = data[whole:]
        return data[:whole]

    def _lose(self, cause: OSError | None) -> NoReturn:
        self.close()
        self._why = f"{self._name} is gone: it was unplugged or lost its power; check its cable"
        raise OSError(errno.ENODEV, self._why) from cause


def is_usb_id(name: str) -> bool:
    """VENDOR:PRODUCT, four hex digits each."""
    vendor, colon, product = name.partition(":")
    digits = set("0123456789abcdefABCDEF")
    return bool(colon) and all(
        len(part) == _ID_DIGITS and set(part) <= digits for part in (vendor, product)
    )


def _absent(name: str) -> str:
    where = "lsusb" if is_usb_id(name) else "ls /dev/input/by-id"
    return (
        f"{name} cannot be found: nothing is plugged in under that name; check the cable and the"
        f" name ({where} shows what there is)"
    )


def _refusal(path: str, error: OSError) -> str:
    if error.errno == errno.EACCES:
        remedy = "this account may not use it; add it to the group input"
    else:
        remedy = "check the cable and the name"
    return f"{path} cannot be opened: {remedy} [{error}]"


def _not_ours(path: str, error: OSError) -> str:
    if error.errno == errno.EBUSY:
        remedy = f"another program holds it; close that (fuser -v {path} names it)"
    else:
        remedy = "it is no keyboard of the input layer; check its name"
    return f"{path} cannot be had for us alone, so it is not read: {remedy} [{error}]"

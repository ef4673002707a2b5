"""The bytes seam: a serial line, the only place that knows pyserial.

It moves bytes and tells when the device is gone; what they mean is in the codecs, and
trying again is in `kept_line.py`.  The idea needed to read it: nothing here ever waits.
pyserial opens and sets up the port; reading and writing go straight to the descriptor,
because pyserial's own `write` spins for ever when the buffer of a port is full.

RS-485 direction is the adapter's business: boards of the Raspberry Pi class have no
kernel control for it, so use a USB adapter or a HAT that switches by itself.
"""

import errno
import os
import select
import termios
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

if TYPE_CHECKING:
    from serial import Serial

READ_MAX = 4_096
BY_ID = Path("/dev/serial/by-id")
CAPTURE_MAX = 10_000_000  # bytes of a capture: weeks of polls, and no card is filled by it


class Line(Protocol):
    """What every line can do, real or simulated.

    `read` and `write` raise OSError when the device is gone, and then `is_open` is False;
    `strerror` says for a technician what is wrong and what to check.
    """

    @property
    def is_open(self) -> bool: ...

    def read(self) -> bytes:
        """What has come in; b"" if nothing."""

    def write(self, data: bytes) -> None:
        """Say all of it.  After an OSError some of it may have been said."""

    def fileno(self) -> int | None:
        """Becomes readable when there is something to read; None: no such thing, or closed."""

    def reopen(self) -> bool:
        """Try to open it again; is it open?"""

    def close(self) -> None:
        """Give back the device.  Safe to call twice."""


class PortFound(NamedTuple):
    """A serial port that is there.  name: the one that stays when others are plugged in."""

    name: str
    what: str


def ports_found(listed: Iterable[Any] | None = None, kept: Path = BY_ID) -> list[PortFound]:
    """The serial ports of this machine.  listed: as pyserial tells them; kept: names for life."""
    names = {os.path.realpath(link): str(link) for link in sorted(kept.glob("*"))}
    real = [port for port in (_listed() if listed is None else listed) if port.hwid != "n/a"]
    return [
        PortFound(names.get(os.path.realpath(port.device), port.device), _called(port))
        for port in sorted(real, key=lambda port: str(port.device))
    ]


def _called(port: Any) -> str:
    name = os.path.basename(port.device)
    return name if port.description in ("n/a", name) else f"{port.description} ({name})"


class SerialLine:
    """A serial port for us alone, raw, 8N1 (or 8N2), without flow control.

    A device that is missing is a fact, not an exception: `is_open` is False, `read` says
    why, `reopen` tries again.
    """

    def __init__(self, path: str, baud: int = 9600, stop_bits: int = 1) -> None:
        self._path = path
        self._baud = baud
        self._stop_bits = stop_bits
        self._port: Serial | None = None
        self._why = f"{path} is closed"
        self.reopen()

    @property
    def is_open(self) -> bool:
        return self._port is not None

    def read(self) -> bytes:
        descriptor = self._descriptor()
        try:
            data = os.read(descriptor, READ_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            self._lose(_gone(self._path), error)
        # A port that hung up reads as empty for ever.
        if not data and _has_hung_up(descriptor):
            self._lose(_gone(self._path), None)
        return data

    def write(self, data: bytes) -> None:
        descriptor = self._descriptor()
        try:
            count = os.write(descriptor, data)
        except BlockingIOError as error:
            self._lose(_stuck(self._path), error)
        except OSError as error:
            self._lose(_gone(self._path), error)
        if count < len(data):
            self._lose(_stuck(self._path), None)

    def fileno(self) -> int | None:
        return None if self._port is None else self._port.fileno()

    def reopen(self) -> bool:
        self.close()
        try:
            self._port = _open_port(self._path, self._baud, self._stop_bits)
        except OSError as error:
            self._why = _refusal(self._path, error)
        return self.is_open

    def close(self) -> None:
        if self._port is None:
            return
        port, self._port = self._port, None
        self._why = f"{self._path} is closed"
        # What is still in the buffer must not come out late, as an order to open might; and
        # a close with bytes left waits for them up to 30 s.  A device that is gone refuses.
        with suppress(OSError, termios.error):
            port.reset_output_buffer()
        port.close()

    def _descriptor(self) -> int:
        if self._port is None:
            raise OSError(errno.ENODEV, self._why)
        return self._port.fileno()

    def _lose(self, why: str, cause: OSError | None) -> NoReturn:
        self.close()
        self._why = why
        raise OSError(errno.ENODEV, why) from cause


class CapturedLine:
    """Any line, with all that passes written to a file, for looking at a fault in the field.

    One text line a burst: monotonic milliseconds, "<" for what came in and ">" for what went
    out, the bytes in hex.  Only for lock lines: what a scanner reads may not be written down.
    """

    def __init__(self, line: Line, path: Path, monotonic_ms: Callable[[], int]) -> None:
        self._line = line
        self._monotonic_ms = monotonic_ms
        self._file = path.open("ab", buffering=0)
        self._room = CAPTURE_MAX - self._file.tell()

    @property
    def is_open(self) -> bool:
        return self._line.is_open

    def read(self) -> bytes:
        data = self._line.read()
        if data:
            self._note("<", data)
        return data

    def write(self, data: bytes) -> None:
        self._note(">", data)
        self._line.write(data)

    def fileno(self) -> int | None:
        return self._line.fileno()

    def reopen(self) -> bool:
        return self._line.reopen()

    def close(self) -> None:
        self._line.close()
        self._file.close()
        self._room = 0

    def _note(self, way: str, data: bytes) -> None:
        text = f"{self._monotonic_ms()} {way} {data.hex(' ').upper()}\n".encode()
        self._room -= len(text)
        if self._room < 0:
            return
        try:
            self._file.write(text)
        except OSError:
            self._room = 0  # a full disk ends the capture, never the line


def _open_port(path: str, baud: int, stop_bits: int) -> "Serial":
    try:
        import serial
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"{path} cannot be used: pyserial is not installed."
            " Install it with: pip install pyserial"
        ) from error
    return serial.Serial(
        path, baud, stopbits=stop_bits, timeout=0, write_timeout=0, exclusive=True
    )


def _listed() -> list[Any]:
    try:
        from serial.tools import list_ports
    except ModuleNotFoundError as error:
        raise SystemExit(
            "Ports cannot be found: pyserial is not installed."
            " Install it with: pip install pyserial"
        ) from error
    return list(list_ports.comports())


def _has_hung_up(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, 0)
    return bool(poll.poll(0))


def _gone(path: str) -> str:
    return f"{path} is gone: it was unplugged or lost its power; check its cable"


def _stuck(path: str) -> str:
    return f"{path} takes no more bytes: its adapter hangs; unplug it and plug it in again"


def _refusal(path: str, error: OSError) -> str:
    remedies = {
        errno.ENOENT: "nothing is plugged in there; check the cable and the name"
        " (ls /dev/serial/by-id shows what there is)",
        errno.EACCES: "this account may not use it; add it to the group dialout",
        errno.EAGAIN: f"another program has it open; close that (fuser -v {path} names it)",
        errno.EBUSY: f"another program has it open; close that (fuser -v {path} names it)",
    }
    # pyserial gives no number where a file is there but is no serial port.
    remedy = remedies.get(error.errno or 0, "it is not a serial port that works; check its name")
    return f"{path} cannot be opened: {remedy} [{error}]"

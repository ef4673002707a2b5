"""The real wires of a card reader that runs alone: a TCP port, or a pseudo-terminal.

A wire brings bytes and takes bytes, and says when a connection is gone.  It knows neither
messages nor time.  The one idea: over TCP a reader talks to one register at a time, and
without power its port is shut, as the plug of a real one is dead.
"""

import os
import socket
import sys
import tty
from collections.abc import Callable, Sequence
from typing import Protocol


class Wire(Protocol):
    """What the loop of the program needs of either kind."""

    @property
    def place(self) -> str:
        """Where it is to be found."""

    def watched(self) -> list[int]:
        """Descriptors that something may come from."""

    def hear(self, ready: Sequence[int]) -> tuple[bytes, bool]:
        """What came, and whether the connection is gone now."""

    def say(self, data: bytes) -> None: ...

    def keep(self, is_awake: bool) -> None:
        """Be reachable, or not."""

    def close(self) -> None: ...


def _print(text: str) -> None:
    print(text, flush=True)


class TcpWire:
    """A port of this machine, for one register at a time."""

    def __init__(self, port: int, tell: Callable[[str], None] = _print) -> None:
        """Port 0 takes any that is free; OSError when it cannot be had."""
        self.port = port
        self._tell = tell
        self._listener: socket.socket | None = None
        self._register: socket.socket | None = None
        self._is_broken = False
        self._open()

    @property
    def place(self) -> str:
        return f"127.0.0.1 port {self.port}"

    def watched(self) -> list[int]:
        return [end.fileno() for end in (self._register, self._listener) if end is not None]

    def hear(self, ready: Sequence[int]) -> tuple[bytes, bool]:
        data, is_lost = b"", self._is_broken
        self._is_broken = False
        if self._register is not None and self._register.fileno() in ready:
            data = self._read(self._register)
            if not data:
                is_lost = True
                self._hang_up()
        if self._listener is not None and self._listener.fileno() in ready:
            self._accept(self._listener)
        return data, is_lost

    def say(self, data: bytes) -> None:
        if self._register is None:
            return
        try:
            self._register.sendall(data)
        except OSError:
            # It has gone, or has not read for so long that nothing more fits.
            self._hang_up()
            self._is_broken = True

    def keep(self, is_awake: bool) -> None:
        if is_awake and self._listener is None:
            self._open()
            self._tell("the reader listens again")
        elif not is_awake and self._listener is not None:
            self.close()

    def close(self) -> None:
        # Whoever hears that the connection is gone may knock at once, and must find nobody.
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self._hang_up()

    def _open(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]

    def _accept(self, listener: socket.socket) -> None:
        register, _ = listener.accept()
        if self._register is not None:
            self._tell("a second register knocks and is sent away")
            register.close()
            return
        self._tell("a register has connected")
        register.setblocking(False)
        register.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._register = register

    def _hang_up(self) -> None:
        if self._register is not None:
            self._tell("the connection is gone")
            self._register.close()
            self._register = None

    @staticmethod
    def _read(register: socket.socket) -> bytes:
        try:
            return register.recv(4096)
        except OSError:
            return b""


class PtyWire:
    """A raw pseudo-terminal whose other side is at a path; it never loses a connection."""

    def __init__(self, path: str) -> None:
        """OSError when the path cannot be made."""
        self._port, self._other_side = os.openpty()
        tty.setraw(self._other_side)
        os.set_blocking(self._port, False)
        self.place = path
        self._name = os.ttyname(self._other_side)
        # Held open here, the pty survives whoever opens and closes it at the path.
        if os.path.islink(path) and os.path.dirname(os.readlink(path)) == "/dev/pts":
            os.unlink(path)  # left by one of us that was killed
        os.symlink(self._name, path)

    def watched(self) -> list[int]:
        return [self._port]

    def hear(self, ready: Sequence[int]) -> tuple[bytes, bool]:
        return (os.read(self._port, 4096) if self._port in ready else b""), False

    def say(self, data: bytes) -> None:
        try:
            os.write(self._port, data)
        except BlockingIOError:
            print("nobody reads what the reader says; it is lost", flush=True)

    def keep(self, is_awake: bool) -> None:
        """A pty stays where it is; the reader behind it hears nothing."""

    def close(self) -> None:
        if os.path.islink(self.place) and os.readlink(self.place) == self._name:
            os.unlink(self.place)
        os.close(self._other_side)
        os.close(self._port)


def open_wire(port: int | None, path: str | None) -> TcpWire | PtyWire:
    """The one that was asked for, or an end in words."""
    try:
        if path is not None:
            return PtyWire(path)
        assert port is not None
        return TcpWire(port)
    except (OSError, OverflowError) as error:
        where, what = (f"make {path}", "--pty a path that can be created") if path else (
            f"listen on port {port}", "--port one that is free, or 0 for any")
        sys.exit(f"cannot {where}: {getattr(error, 'strerror', None) or error}; give {what}")

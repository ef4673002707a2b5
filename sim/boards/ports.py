"""Where a board that is started alone can be reached: a pty, or a TCP port of this machine.

A pty takes the place of the RS-485 adapter, the TCP port that of a converter such
as KERONG's BU unit, which passes the bytes of the line through as they are (not
Modbus TCP).  This file owns descriptors and knows no boards, no clock and no
loop.  The one idea: a port never waits; the loop in `__main__.py` does, on what
`watched` names.
"""

import os
import socket
import sys
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

READ_MAX = 4096
# So often an eager client is read before the loop looks at anything else.
READS_MAX = 16
NOBODY_READS = "nobody reads what the board says; it is lost"


class Port(Protocol):
    """What the loop does with any port."""

    @property
    def name(self) -> str:
        """What to give a client to be connected."""

    def watched(self) -> list[int]:
        """The descriptors that become readable when `hear` has something to do."""

    def hear(self) -> bytes:
        """What has come in; b"" if nothing."""

    def say(self, data: bytes) -> None:
        """Send it, or say that it is lost."""


class PtyPort:
    """One end of a raw pty; whoever opens the other end is the client."""

    def __init__(self, path: str, descriptor: int) -> None:
        self.name = path
        self._descriptor = descriptor

    def watched(self) -> list[int]:
        return [self._descriptor]

    def hear(self) -> bytes:
        try:
            return os.read(self._descriptor, READ_MAX)
        except BlockingIOError:
            return b""

    def say(self, data: bytes) -> None:
        try:
            os.write(self._descriptor, data)
        except BlockingIOError:
            print(NOBODY_READS, flush=True)


class TcpPort:
    """Serves one client at a time; a second is turned away, and a new one may come after it."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._client: socket.socket | None = None
        host, number = listener.getsockname()
        self.name = f"{host}:{number}"

    def watched(self) -> list[int]:
        descriptors = [self._listener.fileno()]
        return descriptors if self._client is None else [*descriptors, self._client.fileno()]

    def hear(self) -> bytes:
        # The client first: one that hung up and called again is not a second one.
        heard = self._read()
        self._admit()
        return heard

    def say(self, data: bytes) -> None:
        if self._client is None:
            print(NOBODY_READS, flush=True)
            return
        try:
            self._client.send(data)
        except BlockingIOError:
            print(NOBODY_READS, flush=True)
        except OSError:
            self.hang_up()

    def hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
            print("the client is gone", flush=True)

    def _read(self) -> bytes:
        heard = b""
        for _ in range(READS_MAX):
            if self._client is None:
                break
            try:
                piece = self._client.recv(READ_MAX)
            except BlockingIOError:
                break
            except OSError:
                piece = b""
            if not piece:
                self.hang_up()
            heard += piece
        return heard

    def _admit(self) -> None:
        try:
            caller, _ = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        if self._client is not None:
            caller.close()
            print("a second client is turned away", flush=True)
            return
        caller.setblocking(False)
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client = caller
        print("a client is here", flush=True)


@contextmanager
def pty_at(path: str) -> Iterator[Port]:
    """A raw pty whose other side is at `path` while it lasts."""
    descriptor, other_side = os.openpty()
    tty.setraw(other_side)
    os.set_blocking(descriptor, False)
    name = os.ttyname(other_side)
    # Held open here, the pty survives whoever opens and closes it at the path.
    _link(path, name)
    try:
        yield PtyPort(path, descriptor)
    finally:
        if os.path.islink(path) and os.readlink(path) == name:
            os.unlink(path)
        os.close(other_side)
        os.close(descriptor)


@contextmanager
def tcp_at(number: int) -> Iterator[Port]:
    """A TCP port of this machine and no other; 0 takes one that is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", number))
        except (OSError, OverflowError) as error:
            sys.exit(f"cannot listen on TCP port {number}: {error};"
                     " give --tcp another number, or 0 for any that is free")
        listener.listen()
        listener.setblocking(False)
        port = TcpPort(listener)
        try:
            yield port
        finally:
            port.hang_up()


def _link(path: str, name: str) -> None:
    # A link to a pty was left by one of us that was killed; nothing else is ours to remove.
    if os.path.islink(path) and os.path.dirname(os.readlink(path)) == os.path.dirname(name):
        os.unlink(path)
    try:
        os.symlink(name, path)
    except OSError as error:
        sys.exit(f"cannot make {path}: {error.strerror}; give --pty a path that can be created")

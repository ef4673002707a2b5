"""Dialling: a TCP connection made step by step, so that nobody waits for it.

It ends with a connected socket or with a sentence; what is said over the socket is not
its business.  The one idea: a connection under way is a descriptor that becomes writable,
but a name can only be looked up by waiting.  So that is done on a thread of its own, the
only one in the program, and a name that cannot be looked up keeps its last addresses.
"""

import contextlib
import errno
import os
import select
import socket
import threading
from typing import Any

Address = tuple[socket.AddressFamily, tuple[Any, ...]]

ATTEMPT_MS = 10_000  # for one address; Linux sends its first three SYNs within 7 s
LOOKUP_MS = 20_000
LOOK_AGAIN_MS = 50  # no descriptor says that a lookup is done


class DialError(OSError):
    """No connection; the text says why, and what a technician can do."""


class Lookup:
    """One question to the system's resolver, answered later."""

    def __init__(self, host: str, port: int) -> None:
        self.addresses: list[Address] = []
        self.why = ""
        self._host, self._port = host, port
        self._thread = threading.Thread(target=self._ask, name="lookup", daemon=True)
        self._thread.start()

    def _ask(self) -> None:
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            self.why = getattr(error, "strerror", None) or str(error)
            return
        self.addresses = [(family, address) for family, _, _, _, address in found]

    def is_done(self) -> bool:
        return not self._thread.is_alive()


class Dialer:
    """Dials one host, as often as asked: `begin`, then `poll` until there is an outcome."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._known = _numeric(host, port)
        self._is_numeric = bool(self._known)
        self._lookup: Lookup | None = None
        self._untried: list[Address] = []
        self._wire: socket.socket | None = None
        self._until_ms: int | None = None  # for the lookup, then for each address
        self._why = ""

    def begin(self) -> None:
        """Begin anew.  An unfinished lookup goes on: there is never more than one."""
        self.stop()
        self._untried = list(self._known) if self._is_numeric else []
        if not self._is_numeric and self._lookup is None:
            self._lookup = Lookup(self._host, self._port)

    def stop(self) -> None:
        if self._wire is not None:
            self._wire.close()
        self._wire = self._until_ms = None

    def fileno(self) -> int | None:
        """Becomes writable when an attempt has an outcome; None while a name is looked up."""
        return None if self._wire is None else self._wire.fileno()

    def wake_at_ms(self, now_ms: int) -> int | None:
        return now_ms + LOOK_AGAIN_MS if self._wire is None else self._until_ms

    def poll(self, now_ms: int) -> socket.socket | None:
        """The connected socket, None if not yet.  Raises DialError if there will be none."""
        if self._lookup is not None and self._wire is None and not self._is_found(now_ms):
            return None
        while True:
            if self._wire is None:
                self._wire = self._dial_next(now_ms)
            error = self._error(self._wire, now_ms)
            if error is None:
                return None
            wire, self._wire = self._wire, None
            if error == 0:
                return wire
            self._why = os.strerror(error)
            wire.close()

    def _is_found(self, now_ms: int) -> bool:
        """Whether the lookup is done, or has taken long enough."""
        assert self._lookup is not None
        if self._until_ms is None:
            self._until_ms = now_ms + LOOKUP_MS
        if self._lookup.is_done():
            self._known = self._lookup.addresses or self._known
            self._why = self._lookup.why
            self._lookup = None
        elif now_ms < self._until_ms:
            return False
        else:
            self._why = "its name is still being looked up"
        self._untried = list(self._known)
        return True

    def _dial_next(self, now_ms: int) -> socket.socket:
        while self._untried:
            self._until_ms = now_ms + ATTEMPT_MS
            try:
                return _dial(*self._untried.pop(0))
            except OSError as error:
                self._why = error.strerror or str(error)
        raise DialError(
            f"The broker {self._host}:{self._port} cannot be reached ({self._why}): check that it"
            " runs, its address in the configuration, and the network."
        )

    def _error(self, wire: socket.socket, now_ms: int) -> int | None:
        """0 for connected, an errno for failed, None for not yet."""
        look = select.poll()
        look.register(wire, select.POLLOUT)
        if look.poll(0):
            return wire.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        is_over = self._until_ms is not None and now_ms >= self._until_ms
        return errno.ETIMEDOUT if is_over else None


def _numeric(host: str, port: int) -> list[Address]:
    """The address that `host` is, if it is no name."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, UnicodeError):
            continue
        return [(family, (host, port))]
    return []


def _dial(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
    wire = socket.socket(family, socket.SOCK_STREAM)
    try:
        wire.setblocking(False)
        # Small messages that wait for their answers: Nagle would hold them back.
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(BlockingIOError):  # It is under way.
            wire.connect(address)
    except OSError:
        wire.close()
        raise
    return wire

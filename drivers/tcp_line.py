"""The bytes seam over TCP: a line to a card reader, or to lock boards behind a network adapter.

It is a `Line` as in `line.py`, and like there nothing here ever waits, connecting least of
all.  The idea needed to read it: the loop waits for one descriptor to become readable, and a
socket that has connected becomes writable.  So `fileno` is that of an epoll object, which
is readable when whatever we wait for has come, be it the connection or bytes.

The connection that is begun when the line is made gets the benefit of the doubt: until it
fails the line counts as open, nothing comes in, and what is said waits.
"""

import errno
import os
import select
import socket
from typing import NoReturn

READ_MAX = 4_096
WAITING_MAX = 65_536  # bytes said before the connection stood

# Nobody there: known after 3 s (two tries), so that the far end's own sentence comes first.
_SYN_RETRIES = 1
# Died without a word: known after some 20 s of silence, or of bytes not confirmed.
_IDLE_S, _BETWEEN_S, _PROBES, _UNCONFIRMED_MS = 10, 5, 2, 20_000
_RESET_ON_CLOSE = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # struct linger: on, 0 s


class TcpLine:
    """A connection that we make to one far end.

    host: its address in numbers.  ValueError for a name: to look one up is to wait.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            found = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
            )
        except socket.gaierror as error:
            raise ValueError(
                f"{host} is no address: give it in numbers, as in 192.168.0.20, because looking"
                " up a name can take longer than people wait"
            ) from error
        self._family, self._address = found[0][0], found[0][4]
        self._place = f"{host}:{port}"
        self._socket: socket.socket | None = None
        self._epoll: select.epoll | None = None
        self._is_connected = False
        self._waiting = b""
        self._why = f"{self._place} is closed"
        self._begin()
        self._is_trusted = self._socket is not None

    @property
    def is_open(self) -> bool:
        return self._is_connected or self._is_trusted

    def read(self) -> bytes:
        connection = self._connection()
        if not self._is_connected and not self._finish():
            return b""
        try:
            data = connection.recv(READ_MAX)
        except BlockingIOError:
            return b""
        except OSError as error:
            self._lose(_lost(self._place, error), error)
        if not data:
            self._lose(f"{self._place} closed the connection", None)
        return data

    def write(self, data: bytes) -> None:
        self._connection()
        if not self._is_connected and not self._finish():
            self._waiting += data
            if len(self._waiting) > WAITING_MAX:
                self._lose(_stuck(self._place), None)
            return
        self._send(data)

    def fileno(self) -> int | None:
        """Also while it connects, so that the loop looks as soon as it has."""
        return None if self._epoll is None else self._epoll.fileno()

    def reopen(self) -> bool:
        """Begin to connect, or see how far it has come; True only when it stands."""
        if self._is_connected:
            self.close()
        self._is_trusted = False
        try:
            if self._socket is None:
                self._begin()
            return self._socket is not None and self._finish()
        except OSError:
            return False

    def close(self) -> None:
        if self._socket is not None and self._epoll is not None:
            # What is still on its way must not arrive late, as an order to open might.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._epoll.close()
            self._socket.close()
            self._why = f"{self._place} is closed"
        self._socket = self._epoll = None
        self._is_connected = self._is_trusted = False
        self._waiting = b""

    # -- connecting -----------------------------------------------------------------------

    def _begin(self) -> None:
        connection = socket.socket(self._family, socket.SOCK_STREAM)
        connection.setblocking(False)
        for level, option, value in (
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE_S),
            (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _BETWEEN_S),
            (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _PROBES),
            (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNCONFIRMED_MS),
            (socket.IPPROTO_TCP, socket.TCP_SYNCNT, _SYN_RETRIES),
        ):
            connection.setsockopt(level, option, value)
        self._socket, self._epoll = connection, select.epoll()
        self._epoll.register(connection.fileno(), select.EPOLLIN | select.EPOLLOUT)
        number = connection.connect_ex(self._address)
        if number not in (0, errno.EINPROGRESS):
            self._fail(number)

    def _finish(self) -> bool:
        """Does the connection stand?  Raises OSError if it has failed."""
        assert self._socket is not None and self._epoll is not None
        if not self._epoll.poll(0):
            return False
        number = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            self._lose(_refusal(self._place, number), None)
        self._is_connected = True
        self._epoll.modify(self._socket.fileno(), select.EPOLLIN)
        waiting, self._waiting = self._waiting, b""
        if waiting:
            self._send(waiting)
        return True

    def _fail(self, number: int) -> None:
        self.close()
        self._why = _refusal(self._place, number)

    # -- bytes ----------------------------------------------------------------------------

    def _send(self, data: bytes) -> None:
        assert self._socket is not None
        try:
            count = self._socket.send(data, socket.MSG_NOSIGNAL)
        except BlockingIOError as error:
            self._lose(_stuck(self._place), error)
        except OSError as error:
            self._lose(_lost(self._place, error), error)
        if count < len(data):
            self._lose(_stuck(self._place), None)

    def _connection(self) -> socket.socket:
        if self._socket is None or not self.is_open:
            raise OSError(errno.ENOTCONN, self._why)
        return self._socket

    def _lose(self, why: str, cause: OSError | None) -> NoReturn:
        self.close()
        self._why = why
        raise OSError(errno.ENOTCONN, why) from cause


def _stuck(place: str) -> str:
    return f"{place} takes no more bytes: its device hangs; switch it off and on again"


def _lost(place: str, error: OSError) -> str:
    return f"the connection to {place} broke: check its power and its network cable [{error}]"


def _refusal(place: str, number: int) -> str:
    nobody = "nothing answers at this address; check its power and its network cable"
    remedies = {
        errno.ECONNREFUSED: "something is there that does not listen; check the port number,"
        " and whether its program runs",
        errno.EHOSTUNREACH: nobody,
        errno.ETIMEDOUT: nobody,
        errno.ENETUNREACH: "this machine has no way to that network; check its own network cable",
    }
    remedy = remedies.get(number, "check the address")
    return f"{place} cannot be reached: {remedy} [{os.strerror(number)}]"

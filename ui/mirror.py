"""A window for a bench on the real screen: a display that shows what another one shows.

It stands before a display and is one, so that nobody else knows of it.  Whoever opens its Unix
socket reads a line of JSON at once and at every change, and may touch:

    -> {"screen": "Stuck", "picture": 7, "language": "lv", "style": "calm", "pressed": "",
        "panel": {"w_mm": 222.6, "h_mm": 130.4}, "texts": ["Durvis neatvērās", ...],
        "keys": [{"key": "again", "x_mm": 7.0, "y_mm": 91.4, "w_mm": 38.9, "h_mm": 16.0}, ...],
        "png": "iVBORw0..."}              "png" only after {"pictures": true}
    -> {"tune": "accepted"}               what is heard
    <- {"pictures": true}                 sends the present picture too
    <- {"touch": [26.4, 99.4]}            millimetres from the upper left corner

It shows the codes that people type and takes anyone's finger: it is off unless the site names a
path, its socket is for the owner alone (0600), and it has no place in a terminal in the street.
A client that does not read, or sends nonsense, is dropped: a bench must never slow a terminal.
"""

import base64
import contextlib
import json
import os
import selectors
import socket
from pathlib import Path

from ui.display import Display
from ui.picture import Picture
from ui.theme import Panel

LINE_MAX = 4096
# Some twenty pictures: who is so far behind is not looking.
UNSENT_MAX = 2_000_000
CLIENTS_MAX = 8


class MirrorError(OSError):
    """The socket cannot be made; the text says why and what to do next."""


class Client:
    """Somebody who looks on: what is still to be sent to them, and half a line of theirs."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.unsent = b""
        self.received = b""
        self.wants_pictures = False
        self.is_gone = False

    def send(self, message: dict[str, object]) -> None:
        self.unsent += json.dumps(message, ensure_ascii=False).encode() + b"\n"
        self.flush()
        self.is_gone = self.is_gone or len(self.unsent) > UNSENT_MAX

    def flush(self) -> None:
        try:
            while self.unsent:
                self.unsent = self.unsent[self.connection.send(self.unsent) :]
        except BlockingIOError:
            pass  # the rest goes when the client has read
        except OSError:
            self.is_gone = True

    def lines(self) -> list[bytes]:
        """The whole lines that have come; a broken or endless one ends the connection."""
        try:
            while part := self.connection.recv(LINE_MAX):
                self.received += part
            self.is_gone = True
        except BlockingIOError:
            pass
        except OSError:
            self.is_gone = True
        *lines, self.received = self.received.split(b"\n")
        self.is_gone = self.is_gone or len(self.received) > LINE_MAX
        return lines


class Mirror:
    """A display before another one.  MirrorError if no socket can be made at `path`."""

    is_live = True

    def __init__(self, display: Display, path: Path, panel: Panel | None = None) -> None:
        self._display, self._path, self._panel = display, path, panel or Panel()
        self.poll_every_ms = display.poll_every_ms
        self.why_silent = display.why_silent
        self._clients: list[Client] = []
        self._touches: list[tuple[float, float]] = []
        self._shown: tuple[Picture, int, str] | None = None
        self._selector = selectors.DefaultSelector()
        self._socket = _listen(path)
        self._selector.register(self._socket, selectors.EVENT_READ)

    # -- as a display ---------------------------------------------------------------------

    def draw(self, picture: Picture, now_ms: int, pressed: str = "") -> bool:
        is_new = self._display.draw(picture, now_ms, pressed)
        self._shown = (picture, now_ms, pressed)
        if is_new:
            self._tell(self._clients)
        return is_new

    def touches(self) -> list[tuple[float, float]]:
        self._serve()
        touches, self._touches = self._touches, []
        return self._display.touches() + touches

    def typed(self) -> list[str]:
        return self._display.typed()

    def play(self, tune: str) -> None:
        self._display.play(tune)
        for client in self._clients:
            client.send({"tune": tune})
        self._settle()

    def png(self) -> bytes:
        return self._display.png()

    def fileno(self) -> int | None:
        """Readable when a client comes, speaks or goes, so that the loop answers at once."""
        return self._selector.fileno()

    def close(self) -> None:
        for client in self._clients:
            client.is_gone = True
        self._settle()
        self._selector.close()
        if self._socket.fileno() >= 0:
            self._socket.close()
            with contextlib.suppress(FileNotFoundError):
                self._path.unlink()
        self._display.close()

    # -- clients --------------------------------------------------------------------------

    def _serve(self) -> None:
        for ready, events in self._selector.select(0):
            if ready.fileobj is self._socket:
                self._accept()
            elif events & selectors.EVENT_READ:
                self._hear(ready.data)
            else:
                ready.data.flush()
        self._settle()

    def _accept(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return  # it went away before we came
        connection.setblocking(False)
        if len(self._clients) >= CLIENTS_MAX:
            connection.close()
            return
        client = Client(connection)
        self._clients.append(client)
        self._selector.register(connection, selectors.EVENT_READ, client)
        self._tell([client])

    def _hear(self, client: Client) -> None:
        for line in client.lines():
            try:
                message = json.loads(line)
                self._take(client, message)
            except (ValueError, TypeError):
                client.is_gone = True

    def _take(self, client: Client, message: object) -> None:
        """One message; ValueError or TypeError for what is none."""
        if not isinstance(message, dict):
            raise ValueError(message)
        if "touch" in message:
            x_mm, y_mm = message["touch"]
            self._touches.append((float(x_mm), float(y_mm)))
        if "pictures" in message:
            client.wants_pictures = bool(message["pictures"])
            self._tell([client])

    def _tell(self, clients: list[Client]) -> None:
        """Send what is on the glass; a PNG is made only if somebody wants it."""
        if self._shown is None or not clients:
            return
        message = _message(*self._shown, self._panel)
        pictured = message
        if any(client.wants_pictures for client in clients):
            pictured = {**message, "png": base64.b64encode(self.png()).decode()}
        for client in clients:
            client.send(pictured if client.wants_pictures else message)
        self._settle()

    def _settle(self) -> None:
        """Let go of those who are gone; wake for those who have not read everything yet."""
        for client in self._clients:
            if client.is_gone:
                self._selector.unregister(client.connection)
                client.connection.close()
                continue
            waits = selectors.EVENT_WRITE if client.unsent else 0
            self._selector.modify(client.connection, selectors.EVENT_READ | waits, client)
        self._clients = [client for client in self._clients if not client.is_gone]


def _message(picture: Picture, now_ms: int, pressed: str, panel: Panel) -> dict[str, object]:
    keys = [
        {
            "key": key.name,
            "x_mm": round(key.box.x_mm, 2),
            "y_mm": round(key.box.y_mm, 2),
            "w_mm": round(key.box.w_mm, 2),
            "h_mm": round(key.box.h_mm, 2),
        }
        for key in picture.keys_shown()
    ]
    return {
        "screen": picture.screen,
        "picture": picture.number,
        "language": picture.language,
        "style": picture.style,
        "pressed": pressed,
        "panel": {"w_mm": round(panel.width_mm, 2), "h_mm": round(panel.height_mm, 2)},
        "texts": picture.texts(now_ms),
        "keys": keys,
    }


def _listen(path: Path) -> socket.socket:
    """A listening socket for the owner alone, in the place of one that a dead program left."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)
    mask = os.umask(0o177)
    try:
        if path.is_socket():
            path.unlink()
        listener.bind(str(path))
        listener.listen(CLIENTS_MAX)
    except OSError as error:
        listener.close()
        raise MirrorError(
            f"the mirror of the screen cannot listen at {path} ({error}); name a path in a folder"
            " that this program may write to, shorter than 100 characters"
        ) from error
    finally:
        os.umask(mask)
    return listener

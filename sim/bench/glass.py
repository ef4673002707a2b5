"""The bench's eyes and finger at a running terminal: the far end of `ui/mirror.py`.

It reads what is on the real glass and touches it; what the screens mean is for others.  The
one idea: the socket lives and dies with the terminal's process, so that a connection that
ends is a glass that went dark, and it is looked for again until it is there.
"""

import json
import socket
from base64 import b64decode
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LOOK_AGAIN_MS = 30
READ_MAX = 1 << 20
TUNES_KEPT = 20


class Key(NamedTuple):
    """A key on the glass, in millimetres from the upper left corner."""

    name: str
    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float


class Glass:
    """What one sees of a terminal; `screen` is "" while it is dark."""

    def __init__(self, path: Path, *, with_pictures: bool) -> None:
        self.path = path
        self.is_wanted = False  # whether there is a program whose glass could be looked at
        self.on_change: Callable[[], None] = lambda: None
        self.changes = 0
        self.pictures = 0
        self.tunes: deque[str] = deque(maxlen=TUNES_KEPT)
        self._with_pictures = with_pictures
        self._socket: socket.socket | None = None
        self._begun = b""
        self._look_at_ms = 0
        self._go_dark()

    def _go_dark(self) -> None:
        self.screen, self.language, self.pressed = "", "", ""
        self.texts: tuple[str, ...] = ()
        self.keys: tuple[Key, ...] = ()
        self.size_mm = (222.6, 130.4)
        self.png = b""
        self.number = 0  # of the picture: a press answers the one that it was meant for

    @property
    def is_lit(self) -> bool:
        return self.screen != ""

    def has(self, name: str) -> bool:
        """Whether a key of that name is on the glass."""
        return any(key.name == name for key in self.keys)

    # -- a finger -----------------------------------------------------------------------------

    def touch(self, x_mm: float, y_mm: float) -> None:
        """Touch the glass anywhere; a dark one feels nothing."""
        self._say({"touch": [round(x_mm, 2), round(y_mm, 2)]})

    def press(self, name: str) -> bool:
        """Touch the middle of a key; False if it is not on the glass."""
        for key in self.keys:
            if key.name == name:
                self.touch(key.x_mm + key.w_mm / 2, key.y_mm + key.h_mm / 2)
                return True
        return False

    # -- as a part of the loop ----------------------------------------------------------------

    def filenos(self) -> list[int]:
        return [] if self._socket is None else [self._socket.fileno()]

    def wake_at_ms(self) -> int | None:
        return self._look_at_ms if self._socket is None and self.is_wanted else None

    def advance(self, now_ms: int) -> None:
        if self._socket is None and self.is_wanted and now_ms >= self._look_at_ms:
            self._look_at_ms = now_ms + LOOK_AGAIN_MS
            self._connect()
        if self._socket is not None:
            self._read(self._socket)

    def close(self) -> None:
        """Look away."""
        self.is_wanted = False
        self._lose()

    def _connect(self) -> None:
        eye = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        eye.setblocking(False)
        try:
            eye.connect(str(self.path))
        except OSError:  # no program listens yet, or any more
            eye.close()
            return
        self._socket = eye
        if self._with_pictures:
            self._say({"pictures": True})

    def _say(self, message: dict[str, object]) -> None:
        if self._socket is not None:
            with suppress(OSError):  # reading will find out that it is gone
                self._socket.sendall(json.dumps(message).encode() + b"\n")

    def _read(self, eye: socket.socket) -> None:
        while True:
            try:
                got = eye.recv(READ_MAX)
            except BlockingIOError:
                return
            except OSError:
                got = b""
            if not got:
                self._lose()
                return
            *lines, self._begun = (self._begun + got).split(b"\n")
            for line in lines:
                self._take(json.loads(line))

    def _take(self, message: dict[str, object]) -> None:
        if "tune" in message:
            self.tunes.append(str(message["tune"]))
        if "screen" in message:
            self._see(message)
        self._tell()

    def _see(self, message: dict[str, object]) -> None:
        keys, texts, panel = message["keys"], message["texts"], message["panel"]
        assert isinstance(keys, list) and isinstance(texts, list) and isinstance(panel, dict)
        self.screen, self.language = str(message["screen"]), str(message["language"])
        self.pressed = str(message["pressed"])
        self.texts = tuple(texts)
        self.keys = tuple(
            Key(key["key"], key["x_mm"], key["y_mm"], key["w_mm"], key["h_mm"]) for key in keys
        )
        self.size_mm = panel["w_mm"], panel["h_mm"]
        self.number = int(str(message["picture"]))
        if "png" in message:
            self.png = b64decode(str(message["png"]))
            self.pictures += 1

    def _lose(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._begun = None, b""
        self._go_dark()
        self._tell()

    def _tell(self) -> None:
        self.changes += 1
        self.on_change()

"""Real wires in place of serial cables: a pty at a path that serial software opens like a port.

It carries bytes and knows nothing of boards or barcodes.  The one idea: the side that is
opened at the path is held open here too, so that the wire survives whoever opens and closes
it; only `unplug` takes it away, and then the other end meets what an adapter that was pulled
out leaves behind.
"""

import os
import tty
from contextlib import suppress
from pathlib import Path

READ_MAX = 4096


class Wire:
    """A raw pty; its other side is at `path` while it is plugged in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._near = self._far = -1
        self.plug()

    @property
    def is_plugged(self) -> bool:
        return self._near >= 0

    def plug(self) -> None:
        """Put it in (again): a new pty, so that nothing of before comes out of it."""
        if self.is_plugged:
            return
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        with suppress(FileNotFoundError):
            self.path.unlink()
        self.path.symlink_to(os.ttyname(self._far))

    def unplug(self) -> None:
        """Pull it out: whoever has it open is told by the kernel.  Safe twice."""
        if not self.is_plugged:
            return
        with suppress(FileNotFoundError):
            self.path.unlink()
        os.close(self._far)
        os.close(self._near)
        self._near = self._far = -1

    def filenos(self) -> list[int]:
        return [self._near] if self.is_plugged else []

    def read(self) -> bytes:
        """What has come from the other end, b"" if nothing."""
        if not self.is_plugged:
            return b""
        try:
            return os.read(self._near, READ_MAX)
        except BlockingIOError:
            return b""

    def write(self, data: bytes) -> None:
        """Say it; what nobody has read for too long is lost, as on a real wire."""
        if self.is_plugged:
            with suppress(BlockingIOError):
                os.write(self._near, data)

    close = unplug

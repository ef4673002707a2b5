"""Lines from a descriptor that is somebody's keyboard or a program's pipe.

It never waits and never trusts a line to end.  The one idea: the end of the
input is not the end of the server, which goes on without anybody to ask it.
"""

import os

LONGEST_LINE = 64 * 1024


class Keyboard:
    """Complete lines, without their ends; `is_open` until the input has ended."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._begun = b""

    @property
    def is_open(self) -> bool:
        return self._descriptor is not None

    def fileno(self) -> int:
        assert self._descriptor is not None  # asked only while it is open
        return self._descriptor

    def lines(self) -> list[str]:
        """What has been typed; to be called when the descriptor is readable."""
        got = self._read()
        if not got:
            self._descriptor = None
            got = b"\n" if self._begun else b""
        *complete, self._begun = (self._begun + got).split(b"\n")
        if len(self._begun) > LONGEST_LINE:
            self._begun = b""
        return [line.decode("utf-8", "replace").rstrip("\r") for line in complete]

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno(), LONGEST_LINE)
        except OSError:  # a terminal that was closed
            return b""

"""Barcode scanners as their manuals describe them, in virtual time.

`plain.py` has those that send bare text, with and without a serial trigger; `ssi.py` a Zebra
decoder with its packets; `wedge.py` one that calls itself a keyboard.  They share no code and
no constants with our drivers.  The one idea: a scanner reads what is held before it only
while it looks, and what makes it look differs from make to make.
"""

from typing import Protocol


class Scanner(Protocol):
    """What any of those on a serial line can do in a simulated world."""

    def hold(self, barcode: bytes, now_ms: int) -> None:
        """Hold a barcode before it until it is taken away."""

    def take_away(self) -> None: ...

    def feed(self, data: bytes, now_ms: int) -> None:
        """Bytes from the host have arrived."""

    def due(self, now_ms: int) -> list[bytes]:
        """What it says by now."""

    def wake_at_ms(self) -> int | None: ...

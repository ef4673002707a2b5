"""Texts as QR codes: the one file that knows the library which makes them.

What comes out are rows of dark and light modules without the quiet zone, which the display leaves.
"""

import functools

import segno

from ui.page import Page
from ui.picture import Area, Qr

DARK, LIGHT = (18, 32, 29), (255, 255, 255)


@functools.lru_cache(maxsize=32)
def modules(text: str, level: str = "l") -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, True is dark; error correction L as Smart-ID asks (hardware.md 7.1)."""
    code = segno.make_qr(text, error=level, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def place(page: Page, text: str, box: Area) -> None:
    """What stays: dark on light in every style, and M, for a smear must not spoil it."""
    page.items.append(Qr(text, box, modules(text, "m"), DARK, LIGHT))

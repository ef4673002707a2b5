"""A text as squares for the camera of a phone: the one place that knows the library for it.

Level M of error correction: a smear or a reflection on the glass must not make it unreadable.
"""

import functools

import segno

from ui.page import Page
from ui.picture import Area, QrCode

QUIET = 4  # squares on every side, ISO/IEC 18004
DARK, LIGHT = (18, 32, 29), (255, 255, 255)


@functools.cache
def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of a QR code, from the top, with the quiet zone around it."""
    code = segno.make_qr(text, error="m")
    return tuple(tuple(bool(square) for square in row) for row in code.matrix_iter(border=QUIET))


def place(page: Page, text: str, box: Area) -> None:
    """Dark on light in every style: not every phone reads the opposite."""
    page.items.append(QrCode(text, squares(text), box, DARK, LIGHT))

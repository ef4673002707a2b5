"""The seam of pixels and sound: what a presenter asks of a display, real or simulated.

It is a shape and does nothing.  A display draws pictures and tells where it was touched; which
key lies there, and what a press means, is not its to know.
"""

from typing import Protocol

from ui.picture import Picture


class ScreenMissing(OSError):
    """There is no screen to draw on; the text says why and what to do next."""


class Display(Protocol):
    """Draws pictures and tells what was touched.  None of its methods waits."""

    # How often it must be asked for touches, in milliseconds; None: it has none of its own.
    poll_every_ms: int | None
    # Whether somebody watches, so that seconds must count down and pressed keys light up.
    is_live: bool
    # Why no tune can be heard, for a technician; "" where all is well.
    why_silent: str

    def draw(self, picture: Picture, now_ms: int, pressed: str = "") -> bool:
        """Show it, with the key named `pressed` under a finger; False if nothing changed.

        ScreenMissing if the screen is gone.
        """

    def touches(self) -> list[tuple[float, float]]:
        """Where it was touched since the last call, in millimetres, oldest first."""

    def typed(self) -> list[str]:
        """The keys of a keyboard pressed since the last call, by the names of our keys."""

    def play(self, tune: str) -> None:
        """Begin a tune of effects.Sound; one that is playing is cut off."""

    def png(self) -> bytes:
        """What is on the glass, as a PNG file; b"" where there are no pixels."""

    def fileno(self) -> int | None:
        """A descriptor that is readable when there is something to ask for, or None."""

    def close(self) -> None:
        """Give back the screen.  Safe to call twice."""

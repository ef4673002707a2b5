"""The simulated glass: keeps the last picture, and lets people of the simulation read and touch it.

It has no pixels.  A finger goes to the middle of a key that is found by its name in the display
list, so that a press works only where there is a key on the glass, and lands where it stands.
"""

from collections.abc import Callable

from ui.courier import LEAVE_INSIDE, TAKE_OUT
from ui.display import ScreenMissing
from ui.picture import Door, Picture, Qr
from ui.words import words_in


class SimDisplay:
    """Implements ui.display.Display.  `on_draw` is told the name of each new screen."""

    poll_every_ms: int | None = None
    # Nobody watches the seconds pass, and simulated days are long.
    is_live = False
    why_silent = ""

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self.pressed = ""
        self.tunes: list[str] = []
        self.is_unplugged = False
        self.on_draw: Callable[[str], None] | None = None
        self._touches: list[tuple[float, float]] = []
        self._typed: list[str] = []

    # -- the seam -------------------------------------------------------------------------

    def draw(self, picture: Picture, now_ms: int, pressed: str = "") -> bool:
        if self.is_unplugged:
            raise ScreenMissing("the screen is gone: it was unplugged")
        is_new = picture is not self.picture and picture != self.picture
        is_changed = is_new or pressed != self.pressed
        self.picture, self.pressed = picture, pressed
        if is_new and self.on_draw is not None:
            self.on_draw(picture.screen)
        return is_changed

    def touches(self) -> list[tuple[float, float]]:
        touches, self._touches = self._touches, []
        return touches

    def typed(self) -> list[str]:
        typed, self._typed = self._typed, []
        return typed

    def play(self, tune: str) -> None:
        self.tunes.append(tune)

    def png(self) -> bytes:
        return b""

    def fileno(self) -> int | None:
        return None

    def close(self) -> None:
        self.go_dark()

    # -- people ---------------------------------------------------------------------------

    @property
    def screen(self) -> str:
        """The name of what is on the glass, "" while it is dark."""
        return self.picture.screen if self.picture is not None else ""

    def keys(self) -> list[str]:
        """The names of the keys on the glass."""
        if self.picture is None:
            return []
        return [key.name for key in self.picture.keys_shown()]

    def press(self, name: str) -> bool:
        """Touch the middle of a key; False if there is none of that name."""
        if self.picture is not None:
            for key in self.picture.keys_shown():
                if key.name == name:
                    self.touch(*key.box.centre)
                    return True
        return False

    def touch(self, x_mm: float, y_mm: float) -> None:
        """A finger anywhere on the glass."""
        self._touches.append((x_mm, y_mm))

    def type(self, name: str) -> None:
        """A key of a keyboard, by the name of ours."""
        self._typed.append(name)

    def texts(self, now_ms: int) -> list[str]:
        """Every line that can be read."""
        return self.picture.texts(now_ms) if self.picture is not None else []

    def doors_shown(self) -> tuple[int, ...]:
        """The doors that are pointed at: on the plate, and on the map."""
        if self.picture is None:
            return ()
        items = self.picture.items
        chosen = [item.compartment for item in items if isinstance(item, Door) and item.is_chosen]
        return tuple(sorted({*chosen, *filter(None, [self.picture.door])}))

    def qr_codes(self) -> list[str]:
        """What a phone reads that is pointed at the glass."""
        items = self.picture.items if self.picture is not None else ()
        return [item.text for item in items if isinstance(item, Qr)]

    def says_take_out(self) -> bool:
        """Whether a courier is told to take out what is named."""
        if self.picture is None:
            return False
        said = words_in(self.picture.language).say(TAKE_OUT)
        return said in " ".join(self.texts(0))

    def says_leave(self, parcel: str) -> bool:
        """Whether a courier is told to leave that parcel where it lies."""
        if self.picture is None:
            return False
        said = words_in(self.picture.language).say(LEAVE_INSIDE, parcels="").strip()
        return parcel in " ".join(self.texts(0)).partition(said)[2]

    def go_dark(self) -> None:
        """The power is cut: nothing is shown, and no finger is waiting."""
        self.picture, self.pressed = None, ""
        self._touches, self._typed = [], []

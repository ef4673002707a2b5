"""Draws a picture on the panel and reads fingers and keys: the only file that knows pygame.

It decides nothing: what to draw, where and in which colour stands in the picture.  The idea needed
to read it: everything round is drawn four times as large and scaled down, which is what makes it
smooth, and kept, because the same keys and words come again and again.  Text too: at its own size
the font's hinting would move each letter by up to half a pixel, and lines would not be as wide as
`metrics.py` says.
"""

import functools
import io
import itertools
import os
from pathlib import Path

from ui import icons
from ui.display import ScreenMissing
from ui.metrics import FONTS
from ui.picture import (
    Colour,
    Countdown,
    Door,
    Frame,
    Icon,
    Item,
    Key,
    Picture,
    Qr,
    Text,
    Typed,
    time_left,
    typed_sign,
)
from ui.theme import Panel
from ui.tunes import RATE_HZ, samples

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
try:
    import pygame
except ImportError as error:
    raise ScreenMissing(
        "The library pygame is not installed, so nothing can be shown;"
        " install it with: pip install pygame-ce"
    ) from error

FINER = 4
QUIET_MODULES = 4  # light ones around a square code, as its standard asks
# A finger's touch would come a second time as a mouse's; the signals of the process are not SDL's.
HINTS = {
    "SDL_TOUCH_MOUSE_EVENTS": "0",
    "SDL_MOUSE_TOUCH_EVENTS": "0",
    "SDL_NO_SIGNAL_HANDLERS": "1",
}
HIDDEN_DRIVERS = ("offscreen", "dummy")
NAMES_OF_KEYS = {
    pygame.K_BACKSPACE: "erase",
    pygame.K_DELETE: "erase",
    pygame.K_ESCAPE: "cancel",
    pygame.K_RETURN: "ok",
    pygame.K_KP_ENTER: "ok",
    **{getattr(pygame, f"K_{digit}"): str(digit) for digit in range(10)},
    **{getattr(pygame, f"K_KP{digit}"): str(digit) for digit in range(10)},
}
EVENTS = (pygame.FINGERDOWN, pygame.MOUSEBUTTONDOWN, pygame.KEYDOWN)
# Often enough that a key lights up at once, seldom enough to cost a Raspberry Pi nothing.
POLL_EVERY_MS = 20


class PygameDisplay:
    """A panel; `driver` is SDL's name for the way to it, "" to let it choose.

    ScreenMissing if there is no screen, or not the one that `panel` describes.  Only the driver
    "offscreen" draws without a screen, because a terminal that nobody can see must not run.
    """

    is_live = True

    def __init__(self, panel: Panel, driver: str = "", is_fullscreen: bool = True) -> None:
        self._panel = panel
        self.poll_every_ms = None if driver in HIDDEN_DRIVERS else POLL_EVERY_MS
        os.environ.update(HINTS)
        self._surface = self._open(driver, is_fullscreen and driver not in HIDDEN_DRIVERS)
        self.why_silent = _open_sound()
        self._shown: tuple[Picture, str, str] | None = None

    def _open(self, driver: str, is_fullscreen: bool) -> pygame.Surface:
        size = self._panel.width_px, self._panel.height_px
        before = os.environ.get("SDL_VIDEODRIVER", "")
        try:
            os.environ["SDL_VIDEODRIVER"] = driver or before
            pygame.display.init()
            pygame.font.init()
            _check_screen(driver, size if is_fullscreen else None)
            surface = pygame.display.set_mode(size, pygame.FULLSCREEN if is_fullscreen else 0)
        except pygame.error as error:
            raise ScreenMissing(
                f"The screen cannot be opened ({error}); see that it is connected and that this"
                " program may use it (groups video, render and input)."
            ) from error
        finally:
            os.environ["SDL_VIDEODRIVER"] = before
        pygame.display.set_caption("Pakomāts")
        pygame.mouse.set_visible(not is_fullscreen)
        pygame.event.set_blocked(None)
        pygame.event.set_allowed(EVENTS)
        return surface

    # -- drawing --------------------------------------------------------------------------

    def draw(self, picture: Picture, now_ms: int, pressed: str = "") -> bool:
        left = time_left(picture.until_ms, now_ms) if picture.has_countdown() else ""
        if self._shown == (picture, left, pressed):
            return False
        self._shown = (picture, left, pressed)
        self._surface.fill(picture.ground)
        for item in picture.items:
            self._draw(item, picture, left, pressed)
        try:
            pygame.display.flip()
        except pygame.error as error:
            raise ScreenMissing(f"the screen is gone: {error}") from error
        return True

    def _draw(self, item: Item, picture: Picture, left: str, pressed: str) -> None:
        if isinstance(item, Frame):
            self._frame(item)
        elif isinstance(item, Text):
            self._text(item, item.text)
        elif isinstance(item, Countdown):
            self._text(item, item.text.format(left=left))
        elif isinstance(item, Typed):
            self._sign(item, typed_sign(item, picture.typed))
        elif isinstance(item, Icon):
            self._icon(item)
        elif isinstance(item, Door):
            self._frame(item.face)
        elif isinstance(item, Qr):
            self._square(item)
        else:
            self._key(item, item.name == pressed)

    def _square(self, code: Qr) -> None:
        """Each module as many whole pixels as fit, or phones would not read it."""
        box, count = code.box, len(code.rows) + 2 * QUIET_MODULES
        side = self._px(box.w_mm)
        step = side // count
        left = self._px(box.x_mm) + (side - step * count) // 2 + QUIET_MODULES * step
        top = self._px(box.y_mm) + (side - step * count) // 2 + QUIET_MODULES * step
        self._surface.fill(code.light, (self._px(box.x_mm), self._px(box.y_mm), side, side))
        for row, modules in enumerate(code.rows):
            for column, is_dark in enumerate(modules):
                if is_dark:
                    place = (left + column * step, top + row * step, step, step)
                    self._surface.fill(code.dark, place)

    def _key(self, key: Key, is_pressed: bool) -> None:
        self._frame(key.pressed if is_pressed else key.face)
        for part in key.inside:
            if isinstance(part, Text):
                self._text(part, part.text)
            else:
                self._icon(part)

    def _frame(self, frame: Frame) -> None:
        px = self._px
        box = frame.box
        left, top = px(box.x_mm), px(box.y_mm)
        rect = pygame.Rect(left, top, px(box.right_mm) - left, px(box.bottom_mm) - top)
        edge = frame.border or frame.fill
        edge_px = max(1, px(frame.border_mm)) if frame.border else 0
        radius = min(px(frame.radius_mm), rect.width // 2, rect.height // 2)
        _draw_round(self._surface, rect, radius, frame.fill, edge, edge_px)

    def _text(self, text: Text | Countdown, shown: str) -> None:
        image, ascent = _line(shown, self._panel.px_per_mm * text.size_mm, text.weight, text.colour)
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align]
        left = self._panel.px_per_mm * text.x_mm - share * image.get_width()
        self._surface.blit(image, (round(left), self._px(text.baseline_mm) - ascent))

    def _sign(self, item: Typed, sign: str) -> None:
        if sign:
            size_px = self._panel.px_per_mm * item.size_mm
            image, ascent = _line(sign, size_px, item.weight, item.colour)
            left = self._px(item.x_mm) - image.get_width() // 2
            self._surface.blit(image, (left, self._px(item.baseline_mm) - ascent))

    def _icon(self, icon: Icon) -> None:
        side = self._px(icon.box.w_mm)
        image = _drawing(icon.name, side, icon.colour)
        self._surface.blit(image, (self._px(icon.box.x_mm), self._px(icon.box.y_mm)))

    def _px(self, length_mm: float) -> int:
        return round(length_mm * self._panel.px_per_mm)

    def png(self) -> bytes:
        file = io.BytesIO()
        pygame.image.save(self._surface, file, "screen.png")
        return file.getvalue()

    def save(self, path: Path) -> None:
        """The same as a file."""
        path.write_bytes(self.png())

    # -- fingers, keys and sound ----------------------------------------------------------

    def touches(self) -> list[tuple[float, float]]:
        found = []
        for event in pygame.event.get((pygame.FINGERDOWN, pygame.MOUSEBUTTONDOWN)):
            if event.type == pygame.FINGERDOWN:
                found.append((event.x * self._panel.width_mm, event.y * self._panel.height_mm))
            elif event.button == 1 and not getattr(event, "touch", False):
                x_px, y_px = event.pos
                found.append((x_px / self._panel.px_per_mm, y_px / self._panel.px_per_mm))
        return found

    def typed(self) -> list[str]:
        pressed = [event.key for event in pygame.event.get(pygame.KEYDOWN)]
        return [NAMES_OF_KEYS[key] for key in pressed if key in NAMES_OF_KEYS]

    def play(self, tune: str) -> None:
        if not self.why_silent:
            pygame.mixer.stop()
            _tune(tune).play()

    def fileno(self) -> int | None:
        return None  # SDL reads its devices itself and tells nobody

    def close(self) -> None:
        _tune.cache_clear()
        pygame.mixer.quit()
        pygame.display.quit()


def _check_screen(driver: str, panel_px: tuple[int, int] | None) -> None:
    used = pygame.display.get_driver()
    if used in HIDDEN_DRIVERS and driver != used:
        pygame.display.quit()
        raise ScreenMissing(
            f'No screen was found: SDL fell back to its driver "{used}", which shows nothing.'
            " Connect a screen, start this where one can be reached (a console for kmsdrm, or"
            ' DISPLAY set), or say driver = "offscreen" in the site\'s configuration.'
        )
    sizes = pygame.display.get_desktop_sizes()
    if panel_px is not None and panel_px not in sizes:
        pygame.display.quit()
        found = ", ".join(f"{width}x{height}" for width, height in sizes) or "nothing"
        raise ScreenMissing(
            f"The screen has {found} pixels, but the site's panel is described with"
            f" {panel_px[0]}x{panel_px[1]}; correct width_px, height_px and px_per_mm."
        )


def _open_sound() -> str:
    """Opens the sound device; returns why there is none, or ""."""
    # Without a device ALSA writes a page to the error output, so it is not even asked.
    if not list(Path("/dev/snd").glob("pcm*p")) and not os.environ.get("SDL_AUDIODRIVER"):
        return "no sound device: there is no playback device in /dev/snd"
    try:
        pygame.mixer.init(RATE_HZ, -16, 1)
    except pygame.error as error:
        return f"the sound device cannot be opened: {error}"
    return ""


@functools.cache
def _tune(tune: str) -> pygame.mixer.Sound:
    return pygame.mixer.Sound(buffer=samples(tune))


# -- what is drawn once and kept --------------------------------------------------------------


def _draw_round(
    surface: pygame.Surface,
    rect: pygame.Rect,
    radius: int,
    fill: Colour,
    edge: Colour,
    edge_px: int,
) -> None:
    """A rectangle with round corners: three plain strips, and four corners that were kept."""
    surface.fill(edge, rect.inflate(-2 * radius, 0))
    surface.fill(edge, rect.inflate(0, -2 * radius))
    surface.fill(fill, rect.inflate(-2 * radius, -2 * edge_px))
    surface.fill(fill, rect.inflate(-2 * edge_px, -2 * radius))
    corners = _corners(radius, fill, edge, edge_px)
    for right in (0, 1):
        for low in (0, 1):
            place = (rect.right - radius if right else rect.left,
                     rect.bottom - radius if low else rect.top)  # fmt: skip
            surface.blit(corners, place, (right * radius, low * radius, radius, radius))


@functools.lru_cache(maxsize=256)
def _corners(radius: int, fill: Colour, edge: Colour, edge_px: int) -> pygame.Surface:
    """The four corners of a round box, put together to a disc."""
    side = 2 * radius
    large = pygame.Surface((side * FINER, side * FINER), pygame.SRCALPHA)
    # The clear part has the colour of the edge, else scaling would mix black into it.
    large.fill((*edge, 0))
    whole = large.get_rect()
    pygame.draw.rect(large, edge, whole, border_radius=radius * FINER)
    if edge_px:
        inner = whole.inflate(-2 * edge_px * FINER, -2 * edge_px * FINER)
        rounding = max(0, radius - edge_px) * FINER
        pygame.draw.rect(large, fill, inner, border_radius=rounding)
    return pygame.transform.smoothscale(large, (side, side))


@functools.lru_cache(maxsize=64)
def _font(weight: str, size_px: int) -> pygame.font.Font:
    return pygame.font.Font(FONTS / f"Manrope-{weight}.ttf", size_px)


@functools.lru_cache(maxsize=1024)
def _line(text: str, size_px: float, weight: str, colour: Colour) -> tuple[pygame.Surface, int]:
    """The drawn line, and how far its baseline lies below its top."""
    font = _font(weight, int(size_px * FINER))
    large = font.render(text, True, colour)
    size = max(1, round(large.get_width() / FINER)), max(1, round(large.get_height() / FINER))
    return pygame.transform.smoothscale(large, size), round(font.get_ascent() / FINER)


@functools.lru_cache(maxsize=128)
def _drawing(name: str, side: int, colour: Colour) -> pygame.Surface:
    scale = side * FINER / icons.FIELD
    large = pygame.Surface((side * FINER, side * FINER), pygame.SRCALPHA)
    large.fill((*colour, 0))
    for stroke in icons.ICONS[name]:
        points = [(x * scale, y * scale) for x, y in stroke.points]
        _stroke(large, points, stroke.width * scale / 2, colour)
    return pygame.transform.smoothscale(large, (side, side))


def _stroke(
    surface: pygame.Surface, points: list[tuple[float, float]], half: float, colour: Colour
) -> None:
    """A line with round joints: a disc at each point, a beam between each two."""
    for point in points:
        pygame.draw.circle(surface, colour, point, half)
    for one, other in itertools.pairwise(points):
        along = pygame.Vector2(other) - pygame.Vector2(one)
        if along.length():
            across = along.rotate(90).normalize() * half
            corners = [one + across, other + across, other - across, one - across]
            pygame.draw.polygon(surface, colour, corners)

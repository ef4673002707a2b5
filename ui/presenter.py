"""Stands between the core and a display: shows its screens, and tells it what was pressed.

The core knows neither words nor pixels, so language and large text are decided here and nobody
else hears of them.  The idea needed to read it: a press answers the picture that was on the glass
when the finger came down.  Touches are therefore collected before a new picture is drawn, and
every press carries the number of the picture that it answers; what was meant for the one before
is the core's to ignore.  A touch between two keys is nobody's.
"""

from terminal import effects, events, screens
from terminal.part import Part
from terminal.record import Record
from ui.display import Display, ScreenMissing
from ui.layout import Layouts
from ui.picture import Picture
from ui.site import Site
from ui.theme import Panel

# How long a key stays lit after a touch: long enough to be seen, over before the next.
ECHO_MS = 140
# Whoever comes next should meet the site's own language.
HOME_AFTER_MS = 30_000
CALM, LARGE = "calm", "large"


class Presenter(Part):
    """The screen as a part.  SiteError if a language has no catalogue or the panel is too small."""

    name = "screen"
    performs = (effects.Show, effects.Sound)

    def __init__(self, display: Display, site: Site, panel: Panel | None = None) -> None:
        self._display = display
        self._layouts = Layouts(site, panel)
        self._home = site.languages[0]
        self._language, self._style = self._home, CALM
        self._shown: effects.Show | None = None
        self._picture: Picture | None = None
        self._pressed = ""
        self._release_at_ms = 0
        self._touched_at_ms = 0
        self._polled_at_ms = 0
        self._facts: list[Record] = []
        self._is_silence_told = False
        self._is_gone = False

    # -- what the loop calls --------------------------------------------------------------

    def poll(self, now_ms: int) -> list[Record]:
        self._polled_at_ms = now_ms
        if self._display.why_silent and not self._is_silence_told:
            self._is_silence_told = True
            self._facts.append(events.PartFailed("sound", self._display.why_silent))
        self._collect(now_ms)
        if self._pressed and now_ms >= self._release_at_ms:
            self._pressed = ""
        if self._is_left(now_ms):
            self._language, self._style = self._home, CALM
            self._lay_out()
        self._draw(now_ms)
        facts, self._facts = self._facts, []
        return facts

    def perform(self, effect: Record, now_ms: int) -> None:
        if isinstance(effect, effects.Sound):
            self._display.play(effect.tune)
            return
        assert isinstance(effect, effects.Show), effect
        self._collect(now_ms)
        self._shown = effect
        self._lay_out()
        self._draw(now_ms)

    def wake_at_ms(self) -> int | None:
        wakes = []
        if self._facts:
            wakes.append(self._polled_at_ms)
        if self._display.poll_every_ms is not None:
            wakes.append(self._polled_at_ms + self._display.poll_every_ms)
        if self._display.is_live:
            wakes += self._next_changes()
        if not self._is_home() and self._is_at_welcome():
            wakes.append(self._touched_at_ms + HOME_AFTER_MS)
        return min(wakes) if wakes else None

    def fileno(self) -> int | None:
        return self._display.fileno()

    def restart(self) -> None:
        self._is_silence_told = self._is_gone = False
        self._facts = []

    def close(self) -> None:
        self._display.close()

    # -- touches --------------------------------------------------------------------------

    def _collect(self, now_ms: int) -> None:
        """Take what was touched and typed as answers to the picture that is on the glass."""
        picture = self._picture
        touches, typed = self._display.touches(), self._display.typed()
        if picture is None:
            return
        keys = [picture.key_at(x_mm, y_mm) for x_mm, y_mm in touches]
        names = [key.name for key in keys if key is not None]
        names += [name for name in typed if picture.takes(name)]
        if touches or typed:
            self._touched_at_ms = now_ms
        for name in names:
            self._press(name, picture.number)
        if names:
            # The key lights up in this very poll, before the core hears of the press: it may be
            # writing to a slow disk when the next poll would come.
            self._pressed, self._release_at_ms = names[-1], now_ms + ECHO_MS

    def _press(self, name: str, picture: int) -> None:
        if name.startswith("language "):
            self._language = name.removeprefix("language ")
            self._lay_out()
        elif name == "style":
            self._style = CALM if self._style == LARGE else LARGE
            self._lay_out()
        else:
            self._facts.append(events.Pressed(name, picture))

    # -- drawing --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._shown is not None:
            self._picture = self._layouts.picture(
                self._shown.screen, self._language, self._style, self._shown.picture
            )

    def _draw(self, now_ms: int) -> None:
        if self._picture is None:
            return
        try:
            self._display.draw(self._picture, now_ms, self._pressed)
        except ScreenMissing as error:
            if not self._is_gone:
                self._facts.append(events.PartFailed(self.name, str(error)))
            self._is_gone = True
            return
        if self._is_gone:
            self._facts.append(events.PartMended(self.name))
            self._is_gone = False

    def _next_changes(self) -> list[int]:
        """When a lit key goes out, and when a countdown says something else."""
        changes = [self._release_at_ms] if self._pressed else []
        picture, now_ms = self._picture, self._polled_at_ms
        if picture is not None and picture.has_countdown() and picture.until_ms > now_ms:
            # The seconds are rounded up, so they change when a whole number of them is left.
            changes.append(picture.until_ms - (picture.until_ms - now_ms - 1) // 1000 * 1000)
        return changes

    # -- the next person ------------------------------------------------------------------

    def _is_home(self) -> bool:
        return self._language == self._home and self._style == CALM

    def _is_at_welcome(self) -> bool:
        return self._shown is not None and isinstance(self._shown.screen, screens.Welcome)

    def _is_left(self, now_ms: int) -> bool:
        is_quiet = now_ms >= self._touched_at_ms + HOME_AFTER_MS
        return is_quiet and not self._is_home() and self._is_at_welcome()

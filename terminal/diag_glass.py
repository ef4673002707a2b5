"""The person at the terminal's own glass, who is told and asked things and answers with a finger.

For whoever commissions there what `diag_shell.Shell` is for whoever sits at a shell; which
questions there are is the guide's to know, and what they look like `ui/commissioning.py`'s.  With
the other files of the composition root it may import drivers and ui.  The one idea: everybody who
waits does so with the clock of the glass, and while it waits it draws and looks for fingers.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from drivers.commissioning.at_the_line import Clock
from drivers.commissioning.guide import Ask
from drivers.line import Line, PortFound
from terminal import diag_site
from ui.commissioning import LANGUAGES, Pictures
from ui.commissioning_screens import Outcome, Question, Screen, Waiting, pressed
from ui.display import Display
from ui.picture import Picture
from ui.presenter import CALM, ECHO_MS, LARGE
from ui.theme import Panel

# A second tap of the finger that answered the question before is no answer to this one.
DEAF_MS = 300
TYPING = ("type ", "plane ")


class World(diag_site.AtLines, Protocol):
    """The machine on whose glass it is played."""

    def display(self, panel: Panel) -> Display:
        """The glass.  ScreenMissing with a sentence if there is none."""

    def ports(self) -> list[PortFound]:
        """The serial ports that are there."""


class Glass:
    """Implements diag_site.AtLines, and shows what else a run on the glass needs."""

    def __init__(self, world: World, display: Display, panel: Panel) -> None:
        self.clock = AttendedClock(world.clock, self)
        self._world, self._display = world, display
        self._pictures = Pictures(panel)
        self._language, self._style = LANGUAGES[0], CALM
        self._screen: Screen = Waiting()
        self._below: Question | None = None  # what was asked before "stop here?"
        self._told: list[str] = []  # since the last answer
        self._told_before: tuple[str, ...] = ()
        self._answer: str | None = None
        self._pressed, self._release_at_ms = "", 0
        self._deaf_until_ms = 0
        self._picture: Picture | None = None

    # -- as a person ----------------------------------------------------------------------

    def tell(self, text: str) -> None:
        self._world.tell(text)
        self._told.append(text)
        if isinstance(self._screen, Waiting):
            self._screen = Waiting(tuple(self._told))

    def ask(self, ask: Ask) -> None:
        if not ask.is_again:
            self._told_before = tuple(self._told)
        told = self._told_before
        self.show(Question(ask.name, ask.text, told, ask.usual, ask.is_again))

    def take(self) -> str | None:
        answer, self._answer = self._answer, None
        if answer is not None:
            self._told.clear()
            self._screen = Waiting()
        return answer

    def fileno(self) -> int | None:
        return self._display.fileno()

    def line(self, port: str, baud: int) -> Line:
        return self._world.line(port, baud)

    # -- besides --------------------------------------------------------------------------

    def show(self, screen: Screen) -> None:
        """What shall be on the glass.  Whatever was touched before is no answer to it."""
        self._collect()
        self._screen, self._below, self._answer = screen, None, None
        self._deaf_until_ms = self.clock.monotonic_ms() + DEAF_MS

    def answer_to(self, screen: Question | Outcome) -> str:
        """Show it and wait until it is answered."""
        self.show(screen)
        while (answer := self.take()) is None:
            number = self.fileno()
            self.clock.wait(None, [] if number is None else [number])
        return answer

    def take_told(self) -> tuple[str, ...]:
        """What was told and has not been shown with a question; it is forgotten."""
        told = tuple(self._told)
        self._told.clear()
        return told

    @property
    def has_answer(self) -> bool:
        return self._answer is not None

    def attend(self) -> None:
        """Take what was touched, and draw."""
        self._collect()
        if self._pressed and self.clock.monotonic_ms() >= self._release_at_ms:
            self._pressed = ""
        self._picture = self._pictures.picture(self._screen, self._language, self._style)
        self._display.draw(self._picture, self.clock.monotonic_ms(), self._pressed)

    def wake_at_ms(self) -> int | None:
        """When to attend to it again."""
        now_ms, wakes = self.clock.monotonic_ms(), []
        if self._display.poll_every_ms is not None:
            wakes.append(now_ms + self._display.poll_every_ms)
        if self._pressed and self._display.is_live:
            wakes.append(self._release_at_ms)
        return min(wakes, default=None)

    # -- fingers --------------------------------------------------------------------------

    def _collect(self) -> None:
        """Take what was touched as answers to the picture that is on the glass."""
        picture, now_ms = self._picture, self.clock.monotonic_ms()
        touches, typed = self._display.touches(), self._display.typed()
        if picture is None:
            return
        keys = [picture.key_at(x_mm, y_mm) for x_mm, y_mm in touches]
        names = [key.name for key in keys if key is not None]
        for name in [*names, *(name for name in typed if picture.takes(name))]:
            if now_ms >= self._deaf_until_ms and not self.has_answer:
                self._press(name)
                self._pressed, self._release_at_ms = name, now_ms + ECHO_MS

    def _press(self, name: str) -> None:
        screen = self._screen
        if name.startswith("language "):
            self._language = name.removeprefix("language ")
        elif name == "style":
            self._style = CALM if self._style == LARGE else LARGE
        elif isinstance(screen, Outcome):
            self._press_page(screen, name)
        elif isinstance(screen, Question):
            self._press_question(screen, name)
        if isinstance(self._screen, Outcome) and name == "style":
            self._screen = replace(self._screen, page=0)  # other pages than before

    def _press_page(self, screen: Outcome, name: str) -> None:
        step = {"next": 1, "back": -1}.get(name, 0)
        self._screen = replace(screen, page=screen.page + step)
        if name.startswith("answer "):
            self._answer = name.removeprefix("answer ")

    def _press_question(self, screen: Question, name: str) -> None:
        if name == "stop":
            self._below, self._screen = screen, Question("stop")
            self._deaf_until_ms = self.clock.monotonic_ms() + DEAF_MS
        elif name == "answer go on" and self._below is not None:
            self._screen, self._below = self._below, None
        elif name.startswith("answer "):
            self._answer = name.removeprefix("answer ")
        elif name == "ok":
            # Nothing typed is no answer: "no door opened" has a key of its own.
            self._answer = screen.typed.strip() or None
        elif name == "erase" or name.isdigit() or name.startswith(TYPING):
            self._screen = pressed(screen, name)


class AttendedClock:
    """The clock of the machine, with which the glass is attended to.

    A wait may end early; whoever waits looks again, as `drivers.commissioning.at_the_line` does.
    """

    def __init__(self, clock: Clock, glass: Glass) -> None:
        self._clock, self._glass = clock, glass
        self.monotonic_ms = clock.monotonic_ms

    def wait(self, until_ms: int | None, filenos: Iterable[int]) -> list[int]:
        self._glass.attend()
        if self._glass.has_answer:
            return []
        wakes = [wake for wake in (until_ms, self._glass.wake_at_ms()) if wake is not None]
        ready = self._clock.wait(min(wakes, default=None), filenos)
        self._glass.attend()
        return ready

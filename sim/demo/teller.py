"""Whoever tells the story: waits for what must happen, says it with the time, keeps the pictures.

It decides nothing of what happens; that is in `story.py`.  The one idea: a line is printed when
the world has shown it (on the glass, in the cabinet, at the server), so that a story that was
told is a story that was true.
"""

from collections.abc import Callable
from pathlib import Path

from sim.bench.loop import Loop
from sim.bench.office import Office
from sim.bench.stand import Stand

SOON_MS = 20_000


class Teller:
    """One terminal, its operator, and a folder for pictures."""

    def __init__(self, stand: Stand, office: Office, pictures: Path) -> None:
        self.stand, self.office, self.pictures = stand, office, pictures
        self.loop = Loop(office.clock, [office, stand])
        self.screens: set[str] = set()
        self._began_ms = office.clock.monotonic_ms()
        self._count = 0

    @property
    def now_ms(self) -> int:
        return self.office.clock.monotonic_ms()

    def chapter(self, title: str) -> None:
        print(f"\n{title}", flush=True)

    def say(self, text: str) -> None:
        """A line of the story."""
        seconds = (self.now_ms - self._began_ms) / 1000
        print(f"  {int(seconds // 60)}:{seconds % 60:04.1f}  {text}", flush=True)

    def wait(self, what: str, is_so: Callable[[], object], patience_ms: int = SOON_MS) -> None:
        """Let the world go on until it is so; raises TooLate."""
        self.loop.run_until(is_so, patience_ms, what)

    def see(
        self, screen: str, text: str = "", words: str = "", key: str = "",
        patience_ms: int = SOON_MS,
    ) -> None:  # fmt: skip
        """Wait for a screen (that says `words`, that has `key`), keep its picture, say `text`."""
        glass = self.stand.glass

        def is_there() -> bool:
            has_words = words in " ".join(glass.texts)
            has_key = not key or glass.has(key)
            return glass.screen == screen and has_words and has_key and not glass.pressed

        self.wait(f"the screen {screen} {words or key}", is_there, patience_ms)
        self.keep_picture(screen)
        if text:
            self.say(text)

    def keep_picture(self, name: str) -> None:
        """What is on the glass now, as a file."""
        self._count += 1
        self.screens.add(name)
        (self.pictures / f"story-{self._count:02d}-{_words(name)}.png").write_bytes(
            self.stand.glass.png
        )

    def type(self, digits: str) -> None:
        """Touch digits as fast as the glass takes them."""
        self.stand.press(*digits)

    def opened_door(self, parcel: str = "") -> int:
        """The door that stands open; the one before this parcel, where one is named."""
        doors = self.stand.open_doors()
        if parcel:
            doors = [door for door in doors if parcel in self.stand.cabinet.contents(door)]
        assert len(doors) == 1, f"open doors: {doors}"
        return doors[0]

    def shut(self, door: int) -> None:
        """Push a door shut, and see that it is."""
        cabinet = self.stand.cabinet
        cabinet.push_shut(door, self.now_ms)
        self.wait(f"door {door} to be shut", lambda: not cabinet.is_open(door))

    def state_of(self, parcel: str) -> str:
        """What the server says of a parcel."""
        return self.office.central.view.shipments(parcel)[0].state


def _words(name: str) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in name).strip("-")

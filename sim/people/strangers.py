"""People who want nothing that is theirs: those who guess codes, one with a crowbar.

And one who only passes by and shuts what stands open, as most people do.
"""

import re
from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.person import Person


class Guesser(Person):
    """Types code after code, for a while; a stubborn one sits out every delay."""

    patience = 60

    def __init__(
        self, kiosk: Kiosk, luck: Stream, on_gone: Callable[[], None] | None = None,
        *, is_stubborn: bool = False,
    ) -> None:  # fmt: skip
        self.guesses = luck.between(1, 8)
        if is_stubborn:
            self.guesses, self.patience = luck.between(20, 70), 1500
        super().__init__(kiosk, luck, on_gone)

    @property
    def claims(self) -> tuple[str, ...] | None:
        return None  # a guess may be right

    def look(self) -> None:
        screen = self.kiosk.screen
        if self.guesses <= 0:
            self.press("cancel")
            self.go()
        elif screen == "AskPhone":
            self._phone()
        elif screen in ("Welcome", "Told"):
            self._guess(self._seconds_left())

    def _seconds_left(self) -> int:
        """What the countdown on the glass says."""
        found = re.search(r"\b(\d+):(\d\d)\b", " ".join(self.kiosk.texts()))
        return int(found[1]) * 60 + int(found[2]) if found else 0

    def _guess(self, left_s: int) -> None:
        if left_s and self.luck.chance(30):
            self.key("cancel")
        elif left_s and self.luck.chance(30):
            self.kiosk.scan(f"{self.luck.below(10**12):012d}")
        elif left_s and self.luck.chance(700):
            self.wait(left_s, left_s + 5)
        else:
            self.guesses -= 1
            self.type(f"{self.luck.below(1000000):06d}")

    def _phone(self) -> None:
        self.guesses -= 1
        kind = self.luck.below(8)
        if kind == 0:
            self.press("cancel")
        elif kind == 1:
            self.wait(46, 60)
        elif kind == 2:
            self.kiosk.scan(f"{self.luck.below(10**12):012d}")
        else:
            self.type(f"{self.luck.below(1000):03d}")


class Vandal(Person):
    """Forces one door, shuts it or not, and goes."""

    def look(self) -> None:
        compartment = self.luck.pick(self.cabinet.compartments)
        self.kiosk.forced(compartment)
        if self.luck.chance(500):
            self.cabinet.push_shut(compartment, self.kiosk.world.now_ms)
        self.go()


class Passer(Person):
    """Shuts whatever stands open."""

    def look(self) -> None:
        for compartment in self.cabinet.compartments:
            if self.cabinet.is_open(compartment):
                self.cabinet.push_shut(compartment, self.kiosk.world.now_ms)
        self.go()

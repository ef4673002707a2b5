"""People who want nothing that is theirs: one who guesses codes, one with a crowbar.

And one who only passes by and shuts what stands open, as most people do.
"""

from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.person import Person


class Guesser(Person):
    """Types code after code, for a while."""

    patience = 60

    def __init__(
        self, kiosk: Kiosk, luck: Stream, on_gone: Callable[[], None] | None = None
    ) -> None:
        self.guesses = luck.between(1, 8)
        super().__init__(kiosk, luck, on_gone)

    def look(self) -> None:
        if self.kiosk.screen == "AskPhone":
            self.type(f"{self.luck.below(1000):03d}")
            self.guesses -= 1
        elif self.kiosk.screen == "Welcome" and self.guesses > 0:
            self.guesses -= 1
            self.type(f"{self.luck.below(1000000):06d}")
        elif self.guesses <= 0:
            self.press("cancel")
            self.go()


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

"""A person at a simulated terminal: looks every second or so, and does one thing.

What somebody does depends on what they see now, never on what the program should have
done, so that a person copes with power cuts, jams and wrong screens as people do.  The
visit ends when the person has gone; whoever waits for the terminal watches `is_gone`.
"""

from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream


class Person:
    """One body with two hands before one terminal."""

    patience = 120  # looks; people do not stand there for ever

    def __init__(self, kiosk: Kiosk, luck: Stream, on_gone: Callable[[], None] | None = None) -> None:
        self.kiosk, self.luck = kiosk, luck
        self.cabinet = kiosk.cabinet
        self.hands: list[str] = []
        self.is_gone = False
        self.typing = ""
        self._on_gone = on_gone
        kiosk.world.later(luck.between(200, 1500), self._look)

    def look(self) -> None:
        """Do one thing about what is seen now."""
        raise NotImplementedError

    def when_gone(self, act: Callable[[], None]) -> None:
        """What to do once this person has left."""
        self._on_gone = act

    def go(self) -> None:
        """Leave for good."""
        if not self.is_gone:
            self.is_gone = True
            if self._on_gone is not None:
                self._on_gone()

    def press(self, key: str) -> bool:
        """Touch a key if it is on the glass."""
        return self.kiosk.press(key)

    def type(self, digits: str) -> None:
        """Type digits at a person's speed, one look each."""
        self.typing = digits

    def shut(self, compartment: int) -> None:
        """Push a door shut, now and then too hard."""
        now_ms = self.kiosk.world.now_ms
        if self.luck.chance(30):
            self.cabinet.slam(compartment, now_ms)
        else:
            self.cabinet.push_shut(compartment, now_ms)

    def shown_open(self) -> int:
        """The door that the screen speaks of, if it stands open; else 0."""
        for compartment in self.kiosk.doors_shown():
            if self.cabinet.is_open(compartment):
                return compartment
        return 0

    def _look(self) -> None:
        if self.is_gone:
            return
        self.patience -= 1
        if self.patience < 0:
            self.go()
            return
        if self.typing:
            key, self.typing = self.typing[0], self.typing[1:]
            self.press(key)
            self.kiosk.world.later(self.luck.between(150, 450), self._look)
            return
        self.look()
        self.kiosk.world.later(self.luck.between(600, 2500), self._look)
